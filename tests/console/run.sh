#!/bin/sh
# Tests the console. Arguments: node, npm, folder to install into, then what: "code BUILD" checks types and style of
# what was built in BUILD, anything else is a test file that drives a browser at a real hub: one on SQLite, or, where
# --postgres stands before the file, on PostgreSQL.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/npm.sh
. "$here/../support/npm.sh"
# shellcheck source=tests/support/postgres_serve.sh
. "$here/../support/postgres_serve.sh"
if [ $# -lt 4 ]; then
    echo "usage: run.sh NODE NPM FOLDER code BUILD | run.sh NODE NPM FOLDER [--postgres] TEST..." >&2
    exit 2
fi
node=$1 npm=$2 folder=$3
shift 3
if [ "$1" = code ]; then
    cd "$2"
    "$node" node_modules/typescript/bin/tsc --noEmit
    exec "$node" node_modules/eslint/bin/eslint.js src
fi
npm_install "$node" "$npm" "$here" "$folder"
YOUSAID_PACKAGES=$folder
export YOUSAID_PACKAGES
if [ "$1" = --postgres ]; then
    shift
    serve_database
fi
"$node" --test "$@"
