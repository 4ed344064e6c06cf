/*
 * Many rows of one kiosk in one statement. Up to PG_VALUES_MAX rows stand in VALUES; more travel as
 * arrays, a column each, and are joined to the kiosk's own row, so that a database that is spread
 * over several machines sees at once that all of it belongs to one of them. What is the same in all
 * rows is said once.
 */
#include "answers_pack.h"
#include "postgres_int.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    ROWS_AT_ONCE = 1000,
    COLUMNS_MAX = 10,
    SAME_MAX = 3,
    CELL_MAX = PACK_MAX,
    COLUMN_BYTES_MAX = 32 + ROWS_AT_ONCE * (4 + CELL_MAX),
};

/* Where one value of a row stands while it is being sent. */
struct cell {
    int64_t number;
    struct span bytes;
};

/* What a batch brings: lists of rows that go into a table each, tallies into two. */
enum list { LIST_RESPONSES, LIST_ASIDES, LIST_TALLIES };

/* A table: its columns and their types, first those that are the same in all rows of a statement
 * (kiosk_id, which comes before all, is not listed). */
struct table {
    const char *name;
    const char *same_columns, *same_types;
    const char *columns, *types;
    const char *conflict;
    bool (*same)(struct postgres_store *s, const struct store_keep *keep, size_t row,
                 struct cell ret[SAME_MAX], struct err *err);
    /* The cells of a row; packed is room for bytes that have to be made. */
    void (*row)(const struct store_keep *keep, size_t row, struct cell ret[COLUMNS_MAX],
                uint8_t packed[PACK_MAX]);
};

static struct cell number(int64_t value)
{
    return (struct cell){ .number = value };
}

static struct cell text(const char *value)
{
    return (struct cell){ .bytes = span_text(value) };
}

/* ---- cells ---- */

static bool response_same(struct postgres_store *s, const struct store_keep *keep, size_t row,
                          struct cell ret[SAME_MAX], struct err *err)
{
    const struct store_response *r = &keep->responses[row];
    ret[0] = number((int64_t)keep->life);
    ret[1] = text(r->venue);
    return pg_survey_number(s, &r->survey, &ret[2].number, err);
}

static void response_row(const struct store_keep *keep, size_t row, struct cell ret[COLUMNS_MAX],
                         uint8_t packed[PACK_MAX])
{
    const struct store_response *r = &keep->responses[row];
    ret[0] = number((int64_t)r->seq);
    ret[1] = number(r->day);
    ret[2] = number(r->hour);
    ret[3] = number(r->quality);
    ret[4] = text(r->language);
    ret[5] = number(r->access);
    ret[6] = number(r->assisted);
    ret[7] = number(r->ending);
    ret[8] = number(r->flagged);
    ret[9] = (struct cell){ .bytes = span_of(packed, answers_pack(r->state, r->count, packed)) };
}

static bool aside_same(struct postgres_store *s, const struct store_keep *keep, size_t row,
                       struct cell ret[SAME_MAX], struct err *err)
{
    (void)s, (void)row, (void)err;
    ret[0] = number((int64_t)keep->life);
    return true;
}

static void aside_row(const struct store_keep *keep, size_t row, struct cell ret[COLUMNS_MAX],
                      uint8_t packed[PACK_MAX])
{
    (void)packed;
    ret[0] = number((int64_t)keep->asides[row].seq);
    ret[1] = text(keep->asides[row].reason);
}

static bool tally_same(struct postgres_store *s, const struct store_keep *keep, size_t row,
                       struct cell ret[SAME_MAX], struct err *err)
{
    const struct store_tally *t = &keep->tallies[row];
    ret[0] = text(t->venue);
    return pg_survey_number(s, &t->survey, &ret[1].number, err);
}

static void tally_day_row(const struct store_keep *keep, size_t row, struct cell ret[COLUMNS_MAX],
                          uint8_t packed[PACK_MAX])
{
    const struct store_tally *t = &keep->tallies[row];
    (void)packed;
    ret[0] = number(t->day);
    ret[1] = text(t->question);
    ret[2] = text(t->value);
    ret[3] = number(t->flagged);
    ret[4] = number(t->n);
}

