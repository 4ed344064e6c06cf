#pragma once
/* Papers as JSON: what the rooms that keep them share. struct json_t is jansson's. */
#include "store_desk.h"

struct json_t;

/* Lets go of it when the variable leaves its scope. */
void paper_drop(struct json_t **json);
#define JSON_AUTO __attribute__((cleanup(paper_drop))) struct json_t

/* Writes it as the paper's body, over that version (store_paper_put), and lets go of it. */
MUST_CHECK bool paper_write(struct store *store, struct store_paper *paper, struct json_t *json,
                            uint64_t over, struct err *err);
/* The body as JSON, the caller's; NULL when it cannot be read. */
struct json_t *paper_json(const struct store_paper *paper, struct err *err);
/* Reads a paper and its body. ERR_MISSING says `what` is not there. */
MUST_CHECK bool paper_read(struct store *store, const char *kind, const char *id, const char *what,
                           struct store_paper *ret, struct json_t **ret_json, struct err *err);
/* A member's text, cut to size; "" when there is none. */
void paper_text(const struct json_t *object, const char *name, char *ret, size_t size);
int64_t paper_number(const struct json_t *object, const char *name);
