#!/bin/sh
# Every verb of yousaid-hub: that it does what it says, and that it fails in one plain sentence with the
# right exit status. Needs no kiosk.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
open_work "${YOUSAID_WORK:-$here/build/hub-cli}"
hub="$bin/yousaid-hub"
data="$work/hub"
checks=0

# expect STATUS COMMAND...: runs it; its output is in $work/out and $work/err.
expect() {
    wanted=$1
    shift
    status=0
    "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    checks=$((checks + 1))
    [ "$status" -eq "$wanted" ] || {
        cat "$work/out" "$work/err" >&2
        fail "exit status $status instead of $wanted: $*"
    }
}

# says FILE PATTERN: what came out matches.
says() {
    grep -qE -- "$2" "$work/$1" || {
        cat "$work/out" "$work/err" >&2
        fail "$1 does not say: $2"
    }
}

# fails STATUS PATTERN COMMAND...: with that status and exactly one sentence on stderr.
fails() {
    wanted=$1
    sentence=$2
    shift 2
    expect "$wanted" "$@"
    says err "$sentence"
    [ "$(wc -l <"$work/err")" -eq 1 ] || {
        cat "$work/err" >&2
        fail "more than one sentence: $*"
    }
}

mode_of() {
    stat -c %a "$1"
}

# ---- help and wrong use ----
expect 0 "$hub" --help
says out 'survey publish FILE --data DIR'
expect 0 "$hub" --version
expect 2 "$hub"
says out '^  kiosk invite +Makes a code'
fails 2 'no command "fly"' "$hub" fly
expect 0 "$hub" survey --help
says out 'survey publish FILE'
if grep -q 'venue add' "$work/out"; then fail "the help of a group shows another"; fi
fails 2 'no command "survey fly"; see yousaid-hub survey --help' "$hub" survey fly
expect 0 "$hub" kiosk invite --help
says out '--venue ID .*\(required\)'
fails 2 '--data DIR is missing' "$hub" venue list
fails 2 'no option --nonsense' "$hub" venue list --data "$data" --nonsense

# ---- survey check and walk need no hub ----
expect 0 "$hub" survey check --panel 1280x800 --panel 800x480 "$surveys/gp-fft.json"
expect 0 "$hub" survey check --panel 1024x600@170 --panel 1280x800@216 "$surveys/gp-fft.json" # both of 7 inches
says out 'is fine: [0-9]+ screens in en, cy, pl, ro, pa, ur, ar, bn, en-GB-x-easyread; no speaker has reviewed cy, pl, ro, pa, ur, ar, bn, en-GB-x-easyread$'
says out '^reading age [0-9]+; [0-9]{4} screens looked at$'
sed 's/"cy": "Da iawn",//' "$surveys/gp-fft.json" >"$work/gap.json"
expect 0 "$hub" survey check --no-screens "$work/gap.json"
says out '^warning .*"cy" lacks 1 of the texts'
says out 'is fine: [0-9]+ screens in en, pl, ro, pa, ur, ar, bn, en-GB-x-easyread; no speaker has reviewed pl, ro, pa, ur, ar, bn, en-GB-x-easyread$'
says out '; 0 screens looked at$'
expect 0 "$hub" survey check --json --no-screens "$surveys/gp-fft.json"
says out '"ok": true'
says out '"language": "en"'
printf '{"pages":[{"elements":[{"type":"file","name":"x"},{"type":"rating","name":"X Y"}]}]}' >"$work/bad.json"
expect 1 "$hub" survey check "$work/bad.json"
says out '^error .*/pages/0/elements/0/type: '
says out '^error .*/pages/0/elements/1/name: '
says err 'has [0-9]+ errors'
expect 1 "$hub" survey check --json "$work/bad.json"
says out '"pointer": "/pages/0/elements/0/type"'
printf '{\n  "pages": [,]\n}\n' >"$work/syntax.json"
expect 1 "$hub" survey check "$work/syntax.json"
says out '^error 2:[0-9]+ '
fails 1 '^yousaid-hub survey check: there is no file .*/nowhere.json$' "$hub" survey check "$work/nowhere.json"
fails 2 'FILE is missing' "$hub" survey check
fails 1 'no program /nowhere/kiosk; name yousaid-kiosk with --kiosk' \
    "$hub" survey check --kiosk /nowhere/kiosk "$surveys/gp-fft.json"

