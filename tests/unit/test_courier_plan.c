/* The courier's decisions: when, how long to stay away, and what an answer means. */
#include "courier_plan.h"
#include "wire_samples.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MINUTE = 60 * 1000 };

static const struct courier_work idle = { .oldest = NEVER, .news_due = 1000000 };

static uint64_t random_bits(struct dice *dice)
{
    return (uint64_t)dice_roll(dice, UINT32_MAX) << 32 | dice_roll(dice, UINT32_MAX);
}

static void with_nothing_to_send_it_asks_for_news_when_that_is_due(void **state)
{
    struct courier_settings settings = courier_settings_default();
    (void)state;
    assert_int_equal(courier_plan_next(&settings, &idle), 1000000);
}

static void a_lone_response_waits_for_company_no_longer_than_its_age(void **state)
{
    struct courier_settings settings = courier_settings_default();
    struct courier_work work = idle;
    (void)state;
    work.pending = 1;
    work.oldest = 5000;
    assert_int_equal(courier_plan_next(&settings, &work), 5000 + settings.age_max);
    work.pending = settings.count_max - 1;
    assert_int_equal(courier_plan_next(&settings, &work), 5000 + settings.age_max);
}

static void many_responses_go_at_once(void **state)
{
    struct courier_settings settings = courier_settings_default();
    struct courier_work work = idle;
    (void)state;
    work.pending = settings.count_max;
    work.oldest = 5000;
    assert_int_equal(courier_plan_next(&settings, &work), 5000);
}

static void a_response_goes_at_once_while_the_connection_is_open(void **state)
{
    struct courier_settings settings = courier_settings_default();
    struct courier_work work = idle;
    (void)state;
    work.pending = 1;
    work.oldest = 5000;
    work.open_until = 5000;
    assert_int_equal(courier_plan_next(&settings, &work), 5000);
    work.open_until = 4999;
    assert_int_equal(courier_plan_next(&settings, &work), 5000 + settings.age_max);
}

static void nothing_goes_before_the_back_off_ends(void **state)
{
    struct courier_settings settings = courier_settings_default();
    struct courier_work work = idle;
    (void)state;
    work.pending = 100000;
    work.oldest = 5000;
    work.open_until = 6000;
    work.not_before = 77777;
    assert_int_equal(courier_plan_next(&settings, &work), 77777);
}

static void an_unenrolled_courier_has_no_next_exchange(void **state)
{
    struct courier_settings settings = courier_settings_default();
    struct courier_work work = { .oldest = NEVER, .news_due = NEVER };
    (void)state;
    assert_true(courier_plan_next(&settings, &work) == NEVER);
}

/* Full jitter: evenly over the whole range under the ceiling, which doubles up to the cap. */
static void the_back_off_is_spread_evenly_under_a_doubling_ceiling(void **state)
{
    enum { DRAWS = 20000, PARTS = 10 };
    struct courier_settings settings = courier_settings_default();
    struct dice dice = dice_new(dice_seed());
    (void)state;
    msec ceiling = settings.backoff_base;
    for (unsigned failures = 1; failures <= 20; failures++) {
        int parts[PARTS] = { 0 };
        for (int i = 0; i < DRAWS; i++) {
            msec away = courier_plan_backoff(&settings, failures, 0, random_bits(&dice));
            assert_true(away <= ceiling);
            parts[away * PARTS / (ceiling + 1)]++;
        }
        for (int i = 0; i < PARTS; i++)
            assert_in_range(parts[i], DRAWS / PARTS * 8 / 10, DRAWS / PARTS * 12 / 10);
        ceiling = ceiling * 2 < settings.backoff_cap ? ceiling * 2 : settings.backoff_cap;
    }
}

static void the_back_off_ends_at_its_cap_however_many_failures(void **state)
{
    struct courier_settings settings = courier_settings_default();
    (void)state;
    assert_true(courier_plan_backoff(&settings, 255, 0, UINT64_MAX) <= settings.backoff_cap);
    assert_int_equal(courier_plan_backoff(&settings, 255, 0, settings.backoff_cap),
                     settings.backoff_cap);
}

