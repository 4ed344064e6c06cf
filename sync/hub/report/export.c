/* Exports: rows as text, one after the other, so that memory stays flat. See report.h and
 * docs/DATABASE.md for the columns. */
#include "export_int.h"
#include "local_time.h"
#include <stdlib.h>

bool export_shows(const struct question *question)
{
    return question->type != QUESTION_INFORMATION && question->sensitivity != SENSITIVITY_COUNTS;
}

const char *export_status(uint32_t state)
{
    static const char *const names[] = { "unseen", "shown", "skipped" };
    return answer_given(state) ? "answered" : names[state];
}

const char *export_quality(enum time_quality quality)
{
    static const char *const names[] = { "exact", "believed", "estimated" };
    return (unsigned)quality <= TIME_ESTIMATED ? names[quality] : "estimated";
}

static void add_column(struct export *export, const struct question *question)
{
    for (size_t i = 0; i < export->column_count; i++)
        if (strcmp(export->columns[i].name, question->name) == 0)
            return;
    if (export->column_count == EXPORT_COLUMNS_MAX)
        return;
    struct export_column *column = &export->columns[export->column_count++];
    memcpy(column->name, question->name, sizeof column->name);
    column->words = question->type == QUESTION_COMMENT;
}

/* The newest version's questions in its order, then those that only older versions had. */
void export_columns(struct export *export)
{
    for (size_t i = 0; i < export->book.count; i++) {
        const struct survey *survey = export->book.entries[i].survey;
        for (int k = 0; k < survey->question_count; k++)
            if (export_shows(&survey->questions[k]))
                add_column(export, &survey->questions[k]);
    }
}

const char *export_date(struct export *export, int32_t day)
{
    if (export->date.text[0] == '\0' || export->date.day != day) {
        export->date.day = day;
        local_day_text(day, export->date.text);
    }
    return export->date.text;
}

static void count_answers(struct export *export, const struct survey *survey,
                          const struct store_response *row)
{
    export->rows++;
    for (int i = 0; i < survey->question_count && i < row->count; i++)
        export->answers += export_shows(&survey->questions[i]) && answer_given(row->state[i]);
}

struct writing {
    struct export *export;
    const struct export_writer *writer;
    const struct export_query *query;
};

/* Rows come kiosk by kiosk, so that the same venue is asked for again and again. */
static bool is_wanted(const struct export_query *query, struct export *export, const char *venue)
{
    if (query->place == NULL)
        return true;
    if (export->venue[0] == '\0' || strcmp(export->venue, venue) != 0) {
        (void)snprintf(export->venue, sizeof export->venue, "%s", venue);
        export->wanted = query->place(query->context, venue);
    }
    return export->wanted;
}

static bool write_row(void *context, const struct store_row *row)
{
    struct writing *writing = context;
    struct export *export = writing->export;
    const struct book_entry *entry = book_find(&export->book, &row->response.survey);
    if (!is_wanted(writing->query, export, row->response.venue))
        return true;
    if (entry == NULL || !writing->writer->row(export, entry, row, &export->err) ||
        !cells_flush(&export->line, export->out, &export->err)) {
        export->failed = true;
        return false;
    }
    count_answers(export, entry->survey, &row->response);
    return true;
}

static bool export_all(struct export *export, const struct export_query *query, struct err *err)
{
    struct writing writing = { export, query->format == EXPORT_CSV ? &export_csv : &export_jsonl,
                               query };
    export_columns(export);
    if (!export_count_sealed(export, query, err))
        return false;
    writing.writer->head(export);
    if (!cells_flush(&export->line, export->out, err) ||
        !store_rows(export->store, query->survey_id, query->from_day, query->to_day, write_row,
                    &writing, err))
        return false;
    return !export->failed || err_set(err, export->err.kind, "%s", export->err.text);
}

bool report_export(struct store *store, const struct export_query *query, FILE *out,
                   uint64_t *ret_rows, uint64_t *ret_answers, struct err *err)
{
    struct export *export = calloc(1, sizeof *export);
    if (export == NULL)
        return err_set(err, ERR_LATER, "there is no memory for an export");
    export->store = store;
    export->out = out;
    export->sample = query->sample;
    export->source = sealed_source_of(store);
    export->line = buf_new(EXPORT_LINE_MAX);
    bool exported =
        book_open(store, query->survey_id, &export->book, err) && export_all(export, query, err);
    if (exported) {
        *ret_rows = export->rows;
        *ret_answers = export->answers;
    }
    book_finish(&export->book);
    sealed_source_finish(&export->source);
    buf_finish(&export->line);
    export_cells_free(export->cells);
    free(export);
    return exported;
}
