/* What every engine of the store promises of what was deleted: runs go whole or not at all, their
 * chain points and sums stay, and the next batch still follows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "store_engines.h"
#include <stdio.h>
#include <stdlib.h>

enum { KIOSK = 7001, LIFE = 42, NOW = 1795000000, MONTH = 20393 /* 2025-11-01 */ };

static struct err err;
static const struct store_engine *engine;

static int opens(void **state)
{
    struct store *store;
    if (!store_engine_open(engine, &store, &err)) {
        print_error("%s\n", err.text);
        return 1;
    }
    *state = store;
    return 0;
}

static int closes(void **state)
{
    store_close(*state);
    return 0;
}

static struct digest digest_like(uint8_t fill)
{
    struct digest digest;
    memset(digest.bytes, fill, sizeof digest.bytes);
    return digest;
}

static void begin_kiosk(struct store *store, uint64_t id)
{
    struct published_survey survey = { .digest = digest_like(1), .id = "fft", .published = NOW };
    struct store_invitation invitation = { .expires = NOW + 100, .venue = "gp" };
    struct store_kiosk kiosk = { .id = id, .venue = "gp", .life = LIFE, .enrolled = NOW - 1000 };
    struct digest start = digest_like(100);
    BUF_AUTO reply = buf_new(10);
    OK(store_blob_put(store, &survey.digest, span_text("{}"), &err));
    OK(store_survey_publish(store, &survey, &err));
    OK(store_invitation_add(store, &invitation, NOW, &err));
    kiosk.invitation = invitation.id;
    memset(kiosk.key, (int)(id & 0xff), sizeof kiosk.key);
    OK(store_enrol(store, invitation.id, &kiosk, &start, span_text("r"), &reply, &err));
}

/* Two responses from `first` on; the second is set aside. */
static enum keep_verdict keep_two(struct store *store, uint64_t kiosk, uint64_t first)
{
    struct store_response row = { .seq = first, .venue = "gp", .survey = digest_like(1) };
    struct store_aside aside = { .seq = first + 1, .reason = "no such answer" };
    int32_t month = first < 5 ? MONTH : MONTH + 30;
    struct store_tally tallies[] = {
        { digest_like(1), "overall", "good", "gp", month + 3, false, false, "", 0, 0, 1 },
        { digest_like(1), "overall", "good", "gp", month, true, false, "cy", 0, 9, 1 },
    };
    struct store_keep exchange = {
        .kiosk = kiosk,
        .life = LIFE,
        .before = { LIFE, first - 1, digest_like((uint8_t)(99 + first)), 0, 0 },
        .after = { LIFE, first + 1, digest_like((uint8_t)(101 + first)), 0, 0 },
        .received = NOW,
        .batch = span_text("signed"),
        .time_zone = "UTC",
        .responses = &row,
        .response_count = 1,
        .asides = &aside,
        .aside_count = 1,
        .tallies = tallies,
        .tally_count = 2,
        .now_segment = 1,
        .now_ms = first,
    };
    OK(store_keep(store, &exchange, 1, &err));
    return exchange.verdict;
}

/* Batches 1-2, 3-4, 5-6 of two kiosks. */
static void fill(struct store *store)
{
    for (uint64_t kiosk = KIOSK; kiosk < KIOSK + 2; kiosk++) {
        begin_kiosk(store, kiosk);
        for (uint64_t first = 1; first < 7; first += 2)
            assert_int_equal(keep_two(store, kiosk, first), KEEP_KEPT);
    }
}

static struct store_gone run_of(uint64_t first, uint64_t last)
{
    uint32_t batches = (uint32_t)(last - first + 1) / 2;
    return (struct store_gone){ .life = LIFE,
                                .first = first,
                                .last = last,
                                .hash = digest_like((uint8_t)(100 + last)),
                                .bytes = digest_like(7),
                                .deletion = 3,
                                .batches = batches,
                                .responses = batches,
                                .asides = batches,
                                .unopened = 1 };
}

static bool note_batch(void *out, const struct store_batch *b)
{
    buf_printf(out, "%d:%d-%d ", (int)b->kiosk, (int)b->first, (int)b->last);
    return true;
}

static bool note_row(void *out, const struct store_row *row)
{
    buf_printf(out, "r%d ", (int)row->response.seq);
    return true;
}

static bool note_aside(void *out, uint64_t kiosk, uint64_t life, const struct store_aside *aside)
{
    (void)life;
    buf_printf(out, "a%d/%d ", (int)kiosk, (int)aside->seq);
    return true;
}

static bool note_tally(void *out, uint64_t kiosk, const struct store_tally *t)
{
    buf_printf(out, "t%d/%d=%u ", (int)kiosk, t->day - MONTH, t->n);
    return true;
}

static bool note_gone(void *out, const struct store_gone *run)
{
    buf_printf(out, "%d/%d:%d-%d h%d b%d del%d %u.%u.%u.%u ", (int)run->kiosk, (int)run->life,
               (int)run->first, (int)run->last, run->hash.bytes[31], run->bytes.bytes[0],
               (int)run->deletion, run->batches, run->responses, run->asides, run->unopened);
    return true;
}

static bool note_figures(void *out, const struct store_gone_figures *f)
{
    buf_printf(out, "%d del%d s%d m%d %.*s ", (int)f->kiosk, (int)f->deletion, f->survey.bytes[0],
               f->month - MONTH, (int)f->text.size, (const char *)f->text.data);
    return true;
}

