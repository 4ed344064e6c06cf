/* Deleting what is over, over a store that ingest has filled from real batches: what goes, what
 * stays, and that the proof is as strong afterwards as before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "clock.h"
#include "hub_fixture.h"
#include "ingest_wait.h"
#include "local_time.h"
#include "report.h"
#include "retention.h"
#include "retire.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define EXPECT_ERR hub->f.err
#include "expect.h"

struct hub {
    struct fixture f;
    struct ingest *ingest;
    struct report_counts counts;
    struct digest other; /* another survey, with the same questions */
    uint64_t deletions;
};

static int opens(void **state)
{
    struct hub *hub = calloc(1, sizeof *hub);
    struct ingest_config config = { .has_counts_key = true };
    struct public_key key;
    BUF_AUTO json = buf_new(SURVEY_FILE_MAX);
    assert_non_null(hub);
    fixture_open(&hub->f);
    key_pair_new(&key, &config.hub_key);
    config.store_url = hub->f.url;
    config.counts_public = hub->f.counts_public;
    config.counts_secret = hub->f.counts_secret;
    hub->counts = (struct report_counts){ hub->f.counts_public, hub->f.counts_secret };
    OK(store_blob_get(hub->f.store, &hub->f.survey, &json, &hub->f.err));
    buf_put_byte(&json, '\n'); /* the same questions, and another digest */
    hub->other = fixture_publish(&hub->f, "other", buf_text(&json));
    OK(ingest_start(&config, &hub->ingest, &hub->f.err));
    *state = hub;
    return 0;
}

static int closes(void **state)
{
    struct hub *hub = *state;
    ingest_stop(hub->ingest);
    fixture_close(&hub->f);
    free(hub);
    return 0;
}

/* One batch of so many of a survey, all giving the same answer, so many seconds apart. */
static void send_of(struct hub *hub, const struct digest *survey, size_t count, uint8_t gap)
{
    struct response list[20];
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO reply = buf_new(REPLY_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        list[i] = fixture_response(&hub->f, hub->f.kiosk.point.seq + 1 + i, ANSWER_FIRST);
        list[i].survey = *survey;
        list[i].gap = gap;
    }
    fixture_sign(&hub->f.kiosk, list, count, NULL, &message);
    struct err err = ingest_send(hub->ingest, ingest_batch, buf_span(&message), &reply);
    if (err.kind != ERR_NONE)
        fail_msg("%s", err.text);
}

static struct retire_counts retire(struct hub *hub, const char *survey)
{
    struct retire_rule rule = { .answers_before = INT64_MAX };
    struct retire_counts counts;
    (void)snprintf(rule.survey, sizeof rule.survey, "%s", survey);
    OK(report_retire(hub->f.store, &hub->counts, &rule, 1, ++hub->deletions, &counts, &hub->f.err));
    return counts;
}

static bool take_text(void *context, const struct store_gone *run)
{
    buf_printf(context, "%d-%d:%u.%u.%u ", (int)run->first, (int)run->last, run->batches,
               run->responses, run->asides);
    return true;
}

static void runs_are(struct hub *hub, const char *wanted)
{
    BUF_AUTO seen = buf_new(500);
    OK(store_gone(hub->f.store, 0, take_text, &seen, &hub->f.err));
    assert_string_equal(buf_text(&seen), wanted);
}

/* The proof's lines; here there are no records, as the hub's own verbs write them: their doubt is
 * left out. */
static char *proof(struct hub *hub)
{
    char *text = NULL;
    size_t size = 0;
    bool clean;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    OK(report_verify_sealed(hub->f.store, &hub->counts, out, &clean, &hub->f.err));
    (void)fclose(out);
    char *end = strstr(text, "DOUBT  deletion");
    if (end != NULL)
        *end = '\0';
    return text;
}

static void is_proved(struct hub *hub)
{
    char *text = proof(hub);
    if (strncmp(text, "fine", 4) != 0 || strstr(text, "DOUBT") != NULL)
        fail_msg("%s", text);
    free(text);
}

static void is_doubted(struct hub *hub, const char *why)
{
    char *text = proof(hub);
    if (strstr(text, "DOUBT") == NULL || strstr(text, why) == NULL)
        fail_msg("\"%s\" is not said: %s", why, text);
    free(text);
}

static bool count_row(void *context, const struct store_row *row)
{
    (void)row;
    ++*(size_t *)context;
    return true;
}

