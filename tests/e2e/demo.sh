#!/bin/sh
# The demo: a hub with a made-up county, an enrolled kiosk and its courier on this machine, and the console. With --headless simulated citizens
# tap through both surveys in eight languages, and what was tapped, recorded, acknowledged and exported
# must be the same. Called by ./run demo.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

help() {
    cat <<'TEXT'
./run demo [--headless] [--seconds N]

Builds, and shows Yousaid on this machine: a hub, an enrolled kiosk and its courier. Tap, finish or leave, and see
it arrive; close the window to end the kiosk. The hub holds twelve months of a made-up county besides, marked as
such everywhere: what a console looks like after a year. It stays open until Enter is pressed.

  --headless    no display needed: simulated citizens tap through both surveys in eight languages with real X
                events, and what was tapped, recorded, acknowledged and exported must be the same
  --seconds N   closes the window after N seconds; simulated citizens end by themselves

Everything stands in build/demo afterwards.
TEXT
}

misuse() {
    printf './run demo: %s\n' "$*" >&2
    exit 2
}

is_number() {
    case $1 in '' | *[!0-9]* | ??????*) false ;; *) [ "$1" -gt 0 ] ;; esac
}

# build: unless the caller has programs already.
build() {
    [ -z "${YOUSAID_BIN:-}" ] || return 0
    "$here/cross/packages.sh"
    mkdir -p "$here/build"
    "$here/run" build >"$here/build/demo-build.log" 2>&1 ||
        { cat "$here/build/demo-build.log"; fail "building failed, see above"; }
}

headless=no
seconds=0
visits=${YOUSAID_DEMO_VISITS:-8}
while [ $# -gt 0 ]; do
    case $1 in
    --headless) headless=yes ;;
    --seconds)
        is_number "${2:-}" || misuse "--seconds needs a number from 1 to 99999"
        seconds=$2
        shift
        ;;
    --help | -h)
        help
        exit 0
        ;;
    *) misuse "there is no option \"$1\"; see ./run demo --help" ;;
    esac
    shift
done

words_file() {
    printf '%s/%s-words' "$work" "$1"
}

# say_new: says in words which responses of this kiosk have come since it was asked last.
say_new() {
    "$bin/yousaid-hub" export --data "$work/hub" --survey gp_fft --venue riverside --from "$began" --format jsonl \
        >"$work/arrived.jsonl" 2>/dev/null || return 0
    tail -n "+$(($(cat "$work/seen") + 1))" "$work/arrived.jsonl" | while read -r row; do
        number=$(number_of seq "$row")
        answers=$(printf '%s' "$row" | sed -n 's/.*"answers":{\([^}]*\)}.*/\1/p' | tr -d '"' | sed 's/,/, /g; s/:/: /g')
        echo "Arrived at the hub over HTTPS, signed and counted: response $number ($answers)."
    done
    wc -l <"$work/arrived.jsonl" >"$work/seen"
}

# Until it is told that this is enough: ended in the middle it would say the same again.
arrivals() {
    until [ -e "$work/enough" ]; do
        sleep 1
        say_new
    done
}

all_arrived() {
    [ "$(number_of pending_responses "$("$bin/yousaid-kiosk" status --data "$work/riverside" --json)")" -eq 0 ]
}

# What the kiosk prints is for programs: here it is said in words.
recordings() {
    sed -n -u -e 's/.*"recorded".*"question": "\([^"]*\)".*/Recorded on the kiosk: an answer to "\1"./p' \
        -e 's/.*"question": null.*"closed": true.*/Recorded on the kiosk: this visit has ended./p'
}

# make_county: before anything else is there, since made-up answers never come to stand among real ones.
make_county() {
    echo 'Making up a county to look at: twelve months at twelve venues. This takes some ten seconds.'
    init_hub
    riverside_name='Riverside Walk-in Centre' # the county has a Riverside Surgery
    "$bin/yousaid-hub" sample --data "$work/hub" --venues 12 --months 12 >"$work/sample.txt"
    echo "$(sed 's/^made up: //' "$work/sample.txt"). All of it is marked as sample data."
}

# The hub serves on for whoever sits before it.
stay() {
    echo "The console is still open at $hub_url."
    [ -t 0 ] || return 0
    printf 'Press Enter to end. '
    read -r _ || true
}

