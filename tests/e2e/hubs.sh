#!/bin/sh
# Three hubs on one database, a proxy before them, and kiosks that keep sending. Hubs are killed and come back; the
# database's first machine is killed and its standby takes over. Every response that got a receipt is there once.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

open_work "${YOUSAID_WORK:-$here/build/hubs}"
hub="$bin/yousaid-hub"
postgres="$here/tests/support/postgres.sh"
databases=$(mktemp -d /tmp/yousaid-pg-XXXXXX)
chmod 755 "$databases"
trap 'stop_all; rm -rf "$databases"' EXIT
kiosks=16
batches=150

# start_database NAME [OPTION...]: sets database_pid.
start_database() {
    name=$1
    shift
    setsid "$postgres" run "$databases/$name" "$@" &
    database_pid=$!
    started="$started $database_pid"
    await 30 "the database $name" psql -qAt "$("$postgres" url "$databases/$name")" -c 'SELECT 1'
}

# ask DATABASE SQL
ask() {
    psql -qAt -v ON_ERROR_STOP=1 "$("$postgres" url "$databases/$1")" -c "$2"
}

is_synchronous() {
    [ "$(ask first "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')")" = 1 ]
}

# start_one NUMBER: serves hub NUMBER where the proxy expects it.
start_one() {
    rm -f "$work/hub$1.out"
    "$hub" serve --data "$work/hub$1" --listen "127.0.0.1:$(cat "$work/port$1")" --connections-each 2000 \
        >"$work/hub$1.out" 2>>"$work/hub$1.log" &
    pid=$!
    started="$started $pid"
    echo "$pid" >"$work/pid$1"
    await 60 "hub $1" grep -q 'listening on' "$work/hub$1.out"
}

# take_port NUMBER: has hub NUMBER find a free port, which is kept for its restarts.
take_port() {
    echo 0 >"$work/port$1"
    start_one "$1"
    sed -n 's/.*:\([0-9]*\)$/\1/p' "$work/hub$1.out" >"$work/port$1"
}

kill_one() {
    pid=$(cat "$work/pid$1")
    kill -KILL "$pid"
    wait "$pid" 2>/dev/null || true
}

# The proxy passes TLS through; a hub that does not answer /readyz gets no new connections.
start_proxy() {
    {
        printf 'global\n    log stderr format raw local0 notice\ndefaults\n    mode tcp\n    timeout connect 2s\n'
        printf '    timeout client 60s\n    timeout server 60s\n    retries 3\n    option redispatch 1\n'
        printf 'frontend kiosks\n    bind 127.0.0.1:%s\n    default_backend hubs\n' "$proxy_port"
        printf 'backend hubs\n    balance roundrobin\n    option httpchk GET /readyz\n    http-check expect status 200\n'
        for number in 1 2 3; do
            printf '    server hub%s 127.0.0.1:%s check check-ssl verify none inter 200ms fall 1 rise 1\n' \
                "$number" "$(cat "$work/port$number")"
        done
    } >"$work/haproxy.cfg"
    "$(command -v haproxy || echo /usr/sbin/haproxy)" -f "$work/haproxy.cfg" 2>>"$work/haproxy.log" &
    proxy_pid=$!
    started="$started $proxy_pid"
    await 30 "the proxy" is_open "$proxy_port"
}

is_open() {
    ss -ltnH "sport = :$1" | grep -q .
}

# acknowledged NUMBER: do so many batches have their receipt?
acknowledged() {
    [ "$(grep -c . "$work/siege.out")" -ge $(($1 / 50)) ] || ! kill -0 "$siege_pid" 2>/dev/null
}

"$postgres" make "$databases/first"
start_database first -c "synchronous_standby_names=*"
first_pid=$database_pid
"$postgres" make "$databases/second" "$databases/first"
start_database second
await 30 "the standby" is_synchronous

"$hub" init --data "$work/hub1" --programme Northshire \
    --database "postgres:///postgres?host=$databases/first,$databases/second&user=yousaid" >/dev/null
"$hub" venue add --data "$work/hub1" bench --name Bench >/dev/null
"$hub" survey publish --no-screens --no-speech --data "$work/hub1" --venue bench --accept-unreviewed cy,ur "$surveys/gp-fft.json" >/dev/null
"$hub" hub add --data "$work/hub1" --to "$work/hub2" >/dev/null
"$hub" hub add --data "$work/hub1" --to "$work/hub3" >/dev/null
take_port 1 # which is to be the proxy's
proxy_port=$(cat "$work/port1")
kill_one 1
for number in 1 2 3; do take_port $number; done
start_proxy

all=$((kiosks * batches))
"$bin/siege" --data "$work/hub1" --port "$proxy_port" --kiosks $kiosks --batches $batches >"$work/siege.out" 2>"$work/siege.log" &
siege_pid=$!
started="$started $siege_pid"

await 120 "the first receipts" acknowledged $((all / 12))
for number in 1 2 3 1; do
    kill_one $number
    share=$((${share:-1} + 1))
    await 120 "receipts without hub $number" acknowledged $((all * share / 12))
    start_one $number
done

kill -KILL "-$first_pid"
"$postgres" promote "$databases/second"
await 240 "receipts from the standby" acknowledged $((all * 8 / 12))
kill_one 2
start_one 2
await 240 "all receipts" acknowledged "$all"
wait "$siege_pid" || fail "the kiosks did not get all their receipts: $(cat "$work/siege.log")"

responses=$(sed -n 's/.*: \([0-9]*\) responses$/\1/p' "$work/siege.out")
[ "$(ask second 'SELECT count(*) FROM response')" = "$responses" ] || fail "not each response is there once"
[ "$(ask second "SELECT sum(n) FROM tally_day WHERE question = ''")" = "$responses" ] || fail "not each response counts once"
[ "$(ask second 'SELECT count(*) FROM batch')" = "$all" ] || fail "not each batch is there once"
[ "$(ask second "SELECT count(*) FROM kiosk_event WHERE what LIKE 'fork%'")" = 0 ] || fail "something was taken for a fork"
"$hub" verify --data "$work/hub3" >"$work/verify.txt" || fail "the hub's own proof is not clean: $(grep -v '^fine' "$work/verify.txt")"
tail -n 1 "$work/siege.out"
