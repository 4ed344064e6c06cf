# shellcheck shell=sh
# The hub on PostgreSQL, loaded as on SQLite; the server shares the machine too. Sourced by hub.sh.
# shellcheck disable=SC2154 # root, hub_port, hub_data, seconds: common.sh, hub_stack.sh, hub.sh
postgres="$root/tests/support/postgres.sh"
database_pid=''

database_end() {
    [ -z "$database_pid" ] || { kill -INT "$database_pid" 2>/dev/null && wait "$database_pid" || true; }
    database_pid=''
    rm -rf "$database"
}

# A server with room for what is written, and nothing else that is not its default: every commit is synced.
database_begin() {
    database=$(mktemp -d /tmp/yousaid-pg-XXXXXX)
    chmod 755 "$database"
    enders='hub_end database_end'
    trap end_all EXIT
    "$postgres" make "$database/db"
    "$postgres" run "$database/db" -c shared_buffers=1GB -c max_wal_size=4GB &
    database_pid=$!
    database_url=$("$postgres" url "$database/db")
    tries=300
    until psql -qAt "$database_url" -c 'SELECT 1' >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || { echo "PostgreSQL does not answer" >&2; exit 1; }
        sleep 0.1
    done
}

sql() {
    psql -qAt -v ON_ERROR_STOP=1 "$database_url" -c "$1"
}

# The CPU seconds of the server and of all that it has started.
database_cpu() {
    for pid in $database_pid $(pgrep -P "$database_pid"); do
        cut -d' ' -f2- "/proc/$pid/stat" 2>/dev/null | sed 's/.*) //'
    done | awk -v ticks="$(getconf CLK_TCK)" 'NR == 1 { sum = $14 + $15 } { sum += $12 + $13 } END { print sum / ticks }'
}

# COPY of bare rows with the same key, as many as fit into the time.
peer_copy() {
    rows=$(short 2000000 200000)
    sql 'CREATE TABLE bare (kiosk bigint, seq bigint, day integer, answers bytea, PRIMARY KEY (kiosk, seq))'
    psql -qAt "$database_url" -c "COPY (SELECT 7001, g, 20000 + g / 200, '\\x040305010201'::bytea
        FROM generate_series(1, $rows) g) TO STDOUT" >"$BENCH_WORK/bare.copy"
    began=$(date +%s.%N)
    psql -qAt "$database_url" -c 'COPY bare FROM STDIN' <"$BENCH_WORK/bare.copy"
    awk -v rows="$rows" -v began="$began" -v ended="$(date +%s.%N)" 'BEGIN { printf "%.0f", rows / (ended - began) }'
    sql 'DROP TABLE bare'
}

# Single commits of one bare row each, as many clients as the hub has connections.
peer_commits() {
    sql 'CREATE TABLE single (kiosk bigint, seq bigserial, day integer, answers bytea, PRIMARY KEY (kiosk, seq))'
    echo "INSERT INTO single (kiosk, day, answers) VALUES (7001, 20000, '\\x040305010201');" >"$BENCH_WORK/single.sql"
    "$(pg_config --bindir)/pgbench" -n -M prepared -c 8 -j 2 -T "$seconds" -f "$BENCH_WORK/single.sql" "$database_url" 2>/dev/null |
        sed -n 's/^tps = \([0-9]*\).*/\1/p'
    sql 'DROP TABLE single'
}

postgres_small() {
    lines=$BENCH_WORK/postgres-small.lines
    batches=$(short 300 20)
    began=$(database_cpu)
    hub_load small "$lines" --kiosks 64 --batches "$batches"
    spent=$(database_cpu)
    figure 'small batches on PostgreSQL, 8 kept connections' "$(value_of 'small batches/s' "$lines")" 'batches/s' --at-least 2000 \
        --peer 'pgbench, one bare row a commit, 8 clients' "$pg_commits" --n "$((64 * batches))" \
        --command 'as on SQLite; the server on the same cores, each commit synced'
    figure 'CPU of the hub for a small batch, PostgreSQL' "$(value_of 'hub CPU a batch' "$lines")" ms
    figure 'CPU of PostgreSQL for a small batch' \
        "$(awk -v a="$began" -v b="$spent" -v n="$((64 * batches))" 'BEGIN { printf "%.3f", (b - a) * 1000 / n }')" ms
    figure 'small batch to receipt on PostgreSQL, 99 of 100' "$(value_of p99 "$lines")" ms --at-most 50
}

postgres_backlogs() {
    lines=$BENCH_WORK/postgres-backlog.lines
    hub_load backlog "$lines" --kiosks "$(short 48 8)"
    figure 'backlogs of thirty days on PostgreSQL, with tallies' "$(value_of 'responses/s' "$lines")" 'responses/s' \
        --at-least 100000 --peer 'COPY of bare rows' "$pg_rows" --n "$(short 48 8)" \
        --command 'as on SQLite; never COPY, which knows no conflict and spreads badly'
    figure 'memory of the hub on PostgreSQL, eight backlogs at once' "$(value_of 'PSS under load' "$lines")" MiB --at-most 40
}

on_postgres() {
    database_begin
    pg_rows=$(peer_copy)
    pg_commits=$(peer_commits)
    hub_begin postgres --database "$database_url"
    postgres_small
    postgres_backlogs
    hub_end
    hub_is_clean
    database_end
}
