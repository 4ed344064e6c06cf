/* A batch from a stick, for whoever has nothing else to do until it is kept. */
#include "ingest.h"
#include <pthread.h>

/* One batch on its way through ingest's writer thread. */
struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool done;
    struct buf reply;
    struct err err;
};

static void take_reply(void *context, struct span reply, const struct err *err)
{
    struct waiting *waiting = context;
    (void)pthread_mutex_lock(&waiting->lock);
    if (err->kind == ERR_NONE)
        buf_put_span(&waiting->reply, reply);
    else
        waiting->err = *err;
    waiting->done = true;
    (void)pthread_cond_signal(&waiting->changed);
    (void)pthread_mutex_unlock(&waiting->lock);
}

bool ingest_carried_wait(struct ingest *ingest, struct span message, struct buf *ret_reply,
                         struct err *err)
{
    struct waiting waiting = { .reply = buf_new(REPLY_BYTES_MAX) };
    (void)pthread_mutex_init(&waiting.lock, NULL);
    (void)pthread_cond_init(&waiting.changed, NULL);
    ingest_carried(ingest, message, take_reply, &waiting);
    (void)pthread_mutex_lock(&waiting.lock);
    while (!waiting.done)
        (void)pthread_cond_wait(&waiting.changed, &waiting.lock);
    (void)pthread_mutex_unlock(&waiting.lock);
    (void)pthread_cond_destroy(&waiting.changed);
    (void)pthread_mutex_destroy(&waiting.lock);
    *ret_reply = waiting.reply;
    if (waiting.err.kind == ERR_NONE)
        return true;
    *err = waiting.err;
    return false;
}
