/* What a kiosk says of itself beside its responses: see batch.h. */
#include "batch_body.h"

/* The last part, how often help was asked for, came later: it is there only where that is not 0. */
enum { HEALTH_PARTS = 12, HELPED_PARTS = 13, WRITES_PARTS = 4 };

static void put_counts(const uint32_t *counts, size_t count, struct buf *out)
{
    item_put_array(out, count);
    for (size_t i = 0; i < count; i++)
        item_put_uint(out, counts[i]);
}

static uint32_t get_count(struct cbor_reader *in)
{
    return (uint32_t)fields_uint(in, UINT32_MAX, "a counter");
}

/* Most kiosks have nothing to say of these most of the time: one byte says so. */
static void put_dead(const struct health *health, struct buf *out)
{
    static const uint32_t none[HEALTH_REGIONS];
    if (memcmp(health->dead, none, sizeof none) == 0)
        item_put_null(out);
    else
        put_counts(health->dead, HEALTH_REGIONS, out);
}

static void get_dead(struct cbor_reader *in, struct health *ret)
{
    if (item_take_null(in))
        return;
    fields_array(in, HEALTH_REGIONS);
    for (size_t i = 0; i < HEALTH_REGIONS; i++)
        ret->dead[i] = get_count(in);
}

static void put_left(const struct left_where *left, struct buf *out)
{
    if (left->count == 0) {
        item_put_null(out);
        return;
    }
    item_put_array(out, 2);
    item_put_bytes(out, span_of(left->survey.bytes, sizeof left->survey.bytes));
    put_counts(left->at, left->count, out);
}

static void get_left(struct cbor_reader *in, struct left_where *ret)
{
    if (item_take_null(in))
        return;
    fields_array(in, 2);
    item_get_bytes_exact(in, ret->survey.bytes, sizeof ret->survey.bytes);
    ret->count = (uint8_t)item_get_array(in, SURVEY_QUESTIONS_MAX);
    for (size_t i = 0; i < ret->count && !in->failed; i++)
        ret->at[i] = get_count(in);
    if (ret->count == 0)
        cbor_refuse(in, "a list of the questions at which nobody left");
}

static void put_writes(const struct write_times *writes, struct buf *out)
{
    const uint32_t parts[WRITES_PARTS] = { writes->count, writes->half_ms, writes->most_ms,
                                           writes->slowest_ms };
    put_counts(parts, WRITES_PARTS, out);
}

static void get_writes(struct cbor_reader *in, struct write_times *ret)
{
    fields_array(in, WRITES_PARTS);
    ret->count = get_count(in);
    ret->half_ms = get_count(in);
    ret->most_ms = get_count(in);
    ret->slowest_ms = get_count(in);
}

static void put_answers(const struct health *health, struct buf *out)
{
    if (health->knows_answers)
        item_put_uint(out, health->answers);
    else
        item_put_null(out);
}

static void get_answers(struct cbor_reader *in, struct health *ret)
{
    ret->knows_answers = !item_take_null(in);
    if (ret->knows_answers)
        ret->answers = item_get_uint(in);
}

void health_put(const struct health *health, struct buf *out)
{
    const uint32_t counters[] = { health->woken,    health->started, health->completed,
                                  health->restarts, health->pending, health->room_mib };
    item_put_array(out, health->helped > 0 ? HELPED_PARTS : HEALTH_PARTS);
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
        item_put_uint(out, counters[i]);
    put_writes(&health->writes, out);
    put_dead(health, out);
    put_left(&health->left, out);
    item_put_uint(out, health->trouble);
    put_answers(health, out);
    item_put_text(out, health->version);
    if (health->helped > 0)
        item_put_uint(out, health->helped);
}

void health_get(struct cbor_reader *in, struct health *ret)
{
    uint32_t *const counters[] = { &ret->woken,    &ret->started, &ret->completed,
                                   &ret->restarts, &ret->pending, &ret->room_mib };
    size_t parts = item_get_array(in, HELPED_PARTS);
    if (parts < HEALTH_PARTS)
        cbor_refuse(in, "health of %zu parts", parts);
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
        *counters[i] = get_count(in);
    get_writes(in, &ret->writes);
    get_dead(in, ret);
    get_left(in, &ret->left);
    ret->trouble = (uint32_t)fields_uint(in, TROUBLE_ALL, "the trouble");
    get_answers(in, ret);
    item_get_text_into(in, ret->version, sizeof ret->version);
    ret->helped = parts == HELPED_PARTS ? get_count(in) : 0;
    if (parts == HELPED_PARTS && ret->helped == 0)
        cbor_refuse(in, "help that nobody asked for");
}
