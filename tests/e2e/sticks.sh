#!/bin/bash
# A stick's unlucky days: full, pulled out in the middle of writing at any moment by kiosk or hub, somebody else's, altered,
# the same at two hubs, and a hub that is set back. Nothing is lost, nothing counts twice, and what is on it is whole or not there.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi
if [ "${1:-}" != inside ]; then
    if ! unshare --mount true 2>/dev/null; then
        echo 'skipped: this machine permits no mounts of our own, so no stick can be full'
        exit 77
    fi
    exec unshare --mount --propagation private "$0" inside
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
seed=${SEED:-$(date +%s)}
echo "SEED=$seed"
RANDOM=$((seed % 32768))
open_work "${YOUSAID_WORK:-$here/build/sticks}"
hub="$bin/yousaid-hub"
stick="$work/stick"
mkdir "$stick"

visits() {
    left=$2
    while [ "$left" -gt 0 ]; do
        visit "$1" start answer:good leave
        left=$((left - 1))
    done
}

# try_stick KIOSK: its courier goes to the stick; what it says is in $work/carried.txt.
try_stick() {
    "$bin/yousaid-courier" stick --data "$work/$1" --to "$stick" >"$work/carried.txt" 2>&1
}

# import: whatever lies there is brought to the hub in $work/hub.
import() {
    for file in "$stick"/*.batch; do
        [ -e "$file" ] || continue
        "$hub" import --data "$work/hub" "$file" >>"$work/imported.txt" 2>&1 || return 1
    done
}

# has NUMBER WHEN: so many are counted, and the proof is clean.
has() {
    [ "$(exported "$work/hub")" -eq "$1" ] || fail "$2: $(exported "$work/hub") responses are counted and not $1"
    "$hub" verify --data "$work/hub" >"$work/verify.txt" || fail "$2: the proof is not clean: $(cat "$work/verify.txt")"
}

make_hub
start_hub ''
enrol riverside kiosk
enrol riverside other
stop "$hub_pid"

# ---- full ----
mount -t tmpfs -o size=64k,mode=777 none "$stick"
visits kiosk 3
head -c 65536 /dev/zero >"$stick/film" 2>/dev/null || true
if try_stick kiosk; then fail 'a full stick took the responses'; fi
grep -qiE 'space|room|full' "$work/carried.txt" || fail "it does not say that the stick is full: $(cat "$work/carried.txt")"
if [ -n "$(find "$stick" -name '*.batch' -size 0)" ]; then fail 'an empty batch is on the full stick'; fi
[ "$(acknowledged kiosk)" -eq 0 ] || fail 'a full stick acknowledges something'
rm "$stick/film"
try_stick kiosk || fail "there is room again, and: $(cat "$work/carried.txt")"
import || fail 'what was written after the full stick is not good'
has 3 'after a full stick'

# ---- full when the hub writes its receipts ----
visits kiosk 1
try_stick kiosk || fail 'the stick is not written'
head -c 65536 /dev/zero >"$stick/film" 2>/dev/null || true
import || true
rm "$stick/film"
has 4 'without room for a receipt'
import || fail 'imported again it should be known'
has 4 'imported again'
try_stick kiosk || fail 'the receipts are not taken'
[ "$(acknowledged kiosk)" -eq 4 ] || fail "the kiosk knows of $(acknowledged kiosk) acknowledged and not of four"
umount "$stick"

# ---- pulled out in the middle of writing: killed, or the stick gone from under it ----
visits kiosk 40
for ((i = 0; i < 12; i++)); do
    mount -t tmpfs -o size=1m,mode=777 none "$stick"
    "$bin/yousaid-courier" stick --data "$work/kiosk" --to "$stick" >>"$work/pulled.txt" 2>&1 &
    courier=$!
    sleep "0.0$((RANDOM % 60 + 10))"
    case $((i % 3)) in
    0) kill -KILL "$courier" 2>/dev/null || true ;;
    1) umount -l "$stick" ;;
    2) mount -o remount,ro "$stick" 2>/dev/null || true ;;
    esac
    wait "$courier" 2>/dev/null || true
    if mountpoint -q "$stick"; then
        mount -o remount,rw "$stick"
        for file in "$stick"/*.batch; do
            [ -e "$file" ] || continue
            "$hub" import --data "$work/hub" "$file" >>"$work/imported.txt" 2>&1 ||
                fail "half a batch lies on a stick that was pulled out: $(tail -n 1 "$work/imported.txt")"
        done
        umount "$stick"
    fi
done
[ "$(acknowledged kiosk)" -eq 4 ] || fail 'a stick that was pulled out acknowledges something'
try_stick kiosk || fail "it does not write again: $(cat "$work/carried.txt")"
import || fail 'what was written in the end is not good'
has 44 'after sticks that were pulled out'
try_stick kiosk || fail 'the receipts are not taken'
[ "$(acknowledged kiosk)" -eq 44 ] || fail "the kiosk knows of $(acknowledged kiosk) acknowledged and not of 44"

# ---- somebody else's: another kiosk's files, a photo, a folder ----
visits other 2
visits kiosk 1
try_stick other || fail 'the other kiosk does not write'
mkdir "$stick/DCIM"
head -c 5000 /dev/urandom >"$stick/photo.jpg"
own=$(sed -n 's/^this kiosk is \([0-9a-f]*\) of .*/\1/p' "$work/kiosk-courier.log")
find "$stick" -type f -not -name "yousaid-${own}[.-]*" -exec sha256sum {} + >"$work/before.txt"
try_stick kiosk || fail 'files of others keep it from writing'
sha256sum -c --quiet "$work/before.txt" || fail 'a file of somebody else was changed'
import || fail 'two kiosks on one stick cannot be imported'
has 47 'two kiosks on one stick'
for kiosk in kiosk other; do try_stick "$kiosk" || fail "$kiosk does not take its receipts"; done
[ "$(acknowledged kiosk)" -eq 45 ] || fail "another's receipts were taken for its own: $(acknowledged kiosk)"
[ "$(acknowledged other)" -eq 2 ] || fail "the other kiosk knows of $(acknowledged other) and not of two"
if [ ! -f "$stick/photo.jpg" ] || [ ! -d "$stick/DCIM" ]; then fail "what is somebody else's is gone"; fi
rm -rf "${stick:?}"/*

# ---- altered ----
visits kiosk 2
try_stick kiosk || fail 'the stick is not written'
batch=$(find "$stick" -name '*.batch')
cp "$batch" "$work/whole"
printf 'x' | dd of="$batch" bs=1 seek=$(($(wc -c <"$batch") / 2)) conv=notrunc 2>/dev/null
if import; then fail 'an altered batch was taken'; fi
has 47 'with an altered batch'
try_stick kiosk || fail 'an altered batch keeps it from writing'
cmp -s "$batch" "$work/whole" || [ -s "$batch" ] || fail 'the altered batch was not written anew'
import || fail 'written anew it is not good'
has 49 'written anew'

# ---- the same stick at two hubs: of one programme and one database, or of none of its own ----
cp "$work/whole" "$work/again.batch"
"$hub" import --data "$work/hub" "$work/again.batch" >>"$work/imported.txt" 2>&1 || fail 'known, it is refused'
has 49 'the same file twice'
mv "$work/hub" "$work/ours"
make_hub
if import; then fail 'a hub of another programme takes it'; fi
[ "$(exported "$work/hub")" -eq 0 ] || fail 'a hub of another programme counts it'
rm -r "$work/hub"
cp -r "$work/ours" "$work/hub"
mkdir "$work/second"
cp "$stick"/*.batch "$work/second/"
for twin in hub ours; do
    for file in "$stick"/*.batch; do
        "$hub" import --data "$work/$twin" "$file" >>"$work/imported.txt" 2>&1 || fail "$twin does not take it"
    done
    [ "$(exported "$work/$twin")" -eq 49 ] || fail "$twin counts $(exported "$work/$twin")"
done
try_stick kiosk || fail 'receipts of two hubs stand in the way'
[ "$(acknowledged kiosk)" -eq 47 ] || fail "the kiosk knows of $(acknowledged kiosk) acknowledged and not of 47"
has 49 'at the end'

# ---- a bundle: no room for it, the stick pulled out while the hub writes it, the kiosk killed while it takes it ----
rm -rf "${stick:?}"/*
news=0
# news: there is something newer for the kiosk than it holds.
news() {
    news=$((news + 1))
    "$hub" notice add --data "$work/hub" --venue riverside --said "Said $news." --said-on 2026-09 --did "Done $news." \
        --date 2026-10 >/dev/null
}
bundle_of() {
    number_of bundle_serial "$("$bin/yousaid-courier" status --data "$work/kiosk" --json)"
}
news
mount -t tmpfs -o size=64k,mode=777 none "$stick"
if "$hub" kiosk stick --data "$work/hub" "$own" --to "$stick" >"$work/brought.txt" 2>&1; then fail 'a bundle fits no such stick'; fi
grep -qiE 'space|room|full' "$work/brought.txt" || fail "it does not say that the stick is full: $(cat "$work/brought.txt")"
[ -z "$(ls -A "$stick")" ] || fail "something of the bundle is on the full stick: $(ls "$stick")"
umount "$stick"
for ((i = 0; i < 12; i++)); do
    mount -t tmpfs -o size=4m,mode=777 none "$stick"
    "$hub" kiosk stick --data "$work/hub" "$own" --to "$stick" >>"$work/pulled.txt" 2>&1 &
    writer=$!
    sleep "0.0$((RANDOM % 60 + 10))"
    case $((i % 3)) in
    0) kill -KILL "$writer" 2>/dev/null || true ;;
    1) umount -l "$stick" ;;
    2) mount -o remount,ro "$stick" 2>/dev/null || true ;;
    esac
    wait "$writer" 2>/dev/null || true
    if mountpoint -q "$stick"; then
        mount -o remount,rw "$stick"
        try_stick kiosk || fail "half a bundle keeps it from saving: $(cat "$work/carried.txt")"
        if grep -q 'no bundle was taken' "$work/carried.txt"; then fail "half a bundle: $(cat "$work/carried.txt")"; fi
        umount "$stick"
    fi
done
for ((i = 0; i < 12; i++)); do
    news
    "$hub" kiosk stick --data "$work/hub" "$own" --to "$stick" >"$work/brought.txt" || fail 'no bundle was written'
    "$bin/yousaid-courier" stick --data "$work/kiosk" --to "$stick" >>"$work/pulled.txt" 2>&1 &
    courier=$!
    sleep "0.0$((RANDOM % 60 + 10))"
    kill -KILL "$courier" 2>/dev/null || true
    wait "$courier" 2>/dev/null || true
    try_stick kiosk || fail "the bundle that was half taken stands in the way: $(cat "$work/carried.txt")"
    [ "$(bundle_of)" -eq "$(sed -n 's/^bundle \([0-9]*\) .*/\1/p' "$work/brought.txt")" ] ||
        fail "the kiosk holds bundle $(bundle_of) after: $(cat "$work/brought.txt")"
done
has 49 'after bundles that were pulled out'

# ---- a venue without a network, and a hub that is set back to its backup ----
import || true
try_stick kiosk || fail 'the receipts are not taken'
"$hub" backup --data "$work/hub" --to "$work/backup" >/dev/null
visits kiosk 2
try_stick kiosk || fail 'the stick is not written'
import || fail 'what came since the backup is not taken'
try_stick kiosk || fail 'the receipts are not taken'
[ "$(acknowledged kiosk)" -eq 49 ] || fail "the kiosk knows of $(acknowledged kiosk) acknowledged and not of 49"
rm -r "$work/hub"
"$hub" restore --data "$work/hub" --from "$work/backup" >/dev/null
visits kiosk 1
try_stick kiosk || fail 'the stick is not written'
if import; then fail 'a hub takes what it cannot join to what it has'; fi
[ "$(exported "$work/hub")" -eq 49 ] || fail 'the hub is not what its backup was'
try_stick kiosk || fail 'the receipt of a hub that was set back stands in the way'
import || true # what the stick had before comes after what the hub lacks, or before it
import || fail "what the hub lacks is not on the stick: $(tail -n 1 "$work/imported.txt")"
has 52 'set back to its backup'
try_stick kiosk || fail 'the receipts are not taken'
[ "$(acknowledged kiosk)" -eq 50 ] || fail "the kiosk knows of $(acknowledged kiosk) acknowledged and not of 50"
echo 'sticks were full, pulled out, foreign, altered, carried to two hubs and to one set back: 52 responses, each counted once'
rm -rf "$work"
