#!/bin/sh
# The signed list of chain points: an inspector who keeps it finds out what was dropped or exchanged since, with the hub
# and without it, and a list that somebody changed or signed himself is none.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
open_work "${YOUSAID_WORK:-$here/build/chain}"
hub="$bin/yousaid-hub"
data=$work/hub

# refused PATTERN COMMAND...: fails with this sentence.
refused() {
    pattern=$1
    shift
    if "$@" >"$work/out" 2>"$work/err"; then
        fail "not refused: $*"
    fi
    cat "$work/out" "$work/err" | grep -q -- "$pattern" || fail "not said: $pattern; but: $(cat "$work/out" "$work/err")"
}

"$hub" init --data "$data" --programme Northshire >/dev/null
"$hub" words new --data "$data" --passphrase-file "$work/passphrase" >/dev/null 2>&1
"$hub" sample --data "$data" --venues 3 --months 3 --seed 8 >/dev/null
last=$(date -u -d "$(date -u +%Y-%m-01) -1 day" +%Y-%m)
before=$(date -u -d "$last-01 -1 day" +%Y-%m)

refused 'not over yet' "$hub" chain list --data "$data" --month "$(date -u +%Y-%m)" "$work/now.list"
refused 'takes a month' "$hub" chain list --data "$data" --month soon "$work/now.list"
"$hub" chain list --data "$data" --month "$before" "$work/before.list" >/dev/null
"$hub" chain list --data "$data" "$work/last.list" >/dev/null
"$hub" chain list --data "$data" "$work/again.list" >/dev/null
cmp -s "$work/last.list" "$work/again.list" || fail 'a list that was made once is made anew'

"$hub" chain check --data "$data" --earlier "$work/before.list" "$work/last.list" >"$work/fine.txt" || fail "$(cat "$work/fine.txt")"
grep -q '3 lives are as the list says$' "$work/fine.txt" || fail "$(cat "$work/fine.txt")"
grep -q '3 lives go on from the earlier list' "$work/fine.txt" || fail "$(cat "$work/fine.txt")"
key=$(sed -n 's/.*programme key \([0-9a-f]*\):.*/\1/p' "$work/fine.txt" | head -1)
"$hub" chain check --programme "$key" "$work/last.list" >/dev/null
refused 'another programme key' "$hub" chain check --programme "$(printf '%064d' 7)" "$work/last.list"

# The order of months cannot be turned round: what was there later is more than what was there before.
refused 'does not go on from the earlier list' "$hub" chain check --earlier "$work/last.list" "$work/before.list"

# A list that was changed by one byte, or is none.
sed 's/month 20/month 21/' "$work/last.list" >"$work/changed.list"
refused 'last.list\|changed.list\|signature\|key' "$hub" chain check "$work/changed.list"
head -c 200 /dev/urandom >"$work/none.list"
refused 'none.list' "$hub" chain check "$work/none.list"

# What is deleted by its retention is said to be so; what is dropped otherwise is a doubt, however well it was done.
"$hub" retention set --data "$data" gp_fft --answers 3 >/dev/null
"$hub" retention run --data "$data" >/dev/null
"$hub" chain check --data "$data" "$work/before.list" >/dev/null || fail 'deletion is taken for dropping'
sql() { sqlite3 "$data/hub.sqlite" "$1"; }
sql "CREATE TEMP TABLE k AS SELECT kiosk_id, max(first) AS first FROM batch WHERE received < unixepoch('$last-15') GROUP BY kiosk_id LIMIT 1;
    CREATE TEMP TABLE cut AS SELECT b.kiosk_id, b.last, b.hash FROM batch b JOIN k USING (kiosk_id) WHERE b.first = k.first;
    DELETE FROM response WHERE kiosk_id = (SELECT kiosk_id FROM cut) AND seq > (SELECT last FROM cut);
    DELETE FROM batch WHERE kiosk_id = (SELECT kiosk_id FROM cut) AND first > (SELECT last FROM cut);
    UPDATE watermark SET seq = (SELECT last FROM cut), hash = (SELECT hash FROM cut) WHERE kiosk_id = (SELECT kiosk_id FROM cut)"
refused 'was there when the list was made, and is not here' "$hub" chain check --data "$data" "$work/last.list"
echo "chain: lists of $before and $last hold, and what was dropped is found"
