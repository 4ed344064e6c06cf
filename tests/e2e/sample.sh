#!/bin/sh
# A made-up county: it can be proved like a real one, is the same for the same seed, shows its stories, is marked, and
# never comes to stand among real answers.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
open_work "${YOUSAID_WORK:-$here/build/sample}"
hub="$bin/yousaid-hub"
venues=7

# make FOLDER SEED: an empty hub, filled.
make() {
    "$hub" init --data "$1" --programme Northshire >/dev/null
    "$hub" words new --data "$1" --passphrase-file "$1.passphrase" >/dev/null 2>&1
    "$hub" sample --data "$1" --venues "$venues" --months 2 --seed "$2" >"$1.made"
}

# refused STATUS PATTERN COMMAND...: one plain sentence, and this exit status.
refused() {
    wanted=$1 pattern=$2 status=0
    shift 2
    "$@" >/dev/null 2>"$work/err" || status=$?
    [ "$status" -eq "$wanted" ] || fail "exit status $status instead of $wanted: $*"
    grep -q -- "$pattern" "$work/err" || fail "not said: $pattern; but: $(cat "$work/err")"
}

# rows FOLDER SURVEY: how many responses are exported, the line of names not counted.
rows() {
    "$hub" export --data "$1" --survey "$2" --format csv | tail -n +2 | wc -l
}

make "$work/one" 3
"$hub" verify --data "$work/one" >"$work/verify.txt" || { cat "$work/verify.txt"; fail "it cannot be proved"; }
[ "$(grep -c '^fine' "$work/verify.txt")" -eq "$venues" ] || fail "not every kiosk is proved"

said=$(sed -n 's/.*each, \([0-9]*\) responses.*/\1/p' "$work/one.made")
exported=$(($(rows "$work/one" gp_fft) + $(rows "$work/one" jobcentre_appointment)))
[ "$said" -eq "$exported" ] || fail "$said were made and $exported are exported"
[ "$said" -gt 1000 ] || fail "$said responses are no county"

# Each row says that it was made up, and is one line of as many cells as there are names.
"$hub" export --data "$work/one" --survey gp_fft --format csv >"$work/gp.csv"
names=$(head -n 1 "$work/gp.csv")
case $names in
    *,flagged,sample,*) ;;
    *) fail "no row is marked: $names" ;;
esac
unmarked=$(tail -n +2 "$work/gp.csv" | cut -d, -f15 | grep -vc '^true$' || true)
[ "$unmarked" -eq 0 ] || fail "$unmarked rows are not marked"

# Reports at the command line say what the rows say, and hold back what is too small.
last=$(date -u -d "$(date -u +%Y-%m-01) -1 day" +%Y-%m-%d)
first=$(date -u -d "$last" +%Y-%m-01)
"$hub" report groups --by venue --data "$work/one" --survey gp_fft --from "$first" --to "$last" --format csv >"$work/groups.csv" 2>/dev/null
rated=$("$hub" export --data "$work/one" --survey gp_fft --from "$first" --to "$last" --format jsonl 2>/dev/null | grep -c '"answers":{"fft":"')
grep -q "^(all),,$rated,fine," "$work/groups.csv" || fail "$rated rated and the report has: $(sed -n 2p "$work/groups.csv")"
"$hub" report groups --by day --venue mill-lane-clinic --data "$work/one" --survey gp_fft --from "$first" --to "$last" >"$work/groups.txt"
grep -q '^SAMPLE DATA' "$work/groups.txt" || fail "the report is not marked"
grep -q 'suppressed_' "$work/groups.txt" || fail "nothing of the smallest groups is held back: $(cat "$work/groups.txt")"
"$hub" report return --month "${first%-*}" --data "$work/one" >"$work/return.txt"
grep -qE '^venue +venue name +survey +very good +good ' "$work/return.txt" || fail "names for programs stand above a table: $(sed -n 2p "$work/return.txt")"
grep -q 'no official statistic' "$work/return.txt" || fail "the return lacks its notes"

# What came of it is told: a notice stands in the bundle of the venue that changed something, another waits for approval.
"$hub" notice list --data "$work/one" >"$work/notices.txt"
grep -q 'There is one queue now' "$work/notices.txt" || fail "no notice is shown: $(cat "$work/notices.txt")"
! grep -q 'told us once' "$work/notices.txt" || fail "what nobody has approved is shown"

# What was sealed opens, and each line is somebody's.
said=$(sed -n 's/.* \([0-9]*\) of them with words/\1/p' "$work/one.made")
"$hub" words open --data "$work/one" --passphrase-file "$work/one.passphrase" >"$work/words.txt" 2>/dev/null
opened=$(wc -l <"$work/words.txt")
{ [ "$said" -gt 20 ] && [ "$opened" -eq "$said" ]; } || fail "$said wrote and $opened lines were opened"

# Its stories: a hand that taps and taps is flagged, times of a dead clock are estimated, a silent kiosk is silent.
"$hub" export --data "$work/one" --survey jobcentre_appointment --format jsonl >"$work/jobcentre.jsonl"
grep '"venue":"eastgate-jobcentre"' "$work/jobcentre.jsonl" | grep -q '"flagged":true' || fail "no hand is flagged"
"$hub" export --data "$work/one" --survey gp_fft --format jsonl >"$work/gp.jsonl"
grep '"venue":"park-street-surgery"' "$work/gp.jsonl" | grep -q '"time_quality":"estimated"' ||
    fail "no time is estimated"
"$hub" kiosk list --data "$work/one" | grep 'station-road-centre' >"$work/silent.txt"
seen=$(sed 's/.*seen \([0-9-]*\).*/\1/' "$work/silent.txt")
[ "$(date -d "$seen" +%s)" -lt "$(date -d '3 days ago' +%s)" ] || fail "the silent kiosk was seen on $seen"

# The change that worked is registered where it was made, with others of its kind to compare it with.
sqlite3 "$work/one/hub.sqlite" "SELECT CAST(body AS TEXT) FROM paper WHERE kind = 'initiative'" >"$work/initiative.txt"
[ "$(wc -l <"$work/initiative.txt")" -eq 1 ] || fail "there is not one initiative: $(cat "$work/initiative.txt")"
grep -q '"comparison":\["' "$work/initiative.txt" || fail "it is compared with nothing: $(cat "$work/initiative.txt")"

# The same seed, the same county; another seed, another.
make "$work/two" 3
make "$work/three" 4
for data in one two three; do
    "$hub" report satisfaction --data "$work/$data" >"$work/$data.report"
done
cmp -s "$work/one.report" "$work/two.report" || fail "the same seed made another county"
if cmp -s "$work/one.report" "$work/three.report"; then fail "another seed made the same county"; fi

# It never stands among real answers, nor twice in a hub.
refused 1 'holds a sample already' "$hub" sample --data "$work/one"
"$hub" init --data "$work/real" --programme Northshire >/dev/null
refused 2 '1 to 400 venues' "$hub" sample --data "$work/real" --venues 401
refused 2 '1 to 36 months' "$hub" sample --data "$work/real" --months 0
refused 2 'whole number' "$hub" sample --data "$work/real" --seed one
"$hub" sample --data "$work/real" --venues 1 --months 1 >"$work/real.txt"
grep -q 'words new' "$work/real.txt" || fail "it is not said how people come to write"
echo "a made-up county: $exported responses, proved"