static size_t rows_of(struct hub *hub, const char *survey)
{
    size_t count = 0;
    OK(store_rows(hub->f.store, survey, 0, INT32_MAX, count_row, &count, &hub->f.err));
    return count;
}

static bool add_tally(void *context, uint64_t kiosk, const struct store_tally *tally)
{
    (void)kiosk;
    if (tally->question[0] == '\0' && !tally->monthly)
        *(uint64_t *)context += tally->n;
    return true;
}

static uint64_t counted(struct hub *hub)
{
    uint64_t n = 0;
    OK(store_tallies(hub->f.store, 0, false, add_tally, &n, &hub->f.err));
    return n;
}

/* ---- what goes ---- */

static void what_is_over_goes_and_what_is_left_is_proved(void **state)
{
    struct hub *hub = *state;
    send_of(hub, &hub->f.survey, 3, 60);
    send_of(hub, &hub->f.survey, 2, 60);
    send_of(hub, &hub->other, 2, 60);
    send_of(hub, &hub->f.survey, 4, 60);
    is_proved(hub);
    struct retire_counts gone = retire(hub, "test");
    assert_int_equal(gone.responses, 9);
    assert_int_equal(gone.batches, 3);
    assert_int_equal(gone.doubted, 0);
    runs_are(hub, "1-5:2.5.0 8-11:1.4.0 ");
    assert_int_equal(rows_of(hub, "test"), 0);
    assert_int_equal(rows_of(hub, "other"), 2);
    assert_int_equal(counted(hub), 11); /* figures stay */
    is_proved(hub);
    send_of(hub, &hub->f.survey, 2, 60); /* and the kiosk goes on */
    is_proved(hub);
    assert_int_equal(retire(hub, "other").responses, 2);
    assert_int_equal(retire(hub, "test").responses, 2);
    runs_are(hub, "1-5:2.5.0 6-7:1.2.0 8-11:1.4.0 12-13:1.2.0 ");
    is_proved(hub);
    assert_int_equal(retire(hub, "test").responses, 0);
}

static void a_batch_goes_whole_or_not_at_all(void **state)
{
    struct hub *hub = *state;
    struct response list[2] = { fixture_response(&hub->f, 1, ANSWER_FIRST),
                                fixture_response(&hub->f, 2, ANSWER_FIRST) };
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO reply = buf_new(REPLY_BYTES_MAX);
    list[1].survey = hub->other;
    fixture_sign(&hub->f.kiosk, list, 2, NULL, &message);
    struct err err = ingest_send(hub->ingest, ingest_batch, buf_span(&message), &reply);
    assert_int_equal(err.kind, ERR_NONE);
    assert_int_equal(retire(hub, "test").responses, 0);
    assert_int_equal(retire(hub, "other").responses, 0);
    assert_int_equal(rows_of(hub, "test"), 1);
    is_proved(hub);
}

static void sealed_answers_and_words_go_too_and_their_sums_stay_proved(void **state)
{
    struct hub *hub = *state;
    struct buf space[4];
    struct response list[2];
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO reply = buf_new(REPLY_BYTES_MAX);
    for (int i = 0; i < 4; i++)
        space[i] = buf_new(WORDS_SEALED_MAX);
    for (size_t i = 0; i < 2; i++)
        list[i] = fixture_sealed(&hub->f, hub->f.kiosk.life, i + 1, ANSWER_FIRST, "thanks",
                                 ANSWER_FIRST + 1, &space[2 * i]);
    fixture_sign(&hub->f.kiosk, list, 2, NULL, &message);
    struct err err = ingest_send(hub->ingest, ingest_batch, buf_span(&message), &reply);
    assert_int_equal(err.kind, ERR_NONE);
    is_proved(hub);
    assert_int_equal(retire(hub, "test").responses, 2);
    is_proved(hub);
    char *text = proof(hub);
    assert_null(strstr(text, "sealed to another key"));
    free(text);
    for (int i = 0; i < 4; i++)
        buf_finish(&space[i]);
}

/* The third alike within seconds is flagged although nobody can see the first two any more. */
static void a_burst_whose_beginning_is_gone_is_still_proved(void **state)
{
    struct hub *hub = *state;
    send_of(hub, &hub->f.survey, 2, 2);
    assert_int_equal(retire(hub, "test").responses, 2);
    is_proved(hub);
    send_of(hub, &hub->f.survey, 2, 2);
    is_proved(hub);
    send_of(hub, &hub->f.survey, 3, 60);
    is_proved(hub);
}

