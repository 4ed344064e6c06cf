#!/bin/sh
# Bytes of a response on the wire beside the entropy of what it carries.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"

# bytes NAME SECTION ROW [OPTION...]: a row's bytes a response; the entropy stands beside it.
bytes() {
    name=$1 section=$2 row=$3
    shift 3
    values=$(awk -v section="$section" -v row="$row" '
        $0 ~ /^with/ { on = index($0, section) == 1 }
        on && index($0, row) == 1 {
            match($0, /[0-9.]+ B a response/); a = substr($0, RSTART) + 0
            match($0, /\([0-9.]+ B\)/); b = substr($0, RSTART + 1) + 0
            print a, b; exit
        }' "$lines")
    figure "$name" "${values% *}" 'B/response' --peer 'entropy' "${values#* }" "$@"
}

lines=$BENCH_WORK/lines
"$BENCH_BUILD/tests/wire_size" >"$lines"
cat "$lines"
ratio=$(sed -n 's/^thirty days .* \([0-9.]*\) x entropy.*/\1/p' "$lines" | head -n 1)
figure 'thirty days: times its entropy' "$ratio" times --at-most 1.35 \
    --command 'the body as posted, signature and all: times and answers of one kiosk, Poisson arrivals, seeded'
bytes 'thirty days' 'without words' 'thirty days'
bytes 'a day, 200 responses' 'without words' 'a day'
bytes 'an hour, 17 responses' 'without words' 'an hour'
bytes 'three responses' 'without words' 'three'
bytes 'thirty days with sealed words' 'with words' 'thirty days'
