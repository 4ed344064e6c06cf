#!/bin/sh
# A whole journey with every secret there is, and then the search for them: in logs and outputs, in the
# arguments and environments of the programs, in files that others may read.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
umask 022
open_work "${YOUSAID_WORK:-$here/build/attack-secrets}"
hub="$bin/yousaid-hub"
logs="$work/logs"
sheets="$work/sheets"
seen="$work/processes"
mkdir "$logs" "$sheets"

# in_hex FILE: its bytes, as one line.
in_hex() {
    od -An -v -tx1 "$1" | tr -d ' \n'
}

# secret NAME VALUE: remembered, one file each.
secret() {
    mkdir -p "$work/secrets"
    printf '%s' "$2" >"$work/secrets/$1"
}

# field NAME FILE: what stands behind NAME on a printed sheet.
field() {
    sed -n "s/^$1 *//p" "$2" | head -n 1
}

# nobody_says WHERE...: none of the secrets that people type stands in these files.
nobody_says() {
    for name in "$work"/secrets/*; do
        if grep -rqwF -- "$(cat "$name")" "$@"; then
            grep -rlwF -- "$(cat "$name")" "$@" >&2
            fail "the secret \"$(basename "$name")\" stands there"
        fi
    done
}

# Keys may also be told in hex or in base64.
nobody_says_key() {
    key=$1
    shift
    start=$(in_hex "$key" | head -c 48)
    base=$(head -c 24 "$key" | base64)
    if grep -rqiF -e "$start" -e "$base" -- "$@"; then fail "the key $key stands in $*"; fi
    for file in "$@"; do
        [ -f "$file" ] || continue
        if in_hex "$file" | grep -qF "$start"; then fail "the key $key stands in $file"; fi
    done
}

# look_at PID: its arguments and environment, as others on the machine may see them.
look_at() {
    { tr '\0' ' ' <"/proc/$1/cmdline"; echo; tr '\0' '\n' <"/proc/$1/environ"; } >>"$seen"
}

# place NAME: where that target of the present screen is, from the last traced line.
place() {
    sed -n 's/.*"name":"'"$1"'","x":\([0-9]*\),"y":\([0-9]*\),"w":\([0-9]*\),"h":\([0-9]*\).*/\1 \2 \3 \4/p' \
        "$work/traced" | head -n 1
}

# picture: what the virtual screen shows, in a word.
picture() {
    cksum <"$work/Xvfb_screen0"
}

# another_than PICTURE: the screen shows something else, and has come to rest: a new screen feels no finger
# for half a second.
another_than() {
    new=$(picture)
    [ "$new" != "$1" ] || return 1
    sleep 1
    [ "$(picture)" = "$new" ]
}

