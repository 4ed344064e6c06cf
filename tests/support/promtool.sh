# shellcheck shell=sh
# Brings promtool, which judges metrics as Prometheus reads them. Debian has it in the package of the whole server, which
# is unpacked and not installed: no test needs a server that starts by itself. Sourced.

# promtool_unpack FOLDER: from Debian's package, by way of an empty folder within it.
promtool_unpack() {
    work=$(mktemp -d "$1/prometheus.XXXXXX")
    cd "$work" || exit 1
    if ! apt-get -qq -o APT::Sandbox::User=root download prometheus || ! dpkg-deb --extract prometheus_*.deb .; then
        rm -rf "$work"
        echo "cannot fetch Debian's package prometheus, in which promtool is; try: apt-get update" >&2
        exit 1
    fi
    mv usr/bin/promtool "$1/promtool"
    rm -rf "$work"
}

# promtool_get FOLDER: it is FOLDER/promtool then. Of several tests at once one does it.
promtool_get() {
    (
        flock 9
        [ -x "$1/promtool" ] || promtool_unpack "$1"
    ) 9>"$1/lock"
}
