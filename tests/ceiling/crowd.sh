#!/bin/sh
# A thousand idle connections from five addresses: an honest kiosk still syncs, and what each connection
# costs the hub is measured, printed and bounded. One address alone is let in so often and not oftener.
# CROWD=10000 for more, as far as the machine lets a process hold descriptors.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/crowd}"

crowd=${CROWD:-1000}
each=200
kib_each=64

# pss_of PID: its proportional share of memory, in KiB.
pss_of() {
    awk '/^Pss:/ { print $2; exit }' "/proc/$1/smaps_rollup"
}

# gather COUNT EACH: a crowd that stays until disperse; sets crowd_pid and let_in.
gather() {
    rm -f "$work/hold"
    mkfifo "$work/hold"
    : >"$work/crowd.txt"
    "$bin/idle_crowd" "${hub_url##*:}" "$1" "$2" <"$work/hold" >"$work/crowd.txt" &
    crowd_pid=$!
    started="$started $crowd_pid"
    exec 9>"$work/hold"
    await 120 'the crowd to come in' grep -q '^in ' "$work/crowd.txt"
    let_in=$(sed -n 's/^in //p' "$work/crowd.txt")
}

# disperse: the crowd goes; sets still_open, how many had not been cut until then.
disperse() {
    exec 9>&-
    wait "$crowd_pid"
    still_open=$(sed -n 's/^open //p' "$work/crowd.txt")
}

make_hub
spare=500
limit=$(awk '/^Max open files/ { print $5 }' /proc/self/limits)
most=$((limit - spare))
if [ "$crowd" -gt "$most" ]; then
    echo "this machine lets a process hold $limit descriptors: $most connections instead of $crowd"
    crowd=$most
fi
start_hub '' --connections "$((crowd + spare))"
enrol riverside kiosk
carry kiosk
visit kiosk start answer:poor leave
before=$(pss_of "$hub_pid")

gather "$crowd" "$each"
[ "$let_in" -eq "$crowd" ] || fail "only $let_in of $crowd connections were let in"
during=$(pss_of "$hub_pid")
carry kiosk
status=$("$bin/yousaid-courier" status --data "$work/kiosk" --json)
[ "$(number_of acknowledged "$status")" -eq 1 ] || fail "the answer did not arrive: $status"
disperse
# A larger crowd may take longer to come in than one may stay without a word.
[ "$crowd" -gt 1000 ] || [ "$still_open" -eq "$crowd" ] ||
    fail "$((crowd - still_open)) idle connections were cut within moments"
printf 'hub: %s KiB before, %s KiB with %s idle connections: %s bytes each\n' \
    "$before" "$during" "$still_open" "$(((during - before) * 1024 / crowd))"
[ "$((during - before))" -le "$((crowd * kib_each))" ] || fail "that is over $kib_each KiB each"

# One address: 256 places unless told otherwise.
gather 300 300
[ "$let_in" -eq 256 ] || fail "one address was let in $let_in times instead of 256"
carry kiosk
disperse
stop "$hub_pid"
echo "an honest kiosk synced while $crowd others were silent"
