/* A summary's counts as bytes: see summary_pack.h. */
#include "summary_pack.h"

enum { FORMAT = 1 };

struct out {
    uint8_t *at;
};

static void put_number(struct out *out, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *out->at++ = (uint8_t)(value | 0x80);
    *out->at++ = (uint8_t)value;
}

static void put_run(struct out *out, const uint32_t *counts, size_t count)
{
    while (count > 0 && counts[count - 1] == 0)
        count--;
    put_number(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++)
        put_number(out, counts[i]);
}

static void put_languages(struct out *out, const struct store_summary *summary)
{
    size_t count = 0;
    while (count < SUMMARY_LANGUAGES && summary->languages[count].n > 0)
        count++;
    put_number(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(summary->languages[i].tag);
        put_number(out, (uint32_t)length);
        memcpy(out->at, summary->languages[i].tag, length);
        out->at += length;
        put_number(out, summary->languages[i].n);
    }
}

/* The longest: 1 + 5 * (1 + 31 + 1 + 31 + 1 + 24 + 1 + 5 + 1 + 1) + 32 * (5 + 35 + 5). */
_Static_assert(SUMMARY_PACKED_MAX >= 1 + 5 * (6 + 2 * SUMMARY_DAYS + SUMMARY_HOURS + ACCESS_MODES) +
                                         SUMMARY_LANGUAGES * (10 + LANGUAGE_TAG_MAX),
               "there is room for the longest");

size_t summary_pack(const struct store_summary *summary, uint8_t ret[SUMMARY_PACKED_MAX])
{
    struct out out = { ret };
    put_number(&out, FORMAT);
    put_run(&out, summary->days, SUMMARY_DAYS);
    put_run(&out, summary->flagged, SUMMARY_DAYS);
    put_run(&out, summary->hours, SUMMARY_HOURS);
    put_run(&out, summary->access, ACCESS_MODES);
    put_languages(&out, summary);
    put_number(&out, summary->sealed);
    return (size_t)(out.at - ret);
}

static bool get_number(struct span *in, uint32_t *ret)
{
    *ret = 0;
    for (unsigned shift = 0; shift <= 28; shift += 7) {
        if (in->size == 0)
            return false;
        uint8_t byte = *in->data++;
        in->size--;
        *ret |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

static bool get_run(struct span *in, uint32_t *ret, size_t max)
{
    uint32_t count;
    if (!get_number(in, &count) || count > max)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!get_number(in, &ret[i]))
            return false;
    memset(ret + count, 0, (max - count) * sizeof *ret);
    return true;
}

static bool get_languages(struct span *in, struct store_summary *ret)
{
    uint32_t count;
    uint32_t length;
    if (!get_number(in, &count) || count > SUMMARY_LANGUAGES)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!get_number(in, &length) || length > LANGUAGE_TAG_MAX || length > in->size)
            return false;
        memcpy(ret->languages[i].tag, in->data, length);
        ret->languages[i].tag[length] = '\0';
        *in = span_of(in->data + length, in->size - length);
        if (!get_number(in, &ret->languages[i].n))
            return false;
    }
    for (size_t i = count; i < SUMMARY_LANGUAGES; i++)
        ret->languages[i].n = 0;
    return true;
}

bool summary_unpack(struct span bytes, struct store_summary *ret)
{
    uint32_t format;
    return get_number(&bytes, &format) && format == FORMAT &&
           get_run(&bytes, ret->days, SUMMARY_DAYS) &&
           get_run(&bytes, ret->flagged, SUMMARY_DAYS) &&
           get_run(&bytes, ret->hours, SUMMARY_HOURS) &&
           get_run(&bytes, ret->access, ACCESS_MODES) && get_languages(&bytes, ret) &&
           get_number(&bytes, &ret->sealed) && bytes.size == 0;
}
