#!/bin/sh
# The screen program without a display: what a script's taps record, how it refuses, that every screen of
# the surveys of the tree fits in every language and size, and what status says of an empty folder.
#
#   kiosk_program.sh PROGRAM WORK
set -eu

kiosk=$1
work=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
surveys=$here/assets/surveys
rm -rf "$work"
mkdir -p "$work"
export SDL_VIDEODRIVER=dummy

fail() {
    printf 'kiosk_program: %s\n' "$*" >&2
    exit 1
}

# expect STATUS COMMAND...: the command ends with this status; what it says is in said and complained.
expect() {
    wanted=$1
    shift
    got=0
    "$@" >"$work/said" 2>"$work/complained" || got=$?
    [ "$got" -eq "$wanted" ] || { cat "$work/complained" >&2; fail "$* ended with $got, not $wanted"; }
}

says() {
    grep -q -- "$1" "$work/$2" || { cat "$work/$2" >&2; fail "$2 lacks: $1"; }
}

a_script_records_what_it_taps() {
    printf '%s\n' '# a visit' 'touch start' 'touch answer:very_good' 'touch key:a' 'key b' 'touch continue' \
        'touch skip' 'touch leave' 'wait 100' quit >"$work/script"
    expect 0 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script"
    says '{"recorded": 1, "revision": 1, "question": "fft", "value": "very_good", "closed": false' said
    says '"revision": 2, "question": "fft_why", "closed": false' said
    says '"question": null, "closed": true' said
    [ "$(grep -c fft_why "$work/said")" -eq 1 ] || fail 'words were recorded more than once'
}

# walked HOW WORDS...: each name is walked to by the keypad or scanned for with one switch, and chosen.
walked() {
    how=$1
    shift
    for name in "$@"; do printf '%s %s\n' "$how" "$name"; done >"$work/script"
    printf '{"version": 1, "input": {"scan_ms": 500}}' >"$work/quick.json"
    expect 0 timeout 280 "$kiosk" run --survey "$surveys/gp-fft.json" --venue "$work/quick.json" \
        --window 1280x800 --trace --script "$work/script"
    says '"question": "fft", "value": "poor"' said
    says '"question": "fft_why", "closed": false' said
    says '"question": "could_be_better", "value": \["waiting_time"\]' said
    says '"question": "got_what_i_needed", "value": true, "closed": true' said
    says '"screen":"thanks"' said
}

nobody_needs_to_touch() {
    walked keypad start answer:poor key:shift key:G key:o key:space key:x key:backspace continue \
        answer:waiting_time continue answer:true 'done'
    walked keypad language:ur start answer:poor key:ک key:ا key:backspace continue \
        answer:waiting_time continue answer:true 'done'
    says '"language":"ur"' said
    walked scan start answer:poor key:g continue answer:waiting_time continue answer:true 'done'
}

a_script_that_ends_ends_the_program() {
    printf '%s\n' 'touch start' 'touch answer:very_good' >"$work/script"
    expect 0 timeout 60 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script"
    says '"revision": 2, "question": null, "closed": true' said
    expect 0 timeout 60 "$kiosk" run --survey "$surveys/gp-fft.json" --window 800x480 --script - <"$work/script"
    : >"$work/script"
    expect 0 timeout 60 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script"
}

a_script_that_fails_leaves_no_half_visit() {
    printf '%s\n' 'touch start' 'touch answer:very_good' 'touch nonsense' >"$work/script"
    expect 2 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script"
    says '"question": null, "closed": true' said
    says 'the open visit is closed as left: script line 3: nonsense' complained
}

# Whoever follows the screen's own trace, which is what people see, learns nothing but the name of the answer.
all_answers_leave_the_same_trace() {
    for answer in very_good good neither poor very_poor dont_know; do
        printf '%s\n' 'touch start' "touch answer:$answer" 'touch leave' 'touch done' >"$work/script"
        expect 0 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script" --trace
        says "\"value\": \"$answer\"" said
        sed "s/\"value\": \"$answer\"/\"value\": \"it\"/" "$work/said" >"$work/trace-$answer"
        cmp "$work/trace-very_good" "$work/trace-$answer" || fail "$answer leaves another trace"
    done
}

what_is_not_there_is_refused_by_name() {
    printf 'touch nonsense\n' >"$work/script"
    expect 2 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script"
    says 'nonsense is not on the screen, which has:.* start' complained
    if grep -q 'open visit' "$work/complained"; then fail 'a visit is closed that nobody opened'; fi
    printf 'dance\n' >"$work/script"
    expect 2 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script"
    says 'script line 1' complained
    expect 2 "$kiosk" run
    expect 2 "$kiosk" run --data "$work/none" --window 12x4
    expect 1 "$kiosk" run --survey "$work/missing.json" --window 800x480
}

a_display_is_not_imagined() {
    (unset SDL_VIDEODRIVER DISPLAY WAYLAND_DISPLAY XDG_RUNTIME_DIR
        expect 1 "$kiosk" run --survey "$surveys/gp-fft.json" --window 800x480
        says 'cannot reach a display: .*; set DISPLAY, or use ./run demo --headless$' complained
        if grep -q XDG_RUNTIME_DIR "$work/complained"; then fail 'a library complains too'; fi)
}

# The longer survey in every language and display; nothing is drawn. All panels are the suites golden.layout_*.
everything_fits() {
    expect 0 "$kiosk" render --survey "$surveys/jobcentre.json" --size 800x480 \
        --display standard --display large --display contrast --check --json
    says '"found":0,"faults":\[\]' said
    [ ! -e "$work/screens" ] || fail 'a check without --to draws'
}

