#!/bin/sh
# Kiosks that only ever use sticks, and a hub that has forgotten them: one that was restored to before they were
# enrolled, before their venue, and before the survey that they ask. And a card that was copied: the receipt brings
# the new life, once, however often an old stick comes back. Each visit counts once.
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
open_work "${YOUSAID_WORK:-$here/build/carried}"
hub="$bin/yousaid-hub"
stick="$work/stick"
mkdir "$stick"

# to_hub KIOSK: writes the stick at this kiosk and carries it to the hub.
to_hub() {
    carry_by_stick "$1" "$stick"
    import
}

import() {
    status=0
    "$hub" import --data "$work/hub" "$stick"/*.batch >"$work/imported.txt" 2>"$work/refused.txt" || status=$?
}

# counted NUMBER WHEN: the hub has so many, and proves them.
counted() {
    [ "$(exported "$work/hub")" -eq "$1" ] || fail "$2 the hub has $(exported "$work/hub") responses instead of $1"
    "$hub" verify --data "$work/hub" >"$work/verify.txt" || fail "$2 the proof is not clean: $(cat "$work/verify.txt")"
}

init_hub
"$hub" backup --data "$work/hub" --to "$work/backup" >/dev/null
make_hub
start_hub ''
enrol riverside kiosk
stop "$hub_pid"
visit kiosk start answer:good leave

# The hub is set back to before all of that, and knows neither the kiosk nor its venue nor the survey.
rm -rf "$work/hub"
"$hub" restore --data "$work/hub" --from "$work/backup" >/dev/null
"$hub" import --data "$work/hub" "$work"/nothing.batch >/dev/null 2>&1 && fail 'a batch that is not there was taken'
to_hub kiosk
[ "$status" -eq 0 ] || fail "the kiosk is not adopted: $(cat "$work/refused.txt")"
grep -q 'it is adopted' "$work/imported.txt" || fail "nobody says that a kiosk was adopted: $(cat "$work/imported.txt")"
counted 1 'once it is adopted'
"$hub" kiosk list --data "$work/hub" | grep -q adopted || fail 'kiosk list does not tell of it'
carry_by_stick kiosk "$stick"
[ "$(acknowledged kiosk)" -eq 1 ] || fail 'the receipt did not come home'

# The card is copied; both go on, and the copy comes second.
cp -a "$work/kiosk" "$work/copy"
visit kiosk start answer:good leave
visit copy start answer:poor leave
to_hub kiosk
carry_by_stick kiosk "$stick"
counted 2 'with the first card'
rm "$stick"/*
to_hub copy
[ "$status" -eq 1 ] || fail 'another history passed for the same'
counted 2 'with another history'
cp -a "$stick" "$work/old-stick"
carry_by_stick copy "$stick"
grep -q 'write the stick once more' "$work/carried.txt" || fail "the courier does not say what to do: $(cat "$work/carried.txt")"
visit copy start answer:poor leave
to_hub copy
[ "$status" -eq 0 ] || fail "the new life is not taken: $(cat "$work/refused.txt")"
counted 4 'in the new life'
carry_by_stick copy "$stick"
[ "$(acknowledged copy)" -eq 2 ] || fail "the new life's receipt did not come home"

# The old stick comes back, to both cards and to the hub: nothing begins anew, nothing is counted again.
carry_by_stick copy "$work/old-stick"
carry_by_stick kiosk "$work/old-stick"
visit copy start answer:good leave
visit kiosk start answer:good leave
to_hub copy
to_hub kiosk
"$hub" import --data "$work/hub" "$work/old-stick"/*.batch >/dev/null 2>&1 || true
counted 6 'after an old stick'
"$bin/yousaid-courier" status --data "$work/kiosk" --json | grep -q new_life && fail 'the first card was moved to another life'
[ "$(sed -n 's/.*"life":"\([0-9a-f]*\)".*/\1/p' "$work/export.jsonl" | sort -u | wc -l)" -le 2 ] ||
    fail 'there are more than two lives'
echo 'by stick alone: a kiosk was adopted, a copied card began a new life, six visits, each counted once'
rm -rf "$work"
