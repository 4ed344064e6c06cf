/* Values of the PostgreSQL engine, in the server's binary form: parameters on the way out, columns
 * on the way back. */
#include "postgres_int.h"

static const struct pg_type types[] = {
    { 'i', 8, 20 },   { 'n', 4, 23 },   { 's', 2, 21 },   { 'o', 1, 16 },
    { 't', 0, 25 },   { 'b', 0, 17 },   { 'I', 0, 1016 }, { 'N', 0, 1007 },
    { 'S', 0, 1005 }, { 'O', 0, 1000 }, { 'T', 0, 1009 }, { 'B', 0, 1001 },
};

const struct pg_type *pg_type_of(char letter)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (types[i].letter == letter)
            return &types[i];
    must_not("a statement has a parameter of no known type");
}

void pg_pack(uint8_t *ret, size_t size, int64_t value)
{
    uint64_t bits = (uint64_t)value;
    for (size_t i = size; i-- > 0; bits >>= 8)
        ret[i] = (uint8_t)bits;
}

/* The place and the type of the next parameter. */
static int next_place(struct pg_args *args, const struct pg_type **ret_type)
{
    must(args->count < PG_ARGS_MAX && args->types[args->count] != '\0',
         "a statement was given too many parameters");
    *ret_type = pg_type_of(args->types[args->count]);
    return args->count++;
}

void pg_put_int(struct pg_args *args, int64_t value)
{
    const struct pg_type *type;
    int at = next_place(args, &type);
    must(type->width > 0, "a number was put where there is none");
    pg_pack(args->numbers[at], type->width, value);
    args->values[at] = NULL; /* pg_args_values points it at its number: args may be copied */
    args->lengths[at] = type->width;
}

void pg_put_span(struct pg_args *args, struct span bytes)
{
    const struct pg_type *type;
    int at = next_place(args, &type);
    must(type->width == 0, "bytes were put where a number belongs");
    args->values[at] = bytes.size == 0 ? "" : (const char *)bytes.data; /* NULL would be SQL's */
    args->lengths[at] = (int)bytes.size;
}

void pg_put_text(struct pg_args *args, const char *text)
{
    pg_put_span(args, span_text(text));
}

void pg_put_digest(struct pg_args *args, const struct digest *digest)
{
    pg_put_span(args, span_of(digest->bytes, sizeof digest->bytes));
}

void pg_put_kiosks(struct pg_args *args, uint64_t kiosk)
{
    pg_put_int(args, (int64_t)kiosk);
    pg_put_int(args, kiosk == 0 ? INT64_MAX : (int64_t)kiosk);
}

struct span pg_span(const PGresult *result, int row, int column)
{
    return span_of(PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column));
}

/* Of any width; SQL's NULL is 0. */
int64_t pg_int(const PGresult *result, int row, int column)
{
    struct span bytes = pg_span(result, row, column);
    uint64_t value = 0;
    if (bytes.size == 0 || bytes.size > 8)
        return 0;
    if (bytes.size > 1 && (bytes.data[0] & 0x80) != 0)
        value = UINT64_MAX;
    for (size_t i = 0; i < bytes.size; i++)
        value = value << 8 | bytes.data[i];
    return (int64_t)value;
}

void pg_text(const PGresult *result, int row, int column, char *ret, size_t size)
{
    struct span text = pg_span(result, row, column);
    size_t length = text.size < size ? text.size : size - 1;
    if (length > 0)
        memcpy(ret, text.data, length);
    ret[length] = '\0';
}

void pg_bytes(const PGresult *result, int row, int column, void *ret, size_t size)
{
    struct span bytes = pg_span(result, row, column);
    memset(ret, 0, size);
    if (bytes.size == size)
        memcpy(ret, bytes.data, size);
}

void pg_clear(PGresult **result)
{
    PQclear(*result); /* NULL is fine */
}

/* ---- arrays: how many dimensions, whether there are NULLs, the type, the length, from 1 on; then
 * each element's size and bytes ---- */

enum { ARRAY_LENGTH_AT = 12 };

static void put_number(struct buf *out, size_t size, int64_t value)
{
    uint8_t *at = buf_grow(out, size);
    if (at != NULL)
        pg_pack(at, size, value);
}

void pg_array_begin(struct buf *out, char letter)
{
    put_number(out, 4, 1);
    put_number(out, 4, 0);
    put_number(out, 4, pg_type_of(letter)->oid);
    put_number(out, 4, 0);
    put_number(out, 4, 1);
}

void pg_array_int(struct buf *out, char letter, int64_t value)
{
    size_t width = pg_type_of(letter)->width;
    uint8_t *at = buf_grow(out, 4 + width);
    if (at == NULL)
        return;
    pg_pack(at, 4, (int64_t)width);
    pg_pack(at + 4, width, value);
}

void pg_array_span(struct buf *out, struct span bytes)
{
    put_number(out, 4, (int64_t)bytes.size);
    buf_put_span(out, bytes);
}

/* Only now is known how long it is. */
void pg_array_end(struct buf *out, size_t length)
{
    if (!out->failed)
        pg_pack(out->data + ARRAY_LENGTH_AT, 4, (int64_t)length);
}
