/* The outbox as a list in memory: see outbox_memory.h. */
#include "outbox_memory.h"
#include <stdlib.h>

struct kept {
    struct buf bytes;
    struct chain_point after;
};

struct base {
    struct segment segment;
    struct boot_id boot;
    msec base;
};

struct outbox_memory {
    struct kept *list; /* of response i + 1 */
    size_t count, capacity;
    struct base *segments;
    size_t segment_count;
    uint64_t life;
    struct chain_point start;
    uint64_t purged;
    struct counters counters;
};

struct outbox_memory *outbox_memory_new(uint64_t life, const struct public_key *kiosk)
{
    struct outbox_memory *memory = calloc(1, sizeof *memory);
    if (memory == NULL)
        return NULL;
    memory->life = life;
    memory->start = chain_start(life, kiosk);
    return memory;
}

void outbox_memory_free(struct outbox_memory *memory)
{
    if (memory == NULL)
        return;
    for (size_t i = 0; i < memory->count; i++)
        buf_finish(&memory->list[i].bytes);
    free(memory->list);
    free(memory->segments);
    free(memory);
}

static struct chain_point point_at(const struct outbox_memory *memory, uint64_t seq)
{
    return seq == 0 ? memory->start : memory->list[seq - 1].after;
}

static bool make_room(struct outbox_memory *memory)
{
    if (memory->count < memory->capacity)
        return true;
    size_t capacity = memory->capacity * 2 + 16;
    struct kept *list = realloc(memory->list, capacity * sizeof *list);
    if (list == NULL)
        return false;
    memory->list = list;
    memory->capacity = capacity;
    return true;
}

bool outbox_memory_add(struct outbox_memory *memory, const struct response *response)
{
    struct kept kept = { .bytes = buf_new(RESPONSE_BYTES_MAX) };
    must(response->seq == memory->count + 1, "a response that is not the next");
    if (!make_room(memory) || !response_put(response, &kept.bytes, NULL)) {
        buf_finish(&kept.bytes);
        return false;
    }
    struct chain_point before = point_at(memory, memory->count);
    kept.after = chain_next(&before, buf_span(&kept.bytes));
    memory->list[memory->count++] = kept;
    return true;
}

bool outbox_memory_segment(struct outbox_memory *memory, const struct segment *segment,
                           const struct boot_id *boot, msec base)
{
    struct base *list =
        realloc(memory->segments, (memory->segment_count + 1) * sizeof *memory->segments);
    if (list == NULL)
        return false;
    memory->segments = list;
    list[memory->segment_count++] = (struct base){ *segment, *boot, base };
    return true;
}

void outbox_memory_purge(struct outbox_memory *memory, uint64_t through)
{
    must(through <= memory->count, "purging what is not there");
    memory->purged = through;
}

void outbox_memory_counters(struct outbox_memory *memory, const struct counters *counters)
{
    memory->counters = *counters;
}

static bool memory_read(void *self, uint64_t from, size_t limit,
                        bool (*take)(void *context, const struct response *response,
                                     const struct chain_point *after),
                        void *context, struct err *err)
{
    const struct outbox_memory *memory = self;
    if (from > memory->count || limit == 0)
        return true;
    if (from <= memory->purged)
        return err_set(err, ERR_MISSING, "response %llu was acknowledged and deleted",
                       (unsigned long long)from);
    for (uint64_t seq = from; seq <= memory->count && seq - from < limit; seq++) {
        struct response response;
        const struct kept *kept = &memory->list[seq - 1];
        if (!response_get(buf_span(&kept->bytes), &response, err))
            return false;
        if (!take(context, &response, &kept->after))
            return true;
    }
    return true;
}

static bool memory_segments(void *self, uint32_t from,
                            bool (*take)(void *context, const struct segment *segment,
                                         const struct boot_id *boot, msec base),
                            void *context, struct err *err)
{
    const struct outbox_memory *memory = self;
    (void)err;
    for (size_t i = 0; i < memory->segment_count; i++) {
        const struct base *at = &memory->segments[i];
        if (at->segment.number >= from && !take(context, &at->segment, &at->boot, at->base))
            return true;
    }
    return true;
}

static bool memory_ends(void *self, struct chain_point *ret_purged, struct chain_point *ret_last,
                        struct err *err)
{
    const struct outbox_memory *memory = self;
    (void)err;
    *ret_purged = point_at(memory, memory->purged);
    *ret_last = point_at(memory, memory->count);
    return true;
}

static uint32_t memory_room(void *self)
{
    (void)self;
    return 0;
}

static bool memory_counters(void *self, struct counters *ret, struct err *err)
{
    const struct outbox_memory *memory = self;
    (void)err;
    *ret = memory->counters;
    return true;
}

static bool memory_lives(void *self, struct outbox_lives *ret, struct err *err)
{
    const struct outbox_memory *memory = self;
    (void)err;
    *ret = (struct outbox_lives){ .life = memory->life };
    return true;
}

static bool memory_origins(void *self, uint64_t from,
                           bool (*take)(void *context, const struct life_origin *origin),
                           void *context, struct err *err)
{
    (void)self, (void)from, (void)take, (void)context, (void)err;
    return true;
}

/* Answers that lie open or are words: what a journal counts as it goes. */
static bool memory_answers(void *self, uint64_t seq, bool *ret_known, uint64_t *ret,
                           struct err *err)
{
    const struct outbox_memory *memory = self;
    *ret_known = true;
    *ret = 0;
    for (uint64_t i = 0; i < seq && i < memory->count; i++) {
        struct response response;
        if (!response_get(buf_span(&memory->list[i].bytes), &response, err))
            return false;
        for (int q = 0; q < response.count; q++)
            *ret += response.state[q] != ANSWER_SEALED && answer_given(response.state[q]);
    }
    return true;
}

struct outbox outbox_memory_door(struct outbox_memory *memory)
{
    return (struct outbox){ .self = memory,
                            .read = memory_read,
                            .segments = memory_segments,
                            .ends = memory_ends,
                            .lives = memory_lives,
                            .origins = memory_origins,
                            .answers = memory_answers,
                            .counters = memory_counters,
                            .room_mib = memory_room };
}
