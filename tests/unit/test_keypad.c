/*
 * Both surveys walked to their end without a touch, by the five keys and by one switch, in a
 * language of each direction: the ring reaches everything, what was meant is what is recorded, and
 * the next person finds nothing of it.
 */
#include "keyboard.h"
#include "stage.h"
#include "view.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ENGLISH = 0, URDU = 2, PRESSES_MAX = 300 };

static struct stage stage;
static struct kiosk kiosk;
static struct scene scene;
static struct stops stops;
static struct spoken spoken;
static struct text_measure measure;
static msec now;

/* What the journal was given last. */
static struct {
    struct answers answers;
    char words[KIOSK_WORDS_BYTES];
    bool closed;
} kept;

/* Asked after each step, where somebody listens to all that is said. */
static void (*hear)(void);

static void look(void)
{
    view_draw(&kiosk, (struct panel_size){ 1280, 800, 149, 0 }, &measure, now, &scene);
    scene_stops(&scene, &stops);
}

static void keep(struct effect effect)
{
    while (effect.kind == FX_SAVE) {
        kept.answers = kiosk.answers;
        memcpy(kept.words, kiosk.words[0], sizeof kept.words);
        kept.closed = effect.closing;
        effect = kiosk_step(&kiosk, (struct event){ .kind = EV_SAVED }, now);
    }
}

static void give_target(enum event_kind kind, struct target target)
{
    look();
    keep(
        kiosk_step(&kiosk, (struct event){ .kind = kind, .target = target, .stops = &stops }, now));
    look();
    if (hear != NULL)
        hear();
}

static void give(enum event_kind kind, uint32_t value)
{
    give_target(kind, (struct target){ TARGET_KEY, value });
}

static void press(enum keypad key)
{
    now += 600;
    give(EV_KEYPAD, (uint32_t)key);
}

static void press_switch(void)
{
    now += 600;
    give(EV_SWITCH, 0);
}

static void tick(void)
{
    now = kiosk.deadline > now ? kiosk.deadline : now + 1;
    give(EV_TICK, 0);
}

static bool group_holds(uint8_t group, struct target target)
{
    int index = stops_find(&stops, target);
    return index >= 0 && stops.list[index].group == group;
}

/* --- two people who cannot touch --- */

static void by_keypad(struct target wanted)
{
    for (int i = 0; i < PRESSES_MAX; i++) {
        struct focus focus = kiosk_focus(&kiosk, &stops);
        bool there = focus.walker == WALKER_KEYPAD && target_equal(focus.at, wanted);
        if (there && !focus.whole) {
            press(KEYPAD_SELECT);
            return;
        }
        press(focus.whole && group_holds(focus.group, wanted) ? KEYPAD_SELECT : KEYPAD_DOWN);
    }
    fail_msg("the ring does not come to target %d", wanted.kind);
}

static void by_switch(struct target wanted)
{
    if (kiosk.focus.walker != WALKER_SWITCH)
        press_switch();
    for (int i = 0; i < PRESSES_MAX; i++) {
        struct focus focus = kiosk_focus(&kiosk, &stops);
        bool lit = focus.at.kind != TARGET_NONE;
        if (lit && !focus.whole && target_equal(focus.at, wanted)) {
            press_switch();
            return;
        }
        if (lit && focus.whole && group_holds(focus.group, wanted))
            press_switch();
        else if (kiosk.voice.saying != SAYING_NOTHING)
            give(EV_SAID, kiosk.voice.serial);
        else
            tick();
    }
    fail_msg("the ring does not come to target %d", wanted.kind);
}

static void (*choose)(struct target wanted);

/* --- a whole visit --- */

static void type(const char32_t *letters)
{
    for (; *letters != 0; letters++)
        choose(*letters == ' ' ? (struct target){ TARGET_KEY_SPACE, 0 }
                               : (struct target){ TARGET_KEY, *letters });
}

static void answer(const struct question *question)
{
    switch (question->type) {
    case QUESTION_CHECKBOX:
        choose((struct target){ TARGET_ANSWER, 0 });
        choose((struct target){ TARGET_ANSWER, 2 });
        choose((struct target){ TARGET_CONTINUE, 0 });
        break;
    case QUESTION_COMMENT:
    case QUESTION_INFORMATION:
        choose((struct target){ TARGET_CONTINUE, 0 });
        break;
    default:
        choose((struct target){ TARGET_ANSWER, question->choice_count - 1U });
    }
}

