/*
 * The writing half of columns: see table.h. Chooses by entropy whether to group by an earlier
 * column, and by trial how many values share a byte: zstd's Huffman codes take a bit a byte at
 * least, so values with little in them travel together.
 */
#include "table.h"
#include <math.h>
#include <stdlib.h>

enum {
    GROUPS_MAX = 24,         /* a column with more values is not grouped by */
    TRIAL_ROWS_MIN = 256,    /* below, the densest packing is the best */
    MARKED_BYTES_MIN = 48,   /* a shorter column is not worth a block of its own */
    GROUP_COST_BITS = 8 * 12 /* a group's head, block and table */
};

/* What one group, or a whole column, holds. */
struct letters {
    size_t count;
    uint16_t alphabet[VALUES];
    uint16_t index[VALUES]; /* of a value in the alphabet */
    uint32_t rows[VALUES];  /* with a value */
};

static void letters_of(const uint16_t *values, const uint32_t *order, size_t rows,
                       struct letters *ret)
{
    size_t end = 0; /* behind the largest value: of thousands that there may be, few are there */
    for (size_t i = 0; i < rows; i++)
        end = values[order[i]] >= end ? values[order[i]] + 1u : end;
    memset(ret->rows, 0, end * sizeof *ret->rows);
    for (size_t i = 0; i < rows; i++)
        ret->rows[values[order[i]]]++;
    ret->count = 0;
    for (size_t value = 0; value < end; value++) {
        if (ret->rows[value] == 0)
            continue;
        ret->index[value] = (uint16_t)ret->count;
        ret->alphabet[ret->count++] = (uint16_t)value;
    }
}

/* Bits that the rows take at best, and what their alphabet costs. */
static double cost_bits(const struct letters *letters, size_t rows)
{
    double bits = 0;
    for (size_t i = 0; i < letters->count; i++) {
        double n = letters->rows[letters->alphabet[i]];
        bits += n * log2((double)rows / n);
    }
    return letters->count < 2 ? 8 : bits + GROUP_COST_BITS + 12 * (double)letters->count;
}

static double grouped_cost(const struct table *table, size_t column, const struct groups *groups,
                           struct letters *letters)
{
    double bits = 0;
    size_t start = 0;
    for (size_t i = 0; i < groups->count; i++) {
        size_t rows = groups->end[i] - start;
        letters_of(table_column(table, column), table->order + start, rows, letters);
        bits += cost_bits(letters, rows);
        start = groups->end[i];
    }
    return bits;
}

/* The earlier column to group by; the column itself when none makes it smaller. */
static size_t best_parent(struct table *table, size_t column, struct groups *groups,
                          struct letters *letters)
{
    size_t best = column;
    letters->count = 0;
    table_ungroup(table, groups);
    double least = grouped_cost(table, column, groups, letters);
    if (letters->count < 2)
        return column;
    for (size_t by = 0; by < column; by++) {
        table_group(table, by, groups);
        if (groups->count < 2 || groups->count > GROUPS_MAX)
            continue;
        double bits = grouped_cost(table, column, groups, letters);
        if (bits < least) {
            least = bits;
            best = by;
        }
    }
    return best;
}

/* The values of these rows, `per_byte` in a byte, the first one the lowest digit. */
static void put_digits(const uint16_t *values, const uint32_t *order, size_t rows,
                       const struct letters *letters, size_t per_byte, struct buf *out)
{
    for (size_t row = 0; row < rows; row += per_byte) {
        size_t end = row + per_byte < rows ? row + per_byte : rows;
        size_t byte = 0;
        for (size_t i = end; i > row; i--)
            byte = byte * letters->count + letters->index[values[order[i - 1]]];
        buf_put_byte(out, (uint8_t)byte);
    }
}

static void put_pairs(const uint16_t *values, const uint32_t *order, size_t rows,
                      const struct letters *letters, struct buf *out)
{
    for (size_t i = 0; i < rows; i++)
        buf_put_byte(out, (uint8_t)(letters->index[values[order[i]]] >> 8));
    for (size_t i = 0; i < rows; i++)
        buf_put_byte(out, (uint8_t)letters->index[values[order[i]]]);
}

static size_t densest(size_t letters)
{
    size_t per_byte = 0;
    for (size_t power = letters; power <= 256; power *= letters)
        per_byte++;
    return per_byte < 8 ? per_byte : 8;
}

/* Fills `ret` with the smallest packing of these rows and returns its number of values in a byte.
 */
static size_t put_smallest(const uint16_t *values, const uint32_t *order, size_t rows,
                           const struct letters *letters, struct buf *ret)
{
    size_t most = densest(letters->count);
    if (most == 0) {
        put_pairs(values, order, rows, letters, ret);
        return PAIRED;
    }
    size_t best = most;
    size_t least = SIZE_MAX;
    for (size_t per_byte = most; per_byte > 0 && rows >= TRIAL_ROWS_MIN; per_byte--) {
        buf_clear(ret);
        put_digits(values, order, rows, letters, per_byte, ret);
        size_t size = pack_estimate(buf_span(ret));
        if (size > 0 && size < least) {
            least = size;
            best = per_byte;
        }
    }
    buf_clear(ret);
    put_digits(values, order, rows, letters, best, ret);
    return best;
}

static void put_value(uint16_t value, struct buf *out)
{
    if (value == VALUE_NULL)
        item_put_null(out);
    else
        item_put_uint(out, value);
}

static void put_group(const uint16_t *values, const uint32_t *order, size_t rows,
                      struct letters *letters, struct buf *out, struct marks *marks)
{
    letters_of(values, order, rows, letters);
    if (letters->count < 2) {
        put_value(letters->count == 0 ? 0 : letters->alphabet[0], out);
        return;
    }
    BUF_AUTO packed = buf_new(2 * rows);
    size_t per_byte = put_smallest(values, order, rows, letters, &packed);
    item_put_array(out, 3);
    item_put_uint(out, per_byte);
    item_put_array(out, letters->count);
    for (size_t i = 0; i < letters->count; i++)
        put_value(letters->alphabet[i], out);
    bool marked = packed.size >= MARKED_BYTES_MIN;
    if (marked)
        marks_add(marks, out->size);
    item_put_bytes(out, buf_span(&packed));
    if (marked)
        marks_add(marks, out->size);
    buf_fail_with(out, &packed);
}

void column_put(struct table *table, size_t column, struct buf *out, struct marks *marks)
{
    struct groups groups;
    struct letters letters;
    size_t parent = best_parent(table, column, &groups, &letters);
    if (parent == column) {
        table_ungroup(table, &groups);
    } else {
        table_group(table, parent, &groups);
        item_put_array(out, 2);
        item_put_uint(out, parent);
        item_put_array(out, groups.count);
    }
    size_t start = 0;
    for (size_t i = 0; i < groups.count; i++) {
        put_group(table_column(table, column), table->order + start, groups.end[i] - start,
                  &letters, out, marks);
        start = groups.end[i];
    }
}
