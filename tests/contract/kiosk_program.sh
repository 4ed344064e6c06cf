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

what_is_not_there_is_refused_by_name() {
    printf 'touch nonsense\n' >"$work/script"
    expect 2 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script"
    says 'nonsense is not on the screen, which has:.* start' complained
    printf 'dance\n' >"$work/script"
    expect 2 "$kiosk" run --survey "$surveys/gp-fft.json" --window 1280x800 --script "$work/script"
    says 'script line 1' complained
    expect 2 "$kiosk" run
    expect 2 "$kiosk" run --data "$work/none" --window 12x4
    expect 1 "$kiosk" run --survey "$work/missing.json" --window 800x480
}

a_display_is_not_imagined() {
    (unset SDL_VIDEODRIVER DISPLAY WAYLAND_DISPLAY
        expect 1 "$kiosk" run --survey "$surveys/gp-fft.json" --window 800x480)
}

everything_fits() {
    for survey in gp-fft jobcentre; do
        for language in en cy ur; do
            for size in 1280x800 800x480@133; do
                expect 0 "$kiosk" render --survey "$surveys/$survey.json" --language "$language" \
                    --size "$size" --to "$work/screens" --check --json
                says '"faults":\[\]' said
                rm -rf "$work/screens"
            done
        done
    done
}

an_empty_folder_has_a_status() {
    mkdir -p "$work/empty"
    expect 0 "$kiosk" status --data "$work/empty"
    says 'not enrolled' said
    expect 0 "$kiosk" status --data "$work/empty" --json
    says '"closed_responses":0' said
}

a_script_records_what_it_taps
what_is_not_there_is_refused_by_name
a_display_is_not_imagined
everything_fits
an_empty_folder_has_a_status
echo "the screen program keeps its word"
