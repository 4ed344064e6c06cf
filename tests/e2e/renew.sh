#!/bin/sh
# A hub that serves is given another certificate and told so: whoever connects from then on sees it, a connection that
# was open goes on, and a wrong one leaves the one before.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

export YOUSAID_TEST_KDF=1
open_work "${YOUSAID_WORK:-$here/build/renew}"
data=$work/hub
"$bin/yousaid-hub" init --data "$data" --programme Northshire --tls-name localhost >/dev/null
cp "$data/tls/server.pem" "$work/server.pem"
cp "$data/tls/server.key" "$work/server.key"
start_hub 127.0.0.1:0 --tls-cert "$work/server.pem" --tls-key "$work/server.key"
door=${hub_url#https://}

shown() {
    openssl s_client -connect "$door" </dev/null 2>/dev/null | openssl x509 -noout -serial
}

# shows SERIAL
shows() {
    [ "$(shown)" = "$1" ]
}

# sign DAYS: another certificate of the hub's own authority, for the same key and name.
sign() {
    openssl req -new -key "$work/server.key" -subj /CN=localhost -out "$work/request" 2>/dev/null
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$work/names"
    openssl x509 -req -in "$work/request" -CA "$data/tls/ca.pem" -CAkey "$data/tls/ca.key" -days "$1" \
        -extfile "$work/names" -set_serial "0x5A$1" -out "$work/server.pem" 2>/dev/null
}

asked() {
    printf 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'
}

before=$(shown)
# A connection that stays open over the change: asks, waits until it is told, asks again.
mkfifo "$work/pipe"
openssl s_client -quiet -connect "$door" <"$work/pipe" >"$work/kept" 2>/dev/null &
started="$started $!"
exec 3>"$work/pipe"
asked >&3
await 10 'the first answer' grep -q '200 OK' "$work/kept"

sign 30
kill -HUP "$hub_pid"
await 10 'the other certificate' shows 'serial=5A30'
await 10 'a line about it' grep -q 'was read again; it ends in [23]' "$work/hub.log"
[ "$before" != 'serial=5A30' ] || fail 'the certificate was that from the start'
curl -sf --cacert "$data/tls/ca.pem" "$hub_url/healthz" >/dev/null || fail 'the other certificate is not believed'
: >"$work/kept"
asked >&3
await 10 'an answer on the connection that was open' grep -q '200 OK' "$work/kept"
exec 3>&-

echo 'no certificate' >"$work/server.pem"
kill -HUP "$hub_pid"
await 10 'a line about it' grep -q 'the certificate stays the one it was' "$work/hub.log"
shows 'serial=5A30' || fail 'a wrong certificate took the place of a right one'
sign 60
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/server.key" 2>/dev/null
kill -HUP "$hub_pid"
await 10 'a line about the pair' grep -q 'do not belong together' "$work/hub.log"
shows 'serial=5A30' || fail 'a certificate without its key is shown'
stop_all
rm -rf "$work"