# What is wrong on many screens is one line, at its place in the file; what nobody can reach is found.
cat >"$work/crowded.json" <<JSON
{"title": "T", "elements": [
  {"type": "boolean", "name": "came", "title": "$(printf 'Overall%.0s' $(seq 16))"},
  {"type": "boolean", "name": "never", "title": "Why?", "visibleIf": "{came} empty and {came} = true"}]}
JSON
expect 1 "$hub" survey check --panel 800x480 "$work/crowded.json"
says out '^error 2:48 /elements/0/title: question-came: "OverallOverall.*" has a word that is wider than its room; use a shorter one \(en; 800x480; all displays\)$'
[ "$(grep -c '^error 2:' "$work/out")" -eq 1 ] || fail "one fault has many lines"
says out '^error 3:3 /elements/1: no way of answering shows this question'
says err 'crowded.json has 2 errors$'
expect 1 "$hub" survey check --json --panel 800x480 --panel 1280x800 "$work/crowded.json"
says out '"kind": "broken_word"'
says out '"kind": "unreachable"'
expect 1 "$hub" survey check --panel 800x480@300 "$surveys/gp-fft.json"
says out '^error .*what is to be touched is smaller than 12 mm, .* \(all languages; 800x480@300; '
expect 1 "$hub" survey check --panel 5x5 "$surveys/gp-fft.json"
says out '^error /: the screens could not be looked at: yousaid-kiosk render: 5x5 is no size'

cat >"$work/small.json" <<'JSON'
{"title": "T", "elements": [
  {"type": "boolean", "name": "came", "title": "Did you come?"},
  {"type": "comment", "name": "why", "title": "Why?", "visibleIf": "{came} = true"}]}
JSON
expect 0 "$hub" survey walk "$work/small.json" --answers '{"came": true, "why": "for help"}'
says out '"visible": *\["came", *"why"\]'
expect 0 "$hub" survey walk "$work/small.json" --answers '{"why": "for help", "came": 7}'
says out '"name": *"why"'
says out '"name": *"came"'
fails 2 'JSON' "$hub" survey walk "$work/small.json" --answers '[1]'
fails 2 '--answers' "$hub" survey walk "$work/small.json"

# ---- init ----
fails 1 'no hub in .*yousaid-hub init' "$hub" venue list --data "$data"
expect 0 "$hub" init --data "$data" --programme 'Northshire clinics' --tls-name hub.example
says out 'programme.key'
says out 'words new'
[ "$(mode_of "$data")" = 700 ] || fail "the hub's folder is open to others"
for key in keys/programme.key keys/hub.key keys/counts.key tls/ca.key tls/server.key hub.sqlite; do
    [ "$(mode_of "$data/$key")" = 600 ] || fail "$key is open to others"
done
openssl verify -verify_hostname hub.example -CAfile "$data/tls/ca.pem" "$data/tls/server.pem" >/dev/null ||
    fail "the certificate is not for the name given"
fails 1 'already holds a hub' "$hub" init --data "$data" --programme X
fails 1 'not empty' "$hub" init --data "$work" --programme X
fails 2 '--programme' "$hub" init --data "$work/other"

