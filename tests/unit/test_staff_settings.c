/* What staff set by touch: the day's hours, in which the venue's breaks stay and a closed day opens
 * as offices do; light and loudness between their ends; and which language comes first. */
#include "stage.h"
#include "view.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TODAY = 20780, NINE = 9 * 60, NOON = 12 * 60, ONE = 13 * 60, FIVE = 17 * 60, DAY = 24 * 60 };

static struct stage stage;
static struct program program;
static struct venue_profile venue;
static struct kiosk kiosk;
static msec now;

static void tell_time(uint16_t minute)
{
    (void)kiosk_step(
        &kiosk,
        (struct event){ .kind = EV_CLOCK,
                        .clock = { .known = true, .day = TODAY, .minute = minute, .at = now } },
        now);
}

static int begin(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    program = stage.program;
    venue = (struct venue_profile){ .has_hours = true, .volume = 50 };
    program.venue = &venue;
    kiosk_init(&kiosk, &program);
    now = 1000;
    return 0;
}

static int end(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

/* Every day of the week is this one. */
static void open_daily(struct venue_day day)
{
    for (int i = 0; i < VENUE_DAYS; i++)
        venue.day[i] = day;
    tell_time(NOON);
}

/* Is it kept? */
static bool touch(enum page page, struct target target)
{
    kiosk.page = page;
    now += 600;
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PRESS, .target = target }, now);
    now += 80;
    struct effect effect =
        kiosk_step(&kiosk, (struct event){ .kind = EV_RELEASE, .target = target }, now);
    return effect.kind == FX_KEEP_SETTINGS;
}

static bool set_hours(enum staff_item item)
{
    return touch(PAGE_STAFF_HOURS, (struct target){ TARGET_STAFF, item });
}

static void expect_hours(int from, int to)
{
    uint16_t is_from, is_to;
    (void)kiosk_hours(&kiosk, &is_from, &is_to);
    assert_int_equal(is_from, from);
    assert_int_equal(is_to, to);
}

static bool is_shown(enum staff_item item)
{
    static struct scene scene;
    struct text_measure measure = stage_measure();
    struct panel_size panel = { .width = 1280, .height = 800 };
    view_draw(&kiosk, panel, &measure, now, &scene);
    for (int i = 0; i < scene.target_count; i++)
        if (target_equal(scene.targets[i].target, (struct target){ TARGET_STAFF, item }))
            return true;
    return false;
}

static const struct venue_day office = { .open = { { NINE, FIVE } }, .count = 1 };
static const struct venue_day with_a_break = { .open = { { NINE, NOON }, { ONE, FIVE } },
                                               .count = 2 };

static void hours_move_by_half_an_hour_and_the_usual_ones_come_back(void **state)
{
    (void)state;
    open_daily(office);
    assert_true(set_hours(STAFF_OPENS_EARLIER));
    expect_hours(NINE - 30, FIVE);
    assert_true(set_hours(STAFF_OPENS_LATER));
    assert_true(set_hours(STAFF_OPENS_LATER));
    expect_hours(NINE + 30, FIVE);
    assert_true(set_hours(STAFF_CLOSES_EARLIER));
    expect_hours(NINE + 30, FIVE - 30);
    assert_true(set_hours(STAFF_CLOSES_LATER));
    assert_true(set_hours(STAFF_CLOSES_LATER));
    expect_hours(NINE + 30, FIVE + 30);
    assert_true(set_hours(STAFF_USUAL));
    expect_hours(NINE, FIVE);
}

static void a_closed_day_opens_as_offices_do(void **state)
{
    (void)state;
    static const enum staff_item items[] = { STAFF_OPENS_EARLIER, STAFF_OPENS_LATER,
                                             STAFF_CLOSES_EARLIER, STAFF_CLOSES_LATER };
    open_daily((struct venue_day){ .count = 0 });
    assert_int_equal(kiosk.page, PAGE_ASLEEP);
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        expect_hours(0, 0);
        assert_true(set_hours(items[i]));
        expect_hours(NINE, FIVE);
        assert_true(set_hours(STAFF_USUAL));
    }
}

static void a_day_shrinks_to_nothing_and_never_turns_round(void **state)
{
    (void)state;
    open_daily((struct venue_day){ .open = { { NINE, NINE + 45 } }, .count = 1 });
    assert_true(set_hours(STAFF_OPENS_LATER));
    assert_true(set_hours(STAFF_OPENS_LATER));
    expect_hours(NINE + 45, NINE + 45);
    assert_true(set_hours(STAFF_USUAL));
    assert_true(set_hours(STAFF_CLOSES_EARLIER));
    assert_true(set_hours(STAFF_CLOSES_EARLIER));
    expect_hours(NINE, NINE);
}

static void a_day_has_no_more_hours_than_there_are(void **state)
{
    (void)state;
    open_daily((struct venue_day){ .open = { { 15, DAY - 15 } }, .count = 1 });
    kiosk.page = PAGE_STAFF_HOURS;
    assert_true(is_shown(STAFF_OPENS_EARLIER) && is_shown(STAFF_CLOSES_LATER));
    assert_true(set_hours(STAFF_OPENS_EARLIER));
    assert_true(set_hours(STAFF_CLOSES_LATER));
    expect_hours(0, DAY);
    assert_false(is_shown(STAFF_OPENS_EARLIER) || is_shown(STAFF_CLOSES_LATER));
    assert_true(is_shown(STAFF_OPENS_LATER) && is_shown(STAFF_CLOSES_EARLIER));
}

