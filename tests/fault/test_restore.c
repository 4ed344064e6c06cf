/*
 * A hub that is set back to an older backup, where that alone would not be enough: its kiosk has
 * begun a new life since, or no longer keeps what the hub asks for. Each visit that is kept
 * anywhere counts once, what is kept nowhere is told in numbers on both sides, and what comes after
 * counts as ever. ROUNDS and SEED in the environment for more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "alert_watch.h"
#include "report.h"
#include "visits.h"
#include "world.h"
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 8 };
static const msec retention_is_over = (msec)31 * 24 * 3600 * 1000;

static struct world *world;
static uint64_t counted;

static int begin(void **state)
{
    (void)state;
    world = world_new(11);
    return 0;
}

static int end(void **state)
{
    (void)state;
    counted += world->counted;
    world_free(world);
    return 0;
}

static void visits(int count)
{
    world_visits(world, count);
}

static void forgive(uint32_t first, uint32_t last)
{
    for (uint32_t mark = first; mark <= last; mark++)
        world->visits[mark].owed = false;
}

static uint64_t life(void)
{
    return courier_state(world->courier)->life;
}

static uint64_t lost_here(void)
{
    struct courier_lost lost;
    struct err err = { 0 };
    if (!courier_lost_load(world->kiosk_data, &lost, &err))
        fail_msg("%s", err.text);
    return courier_lost_count(&lost, 0);
}

struct seeking {
    const char *what;
    bool found;
};

static bool take_event(void *context, const struct store_event *event)
{
    struct seeking *seeking = context;
    seeking->found |= strstr(event->what, seeking->what) != NULL;
    return true;
}

static bool hub_says(const char *what)
{
    struct seeking seeking = { what, false };
    struct err err = { 0 };
    if (!store_events(hub_store(world->hub.hub), 0, take_event, &seeking, &err))
        fail_msg("%s", err.text);
    return seeking.found;
}

struct alerted {
    int count;
    struct alert alert;
};

static bool take_alert(void *context, const struct alert *alert)
{
    struct alerted *alerted = context;
    alerted->alert = *alert;
    alerted->count += alert->state == ALERT_OPEN;
    return true;
}

/* What people at the hub are told of it: so many responses, in the fleet, in an alert and in the
 * proof. 0 for nothing. */
static void hub_alerts(int lost)
{
    struct store *store = hub_store(world->hub.hub);
    struct alert_rules rules;
    struct alerted alerted = { .count = 0 };
    struct err err = { 0 };
    char number[80];
    FLEET_AUTO fleet = { 0 };
    if (!alert_rules_get(store, &rules, &err) ||
        !fleet_read(store, &rules.fleet, visits_clock.wall, &fleet, &err) ||
        !alerts_from_fleet(store, &fleet, &rules, visits_clock.wall, NULL, &err) ||
        !alert_list(store, NULL, take_alert, &alerted, &err))
        fail_msg("%s", err.text);
    (void)snprintf(number, sizeof number, "%d of its responses are lost", lost);
    bool told = alerted.count > 0 && strcmp(alerted.alert.matter.code, "lost_responses") == 0;
    assert_int_equal(told, lost > 0);
    if (lost > 0)
        assert_non_null(strstr(alerted.alert.matter.text, number));
}

static void proof_says(const char *what)
{
    char *said = NULL;
    size_t size = 0;
    bool clean = false;
    struct err err = { 0 };
    FILE *out = open_memstream(&said, &size);
    assert_non_null(out);
    if (!report_verify(hub_store(world->hub.hub), out, &clean, &err))
        fail_msg("%s", err.text);
    (void)fclose(out);
    if (strstr(said, what) == NULL)
        fail_msg("the proof says %s", said);
    free(said);
}

/* Time goes by until what is acknowledged has left the kiosk. */
static void let_it_go(void)
{
    world_pause(world, retention_is_over);
    world_carry(world);
    world_pause(world, 4000);
    world_carry(world);
}