# ---- databases ----
fails 2 'PGPASSFILE' "$hub" init --data "$work/other" --programme X --database postgres://me:secret@localhost/x
fails 2 'no kind of database' "$hub" init --data "$work/other" --programme X --database mysql://localhost/x
fails 1 'reaching the database' "$hub" init --data "$work/other" --programme X --database "postgres:///x?host=$work"
[ ! -e "$work/other" ] || fail "something was made although there is no database"
fails 1 'reaching the database' "$hub" database move --data "$data" --to "postgres:///x?host=$work"
fails 2 'from SQLite to PostgreSQL only' "$hub" database move --data "$data" --to "$work/other.sqlite"
[ ! -e "$work/other.sqlite" ] || fail "something was made although nothing can be moved there"
fails 1 'database move' "$hub" hub add --data "$data" --to "$work/other"
expect 0 "$hub" venue list --data "$data"

# ---- venues ----
expect 0 "$hub" venue add --data "$data" riverside --name 'Riverside Surgery' --kind gp
says out '^riverside is "Riverside Surgery", in Europe/London, of the kind gp$'
expect 0 "$hub" venue add --data "$data" eastgate --name 'Eastgate Jobcentre' --kind jobcentre --time-zone Europe/London
expect 0 "$hub" venue list --data "$data"
says out '^riverside .*Riverside Surgery .*no survey yet'
fails 2 'small letters' "$hub" venue add --data "$data" 'River Side' --name X
fails 2 'time zone "Mars/North"' "$hub" venue add --data "$data" north --name X --time-zone Mars/North
fails 2 'time zone' "$hub" venue add --data "$data" north --name X --time-zone ../../etc/passwd
fails 2 "venue's name" "$hub" venue add --data "$data" north --name ''

# ---- surveys ----
expect 0 "$hub" survey publish --no-screens --no-speech --data "$data" "$surveys/gp-fft.json" --accept-unreviewed cy,pl,ro,pa,ur,ar,bn
says out '^published gp_fft version 1 \([0-9a-f]{64}\)$'
expect 0 "$hub" survey publish --no-screens --no-speech --data "$data" "$surveys/gp-fft.json" --accept-unreviewed cy,pl,ro,pa,ur,ar,bn
says out '^gp_fft is already published as version 1 '
expect 0 "$hub" survey publish --no-screens --no-speech --data "$data" --venue eastgate "$surveys/jobcentre.json"
sed 's/"review": "2027-05-01"/"review": "2027-05-01", "closes": "2020-01-31"/' "$surveys/gp-fft.json" >"$work/over.json"
expect 1 "$hub" survey publish --no-screens --no-speech --data "$data" "$work/over.json"
says err '^error .*/yousaid/closes: it closed on 2020-01-31'
sed 's/"review": "2027-05-01"/"review": "2020-01-31"/' "$surveys/gp-fft.json" >"$work/old.json"
expect 0 "$hub" survey publish --no-screens --no-speech --data "$data" "$work/old.json" --venue riverside
says out '^warning .*/yousaid/review: .* 2020-01-31'
expect 0 "$hub" survey publish --no-screens --no-speech --data "$data" "$surveys/gp-fft.json" --accept-unreviewed cy,pl,ro,pa,ur,ar,bn
expect 0 "$hub" venue add --data "$data" moonbase --name 'Moon base' --kind spaceship
says out '^warning: no published survey is for the kind "spaceship"; they are for .*gp'
expect 0 "$hub" venue add --data "$data" moonbase --name 'Moon base' --kind gp
if grep -q warning "$work/out"; then fail "a known kind is warned of"; fi
expect 0 "$hub" survey publish --no-screens --no-speech --data "$data" "$surveys/gp-fft.json" --accept-unreviewed cy,pl,ro,pa,ur,ar,bn
expect 0 "$hub" survey list --data "$data"
says out '^gp_fft +version 1 .* cy,pl,ro,pa,ur,ar,bn$'
expect 0 "$hub" venue list --data "$data"
if grep -q 'no survey yet' "$work/out"; then fail "a venue has no survey"; fi
expect 1 "$hub" survey publish --no-screens --no-speech --data "$data" "$work/small.json"
says err 'is not published'
fails 1 'no venue "nowhere"' "$hub" survey publish --no-screens --no-speech --data "$data" --venue nowhere "$surveys/jobcentre.json" --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread

# What survey check finds is in the way of publishing too, in the languages that are offered; nothing is kept.
sed 's/"default": "Very good"/"default": "Good"/' "$surveys/gp-fft.json" >"$work/twice.json"
expect 1 "$hub" survey publish --no-screens --no-speech --data "$data" "$work/twice.json"
says err '^error .*/yousaid/questions/fft: the responses must be'
sed "s/\"default\": \"Time spent waiting\"/\"default\": \"$(printf 'Overall%.0s' $(seq 16))\"/" "$surveys/gp-fft.json" >"$work/wide.json"
expect 1 "$hub" survey publish --no-speech --data "$data" --panel 800x480 "$work/wide.json"
says err '^error [0-9]+:[0-9]+ /pages/1/elements/0: question-went_well: the texts do not fit the screen; .*\(en; 800x480; '
says err 'the survey is not published: mend what is said above, [0-9]+ errors?, first at [0-9]+:[0-9]+ /pages/1/elements/0$'
expect 0 "$hub" survey list --data "$data"
[ "$(grep -c '^gp_fft' "$work/out")" -eq 2 ] || fail "a survey that was refused is kept"
fails 1 'no program /nowhere/kiosk; name yousaid-kiosk with --kiosk PROGRAM, or leave the screens out with --no-screens' \
    "$hub" survey publish --no-speech --data "$data" --kiosk /nowhere/kiosk "$surveys/gp-fft.json"
expect 0 "$hub" survey publish --no-speech --data "$data" --no-screens --kiosk /nowhere/kiosk "$surveys/gp-fft.json" --accept-unreviewed cy,pl,ro,pa,ur,ar,bn
says out '^No screen was looked at: nobody knows whether the texts fit'
expect 0 "$hub" survey publish --no-speech --data "$data" --panel 1280x800 "$surveys/gp-fft.json" --accept-unreviewed cy
says out '^[0-9]+ screens looked at, and what 2 venues say of their own$'

# What venues say of their own is laid out with the survey that they ask: it warns, by venue and place, and refuses nothing.
long=$(printf 'Overall%.0s' $(seq 16))
expect 0 "$hub" notice add --data "$data" --venue riverside --said 'It is cold.' --said-on 2026-09 --did "$long" \
    --date 2026-10-01
printf '{"version":1,"languages":{"offered":["en"]},"help":{"where":{"en":"%s"}}}\n' "$long" >"$work/loud.json"
expect 0 "$hub" venue profile --data "$data" moonbase "$work/loud.json"
expect 0 "$hub" survey check --data "$data" --panel 800x480 "$surveys/gp-fft.json"
says out '^warning venue riverside /notices/notices/0/did/en: .*: "OverallOverall.*" .*800x480'
says out '^warning venue moonbase /venue/help/where/en: sheet-help.*: "OverallOverall.*800x480'
says out ' screens looked at, and what 2 venues say of their own$'
expect 0 "$hub" survey check --json --data "$data" --venue moonbase --panel 800x480 "$surveys/gp-fft.json"
says out '"venue": "moonbase"'
says out '"venues": 1,'
if grep -q '"venue": "riverside"' "$work/out"; then fail "a venue that was not named is looked at"; fi
fails 1 'no venue "nowhere"' "$hub" survey check --data "$data" --venue nowhere --no-screens "$surveys/gp-fft.json"
fails 2 'names a venue of a hub; name its folder with --data' "$hub" survey check --venue riverside "$surveys/gp-fft.json"
expect 0 "$hub" survey publish --no-speech --data "$data" --venue riverside --panel 800x480 "$surveys/gp-fft.json" \
    --accept-unreviewed cy
says out '^warning venue riverside /notices/notices/0/did/en: '
says out ' screens looked at, and what 1 venue says of its own$'

