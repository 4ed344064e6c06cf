#!/usr/bin/env bash
# Networks that are none, between a real courier and a real hub: no route, names that fail or lie, IPv6 alone, sign-in
# pages, foreign certificates, hubs that answer nonsense or never, slow and late lines, and cuts at any byte either way.
# Nothing is acknowledged that the hub does not have, the log says in words what happened, and with the next good
# network everything is there once. Runs in a network namespace of its own. CUTS for more, SEED for others, PATIENT=no
# without the lines that take minutes.
set -euo pipefail
if [ "${1:-}" = --help ]; then
    sed -n '2,6s/^# //p' "$0"
    exit 0
fi
if [ "${1:-}" != inside ]; then
    if ! unshare --net --mount true 2>/dev/null; then
        echo "skipped: this machine permits no network namespace"
        exit 77
    fi
    exec unshare --net --mount "$0" inside
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/../e2e/stack.sh"

export YOUSAID_TEST_KDF=1 SDL_VIDEODRIVER=dummy
cuts=${CUTS:-24}
patient=${PATIENT:-yes}
seed=${SEED:-$(date +%s)}
echo "SEED=$seed"
RANDOM=$((seed % 32768))
ip link set lo up
open_work "${YOUSAID_WORK:-$here/build/network}"
hub="$bin/yousaid-hub"
tried=0

# names LINE...: what this machine's names lead to, for whatever runs in here.
names() {
    printf '%s\n' "$@" >"$work/hosts"
}
printf 'nameserver 127.0.0.9\noptions timeout:1 attempts:1\n' >"$work/resolv"
names '127.0.0.1 hub.test'
mount --bind "$work/hosts" /etc/hosts
mount --bind "$work/resolv" /etc/resolv.conf

# line [OPTION...]: what stands between kiosk and hub from now on.
line=''
line() {
    [ -z "$line" ] || stop "$line"
    # The line before left its port here, and what waits for this one must not read that.
    rm -f "$work/line"
    "$bin/relay" --listen "$port" --to "$hub_port" "$@" >"$work/line" 2>>"$work/relay.log" &
    line=$!
    started="$started $line"
    await 10 'the line' test -s "$work/line"
}

# A visit that waits to be sent. Whoever said "recorded" is counted in the end.
someone() {
    visit kiosk start answer:good leave
    cat "$work/trace" >>"$work/recorded"
}

# fails WHAT WORDS: the courier does not get through, says why, and takes nothing for acknowledged.
fails() {
    local before
    before=$(acknowledged kiosk)
    tried=$((tried + 1))
    if timeout 120 "$bin/yousaid-courier" once --data "$work/kiosk" >"$work/carried.txt" 2>&1; then
        fail "$1: the courier thinks that it got through"
    fi
    grep -qiE "$2" "$work/carried.txt" || fail "$1: it says \"$(tail -n 1 "$work/carried.txt")\""
    [ "$(acknowledged kiosk)" -eq "$before" ] || fail "$1: something is acknowledged that the hub does not have"
}

# gets_through WHAT
gets_through() {
    tried=$((tried + 1))
    timeout 300 "$bin/yousaid-courier" once --data "$work/kiosk" >"$work/carried.txt" 2>&1 ||
        fail "$1: $(tail -n 1 "$work/carried.txt")"
}

# page STATUS [HEADER...]: an answer of HTTP in $work/page.
page() {
    {
        printf 'HTTP/1.1 %s\r\n' "$1"
        shift
        printf '%s\r\n' "$@" 'Content-Type: text/html' 'Content-Length: 20' 'Connection: close' ''
        printf '<html>welcome</html>'
    } >"$work/page"
}

# listens PORT: asked without a connection, as the server takes one and is then started anew.
listens() {
    ss -Hltn "sport = :$1" | grep -q .
}

# behind_tls CERT KEY: a server that shakes hands with that certificate and then says $work/page.
server=''
behind_tls() {
    [ -z "$server" ] || stop "$server"
    (while :; do openssl s_server -accept 127.0.0.1:9443 -cert "$1" -key "$2" -quiet -naccept 1 <"$work/page"; done) \
        >/dev/null 2>&1 &
    server=$!
    started="$started $server"
    await 10 'the other server' listens 9443
    line --to 9443
}

