#pragma once
/* The numbered steps from an empty database to this program's schema, in order; append-only.
 * Embedded from schema/ at build time; ends with number 0. */
#include <stddef.h>

struct migration {
    int number;
    const char *name;
    const char *sql;
};

extern const struct migration migrations[];
