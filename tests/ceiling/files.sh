#!/bin/sh
# What a hub is given to read may be anything but a batch: a pipe, a link, a folder, a file without end.
# It says so at once, and what is good beside it is taken. And a certificate near its end is spoken of.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/files}"
hub="$bin/yousaid-hub"
memory_bytes=268435456

# refused NAME WORDS: importing it fails with these words, in little memory, without waiting.
refused() {
    status=0
    prlimit --as="$memory_bytes" timeout 20 "$hub" import --data "$work/hub" "$work/stick/$1" \
        >"$work/import.txt" 2>&1 || status=$?
    [ "$status" -eq 1 ] || { cat "$work/import.txt" >&2; fail "importing $1 ended with $status"; }
    grep -q "$2" "$work/import.txt" || { cat "$work/import.txt" >&2; fail "nothing was said of $1"; }
    [ ! -e "$work/stick/${1%.batch}.receipt" ] || fail "$1 got a receipt"
}

make_hub
mkdir -p "$work/stick/folder.batch"
mkfifo "$work/stick/pipe.batch"
ln -s /dev/zero "$work/stick/link.batch"
: >"$work/stick/empty.batch"
truncate -s 8G "$work/stick/huge.batch"
truncate -s 1048577 "$work/stick/over.batch"
refused pipe.batch 'is not a file'
refused folder.batch 'is not a file'
refused link.batch 'is not a file'
refused huge.batch 'does not fit in 1048576 bytes'
refused over.batch 'does not fit in 1048576 bytes'
refused empty.batch 'were not imported'
refused missing.batch 'missing.batch'

# The hub's own certificate holds for 730 days and is renewed; one of somebody else's is only spoken of.
cp "$work/hub/tls/server.pem" "$work/hub/tls/server.key" "$work/"
said_after_days() {
    : >"$work/serve.log"
    YOUSAID_CLOCK_OFFSET=$(($1 * 86400)) "$hub" serve --data "$work/hub" --listen 127.0.0.1:0 \
        --tls-cert "$work/server.pem" --tls-key "$work/server.key" >"$work/serve.out" 2>"$work/serve.log" &
    pid=$!
    started="$started $pid"
    await 20 'the hub' grep -q 'listening on' "$work/serve.out"
    stop "$pid"
}
said_after_days 600
! grep -q 'ends in' "$work/serve.log" || fail 'a certificate that holds for long was spoken of'
said_after_days 700
grep -q 'ends in [0-9]* days' "$work/serve.log" || fail 'a certificate near its end was not spoken of'
echo 'what is no batch was refused at once, and a certificate near its end was spoken of'
