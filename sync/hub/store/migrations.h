#pragma once
/* The numbered steps from an empty database to this program's schema, in order; append-only, and
 * the same numbers mean the same for each engine. Embedded from schema/ at build time; each table
 * ends with number 0. */
#include "err.h"
#include <stddef.h>
#include <stdint.h>

struct migration {
    int number;
    const char *name;
    const char *sql;
};

extern const struct migration sqlite_migrations[];
extern const struct migration postgres_migrations[];
extern const char postgres_spread[]; /* schema/citus.sql */

/* Noted instead of a step in a database that was moved to another engine. */
enum { MIGRATION_MOVED = 1000000 };

static inline int migrations_newest(const struct migration *table)
{
    int number = 0;
    for (const struct migration *m = table; m->number != 0; m++)
        number = m->number;
    return number;
}

/* A database that a newer program has made is left alone. */
static inline bool migrations_known(const struct migration *table, int64_t have, struct err *err)
{
    if (have == MIGRATION_MOVED)
        return err_set(err, ERR_REFUSED,
                       "this database was moved to PostgreSQL; the file \"database\" in the hub's "
                       "folder must name the new one's URL");
    return have <= migrations_newest(table) ||
           err_set(err, ERR_REFUSED,
                   "a newer program has brought this database to schema %d, this one knows schemas "
                   "up to %d: update this program",
                   (int)have, migrations_newest(table));
}
