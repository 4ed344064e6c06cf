#pragma once
/* What a hub finds, said twice: by a code with its values, for those who say it in words of their
 * own, and as a sentence. struct json_t is jansson's. */
#include "err.h"

struct json_t;

/* {"code", "text", "values"}, the caller's; NULL for a lack of memory. Takes `values` over, an
 * object; NULL for a finding that has none. The sentence is cut at 499 bytes. Any thread. */
struct json_t *finding_json(const char *code, struct json_t *values, const char *fmt, ...)
    PRINTF(3, 4);
