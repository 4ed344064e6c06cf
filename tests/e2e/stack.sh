# shellcheck shell=sh
# A whole Yousaid on this machine: a hub, kiosks with their couriers, a screen. Sourced by the demo and
# by the end-to-end tests. Everything lives under $work and everything started is stopped at the end.

here=$(cd "$(dirname "$0")/../.." && pwd)
bin=${YOUSAID_BIN:-$here/build/dev/bin}
surveys=$here/assets/surveys
started=''

# Asks, waits a little, insists: nothing may be left running.
stop_all() {
    for pid in $started; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in $started; do
        patience=30
        while kill -0 "$pid" 2>/dev/null && [ "$patience" -gt 0 ]; do
            sleep 0.1
            patience=$((patience - 1))
        done
        kill -KILL "$pid" 2>/dev/null || true
    done
    started=''
}

# stop PID: asks a program to end and waits until it has.
stop() {
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# open_work FOLDER: an empty place to work in.
open_work() {
    work=$1
    rm -rf "$work"
    mkdir -p "$work"
    trap stop_all EXIT
    trap 'exit 130' INT TERM
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# await SECONDS WHAT COMMAND...: tries until it works.
await() {
    tries=$(($1 * 10))
    what=$2
    shift 2
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "waited too long for $what"
        sleep 0.1
    done
}

# start_screen WIDTHxHEIGHT: a virtual screen of its own; sets DISPLAY.
start_screen() {
    rm -f "$work/display"
    # shellcheck disable=SC2086 # options are words
    Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp -noreset ${xvfb_options:-} 3>"$work/display" 2>"$work/xvfb.log" &
    started="$started $!"
    await 20 "the virtual screen (see $work/xvfb.log)" test -s "$work/display"
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

# init_hub: a programme whose words can be read.
init_hub() {
    "$bin/yousaid-hub" init --data "$work/hub" --programme 'Northshire clinics and jobcentres' >"$work/init.txt"
    "$bin/yousaid-hub" words new --data "$work/hub" --passphrase-file "$work/passphrase" >"$work/words-new.txt"
}

# make_hub: a programme with two venues and both surveys.
make_hub() {
    [ -e "$work/hub" ] || init_hub
    "$bin/yousaid-hub" venue add --data "$work/hub" riverside --name "${riverside_name:-Riverside Surgery}" \
        --kind gp --time-zone Europe/London >/dev/null
    "$bin/yousaid-hub" venue add --data "$work/hub" eastgate --name 'Eastgate Jobcentre' \
        --kind jobcentre --time-zone Europe/London >/dev/null
    for survey in gp-fft jobcentre; do
        "$bin/yousaid-hub" survey publish --no-screens --no-speech --data "$work/hub" "$surveys/$survey.json" \
            --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread >>"$work/publish.txt" ||
            fail "the survey $survey could not be published, see above"
    done
}

# start_hub ADDR:PORT [OPTION...]: serves; sets hub_pid and hub_url. An empty address takes a free port.
start_hub() {
    listen_at=${1:-127.0.0.1:0}
    [ $# -eq 0 ] || shift
    : >"$work/hub.out"
    "$bin/yousaid-hub" serve --data "$work/hub" --listen "$listen_at" "$@" >>"$work/hub.out" 2>>"$work/hub.log" &
    hub_pid=$!
    started="$started $hub_pid"
    await 20 "the hub (see $work/hub.log)" grep -q 'listening on' "$work/hub.out"
    hub_url=$(sed -n 's/^listening on \(https:[^ ]*\).*/\1/p' "$work/hub.out" | head -n 1)
}

# enrol VENUE KIOSK: invites and enrols the kiosk whose folder is $work/KIOSK.
enrol() {
    "$bin/yousaid-hub" kiosk invite --data "$work/hub" --venue "$1" >"$work/$2-invitation.txt"
    enrol_invited "$2"
}

# enrol_invited KIOSK: the same by the code in $work/KIOSK-invitation.txt.
enrol_invited() {
    grep -oE '[0-9A-Z]{5}(-[0-9A-Z]{5}){3}' "$work/$1-invitation.txt" | head -n 1 >"$work/$1-code"
    "$bin/yousaid-courier" enrol --data "$work/$1" --hub "$hub_url" --code-file "$work/$1-code" \
        >>"$work/$1-courier.log" 2>&1 || { cat "$work/$1-courier.log" >&2; fail "enrolling failed, see above"; }
}

# start_courier KIOSK [OPTION...]: sets courier_pid.
start_courier() {
    name=$1
    shift
    "$bin/yousaid-courier" run --data "$work/$name" "$@" >>"$work/$name-courier.log" 2>&1 &
    courier_pid=$!
    started="$started $courier_pid"
}

# start_kiosk KIOSK [OPTION...]: what it prints goes to the pipe $work/KIOSK-trace; sets kiosk_pid.
start_kiosk() {
    name=$1
    shift
    "$bin/yousaid-kiosk" run --data "$work/$name" "$@" >"$work/$name-trace" 2>>"$work/$name-kiosk.log" &
    kiosk_pid=$!
    started="$started $kiosk_pid"
}

# visit KIOSK TOUCH...: one person at that kiosk, who touches these; what it prints is in $work/trace.
visit() {
    name=$1
    shift
    printf 'touch %s\n' "$@" >"$work/script"
    printf 'wait 200\nquit\n' >>"$work/script"
    timeout 120 "$bin/yousaid-kiosk" run --data "$work/$name" --script "$work/script" >"$work/trace" ||
        fail "the kiosk did not follow its script"
}

# try_to_carry KIOSK: its courier goes once; what it says is in $work/carried.txt.
try_to_carry() {
    "$bin/yousaid-courier" once --data "$work/$1" >"$work/carried.txt" 2>&1
}

# carry KIOSK: the same, and it must come to the hub.
carry() {
    try_to_carry "$1" || {
        cat "$work/carried.txt" >&2
        fail "the courier did not reach the hub"
    }
}

# carry_by_stick KIOSK FOLDER: the same without a network.
carry_by_stick() {
    "$bin/yousaid-courier" stick --data "$work/$1" --to "$2" >"$work/carried.txt" ||
        fail "the courier did not write the stick"
}

# acknowledged KIOSK: how many of its responses a hub has taken, as far as it knows.
acknowledged() {
    number_of acknowledged_responses "$("$bin/yousaid-kiosk" status --data "$work/$1" --json)"
}

# exported HUB: how many responses to gp_fft the hub in that folder has; they are in $work/export.jsonl.
exported() {
    "$bin/yousaid-hub" export --data "$1" --survey gp_fft --format jsonl 2>/dev/null >"$work/export.jsonl"
    wc -l <"$work/export.jsonl"
}

# number_of KEY JSON: the number behind "KEY": in a small JSON text.
number_of() {
    printf '%s' "$2" | tr -d ' \n' | sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"
}