static uint32_t meant(const struct question *question)
{
    switch (question->type) {
    case QUESTION_CHECKBOX:
        return ANSWER_FIRST + 5;
    case QUESTION_COMMENT:
        return ANSWER_FIRST;
    case QUESTION_INFORMATION:
        return ANSWER_SHOWN;
    default:
        return ANSWER_FIRST + question->choice_count - 1U;
    }
}

/* Capitals stand behind shift, which holds for one letter. */
static void answer_in_words(uint8_t language)
{
    if (language == ENGLISH) {
        choose((struct target){ TARGET_KEY_SHIFT, 0 });
        type(U"Go it");
        choose((struct target){ TARGET_KEY_CURSOR_BACK, 0 });
        choose((struct target){ TARGET_KEY_BACKSPACE, 0 });
        choose((struct target){ TARGET_KEY_CURSOR_ON, 0 });
    } else {
        type(U"کل گیا");
        choose((struct target){ TARGET_KEY_CURSOR_BACK, 0 });
        choose((struct target){ TARGET_KEY_BACKSPACE, 0 });
        choose((struct target){ TARGET_KEY_CURSOR_ON, 0 });
    }
    choose((struct target){ TARGET_CONTINUE, 0 });
}

static const char *words_meant(uint8_t language)
{
    return language == ENGLISH ? "Go t" : "کل گا";
}

static void begin(uint8_t language)
{
    kiosk_init(&kiosk, &stage.program);
    memset(&kept, 0, sizeof kept);
    now = 1000;
    look();
    kiosk.language = language;
    choose((struct target){ TARGET_START, 0 });
}

static void walk(uint8_t language)
{
    begin(language);
    for (int i = 0; i < SURVEY_QUESTIONS_MAX && kiosk.page == PAGE_QUESTION; i++) {
        const struct question *question = &stage.survey->questions[kiosk.question];
        int asked = kiosk.question;
        if (question->type == QUESTION_COMMENT)
            answer_in_words(language);
        else
            answer(question);
        assert_int_equal(kept.answers.state[asked] == meant(question) ||
                             question->type == QUESTION_INFORMATION,
                         true);
        if (question->type == QUESTION_COMMENT && question->comment == 0)
            assert_string_equal(kept.words, words_meant(language));
    }
    assert_int_equal(kiosk.page, PAGE_THANKS);
    assert_true(kept.closed);
    choose((struct target){ TARGET_DONE, 0 });
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
}

/* What stands beside the questions: what becomes of the answers, who helps, how to do more. */
static void walk_beside(void (*how)(struct target wanted))
{
    stage_open_asset(&stage, "gp-fft");
    stage_add_venue(&stage);
    kiosk_init(&kiosk, &stage.program);
    measure = stage_measure();
    choose = how;
    now = 1000;
    choose((struct target){ TARGET_PRIVACY, 0 });
    assert_int_equal(kiosk.page, PAGE_PRIVACY);
    choose((struct target){ TARGET_CLOSE, 0 });
    choose((struct target){ TARGET_HELP, 0 });
    choose((struct target){ TARGET_SETTING, SETTING_ASSISTED });
    assert_true(kiosk.assisted);
    choose((struct target){ TARGET_CLOSE, 0 });
    choose((struct target){ TARGET_START, 0 });
    choose((struct target){ TARGET_ANSWER, 0 });
    choose((struct target){ TARGET_LEAVE, 0 });
    choose((struct target){ TARGET_TAKE_PART, 0 });
    assert_int_equal(kiosk.page, PAGE_TAKING_PART);
    choose((struct target){ TARGET_BACK, 0 });
    choose((struct target){ TARGET_DONE, 0 });
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_false(kiosk.assisted);
    stage_close(&stage);
}

static void all_that_stands_beside_the_questions_is_reached_by_keypad(void **state)
{
    (void)state;
    walk_beside(by_keypad);
}

static void all_that_stands_beside_the_questions_is_reached_by_one_switch(void **state)
{
    (void)state;
    walk_beside(by_switch);
}

static void walk_both(void (*how)(struct target wanted))
{
    static const char *const surveys[] = { "gp-fft", "jobcentre" };
    measure = stage_measure();
    choose = how;
    for (size_t i = 0; i < sizeof surveys / sizeof *surveys; i++) {
        stage_open_asset(&stage, surveys[i]);
        for (int j = 0; j < STAGE_LANGUAGES; j++)
            stage.program.speaks[j] = true;
        walk(ENGLISH);
        walk(URDU);
        stage_close(&stage);
    }
}

static void both_surveys_are_answered_by_five_keys(void **state)
{
    (void)state;
    walk_both(by_keypad);
}

