#!/bin/sh
# A hub that burns down after kiosks were enrolled, a venue was added and another survey was published: its backup is
# older than all of that. Each kiosk is adopted with its next exchange, each visit counts once, the survey goes on being
# asked, and whoever was revoked since stays out.
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
open_work "${YOUSAID_WORK:-$here/build/adopt}"
hub="$bin/yousaid-hub"

visits() {
    left=$2
    while [ "$left" -gt 0 ]; do
        visit "$1" start answer:good leave
        left=$((left - 1))
    done
}

serial() {
    "$bin/yousaid-kiosk" status --data "$work/$1" | sed -n 's/.*Survey bundle: \([0-9]*\).*/\1/p'
}

# has WHAT NUMBER: so many responses are counted, and the proof is clean.
has() {
    [ "$(exported "$work/hub")" -eq "$2" ] || fail "$1 the hub has $(exported "$work/hub") responses instead of $2"
    "$hub" verify --data "$work/hub" >"$work/verify.txt" || fail "$1 the proof is not clean: $(cat "$work/verify.txt")"
}

publish() {
    "$hub" survey publish --no-screens --no-speech --data "$work/hub" "$1" \
        --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread >>"$work/publish.txt" ||
        fail "the survey $1 could not be published"
}

make_hub
start_hub ''
address=${hub_url#https://}
enrol riverside early
visits early 2
carry early
"$hub" backup --data "$work/hub" --to "$work/backup" >/dev/null

# What the backup does not know: a venue, a survey, three kiosks, one of them stolen.
"$hub" venue add --data "$work/hub" northgate --name 'Northgate Practice' --kind gp --time-zone Europe/London >/dev/null
sed 's/What went well?/What went well today?/' "$surveys/gp-fft.json" >"$work/newer.json"
cmp -s "$surveys/gp-fft.json" "$work/newer.json" && fail "the newer survey is no other"
publish "$work/newer.json"
enrol riverside late
enrol northgate north
enrol riverside thief
for kiosk in early late north thief; do
    visits "$kiosk" 2
    carry "$kiosk"
done
visits late 1
thief=$(sed -n 's/^this kiosk is \([0-9a-f]*\) of .*/\1/p' "$work/thief-courier.log")
[ -n "$thief" ] || fail "which kiosk the thief has is not known"
"$hub" kiosk revoke --data "$work/hub" "$thief" --since 2020-01-01 >/dev/null
"$hub" kiosk revocations --data "$work/hub" --to "$work/revocations" >"$work/saved.txt"
grep -q '^1 revocations' "$work/saved.txt" || fail "the revocation was not saved: $(cat "$work/saved.txt")"
has 'before the fire' 10
held=$(serial late)

kill -KILL "$hub_pid"
rm -rf "$work/hub"
"$hub" restore --data "$work/hub" --from "$work/backup" >/dev/null
"$hub" kiosk revocations --data "$work/hub" --from "$work/revocations" >"$work/taken.txt"
grep -q '^1 revocations' "$work/taken.txt" || fail "the revocation was not taken: $(cat "$work/taken.txt")"
"$hub" kiosk revocations --data "$work/hub" --from "$work/revocations" >"$work/taken.txt"
grep -q '^0 revocations' "$work/taken.txt" || fail "the revocation was taken twice"
has 'restored,' 2

start_hub "$address"
for kiosk in late north early; do carry "$kiosk"; done
has 'after one exchange each' 9
if try_to_carry thief; then fail "a kiosk that is revoked since its enrolment was adopted"; fi
grep -q 'this kiosk is revoked' "$work/carried.txt" || fail "it is not said why: $(cat "$work/carried.txt")"
for kiosk in late north early; do carry "$kiosk"; done
has 'after the thief' 9

"$hub" kiosk list --data "$work/hub" >"$work/list.txt"
[ "$(grep -c 'times: adopted:' "$work/list.txt")" -eq 2 ] || fail "people are not told of two adoptions: $(cat "$work/list.txt")"
grep -q 'Northgate Practice' "$work/list.txt" || "$hub" venue list --data "$work/hub" | grep -q 'Northgate Practice' ||
    fail "the venue that was added since is not known"
[ "$(serial late)" -gt "$held" ] || fail "the kiosk holds bundle $(serial late) and not one above $held"

# The newer survey is asked at both venues as before, and by what the hub publishes from now on.
for kiosk in late north; do
    visits "$kiosk" 1
    carry "$kiosk"
done
"$hub" notice add --data "$work/hub" --venue riverside --said 'The door is heavy' --said-on 2026-09 \
    --did 'It opens by itself now' --date 2026-10-01 >/dev/null
carry early
visit early language:cy start answer:good leave
carry early
has 'going on,' 12
newer=$(grep -c '"version":2,' "$work/export.jsonl" || true)
[ "$newer" -eq 8 ] || fail "$newer responses are to the newer survey, and not eight"

# Once more: what was adopted is in the next backup, and adopted no second time.
for kiosk in late north early; do carry "$kiosk"; done
[ "$("$hub" kiosk list --data "$work/hub" | grep -c 'times: adopted:')" -eq 2 ] || fail "a kiosk was adopted twice"
has 'at the end' 12
echo "a hub adopted two kiosks that its backup did not know: twelve visits, each counted once"
rm -rf "$work"
