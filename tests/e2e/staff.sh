#!/bin/sh
# A receptionist with a new kiosk, in the real window: sets it up by typing what stands on the sheet, opens the
# staff menu by the corner, mistypes the PIN, practises, pauses, saves to a stick; and a second kiosk is set up by
# a file, a third where there is no network. What was practised is counted nowhere; what was answered is.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"
# shellcheck source=tests/e2e/hands.sh
. "$(dirname "$0")/hands.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || exit 77
open_work "${YOUSAID_WORK:-$here/build/staff}"
stick=$work/sticks/stick

# written: the screen, and how much is typed there.
written() {
    shown | sed 's/"ring":.*//'
}

is_written() {
    [ "$(written)" != "$1" ]
}

# keys TEXT: with the keys on the screen, no faster than fingers, and each when the one before it is seen: on a busy
# machine two touches would be taken together, and the same key twice for one.
keys() {
    sleep 0.55
    for key in $(printf '%s' "$1" | sed 's/./& /g'); do
        place=$(at "key:$key")
        stood=$(written)
        # shellcheck disable=SC2086 # two numbers
        xdotool mousemove $place mousedown 1 mouseup 1
        await 20 "the key $key to be taken" is_written "$stood"
        sleep 0.1
    done
}

# corner: a finger in it for as long as it takes.
corner() {
    sleep 0.55
    xdotool mousemove 12 12 mousedown 1
    await 20 "the staff menu's door" screen_is_new
    xdotool mouseup 1
}

screen_is_new() {
    screen_is staff_pin || screen_is staff_menu
}

# closed KIOSK: how many responses its journal has closed.
closed() {
    number_of closed_responses "$("$bin/yousaid-kiosk" status --data "$work/$1" --json)"
}

# open_kiosk NAME: in its window, with a folder in which sticks appear.
open_kiosk() {
    trace=$work/$1-trace
    rm -f "$trace"
    start_kiosk "$1" --window 1280x800 --trace --stick "$work/sticks"
    await 20 "the kiosk (see $work/$1-kiosk.log)" test -s "$trace"
}

# word_of NAME: a line of the invitation's sheet, such as PIN.
word_of() {
    sed -n "s/^$1  *//p" "$work/invitation.txt" | head -n 1
}

invite() {
    "$bin/yousaid-hub" kiosk invite --data "$work/hub" --venue riverside >"$work/invitation.txt"
    code=$(grep -oE '[0-9A-Z]{5}(-[0-9A-Z]{5}){3}' "$work/invitation.txt" | head -n 1)
}

# --- a new kiosk, by typing ---

set_up_by_typing() {
    invite
    pin=$(word_of PIN)
    recovery=$(word_of recovery | tr -d -)
    open_kiosk desk
    see not_enrolled
    press staff:setup
    see setup_code
    # One letter wrong: the sheet is still at hand, so it is said at once.
    letters=$(printf '%s' "$code" | tr -d -)
    case $letters in
    *0) wrong=${letters%?}1 ;;
    *) wrong=${letters%?}0 ;;
    esac
    keys "$wrong"
    sleep 0.3
    screen_is setup_code || fail "a mistyped code was taken"
    press key:backspace
    keys "$(printf '%s' "$letters" | cut -c 20)"
    see setup_hub
    xdotool type --delay 20 "${hub_url#https://}"
    press staff:next
    see setup_wait
    await 20 "the end of setting up" has staff:close
    press staff:close
    see attract
}

# --- the door ---

a_wrong_pin_waits_and_the_recovery_code_opens() {
    case $pin in
    0*) wrong=9 ;;
    *) wrong=0 ;;
    esac
    corner
    see staff_pin
    for try in 1 2 3 4 5; do
        keys "$(printf '%s' "$pin" | sed "s/^./$wrong/")"
        await 20 "the PIN to be counted as wrong" grep -qx "$try" "$work/desk/screen/tries"
        screen_is staff_pin || fail "a wrong PIN opened, try $try"
    done
    await 20 "the keys to go until another try is taken" lacks key:1
    press staff:recovery
    see staff_recovery
    keys "$recovery"
    see staff_menu
    [ "$(cat "$work/desk/screen/tries")" = 0 ] || fail "who was let in is still counted as wrong"
}

open_the_menu() {
    corner
    see staff_pin
    keys "$pin"
    see staff_menu
}

# --- practice, and a visit that counts ---

practising() {
    shown | grep -q '"practice":true'
}

