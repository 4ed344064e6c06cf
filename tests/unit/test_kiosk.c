/* What each page does, told as lists of events. */
#include "stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ABOUT, OVERALL, WHY, BETTER, AGAIN, WORDS };
enum { GOOD, FAIR, POOR };
enum { URDU = 2 };

static struct stage stage;
static struct kiosk kiosk;
static msec now;

static int begin(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    kiosk_init(&kiosk, &stage.program);
    now = 1000;
    return 0;
}

static int end(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static struct effect send(enum event_kind kind, enum target_kind target, uint32_t value)
{
    return kiosk_step(&kiosk, (struct event){ .kind = kind, .target = { target, value } }, now);
}

/* One calm touch: comes down, goes up, and a while passes. */
static struct effect touch_at(enum target_kind target, uint32_t value)
{
    now += 600;
    (void)send(EV_PRESS, target, value);
    now += 80;
    return send(EV_RELEASE, target, value);
}

static struct effect touch(enum target_kind target)
{
    return touch_at(target, 0);
}

static struct effect saved(void)
{
    return send(EV_SAVED, TARGET_NONE, 0);
}

static struct effect refused(void)
{
    return send(EV_SAVE_FAILED, TARGET_NONE, 0);
}

static struct effect wait_ms(msec ms)
{
    now += ms;
    return send(EV_TICK, TARGET_NONE, 0);
}

static void start_at(int question)
{
    (void)touch(TARGET_START);
    for (int guard = 0; kiosk.question != question && guard < 20; guard++)
        (void)touch(kiosk.question == ABOUT ? TARGET_CONTINUE : TARGET_SKIP);
    assert_int_equal(kiosk.question, question);
}

static void answer(uint32_t choice)
{
    struct effect effect = touch_at(TARGET_ANSWER, choice);
    assert_int_equal(effect.kind, FX_SAVE);
    (void)saved();
}

static void one_tap_is_saved_and_moves_on(void **state)
{
    (void)state;
    start_at(OVERALL);
    struct effect effect = touch_at(TARGET_ANSWER, GOOD);
    assert_int_equal(effect.kind, FX_SAVE);
    assert_int_equal(effect.question, OVERALL);
    assert_false(effect.closing);
    assert_int_equal(kiosk.answers.state[OVERALL], ANSWER_FIRST + GOOD);
    assert_int_equal(kiosk.question, OVERALL);
    assert_true(target_equal(kiosk.pending, (struct target){ TARGET_ANSWER, GOOD }));
    (void)saved();
    assert_int_equal(kiosk.question, BETTER);
    assert_true(kiosk.any_saved);
}

static void a_hidden_question_is_passed_and_a_shown_one_asked(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(POOR);
    assert_int_equal(kiosk.question, WHY);
    answer(1);
    (void)touch(TARGET_BACK);
    (void)touch(TARGET_BACK);
    answer(GOOD);
    assert_int_equal(kiosk.question, BETTER);
    assert_int_equal(kiosk.answers.state[WHY], ANSWER_UNSEEN);
}

static void each_toggle_is_saved_and_stays(void **state)
{
    (void)state;
    start_at(BETTER);
    answer(0);
    answer(2);
    assert_int_equal(kiosk.question, BETTER);
    assert_int_equal(kiosk.answers.state[BETTER], ANSWER_FIRST + 5);
    answer(0);
    answer(2);
    assert_int_equal(kiosk.answers.state[BETTER], ANSWER_SHOWN);
    (void)touch(TARGET_CONTINUE);
    assert_int_equal(kiosk.question, AGAIN);
}

static void type_text(const char *text)
{
    for (; *text != '\0'; text++)
        (void)touch_at(TARGET_KEY, (unsigned char)*text);
}

static void words_are_saved_by_continue_and_close_the_visit(void **state)
{
    (void)state;
    start_at(WORDS);
    type_text("kind");
    (void)touch(TARGET_KEY_SPACE);
    type_text("staff");
    assert_string_equal(kiosk_writing(&kiosk), "kind staff");
    assert_string_equal(kiosk.words[0], "");
    struct effect effect = touch(TARGET_CONTINUE);
    assert_int_equal(effect.kind, FX_SAVE);
    assert_true(effect.closing);
    assert_int_equal(effect.ending, ENDING_COMPLETE);
    assert_string_equal(kiosk.words[0], "kind staff");
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    (void)saved();
    assert_int_equal(kiosk.page, PAGE_THANKS);
}

static void words_stop_at_their_length_and_backspace_takes_whole_letters(void **state)
{
    (void)state;
    start_at(WORDS);
    for (int i = 0; i < 25; i++)
        (void)touch_at(TARGET_KEY, 0x0175);
    assert_int_equal(kiosk_characters_left(&kiosk), 0);
    assert_int_equal(strlen(kiosk_writing(&kiosk)), 40);
    (void)touch(TARGET_KEY_BACKSPACE);
    assert_int_equal(strlen(kiosk_writing(&kiosk)), 38);
    assert_int_equal(kiosk_characters_left(&kiosk), 1);
    for (int i = 0; i < 25; i++)
        (void)touch(TARGET_KEY_BACKSPACE);
    assert_string_equal(kiosk_writing(&kiosk), "");
}

static void odd_characters_are_not_written(void **state)
{
    (void)state;
    static const uint32_t odd[] = { 0, 7, 10, 0x9B, 0x202E, 0xD800, 0xFFFF, 0x110000 };
    start_at(WORDS);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        (void)send(EV_CHARACTER, TARGET_NONE, odd[i]);
    assert_string_equal(kiosk_writing(&kiosk), "");
    (void)send(EV_CHARACTER, TARGET_NONE, 0x1F600);
    assert_string_equal(kiosk_writing(&kiosk), "\xF0\x9F\x98\x80");
    (void)send(EV_CHARACTER, TARGET_NONE, 8);
    assert_string_equal(kiosk_writing(&kiosk), "");
}

static void shift_holds_for_one_letter_and_figures_until_put_away(void **state)
{
    (void)state;
    start_at(WORDS);
    (void)touch(TARGET_KEY_SHIFT);
    assert_int_equal(kiosk.layer, KEYBOARD_CAPITALS);
    (void)touch_at(TARGET_KEY, 'K');
    assert_int_equal(kiosk.layer, KEYBOARD_LETTERS);
    (void)touch(TARGET_KEY_SYMBOLS);
    (void)touch_at(TARGET_KEY, '2');
    assert_int_equal(kiosk.layer, KEYBOARD_SYMBOLS);
    (void)touch(TARGET_KEY_SYMBOLS);
    (void)touch(TARGET_KEY_ACCENTS);
    assert_int_equal(kiosk.layer, KEYBOARD_ACCENTS);
    (void)touch(TARGET_KEY_SHIFT);
    assert_int_equal(kiosk.layer, KEYBOARD_ACCENT_CAPITALS);
    assert_string_equal(kiosk_writing(&kiosk), "K2");
}

static void latin_letters_beside_a_language_s_own_stay_until_put_away(void **state)
{
    (void)state;
    start_at(WORDS);
    kiosk.language = URDU;
    (void)touch(TARGET_KEY_ACCENTS);
    (void)touch_at(TARGET_KEY, 'g');
    (void)touch(TARGET_KEY_SHIFT);
    assert_int_equal(kiosk.layer, KEYBOARD_ACCENT_CAPITALS);
    (void)touch_at(TARGET_KEY, 'P');
    (void)touch(TARGET_KEY_SPACE);
    assert_int_equal(kiosk.layer, KEYBOARD_ACCENTS);
    (void)touch(TARGET_KEY_ACCENTS);
    assert_int_equal(kiosk.layer, KEYBOARD_LETTERS);
    (void)touch(TARGET_KEY_SHIFT);
    (void)touch(TARGET_KEY_ACCENTS);
    assert_int_equal(kiosk.layer, KEYBOARD_ACCENTS);
    assert_string_equal(kiosk_writing(&kiosk), "gP ");
}

static void skips_alone_record_nothing_and_end_in_goodbye(void **state)
{
    (void)state;
    start_at(WORDS);
    struct effect effect = touch(TARGET_SKIP);
    assert_int_equal(effect.kind, FX_NONE);
    assert_int_equal(kiosk.page, PAGE_GOODBYE);
    assert_int_equal(kiosk.answers.state[OVERALL], ANSWER_SKIPPED);
    assert_int_equal(kiosk.answers.state[ABOUT], ANSWER_SHOWN);
}

static void skipping_an_answered_question_takes_the_answer_back(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(POOR);
    (void)touch(TARGET_BACK);
    struct effect effect = touch(TARGET_SKIP);
    assert_int_equal(effect.kind, FX_SAVE);
    assert_int_equal(effect.question, OVERALL);
    assert_int_equal(kiosk.answers.state[OVERALL], ANSWER_SKIPPED);
    (void)saved();
    assert_int_equal(kiosk.question, BETTER);
}

static void the_last_question_skipped_closes_what_was_saved(void **state)
{
    (void)state;
    start_at(AGAIN);
    answer(1);
    struct effect effect = touch(TARGET_SKIP);
    assert_int_equal(effect.kind, FX_SAVE);
    assert_true(effect.closing);
    assert_int_equal(effect.question, -1);
    assert_int_equal(kiosk.answers.state[WORDS], ANSWER_SKIPPED);
    (void)saved();
    assert_int_equal(kiosk.page, PAGE_THANKS);
}

static void leaving_closes_what_was_saved_and_thanks(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(GOOD);
    struct effect effect = touch(TARGET_LEAVE);
    assert_int_equal(effect.kind, FX_SAVE);
    assert_true(effect.closing);
    assert_int_equal(effect.ending, ENDING_LEFT);
    assert_int_not_equal(kiosk.page, PAGE_THANKS);
    (void)saved();
    assert_int_equal(kiosk.page, PAGE_THANKS);
}

static void leaving_without_an_answer_claims_nothing(void **state)
{
    (void)state;
    start_at(OVERALL);
    assert_int_equal(touch(TARGET_LEAVE).kind, FX_NONE);
    assert_int_equal(kiosk.page, PAGE_GOODBYE);
}

static void back_from_the_first_question_forgets_but_keeps_the_language(void **state)
{
    (void)state;
    (void)touch_at(TARGET_LANGUAGE, 1);
    (void)touch(TARGET_START);
    assert_true(kiosk_can_go_back(&kiosk));
    (void)touch(TARGET_BACK);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_int_equal(kiosk.language, 1);
    assert_int_equal(kiosk.answers.state[ABOUT], ANSWER_UNSEEN);
}

static void there_is_no_way_back_to_the_start_once_something_is_recorded(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(GOOD);
    (void)touch(TARGET_BACK);
    (void)touch(TARGET_BACK);
    assert_int_equal(kiosk.question, ABOUT);
    assert_false(kiosk_can_go_back(&kiosk));
    (void)touch(TARGET_BACK);
    assert_int_equal(kiosk.question, ABOUT);
}

static void sliding_off_cancels(void **state)
{
    (void)state;
    start_at(OVERALL);
    now += 600;
    (void)send(EV_PRESS, TARGET_ANSWER, GOOD);
    assert_int_equal(kiosk.pressed.kind, TARGET_ANSWER);
    (void)send(EV_SLIDE_OFF, TARGET_NONE, 0);
    assert_int_equal(send(EV_RELEASE, TARGET_ANSWER, GOOD).kind, FX_NONE);
    assert_int_equal(kiosk.answers.state[OVERALL], ANSWER_SHOWN);
}

static void a_second_finger_does_nothing(void **state)
{
    (void)state;
    start_at(OVERALL);
    now += 600;
    (void)send(EV_PRESS, TARGET_ANSWER, GOOD);
    (void)send(EV_PRESS, TARGET_ANSWER, POOR);
    assert_int_equal(kiosk.pressed.value, GOOD);
    assert_int_equal(send(EV_RELEASE, TARGET_ANSWER, POOR).kind, FX_NONE);
}

static void a_double_tap_does_not_answer_the_next_question(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(POOR);
    assert_int_equal(kiosk.question, WHY);
    now += 200;
    (void)send(EV_PRESS, TARGET_ANSWER, 1);
    now += 400;
    assert_int_equal(send(EV_RELEASE, TARGET_ANSWER, 1).kind, FX_NONE);
    assert_int_equal(kiosk.answers.state[WHY], ANSWER_SHOWN);
    answer(1);
    assert_int_equal(kiosk.answers.state[WHY], ANSWER_FIRST + 1);
}

static void a_double_tap_on_a_box_counts_once_and_another_box_at_once(void **state)
{
    (void)state;
    start_at(BETTER);
    answer(0);
    now += 150;
    (void)send(EV_PRESS, TARGET_ANSWER, 0);
    assert_int_equal(send(EV_RELEASE, TARGET_ANSWER, 0).kind, FX_NONE);
    (void)send(EV_PRESS, TARGET_ANSWER, 1);
    assert_int_equal(send(EV_RELEASE, TARGET_ANSWER, 1).kind, FX_SAVE);
    assert_int_equal(kiosk.answers.state[BETTER], ANSWER_FIRST + 3);
}

static void touches_while_saving_are_ignored(void **state)
{
    (void)state;
    start_at(OVERALL);
    (void)touch_at(TARGET_ANSWER, GOOD);
    assert_true(kiosk.saving);
    assert_int_equal(touch_at(TARGET_ANSWER, POOR).kind, FX_NONE);
    assert_int_equal(touch(TARGET_LEAVE).kind, FX_NONE);
    (void)saved();
    assert_int_equal(kiosk.answers.state[OVERALL], ANSWER_FIRST + GOOD);
    assert_int_equal(kiosk.pressed.kind, TARGET_NONE);
}

static void time_is_asked_for_and_given_without_limit(void **state)
{
    (void)state;
    start_at(OVERALL);
    for (int i = 0; i < 30; i++) {
        (void)wait_ms(59999 - (i == 0 ? 0 : 80));
        assert_int_equal(kiosk.sheet, SHEET_NONE);
        (void)wait_ms(81);
        assert_int_equal(kiosk.sheet, SHEET_TIME);
        assert_true(kiosk_seconds_left(&kiosk, now) >= 20);
        (void)touch(TARGET_MORE_TIME);
        assert_int_equal(kiosk.sheet, SHEET_NONE);
    }
    assert_int_equal(kiosk.question, OVERALL);
}

static void time_out_keeps_the_answers_and_drops_unfinished_words(void **state)
{
    (void)state;
    start_at(AGAIN);
    answer(1);
    type_text("half a");
    (void)wait_ms(60000);
    assert_true(kiosk_has_unsent_words(&kiosk));
    struct effect effect = wait_ms(24000);
    assert_int_equal(effect.kind, FX_SAVE);
    assert_true(effect.closing);
    assert_int_equal(effect.ending, ENDING_TIMEOUT);
    assert_string_equal(kiosk.words[0], "");
    assert_int_equal(kiosk.answers.state[WORDS], ANSWER_SHOWN);
    (void)saved();
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_string_equal(kiosk.writing[0], "");
}

static void finished_on_the_time_sheet_is_thanked(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(GOOD);
    (void)wait_ms(60000);
    assert_int_equal(touch(TARGET_FINISHED).ending, ENDING_LEFT);
    (void)saved();
    assert_int_equal(kiosk.page, PAGE_THANKS);
}

static void nothing_is_carried_to_the_next_person(void **state)
{
    (void)state;
    static struct kiosk fresh;
    (void)touch_at(TARGET_LANGUAGE, 2);
    (void)touch(TARGET_DISPLAY);
    (void)touch_at(TARGET_SETTING, SETTING_LARGER);
    (void)touch_at(TARGET_SETTING, SETTING_CONTRAST);
    assert_true(kiosk.large && kiosk.contrast);
    (void)touch(TARGET_CLOSE);
    start_at(WORDS);
    type_text("me");
    (void)touch(TARGET_CONTINUE);
    (void)saved();
    (void)wait_ms(8000);
    kiosk_init(&fresh, &stage.program);
    kiosk.quiet_until = fresh.quiet_until;
    kiosk.voice.serial = fresh.voice.serial;
    kiosk.now = fresh.now;
    assert_int_equal(kiosk_take_left(&kiosk), -1);
    assert_memory_equal(&kiosk, &fresh, sizeof kiosk);
}

static void thanks_clear_after_eight_seconds(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(GOOD);
    (void)touch(TARGET_LEAVE);
    (void)saved();
    assert_int_equal(kiosk_seconds_left(&kiosk, now), 8);
    assert_int_equal(kiosk.deadline, now + 1000);
    (void)wait_ms(7999);
    assert_int_equal(kiosk.page, PAGE_THANKS);
    (void)wait_ms(1);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
}

static void a_refusing_disk_is_told_and_can_be_tried_again(void **state)
{
    (void)state;
    start_at(OVERALL);
    (void)touch_at(TARGET_ANSWER, GOOD);
    (void)refused();
    assert_int_equal(kiosk.page, PAGE_DISK_REFUSES);
    struct effect again = touch(TARGET_CONTINUE);
    assert_int_equal(again.kind, FX_SAVE);
    assert_int_equal(again.question, OVERALL);
    (void)refused();
    assert_int_equal(kiosk.page, PAGE_DISK_REFUSES);
    (void)touch(TARGET_CONTINUE);
    (void)saved();
    assert_int_equal(kiosk.question, BETTER);
}

static void leaving_a_refusing_disk_never_thanks(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(GOOD);
    (void)touch_at(TARGET_ANSWER, 1);
    (void)refused();
    struct effect effect = touch(TARGET_LEAVE);
    assert_int_equal(effect.kind, FX_END);
    assert_int_equal(effect.ending, ENDING_LEFT);
    (void)saved();
    assert_int_equal(kiosk.page, PAGE_GOODBYE);
}

static void a_visit_that_could_not_be_closed_is_closed_before_the_next(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(GOOD);
    (void)wait_ms(60000);
    assert_int_equal(wait_ms(24000).kind, FX_SAVE);
    (void)refused();
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_true(kiosk.unclosed);
    struct effect effect = touch(TARGET_START);
    assert_int_equal(effect.kind, FX_END);
    assert_int_equal(effect.ending, ENDING_TIMEOUT);
    assert_int_equal(saved().kind, FX_STARTED);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    assert_false(kiosk.unclosed);
    assert_false(kiosk.any_saved);
}

static void an_unclosed_visit_is_tried_again_while_nobody_is_there(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(GOOD);
    (void)wait_ms(60000);
    (void)wait_ms(24000);
    (void)refused();
    assert_int_not_equal(kiosk.deadline, NEVER);
    now = kiosk.deadline;
    assert_int_equal(send(EV_TICK, TARGET_NONE, 0).kind, FX_END);
    (void)saved();
    assert_false(kiosk.unclosed);
    assert_int_equal(kiosk.deadline, NEVER);
}

static void switching_language_keeps_the_answers(void **state)
{
    (void)state;
    start_at(OVERALL);
    answer(POOR);
    (void)touch(TARGET_MORE_LANGUAGES);
    assert_int_equal(kiosk.page, PAGE_LANGUAGES);
    (void)touch_at(TARGET_LANGUAGE, 1);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    assert_int_equal(kiosk.question, WHY);
    assert_int_equal(kiosk.language, 1);
    assert_int_equal(kiosk.answers.state[OVERALL], ANSWER_FIRST + POOR);
}

static void a_new_program_waits_for_the_attract_screen(void **state)
{
    (void)state;
    struct program other = stage.program;
    start_at(OVERALL);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PROGRAM, .program = &other }, now);
    assert_ptr_equal(kiosk.program, &stage.program);
    (void)touch(TARGET_LEAVE);
    (void)touch(TARGET_DONE);
    assert_ptr_equal(kiosk.program, &other);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PROGRAM, .program = &stage.program }, now);
    assert_ptr_equal(kiosk.program, &stage.program);
}

