# shellcheck shell=sh
# A PostgreSQL server for the hubs of JavaScript tests. Sourced where $here is the folder of a suite.

# serve_database: a server for the tests' hubs, which ends with this script.
serve_database() {
    # shellcheck disable=SC2154 # here: whoever sources this
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
