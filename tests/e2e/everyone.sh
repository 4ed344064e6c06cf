#!/bin/sh
# Everyone in the waiting room, at one real window, one after another: who answers and passes over the equality
# questions as a whole; who changes the language in the middle; who has somebody to help; who needs more time, again
# and again, and then goes away; who has five keys and nothing else; who has one switch. What each of them said is at
# the hub as they said it, with how they said it and whether the equality questions were offered, and the next person
# always meets the venue's own language.
set -eu
# shellcheck source=tests/e2e/stack.sh
. "$(dirname "$0")/stack.sh"
# shellcheck source=tests/e2e/hands.sh
. "$(dirname "$0")/hands.sh"

YOUSAID_TEST_KDF=1
export YOUSAID_TEST_KDF
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || exit 77
open_work "${YOUSAID_WORK:-$here/build/everyone}"
hub="$bin/yousaid-hub"

# --- a venue that speaks Welsh first, and offers the equality questions to everybody ---

# venue_offers PERCENT: its settings, as they come down with the next bundle.
venue_offers() {
    printf '{"version":1,"languages":{"offered":["en","cy","ur"],"default":"cy"},"seconds":{"idle":30,"warn":20},' \
        >"$work/venue.json"
    printf '"input":{"scan_ms":1500},"equality":{"percent":%s}}\n' "$1" >>"$work/venue.json"
    "$hub" venue profile --data "$work/hub" riverside "$work/venue.json" >/dev/null
}

make_venue() {
    init_hub
    "$hub" venue add --data "$work/hub" riverside --name 'Riverside Surgery' --kind gp \
        --time-zone Europe/London >/dev/null
    "$hub" survey module equality "$surveys/gp-fft.json" >"$work/survey.json"
    "$hub" survey publish --no-screens --no-speech --data "$work/hub" "$work/survey.json" \
        --accept-unreviewed cy,pl,ro,pa,ur,ar,bn,en-GB-x-easyread >"$work/publish.txt" ||
        fail "the survey could not be published, see above"
    venue_offers 100
    start_hub ''
    enrol riverside desk
    carry desk
}

# --- what is to be seen ---

asks() {
    shown | grep -qF "\"question\":\"$1\""
}

# asked QUESTION: waits until it stands there.
asked() {
    await 20 "the question $1; there is: $(shown)" asks "$1"
}

speaks() {
    shown | grep -qF "\"language\":\"$1\""
}

sheet_is() {
    shown | grep -qF "\"sheet\":\"$1\""
}

no_sheet() {
    shown | grep -qF '"sheet":null'
}

# fresh: the first screen, in the venue's language, with nothing on it of whoever was there.
fresh() {
    see attract
    await 20 "the venue's own language" speaks cy
    shown | grep -qF '"ring":null' || fail "the last person's ring is still there: $(shown)"
}

thanked() {
    see thanks
    press 'done'
    fresh
}

# --- by touch ---

who_passes_over_the_equality_questions_as_a_whole() {
    press start
    asked fft
    press answer:very_good
    asked fft_why
    press skip
    asked went_well
    press answer:waiting_time
    press continue
    asked got_what_i_needed
    press answer:true
    asked equality_offer
    press answer:false
    thanked
}

# What was answered in one language is still chosen in the other, and the words of one stay in the box.
who_changes_the_language_in_the_middle() {
    press start
    press answer:poor
    asked fft_why
    press skip
    asked could_be_better
    press answer:waiting_time
    press more-languages
    see languages
    press language:ur
    asked could_be_better
    await 20 "Urdu" speaks ur
    press answer:the_building
    press leave
    thanked
}

who_is_helped_says_so_in_two_taps() {
    press start
    press help
    await 20 "the sheet on help" sheet_is help
    press setting:assisted
    press close
    press answer:good
    asked fft_why
    press leave
    thanked
}

# As often as they like; and who does not come back is forgotten, and what was said is kept.
who_needs_more_time_has_it_without_limit() {
    press start
    press answer:very_poor
    asked fft_why
    for _ in 1 2; do
        await 60 "the question whether somebody is there" sheet_is time
        press more-time
        await 20 "the question as it was" no_sheet
        asked fft_why
    done
    await 60 "the question whether somebody is there" sheet_is time
    await 60 "the first screen" screen_is attract
    fresh
}

# --- without touching ---

# ring: what it is on.
ring() {
    shown | sed -n 's/.*"ring":"\([^"]*\)".*/\1/p'
}

goes_round_a_group() {
    ring | grep -q '^group:'
}

# on_or_around NAME: the ring is on it, or round the group in which it stands: the answers, or what is at the foot.
on_or_around() {
    case $1 in
    answer:*) group='answer:' ;;
    *) group='\(back\|leave\|skip\|continue\|done\)$' ;;
    esac
    [ "$(ring)" = "$1" ] || ring | grep -q "^group:$group"
}

