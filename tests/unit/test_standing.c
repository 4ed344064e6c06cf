/* What holds whoever is at the screen: the survey's last day, the day of its review, pauses and
 * hours; and that a clock that is doubted stops nobody. */
#include "stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TODAY = 20780, MINUTE_MS = 60000, NOON = 12 * 60, DAY_MINUTES = 24 * 60 };

static struct stage stage;
static struct program program;
static struct kiosk kiosk;
static msec now;

static int begin(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    program = stage.program;
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

static void give(struct event event)
{
    (void)kiosk_step(&kiosk, event, now);
}

/* The wall clock as the shell tells it; the minute begins now. */
static void tell_time(bool known, int32_t day, uint16_t minute)
{
    give((struct event){
        .kind = EV_CLOCK,
        .clock = { .known = known, .day = day, .minute = minute, .at = now },
    });
}

static void tell_settings(struct local_settings settings)
{
    give((struct event){ .kind = EV_SETTINGS, .settings = &settings });
}

static void touch(enum target_kind kind)
{
    now += 600;
    give((struct event){ .kind = EV_PRESS, .target = { kind, 0 } });
    now += 80;
    give((struct event){ .kind = EV_RELEASE, .target = { kind, 0 } });
}

/* As the shell does: sleeps until the deadline, and ticks. False when there is none. */
static bool sleep_until_deadline(void)
{
    if (kiosk.deadline == NEVER)
        return false;
    now = kiosk.deadline > now ? kiosk.deadline : now;
    give((struct event){ .kind = EV_TICK });
    return true;
}

static void the_last_day_is_a_day_and_the_next_one_is_not(void **state)
{
    (void)state;
    program.closing_day = TODAY;
    tell_time(true, TODAY, DAY_MINUTES - 1);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    tell_time(true, TODAY + 1, 0);
    assert_int_equal(kiosk.page, PAGE_CLOSED);
    touch(TARGET_START);
    assert_int_equal(kiosk.page, PAGE_CLOSED);
    assert_false(kiosk.any_saved);
}

static void midnight_closes_by_itself(void **state)
{
    (void)state;
    program.closing_day = TODAY;
    tell_time(true, TODAY, DAY_MINUTES - 2);
    msec midnight = now + 2 * (msec)MINUTE_MS;
    for (int i = 0; i < 10 && kiosk.page == PAGE_ATTRACT && sleep_until_deadline(); i++)
        continue;
    assert_int_equal(kiosk.page, PAGE_CLOSED);
    assert_int_equal(now, midnight);
}

static void a_doubted_clock_stops_nobody(void **state)
{
    (void)state;
    program.closing_day = TODAY - 400;
    tell_time(false, TODAY, NOON);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    touch(TARGET_START);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
}

static void a_clock_that_is_doubted_again_opens_what_had_closed(void **state)
{
    (void)state;
    program.closing_day = TODAY - 1;
    tell_time(true, TODAY, NOON);
    assert_int_equal(kiosk.page, PAGE_CLOSED);
    tell_time(false, TODAY, NOON);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
}

static void a_visit_under_way_is_not_cut_off(void **state)
{
    (void)state;
    program.closing_day = TODAY;
    tell_time(true, TODAY, DAY_MINUTES - 1);
    touch(TARGET_START);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    tell_time(true, TODAY + 1, 0);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    touch(TARGET_LEAVE);
    touch(TARGET_DONE);
    assert_int_equal(kiosk.page, PAGE_CLOSED);
}

static const struct staff_status working = {
    .enrolled = true, .carried = true, .clock = CLOCK_BELIEVED, .room_months = STAFF_MONTHS_UNKNOWN
};

static enum wording_key verdict(void)
{
    give((struct event){ .kind = EV_STATUS, .status = &working });
    return kiosk_verdict(&kiosk).title;
}

static enum wording_key verdict_more(void)
{
    (void)verdict();
    return kiosk_verdict(&kiosk).more;
}

static void the_day_of_the_review_stops_nothing_and_tells_staff(void **state)
{
    (void)state;
    tell_time(true, TODAY, NOON);
    enum wording_key title = verdict(), more = verdict_more();
    program.review_day = TODAY + 1;
    assert_int_equal(verdict(), title);
    assert_int_equal(verdict_more(), more);
    program.review_day = TODAY;
    assert_true(verdict() != title || verdict_more() != more);
    program.review_day = TODAY - 300;
    tell_time(true, TODAY, NOON + 1);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    touch(TARGET_START);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
}

/* Where it is not the network that fails, nobody waits for it in vain. */
static void what_is_said_of_waiting_answers_follows_from_why_they_wait(void **state)
{
    (void)state;
    static const struct {
        enum wording_key why, more;
    } cases[] = {
        { WORD_WHY_NO_NETWORK, WORD_VERDICT_SAFE },
        { WORD_WHY_NO_NAME, WORD_VERDICT_SAFE },
        { WORD_WHY_NO_ANSWER, WORD_VERDICT_SAFE },
        { WORD_WHY_SIGN_IN, WORD_VERDICT_SAFE },
        { WORD_WHY_NOT_HUB, WORD_VERDICT_SAFE },
        { WORD_WHY_BUSY, WORD_VERDICT_SOON },
        { WORD_WHY_NOT_TRUSTED, WORD_VERDICT_REFUSED_MORE },
        { WORD_WHY_CLOCK, WORD_VERDICT_REFUSED_MORE },
        { WORD_WHY_UNPROVEN, WORD_VERDICT_REFUSED_MORE },
        { WORD_WHY_SURVEY, WORD_VERDICT_REFUSED_MORE },
        { WORD_WHY_FORK, WORD_VERDICT_REFUSED_MORE },
        { WORD_WHY_BROKEN, WORD_VERDICT_REFUSED_MORE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int stuck = 0; stuck <= 1; stuck++) {
            struct staff_status status = working;
            status.failing = true;
            status.stuck = stuck > 0;
            status.pending = 14;
            status.why = cases[i].why;
            give((struct event){ .kind = EV_STATUS, .status = &status });
            assert_int_equal(kiosk_verdict(&kiosk).more, cases[i].more);
        }
    (void)verdict();
}

static void pause_until(int32_t day, uint16_t minute)
{
    struct local_settings settings = local_settings_usual();
    settings.pause = (struct pause){ .kind = PAUSE_BACK_AT, .day = day, .minute = minute };
    tell_settings(settings);
}

static void back_at_is_back_at_that_minute(void **state)
{
    (void)state;
    tell_time(true, TODAY, NOON);
    pause_until(TODAY, NOON + 30);
    assert_int_equal(kiosk.page, PAGE_PAUSED);
    msec back = now + 30 * (msec)MINUTE_MS;
    for (int i = 0; i < 10 && kiosk.page == PAGE_PAUSED && sleep_until_deadline(); i++)
        continue;
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_int_equal(now, back);
}

static void closed_today_is_over_tomorrow_and_out_of_order_is_not(void **state)
{
    (void)state;
    struct local_settings settings = local_settings_usual();
    tell_time(true, TODAY, NOON);
    settings.pause = (struct pause){ .kind = PAUSE_CLOSED_TODAY, .day = TODAY };
    tell_settings(settings);
    assert_int_equal(kiosk.page, PAGE_PAUSED);
    tell_time(true, TODAY + 1, 0);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    settings.pause = (struct pause){ .kind = PAUSE_OUT_OF_ORDER };
    tell_settings(settings);
    tell_time(true, TODAY + 30, NOON);
    assert_int_equal(kiosk.page, PAGE_PAUSED);
}

static void hours_put_the_screen_to_sleep_and_a_touch_wakes_it(void **state)
{
    (void)state;
    struct local_settings settings = local_settings_usual();
    settings.today = (struct other_hours){ .day = TODAY, .from = 9 * 60, .to = NOON };
    tell_settings(settings);
    tell_time(true, TODAY, NOON - 1);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    tell_time(true, TODAY, NOON);
    assert_int_equal(kiosk.page, PAGE_ASLEEP);
    touch(TARGET_NONE);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    tell_time(false, TODAY, NOON);
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
}

static void touch_staff(enum staff_item item)
{
    struct target target = { TARGET_STAFF, (uint32_t)item };
    now += 600;
    give((struct event){ .kind = EV_PRESS, .target = target });
    give((struct event){ .kind = EV_RELEASE, .target = target });
}

static void hold_the_corner(void)
{
    now += 600;
    give((struct event){ .kind = EV_PRESS, .corner = true });
    while (kiosk.corner_at != NEVER && sleep_until_deadline())
        continue;
    give((struct event){ .kind = EV_RELEASE });
}

/* Whoever wipes the screen touches everything on it, its corner for long, and the keys beside it.
 */
static void wipe(void)
{
    static const enum event_kind kinds[] = { EV_PRESS, EV_RELEASE, EV_KEYPAD, EV_SWITCH,
                                             EV_CHARACTER };
    for (int target = 0; target <= TARGET_PART; target++)
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            now += 50;
            give((struct event){
                .kind = kinds[i], .target = { (enum target_kind)target, 0 }, .corner = true });
        }
}

static void a_minute_for_a_cloth_hears_nothing_and_ends_by_itself(void **state)
{
    enum { CLEANING_MS = 60000 };
    (void)state;
    hold_the_corner();
    assert_int_equal(kiosk.page, PAGE_STAFF_MENU);
    touch_staff(STAFF_PAUSE);
    touch_staff(STAFF_CLEAN);
    assert_int_equal(kiosk.page, PAGE_CLEANING);
    msec over = now + CLEANING_MS;
    wipe();
    assert_int_equal(kiosk.page, PAGE_CLEANING);
    assert_int_equal(kiosk_seconds_left(&kiosk, over - 20000), 20);
    for (int i = 0; i < 100 && kiosk.page == PAGE_CLEANING && sleep_until_deadline(); i++)
        continue;
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_int_equal(now, over);
    touch(TARGET_START);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
}

/* What is worse is said first: nobody reads of a pause on a kiosk that was withdrawn. */
static void what_is_worse_comes_first(void **state)
{
    (void)state;
    program.closing_day = TODAY - 1;
    tell_time(true, TODAY, NOON);
    assert_int_equal(kiosk.page, PAGE_CLOSED);
    pause_until(TODAY, NOON + 30);
    assert_int_equal(kiosk.page, PAGE_PAUSED);
    give((struct event){ .kind = EV_REVOKED, .target = { TARGET_NONE, 1 } });
    assert_int_equal(kiosk.page, PAGE_REVOKED);
    give((struct event){ .kind = EV_REVOKED, .target = { TARGET_NONE, 0 } });
    assert_int_equal(kiosk.page, PAGE_PAUSED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_last_day_is_a_day_and_the_next_one_is_not),
        TEST(midnight_closes_by_itself),
        TEST(a_doubted_clock_stops_nobody),
        TEST(a_clock_that_is_doubted_again_opens_what_had_closed),
        TEST(a_visit_under_way_is_not_cut_off),
        TEST(the_day_of_the_review_stops_nothing_and_tells_staff),
        TEST(what_is_said_of_waiting_answers_follows_from_why_they_wait),
        TEST(back_at_is_back_at_that_minute),
        TEST(closed_today_is_over_tomorrow_and_out_of_order_is_not),
        TEST(hours_put_the_screen_to_sleep_and_a_touch_wakes_it),
        TEST(a_minute_for_a_cloth_hears_nothing_and_ends_by_itself),
        TEST(what_is_worse_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
