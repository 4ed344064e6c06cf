#!/bin/sh
# A hub that was set back to before a survey was published: the kiosk asked it, people answered, and the
# answers wait. The courier brings the hub the survey, signed, and the answers follow in the same go.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/survey}"
hub="$bin/yousaid-hub"

make_hub
start_hub ''
address=${hub_url#https://}
enrol riverside kiosk
stop "$hub_pid"
cp -a "$work/hub" "$work/before"

# A second edition: one more line end makes other bytes, and so another survey.
{ cat "$surveys/gp-fft.json"; echo; } >"$work/second.json"
"$hub" survey publish --no-screens --no-speech --data "$work/hub" "$work/second.json" \
    --accept-unreviewed cy,pl,ro,pa,ur,ar,bn >"$work/publish-second.txt"
start_hub "$address"
carry kiosk
visit kiosk start answer:poor leave
stop "$hub_pid"

rm -r "$work/hub"
mv "$work/before" "$work/hub"
start_hub "$address"
carry kiosk
status=$("$bin/yousaid-courier" status --data "$work/kiosk" --json)
[ "$(number_of acknowledged "$status")" -eq 1 ] || fail "the answer did not arrive: $status"
printf '%s' "$status" | grep -q 'survey_wanted' || fail "the hub did not ask for the survey: $status"
[ "$(exported "$work/hub")" -eq 1 ] ||
    fail "the hub does not have the answer"
"$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"
echo "the hub was brought the survey it lacked, and the answers to it"
