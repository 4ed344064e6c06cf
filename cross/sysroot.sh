#!/bin/sh
# The libraries of another architecture, unpacked from Debian's own packages: what the cross compiler
# links with and the emulator loads. Made anew when the list of packages or the machine's mirrors change.
#
#   cross/sysroot.sh arm64|armhf     its last line is the folder
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=cross/debian.sh
. cross/debian.sh

arch=${1:-}
case $arch in
arm64 | armhf) ;;
-h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" && exit 0 ;;
*) echo "cross/sysroot.sh: give it an architecture, arm64 or armhf" >&2 && exit 2 ;;
esac
sysroot=$PWD/build/sysroot-$arch
work=$PWD/build/sysroot-$arch.work

# The libraries that the programs and their tests are built with; the compilers' own are the host's.
libraries() {
    awk '/^\[/ { base = ($1 == "[base]") } base && $1 ~ /^lib.*-dev$/ && $1 !~ /^libclang/ { print $1 }' \
        cross/packages.list
    echo libc6-dev
    echo libgcc-12-dev
}

# What a finished folder was made of, and is made of today.
recipe() {
    libraries
    debian_sources
    echo "$arch, second way"
}

# unpack_from SOURCES: Debian's packages into $work/root; what was said stands in $work.log.
unpack_from() {
    rm -rf "$work/root"
    mmdebstrap --mode="$(debian_mode)" --variant=extract --architectures="$arch" \
        --aptopt="$work/apt.conf" --aptopt='Apt::Install-Recommends "false"' \
        --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --include="$(libraries | paste -sd,)" \
        bookworm "$work/root" "$1" >"$work.log" 2>&1
}

# A mirror may hold the security suite of one architecture and half of another's. What is compiled against
# here is only tested with, so it may lack them: that is said every time.
unpack() {
    debian_sources >"$work/sources.list"
    debian_apt_settings >"$work/apt.conf"
    : >"$work/lacks"
    unpack_from "$work/sources.list" && return
    grep -E '^(E|Err)' "$work.log" >&2 || true
    grep -v -- '-security' "$work/sources.list" >"$work/plain.list"
    echo "without Debian's security updates, which the mirror does not have for $arch" >"$work/lacks"
    unpack_from "$work/plain.list" && return
    tail -n 20 "$work.log" >&2
    echo "cross/sysroot.sh: Debian's packages for $arch could not be unpacked, see above" >&2
    exit 1
}

# Only what compiles, links and runs: the emulator would otherwise read settings there instead of here.
keep() {
    mkdir -p "$sysroot"
    mv "$work/root/usr" "$work/lacks" "$sysroot/"
    for link in "$work"/root/lib*; do
        cp -P "$link" "$sysroot/"
    done
    rm -rf "$sysroot/usr/share/doc" "$sysroot/usr/share/man" "$sysroot/usr/share/locale"
    recipe >"$sysroot/recipe"
}

make() {
    rm -rf "$work" "$sysroot"
    mkdir -p "$work"
    unpack
    keep
    rm -rf "$work" "$work.log"
}

mkdir -p build
if ! recipe | cmp -s - "$sysroot/recipe"; then
    echo "Unpacking Debian's libraries for $arch."
    make
fi
du -sh "$sysroot" | awk '{ printf "Libraries of the architecture: %s\n", $1 }'
sed "s/^/The libraries are /" "$sysroot/lacks"
echo "$sysroot"
