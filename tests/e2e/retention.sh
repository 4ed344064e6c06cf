#!/bin/sh
# What is over is deleted, with a record that can be proved: by the verb, and by a hub that serves; what is left is
# proved as before, reports say which months are gone, and whoever changes a record is found out. An argument
# "postgres" does it on a PostgreSQL database.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
engine=${1:-sqlite}
open_work "${YOUSAID_WORK:-$here/build/retention-$engine}"
hub="$bin/yousaid-hub"
data=$work/hub

if [ "$engine" = postgres ]; then
    postgres="$here/tests/support/postgres.sh"
    databases=$(mktemp -d /tmp/yousaid-pg-XXXXXX)
    chmod 755 "$databases"
    "$postgres" make "$databases/one"
    "$postgres" run "$databases/one" >"$work/postgres.log" 2>&1 &
    server=$!
    started="$started $server"
    trap 'stop_all; rm -rf "$databases"' EXIT
    url=$("$postgres" url "$databases/one")
    until psql -qAt "$url" -c 'SELECT 1' >/dev/null 2>&1; do
        kill -0 "$server"
        sleep 0.1
    done
    sql() { psql -qAt "$url" -c "$1"; }
    "$hub" init --data "$data" --programme Northshire --database "$url" >/dev/null
else
    sql() { sqlite3 "$data/hub.sqlite" "$1"; }
    "$hub" init --data "$data" --programme Northshire >/dev/null
fi

# verified PATTERN: the proof is clean, and says this.
verified() {
    "$hub" verify --data "$data" >"$work/verify.txt" || { cat "$work/verify.txt"; fail "it cannot be proved"; }
    grep -q -- "$1" "$work/verify.txt" || { cat "$work/verify.txt"; fail "not said: $1"; }
}

# doubted PATTERN: the proof is not clean, and says this.
doubted() {
    if "$hub" verify --data "$data" >"$work/verify.txt"; then
        cat "$work/verify.txt"
        fail "nobody noticed: $1"
    fi
    grep -q -- "$1" "$work/verify.txt" || { cat "$work/verify.txt"; fail "not said: $1"; }
}

# rows: how many responses to the clinics' survey are exported.
rows() {
    "$hub" export --data "$data" --survey gp_fft 2>"$work/export.err" | tail -n +2 | wc -l
}

"$hub" words new --data "$data" --passphrase-file "$work/passphrase" >/dev/null 2>&1
"$hub" sample --data "$data" --venues 3 --months 7 --seed 5 >/dev/null
verified 'rows and tallies agree$'
before=$(rows)

# What makes no sense is refused in a sentence, and nothing is over before somebody decides.
status=0
"$hub" retention set --data "$data" gp_fft --answers 6 --figures 4 2>"$work/err" || status=$?
{ [ "$status" -eq 1 ] && grep -q 'Figures cannot go before' "$work/err"; } || fail "figures may go before answers"
"$hub" retention set --data "$data" nowhere --answers 6 2>"$work/err" && fail "a survey that is not there is kept"
"$hub" retention run --data "$data" | grep -q 'nothing was deleted' || fail "something was over"

"$hub" retention set --data "$data" gp_fft --answers 4 >"$work/set.txt"
grep -q 'gp_fft keeps answers 4 months and figures for good' "$work/set.txt" || fail "$(cat "$work/set.txt")"
"$hub" retention run --data "$data" >"$work/run.txt"
grep -q '^Deletion 000001: [1-9]' "$work/run.txt" || fail "nothing was deleted: $(cat "$work/run.txt")"
gone=$(sed -n 's/^Deletion 000001: \([0-9]*\) responses.*/\1/p' "$work/run.txt")
after=$(rows)
[ "$((before - gone))" -eq "$after" ] || fail "$gone of $before went and $after are left"
grep -q 'Answers to gp_fft that came in before 20' "$work/export.err" || fail "the export does not say what is missing"
verified "deletion 000001  20.* by command line: $gone responses"
verified 'deleted when their time was over'
"$hub" retention show --data "$data" | grep -q 'answers that came in before' || fail "it is not shown"
"$hub" retention run --data "$data" | grep -q 'nothing was deleted' || fail "something was over twice"
"$hub" report satisfaction --data "$data" >"$work/report.txt"
grep -q 'are deleted' "$work/report.txt" && fail "figures are said to be gone, and are not"

# A hub that serves does it by itself, figures too; reports say so, and the sums that stay are proved.
"$hub" retention set --data "$data" gp_fft --answers 4 --figures 5 >/dev/null
"$hub" serve --data "$data" --listen 127.0.0.1:0 --look-every 1 >"$work/serve.log" 2>&1 &
serving=$!
started="$started $serving"
for _ in $(seq 300); do
    "$hub" retention show --data "$data" | grep -q 'figures before .* are deleted' && break
    sleep 0.2
done
stop "$serving"
"$hub" retention show --data "$data" | grep -q '^deletion .*by the hub, as was decided' ||
    fail "the hub deleted nothing: $(cat "$work/serve.log")"
verified '^fine   deletion .*by the hub, as was decided'
"$hub" report satisfaction --data "$data" >"$work/report.txt"
grep -q 'Figures of gp_fft before 20..-.. are deleted: nothing is said of them here' "$work/report.txt" ||
    fail "the report does not say which months are gone"

# Whoever changes what is proved of the deleted is found out.
sql "UPDATE gone SET responses = responses + 1"
doubted 'does not agree with what stands in the place'
sql "UPDATE gone SET responses = responses - 1"
verified 'deletion 000001'
sql "UPDATE gone_figures SET month = month + 31"
doubted DOUBT
sql "UPDATE gone_figures SET month = month - 31"
verified 'deletion 000001'
sql "DELETE FROM audit WHERE action = 'retention.deleted'"
doubted 'not the one in the audit log'
sql "DELETE FROM paper WHERE kind = 'deletion'"
doubted 'there is no record of it'
echo "retention on $engine: $gone of $before responses deleted, and proved"
