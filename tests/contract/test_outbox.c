/* What the courier may expect of any outbox: asked of a list in memory and of the journal. */
#include "disk_shim.h"
#include "outbox_memory.h"
#include "visits.h"
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { RESPONSES = 50, PURGED = 5, WOKEN = 3, MANY = 100000, SLICE = 20000 };

/* One outbox of an engine, filled as all of them are: RESPONSES closed in two boots, the first
 * PURGED gone, and a visit still open where there can be one. */
struct subject {
    struct visits *visits;
    struct journal *journal;
    struct journal_reader *reader;
    struct outbox_memory *memory;
    struct outbox outbox;
};

static void fill_memory(struct subject *subject)
{
    struct outbox_memory *memory =
        outbox_memory_new(subject->visits->identity.life, &subject->visits->identity.kiosk);
    struct segment first = { .number = 1, .clock = CLOCK_BELIEVED, .base_wall = 1000 };
    struct segment second = { .number = 2, .clock = CLOCK_BELIEVED, .base_wall = 2000 };
    struct counters counters = { .woken = WOKEN };
    struct boot_id boot = { { 1 } };
    assert_true(outbox_memory_segment(memory, &first, &boot, 5));
    boot.bytes[0] = 2;
    assert_true(outbox_memory_segment(memory, &second, &boot, 7));
    for (uint64_t seq = 1; seq <= RESPONSES; seq++) {
        struct response response = { .seq = seq, .language = "en", .gap = 60, .count = 2 };
        response.segment = seq <= RESPONSES / 2 ? 1 : 2;
        response.state[0] = ANSWER_FIRST + (uint32_t)(seq % 5);
        assert_true(outbox_memory_add(memory, &response));
    }
    outbox_memory_purge(memory, PURGED);
    outbox_memory_counters(memory, &counters);
    subject->memory = memory;
    subject->outbox = outbox_memory_door(memory);
}

static void boot_again(struct subject *subject)
{
    journal_close(subject->journal);
    visits_clock.boot.bytes[0]++;
    visits_clock.mono = 7;
    subject->journal = visits_open(subject->visits);
}

static bool take_point(void *context, const struct response *response,
                       const struct chain_point *after)
{
    struct chain_point *point = context;
    (void)response;
    *point = *after;
    return false;
}

static void fill_journal(struct subject *subject)
{
    struct chain_point point = { 0 };
    size_t deleted = 0;
    subject->journal = visits_open(subject->visits);
    for (uint32_t i = 0; i < RESPONSES; i++) {
        if (i == RESPONSES / 2)
            boot_again(subject);
        (void)visits_pass(subject->journal, subject->visits, (i + 1) % 5);
    }
    for (int i = 0; i < WOKEN; i++)
        journal_count(subject->journal, COUNT_WOKEN);
    visits_clock.mono += 2000000;
    assert_true(journal_idle(subject->journal, NULL));
    subject->reader = visits_read(subject->visits);
    subject->outbox = journal_outbox(subject->reader);
    assert_true(subject->outbox.read(subject->outbox.self, PURGED, 1, take_point, &point, NULL));
    assert_true(visits_purge(subject->journal, &point, 0, &deleted, NULL));
    struct draft open = visits_draft(subject->visits);
    (void)visits_save(subject->journal, &open, false);
}

static int begin_with(void **state, void (*fill)(struct subject *subject))
{
    struct subject *subject = calloc(1, sizeof *subject);
    disk_shim_install();
    subject->visits = visits_begin();
    fill(subject);
    *state = subject;
    return 0;
}

static int begin_memory(void **state)
{
    return begin_with(state, fill_memory);
}

static int begin_journal(void **state)
{
    return begin_with(state, fill_journal);
}

static int end(void **state)
{
    struct subject *subject = *state;
    journal_reader_close(subject->reader);
    journal_close(subject->journal);
    outbox_memory_free(subject->memory);
    visits_end(subject->visits);
    free(subject);
    return 0;
}

struct walk {
    struct chain_point before; /* what the next one must follow on */
    size_t taken, stop_after;
};