"$hub" init --data "$work/hub" --programme 'Northshire' --tls-name hub.test >"$work/init.txt"
"$hub" words new --data "$work/hub" --passphrase-file "$work/passphrase" >/dev/null 2>&1
"$hub" venue add --data "$work/hub" riverside --name 'Riverside Surgery' --kind gp >/dev/null
"$hub" survey publish --no-speech --no-screens --data "$work/hub" "$surveys/gp-fft.json" \
    --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread >"$work/publish.txt"
start_hub 127.0.0.1:0
hub_port=${hub_url##*:}
port=0
line
port=$(cat "$work/line")
hub_url=https://hub.test:$port
enrol riverside kiosk
: >"$work/recorded"
someone

# ---- no network, and names ----
names '203.0.113.1 hub.test'
fails 'no network at all' 'no network'
names
fails 'a name that nobody knows' 'resolve'
names '127.0.0.2 hub.test'
fails 'a name that leads elsewhere' 'refused|reach|connect'
names '127.0.0.1 hub.test'
stop "$line"
line=''
fails 'a door that is closed' 'refused|reach|connect'

# ---- sign-in pages and foreign certificates ----
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=hub.test -addext subjectAltName=DNS:hub.test \
    -keyout "$work/foreign.key" -out "$work/foreign.pem" 2>/dev/null
page '200 OK'
line --answer "$work/page"
fails 'a page without TLS' 'secure|TLS|certificate|hub|sign-in'
behind_tls "$work/foreign.pem" "$work/foreign.key"
fails 'a page with a foreign certificate' 'certificate'
own="$work/hub/tls/server"
for status in '200 OK' '302 Found' '511 Network Authentication Required' '500 Internal Server Error' \
    '503 Service Unavailable' '429 Too Many Requests' '404 Not Found' '407 Proxy Authentication Required'; do
    page "$status" 'Location: https://portal.example/' 'Retry-After: 7'
    behind_tls "$own.pem" "$own.key"
    fails "an answer $status" '.'
done
head -c 3000 /dev/urandom >"$work/page"
behind_tls "$own.pem" "$own.key"
fails 'an answer that is noise' '.'
stop "$server"

# ---- a network whose only way out is a proxy that wants a name and a password ----
cat >"$work/tinyproxy.conf" <<EOF
Port 3128
Listen 127.0.0.1
Allow 127.0.0.1
ConnectPort $port
BasicAuth riverside opensesame
LogFile "$work/proxy.log"
LogLevel Connect
EOF
tinyproxy -d -c "$work/tinyproxy.conf" >/dev/null 2>&1 &
proxy=$!
started="$started $proxy"
await 10 'the proxy' listens 3128
line
export https_proxy=http://127.0.0.1:3128
fails 'a proxy that was told no name' 'sign-in'
export https_proxy=http://riverside:openbarley@127.0.0.1:3128
fails 'a proxy that was told a wrong password' 'sign-in'
export https_proxy=http://riverside:opensesame@127.0.0.1:3128
gets_through 'a proxy that was told both'
grep -q "CONNECT hub.test:$port" "$work/proxy.log" || fail 'the courier went past the proxy'
! grep -q opensesame "$work/carried.txt" || fail 'the courier tells the password'
stop "$proxy"
fails 'a proxy that is gone' 'connect|refused|reach'
unset https_proxy
someone

# ---- lines that are slow, late, deaf ----
line --rate 6000
gets_through 'a line of 48 kbit/s'
someone
line --delay 900
gets_through 'a line that is a second late'
someone
if tc qdisc add dev lo root tbf rate 16kbit burst 1600 latency 5s 2>/dev/null; then
    line
    gets_through 'a kernel that lets 16 kbit/s through'
    tc qdisc del dev lo root
else
    echo 'note: this kernel cannot make a line slow (tbf): not tried'
fi
very_slow_lines() {
    line --rate 125
    someone
    gets_through 'a line of 1 kbit/s'
    line --delay 5000
    someone
    gets_through 'a line that is five seconds late'
    if tc qdisc add dev lo root netem delay 5s 2>/dev/null; then
        line
        someone
        gets_through 'a kernel that is five seconds late'
        tc qdisc del dev lo root
    else
        echo 'note: this kernel cannot be late (netem): tried with a line of our own alone'
    fi
    if lose_packets 2>/dev/null; then
        line
        someone
        gets_through 'a line that loses three packets in ten'
        nft delete table inet lossy
    else
        echo 'note: this kernel cannot lose packets (nftables): not tried'
    fi
}

# lose_packets: three in ten of all that arrive, at either end.
lose_packets() {
    nft add table inet lossy &&
        nft add chain inet lossy arrives '{ type filter hook input priority 0; }' &&
        nft add rule inet lossy arrives numgen random mod 100 '<' 30 counter drop
}

# ---- a line that swallows large packets and says nothing ----
# A network of two machines: what is larger than the receiver takes vanishes, and both say that they take more.
# swallow NEAR FAR: what each end takes.
swallow() {
    ip link set near mtu "$1"
    ip -n far link set far mtu "$2"
    ip route replace 10.9.0.0/24 dev near advmss 1460
    ip -n far route replace 10.9.0.0/24 dev far advmss 1460
}
swallowing_lines() {
    if mount -t tmpfs none /run/netns 2>/dev/null || { mkdir -p /run/netns && mount -t tmpfs none /run/netns; } 2>/dev/null &&
        ip netns add far 2>/dev/null && ip link add near type veth peer name far netns far 2>/dev/null; then
        ip addr add 10.9.0.1/24 dev near
        ip link set near up
        ip -n far addr add 10.9.0.2/24 dev far
        ip -n far link set far up
        ip -n far link set lo up
        stop "$hub_pid"
        ip netns exec far "$hub" serve --data "$work/hub" --listen "10.9.0.2:$port" >"$work/far.out" 2>>"$work/hub.log" &
        hub_pid=$!
        started="$started $hub_pid"
        await 20 'the far hub' grep -q 'listening on' "$work/far.out"
        stop "$line"
        line=''
        names '10.9.0.2 hub.test'
        someone
        swallow 600 1500
        fails 'a line that swallows what the hub says' 'answer'
        gets_through 'the same, by small packets'
        someone
        swallow 1500 600
        gets_through 'a line that swallows what is large of the kiosk'
        swallow 1500 1500
        stop "$hub_pid"
        start_hub "127.0.0.1:$hub_port"
        names '127.0.0.1 hub.test'
        ip link del near
    else
        echo 'note: this machine permits no network of two (veth): a line that swallows large packets was not tried'
    fi
}

if [ "$patient" = yes ]; then
    very_slow_lines
    swallowing_lines
else
    echo 'note: lines of 1 kbit/s, five seconds late, and that swallow packets are left to ./run faults'
fi

# ---- cuts ----
for ((i = 0; i < cuts; i++)); do
    [ $((i % 4)) -ne 0 ] || someone
    if [ $((RANDOM % 2)) -eq 0 ]; then
        line --up $((RANDOM % 4000))
    else
        line --down $((RANDOM % 4000))
    fi
    tried=$((tried + 1))
    timeout 60 "$bin/yousaid-courier" once --data "$work/kiosk" >>"$work/cuts.log" 2>&1 || true
done

# ---- IPv6 alone ----
stop "$hub_pid"
someone
start_hub "[::1]:$hub_port"
names '::1 hub.test'
line --family 6
ip addr del 127.0.0.1/8 dev lo
gets_through 'IPv6 alone'
ip addr add 127.0.0.1/8 dev lo

exported "$work/hub" >/dev/null
echo "networks tried: $tried"
"$bin/account" reconcile "$work/recorded" <"$work/export.jsonl"
"$hub" verify --data "$work/hub"
stop_all
umount /etc/hosts /etc/resolv.conf
rm -rf "$work"
