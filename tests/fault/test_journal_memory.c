/*
 * Every allocation of the journal fails in turn, SQLite's too: while it opens, saves, rests, purges
 * and is read. It says so, leaks nothing, and the answers that it said were recorded are there.
 */
#include "short_memory.h"
#include "short_sqlite.h"
#include "visits.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TRIES = 500 };

static struct stage {
    struct visits *visits;
    uint64_t recorded; /* through this number everything was recorded */
} stage;

static bool save(struct journal *journal, bool closing, struct err *err)
{
    struct recorded recorded;
    struct draft draft = visits_draft(stage.visits);
    draft.answers.state[Q_RATING] = ANSWER_FIRST + 2;
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.words[0] = "some words";
    if (!journal_save(journal, &draft, closing, ENDING_COMPLETE, &recorded, err))
        return false;
    stage.recorded = closing ? recorded.seq : stage.recorded;
    return true;
}

static bool rest(struct journal *journal, struct err *err)
{
    struct chain_point none = { 0 };
    size_t deleted;
    visits_clock.mono += 2000000;
    return journal_idle(journal, err) && visits_purge(journal, &none, 0, &deleted, err);
}

static bool a_day(void *context, struct err *err)
{
    struct journal *journal = NULL;
    (void)context;
    bool fine = journal_open(stage.visits->folder, &stage.visits->identity, &journal, err) &&
                save(journal, false, err) && save(journal, true, err) && rest(journal, err);
    journal_close(journal);
    return fine;
}

static bool count_one(void *context, const struct response *response,
                      const struct chain_point *after)
{
    (void)response;
    *(uint64_t *)context = after->seq;
    return true;
}

static bool a_reader(void *context, struct err *err)
{
    struct journal_reader *reader = NULL;
    uint64_t last = 0;
    (void)context;
    if (!journal_reader_open(stage.visits->folder, &reader, err))
        return false;
    struct outbox outbox = journal_outbox(reader);
    bool fine = outbox.read(outbox.self, 1, SIZE_MAX, count_one, &last, err);
    journal_reader_close(reader);
    return fine;
}

/* What was recorded is there, whatever failed since. */
static void judge(void *context, bool fine)
{
    struct journal_reader *reader = visits_read(stage.visits);
    struct outbox outbox = journal_outbox(reader);
    uint64_t last = 0;
    struct err err = { 0 };
    (void)context, (void)fine;
    if (!outbox.read(outbox.self, 1, SIZE_MAX, count_one, &last, &err))
        fail_msg("%s", err.text);
    assert_true(last >= stage.recorded);
    journal_reader_close(reader);
}

static int set_up(void **state)
{
    (void)state;
    stage = (struct stage){ .visits = visits_begin() };
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    visits_end(stage.visits);
    return 0;
}

static void a_day_loses_nothing_for_want_of_memory(void **state)
{
    const struct memory_trial trial = {
        .name = "a day of the journal", .run = a_day, .after = judge, .at_most = TRIES
    };
    (void)state;
    memory_survives(&trial);
}

static void a_reader_says_that_memory_is_wanting(void **state)
{
    const struct memory_trial trial = {
        .name = "reading the journal", .run = a_reader, .after = judge, .at_most = TRIES
    };
    struct err err = { 0 };
    (void)state;
    if (!a_day(NULL, &err))
        fail_msg("%s", err.text);
    memory_survives(&trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_day_loses_nothing_for_want_of_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reader_says_that_memory_is_wanting, set_up, tear_down),
    };
    short_sqlite();
    return cmocka_run_group_tests_name("journal_memory", tests, NULL, NULL);
}
