/* Batches one after the other over a kept connection: see leaning.h. */
#include "leaning.h"
#include "lean.h"
#include <stdio.h>

enum {
    WITHIN_MS = 60 * 1000, /* a hub keeps a connection for twice as long */
    TURNED_DOWN_MAX = 3,
    OK = 200,
};

void leaning_open(struct leaning *leaning)
{
    *leaning = (struct leaning){ .passed = buf_new(LEAN_PASSED_MAX) };
}

void leaning_close(struct leaning *leaning)
{
    buf_finish(&leaning->passed);
}

/* Statuses with which a hub, or somebody on the way, says that it cannot make sense of this. */
static bool wants_whole(int status)
{
    static const int statuses[] = { OK, 400, 404, 405, 409, 413, 415, 422 };
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (statuses[i] == status)
            return true;
    return false;
}

static void forget_answer(struct transport_answer *answer)
{
    buf_clear(&answer->body);
    answer->status = 0;
    answer->type[0] = '\0';
    answer->retry_after = 0;
}

/* The answer as /v1/sync would have given it; false when nothing can be made of it. */
static bool make_whole(struct leaning *leaning, struct span batch, struct transport_answer *answer)
{
    struct err err;
    BUF_AUTO reply = buf_new(LEAN_MESSAGE_MAX);
    if (answer->status != OK || strcmp(answer->type, "application/cose") == 0)
        return answer->status == OK;
    if (strcmp(answer->type, "application/zstd") != 0 ||
        !lean_reply_open(buf_span(&leaning->passed), batch, buf_span(&answer->body), &reply, &err))
        return false;
    buf_clear(&answer->body);
    buf_put_span(&answer->body, buf_span(&reply));
    (void)snprintf(answer->type, sizeof answer->type, "application/cose");
    return true;
}

/* True when this is the answer; false when the batch is still to be said whole. */
static bool send_leaning(struct leaning *leaning, struct span batch, leaning_post *post,
                         void *context, struct transport_answer *ret,
                         enum transport_result *ret_result, struct err *err)
{
    BUF_AUTO body = buf_new(LEAN_BODY_MAX);
    struct err why;
    if (!lean_batch(buf_span(&leaning->passed), batch, &body, &why))
        return false;
    *ret_result = post(context, "/v1/next", buf_span(&body), ret, err);
    if (*ret_result != TRANSPORT_ANSWERED)
        return true;
    if (make_whole(leaning, batch, ret)) {
        leaning->turned_down = 0;
        return true;
    }
    if (!wants_whole(ret->status))
        return true;
    leaning->turned_down++;
    forget_answer(ret);
    return false;
}

/* Only what is surely a hub's reply to a batch is something to lean on. */
static void remember(struct leaning *leaning, msec now, struct span batch,
                     enum transport_result result, const struct transport_answer *answer)
{
    leaning->at = now;
    if (result == TRANSPORT_ANSWERED && answer->status == OK &&
        strcmp(answer->type, "application/cose") == 0)
        lean_keep(&leaning->passed, batch, buf_span(&answer->body));
    else
        buf_clear(&leaning->passed);
}

enum transport_result leaning_send(struct leaning *leaning, msec now, struct span batch,
                                   leaning_post *post, void *context, struct transport_answer *ret,
                                   struct err *err)
{
    enum transport_result result;
    bool may = leaning->passed.size > 0 && now - leaning->at < WITHIN_MS &&
               leaning->turned_down < TURNED_DOWN_MAX && batch.size <= LEAN_MESSAGE_MAX;
    if (!may || !send_leaning(leaning, batch, post, context, ret, &result, err))
        result = post(context, "/v1/sync", batch, ret, err);
    remember(leaning, now, batch, result, ret);
    return result;
}