/* The card is set back, so that it begins a new life; of the old one it keeps five responses that
 * the hub has. The hub is backed up when it had one of them. */
static void begin_a_new_life(void)
{
    uint64_t before = life();
    visits(1);
    world_carry(world);
    world_back_up(world);
    visits(4);
    world_carry(world);
    world_copy_card(world);
    visits(3);
    world_carry(world);
    world_set_back(world, 1);
    world_drop_copies(world);
    visits(2);
    world_settle(world);
    assert_int_not_equal(life(), before);
    assert_int_equal(world->counted, 10);
    forgive(6, 8); /* only the hub has them */
}

static void what_a_hub_lacks_of_an_older_life_comes_again_and_counts_once(void **state)
{
    (void)state;
    begin_a_new_life();
    uint64_t present = life();
    world_restore_hub(world);
    visits(1);
    world_settle(world);
    assert_int_equal(world->counted, 8);
    assert_int_equal(life(), present);
    assert_int_equal(lost_here(), 0);
    assert_false(hub_says("lost:"));
    hub_alerts(0);
}

/* The present life had nothing that was acknowledged, so nothing is asked for again in it. */
static void a_life_without_a_response_does_not_hide_the_one_before(void **state)
{
    (void)state;
    visits(1);
    world_carry(world);
    world_back_up(world);
    visits(4);
    world_carry(world);
    world_copy_card(world);
    visits(3);
    world_carry(world);
    world_set_back(world, 1);
    world_drop_copies(world);
    visits(1);
    world_settle(world);
    forgive(6, 8);
    world_restore_hub(world);
    world_settle(world);
    assert_int_equal(world->counted, 6);
}

static void a_hub_that_has_them_is_asked_and_sent_nothing(void **state)
{
    (void)state;
    begin_a_new_life();
    world_restart(world);
    uint64_t posts = world->hub.posts;
    world_carry(world);
    assert_int_equal(world->hub.posts - posts, 2); /* for news, and how far it has the older life */
    posts = world->hub.posts;
    world_carry(world);
    assert_int_equal(world->hub.posts - posts, 1);
    world_settle(world);
    assert_int_equal(world->counted, 10);
}

/* First an old backup, then a newer one: what came again has the same names. */
static void set_back_twice_each_counts_once(void **state)
{
    (void)state;
    begin_a_new_life();
    world_restore_hub(world);
    world_settle(world);
    assert_int_equal(world->counted, 7);
    world_back_up(world);
    visits(2);
    world_settle(world);
    world_restore_hub(world);
    world_settle(world);
    assert_int_equal(world->counted, 9);
}

static void what_is_kept_nowhere_of_an_older_life_is_told_in_numbers(void **state)
{
    (void)state;
    begin_a_new_life();
    let_it_go();
    world_restore_hub(world);
    forgive(2, 5); /* no longer kept */
    forgive(9, 10);
    visits(2);
    world_settle(world);
    assert_int_equal(world->counted, 3);
    assert_int_equal(lost_here(), 4 + 2);
    assert_true(hub_says("lost: responses 2 to 5 "));
    assert_true(hub_says("lost: responses 1 to 2 "));
    hub_alerts(4 + 2);
}

static void a_kiosk_that_no_longer_keeps_what_is_asked_for_goes_on(void **state)
{
    (void)state;
    uint64_t before = life();
    visits(5);
    world_carry(world);
    world_back_up(world);
    visits(6);
    world_carry(world);
    let_it_go();
    visits(2);
    world_carry(world); /* acknowledged and still kept: they go along */
    world_restore_hub(world);
    forgive(6, 11);
    visits(3);
    world_settle(world);
    assert_int_not_equal(life(), before);
    assert_int_equal(world->counted, 5 + 2 + 3);
    assert_int_equal(lost_here(), 6);
    assert_true(hub_says("lost: responses 6 to 11 "));
    hub_alerts(6);
    proof_says("6 of older lives are missing");
    uint64_t present = life();
    visits(2);
    world_settle(world);
    assert_int_equal(world->counted, 12);
    assert_int_equal(life(), present);
}