static void both_surveys_are_answered_by_one_switch(void **state)
{
    (void)state;
    walk_both(by_switch);
}

/* --- the ring --- */

static int open_stage(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    measure = stage_measure();
    stage.program.speaks[0] = stage.program.speaks[URDU] = true;
    kiosk_init(&kiosk, &stage.program);
    now = 1000;
    look();
    return 0;
}

static int close_stage(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static void go_to(int question)
{
    choose = by_keypad;
    choose((struct target){ TARGET_START, 0 });
    for (int guard = 0; kiosk.question != question && guard < 10; guard++)
        choose((struct target){ kiosk.question == 0 ? TARGET_CONTINUE : TARGET_SKIP, 0 });
    assert_int_equal(kiosk.question, question);
}

/* Every screen of the little survey: down comes to everything and round again, up goes back. */
static void the_ring_goes_round_everything_both_ways_and_is_never_trapped(void **state)
{
    (void)state;
    go_to(1);
    for (int question = 1; kiosk.page == PAGE_QUESTION; question++) {
        int seen = 0, steps = 0;
        assert_int_equal(kiosk.focus.at.kind, TARGET_NONE);
        do {
            press(KEYPAD_DOWN);
            steps++;
            seen += kiosk_focus(&kiosk, &stops).at.kind != TARGET_NONE;
        } while (kiosk.focus.at.kind != TARGET_NONE && steps < 100);
        assert_int_equal(seen, steps - 1);
        for (int i = 0; i < steps; i++)
            press(KEYPAD_UP);
        assert_int_equal(kiosk.focus.at.kind, TARGET_NONE);
        assert_true(steps > 4);
        by_keypad((struct target){ TARGET_SKIP, 0 });
    }
}

static void the_first_press_only_shows_the_ring_and_begins_to_speak(void **state)
{
    (void)state;
    press(KEYPAD_SELECT);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_int_equal(kiosk.focus.walker, WALKER_KEYPAD);
    assert_true(kiosk.voice.on);
    assert_int_equal(kiosk.voice.saying, SAYING_SCREEN);
    view_spoken(&kiosk, &scene, now, &spoken);
    assert_string_equal(spoken.sentences[0].text, "Riverside Surgery");
    assert_string_equal(spoken.sentences[1].text, "How was it?");
}

static void a_touch_takes_the_ring_away(void **state)
{
    (void)state;
    press(KEYPAD_DOWN);
    press(KEYPAD_DOWN);
    assert_int_equal(kiosk_focus(&kiosk, &stops).at.kind, TARGET_START);
    now += 600;
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PRESS, .stops = &stops }, now);
    assert_int_equal(kiosk_focus(&kiosk, &stops).walker, WALKER_NONE);
}

static void a_key_that_strikes_twice_is_taken_once(void **state)
{
    (void)state;
    struct venue_profile venue = venue_profile_usual;
    venue.key_guard_ms = 500;
    stage.program.venue = &venue;
    press(KEYPAD_DOWN);
    press(KEYPAD_DOWN);
    struct target first = kiosk.focus.at;
    now += 490;
    give(EV_KEYPAD, KEYPAD_DOWN);
    assert_true(target_equal(kiosk.focus.at, first));
    now += 20;
    give(EV_KEYPAD, KEYPAD_DOWN);
    assert_false(target_equal(kiosk.focus.at, first));
}

static void a_row_of_keys_is_entered_and_left_behind_each_letter(void **state)
{
    (void)state;
    go_to(5);
    press(KEYPAD_DOWN);
    struct focus row = kiosk_focus(&kiosk, &stops);
    assert_true(row.whole);
    view_spoken(&kiosk, &scene, now, &spoken);
    assert_string_equal(spoken.sentences[0].text, "row 1");
    assert_string_equal(spoken.sentences[1].text, "q");
    press(KEYPAD_SELECT);
    press(KEYPAD_DOWN);
    assert_int_equal(kiosk.focus.at.value, 'w');
    press(KEYPAD_SELECT);
    assert_string_equal(kiosk_writing(&kiosk), "w");
    assert_true(kiosk_focus(&kiosk, &stops).whole);
    view_spoken(&kiosk, &scene, now, &spoken);
    assert_int_equal(spoken.count, 1);
    assert_string_equal(spoken.sentences[0].text, "w");
}

