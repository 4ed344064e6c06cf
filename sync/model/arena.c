/* Memory of one survey or language file. See arena.h. */
#include "arena.h"
#include <stdalign.h>
#include <stdlib.h>

enum { BLOCK_SIZE = 16 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    alignas(max_align_t) uint8_t bytes[];
};

struct arena arena_new(size_t ceiling)
{
    return (struct arena){ .left = ceiling };
}

void arena_finish(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    arena->failed = true;
}

static struct arena_block *block_with(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;
    if (block && block->size - block->used >= size)
        return block;
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    block = calloc(1, sizeof *block + room);
    if (!block)
        return NULL;
    *block = (struct arena_block){ .next = arena->blocks, .size = room };
    arena->blocks = block;
    return block;
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t whole = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct arena_block *block = NULL;
    if (!arena->failed && whole >= size && whole <= arena->left)
        block = block_with(arena, whole);
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    void *piece = block->bytes + block->used;
    block->used += whole;
    arena->left -= whole;
    return piece;
}

const char *arena_text(struct arena *arena, const char *text, size_t size)
{
    char *copy = arena_take(arena, size + 1);
    if (!copy)
        return "";
    if (size)
        memcpy(copy, text, size);
    return copy;
}
