#!/bin/sh
# The hub under load through its real door: HTTPS, signed batches, durable receipts; load and hub share the machine.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/bench/hub_stack.sh
. "$(dirname "$0")/hub_stack.sh"
# shellcheck source=tests/bench/hub_postgres.sh
. "$(dirname "$0")/hub_postgres.sh"
# shellcheck source=tests/bench/hub_reports.sh
. "$(dirname "$0")/hub_reports.sh"

seconds=$(short 4 1)

peer() {
    "$BENCH_BUILD/tests/hub_peers" "$1" "$BENCH_WORK/peer-$1.sqlite" "$seconds" >"$BENCH_WORK/$1.lines"
    value_of rate "$BENCH_WORK/$1.lines"
}

# The server alone, which answers each batch with two bytes.
peer_answer() {
    hub_begin answer-data
    hub_end
    "$BENCH_BUILD/tests/hub_peers" answer "$hub_data/tls" 0 >"$BENCH_WORK/answer.out" &
    hub_pid=$!
    await_port "$BENCH_WORK/answer.out"
    hub_load small "$BENCH_WORK/answer.lines" --receipts no --kiosks 64 --batches "$(short 200 20)"
    hub_end
}

small_batches() {
    lines=$BENCH_WORK/small.lines
    batches=$(short 300 20)
    hub_begin small
    hub_load small "$lines" --kiosks 64 --batches "$batches"
    hub_end
    hub_is_clean
    figure 'small batches, 8 kept connections' "$(value_of 'small batches/s' "$lines")" 'batches/s' --at-least 4000 \
        --peer 'SQLite, one row a commit' "$commits" --n "$((64 * batches))" \
        --command 'one to three responses each, signed before; each answered after its commit was on the disk; all receipts checked'
    figure 'the same, to the HTTPS server alone' "$(value_of 'small batches/s' "$BENCH_WORK/answer.lines")" 'requests/s'
    figure 'CPU of the hub for a small batch' "$(value_of 'hub CPU a batch' "$lines")" ms --at-most 0.3 \
        --peer 'its two signatures, libsodium' "$signatures"
    figure 'CPU of the HTTPS server alone' "$(value_of 'hub CPU a batch' "$BENCH_WORK/answer.lines")" ms
    figure 'small batch to receipt, 50 of 100' "$(value_of p50 "$lines")" ms
    figure 'small batch to receipt, 99 of 100' "$(value_of p99 "$lines")" ms --at-most 20
    figure 'memory of the hub, idle' "$(value_of 'PSS idle' "$lines")" MiB
    figure 'memory of the hub, small batches' "$(value_of 'PSS under load' "$lines")" MiB --at-most 40
}

backlogs() {
    lines=$BENCH_WORK/backlog.lines
    hub_begin backlog
    hub_load backlog "$lines" --kiosks "$(short 60 8)"
    hub_end
    hub_is_clean
    figure 'backlogs of thirty days, with tallies' "$(value_of 'responses/s' "$lines")" 'responses/s' --at-least 300000 \
        --peer 'SQLite, 200 bare rows a commit' "$rows" --n "$(short 60 8)" \
        --command 'about 6,000 responses of six questions each, 8 kept connections: verified, dated, judged, tallied, durable'
    figure 'CPU of the hub for a response of a backlog' "$(value_of 'hub CPU a response' "$lines")" us
    figure 'memory of the hub, eight backlogs at once' "$(value_of 'PSS under load' "$lines")" MiB --at-most 40
}

connections() {
    lines=$BENCH_WORK/connect.lines
    hub_begin connect
    hub_load connect "$lines" --connections 4 --batches "$(short 500 50)"
    hub_end
    signs=$(openssl speed -seconds "$seconds" ecdsap256 2>/dev/null | awk '/nistp256/ { print $(NF - 1) }')
    figure 'new TLS connections, full handshake' "$(value_of 'new connections, full' "$lines")" '/s' \
        --note "OpenSSL makes $signs ECDSA P-256 signatures a second on one core" --command 'TLS 1.3, X25519, P-256; the caller on the same cores'
    figure 'new TLS connections, resumed' "$(value_of 'new connections, resumed' "$lines")" '/s'
    figure 'CPU of the hub for a full handshake' "$(value_of 'hub CPU a connection, full' "$lines")" ms
    figure 'CPU of the hub for a resumed one' "$(value_of 'hub CPU a connection, resumed' "$lines")" ms
}

commits=$(peer commits)
rows=$(peer rows)
signatures=$(peer signatures)
peer_answer
small_batches
backlogs
connections
on_postgres
reports "$(short 400 12)" "$(short 12 2)" 1
