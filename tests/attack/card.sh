#!/bin/sh
# A card that was copied, and one that was set back: two histories under one name. The hub keeps the one it
# has, gives the other a new life, counts each visit once, and says so to its people; so does the kiosk.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/attack-card}"
hub="$bin/yousaid-hub"

# goes_on KIOSK: it does not carry and says why, begins another life, and carries.
goes_on() {
    if try_to_carry "$1"; then fail "a fork passed for one history"; fi
    grep -q 'copied or set back' "$work/carried.txt" || { cat "$work/carried.txt" >&2; fail "no word of a fork"; }
    "$bin/yousaid-courier" status --data "$work/$1" --json | grep -q '"new_life"' ||
        fail "the status does not say that a new life was given out"
    visit "$1" start answer:good leave
    try_to_carry "$1" || fail "the new life was turned away: $(cat "$work/carried.txt")"
}

make_hub
start_hub ''
enrol riverside kiosk
visit kiosk start answer:good leave
try_to_carry kiosk || fail "the first visit did not arrive: $(cat "$work/carried.txt")"

# Copied: both have the same key and the same past.
cp -a "$work/kiosk" "$work/copy"
cp -a "$work/kiosk" "$work/before"
visit kiosk start answer:good leave
visit copy start answer:very_poor leave
try_to_carry kiosk || fail "the kiosk's own card was turned away: $(cat "$work/carried.txt")"
goes_on copy

# Set back: the hub has more of this life than the card.
rm -r "$work/kiosk"
mv "$work/before" "$work/kiosk"
visit kiosk start answer:poor leave
goes_on kiosk

# Two of the first card, two of the copy, two of the one that was set back.
[ "$(exported "$work/hub")" -eq 6 ] || fail "the hub has $(exported "$work/hub") responses instead of six"
[ "$(grep -c poor "$work/export.jsonl")" -eq 2 ] || fail "a visit on a card that parted is not there once"
"$hub" kiosk list --data "$work/hub" >"$work/list.txt"
grep -q 'fork' "$work/list.txt" || fail "kiosk list does not tell of the fork"

# Whoever copied it has its key: revoked since its enrolment, it has no day to date back to, and the hub says
# so to whoever revokes it for less.
name=$(sed -n 's/^\([0-9a-f]\{16\}\) .*/\1/p' "$work/list.txt")
"$hub" kiosk revoke --data "$work/hub" "$name" >"$work/revoked.txt"
since=$(sed -n 's/.*--since \([0-9-]*\), the day of its enrolment.*/\1/p' "$work/revoked.txt")
{ [ -n "$since" ] && grep -qF "enrolled $since" "$work/list.txt"; } || fail "revoking does not say from when on: $(cat "$work/revoked.txt")"
"$hub" kiosk revoke --data "$work/hub" "$name" --since "$since" >"$work/revoked.txt"
if grep -q 'date responses back' "$work/revoked.txt"; then fail "it still warns"; fi
"$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"

echo "three histories under one name: six visits, each counted once"
rm -rf "$work"
