/* One message into ingest: see ingest_wait.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "ingest_wait.h"

void ingest_answer_init(struct ingest_answer *answer, struct buf reply)
{
    *answer = (struct ingest_answer){ .lock = PTHREAD_MUTEX_INITIALIZER,
                                      .done = PTHREAD_COND_INITIALIZER,
                                      .reply = reply };
}

void ingest_answer_take(void *context, struct span reply, const struct err *err)
{
    struct ingest_answer *answer = context;
    (void)pthread_mutex_lock(&answer->lock);
    answer->calls++;
    answer->err = *err;
    buf_put_span(&answer->reply, reply);
    (void)pthread_cond_signal(&answer->done);
    (void)pthread_mutex_unlock(&answer->lock);
}

void ingest_answer_wait(struct ingest_answer *answer)
{
    (void)pthread_mutex_lock(&answer->lock);
    while (answer->calls == 0)
        (void)pthread_cond_wait(&answer->done, &answer->lock);
    (void)pthread_mutex_unlock(&answer->lock);
}

struct err ingest_send(struct ingest *ingest, ingest_door *door, struct span message,
                       struct buf *ret_reply)
{
    struct ingest_answer answer;
    ingest_answer_init(&answer, *ret_reply);
    door(ingest, message, ingest_answer_take, &answer);
    ingest_answer_wait(&answer);
    assert_int_equal(answer.calls, 1);
    *ret_reply = answer.reply;
    return answer.err;
}
