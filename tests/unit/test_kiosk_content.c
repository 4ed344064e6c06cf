/*
 * What a venue chooses, as the state machine keeps it: to whom the equality questions are offered,
 * whose help is recorded, what is said of a call for help, which notice is shown, where the ways on
 * lead, which language each person meets.
 */
#include "stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Two ordinary questions around the equality questions, so that the way goes on behind them. */
static const char survey_json[] =
    "{\"title\": \"How was it?\", \"elements\": ["
    "{\"type\": \"boolean\", \"name\": \"again\", \"title\": \"Again?\"},"
    "{\"type\": \"boolean\", \"name\": \"offer\", \"title\": \"May we ask about you?\"},"
    "{\"type\": \"radiogroup\", \"name\": \"age\", \"title\": \"Age?\", \"visibleIf\": \"{offer} = "
    "true\","
    " \"choices\": [{\"value\": \"young\", \"text\": \"Young\"}, {\"value\": \"old\", \"text\": "
    "\"Old\"}]},"
    "{\"type\": \"comment\", \"name\": \"words\", \"title\": \"Anything else?\"}],"
    "\"yousaid\": {\"questions\": {\"offer\": {\"role\": \"equality_offer\"},"
    " \"age\": {\"role\": \"equality\"}}}}";

enum { AGAIN, OFFER, AGE, WORDS };
enum { NO, YES };

static struct stage stage;
static struct kiosk kiosk;
static struct venue_profile venue;
static msec now;
static bool short_of_room;

static int begin(void **state)
{
    (void)state;
    stage_open(&stage, survey_json);
    venue = venue_profile_usual;
    stage.program.venue = &venue;
    kiosk_init(&kiosk, &stage.program);
    now = 1000;
    short_of_room = false;
    return 0;
}

