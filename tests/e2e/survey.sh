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

carry() {
    "$bin/yousaid-courier" once --data "$work/kiosk" >"$work/carried.txt" 2>&1 || {
        cat "$work/carried.txt" >&2
        fail "the courier did not reach the hub"
    }
}

make_hub
start_hub ''
address=${hub_url#https://}
enrol riverside kiosk
stop "$hub_pid"
cp -a "$work/hub" "$work/before"

# A second edition: one more line end makes other bytes, and so another survey.
{ cat "$surveys/gp-fft.json"; echo; } >"$work/second.json"
"$hub" survey publish --data "$work/hub" "$work/second.json" \
    --accept-unreviewed cy --accept-unreviewed ur >"$work/publish-second.txt"
start_hub "$address"
carry
printf 'touch %s\n' start answer:poor leave >"$work/script"
printf 'wait 200\nquit\n' >>"$work/script"
timeout 120 "$bin/yousaid-kiosk" run --data "$work/kiosk" --script "$work/script" >"$work/trace" ||
    fail "the kiosk did not follow its script"
stop "$hub_pid"

rm -r "$work/hub"
mv "$work/before" "$work/hub"
start_hub "$address"
carry
status=$("$bin/yousaid-courier" status --data "$work/kiosk" --json)
[ "$(number_of acknowledged "$status")" -eq 1 ] || fail "the answer did not arrive: $status"
printf '%s' "$status" | grep -q 'survey_wanted' || fail "the hub did not ask for the survey: $status"
[ "$("$hub" export --data "$work/hub" --survey gp_fft --format jsonl 2>/dev/null | wc -l)" -eq 1 ] ||
    fail "the hub does not have the answer"
"$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"
echo "the hub was brought the survey it lacked, and the answers to it"
