/* The way from SQLite to PostgreSQL: everything arrives as it was, or nothing has moved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "postgres_server.h"
#include "store_desk.h"
#include "store_move.h"
#include "store_picture.h"
#include "store_summary.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KIOSK = 7001, LIFE = 42, NOW = 1795000000, MONTH = 20393 /* 2025-11-01 */ };

static struct postgres_server server;
static struct err err;

struct rig {
    char folder[40];
    char from[80];
    char to[POSTGRES_URL_MAX];
    struct store *old;
};

static struct digest digest_like(uint8_t fill)
{
    struct digest digest;
    memset(digest.bytes, fill, sizeof digest.bytes);
    return digest;
}

/* ---- something of everything ---- */

static void fill_desk(struct store *store)
{
    uint64_t number;
    struct store_paper paper = { .kind = "draft", .id = "a", .body = span_text("{}"), .rank = -5 };
    struct store_audit line = { .number = 1,
                                .at = NOW,
                                .actor = "Me",
                                .action = "venue.changed",
                                .detail = span_text("{\"a\":1}"),
                                .hash = digest_like(3) };
    OK(store_setting_put(store, "programme.name", span_text("Northshire"), &err));
    OK(store_setting_put(store, "empty", span_of(NULL, 0), &err));
    OK(store_next(store, "bundle", 70, &number, &err));
    OK(store_statement_add(store, 4, 1, span_of("a\0b", 3), &err));
    OK(store_paper_put(store, &paper, PAPER_NEW, &err));
    (void)snprintf(paper.id, sizeof paper.id, "b");
    (void)snprintf(paper.also, sizeof paper.also, "b@example.org");
    OK(store_paper_put(store, &paper, PAPER_NEW, &err));
    OK(store_audit_add(store, &line, &err));
}

static void fill_frame(struct store *store)
{
    struct venue venue = { .id = "gp", .name = "Gwên \xe2\x98\xba", .time_zone = "UTC" };
    struct published_survey survey = { .digest = digest_like(1), .id = "fft", .published = NOW };
    struct store_bundle bundle = { .serial = 3, .manifest = digest_like(9) };
    OK(store_venue_put(store, &venue, &err));
    OK(store_venue_file_put(store, "gp", STORE_FILE_PROFILE, span_text("{}"), &err));
    OK(store_blob_put(store, &survey.digest, span_of("x\0\xff", 3), &err));
    OK(store_survey_publish(store, &survey, &err));
    OK(store_venue_survey_put(store, "gp", &survey.digest, &err));
    OK(store_bundle_put(store, "gp", &bundle, &err));
}

static void fill_kiosks(struct store *store)
{
    struct store_invitation invitation = { .expires = NOW + 100, .venue = "gp" };
    struct store_kiosk kiosk = { .id = KIOSK, .venue = "gp", .life = LIFE, .enrolled = NOW };
    struct digest start = digest_like(100);
    BUF_AUTO reply = buf_new(10);
    OK(store_invitation_add(store, &invitation, NOW, &err)); /* one that nobody uses */
    OK(store_invitation_add(store, &invitation, NOW, &err));
    OK(store_enrol(store, invitation.id, &kiosk, &start, span_text("r"), &reply, &err));
    OK(store_kiosk_revoke(store, KIOSK, NOW + 9, &err));
    OK(store_event(store, KIOSK, NOW, "fork", &err));
}

static void keep(struct store *store, uint64_t seq)
{
    struct store_response row = { .seq = seq,
                                  .venue = "gp",
                                  .survey = digest_like(1),
                                  .day = MONTH + (int32_t)seq,
                                  .language = "cy",
                                  .assisted = seq % 2 == 0,
                                  .flagged = seq % 3 == 0,
                                  .count = 2,
                                  .state = { 3, ANSWER_SEALED } };
    struct store_tally tallies[] = {
        { .survey = digest_like(1), .question = "q", .value = "v", .venue = "gp", .n = 1 },
        { .survey = digest_like(1), .question = "q", .value = "v", .venue = "gp", .n = 1 },
    };
    struct store_aside aside = { .seq = seq + 1, .reason = "no such answer" };
    struct store_keep exchange = {
        .kiosk = KIOSK,
        .life = LIFE,
        .before = { .life = LIFE, .seq = seq - 1, .hash = digest_like((uint8_t)(99 + seq)) },
        .after = { .life = LIFE, .seq = seq + 1, .hash = digest_like((uint8_t)(101 + seq)) },
        .received = NOW + (int64_t)seq,
        .batch = span_of("\0signed", 7),
        .time_zone = "Europe/London",
        .now_segment = 1,
        .now_ms = seq,
        .health = span_text("well"),
        .venue = "gp",
        .day = MONTH,
        .responses = &row,
        .response_count = 1,
        .tallies = tallies,
        .tally_count = 2,
        .asides = &aside,
        .aside_count = 1
    };
    tallies[0].day = MONTH + (int32_t)seq;
    tallies[1].day = MONTH;
    tallies[1].monthly = true;
    (void)snprintf(tallies[1].language, sizeof tallies[1].language, "cy");
    OK(store_keep(store, &exchange, 1, &err));
    assert_int_equal(exchange.verdict, KEEP_KEPT);
}

