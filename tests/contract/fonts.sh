#!/bin/sh
# Fonts that are cut down draw every screen as the whole ones do, in a language of each script, and a letter that
# none of them has is said.
#
#   fonts.sh PROGRAM WORK
set -eu

kiosk=$1
work=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
survey=$here/assets/surveys/gp-fft.json
rm -rf "$work"
mkdir -p "$work"

fail() {
    printf 'fonts: %s\n' "$*" >&2
    exit 1
}

draw() {
    to=$1
    shift
    "$kiosk" render --survey "$survey" --size 1280x800 --to "$to" "$@" >/dev/null || fail "nothing was drawn into $to"
}

# both LANGUAGE: every screen, drawn with the whole fonts and with the cut ones.
both() {
    draw "$work/whole" --language "$1"
    draw "$work/with-cut" --language "$1" --fonts "$work/cut"
}

# Byte by byte; but the dots and marks of Arabic script, which have no code of their own, are hinted a shade
# differently: there every measure is the same.
every_screen_is_drawn_as_with_the_whole_fonts() {
    for language in cy pa ar bn ur; do
        rm -rf "$work/whole" "$work/with-cut"
        both $language
        case $language in ar | ur) rm "$work"/whole/*.png "$work"/with-cut/*.png ;; esac
        diff -rq "$work/whole" "$work/with-cut" || fail "the cut fonts draw $language otherwise"
        [ "$(find "$work/whole" -name '*.txt' | wc -l)" -gt 25 ] || fail 'too few screens were drawn'
    done
}

no_text_of_ours_has_a_letter_that_is_not_there() {
    for each in gp-fft jobcentre; do
        "$kiosk" render --survey "$here/assets/surveys/$each.json" --size 1280x800 --check --json --fonts "$work/cut" \
            >"$work/found" || fail "$each has letters that are not there"
    done
}

a_letter_that_is_not_there_is_said() {
    sed 's/How was your visit today?/How was your 来 visit today?/' "$survey" >"$work/strange.json"
    grep -q 来 "$work/strange.json" || fail 'the survey has no strange letter'
    if "$kiosk" render --survey "$work/strange.json" --language en --size 1280x800 --check --json --fonts "$work/cut" \
        >"$work/found"; then
        fail 'a strange letter is fine'
    fi
    grep -q '"kind":"no_letter"' "$work/found" || fail "a strange letter is not called so: $(cat "$work/found")"
}

what_is_named_is_kept() {
    sed 's/How was your visit today?/नमस्ते/' "$survey" >"$work/hindi.json"
    [ ! -e "$work/cut/NotoSansDevanagari-Regular.ttf" ] || fail 'a script that nobody needs is kept'
    "$here/cross/fonts.sh" --to "$work/more" "$work/hindi.json" >/dev/null
    [ -s "$work/more/NotoSansDevanagari-Regular.ttf" ] || fail 'a script that a survey needs is not there'
}

"$here/cross/fonts.sh" --to "$work/cut" >/dev/null
[ -s "$work/cut/LICENCE" ] || fail 'there is no licence'
every_screen_is_drawn_as_with_the_whole_fonts
no_text_of_ours_has_a_letter_that_is_not_there
a_letter_that_is_not_there_is_said
what_is_named_is_kept
