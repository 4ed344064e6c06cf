/* What is said by its difference from what passed before: see lean.h. */
#include "lean.h"
#include "pack.h"
#include "seal.h"

static bool is_short(struct span message, struct err *err)
{
    return message.size <= LEAN_MESSAGE_MAX ||
           err_set(err, ERR_TOO_LARGE, "a message of %zu bytes is said whole", message.size);
}

bool lean_batch(struct span passed, struct span batch, struct buf *ret_body, struct err *err)
{
    struct digest name = digest_of(passed);
    if (!is_short(batch, err))
        return false;
    buf_put(ret_body, name.bytes, LEAN_NAME_SIZE);
    return pack_behind(passed, batch, ret_body, err);
}

bool lean_batch_open(struct span passed, struct span body, struct buf *ret, struct err *err)
{
    struct digest name = digest_of(passed);
    if (passed.size == 0 || body.size < LEAN_NAME_SIZE ||
        memcmp(body.data, name.bytes, LEAN_NAME_SIZE) != 0)
        return err_set(err, ERR_MISSING,
                       "What this leans on did not pass over this connection. Say it whole.");
    struct span packed = span_of(body.data + LEAN_NAME_SIZE, body.size - LEAN_NAME_SIZE);
    return unpack_behind(passed, packed, ret, err);
}

/* What passed before a reply: the exchange before, and its own batch. */
static bool reach(struct span passed, struct span batch, struct buf *ret, struct err *err)
{
    buf_put_span(ret, passed);
    buf_put_span(ret, batch);
    return buf_ok(ret, "what a reply leans on", err);
}

bool lean_reply(struct span passed, struct span batch, struct span reply, struct buf *ret_body,
                struct err *err)
{
    BUF_AUTO before = buf_new(LEAN_PASSED_MAX + LEAN_MESSAGE_MAX);
    return is_short(reply, err) && reach(passed, batch, &before, err) &&
           pack_behind(buf_span(&before), reply, ret_body, err);
}

bool lean_reply_open(struct span passed, struct span batch, struct span body, struct buf *ret,
                     struct err *err)
{
    BUF_AUTO before = buf_new(LEAN_PASSED_MAX + LEAN_MESSAGE_MAX);
    return reach(passed, batch, &before, err) && unpack_behind(buf_span(&before), body, ret, err);
}

void lean_keep(struct buf *passed, struct span batch, struct span reply)
{
    buf_clear(passed);
    if (batch.size > LEAN_MESSAGE_MAX || reply.size > LEAN_MESSAGE_MAX)
        return;
    buf_put_span(passed, batch);
    buf_put_span(passed, reply);
    if (passed->failed)
        buf_clear(passed);
}
