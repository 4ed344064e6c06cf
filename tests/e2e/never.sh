#!/bin/sh
# A venue that never has a network: its kiosk is enrolled by stick, asks its first survey off it, sends its answers and
# hears of them by it, and goes on for years: a new survey, a notice, whether anybody answered or not. Lost answers,
# a second kiosk with the same code, guessed codes, a full stick and one that is pulled out. Each answer counts once.
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
open_work "${YOUSAID_WORK:-$here/build/never}"
hub="$bin/yousaid-hub"
stick="$work/stick"
mkdir "$stick"

# set_up KIOSK: the kiosk uses the stick to be set up; what it says is in $work/said.txt.
set_up() {
    "$bin/yousaid-courier" provision --data "$work/$1" --from "$stick" >"$work/said.txt" 2>&1
}

# import [FILE...]: the stick, or these files of it, at the hub.
import() {
    [ $# -gt 0 ] || set -- "$stick"
    status=0
    "$hub" import --data "$work/hub" "$@" >"$work/imported.txt" 2>"$work/refused.txt" || status=$?
}

# asks KIOSK TEXT: what the kiosk asks or shows has these words.
asks() {
    grep -qrF "$2" "$work/$1/courier/blobs" || fail "$1 has nothing of: $2"
}

# bundle_of KIOSK: the serial that it holds.
bundle_of() {
    number_of bundle_serial "$("$bin/yousaid-courier" status --data "$work/$1" --json)"
}

# invite: sets $code; no hub is ever at that address.
invite() {
    "$hub" kiosk invite --data "$work/hub" --venue riverside >"$work/invitation.txt"
    code=$(grep -oE '[0-9A-Z]{5}(-[0-9A-Z]{5}){3}' "$work/invitation.txt" | head -n 1)
    printf '{"version": 1, "hub": "https://127.0.0.1:1", "code": "%s"}\n' "$code" >"$stick/yousaid-setup.json"
}

# notice SAID DID: is shown at the venue from now on.
notice() {
    "$hub" notice add --data "$work/hub" --venue riverside --said "$1" --said-on 2026-09 --did "$2" --date 2026-10 \
        >"$work/notice.txt" 2>&1 || fail "the notice is not added: $(cat "$work/notice.txt")"
}

# counted NUMBER WHEN: the hub has so many, and proves them.
counted() {
    [ "$(exported "$work/hub")" -eq "$1" ] || fail "$2 the hub has $(exported "$work/hub") responses instead of $1"
    "$hub" verify --data "$work/hub" >"$work/verify.txt" || fail "$2 the proof is not clean: $(cat "$work/verify.txt")"
}

make_hub

# ---- the stick asks for the kiosk ----
invite
if set_up kiosk; then fail 'a kiosk was enrolled without a hub'; fi
grep -q 'carry it to the hub' "$work/said.txt" || fail "nobody is told what to do: $(cat "$work/said.txt")"
question=$(echo "$stick"/*.enrol)
[ -f "$question" ] || fail 'there is no question on the stick'
rm "$stick/yousaid-setup.json" # its code is the central team's, and need not travel again
letters=$(printf '%s' "$code" | tr -d -)
if grep -rqiF -e "$code" -e "$letters" "$stick"; then fail 'the code is on the stick'; fi
if grep -rqiF -e "$code" -e "$letters" "$work/kiosk"; then fail 'the code is kept on the kiosk'; fi
[ "$(stat -c %a "$work/kiosk/courier/pending")" = 600 ] || fail 'others may read what waits for the answer'

# ---- the hub answers; a lost answer is given again, byte for byte; another key is refused and reported ----
import
[ "$status" -eq 0 ] || fail "the question is not answered: $(cat "$work/refused.txt")"
answer=${question%.enrol}.enrolled
cp "$answer" "$work/first-answer"
kiosk=$(sed -n 's/^kiosk \([0-9a-f]*\) is enrolled$/\1/p' "$work/imported.txt")
[ -f "$stick/yousaid-$kiosk.bundle" ] || fail 'the first bundle does not lie beside the answer'
rm "$answer" "$stick/yousaid-$kiosk.bundle"
import
cmp -s "$answer" "$work/first-answer" || fail 'the same question got another answer'
mkdir "$work/thief"
printf '{"version": 1, "hub": "https://127.0.0.1:1", "code": "%s"}\n' "$code" >"$work/thief/yousaid-setup.json"
"$bin/yousaid-courier" provision --data "$work/other" --from "$work/thief" >"$work/said.txt" 2>&1 || true
import "$work"/thief/*.enrol
[ "$status" -eq 1 ] || fail 'a second kiosk was enrolled by the same code'
grep -q 'used by another kiosk' "$work/refused.txt" || fail "it is refused in other words: $(cat "$work/refused.txt")"
"$hub" kiosk list --data "$work/hub" | grep -q 'second key refused' || fail 'nobody is told of the second key'
[ ! -e "$(echo "$work"/thief/*.enrol | sed 's/enrol$/enrolled/')" ] || fail 'the second key got an answer'

# ---- many wrong codes on one stick ----
mkdir "$work/guesses"
for guess in 1 2 3 4 5 6 7 8 9 10 11 12; do
    { head -c 60 "$question"; printf '%02d' "$guess"; tail -c +63 "$question"; } >"$work/guesses/$guess.enrol"
done
import "$work/guesses"
[ "$status" -eq 1 ] || fail 'a changed question was answered'
grep -q 'too many wrong codes' "$work/refused.txt" || fail 'guesses are not ended'

# ---- an answer that is not ours, or damaged; then the true one, cut by the plug ----
cp "$answer" "$work/whole"
{ head -c 200 "$work/whole"; printf 'x'; tail -c +202 "$work/whole"; } >"$answer"
if set_up kiosk; then fail 'a damaged answer enrolled a kiosk'; fi
grep -q 'not from a hub that knows this code' "$work/said.txt" || fail "it is not said why: $(cat "$work/said.txt")"
cp "$work/whole" "$answer"
mv "$stick/yousaid-$kiosk.bundle" "$work/kept.bundle"
if set_up kiosk; then fail 'it did not say that there are no questions'; fi
grep -q 'its first bundle is not on the stick' "$work/said.txt" || fail "it says: $(cat "$work/said.txt")"
mv "$work/kept.bundle" "$stick/yousaid-$kiosk.bundle"
carry_by_stick kiosk "$stick"
grep -q 'bundle [0-9]* is here' "$work/carried.txt" || fail "the bundle was not taken: $(cat "$work/carried.txt")"
[ ! -e "$work/kiosk/courier/pending" ] || fail 'the invitation still waits'
asks kiosk 'Overall, how was your experience'
rm -rf "${stick:?}"/*

# ---- answers out, receipts back ----
visit kiosk start answer:very_good leave
visit kiosk start answer:poor leave
carry_by_stick kiosk "$stick"
import
[ "$status" -eq 0 ] || fail "not all was imported: $(cat "$work/refused.txt")"
counted 2 'after the first stick'
carry_by_stick kiosk "$stick"
[ "$(acknowledged kiosk)" -eq 2 ] || fail 'the receipts did not come home'

# ---- a new survey and a notice, while nobody has answered ----
held=$(bundle_of kiosk)
sed 's/How was your visit today?/How did it go today?/' "$surveys/gp-fft.json" >"$work/gp-fft.json"
"$hub" survey publish --no-screens --no-speech --data "$work/hub" "$work/gp-fft.json" \
    --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread >>"$work/publish.txt" || fail 'the new survey is not published'
import
[ "$status" -eq 0 ] || fail "the stick of a kiosk that had nothing to say: $(cat "$work/refused.txt")"
grep -q "bundle [0-9]* for kiosk $kiosk lies beside" "$work/imported.txt" || fail 'the new survey is not on the stick'
cp "$stick/yousaid-$kiosk.bundle" "$work/second.bundle"
visit kiosk start answer:good leave # still to the old one
carry_by_stick kiosk "$stick"
[ "$(bundle_of kiosk)" -gt "$held" ] || fail 'the new survey was not taken'
asks kiosk 'How did it go today?'
visit kiosk start answer:good leave
carry_by_stick kiosk "$stick"
notice 'The waiting room was cold.' 'We mended the heating.'
import
counted 4 'with two surveys'
carry_by_stick kiosk "$stick"
[ "$(acknowledged kiosk)" -eq 4 ] || fail 'the receipts did not come home'
asks kiosk 'We mended the heating.'

# ---- what is old, altered, cut, long, or of another kiosk ----
held=$(bundle_of kiosk)
cp "$stick/yousaid-$kiosk.bundle" "$work/third.bundle"
cp "$work/second.bundle" "$stick/yousaid-$kiosk.bundle"
carry_by_stick kiosk "$stick"
grep -q 'older than' "$work/carried.txt" || fail "an older bundle is refused in other words: $(cat "$work/carried.txt")"
[ "$(bundle_of kiosk)" -eq "$held" ] || fail 'an older bundle was taken'
carry_by_stick kiosk "$stick"

# ---- on demand; and pulled out while it is written ----
notice 'The door stuck.' 'It opens by itself.'
"$hub" kiosk stick --data "$work/hub" "$kiosk" --to "$stick" >"$work/stick.txt" || fail 'kiosk stick did not work'
carry_by_stick kiosk "$stick"
asks kiosk 'It opens by itself.'
if ls "$stick"/*.new >/dev/null 2>&1; then fail 'half a file is on the stick'; fi

# Nobody has ever said a word over a network: neither hub nor kiosk.
visit kiosk start answer:very_poor leave
carry_by_stick kiosk "$stick"
import "$stick"/*.batch
carry_by_stick kiosk "$stick"
counted 5 'at the end'
[ "$(acknowledged kiosk)" -eq 5 ] || fail 'the last receipts did not come home'
echo 'by sticks alone: enrolled, two surveys and two notices brought, five answers counted once each'
rm -rf "$work"
