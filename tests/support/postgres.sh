#!/bin/sh
# A PostgreSQL server of a test's own: in a folder that is thrown away, reached by a socket in it, never as root.
#
#   postgres.sh make DIR [STANDBY-OF]   fills the new folder DIR: a fresh database, or a copy of a running server's
#   postgres.sh run DIR [OPTION...]     becomes the server; it ends with whoever started it
#   postgres.sh promote DIR             makes a standby the one that takes writes
#   postgres.sh url DIR [NAME]          where its database is
#
# YOUSAID_POSTGRES_TEMPLATE names a folder in which the first fresh database is remembered, to be copied from then on.
set -eu

bin=$(pg_config --bindir 2>/dev/null || true)
[ -x "$bin/initdb" ] || bin=/usr/lib/postgresql/15/bin
[ -x "$bin/initdb" ] || { echo "postgres.sh: there is no PostgreSQL server on this machine" >&2; exit 1; }

# as COMMAND...: as somebody who is not root, since the server refuses to be.
as() {
    if [ "$(id -u)" != 0 ]; then
        "$@"
    else
        setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
    fi
}

# fresh: a new database in ./data
fresh() {
    template=${YOUSAID_POSTGRES_TEMPLATE:-}
    if [ -n "$template" ] && [ -d "$template" ]; then
        cp -a "$template" data
        return
    fi
    as "$bin/initdb" -D data -U yousaid -A trust -E UTF8 --no-locale --no-sync >initdb.log
    [ -z "$template" ] || { cp -a data "$template.$$" && mv -T "$template.$$" "$template" 2>/dev/null; } ||
        rm -rf "$template.$$" # another was quicker
}

make() {
    mkdir -m 700 "$1"
    [ "$(id -u)" != 0 ] || chown postgres "$1"
    cd "$1"
    if [ $# -eq 1 ]; then
        fresh
    else
        as "$bin/pg_basebackup" -D data -R -X stream -c fast -h "$2" -U yousaid
    fi
}

run() {
    cd "$1"
    folder=$1
    shift
    set -- "$bin/postgres" -D data -c listen_addresses= -c "unix_socket_directories=$folder" -c max_connections=60 \
        -c shared_buffers=32MB "$@"
    [ "$(id -u)" != 0 ] || set -- --reuid=postgres --regid=postgres --clear-groups "$@"
    exec setpriv --pdeathsig INT "$@" >>log 2>&1
}

verb=$1
shift
case $verb in
make | run) "$verb" "$@" ;;
promote) cd "$1" && as "$bin/pg_ctl" -D data -s -w promote ;;
url) echo "postgres:///${2:-postgres}?host=$1&user=yousaid" ;;
*) echo "postgres.sh: there is no verb \"$verb\"" >&2; exit 2 ;;
esac
