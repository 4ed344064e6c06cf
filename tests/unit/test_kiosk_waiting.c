/* How many responses the staff menu says are waiting: whatever has befallen the journal, none is
 * said to be at the hub that no hub has. */
#include "kiosk_shell.h"
#include "visits.h"
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LONG_AGO = 60, OTHER_LIFE = 4711 };

struct world {
    struct visits *visits;
    struct shell shell;
};

static int begin(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->visits = visits_begin();
    world->shell.state = calloc(1, sizeof *world->shell.state);
    assert_non_null(world->shell.state);
    world->shell.state->enrolled = true;
    world->shell.state->life = world->visits->identity.life;
    world->shell.journal = visits_open(world->visits);
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    journal_close(world->shell.journal);
    free(world->shell.state);
    visits_end(world->visits);
    free(world);
    return 0;
}

static uint64_t waiting(struct world *world)
{
    struct staff_status *status = calloc(1, sizeof *status);
    assert_non_null(status);
    status_now(&world->shell, status);
    uint64_t pending = status->pending;
    free(status);
    return pending;
}

static void people_come(struct world *world, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        (void)visits_pass(world->shell.journal, world->visits, i % 5);
}

static void what_the_hub_has_not_acknowledged_waits(void **state)
{
    struct world *world = *state;
    assert_int_equal(waiting(world), 0);
    people_come(world, 5);
    assert_int_equal(waiting(world), 5);
    world->shell.state->acknowledged.seq = 3;
    assert_int_equal(waiting(world), 2);
}

/* The courier speaks of the life before until it has been heard by a hub, which may be weeks. */
static void nothing_of_another_life_is_acknowledged_yet(void **state)
{
    struct world *world = *state;
    struct journal_receipt receipt = { 0 };
    struct journal_status status;
    struct err err = { 0 };
    people_come(world, LONG_AGO);
    assert_true(journal_status(world->shell.journal, &status, &err));
    world->shell.state->acknowledged = receipt.through = status.last;
    assert_int_equal(waiting(world), 0);
    assert_true(journal_begin_life(world->shell.journal, OTHER_LIFE, &receipt, &err));
    people_come(world, 4);
    assert_int_equal(waiting(world), 4);
    world->shell.state->life = OTHER_LIFE; /* it has followed */
    world->shell.state->acknowledged.seq = 3;
    assert_int_equal(waiting(world), 1);
}

static void what_was_saved_of_a_damaged_journal_waits(void **state)
{
    static const char strand[] =
        "INSERT INTO stranded(seq, life, first, segment, minute, hash, body)"
        " SELECT seq + 10, 5, seq + 10, segment, minute, hash, body"
        " FROM response";
    struct world *world = *state;
    char path[600];
    sqlite3 *db = NULL;
    people_come(world, 3);
    world->shell.state->acknowledged.seq = 3;
    (void)snprintf(path, sizeof path, "%s/screen/journal.sqlite", world->visits->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, strand, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(waiting(world), 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_hub_has_not_acknowledged_waits),
        TEST(nothing_of_another_life_is_acknowledged_yet),
        TEST(what_was_saved_of_a_damaged_journal_waits),
    };
    return cmocka_run_group_tests_name("kiosk_waiting", tests, NULL, NULL);
}