static void what_a_choice_became_of_is_said(void **state)
{
    (void)state;
    go_to(3);
    by_keypad((struct target){ TARGET_ANSWER, 1 });
    view_spoken(&kiosk, &scene, now, &spoken);
    assert_int_equal(spoken.count, 3);
    assert_string_equal(spoken.sentences[0].text, "Phones");
    assert_string_equal(spoken.sentences[1].text, "chosen");
    assert_string_equal(spoken.sentences[2].text, "2 of 3");
}

static void any_action_ends_what_is_being_said(void **state)
{
    (void)state;
    press(KEYPAD_DOWN);
    uint32_t serial = kiosk.voice.serial;
    now += 600;
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PRESS, .stops = &stops }, now);
    assert_int_not_equal(kiosk.voice.serial, serial);
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
}

/* An answer that was chosen, or a letter, is not for the room: the loudspeaker says nothing of it.
 */
static void pulled_out_headphones_end_the_listening(void **state)
{
    (void)state;
    go_to(3);
    give(EV_JACK, 0);
    assert_int_equal(kiosk.voice.saying, SAYING_SCREEN);
    uint32_t serial = kiosk.voice.serial;
    give(EV_UNPLUGGED, 0);
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
    assert_int_not_equal(kiosk.voice.serial, serial);
    by_keypad((struct target){ TARGET_ANSWER, 1 });
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
    press(KEYPAD_REPEAT);
    assert_int_equal(kiosk.voice.saying, SAYING_SCREEN);
}

static void pulled_out_while_an_answer_is_kept_nothing_of_it_is_said(void **state)
{
    (void)state;
    go_to(3);
    press(KEYPAD_DOWN);
    while (kiosk.focus.at.kind != TARGET_ANSWER)
        press(KEYPAD_DOWN);
    now += 600;
    struct event select = { .kind = EV_KEYPAD, .target = { TARGET_KEY, KEYPAD_SELECT } };
    select.stops = &stops;
    struct effect effect = kiosk_step(&kiosk, select, now);
    assert_int_equal(effect.kind, FX_SAVE);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_UNPLUGGED }, now);
    keep(effect);
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
}

/* The ring waits for no name any more. */
static void a_ring_goes_on_when_headphones_are_pulled_out(void **state)
{
    (void)state;
    give(EV_JACK, 0);
    press_switch();
    give(EV_UNPLUGGED, 0);
    now += venue_profile_usual.scan_ms;
    give(EV_TICK, 0);
    assert_int_not_equal(kiosk.focus.at.kind, TARGET_NONE);
}

/* --- the staff's door --- */

static const enum keypad door[] = { KEYPAD_UP,     KEYPAD_DOWN,   KEYPAD_UP,     KEYPAD_DOWN,
                                    KEYPAD_REPEAT, KEYPAD_VOLUME, KEYPAD_REPEAT, KEYPAD_VOLUME };

enum { DOOR_KEYS = sizeof door / sizeof *door };

static void press_door(int from, int end)
{
    for (int i = from; i < end; i++)
        press(door[i]);
}

static void set_pin(void)
{
    struct event event = { .kind = EV_TRIES, .place = { .x = 1 } };
    (void)kiosk_step(&kiosk, event, now);
}

static void staff_come_in_without_a_touch(void **state)
{
    (void)state;
    set_pin();
    press_door(0, DOOR_KEYS);
    assert_int_equal(kiosk.page, PAGE_STAFF_PIN);
    choose = by_keypad;
    type(U"123456");
    assert_string_equal(kiosk.staff.typed, "123456");
    assert_true(kiosk.staff.checking);
    give_target(EV_PIN, (struct target){ TARGET_NONE, 1 });
    assert_int_equal(kiosk.page, PAGE_STAFF_MENU);
    choose((struct target){ TARGET_STAFF, STAFF_PAUSE });
    choose((struct target){ TARGET_STAFF, STAFF_OUT_OF_ORDER });
    assert_int_equal(kiosk.page, PAGE_PAUSED);
    press_door(0, DOOR_KEYS);
    assert_int_equal(kiosk.page, PAGE_STAFF_PIN);
}

static void other_keys_and_slow_ones_are_no_door(void **state)
{
    (void)state;
    enum { TOO_LATE_MS = 3001 };
    set_pin();
    press_door(0, DOOR_KEYS - 1);
    press(KEYPAD_REPEAT);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    for (int behind = 1; behind < DOOR_KEYS; behind++) {
        press_door(0, behind);
        now += TOO_LATE_MS;
        press_door(behind, DOOR_KEYS);
        assert_int_equal(kiosk.page, PAGE_ATTRACT);
        now += TOO_LATE_MS;
    }
    press_door(0, DOOR_KEYS);
    assert_int_equal(kiosk.page, PAGE_STAFF_PIN);
}

