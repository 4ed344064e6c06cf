#!/bin/sh
# A kiosk's fonts, cut down to what its languages and surveys need; see assets/fonts.list and docs/FONTS.md.
set -eu
cd "$(dirname "$0")/.."

from=/usr/share/fonts/truetype/noto
licence=/usr/share/doc/fonts-noto-core/copyright

help() {
    cat <<'TEXT'
./run fonts [--to DIR] [FILE...]

Cuts the fonts of Debian's fonts-noto-core down to what the languages and surveys of this checkout need, and the
surveys, venue's files and notices named as FILE: into DIR (build/fonts unless told otherwise), with their licence.
"yousaid-kiosk run --fonts DIR" shows screens with them; "yousaid-kiosk render --check --fonts DIR" says which text of a
survey has a letter that is not there. assets/fonts.list says what each face keeps.
TEXT
}

fail() {
    printf './run fonts: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf './run fonts: %s\n' "$*" >&2
    exit 2
}

# characters FILE...: each character that stands in them, once, as a number; escapes of JSON too.
characters() {
    {
        cat "$@" | iconv -f UTF-8 -t UTF-32BE | od -An -v -tu4 --endian=big | tr -s ' ' '\n'
        cat "$@" | grep -oE '\\u[0-9A-Fa-f]{4}' | sed 's/^\\u/0x/' | while read -r escape; do printf '%d\n' "$escape"; done
    } | grep -E '^[0-9]+$' | sort -nu
}

# in_numbers RANGE...: "FIRST LAST", a line a range, of hexadecimal "20-7E" or "A0".
in_numbers() {
    for range in "$@"; do
        printf '%d %d\n' "0x${range%-*}" "0x${range#*-}"
    done
}

# own RANGE...: those ranges that no other face has to offer: beyond the letters of English and their signs.
own() {
    in_numbers "$@" | awk '$1 >= 768 && !($1 >= 8192 && $1 < 12288)'
}

# meets: of the numbers in met, is one inside the ranges on standard input? The dandas, 2404 and 2405, are shared.
meets() {
    awk 'NR == FNR { first[NR] = $1; last[NR] = $2; count = NR; next }
        $1 != 2404 && $1 != 2405 { for (i = 1; i <= count; i++) if ($1 >= first[i] && $1 <= last[i]) { found = 1; exit } }
        END { exit !found }' - "$work/met"
}

# strangers: the numbers in met that stand in no range of the list, as hexadecimal with commas.
strangers() {
    awk 'NR == FNR { first[NR] = $1; last[NR] = $2; count = NR; next }
        $1 >= 32 { for (i = 1; i <= count; i++) if ($1 >= first[i] && $1 <= last[i]) next
        printf "%s%X", (n++ ? "," : ""), $1 }' "$work/known" "$work/met"
}

# is_needed FACE RANGE...
is_needed() {
    face=$1
    shift
    [ "$face" = NotoSans ] || own "$@" | meets
}

# cut FILE CHARACTERS: with all that its shaping needs, and without hints, which are not used.
cut() {
    [ -r "$from/$1.ttf" ] || fail "there is no $from/$1.ttf; install Debian's fonts-noto-core"
    hb-subset --unicodes="$2" --layout-features='*' --no-hinting --output-file="$to/$1.ttf" "$from/$1.ttf" ||
        fail "$1.ttf could not be cut"
}

# take FACE WEIGHTS WHAT...
take() {
    face=$1 weights=$2
    shift 2
    if [ "$1" = met ]; then
        kept=$(strangers)
        [ -n "$kept" ] || return 0
    else
        is_needed "$face" "$@" || return 0
        kept=$(printf '%s,' "$@")
    fi
    for weight in $(printf '%s' "$weights" | tr ',' ' '); do
        cut "$face-$weight" "${kept%,}"
    done
}

rows() {
    grep -v '^#' assets/fonts.list
}

to=build/fonts
if [ "${1:-}" = --to ]; then
    case ${2:-} in '' | -*) misuse "--to needs a folder; see ./run fonts --help" ;; esac
    to=$2
    shift 2
fi
for word in "$@"; do
    case $word in
    --help | -h) help && exit 0 ;;
    -*) misuse "there is no option $word; see ./run fonts --help" ;;
    esac
    [ -r "$word" ] || misuse "there is no file \"$word\""
done
[ ! -e "$to" ] || [ -d "$to" ] || misuse "\"$to\" is no folder"
cross/packages.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$to"
rm -f "$to"/*.ttf
characters assets/languages/*.json assets/surveys/*.json assets/surveys/modules/*.json firmware/view/*.c "$@" >"$work/met"
rows | while read -r _ _ ranges; do
    # shellcheck disable=SC2086 # the ranges are words
    [ "$ranges" = met ] || in_numbers $ranges
done >"$work/known"
rows | while read -r face weights ranges; do
    # shellcheck disable=SC2086
    take "$face" "$weights" $ranges
done
cp "$licence" "$to/LICENCE"
du -b "$to"/*.ttf | awk '{ sub(".*/", "", $2); printf "%8d  %s\n", $1, $2; sum += $1 } END { printf "%8d  in all\n", sum }'
