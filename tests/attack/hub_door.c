/* The hub's door for attacks: see hub_door.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "hub_door.h"
#include "report.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

#define EXPECT_ERR door->f.err
#include "expect.h"

enum { OTHER_KIOSK = 7002 };

int door_open(void **state)
{
    struct door *door = calloc(1, sizeof *door);
    assert_non_null(door);
    fixture_open(&door->f);
    fixture_enrol(&door->f, OTHER_KIOSK, "gp", &door->other);
    key_pair_new(&door->key, &door->config.hub_key);
    door->config.has_counts_key = true;
    door->config.counts_public = door->f.counts_public;
    door->config.counts_secret = door->f.counts_secret;
    door->config.store_url = door->f.url;
    OK(ingest_start(&door->config, &door->ingest, &door->f.err));
    *state = door;
    return 0;
}

int door_close(void **state)
{
    struct door *door = *state;
    ingest_stop(door->ingest);
    fixture_close(&door->f);
    free(door);
    return 0;
}

void door_shut(struct door *door)
{
    ingest_stop(door->ingest);
    store_close(door->f.store);
    door->ingest = NULL;
    door->f.store = NULL;
}

void door_reopen(struct door *door)
{
    OK(store_open(door->f.url, false, &door->f.store, &door->f.err));
    OK(ingest_start(&door->config, &door->ingest, &door->f.err));
}

/* ---- one exchange, waited for ---- */

struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t done;
    bool answered;
    struct err err;
    struct buf reply;
};

static void take_answer(void *context, struct span reply, const struct err *err)
{
    struct waiting *waiting = context;
    (void)pthread_mutex_lock(&waiting->lock);
    waiting->answered = true;
    waiting->err = *err;
    buf_put_span(&waiting->reply, reply);
    (void)pthread_cond_signal(&waiting->done);
    (void)pthread_mutex_unlock(&waiting->lock);
}

enum err_kind door_send(struct door *door, struct span message, struct reply *ret)
{
    struct waiting waiting = { .lock = PTHREAD_MUTEX_INITIALIZER,
                               .done = PTHREAD_COND_INITIALIZER,
                               .reply = buf_new(REPLY_BYTES_MAX) };
    *ret = (struct reply){ 0 };
    ingest_batch(door->ingest, message, take_answer, &waiting);
    (void)pthread_mutex_lock(&waiting.lock);
    while (!waiting.answered)
        (void)pthread_cond_wait(&waiting.done, &waiting.lock);
    (void)pthread_mutex_unlock(&waiting.lock);
    door->f.err = waiting.err;
    if (waiting.err.kind == ERR_NONE)
        OK(reply_open(buf_span(&waiting.reply), &door->key, ret, &door->f.err));
    buf_finish(&waiting.reply);
    return waiting.err.kind;
}

void door_denies(struct door *door, struct span message)
{
    struct reply reply;
    assert_int_equal(door_send(door, message, &reply), ERR_DENIED);
}

void door_take(struct door *door, struct fixture_kiosk *kiosk, const struct response *list,
               size_t count)
{
    struct reply reply;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    fixture_sign(kiosk, list, count, NULL, &message);
    if (door_send(door, buf_span(&message), &reply) != ERR_NONE)
        fail_msg("%s", door->f.err.text);
    assert_int_equal(reply.through.seq, kiosk->point.seq);
    reply_finish(&reply);
}

void door_sign_plain(struct door *door, struct fixture_kiosk *kiosk, size_t count, uint32_t overall,
                     struct buf *ret)
{
    struct response *list = calloc(count, sizeof *list);
    assert_non_null(list);
    for (size_t i = 0; i < count; i++)
        list[i] = fixture_response(&door->f, kiosk->point.seq + 1 + i, overall);
    fixture_sign(kiosk, list, count, NULL, ret);
    free(list);
}

void door_take_plain(struct door *door, struct fixture_kiosk *kiosk, size_t count, uint32_t overall)
{
    struct reply reply;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    door_sign_plain(door, kiosk, count, overall, &message);
    if (door_send(door, buf_span(&message), &reply) != ERR_NONE)
        fail_msg("%s", door->f.err.text);
    assert_int_equal(reply.through.seq, kiosk->point.seq);
    reply_finish(&reply);
}

/* ---- what became of it ---- */

static bool count_row(void *context, const struct store_row *row)
{
    (void)row;
    ++*(int *)context;
    return true;
}

int door_rows(struct door *door)
{
    int count = 0;
    OK(store_kiosk_rows(door->f.store, door->f.kiosk.id, count_row, &count, &door->f.err));
    OK(store_kiosk_rows(door->f.store, door->other.id, count_row, &count, &door->f.err));
    return count;
}

static bool count_aside(void *context, uint64_t kiosk, uint64_t life,
                        const struct store_aside *aside)
{
    (void)kiosk, (void)life, (void)aside;
    ++*(int *)context;
    return true;
}

int door_asides(struct door *door)
{
    int count = 0;
    OK(store_asides(door->f.store, 0, count_aside, &count, &door->f.err));
    return count;
}

struct tally_query {
    const char *question, *value;
    uint32_t n;
};

static bool add_tally(void *context, uint64_t kiosk, const struct store_tally *tally)
{
    struct tally_query *query = context;
    (void)kiosk;
    if (strcmp(tally->question, query->question) == 0 && strcmp(tally->value, query->value) == 0)
        query->n += tally->n;
    return true;
}

uint32_t door_tally(struct door *door, const char *question, const char *value)
{
    struct tally_query query = { question, value, 0 };
    OK(store_tallies(door->f.store, 0, true, add_tally, &query, &door->f.err));
    return query.n;
}

struct event_query {
    const char *what;
    bool found;
};

static bool look_at_event(void *context, const struct store_event *event)
{
    struct event_query *query = context;
    query->found = query->found || strstr(event->what, query->what) != NULL;
    return true;
}

bool door_has_event(struct door *door, uint64_t kiosk, const char *what)
{
    struct event_query query = { what, false };
    OK(store_events(door->f.store, kiosk, look_at_event, &query, &door->f.err));
    return query.found;
}

/* ---- the operator ---- */

void door_alter(struct door *door, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(door->f.url + strlen("sqlite:"), &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_true(sqlite3_total_changes(db) > 0);
    (void)sqlite3_close(db);
}

char *door_verify(struct door *door, bool *ret_clean)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    const struct report_counts counts = { door->f.counts_public, door->f.counts_secret };
    OK(report_verify_sealed(door->f.store, &counts, out, ret_clean, &door->f.err));
    (void)fclose(out);
    return text;
}