/* --- a secret that is typed in a room with others in it --- */

static long sentences_heard;

/* A key's name, or a row's number. */
static void hears_nothing_of_it(void)
{
    if (kiosk.page != PAGE_STAFF_PIN && kiosk.page != PAGE_STAFF_RECOVERY)
        return;
    view_spoken(&kiosk, &scene, now, &spoken);
    sentences_heard += spoken.count;
    for (int i = 0; i < spoken.count; i++) {
        const char *text = spoken.sentences[i].text;
        if (text[1] == '\0' || strncmp(text, "row ", 4) == 0)
            fail_msg("\"%s\" is said aloud", text);
    }
}

static bool is_heard(const char *text)
{
    view_spoken(&kiosk, &scene, now, &spoken);
    for (int i = 0; i < spoken.count; i++)
        if (strcmp(spoken.sentences[i].text, text) == 0)
            return true;
    return false;
}

static void come_to_the_pin(void)
{
    set_pin();
    press_door(0, DOOR_KEYS);
    assert_int_equal(kiosk.page, PAGE_STAFF_PIN);
    assert_true(kiosk.voice.on);
    sentences_heard = 0;
    hear = hears_nothing_of_it;
}

static void by_real_key(struct target wanted)
{
    now += 200;
    give_target(EV_CHARACTER, wanted);
}

static void by_finger(struct target wanted)
{
    now += 600;
    give_target(EV_PRESS, wanted);
    give_target(EV_RELEASE, wanted);
}

static void (*const ways[])(struct target wanted) = { by_keypad, by_switch, by_real_key,
                                                      by_finger };
enum { WAYS = sizeof ways / sizeof *ways };

/* Over a loudspeaker, however it is typed: how many digits there are, and nothing else of it. */
static void no_digit_of_a_pin_is_said_aloud(void **state)
{
    (void)state;
    static const char32_t digits[] = U"590123";
    for (int way = 0; way < WAYS; way++) {
        char said[16];
        kiosk_init(&kiosk, &stage.program);
        come_to_the_pin();
        assert_true(is_heard("Plug in headphones to hear the keys."));
        for (int i = 0; i < PIN_DIGITS; i++) {
            ways[way]((struct target){ TARGET_KEY, digits[i] });
            (void)snprintf(said, sizeof said, "%d of 6", i + 1);
            assert_true(is_heard(said));
        }
        assert_string_equal(kiosk.staff.typed, "590123");
        press(KEYPAD_REPEAT);
        give_target(EV_PIN, (struct target){ TARGET_NONE, 0 });
        assert_true(is_heard("That PIN is not right."));
        assert_true(sentences_heard > PIN_DIGITS);
        hear = NULL;
    }
}

static void no_letter_of_a_recovery_code_is_said_aloud(void **state)
{
    (void)state;
    static const char32_t letters[] = U"7K2QF3M9TXA04WRD5H8C";
    for (int way = 0; way < WAYS; way++) {
        kiosk_init(&kiosk, &stage.program);
        come_to_the_pin();
        by_keypad((struct target){ TARGET_STAFF, STAFF_RECOVERY });
        assert_int_equal(kiosk.page, PAGE_STAFF_RECOVERY);
        for (int i = 0; i < CODE_LETTERS; i++)
            ways[way]((struct target){ TARGET_KEY, letters[i] });
        assert_true(is_heard("20 of 20"));
        press(KEYPAD_REPEAT);
        assert_string_equal(kiosk.staff.typed, "7K2QF3M9TXA04WRD5H8C");
        hear = NULL;
    }
}

/* One person hears where the ring is; what has been typed is counted for them too. */
static void with_headphones_the_keys_are_named(void **state)
{
    (void)state;
    give(EV_JACK, 0);
    come_to_the_pin();
    hear = NULL;
    assert_false(is_heard("Plug in headphones to hear the keys."));
    for (int i = 0; i < PRESSES_MAX && !kiosk_focus(&kiosk, &stops).whole; i++)
        press(KEYPAD_DOWN);
    assert_true(is_heard("row 1") && is_heard("1"));
    press(KEYPAD_SELECT);
    press(KEYPAD_DOWN);
    assert_true(is_heard("2"));
    press(KEYPAD_SELECT);
    assert_string_equal(kiosk.staff.typed, "2");
    assert_true(is_heard("1 of 6"));
    assert_false(is_heard("2"));
    give(EV_UNPLUGGED, 0);
    assert_false(kiosk.voice.on);
    press(KEYPAD_REPEAT);
    hear = hears_nothing_of_it;
    by_keypad((struct target){ TARGET_KEY, '3' });
    assert_string_equal(kiosk.staff.typed, "23");
    hear = NULL;
}

