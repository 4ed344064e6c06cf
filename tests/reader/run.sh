#!/bin/sh
# Tests the reader. Arguments: node, npm, folder to install into, then test files; without any, all that
# need no hub, after a look at the types.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/npm.sh
. "$here/../support/npm.sh"
if [ $# -lt 3 ] || [ "$1" = --help ]; then
    echo "usage: run.sh NODE NPM FOLDER [TEST...]" >&2
    exit 2
fi
node=$1 folder=$3
npm_install "$1" "$2" "$here" "$3"
shift 3

# Types are checked where the packages are, in a copy.
check_types() {
    rm -rf "$folder/checked"
    mkdir "$folder/checked"
    cp "$here"/*.js "$here/tsconfig.json" "$folder/checked/"
    "$node" "$folder/node_modules/typescript/bin/tsc" --project "$folder/checked"
}

YOUSAID_PACKAGES=$folder
export YOUSAID_PACKAGES
if [ $# -eq 0 ]; then
    check_types
    set -- "$here"/*.test.js
fi
exec "$node" --test "$@"