static bool follow(void *context, const struct response *response, const struct chain_point *after)
{
    struct walk *walk = context;
    BUF_AUTO bytes = buf_new(RESPONSE_BYTES_MAX);
    assert_int_equal(response->seq, walk->before.seq + 1);
    assert_int_equal(after->seq, response->seq);
    assert_true(response_put(response, &bytes, NULL));
    struct chain_point point = chain_next(&walk->before, buf_span(&bytes));
    assert_memory_equal(&point.hash, &after->hash, sizeof point.hash);
    walk->before = point;
    walk->taken++;
    return walk->taken != walk->stop_after;
}

static struct walk walk_from_start(const struct subject *subject)
{
    struct chain_point last;
    struct walk walk = { 0 };
    assert_true(subject->outbox.ends(subject->outbox.self, &walk.before, &last, NULL));
    return walk;
}

static bool read_on(const struct subject *subject, struct walk *walk, size_t limit)
{
    return subject->outbox.read(subject->outbox.self, walk->before.seq + 1, limit, follow, walk,
                                NULL);
}

static void the_ends_are_those_of_the_chain(void **state)
{
    const struct subject *subject = *state;
    struct chain_point purged, last;
    struct walk walk = walk_from_start(subject);
    assert_true(subject->outbox.ends(subject->outbox.self, &purged, &last, NULL));
    assert_int_equal(purged.seq, PURGED);
    assert_int_equal(last.seq, RESPONSES);
    assert_true(read_on(subject, &walk, 1000));
    assert_int_equal(walk.before.seq, last.seq);
    assert_memory_equal(&walk.before.hash, &last.hash, sizeof last.hash);
}

static void what_is_open_is_not_read(void **state)
{
    const struct subject *subject = *state;
    struct walk walk = walk_from_start(subject);
    assert_true(read_on(subject, &walk, 1000));
    assert_int_equal(walk.taken, RESPONSES - PURGED);
}

static void slices_are_the_same_as_the_whole(void **state)
{
    const struct subject *subject = *state;
    struct walk walk = walk_from_start(subject);
    for (size_t slice = 1; walk.before.seq < RESPONSES; slice++) {
        size_t before = walk.taken;
        assert_true(read_on(subject, &walk, slice));
        assert_in_range(walk.taken - before, 1, slice);
    }
    assert_int_equal(walk.taken, RESPONSES - PURGED);
}

static void reading_stops_when_it_is_told(void **state)
{
    const struct subject *subject = *state;
    struct walk walk = walk_from_start(subject);
    walk.stop_after = 3;
    assert_true(read_on(subject, &walk, 1000));
    assert_int_equal(walk.taken, 3);
    assert_true(read_on(subject, &walk, 0));
    assert_int_equal(walk.taken, 3);
}

static void beyond_the_end_there_is_nothing(void **state)
{
    const struct subject *subject = *state;
    struct walk walk = { .before = { .seq = RESPONSES } };
    assert_true(read_on(subject, &walk, 10));
    walk.before.seq = UINT64_MAX - 1;
    assert_true(read_on(subject, &walk, 10));
    assert_int_equal(walk.taken, 0);
}

static void what_was_purged_is_missing(void **state)
{
    const struct subject *subject = *state;
    struct err err = { 0 };
    struct walk walk = { 0 };
    for (uint64_t from = 1; from <= PURGED; from++) {
        assert_false(subject->outbox.read(subject->outbox.self, from, 10, follow, &walk, &err));
        assert_int_equal(err.kind, ERR_MISSING);
    }
    assert_int_equal(walk.taken, 0);
}

struct bases {
    uint32_t numbers[8];
    msec last_base;
    uint8_t last_boot;
    size_t count, stop_after;
};

static bool take_base(void *context, const struct segment *segment, const struct boot_id *boot,
                      msec base)
{
    struct bases *bases = context;
    assert_in_range(bases->count, 0, 7);
    bases->numbers[bases->count++] = segment->number;
    bases->last_base = base;
    bases->last_boot = boot->bytes[0];
    return bases->count != bases->stop_after;
}

