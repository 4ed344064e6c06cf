#!/bin/sh
# What a tap costs the flash: the real kiosk program lives through a scripted day, enrolled, on the disk that holds
# build/, while strace counts its writes and syncs. Its sleeps are skipped (flash_skip.c), its disk is the real one.
set -eu
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
YOUSAID_BIN=$BENCH_BIN
# shellcheck source=tests/e2e/stack.sh
. "$root/tests/e2e/stack.sh"

visits=$(short 500 20)

# counted ACCOUNT COMMAND...: runs it under strace, which writes its account.
counted() {
    account=$1
    shift
    strace -f -y -qq -s 0 -e trace=pwrite64,write,fsync,fdatasync -o "$account" "$@"
}

# live SCRIPT ACCOUNT TRACE: the kiosk lives through a script. What it says goes through a pipe: only then does it
# say what was recorded.
live() {
    SDL_VIDEODRIVER=dummy YOUSAID_SKIP_IO="$work/io" counted "$2" \
        env LD_PRELOAD="$BENCH_BUILD/bin/libflash_skip.so" "$bin/yousaid-kiosk" run --data "$work/riverside" \
        --window 1280x800 --script "$1" | cat >"$3"
}

cd "$root"
open_work "$BENCH_WORK"
make_hub
start_hub ''
enrol riverside riverside
"$bin/yousaid-courier" once --data "$work/riverside"
node tests/bench/flash_day.js "$visits" >"$work/day"
printf 'wait 60000\nquit\n' >"$work/nobody"
live "$work/nobody" "$work/account-start" "$work/trace-start"
live "$work/nobody" "$work/account-start" "$work/trace-start"
live "$work/day" "$work/account" "$work/trace"
[ "$(grep -c '"closed": true' "$work/trace")" -eq "$visits" ] || fail "the day ended early: $(wc -l <"$work/trace") lines in $work/trace"
mkdir "$work/peer"
commits=$(short 2000 200)
counted "$work/account-peer" "$bin/flash_peer" "$work/peer/file.sqlite" "$commits"
node tests/bench/flash.js "$work" "$commits"
