#!/bin/sh
# The three programs are killed over and over while people answer: KILLS of them (60 unless told), SEED for others.
# Each answer that the screen said it recorded is exported exactly once, and the hub's own proof is clean.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
kills=${KILLS:-60}
seed=${SEED:-$(date +%s)}
echo "SEED=$seed"

# Sets random to a number below $1; the same seed gives the same numbers.
draw() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    random=$((seed / 65536 % $1))
}

# People, one after the other: some leave in the middle, some write words.
write_script() {
    : >"$work/script"
    for visit in 1 2 3 4 5 6; do
        draw 5
        set -- very_good good neither poor very_poor
        shift "$random"
        printf 'wait 600\ntouch start\nwait 600\ntouch answer:%s\nwait 600\n' "$1" >>"$work/script"
        draw 3
        [ "$random" -ne 0 ] || printf 'touch key:h\ntouch key:i\ntouch continue\nwait 600\n' >>"$work/script"
        printf 'touch leave\nwait 300\n' >>"$work/script"
        [ "$visit" -eq 6 ] || printf 'touch finished\n' >>"$work/script"
    done
    echo quit >>"$work/script"
}

# kill_one NAME PID: without a word, if it still runs.
kill_one() {
    kill -KILL "$2" 2>/dev/null || return 0
    wait "$2" 2>/dev/null || true
    echo "$1" >>"$work/killed"
}

# The hub's and the courier's numbers; each is started again at once.
kill_behind() {
    draw 3
    case $random in
    0)
        kill_one hub "$hub_pid"
        start_hub "$address"
        ;;
    1)
        kill_one courier "$courier_pid"
        start_courier kiosk --age 1
        ;;
    esac
}

said() {
    wc -l <"$work/recorded"
}

# until_said N: until that many lines more are recorded, or five seconds are over.
until_said() {
    wanted=$(($(said) + $1))
    patience=100
    while [ "$(said)" -lt "$wanted" ] && [ "$patience" -gt 0 ]; do
        sleep 0.05
        patience=$((patience - 1))
    done
}

# The screen dies while it starts, or in the middle of somebody's visit.
kill_screen() {
    write_script
    "$bin/yousaid-kiosk" run --data "$work/kiosk" --script "$work/script" --trace >>"$work/recorded" 2>>"$work/kiosk.log" &
    screen_pid=$!
    draw 4
    if [ "$random" -gt 0 ]; then
        draw 5
        until_said $((random + 1))
    fi
    kill_behind
    draw 8
    sleep "0.$random"
    kill_one screen "$screen_pid"
}

open_work "${YOUSAID_WORK:-$here/build/kills}"
make_hub
start_hub ''
enrol riverside kiosk
address=${hub_url#https://}
start_courier kiosk --age 1
: >"$work/killed"
: >"$work/recorded"
while [ "$(wc -l <"$work/killed")" -lt "$kills" ]; do kill_screen; done

# Once more from the start, so that a visit which the last death cut off is closed and sent.
stop "$courier_pid"
printf 'wait 500\nquit\n' >"$work/script"
"$bin/yousaid-kiosk" run --data "$work/kiosk" --script "$work/script" --trace >>"$work/recorded" 2>>"$work/kiosk.log" ||
    fail "the screen does not start any more, see $work/kiosk.log"
"$bin/yousaid-courier" once --data "$work/kiosk" >>"$work/kiosk-courier.log" 2>&1 ||
    fail "the last exchange failed, see $work/kiosk-courier.log"
exported "$work/hub" >/dev/null
printf 'killed:'
sort "$work/killed" | uniq -c | awk '{ printf " %s %s", $1, $2 }'
echo
"$bin/account" reconcile "$work/recorded" <"$work/export.jsonl"
"$bin/yousaid-hub" verify --data "$work/hub"
rm -rf "$work"
