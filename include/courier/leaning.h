#pragma once
/*
 * How the courier posts batches one after the other over a connection that is kept: what passed
 * before is not said again (lean.h), and a hub that does not know what passed, or does not know
 * this way at all, is told the whole batch. One thread.
 */
#include "clock.h"
#include "transport.h"

struct leaning {
    struct buf passed;    /* the last batch and its reply */
    msec at;              /* when it passed */
    unsigned turned_down; /* in a row; after a few, batches are said whole for good */
};

void leaning_open(struct leaning *leaning);
void leaning_close(struct leaning *leaning);

/* Posts a body to one of the hub's paths: transport.post, as its caller wants it done. */
typedef enum transport_result leaning_post(void *context, const char *path, struct span body,
                                           struct transport_answer *ret, struct err *err);

/* Posts a signed batch as POST /v1/next or /v1/sync. The answer is that to /v1/sync: where it
 * leaned on something, it has been made whole. now: of clock_mono. */
enum transport_result leaning_send(struct leaning *leaning, msec now, struct span batch,
                                   leaning_post *post, void *context, struct transport_answer *ret,
                                   struct err *err);
