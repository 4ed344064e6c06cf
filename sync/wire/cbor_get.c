/*
 * The reading half of deterministic CBOR: see cbor_io.h. libcbor decodes one item at a time; here
 * it is judged: the type that was asked for, in its shortest form, of definite length, whole.
 */
#include "cbor_io.h"
#include <cbor.h>
#include <stdio.h>

enum item_kind {
    ITEM_OTHER,
    ITEM_UINT,
    ITEM_NEGATIVE,
    ITEM_BYTES,
    ITEM_TEXT,
    ITEM_ARRAY,
    ITEM_MAP,
    ITEM_TAG,
    ITEM_BOOL,
    ITEM_NULL
};

static const char *const item_names[] = {
    [ITEM_OTHER] = "something else",
    [ITEM_UINT] = "a whole number",
    [ITEM_NEGATIVE] = "a negative number",
    [ITEM_BYTES] = "a byte string",
    [ITEM_TEXT] = "a text",
    [ITEM_ARRAY] = "an array",
    [ITEM_MAP] = "a map",
    [ITEM_TAG] = "a tag",
    [ITEM_BOOL] = "true or false",
    [ITEM_NULL] = "null",
};

/* One item as libcbor's decoder reports it. */
struct item {
    enum item_kind kind;
    uint64_t argument; /* value, length or count, as in the item's head */
    struct span content;
};

static void item_set(void *context, enum item_kind kind, uint64_t argument)
{
    *(struct item *)context = (struct item){ .kind = kind, .argument = argument };
}

static void on_uint8(void *context, uint8_t value)
{
    item_set(context, ITEM_UINT, value);
}

static void on_uint16(void *context, uint16_t value)
{
    item_set(context, ITEM_UINT, value);
}

static void on_uint32(void *context, uint32_t value)
{
    item_set(context, ITEM_UINT, value);
}

static void on_uint64(void *context, uint64_t value)
{
    item_set(context, ITEM_UINT, value);
}

static void on_negint8(void *context, uint8_t value)
{
    item_set(context, ITEM_NEGATIVE, value);
}

static void on_negint16(void *context, uint16_t value)
{
    item_set(context, ITEM_NEGATIVE, value);
}

static void on_negint32(void *context, uint32_t value)
{
    item_set(context, ITEM_NEGATIVE, value);
}

static void on_negint64(void *context, uint64_t value)
{
    item_set(context, ITEM_NEGATIVE, value);
}

static void on_bytes(void *context, cbor_data data, size_t size)
{
    item_set(context, ITEM_BYTES, size);
    ((struct item *)context)->content = span_of(data, size);
}

static void on_text(void *context, cbor_data data, size_t size)
{
    item_set(context, ITEM_TEXT, size);
    ((struct item *)context)->content = span_of(data, size);
}

static void on_array(void *context, size_t count)
{
    item_set(context, ITEM_ARRAY, count);
}

static void on_map(void *context, size_t count)
{
    item_set(context, ITEM_MAP, count);
}

static void on_tag(void *context, uint64_t tag)
{
    item_set(context, ITEM_TAG, tag);
}

static void on_bool(void *context, bool value)
{
    item_set(context, ITEM_BOOL, value);
}

static void on_null(void *context)
{
    item_set(context, ITEM_NULL, 0);
}

static void on_other(void *context)
{
    item_set(context, ITEM_OTHER, 0);
}

static void on_float4(void *context, float value)
{
    (void)value;
    on_other(context);
}

static void on_float8(void *context, double value)
{
    (void)value;
    on_other(context);
}

static const struct cbor_callbacks callbacks = {
    .uint8 = on_uint8,
    .uint16 = on_uint16,
    .uint32 = on_uint32,
    .uint64 = on_uint64,
    .negint8 = on_negint8,
    .negint16 = on_negint16,
    .negint32 = on_negint32,
    .negint64 = on_negint64,
    .byte_string_start = on_other,
    .byte_string = on_bytes,
    .string = on_text,
    .string_start = on_other,
    .indef_array_start = on_other,
    .array_start = on_array,
    .indef_map_start = on_other,
    .map_start = on_map,
    .tag = on_tag,
    .float2 = on_float4,
    .float4 = on_float4,
    .float8 = on_float8,
    .undefined = on_other,
    .null = on_null,
    .boolean = on_bool,
    .indef_break = on_other,
};