/* Nothing is kept and nothing has come: the next answer finds its way all the same. */
static void a_kiosk_that_keeps_nothing_goes_on_too(void **state)
{
    (void)state;
    visits(1);
    world_carry(world);
    world_back_up(world);
    visits(3);
    world_carry(world);
    let_it_go();
    world_restore_hub(world);
    forgive(2, 4);
    world_settle(world);
    assert_int_equal(lost_here(), 3);
    visits(1);
    world_settle(world);
    assert_int_equal(world->counted, 2);
}

/* The reply that says so is lost, the power goes: the same life is begun, and what it brings counts
 * once. */
static void the_power_goes_while_it_goes_on(void **state)
{
    (void)state;
    for (uint64_t cut = 0; cut < 8; cut++) {
        visits(2);
        world_carry(world);
        world_back_up(world);
        uint32_t first = world->visit_count + 1;
        visits(2);
        world_carry(world);
        let_it_go();
        forgive(first, world->visit_count);
        visits(2);
        world_restore_hub(world);
        crash_machine_cut_at(world->kiosk_disk, cut);
        world_carry(world);
        world_light(world);
        world_settle(world);
    }
    assert_int_equal(world->counted, 8 * 4);
}

static void one_of_these(bool *backed_up)
{
    uint32_t chance = world_roll(world, 8);
    if (chance == 0 && world->card_count < WORLD_CARDS)
        world_copy_card(world);
    else if (chance < 4)
        world_use_card(world, (int)world_roll(world, (uint32_t)world->card_count));
    else if (chance == 4) {
        world_back_up(world);
        *backed_up = true;
    } else if (chance < 7 && *backed_up)
        world_restore_hub(world);
    for (uint32_t i = world_roll(world, 8); i > 0; i--) {
        visits((int)world_roll(world, 3));
        if (world_roll(world, 3) == 0)
            world->hub.trouble = world_roll(world, 2) == 0 ? NEAR_SILENT : NEAR_LOST_REPLY;
        world_pause(world, 4000);
        world_carry(world);
    }
}

/* Copied cards under a hub that is set back again and again: all is kept, so all is counted. */
static void anything_may_happen_to_cards_and_hub(void **state)
{
    long rounds = world_wish("ROUNDS", ROUNDS);
    long seed = world_wish("SEED", 1071);
    (void)state;
    for (long i = 0; i < rounds; i++) {
        bool backed_up = false;
        print_message("SEED=%ld\r", seed + i);
        counted += world->counted;
        world_free(world);
        world = world_new((uint64_t)(seed + i));
        visits(2);
        world_copy_card(world);
        for (int round = 0; round < 12; round++)
            one_of_these(&backed_up);
        world_settle(world);
        world_settle(world); /* what one card brought, another may have been asked for */
    }
}

static int tell(void **state)
{
    (void)state;
    print_message("visits counted: %llu, lost: 0, doubled: 0\n", (unsigned long long)counted);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_hub_lacks_of_an_older_life_comes_again_and_counts_once),
        TEST(a_life_without_a_response_does_not_hide_the_one_before),
        TEST(a_hub_that_has_them_is_asked_and_sent_nothing),
        TEST(set_back_twice_each_counts_once),
        TEST(what_is_kept_nowhere_of_an_older_life_is_told_in_numbers),
        TEST(a_kiosk_that_no_longer_keeps_what_is_asked_for_goes_on),
        TEST(a_kiosk_that_keeps_nothing_goes_on_too),
        TEST(the_power_goes_while_it_goes_on),
        TEST(anything_may_happen_to_cards_and_hub),
    };
    crash_disk_install();
    return cmocka_run_group_tests_name("restore", tests, NULL, tell);
}
