#!/bin/sh
# The X server dies under somebody's visit: the screen program ends at once and says so, a supervisor starts it
# again on the next server, and the journal is whole: what was answered is there once, the visit ended as one that was
# left, or crashed when the server died under a picture, and the next person is asked as if nothing had been.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
command -v Xvfb >/dev/null || exit 77
open_work "${YOUSAID_WORK:-$here/build/screen}"

ends_badly() {
    status=0
    wait "$kiosk_pid" || status=$?
    [ "$status" -ne 0 ] || fail "the screen program ended well without a screen"
    grep -qE 'the display is gone|X connection .* broken' "$work/riverside-kiosk.log" ||
        fail "it does not say why it ended"
}

make_hub
start_hub ''
enrol riverside riverside
start_screen 1280x800
server=${started##* }
printf 'touch start\ntouch answer:good\nwait 600000\n' >"$work/script"
start_kiosk riverside --script "$work/script"
await 30 "the first answer" grep -q '"recorded"' "$work/riverside-trace"
kill -KILL "$server"
ends_badly

# As a supervisor would: the same program again, on the next server.
start_screen 1280x800
visit riverside start answer:poor leave
grep -q '"question": "fft", "value": "poor"' "$work/trace" || fail "the next person was not asked: $(cat "$work/trace")"
SDL_VIDEODRIVER=dummy carry riverside
[ "$(exported "$work/hub")" -eq 2 ] || fail "there are not two responses: $(cat "$work/export.jsonl")"
grep '"fft":"good"' "$work/export.jsonl" | grep -qE '"ending":"(left|crashed)"' ||
    fail "the first visit is not there as one that ended: $(cat "$work/export.jsonl")"
grep '"fft":"poor"' "$work/export.jsonl" | grep -q '"ending":"left"' || fail "the second visit is not there"
"$bin/yousaid-hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"
echo "the screen went, and nothing with it"
