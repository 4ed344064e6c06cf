#!/bin/sh
# packages.sh [SET]: installs what every build and test needs and is missing, and what SET adds to it
# (cross/packages.list). ./run and the scripts of its verbs call this once they know what to do.
set -eu
cd "$(dirname "$0")/.."

fail() {
    printf './run: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "these packages are missing and there is no sudo to install them; as root, install: $missing"
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# missing_packages SET: names of that set's packages that are not there, with the reason said for each.
missing_packages() {
    in_set=no
    while read -r name why; do
        case $name in
        '' | '#'*) continue ;;
        "[$1]") in_set=yes && continue ;;
        '['*) in_set=no && continue ;;
        esac
        [ $in_set = yes ] || continue
        is_installed "$name" && continue
        printf '  %-22s %s\n' "$name" "$why" >&2
        printf '%s ' "$name"
    done <cross/packages.list
}

missing_node() {
    # Node.js may come from elsewhere than Debian: what counts is that it runs.
    if ! command -v node >/dev/null; then
        printf '  %-22s %s\n' nodejs "builds the console; compares our surveys with survey-core" >&2
        printf 'nodejs '
    fi
    if ! command -v npm >/dev/null; then
        printf '  %-22s %s\n' npm "fetches what the console is built from, and survey-core" >&2
        printf 'npm '
    fi
}

command -v dpkg-query >/dev/null || fail "this needs Debian 12 (or a system with its packages)"
missing=$(missing_packages base)$(missing_node)
[ $# -eq 0 ] || missing=$missing$(missing_packages "$1")
[ -n "$missing" ] || exit 0
echo "Installing the Debian packages named above."
as_root apt-get update -qq
# shellcheck disable=SC2086 # the list is meant to be split into names
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
