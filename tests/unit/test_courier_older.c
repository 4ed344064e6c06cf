/* The courier and the lives before the present one: a hub that was set back gets what is kept. */
#include "courier.h"
#include "fake_hub.h"
#include "file.h"
#include "receipt.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { LIVES = 3, MANY = 20, EACH = 10 };

static struct err err;

/* A life that ended, with a journal of its own. */
struct life {
    struct fake_journal journal;
    uint64_t damaged; /* the response that cannot be read; 0: none */
    uint64_t missing; /* from that one on there is nothing; 0: all is there */
};

struct stage {
    char data[600];
    struct fake_hub hub;
    struct life present, older[FAKE_LIVES_MAX];
    size_t older_count;
    struct life *at; /* of which the outbox speaks */
    struct outbox outbox;
    struct courier *courier;
    struct courier_result result;
};

static struct outbox at(const struct stage *stage)
{
    return fake_journal_outbox(&stage->at->journal);
}

static bool read_at(void *self, uint64_t from, size_t limit,
                    bool (*take)(void *context, const struct response *response,
                                 const struct chain_point *after),
                    void *context, struct err *ret)
{
    struct stage *stage = self;
    struct outbox outbox = at(stage);
    uint64_t damaged = stage->at->damaged;
    uint64_t missing = stage->at->missing;
    if (damaged != 0 && damaged >= from && damaged - from < limit)
        return err_set(ret, ERR_CORRUPT, "response %llu is damaged", (unsigned long long)damaged);
    if (missing != 0 && missing <= from)
        return true;
    if (missing != 0 && missing - from < limit)
        limit = (size_t)(missing - from);
    return outbox.read(outbox.self, from, limit, take, context, ret);
}

static bool ends_at(void *self, struct chain_point *ret_purged, struct chain_point *ret_last,
                    struct err *ret)
{
    const struct stage *stage = self;
    if (stage->at == NULL)
        return err_set(ret, ERR_MISSING, "no such life");
    struct outbox outbox = at(stage);
    return outbox.ends(outbox.self, ret_purged, ret_last, ret);
}

static bool segments_at(void *self, uint32_t from,
                        bool (*take)(void *context, const struct segment *segment,
                                     const struct boot_id *boot, msec base),
                        void *context, struct err *ret)
{
    struct outbox outbox = at(self);
    return outbox.segments(outbox.self, from, take, context, ret);
}

static bool lives_of(void *self, struct outbox_lives *ret, struct err *unused)
{
    (void)unused;
    *ret = ((struct stage *)self)->present.journal.lives;
    return true;
}

static bool no_origins(void *self, uint64_t from,
                       bool (*take)(void *context, const struct life_origin *origin), void *context,
                       struct err *unused)
{
    (void)self, (void)from, (void)take, (void)context, (void)unused;
    return true;
}

static bool answers_at(void *self, uint64_t seq, bool *ret_known, uint64_t *ret, struct err *unused)
{
    (void)self, (void)seq, (void)ret, (void)unused;
    *ret_known = false;
    return true;
}

static bool counters_of(void *self, struct counters *ret, struct err *unused)
{
    (void)unused;
    *ret = ((struct stage *)self)->present.journal.counters;
    return true;
}

static uint32_t room_of(void *self)
{
    (void)self;
    return 1000;
}

static bool older_of(void *self, uint64_t after, struct outbox_older ret[OUTBOX_OLDER_MAX],
                     size_t *ret_count, struct err *unused)
{
    const struct stage *stage = self;
    (void)unused;
    *ret_count = 0;
    for (uint64_t i = after; i < stage->older_count && *ret_count < OUTBOX_OLDER_MAX; i++) {
        const struct fake_journal *journal = &stage->older[i].journal;
        ret[(*ret_count)++] = (struct outbox_older){ .number = i + 1,
                                                     .life = journal->lives.life,
                                                     .last = journal->points[journal->count] };
    }
    return true;
}