with_a_display() {
    echo "Opening the kiosk of $riverside_name. Tap an answer, finish or leave, and see it arrive."
    echo "The console, with a year of sample data and this kiosk, is at $("$bin/yousaid-hub" user add --data "$work/hub" demo@example.org --name 'You' --url "$hub_url" |
        sed -n 's/^link *//p'): set a password, then look at what was tapped."
    echo "Comments there open with the passphrase that stands in $work/passphrase."
    echo "Close the window to end. In a minute or so Listen appears: the screen can then be read aloud in English."
    start_courier riverside --age 2
    "$bin/yousaid-hub" speech make --data "$work/hub" --language en >"$work/speech.txt" 2>&1 &
    started="$started $!"
    began=$(date -u -d yesterday +%F) # a venue's day may still be yesterday's
    echo 0 >"$work/seen"
    rm -f "$work/enough"
    arrivals &
    arrivals_pid=$!
    started="$started $arrivals_pid"
    limit=''
    [ "$seconds" -eq 0 ] || limit="timeout $seconds"
    # shellcheck disable=SC2086 # a command and its number, or nothing
    { $limit "$bin/yousaid-kiosk" run --data "$work/riverside" --window 1280x800 --trace || true; } |
        tee "$work/trace.jsonl" | recordings
    await 60 "the last answers to arrive (see $work/riverside-courier.log)" all_arrived
    : >"$work/enough"
    wait "$arrivals_pid"
    say_new
    echo
    "$bin/yousaid-hub" report satisfaction --data "$work/hub" --survey gp_fft --venue riverside
    "$bin/yousaid-hub" verify --data "$work/hub"
    echo "Everything stands in $work."
    stay
}

# citizens_at KIOSK SURVEY SEED: lets people tap, then closes the kiosk and waits for the hub.
citizens_at() {
    mkfifo "$work/$1-trace"
    start_courier "$1"
    start_kiosk "$1" --window 1280x800 --trace
    echo "Citizens at the kiosk of $1:"
    "$bin/citizens" --survey "$surveys/$2.json" --visits "$visits" --seed "$3" --languages en,ur,bn,cy,pl,ro,pa,ar \
        --words "$(words_file "$1")" <"$work/$1-trace" >"$work/$1-tapped.json"
    stop "$kiosk_pid"
    "$bin/yousaid-courier" once --data "$work/$1" >>"$work/$1-courier.log" 2>&1 || true
    stop "$courier_pid"
}

export_count() {
    "$bin/yousaid-hub" export --data "$work/hub" --survey "$1" --format jsonl \
        2>"$work/export-$1.txt" >"$work/export-$1.jsonl" || fail "$(cat "$work/export-$1.txt")"
}

# tally WHAT TAPPED RECORDED ACKNOWLEDGED EXPORTED: prints a line; remembers a difference.
tally() {
    printf '  %-10s tapped %4d   recorded %4d   acknowledged %4d   exported %4d\n' "$1" "$2" "$3" "$4" "$5"
    [ "$2" -eq "$3" ] && [ "$3" -eq "$4" ] && [ "$4" -eq "$5" ] && [ "$5" -gt 0 ] || whole=no
}

account() {
    whole=yes
    t_a=0 t_r=0 r_a=0 r_r=0 k_a=0 k_r=0 e_a=0 e_r=0
    for kiosk in riverside eastgate; do
        tapped=$(cat "$work/$kiosk-tapped.json")
        status=$("$bin/yousaid-kiosk" status --data "$work/$kiosk" --json)
        t_a=$((t_a + $(number_of answers "$tapped")))
        t_r=$((t_r + $(number_of responses "$tapped")))
        r_a=$((r_a + $(number_of closed_answers "$status")))
        r_r=$((r_r + $(number_of closed_responses "$status")))
        k_a=$((k_a + $(number_of acknowledged_answers "$status")))
        k_r=$((k_r + $(number_of acknowledged_responses "$status")))
    done
    for survey in gp_fft jobcentre_appointment; do
        export_count "$survey"
        e_a=$((e_a + $("$bin/account" answers <"$work/export-$survey.jsonl")))
        e_r=$((e_r + $("$bin/account" responses <"$work/export-$survey.jsonl")))
    done
    echo
    tally answers "$t_a" "$r_a" "$k_a" "$e_a"
    tally responses "$t_r" "$r_r" "$k_r" "$e_r"
}

check_words() {
    "$bin/yousaid-hub" words open --data "$work/hub" --passphrase-file "$work/passphrase" >"$work/words-opened.jsonl"
    cat "$(words_file riverside)" "$(words_file eastgate)" | LC_ALL=C sort >"$work/words-written"
    "$bin/account" texts <"$work/words-opened.jsonl" | LC_ALL=C sort >"$work/words-read"
    if cmp -s "$work/words-written" "$work/words-read"; then
        printf '  %-10s %d texts written on the screens came out of the seal unchanged\n' words "$(wc -l <"$work/words-written")"
    else
        echo "  the words that were written are not those that were opened: see $work/words-written and words-read"
        whole=no
    fi
}

without_a_display() {
    start_screen 1280x800
    enrol eastgate eastgate
    citizens_at riverside gp-fft 7
    citizens_at eastgate jobcentre 11
    account
    check_words
    "$bin/yousaid-hub" verify --data "$work/hub" || whole=no
    echo
    "$bin/yousaid-hub" report satisfaction --data "$work/hub"
    [ "$whole" = yes ] || fail "something was lost or doubled: see above"
    echo "Every answer tapped was recorded, signed, acknowledged and exported exactly once."
}

[ $headless = yes ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ||
    fail "there is no display here; ./run demo --headless needs none"
build
open_work "${YOUSAID_WORK:-$here/build/demo}"
[ "$headless" = yes ] || make_county
make_hub
start_hub ''
enrol riverside riverside
if [ "$headless" = yes ]; then
    without_a_display
else
    with_a_display
fi