static void one_switch_sets_a_new_kiosk_up(void **state)
{
    (void)state;
    kiosk_init(&kiosk, NULL);
    assert_int_equal(kiosk.page, PAGE_NOT_ENROLLED);
    by_switch((struct target){ TARGET_STAFF, STAFF_SETUP });
    assert_int_equal(kiosk.page, PAGE_SETUP_CODE);
    choose = by_switch;
    type(U"7");
    assert_string_equal(kiosk.staff.typed, "7");
}

static void a_ring_that_nobody_moves_leaves_a_new_kiosk(void **state)
{
    (void)state;
    kiosk_init(&kiosk, NULL);
    press_switch();
    assert_int_equal(kiosk.focus.walker, WALKER_SWITCH);
    for (int i = 0; i < 1000 && kiosk.deadline != NEVER; i++)
        tick();
    assert_int_equal(kiosk.focus.walker, WALKER_NONE);
    assert_int_equal(kiosk.page, PAGE_NOT_ENROLLED);
}

/* --- screens on which there is nothing to choose --- */

/* Each of them as it comes to be. */
static void bring(enum page page)
{
    struct local_settings paused = local_settings_usual();
    paused.pause.kind = PAUSE_OUT_OF_ORDER;
    static struct program other;
    other = stage.program;
    kiosk_init(&kiosk, &other);
    if (page == PAGE_CLOSED) {
        other.closing_day = 100;
        struct local_clock clock = { .known = true, .day = 101, .at = now };
        (void)kiosk_step(&kiosk, (struct event){ .kind = EV_CLOCK, .clock = clock }, now);
    } else if (page == PAGE_PAUSED) {
        (void)kiosk_step(&kiosk, (struct event){ .kind = EV_SETTINGS, .settings = &paused }, now);
    } else if (page == PAGE_REVOKED) {
        (void)kiosk_step(&kiosk, (struct event){ .kind = EV_REVOKED, .target = { TARGET_NONE, 1 } },
                         now);
    } else {
        other.survey = NULL;
        (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PROGRAM, .program = &other }, now);
    }
    assert_int_equal(kiosk.page, page);
    look();
}

static void hears(enum page page, enum event_kind kind, uint32_t value)
{
    bring(page);
    now += 600;
    give(kind, value);
    assert_int_equal(kiosk.page, page);
    assert_int_equal(kiosk.voice.saying, SAYING_SCREEN);
    view_spoken(&kiosk, &scene, now, &spoken);
    assert_true(spoken.count >= 2);
    assert_true(strlen(spoken.sentences[0].text) > 5);
    now += 600;
    give(kind, value);
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
    assert_false(kiosk.voice.on);
    assert_int_equal(kiosk.page, page);
    assert_false(kiosk.woken);
}

static void a_screen_with_nothing_to_choose_is_read_by_any_key(void **state)
{
    (void)state;
    static const enum page pages[] = { PAGE_CLOSED, PAGE_PAUSED, PAGE_REVOKED, PAGE_NO_SURVEY };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        for (uint32_t key = 0; key < KEYPAD_KEYS; key++)
            hears(pages[i], EV_KEYPAD, key);
        hears(pages[i], EV_SWITCH, 0);
        hears(pages[i], EV_JACK, 0);
    }
}

static void headphones_in_the_dark_wake_the_screen_and_it_is_read(void **state)
{
    (void)state;
    struct local_settings settings = local_settings_usual();
    struct local_clock clock = { .known = true, .day = 100, .minute = 700, .at = now };
    settings.today = (struct other_hours){ .day = 100, .from = 0, .to = 60 };
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_SETTINGS, .settings = &settings }, now);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_CLOCK, .clock = clock }, now);
    assert_int_equal(kiosk.page, PAGE_ASLEEP);
    struct effect effect = kiosk_step(&kiosk, (struct event){ .kind = EV_JACK }, now);
    assert_int_equal(effect.kind, FX_WOKEN);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_int_equal(kiosk.voice.saying, SAYING_SCREEN);
}

