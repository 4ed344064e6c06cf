#pragma once
/* Lists that grow one by one while the proof reads. */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Room for one more behind `count`; NULL without memory, and the list is as it was. */
static inline void *grow(void *list, size_t count, size_t size)
{
    bool full = (count & (count - 1)) == 0; /* at the powers of two */
    return full ? realloc(list, (count == 0 ? 1 : 2 * count) * size) : list;
}
