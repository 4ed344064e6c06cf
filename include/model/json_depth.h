#pragma once
/*
 * How deep a JSON text is, before anything parses it: a parser calls itself for each bracket, and a
 * stranger could have it use up its stack.
 */
#include "span.h"

enum {
    JSON_FILE_DEPTH_MAX = 16, /* of a file; a choice's text in a survey's panel stands at ten */
    JSON_BODY_DEPTH_MAX = 64  /* of what the API is sent, in which such files stand */
};

/* Are brackets nested no deeper than `most`? On failure *ret_offset, unless it is NULL, is where
 * they become too deep. */
bool json_is_shallow(struct span json, int most, size_t *ret_offset);