static void what_it_says_ends_by_a_touch_or_by_itself(void **state)
{
    (void)state;
    bring(PAGE_CLOSED);
    press(KEYPAD_DOWN);
    now += 600;
    give_target(EV_PRESS, (struct target){ TARGET_NONE, 0 });
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
    give_target(EV_RELEASE, (struct target){ TARGET_NONE, 0 });
    press(KEYPAD_DOWN);
    assert_int_equal(kiosk.voice.saying, SAYING_SCREEN);
    give(EV_SAID, kiosk.voice.serial);
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
    assert_false(kiosk.voice.on);
    press(KEYPAD_DOWN);
    assert_int_equal(kiosk.voice.saying, SAYING_SCREEN);
}

static void nobody_hears_anything_who_has_not_asked(void **state)
{
    (void)state;
    uint32_t serial = kiosk.voice.serial;
    static const enum target_kind touched[] = { TARGET_START, TARGET_CONTINUE, TARGET_SKIP };
    for (size_t i = 0; i < sizeof touched / sizeof *touched; i++) {
        struct target target = { touched[i], 0 };
        now += 600;
        look();
        (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PRESS, .target = target }, now);
        keep(kiosk_step(&kiosk, (struct event){ .kind = EV_RELEASE, .target = target }, now));
    }
    press_switch();
    tick();
    assert_int_equal(kiosk.voice.serial, serial);
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
}

static void loudness_goes_round_in_steps_and_is_said(void **state)
{
    (void)state;
    press(KEYPAD_DOWN);
    uint8_t usual = kiosk.voice.volume;
    for (int i = 0; i < VOLUME_STEPS; i++) {
        press(KEYPAD_VOLUME);
        assert_int_equal(kiosk.voice.saying, SAYING_VOLUME);
        assert_true(kiosk.voice.volume >= 1 && kiosk.voice.volume <= VOLUME_STEPS);
    }
    assert_int_equal(kiosk.voice.volume, usual);
    view_spoken(&kiosk, &scene, now, &spoken);
    assert_string_equal(spoken.sentences[0].text, "Volume 4");
}

static void the_next_person_finds_nothing_of_it(void **state)
{
    (void)state;
    go_to(1);
    press(KEYPAD_VOLUME);
    while (kiosk.page != PAGE_ATTRACT || kiosk.woken)
        tick();
    assert_false(kiosk.voice.on);
    assert_int_equal(kiosk.voice.volume, 4);
    assert_int_equal(kiosk.focus.walker, WALKER_NONE);
    assert_int_equal(kiosk_access(&kiosk), ACCESS_TOUCH);
}

static void touch(struct target target)
{
    now += 600;
    give_target(EV_PRESS, target);
    give_target(EV_RELEASE, target);
}

static void touch_staff(enum staff_item item)
{
    touch((struct target){ TARGET_STAFF, item });
}

/* The corner, held; nobody has set a PIN here. */
static void open_menu(void)
{
    struct event hold = { .kind = EV_PRESS, .corner = true, .stops = &stops };
    now += 600;
    (void)kiosk_step(&kiosk, hold, now);
    while (kiosk.page != PAGE_STAFF_MENU)
        tick();
}

static void open_sound(void)
{
    static const enum staff_item way[] = { STAFF_MORE, STAFF_SOUND };
    open_menu();
    for (size_t i = 0; i < sizeof way / sizeof *way; i++)
        touch_staff(way[i]);
    assert_int_equal(kiosk.page, PAGE_STAFF_SOUND);
}

static void close_sound(void)
{
    static const enum staff_item way[] = { STAFF_BACK, STAFF_BACK, STAFF_CLOSE };
    for (size_t i = 0; i < sizeof way / sizeof *way; i++)
        touch_staff(way[i]);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
}

static void as_loud_as_staff_have_set_it_each_voice_begins(void **state)
{
    (void)state;
    open_sound();
    touch_staff(STAFF_SOFTER);
    touch_staff(STAFF_SOFTER);
    close_sound();
    touch((struct target){ TARGET_LISTEN, 0 });
    assert_true(kiosk.voice.on);
    assert_int_equal(kiosk.voice.volume, 2);
    struct local_settings loud = { .volume = 7, .touch = touch_map_none };
    kiosk_init(&kiosk, &stage.program);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_SETTINGS, .settings = &loud }, now);
    touch((struct target){ TARGET_LISTEN, 0 });
    assert_int_equal(kiosk.voice.volume, 7);
}

