#pragma once
/*
 * Messages on a kept connection, told by how they differ from what passed over it before (WIRE.md,
 * "On a kept connection"). What is signed is untouched: a message is made whole again, to the byte,
 * before anybody looks at it. Pure; any thread.
 */
#include "buf.h"

enum {
    LEAN_MESSAGE_MAX = 2048, /* a longer one is said whole, and nothing leans on it */
    LEAN_PASSED_MAX = 2 * LEAN_MESSAGE_MAX,
    LEAN_NAME_SIZE = 4, /* of the digest of what passed before */
    LEAN_BODY_MAX = LEAN_NAME_SIZE + LEAN_MESSAGE_MAX + 64,
};

/* `passed` is the batch and, behind it, the reply of the exchange before. */

/* Appends the body that says a batch. ERR_TOO_LARGE when it is to be said whole. */
MUST_CHECK bool lean_batch(struct span passed, struct span batch, struct buf *ret_body,
                           struct err *err);
/* Makes the batch whole again, in ret (ceiling LEAN_MESSAGE_MAX). ERR_MISSING when it leans on
 * something else; ERR_REFUSED when it is damaged. */
MUST_CHECK bool lean_batch_open(struct span passed, struct span body, struct buf *ret,
                                struct err *err);
/* The reply to that batch, which leans on the batch too. */
MUST_CHECK bool lean_reply(struct span passed, struct span batch, struct span reply,
                           struct buf *ret_body, struct err *err);
MUST_CHECK bool lean_reply_open(struct span passed, struct span batch, struct span body,
                                struct buf *ret, struct err *err);
/* Keeps one exchange in passed (ceiling LEAN_PASSED_MAX) in the place of the one before; nothing
 * when one of the two is too long, or there is no memory. */
void lean_keep(struct buf *passed, struct span batch, struct span reply);