static void what_is_sent_again_after_it_was_deleted_counts_once(void **state)
{
    struct hub *hub = *state;
    struct response list[2] = { fixture_response(&hub->f, 1, ANSWER_FIRST),
                                fixture_response(&hub->f, 2, ANSWER_FIRST) };
    struct fixture_kiosk copy = hub->f.kiosk;
    BUF_AUTO whole = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO part = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO reply = buf_new(REPLY_BYTES_MAX);
    fixture_sign(&hub->f.kiosk, list, 2, NULL, &whole);
    fixture_sign(&copy, list, 1, NULL, &part);
    assert_int_equal(ingest_send(hub->ingest, ingest_batch, buf_span(&whole), &reply).kind,
                     ERR_NONE);
    send_of(hub, &hub->f.survey, 3, 60);
    assert_int_equal(retire(hub, "test").responses, 5);
    const struct span again[] = { buf_span(&whole), buf_span(&part) };
    for (size_t i = 0; i < 2; i++) {
        buf_clear(&reply);
        struct err err = ingest_send(hub->ingest, ingest_batch, again[i], &reply);
        assert_int_equal(err.kind, ERR_NONE);
    }
    assert_int_equal(counted(hub), 5);
    assert_int_equal(rows_of(hub, "test"), 0);
    is_proved(hub);
}

/* ---- figures ---- */

static void figures_that_were_deleted_are_neither_missed_nor_told(void **state)
{
    struct hub *hub = *state;
    struct retire_rule rule = { .survey = "test", .answers_before = INT64_MAX };
    struct retention kept = { .survey = "test", .answers = 3, .figures = 3 };
    struct report_query query = { .survey_id = "test", .to_day = INT32_MAX };
    char *text = NULL;
    size_t size = 0;
    int32_t today = (int32_t)(clock_now().wall / 86400);
    send_of(hub, &hub->f.survey, 12, 60);
    assert_int_equal(retire(hub, "test").responses, 12);
    rule.figures_before = kept.figures_before = local_month_start(local_month_start(today) + 31);
    OK(report_retire_figures(hub->f.store, &rule, 1, &hub->f.err));
    assert_int_equal(counted(hub), 0);
    OK(retention_put(hub->f.store, &kept, &hub->f.err));
    is_proved(hub);
    send_of(hub, &hub->f.survey, 12, 60); /* late, and of a month of which nothing is said */
    is_proved(hub);
    FILE *out = open_memstream(&text, &size);
    OK(report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    (void)fclose(out);
    assert_null(strstr(text, "12"));
    free(text);
}

/* ---- whom it leaves alone, and what is noticed ---- */

static void run_sql(struct hub *hub, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(strchr(hub->f.url, ':') + 1, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sqlite3_errmsg(db), sql);
    (void)sqlite3_close(db);
}

static void a_kiosk_in_doubt_is_left_as_it_is(void **state)
{
    struct hub *hub = *state;
    send_of(hub, &hub->f.survey, 3, 60);
    run_sql(hub, "UPDATE response SET hour = (hour + 1) % 24 WHERE seq = 2");
    struct retire_counts gone = retire(hub, "test");
    assert_int_equal(gone.responses, 0);
    assert_int_equal(gone.doubted, 1);
    runs_are(hub, "");
    assert_int_equal(rows_of(hub, "test"), 3);
}

static void what_stands_in_the_place_of_the_deleted_cannot_be_changed_unseen(void **state)
{
    static const struct {
        const char *sql, *why;
    } changes[] = {
        { "UPDATE gone SET hash = zeroblob(32) WHERE first = 1", "the chain breaks" },
        { "UPDATE gone SET last = last - 1 WHERE first = 1", "in no signed batch" },
        { "DELETE FROM gone WHERE first = 1", "in no signed batch" },
        { "DELETE FROM gone WHERE first > 1", "the watermark says" },
        { "UPDATE gone SET hash = zeroblob(32) WHERE first > 1", "the watermark says" },
        { "DELETE FROM gone_figures", "tally" },
        { "UPDATE tally_day SET n = n + 1", "tally" },
        { "UPDATE gone_figures SET figures = x'00'", "cannot be read" },
    };
    struct hub *hub = *state;
    send_of(hub, &hub->f.survey, 3, 60);
    send_of(hub, &hub->other, 2, 60);
    send_of(hub, &hub->f.survey, 3, 60);
    assert_int_equal(retire(hub, "test").responses, 6);
    is_proved(hub);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        run_sql(hub, "PRAGMA wal_checkpoint(TRUNCATE); CREATE TABLE was AS SELECT * FROM gone; "
                     "CREATE TABLE had AS SELECT * FROM gone_figures; "
                     "CREATE TABLE told AS SELECT * FROM tally_day");
        run_sql(hub, changes[i].sql);
        is_doubted(hub, changes[i].why);
        run_sql(hub, "DELETE FROM gone; INSERT INTO gone SELECT * FROM was; DROP TABLE was; "
                     "DELETE FROM gone_figures; INSERT INTO gone_figures SELECT * FROM had; "
                     "DROP TABLE had; DELETE FROM tally_day; "
                     "INSERT INTO tally_day SELECT * FROM told; DROP TABLE told");
        is_proved(hub);
    }
}

