#!/bin/sh
# The last day of a survey, from its file through the hub's bundle to the screen: until then people are asked,
# also when the day of its review has passed, and by the hub's time, whatever the machine's own clock says;
# afterwards the screen says that it is over. A clock that nobody can believe stops nobody.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/closing}"
hub=$bin/yousaid-hub
DAY=86400

# at_day DAYS: what is started from now on lives so many days from today.
at_day() {
    YOUSAID_CLOCK_AHEAD=$(($1 * DAY))
    LD_PRELOAD=$bin/libclock_ahead.so
    ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
    export YOUSAID_CLOCK_AHEAD LD_PRELOAD ASAN_OPTIONS
}

today() {
    unset LD_PRELOAD YOUSAID_CLOCK_AHEAD
}

# in_days DAYS: that date.
in_days() {
    date -u -d "@$(($(date +%s) + $1 * DAY))" +%F
}

# edition REVIEW CLOSES: the survey of general practice with these days.
edition() {
    sed "s/^    \"review\": .*/    \"review\": \"$1\", \"closes\": \"$2\",/" "$surveys/gp-fft.json"
}

# shows KIOSK PAGE: the script waits for the page and fails when it does not come.
shows() {
    printf 'until %s\nquit\n' "$2" >"$work/script"
    timeout 120 "$bin/yousaid-kiosk" run --data "$work/$1" --script "$work/script" >"$work/trace"
}

# looks FILE TOUCH...: the same survey on a desk, without a hub.
looks() {
    file=$1
    shift
    printf '%s\n' "$@" quit >"$work/script"
    timeout 120 "$bin/yousaid-kiosk" run --survey "$file" --window 1280x800 --script "$work/script" >"$work/trace"
}

make_hub
edition "$(in_days -2)" "$(in_days -2)" >"$work/over.json"
if "$hub" survey publish --no-speech --no-screens --data "$work/hub" "$work/over.json" \
    --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread >/dev/null 2>"$work/refused.txt"; then
    fail "a survey that is over was published"
fi
grep -q 'closed on' "$work/refused.txt" || fail "the refusal does not say why: $(cat "$work/refused.txt")"
edition "$(in_days -2)" "$(in_days 2)" >"$work/ends.json"
"$hub" survey publish --no-speech --no-screens --data "$work/hub" "$work/ends.json" \
    --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread >/dev/null 2>&1 || fail "the survey was not published"
start_hub ''
address=${hub_url#https://}
enrol riverside desk
carry desk
visit desk start answer:good leave

# The machine's clock runs a month ahead; the hub's signed time is worth more.
at_day 30
visit desk start answer:poor leave
today

# Three days later everywhere.
stop "$hub_pid"
at_day 3
start_hub "$address"
carry desk
shows desk closed || fail "the survey's last day is over, and the screen does not say so"
today
stop "$hub_pid"
[ "$(exported "$work/hub")" -eq 2 ] || fail "the hub does not have what was answered in time"
"$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"

# On a desk, by the machine's own clock; and by one that stands before this program was written.
looks "$work/over.json" 'until closed' || fail "a survey that is over is asked on a desk"
at_day -10000
looks "$work/over.json" 'touch start' 'touch answer:good' 'touch leave' || fail "a doubted clock stopped somebody"
today
echo "the last day was a day, and the next one was not"
rm -rf "$work"