static void tally_month_row(const struct store_keep *keep, size_t row, struct cell ret[COLUMNS_MAX],
                            uint8_t packed[PACK_MAX])
{
    const struct store_tally *t = &keep->tallies[row];
    (void)packed;
    ret[0] = number(t->day);
    ret[1] = text(t->question);
    ret[2] = text(t->value);
    ret[3] = text(t->language);
    ret[4] = number(t->access);
    ret[5] = number(t->hour);
    ret[6] = number(t->n);
}

static const struct table tables[PG_ROWS_TABLES] = {
    [PG_RESPONSE] = { "response", "life, venue, survey", "itn",
                      "seq, day, hour, quality, language, access, assisted, ending, flagged, "
                      "answers",
                      "insstsosob", "", response_same, response_row },
    [PG_ASIDE] = { "aside", "life", "i", "seq, reason", "it", "", aside_same, aside_row },
    [PG_TALLY_DAY] = { "tally_day", "venue, survey", "tn", "day, question, value, flagged, n",
                       "nttoi",
                       " ON CONFLICT (kiosk_id, survey, day, venue, question, value, flagged) "
                       "DO UPDATE SET n = tally_day.n + excluded.n",
                       tally_same, tally_day_row },
    [PG_TALLY_MONTH] = { "tally_month", "venue, survey", "tn",
                         "month, question, value, language, access, hour, n", "ntttssi",
                         " ON CONFLICT (kiosk_id, survey, month, venue, question, value, "
                         "language, access, hour) DO UPDATE SET n = tally_month.n + excluded.n",
                         tally_same, tally_month_row },
};

/* ---- the text ---- */

static size_t same_count(const struct table *table)
{
    return strlen(table->same_types);
}

/* "($1, $2, $5, $6)": kiosk_id and what is the same, then a row's own. */
static void put_values_row(const struct table *table, size_t row, struct buf *ret)
{
    size_t same = same_count(table);
    size_t own = strlen(table->types);
    buf_printf(ret, "%s($1", row == 0 ? "" : ", ");
    for (size_t i = 0; i < same; i++)
        buf_printf(ret, ", $%zu", i + 2);
    for (size_t i = 0; i < own; i++)
        buf_printf(ret, ", $%zu", same + 2 + row * own + i);
    buf_printf(ret, ")");
}

/* The kiosk's own row anchors what comes in arrays. */
static void put_arrays(const struct table *table, struct buf *ret)
{
    size_t same = same_count(table);
    buf_printf(ret, "SELECT k.kiosk_id");
    for (size_t i = 0; i < same; i++)
        buf_printf(ret, ", $%zu", i + 2);
    buf_printf(ret, ", u.* FROM kiosk k, unnest(");
    for (size_t i = 0; table->types[i] != '\0'; i++)
        buf_printf(ret, "%s$%zu", i == 0 ? "" : ", ", same + 2 + i);
    buf_printf(ret, ") u WHERE k.kiosk_id = $1");
}

void pg_rows_sql(enum pg_rows_table which, size_t rows, struct buf *ret)
{
    const struct table *table = &tables[which];
    buf_printf(ret, "INSERT INTO %s (kiosk_id, %s, %s) ", table->name, table->same_columns,
               table->columns);
    if (rows == 0)
        put_arrays(table, ret);
    else
        buf_printf(ret, "VALUES ");
    for (size_t i = 0; i < rows; i++)
        put_values_row(table, i, ret);
    buf_printf(ret, "%s", table->conflict);
}

/* ---- statements ---- */

/* A statement's worth of rows of one list. */
struct piece {
    enum pg_rows_table which;
    size_t from, count;
};

static size_t list_count(const struct store_keep *keep, enum list list)
{
    const size_t counts[] = { [LIST_RESPONSES] = keep->response_count,
                              [LIST_ASIDES] = keep->aside_count,
                              [LIST_TALLIES] = keep->tally_count };
    return counts[list];
}

