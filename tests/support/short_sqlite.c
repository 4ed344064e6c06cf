/* SQLite's memory, through the wrapped functions: see short_sqlite.h. */
#include "short_sqlite.h"
#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>

static void *lite_malloc(int size)
{
    return malloc((size_t)size);
}

static void *lite_realloc(void *old, int size)
{
    return realloc(old, (size_t)size);
}

static void lite_free(void *old)
{
    free(old);
}

static int lite_size(void *block)
{
    return block == NULL ? 0 : (int)malloc_usable_size(block);
}

static int lite_round(int size)
{
    return (size + 7) & ~7;
}

static int lite_init(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void lite_shutdown(void *context)
{
    (void)context;
}

void short_sqlite(void)
{
    static const sqlite3_mem_methods methods = { lite_malloc, lite_free, lite_realloc,  lite_size,
                                                 lite_round,  lite_init, lite_shutdown, NULL };
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
        abort();
}
