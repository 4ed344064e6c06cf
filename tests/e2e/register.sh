#!/bin/sh
# A kiosk as people keep it, at the command line: it gets a name, moves to another venue while what it has recorded stays
# where that happened, and another one takes its place under its name. The audit log tells of each.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/register}"
hub="$bin/yousaid-hub"
data=$work/hub

refuses() {
    why=$1
    shift
    if "$hub" "$@" >"$work/refused.txt" 2>&1; then fail "it went on: $*"; fi
    grep -q "$why" "$work/refused.txt" || fail "it does not say why: $(cat "$work/refused.txt")"
}

# id_of FIELD: the kiosk whose line of the list has this.
id_of() {
    "$hub" kiosk list --data "$data" | grep -E "^[0-9a-f]{16}.*$1" | cut -d ' ' -f 1
}

# noted ACTION PATTERN: the audit log has such a line.
noted() {
    sqlite3 "$data/hub.sqlite" "SELECT action, subject, detail FROM audit" | grep -qE "^$1[|]$2" ||
        fail "the audit log does not tell of $1: $(sqlite3 "$data/hub.sqlite" 'SELECT action, subject, detail FROM audit')"
}

init_hub
"$hub" venue add --data "$data" lakeside --name 'Lakeside Surgery' --kind gp --time-zone Europe/London >/dev/null
make_hub
start_hub ''
enrol riverside kiosk
kiosk=$(id_of riverside)
carry kiosk
visit kiosk start answer:good leave
carry kiosk

"$hub" kiosk set --data "$data" "$kiosk" --name 'Waiting room' --note 'behind the plant' >/dev/null
[ "$(id_of 'Waiting room$')" = "$kiosk" ] || fail "it is not called what it was named"
noted kiosk.changed "${kiosk}[|].*Waiting room.*"
refuses 'no venue "nowhere"' kiosk set --data "$data" "$kiosk" --venue nowhere
refuses 'must be UTF-8' kiosk set --data "$data" "$kiosk" --name "$(printf 'Waiting\377')"
refuses '199 bytes at most' kiosk set --data "$data" "$kiosk" --name "$(printf '%0200d' 0)"
refuses 'must be UTF-8' user add ann@example.org --data "$data" --name "$(printf 'Ann\377')"
refuses 'must be UTF-8' init --data "$data.other" --programme "$(printf 'North\377')"
[ ! -e "$data.other" ] || fail "a hub was begun"
refuses 'must be UTF-8' venue add lakeside --data "$data" --name "$(printf 'Lake\377')"
refuses 'say what changes' kiosk set --data "$data" "$kiosk"
[ "$(id_of riverside)" = "$kiosk" ] || fail "it moved to a venue that there is not"

"$hub" kiosk set --data "$data" "$kiosk" --venue lakeside >"$work/moved.txt"
grep -q 'stays where that happened' "$work/moved.txt" || fail "nobody is told what becomes of its responses"
noted kiosk.moved "${kiosk}[|].*lakeside"
carry kiosk
visit kiosk start answer:poor leave
carry kiosk
[ "$(exported "$data")" -eq 2 ] || fail "there are not two responses"
grep -E '"venue": *"riverside"' "$work/export.jsonl" | grep -q good || fail "what was said at riverside left it"
grep -E '"venue": *"lakeside"' "$work/export.jsonl" | grep -q poor || fail "what was said at lakeside is not there"

"$hub" kiosk replace --data "$data" "$kiosk" >"$work/other-invitation.txt"
noted invitation.made "[0-9]+[|].*\"replaces\":\"$kiosk\""
enrol_invited other
other=$("$hub" kiosk list --data "$data" | grep -E '^[0-9a-f]{16}.*lakeside' | cut -d ' ' -f 1 | grep -v "$kiosk")
[ -n "$other" ] || fail "its successor does not stand where it stood"
"$hub" kiosk list --data "$data" | grep -qE "^$other .*Waiting room$" || fail "its successor has another name"
refuses 'revoked or replaced' kiosk replace --data "$data" "$kiosk"
"$hub" kiosk replace --data "$data" "$other" --sheets "$work/sheet.html" --hub https://hub.example.org:8443 >"$work/sheets.txt"
grep -q 'Waiting room' "$work/sheet.html" || fail "the sheet does not say for which kiosk it is"
visit kiosk start answer:good leave
carry kiosk
[ "$(exported "$data")" -eq 3 ] || fail "what the old kiosk still had was not counted"
"$hub" verify --data "$data" >"$work/verify.txt" || fail "verify is not clean: $(cat "$work/verify.txt")"
echo 'a kiosk was named, moved, and replaced by the command line; three responses stand where they were given'
