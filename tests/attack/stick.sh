#!/bin/sh
# A stick that was lost: what its finder can read, and what comes of it when somebody changes it, adds to
# it, or carries it to the wrong hub.
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
open_work "${YOUSAID_WORK:-$here/build/attack-stick}"
hub="$bin/yousaid-hub"
stick="$work/stick"
mkdir "$stick"

# refuses HUB FILE PATTERN: importing that file fails in these words, keeps nothing and writes no receipt.
refuses() {
    before=$(exported "$1")
    if "$hub" import --data "$1" "$2" >"$work/out" 2>"$work/err"; then
        fail "imported: $2"
    fi
    grep -qE "$3" "$work/err" || { cat "$work/err" >&2; fail "refused in other words than: $3"; }
    [ "$(exported "$1")" -eq "$before" ] || fail "something of $2 was kept"
    [ ! -e "${2%.batch}.receipt" ] || fail "$2 got a receipt"
}

# flipped AT FILE: the file with one byte changed.
flipped() {
    head -c "$1" "$2"
    tail -c "+$(($1 + 1))" "$2" | head -c 1 | tr '\000-\377' '\001-\377\000'
    tail -c "+$(($1 + 2))" "$2"
}

make_hub
start_hub ''
enrol riverside kiosk
stop "$hub_pid"
sqlite3 "$work/hub/hub.sqlite" ".backup '$work/enrolled.sqlite'"
visit kiosk start answer:very_good key:k key:i key:n key:d key:l key:y continue leave
carry_by_stick kiosk "$stick"
batch=$(echo "$stick"/*.batch)
[ -f "$batch" ] || fail "there is no batch on the stick"
[ -f "$(echo "$stick"/*.adoption)" ] || fail "there is nothing for a hub that has forgotten this kiosk"

# Who finds it: no words, no key, no code. The clear answers are packed, not hidden: docs/SECURITY.md.
for secret in kindly KINDLY argon2 "$(cat "$work/kiosk-code")"; do
    if grep -qF -- "$secret" "$stick"/*; then fail "the stick says \"$secret\""; fi
done
od -An -v -tx1 "$work/kiosk/courier/key" | tr -d ' \n' >"$work/key.hex"
od -An -v -tx1 "$batch" | tr -d ' \n' >"$work/batch.hex"
if grep -qF "$(head -c 64 "$work/key.hex")" "$work/batch.hex"; then fail "the kiosk's key is on the stick"; fi

# Who changes it: every part is under the signature.
size=$(wc -c <"$batch")
for at in 0 5 20 40 $((size / 2)) $((size - 65)) $((size - 1)); do
    flipped "$at" "$batch" >"$work/changed.batch"
    [ "$(wc -c <"$work/changed.batch")" -eq "$size" ] || fail "the flip went wrong"
    refuses "$work/hub" "$work/changed.batch" 'changed\.batch'
done
for part in 0 1 64 $((size / 2)) $((size - 1)); do
    head -c "$part" "$batch" >"$work/cut.batch"
    refuses "$work/hub" "$work/cut.batch" 'cut\.batch'
done
{ cat "$batch"; printf 'x'; } >"$work/longer.batch"
refuses "$work/hub" "$work/longer.batch" 'longer\.batch'

# Who lays traps: links under the names that courier and hub will write. They are replaced, not followed.
receipt=${batch%.batch}.receipt
cp "$work/kiosk/courier/key" "$work/key.before"
cp "$work/hub/keys/hub.key" "$work/hub-key.before"
rm "$batch"
for name in "$batch" "$batch.new" "$stick"/*-manifest.txt; do
    ln -sf "$work/kiosk/courier/key" "$name"
done
carry_by_stick kiosk "$stick"
if [ ! -f "$batch" ] || [ -L "$batch" ]; then fail "the batch was not written anew"; fi
cmp -s "$work/kiosk/courier/key" "$work/key.before" || fail "the courier wrote through a link"
cp "$batch" "$work/trap.batch"
ln -s "$work/hub/keys/hub.key" "$work/trap.receipt"
ln -s "$work/hub/keys/hub.key" "$work/trap.receipt.new"
"$hub" import --data "$work/hub" "$work/trap.batch" >"$work/out" || fail "a trap kept a good batch out"
cmp -s "$work/hub/keys/hub.key" "$work/hub-key.before" || fail "the hub wrote through a link"
[ ! -L "$work/trap.receipt" ] || fail "the receipt is still a link"

# Who adds to it: links and pipes are not followed, and one bad file keeps no good one out.
ln -s "$work/passphrase" "$stick/link.batch"
mkfifo "$stick/pipe.batch"
printf 'noise' >"$stick/noise.batch"
status=0
timeout 60 "$hub" import --data "$work/hub" "$stick"/*.batch >"$work/out" 2>"$work/err" || status=$?
[ "$status" -eq 1 ] || fail "foreign files did not show in the exit status ($status)"
[ "$(wc -l <"$work/out")" -eq 1 ] || fail "more than our own file was imported"
if grep -qF "$(cat "$work/passphrase")" "$work/out" "$work/err"; then fail "a link was followed"; fi
[ "$(exported "$work/hub")" -eq 1 ] || fail "our own file did not count once"
rm "$stick/link.batch" "$stick/pipe.batch" "$stick/noise.batch"
[ -f "$receipt" ] || fail "our own file has no receipt"

# The wrong hub: another programme's knows neither the kiosk nor how to sign for it.
mv "$work/hub" "$work/ours"
make_hub
mkdir "$work/elsewhere"
cp "$batch" "$work/elsewhere/"
refuses "$work/hub" "$work/elsewhere/$(basename "$batch")" 'not enrolled here'

# A receipt by a hub of another programme, as cunning as it can be: that hub has learnt of the kiosk.
sqlite3 "$work/hub/hub.sqlite" "ATTACH '$work/enrolled.sqlite' AS ours;
    INSERT INTO kiosk SELECT * FROM ours.kiosk;
    INSERT INTO watermark SELECT * FROM ours.watermark"
cp "$receipt" "$work/true.receipt"
"$hub" import --data "$work/hub" "$work/elsewhere/$(basename "$batch")" >"$work/out" 2>&1 ||
    fail "the other hub should have taken it: $(cat "$work/out")"
[ -f "$work/elsewhere/$(basename "$receipt")" ] || fail "the other hub wrote no receipt"
cp "$work/elsewhere/$(basename "$receipt")" "$receipt"
carry_by_stick kiosk "$stick"
[ "$(acknowledged kiosk)" -eq 0 ] || fail "a receipt of another programme's hub was believed"
cp "$work/true.receipt" "$receipt"
carry_by_stick kiosk "$stick"
[ "$(acknowledged kiosk)" -eq 1 ] || fail "the true receipt did not come home"
rm -r "$work/hub"
mv "$work/ours" "$work/hub"
"$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"

echo "a lost stick tells no words, and what was changed on it counts nowhere"
rm -rf "$work"