# A venue that says which panels it has is looked at on those, and the survey on the panels of all that are looked at.
expect 1 "$hub" venue set --data "$data" moonbase --panels 5x5
says err '^error .*/display/panels/0: write panels such as "1280x800"'
expect 0 "$hub" venue set --data "$data" moonbase --panels 1024x600@170
expect 0 "$hub" survey check --json --data "$data" --venue moonbase "$surveys/gp-fft.json"
says out '"1024x600@170"'
if grep -qE '"(1280x800|800x480)"' "$work/out"; then fail "a panel is looked at that the venue has not"; fi
expect 0 "$hub" survey check --data "$data" "$surveys/gp-fft.json"
says out '^warning venue moonbase /venue/help/where/en: sheet-help.*; 1024x600@170;'
says out '^warning venue riverside /notices/notices/0/did/en: .*800x480'

# ---- invitations ----
expect 0 "$hub" kiosk invite --data "$data" --venue riverside --count 2
[ "$(grep -cE '^code +[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$' "$work/out")" -eq 2 ] || fail "there are not two codes"
[ "$(grep -cE '^PIN +[0-9]{6}$' "$work/out")" -eq 2 ] || fail "there are not two PINs"
fails 1 'no venue "nowhere"' "$hub" kiosk invite --data "$data" --venue nowhere
fails 2 'whole number' "$hub" kiosk invite --data "$data" --venue riverside --count 0
expect 0 "$hub" kiosk list --data "$data"
fails 2 "not a kiosk's ID" "$hub" kiosk revoke --data "$data" gate-12
fails 1 'no such kiosk' "$hub" kiosk revoke --data "$data" 0123456789abcdef
fails 1 "no such kiosk" "$hub" kiosk revoke --data "$data" 340443217340443081
fails 2 'not a date' "$hub" kiosk revoke --data "$data" 0123456789abcdef --since 2026-02-30

