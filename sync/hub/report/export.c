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

static bool write_row(void *context, const struct store_row *row)
{
    struct writing *writing = context;
    struct export *export = writing->export;
    const struct export_query *query = writing->query;
    const struct book_entry *entry = book_find(&export->book, &row->response.survey);
    if (query->place != NULL && !query->place(query->context, row->response.venue))
        return true;
    if (entry == NULL || !writing->writer->row(export, entry, row, &export->err) ||
        !cells_flush(&export->line, export->out, &export->err)) {
        export->failed = true;
        return false;
    }
    count_answers(export, entry->survey, &row->response);
    return true;
}

/* Equality answers are known by month alone: those of the months that the days touch. */
struct sealed_count {
    const struct book *book;
    int32_t from_month, to_day;
    uint64_t n;
};

static bool count_sealed(void *context, uint64_t kiosk, const struct store_tally *tally)
{
    struct sealed_count *count = context;
    const struct book_entry *entry = book_find(count->book, &tally->survey);
    (void)kiosk;
    if (entry == NULL || tally->day < count->from_month || tally->day > count->to_day ||
        tally->value[0] == '.')
        return true;
    int question = survey_question(entry->survey, tally->question);
    if (question >= 0 && entry->survey->questions[question].sensitivity == SENSITIVITY_COUNTS)
        count->n += tally->n;
    return true;
}

static bool export_all(struct export *export, const struct export_query *query, struct err *err)
{
    struct writing writing = { export, query->format == EXPORT_CSV ? &export_csv : &export_jsonl,
                               query };
    struct sealed_count sealed = { &export->book, local_month_start(query->from_day), query->to_day,
                                   0 };
    export_columns(export);
    writing.writer->head(export);
    if (!cells_flush(&export->line, export->out, err) ||
        !store_rows(export->store, query->survey_id, query->from_day, query->to_day, write_row,
                    &writing, err) ||
        !store_tallies(export->store, 0, true, count_sealed, &sealed, err))
        return false;
    export->answers += sealed.n;
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
    free(export);
    return exported;
}