practice_counts_nothing() {
    before=$(closed desk)
    press staff:practice
    see attract
    practising || fail "practice has no ribbon"
    press start
    press answer:very_poor
    await 20 "the next question" lacks answer:very_poor
    practising || fail "practice has no ribbon on a question"
    press leave
    see thanks
    open_the_menu
    if practising; then fail "practice has not ended"; fi
    [ "$(closed desk)" -eq "$before" ] || fail "what was practised is recorded"
}

somebody_answers() {
    press start
    press "answer:$1"
    await 20 "the next question" lacks "answer:$1"
    press leave
    see thanks
    press 'done'
    see attract
}

# --- pausing ---

a_pause_has_a_reason_and_outlives_the_plug() {
    press staff:pause
    see staff_pause
    press staff:out-of-order
    see paused
    grep -q '"out_of_order"' "$work/desk/screen/settings" || fail "the pause's reason is not kept"
    stop "$kiosk_pid"
    open_kiosk desk
    see paused
    open_the_menu
    press staff:pause
    press staff:resume
    see attract
}

# --- the stick ---

what_is_saved_to_a_stick_counts_once() {
    stop "$courier_pid"
    stop "$hub_pid"
    start_courier desk
    somebody_answers good
    somebody_answers poor
    mkdir -p "$stick"
    open_the_menu
    press staff:stick
    see staff_stick
    press staff:next
    await 20 "the stick to be written" sh -c "ls '$stick'/*.batch"
    await 20 "the screen to say so" has staff:back
    press staff:back
    press staff:close
    "$bin/yousaid-hub" import --data "$work/hub" "$stick"/*.batch >/dev/null
    "$bin/yousaid-hub" import --data "$work/hub" "$stick"/*.batch >/dev/null
    [ "$(exported "$work/hub")" -eq 2 ] || fail "the hub has $(exported "$work/hub") responses, and not two"
    if grep -q very_poor "$work/export.jsonl"; then fail "what was practised is at the hub"; fi
    "$bin/yousaid-hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"
}

# --- a second kiosk, by a file ---

set_up_by_a_file() {
    stop "$kiosk_pid"
    stop "$courier_pid"
    start_hub "${hub_url#https://}"
    invite
    mkdir "$work/second"
    start_courier second
    open_kiosk second
    see not_enrolled
    press staff:file
    see setup_wait
    await 20 "the screen to say that there is no file" has staff:close
    press staff:close
    see not_enrolled
    printf '{"version": 1, "hub": "%s", "code": "%s"}\n' "$hub_url" "$code" >"$stick/yousaid-setup.json"
    press staff:file
    see setup_wait
    await 20 "the end of setting up" has staff:close
    press staff:close
    see attract
    [ "$("$bin/yousaid-hub" kiosk list --data "$work/hub" | wc -l)" -ge 2 ] || fail "the hub does not know both kiosks"
}

# --- a third, where no hub is reached: the stick goes to it and comes back ---

set_up_without_a_network() {
    stop "$kiosk_pid"
    stop "$courier_pid"
    invite
    stop "$hub_pid"
    rm -f "$stick"/yousaid-*
    mkdir "$work/third"
    start_courier third
    open_kiosk third
    see not_enrolled
    press staff:setup
    see setup_code
    keys "$(printf '%s' "$code" | tr -d -)"
    see setup_hub
    xdotool type --delay 20 127.0.0.1:1
    press staff:next
    see setup_wait
    await 20 "the screen to offer a stick" has staff:file
    press staff:file
    await 20 "the question on the stick" sh -c "ls '$stick'/*.enrol"
    await 20 "the screen to say where it is to go" lacks staff:again
    see setup_wait
    if grep -rqF -e "$code" -e "$(printf '%s' "$code" | tr -d -)" "$stick"; then fail "the code is on the stick"; fi
    "$bin/yousaid-hub" import --data "$work/hub" "$stick" >/dev/null
    press staff:file
    await 20 "the end of setting up" lacks staff:file
    press staff:close
    see attract
}

make_hub
start_hub ''
start_screen 1280x800
mkdir "$work/desk" "$work/sticks"
start_courier desk
set_up_by_typing
a_wrong_pin_waits_and_the_recovery_code_opens
practice_counts_nothing
a_pause_has_a_reason_and_outlives_the_plug
what_is_saved_to_a_stick_counts_once
set_up_by_a_file
set_up_without_a_network
echo "a receptionist set up three kiosks, and what was practised counted nowhere"
rm -rf "$work"