several_have_a_folder_each() {
    expect 0 "$kiosk" render --survey "$surveys/gp-fft.json" --language en --language ur --size 800x480 \
        --display large --to "$work/screens"
    says '^[0-9]* screens in ' said
    for language in en ur; do
        [ -s "$work/screens/$language-800x480-large/01-attract.png" ] || fail "there is no picture in $language"
    done
    if grep -q '^scene .* contrast' "$work"/screens/*/01-attract.txt; then fail 'large is drawn with contrast'; fi
    rm -rf "$work/screens"
    expect 2 "$kiosk" render --survey "$surveys/gp-fft.json" --size 800x480
    says '--to DIR for its pictures, or --check' complained
    expect 2 "$kiosk" render --survey "$surveys/gp-fft.json" --display huge --check
    says 'standard, large or contrast, not "huge"' complained
    expect 2 "$kiosk" render --survey "$surveys/gp-fft.json" --language xx --check
    says 'not offered in xx' complained
}

a_survey_may_come_through_a_pipe() {
    expect 0 "$kiosk" render --survey - --language cy --size 1280x800 --check <"$surveys/gp-fft.json"
    says 'everything fits' said
    expect 1 "$kiosk" render --survey - --check <"$0"
}

a_standing_screen_has_its_own_pitch() {
    expect 0 "$kiosk" render --survey "$surveys/gp-fft.json" --language en --size 1080x1920 --to "$work/screens" --check
    mv "$work/screens" "$work/standing"
    expect 0 "$kiosk" render --survey "$surveys/gp-fft.json" --language en --size 1080x1920@102 --to "$work/screens" --check
    cmp "$work"/standing/*question-fft.txt "$work"/screens/*question-fft.txt || fail '1080x1920 is not 102 pixels an inch'
    rm -rf "$work/screens" "$work/standing"
}

what_is_too_small_is_one_line_a_screen() {
    expect 1 "$kiosk" render --survey "$surveys/gp-fft.json" --language en --size 800x480@300 --to "$work/screens" --check
    says '^keyboard-letters: [0-9]* things (.* and others) are smaller than 12 mm$' said
    [ "$(grep -c '^keyboard-letters: .*smaller' "$work/said")" -eq 1 ] || fail 'each key has a line'
    rm -rf "$work/screens"
}

help_tells_sizes_and_scripts() {
    expect 0 "$kiosk" run --help
    says 'WxH\[@PPI\]' said
    says '133 for 800x480' said
    says 'touch NAME' said
    expect 0 "$kiosk" --help
    if grep -q 'touch NAME' "$work/said"; then fail 'the list of verbs tells everything'; fi
}

the_owner_stands_in_for_the_venue_in_every_language() {
    expect 0 "$kiosk" render --survey "$surveys/gp-fft.json" --language cy --size 1280x800 --to "$work/screens"
    grep -q 'Eich meddygfa' "$work"/screens/*question-fft.txt || fail 'the header does not speak Welsh'
    if grep -q 'Your GP practice' "$work"/screens/*.txt; then fail 'the header speaks English in Welsh'; fi
    rm -rf "$work/screens"
}

every_part_of_a_screen_is_drawn() {
    expect 0 "$kiosk" render --survey "$surveys/gp-fft.json" --language en --size 800x480 --display large --to "$work/screens"
    for kind in png txt; do
        [ -f "$work/screens/06-keyboard-letters.$kind" ] || fail "the first part has not the screen's name"
        [ -f "$work/screens/06-keyboard-letters-part-2.$kind" ] || fail 'the part with the keys is not drawn'
    done
    grep -q 'caret' "$work/screens/06-keyboard-letters-part-2.txt" || fail 'the second part is not the one with the box'
    rm -rf "$work/screens"
}

looking_makes_no_folder() {
    for verb in status run; do
        expect 1 "$kiosk" "$verb" --data "$work/nowhere"
        says "^yousaid-kiosk $verb: there is no kiosk folder $work/nowhere; correct the path, or " complained
        [ ! -e "$work/nowhere" ] || fail "$verb made the folder that it looked for"
    done
}

# A board's folder stands empty until somebody enrols the kiosk: the screen says so and waits.
an_empty_folder_is_a_kiosk_that_nobody_has_enrolled() {
    mkdir -p "$work/first"
    printf 'wait 100\n' >"$work/script"
    expect 0 timeout 60 "$kiosk" run --data "$work/first" --window 800x480 --script "$work/script" --trace
    says '"screen"' said
    [ -d "$work/first/screen" ] || fail 'the screen made no folder of its own'
}

an_empty_folder_has_a_status() {
    mkdir -p "$work/empty"
    expect 0 "$kiosk" status --data "$work/empty"
    says 'not enrolled' said
    expect 0 "$kiosk" status --data "$work/empty" --json
    says '"closed_responses":0' said
    [ -z "$(ls -A "$work/empty")" ] || fail 'status left something in the folder'
}

a_script_records_what_it_taps
nobody_needs_to_touch
a_script_that_ends_ends_the_program
a_script_that_fails_leaves_no_half_visit
all_answers_leave_the_same_trace
what_is_not_there_is_refused_by_name
a_display_is_not_imagined
everything_fits
several_have_a_folder_each
a_survey_may_come_through_a_pipe
a_standing_screen_has_its_own_pitch
what_is_too_small_is_one_line_a_screen
help_tells_sizes_and_scripts
the_owner_stands_in_for_the_venue_in_every_language
every_part_of_a_screen_is_drawn
looking_makes_no_folder
an_empty_folder_is_a_kiosk_that_nobody_has_enrolled
an_empty_folder_has_a_status
echo "the screen program keeps its word"
