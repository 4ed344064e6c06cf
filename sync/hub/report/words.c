/* Opens sealed words of the store: each is checked against the signed batch that brought it, so
 * that nobody can have moved it between people, questions or venues. */
#include "words.h"
#include "book.h"
#include "cells.h"
#include "local_time.h"
#include "report.h"
#include "sealed.h"
#include <inttypes.h>
#include <stdlib.h>

enum { TEXT_MAX = WORDS_SEALED_MAX };

static bool write_line(FILE *out, json_t *line, struct err *err)
{
    char *text = json_dumps(line, JSON_COMPACT);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory to write words");
    bool written = fprintf(out, "%s\n", text) > 0;
    free(text);
    return written || err_errno(err, "writing the output");
}

/* Words that are no UTF-8 were not written on a kiosk. */
static void put_text(struct words_opening *opening, json_t *line, const struct buf *text)
{
    json_t *value = json_stringn(buf_text(text), text->size);
    if (value != NULL) {
        (void)json_object_set_new(line, "text", value);
        opening->opened++;
    } else {
        (void)json_object_set_new(line, "error", json_string("this is no text"));
        opening->misplaced++;
    }
}

bool words_write(struct words_opening *opening, json_t *line, const struct seal_binding *binding,
                 struct span sealed, struct err *err)
{
    struct err why = { 0 };
    BUF_AUTO text = buf_new(TEXT_MAX);
    bool written = true;
    (void)json_object_set_new(line, "question", json_string(binding->question));
    bool open = words_open(opening->key, opening->secret, binding, sealed, &text, &why);
    if (open) {
        put_text(opening, line, &text);
    } else if (why.kind != ERR_DENIED) {
        (void)json_object_set_new(line, "error", json_string(why.text));
        opening->misplaced++;
    }
    if (open || why.kind != ERR_DENIED)
        written = write_line(opening->out, line, err);
    if (text.data != NULL)
        seal_forget(text.data, text.size);
    json_decref(line);
    return written;
}

bool words_whole(const struct words_opening *opening, struct err *err)
{
    return opening->misplaced == 0 ||
           err_set(err, ERR_REFUSED,
                   "%" PRIu64 " texts do not belong where they stand; their lines say \"error\"",
                   opening->misplaced);
}

/* ---- from the store ---- */

struct store_opening {
    struct words_opening words;
    struct store *store;
    struct book book;
    struct sealed_source source;
};

static json_t *line_of(const struct book_entry *entry, const struct store_row *row)
{
    char kiosk[17];
    char life[17];
    char date[11];
    const struct store_response *response = &row->response;
    (void)snprintf(kiosk, sizeof kiosk, "%016" PRIx64, row->kiosk);
    (void)snprintf(life, sizeof life, "%016" PRIx64, row->life);
    local_day_text(response->day, date);
    return json_pack("{s:s,s:s,s:I,s:s,s:s,s:I,s:s,s:s}", "kiosk", kiosk, "life", life, "seq",
                     (json_int_t)response->seq, "venue", response->venue, "survey",
                     entry->published.id, "version", (json_int_t)entry->published.version, "date",
                     date, "language", response->language);
}

static bool open_response(struct store_opening *opening, const struct book_entry *entry,
                          const struct store_row *row, struct err *err)
{
    const struct response *response;
    if (!sealed_find(&opening->source, row, &response, err))
        return false;
    for (int i = 0; i < response->words_count; i++) {
        const struct sealed_words *words = &response->words[i];
        struct seal_binding binding = { .survey = response->survey };
        if (words->question >= entry->survey->question_count)
            return err_set(err, ERR_CORRUPT, "words belong to no question");
        memcpy(binding.question, entry->survey->questions[words->question].name,
               sizeof binding.question);
        sealed_bound_to(&opening->source, response, &binding.life, &binding.seq);
        if (!words_write(&opening->words, line_of(entry, row), &binding, words->sealed, err))
            return false;
    }
    return true;
}

static bool answered_with_words(const struct survey *survey, const struct store_response *response)
{
    for (int i = 0; i < survey->question_count && i < response->count; i++)
        if (survey->questions[i].type == QUESTION_COMMENT && answer_given(response->state[i]))
            return true;
    return false;
}

static bool open_row(void *context, const struct store_row *row)
{
    struct store_opening *opening = context;
    struct words_opening *words = &opening->words;
    const struct book_entry *entry = book_find(&opening->book, &row->response.survey);
    if (entry == NULL)
        words->failed = !err_set(&words->err, ERR_CORRUPT, "a response names no survey");
    else if (answered_with_words(entry->survey, &row->response))
        words->failed = !open_response(opening, entry, row, &words->err);
    return !words->failed;
}

static bool open_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct store_opening *opening = context;
    struct words_opening *words = &opening->words;
    if (!store_kiosk_rows(opening->store, kiosk->id, open_row, opening, &words->err))
        words->failed = true;
    return !words->failed;
}

bool report_words(struct store *store, const struct box_public *key,
                  const struct box_secret *secret, FILE *out, uint64_t *ret_opened, struct err *err)
{
    struct store_opening opening = { .words = { .key = key, .secret = secret, .out = out },
                                     .store = store,
                                     .source = sealed_source_of(store) };
    bool opened = book_open(store, NULL, &opening.book, err) &&
                  store_kiosks(store, open_kiosk, &opening, err);
    if (opened && opening.words.failed)
        opened = err_set(err, opening.words.err.kind, "%s", opening.words.err.text);
    sealed_source_finish(&opening.source);
    book_finish(&opening.book);
    *ret_opened = opening.words.opened;
    return opened && words_whole(&opening.words, err);
}