struct cbor_reader cbor_reader_of(struct span bytes)
{
    return (struct cbor_reader){ .rest = bytes };
}

void cbor_refuse(struct cbor_reader *in, const char *fmt, ...)
{
    if (in->failed)
        return;
    char why[240];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(why, sizeof why, fmt, args);
    va_end(args);
    in->failed = true;
    (void)err_set(&in->err, ERR_REFUSED, "%s (at byte %zu)", why, in->at);
}

/* Bytes of the shortest head for this argument. */
static size_t head_size(uint64_t argument)
{
    if (argument < 24)
        return 1;
    if (argument <= UINT8_MAX)
        return 2;
    if (argument <= UINT16_MAX)
        return 3;
    return argument <= UINT32_MAX ? 5 : 9;
}

static bool item_is_shortest(const struct item *item, size_t read)
{
    if (item->kind == ITEM_BOOL || item->kind == ITEM_NULL)
        return read == 1;
    return read == head_size(item->argument) + item->content.size;
}

/* Goes one item on in the innermost container, and out of those that are complete. */
static void count_item(struct cbor_reader *in, uint64_t children)
{
    if (in->depth > 0)
        in->left[in->depth - 1]--;
    if (children > 0) {
        if (in->depth == CBOR_DEPTH_MAX) {
            cbor_refuse(in, "deeper than %d", CBOR_DEPTH_MAX);
            return;
        }
        in->left[in->depth++] = children;
    }
    while (in->depth > 0 && in->left[in->depth - 1] == 0)
        in->depth--;
}

static uint64_t item_children(const struct item *item)
{
    switch (item->kind) {
    case ITEM_ARRAY:
        return item->argument;
    case ITEM_MAP:
        return 2 * item->argument;
    case ITEM_TAG:
        return 1;
    default:
        return 0;
    }
}

/* libcbor 0.8 refuses short tags that nobody had registered when it was written, COSE's among them.
 */
static bool is_short_tag(struct span rest)
{
    return rest.size > 0 && rest.data[0] >= 0xC0 && rest.data[0] <= 0xD7;
}

/* Decodes the next item without taking it. */
static struct item item_peek(struct cbor_reader *in, size_t *ret_read)
{
    struct item item = { 0 };
    if (is_short_tag(in->rest)) {
        item_set(&item, ITEM_TAG, in->rest.data[0] & 31);
        *ret_read = 1;
        return item;
    }
    struct cbor_decoder_result result =
        cbor_stream_decode(in->rest.data, in->rest.size, &callbacks, &item);
    if (result.status == CBOR_DECODER_NEDATA)
        cbor_refuse(in, "ends in the middle of an item");
    else if (result.status != CBOR_DECODER_FINISHED || item.kind == ITEM_OTHER)
        cbor_refuse(in, "an item of a kind that is not allowed");
    else if (!item_is_shortest(&item, result.read))
        cbor_refuse(in, "%s not in its shortest form", item_names[item.kind]);
    *ret_read = result.read;
    return item;
}

/* Takes the next item, which must be of this kind or of the other. */
static struct item item_take(struct cbor_reader *in, enum item_kind kind, enum item_kind other)
{
    static const struct item none = { 0 };
    if (in->failed)
        return none;
    size_t read = 0;
    struct item item = item_peek(in, &read);
    if (!in->failed && item.kind != kind && item.kind != other)
        cbor_refuse(in, "%s where %s should be", item_names[item.kind], item_names[kind]);
    if (in->failed)
        return none;
    /* Each item is a byte at least: a larger count is a lie, and would overflow when doubled. */
    if (item_children(&item) > in->rest.size || item.argument > UINT64_MAX / 2) {
        if (item.kind == ITEM_ARRAY || item.kind == ITEM_MAP) {
            cbor_refuse(in, "%s longer than what follows it", item_names[item.kind]);
            return none;
        }
    }
    in->rest = span_of(in->rest.data + read, in->rest.size - read);
    in->at += read;
    count_item(in, item_children(&item));
    return in->failed ? none : item;
}

