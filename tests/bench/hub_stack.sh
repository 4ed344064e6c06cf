# shellcheck shell=sh
# A hub that serves on this machine, for the benches that load it. Sourced behind common.sh.
# shellcheck disable=SC2154 # root: common.sh
hub_pid=''

hub_end() {
    [ -z "$hub_pid" ] || { kill "$hub_pid" 2>/dev/null && wait "$hub_pid" || true; }
    hub_pid=''
}

# What is ended at the end, in this order.
enders=hub_end
end_all() {
    for ender in $enders; do "$ender"; done
}

# await_port FILE: sets hub_port to the port that a program has written there.
await_port() {
    tries=200
    until grep -q 'listening on' "$1" 2>/dev/null; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || { echo "$1: nothing listens" >&2; exit 1; }
        sleep 0.1
    done
    hub_port=$(sed -n 's/.*[: ]\([0-9]*\)$/\1/p' "$1" | head -n 1)
}

# hub_begin NAME [INIT-OPTION...]: a new hub with the Friends and Family Test, serving; sets hub_data, hub_port, hub_pid.
hub_begin() {
    hub_data=$BENCH_WORK/$1
    shift
    "$BENCH_BIN/yousaid-hub" init --data "$hub_data" --programme Bench "$@" >/dev/null
    "$BENCH_BIN/yousaid-hub" venue add --data "$hub_data" bench --name Bench --time-zone Europe/London >/dev/null
    set --
    for language in $(cd "$root/assets/languages" && ls); do
        [ "$language" = en.json ] || set -- "$@" --accept-unreviewed "${language%.json}"
    done
    "$BENCH_BIN/yousaid-hub" survey publish --no-screens --no-speech --data "$hub_data" "$root/assets/surveys/gp-fft.json" \
        --venue bench "$@" >/dev/null
    trap end_all EXIT
    "$BENCH_BIN/yousaid-hub" serve --data "$hub_data" --listen 127.0.0.1:0 >"$hub_data.out" &
    hub_pid=$!
    await_port "$hub_data.out"
}

# hub_load MODE FILE OPTION...: its JSON lines go to FILE.
hub_load() {
    mode=$1
    lines=$2
    shift 2
    "$BENCH_BUILD/tests/hub_load" "$mode" --data "$hub_data" --port "$hub_port" --pid "$hub_pid" "$@" >"$lines"
    cat "$lines"
}

# value_of FIGURE FILE [KEY]: what stands there under this figure.
value_of() {
    sed -n "s|^{\"figure\":\"$1\",.*\"${3:-value}\":\\([0-9.e+-]*\\).*|\\1|p" "$2" | head -n 1 | awk '{ print $1 + 0 }'
}

# hub_is_clean: every signed batch, row and tally agrees.
hub_is_clean() {
    "$BENCH_BIN/yousaid-hub" verify --data "$hub_data" >"$hub_data.verify" || { tail -n 3 "$hub_data.verify" >&2; exit 1; }
}
