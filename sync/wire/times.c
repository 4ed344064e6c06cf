/* The time column: see times.h. */
#include "times.h"
#include "fields.h"

enum {
    GAP_WHOLE = 60, /* a minute or more: not said in seconds */
    SAME_MINUTE = 0,
    NEXT_MINUTE = 60,
    LATER = 119, /* plus the minutes, of which there is one at least */
    LATER_MINUTES_MAX = 135,
    STATED = 255,
};

/* The byte for a closing behind another. */
static uint8_t byte_of(const struct closing *before, const struct closing *now)
{
    if (now->segment != before->segment || now->minute < before->minute)
        return STATED;
    uint32_t minutes = now->minute - before->minute;
    if (now->gap < GAP_WHOLE && minutes < 2)
        return (uint8_t)((minutes == 0 ? SAME_MINUTE : NEXT_MINUTE) + now->gap);
    if (now->gap == GAP_WHOLE && minutes > 0 && minutes <= LATER_MINUTES_MAX)
        return (uint8_t)(LATER + minutes);
    return STATED;
}

static void put_list(const struct closing *closings, const struct span *bytes, size_t stated,
                     uint32_t (*part)(const struct closing *), struct buf *out)
{
    item_put_array(out, stated);
    for (size_t i = 0; i < bytes->size; i++) {
        if (bytes->data[i] == STATED)
            item_put_uint(out, part(&closings[i]));
    }
}

static uint32_t segment_of(const struct closing *closing)
{
    return closing->segment;
}

static uint32_t minute_of(const struct closing *closing)
{
    return closing->minute;
}

static uint32_t gap_of(const struct closing *closing)
{
    return closing->gap;
}

void times_put(const struct closing *closings, size_t count, struct buf *out, struct marks *marks)
{
    BUF_AUTO column = buf_new(count);
    uint8_t *bytes = buf_grow(&column, count);
    size_t stated = 0;
    for (size_t i = 0; i < count && bytes != NULL; i++) {
        bytes[i] = i == 0 ? STATED : byte_of(&closings[i - 1], &closings[i]);
        stated += bytes[i] == STATED;
    }
    struct span span = buf_span(&column);
    item_put_array(out, 4);
    marks_add(marks, out->size);
    item_put_bytes(out, span);
    marks_add(marks, out->size);
    put_list(closings, &span, stated, segment_of, out);
    put_list(closings, &span, stated, minute_of, out);
    put_list(closings, &span, stated, gap_of, out);
    buf_fail_with(out, &column);
}

/* The closing that a byte other than STATED means. */
static struct closing closing_of(const struct closing *before, uint8_t byte)
{
    struct closing now = *before;
    if (byte < NEXT_MINUTE) {
        now.gap = byte;
    } else if (byte <= LATER) {
        now.minute += 1;
        now.gap = (uint8_t)(byte - NEXT_MINUTE);
    } else {
        now.minute += byte - (uint32_t)LATER;
        now.gap = GAP_WHOLE;
    }
    return now;
}

/* Fills one part of every stated closing from its list. */
static void get_list(struct cbor_reader *in, struct span bytes, size_t stated, struct closing *ret,
                     uint32_t max, void (*set)(struct closing *, uint32_t))
{
    fields_array(in, stated);
    for (size_t i = 0; i < bytes.size && !in->failed; i++) {
        if (bytes.data[i] == STATED)
            set(&ret[i], (uint32_t)fields_uint(in, max, "a time"));
    }
}

static void set_segment(struct closing *closing, uint32_t value)
{
    closing->segment = value;
}

static void set_minute(struct closing *closing, uint32_t value)
{
    closing->minute = value;
}

static void set_gap(struct closing *closing, uint32_t value)
{
    closing->gap = (uint8_t)value;
}

void times_get(struct cbor_reader *in, struct closing *ret, size_t count)
{
    fields_array(in, 4);
    struct span bytes = item_get_bytes(in);
    size_t stated = 0;
    for (size_t i = 0; i < bytes.size; i++)
        stated += bytes.data[i] == STATED;
    if (bytes.size != count || (count > 0 && bytes.data[0] != STATED))
        cbor_refuse(in, "a time column of a wrong length or start");
    if (in->failed)
        return;
    get_list(in, bytes, stated, ret, UINT32_MAX, set_segment);
    get_list(in, bytes, stated, ret, UINT32_MAX, set_minute);
    get_list(in, bytes, stated, ret, GAP_WHOLE, set_gap);
    for (size_t i = 1; i < count && !in->failed; i++) {
        if (bytes.data[i] == STATED)
            continue;
        ret[i] = closing_of(&ret[i - 1], bytes.data[i]);
        if (ret[i].minute < ret[i - 1].minute)
            cbor_refuse(in, "a minute beyond 32 bits");
    }
}
