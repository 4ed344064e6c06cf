#!/bin/sh
# Instructions of the hot paths: the figure that neither the machine's load nor its clock changes, for seeing what a
# change costs. Counted by callgrind in the release build; a path's cost is the difference between many and few.
set -eu
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"

few=5
many=$(short 55 15)

# counted PROGRAM PATH TIMES: instructions of all threads.
counted() {
    SDL_VIDEODRIVER=dummy valgrind --tool=callgrind --callgrind-out-file="$BENCH_WORK/$2-$3" \
        "$BENCH_BIN/$1" "$2" "$3" >>"$BENCH_WORK/said" 2>&1
    sed -n 's/^\(summary\|totals\): //p' "$BENCH_WORK/$2-$3" | tail -n 1
}

# path PROGRAM PATH DIVISOR WHAT
path() {
    least=$(counted "$1" "$2" "$few")
    most=$(counted "$1" "$2" "$many")
    figure "$4" "$(((most - least) / (many - few) / $3))" instructions --command "valgrind --tool=callgrind $1 $2 TIMES"
}

path hot_device tap 1 'a tap on a face: pressed, released, saved, the next question, and the first one again: four pictures, warm'
path hot_device screen-en 1 'a whole question in English: scene and paint, warm'
path hot_device screen-ur 1 'a whole question in Urdu: scene and paint, warm'
path hot_device larger 1 'a whole question in Urdu and larger text: scene and paint, warm'
path hot_device save 1 'journal_save: the commit of one tap'
path hot_hub pack 200 'packing and signing, a response of a batch of 200'
path hot_hub open 200 'verifying and opening, a response of a batch of 200'
path hot_hub ingest 1 'ingest of a batch of three, from the bytes to the signed receipt, committed'