uint64_t item_get_uint(struct cbor_reader *in)
{
    return item_take(in, ITEM_UINT, ITEM_UINT).argument;
}

int64_t item_get_int(struct cbor_reader *in)
{
    struct item item = item_take(in, ITEM_UINT, ITEM_NEGATIVE);
    if (item.argument > INT64_MAX) {
        cbor_refuse(in, "a number beyond 63 bits");
        return 0;
    }
    int64_t value = (int64_t)item.argument;
    return item.kind == ITEM_NEGATIVE ? -1 - value : value;
}

struct span item_get_bytes(struct cbor_reader *in)
{
    return item_take(in, ITEM_BYTES, ITEM_BYTES).content;
}

void item_get_bytes_exact(struct cbor_reader *in, void *ret, size_t size)
{
    struct span bytes = item_get_bytes(in);
    if (in->failed)
        return;
    if (bytes.size != size)
        cbor_refuse(in, "%zu bytes where %zu should be", bytes.size, size);
    else if (size > 0)
        memcpy(ret, bytes.data, size);
}

/* Length of the UTF-8 sequence that begins here, 0 when it is none. */
static size_t utf8_sequence(const uint8_t *at, size_t left)
{
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (at[0] < 0x80)
        return 1;
    size_t size = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    if (at[0] < 0xC0 || at[0] > 0xF7 || size > left)
        return 0;
    uint32_t code = at[0] & (0xFFu >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (at[i] & 0x3Fu);
    }
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < smallest[size] || code > 0x10FFFF || surrogate ? 0 : size;
}

static bool utf8_valid(struct span text)
{
    size_t at = 0;
    while (at < text.size) {
        size_t size = utf8_sequence(text.data + at, text.size - at);
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

struct span item_get_text(struct cbor_reader *in)
{
    struct span text = item_take(in, ITEM_TEXT, ITEM_TEXT).content;
    if (!utf8_valid(text)) {
        cbor_refuse(in, "a text that is not UTF-8");
        return (struct span){ 0 };
    }
    return text;
}

void item_get_text_into(struct cbor_reader *in, char *ret, size_t size)
{
    ret[0] = '\0';
    struct span text = item_get_text(in);
    if (in->failed)
        return;
    if (text.size >= size) {
        cbor_refuse(in, "a text of %zu bytes where at most %zu are allowed", text.size, size - 1);
        return;
    }
    if (text.size > 0 && memchr(text.data, 0, text.size) != NULL) {
        cbor_refuse(in, "a text with a zero in it");
        return;
    }
    if (text.size > 0)
        memcpy(ret, text.data, text.size);
    ret[text.size] = '\0';
}

bool item_get_bool(struct cbor_reader *in)
{
    return item_take(in, ITEM_BOOL, ITEM_BOOL).argument != 0;
}

uint64_t item_get_tag(struct cbor_reader *in)
{
    return item_take(in, ITEM_TAG, ITEM_TAG).argument;
}

static size_t get_count(struct cbor_reader *in, enum item_kind kind, size_t max)
{
    struct item item = item_take(in, kind, kind);
    if (item.argument > max) {
        cbor_refuse(in, "%s of %llu where at most %zu are allowed", item_names[kind],
                    (unsigned long long)item.argument, max);
        return 0;
    }
    return (size_t)item.argument;
}

size_t item_get_array(struct cbor_reader *in, size_t max)
{
    return get_count(in, ITEM_ARRAY, max);
}

size_t item_get_map(struct cbor_reader *in, size_t max)
{
    return get_count(in, ITEM_MAP, max);
}

bool item_take_null(struct cbor_reader *in)
{
    if (in->failed || in->rest.size == 0 || in->rest.data[0] != 0xF6)
        return false;
    return item_take(in, ITEM_NULL, ITEM_NULL).kind == ITEM_NULL;
}

bool cbor_done(struct cbor_reader *in, const char *what, struct err *err)
{
    if (!in->failed && in->rest.size > 0)
        cbor_refuse(in, "%zu bytes too many", in->rest.size);
    if (!in->failed && in->depth > 0)
        cbor_refuse(in, "not read to its end");
    if (!in->failed)
        return true;
    return err_set(err, in->err.kind, "%s: %.300s", what, in->err.text);
}
