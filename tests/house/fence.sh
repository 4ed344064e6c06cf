#!/bin/sh
# Foreign headers have one home each: a stranger elsewhere fails this test.
set -eu
cd "$(dirname "$0")/../.."
status=0

# fence HEADER-PATTERN HOME-PATTERN (both extended regular expressions)
fence() {
    found=$(git ls-files --cached --others --exclude-standard sync firmware include |
        grep -E '\.[ch]$' | grep -Ev "$2" | xargs grep -nE "#include <($1)" || true)
    if [ -n "$found" ]; then
        printf 'these files include <%s>, whose home is %s:\n%s\n' "$1" "$2" "$found"
        status=1
    fi
}

fence 'SDL' '^firmware/(paint|shell)/'
fence 'blkid' '^firmware/shell/stick_probe\.c$'
fence 'fribidi' '^firmware/paint/'
fence 'unigbrk' '^firmware/kiosk/clusters\.c$'
fence 'X11/' '^firmware/paint/'
fence 'opusfile\.h' '^firmware/paint/voice\.c$'
fence 'sqlite3\.h' '^(firmware/journal|sync/hub/store)/'
fence 'libpq-fe\.h' '^sync/hub/store/'
fence 'curl/' '^sync/(courier/transport_curl|hub/notify/send_curl)\.c$'
fence 'openssl/' '^sync/courier/transport_tls\.c$'
fence 'microhttpd\.h' '^sync/hub/http/'
fence 'gnutls/' '^sync/hub/http/'
fence 'sodium\.h' '^sync/wire/'
fence 'cbor\.h' '^sync/wire/'
fence 'zstd\.h' '^sync/(wire|hub/http)/'
fence 'zlib\.h' '^sync/hub/(http|console)/'
fence 'liboath/' '^sync/hub/people/'
fence 'qrencode\.h' '^sync/hub/rest/'
fence 'jansson\.h' '^(sync/model|sync/hub|firmware/shell)/'

# Doors show no foreign type.
found=$(git ls-files include | xargs grep -nE '#include <(SDL|sqlite3|curl|openssl|microhttpd|gnutls|sodium|cbor|zstd|zlib|liboath|qrencode|jansson|libpq|blkid)' || true)
if [ -n "$found" ]; then
    printf 'these doors show a foreign header:\n%s\n' "$found"
    status=1
fi
exit $status
