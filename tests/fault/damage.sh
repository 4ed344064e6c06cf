#!/bin/sh
# A card that lost its way: pages of a real kiosk's journal become garbage while it is off, first with everything
# at the hub, then with visits that only the card has. The screen starts all the same, keeps the damaged file, saves
# what can be read, and each visit that was saved or that the hub had is counted once. SEED for other pages.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
seed=${SEED:-$(date +%s)}
echo "SEED=$seed"

# Sets random to a number below $1; the same seed gives the same numbers.
draw() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    random=$((seed / 65536 % $1))
}

visits() {
    left=$1
    while [ "$left" -gt 0 ]; do
        visit kiosk start answer:good key:f key:i key:n key:e continue leave
        left=$((left - 1))
    done
}

# garbage: 1 KiB of it, the same for the same seed.
garbage() {
    block=0
    while [ "$block" -lt 16 ]; do
        printf '%s %s' "$seed" "$block" | openssl dgst -sha512 -binary
        block=$((block + 1))
    done
}

# spoil PAGES: that many pages of the journal, never the first, are garbage.
spoil() {
    file="$work/kiosk/screen/journal.sqlite"
    sqlite3 "$file" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
    pages=$(($(stat -c %s "$file") / 1024))
    left=$1
    while [ "$left" -gt 0 ]; do
        draw $((pages - 1))
        garbage | dd of="$file" bs=1024 count=1 iflag=fullblock seek=$((random + 1)) conv=notrunc 2>/dev/null
        left=$((left - 1))
    done
}

# Nothing waits: neither to be sent, nor for the hub's word on how much of it is there already; and the hub has so
# many visits, as a card that lost its end has less to send than the hub once said it had.
is_settled() {
    [ "$(exported "$work/hub")" -ge "$1" ] &&
        "$bin/yousaid-kiosk" status --data "$work/kiosk" | grep -q 'Waiting to be sent: 0' &&
        [ "$(sqlite3 -readonly "$work/kiosk/screen/journal.sqlite" 'SELECT count(*) FROM stranded')" -eq 0 ]
}

# live_on VISITS: screen and courier run beside each other, as in a venue, until all is settled and the hub has those.
live_on() {
    start_courier kiosk --age 1
    printf 'wait 3600000\n' >"$work/script"
    "$bin/yousaid-kiosk" run --data "$work/kiosk" --script "$work/script" >>"$work/trace" 2>>"$work/kiosk.log" &
    screen_pid=$!
    started="$started $screen_pid"
    await 60 'the mended journal' is_settled "$1"
    stop "$screen_pid"
    stop "$courier_pid"
}

open_work "${YOUSAID_WORK:-$here/build/damage}"
make_hub
start_hub ''
enrol riverside kiosk

visits 12
carry kiosk
spoil 4
live_on 12
visits 3
live_on 15
[ "$(exported "$work/hub")" -eq 15 ] || fail "of 15 visits $(exported "$work/hub") are counted, though the hub had 12 before the damage"

visits 10
spoil 1
live_on 15
visits 2
live_on 17
counted=$(exported "$work/hub")
{ [ "$counted" -ge 17 ] && [ "$counted" -le 27 ]; } || fail "of 27 visits $counted are counted"
ls "$work"/kiosk/screen/journal.sqlite.broken* >/dev/null 2>&1 || fail "no damaged file was kept"
grep -q 'kept as journal.sqlite.broken' "$work/kiosk.log" || fail "the log does not say what became of the journal"
"$bin/yousaid-hub" kiosk list --data "$work/hub" >"$work/list.txt"
grep -q 'its journal was damaged' "$work/list.txt" || fail "kiosk list does not tell of the damage"
"$bin/yousaid-hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"
echo "of 27 visits at a card that was damaged twice, $counted are counted, each once"
rm -rf "$work"
