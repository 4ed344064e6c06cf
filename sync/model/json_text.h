#pragma once
/*
 * What must be known of a JSON text beside its values: how deep it is before anything parses it,
 * and where in the bytes a value stands.
 */
#include "span.h"

enum { JSON_TEXT_NESTING_MAX = 16 }; /* a choice's text in a panel stands at ten */

/* Are brackets nested no deeper than the limit? On failure *ret_offset is where they become too
 * deep. */
bool json_text_shallow(struct span json, size_t *ret_offset);

/* Finds the value that a JSON pointer names. The text must be well-formed; keys that are written
 * with escapes are not found. */
bool json_text_find(struct span json, const char *pointer, struct span *ret_value);

/* The largest length up to `size` that does not cut through a UTF-8 character. */
size_t json_text_cut(const char *text, size_t size);
