#!/bin/sh
# One journal, two kinds of machine: people answer both surveys in three languages on screens of another
# architecture, in the emulator and here by turns; both architectures read the same record, couriers of both
# carry it to a hub of this machine, and the hub has what was tapped.
#
#   cross/journey.sh EMULATED HOST WORK     two folders with the three programs, and one to work in
set -eu
[ $# -eq 3 ] || { echo "cross/journey.sh: it is cross/build.sh that calls this" >&2; exit 2; }
emulated=$1
YOUSAID_BIN=$2
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../tests/e2e/stack.sh"
surveys=$(cd "$(dirname "$0")/.." && pwd)/assets/surveys

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER

# visit PROGRAMS KIOSK LANGUAGE TARGET...: one person, who touches these targets and leaves.
visit() {
    programs=$1
    kiosk=$2
    language=$3
    shift 3
    {
        [ "$language" = en ] || printf 'touch language:%s\n' "$language"
        printf 'touch %s\n' start "$@" leave
        echo 'wait 200'
    } >"$work/script"
    timeout 300 "$programs/yousaid-kiosk" run --data "$work/$kiosk" --window 1280x800 --script "$work/script" \
        >>"$work/$kiosk-trace" 2>>"$work/$kiosk-kiosk.log" ||
        { tail -n 3 "$work/$kiosk-kiosk.log" >&2; fail "a visit in $language did not go as its script says"; }
}

# same KIOSK RESPONSES ACKNOWLEDGED: both architectures say the same of a journal, and it is this.
same() {
    for side in emulated host; do
        programs=$emulated
        [ $side = emulated ] || programs=$YOUSAID_BIN
        "$programs/yousaid-kiosk" status --data "$work/$1" --json >"$work/$1-$side.json"
    done
    cmp "$work/$1-emulated.json" "$work/$1-host.json" || fail "the two architectures read the journal of $1 differently"
    status=$(cat "$work/$1-host.json")
    [ "$(number_of closed_responses "$status") $(number_of acknowledged_responses "$status")" = "$2 $3" ] ||
        fail "the journal of $1 should have $2 responses, $3 of them acknowledged: $status"
}

# carry PROGRAMS KIOSK
carry() {
    "$1/yousaid-courier" once --data "$work/$2" >>"$work/$2-courier.log" 2>&1 ||
        { tail -n 3 "$work/$2-courier.log" >&2; fail "the courier of $2 did not reach the hub"; }
}

# arrived SURVEY TEXT COUNT: so many exported rows have this in them.
arrived() {
    "$bin/yousaid-hub" export --data "$work/hub" --survey "$1" --format jsonl >"$work/$1.jsonl" 2>>"$work/hub.log"
    [ "$(grep -c "$2" "$work/$1.jsonl")" -eq "$3" ] || fail "the export of $1 should have $3 rows with $2: see $work/$1.jsonl"
}

# Kiosks are enrolled by the emulated courier: the key, the hub's certificates and the first bundle.
enrol_emulated() {
    mkdir -p "$work/bin"
    ln -sf "$YOUSAID_BIN/yousaid-hub" "$emulated/yousaid-courier" "$work/bin/"
    bin=$work/bin
    enrol riverside riverside
    enrol eastgate eastgate
    bin=$YOUSAID_BIN
}

people_answer() {
    visit "$YOUSAID_BIN" riverside en answer:very_good continue answer:waiting_time continue
    visit "$emulated" riverside en answer:poor key:k key:i key:n key:d continue answer:staff_attitude continue
    visit "$emulated" riverside cy answer:good key:d key:a continue
    visit "$emulated" riverside ur answer:dont_know skip
    visit "$emulated" eastgate en continue answer:very_satisfied answer:agree
    visit "$emulated" eastgate cy continue answer:neither answer:strongly_disagree
    visit "$emulated" eastgate ur continue answer:very_dissatisfied skip
    visit "$YOUSAID_BIN" eastgate cy continue answer:fairly_satisfied
    same riverside 4 0
    same eastgate 4 0
}

hub_has_it_all() {
    arrived gp_fft . 4
    arrived gp_fft '"language":"cy"' 1
    arrived gp_fft '"language":"ur"' 1
    arrived gp_fft '"fft":"poor".*"could_be_better":\["staff_attitude"\]' 1
    arrived jobcentre_appointment . 4
    arrived jobcentre_appointment '"language":"cy"' 2
    arrived jobcentre_appointment '"language":"ur"' 1
    arrived jobcentre_appointment '"get_it_right":"strongly_disagree"' 1
    "$bin/yousaid-hub" words open --data "$work/hub" --passphrase-file "$work/passphrase" >"$work/words.jsonl"
    for text in kind da; do
        grep -q "\"$text\"" "$work/words.jsonl" ||
            fail "the word \"$text\", written in the emulator, did not come out of the seal: see $work/words.jsonl"
    done
    "$bin/yousaid-hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"
}

open_work "$3"
make_hub
start_hub ''
enrol_emulated
people_answer
carry "$YOUSAID_BIN" riverside
carry "$emulated" eastgate
hub_has_it_all
visit "$YOUSAID_BIN" riverside en answer:neither
visit "$emulated" eastgate en continue answer:neither
carry "$emulated" riverside
carry "$YOUSAID_BIN" eastgate
arrived gp_fft . 5
arrived jobcentre_appointment . 5
same riverside 5 5
same eastgate 5 5
echo "both architectures wrote the same journals, and 10 responses in three languages arrived once each"
