#pragma once
/* Reading an untrusted JSON file: bounded in size and depth before parsing, no key twice. */
#include "problems.h"
#include <jansson.h>

/* The root object (json_decref), or NULL with a problem that names line and column. */
json_t *json_read_object(struct span bytes, size_t size_max, struct problems *problems);

void json_read_release(json_t **json);
#define JSON_AUTO __attribute__((cleanup(json_read_release))) json_t

/* "an object", "a text" and so on, for messages. */
const char *json_read_kind(const json_t *json);
