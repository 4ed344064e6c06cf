#!/bin/sh
# A hundred thousand kiosks, each with a connection of its own for each sync: all of them within five minutes, which is
# three times as often as kiosks do, first with whole handshakes and then once more; then as often as a million of them
# would come. Hub and fleet share the machine. See hub_fleet.c.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/bench/hub_stack.sh
. "$(dirname "$0")/hub_stack.sh"

kiosks=$(short 100000 1000)
venues=$(short 2000 20)
five=$(short 300 3)
tenth=$(short 90 1)
lines=$BENCH_WORK/lines

# round N WHAT: what the Nth round cost.
round() {
    how="each over a connection of its own, at moments that chance chooses; from the moment when it is due to its receipt"
    figure "$2: syncs, responses with them" "$(value_of "round $1 syncs/s" "$lines")" '/s' --n "$kiosks" \
        --note "$(value_of "round $1 responses/s" "$lines") responses/s; $(value_of "round $1 resumed" "$lines") % of the connections resumed a session"
    figure "$2: to the receipt, 50 of 100" "$(value_of "round $1 p50" "$lines")" ms --command "$how"
    figure "$2: to the receipt, 99 of 100" "$(value_of "round $1 p99" "$lines")" ms --at-most 100 --command "$how" \
        --note "the slowest of all $(value_of "round $1 slowest" "$lines") ms"
    figure "$2: CPU of the hub" "$(value_of "round $1 CPU" "$lines")" '% of a core'
    figure "$2: memory of the hub after it" "$(value_of "round $1 PSS" "$lines")" MiB --at-most 40
}

hub_begin hub
"$BENCH_BUILD/tests/hub_fleet" --data "$hub_data" --port "$hub_port" --pid "$hub_pid" --kiosks "$kiosks" --venues "$venues" \
    --every "$five" --every "$five" --every "$tenth" >"$lines"
cat "$lines"
figure 'kiosks, all enrolled' "$kiosks" '' --note "at $venues venues"
figure 'memory of the hub before the first' "$(value_of 'PSS idle' "$lines")" MiB
round 1 'all in five minutes, with whole handshakes'
round 2 'all in five minutes again, resumed'
round 3 'as often as a million'
figure 'the database after it' "$(du -sk "$hub_data" | awk '{ print $1 / 1024 }')" MiB
hub_end
began=$(date +%s)
hub_is_clean
figure 'looking through all of it (verify)' "$(($(date +%s) - began))" s