# by_keys NAME: down until the ring is on it, then select; no faster than a key's guard.
by_keys() {
    await 20 "$1 on the screen, which has: $(shown)" has "$1"
    presses=0
    sleep 0.55
    until [ "$(ring)" = "$1" ]; do
        presses=$((presses + 1))
        [ "$presses" -lt 60 ] || fail "five keys do not come to $1: $(shown)"
        before=$(shown)
        sleep 0.13
        xdotool key Down
        await 5 "the ring to move on to $1" moved
    done
    sleep 0.15
    xdotool key Return
}

moved() {
    [ "$(shown)" != "$before" ]
}

who_has_five_keys_answers_everything() {
    by_keys start
    asked fft
    by_keys answer:good
    asked fft_why
    by_keys skip
    asked went_well
    by_keys answer:being_listened_to
    by_keys continue
    asked got_what_i_needed
    by_keys answer:false
    asked improve
    by_keys skip
    asked equality_offer
    by_keys answer:true
    asked equality_age
    by_keys answer:prefer_not
    asked equality_condition
    by_keys answer:no
    asked equality_ethnic_group
    by_keys skip
    see thanks
    by_keys 'done'
    see attract
}

# by_switch NAME: nobody presses until the ring has come to it, or to its group, by itself.
by_switch() {
    await 20 "$1 on the screen, which has: $(shown)" has "$1"
    sleep 0.55
    [ -n "$(ring)" ] || xdotool key F12
    await 60 "the ring to come to $1 or to its group" on_or_around "$1"
    if goes_round_a_group; then
        xdotool key F12
        await 60 "the ring to come to $1 in its group" ring_is_on "$1"
    fi
    xdotool key F12
}

ring_is_on() {
    [ "$(ring)" = "$1" ]
}

who_has_one_switch_answers_too() {
    by_switch start
    asked fft
    by_switch answer:dont_know
    asked fft_why
    by_switch leave
    see thanks
    by_switch 'done'
    see attract
}

# --- what the hub has of them ---

# has_one WORD...: just one response has all of these.
has_one() {
    cp "$work/export.jsonl" "$work/left"
    for word in "$@"; do
        grep -F -- "$word" "$work/left" >"$work/left.next" || true
        mv "$work/left.next" "$work/left"
    done
    [ "$(wc -l <"$work/left")" -eq 1 ] || fail "not one response has $*: $(cat "$work/export.jsonl")"
}

what_each_of_them_said_is_at_the_hub() {
    [ "$(exported "$work/hub")" -eq 6 ] || fail "the hub has not six responses: $(cat "$work/export.jsonl")"
    has_one '"fft":"very_good"' '"equality_offer":false' '"access":"touch"' '"ending":"complete"' '"language":"cy"'
    has_one '"fft":"poor"' '"could_be_better":["waiting_time","the_building"]' '"language":"ur"' '"assisted":false'
    has_one '"fft":"good"' '"assisted":true' '"access":"touch"' '"ending":"left"'
    has_one '"fft":"very_poor"' '"ending":"timeout"'
    has_one '"fft":"good"' '"access":"keypad"' '"equality_offer":true' '"ending":"complete"'
    has_one '"fft":"dont_know"' '"access":"switch"' '"ending":"left"'
    if grep -qE 'prefer_not|equality_age|equality_condition' "$work/export.jsonl"; then
        fail "what is only to be counted stands in a row: $(cat "$work/export.jsonl")"
    fi
    "$hub" verify --data "$work/hub" || fail "the hub's own proof is not clean"
}

# Where the venue offers them to nobody, nobody is asked, and that too is in the record.
who_was_not_offered_is_told_from_who_said_no() {
    venue_offers 0
    carry desk
    SDL_VIDEODRIVER=dummy visit desk start answer:neither skip answer:the_building continue answer:true 'done'
    carry desk
    [ "$(exported "$work/hub")" -eq 7 ] || fail "the hub has not seven responses: $(cat "$work/export.jsonl")"
    has_one '"fft":"neither"' '"ending":"complete"'
    if grep -F '"fft":"neither"' "$work/export.jsonl" | grep -q equality_offer; then
        fail "who was not offered the equality questions is said to have been"
    fi
}

make_venue
start_screen 1280x800
trace=$work/desk-trace
start_kiosk desk --window 1280x800 --trace
await 20 "the kiosk (see $work/desk-kiosk.log)" test -s "$trace"
fresh
who_passes_over_the_equality_questions_as_a_whole
who_changes_the_language_in_the_middle
who_is_helped_says_so_in_two_taps
who_needs_more_time_has_it_without_limit
who_has_five_keys_answers_everything
who_has_one_switch_answers_too
stop "$kiosk_pid"
carry desk
what_each_of_them_said_is_at_the_hub
who_was_not_offered_is_told_from_who_said_no
echo "six people of all kinds were heard, each as they spoke"
rm -rf "$work"
