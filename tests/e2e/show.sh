#!/bin/sh
# The demo as somebody before a screen sees it: a made-up county that says what it is, a kiosk whose tapped answer is told
# when it arrives, and a console that has both.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
open_work "${YOUSAID_WORK:-$here/build/show}"
shown=$work/demo

# place NAME: the middle of that target on the newest screen.
place() {
    tail -n 1 "$shown/trace.jsonl" | tr '{' '\n' | grep "\"name\": *\"$1\"" | tr -d ' ' |
        sed -n 's/.*"x":\([0-9]*\),"y":\([0-9]*\),"w":\([0-9]*\),"h":\([0-9]*\).*/\1 \2 \3 \4/p'
}

is_there() {
    [ -n "$(place "$1")" ]
}

# touch_at NAME AFTER: a finger there, again and again until what comes of it is said: a new screen feels none at first.
touch_at() {
    # shellcheck disable=SC2046 # four numbers
    set -- "$1" "$2" $(place "$1")
    [ $# -ne 6 ] || xdotool mousemove $(($3 + $5 / 2)) $(($4 + $6 / 2)) click 1
    grep -q "$2" "$shown/trace.jsonl"
}

start_screen 1280x800
YOUSAID_WORK=$shown "$here/tests/e2e/demo.sh" --seconds 20 >"$work/said.txt" 2>"$work/log.txt" </dev/null &
demo=$!
started="$started $demo"
await 120 "the kiosk (see $work/log.txt)" is_there start
await 20 "a question" touch_at start '"answer:good"'
await 20 "an answer" touch_at answer:good '"recorded"'
wait "$demo" || { cat "$work/said.txt" "$work/log.txt" >&2; fail "the demo did not end well"; }

said() {
    grep -q -- "$1" "$work/said.txt" || { cat "$work/said.txt" >&2; fail "not said: $1"; }
}
said 'twelve months at twelve venues'
said 'All of it is marked as sample data'
said '/console/welcome#'
said '^Recorded on the kiosk'
said '^Arrived at the hub over HTTPS, signed and counted: response 1 (fft: good'
said '^SAMPLE DATA'
said '^The console is still open at https:'
[ "$(grep -c '^Arrived' "$work/said.txt")" -eq 1 ] || fail "more is told than this kiosk recorded"
[ "$(grep -c '^fine' "$work/said.txt")" -eq 13 ] || fail "not every kiosk is proved"
echo "the demo shows a year of a made-up county beside a kiosk whose answer arrived"
