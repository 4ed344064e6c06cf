#pragma once
/* The tables of a damaged journal beside `response`, as far as they can be read. */
#include "sql.h"

/* Copies them into the new file `db`, outside a transaction. *ret_lost: how many responses that
 * waited for the hub's word cannot be read; at least one for a place behind or before which none
 * is. False only as copy_rows is. */
MUST_CHECK bool copy_tables(sqlite3 *db, const char *path, uint64_t *ret_lost, struct err *err);
