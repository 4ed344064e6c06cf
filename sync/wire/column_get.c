/* The reading half of columns: see table.h. Nothing is taken that a writer could not have meant. */
#include "fields.h"
#include "table.h"

/* A column by itself, or one group of it: a single value, or [values in a byte, alphabet, bytes].
 */
struct simple {
    size_t per_byte;
    size_t letters;
    uint16_t alphabet[VALUES];
    struct span bytes;
};

static uint16_t get_value(struct cbor_reader *in, uint16_t limit, bool null_allowed)
{
    if (null_allowed && item_take_null(in))
        return VALUE_NULL;
    return (uint16_t)fields_uint(in, limit - 1u, "a value");
}

static void get_alphabet(struct cbor_reader *in, uint16_t limit, bool null_allowed,
                         struct simple *ret)
{
    ret->letters = item_get_array(in, VALUES);
    for (size_t i = 0; i < ret->letters; i++) {
        ret->alphabet[i] = get_value(in, limit, null_allowed);
        if (i > 0 && ret->alphabet[i] <= ret->alphabet[i - 1])
            cbor_refuse(in, "an alphabet out of order");
        if (in->failed)
            return;
    }
    if (ret->letters < 2)
        cbor_refuse(in, "an alphabet of one value");
}

/* How many bytes `rows` values take. */
static size_t bytes_needed(size_t per_byte, size_t rows)
{
    return per_byte == PAIRED ? 2 * rows : (rows + per_byte - 1) / per_byte;
}

/* letters to the power of per_byte, at most 257. */
static size_t radix_power(size_t letters, size_t per_byte)
{
    size_t power = 1;
    for (size_t i = 0; i < per_byte && power <= 256; i++)
        power *= letters;
    return power <= 256 ? power : 257;
}

static void get_packed(struct cbor_reader *in, uint16_t limit, bool null_allowed, size_t rows,
                       struct simple *ret)
{
    ret->per_byte = (size_t)fields_uint(in, 8, "the number of values in a byte");
    get_alphabet(in, limit, null_allowed, ret);
    ret->bytes = item_get_bytes(in);
    if (in->failed)
        return;
    if (ret->bytes.size != bytes_needed(ret->per_byte, rows))
        cbor_refuse(in, "a column of a wrong length");
    if (radix_power(ret->letters, ret->per_byte) > 256)
        cbor_refuse(in, "more values in a byte than it can hold");
}

/* Two planes of bytes: first the high ones, then the low ones. */
static void spread_pairs(struct cbor_reader *in, const struct simple *simple, const uint32_t *order,
                         size_t rows, uint16_t *values)
{
    const uint8_t *high = simple->bytes.data;
    for (size_t i = 0; i < rows; i++) {
        size_t letter = (size_t)high[i] << 8 | high[rows + i];
        if (letter >= simple->letters) {
            cbor_refuse(in, "a value outside its alphabet");
            return;
        }
        values[order[i]] = simple->alphabet[letter];
    }
}

static void spread_bytes(struct cbor_reader *in, const struct simple *simple, const uint32_t *order,
                         size_t rows, uint16_t *values)
{
    unsigned letters = (unsigned)simple->letters;
    size_t row = 0;
    for (size_t i = 0; i < simple->bytes.size; i++) {
        unsigned byte = simple->bytes.data[i];
        size_t end = row + simple->per_byte < rows ? row + simple->per_byte : rows;
        for (; row < end; row++) {
            values[order[row]] = simple->alphabet[byte % letters];
            byte /= letters;
        }
        if (byte != 0) {
            cbor_refuse(in, "a value outside its alphabet");
            return;
        }
    }
}

/* Reads the values of these rows. */
static void get_simple(struct cbor_reader *in, uint16_t limit, bool null_allowed,
                       const uint32_t *order, size_t rows, uint16_t *values)
{
    struct simple simple;
    fields_array(in, 3);
    get_packed(in, limit, null_allowed, rows, &simple);
    if (in->failed)
        return;
    if (simple.per_byte == PAIRED)
        spread_pairs(in, &simple, order, rows, values);
    else
        spread_bytes(in, &simple, order, rows, values);
}

static bool next_is_array(const struct cbor_reader *in)
{
    return in->rest.size > 0 && in->rest.data[0] >> 5 == 4;
}

static void get_group(struct cbor_reader *in, uint16_t limit, bool null_allowed,
                      const uint32_t *order, size_t rows, uint16_t *values)
{
    if (next_is_array(in)) {
        get_simple(in, limit, null_allowed, order, rows, values);
        return;
    }
    uint16_t value = get_value(in, limit, null_allowed);
    for (size_t i = 0; i < rows && !in->failed; i++)
        values[order[i]] = value;
}

/* [earlier column, [group, ...]] */
static void get_grouped(struct table *table, size_t column, uint16_t limit, bool null_allowed,
                        struct cbor_reader *in)
{
    struct groups groups;
    fields_array(in, 2);
    size_t by = (size_t)fields_uint(in, column - 1, "the column to group by");
    if (in->failed)
        return;
    table_group(table, by, &groups);
    fields_array(in, groups.count);
    size_t start = 0;
    for (size_t i = 0; i < groups.count && !in->failed; i++) {
        get_group(in, limit, null_allowed, table->order + start, groups.end[i] - start,
                  table_column(table, column));
        start = groups.end[i];
    }
}

void column_get(struct table *table, size_t column, uint16_t limit, bool null_allowed,
                struct cbor_reader *in)
{
    /* The head of a grouped column is an array of two, that of a packed one an array of three. */
    bool grouped = column > 0 && in->rest.size > 0 && in->rest.data[0] == (4 << 5 | 2);
    if (grouped) {
        get_grouped(table, column, limit, null_allowed, in);
        return;
    }
    struct groups all;
    table_ungroup(table, &all);
    get_group(in, limit, null_allowed, table->order, table->rows, table_column(table, column));
}
