#!/bin/sh
# The same journey with kill -9 of each of the three programs in mid-run, again and again: every answer
# that the kiosk said it recorded is exported exactly once, and the hub's own proof is clean.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

visits=${YOUSAID_KILL_VISITS:-10}
seed=${SEED:-$(date +%s)}
echo "SEED=$seed"

# supervise NAME COMMAND...: keeps a program alive until $work/stop exists; its number in $work/NAME.pid.
supervise() {
    name=$1
    shift
    while [ ! -e "$work/stop" ]; do
        "$@" &
        echo $! >"$work/$name.pid"
        wait $! || true
        echo x >>"$work/$name.starts"
        sleep 0.2
    done 2>/dev/null
}

run_hub() {
    exec "$bin/yousaid-hub" serve --data "$work/hub" --listen "$address" >>"$work/hub.out" 2>>"$work/hub.log"
}

run_courier() {
    exec "$bin/yousaid-courier" run --data "$work/riverside" >>"$work/courier.log" 2>&1
}

run_kiosk() {
    exec "$bin/yousaid-kiosk" run --data "$work/riverside" --window 1280x800 --trace 2>>"$work/kiosk.log"
}

# Sets random to a number below $1; the same seed gives the same numbers.
draw() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    random=$((seed / 65536 % $1))
}

# One of the three dies every one to three seconds: each once, then whoever is drawn.
reaper() {
    turn=0
    while [ ! -e "$work/stop" ]; do
        draw 2
        whole=$((1 + random))
        draw 10
        sleep "$whole.$random"
        draw 3
        [ "$turn" -ge 3 ] || random=$turn
        turn=$((turn + 1))
        case $random in
        0) victim=kiosk ;;
        1) victim=courier ;;
        *) victim=hub ;;
        esac
        kill -KILL "$(cat "$work/$victim.pid")" 2>/dev/null && echo $victim >>"$work/killed"
    done
}

# The programs' own numbers: their keepers do not pass a signal on.
stop_programs() {
    touch "$work/stop"
    for program in kiosk courier hub; do
        kill "$(cat "$work/$program.pid" 2>/dev/null)" 2>/dev/null || true
    done
}

# keep PID: its keeper ends when the run does.
keep() {
    started="$started $1"
    keepers="$keepers $1"
}

all_began() {
    [ -s "$work/hub.pid" ] && [ -s "$work/courier.pid" ] && [ -s "$work/kiosk.pid" ] && [ -s "$work/recorded" ]
}

# A keeper may have begun its program anew while it was told to end: it is told again.
all_ended() {
    stop_programs
    for keeper in $keepers; do
        ! kill -0 "$keeper" 2>/dev/null || return 1
    done
}

keepers=''
open_work "${YOUSAID_WORK:-$here/build/kill}"
trap 'stop_programs; stop_all' EXIT
make_hub
start_hub ''
enrol riverside riverside
address=${hub_url#https://}
stop "$hub_pid"
start_screen 1280x800
: >"$work/recorded"
mkfifo "$work/trace"
exec 9<>"$work/trace"

supervise hub run_hub &
keep $!
supervise courier run_courier &
keep $!
{ supervise kiosk run_kiosk | tee -a "$work/recorded" >&9; } &
keep $!
await 20 "the three programs" all_began
reaper &
started="$started $!"

"$bin/citizens" --survey "$surveys/gp-fft.json" --visits "$visits" --seed "$seed" --unlucky \
    --languages en,cy,ur <"$work/trace" 2>"$work/citizens.log" >"$work/tapped.json" || {
    cat "$work/citizens.log"
    fail "the citizens gave up"
}
await 20 "the programs to end" all_ended
exec 9>&-

# Once more from the start, so that a visit which the last death cut off is closed and sent.
start_hub "$address"
timeout 3 "$bin/yousaid-kiosk" run --data "$work/riverside" --window 1280x800 --trace >>"$work/recorded" 2>>"$work/kiosk.log" || true
"$bin/yousaid-courier" once --data "$work/riverside" >>"$work/courier.log" 2>&1 || fail "the last exchange failed, see $work/courier.log"
"$bin/yousaid-hub" export --data "$work/hub" --survey gp_fft --format jsonl >"$work/export.jsonl"
printf 'killed: '
sort "$work/killed" | uniq -c | tr '\n' ' '
echo
for program in kiosk courier hub; do
    grep -q $program "$work/killed" || fail "no $program died in this run: it was too short"
done
"$bin/account" reconcile "$work/recorded" <"$work/export.jsonl"
"$bin/yousaid-hub" verify --data "$work/hub"
