#!/bin/sh
# Bytes of one exchange, counted at the socket: the courier's transport and a real hub, a relay between them.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/bench/hub_stack.sh
. "$(dirname "$0")/hub_stack.sh"

exchange() {
    figure "$1" "$(value_of "$2" "$lines")" B --at-most "$3" --n "$times" \
        --note "up $(value_of "$2" "$lines" up), down $(value_of "$2" "$lines" down)" \
        --command 'TCP payload both ways, handshake and goodbye with it; a batch of three responses in one language without words, and its receipt'
}

times=$(short 40 5)
lines=$BENCH_WORK/lines
hub_begin hub
"$BENCH_BUILD/tests/net_exchange" --data "$hub_data" --port "$hub_port" --times "$times" >"$lines"
hub_end
hub_is_clean
exchange 'an exchange on a fresh connection' 'fresh connection' 2600
exchange 'an exchange on a resumed session' 'resumed connection' 1900
exchange 'an exchange on a kept connection' 'kept connection' 600
figure 'of these, the signed batch' "$(value_of batch "$lines")" B
figure 'and the signed reply' "$(value_of reply "$lines")" B
