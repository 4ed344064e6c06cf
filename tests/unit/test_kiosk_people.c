/* What staff may see of what people said: days that are over, with ten answers or more; nothing
 * else, however many the small days of a week have together. */
#include "kiosk_shell.h"
#include "visits.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DAY = 24 * 3600, NOON = 12 * 3600, GOOD = 1, POOR = 3, MONDAY = 4 /* 1970-01-05 */ };

struct world {
    struct visits *visits;
    struct holding held;
    struct shell shell;
    unix_seconds monday; /* noon of the Monday on which the journal begins */
};

void shell_give(struct shell *shell, struct event event)
{
    (void)kiosk_step(&shell->kiosk, event, clock_mono());
}

static int begin(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    world->visits = visits_begin();
    int32_t day = (int32_t)(visits_clock.wall / DAY);
    day += (7 - (day - MONDAY) % 7) % 7;
    world->monday = (unix_seconds)day * DAY + NOON;
    visits_clock.wall = world->monday;
    world->held.survey = &world->visits->survey;
    world->held.survey_digest = visits_draft(world->visits).survey_digest;
    world->held.program.survey = world->held.survey;
    world->shell.held = &world->held;
    kiosk_init(&world->shell.kiosk, NULL);
    world->shell.journal = visits_open(world->visits);
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    people_stop(&world->shell);
    journal_close(world->shell.journal);
    visits_end(world->visits);
    free(world);
    return 0;
}

/* On that day, counted from the Monday; time goes on by both clocks. */
static void go_to(const struct world *world, int day)
{
    unix_seconds wanted = world->monday + (unix_seconds)day * DAY;
    if (wanted <= visits_clock.wall)
        return;
    visits_clock.mono += (msec)(wanted - visits_clock.wall) * 1000;
    visits_clock.wall = wanted;
}

static void people_say(struct world *world, int day, int count, uint32_t rating)
{
    go_to(world, day);
    for (int i = 0; i < count; i++)
        (void)visits_pass(world->shell.journal, world->visits, rating);
}

static const struct staff_said *look(struct world *world, int day)
{
    go_to(world, day);
    unix_seconds wall = visits_clock.wall;
    shell_give(&world->shell,
               (struct event){ .kind = EV_CLOCK,
                               .clock = { .known = true,
                                          .day = status_when(&world->shell, wall).day,
                                          .minute = status_when(&world->shell, wall).minute,
                                          .at = visits_clock.mono } });
    (void)people_ask(&world->shell, (struct effect){ .kind = FX_PEOPLE });
    for (int i = 0; i < 100 && !world->shell.said.known; i++)
        people_go_on(&world->shell);
    assert_true(world->shell.said.known);
    return &world->shell.said;
}

static void nothing_is_said_of_nobody(void **state)
{
    struct world *world = *state;
    const struct staff_said *said = look(world, 3);
    assert_int_equal(said->question, Q_RATING);
    assert_int_equal(said->total, 0);
    assert_int_equal(said->days, 0);
}

static void a_day_that_is_over_with_ten_answers_is_shown(void **state)
{
    struct world *world = *state;
    people_say(world, 0, 7, GOOD);
    people_say(world, 0, 4, POOR);
    const struct staff_said *said = look(world, 1);
    assert_int_equal(said->total, 11);
    assert_int_equal(said->counts[GOOD], 7);
    assert_int_equal(said->counts[POOR], 4);
    assert_int_equal(said->days, 1);
    assert_int_equal(said->first, said->last);
}

static void today_is_not_shown_however_many_spoke(void **state)
{
    struct world *world = *state;
    people_say(world, 0, 30, GOOD);
    assert_int_equal(look(world, 0)->total, 0);
    assert_int_equal(look(world, 1)->total, 30);
}

static void nine_on_a_day_are_not_shown(void **state)
{
    struct world *world = *state;
    people_say(world, 0, 9, GOOD);
    assert_int_equal(look(world, 1)->total, 0);
    people_say(world, 1, 10, POOR);
    const struct staff_said *said = look(world, 2);
    assert_int_equal(said->total, 10);
    assert_int_equal(said->counts[GOOD], 0);
}

/* As the page says: only days with ten answers, and what stands in it is the sum of those. */
static void small_days_are_never_shown_however_many_they_have_together(void **state)
{
    struct world *world = *state;
    people_say(world, 0, 9, GOOD);
    people_say(world, 1, 12, POOR);
    people_say(world, 3, 9, GOOD);
    people_say(world, 6, 9, GOOD);
    static const int looks[] = { 6, 7, 8, 20 };
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        const struct staff_said *said = look(world, looks[i]);
        assert_int_equal(said->total, 12);
        assert_int_equal(said->counts[GOOD], 0);
        assert_int_equal(said->days, 1);
        assert_int_equal(said->first, said->last);
    }
}

static void the_days_that_are_shown_are_summed_from_the_first_to_the_last(void **state)
{
    struct world *world = *state;
    people_say(world, 0, 3, GOOD);
    people_say(world, 1, 12, POOR);
    people_say(world, 4, 10, GOOD);
    people_say(world, 9, 11, GOOD);
    const struct staff_said *said = look(world, 12);
    assert_int_equal(said->total, 33);
    assert_int_equal(said->counts[GOOD], 21);
    assert_int_equal(said->days, 3);
    assert_int_equal(said->last - said->first, 8);
}

/* Looking every day, nothing that was shown is ever joined by fewer than ten. */
static void no_two_looks_differ_by_fewer_than_ten(void **state)
{
    struct world *world = *state;
    static const int people[] = { 3, 12, 9, 1, 0, 10, 4, 2, 11, 3, 3, 3, 0, 5 };
    uint32_t before = 0;
    for (int day = 0; day < (int)(sizeof people / sizeof *people); day++) {
        people_say(world, day, people[day], (uint32_t)day % 5);
        uint32_t total = look(world, day)->total;
        assert_true(total == before || total >= before + STAFF_SAID_LEAST);
        before = total;
    }
    assert_true(before > 0);
}

static void another_survey_s_answers_are_not_counted(void **state)
{
    struct world *world = *state;
    people_say(world, 0, 12, GOOD);
    world->held.survey_digest.bytes[0] ^= 1;
    assert_int_equal(look(world, 1)->total, 0);
}

static void who_knows_no_time_shows_nothing(void **state)
{
    struct world *world = *state;
    people_say(world, 0, 12, GOOD);
    go_to(world, 1);
    shell_give(&world->shell, (struct event){ .kind = EV_CLOCK });
    (void)people_ask(&world->shell, (struct effect){ .kind = FX_PEOPLE });
    assert_true(world->shell.said.known);
    assert_int_equal(world->shell.said.question, -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_said_of_nobody),
        TEST(a_day_that_is_over_with_ten_answers_is_shown),
        TEST(today_is_not_shown_however_many_spoke),
        TEST(nine_on_a_day_are_not_shown),
        TEST(small_days_are_never_shown_however_many_they_have_together),
        TEST(the_days_that_are_shown_are_summed_from_the_first_to_the_last),
        TEST(no_two_looks_differ_by_fewer_than_ten),
        TEST(another_survey_s_answers_are_not_counted),
        TEST(who_knows_no_time_shows_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
