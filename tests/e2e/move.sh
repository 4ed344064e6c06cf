#!/bin/sh
# A hub is gone for good, with no backup: its kiosk is enrolled at another and brings all that it keeps, once. Another
# kiosk leaves a hub that lives on: each visit is counted at one of the two, and the sums agree.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/move}"

visits() {
    left=$2
    while [ "$left" -gt 0 ]; do
        visit "$1" start answer:good leave
        left=$((left - 1))
    done
}

# has HUB NUMBER WHEN: so many responses are counted there, and the proof is clean.
has() {
    [ "$(exported "$work/$1")" -eq "$2" ] || fail "$3 $1 has $(exported "$work/$1") responses instead of $2"
    "$bin/yousaid-hub" verify --data "$work/$1" >"$work/verify.txt" || fail "$3 the proof is not clean: $(cat "$work/verify.txt")"
}

# refuses WHY PROGRAM WORD...
refuses() {
    why=$1
    program=$2
    shift 2
    if "$bin/$program" "$@" >"$work/refused.txt" 2>&1; then fail "it went on: $program $*"; fi
    grep -q "$why" "$work/refused.txt" || fail "it does not say why: $(cat "$work/refused.txt")"
}

# move KIOSK WHAT SAID: it may go, and its courier leaves.
move() {
    "$bin/yousaid-kiosk" move --data "$work/$1" --take "$2" >"$work/moved.txt" || fail "it may not go"
    grep -q "$3" "$work/moved.txt" || fail "it says something else: $(cat "$work/moved.txt")"
    "$bin/yousaid-courier" leave --data "$work/$1" >/dev/null || fail "its courier does not leave"
}

make_hub
start_hub ''
enrol riverside lost
enrol riverside moved
for kiosk in lost moved; do
    visits "$kiosk" 3
    carry "$kiosk"
    visits "$kiosk" 2
done
has hub 6 'before anything,'

# What must not go by mistake.
refuses 'does not let this kiosk go' yousaid-courier leave --data "$work/moved"
refuses 'take is unsent' yousaid-kiosk move --data "$work/moved" --take some
refuses 'no kiosk folder' yousaid-kiosk move --data "$work/nobody" --take all
mkfifo "$work/moved-trace"
cat "$work/moved-trace" >/dev/null &
started="$started $!"
start_kiosk moved
await 20 "the screen" test -e "$work/moved/screen/running"
sleep 1
refuses 'stop yousaid-kiosk first' yousaid-kiosk move --data "$work/moved" --take unsent
stop "$kiosk_pid"
[ "$(acknowledged moved)" -eq 3 ] || fail "a refusal has changed something"

# Allowed to go, it has sent more to the old hub first: that must not go along.
"$bin/yousaid-kiosk" move --data "$work/moved" --take unsent >/dev/null
carry moved
has hub 8 'with two more,'
refuses 'run that again' yousaid-courier leave --data "$work/moved"
visits moved 2
move moved unsent '^2 responses go along with this kiosk; 5 stay'
refuses 'belongs to no hub' yousaid-courier leave --data "$work/moved"
refuses 'belongs to no hub' yousaid-kiosk move --data "$work/moved" --take all
[ -s "$work/moved/courier/left/state" ] || fail "what was known of the old hub is not laid aside"

# The fire. The old hub's folder is kept for the sums alone.
kill -KILL "$hub_pid"
mv "$work/hub" "$work/old"
make_hub
start_hub ''

# The running courier is asked too.
start_courier lost
"$bin/yousaid-kiosk" move --data "$work/lost" --take all >"$work/moved.txt" || fail "it may not go"
grep -q '^5 responses go along with this kiosk; 0 stay' "$work/moved.txt" || fail "it says something else: $(cat "$work/moved.txt")"
"$bin/yousaid-courier" leave --data "$work/lost" >/dev/null || fail "its courier does not leave"
enrol riverside lost
stop "$courier_pid"

enrol riverside moved
visits lost 1
carry lost
visits moved 1
carry moved
# Of fourteen visits five stay the old hub's, which would have lived on; the lost one's are all here.
has hub 9 'with what the lost hub had,'
has old 8 'as it was left,'
[ "$(acknowledged lost)" -eq 6 ] || fail "the kiosk knows of $(acknowledged lost) acknowledged and not of six"
for kiosk in lost moved; do carry "$kiosk"; done
[ "$(acknowledged moved)" -eq 3 ] || fail "the kiosk knows of $(acknowledged moved) acknowledged and not of three"
has hub 9 'sent again,'
echo "a kiosk went on at another hub: what the first had is counted at the second once"
rm -rf "$work"