static void where_staff_want_silence_nobody_is_read_to(void **state)
{
    (void)state;
    open_sound();
    touch_staff(STAFF_ALOUD);
    close_sound();
    assert_int_equal(stops_find(&stops, (struct target){ TARGET_LISTEN, 0 }), -1);
    touch((struct target){ TARGET_LISTEN, 0 });
    give(EV_JACK, 0);
    press(KEYPAD_DOWN);
    assert_int_equal(kiosk.voice.saying, SAYING_NOTHING);
    assert_false(kiosk.voice.on);
    open_sound();
    touch_staff(STAFF_ALOUD);
    close_sound();
    touch((struct target){ TARGET_LISTEN, 0 });
    assert_int_equal(kiosk.voice.saying, SAYING_SCREEN);
}

/* The slowest ring that a venue can choose still comes to "I need more time" before the screen
 * clears, and to everything before anybody is asked whether they are there. */
static void one_switch_is_given_the_time_it_takes(void **state)
{
    (void)state;
    struct venue_profile venue = venue_profile_usual;
    venue.scan_ms = 10000;
    stage.program.venue = &venue;
    choose = by_switch;
    choose((struct target){ TARGET_START, 0 });
    while (kiosk.sheet != SHEET_TIME)
        tick();
    by_switch((struct target){ TARGET_MORE_TIME, 0 });
    assert_int_equal(kiosk.sheet, SHEET_NONE);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
}

static void the_ring_waits_until_a_name_has_been_said(void **state)
{
    (void)state;
    press(KEYPAD_DOWN);
    press_switch();
    while (kiosk.focus.at.kind == TARGET_NONE)
        tick();
    struct target named = kiosk.focus.at;
    now += 3000;
    give(EV_TICK, 0);
    assert_true(target_equal(kiosk.focus.at, named));
    give(EV_SAID, kiosk.voice.serial);
    now += venue_profile_usual.scan_ms;
    give(EV_TICK, 0);
    assert_false(target_equal(kiosk.focus.at, named));
}

static void how_answers_were_given_is_known(void **state)
{
    (void)state;
    kiosk.large = true;
    assert_int_equal(kiosk_access(&kiosk), ACCESS_LARGE);
    kiosk.voice.on = true;
    assert_int_equal(kiosk_access(&kiosk), ACCESS_SPEECH);
    press(KEYPAD_DOWN);
    assert_int_equal(kiosk_access(&kiosk), ACCESS_KEYPAD);
    press_switch();
    assert_int_equal(kiosk_access(&kiosk), ACCESS_SWITCH);
}

int main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, open_stage, close_stage)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_surveys_are_answered_by_five_keys),
        cmocka_unit_test(both_surveys_are_answered_by_one_switch),
        cmocka_unit_test(all_that_stands_beside_the_questions_is_reached_by_keypad),
        cmocka_unit_test(all_that_stands_beside_the_questions_is_reached_by_one_switch),
        STAGED(the_ring_goes_round_everything_both_ways_and_is_never_trapped),
        STAGED(the_first_press_only_shows_the_ring_and_begins_to_speak),
        STAGED(a_touch_takes_the_ring_away),
        STAGED(a_key_that_strikes_twice_is_taken_once),
        STAGED(a_row_of_keys_is_entered_and_left_behind_each_letter),
        STAGED(what_a_choice_became_of_is_said),
        STAGED(any_action_ends_what_is_being_said),
        STAGED(pulled_out_headphones_end_the_listening),
        STAGED(pulled_out_while_an_answer_is_kept_nothing_of_it_is_said),
        STAGED(a_ring_goes_on_when_headphones_are_pulled_out),
        STAGED(staff_come_in_without_a_touch),
        STAGED(other_keys_and_slow_ones_are_no_door),
        STAGED(no_digit_of_a_pin_is_said_aloud),
        STAGED(no_letter_of_a_recovery_code_is_said_aloud),
        STAGED(with_headphones_the_keys_are_named),
        STAGED(one_switch_sets_a_new_kiosk_up),
        STAGED(a_ring_that_nobody_moves_leaves_a_new_kiosk),
        STAGED(a_screen_with_nothing_to_choose_is_read_by_any_key),
        STAGED(headphones_in_the_dark_wake_the_screen_and_it_is_read),
        STAGED(what_it_says_ends_by_a_touch_or_by_itself),
        STAGED(nobody_hears_anything_who_has_not_asked),
        STAGED(loudness_goes_round_in_steps_and_is_said),
        STAGED(the_next_person_finds_nothing_of_it),
        STAGED(as_loud_as_staff_have_set_it_each_voice_begins),
        STAGED(where_staff_want_silence_nobody_is_read_to),
        STAGED(one_switch_is_given_the_time_it_takes),
        STAGED(the_ring_waits_until_a_name_has_been_said),
        STAGED(how_answers_were_given_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
