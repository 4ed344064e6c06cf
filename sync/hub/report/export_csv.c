/*
 * The CSV form of an export (RFC 4180): a header line, then a line a response. Each question has
 * two columns, its value and NAME.status, so that an empty value is never a riddle; a set's values
 * are joined by a bar; a comment has its status alone, since its words are sealed.
 */
#include "export_int.h"
#include "local_time.h"
#include <inttypes.h>

static void put_head(struct export *export)
{
    struct buf *line = &export->line;
    buf_printf(line, "kiosk,life,seq,venue,survey,version,date,hour,time_quality,language,access,"
                     "assisted,ending,flagged");
    for (size_t i = 0; i < export->column_count; i++) {
        if (!export->columns[i].words) {
            buf_put_byte(line, ',');
            cells_put_csv(line, export->columns[i].name);
        }
        buf_put_byte(line, ',');
        BUF_AUTO status = buf_new(2 * SURVEY_NAME_MAX);
        buf_printf(&status, "%s.status", export->columns[i].name);
        cells_put_csv(line, buf_text(&status));
    }
    buf_printf(line, "\r\n");
}

static void put_set(struct buf *line, const struct question *question, uint32_t set)
{
    BUF_AUTO values = buf_new(SURVEY_CHOICES_MAX * (SURVEY_NAME_MAX + 1));
    for (int i = 0; i < question->choice_count; i++)
        if (set >> i & 1)
            buf_printf(&values, "%s%s", values.size > 0 ? "|" : "", question->choices[i].value);
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
        buf_printf(line, "%s", question->choices[value].value);
    else
        cells_put_csv(line, question->choices[value].value);
}

static void put_answer(struct buf *line, const struct export_column *column,
                       const struct survey *survey, const struct store_response *response)
{
    int question = survey_question(survey, column->name);
    if (question >= 0 && !export_shows(&survey->questions[question]))
        question = -1;
    if (!column->words) {
        buf_put_byte(line, ',');
        if (question >= 0 && survey->questions[question].type != QUESTION_COMMENT)
            put_value(line, &survey->questions[question], response->state[question]);
    }
    buf_put_byte(line, ',');
    if (question >= 0)
        buf_printf(line, "%s", export_status(response->state[question]));
}

static void put_text(struct buf *line, const char *text)
{
    buf_put_byte(line, ',');
    cells_put_csv(line, text);
}

static bool put_row(struct export *export, const struct book_entry *entry,
                    const struct store_row *row, struct err *err)
{
    const struct store_response *response = &row->response;
    struct buf *line = &export->line;
    char date[11];
    local_day_text(response->day, date);
    buf_printf(line, "%016" PRIx64 ",%016" PRIx64 ",%" PRIu64, row->kiosk, row->life,
               response->seq);
    put_text(line, response->venue);
    put_text(line, entry->published.id);
    buf_printf(line, ",%u,%s,%u,%s", entry->published.version, date, response->hour,
               export_quality(response->quality));
    put_text(line, response->language);
    buf_printf(line, ",%s,%s,%s,%s", access_mode_name((enum access_mode)response->access),
               response->assisted ? "true" : "false", ending_name((enum ending)response->ending),
               response->flagged ? "true" : "false");
    for (size_t i = 0; i < export->column_count; i++)
        put_answer(line, &export->columns[i], entry->survey, response);
    buf_printf(line, "\r\n");
    return buf_ok(line, "a line of the export", err);
}

const struct export_writer export_csv = { put_head, put_row };
