#!/bin/sh
# Benchmarks: ./run bench [--json FILE] [--write] [--short] [NAME...]
#
# How a bench plugs in: tests/bench/NAME.sh, named in `benches` below, is run with
#   BENCH        its name
#   BENCH_BIN    the release build's programs, and BENCH_BUILD the whole build folder
#   BENCH_WORK   an empty folder of its own under build/bench
#   BENCH_SHORT  "yes" when a quick look is enough
# and writes one JSON line a figure to file descriptor 3, best with `figure` of common.sh. What it says on
# standard output and error goes to BENCH_WORK.log, and to the screen when it fails. It stops what it started.
set -eu
cd "$(dirname "$0")/../.."
root=$(pwd)
benches='instructions flash wire net hub console kiosk journal'
long='fleet large' # a quarter of an hour and more each: only when they are named

help() {
    cat <<TEXT
./run bench [--json FILE] [--write] [--short] [NAME...]

Builds the release preset and measures; all of it when no NAME is given, in this order:
  $benches
Two more take a quarter of an hour and longer, and are measured when they are named:
  $long
Prints the machine's facts and a table for people; each figure stands beside its goal and its peer.

  --json FILE   also writes the figures there, one JSON object a line ("-": instead of the table)
  --write       writes the tables into docs/PERFORMANCE.md
  --short       a quick look: few repetitions, for trying the benches themselves
TEXT
}

fail() {
    printf './run bench: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf './run bench: %s\n' "$*" >&2
    exit 2
}

is_bench() {
    case " $benches $long " in *" $1 "*) [ -f "tests/bench/$1.sh" ] ;; *) false ;; esac
}

# take_json FILE: it will be written when everything is measured; that it can be is asked now.
take_json() {
    case $1 in
    '' | -?*) misuse "--json needs a file, or - for standard output" ;;
    -) ;;
    *)
        [ -d "$(dirname "$1")" ] || misuse "there is no folder for \"$1\""
        [ ! -d "$1" ] || misuse "\"$1\" is a folder"
        ;;
    esac
    json=$1
}

take_arguments() {
    json='' write=no BENCH_SHORT=no names=''
    while [ $# -gt 0 ]; do
        case $1 in
        --json)
            take_json "${2:-}"
            shift
            ;;
        --write) write=yes ;;
        --short) BENCH_SHORT=yes ;;
        --help | -h) help && exit 0 ;;
        -*) misuse "there is no option $1; see ./run bench --help" ;;
        *)
            is_bench "$1" || misuse "there is no bench \"$1\"; there are: $benches $long"
            case " $names " in *" $1 "*) misuse "$1 is named twice" ;; esac
            names="$names $1"
            ;;
        esac
        shift
    done
    export BENCH_SHORT
    [ -n "$names" ] || names=$(for name in $benches; do is_bench "$name" && echo "$name"; done)
}

build() {
    mkdir -p build/bench
    [ -f build/release/build.ninja ] || cmake --preset release >build/bench/build.log
    cmake --build build/release --target bench_programs >build/bench/build.log ||
        { cat build/bench/build.log >&2; fail "building failed, see above"; }
    BENCH_BUILD=$root/build/release
    BENCH_BIN=$BENCH_BUILD/bin
    export BENCH_BUILD BENCH_BIN
}

# measure NAME: its lines go behind the others; false when it failed, and then none of them do: half of a table
# would take the place of the last whole one.
measure() {
    BENCH=$1
    BENCH_WORK=$root/build/bench/$1
    export BENCH BENCH_WORK
    rm -rf "$BENCH_WORK"
    mkdir -p "$BENCH_WORK"
    printf 'Measuring %s ...' "$1" >&2
    began=$(date +%s)
    if "tests/bench/$1.sh" 3>"$BENCH_WORK.lines" >"$BENCH_WORK.log" 2>&1; then
        cat "$BENCH_WORK.lines" >>"$lines"
        printf ' %d s\n' $(($(date +%s) - began)) >&2
    else
        printf ' failed\n' >&2
        tail -n 20 "$BENCH_WORK.log" >&2
        return 1
    fi
}

take_arguments "$@"
cross/packages.sh bench
build
lines=$root/build/bench/figures.jsonl
node tests/bench/common_machine.js >"$lines"
failed=''
for name in $names; do
    measure "$name" || failed="$failed $name"
done
case $json in
'') ;;
-) cat "$lines" ;;
*) cp "$lines" "$json" ;;
esac
[ "$json" = - ] || node tests/bench/common_table.js "$lines"
[ "$write" = no ] || node tests/bench/common_table.js "$lines" docs/PERFORMANCE.md
[ -z "$failed" ] || fail "these benches failed:$failed"
