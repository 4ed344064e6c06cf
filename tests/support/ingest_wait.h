#pragma once
/* One message into ingest and its answer waited for. NEEDS ingest; Threads. */
#include "ingest.h"
#include <pthread.h>

struct ingest_answer {
    pthread_mutex_t lock;
    pthread_cond_t done;
    int calls;
    struct err err;
    struct buf reply;
};

typedef void ingest_door(struct ingest *, struct span message, ingest_done *, void *context);

/* Before it is given to a door with ingest_answer_take; the buffer is what the reply goes into. */
void ingest_answer_init(struct ingest_answer *answer, struct buf reply);
/* What ingest calls, on its own thread. */
ingest_done ingest_answer_take;
/* Comes back when the answer has come. */
void ingest_answer_wait(struct ingest_answer *answer);

/* All of it: fails the test when the answer comes more than once. The reply is put into *ret_reply,
 * which may have room already. */
struct err ingest_send(struct ingest *ingest, ingest_door *door, struct span message,
                       struct buf *ret_reply);
