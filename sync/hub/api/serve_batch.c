/*
 * Batches in, receipts out: POST /v1/sync, and POST /v1/next over a connection that has carried a
 * batch before, where both sides say only what is new (lean.h). Either way ingest is given the
 * whole signed batch. What a reply leans on is kept with the connection and forgotten with it.
 */
#include "serve_batch.h"
#include "lean.h"
#include <stdlib.h>

enum { LATER_SECONDS = 30 };

_Static_assert((int)LEAN_PASSED_MAX <= (int)HTTP_KEPT_MAX, "what passed before has room");

/* One batch on its way through ingest. */
struct syncing {
    struct http_exchange *exchange;
    struct span batch;
    struct buf whole;  /* of /v1/next: the batch's bytes, */
    struct buf passed; /* and what they leaned on */
};

void answer_failure(struct http_exchange *exchange, const struct err *err)
{
    http_answer_error(exchange, err, err->kind == ERR_LATER ? LATER_SECONDS : 0);
}

static struct syncing *syncing_new(struct http_exchange *exchange)
{
    struct syncing *syncing = calloc(1, sizeof *syncing);
    struct err err;
    if (syncing == NULL) {
        (void)err_set(&err, ERR_LATER, "there is no memory for a batch");
        answer_failure(exchange, &err);
        return NULL;
    }
    syncing->exchange = exchange;
    syncing->whole = buf_new(LEAN_MESSAGE_MAX);
    syncing->passed = buf_new(LEAN_PASSED_MAX);
    return syncing;
}

static void syncing_free(struct syncing *syncing)
{
    buf_finish(&syncing->whole);
    buf_finish(&syncing->passed);
    free(syncing);
}

/* Beside the reply a kiosk hears what this hub can read in a batch. */
static void answer_reply(struct http_exchange *exchange, const char *type, struct span body)
{
    http_answer_with(exchange, &(struct http_reply){ .status = 200,
                                                     .content_type = type,
                                                     .body = body,
                                                     .fields = { { "Takes", "help" } } });
}

/* False when the reply is to be said whole. */
static bool answer_leaning(struct syncing *syncing, struct span reply)
{
    struct err err;
    BUF_AUTO body = buf_new(LEAN_BODY_MAX);
    if (syncing->passed.size == 0 ||
        !lean_reply(buf_span(&syncing->passed), syncing->batch, reply, &body, &err))
        return false;
    answer_reply(syncing->exchange, "application/zstd", buf_span(&body));
    return true;
}

static void take_reply(void *context, struct span reply, const struct err *err)
{
    struct syncing *syncing = context;
    struct buf *kept = http_kept(syncing->exchange);
    if (err->kind == ERR_NONE && kept != NULL)
        lean_keep(kept, syncing->batch, reply);
    if (err->kind != ERR_NONE)
        answer_failure(syncing->exchange, err);
    else if (!answer_leaning(syncing, reply))
        answer_reply(syncing->exchange, "application/cose", reply);
    syncing_free(syncing);
}

void batch_take(struct ingest *ingest, struct span batch, struct http_exchange *exchange)
{
    struct syncing *syncing = syncing_new(exchange);
    if (syncing == NULL)
        return;
    syncing->batch = batch;
    ingest_batch(ingest, batch, take_reply, syncing);
}

/* 409 for whatever a client mends by saying the batch whole. */
static void ask_for_whole(struct http_exchange *exchange, struct err *err)
{
    if (err->kind != ERR_LATER)
        err->kind = ERR_CONFLICT;
    answer_failure(exchange, err);
}

void batch_take_next(struct ingest *ingest, struct span body, struct http_exchange *exchange)
{
    struct err err;
    struct buf *kept = http_kept(exchange);
    struct syncing *syncing = syncing_new(exchange);
    if (syncing == NULL)
        return;
    if (kept != NULL)
        buf_put_span(&syncing->passed, buf_span(kept));
    if (!lean_batch_open(buf_span(&syncing->passed), body, &syncing->whole, &err)) {
        ask_for_whole(exchange, &err);
        syncing_free(syncing);
        return;
    }
    syncing->batch = buf_span(&syncing->whole);
    ingest_batch(ingest, syncing->batch, take_reply, syncing);
}
