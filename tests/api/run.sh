#!/bin/sh
# Tests the API. Arguments: node, npm, folder to install into, then test files; without any, those that need no
# hub, with --hub those that do, and with --postgres most of these on PostgreSQL.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/npm.sh
. "$here/../support/npm.sh"
# shellcheck source=tests/support/promtool.sh
. "$here/../support/promtool.sh"
# shellcheck source=tests/support/postgres_serve.sh
. "$here/../support/postgres_serve.sh"
if [ $# -lt 3 ] || [ "$1" = --help ]; then
    echo "usage: run.sh NODE NPM FOLDER [TEST...]" >&2
    exit 2
fi
node=$1 folder=$3
npm_install "$1" "$2" "$here" "$3"
shift 3
promtool_get "$folder"

YOUSAID_PACKAGES=$folder
export YOUSAID_PACKAGES

# What has no query of its own, and mostly waits, is not asked on PostgreSQL too.
skipped=''
case ${1:-} in
'') set -- "$here/document.test.js" ;;
--hub) skipped=' document ' ;;
--postgres)
    serve_database
    skipped=' document webhooks metrics people '
    ;;
esac
if [ -n "$skipped" ]; then
    set --
    for file in "$here"/*.test.js; do
        case $skipped in *" $(basename "$file" .test.js) "*) ;; *) set -- "$@" "$file" ;; esac
    done
fi
"$node" --test "$@"
