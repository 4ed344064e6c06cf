#!/usr/bin/env bash
# Tries to lose or double an answer, over and over, and prints how often it tried: ./run faults [HOURS]
set -euo pipefail
cd "$(dirname "$0")/../.."

build=build/dev
work=build/faults
page=docs/RELIABILITY.md
hours_max=1000
journeys=(sticks carried clocks counters backup restored adopt move selfcheck)
stages=(power cards restore calls sockets tls_sockets memory kills damage full network "${journeys[@]}")

help() {
    cat <<'TEXT'
./run faults [--write] [--seed N] [HOURS]
./run faults --list

Builds, and goes through all the ways of failing again and again, with other seeds each time, until HOURS are over
(parts such as 0.5 are fine); once unless told. At the end of each trial what people were thanked for is what the hub
has counted, each once. Prints trials, faults by kind, answers recorded, lost and doubled.

  --write   puts the figures into docs/RELIABILITY.md
  --seed N  where to begin; the time unless told
  --list    names the ways of failing
  --help    this

A trial that fails leaves its log in build/faults, with the seed that repeats it. What the machine does not permit
(mounts, network namespaces) is skipped and named. Exits 1 when something failed, 2 when it was asked wrongly.
TEXT
}

fail() {
    printf './run faults: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf './run faults: %s\n' "$*" >&2
    exit 2
}

is_hours() {
    [[ $1 =~ ^([0-9]{1,4}(\.[0-9]{0,4})?|\.[0-9]{1,4})$ ]] &&
        awk -v h="$1" -v most=$hours_max 'BEGIN { exit !(h > 0 && h <= most) }'
}

take_arguments() {
    hours='' writing=no seed=''
    while [ $# -gt 0 ]; do
        case $1 in
        --help | -h) help && exit 0 ;;
        --list) printf '%s\n' "${stages[@]}" && exit 0 ;;
        --write) writing=yes ;;
        --seed)
            [[ ${2:-} =~ ^[0-9]{1,9}$ ]] || misuse "--seed wants a whole number"
            seed=$2
            shift
            ;;
        -*) misuse "there is no option $1; see ./run faults --help" ;;
        *)
            [ -z "$hours" ] || misuse "the hours are said twice: $hours and $1"
            is_hours "$1" || misuse "\"$1\" is not a number of hours above 0 and up to $hours_max, such as 8 or 0.5"
            hours=$1
            ;;
        esac
        shift
    done
}

# ---- one round of each way of failing ----

test_program() {
    "$build/tests/test_$1"
}

power() { CUTS=400 EACH=1 test_program power; }
cards() { ROUNDS=40 test_program cards; }
restore() { ROUNDS=40 test_program restore; }
calls() { EACH=12 test_program calls; }
sockets() { test_program sockets; }
tls_sockets() { EACH=20 tests/fault/tls_sockets.sh; }
kills() { KILLS=120 tests/fault/kills.sh; }
damage() { tests/fault/damage.sh; }
full() { ROUNDS=2 tests/fault/full.sh; }
network() { tests/fault/network.sh; }

memory() {
    local room
    for room in wire model courier ingest journal; do
        test_program "${room}_memory"
    done
}

# What the real programs go through from a finger to an exported row, on unlucky days.
sticks() { tests/e2e/sticks.sh; }
carried() { tests/e2e/carried.sh; }
clocks() { tests/e2e/clocks.sh; }
counters() { tests/e2e/counters.sh; }
backup() { tests/e2e/backup.sh; }
restored() { tests/e2e/restored.sh; }
adopt() { tests/e2e/adopt.sh; }
move() { tests/e2e/move.sh; }
selfcheck() { tests/e2e/selfcheck.sh; }

# add STAGE LOG: what a round says it tried goes to the sums, one "name number" a line.
add() {
    echo "$1 rounds 1" >>"$work/sums"
    sed -nE \
        -e 's/^power cuts: ([0-9]+) \(([0-9]+) writes landed, ([0-9]+) vanished, ([0-9]+) torn, ([0-9]+) garbage, ([0-9]+) names\).*/cuts \1\nlanded \2\nvanished \3\ntorn \4\ngarbage \5\nnames \6/p' \
        -e 's/^visits recorded: ([0-9]+), counted: ([0-9]+), lost: 0, doubled: 0.*/recorded \1\ncounted \2/p' \
        -e 's/^visits counted: ([0-9]+), lost: 0, doubled: 0.*/recorded \1\ncounted \1/p' \
        -e 's/^failing calls: ([0-9]+) of.*tried: ([0-9]+), counted: ([0-9]+).*/calls \1\nrecorded \3\ncounted \3/p' \
        -e 's/^killed: ([0-9]+).*/killed \1/p' \
        -e 's/^recorded: ([0-9]+) responses in [0-9]+ lines; exported: ([0-9]+) responses.*/recorded \1\ncounted \2/p' \
        -e 's/^clocks were wrong: ([0-9]+) visits recorded, ([0-9]+) counted.*/recorded \1\ncounted \2/p' \
        -e 's/^networks tried: ([0-9]+).*/networks \1/p' \
        -e 's/^.*: [0-9]+ allocations, ([0-9]+) failures of one .*/memory \1/p' \
        -e 's/^([0-9]+) calls of sockets came to fail.*/sockets \1/p' \
        <(tr '\r' '\n' <"$2") | sed "s/^/$1 /" >>"$work/sums"
}

