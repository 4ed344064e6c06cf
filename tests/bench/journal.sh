#!/bin/sh
# A journal of a million responses that wait: start, the start after the power went, taps, memory, and the drain into a
# hub over TLS. See journal.js for what is measured and how.
set -eu
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
YOUSAID_BIN=$BENCH_BIN
# shellcheck source=tests/e2e/stack.sh
. "$root/tests/e2e/stack.sh"

responses=$(short 1000000 20000)

# fill KIOSK: in memory where there is room, as each visit is synced, and behind it on the disk.
fill() {
    quick=$(mktemp -d /dev/shm/yousaid-bench-XXXXXX)
    cp -a "$work/$1/." "$quick"
    "$bin/journal_fill" "$quick" "$surveys/gp-fft.json" "$responses" || { rm -rf "$quick"; exit 1; }
    cp -a "$quick/." "$work/$1"
    rm -rf "$quick"
}

cd "$root"
open_work "$BENCH_WORK"
xvfb_options="-fbdir $work -nocursor"
start_screen 1280x800
make_hub
start_hub ''
enrol riverside riverside
"$bin/yousaid-courier" once --data "$work/riverside"
visit riverside start answer:good leave
cp -a "$work/riverside" "$work/few"
fill riverside
bytes=$(stat -c %s "$work/riverside/screen/journal.sqlite")
figure 'the journal on the card' "$(awk -v b="$bytes" 'BEGIN { print b / 1048576 }')" MiB --n "$responses"
node tests/bench/journal.js "$work" "$bin" "$hub_pid" "$responses"
"$bin/yousaid-hub" verify --data "$work/hub" >"$work/verify" || { cat "$work/verify" >&2; exit 1; }
