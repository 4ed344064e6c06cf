#pragma once
/*
 * A table out of a damaged file, row by row: what stands on a damaged page is passed over, and the
 * rows behind it are read again.
 */
#include "sql.h"

struct copy_table {
    const char *name;
    const char *columns; /* by name, with commas between; at most 18 */
    const char *older;   /* expressions for them where an older format lacks one; or NULL */
    /* Called with each row (its own number first, then the columns), and with NULL when nothing
     * behind some damage can be read. Says whether the row is to be copied. NULL: all are. */
    bool (*keep)(void *context, sqlite3_stmt *row, bool behind_damage);
    void *context; /* keep's, borrowed */
};

/* Copies from the table of that name in the schema `old` into that in `main`, outside a
 * transaction; rows that are there already stay. Their numbers are 0 and more. A table, or a
 * column, that is not in the old file leaves nothing. False only when the new file cannot be
 * written, there is no memory, or another program keeps the old file locked. */
MUST_CHECK bool copy_rows(sqlite3 *db, const struct copy_table *table, struct err *err);

/* Does this result of SQLite's say nothing about the file: want of memory, another's lock? */
bool copy_refused(int code);
