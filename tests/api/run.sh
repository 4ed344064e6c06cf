#!/bin/sh
# Tests the API. Arguments: node, npm, folder to install into, then test files; without any, those that need no
# hub, with --hub those that do, and with --postgres most of these on PostgreSQL.
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
cp "$here/installed.js" "$folder/"

YOUSAID_PACKAGES=$folder
export YOUSAID_PACKAGES

# serve_database: a server for the tests' hubs, which ends with this script.
serve_database() {
    postgres="$here/../support/postgres.sh"
    databases=$(mktemp -d /tmp/yousaid-pg-XXXXXX)
    chmod 755 "$databases"
    "$postgres" make "$databases/api"
    "$postgres" run "$databases/api" &
    server=$!
    trap 'kill -INT "$server" 2>/dev/null; wait "$server"; rm -rf "$databases"' EXIT
    until psql -qAt "$("$postgres" url "$databases/api")" -c 'SELECT 1' >/dev/null 2>&1; do
        kill -0 "$server"
        sleep 0.1
    done
    YOUSAID_API_POSTGRES=$databases/api
    export YOUSAID_API_POSTGRES
}

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
