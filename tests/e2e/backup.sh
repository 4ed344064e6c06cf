#!/bin/sh
# A hub that burns down: a backup is made while it serves, people go on answering, the hub is gone, and one command
# brings it back. Its kiosk sends again what came since, each visit counts once, and what was published since comes
# above all serials that a kiosk holds.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/backup}"
hub="$bin/yousaid-hub"

visits() {
    left=$1
    while [ "$left" -gt 0 ]; do
        visit kiosk start answer:good leave
        left=$((left - 1))
    done
}

serial() {
    "$bin/yousaid-kiosk" status --data "$work/kiosk" | sed -n 's/.*Survey bundle: \([0-9]*\).*/\1/p'
}

refuses() {
    why=$1
    shift
    if "$hub" "$@" >"$work/refused.txt" 2>&1; then fail "it went on: $*"; fi
    grep -q "$why" "$work/refused.txt" || fail "it does not say why: $(cat "$work/refused.txt")"
}

# noted ACTION DETAIL: the audit log of the hub has such a line.
noted() {
    sqlite3 "$work/hub/hub.sqlite" "SELECT action, detail FROM audit" | grep -qF "$1|$2" ||
        fail "the audit log does not tell of $1"
}

make_hub
start_hub ''
address=${hub_url#https://}
enrol riverside kiosk
visits 3
carry kiosk

# cut_off FOLDER: what an attempt leaves whose machine went off.
cut_off() {
    mkdir -p "$1.making/keys"
    head -c 5000 "$work/hub/hub.sqlite" >"$1.making/hub.sqlite"
    : >"$1.making/keys/hub.key.new"
}

# Somebody's own file in the way stays, and is named; what an attempt left is not in the way.
cut_off "$work/backup"
echo 'mine' >"$work/backup.making/notes"
refuses 'not empty' backup --data "$work/hub" --to "$work/backup"
grep -q mine "$work/backup.making/notes" || fail "a file that is somebody's own is gone"
rm "$work/backup.making/notes"
cut_off "$work/backup"
"$hub" backup --data "$work/hub" --to "$work/backup/" >/dev/null
[ ! -e "$work/backup.making" ] || fail "half a backup stays beside the whole one"
noted backup.made "{\"to\":\"$work/backup/\"}"
refuses 'already' backup --data "$work/hub" --to "$work/backup"
refuses "no folder $work/disk: make it, or mount" backup --data "$work/hub" --to "$work/disk/backup"
[ ! -e "$work/disk" ] || fail 'a folder was made where a disk should be mounted'
refuses 'in use' restore --data "$work/other" --from "$work/hub"
refuses 'no backup' restore --data "$work/other" --from "$work"
cp -R "$work/backup" "$work/lacking"
rm "$work/lacking/keys/hub.key"
refuses 'hub.key is not there' restore --data "$work/other" --from "$work/lacking"
[ ! -e "$work/other.making" ] || fail "a restore that failed leaves half a hub, and keys"
[ "$(stat -c %a "$work/backup")" = 700 ] || fail "others may look into the backup"

# The day goes on: four visits, and a notice that makes a newer bundle.
visits 2
"$bin/yousaid-kiosk" status --data "$work/kiosk" >"$work/status.txt"
grep -q 'what was recorded since goes with the next' "$work/status.txt" || fail "it says: $(head -n 1 "$work/status.txt")"
"$hub" notice add --data "$work/hub" --venue riverside --said 'The door is heavy' --said-on 2026-09 \
    --did 'It opens by itself now' --date 2026-10-01 >/dev/null
carry kiosk
visits 2
carry kiosk
held=$(serial)
[ "$(exported "$work/hub")" -eq 7 ] || fail "before the fire the hub has $(exported "$work/hub") responses instead of seven"

kill -KILL "$hub_pid"
rm -rf "$work/hub"
mkdir -p "$work/hub.making/keys"
: >"$work/hub.making/hub.sqlite"
"$hub" restore --data "$work/hub" --from "$work/backup" >/dev/null
noted hub.restored ''
refuses 'something at' restore --data "$work/hub" --from "$work/backup"
[ "$(exported "$work/hub")" -eq 3 ] || fail "the restored hub is not what the backup was"

# A drill is looked at and proven, and no kiosk or stick is taken in by it: nobody believes that it has anything.
"$hub" restore --data "$work/drill" --from "$work/backup" --drill >/dev/null
[ "$(exported "$work/drill")" -eq 3 ] || fail "the drill is not what the backup was"
"$hub" verify --data "$work/drill" >/dev/null || fail "the drill's proof is not clean"
mkdir "$work/stick"
visits 1
carry_by_stick kiosk "$work/stick"
refuses 'is a drill' import --data "$work/drill" "$work/stick"
refuses 'is a drill' kiosk stick --data "$work/drill" "$("$hub" kiosk list --data "$work/drill" | cut -c -16 | head -n 1)" --to "$work/stick"
if ls "$work/stick"/*.receipt >/dev/null 2>&1; then fail 'the drill wrote a receipt'; fi
"$hub" serve --data "$work/drill" --listen "$address" >"$work/drill.out" 2>"$work/drill.log" &
drill_pid=$!
started="$started $drill_pid"
await 20 "the drill (see $work/drill.log)" grep -q 'listening on' "$work/drill.out"
if try_to_carry kiosk; then fail 'a kiosk believes a drill'; fi
grep -q 'is a drill' "$work/carried.txt" || fail "the drill turns a kiosk away in other words: $(cat "$work/carried.txt")"
[ "$(acknowledged kiosk)" -eq 7 ] || fail "the drill changed what is acknowledged: $(acknowledged kiosk)"
stop "$drill_pid"
[ "$(exported "$work/drill")" -eq 3 ] || fail "the drill took something in"

start_hub "$address"
carry kiosk
carry kiosk
[ "$(exported "$work/hub")" -eq 8 ] || fail "the restored hub has $(exported "$work/hub") responses instead of eight"
"$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"
"$hub" notice add --data "$work/hub" --venue riverside --said 'The door is heavy' --said-on 2026-09 \
    --did 'It opens by itself now' --date 2026-10-01 >/dev/null
carry kiosk
[ "$(serial)" -gt "$held" ] || fail "the kiosk holds bundle $(serial) and not one above $held"
visits 1
carry kiosk
[ "$(exported "$work/hub")" -eq 9 ] || fail "the restored hub does not go on"
echo "a hub was restored from a backup: nine visits, each counted once"
rm -rf "$work"
