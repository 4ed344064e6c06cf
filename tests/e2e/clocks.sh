#!/bin/bash
# Clocks that are really wrong, under the real programs over TLS: a board without a clock chip in 1970, one in 2039, steps
# both ways while people answer, summer time, another zone, a hub in 1970 and in 2039, and a certificate that does not
# hold. What was recorded is counted, dated by the hub with a class of quality, and the proof is clean.
set -eu
if [ "${1:-}" = --help ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

YOUSAID_TEST_KDF=1
SDL_VIDEODRIVER=dummy
export YOUSAID_TEST_KDF SDL_VIDEODRIVER
[ -e "$bin/libclock_ahead.so" ] || { echo 'there is no shim for the clock: build first'; exit 77; }
open_work "${YOUSAID_WORK:-$here/build/clocks}"
shim=$bin/libclock_ahead.so

# Each program by the clock of its machine, which the test steps.
programs=$bin
mkdir "$work/bin"
for program in kiosk:board courier:board hub:hub; do
    name=yousaid-${program%:*}
    printf '#!/bin/sh\nYOUSAID_CLOCK_FILE="%s/clock.%s" LD_PRELOAD="%s" exec "%s/%s" "$@"\n' \
        "$work" "${program#*:}" "$shim" "$programs" "$name" >"$work/bin/$name"
    chmod +x "$work/bin/$name"
done
ln -s "$programs/account" "$work/bin/account"
bin=$work/bin

# clock MACHINE SECONDS: from now on it is so far ahead.
clock() {
    printf '%s' "$2" >"$work/clock.new"
    mv "$work/clock.new" "$work/clock.$1"
}
now=$(date +%s)
year=31556952
clock board 0
clock hub 0

recorded=0
someone() {
    visit "${1:-kiosk}" start answer:good leave
    recorded=$((recorded + 1))
}

# counted WHEN: the hub has all that was recorded, each once, and proves it.
counted() {
    [ "$(exported "$work/hub")" -eq "$recorded" ] ||
        fail "$1: $(exported "$work/hub") responses are counted and not $recorded"
    "$programs/yousaid-hub" verify --data "$work/hub" >"$work/verify.txt" ||
        fail "$1: the proof is not clean: $(cat "$work/verify.txt")"
}

# dated WHEN: every row is of today, yesterday at the most, and says how sure that is.
dated() {
    today=$(date -u +%F)
    before=$(date -u -d yesterday +%F)
    if grep -vE "\"date\":\"($today|$before)\"" "$work/export.jsonl" >"$work/odd.txt"; then
        fail "$1: dated $(sed -n 's/.*"date":"\([^"]*\)".*/\1/p' "$work/odd.txt" | sort -u | paste -sd ' ')"
    fi
    if grep -vE '"time_quality":"(exact|believed|estimated)"' "$work/export.jsonl" >/dev/null; then
        fail "$1: a row does not say how sure its date is"
    fi
}

make_hub
start_hub ''
address=${hub_url#https://}

# ---- a board that wakes in 1970 ----
clock board "-$now"
enrol riverside kiosk
someone
carry kiosk
someone
carry kiosk
counted 'in 1970'
dated 'in 1970'

# ---- a board that was never right, in 2039: the certificate seems to have ended ----
clock board $((13 * year))
enrol riverside other
someone other
carry other
someone
carry kiosk
counted 'in 2039'
dated 'in 2039'

# ---- steps while people answer ----
for step in "-$((3 * 86400))" $((3 * 86400)) 3600 -3600 "-$now" 0; do
    printf 'touch start\nwait 700\ntouch answer:good\nwait 700\ntouch leave\nwait 200\nquit\n' >"$work/script"
    timeout 120 "$bin/yousaid-kiosk" run --data "$work/kiosk" --script "$work/script" >"$work/trace" &
    screen=$!
    started="$started $screen"
    sleep 1
    clock board "$step"
    wait "$screen" || fail "the kiosk did not follow its script"
    recorded=$((recorded + 1))
    carry kiosk
    counted "after a step to $step s"
done
dated 'after the steps'

# ---- another zone, and summer time ----
for zone in Pacific/Kiritimati America/Los_Angeles :no/such; do
    TZ=$zone
    export TZ
    someone
    carry kiosk
    unset TZ
    counted "in the zone $zone"
done
dated 'in other zones'
for day in 2027-03-28T00:59:58Z 2027-10-31T00:59:58Z; do
    clock board $(($(date -d "$day" +%s) - $(date +%s)))
    someone
    carry kiosk
    counted "when the clocks change, $day"
done
clock board 0
dated 'when the clocks change'

# ---- a hub whose clock is wrong, and right again ----
for wrong in "-$now" $((13 * year)); do
    stop "$hub_pid"
    clock hub "$wrong"
    start_hub "$address"
    someone
    carry kiosk
    someone
    counted_before=$recorded
    clock hub 0
    carry kiosk
    [ "$recorded" -eq "$counted_before" ] || fail "the script is wrong"
    counted "with a hub that is $wrong s ahead"
    stop "$hub_pid"
    start_hub "$address"
    someone
    carry kiosk
    counted 'with a hub that is right again'
done

# ---- a certificate of the right authority that does not hold yet ----
openssl req -new -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout "$work/early.key" -out "$work/early.csr" 2>/dev/null
printf 'subjectAltName=IP:127.0.0.1\n' >"$work/early.ext"
YOUSAID_CLOCK_AHEAD=$((2 * year)) LD_PRELOAD=$shim openssl x509 -req -in "$work/early.csr" -CA "$work/hub/tls/ca.pem" \
    -CAkey "$work/hub/tls/ca.key" -CAcreateserial -days 400 -extfile "$work/early.ext" -out "$work/early.pem" 2>/dev/null
stop "$hub_pid"
start_hub "$address" --tls-cert "$work/early.pem" --tls-key "$work/early.key"
someone
before=$(acknowledged kiosk)
for board in 0 "-$now"; do
    clock board "$board"
    if try_to_carry kiosk; then fail "a certificate that does not hold yet was taken, $board s ahead"; fi
    case $board in
    -*) wanted='The clock of this kiosk is wrong' ;;
    *) wanted="certificate is not the one" ;;
    esac
    grep -q "$wanted" "$work/carried.txt" || fail "$board s ahead it says \"$(cat "$work/carried.txt")\""
    [ "$(acknowledged kiosk)" -eq "$before" ] || fail "something is acknowledged that no hub has"
done
stop "$hub_pid"
start_hub "$address"
clock board "-$now"
carry kiosk
carry other
counted 'at the end'
echo "clocks were wrong: $recorded visits recorded, $recorded counted; $(sed -n 's/.*"time_quality":"\([a-z]*\)".*/\1/p' \
    "$work/export.jsonl" | sort | uniq -c | tr -s ' \n' ' ')"
rm -rf "$work"