static void fill(struct store *store)
{
    size_t left;
    fill_desk(store);
    fill_frame(store);
    fill_kiosks(store);
    for (uint64_t seq = 1; seq < 40; seq += 2)
        keep(store, seq);
    OK(store_fold(store, 10, &left, &err));
    keep(store, 41); /* and something that waits to be folded */
}

/* ---- the cases ---- */

static int makes(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    (void)snprintf(rig->folder, sizeof rig->folder, "/tmp/yousaid-move-XXXXXX");
    assert_non_null(mkdtemp(rig->folder));
    (void)snprintf(rig->from, sizeof rig->from, "sqlite:%s/hub.sqlite", rig->folder);
    postgres_server_schema(&server, rig->to);
    OK(store_open(rig->from, true, &rig->old, &err));
    fill(rig->old);
    *state = rig;
    return 0;
}

static int clears(void **state)
{
    char command[80];
    struct rig *rig = *state;
    store_close(rig->old);
    (void)snprintf(command, sizeof command, "rm -rf %s", rig->folder);
    int status = system(command);
    free(rig);
    return status;
}

static void note_moved(void *context, const struct store_moved *moved)
{
    if (moved->rows > 0)
        ++*(int *)context;
}

static void everything_arrives_as_it_was(void **state)
{
    const struct rig *rig = *state;
    struct store *new;
    size_t left;
    int tables = 0;
    BUF_AUTO before = buf_new(100000);
    BUF_AUTO after = buf_new(100000);
    store_picture(rig->old, KIOSK, &before);
    assert_true(before.size > 2000);
    OK(store_move(rig->from, rig->to, note_moved, &tables, &err));
    assert_int_equal(tables, 24);
    OK(store_open(rig->to, false, &new, &err));
    store_picture(new, KIOSK, &after);
    assert_string_equal(buf_text(&before), buf_text(&after));
    OK(store_fold(new, 10, &left, &err));
    keep(new, 43); /* and it goes on from there */
    store_close(new);
}

static void who_has_the_old_one_open_can_keep_nothing_more(void **state)
{
    const struct rig *rig = *state;
    struct store *again;
    int tables = 0;
    struct store_keep late = { .kiosk = KIOSK,
                               .life = LIFE,
                               .before = { .life = LIFE, .seq = 42, .hash = digest_like(142) },
                               .after = { .life = LIFE, .seq = 43, .hash = digest_like(143) },
                               .batch = span_text("b"),
                               .time_zone = "UTC" };
    OK(store_move(rig->from, rig->to, note_moved, &tables, &err));
    assert_false(store_keep(rig->old, &late, 1, &err));
    assert_int_equal(err.kind, ERR_LATER);
    assert_false(store_open(rig->from, false, &again, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "moved to PostgreSQL"));
}

static void a_database_that_holds_something_is_left_alone(void **state)
{
    const struct rig *rig = *state;
    struct store *new;
    int tables = 0;
    struct venue venue = { .id = "theirs", .name = "Theirs", .time_zone = "UTC" };
    OK(store_open(rig->to, true, &new, &err));
    OK(store_venue_put(new, &venue, &err));
    store_close(new);
    assert_false(store_move(rig->from, rig->to, note_moved, &tables, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "not empty"));
    assert_int_equal(tables, 0);
    keep(rig->old, 43); /* nothing has moved: the old one goes on */
}

static void only_the_way_up_exists(void **state)
{
    const struct rig *rig = *state;
    int tables = 0;
    assert_false(store_move(rig->from, rig->from, note_moved, &tables, &err));
    assert_int_equal(err.kind, ERR_USAGE);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, makes, clears)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(everything_arrives_as_it_was),
        CASE(who_has_the_old_one_open_can_keep_nothing_more),
        CASE(a_database_that_holds_something_is_left_alone),
        CASE(only_the_way_up_exists),
    };
    postgres_server_start(&server);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    postgres_server_stop(&server);
    return failed;
}
