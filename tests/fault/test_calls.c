/*
 * Calls that fail: the n-th open, write, sync, rename, removal or new folder of the programs' own
 * files, and the n-th change of the disk by SQLite, once and from then on, broken or full, on both
 * sides at once. Nothing that was recorded is lost or doubled, nothing is half, and the next start
 * is whole. EACH in the environment for more places, SEED for others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "disk_calls.h"
#include "disk_shim.h"
#include "open_files.h"
#include "visits.h"
#include "world.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { EACH = 12, SQLITE_DISK = 1024 };

static long seed, trials, fired_trials;
static uint64_t recorded, counted;

/* One way in which calls fail. */
struct trouble {
    const char *name;
    unsigned kinds; /* of disk_calls.h, or SQLITE_DISK */
    bool full;
};

static void arm(const struct trouble *trouble, long n, bool for_ever)
{
    if (trouble->kinds == SQLITE_DISK)
        disk_shim_arm(n, trouble->full ? DISK_FULL : DISK_BROKEN, for_ever);
    else
        disk_calls_arm(trouble->kinds, n, trouble->full ? ENOSPC : EIO, for_ever);
}

static bool disarm(const struct trouble *trouble)
{
    disk_calls_disarm();
    disk_shim_disarm();
    return trouble->kinds == SQLITE_DISK ? disk_shim_fired() : disk_calls_fired();
}

/* A day, and in it the courier and the hub are started anew, and the hub has news. */
static void live(struct world *world)
{
    for (int i = 0; i < 3; i++) {
        world_tap(world, false);
        world_tap(world, true);
        world_carry(world);
    }
    world_pause(world, 2000000);
    world_restart(world);
    world_tap(world, true);
    world_carry(world);
    world_pause(world, (msec)31 * 24 * 3600 * 1000);
    world_carry(world);
}

/* True when it came to the n-th call. */
static bool day_with_trouble(const struct trouble *trouble, long n, bool for_ever)
{
    struct world *world = world_new((uint64_t)n);
    world->troubled = true;
    arm(trouble, n, for_ever);
    live(world);
    bool fired = disarm(trouble);
    world->troubled = false;
    world_restart(world);
    world_settle(world);
    recorded += world->visit_count;
    counted += world->counted;
    trials++;
    fired_trials += fired;
    world_free(world);
    return fired;
}

/* How often a day comes to such a call. */
static long calls_of_a_day(const struct trouble *trouble)
{
    long low = 0;
    long high = 1;
    while (day_with_trouble(trouble, high, false))
        high *= 2;
    while (high - low > 1) {
        long middle = (low + high) / 2;
        if (day_with_trouble(trouble, middle, false))
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void survive(const struct trouble *trouble)
{
    long before = open_files();
    long all = calls_of_a_day(trouble);
    long each = world_wish("EACH", EACH);
    long stride = (all + each - 1) / each;
    for (long n = seed % stride; n < all; n += stride) {
        (void)day_with_trouble(trouble, n, false);
        (void)day_with_trouble(trouble, n, true);
    }
    assert_int_equal(open_files(), before);
    print_message("%s: %ld calls a day, every %ldth failed\n", trouble->name, all, stride);
}

static void a_file_that_does_not_open(void **state)
{
    (void)state;
    survive(&(struct trouble){ "open", CALL_OPEN, false });
}

static void a_write_that_fails(void **state)
{
    (void)state;
    survive(&(struct trouble){ "write, broken", CALL_WRITE, false });
}

static void a_write_without_room(void **state)
{
    (void)state;
    survive(&(struct trouble){ "write, full", CALL_WRITE, true });
}

static void a_sync_that_fails(void **state)
{
    (void)state;
    survive(&(struct trouble){ "fsync", CALL_SYNC, false });
}

static void a_rename_that_fails(void **state)
{
    (void)state;
    survive(&(struct trouble){ "rename", CALL_RENAME, false });
}

static void a_removal_or_folder_that_fails(void **state)
{
    (void)state;
    survive(&(struct trouble){ "unlink, mkdir", CALL_REMOVE | CALL_FOLDER, false });
}

static void sqlites_disk_is_broken(void **state)
{
    (void)state;
    survive(&(struct trouble){ "SQLite, broken", SQLITE_DISK, false });
}

static void sqlites_disk_is_full(void **state)
{
    (void)state;
    survive(&(struct trouble){ "SQLite, full", SQLITE_DISK, true });
}

static int tell(void **state)
{
    (void)state;
    print_message("failing calls: %ld of %ld days; visits tried: %llu, counted: %llu, lost: 0, "
                  "doubled: 0\n",
                  fired_trials, trials, (unsigned long long)recorded, (unsigned long long)counted);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_does_not_open),
        cmocka_unit_test(a_write_that_fails),
        cmocka_unit_test(a_write_without_room),
        cmocka_unit_test(a_sync_that_fails),
        cmocka_unit_test(a_rename_that_fails),
        cmocka_unit_test(a_removal_or_folder_that_fails),
        cmocka_unit_test(sqlites_disk_is_broken),
        cmocka_unit_test(sqlites_disk_is_full),
    };
    /* Another one each second, so that many runs come to all of them. */
    seed = world_wish("SEED", (long)time(NULL));
    printf("SEED=%ld\n", seed);
    disk_shim_install();
    disk_shim_hurry(true);
    return cmocka_run_group_tests_name("calls", tests, NULL, tell);
}
