# shellcheck shell=sh
# Where this machine gets Debian 12 from, for folders of other machines that are filled from there. Sourced.

# debian_sources: one-line sources of the mirrors that apt-get install uses here.
debian_sources() {
    # shellcheck disable=SC2016 # apt fills these in
    found=$(apt-get indextargets --format '$(ORIGIN)|$(RELEASE)|$(REPO_URI)|$(COMPONENT)' 'Created-By: Packages' |
        awk -F'|' '$1 == "Debian" && $2 ~ /^bookworm(-updates|-security)?$/ && $4 == "main" && !seen[$2]++ {
            printf "deb %s %s %s\n", $3, $2, $4 }')
    if ! printf '%s' "$found" | grep -q ' bookworm main'; then
        echo "apt on this machine knows no mirror of Debian 12 (bookworm); name one in its sources, then apt-get update" >&2
        return 1
    fi
    printf '%s\n' "$found"
}

# debian_apt_settings: this machine's proxies, certificates and patience, in apt's own words.
debian_apt_settings() {
    apt-config dump | grep -E '^Acquire::(http|https|Check-Valid-Until|Check-Date|Retries|ForceIPv4|ForceIPv6|Proxy)' || true
    echo 'Acquire::Languages "none";'
    echo 'Dir::Etc::netrc "/etc/apt/auth.conf";'
    echo 'Dir::Etc::netrcparts "/etc/apt/auth.conf.d";'
}

# debian_mode: how mmdebstrap becomes root of the new folder.
debian_mode() {
    if [ "$(id -u)" -eq 0 ]; then echo root; else echo unshare; fi
}
