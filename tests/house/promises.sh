#!/bin/sh
# promises.sh BUILD PAGE LEAST [LABEL...]: every test that the page names is there and is run; it names LEAST of them at
# the least, and every test of these labels, so that none is one that nobody will find.
# A name is `LABEL.SUITE` for a script, `LABEL.SUITE:FUNCTION` for a test in C.
set -eu
if [ "${1:---help}" = --help ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
build=$1
page=$2
least=$3
shift 3
cd "$(dirname "$0")/../.."
known=$(mktemp)
named=$(mktemp)
trap 'rm -f "$known" "$named"' EXIT
status=0

complain() {
    printf '%s: %s\n' "$page" "$*"
    status=1
}

# handed_over FILE: the functions that it hands to the runner: the entries of its tables of cmocka tests, each
# written with cmocka_unit_test...(NAME or with a macro that the file makes of one.
handed_over() {
    macros=$(sed -nE 's/^#define ([A-Za-z_]+)\([a-z]+\) +cmocka_unit_test.*/\1/p' "$1" | paste -sd '|')
    sed -nE '/struct CMUnitTest [a-z_]+\[\]/,/\};/p' "$1" |
        grep -oE "(^|[ {])(cmocka_unit_test[a-z_]*${macros:+|$macros})\([a-z0-9_]+" | sed 's/.*(//'
}

# has_test SUITE FUNCTION: the suite's own file has it.
has_test() {
    for file in $(git ls-files --cached --others --exclude-standard "tests/*/test_$1.c"); do
        if handed_over "$file" | grep -qx -- "$2"; then return 0; fi
    done
    return 1
}

# all_of LABEL: whatever tests/LABEL runs, function by function, scripts whole.
all_of() {
    for file in tests/"$1"/test_*.c; do
        suite=$(basename "$file" .c)
        handed_over "$file" | sed "s/^/$1.${suite#test_}:/"
    done
    grep -E "^$1\." "$known" | while read -r suite; do
        [ -f "tests/$1/test_${suite#*.}.c" ] || echo "$suite"
    done
}

ctest --test-dir "$build" -N | sed -n 's/^ *Test *#[0-9]*: *//p' >"$known"
# shellcheck disable=SC2016 # the quotes of Markdown
grep -oE '`[a-z0-9]+\.[a-z0-9_]+(:[a-z0-9_]+)?`' "$page" | tr -d '`' | sort -u |
    grep -E "^($(cut -d. -f1 "$known" | sort -u | paste -sd '|'))\." >"$named"
[ "$(wc -l <"$named")" -ge "$least" ] || complain "names hardly a test"
while IFS=: read -r suite function; do
    grep -qx -- "$suite" "$known" || { complain "there is no test $suite"; continue; }
    if [ -n "$function" ]; then
        has_test "${suite#*.}" "$function" || complain "$suite has no test $function"
    fi
done <"$named"

for label in "$@"; do
    names=$(all_of "$label")
    [ "$(echo "$names" | wc -l)" -ge 10 ] || complain "hardly a test of tests/$label was found"
    for name in $names; do
        grep -qx -- "$name" "$named" || complain "does not name $name"
    done
done
exit $status
