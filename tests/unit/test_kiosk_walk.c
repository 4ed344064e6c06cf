/*
 * Hundreds of thousands of random events through the core, saves that fail and new programs among
 * them, with a model of the journal beside it. The seed is printed; SEED=n walks the same way
 * again. STEPS=n walks less far: an instrumented run is slower.
 */
#include "stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { EVENTS = 600000, CALM_EVENTS = 4000 };

static struct stage stage;
static struct program other_program;
static struct kiosk kiosk, fresh;
static uint64_t seed;
static long events = EVENTS, rounds = CALM_EVENTS;
static msec now;

/* The journal as the shell would drive it: the answers of the open visit as they were last saved.
 */
static struct {
    bool open;
    struct answers saved;
    long closed, refused;
} journal;

static uint64_t random_number(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static uint32_t below(uint32_t limit)
{
    return (uint32_t)(random_number() % limit);
}

static int begin(void **state)
{
    (void)state;
    const char *given = getenv("SEED");
    seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 2654435761U + 1;
    const char *steps = getenv("STEPS");
    if (steps != NULL && strtol(steps, NULL, 10) > 0) {
        events = strtol(steps, NULL, 10);
        rounds = events / 100 + 1;
    }
    print_message("SEED=%llu\n", (unsigned long long)seed);
    stage_open(&stage, stage_every_type);
    other_program = stage.program;
    other_program.default_language = 1;
    other_program.speaks[0] = other_program.speaks[1] = true;
    return 0;
}

static int end(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static void check_saved_answers(void)
{
    struct err err = { 0 };
    if (!answers_consistent(stage.survey, &kiosk.answers, &err))
        fail_msg("inconsistent answers are saved: %s", err.text);
}

static bool given(const struct answers *answers)
{
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++)
        if (answer_given(answers->state[i]))
            return true;
    return false;
}

/* A save must come with the first answer, and never for a visit that the journal does not know. */
static void check_save(struct effect effect)
{
    check_saved_answers();
    if (!journal.open)
        assert_true(given(&kiosk.answers));
    assert_int_equal(kiosk.any_saved, journal.open);
    if (effect.question < 0)
        assert_true(effect.closing);
    if (effect.ending == ENDING_TIMEOUT)
        assert_true(effect.closing);
}

static enum event_kind keep(struct effect effect)
{
    if (below(8) == 0) {
        journal.refused++;
        return EV_SAVE_FAILED;
    }
    journal.open = effect.kind == FX_SAVE && !effect.closing;
    journal.closed += !journal.open;
    journal.saved = kiosk.answers;
    return EV_SAVED;
}

static void check_fresh(void)
{
    kiosk_init(&fresh, kiosk.program);
    fresh.unclosed = kiosk.unclosed;
    fresh.unclosed_ending = kiosk.unclosed_ending;
    fresh.quiet_until = kiosk.quiet_until;
    fresh.deadline = kiosk.deadline;
    fresh.voice.serial = kiosk.voice.serial;
    fresh.now = kiosk.now;
    fresh.standing.disk_refuses = kiosk.standing.disk_refuses;
    fresh.standing.headphones = kiosk.standing.headphones;
    (void)kiosk_take_left(&kiosk);
    assert_memory_equal(&kiosk, &fresh, sizeof kiosk);
}

static void check_state(enum page before, enum event_kind kind)
{
    bool came_to_thanks = kiosk.page == PAGE_THANKS && before != PAGE_THANKS;
    if (came_to_thanks && before != PAGE_LANGUAGES)
        assert_true(kind == EV_SAVED && !journal.open);
    if (kiosk.page == PAGE_ATTRACT && !kiosk.woken && !kiosk.saving)
        check_fresh();
    if (kiosk.page == PAGE_QUESTION)
        assert_true(answers_visible(stage.survey, &kiosk.answers, kiosk.question));
    if (!kiosk.saving && kiosk.page != PAGE_ATTRACT)
        assert_int_not_equal(kiosk.deadline, NEVER);
    assert_int_equal(journal.open,
                     kiosk.any_saved && kiosk.page != PAGE_THANKS &&
                             !(kiosk.page == PAGE_LANGUAGES && kiosk.came_from == PAGE_THANKS)
                         ? true
                         : kiosk.unclosed);
}

static struct effect step(struct event event)
{
    enum page before = kiosk.page;
    struct effect effect = kiosk_step(&kiosk, event, now);
    if (effect.kind == FX_SAVE)
        check_save(effect);
    check_state(before, event.kind);
    return effect;
}

/* Mostly what people touch; now and then anything at all. */
static struct target random_target(void)
{
    static const enum target_kind likely[] = {
        TARGET_ANSWER,   TARGET_ANSWER,   TARGET_ANSWER,    TARGET_START,
        TARGET_CONTINUE, TARGET_CONTINUE, TARGET_SKIP,      TARGET_BACK,
        TARGET_KEY,      TARGET_CLOSE,    TARGET_MORE_TIME, TARGET_LANGUAGE,
    };
    enum target_kind kind = likely[below(sizeof likely / sizeof *likely)];
    if (kiosk.page == PAGE_ATTRACT && below(2) == 0)
        kind = TARGET_START;
    if (below(10) == 0)
        kind = (enum target_kind)below(TARGET_KINDS);
    return (struct target){ kind, kind == TARGET_KEY ? 'a' + below(26) : below(4) };
}

/* A screen of a few things; more than one may be gone by the next event. */
static const struct stops *random_stops(void)
{
    static struct stops stops;
    stops.count = 0;
    for (uint32_t i = below(12); i > 0; i--) {
        struct target target = random_target();
        enum stop_group group = stop_group_of(target.kind);
        stops.list[stops.count++] = (struct stop){ target, (uint8_t)group };
    }
    return below(20) == 0 ? NULL : &stops;
}

static struct event random_event(void)
{
    static const enum event_kind kinds[] = {
        EV_PRESS,   EV_PRESS,  EV_RELEASE,   EV_RELEASE, EV_RELEASE,
        EV_RELEASE, EV_TICK,   EV_SLIDE_OFF, EV_KEYPAD,  EV_KEYPAD,
        EV_SWITCH,  EV_SWITCH, EV_CHARACTER, EV_JACK,    EV_SAID,
    };
    struct event event = { .kind = kinds[below(sizeof kinds / sizeof *kinds)] };
    event.target = random_target();
    event.stops = random_stops();
    if (event.kind == EV_KEYPAD)
        event.target.value = below(KEYPAD_KEYS + 1);
    if (event.kind == EV_SAID)
        event.target.value = kiosk.voice.serial;
    if (event.kind == EV_RELEASE && below(4) != 0)
        event.target = kiosk.pressed;
    if (below(500) == 0)
        event = (struct event){ .kind = EV_PROGRAM,
                                .program = below(2) ? &stage.program : &other_program };
    return event;
}

static void pass_time(void)
{
    static const msec lengths[] = { 5, 90, 600, 600, 2000, 30000, 61000 };
    now += lengths[below(below(12) == 0 ? 7 : 4)];
}

static void one_event(void)
{
    pass_time();
    struct effect effect = step(random_event());
    while (effect.kind == FX_SAVE || effect.kind == FX_END)
        effect = step((struct event){ .kind = keep(effect) });
}

static void a_random_crowd_finds_no_hole(void **state)
{
    (void)state;
    kiosk_init(&kiosk, &stage.program);
    now = 1;
    for (long i = 0; i < events; i++)
        one_event();
    print_message("%ld visits closed, %ld saves refused\n", journal.closed, journal.refused);
    assert_true(journal.closed > events / 3000 && journal.refused > events / 3000);
}

/* From wherever a crowd left it, ticks alone lead back to an attract screen that nobody has
 * touched. */
static void when_everybody_goes_the_screen_comes_back_to_rest(void **state)
{
    (void)state;
    for (long round = 0; round < rounds; round++) {
        for (int i = 0; i < 20; i++)
            one_event();
        for (int i = 0; i < 400 && kiosk.deadline != NEVER; i++) {
            now = kiosk.deadline > now ? kiosk.deadline : now + 1;
            struct effect effect = step((struct event){ .kind = EV_TICK });
            while (effect.kind == FX_SAVE || effect.kind == FX_END)
                effect = step((struct event){ .kind = keep(effect) });
        }
        assert_int_equal(kiosk.page, PAGE_ATTRACT);
        assert_false(kiosk.woken);
        assert_false(journal.open);
    }
}

/* Leave, or the button that ends the screen, works from everywhere within three touches. */
static void there_is_always_a_way_out(void **state)
{
    (void)state;
    static const enum target_kind ways[] = { TARGET_CLOSE, TARGET_MORE_TIME, TARGET_BACK,
                                             TARGET_LEAVE, TARGET_DONE };
    for (long round = 0; round < rounds; round++) {
        for (int i = 0; i < 10; i++)
            one_event();
        (void)step((struct event){ .kind = EV_SLIDE_OFF });
        bool left = false;
        for (size_t i = 0; i < 3 * sizeof ways / sizeof *ways && !left; i++) {
            struct target target = { ways[i % (sizeof ways / sizeof *ways)], 0 };
            if (target.kind == TARGET_BACK && kiosk.page == PAGE_QUESTION)
                continue;
            now += 600;
            (void)step((struct event){ .kind = EV_PRESS, .target = target });
            struct effect effect = step((struct event){ .kind = EV_RELEASE, .target = target });
            while (effect.kind == FX_SAVE || effect.kind == FX_END)
                effect = step((struct event){ .kind = keep(effect) });
            left = kiosk.page == PAGE_ATTRACT && kiosk.sheet == SHEET_NONE;
        }
        assert_true(left);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_random_crowd_finds_no_hole),
        cmocka_unit_test(when_everybody_goes_the_screen_comes_back_to_rest),
        cmocka_unit_test(there_is_always_a_way_out),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
