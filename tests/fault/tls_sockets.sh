#!/usr/bin/env bash
# The n-th socket call of a real exchange over TLS fails, once and from then on: the courier's, then the hub's, whichever
# library asks. Whoever fails says why in words and ends as it should; nothing is acknowledged that the hub does not
# have; with the next good line everything is there once. EACH calls of each kind are tried (6), all of them when 0.
set -euo pipefail
if [ "${1:-}" = --help ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

shim=$bin/libsockets_fail.so
[ -e "$shim" ] || { echo 'there is no shim for sockets: build first'; exit 77; }
export YOUSAID_TEST_KDF=1 SDL_VIDEODRIVER=dummy
each=${EACH:-6}
seed=${SEED:-$(date +%s)}
echo "SEED=$seed"
RANDOM=$((seed % 32768))
open_work "${YOUSAID_WORK:-$here/build/tls-sockets}"
failed=0
# Of the hub's calls every sixth goes on failing in a short run.
patience=6
[ "$each" -ne 0 ] || patience=1

# failing N|N+: sets `with`, the words before a program of whose socket calls that one fails; none when it is 0.
failing() {
    with=(env "YOUSAID_SOCKETS_FAIL=$1" "YOUSAID_SOCKETS_COUNT=$work/calls" "LD_PRELOAD=$shim")
}

someone() {
    visit kiosk start answer:good leave
    cat "$work/trace" >>"$work/recorded"
}

# some_of COUNT: which of so many calls are tried, the first and the last always.
some_of() {
    local i
    if [ "$each" -eq 0 ] || [ "$each" -ge "$1" ]; then
        seq 1 "$1"
        return
    fi
    {
        echo "1
$1"
        for ((i = 2; i < each; i++)); do echo $((RANDOM * 32768 % $1 + RANDOM % $1 % $1 + 1)); done
    } | awk -v most="$1" '{ print ($1 > most ? $1 - most : $1) }' | sort -nu
}

# ended WHO STATUS FILE: no signal ended it, and it did not fail without a word.
ended() {
    [ "$2" -lt 124 ] || fail "$1 was ended by a signal, or never: $2"
    [ "$2" -eq 0 ] || grep -q . "$3" || fail "$1 failed without a word"
}

# courier_fails N|N+
courier_fails() {
    local status=0
    failed=$((failed + 1))
    failing "$1"
    timeout 60 "${with[@]}" "$bin/yousaid-courier" once --data "$work/kiosk" >"$work/carried.txt" 2>&1 || status=$?
    ended "the courier whose call $1 failed" $status "$work/carried.txt"
}

# hub_fails N|N+: its courier is an honest one.
hub_fails() {
    local status=0 tries=300
    failed=$((failed + 1))
    : >"$work/hub.out"
    failing "$1"
    "${with[@]}" "$bin/yousaid-hub" serve --data "$work/hub" --listen "127.0.0.1:$port" \
        >"$work/hub.out" 2>"$work/hub.words" &
    hub_pid=$!
    started="$started $hub_pid"
    while ! grep -q 'listening on' "$work/hub.out" && kill -0 "$hub_pid" 2>/dev/null; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "the hub whose call $1 failed neither listens nor ends"
        sleep 0.05
    done
    timeout 180 "$bin/yousaid-courier" once --data "$work/kiosk" >"$work/carried.txt" 2>&1 || status=$?
    ended "the courier of a hub whose call $1 failed" $status "$work/carried.txt"
    kill "$hub_pid" 2>/dev/null || true
    status=0
    wait "$hub_pid" || status=$?
    # 143: asked to end before it had taken over the signal.
    [ $status -eq 143 ] || ended "the hub whose call $1 failed" $status "$work/hub.words"
}

gets_through() {
    try_to_carry kiosk || fail "after sockets that failed: $(tail -n 1 "$work/carried.txt")"
}

make_hub
start_hub 127.0.0.1:0
port=${hub_url##*:}
enrol riverside kiosk
: >"$work/recorded"

someone
failing 0
"${with[@]}" "$bin/yousaid-courier" once --data "$work/kiosk" >"$work/carried.txt"
calls=$(cat "$work/calls")
for n in $(some_of "$calls"); do
    someone
    courier_fails "$n"
    courier_fails "$n+"
    gets_through
done
echo "the courier's exchange makes $calls calls of sockets"

stop "$hub_pid"
someone
hub_fails 0
calls=$(cat "$work/calls")
# The rest is the server's way of ending: it asks for more callers until all its threads have heard.
[ "$calls" -le 100 ] || calls=100
for n in $(some_of "$calls"); do
    someone
    hub_fails "$n"
    # A hub that is deaf from then on keeps its courier waiting for a minute.
    [ $((n % patience)) -ne 0 ] || hub_fails "$n+"
    start_hub "127.0.0.1:$port"
    gets_through
    stop "$hub_pid"
done
echo "the hub's exchange makes $calls calls of sockets"

exported "$work/hub" >/dev/null
echo "$failed calls of sockets came to fail, of courier and hub over TLS"
"$bin/account" reconcile "$work/recorded" <"$work/export.jsonl"
"$bin/yousaid-hub" verify --data "$work/hub"
stop_all
rm -rf "$work"
