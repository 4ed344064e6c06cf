#!/bin/sh
# From a published survey to a loudspeaker: the hub has clips made and takes a recorded one, the courier
# brings them, the screen reads itself aloud to whoever asks, in the language shown, and to nobody else.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
SDL_AUDIODRIVER=disk
export YOUSAID_TEST_KDF SDL_VIDEODRIVER SDL_AUDIODRIVER
open_work "${YOUSAID_WORK:-$here/build/speech}"
hub="$bin/yousaid-hub"

for program in espeak-ng opusenc; do
    command -v "$program" >/dev/null || fail "$program is missing"
done

# listen KIOSK SCRIPT...: one person at that kiosk; what it says is in $work/trace and $work/KIOSK.pcm.
listen() {
    name=$1
    shift
    printf '%s\n' "$@" 'wait 1500' quit >"$work/script"
    rm -f "$work/$name.pcm"
    SDL_DISKAUDIOFILE="$work/$name.pcm" "$bin/yousaid-kiosk" run --data "$work/$name" --window 1280x800 \
        --script "$work/script" --trace >"$work/trace" 2>"$work/$name-kiosk.log" ||
        { cat "$work/$name-kiosk.log" >&2; fail "the screen program failed, see above"; }
}

# loud KIOSK: does anything but silence stand in what was written for the loudspeaker?
loud() {
    [ -f "$work/$1.pcm" ] && [ "$(tr -d '\000' <"$work/$1.pcm" | wc -c)" -gt 20000 ]
}

says() {
    grep -q -- "$1" "$2" || { cat "$2" >&2; fail "$2 lacks: $1"; }
}

"$hub" init --data "$work/hub" --programme 'Northshire clinics' >"$work/init.txt"
"$hub" venue add --data "$work/hub" riverside --name 'Riverside Surgery' --kind gp >/dev/null
"$hub" survey publish --no-screens --no-speech --data "$work/hub" "$surveys/gp-fft.json" --accept-unreviewed cy >"$work/publish.txt"

# Nobody has a clip yet: nothing offers to be read aloud, nothing is said, no sound device is opened.
start_hub ''
enrol riverside kiosk
carry kiosk
listen kiosk 'key down' 'key down'
if grep -q '"name":"listen"' "$work/trace"; then fail 'a kiosk without clips offers to read aloud'; fi
[ ! -e "$work/kiosk.pcm" ] || fail 'a sound device was opened for nobody'
"$bin/yousaid-kiosk" status --data "$work/kiosk" >"$work/status.txt"
says 'Sound: nobody has listened yet' "$work/status.txt"

# One sentence is recorded by a person, all others are made, in one of the two languages.
espeak-ng -v en-gb 'Recorded by a person' --stdout | opusenc --quiet --ignorelength - "$work/person.opus" 2>/dev/null
"$hub" speech add --data "$work/hub" --language en --text 'Very good' "$work/person.opus" >/dev/null
[ "$(sqlite3 "$work/hub/hub.sqlite" "SELECT count(*) FROM audit WHERE action = 'clip.kept' AND subject = 'en'")" = 1 ] ||
    fail "the audit log does not tell of a recording"
if "$hub" speech add --data "$work/hub" --language en --text 'Good' "$work/init.txt" 2>"$work/refused.txt"; then
    fail 'a text was taken for a recording'
fi
says 'no Ogg Opus file' "$work/refused.txt"
"$hub" speech make --data "$work/hub" --language en >"$work/made.txt"
says '^en *interface *[0-9]* sentences: 0 recorded, [0-9]* made ([1-9][0-9]* of them now), 0 without' "$work/made.txt"
says '^en *survey *[0-9]* sentences: 1 recorded, [0-9]* made' "$work/made.txt"
"$hub" speech list --data "$work/hub" --language en >"$work/list.txt"
says '^recorded *en *Very good$' "$work/list.txt"
if grep -q '^missing' "$work/list.txt"; then fail 'a sentence has no clip'; fi

# What a venue says of its own is a source beside them.
says '^en *riverside *2 sentences: 0 recorded, 2 made' "$work/made.txt"
says '^made *en *Riverside Surgery$' "$work/list.txt"

# The same again makes nothing new, and the same bytes.
"$hub" speech make --data "$work/hub" --language en >"$work/again.txt"
says '^en *interface .*(0 of them now)' "$work/again.txt"