static void a_program_that_came_under_a_hand_begins_when_the_hand_goes(void **state)
{
    (void)state;
    kiosk_init(&kiosk, NULL);
    struct event hand = { .kind = EV_PRESS, .corner = true };
    (void)kiosk_step(&kiosk, hand, now);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PROGRAM, .program = &stage.program }, now);
    assert_int_equal(kiosk.page, PAGE_NOT_ENROLLED);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_SLIDE_OFF }, now);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_ptr_equal(kiosk.program, &stage.program);
}

static void a_kiosk_without_a_program_waits_for_one(void **state)
{
    (void)state;
    kiosk_init(&kiosk, NULL);
    assert_int_equal(kiosk.page, PAGE_NOT_ENROLLED);
    (void)touch(TARGET_START);
    assert_int_equal(kiosk.page, PAGE_NOT_ENROLLED);
    assert_int_equal(kiosk.deadline, NEVER);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PROGRAM, .program = &stage.program }, now);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
}

static void attract_forgets_a_language_that_nobody_uses(void **state)
{
    (void)state;
    assert_int_equal(kiosk.deadline, NEVER);
    (void)touch_at(TARGET_LANGUAGE, 2);
    assert_int_equal(kiosk.language, 2);
    assert_int_equal(kiosk.deadline, now + 60000);
    (void)wait_ms(60000);
    assert_int_equal(kiosk.language, 0);
    assert_int_equal(kiosk.deadline, NEVER);
}