# ---- words keys ----
expect 0 "$hub" words new --data "$data" --passphrase-file "$work/passphrase"
says out '^passphrase +[a-z]{5}(-[a-z]{5}){6}$'
[ "$(mode_of "$work/passphrase")" = 600 ] || fail "the passphrase is open to others"
[ "$(sed -n 's/^passphrase *//p' "$work/out")" = "$(cat "$work/passphrase")" ] || fail "the passphrase shown is another"
says err 'this words key is weak'
expect 0 "$hub" words new --data "$data" --passphrase-file "$work/passphrase"
if grep -q '^passphrase' "$work/out"; then fail "a passphrase was shown twice"; fi
printf 'too short\n' >"$work/short"
fails 2 'fewer than 16 characters' "$hub" words new --data "$data" --passphrase-file "$work/short"
expect 0 "$hub" words open --data "$data" --passphrase-file "$work/passphrase"
says err '^opened 0$'
for key in "$data"/words/*.key; do
    [ "$(mode_of "$key")" = 600 ] || fail "a words key is open to others"
    : >"$work/empty.jsonl"
    expect 0 "$hub" words open --key "$key" --passphrase-file "$work/passphrase" "$work/empty.jsonl"
done
printf 'this opens nothing at all\n' >"$work/wrong"
fails 1 'opens no words key' "$hub" words open --data "$data" --passphrase-file "$work/wrong"
fails 2 '--data DIR or --key FILE' "$hub" words open --passphrase-file "$work/passphrase"
mv "$data/keys/programme.key" "$work/programme.key"
fails 1 'programme.key is not there' "$hub" words new --data "$data" --passphrase-file "$work/passphrase"
fails 1 'programme.key is not there' "$hub" words new --data "$data" --passphrase-file "$work/nothing"
[ ! -e "$work/nothing" ] || fail "a passphrase was made that opens nothing"
mv "$work/programme.key" "$data/keys/programme.key"

# ---- invitations to print ----
expect 0 "$hub" kiosk invite --data "$data" --venue riverside --count 2 --sheets "$work/sheets.html" --hub https://hub.example.org:8443
says out 'sheets.html holds 2 sheets'
if grep -qE '[0-9A-Z]{5}-[0-9A-Z]{5}' "$work/out"; then fail "codes were printed beside the sheets"; fi
[ "$(mode_of "$work/sheets.html")" = 600 ] || fail "the sheets are open to others"
[ "$(grep -o '<section>' "$work/sheets.html" | wc -l)" -eq 2 ] || fail "there are not two sheets"
grep -q '>hub.example.org:8443<' "$work/sheets.html" || fail "the sheets do not name the hub"
grep -qE '>([0-9A-Z]{5}-){3}[0-9A-Z]{5}<' "$work/sheets.html" || fail "the sheets have no code"
fails 1 'no venue "nowhere"' "$hub" kiosk invite --data "$data" --venue nowhere --sheets "$work/none.html"

# ---- who may sign in ----
fails 1 'no area or venue "riversde"' "$hub" user add reader@example.org --data "$data" --role analyst --part riverside --part riversde
fails 1 'no area or venue "riverside-riverside' "$hub" user add reader@example.org --data "$data" --part riverside-riverside-riverside-riverside
fails 2 '--role is administrator' "$hub" user add reader@example.org --data "$data" --role king
fails 1 'is no e-mail address' "$hub" user add reader --data "$data"
expect 0 "$hub" user list --data "$data"
[ ! -s "$work/out" ] || fail "somebody was invited by what was refused"
expect 0 "$hub" user add reader@example.org --data "$data" --role analyst --part riverside --url https://hub.example.org
says out '^link +https://hub.example.org/console/welcome#'
fails 1 'has an account already' "$hub" user add reader@example.org --data "$data"
expect 0 "$hub" user list --data "$data"
says out 'analyst +invited +- +reader@example.org'
says out '^    of riverside alone$'
expect 0 "$hub" user reset reader@example.org --data "$data"
says out '^link +https://127.0.0.1:8443/console/welcome#'
fails 1 'no account' "$hub" user reset nobody@example.org --data "$data"

# ---- export, report, verify, import ----
expect 0 "$hub" export --data "$data" --survey gp_fft --format csv
says err '^exported 0 responses with 0 answers$'
[ "$(wc -l <"$work/out")" -eq 1 ] || fail "an empty export is not just a heading"
expect 0 "$hub" export --data "$data" --survey gp_fft --format jsonl --from 2026-01-01 --to 2026-12-31
[ ! -s "$work/out" ] || fail "an empty export is not empty"
fails 1 'no survey "other"' "$hub" export --data "$data" --survey other
fails 2 '--format does not know' "$hub" export --data "$data" --survey gp_fft --format xml
fails 2 'later than --to' "$hub" export --data "$data" --survey gp_fft --from 2026-02-01 --to 2026-01-01
for format in text csv json; do
    expect 0 "$hub" report satisfaction --data "$data" --format $format
    expect 0 "$hub" report fft --data "$data" --format $format
done
for report in questions govuk drivers participation fairness 'groups --by venue' 'return --month 2026-10'; do
    for format in text csv json; do
        # shellcheck disable=SC2086 # a report and its options
        expect 0 "$hub" report $report --data "$data" --format $format
    done
done
says_nothing_of_people() {
    grep -q "$1" "$work/out" || fail "$2 does not say that there are too few: $(cat "$work/out")"
}
expect 0 "$hub" report govuk --data "$data"
says_nothing_of_people 'suppressed_small_base\|no_data\|none' 'report govuk'
fails 2 'a month as in' "$hub" report return --data "$data" --month October
fails 2 'does not know "colour"' "$hub" report groups --data "$data" --by colour
fails 2 'does not know "xml"' "$hub" report govuk --data "$data" --format xml
fails 2 'later than' "$hub" report govuk --data "$data" --from 2026-10-02 --to 2026-10-01
fails 1 'no venue "nowhere"' "$hub" report govuk --data "$data" --venue nowhere
fails 1 'no area "nowhere"' "$hub" report govuk --data "$data" --area nowhere
fails 1 'no survey "other"' "$hub" report fft --data "$data" --survey other
expect 0 "$hub" verify --data "$data"
printf 'noise' >"$work/0001.batch"
expect 1 "$hub" import --data "$data" "$work/0001.batch" "$work/0002.batch"
says err '2 of 2 files were not imported'
[ ! -e "$work/0001.receipt" ] || fail "noise got a receipt"
fails 2 'DIR... is missing' "$hub" import --data "$data"

# ---- what was done here stands in the audit log ----
expect 0 "$hub" notify set --data "$data" --host hooks.example.org
[ "$(sqlite3 "$data/hub.sqlite" "SELECT count(*) FROM audit WHERE actor_id <> '' OR actor <> 'command line'")" = 0 ] ||
    fail "the audit log names somebody else"
# noted ACTION SUBJECT DETAIL: there is such a line.
noted() {
    sqlite3 "$data/hub.sqlite" "SELECT action, subject, detail FROM audit" | grep -qE "^$1[|]$2[|].*$3" || {
        sqlite3 "$data/hub.sqlite" "SELECT number, action, subject, detail FROM audit" >&2
        fail "the audit log does not tell of $1 $2"
    }
}
noted venue.changed riverside '"name":"Riverside Surgery"'
noted survey.published gp_fft '"version":1'
noted invitation.made '[0-9]+' '"venue":"riverside"'
noted words_key.made '[0-9a-f]+' ''
noted words.read '' ''
noted account.invited '[0-9a-f]+' 'reader@example.org'
noted notify.changed '' '"hosts":[[]"hooks.example.org"[]]'
noted export.made gp_fft '"from":"2026-01-01","to":"2026-12-31","format":"jsonl"'
noted export.made gp_fft '"from":null,"to":null,"format":"csv"'
exported=$(sqlite3 "$data/hub.sqlite" "SELECT count(*) FROM audit WHERE action = 'export.made'")
[ "$exported" -eq 2 ] || fail "the audit log tells of $exported exports"

# ---- serve ----
start_hub ''
ask() {
    curl -sS --cacert "$data/tls/ca.pem" -o "$work/answer" -w '%{http_code}' "$@"
}
[ "$(ask "$hub_url/healthz")" = 200 ] || fail "the hub is not well"
[ "$(ask "$hub_url/v1/nothing")" = 404 ] || fail "an unknown path is not 404"
[ "$(ask "$hub_url/nothing")" = 200 ] || fail "a path of the console is not its page"
expect 0 "$hub" venue add --data "$data" riverside --name 'Riverside Health Centre' --kind gp
fails 1 'is taken by another program' "$hub" serve --data "$data" --listen "${hub_url#https://}"
fails 2 'is no address as in https' "$hub" serve --data "$data" --listen 127.0.0.1:0 --address hub.example.org
fails 2 '--listen takes ADDR:PORT' "$hub" serve --data "$data" --listen nonsense
fails 2 'belong together; give both' "$hub" serve --data "$data" --tls-cert x
fails 1 'there is no file .*/none.pem' "$hub" serve --data "$data" --listen 127.0.0.1:0 --tls-cert "$work/none.pem" --tls-key "$work/none.key"
kill -TERM "$hub_pid"
status=0
wait "$hub_pid" || status=$?
[ "$status" -eq 0 ] || fail "the hub ended with $status"
[ ! -s "$work/hub.log" ] || fail "the hub complained: $(cat "$work/hub.log")"
start_hub '[::1]:0'
[ "$(ask "$hub_url/healthz")" = 200 ] || fail "the hub does not serve on ::1"
kill -INT "$hub_pid"
wait "$hub_pid" || fail "the hub did not end well on SIGINT"

printf '%s commands did as they should\n' "$checks"
rm -rf "$work"
