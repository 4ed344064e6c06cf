#!/bin/sh
# The Debian packages yousaid-hub and yousaid-kiosk, and a fresh Debian 12 in which they show what they can.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=cross/debian.sh
. cross/debian.sh

help() {
    cat <<'TEXT'
./run package [--to DIR] [--try]

Builds the release preset and makes yousaid-hub and yousaid-kiosk of it, as Debian packages for this machine's
architecture, in DIR (build/packages unless told otherwise).

  --to DIR   where the packages go
  --try      installs both in a fresh Debian 12 in a temporary folder: a hub is made and served, a kiosk enrols,
             answers are recorded and counted; then both are upgraded, removed and purged. Needs root, 2 GB under
             TMPDIR, and some minutes.
TEXT
}

fail() {
    printf './run package: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf './run package: %s\n' "$*" >&2
    exit 2
}

take_arguments() {
    folder=build/packages try=no
    while [ $# -gt 0 ]; do
        case $1 in
        --help | -h) help && exit 0 ;;
        --try) try=yes ;;
        --to)
            case ${2:-} in '' | -*) misuse "--to needs a folder; see ./run package --help" ;; esac
            folder=$2
            shift
            ;;
        -*) misuse "there is no option $1; see ./run package --help" ;;
        *) misuse "package has no use for \"$1\"; see ./run package --help" ;;
        esac
        shift
    done
    [ ! -e "$folder" ] || [ -d "$folder" ] || misuse "\"$folder\" is no folder"
    [ $try = no ] || [ "$(id -u)" -eq 0 ] || fail "--try makes another Debian, which needs root"
}

build_packages() {
    mkdir -p "$folder"
    log=build/packages.log
    [ -f build/release/build.ninja ] || cmake --preset release >$log 2>&1 || fail "configuring failed, see $log"
    cmake --build build/release --target yousaid-hub yousaid-kiosk yousaid-courier yousaid-stick >$log 2>&1 ||
        fail "building failed, see $log"
    cpack --config build/release/CPackConfig.cmake -B "$folder/work" >>$log 2>&1 || fail "packing failed, see $log"
    rm -f "$folder"/yousaid-*.deb
    mv "$folder"/work/yousaid-*.deb "$folder/"
    rm -rf "$folder/work"
}

# ---- a fresh Debian ----

remove() {
    [ -z "$room" ] || rm -rf --one-file-system "$room"
}

# later PACKAGE: the same package again with a later version, for an upgrade.
later() {
    dpkg-deb --raw-extract "$1" "$room/later"
    sed -i 's/^Version: .*/&+later/' "$room/later/DEBIAN/control"
    dpkg-deb --root-owner-group --build "$room/later" "$room/root/packages/later-${1##*/}" >/dev/null
    rm -rf "$room/later"
}

make_machine() {
    debian_sources >"$room/sources.list"
    debian_apt_settings >"$room/apt.conf"
    mmdebstrap --mode=root --variant=apt --quiet --aptopt="$room/apt.conf" \
        --include=ca-certificates,procps,util-linux \
        bookworm "$room/root" "$room/sources.list" || fail "Debian could not be installed, see above"
    cp /etc/resolv.conf /etc/hosts "$room/root/etc/"
    cp "$room/apt.conf" "$room/root/etc/apt/apt.conf.d/90this-machine"
    mkdir "$room/root/packages"
    cp "$folder"/yousaid-*.deb packaging/try.sh "$room/root/packages/"
    for package in "$folder"/yousaid-*.deb; do later "$package"; done
}

# In namespaces of its own, so that mounts and processes end with it.
try_packages() {
    # shellcheck disable=SC2016 # the inner shell fills these in
    unshare --mount --pid --fork --kill-child sh -eu -c '
        mount --make-rprivate /
        mount -t proc proc "$1/proc"
        mount --rbind /dev "$1/dev"
        exec chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root /packages/try.sh
    ' sh "$room/root" </dev/null
}

take_arguments "$@"
cross/packages.sh package
build_packages
ls "$folder"/yousaid-*.deb
[ $try = yes ] || exit 0
room=$(mktemp -d)
chmod 0755 "$room"
trap remove EXIT
trap 'exit 130' INT TERM
make_machine
try_packages || fail "the packages do not work in a fresh Debian, see above"