static void a_wish_to_be_left_alone_is_honoured_within_bounds(void **state)
{
    struct courier_settings settings = courier_settings_default();
    struct dice dice = dice_new(dice_seed());
    (void)state;
    for (int i = 0; i < 1000; i++) {
        msec away = courier_plan_backoff(&settings, 1, 120, random_bits(&dice));
        assert_in_range(away, 2 * MINUTE, 2 * MINUTE * 5 / 4 + settings.backoff_base);
        away = courier_plan_backoff(&settings, 1, UINT32_MAX, random_bits(&dice));
        assert_true(away <= 75 * MINUTE + settings.backoff_base);
    }
}

/* ---- ten thousand kiosks, second by second ---- */

enum { KIOSKS = 10000, DAY = 2 * 3600, A_SECOND = 1000 };

/* A day that all of them share. A hub that is not there fails everybody; one that is takes so many
 * in a second, and whoever comes beyond that goes away with nothing. */
static const struct return_of_all {
    const char *name;
    int back_at;    /* the hub is there from this second on */
    bool in_step;   /* all start at once, as where the power comes back; else as their days go */
    int a_second;   /* so many does the hub take */
    int most;       /* that may arrive in one second */
    int through_by; /* all have been there, in seconds after its return */
} returns[] = {
    { "a hub away for a minute", 60, false, 500, 60, 20 * 60 },
    { "a hub away for an hour", 3600, false, 500, 40, 35 * 60 },
    { "power back for all at once", 0, true, 500, 250, 60 },
    /* A hub that takes fewer than come turns some away, and has all soon after. */
    { "power back for all at once, at a small hub", 0, true, 100, 1000, 10 * 60 },
};

static struct one {
    msec next;
    unsigned failures;
    bool through;
} crowd[KIOSKS];

static int second_of(msec at)
{
    return (int)(at / A_SECOND);
}

static void start_crowd(const struct return_of_all *day, struct dice *dice)
{
    struct courier_settings settings = courier_settings_default();
    for (int i = 0; i < KIOSKS; i++) {
        msec first = day->in_step ? courier_plan_start(&settings, 0, random_bits(dice))
                                  : random_bits(dice) % (settings.age_max + 1);
        crowd[i] = (struct one){ .next = first };
    }
}

/* How many arrived in this second; who found the hub is not seen again. */
static int pass_second(const struct return_of_all *day, int second, struct dice *dice)
{
    struct courier_settings settings = courier_settings_default();
    int room = second < day->back_at ? 0 : day->a_second;
    int arrived = 0;
    int first = (int)(random_bits(dice) % KIOSKS);
    for (int i = 0; i < KIOSKS; i++) {
        struct one *one = &crowd[(first + i) % KIOSKS];
        if (one->through || second_of(one->next) != second)
            continue;
        one->through = arrived++ < room;
        one->failures++;
        one->next += courier_plan_backoff(&settings, one->failures, 0, random_bits(dice));
        if (second_of(one->next) == second)
            one->next = (msec)(second + 1) * A_SECOND;
    }
    return arrived;
}

/* The first ten seconds, then whole minutes, of what came to the hub that was there again. */
static void tell_arrivals(const struct return_of_all *day, const int *arrivals, int most, int last)
{
    print_message("%s: arrivals a second", day->name);
    for (int i = 0; i < 10; i++)
        print_message(" %d", arrivals[day->back_at + i]);
    print_message("; a minute");
    for (int at = day->back_at; at <= last; at += 60) {
        int sum = 0;
        for (int i = 0; i < 60; i++)
            sum += arrivals[at + i];
        print_message(" %d", sum);
    }
    print_message("; at most %d in a second; the last was through after %d s\n", most,
                  last - day->back_at);
}

static void live_through(const struct return_of_all *day)
{
    static int arrivals[DAY + 60];
    struct dice dice = dice_new(dice_seed());
    int most = 0;
    int last = 0;
    start_crowd(day, &dice);
    memset(arrivals, 0, sizeof arrivals);
    for (int second = 0; second < DAY; second++) {
        arrivals[second] = pass_second(day, second, &dice);
        if (second < day->back_at || arrivals[second] == 0)
            continue;
        last = second;
        most = arrivals[second] > most ? arrivals[second] : most;
    }
    tell_arrivals(day, arrivals, most, last);
    for (int i = 0; i < KIOSKS; i++)
        assert_true(crowd[i].through);
    assert_in_range(most, 1, day->most);
    assert_in_range(last - day->back_at, 1, day->through_by);
}

/* With the courier's own back-off: no second sees more of them than a hub can bear, and all of them
 * come through. */
