#!/bin/sh
# ./run test on a machine that has nothing: a bare Debian 12 in a folder, and what is committed here.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=cross/debian.sh
. cross/debian.sh

help() {
    cat <<'TEXT'
./run bare [--keep]

Makes a bare Debian 12 (amd64, as small as it comes) in a temporary folder, clones the last commit of this
checkout into it, and runs .ci/run there with an empty environment: CI as a machine sees it that has never
built Yousaid. Needs root (or sudo), 6 GB under TMPDIR, and some ten minutes.
Passed on from this machine is only what it needs to reach the registries: apt's mirrors and proxies,
http_proxy and its like, npm's registry, and the certificates named by NODE_EXTRA_CA_CERTS,
npm_config_cafile or SSL_CERT_FILE.
--keep leaves the folder for a look; otherwise nothing of it stays, whatever happens.
TEXT
}

fail() {
    printf './run bare: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf './run bare: %s\n' "$*" >&2
    exit 2
}

# remove: the folder and all that is in it; nothing is mounted there but in the guest's own namespace.
remove() {
    [ -n "$room" ] || return 0
    if [ "$keep" = yes ]; then
        echo "The bare machine is in $room/root."
    else
        rm -rf --one-file-system "$room"
    fi
}

make_machine() {
    debian_sources >"$room/sources.list"
    debian_apt_settings >"$room/apt.conf"
    mmdebstrap --mode=root --variant=minbase --architectures=amd64 --quiet --aptopt="$room/apt.conf" \
        bookworm "$room/root" "$room/sources.list" || fail "Debian could not be installed, see above"
    cp /etc/resolv.conf /etc/hosts "$room/root/etc/"
}

clone_checkout() {
    git -c safe.directory='*' clone -q --no-hardlinks . "$room/root/root/yousaid" ||
        fail "the checkout could not be cloned; is this a git checkout?"
    [ -z "$(git -c safe.directory='*' status --porcelain)" ] || echo "What is not committed here is not tested."
    echo "Testing commit $(git -c safe.directory='*' log -1 --format='%h (%s)')."
}

# reach NAME: this machine's value of a variable, for the guest's environment, when it has one.
reach() {
    value=$(printenv "$1") && [ -n "$value" ] && printf '%s=%s\n' "$1" "$value"
    return 0
}

# certificates: the bundle with which this machine trusts its network, if it is not the usual one.
certificates() {
    for file in "${NODE_EXTRA_CA_CERTS:-}" "${npm_config_cafile:-}" "${SSL_CERT_FILE:-}"; do
        [ -n "$file" ] && [ -f "$file" ] && echo "$file" && return
    done
    return 0
}

# bring_certificates: into a folder that the smallest Debian has.
bring_certificates() {
    bundle=$(certificates)
    [ -z "$bundle" ] || cp "$bundle" "$room/root/root/network.pem"
}

# environment: all the guest's variables, one a line.
environment() {
    echo PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    echo HOME=/root
    echo CI=true
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY npm_config_registry; do
        reach $name
    done
    [ -f "$room/root/root/network.pem" ] || return 0
    echo NODE_EXTRA_CA_CERTS=/root/network.pem
    echo npm_config_cafile=/root/network.pem
}

# run_ci: in namespaces of its own, so that mounts and processes end with it.
run_ci() {
    environment >"$room/environment"
    set --
    while read -r variable; do
        set -- "$@" "$variable"
    done <"$room/environment"
    # shellcheck disable=SC2016 # the inner shell fills these in
    unshare --mount --pid --fork --kill-child sh -eu -c '
        root=$1
        shift
        mount --make-rprivate /
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        exec chroot "$root" /usr/bin/env -i "$@" /bin/sh -c "cd /root/yousaid && exec .ci/run"
    ' sh "$room/root" "$@" </dev/null &
    guest=$!
    wait "$guest"
}

# stop: the guest ends with the process that made its namespace.
stop() {
    [ -z "$guest" ] || kill -KILL "$guest" 2>/dev/null || true
    exit 130
}

room='' guest='' keep=no
for argument in "$@"; do
    case $argument in
    --keep) keep=yes ;;
    -h | --help) help && exit 0 ;;
    *) misuse "there is no option \"$argument\"; there are --keep and --help" ;;
    esac
done
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "this needs root, and there is no sudo"
    exec sudo -E "$PWD/cross/bare.sh" "$@"
fi

cross/packages.sh bare
began=$(date +%s)
room=$(mktemp -d)
chmod 0755 "$room"
trap remove EXIT
trap stop INT TERM
make_machine
clone_checkout
bring_certificates
outcome=passed
run_ci || outcome=failed
seconds=$(($(date +%s) - began))
remove
room=''
echo "./run test on a bare Debian 12 $outcome after $((seconds / 60)) min $((seconds % 60)) s"
[ $outcome = passed ]