static void draw(struct store *store, struct buf *out)
{
    OK(store_batches(store, 0, note_batch, out, &err));
    OK(store_rows(store, "fft", 0, INT32_MAX, note_row, out, &err));
    OK(store_asides(store, 0, note_aside, out, &err));
    OK(store_tallies(store, 0, false, note_tally, out, &err));
    OK(store_gone(store, 0, note_gone, out, &err));
    OK(store_gone_figures(store, 0, note_figures, out, &err));
}

static void it_is(struct store *store, const char *wanted)
{
    BUF_AUTO seen = buf_new(2000);
    draw(store, &seen);
    assert_string_equal(buf_text(&seen), wanted);
}

static void a_run_goes_with_its_rows_and_leaves_its_place(void **state)
{
    struct store *store = *state;
    struct store_gone run = run_of(1, 4);
    struct store_gone_figures figures = {
        .deletion = 3, .survey = digest_like(1), .month = MONTH, .text = span_text("sums")
    };
    BUF_AUTO seen = buf_new(200);
    fill(store);
    OK(store_gone_add(store, KIOSK, &run, 1, &figures, 1, &err));
    it_is(store, "7001:5-6 7002:1-2 7002:3-4 7002:5-6 r5 r1 r3 r5 a7001/6 a7002/2 a7002/4 a7002/6 "
                 "t7001/3=2 t7001/33=1 t7002/3=2 t7002/33=1 "
                 "7001/42:1-4 h104 b7 del3 2.2.2.1 7001 del3 s1 m0 sums ");
    OK(store_gone(store, KIOSK + 1, note_gone, &seen, &err));
    OK(store_gone_figures(store, KIOSK + 1, note_figures, &seen, &err));
    assert_string_equal(buf_text(&seen), "");
}

static void what_follows_still_follows(void **state)
{
    struct store *store = *state;
    struct store_gone runs[] = { run_of(1, 2), run_of(3, 6) };
    struct store_watermark at;
    fill(store);
    OK(store_gone_add(store, KIOSK, runs, 2, NULL, 0, &err));
    OK(store_watermark(store, KIOSK, LIFE, &at, &err));
    assert_int_equal(at.seq, 6);
    assert_int_equal(keep_two(store, KIOSK, 5), KEEP_KNOWN); /* the newest, sent again */
    assert_int_equal(keep_two(store, KIOSK, 7), KEEP_KEPT);
    assert_int_equal(keep_two(store, KIOSK, 11), KEEP_GAP);
}

static void what_is_not_whole_batches_is_refused_and_nothing_goes(void **state)
{
    struct store *store = *state;
    BUF_AUTO before = buf_new(2000);
    struct store_gone wrong[6];
    for (size_t i = 0; i < 6; i++)
        wrong[i] = run_of(1, 4);
    wrong[0].last = 3;              /* in the middle of a batch */
    wrong[1].first = 2;             /* so is this */
    wrong[2].hash = digest_like(1); /* another history */
    wrong[3].batches = 1;
    wrong[4].responses = 3;
    wrong[5].asides = 0;
    fill(store);
    draw(store, &before);
    for (size_t i = 0; i < 6; i++) {
        struct store_gone runs[] = { run_of(5, 6), wrong[i] };
        FAILS(ERR_STALE, store_gone_add(store, KIOSK, runs, 2, NULL, 0, &err));
        it_is(store, buf_text(&before));
    }
    struct store_gone twice = run_of(1, 4);
    OK(store_gone_add(store, KIOSK, &twice, 1, NULL, 0, &err));
    FAILS(ERR_STALE, store_gone_add(store, KIOSK, &twice, 1, NULL, 0, &err));
}

static bool count_member(void *context, const struct store_member *member)
{
    (void)member;
    ++*(int *)context;
    return true;
}

static void figures_before_a_month_can_be_forgotten(void **state)
{
    struct store *store = *state;
    struct digest survey = digest_like(1);
    struct store_gone run = run_of(1, 6);
    struct store_gone_figures figures[] = {
        { .deletion = 3, .survey = survey, .month = MONTH, .text = span_text("old") },
        { .deletion = 3, .survey = survey, .month = MONTH + 30, .text = span_text("new") },
    };
    size_t left;
    bool any;
    int members = 0;
    int32_t first;
    int32_t last;
    fill(store);
    OK(store_fold(store, 1000, &left, &err));
    OK(store_gone_add(store, KIOSK, &run, 1, figures, 2, &err));
    OK(store_figures_forget(store, KIOSK, &survey, MONTH + 30, &err));
    OK(store_figures_forget(store, KIOSK + 1, &survey, MONTH + 30, &err));
    OK(store_summaries_forget(store, &survey, MONTH + 30, &err));
    it_is(store, "7002:1-2 7002:3-4 7002:5-6 r1 r3 r5 a7002/2 a7002/4 a7002/6 "
                 "t7001/33=1 t7002/33=1 7001/42:1-6 h106 b7 del3 3.3.3.1 7001 del3 s1 m30 new ");
    OK(store_summary_months(store, &survey, &any, &first, &last, &err));
    assert_false(any); /* nothing counts responses in this fixture */
    OK(store_members(store, count_member, &members, &err));
    assert_int_equal(members, 2); /* December's */
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, opens, closes)

static const struct CMUnitTest promises[] = {
    CASE(a_run_goes_with_its_rows_and_leaves_its_place),
    CASE(what_follows_still_follows),
    CASE(what_is_not_whole_batches_is_refused_and_nothing_goes),
    CASE(figures_before_a_month_can_be_forgotten),
};

int main(void)
{
    int failed = 0;
    store_engines_start();
    for (int i = 0; i < STORE_ENGINES; i++) {
        engine = store_engines[i];
        failed += cmocka_run_group_tests_name(engine->name, promises, NULL, NULL);
    }
    store_engines_stop();
    return failed;
}