static bool responses_join(const struct store_response *a, const struct store_response *b)
{
    return memcmp(&a->survey, &b->survey, sizeof a->survey) == 0 && strcmp(a->venue, b->venue) == 0;
}

static bool tallies_join(const struct store_tally *a, const struct store_tally *b)
{
    return a->monthly == b->monthly && memcmp(&a->survey, &b->survey, sizeof a->survey) == 0 &&
           strcmp(a->venue, b->venue) == 0;
}

/* May two rows of a list stand in one statement? */
static bool rows_join(const struct store_keep *keep, enum list list, size_t a, size_t b)
{
    switch (list) {
    case LIST_RESPONSES:
        return responses_join(&keep->responses[a], &keep->responses[b]);
    case LIST_TALLIES:
        return tallies_join(&keep->tallies[a], &keep->tallies[b]);
    case LIST_ASIDES:
        break;
    }
    return true;
}

static enum pg_rows_table table_of(const struct store_keep *keep, enum list list, size_t row)
{
    if (list == LIST_TALLIES)
        return keep->tallies[row].monthly ? PG_TALLY_MONTH : PG_TALLY_DAY;
    return list == LIST_RESPONSES ? PG_RESPONSE : PG_ASIDE;
}

/* The rows from `from` on that stand in one statement. */
static struct piece piece_from(const struct store_keep *keep, enum list list, size_t from)
{
    size_t end = from + 1;
    size_t count = list_count(keep, list);
    while (end < count && end - from < ROWS_AT_ONCE && rows_join(keep, list, from, end))
        end++;
    return (struct piece){ table_of(keep, list, from), from, end - from };
}

/* Does something with each statement that a batch's rows take. */
static bool each_piece(struct postgres_store *s, const struct store_keep *keep,
                       bool (*act)(struct postgres_store *, const struct store_keep *,
                                   const struct piece *, struct err *),
                       struct err *err)
{
    for (enum list list = LIST_RESPONSES; list <= LIST_TALLIES; list++)
        for (size_t at = 0; at < list_count(keep, list);) {
            struct piece piece = piece_from(keep, list, at);
            if (!act(s, keep, &piece, err))
                return false;
            at += piece.count;
        }
    return true;
}

/* 0 is the statement for arrays. */
static size_t variant_of(const struct piece *piece)
{
    return piece->count <= PG_VALUES_MAX ? piece->count : 0;
}

static void name_of(enum pg_rows_table which, size_t variant, char ret[24])
{
    (void)snprintf(ret, 24, "r%d_%zu", (int)which, variant);
}

/* The letters of a statement's parameters. */
static void put_types(const struct table *table, size_t variant, struct buf *ret)
{
    buf_printf(ret, "i%s", table->same_types);
    for (size_t i = 0; i < variant; i++)
        buf_printf(ret, "%s", table->types);
    for (size_t i = 0; variant == 0 && table->types[i] != '\0'; i++)
        buf_put_byte(ret, (uint8_t)(table->types[i] - 'a' + 'A'));
}

static bool prepare_piece(struct postgres_store *s, const struct store_keep *keep,
                          const struct piece *piece, struct err *err)
{
    struct cell same[SAME_MAX];
    size_t variant = variant_of(piece);
    bool *prepared = &s->prepared_rows[piece->which][variant];
    if (!tables[piece->which].same(s, keep, piece->from, same, err))
        return false;
    if (*prepared)
        return true;
    char name[24];
    BUF_AUTO sql = buf_new(16 * 1024);
    BUF_AUTO types = buf_new(PG_ARGS_MAX);
    pg_rows_sql(piece->which, variant, &sql);
    put_types(&tables[piece->which], variant, &types);
    name_of(piece->which, variant, name);
    *prepared = buf_ok(&sql, "a statement", err) && buf_ok(&types, "a statement", err) &&
                pg_prepare(s, name, buf_text(&sql), buf_text(&types), err);
    return *prepared;
}

bool pg_rows_prepare(struct postgres_store *s, const struct store_keep *keep, struct err *err)
{
    return each_piece(s, keep, prepare_piece, err);
}