static void turn(void *self, uint64_t life)
{
    struct stage *stage = self;
    stage->at = life == 0 ? &stage->present : NULL;
    for (size_t i = 0; i < stage->older_count; i++)
        if (stage->older[i].journal.lives.life == life)
            stage->at = &stage->older[i];
}

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("older"));
    fake_hub_init(&stage->hub);
    fake_journal_init(&stage->present.journal, 11, EACH + 2);
    stage->at = &stage->present;
    stage->outbox = (struct outbox){ .self = stage,
                                     .read = read_at,
                                     .segments = segments_at,
                                     .ends = ends_at,
                                     .lives = lives_of,
                                     .older = older_of,
                                     .turn = turn,
                                     .origins = no_origins,
                                     .answers = answers_at,
                                     .counters = counters_of,
                                     .room_mib = room_of };
    struct courier_world world = fake_hub_world(&stage->hub);
    if (!courier_open_in(stage->data, &world, &stage->courier, &err))
        fail_msg("opening: %s", err.text);
    courier_set_outbox(stage->courier, &stage->outbox);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    courier_close(stage->courier);
    fake_journal_finish(&stage->present.journal);
    for (size_t i = 0; i < stage->older_count; i++)
        fake_journal_finish(&stage->older[i].journal);
    fake_hub_finish(&stage->hub);
    free(stage);
    return 0;
}

/* One that the hub had whole, and has nothing of any more. */
static void add_life(struct stage *stage, uint64_t life)
{
    struct life *older = &stage->older[stage->older_count];
    fake_journal_init(&older->journal, life, EACH);
    fake_journal_begin(&older->journal, life, &stage->hub.kiosk, EACH);
    stage->hub.older[stage->older_count++] =
        (struct fake_life){ .life = life, .through = older->journal.points[0] };
    stage->hub.older_count = stage->older_count;
}

/* Enrolled, with so many lives that ended, and ten closed responses of the present one. */
static struct stage *ready(void **state, size_t lives)
{
    struct stage *stage = *state;
    if (!courier_enrol(stage->courier, "https://hub.example:8443/", stage->hub.code, &err))
        fail_msg("enrolling: %s", err.text);
    fake_journal_begin(&stage->present.journal, stage->hub.life, &stage->hub.kiosk, EACH);
    for (size_t i = 0; i < lives; i++)
        add_life(stage, 101 + i);
    return stage;
}

static bool carry(struct stage *stage)
{
    stage->hub.now.mono += 1000;
    return courier_sync(stage->courier, &stage->result, &err);
}

static void carry_well(struct stage *stage)
{
    if (!carry(stage))
        fail_msg("carrying: %s", err.text);
}

/* How far the hub has the n-th life that ended. */
static uint64_t hub_has(const struct stage *stage, size_t n)
{
    return stage->hub.older[n].through.seq;
}

/* --- what a hub lacks --- */

static void what_the_hub_lacks_of_each_life_comes_again(void **state)
{
    struct stage *stage = ready(state, LIVES);
    carry_well(stage);
    for (size_t i = 0; i < LIVES; i++)
        assert_int_equal(hub_has(stage, i), EACH);
    assert_int_equal(stage->hub.through.seq, EACH);
}

static void more_lives_than_are_listed_at_once_come_too(void **state)
{
    struct stage *stage = ready(state, MANY);
    carry_well(stage);
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(hub_has(stage, i), EACH);
}

static void revoked(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->instruction = INSTRUCTION_REVOKED;
}

/* The receipt stands; that a person must act is the present life's alone. */
static void a_revoked_kiosk_brings_what_its_older_lives_hold(void **state)
{
    struct stage *stage = ready(state, LIVES);
    stage->hub.twist = revoked;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_REFUSED);
    assert_true(courier_state(stage->courier)->paused);
    for (size_t i = 0; i < LIVES; i++)
        assert_int_equal(hub_has(stage, i), EACH);
    int posts = stage->hub.posts;
    assert_false(carry(stage));
    assert_int_equal(stage->hub.posts - posts, 1);
}

