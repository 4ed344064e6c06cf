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

# visit LINE...: one person at the kiosk; each line is a touch of the screen.
visit() {
    printf 'touch %s\n' "$@" >"$work/script"
    printf 'wait 200\nquit\n' >>"$work/script"
    timeout 120 "$bin/yousaid-kiosk" run --data "$work/kiosk" --script "$work/script" >"$work/trace" ||
        fail "the kiosk did not follow its script"
}

carry() {
    "$bin/yousaid-courier" stick --data "$work/kiosk" --to "$stick" >"$work/carried.txt" ||
        fail "the courier did not write the stick"
}

acknowledged() {
    number_of acknowledged_responses "$("$bin/yousaid-kiosk" status --data "$work/kiosk" --json)"
}

exported() {
    "$hub" export --data "$work/hub" --survey gp_fft --format jsonl 2>/dev/null >"$work/export.jsonl"
    wc -l <"$work/export.jsonl"
}

make_hub
start_hub ''
enrol riverside kiosk
stop "$hub_pid"

visit start answer:very_good key:k key:i key:n key:d key:l key:y continue leave
carry
visit start answer:poor leave
carry
[ "$(acknowledged)" -eq 0 ] || fail "something is acknowledged that no hub has seen"

# Somebody else's files on the stick are no reason to leave ours.
printf 'noise' >"$stick/notes.batch"
mkdir "$stick/folder.batch"
status=0
"$hub" import --data "$work/hub" "$stick"/*.batch >"$work/imported.txt" 2>"$work/refused.txt" || status=$?
[ "$status" -eq 1 ] || fail "the import did not say that files were refused"
grep -q 'folder.batch is not a file' "$work/refused.txt" || fail "a folder was not refused in words"
[ ! -e "$stick/notes.receipt" ] || fail "noise got a receipt"
rm -r "$stick/notes.batch" "$stick/folder.batch"
[ "$(exported)" -eq 2 ] || fail "the hub does not have both responses"

"$hub" import --data "$work/hub" "$stick"/*.batch >/dev/null
[ "$(exported)" -eq 2 ] || fail "importing twice counted twice"
"$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"

# A receipt cannot be forged or be another's.
for receipt in "$stick"/*.receipt; do
    cp "$receipt" "$work/kept"
    { head -c 100 "$work/kept"; printf 'x'; tail -c +102 "$work/kept"; } >"$receipt"
done
carry
[ "$(acknowledged)" -eq 0 ] || fail "a damaged receipt was believed"
"$hub" import --data "$work/hub" "$stick"/*.batch >/dev/null
carry
[ "$(acknowledged)" -eq 2 ] || fail "the receipts did not come home"

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
visit start answer:very_poor leave
carry
"$hub" import --data "$work/hub" "$stick"/*.batch >"$work/imported.txt" 2>&1 || true
[ "$(exported)" -eq 2 ] || fail "a revoked kiosk was counted"

echo "two responses went out on a stick, and their receipts came home"
rm -rf "$work"
