#!/bin/sh
# The code is in its one shape, comments are sentences, and nothing is put off.
set -eu
cd "$(dirname "$0")/../.."
files=$(git ls-files '*.c' '*.h')
# shellcheck disable=SC2086 # a list of names without spaces
clang-format --dry-run -Werror $files || { echo "run ./run format"; exit 1; }
# shellcheck disable=SC2086
if grep -nE '(^|[^:"])//( |$)' $files; then
    echo "comments are /* sentences */"
    exit 1
fi
if git ls-files | grep -v '^tests/house/format.sh$' | xargs grep -nIE '\b(TODO|FIXME|XXX)\b'; then
    echo "do it, or say it where people look"
    exit 1
fi
