#!/bin/sh
# Every test_*.c is a test that CTest knows: one that is on no list runs never, and nobody sees it.
set -eu
cd "$(dirname "$0")/../.."
tests=$(mktemp)
trap 'rm -f "$tests"' EXIT
ctest --test-dir "$YOUSAID_BUILD" -N >"$tests"
status=0
for file in $(git ls-files 'tests/*/test_*.c' | grep -v '^tests/support/'); do
    name=$(basename "$file" .c)
    if ! grep -q "[.]${name#test_}\$" "$tests"; then
        echo "$file is no test that CTest knows: put it on a list in tests/lists"
        status=1
    fi
done
exit $status
