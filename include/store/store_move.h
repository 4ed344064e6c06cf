#pragma once
/* A programme that has outgrown SQLite moves to PostgreSQL with all it has. */
#include "store.h"

struct store_moved {
    const char *table;
    uint64_t rows;
};

/*
 * Copies everything from a SQLite database to an empty PostgreSQL database, counts both, and shuts
 * the old one for good: hubs that still have it open can write no more batches, which kiosks then
 * send again. Writers wait meanwhile. False, and nothing has changed, when anything is not as it
 * should be. `take` is told each table when all of it is there.
 */
MUST_CHECK bool store_move(const char *from, const char *to,
                           void (*take)(void *context, const struct store_moved *moved),
                           void *context, struct err *err);