static void a_deletion_without_a_record_is_noticed(void **state)
{
    struct hub *hub = *state;
    char *text = NULL;
    size_t size = 0;
    bool clean = true;
    send_of(hub, &hub->f.survey, 3, 60);
    assert_int_equal(retire(hub, "test").responses, 3);
    FILE *out = open_memstream(&text, &size);
    OK(report_verify(hub->f.store, out, &clean, &hub->f.err));
    (void)fclose(out);
    assert_false(clean);
    assert_non_null(strstr(text, "there is no record of it"));
    free(text);
}

/* ---- months ---- */

static int32_t day_of(const char *text)
{
    struct err err;
    int32_t day = 0;
    assert_true(local_day_from_text(text, &day, &err));
    return day;
}

static void months_are_whole(void **state)
{
    (void)state;
    struct retention kept = { .answers = 3, .figures = 12 };
    assert_int_equal(retention_answers_due(&kept, day_of("2026-05-31")), day_of("2026-02-01"));
    assert_int_equal(retention_answers_due(&kept, day_of("2026-06-01")), day_of("2026-03-01"));
    assert_int_equal(retention_answers_due(&kept, day_of("2026-01-15")), day_of("2025-10-01"));
    assert_int_equal(retention_figures_due(&kept, day_of("2026-03-01")), day_of("2025-03-01"));
    kept = (struct retention){ 0 };
    assert_int_equal(retention_answers_due(&kept, day_of("2026-05-31")), 0);
    assert_int_equal(retention_figures_due(&kept, day_of("2026-05-31")), 0);
}

static void what_makes_no_sense_is_refused(void **state)
{
    struct hub *hub = *state;
    static const int wrong[][2] = { { 2, 0 }, { 0, 6 }, { 12, 6 }, { 601, 0 }, { -3, 0 } };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct retention kept = { .survey = "test",
                                  .answers = wrong[i][0],
                                  .figures = wrong[i][1] };
        FAILS(ERR_REFUSED, retention_put(hub->f.store, &kept, &hub->f.err));
    }
    struct retention kept = { .survey = "test", .answers = 12 };
    OK(retention_put(hub->f.store, &kept, &hub->f.err));
    FAILS(ERR_STALE, retention_put(hub->f.store, &kept, &hub->f.err));
    OK(retention_get(hub->f.store, "test", &kept, &hub->f.err));
    assert_int_equal(kept.answers, 12);
    assert_int_equal(kept.version, 1);
    OK(retention_get(hub->f.store, "never", &kept, &hub->f.err));
    assert_int_equal(kept.answers, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, opens, closes)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_is_over_goes_and_what_is_left_is_proved),
        CASE(a_batch_goes_whole_or_not_at_all),
        CASE(sealed_answers_and_words_go_too_and_their_sums_stay_proved),
        CASE(a_burst_whose_beginning_is_gone_is_still_proved),
        CASE(what_is_sent_again_after_it_was_deleted_counts_once),
        CASE(figures_that_were_deleted_are_neither_missed_nor_told),
        CASE(a_kiosk_in_doubt_is_left_as_it_is),
        CASE(what_stands_in_the_place_of_the_deleted_cannot_be_changed_unseen),
        CASE(a_deletion_without_a_record_is_noticed),
        cmocka_unit_test(months_are_whole),
        CASE(what_makes_no_sense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
