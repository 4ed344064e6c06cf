#pragma once
/*
 * What must be known of a JSON text beside its values: where in the bytes a value stands. How deep
 * it is stands in json_depth.h.
 */
#include "span.h"

/* Finds the value that a JSON pointer names. The text must be well-formed; keys that are written
 * with escapes are not found. */
bool json_text_find(struct span json, const char *pointer, struct span *ret_value);

/* The largest length up to `size` that does not cut through a UTF-8 character. */
size_t json_text_cut(const char *text, size_t size);