# try STAGE: a round of it; its log stays when it fails.
try() {
    local status=0 log="$work/$1-$seed.log"
    SEED=$seed YOUSAID_BIN=$PWD/$build/bin YOUSAID_WORK=$PWD/$work/$1 "$1" >"$log" 2>&1 || status=$?
    case $status in
    0) add "$1" "$log" && rm "$log" ;;
    77) skipped[$1]=$(tail -n 1 "$log") && rm "$log" ;;
    *)
        failures=$((failures + 1))
        printf '%s failed with SEED=%s; see %s\n' "$1" "$seed" "$log"
        ;;
    esac
}

# ---- what is told ----

# sum STAGE NAME: over all rounds; an empty STAGE for all stages.
sum() {
    awk -v stage="$1" -v name="$2" '(stage == "" || $1 == stage) && $2 == name { n += $3 } END { printf "%d", n }' "$work/sums"
}

journeys_made() {
    local all=0 one
    for one in "${journeys[@]}"; do all=$((all + $(sum "$one" rounds))); done
    printf '%d' "$all"
}

row() {
    printf '| %s | %s |\n' "$1" "$2"
}

figures() {
    printf '| what | how often |\n| --- | ---: |\n'
    row 'power cuts' "$(sum '' cuts)"
    row 'writes under way that landed' "$(sum '' landed)"
    row 'that vanished' "$(sum '' vanished)"
    row 'that were torn' "$(sum '' torn)"
    row 'that turned to garbage' "$(sum '' garbage)"
    row 'names that came back or were lost' "$(sum '' names)"
    row 'days on which calls of the disk failed' "$(sum '' calls)"
    row 'calls of sockets that failed' "$(sum '' sockets)"
    row 'times that memory ran short' "$(sum '' memory)"
    row 'programs killed' "$(sum '' killed)"
    row 'networks that were none' "$(sum '' networks)"
    row 'rounds of copied, set back and damaged cards' "$(sum cards rounds)"
    row 'rounds of hubs that were set back under such cards' "$(sum restore rounds)"
    row 'sticks, wrong clocks, hubs set back or lost, journeys of each' "$(journeys_made)"
    row 'visits recorded' "$(sum '' recorded)"
    row 'visits counted' "$(sum '' counted)"
    row 'lost or doubled' "$failures"
}

tell() {
    local stage
    for stage in "${!skipped[@]}"; do printf '%s was not tried: %s\n' "$stage" "${skipped[$stage]}"; done
    [ $failures -eq 0 ] || fail "$failures rounds failed, see above: these figures are none"
    figures
}

# The page's part between its two marks is what was counted now.
write_page() {
    {
        sed '/^<!-- figures -->$/q' $page
        printf '\nOn %s, "./run faults%s", %s minutes:\n\n' "$(date -u +%Y-%m-%d)" "${hours:+ $hours}" $(((SECONDS + 59) / 60))
        figures
        printf '\n'
        sed -n '/^<!-- end of figures -->$/,$p' $page
    } >"$work/page"
    cp "$work/page" $page
}

take_arguments "$@"
cross/packages.sh
[ -f $build/build.ninja ] || cmake --preset dev >/dev/null || fail "configuring failed"
cmake --build $build >"build/faults.build.log" 2>&1 || fail "building failed, see build/faults.build.log"
rm -rf $work && mkdir -p $work
: >"$work/sums"
seed=${seed:-$(date +%s)}
declare -A skipped=()
failures=0
until=$(awk -v h="${hours:-0}" -v now=$SECONDS 'BEGIN { printf "%d", now + h * 3600 }')
while :; do
    for stage in "${stages[@]}"; do try "$stage"; done
    seed=$((seed + 1))
    [ $SECONDS -lt "$until" ] || break
done
tell
[ $writing = no ] || write_page
