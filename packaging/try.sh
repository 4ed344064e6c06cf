#!/bin/sh
# In a fresh Debian, as root: the packages are installed, a hub is made and served, a kiosk enrols and is answered,
# everything is counted; then both are upgraded, removed and purged. ./run package --try starts it there.
set -eu

data=/var/lib/yousaid-hub
kiosk=/var/lib/yousaid
export DEBIAN_FRONTEND=noninteractive

fail() {
    printf 'try: %s\n' "$*" >&2
    exit 1
}

step() {
    printf '\n== %s ==\n' "$*"
}

install_packages() {
    apt-get install --yes --quiet --no-install-recommends "$@" >/tmp/apt.log 2>&1 || {
        cat /tmp/apt.log
        fail "installing $* failed"
    }
    grep '^yousaid' /tmp/apt.log || true
}

hub() {
    verb="$1 ${2:-}"
    runuser -u yousaid-hub -- yousaid-hub "$@" || fail "yousaid-hub $verb failed"
}

# Without systemd the unit's own words start the hub.
serve() {
    : >/tmp/hub.log # what an earlier one said is no sign of this one
    runuser -u yousaid-hub -- yousaid-hub serve --data $data --listen 127.0.0.1:8443 >/tmp/hub.log 2>&1 &
    tries=100
    until grep -q https /tmp/hub.log || [ $tries -eq 0 ]; do
        sleep 0.1
        tries=$((tries - 1))
    done
    [ $tries -gt 0 ] || fail "the hub does not start: $(cat /tmp/hub.log)"
}

stop_serving() {
    pkill -TERM -u yousaid-hub -f 'yousaid-hub serve'
    while pgrep -u yousaid-hub -f 'yousaid-hub serve' >/dev/null; do sleep 0.1; done
}

someone() {
    printf 'touch start\nwait 600\ntouch answer:good\nwait 600\nquit\n' |
        runuser -u yousaid-screen -g yousaid -- env SDL_VIDEODRIVER=dummy \
            yousaid-kiosk run --data $kiosk --script - --trace >/tmp/trace 2>/tmp/kiosk.log || {
        cat /tmp/kiosk.log
        fail "the screen failed"
    }
    grep -q '"recorded"' /tmp/trace || fail "nothing was recorded: $(tail -n 3 /tmp/kiosk.log)"
}

carry() {
    runuser -u yousaid-courier -g yousaid -- yousaid-courier once --data $kiosk || fail "the courier failed"
}

# counted N: the hub has so many responses, and they prove each other.
counted() {
    lines=$(hub export --data $data --survey gp_fft --format jsonl | wc -l)
    [ "$lines" -eq "$1" ] || fail "the hub has $lines responses instead of $1"
    hub verify --data $data
}

step 'installed'
apt-get update --quiet >/dev/null
install_packages /packages/yousaid-hub_*.deb /packages/yousaid-kiosk_*.deb
[ "$(stat -c %U:%a $data)" = yousaid-hub:700 ] || fail "$data is not the hub's alone"
for unit in yousaid-hub yousaid-kiosk yousaid-courier yousaid-stick; do
    [ -f /lib/systemd/system/$unit.service ] || fail "there is no unit $unit"
done

step 'a hub, a kiosk, an answer'
hub init --data $data --programme 'Northshire' --tls-name localhost >/tmp/init
hub words new --data $data --passphrase-file /var/lib/yousaid-hub/passphrase >/dev/null
hub venue add --data $data riverside --name 'Riverside Surgery' --kind gp >/dev/null
hub survey publish --data $data /usr/share/yousaid-hub/surveys/gp-fft.json --no-speech --panel 1280x800 \
    --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread >/dev/null
serve
hub kiosk invite --data $data --venue riverside >/tmp/invitation
grep -oE '[0-9A-Z]{5}(-[0-9A-Z]{5}){3}' /tmp/invitation | head -n 1 |
    runuser -u yousaid-courier -g yousaid -- \
        yousaid-courier enrol --data $kiosk --hub https://localhost:8443 --code-file - || fail 'enrolling failed'
someone
carry
counted 1

step 'sticks are looked for; a folder of nobody is written as it is'
# What tmpfiles makes where there is systemd.
install -d -o yousaid-stick -g yousaid -m 2755 /run/yousaid /run/yousaid/sticks
mkdir -p /tmp/devices/block
runuser -u yousaid-stick -- yousaid-stick run --devices /tmp/devices >/tmp/stick.log 2>&1 &
tries=100
until [ -S /run/yousaid/stick.sock ] || [ $tries -eq 0 ]; do
    sleep 0.1
    tries=$((tries - 1))
done
[ "$(stat -c %U:%G:%a /run/yousaid/stick.sock)" = yousaid-stick:yousaid:660 ] || fail "its socket is not the group's alone"
runuser -u yousaid-screen -g yousaid -- yousaid-stick status || fail "yousaid-stick does not run: $(cat /tmp/stick.log)"
if runuser -u nobody -- yousaid-stick status 2>/dev/null; then fail 'anybody may ask about sticks'; fi
someone
install -d -o yousaid-courier /tmp/folder
runuser -u yousaid-courier -g yousaid -- yousaid-courier stick --data $kiosk --to /tmp/folder || fail 'nothing is saved'
carry
counted 2
pkill -TERM -u yousaid-stick
while pgrep -u yousaid-stick >/dev/null; do sleep 0.1; done

step 'upgraded, with everything kept'
someone
stop_serving
install_packages /packages/later-*.deb
serve
carry
counted 3

step 'removed, with everything kept'
stop_serving
apt-get remove --yes --quiet yousaid-hub yousaid-kiosk >/dev/null
for file in $data/hub.sqlite $kiosk/screen/journal.sqlite; do
    [ -f "$file" ] || fail "removing took $file away"
done
[ ! -e /usr/bin/yousaid-hub ] || fail 'the program is still there'
install_packages /packages/later-*.deb
counted 3

step 'purged'
apt-get purge --yes --quiet yousaid-hub yousaid-kiosk >/dev/null 2>&1
left=$(find / -xdev \( -path /packages -o -path /proc -o -path /tmp -o -path /var/cache/apt -o -path /var/log \) -prune -o -name '*yousaid*' -print)
[ -z "$left" ] || fail "something is left: $left"
! getent passwd yousaid-hub yousaid-screen yousaid-courier yousaid-stick || fail 'a user is left'
echo 'The packages install, run, upgrade, and go away without a trace.'