/* The screen that stands at this minute. */
static enum page page_at(uint16_t minute)
{
    kiosk.page = PAGE_ATTRACT;
    tell_time(minute);
    return kiosk.page;
}

static void the_break_at_noon_stays_when_the_ends_of_the_day_move(void **state)
{
    (void)state;
    open_daily(with_a_break);
    assert_int_equal(page_at(NOON + 10), PAGE_ASLEEP);
    assert_true(set_hours(STAFF_CLOSES_LATER));
    expect_hours(NINE, FIVE + 30);
    assert_int_equal(page_at(NOON - 1), PAGE_ATTRACT);
    assert_int_equal(page_at(NOON), PAGE_ASLEEP);
    assert_int_equal(page_at(ONE - 1), PAGE_ASLEEP);
    assert_int_equal(page_at(ONE), PAGE_ATTRACT);
    assert_int_equal(page_at(FIVE + 29), PAGE_ATTRACT);
    assert_int_equal(page_at(FIVE + 30), PAGE_ASLEEP);
}

static void the_break_begins_by_itself(void **state)
{
    (void)state;
    open_daily(with_a_break);
    assert_true(set_hours(STAFF_OPENS_EARLIER));
    assert_int_equal(page_at(NOON - 5), PAGE_ATTRACT);
    for (int i = 0; i < 20 && kiosk.page == PAGE_ATTRACT && kiosk.deadline != NEVER; i++) {
        now = kiosk.deadline > now ? kiosk.deadline : now;
        (void)kiosk_step(&kiosk, (struct event){ .kind = EV_TICK }, now);
    }
    assert_int_equal(kiosk.page, PAGE_ASLEEP);
}

static void set_sound(enum staff_item item, int times)
{
    for (int i = 0; i < times; i++)
        assert_true(touch(PAGE_STAFF_SOUND, (struct target){ TARGET_STAFF, item }));
}

static void light_and_loudness_go_to_their_ends_and_not_beyond(void **state)
{
    (void)state;
    const struct local_settings *settings = &kiosk.standing.settings;
    set_sound(STAFF_DARKER, 1);
    assert_int_equal(settings->light, LIGHT_STEPS - 1);
    set_sound(STAFF_DARKER, LIGHT_STEPS);
    assert_int_equal(settings->light, 1);
    set_sound(STAFF_LIGHTER, LIGHT_STEPS + 1);
    assert_int_equal(settings->light, LIGHT_STEPS);
    int usual = kiosk_usual_volume(&kiosk);
    set_sound(STAFF_SOFTER, 1);
    assert_int_equal(kiosk_usual_volume(&kiosk), usual - 1);
    set_sound(STAFF_SOFTER, SETTINGS_VOLUME_STEPS);
    assert_int_equal(kiosk_usual_volume(&kiosk), 1);
    assert_true(!is_shown(STAFF_SOFTER) && is_shown(STAFF_LOUDER));
    set_sound(STAFF_LOUDER, SETTINGS_VOLUME_STEPS + 1);
    assert_true(is_shown(STAFF_SOFTER) && !is_shown(STAFF_LOUDER));
    assert_int_equal(kiosk_usual_volume(&kiosk), SETTINGS_VOLUME_STEPS);
    set_sound(STAFF_ALOUD, 1);
    assert_true(settings->silent);
    set_sound(STAFF_ALOUD, 1);
    assert_false(settings->silent);
}

static void the_language_that_is_touched_comes_first_and_the_others_keep_their_order(void **state)
{
    (void)state;
    const struct local_settings *settings = &kiosk.standing.settings;
    assert_true(touch(PAGE_STAFF_LANGUAGES, (struct target){ TARGET_LANGUAGE, 2 }));
    assert_int_equal(settings->language_count, program.language_count);
    assert_string_equal(settings->languages[0], program.wordings[2]->tag);
    assert_string_equal(settings->languages[1], program.wordings[0]->tag);
    assert_string_equal(settings->languages[2], program.wordings[1]->tag);
    assert_false(
        touch(PAGE_STAFF_LANGUAGES, (struct target){ TARGET_LANGUAGE, program.language_count }));
    assert_true(touch(PAGE_STAFF_LANGUAGES, (struct target){ TARGET_STAFF, STAFF_USUAL }));
    assert_int_equal(settings->language_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hours_move_by_half_an_hour_and_the_usual_ones_come_back),
        TEST(a_closed_day_opens_as_offices_do),
        TEST(a_day_shrinks_to_nothing_and_never_turns_round),
        TEST(a_day_has_no_more_hours_than_there_are),
        TEST(the_break_at_noon_stays_when_the_ends_of_the_day_move),
        TEST(the_break_begins_by_itself),
        TEST(light_and_loudness_go_to_their_ends_and_not_beyond),
        TEST(the_language_that_is_touched_comes_first_and_the_others_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