# touch_at NAME: a finger where that target is; waits for what comes of it.
touch_at() {
    # shellcheck disable=SC2046 # four numbers
    set -- $(place "$1")
    [ $# -eq 4 ] || fail "a target is not on the screen"
    xdotool mousemove $(($1 + $3 / 2)) $(($2 + $4 / 2))
    sleep 0.2
    shown=$(picture)
    xdotool click 1
    await 60 "the screen to answer a finger" another_than "$shown"
}

pending() {
    number_of pending_responses "$("$bin/yousaid-kiosk" status --data "$work/kiosk" --json)"
}

is_empty() {
    [ "$(pending)" -eq 0 ]
}

# ---- the journey ----
make_hub
mv "$work/init.txt" "$work/publish.txt" "$logs/"
mv "$work/words-new.txt" "$sheets/" # the passphrase is shown once, there
start_hub ''
enrol riverside kiosk
mv "$work/kiosk-invitation.txt" "$work/kiosk-code" "$sheets/"
secret code "$(field code "$sheets/kiosk-invitation.txt")"
secret code-without-dashes "$(field code "$sheets/kiosk-invitation.txt" | tr -d '-')"
secret recovery "$(field recovery "$sheets/kiosk-invitation.txt")"
secret pin "$(field PIN "$sheets/kiosk-invitation.txt")"
secret passphrase "$(cat "$work/passphrase")"
for name in code recovery pin passphrase; do
    [ -s "$work/secrets/$name" ] || fail "the secret \"$name\" is empty"
done

# A second kiosk with the same code, and one with a code that is none.
mkdir "$work/second"
if "$bin/yousaid-courier" enrol --data "$work/second" --hub "$hub_url" --code-file "$sheets/kiosk-code" \
    >"$logs/second.log" 2>&1; then
    fail "the code enrolled a second kiosk"
fi
"$hub" kiosk list --data "$work/hub" >"$logs/list.txt"
grep -q 'second key refused' "$logs/list.txt" || fail "kiosk list does not say that a second key was refused"
grep -q 'came with a second key: refused' "$work/hub.log" || fail "the hub's log does not say it"

# One person writes; a real finger answers on a screen that no program follows.
printf 'touch %s\n' start answer:poor key:k key:i key:n key:d key:l key:y continue leave >"$work/script"
printf 'wait 200\nquit\n' >>"$work/script"
SDL_VIDEODRIVER=dummy timeout 120 "$bin/yousaid-kiosk" run --data "$work/kiosk" --script "$work/script" \
    >"$work/trace" 2>>"$logs/kiosk.log" || fail "the kiosk did not follow its script"
printf 'wait 600\ntouch start\nwait 600\nquit\n' >"$work/script"
SDL_VIDEODRIVER=dummy timeout 60 "$bin/yousaid-kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --trace \
    --script "$work/script" >"$work/traced" 2>>"$logs/kiosk.log"
xvfb_options="-fbdir $work"
start_screen 1280x800
shown=$(picture)
"$bin/yousaid-kiosk" run --data "$work/kiosk" --window 1280x800 >"$logs/kiosk.out" 2>>"$logs/kiosk.log" &
kiosk_pid=$!
started="$started $kiosk_pid"
await 60 "the kiosk's window" another_than "$shown"
touch_at start
touch_at answer:very_poor
look_at "$kiosk_pid"
stop "$kiosk_pid"
[ "$(pending)" -eq 2 ] || fail "the finger was not felt: $(pending) visits wait"
start_courier kiosk --age 1
await 30 "the courier to carry everything" is_empty
look_at "$courier_pid"
look_at "$hub_pid"
stop "$courier_pid"
"$hub" words open --data "$work/hub" --passphrase-file "$work/passphrase" >"$work/opened" 2>"$logs/opened.log"
grep -qi kindly "$work/opened" || fail "the words did not arrive"
rm "$work/opened"
"$hub" export --data "$work/hub" --survey gp_fft --format jsonl >"$logs/export.jsonl" 2>"$logs/export.log"
"$hub" report fft --data "$work/hub" >"$logs/report.txt"
"$hub" verify --data "$work/hub" >"$logs/verify.txt"
stop "$hub_pid"
cp "$work/hub.log" "$work/hub.out" "$work/kiosk-courier.log" "$logs/"

# ---- the search ----
[ -s "$seen" ] || fail "no process was looked at"
grep -q 'yousaid-hub serve' "$seen" || fail "the hub was not looked at"
nobody_says "$logs" "$seen"
if grep -rqi kindly "$logs" "$seen" "$work/hub" "$work/kiosk"; then fail "the words lie open somewhere"; fi
if grep -qE 'very_poor|recorded' "$logs/kiosk.out" "$logs/kiosk.log"; then fail "the kiosk printed an answer"; fi
for key in "$work/hub/keys/"*.key "$work/hub/tls/"*.key "$work/kiosk/courier/key"; do
    nobody_says_key "$key" "$logs"/* "$seen"
done
# Neither side keeps the code, the PIN or the recovery code in any file.
nobody_says "$work/hub" "$work/kiosk"

# What is not its owner's alone holds no key; the hub's folder is its owner's alone altogether.
[ "$(stat -c %a "$work/hub")" = 700 ] || fail "others can look into the hub's folder"
[ "$(stat -c %a "$work/passphrase")" = 600 ] || fail "others can read the passphrase"
find "$work/hub/keys" "$work/hub/words" "$work/hub/hub.sqlite" "$work/hub/tls/ca.key" "$work/hub/tls/server.key" \
    "$work/kiosk/courier/key" -type f -perm /077 >"$work/open"
[ ! -s "$work/open" ] || fail "not its owner's alone: $(cat "$work/open")"
find "$work/kiosk" -type f -perm /007 >"$work/open"
[ ! -s "$work/open" ] || fail "others can use files of the kiosk: $(cat "$work/open")"
find "$work/kiosk" "$work/second" -type f -perm /040 >"$work/shared"
while read -r file; do
    for key in "$work/kiosk/courier/key" "$work/second/courier/key"; do
        nobody_says_key "$key" "$file"
    done
done <"$work/shared"

echo "none of the secrets was said, and none lies where others can read it"
rm -rf "$work"
