#!/bin/sh
# The courier program and folders: a mistyped path is refused by every verb that needs a kiosk's folder, and
# an empty folder is a kiosk that waits to be enrolled.
#
#   courier_program.sh PROGRAM WORK
set -eu

courier=$1
work=$2
rm -rf "$work"
mkdir -p "$work/stick" "$work/empty"

fail() {
    printf 'courier_program: %s\n' "$*" >&2
    exit 1
}

# refuses VERB OPTION...: at once, in one sentence, and makes nothing.
refuses() {
    verb=$1
    shift
    got=0
    timeout 20 "$courier" "$verb" --data "$work/nowhere" "$@" >"$work/said" 2>&1 || got=$?
    [ "$got" -eq 1 ] || fail "$verb in a folder that is not there ended with $got, not 1"
    grep -q "^yousaid-courier $verb: there is no kiosk folder $work/nowhere; correct the path, or " "$work/said" ||
        { cat "$work/said" >&2; fail "$verb does not say that there is no folder"; }
    [ "$(wc -l <"$work/said")" -eq 1 ] || fail "$verb says more than one sentence"
    [ ! -e "$work/nowhere" ] || fail "$verb made the folder that it looked for"
}

a_mistyped_path_is_refused() {
    refuses run
    refuses once
    refuses stick --to "$work/stick"
    refuses status
}

# A board's unit makes the folder; the courier runs in it until somebody enrols the kiosk.
an_empty_folder_waits_for_enrolment() {
    "$courier" run --data "$work/empty" >"$work/run" 2>&1 &
    running=$!
    tries=200
    while [ ! -S "$work/empty/courier/courier.sock" ] && [ "$tries" -gt 0 ]; do
        kill -0 "$running" 2>/dev/null || { cat "$work/run" >&2; fail 'the courier does not wait'; }
        sleep 0.1
        tries=$((tries - 1))
    done
    kill "$running"
    wait "$running" || fail 'the waiting courier did not end well'
    [ "$tries" -gt 0 ] || fail 'the courier never listened'
}

a_mistyped_path_is_refused
an_empty_folder_waits_for_enrolment
echo "the courier program makes no folder of a mistake"
