#pragma once
/* Base64 (RFC 4648 section 4, padded), for sealed bytes in JSON lines. */
#include "buf.h"

void base64_put(struct buf *out, struct span bytes);
/* Strict: no blanks, whole groups, no stray bits. */
MUST_CHECK bool base64_get(const char *text, struct buf *ret, struct err *err);