/* --- what cannot be read --- */

static uint64_t lost(const struct stage *stage)
{
    struct courier_lost list;
    if (!courier_lost_load(stage->data, &list, &err))
        fail_msg("%s", err.text);
    return courier_lost_count(&list, 0);
}

static void a_damaged_response_holds_up_what_is_behind_it_in_its_own_life_alone(void **state)
{
    struct stage *stage = ready(state, LIVES);
    stage->older[0].damaged = 4;
    carry_well(stage);
    assert_int_equal(hub_has(stage, 0), 3);
    assert_int_equal(hub_has(stage, 1), EACH);
    assert_int_equal(hub_has(stage, 2), EACH);
    assert_int_equal(lost(stage), EACH - 3);
    int posts = stage->hub.posts;
    stage->hub.now.mono += (msec)25 * 3600 * 1000;
    carry_well(stage);
    assert_int_equal(stage->hub.posts - posts, 1 + LIVES); /* it knows, and is only asked */
    assert_int_equal(lost(stage), EACH - 3);
}

static void where_the_hub_stands_at_a_damaged_response_the_rest_is_lost(void **state)
{
    struct stage *stage = ready(state, LIVES);
    stage->older[1].damaged = 4;
    stage->hub.older[1].through = stage->older[1].journal.points[4];
    carry_well(stage);
    assert_int_equal(hub_has(stage, 0), EACH);
    assert_int_equal(hub_has(stage, 1), 4);
    assert_int_equal(hub_has(stage, 2), EACH);
    assert_int_equal(lost(stage), EACH - 4);
}

static void what_only_the_hub_has_of_a_life_is_not_lost(void **state)
{
    struct stage *stage = ready(state, LIVES);
    stage->hub.older[0].through = stage->older[0].journal.points[EACH];
    stage->older[0].journal.count = EACH - 2;
    carry_well(stage);
    assert_int_equal(hub_has(stage, 0), EACH);
    assert_int_equal(stage->hub.older[0].told, 0);
    assert_int_equal(lost(stage), 0);
}

static void an_end_that_is_missing_is_told_as_lost(void **state)
{
    struct stage *stage = ready(state, LIVES);
    stage->older[0].missing = 7;
    carry_well(stage);
    assert_int_equal(hub_has(stage, 0), 6);
    assert_int_equal(hub_has(stage, 2), EACH);
    assert_int_equal(stage->hub.older[0].told, EACH);
    assert_int_equal(lost(stage), EACH - 6);
}

static void goes_away(struct fake_hub *hub, struct reply *reply)
{
    (void)reply;
    fake_hub_down(hub, 100, TRANSPORT_NO_ANSWER);
}

static void where_nobody_answers_no_other_life_is_tried(void **state)
{
    struct stage *stage = ready(state, LIVES);
    stage->hub.twist = goes_away;
    int posts = stage->hub.posts;
    carry_well(stage);
    assert_int_equal(stage->hub.posts - posts, 1 + 1); /* the present life, and one other */
}

static const char *lost_path(const struct stage *stage, const char *name)
{
    static char path[700];
    (void)snprintf(path, sizeof path, "%s/courier/%s", stage->data, name);
    return path;
}

/* All comes again, and what is lost is noted in a new list. */
static void carries_despite_it(struct stage *stage)
{
    stage->older[0].damaged = 4;
    assert_int_equal(lost(stage), 0);
    carry_well(stage);
    assert_int_equal(hub_has(stage, 1), EACH);
    assert_int_equal(lost(stage), EACH - 3);
    assert_int_equal(access(lost_path(stage, "lost.broken"), F_OK), 0);
    int posts = stage->hub.posts;
    carry_well(stage);
    assert_int_equal(stage->hub.posts - posts, 1); /* older lives are done with */
}

static void a_list_of_what_is_lost_that_is_too_large_is_set_aside(void **state)
{
    static const char garbage[8000] = "not a list";
    struct stage *stage = ready(state, LIVES);
    write_bytes(lost_path(stage, "lost"), span_of(garbage, sizeof garbage));
    carries_despite_it(stage);
}