static void help_is_shown_and_closed(void **state)
{
    (void)state;
    start_at(OVERALL);
    assert_int_equal(touch(TARGET_HELP).kind, FX_NONE); /* nobody listens here */
    assert_int_equal(kiosk.help, HELP_NOT_CALLED);
    assert_int_equal(kiosk.sheet, SHEET_HELP);
    assert_int_equal(touch_at(TARGET_ANSWER, GOOD).kind, FX_NONE);
    (void)touch(TARGET_CLOSE);
    assert_int_equal(kiosk.sheet, SHEET_NONE);
    assert_int_equal(kiosk.question, OVERALL);
}

static void waking_and_starting_are_counted_once(void **state)
{
    (void)state;
    now += 600;
    assert_int_equal(send(EV_PRESS, TARGET_START, 0).kind, FX_WOKEN);
    assert_int_equal(send(EV_RELEASE, TARGET_START, 0).kind, FX_STARTED);
}

static void targets_are_named_as_scripts_say_them(void **state)
{
    (void)state;
    char name[80];
    start_at(OVERALL);
    target_name(&kiosk, (struct target){ TARGET_ANSWER, POOR }, name, sizeof name);
    assert_string_equal(name, "answer:poor");
    target_name(&kiosk, (struct target){ TARGET_LANGUAGE, 1 }, name, sizeof name);
    assert_string_equal(name, "language:cy");
    target_name(&kiosk, (struct target){ TARGET_KEY, 0x0175 }, name, sizeof name);
    assert_string_equal(name, "key:ŵ");
    target_name(&kiosk, (struct target){ TARGET_KEY_BACKSPACE, 0 }, name, sizeof name);
    assert_string_equal(name, "key:backspace");
    target_name(&kiosk, (struct target){ TARGET_MORE_TIME, 0 }, name, sizeof name);
    assert_string_equal(name, "more-time");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_tap_is_saved_and_moves_on),
        TEST(a_hidden_question_is_passed_and_a_shown_one_asked),
        TEST(each_toggle_is_saved_and_stays),
        TEST(words_are_saved_by_continue_and_close_the_visit),
        TEST(words_stop_at_their_length_and_backspace_takes_whole_letters),
        TEST(odd_characters_are_not_written),
        TEST(shift_holds_for_one_letter_and_figures_until_put_away),
        TEST(latin_letters_beside_a_language_s_own_stay_until_put_away),
        TEST(skips_alone_record_nothing_and_end_in_goodbye),
        TEST(skipping_an_answered_question_takes_the_answer_back),
        TEST(the_last_question_skipped_closes_what_was_saved),
        TEST(leaving_closes_what_was_saved_and_thanks),
        TEST(leaving_without_an_answer_claims_nothing),
        TEST(back_from_the_first_question_forgets_but_keeps_the_language),
        TEST(there_is_no_way_back_to_the_start_once_something_is_recorded),
        TEST(sliding_off_cancels),
        TEST(a_second_finger_does_nothing),
        TEST(a_double_tap_does_not_answer_the_next_question),
        TEST(a_double_tap_on_a_box_counts_once_and_another_box_at_once),
        TEST(touches_while_saving_are_ignored),
        TEST(time_is_asked_for_and_given_without_limit),
        TEST(time_out_keeps_the_answers_and_drops_unfinished_words),
        TEST(finished_on_the_time_sheet_is_thanked),
        TEST(nothing_is_carried_to_the_next_person),
        TEST(thanks_clear_after_eight_seconds),
        TEST(a_refusing_disk_is_told_and_can_be_tried_again),
        TEST(leaving_a_refusing_disk_never_thanks),
        TEST(a_visit_that_could_not_be_closed_is_closed_before_the_next),
        TEST(an_unclosed_visit_is_tried_again_while_nobody_is_there),
        TEST(switching_language_keeps_the_answers),
        TEST(a_new_program_waits_for_the_attract_screen),
        TEST(a_program_that_came_under_a_hand_begins_when_the_hand_goes),
        TEST(a_kiosk_without_a_program_waits_for_one),
        TEST(attract_forgets_a_language_that_nobody_uses),
        TEST(help_is_shown_and_closed),
        TEST(waking_and_starting_are_counted_once),
        TEST(targets_are_named_as_scripts_say_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
