#!/bin/sh
# A disk that is really full: the kiosk's folder on a file system of 64 MiB, on which somebody else takes all that is
# left. What finds no room is not thanked for; what was is counted once; with room again the kiosk goes on as it was.
# Needs root, to mount it.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
rounds=${ROUNDS:-2}

open_work "${YOUSAID_WORK:-$here/build/full}"
mkdir "$work/kiosk"
if ! mount -t tmpfs -o size=64m yousaid-full "$work/kiosk" 2>/dev/null; then
    echo "skipped: this machine permits no mount"
    exit 77
fi
trap 'stop_all; umount "$work/kiosk" 2>/dev/null || true' EXIT

# People until nothing more is recorded, or six of them.
until_full() {
    person=0
    while [ "$person" -lt 6 ]; do
        printf 'wait 600\ntouch start\nwait 600\ntouch answer:good\nwait 600\ntouch leave\nwait 200\nquit\n' >"$work/script"
        "$bin/yousaid-kiosk" run --data "$work/kiosk" --script "$work/script" --trace >"$work/trace" 2>>"$work/kiosk.log" || true
        cat "$work/trace" >>"$work/recorded"
        grep -q recorded "$work/trace" || return 0
        person=$((person + 1))
    done
}

fill() {
    dd if=/dev/zero of="$work/kiosk/somebody-else" bs=64k 2>/dev/null || true
}

make_hub
start_hub ''
enrol riverside kiosk
: >"$work/recorded"
round=0
while [ "$round" -lt "$rounds" ]; do
    until_full
    fill
    until_full
    try_to_carry kiosk || true
    rm "$work/kiosk/somebody-else"
    round=$((round + 1))
done
grep -q 'no words are asked for' "$work/kiosk.log" || fail "the log does not say that room is short"
until_full
carry kiosk
exported "$work/hub" >/dev/null
"$bin/account" reconcile "$work/recorded" <"$work/export.jsonl"
"$bin/yousaid-hub" verify --data "$work/hub"
umount "$work/kiosk"
rm -rf "$work"
