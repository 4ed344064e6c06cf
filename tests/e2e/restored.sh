#!/bin/sh
# A hub that is restored from a backup where that alone would not be enough: one kiosk has begun a new life since, and
# two no longer keep what the hub asks for, one of them with sticks alone. What is kept is counted once, what is not is
# told in numbers by both sides, and what comes after counts as ever. Needs sqlite3, to let a month go by in a journal.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"
command -v sqlite3 >/dev/null || { echo 'skipped: there is no sqlite3'; exit 77; }

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/restored}"
hub="$bin/yousaid-hub"

person() { visit "$1" start answer:good leave; }

# counted NUMBER WHEN: the hub has so many, and proves them.
counted() {
    [ "$(exported "$work/hub")" -eq "$1" ] || fail "$2 the hub has $(exported "$work/hub") responses instead of $1"
    "$hub" verify --data "$work/hub" >"$work/verify.txt" || fail "$2 the proof is not clean: $(cat "$work/verify.txt")"
}

# a_month_later KIOSK: what it has was recorded a month ago, and before the machine was started last.
a_month_later() {
    sqlite3 "$work/$1/screen/journal.sqlite" \
        'UPDATE segment SET boot = zeroblob(16), clock = 2, base_wall = base_wall - 31 * 86400'
}

# by_stick KIOSK: writes the stick there, and carries it to the hub.
by_stick() {
    carry_by_stick "$1" "$work/stick"
    "$hub" import --data "$work/hub" "$work"/stick/*.batch >"$work/imported.txt" 2>&1 || true
}

# turned_away KIOSK WORD: it does not carry, and says why in this word.
turned_away() {
    if try_to_carry "$1"; then fail "$1 carried, and should first have begun another life"; fi
    "$bin/yousaid-courier" status --data "$work/$1" --json | grep -q "\"$2\"" ||
        fail "$1 says another reason than $2: $(cat "$work/carried.txt")"
}

make_hub
start_hub ''
address=${hub_url#https://}
enrol riverside kiosk
enrol riverside late
enrol riverside far
mkdir "$work/stick"
person kiosk
person late
person far
carry kiosk
carry late
by_stick far
"$hub" backup --data "$work/hub" --to "$work/backup" >/dev/null

# The day goes on. One card is set back, and begins a new life; the other is let alone for a month.
person kiosk
person kiosk
carry kiosk
cp -a "$work/kiosk" "$work/before"
person kiosk
carry kiosk
rm -r "$work/kiosk"
mv "$work/before" "$work/kiosk"
visit kiosk start answer:poor leave
turned_away kiosk new_life
person kiosk
carry kiosk
person late
person late
carry late
person far
person far
by_stick far
carry_by_stick far "$work/stick"
counted 12 'before the fire'
a_month_later late
a_month_later far
person late
person far

kill -KILL "$hub_pid"
wait "$hub_pid" 2>/dev/null || true
rm -rf "$work/hub"
"$hub" restore --data "$work/hub" --from "$work/backup" >/dev/null
start_hub "$address"

# Of its first life the kiosk keeps two that the hub lacks; the one that only the lost card had is gone.
carry kiosk
counted 7 'with the older life'
grep -q 'lacked 2 responses' "$work/carried.txt" || fail "the courier does not say what came again: $(cat "$work/carried.txt")"
"$hub" kiosk list --data "$work/hub" | grep -q 'lost:' && fail 'what came again is told as lost'
carry kiosk
if grep -q 'lacked' "$work/carried.txt"; then fail 'it comes again and again'; fi

# The other keeps neither of the two that the hub asks for.
turned_away late hub_lacks
grep -q 'set back further than this kiosk keeps' "$work/carried.txt" || fail "no word of it: $(cat "$work/carried.txt")"
person late
carry late
counted 9 'after a month'
"$bin/yousaid-kiosk" status --data "$work/late" >"$work/status.txt"
grep -q 'responses are kept here: 2\.' "$work/status.txt" || fail "the kiosk does not say what is lost: $(cat "$work/status.txt")"
"$hub" kiosk list --data "$work/hub" >"$work/list.txt"
grep -q 'lost: responses 2 to 3 of its life' "$work/list.txt" || fail "the hub does not say what is lost: $(cat "$work/list.txt")"
grep -q '; 2 of older lives are missing' "$work/verify.txt" || fail "the proof does not say what is lost: $(cat "$work/verify.txt")"

# Nor does the third, which has no network: the receipt says so, and the next stick brings what it keeps.
by_stick far
counted 9 'before the receipt'
carry_by_stick far "$work/stick"
grep -q 'write the stick once more' "$work/carried.txt" || fail "the courier does not say what to do: $(cat "$work/carried.txt")"
person far
by_stick far
counted 11 'by stick'
"$hub" kiosk list --data "$work/hub" >"$work/list.txt"
[ "$(grep -c 'lost: responses 2 to 3 of its life' "$work/list.txt")" -eq 2 ] || fail "the hub does not say what is lost: $(cat "$work/list.txt")"
rm "$work"/stick/*

person late
person kiosk
carry late
carry kiosk
counted 13 'in the end'
echo 'a hub was set back under a new life and further than is kept: 13 visits, each counted once, four named as lost'
rm -rf "$work"
