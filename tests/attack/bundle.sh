#!/bin/sh
# What a hub sends by stick, in strange hands: nothing secret can be read in it; changed, cut, long, deep, replayed, of
# another kiosk or another programme it changes nothing at a kiosk; and a hub writes through no trap and for no stranger.
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
open_work "${YOUSAID_WORK:-$here/build/attack-bundle}"
hub="$bin/yousaid-hub"
stick="$work/stick"
mkdir "$stick"

held() {
    number_of bundle_serial "$("$bin/yousaid-courier" status --data "$work/kiosk" --json)"
}

# refuses WHAT PATTERN: the kiosk takes nothing of what lies on the stick, says why, and saves to it all the same.
refuses() {
    carry_by_stick kiosk "$stick"
    grep -qE "no bundle was taken: .*($2)" "$work/carried.txt" || fail "$1: $(cat "$work/carried.txt")"
    [ "$(held)" -eq "$serial" ] || fail "$1: the kiosk holds bundle $(held) and not $serial"
}

# flipped AT FILE: the file with one byte changed.
flipped() {
    head -c "$1" "$2"
    tail -c "+$(($1 + 1))" "$2" | head -c 1 | tr '\000-\377' '\001-\377\000'
    tail -c "+$(($1 + 2))" "$2"
}

# bundle_for HUB KIOSK: writes it onto the stick.
bundle_for() {
    "$hub" kiosk stick --data "$work/$1" "$2" --to "$stick" >"$work/out.txt" 2>&1
}

make_hub
start_hub ''
enrol riverside kiosk
enrol riverside other
stop "$hub_pid"
number=$(sed -n 's/^this kiosk is \([0-9a-f]*\) of .*/\1/p' "$work/kiosk-courier.log")
other=$(sed -n 's/^this kiosk is \([0-9a-f]*\) of .*/\1/p' "$work/other-courier.log")
file="$stick/yousaid-$number.bundle"
serial=$(held)
visit kiosk start answer:good leave

# Who finds it reads a survey and words for a screen, and no key, code or hash of a PIN.
bundle_for hub "$number" || fail "no bundle was written: $(cat "$work/out.txt")"
cp "$file" "$work/true.bundle"
for secret in argon2 "$(cat "$work/kiosk-code")" "$(cat "$work/other-code")" "$(cat "$work/passphrase")"; do
    if grep -qF -- "$secret" "$file"; then fail "the stick says \"$secret\""; fi
done
od -An -v -tx1 "$work/kiosk/courier/key" | tr -d ' \n' >"$work/key.hex"
od -An -v -tx1 "$file" | tr -d ' \n' >"$work/file.hex"
if grep -qF "$(head -c 64 "$work/key.hex")" "$work/file.hex"; then fail "the kiosk's key is on the stick"; fi

# Who changes it, cuts it, or adds to it.
size=$(wc -c <"$file")
for at in 0 1 3 20 $((size / 3)) $((size / 2)) $((size - 200)) $((size - 1)); do
    flipped "$at" "$work/true.bundle" >"$file"
    refuses "changed at $at" .
done
for part in 0 1 100 $((size / 2)) $((size - 1)); do
    head -c "$part" "$work/true.bundle" >"$file"
    refuses "cut after $part" .
done
{ cat "$work/true.bundle"; printf 'x'; } >"$file"
refuses 'made longer' "behind the bundle's end"
truncate -s 257M "$file"
refuses 'made huge' 'larger than any bundle'
rm "$file"

# Who nests it a thousand deep, or says that it has more parts than there are.
head -c 1000 /dev/zero | tr '\000' '\201' >"$file"
refuses 'nested' .
printf '\205\001\100\232\377\377\377\377' >"$file"
refuses 'with four thousand million statements' .

# Who lays something else there under its name.
rm "$file"
ln -s "$work/true.bundle" "$file"
refuses 'a link' opening
rm "$file"
mkfifo "$file"
refuses 'a pipe' 'not a file'
rm "$file"
mkdir "$file"
refuses 'a folder' 'not a file'
rmdir "$file"

# Who gives it another kiosk's.
bundle_for hub "$other" || fail "the other has no bundle: $(cat "$work/out.txt")"
mv "$stick/yousaid-$other.bundle" "$file"
refuses "another kiosk's" "for kiosk $other"

# Who has a hub of his own, which has learnt of the kiosk.
sqlite3 "$work/hub/hub.sqlite" ".backup '$work/ours.sqlite'"
mv "$work/hub" "$work/ours"
make_hub
sqlite3 "$work/hub/hub.sqlite" "ATTACH '$work/ours.sqlite' AS ours;
    INSERT INTO kiosk SELECT * FROM ours.kiosk;
    INSERT OR IGNORE INTO blob SELECT * FROM ours.blob"
for time in 1 2 3 4 5 6; do # until his serials are higher
    "$hub" venue set --data "$work/hub" riverside --name "Riverside $time" >/dev/null 2>&1 || true
done
bundle_for hub "$number" || fail "his hub should write one: $(cat "$work/out.txt")"
refuses "another programme's" 'statement|nobody this kiosk knows'
rm -r "$work/hub"
mv "$work/ours" "$work/hub"

# Who keeps an old one, and brings it back when a newer is held.
cp "$work/true.bundle" "$file"
carry_by_stick kiosk "$stick"
[ "$(held)" -gt "$serial" ] || fail "the true bundle was not taken: $(cat "$work/carried.txt")"
"$hub" notice add --data "$work/hub" --venue riverside --said 'It was cold.' --said-on 2026-09 --did 'We heat.' \
    --date 2026-10 >/dev/null
bundle_for hub "$number" || fail "no newer bundle was written: $(cat "$work/out.txt")"
carry_by_stick kiosk "$stick"
serial=$(held)
cp "$work/true.bundle" "$file"
refuses 'an older one' 'older than'

# Who lays traps for the hub: links under the names that it will write are replaced, not followed.
cp "$work/hub/keys/hub.key" "$work/hub-key.before"
rm "$file"
ln -s "$work/hub/keys/hub.key" "$file"
ln -s "$work/hub/keys/hub.key" "$file.new"
bundle_for hub "$number" || fail "a trap kept the bundle away: $(cat "$work/out.txt")"
cmp -s "$work/hub/keys/hub.key" "$work/hub-key.before" || fail 'the hub wrote through a link'
[ ! -L "$file" ] || fail 'the bundle is still a link'

# Who names kiosks that there are not, or that were revoked: for them nothing is written.
rm -f "$stick"/*
: >"$stick/yousaid-00000000deadbeef-manifest.txt"
: >"$stick/yousaid-00000000deadbeef"
: >"$stick/yousaid-zz.bundle"
"$hub" kiosk revoke --data "$work/hub" "$other" >/dev/null
: >"$stick/yousaid-$other-manifest.txt"
"$hub" import --data "$work/hub" "$stick" >"$work/out.txt" 2>&1 || fail "strange names failed the import: $(cat "$work/out.txt")"
if ls "$stick"/*deadbeef*.bundle "$stick/yousaid-$other.bundle" >/dev/null 2>&1; then fail 'a bundle was written for a stranger'; fi
if bundle_for hub "$other"; then fail 'a revoked kiosk got a bundle'; fi
"$hub" verify --data "$work/hub" >"$work/verify.txt" || fail "the proof is not clean: $(cat "$work/verify.txt")"
echo "what a hub sends by stick says no secret, and is taken whole by its own kiosk or not at all"
rm -rf "$work"
