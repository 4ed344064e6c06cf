/* Tables of small numbers and their groups: see table.h. */
#include "table.h"
#include <stdlib.h>
#include <string.h>

bool table_init(struct table *table, size_t rows, size_t width)
{
    *table = (struct table){ .rows = rows, .width = width };
    table->values = calloc(rows * width + 1, sizeof *table->values);
    table->order = calloc(rows + 1, sizeof *table->order);
    if (table->values != NULL && table->order != NULL)
        return true;
    table_finish(table);
    return false;
}

void table_finish(struct table *table)
{
    free(table->values);
    free(table->order);
    *table = (struct table){ 0 };
}

static size_t largest(const uint16_t *values, size_t count)
{
    size_t ret = 0;
    for (size_t i = 0; i < count; i++)
        ret = values[i] > ret ? values[i] : ret;
    return ret;
}

/* Values may be thousands, but hardly ever are: what is not there is neither cleared nor looked at,
 * which for a batch of three responses is most of the work. */
void table_group(struct table *table, size_t column, struct groups *ret)
{
    uint32_t next[VALUES];
    const uint16_t *values = table_column(table, column);
    size_t end = largest(values, table->rows) + 1;
    memset(next, 0, end * sizeof *next);
    for (size_t i = 0; i < table->rows; i++)
        next[values[i]]++;
    uint32_t start = 0;
    ret->count = 0;
    for (size_t value = 0; value < end; value++) {
        uint32_t rows = next[value];
        next[value] = start;
        start += rows;
        if (rows > 0)
            ret->end[ret->count++] = start;
    }
    for (size_t i = 0; i < table->rows; i++)
        table->order[next[values[i]]++] = (uint32_t)i;
}

void table_ungroup(struct table *table, struct groups *ret)
{
    for (size_t i = 0; i < table->rows; i++)
        table->order[i] = (uint32_t)i;
    ret->count = table->rows > 0 ? 1 : 0;
    ret->end[0] = (uint32_t)table->rows;
}
