/*
 * The JSON lines form of an export: exact values, one object a response. Words are there as they
 * were sealed, in base64, with all that opens them far from the hub: life, seq, the survey's
 * digest, and what they are bound to where that is another number.
 */
#include "base64.h"
#include "export_int.h"
#include <inttypes.h>

static void put_nothing(struct export *export)
{
    (void)export;
}

/* Names of members and questions need no escapes. */
static void put_name(struct buf *line, const char *before, const char *name)
{
    buf_put_text(line, before);
    buf_put_byte(line, '"');
    buf_put_text(line, name);
    buf_put(line, "\":", 2);
}

static void put_member(struct buf *line, const char *name, const char *text)
{
    put_name(line, ",", name);
    cells_put_json(line, text);
}

static void put_number(struct buf *line, const char *name, uint64_t number)
{
    put_name(line, ",", name);
    cells_put_number(line, number);
}

static void put_truth(struct buf *line, const char *name, bool truth)
{
    put_name(line, ",", name);
    buf_put_text(line, truth ? "true" : "false");
}

static void put_answers(struct buf *line, const struct survey *survey,
                        const struct store_response *response)
{
    const char *before = "";
    buf_put_text(line, ",\"answers\":{");
    for (int i = 0; i < survey->question_count && i < response->count; i++) {
        const struct question *question = &survey->questions[i];
        if (!export_shows(question) || question->type == QUESTION_COMMENT ||
            !answer_given(response->state[i]))
            continue;
        put_name(line, before, question->name);
        answers_put_json(question, response->state[i], line);
        before = ",";
    }
    buf_put_byte(line, '}');
}

/* The names of the questions in this state. */
static void put_names(struct buf *line, const char *member, uint32_t state,
                      const struct survey *survey, const struct store_response *response)
{
    const char *before = "\"";
    put_name(line, ",", member);
    buf_put_byte(line, '[');
    for (int i = 0; i < survey->question_count && i < response->count; i++)
        if (export_shows(&survey->questions[i]) && response->state[i] == state) {
            buf_put_text(line, before);
            buf_put_text(line, survey->questions[i].name);
            buf_put_byte(line, '"');
            before = ",\"";
        }
    buf_put_byte(line, ']');
}

static bool has_words(const struct survey *survey, const struct store_response *response)
{
    for (int i = 0; i < survey->question_count && i < response->count; i++)
        if (survey->questions[i].type == QUESTION_COMMENT && answer_given(response->state[i]))
            return true;
    return false;
}

static void put_bound(struct buf *line, const struct export *export,
                      const struct response *signed_response, const struct store_row *row)
{
    uint64_t life;
    uint64_t seq;
    sealed_bound_to(&export->source, signed_response, &life, &seq);
    if (life != row->life || seq != row->response.seq)
        buf_printf(line, ",\"bound_to\":{\"life\":\"%016" PRIx64 "\",\"seq\":%" PRIu64 "}", life,
                   seq);
}

static bool put_words(struct export *export, const struct survey *survey,
                      const struct store_row *row, struct err *err)
{
    const struct response *response;
    struct buf *line = &export->line;
    buf_put_text(line, ",\"words\":{");
    if (!has_words(survey, &row->response)) {
        buf_put_byte(line, '}');
        return true;
    }
    if (!sealed_find(&export->source, row, &response, err))
        return false;
    for (int i = 0; i < response->words_count; i++) {
        const struct sealed_words *words = &response->words[i];
        if (words->question >= survey->question_count)
            return err_set(err, ERR_CORRUPT, "words belong to no question");
        buf_printf(line, "%s\"%s\":\"", i > 0 ? "," : "", survey->questions[words->question].name);
        base64_put(line, words->sealed);
        buf_put_byte(line, '"');
    }
    buf_put_byte(line, '}');
    put_bound(line, export, response, row);
    return true;
}

static void put_head(struct export *export, const struct book_entry *entry,
                     const struct store_row *row)
{
    const struct store_response *response = &row->response;
    struct buf *line = &export->line;
    char digest[65];
    digest_hex(&response->survey, digest);
    buf_put_text(line, "{\"kiosk\":\"");
    cells_put_hex(line, row->kiosk);
    buf_put_text(line, "\",\"life\":\"");
    cells_put_hex(line, row->life);
    buf_put_byte(line, '"');
    put_number(line, "seq", response->seq);
    put_member(line, "venue", response->venue);
    put_member(line, "survey", entry->published.id);
    put_number(line, "version", entry->published.version);
    put_member(line, "digest", digest);
    put_member(line, "date", export_date(export, response->day));
    put_number(line, "hour", response->hour);
    put_member(line, "time_quality", export_quality(response->quality));
    put_member(line, "language", response->language);
    put_member(line, "access", access_mode_name((enum access_mode)response->access));
    put_truth(line, "assisted", response->assisted);
    put_member(line, "ending", ending_name((enum ending)response->ending));
    put_truth(line, "flagged", response->flagged);
    if (export->sample)
        put_truth(line, "sample", true);
}

static bool put_row(struct export *export, const struct book_entry *entry,
                    const struct store_row *row, struct err *err)
{
    const struct store_response *response = &row->response;
    struct buf *line = &export->line;
    put_head(export, entry, row);
    put_answers(line, entry->survey, response);
    put_names(line, "skipped", ANSWER_SKIPPED, entry->survey, response);
    put_names(line, "shown", ANSWER_SHOWN, entry->survey, response);
    if (!put_words(export, entry->survey, row, err))
        return false;
    buf_put(line, "}\n", 2);
    return buf_ok(line, "a line of the export", err);
}

const struct export_writer export_jsonl = { put_nothing, put_row };
