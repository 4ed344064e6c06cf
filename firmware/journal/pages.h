#pragma once
/*
 * Responses out of a damaged file, page by page: neither the file's head nor the tree above the
 * rows need be whole, only the page in which a row stands. What is found proves nothing yet: every
 * row is judged by its hash afterwards. (SQLite's file format, sections 1.6 and 4.)
 */
#include "row.h"

/* Calls take for each row of the shape of a response, in no order, some perhaps twice or in an
 * older form; stops when it returns false. *ret_stopped says so. ERR_MISSING when there is no such
 * file. Bodies are borrowed during the call. */
MUST_CHECK bool pages_read(const char *path, bool (*take)(void *context, const struct row *row),
                           void *context, bool *ret_stopped, struct err *err);
