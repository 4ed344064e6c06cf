#!/bin/sh
# What a screen counts beside the answers comes to the hub once and whole: screens woken, visits started and
# completed, where people left, touches that met nothing and where, how long answers took to be durable, starts of
# the program; also when the hub was away in between, and when its replies were lost on their way
# back. Practice counts nowhere.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
command -v sqlite3 >/dev/null || exit 77
open_work "${YOUSAID_WORK:-$here/build/counters}"

# follow PERSON... : each of these at the kiosk, one after the other; adds up what it says it has saved.
practice=''
saves=0
follow() {
    for person in "$@"; do "$person"; done >"$work/script"
    printf 'wait 200\nquit\n' >>"$work/script"
    # shellcheck disable=SC2086 # an option, or none
    timeout 120 "$bin/yousaid-kiosk" run --data "$work/desk" --script "$work/script" --window 1280x800 $practice \
        >"$work/trace" || fail "the kiosk did not follow its script"
    [ -n "$practice" ] || saves=$((saves + $(grep -c '"recorded"' "$work/trace" || true)))
}

# days COLUMN: the sum of it over all days at the hub.
days() {
    sqlite3 "$work/hub/hub.sqlite" "SELECT sum($1) FROM kiosk_day"
}

# last KEY: what the last exchange said of it.
last() {
    sqlite3 "$work/hub/hub.sqlite" "SELECT json_extract(health, '\$.$1') FROM kiosk"
}

# is WHAT WANTED GOT
is() {
    [ "$2" = "$3" ] || fail "$1 at the hub: $3, and not $2"
}

somebody_leaves_at_the_first_question() {
    printf '%s\n' 'tap 640 240' 'touch start' 'tap 4 500' 'tap 1276 796' 'tap 1276 796' 'touch leave' 'touch done'
}

somebody_leaves_after_an_answer() {
    printf '%s\n' 'touch start' 'touch answer:good' 'touch leave' 'touch done'
}

somebody_answers_to_the_end() {
    printf '%s\n' 'touch start' 'touch answer:poor' 'touch skip' 'touch skip' 'touch answer:true' \
        'touch done'
}

make_hub
start_hub ''
address=${hub_url#https://}
enrol riverside desk
carry desk

follow somebody_leaves_at_the_first_question somebody_leaves_after_an_answer
follow somebody_answers_to_the_end
practice=--practice
follow somebody_answers_to_the_end somebody_leaves_at_the_first_question
practice=''
carry desk


# The program was started twice to be answered, and once more to practise, which has no journal to count in.
is "screens woken" 3 "$(days woken)"
is "visits started" 3 "$(days started)"
is "visits completed" 1 "$(days completed)"
is "starts of the program" 2 "$(days restarts)"
is "answers that were timed" "$saves" "$(last writes)"
is "touches that met nothing" '[0,1,0,1,0,0,0,0,2]' "$(last dead)"
is "touches that met nothing, by the day" 4 "$(days dead)"
is "where people left" '[1,1]' "$(last left)"
[ "$(last write_slowest_ms)" -ge "$(last write_half_ms)" ] || fail "the slowest answer was quicker than half of them"
[ "$(days write_ms)" -gt 0 ] || fail "the hub does not know how long answers took to be durable"

# What was told is not told again.
carry desk
is "screens woken, told once" 3 "$(days woken)"
is "touches that met nothing since" '[0,0,0,0,0,0,0,0,0]' "$(last dead)"
is "where people left since" '[]' "$(last left)"

# The hub is away: what is counted meanwhile waits, over attempts and starts.
stop "$hub_pid"
follow somebody_leaves_after_an_answer
if try_to_carry desk; then fail "the courier reached a hub that is not there"; fi
follow somebody_leaves_at_the_first_question somebody_answers_to_the_end
if try_to_carry desk; then fail "the courier reached a hub that is not there"; fi
start_hub "$address"
carry desk
is "screens woken" 6 "$(days woken)"
is "visits started" 6 "$(days started)"
is "visits completed" 2 "$(days completed)"
is "starts of the program" 4 "$(days restarts)"
is "touches that met nothing, of both" '[0,1,0,1,0,0,0,0,2]' "$(last dead)"
is "where people left, of both" '[1,1]' "$(last left)"

# A reply is lost on its way back, cut off at one byte after another, with and without answers in the exchange: what is
# told again is counted once.
stop "$hub_pid"
start_hub 127.0.0.1:0
port=${address##*:}
lost=0
for bytes in 1100 1200 1300 1400 1500 1600 1700 1800; do
    rm -f "$work/relay.txt"
    "$bin/relay" --listen "$port" --to "${hub_url##*:}" --down "$bytes" >"$work/relay.txt" 2>>"$work/relay.log" &
    relay=$!
    started="$started $relay"
    await 10 "the line" test -s "$work/relay.txt"
    case $bytes in 1[2468]00) follow somebody_leaves_at_the_first_question ;; esac
    heard=$(days exchanges)
    if ! try_to_carry desk && [ "$(days exchanges)" -gt "$heard" ]; then lost=$((lost + 1)); fi
    stop "$relay"
done
[ "$lost" -gt 0 ] || fail "not one reply was lost"
stop "$hub_pid"
start_hub "$address"
carry desk
is "screens woken, told $((lost + 1)) times" 10 "$(days woken)"
is "visits started, told $((lost + 1)) times" 10 "$(days started)"
is "starts of the program" 8 "$(days restarts)"
is "touches that met nothing, by the day" 24 "$(days dead)"
[ "$(exported "$work/hub")" -eq 4 ] || fail "the hub does not have the four responses"
"$bin/yousaid-hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"

# Somebody asks for help where the venue listens: the hub hears of it at once, and once.
somebody_asks_for_help() {
    printf '%s\n' 'touch start' 'touch help' 'wait 3000'
}
calls() {
    sqlite3 "$work/hub/hub.sqlite" "SELECT count(*) FROM kiosk_event WHERE what = 'help was asked for'"
}
call_has_come() { [ "$(calls)" = 1 ]; }
is "calls for help" 0 "$(calls)"
"$bin/yousaid-hub" venue set riverside --data "$work/hub" --calls-staff yes >/dev/null
carry desk
start_courier desk
follow somebody_asks_for_help
await 30 "the call for help at the hub" call_has_come
is "calls for help, by the day" 1 "$(days helped)"
echo "$lost replies were lost, and the hub has what the screen counted: $(days woken) woken, $(days started) started, $(days completed) completed"
rm -rf "$work"