static void a_folder_in_place_of_the_list_is_set_aside(void **state)
{
    struct stage *stage = ready(state, LIVES);
    assert_true(file_make_folder(lost_path(stage, "lost"), 0750, &err));
    assert_true(file_make_folder(lost_path(stage, "lost/in-the-way"), 0750, &err));
    carries_despite_it(stage);
}

/* Where it cannot even be set aside, nothing else is held up. */
static void a_list_that_cannot_be_kept_holds_up_nothing(void **state)
{
    struct stage *stage = ready(state, LIVES);
    stage->older[0].damaged = 4;
    assert_true(file_make_folder(lost_path(stage, "lost"), 0750, &err));
    assert_true(file_make_folder(lost_path(stage, "lost.broken"), 0750, &err));
    assert_true(file_make_folder(lost_path(stage, "lost.broken/in-the-way"), 0750, &err));
    carry_well(stage);
    assert_int_equal(hub_has(stage, 2), EACH);
    int posts = stage->hub.posts;
    carry_well(stage);
    assert_int_equal(stage->hub.posts - posts, 1);
}

static void what_no_journal_can_have_lost_is_not_believed(void **state)
{
    struct stage *stage = ready(state, 0);
    write_bytes(lost_path(stage, "lost"),
                span_text("0000000000000001 1 18446744073709551615 1900000000\n"
                          "0000000000000002 1 9223372036854775808 1900000000\n"
                          "0000000000000003 -5 -1 1900000000\n"
                          "0000000000000004 9 8 1900000000\n"
                          "0000000000000005 3 4 1900000000\n"));
    assert_int_equal(lost(stage), 2);
}

/* --- by stick --- */

static struct courier_stick use_stick(struct stage *stage)
{
    struct courier_stick stick;
    char path[700];
    (void)snprintf(path, sizeof path, "%s/stick", stage->data);
    assert_true(file_make_folder(path, 0755, &err));
    if (!courier_stick(stage->courier, path, &stick, &err))
        fail_msg("stick: %s", err.text);
    return stick;
}

static const char *batch_of(const struct stage *stage, uint64_t life, unsigned from, unsigned to)
{
    static char path[800];
    (void)snprintf(path, sizeof path, "%s/stick/yousaid-%016x-%016llx-%u-%u.batch", stage->data, 5U,
                   (unsigned long long)life, from, to);
    return path;
}

static void import_of(struct stage *stage, uint64_t life, unsigned from, unsigned to)
{
    char path[800];
    int length = snprintf(path, sizeof path, "%s", batch_of(stage, life, from, to));
    BUF_AUTO batch = read_bytes(path);
    struct courier_world world = fake_hub_world(&stage->hub);
    struct transport_answer answer = { .body = buf_new(REPLY_BYTES_MAX) };
    struct transport_request request = { .url = "https://x/v1/sync", .body = buf_span(&batch) };
    assert_int_equal(world.transport.post(world.transport.self, &request, &answer, &err),
                     TRANSPORT_ANSWERED);
    (void)snprintf(path + length - strlen("batch"), 10, "receipt");
    write_bytes(path, buf_span(&answer.body));
    buf_finish(&answer.body);
}

static void import_batch(struct stage *stage, unsigned from, unsigned to)
{
    import_of(stage, stage->hub.life, from, to);
}

/* All went by network; then the hub is set back, and a receipt says so. */
static struct stage *set_back_by_stick(void **state, size_t lives)
{
    struct stage *stage = ready(state, lives);
    carry_well(stage);
    stage->hub.through = stage->present.journal.points[0];
    stage->present.journal.count = EACH + 2;
    (void)use_stick(stage);
    import_batch(stage, EACH + 1, EACH + 2);
    return stage;
}

