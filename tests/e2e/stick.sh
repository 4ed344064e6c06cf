#!/bin/sh
# A venue without a network: what people say goes to the hub on a stick, and the receipts come back the
# same way. Imported twice, in any order, it counts once; what was written opens only with the passphrase.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/stick}"
hub="$bin/yousaid-hub"
stick="$work/stick"
mkdir "$stick"

make_hub
start_hub ''
enrol riverside kiosk
stop "$hub_pid"

visit kiosk start answer:very_good key:k key:i key:n key:d key:l key:y continue leave
carry_by_stick kiosk "$stick"
visit kiosk start answer:poor leave
carry_by_stick kiosk "$stick"
[ "$(acknowledged kiosk)" -eq 0 ] || fail "something is acknowledged that no hub has seen"

# Somebody else's files on the stick are no reason to leave ours.
printf 'noise' >"$stick/notes.batch"
mkdir "$stick/folder.batch"
status=0
"$hub" import --data "$work/hub" "$stick"/*.batch >"$work/imported.txt" 2>"$work/refused.txt" || status=$?
[ "$status" -eq 1 ] || fail "the import did not say that files were refused"
grep -q 'folder.batch is not a file' "$work/refused.txt" || fail "a folder was not refused in words"
[ ! -e "$stick/notes.receipt" ] || fail "noise got a receipt"
rm -r "$stick/notes.batch" "$stick/folder.batch"
[ "$(exported "$work/hub")" -eq 2 ] || fail "the hub does not have both responses"

"$hub" import --data "$work/hub" "$stick"/*.batch >/dev/null
[ "$(exported "$work/hub")" -eq 2 ] || fail "importing twice counted twice"
"$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"

# A receipt cannot be forged or be another's.
for receipt in "$stick"/*.receipt; do
    cp "$receipt" "$work/kept"
    { head -c 100 "$work/kept"; printf 'x'; tail -c +102 "$work/kept"; } >"$receipt"
done
carry_by_stick kiosk "$stick"
[ "$(acknowledged kiosk)" -eq 0 ] || fail "a damaged receipt was believed"
"$hub" import --data "$work/hub" "$stick"/*.batch >/dev/null
carry_by_stick kiosk "$stick"
[ "$(acknowledged kiosk)" -eq 2 ] || fail "the receipts did not come home"

# What was written opens with the passphrase, beside the hub and far from it.
"$hub" words open --data "$work/hub" --passphrase-file "$work/passphrase" 2>/dev/null >"$work/words"
grep -qi '"text": *"kindly"' "$work/words" || fail "the words did not open at the hub"
"$hub" words open --key "$work"/hub/words/*.key --passphrase-file "$work/passphrase" "$work/export.jsonl" \
    2>/dev/null >"$work/words"
grep -qi '"text": *"kindly"' "$work/words" || fail "the words of the export did not open"
if grep -qi kindly "$work/export.jsonl" "$stick"/*; then
    fail "words lie open outside"
fi

# A kiosk that was stolen: what it says from now on is set aside, and it is told so.
kiosk=$("$hub" kiosk list --data "$work/hub" | cut -d ' ' -f 1)
today=$(date -u +%F)
"$hub" kiosk revoke --data "$work/hub" "$kiosk" --since "$today" >/dev/null
"$hub" kiosk list --data "$work/hub" | grep -q "^$kiosk .* revoked from $today" ||
    fail "the kiosk is not shown as revoked"
visit kiosk start answer:very_poor leave
carry_by_stick kiosk "$stick"
"$hub" import --data "$work/hub" "$stick"/*.batch >"$work/imported.txt" 2>&1 || true
[ "$(exported "$work/hub")" -eq 2 ] || fail "a revoked kiosk was counted"

echo "two responses went out on a stick, and their receipts came home"
rm -rf "$work"
