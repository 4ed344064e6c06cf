/* jansson's memory, with a reserve: see json_memory.h. */
#include "json_memory.h"
#include <jansson.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

enum {
    /* Most is taken by a list of one-digit numbers: each costs two bytes of the file, and jansson a
     * value, its place in the list, and the shorter lists that grew into this one. */
    RESERVE_EACH = 48,
    RESERVE_LEAST = 16 * 1024,
};

static _Thread_local struct {
    uint8_t *bytes;
    size_t size, used;
} reserve;

static void *take_from_reserve(size_t size)
{
    size_t whole = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (whole < size || whole > reserve.size - reserve.used)
        return NULL;
    void *piece = reserve.bytes + reserve.used;
    reserve.used += whole;
    return piece;
}

static void *take(size_t size)
{
    void *piece = malloc(size);
    return piece == NULL ? take_from_reserve(size) : piece;
}

static void give(void *piece)
{
    uintptr_t at = (uintptr_t)piece - (uintptr_t)reserve.bytes;
    if (reserve.bytes == NULL || at >= reserve.size)
        free(piece);
}

static void watch(void)
{
    json_set_alloc_funcs(take, give);
}

bool json_memory_begin(size_t file_size)
{
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, watch);
    size_t size = RESERVE_LEAST + RESERVE_EACH * file_size;
    reserve.bytes = malloc(size);
    reserve.size = reserve.bytes == NULL ? 0 : size;
    reserve.used = 0;
    return reserve.bytes != NULL;
}

bool json_memory_starved(void)
{
    return reserve.used > 0;
}

void json_memory_end(void)
{
    free(reserve.bytes);
    reserve.bytes = NULL;
    reserve.size = 0;
    reserve.used = 0;
}
