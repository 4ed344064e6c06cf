#pragma once
/*
 * A table of small numbers, a row a response, a column a question: what batches pack. Column 0 is
 * the row's context, column 1 its ending; the questions follow.
 *
 * A column is written by itself or grouped by an earlier one: when the second question is asked
 * only after some answers to the first, its values beside the other answers are all the same and
 * cost nothing. Reader and writer make the same groups from the earlier column, so nothing is said
 * twice.
 */
#include "cbor_io.h"
#include "pack.h"

enum {
    VALUE_NULL = 3 + 4096, /* an answer that is sealed; every other value is below */
    VALUES = VALUE_NULL + 1,
    COLUMN_CONTEXT = 0,
    COLUMN_ENDING = 1,
    COLUMN_QUESTIONS = 2,
    PAIRED = 0, /* instead of the number of values in a byte: a value takes two bytes */
};

struct table {
    size_t rows;
    size_t width;
    uint16_t *values; /* column by column */
    uint32_t *order;  /* scratch: rows in the order of their group */
};

/* rows and width may be 0. The caller's; table_finish. */
MUST_CHECK bool table_init(struct table *table, size_t rows, size_t width);
void table_finish(struct table *table); /* fine on zeroes */

static inline uint16_t *table_column(const struct table *table, size_t column)
{
    return table->values + column * table->rows;
}

/* Rows of equal value in one column, in ascending order of that value. */
struct groups {
    size_t count;
    uint32_t end[VALUES]; /* of group i in table->order */
};

/* Puts table->order in the order of the groups of `column`. */
void table_group(struct table *table, size_t column, struct groups *ret);
/* One group of all rows. */
void table_ungroup(struct table *table, struct groups *ret);

/* Writes a column; the earlier ones are already written. */
void column_put(struct table *table, size_t column, struct buf *out, struct marks *marks);
/* Reads a column behind the earlier ones; values are below `limit`, or VALUE_NULL when that is
 * allowed. */
void column_get(struct table *table, size_t column, uint16_t limit, bool null_allowed,
                struct cbor_reader *in);
