#!/usr/bin/env bash
# ./run's verbs can be asked for help, and be asked wrongly, at no cost: nothing is installed, built or written.
#
# How that is made sure: the scripts are copied into an empty folder and run with a path on which only programs
# stand that read and print. What would install, build, make a folder or ask git is not there, so whoever calls it
# says so on standard error; and whatever is written with the shell alone is seen as a change of the folder.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ $# -gt 0 ]; then
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

complain() {
    printf './run %s\n' "$*"
    status=1
}

copy_scripts() {
    mkdir -p "$work/tree" "$work/path"
    tar -c run cross packaging tests/lists tests/fuzz/dict tests/{bench,e2e,fault,fuzz,house}/*.sh | tar -x -C "$work/tree"
    for program in awk bash cat dirname env grep id paste sed sh; do
        ln -s "$(command -v $program)" "$work/path/$program"
    done
}

# tree: everything that is there, and what it holds.
tree() {
    (cd "$work/tree" && find . -exec ls -ld --time-style=full-iso {} + && find . -type f -exec cksum {} +)
}

# run WORD...: sets code; what was said is in $work/out and $work/err.
run() {
    code=0
    env -i PATH="$work/path" HOME="$work" "$work/tree/run" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
}

same_as_first() {
    [ "$code" -eq 0 ] && cmp -s "$work/first" "$work/out"
}

# helps VERB WORD...: its help comes for --help, for -h and behind other words, and names each WORD.
helps() {
    local verb=$1 word
    shift
    run "$verb" --help
    [ "$code" -eq 0 ] || complain "$verb --help exits $code"
    [ ! -s "$work/err" ] || complain "$verb --help says: $(cat "$work/err")"
    grep -q "^\./run $verb\|^\./run: " "$work/out" || complain "$verb --help is not that verb's help"
    for word in "$@"; do
        grep -qF -- "$word" "$work/out" || complain "$verb --help does not name $word"
    done
    mv "$work/out" "$work/first"
    for word in "$verb -h" "help $verb"; do
        # shellcheck disable=SC2086 # two words
        run $word
        same_as_first || complain "$word is not what $verb --help is"
    done
    helped+=("$verb")
}

# refuses WORD...: wrong words end with 2 and one sentence.
refuses() {
    run "$@"
    [ "$code" -eq 2 ] || complain "$* exits $code, not 2: $(cat "$work/err")"
    [ ! -s "$work/out" ] || complain "$* prints on standard output"
    [ "$(wc -l <"$work/err")" -eq 1 ] || complain "$* does not say one sentence: $(cat "$work/err")"
    grep -q '^\./run' "$work/err" || complain "$* does not say who complains: $(cat "$work/err")"
}

# goes_on WORD...: right words get as far as the packages, which cannot be asked for here.
goes_on() {
    run "$@"
    { [ "$code" -eq 1 ] && grep -q 'this needs Debian' "$work/err"; } ||
        complain "$* exits $code before packages are looked for: $(cat "$work/err")"
}

copy_scripts
tree >"$work/before"

helped=()
helps demo --headless --seconds
helps test PATTERN valgrind cppcheck ThreadSanitizer
helps build debug asan release
helps bench --json --write --short instructions flash wire net hub kiosk
helps fuzz --keep --figures --jobs --list NAME MINUTES
helps faults --write --seed --list HOURS docs/RELIABILITY.md
helps lint --cppcheck FILE
helps cross arm64 armhf --all
helps bare --keep
helps golden docs/pictures
helps package --try DIR
helps fonts --to build/fonts FILE
helps sheet --to build/sheets
helps format .clang-format
helps help demo test build bench fuzz faults lint cross bare golden package fonts sheet format --headless --to --keep --all --write --short --json

run help
verbs=$(sed -n 's|^  \./run \([a-z]*\).*|\1|p' "$work/out" | paste -sd ' ')
[ "$verbs" = "${helped[*]}" ] || complain "help names other verbs than were tried: $verbs"
for word in '' --help -h; do
    cp "$work/out" "$work/first"
    run ${word:+"$word"}
    same_as_first || complain "$word is not what help is"
done
run test something --help
[ "$code" -eq 0 ] || complain "test something --help exits $code"

refuses nosuch
refuses nosuch --help
refuses --nosuch
refuses help nosuch
refuses help test build
for verb in demo test build bench fuzz faults lint cross bare golden package fonts sheet format help; do
    refuses "$verb" --nosuch
done
for verb in demo build bench fuzz faults lint cross bare golden package fonts sheet format; do
    refuses "$verb" nosuch
done
refuses demo --seconds
refuses demo --seconds 0
refuses demo --seconds 1h
refuses demo --seconds 1000000
refuses test one two
refuses build debug release
refuses bench --json
refuses bench --json --write
refuses bench --json nosuch/figures
refuses bench --json tests
refuses bench wire wire
refuses fuzz --jobs
refuses fuzz --jobs 0
refuses fuzz --jobs x
refuses fuzz --jobs -1
refuses fuzz --jobs 65
refuses fuzz 1h
refuses fuzz 5x
refuses fuzz 0
refuses fuzz 0.000
refuses fuzz 5 5
refuses fuzz 10081
refuses fuzz '.*'
refuses fuzz survey nosuch
refuses faults 0
refuses faults 1h
refuses faults 1 1
refuses faults 1001
refuses faults --seed
refuses faults --seed x
refuses fuzz --figures 5
refuses fuzz --figures --jobs 2
refuses lint nosuch.c
refuses lint run
refuses lint --cppcheck tests/nosuch.c
refuses cross
refuses cross --all
refuses cross arm64 armhf
refuses package --to
refuses package --to run
refuses package --best
refuses package here
refuses fonts --to
refuses fonts --to run
refuses fonts --to build/fonts nosuch.json
refuses sheet --to
refuses sheet --to --nosuch
refuses sheet --to run
refuses sheet --to one two

goes_on demo --headless
goes_on test survey
goes_on build asan
goes_on bench --short --json - wire net
goes_on bench
goes_on fuzz survey expression 0.5 --jobs 08
goes_on fuzz
goes_on faults 0.5 --seed 3 --write
goes_on faults
goes_on lint
goes_on lint --cppcheck
goes_on cross armhf --all
goes_on golden
goes_on package
goes_on package --to nowhere/at/all
goes_on fonts
goes_on fonts --to nowhere/at/all run
goes_on sheet
goes_on sheet --to nowhere/at/all
goes_on format

run fuzz --list
{ [ "$code" -eq 0 ] && grep -qx survey "$work/out"; } || complain "fuzz --list does not list survey"
run faults --list
{ [ "$code" -eq 0 ] && grep -qx power "$work/out"; } || complain "faults --list does not list power"
run fuzz --figures
{ [ "$code" -eq 1 ] && [ "$(wc -l <"$work/err")" -eq 1 ]; } || complain "fuzz --figures without figures exits $code"

tree >"$work/after"
cmp -s "$work/before" "$work/after" || { complain "has changed files:"; diff "$work/before" "$work/after" || true; }
exit $status
