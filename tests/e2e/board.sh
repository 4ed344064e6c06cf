#!/bin/sh
# As on a board: the courier is another user than the screen, reads the journal and cannot write it; the
# screen has no network at all; and everything still works. Needs root, to become those users.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"

if [ "$(id -u)" -ne 0 ]; then
    echo "skipped: only root can become two other users"
    exit 77
fi

screen_user=61001
courier_user=61002
group=61000

as() {
    user=$1
    shift
    setpriv --reuid "$user" --regid "$group" --clear-groups --no-new-privs "$@"
}

# A network namespace of the screen's own: not even loopback is up in it.
alone=''
if unshare --net true 2>/dev/null; then
    alone='unshare --net'
else
    echo "note: this machine permits no network namespace; the screen's own seal stands alone"
fi

# In the background a function would be a shell that keeps its program's signals to itself.
start_board_courier() {
    setpriv --reuid $courier_user --regid $group --clear-groups --no-new-privs \
        "$bin/yousaid-courier" run --data "$data" >>"$work/courier.log" 2>&1 &
    courier_pid=$!
    started="$started $courier_pid"
}

# start_board_kiosk TRACE: what it prints goes there.
start_board_kiosk() {
    # shellcheck disable=SC2086 # a command and its option, or nothing
    $alone setpriv --reuid $screen_user --regid $group --clear-groups --no-new-privs \
        "$bin/yousaid-kiosk" run --data "$data" --window 1280x800 --require-seal --trace >"$1" 2>>"$work/kiosk.log" &
    kiosk_pid=$!
    started="$started $kiosk_pid"
}

cannot() {
    what=$1
    shift
    if as $courier_user "$@" 2>/dev/null; then
        fail "the courier's user could $what"
    fi
}

# What a broken-into courier could try: to hold whatever of the screen's it can open. The folder too.
hold_what_opens() {
    for file in "$data/screen" "$data"/screen/*; do
        setpriv --reuid $courier_user --regid $group --clear-groups --no-new-privs \
            flock --nonblock --no-fork "$file" sleep 120 2>/dev/null &
        holders="$holders $!"
        started="$started $!"
    done
    sleep 1
}

# Both users must reach programs and data, wherever this checkout lies.
shelter=$(mktemp -d "${TMPDIR:-/tmp}/yousaid-board.XXXXXX")
chmod 755 "$shelter"
open_work "$shelter/work"
trap 'stop_all; rm -rf "$shelter"' EXIT
cp -r "$bin" "$shelter/bin"
bin=$shelter/bin
chmod -R go+rX "$shelter/bin"
make_hub
start_hub ''

data=$work/board
mkdir "$data"
install -d -o $screen_user -g $group -m 2750 "$data/screen"
install -d -o $courier_user -g $group -m 2750 "$data/courier"
"$bin/yousaid-hub" kiosk invite --data "$work/hub" --venue riverside >"$work/invitation.txt"
grep -oE '[0-9A-Z]{5}(-[0-9A-Z]{5}){3}' "$work/invitation.txt" | head -n 1 |
    as $courier_user "$bin/yousaid-courier" enrol --data "$data" --hub "$hub_url" --code-file - >"$work/enrol.txt" 2>&1 ||
    { cat "$work/enrol.txt"; fail "enrolling as the courier's user failed"; }

xvfb_options=-ac start_screen 1280x800
mkfifo "$work/trace"
chmod 666 "$work/trace"
start_board_courier
start_board_kiosk "$work/trace"
"$bin/citizens" --survey "$surveys/gp-fft.json" --visits 3 --seed 5 --words "$work/words" \
    <"$work/trace" >"$work/tapped.json"

# The courier reads the journal while the screen runs, and cannot write any of it.
as $courier_user head -c 16 "$data/screen/journal.sqlite" | grep -q 'SQLite format'
cannot "write the journal" sh -c ": >>'$data/screen/journal.sqlite'"
cannot "write the journal's log" sh -c ": >>'$data/screen/journal.sqlite-wal'"
cannot "delete the journal" rm -f "$data/screen/journal.sqlite"
cannot "put a file beside the journal" touch "$data/screen/journal.sqlite-journal"
if as $screen_user cat "$data/courier/key" >/dev/null 2>&1; then
    fail "the screen's user could read the kiosk's key"
fi
# The screen's namespace has no interface that is up and no route.
if [ -n "$alone" ]; then
    [ "$(readlink "/proc/$kiosk_pid/ns/net")" != "$(readlink /proc/self/ns/net)" ] ||
        fail "the screen is not in a network namespace of its own"
    [ "$(wc -l <"/proc/$kiosk_pid/net/route")" -le 1 ] || fail "the screen has a route to somewhere"
    [ "$(wc -l <"/proc/$kiosk_pid/net/tcp")" -le 1 ] || fail "the screen has TCP sockets"
fi
grep -q '^Seccomp:[[:space:]]*2' "/proc/$kiosk_pid/status" || fail "the screen has not sealed its network off"

await 20 "the courier to bring everything to the hub" sh -c \
    "'$bin/yousaid-kiosk' status --data '$data' --json | tr -d ' \n' | grep -q '\"pending_responses\":0'"
stop "$kiosk_pid"
stop "$courier_pid"

# Another screen starts although the courier's user holds everything that it can.
holders=''
hold_what_opens
cannot "hold the screen's lock" flock --nonblock "$data/screen/running" true
cannot "hold the journal's lock" flock --nonblock "$data/screen/lock" true
start_board_kiosk "$work/again"
await 20 "a screen beside locks of the courier's user (see $work/kiosk.log)" grep -q '"screen"' "$work/again"
stop "$kiosk_pid"
for holder in $holders; do
    stop "$holder"
done
"$bin/yousaid-hub" export --data "$work/hub" --survey gp_fft --format jsonl >"$work/export.jsonl"
tapped=$(cat "$work/tapped.json")
answers=$("$bin/account" answers <"$work/export.jsonl")
if [ "$answers" -eq 0 ] || [ "$answers" -ne "$(number_of answers "$tapped")" ]; then
    fail "tapped $(number_of answers "$tapped") answers, exported $answers"
fi
"$bin/yousaid-hub" verify --data "$work/hub"
echo "two users, no network for the screen: $answers answers arrived"