static int end(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static struct effect send(enum event_kind kind, enum target_kind target, uint32_t value,
                          uint32_t chance)
{
    struct event event = {
        .kind = kind, .target = { target, value }, .chance = chance, .short_of_room = short_of_room
    };
    return kiosk_step(&kiosk, event, now);
}

/* A calm touch that comes with this chance. */
static struct effect touch_with(enum target_kind target, uint32_t value, uint32_t chance)
{
    now += 600;
    (void)send(EV_PRESS, target, value, chance);
    now += 80;
    return send(EV_RELEASE, target, value, chance);
}

static struct effect touch(enum target_kind target, uint32_t value)
{
    return touch_with(target, value, 0);
}

static void answer(uint32_t choice)
{
    assert_int_equal(touch(TARGET_ANSWER, choice).kind, FX_SAVE);
    (void)send(EV_SAVED, TARGET_NONE, 0, 0);
}

static void wait_ms(msec how_long)
{
    now += how_long;
    (void)send(EV_TICK, TARGET_NONE, 0, 0);
}

/* ---- the equality questions ---- */

static void nobody_is_offered_them_where_the_venue_has_not_said_so(void **state)
{
    (void)state;
    (void)touch_with(TARGET_START, 0, 0);
    answer(YES);
    assert_int_equal(kiosk.question, WORDS);
    assert_int_equal(kiosk.answers.state[OFFER], ANSWER_UNSEEN);
    assert_int_equal(kiosk.answers.state[AGE], ANSWER_UNSEEN);
}

static void everybody_is_offered_them_at_a_hundred_percent(void **state)
{
    (void)state;
    venue.equality_percent = 100;
    (void)touch_with(TARGET_START, 0, UINT32_MAX);
    answer(YES);
    assert_int_equal(kiosk.question, OFFER);
    assert_int_equal(kiosk.answers.state[OFFER], ANSWER_SHOWN); /* on record, whatever follows */
    answer(YES);
    assert_int_equal(kiosk.question, AGE);
}

static void the_share_is_the_venue_s(void **state)
{
    int offered = 0;
    (void)state;
    venue.equality_percent = 20;
    for (uint32_t i = 0; i < 1000; i++) {
        kiosk_init(&kiosk, &stage.program);
        (void)touch_with(TARGET_START, 0, (uint32_t)(((2 * (uint64_t)i + 1) << 32) / 2000));
        offered += kiosk.offers_equality;
    }
    assert_int_equal(offered, 200);
}

static void no_skips_them_as_a_whole(void **state)
{
    (void)state;
    venue.equality_percent = 100;
    (void)touch(TARGET_START, 0);
    answer(YES);
    answer(NO);
    assert_int_equal(kiosk.question, WORDS);
    assert_int_equal(kiosk.answers.state[OFFER], ANSWER_FIRST + NO);
}

static void back_passes_over_what_was_not_offered(void **state)
{
    (void)state;
    (void)touch(TARGET_START, 0);
    answer(YES);
    (void)touch(TARGET_BACK, 0);
    assert_int_equal(kiosk.question, AGAIN);
}

static void coming_back_to_the_start_is_no_second_draw(void **state)
{
    (void)state;
    venue.equality_percent = 50;
    (void)touch_with(TARGET_START, 0, UINT32_MAX);
    (void)touch(TARGET_BACK, 0);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    (void)touch_with(TARGET_START, 0, 0);
    assert_false(kiosk.offers_equality);
}

static void the_next_person_is_drawn_anew(void **state)
{
    (void)state;
    venue.equality_percent = 50;
    (void)touch_with(TARGET_START, 0, UINT32_MAX);
    (void)touch(TARGET_LEAVE, 0);
    (void)touch(TARGET_DONE, 0);
    (void)touch_with(TARGET_START, 0, 0);
    assert_true(kiosk.offers_equality);
}

/* ---- little room ---- */

static void no_words_are_asked_for_while_there_is_little_room(void **state)
{
    (void)state;
    short_of_room = true;
    (void)touch(TARGET_START, 0);
    assert_int_equal(touch(TARGET_ANSWER, YES).kind, FX_SAVE);
    assert_true(kiosk.under_way.closing); /* WORDS would have been next */
    (void)send(EV_SAVED, TARGET_NONE, 0, 0);
    assert_int_equal(kiosk.page, PAGE_THANKS);
    assert_int_equal(kiosk.answers.state[WORDS], ANSWER_UNSEEN);
}

static void who_has_begun_is_asked_what_others_were(void **state)
{
    (void)state;
    (void)touch(TARGET_START, 0);
    short_of_room = true;
    answer(YES);
    assert_int_equal(kiosk.question, WORDS);
}

/* ---- languages ---- */

static void the_next_person_meets_the_venue_s_language(void **state)
{
    (void)state;
    stage.program.default_language = 1;
    kiosk_init(&kiosk, &stage.program);
    (void)touch(TARGET_LANGUAGE, 2);
    (void)touch(TARGET_START, 0);
    answer(YES);
    (void)touch(TARGET_LEAVE, 0);
    (void)send(EV_SAVED, TARGET_NONE, 0, 0);
    assert_int_equal(kiosk.page, PAGE_THANKS);
    assert_int_equal(kiosk.language, 2);
    (void)touch(TARGET_DONE, 0);
    assert_int_equal(kiosk.language, 1);
}

static void each_start_of_two_begins_in_its_language(void **state)
{
    (void)state;
    (void)touch(TARGET_START, 2);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    assert_int_equal(kiosk.language, 1);
}

static void another_language_in_the_middle_keeps_answers_and_words(void **state)
{
    (void)state;
    (void)touch(TARGET_START, 0);
    answer(YES);
    (void)touch(TARGET_KEY, 'a');
    (void)touch(TARGET_MORE_LANGUAGES, 0);
    (void)touch(TARGET_LANGUAGE, 2);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    assert_int_equal(kiosk.question, WORDS);
    assert_int_equal(kiosk.answers.state[AGAIN], ANSWER_FIRST + YES);
    assert_string_equal(kiosk_writing(&kiosk), "a");
}

/* ---- help ---- */

static void open_help(void)
{
    venue.calls_staff = true;
    (void)touch(TARGET_START, 0);
    assert_int_equal(touch(TARGET_HELP, 0).kind, FX_CALL_HELP);
    assert_int_equal(kiosk.help, HELP_CALLING);
}

static void staff_are_told_only_when_somebody_says_so(void **state)
{
    (void)state;
    open_help();
    (void)send(EV_HELP_TOLD, TARGET_NONE, 0, 0);
    assert_int_equal(kiosk.help, HELP_TOLD);
}

static void a_call_that_failed_is_said_to_have_failed(void **state)
{
    (void)state;
    open_help();
    (void)send(EV_HELP_NOT_TOLD, TARGET_NONE, 0, 0);
    assert_int_equal(kiosk.help, HELP_NOT_TOLD);
    (void)touch(TARGET_CLOSE, 0);
    assert_int_equal(touch(TARGET_HELP, 0).kind, FX_CALL_HELP); /* and is tried again */
}

static void a_call_that_nobody_answers_has_failed(void **state)
{
    (void)state;
    open_help();
    assert_true(kiosk.deadline <= now + 20000);
    wait_ms(20000);
    assert_int_equal(kiosk.help, HELP_NOT_TOLD);
    (void)send(EV_HELP_TOLD, TARGET_NONE, 0, 0); /* too late to be believed */
    assert_int_equal(kiosk.help, HELP_NOT_TOLD);
}

static void who_has_been_told_is_not_called_twice(void **state)
{
    (void)state;
    open_help();
    (void)send(EV_HELP_TOLD, TARGET_NONE, 0, 0);
    (void)touch(TARGET_CLOSE, 0);
    assert_int_equal(touch(TARGET_HELP, 0).kind, FX_NONE);
    assert_int_equal(kiosk.help, HELP_TOLD);
}

static void the_next_person_s_call_is_their_own(void **state)
{
    (void)state;
    open_help();
    (void)touch(TARGET_CLOSE, 0);
    (void)touch(TARGET_LEAVE, 0);
    (void)touch(TARGET_DONE, 0);
    (void)send(EV_HELP_TOLD, TARGET_NONE, 0, 0);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_int_equal(kiosk.help, HELP_NOT_CALLED);
}

/* ---- a helper ---- */

static void a_helper_says_so_in_two_taps(void **state)
{
    (void)state;
    (void)touch(TARGET_START, 0);
    (void)touch(TARGET_HELP, 0);
    (void)touch(TARGET_SETTING, SETTING_ASSISTED);
    assert_true(kiosk.assisted);
    (void)touch(TARGET_CLOSE, 0);
    answer(YES);
    assert_true(kiosk.assisted);
}

/* Where the keyboard leaves no room for the tools, the menu is what is one tap away. */
static void a_helper_says_so_in_two_taps_where_words_are_written(void **state)
{
    (void)state;
    (void)touch(TARGET_START, 0);
    answer(YES);
    assert_true(kiosk_is_writing(&kiosk));
    (void)touch(TARGET_MENU, 0);
    (void)touch(TARGET_SETTING, SETTING_ASSISTED);
    assert_true(kiosk.assisted);
    assert_int_equal(kiosk.sheet, SHEET_MENU); /* where it is seen to hold */
    (void)touch(TARGET_CLOSE, 0);
    assert_true(kiosk_is_writing(&kiosk));
    assert_true(kiosk.assisted);
}

static void a_helper_who_spoke_too_soon_takes_it_back(void **state)
{
    (void)state;
    (void)touch(TARGET_HELP, 0);
    (void)touch(TARGET_SETTING, SETTING_ASSISTED);
    (void)touch(TARGET_SETTING, SETTING_ASSISTED);
    assert_false(kiosk.assisted);
}

static void help_before_the_start_counts_and_ends_with_the_visit(void **state)
{
    (void)state;
    (void)touch(TARGET_HELP, 0);
    (void)touch(TARGET_SETTING, SETTING_ASSISTED);
    (void)touch(TARGET_CLOSE, 0);
    (void)touch(TARGET_START, 0);
    assert_true(kiosk.assisted);
    (void)touch(TARGET_LEAVE, 0);
    (void)touch(TARGET_DONE, 0);
    assert_false(kiosk.assisted);
}

/* ---- privacy ---- */

static void privacy_is_one_tap_from_the_first_screen(void **state)
{
    (void)state;
    (void)touch(TARGET_PRIVACY, 0);
    assert_int_equal(kiosk.page, PAGE_PRIVACY);
    (void)touch(TARGET_CLOSE, 0);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    (void)touch(TARGET_PRIVACY, 0);
    wait_ms(60000);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_false(kiosk.woken);
}

/* ---- taking part ---- */

static void say_how_to_take_part(void)
{
    venue.taking_part = (struct local_texts){ .in = { { "en", "Come." } }, .count = 1 };
}

static void come_to_the_thanks(void)
{
    (void)touch(TARGET_START, 0);
    answer(YES);
    (void)touch(TARGET_LEAVE, 0);
    (void)send(EV_SAVED, TARGET_NONE, 0, 0);
    assert_int_equal(kiosk.page, PAGE_THANKS);
}

static void taking_part_comes_after_the_thanks(void **state)
{
    (void)state;
    say_how_to_take_part();
    come_to_the_thanks();
    assert_true(kiosk_can_take_part(&kiosk));
    (void)touch(TARGET_TAKE_PART, 0);
    assert_int_equal(kiosk.page, PAGE_TAKING_PART);
    (void)touch(TARGET_BACK, 0);
    assert_int_equal(kiosk.page, PAGE_THANKS);
    (void)touch(TARGET_TAKE_PART, 0);
    (void)touch(TARGET_DONE, 0);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
}

static void taking_part_comes_never_before(void **state)
{
    (void)state;
    say_how_to_take_part();
    (void)touch(TARGET_TAKE_PART, 0);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    (void)touch(TARGET_START, 0);
    (void)touch(TARGET_TAKE_PART, 0);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    (void)touch(TARGET_LEAVE, 0);
    assert_int_equal(kiosk.page, PAGE_GOODBYE); /* nothing was recorded: no thanks */
    assert_false(kiosk_can_take_part(&kiosk));
    (void)touch(TARGET_TAKE_PART, 0);
    assert_int_equal(kiosk.page, PAGE_GOODBYE);
}

static void where_there_is_no_more_to_do_none_is_offered(void **state)
{
    (void)state;
    come_to_the_thanks();
    assert_false(kiosk_can_take_part(&kiosk));
    (void)touch(TARGET_TAKE_PART, 0);
    assert_int_equal(kiosk.page, PAGE_THANKS);
}

/* ---- you said, we did ---- */

static void with_notices(void)
{
    stage_add_venue(&stage);
    stage.program.venue = &venue;
    kiosk_init(&kiosk, &stage.program);
    wait_ms(0);
}

static void notices_take_turns_while_nobody_is_there(void **state)
{
    (void)state;
    with_notices();
    const struct notice *first = kiosk_notice(&kiosk);
    assert_ptr_equal(first, &stage.notices->list[0]);
    assert_int_equal(kiosk.deadline, now + 15000);
    wait_ms(15000);
    assert_ptr_equal(kiosk_notice(&kiosk), &stage.notices->list[1]);
    wait_ms(15000);
    assert_ptr_equal(kiosk_notice(&kiosk), first);
}

static void nothing_changes_by_itself_once_somebody_is_there(void **state)
{
    (void)state;
    with_notices();
    (void)touch(TARGET_NONE, 0);
    const struct notice *shown = kiosk_notice(&kiosk);
    wait_ms(20000);
    assert_ptr_equal(kiosk_notice(&kiosk), shown);
}

static void with_less_motion_each_person_meets_the_next_one(void **state)
{
    (void)state;
    venue.reduced_motion = true;
    with_notices();
    assert_int_equal(kiosk.deadline, NEVER);
    const struct notice *shown = kiosk_notice(&kiosk);
    (void)touch(TARGET_NONE, 0);
    wait_ms(60000);
    assert_int_equal(kiosk.deadline, NEVER);
    assert_ptr_not_equal(kiosk_notice(&kiosk), shown);
}

/* The second one speaks English alone. */
static void a_notice_is_shown_to_those_whose_language_it_speaks(void **state)
{
    (void)state;
    with_notices();
    (void)touch(TARGET_LANGUAGE, 1);
    for (uint32_t turn = 0; turn < 4; turn++) {
        kiosk.notice_turn = turn;
        assert_ptr_equal(kiosk_notice(&kiosk), &stage.notices->list[0]);
    }
}

static void where_nobody_wrote_any_there_are_none(void **state)
{
    (void)state;
    assert_null(kiosk_notice(&kiosk));
    assert_int_equal(kiosk.deadline, NEVER);
}

/* ---- keys ---- */

static void the_guard_of_keys_is_the_venue_s(void **state)
{
    (void)state;
    venue.key_guard_ms = 500;
    (void)touch(TARGET_START, 0);
    answer(YES);
    (void)touch(TARGET_KEY, 'a');
    now += 400;
    (void)send(EV_PRESS, TARGET_KEY, 'a', 0);
    (void)send(EV_RELEASE, TARGET_KEY, 'a', 0);
    assert_string_equal(kiosk_writing(&kiosk), "a");
    now += 200;
    (void)send(EV_PRESS, TARGET_KEY, 'a', 0);
    (void)send(EV_RELEASE, TARGET_KEY, 'a', 0);
    assert_string_equal(kiosk_writing(&kiosk), "aa");
    wait_ms(0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_is_offered_them_where_the_venue_has_not_said_so),
        TEST(everybody_is_offered_them_at_a_hundred_percent),
        TEST(the_share_is_the_venue_s),
        TEST(no_skips_them_as_a_whole),
        TEST(back_passes_over_what_was_not_offered),
        TEST(coming_back_to_the_start_is_no_second_draw),
        TEST(the_next_person_is_drawn_anew),
        TEST(no_words_are_asked_for_while_there_is_little_room),
        TEST(who_has_begun_is_asked_what_others_were),
        TEST(the_next_person_meets_the_venue_s_language),
        TEST(each_start_of_two_begins_in_its_language),
        TEST(another_language_in_the_middle_keeps_answers_and_words),
        TEST(staff_are_told_only_when_somebody_says_so),
        TEST(a_call_that_failed_is_said_to_have_failed),
        TEST(a_call_that_nobody_answers_has_failed),
        TEST(who_has_been_told_is_not_called_twice),
        TEST(the_next_person_s_call_is_their_own),
        TEST(a_helper_says_so_in_two_taps),
        TEST(a_helper_says_so_in_two_taps_where_words_are_written),
        TEST(a_helper_who_spoke_too_soon_takes_it_back),
        TEST(help_before_the_start_counts_and_ends_with_the_visit),
        TEST(privacy_is_one_tap_from_the_first_screen),
        TEST(taking_part_comes_after_the_thanks),
        TEST(taking_part_comes_never_before),
        TEST(where_there_is_no_more_to_do_none_is_offered),
        TEST(notices_take_turns_while_nobody_is_there),
        TEST(nothing_changes_by_itself_once_somebody_is_there),
        TEST(with_less_motion_each_person_meets_the_next_one),
        TEST(a_notice_is_shown_to_those_whose_language_it_speaks),
        TEST(where_nobody_wrote_any_there_are_none),
        TEST(the_guard_of_keys_is_the_venue_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