# A hub that serves would make them too.
address=${hub_url#https://}
stop "$hub_pid"

# What is published has its clips at once; where they cannot be made, a sentence says so and it is published.
sed 's/How was your visit today/How was it here today/' "$surveys/gp-fft.json" >"$work/newer.json"
mkdir -p "$work/nothing"
PATH="$work/nothing" "$hub" survey publish --no-screens --data "$work/hub" "$work/newer.json" >"$work/mute.txt"
says '^published gp_fft version 2' "$work/mute.txt"
says 'cannot be read aloud yet: there is no program espeak-ng; install the package espeak-ng. Then run' "$work/mute.txt"
"$hub" survey publish --data "$work/hub" "$work/newer.json" >"$work/newer.txt"
says '^en *interface .*(0 of them now)' "$work/newer.txt"
says '^en *survey .*([1-9] of them now), 0 without' "$work/newer.txt"
"$hub" survey publish --no-screens --no-speech --data "$work/hub" "$surveys/gp-fft.json" --accept-unreviewed cy >"$work/older.txt"

# What no clip says is found by the check, where a hub is named.
"$hub" survey check --no-screens --data "$work/hub" "$surveys/gp-fft.json" >"$work/check.txt"
if grep -q 'no clip says.*(en' "$work/check.txt"; then fail 'a sentence that has a clip is said to have none'; fi
says '/title: no clip says "Sut oedd eich ymweliad heddiw?".*(cy' "$work/check.txt"
sed 's/Time spent waiting/Time that you waited/' "$surveys/gp-fft.json" >"$work/unsaid.json"
"$hub" survey check --no-screens --data "$work/hub" "$work/unsaid.json" >"$work/check.txt"
says '^warning [0-9:]* /pages/1/elements/0/choices/1/text: no clip says "Time that you waited".*(en' "$work/check.txt"

# A notice has its clips at once as well; where that is not possible here, the hub that serves makes them.
"$hub" notice add --data "$work/hub" --venue riverside --said 'The door is heavy.' --said-on 2026-09 \
    --did 'It opens by itself.' --date 2026-10-01 >"$work/notice.txt"
says '^[1-9] new sentences can be read aloud$' "$work/notice.txt"
PATH="$work/nothing" "$hub" notice add --data "$work/hub" --venue riverside --said 'Nobody answers the phone.' \
    --said-on 2026-09 --did 'Two more people do.' --date 2026-10-01 >"$work/notice.txt"
says 'cannot be read aloud yet: there is no program espeak-ng' "$work/notice.txt"
has_clip() {
    "$hub" speech list --data "$work/hub" --language en | grep -q "^made *en *$1\$"
}
has_clip 'The door is heavy.' || fail 'a notice has no clip'
if has_clip 'Two more people do.'; then fail 'a clip was made without a program'; fi
start_hub "$address"
await 60 'the clips of a notice' has_clip 'Two more people do.'
await 20 'what the hub says of it' grep -q 'new sentences can be read aloud' "$work/hub.log"

# Read aloud on asking, in the language that has clips.
carry kiosk
packs=$(grep -l YSSPEAK "$work"/kiosk/courier/blobs/* | wc -l)
[ "$packs" -eq 3 ] || fail "the kiosk has $packs speech packs, not those of the interface, the survey and the venue"
listen kiosk 'wait 10'
says '"name":"listen"' "$work/trace"
[ ! -e "$work/kiosk.pcm" ] || fail 'something was said to somebody who did not ask'
listen kiosk 'touch listen'
says '{"said":"How was your visit today?","language":"en"}' "$work/trace"
loud kiosk || fail 'nothing came out of the loudspeaker'
listen kiosk 'touch language:cy'
if grep -q '"name":"listen"' "$work/trace" &&
    tail -n 1 "$work/trace" | grep -q '"name":"listen"'; then
    fail 'Welsh has no clips, and offers to be read aloud'
fi
"$bin/yousaid-kiosk" status --data "$work/kiosk" --json >"$work/status.json"
says '"sound":"works"' "$work/status.json"

# The keypad speaks from its first press, and answers; how it was answered is known at the hub.
listen kiosk 'keypad start' 'keypad answer:very_good' 'keypad leave'
says '{"said":"Very good","language":"en"}' "$work/trace"
says '"value": "very_good"' "$work/trace"
carry kiosk
"$hub" export --data "$work/hub" --survey gp_fft --format csv >"$work/rows.csv"
says 'keypad' "$work/rows.csv"

# Without a sound device everything else works, and status says so.
SDL_AUDIODRIVER=none-such
listen kiosk 'touch listen' 'touch start' 'touch answer:good' 'touch leave'
says '"value": "good"' "$work/trace"
"$bin/yousaid-kiosk" status --data "$work/kiosk" >"$work/status.txt"
says 'Sound: there is no sound device' "$work/status.txt"
echo 'what was published is read aloud, to whoever asks and to nobody else'
