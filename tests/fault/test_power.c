/*
 * The power goes. At every sync of a scripted day, on the kiosk's disk and on the hub's, and then
 * at random: what was under way lands, vanishes, is torn or turns to garbage. Whatever was recorded
 * is counted at the hub, once. CUTS and SEED in the environment for more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "world.h"
#include <stdio.h>
#include <stdlib.h>

enum { CUTS = 230, CUTS_A_WORLD = 25, STEPS_MAX = 60 };

static struct crash_fates fates;
static uint64_t recorded, counted, places;

/* What people may have been thanked for. */
static uint64_t owed(const struct world *world)
{
    uint64_t count = 0;
    for (uint32_t mark = 1; mark <= world->visit_count; mark++)
        count += world->visits[mark].owed;
    return count;
}

static void end_world(struct world *world)
{
    recorded += owed(world);
    counted += world->counted;
    fates.cuts += world->fates.cuts;
    fates.landed += world->fates.landed;
    fates.vanished += world->fates.vanished;
    fates.torn += world->fates.torn;
    fates.garbage += world->fates.garbage;
    fates.names += world->fates.names;
    world_free(world);
}

/* A day in which everything happens once: visits, folds, exchanges, a purge, a restart. */
static void scripted_day(struct world *world)
{
    for (int i = 0; i < 3; i++) {
        world_tap(world, false);
        world_tap(world, true);
    }
    world_carry(world);
    world_pause(world, 2000000);
    world_tap(world, true);
    world_carry(world);
    world_pause(world, (msec)31 * 24 * 3600 * 1000);
    world_carry(world);
    world_tap(world, false);
    world_pause(world, 2000000);
}

/* True when the day came to the n-th sync of that disk. */
static bool day_with_a_cut(bool at_the_hub, uint64_t n, uint64_t seed)
{
    struct world *world = world_new(seed);
    crash_machine_cut_at(at_the_hub ? world->hub_disk : world->kiosk_disk, n);
    scripted_day(world);
    if (!crash_machine_is_dark(world->kiosk_disk) && !crash_machine_is_dark(world->hub_disk))
        world_restart(world);
    bool cut = crash_machine_is_dark(world->kiosk_disk) || crash_machine_is_dark(world->hub_disk);
    world_settle(world);
    end_world(world);
    return cut;
}

static void every_sync_of_a_day(bool at_the_hub)
{
    uint64_t n = 0;
    long each = world_wish("EACH", 2);
    for (bool cut = true; cut; n++) {
        cut = false;
        for (long i = 0; i < each; i++)
            cut |= day_with_a_cut(at_the_hub, n,
                                  (uint64_t)world_wish("SEED", 1) + n * 977 + (uint64_t)i);
    }
    places += n - 1;
    print_message("%llu syncs at the %s\n", (unsigned long long)n - 1,
                  at_the_hub ? "hub" : "kiosk");
    assert_in_range(n, 6, 1000);
    assert_true(recorded > 0);
}

static void at_every_sync_of_a_kiosks_day(void **state)
{
    (void)state;
    every_sync_of_a_day(false);
}

static void at_every_sync_of_a_hubs_day(void **state)
{
    (void)state;
    every_sync_of_a_day(true);
}

/* Some steps of life, in which the power goes on one side or on both; often it goes again while
 * everything starts. */
static void random_cut(struct world *world)
{
    uint32_t where = world_roll(world, 8);
    if (where != 0)
        crash_machine_cut_at(world->kiosk_disk, world_roll(world, 12));
    if (where < 3)
        crash_machine_cut_at(world->hub_disk, world_roll(world, 3));
    for (int i = 0; i < STEPS_MAX && !crash_machine_is_dark(world->kiosk_disk); i++)
        world_live(world);
    if (crash_machine_is_dark(world->kiosk_disk) && world_roll(world, 4) == 0)
        crash_machine_cut_at(world->kiosk_disk, world_roll(world, 4));
    world_settle(world);
}

static void at_random(void **state)
{
    long cuts = world_wish("CUTS", CUTS);
    uint64_t seed = (uint64_t)world_wish("SEED", 20261127);
    (void)state;
    for (uint64_t before = fates.cuts; (long)(fates.cuts - before) < cuts; seed++) {
        print_message("SEED=%llu\r", (unsigned long long)seed);
        struct world *world = world_new(seed);
        while (world->fates.cuts < CUTS_A_WORLD)
            random_cut(world);
        end_world(world);
    }
    assert_true(recorded > (uint64_t)cuts);
}

static int tell(void **state)
{
    (void)state;
    print_message("power cuts: %llu (%llu writes landed, %llu vanished, %llu torn, %llu garbage, "
                  "%llu names)\nvisits recorded: %llu, counted: %llu, lost: 0, doubled: 0\n",
                  (unsigned long long)fates.cuts, (unsigned long long)fates.landed,
                  (unsigned long long)fates.vanished, (unsigned long long)fates.torn,
                  (unsigned long long)fates.garbage, (unsigned long long)fates.names,
                  (unsigned long long)recorded, (unsigned long long)counted);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_every_sync_of_a_kiosks_day),
        cmocka_unit_test(at_every_sync_of_a_hubs_day),
        cmocka_unit_test(at_random),
    };
    crash_disk_install();
    return cmocka_run_group_tests_name("power", tests, NULL, tell);
}
