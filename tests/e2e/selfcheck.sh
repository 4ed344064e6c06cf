#!/bin/sh
# The daily self-check of both sides: a hub proves itself once a day, whoever asks for it or not, and says in an alert
# when rows, tallies and signed batches do not agree; the alert ends when they do. A kiosk whose journal has other sums
# than its responses tells its hub, and that is an alert too; a hub that has another number of answers than the kiosk
# is in doubt.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,5s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
command -v sqlite3 >/dev/null || exit 77
[ -e "$bin/libclock_ahead.so" ] || { echo 'there is no shim for the clock: build first'; exit 77; }
open_work "${YOUSAID_WORK:-$here/build/selfcheck}"
day=90000

hub_sql() {
    sqlite3 -cmd '.timeout 5000' "$work/hub/hub.sqlite" "$1"
}

# proof KEY: of the last proof.
proof() {
    hub_sql "SELECT coalesce(json_extract(body, '\$.$1'), '') FROM paper WHERE kind = 'proof'"
}

# begun, proved CLEAN: what the watch has done.
begun() {
    [ "$(hub_sql "SELECT count(*) FROM paper WHERE kind = 'proof'")" = 1 ]
}
proved() {
    [ "$(proof state)" = 'done' ] && [ "$(proof clean)" = "$1" ]
}

# open_alerts KIND: how many of them last.
open_alerts() {
    hub_sql "SELECT count(*) FROM paper WHERE kind = 'alert' AND json_extract(CAST(body AS TEXT), '\$.kind') = '$1'
        AND json_extract(CAST(body AS TEXT), '\$.state') = 'open'"
}
alarmed() {
    [ "$(open_alerts "$1")" -ge 1 ]
}
calm() {
    [ "$(open_alerts "$1")" -eq 0 ]
}

heard_miscount() {
    "$bin/yousaid-hub" kiosk list --data "$work/hub" | grep -q 'its own counts of responses do not agree'
}

# ahead SECONDS: the hub's clock from now on.
ahead() {
    printf '%s' "$1" >"$work/clock.new"
    mv "$work/clock.new" "$work/clock"
}

make_hub
ahead 0
YOUSAID_CLOCK_FILE=$work/clock
export YOUSAID_CLOCK_FILE
LD_PRELOAD=$bin/libclock_ahead.so
export LD_PRELOAD
start_hub '' --look-every 1
unset LD_PRELOAD YOUSAID_CLOCK_FILE
enrol riverside kiosk
visit kiosk start answer:good skip skip answer:true "done"
visit kiosk start answer:poor leave
carry kiosk
await 20 'the watch' begun
[ "$(proof state)" = never ] || fail "a hub that has just begun has proved itself already"

ahead "$day"
await 30 "the first day's proof" proved 1
calm verify_mismatch || fail "a clean hub is alarmed"

# Somebody changes a row.
hub_sql "UPDATE response SET hour = (hour + 1) % 24 WHERE seq = 1"
ahead $((2 * day))
await 30 "a proof that finds the change" proved 0
await 30 "the alert" alarmed verify_mismatch
hub_sql "UPDATE response SET hour = (hour + 23) % 24 WHERE seq = 1"
ahead $((3 * day))
await 30 "a proof that is clean again" proved 1
await 30 "the end of the alert" calm verify_mismatch

# The kiosk's own sums go wrong by one, as a defect of the program would make them: it notices, tells its hub, and the
# hub has another number of answers than the kiosk from then on.
visit kiosk start answer:good leave
sqlite3 "$work/kiosk/screen/journal.sqlite" \
    "UPDATE response SET total = total + 1 WHERE seq = (SELECT max(seq) FROM response)"
visit kiosk start answer:good leave
carry kiosk
grep -q 'The journal counts 3 answers in responses 3 to 4, which hold 2' "$work/carried.txt" ||
    fail "the courier does not say that the sums differ: $(cat "$work/carried.txt")"
heard_miscount || fail "the hub was not told"
await 30 "an alert about the kiosk" alarmed kiosk_odd
visit kiosk start answer:good leave
carry kiosk
if "$bin/yousaid-hub" verify --data "$work/hub" >"$work/verify.txt"; then fail "the sums differ, and nobody doubts"; fi
grep -q 'has counted 6 answers up to response 4, and 5 are here' "$work/verify.txt" ||
    fail "it doubts something else: $(cat "$work/verify.txt")"
[ "$(exported "$work/hub")" -eq 5 ] || fail "a doubt keeps responses out"
echo "both sides checked themselves: a day's proof, an alert, and its end"
rm -rf "$work"