static void a_damaged_response_keeps_nothing_else_off_the_stick(void **state)
{
    struct stage *stage = set_back_by_stick(state, LIVES);
    stage->older[0].damaged = 4;
    struct courier_stick out = use_stick(stage);
    assert_int_equal(out.written, EACH + 2 + 3 + 2 * EACH);
}

static void more_lives_than_are_listed_at_once_go_onto_the_stick(void **state)
{
    struct stage *stage = set_back_by_stick(state, MANY);
    struct courier_stick out = use_stick(stage);
    assert_int_equal(out.written, EACH + 2 + MANY * EACH);
    assert_int_equal(out.files, 1 + MANY);
}

/* What no receipt covers stays, and what is not ours. */
static void batches_of_older_lives_go_from_the_stick_by_their_receipts(void **state)
{
    struct stage *stage = set_back_by_stick(state, LIVES);
    uint64_t first = stage->hub.older[0].life;
    uint64_t second = stage->hub.older[1].life;
    char other[900];
    struct courier_stick out = use_stick(stage);
    assert_int_equal(courier_again(stage->data), out.written);
    assert_true(file_exists(batch_of(stage, first, 1, EACH)));
    assert_true(file_exists(batch_of(stage, second, 1, EACH)));
    import_of(stage, first, 1, EACH);
    import_batch(stage, 1, EACH + 2);
    import_batch(stage, EACH + 1, EACH + 2);
    (void)snprintf(other, sizeof other, "%s.of-others", batch_of(stage, first, 1, EACH));
    write_bytes(other, span_text("x"));
    (void)use_stick(stage);
    assert_false(file_exists(batch_of(stage, first, 1, EACH)));
    assert_true(file_exists(batch_of(stage, second, 1, EACH)));
    assert_true(file_exists(other));
    assert_int_equal(courier_again(stage->data), out.written);
}

/* Nobody is told that the hub has everything before its receipts say so. */
static void what_goes_by_stick_again_is_known_until_the_receipts_come(void **state)
{
    struct stage *stage = set_back_by_stick(state, LIVES);
    assert_int_equal(courier_again(stage->data), 0);
    assert_int_equal(use_stick(stage).written, EACH + 2 + LIVES * EACH);
    assert_int_equal(courier_again(stage->data), EACH + 2 + LIVES * EACH);
    for (size_t i = 0; i < LIVES; i++)
        import_of(stage, stage->hub.older[i].life, 1, EACH);
    import_batch(stage, 1, EACH + 2);
    import_batch(stage, EACH + 1, EACH + 2);
    (void)use_stick(stage);
    assert_int_equal(courier_again(stage->data), 0);
}

#define on_stage(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    on_stage(what_the_hub_lacks_of_each_life_comes_again),
    on_stage(more_lives_than_are_listed_at_once_come_too),
    on_stage(a_revoked_kiosk_brings_what_its_older_lives_hold),
    on_stage(a_damaged_response_holds_up_what_is_behind_it_in_its_own_life_alone),
    on_stage(where_the_hub_stands_at_a_damaged_response_the_rest_is_lost),
    on_stage(what_only_the_hub_has_of_a_life_is_not_lost),
    on_stage(an_end_that_is_missing_is_told_as_lost),
    on_stage(where_nobody_answers_no_other_life_is_tried),
    on_stage(a_list_of_what_is_lost_that_is_too_large_is_set_aside),
    on_stage(a_folder_in_place_of_the_list_is_set_aside),
    on_stage(a_list_that_cannot_be_kept_holds_up_nothing),
    on_stage(what_no_journal_can_have_lost_is_not_believed),
    on_stage(more_lives_than_are_listed_at_once_go_onto_the_stick),
    on_stage(a_damaged_response_keeps_nothing_else_off_the_stick),
    on_stage(batches_of_older_lives_go_from_the_stick_by_their_receipts),
    on_stage(what_goes_by_stick_again_is_known_until_the_receipts_come),
};

int main(void)
{
    return cmocka_run_group_tests_name("courier_older", tests, NULL, NULL);
}