static void put_cell(struct pg_args *args, char type, const struct cell *cell)
{
    if (pg_type_of(type)->width > 0)
        pg_put_int(args, cell->number);
    else
        pg_put_span(args, cell->bytes);
}

/* Few rows: each value is a parameter. The packed answers of all must last until they are sent. */
static void put_rows(struct pg_args *args, const struct store_keep *keep, const struct piece *piece,
                     uint8_t packed[PG_VALUES_MAX][PACK_MAX])
{
    const struct table *table = &tables[piece->which];
    struct cell cells[COLUMNS_MAX];
    for (size_t i = 0; i < piece->count; i++) {
        table->row(keep, piece->from + i, cells, packed[i]);
        for (size_t k = 0; table->types[k] != '\0'; k++)
            put_cell(args, table->types[k], &cells[k]);
    }
}

static void array_cell(struct buf *column, char type, const struct cell *cell)
{
    if (pg_type_of(type)->width > 0)
        pg_array_int(column, type, cell->number);
    else
        pg_array_span(column, cell->bytes);
}

/* Many rows: each column is a parameter. */
static bool put_columns(struct pg_args *args, const struct store_keep *keep,
                        const struct piece *piece, struct buf columns[COLUMNS_MAX], struct err *err)
{
    const struct table *table = &tables[piece->which];
    size_t width = strlen(table->types);
    struct cell cells[COLUMNS_MAX];
    uint8_t packed[PACK_MAX];
    for (size_t k = 0; k < width; k++)
        pg_array_begin(&columns[k], table->types[k]);
    for (size_t i = 0; i < piece->count; i++) {
        table->row(keep, piece->from + i, cells, packed);
        for (size_t k = 0; k < width; k++)
            array_cell(&columns[k], table->types[k], &cells[k]);
    }
    for (size_t k = 0; k < width; k++) {
        pg_array_end(&columns[k], piece->count);
        if (!buf_ok(&columns[k], "rows on their way to the database", err))
            return false;
        pg_put_span(args, buf_span(&columns[k]));
    }
    return true;
}

static bool send_values(struct postgres_store *s, const char *name, struct pg_args *args,
                        const struct store_keep *keep, const struct piece *piece, struct err *err)
{
    uint8_t packed[PG_VALUES_MAX][PACK_MAX];
    put_rows(args, keep, piece, packed);
    return pg_pipe_named(s, name, args, err);
}

static bool send_arrays(struct postgres_store *s, const char *name, struct pg_args *args,
                        const struct store_keep *keep, const struct piece *piece, struct err *err)
{
    struct buf columns[COLUMNS_MAX];
    for (size_t k = 0; k < COLUMNS_MAX; k++)
        columns[k] = buf_new(COLUMN_BYTES_MAX);
    bool sent = put_columns(args, keep, piece, columns, err) && pg_pipe_named(s, name, args, err);
    for (size_t k = 0; k < COLUMNS_MAX; k++)
        buf_finish(&columns[k]);
    return sent;
}

static bool send_piece(struct postgres_store *s, const struct store_keep *keep,
                       const struct piece *piece, struct err *err)
{
    const struct table *table = &tables[piece->which];
    size_t variant = variant_of(piece);
    struct cell same[SAME_MAX];
    char name[24];
    BUF_AUTO types = buf_new(PG_ARGS_MAX);
    struct pg_args args = { .count = 0 };
    put_types(table, variant, &types);
    if (!buf_ok(&types, "a statement", err) || !table->same(s, keep, piece->from, same, err))
        return false;
    args.types = buf_text(&types);
    name_of(piece->which, variant, name);
    pg_put_int(&args, (int64_t)keep->kiosk);
    for (size_t i = 0; i < same_count(table); i++)
        put_cell(&args, table->same_types[i], &same[i]);
    return variant == 0 ? send_arrays(s, name, &args, keep, piece, err)
                        : send_values(s, name, &args, keep, piece, err);
}

bool pg_rows_send(struct postgres_store *s, const struct store_keep *keep, struct err *err)
{
    return each_piece(s, keep, send_piece, err);
}
