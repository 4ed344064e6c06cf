#!/bin/sh
# Real kiosks and a real hub, looked at by strangers: a reader in JavaScript, written from docs/WIRE.md
# and docs/wire.cddl alone, proves what they exchanged, and a client of the same kind enrols beside them.
#
#   reader.sh NODE NPM FOLDER       the folder takes the npm packages
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"
[ $# -eq 3 ] || fail "usage: reader.sh NODE NPM FOLDER"
node=$1 npm=$2 packages=$3

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
open_work "${YOUSAID_WORK:-$here/build/reader-journey}"
hub="$bin/yousaid-hub"
reader="$here/tests/reader"
stick="$work/stick"
mkdir "$stick"

# read_with FILE: one of the reader's programs, over this journey.
read_with() {
    JOURNEY="$work" HUB_URL="$hub_url" "$reader/run.sh" "$node" "$npm" "$packages" "$reader/$1" \
        >"$work/$1.txt" 2>&1 || {
        cat "$work/$1.txt" >&2
        fail "the reader does not agree, see above"
    }
}

# keep FILE: the hub's database as the reader wants it, one JSON object for each kiosk.
keep() {
    sqlite3 -readonly "$work/hub/hub.sqlite" "
        SELECT json_object('kiosk', printf('%016x', k.kiosk_id), 'life', printf('%016x', k.life),
            'public_key', hex(k.public_key), 'reply', hex(i.reply), 'batches', json((
                SELECT json_group_array(bytes) FROM (
                    SELECT hex(bytes) AS bytes FROM batch AS b WHERE b.kiosk_id = k.kiosk_id ORDER BY first))))
        FROM kiosk AS k JOIN invitation AS i ON i.id = k.invitation ORDER BY k.rowid" >"$1"
}

export_all() {
    for survey in gp_fft jobcentre_appointment equality; do
        "$hub" export --data "$work/hub" --survey "$survey" --format jsonl 2>/dev/null || true
    done >"$work/export.jsonl"
}

make_hub
"$hub" venue add --data "$work/hub" library --name 'Town Library' --kind library --time-zone Europe/London >/dev/null
"$hub" survey publish --no-screens --no-speech --data "$work/hub" "$reader/equality.json" >>"$work/publish.txt"
start_hub ''
enrol riverside clinic
enrol eastgate jobcentre
enrol library library

# What is typed is what the reader must find again: see tests/reader/journey_evidence.js.
visit clinic start answer:very_good key:k key:i key:n key:d continue answer:waiting_time answer:the_building \
    continue answer:false key:space key:o key:k continue
visit clinic language:cy start answer:poor skip answer:staff_attitude continue answer:true
carry clinic
visit clinic language:ur start answer:dont_know leave
carry clinic
visit jobcentre start continue answer:fairly_dissatisfied answer:agree answer:4 answer:disagree answer:neither \
    answer:long_wait continue answer:not_sure answer:true answer:phone_call answer:more_time continue key:n key:o \
    continue
carry jobcentre
visit library start answer:7 answer:true answer:yes answer:ramp answer:time continue key:h key:i continue
visit library start answer:10 answer:false answer:no skip
"$bin/yousaid-courier" stick --data "$work/library" --to "$stick" >"$work/stick.txt"
"$hub" import --data "$work/hub" "$stick"/*.batch >"$work/imported.txt"

export_all
keep "$work/kept.jsonl"
read_with journey_evidence.js

"$hub" venue set --data "$work/hub" riverside --default cy --hours 'mon-fri 08:00-12:30,13:30-18:00' --idle 90 \
    >"$work/chosen.txt"
"$hub" kiosk invite --data "$work/hub" --venue riverside >"$work/stranger-invitation.txt"
grep -oE '[0-9A-Z]{5}(-[0-9A-Z]{5}){3}' "$work/stranger-invitation.txt" | head -n 1 >"$work/stranger-code"
fft_total() {
    number_of total "$("$hub" report fft --data "$work/hub" --venue riverside --format json)"
}
before=$(fft_total)
read_with journey_client.js
[ "$(fft_total)" -eq $((before + 3)) ] || fail "the report does not count the stranger's responses"
"$hub" verify --data "$work/hub" >"$work/verified.txt" || {
    cat "$work/verified.txt" >&2
    fail "the hub's own proof is not clean"
}
[ "$(grep -c '^fine' "$work/verified.txt")" -eq 4 ] || fail "not all four kiosks are fine"

# Everything once more, the stranger among the others.
export_all
keep "$work/kept.jsonl"
read_with journey_evidence.js

sed -n 's/^# told: //p' "$work/journey_evidence.js.txt" "$work/journey_client.js.txt"
echo "strangers read what kiosks and hub said, and were understood"
rm -rf "$work"
