/*
 * The cells of answers in CSV: two for each column, as export_csv.c says. Which texts there can be
 * is known with the version: all but those of sets are made once, when its first row comes, and
 * copied from then on. Rows come kiosk by kiosk and in order, so one version at a time is enough.
 */
#include "export_int.h"
#include <stdlib.h>

enum {
    STATES_MAX = ANSWER_FIRST + SURVEY_CHOICES_MAX,
    TEXTS_MAX = EXPORT_COLUMNS_MAX + SURVEY_QUESTIONS_MAX * STATES_MAX,
    TEXT_MAX = 2 * SURVEY_NAME_MAX + 20, /* doubled quotes, a status, and what stands between */
};

struct cells_of {
    int question;      /* -1 when the version has none to show here: the first text, always */
    uint32_t first, n; /* its texts, by state */
};

struct export_cells {
    const struct book_entry *entry; /* the version; NULL before the first row */
    struct cells_of columns[EXPORT_COLUMNS_MAX];
    struct {
        uint32_t at, size;
    } texts[TEXTS_MAX];
    uint32_t count;
    struct buf bytes;
};

static void put_set(struct buf *line, const struct question *question, uint32_t set)
{
    BUF_AUTO values = buf_new(SURVEY_CHOICES_MAX * (SURVEY_NAME_MAX + 1));
    for (int i = 0; i < question->choice_count; i++)
        if (set >> i & 1) {
            buf_put_text(&values, values.size > 0 ? "|" : "");
            buf_put_text(&values, question->choices[i].value);
        }
    cells_put_csv(line, buf_text(&values));
}

/* Numbers and booleans are no text: a minus sign makes no formula of them. */
static void put_value(struct buf *line, const struct question *question, uint32_t state)
{
    uint32_t value = state - ANSWER_FIRST;
    if (!answer_given(state) || !answers_valid(question, state))
        return;
    if (question->type == QUESTION_CHECKBOX)
        put_set(line, question, value);
    else if (question->choices[value].is_number || question->type == QUESTION_BOOLEAN)
        buf_put_text(line, question->choices[value].value);
    else
        cells_put_csv(line, question->choices[value].value);
}

/* Both cells, whatever the state. */
static void put_answer(struct buf *out, const struct export_column *column,
                       const struct question *question, uint32_t state)
{
    if (!column->words) {
        buf_put_byte(out, ',');
        if (question != NULL && question->type != QUESTION_COMMENT)
            put_value(out, question, state);
    }
    buf_put_byte(out, ',');
    if (question != NULL)
        buf_put_text(out, export_status(state));
}

/* So many states have each a text that is always the same. */
static uint32_t states_of(const struct question *question)
{
    if (question == NULL)
        return 1;
    bool one_of = question->type != QUESTION_CHECKBOX && question->type != QUESTION_COMMENT;
    return ANSWER_FIRST + (one_of ? (uint32_t)question->choice_count : 0);
}

static void make_column(struct export_cells *cells, const struct export_column *column,
                        const struct survey *survey, struct cells_of *ret)
{
    int at = survey_question(survey, column->name);
    const struct question *question = at < 0 ? NULL : &survey->questions[at];
    if (question != NULL && !export_shows(question))
        question = NULL;
    *ret = (struct cells_of){ question == NULL ? -1 : at, cells->count, states_of(question) };
    for (uint32_t state = 0; state < ret->n; state++) {
        size_t start = cells->bytes.size;
        put_answer(&cells->bytes, column, question, state);
        cells->texts[cells->count].at = (uint32_t)start;
        cells->texts[cells->count++].size = (uint32_t)(cells->bytes.size - start);
    }
}

/* The texts of this version, which stay until a row of another comes. */
static bool make(struct export *export, const struct book_entry *entry, struct err *err)
{
    if (export->cells == NULL) {
        export->cells = calloc(1, sizeof *export->cells);
        if (export->cells == NULL)
            return err_set(err, ERR_LATER, "there is no memory for an export");
        export->cells->bytes = buf_new(TEXTS_MAX * TEXT_MAX);
    }
    struct export_cells *cells = export->cells;
    cells->entry = entry;
    cells->count = 0;
    buf_clear(&cells->bytes);
    for (size_t i = 0; i < export->column_count; i++)
        make_column(cells, &export->columns[i], entry->survey, &cells->columns[i]);
    return buf_ok(&cells->bytes, "the answers of a survey", err);
}

static void put_column(struct export *export, size_t column, const struct survey *survey,
                       const struct store_response *response)
{
    const struct export_cells *cells = export->cells;
    const struct cells_of *of = &cells->columns[column];
    uint32_t state = of->question < 0 ? 0 : response->state[of->question];
    if (state >= of->n) {
        put_answer(&export->line, &export->columns[column], &survey->questions[of->question],
                   state);
        return;
    }
    buf_put(&export->line, cells->bytes.data + cells->texts[of->first + state].at,
            cells->texts[of->first + state].size);
}

bool export_cells_put(struct export *export, const struct book_entry *entry,
                      const struct store_response *response, struct err *err)
{
    if ((export->cells == NULL || export->cells->entry != entry) && !make(export, entry, err))
        return false;
    for (size_t i = 0; i < export->column_count; i++)
        put_column(export, i, entry->survey, response);
    return true;
}

void export_cells_free(struct export_cells *cells)
{
    if (cells != NULL)
        buf_finish(&cells->bytes);
    free(cells);
}
