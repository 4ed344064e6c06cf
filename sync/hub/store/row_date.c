/*
 * Dates responses: see row.h. Kiosks without a clock chip wake in 1970, so a time is only as good
 * as what stands behind its boot segment; the hub settles that once, when the batch comes in.
 */
#include "row.h"
#include <stdlib.h>

enum { MINUTE = 60, DAY = 86400, AHEAD = 600 };

static struct row_segment *find(const struct row_clock *clock, uint32_t number)
{
    size_t low = 0;
    size_t high = clock->segment_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (clock->segments[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < clock->segment_count && clock->segments[low].number == number;
    return found ? &clock->segments[low] : NULL;
}

/* Could the segment's base have been then? A little slack for clocks that run ahead of the hub's.
 */
static bool possible(const struct row_clock *clock, int64_t base)
{
    return base >= clock->enrolled - DAY && base <= clock->received + AHEAD;
}

static void settle(struct row_segment *segment, int64_t base, enum time_quality quality)
{
    segment->known = true;
    segment->base = base;
    segment->quality = quality;
}

static void settle_stated(struct row_clock *clock, struct row_segment *segment,
                          const struct segment *stated)
{
    *segment = (struct row_segment){ .number = stated->number };
    if (stated->clock != CLOCK_UNKNOWN && possible(clock, stated->base_wall))
        settle(segment, stated->base_wall,
               stated->clock == CLOCK_SIGNED ? TIME_EXACT : TIME_BELIEVED);
}

/* The kiosk said how long ago its present segment began, and the hub knows when that was said. */
static void settle_now(struct row_clock *clock, uint32_t now_segment, uint64_t now_ms)
{
    struct row_segment *segment = find(clock, now_segment);
    if (segment == NULL || (segment->known && segment->quality == TIME_EXACT) ||
        now_ms / 1000 > (uint64_t)clock->received)
        return;
    if (!clock->carried)
        settle(segment, clock->received - (int64_t)(now_ms / 1000), TIME_EXACT);
    else if (!segment->known)
        settle(segment, clock->received - (int64_t)(now_ms / 1000), TIME_ESTIMATED);
}

static int64_t end_of(const struct row_segment *segment)
{
    return segment->base + (int64_t)segment->last_minute * MINUTE;
}

static bool is_believed(const struct row_segment *segment)
{
    return segment->known && segment->quality == TIME_BELIEVED;
}

/* Boots follow each other. Where a clock that was merely believed would have one begin before
 * another that is certain had ended, or go on after that had begun, it is moved to there. */
static void settle_between(struct row_clock *clock)
{
    int64_t low = INT64_MIN + MINUTE;
    int64_t high = INT64_MAX - MINUTE;
    for (size_t i = 0; i < clock->segment_count; i++) {
        struct row_segment *segment = &clock->segments[i];
        if (is_believed(segment) && segment->base < low - MINUTE)
            settle(segment, low, TIME_ESTIMATED);
        if (segment->known && segment->quality == TIME_EXACT && end_of(segment) > low)
            low = end_of(segment);
    }
    for (size_t i = clock->segment_count; i-- > 0;) {
        struct row_segment *segment = &clock->segments[i];
        if (is_believed(segment) && end_of(segment) > high + MINUTE)
            settle(segment, high - (int64_t)segment->last_minute * MINUTE, TIME_ESTIMATED);
        if (segment->known && segment->quality == TIME_EXACT && segment->base < high)
            high = segment->base;
    }
}

/* What is left is put as late as it can have been: its last response just before the next segment.
 */
static void settle_rest(struct row_clock *clock)
{
    int64_t end = clock->received;
    for (size_t i = clock->segment_count; i-- > 0;) {
        struct row_segment *segment = &clock->segments[i];
        if (!segment->known)
            settle(segment, end - (int64_t)segment->last_minute * MINUTE, TIME_ESTIMATED);
        if (segment->base < end)
            end = segment->base;
    }
}

bool row_clock_start(struct row_clock *clock, const struct segment *segments, size_t segment_count,
                     const struct response *responses, size_t response_count, uint32_t now_segment,
                     uint64_t now_ms, struct err *err)
{
    clock->hour_at = INT64_MIN;
    clock->segment_count = segment_count;
    clock->segments = calloc(segment_count + 1, sizeof *clock->segments);
    if (clock->segments == NULL)
        return err_set(err, ERR_LATER, "there is no memory to date a batch");
    for (size_t i = 0; i < segment_count; i++)
        settle_stated(clock, &clock->segments[i], &segments[i]);
    for (size_t i = 0; i < response_count; i++) {
        struct row_segment *segment = find(clock, responses[i].segment);
        if (segment != NULL && segment->last_minute < responses[i].minute)
            segment->last_minute = responses[i].minute;
    }
    settle_now(clock, now_segment, now_ms);
    settle_between(clock);
    settle_rest(clock);
    return true;
}

void row_clock_finish(struct row_clock *clock)
{
    free(clock->segments);
    clock->segments = NULL;
    clock->segment_count = 0;
}

/* Minutes are whole, so a response may seem a minute off; more than that is a doubt. */
static int64_t bounded(int64_t at, int64_t low, int64_t high, enum time_quality *quality)
{
    if (at > high + MINUTE || at < low - MINUTE)
        *quality = TIME_ESTIMATED;
    if (at < low)
        at = low;
    return at > high ? high : at;
}

int64_t row_date(const struct row_clock *clock, const struct response *response,
                 enum time_quality *ret_quality)
{
    const struct row_segment *segment = find(clock, response->segment);
    int64_t at = clock->received;
    *ret_quality = TIME_ESTIMATED;
    if (segment != NULL) {
        at = segment->base + (int64_t)response->minute * MINUTE;
        *ret_quality = segment->quality;
    }
    return bounded(at, clock->enrolled, clock->received, ret_quality);
}
