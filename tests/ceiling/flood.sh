#!/bin/sh
# A flood of enrolments with invented codes: the hub's memory and database stay as small as they were, an honest kiosk
# syncs in the middle of it, and who has a code enrols when it is over. FLOOD=100000 for a long one.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/flood}"

flood=${FLOOD:-3000}
kib_more=8192

# pss_of PID: its proportional share of memory, in KiB.
pss_of() {
    awk '/^Pss:/ { print $2; exit }' "/proc/$1/smaps_rollup"
}

make_hub
start_hub ''
enrol riverside kiosk
carry kiosk
visit kiosk start answer:poor leave
before=$(pss_of "$hub_pid")
kiosks=$(sqlite3 "$work/hub/hub.sqlite" 'SELECT count(*) FROM kiosk')

"$bin/bogus_crowd" "${hub_url##*:}" "$flood" >"$work/flood.txt" &
crowd=$!
started="$started $crowd"
sleep 1
kill -0 "$crowd" || fail "the flood was over before an honest kiosk could call: $(cat "$work/flood.txt")"
carry kiosk
status=$("$bin/yousaid-courier" status --data "$work/kiosk" --json)
[ "$(number_of acknowledged "$status")" -eq 1 ] || fail "the answer did not arrive: $status"
wait "$crowd" || fail 'the crowd gave up'

answered=$(awk '{ n += $2 } END { print n }' "$work/flood.txt")
[ "$answered" -eq "$flood" ] || fail "$answered of $flood were heard of: $(cat "$work/flood.txt")"
grep -q '^2' "$work/flood.txt" && fail "somebody was let in: $(cat "$work/flood.txt")"
grep -q '^\(429\|503\) ' "$work/flood.txt" || fail "nobody was asked to wait: $(cat "$work/flood.txt")"
after=$(pss_of "$hub_pid")
printf 'hub: %s KiB before, %s KiB after %s bogus enrolments; answers:\n' "$before" "$after" "$flood"
sed 's/^/  /' "$work/flood.txt"
[ "$((after - before))" -le "$kib_more" ] || fail "that is over $kib_more KiB more"
[ "$(sqlite3 "$work/hub/hub.sqlite" 'SELECT count(*) FROM kiosk')" -eq "$kiosks" ] || fail 'the flood left kiosks'
[ "$(stat -c %s "$work/hub/hub.sqlite-wal" 2>/dev/null || echo 0)" -lt 8000000 ] || fail 'the flood was written down'
for _ in $(seq 120); do
    enrol riverside other 2>/dev/null && break
    sleep 1
done
carry other
echo 'an honest kiosk synced in the flood, and another enrolled after it'