static void ten_thousand_kiosks_do_not_come_back_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof returns / sizeof returns[0]; i++)
        live_through(&returns[i]);
}

/* A program that was started again by itself need not wait for a town. */
static void only_a_board_that_was_switched_on_waits_for_the_others(void **state)
{
    struct courier_settings settings = courier_settings_default();
    (void)state;
    assert_int_equal(courier_plan_start(&settings, 20 * A_SECOND, MINUTE), MINUTE);
    assert_int_equal(courier_plan_start(&settings, 60 * MINUTE, settings.start_spread),
                     settings.start_spread);
    assert_int_equal(courier_plan_start(&settings, 60 * MINUTE, settings.start_spread + 1), 0);
}

static void news_are_asked_for_around_their_time_and_not_together(void **state)
{
    struct courier_settings settings = courier_settings_default();
    struct dice dice = dice_new(dice_seed());
    msec least = NEVER;
    msec most = 0;
    (void)state;
    for (int i = 0; i < 5000; i++) {
        msec away = courier_plan_news(&settings, random_bits(&dice));
        least = away < least ? away : least;
        most = away > most ? away : most;
    }
    assert_in_range(least, settings.news_every * 3 / 4, settings.news_every * 4 / 5);
    assert_in_range(most, settings.news_every * 6 / 5, settings.news_every * 5 / 4);
}

static const struct meaning {
    int status;
    const char *type;
    enum attempt_outcome outcome;
} meanings[] = {
    { 200, "application/cose", ATTEMPT_ACKNOWLEDGED },
    { 200, "application/cose; cose-type=\"cose-sign1\"", ATTEMPT_ACKNOWLEDGED },
    { 200, "Application/COSE", ATTEMPT_ACKNOWLEDGED },
    { 200, "application/cosecant", ATTEMPT_NOT_A_RECEIPT },
    { 200, "text/html", ATTEMPT_SIGN_IN },
    { 200, "text/html; charset=utf-8", ATTEMPT_SIGN_IN },
    { 200, "", ATTEMPT_NOT_A_RECEIPT },
    { 200, "application/json", ATTEMPT_NOT_A_RECEIPT },
    { 201, "application/cose", ATTEMPT_NOT_A_RECEIPT },
    { 204, "", ATTEMPT_NOT_A_RECEIPT },
    { 301, "text/html", ATTEMPT_SIGN_IN },
    { 302, "", ATTEMPT_SIGN_IN },
    { 307, "application/cose", ATTEMPT_SIGN_IN },
    { 407, "text/html", ATTEMPT_SIGN_IN },
    { 511, "text/html", ATTEMPT_SIGN_IN },
    { 401, "application/problem+json", ATTEMPT_UNPROVEN },
    { 403, "application/problem+json", ATTEMPT_UNPROVEN },
    { 404, "application/problem+json", ATTEMPT_UNPROVEN },
    { 422, "application/problem+json", ATTEMPT_UNPROVEN },
    { 401, "text/html", ATTEMPT_NOT_A_RECEIPT },
    { 403, "text/html", ATTEMPT_NOT_A_RECEIPT },
    { 404, "text/html", ATTEMPT_NOT_A_RECEIPT },
    { 408, "text/html", ATTEMPT_BUSY },
    { 413, "text/html", ATTEMPT_BUSY },
    { 425, "", ATTEMPT_BUSY },
    { 429, "application/problem+json", ATTEMPT_BUSY },
    { 500, "application/problem+json", ATTEMPT_BUSY },
    { 502, "text/html", ATTEMPT_BUSY },
    { 503, "text/html", ATTEMPT_BUSY },
    { 507, "application/problem+json", ATTEMPT_BUSY },
    { 0, "", ATTEMPT_NOT_A_RECEIPT },
    { 999, "", ATTEMPT_NOT_A_RECEIPT },
};

static void each_status_has_its_meaning(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        struct transport_answer answer = { .status = meanings[i].status };
        (void)snprintf(answer.type, sizeof answer.type, "%s", meanings[i].type);
        enum attempt_outcome outcome =
            courier_plan_outcome(TRANSPORT_ANSWERED, &answer, "application/cose", false);
        if (outcome != meanings[i].outcome)
            fail_msg("%d %s means %s", answer.status, answer.type, attempt_word(outcome));
    }
}

