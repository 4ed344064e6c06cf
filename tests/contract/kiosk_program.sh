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

everything_fits() {
    for survey in gp-fft jobcentre; do
        for language in en cy ur; do
            for size in 1280x800 800x480; do
                expect 0 "$kiosk" render --survey "$surveys/$survey.json" --language "$language" \
                    --size "$size" --to "$work/screens" --check --json
                says '"faults":\[\]' said
                rm -rf "$work/screens"
            done
        done
    done
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
    says '^keyboard-letters: [0-9]* targets (.* and others) are smaller than 12 mm$' said
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

looking_makes_no_folder() {
    expect 1 "$kiosk" status --data "$work/nowhere"
    says "^yousaid-kiosk status: there is no kiosk folder $work/nowhere$" complained
    [ ! -e "$work/nowhere" ] || fail 'status made the folder that it looked for'
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
a_script_that_ends_ends_the_program
a_script_that_fails_leaves_no_half_visit
what_is_not_there_is_refused_by_name
a_display_is_not_imagined
everything_fits
a_standing_screen_has_its_own_pitch
what_is_too_small_is_one_line_a_screen
help_tells_sizes_and_scripts
the_owner_stands_in_for_the_venue_in_every_language
looking_makes_no_folder
an_empty_folder_has_a_status
echo "the screen program keeps its word"