static struct bases bases_from(const struct subject *subject, uint32_t from, size_t stop_after)
{
    struct bases bases = { .stop_after = stop_after };
    assert_true(subject->outbox.segments(subject->outbox.self, from, take_base, &bases, NULL));
    return bases;
}

static void segments_come_in_order_from_a_number_on(void **state)
{
    struct bases all = bases_from(*state, 0, 0);
    assert_int_equal(all.count, 2);
    assert_int_equal(all.numbers[0], 1);
    assert_int_equal(all.numbers[1], 2);
    assert_int_equal(all.last_base, 7);
    assert_int_equal(all.last_boot, 2);
    assert_int_equal(bases_from(*state, 2, 0).count, 1);
    assert_int_equal(bases_from(*state, 3, 0).count, 0);
    assert_int_equal(bases_from(*state, 0, 1).count, 1);
}

static bool take_known(void *context, const struct response *response,
                       const struct chain_point *after)
{
    const struct bases *bases = context;
    bool known = false;
    (void)after;
    for (size_t i = 0; i < bases->count; i++)
        known |= bases->numbers[i] == response->segment;
    assert_true(known);
    return true;
}

static void each_response_has_its_segment(void **state)
{
    const struct subject *subject = *state;
    struct bases all = bases_from(subject, 0, 0);
    assert_true(
        subject->outbox.read(subject->outbox.self, PURGED + 1, 1000, take_known, &all, NULL));
}

static void counters_are_those_since_the_beginning(void **state)
{
    const struct subject *subject = *state;
    struct counters counters = { 0 };
    assert_true(subject->outbox.counters(subject->outbox.self, &counters, NULL));
    assert_int_equal(counters.woken, WOKEN);
    assert_int_equal(counters.restarts, 0);
}

/* 0 under a sanitizer, whose allocator tells nothing. */
static size_t memory_in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* Not of every engine: the journal alone can be longer than memory. */
static void a_long_journal_is_read_in_slices_with_flat_memory(void **state)
{
    struct subject *subject = *state;
    struct draft draft = visits_draft(subject->visits);
    struct recorded recorded;
    assert_true(journal_end(subject->journal, ENDING_LEFT, &recorded, NULL));
    disk_shim_hurry(true);
    for (uint32_t i = 0; i < MANY; i++) {
        draft.answers.state[Q_RATING] = ANSWER_FIRST + i % 5;
        (void)visits_save(subject->journal, &draft, true);
    }
    disk_shim_hurry(false);
    struct walk walk = walk_from_start(subject);
    size_t after_first = 0;
    for (int slice = 0; walk.before.seq < RESPONSES + 1 + MANY; slice++) {
        assert_true(read_on(subject, &walk, SLICE));
        if (slice == 0)
            after_first = memory_in_use();
    }
    assert_int_equal(walk.before.seq, RESPONSES + 1 + MANY);
    assert_true(memory_in_use() <= after_first + 64 * 1024);
    print_message("%d responses read in slices, %zu KiB in use after the first, %zu at the end\n",
                  MANY, after_first / 1024, memory_in_use() / 1024);
}

#define TEST(name)                                                                                 \
    { "memory: " #name, name, begin_memory, end, NULL },                                           \
    {                                                                                              \
        "journal: " #name, name, begin_journal, end, NULL                                          \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_ends_are_those_of_the_chain),
        TEST(what_is_open_is_not_read),
        TEST(slices_are_the_same_as_the_whole),
        TEST(reading_stops_when_it_is_told),
        TEST(beyond_the_end_there_is_nothing),
        TEST(what_was_purged_is_missing),
        TEST(segments_come_in_order_from_a_number_on),
        TEST(each_response_has_its_segment),
        TEST(counters_are_those_since_the_beginning),
        cmocka_unit_test_setup_teardown(a_long_journal_is_read_in_slices_with_flat_memory,
                                        begin_journal, end),
    };
    return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