static void a_request_without_an_answer_says_why(void **state)
{
    struct transport_answer none = { .status = 200, .type = "application/cose" };
    (void)state;
#define means(result, outcome)                                                                     \
    assert_int_equal(courier_plan_outcome(result, &none, "application/cose", false), outcome)
    means(TRANSPORT_NO_NETWORK, ATTEMPT_NO_NETWORK);
    means(TRANSPORT_NO_NAME, ATTEMPT_NO_NAME);
    means(TRANSPORT_NO_ANSWER, ATTEMPT_NO_ANSWER);
    means(TRANSPORT_NOT_TRUSTED, ATTEMPT_NOT_TRUSTED);
    means(TRANSPORT_SIGN_IN, ATTEMPT_SIGN_IN);
    means(TRANSPORT_GARBLED, ATTEMPT_NOT_A_RECEIPT);
    means(TRANSPORT_STOPPED, ATTEMPT_NO_ANSWER);
#undef means
}

static void
a_certificate_out_of_its_time_blames_the_clock_only_when_the_clock_is_wrong(void **state)
{
    struct transport_answer none = { 0 };
    (void)state;
    assert_int_equal(courier_plan_outcome(TRANSPORT_CERT_TIME, &none, NULL, true), ATTEMPT_CLOCK);
    assert_int_equal(courier_plan_outcome(TRANSPORT_CERT_TIME, &none, NULL, false),
                     ATTEMPT_NOT_TRUSTED);
}

static void only_what_people_must_mend_pauses(void **state)
{
    (void)state;
    for (int outcome = ATTEMPT_NONE; outcome <= ATTEMPT_BROKEN; outcome++) {
        bool wanted = outcome == ATTEMPT_REFUSED || outcome == ATTEMPT_FORK;
        assert_int_equal(courier_plan_pauses((enum attempt_outcome)outcome), wanted);
        assert_true(strlen(attempt_word((enum attempt_outcome)outcome)) > 0);
        assert_true(strlen(attempt_sentence((enum attempt_outcome)outcome)) > 5);
    }
}

static void a_line_that_does_not_carry_a_batch_gets_smaller_ones(void **state)
{
    struct courier_settings settings = courier_settings_default();
    size_t batch = settings.batch_max;
    (void)state;
    for (int i = 0; i < 30; i++)
        batch = courier_plan_batch(&settings, batch, ATTEMPT_NO_ANSWER, batch);
    assert_int_equal(batch, settings.batch_min);
    assert_int_equal(courier_plan_batch(&settings, 400, ATTEMPT_NO_ANSWER, 10), 400);
    assert_int_equal(courier_plan_batch(&settings, 400, ATTEMPT_NO_NETWORK, 400), 400);
    for (int i = 0; i < 30; i++)
        batch = courier_plan_batch(&settings, batch, ATTEMPT_ACKNOWLEDGED, batch);
    assert_int_equal(batch, settings.batch_max);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_nothing_to_send_it_asks_for_news_when_that_is_due),
        cmocka_unit_test(a_lone_response_waits_for_company_no_longer_than_its_age),
        cmocka_unit_test(many_responses_go_at_once),
        cmocka_unit_test(a_response_goes_at_once_while_the_connection_is_open),
        cmocka_unit_test(nothing_goes_before_the_back_off_ends),
        cmocka_unit_test(an_unenrolled_courier_has_no_next_exchange),
        cmocka_unit_test(the_back_off_is_spread_evenly_under_a_doubling_ceiling),
        cmocka_unit_test(the_back_off_ends_at_its_cap_however_many_failures),
        cmocka_unit_test(a_wish_to_be_left_alone_is_honoured_within_bounds),
        cmocka_unit_test(ten_thousand_kiosks_do_not_come_back_together),
        cmocka_unit_test(only_a_board_that_was_switched_on_waits_for_the_others),
        cmocka_unit_test(news_are_asked_for_around_their_time_and_not_together),
        cmocka_unit_test(each_status_has_its_meaning),
        cmocka_unit_test(a_request_without_an_answer_says_why),
        cmocka_unit_test(
            a_certificate_out_of_its_time_blames_the_clock_only_when_the_clock_is_wrong),
        cmocka_unit_test(only_what_people_must_mend_pauses),
        cmocka_unit_test(a_line_that_does_not_carry_a_batch_gets_smaller_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
