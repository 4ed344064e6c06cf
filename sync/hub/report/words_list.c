/* Sealed words, for whoever opens them elsewhere: see words_list.h. */
#include "words_list.h"
#include "disclosure.h"
#include "sealed.h"
#include "words_release.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- names ---- */

void words_ref(const struct store_row *row, const char *question, char ret[WORDS_REF_SIZE])
{
    (void)snprintf(ret, WORDS_REF_SIZE, "%016" PRIx64 ".%016" PRIx64 ".%" PRIu64 ".%.32s",
                   row->kiosk, row->life, row->response.seq, question);
}

bool words_ref_read(const char *ref, struct store_row *ret, char question[33], struct err *err)
{
    char again[WORDS_REF_SIZE];
    *ret = (struct store_row){ 0 };
    question[0] = '\0';
    int count = sscanf(ref, "%16" SCNx64 ".%16" SCNx64 ".%19" SCNu64 ".%32[^.]", &ret->kiosk,
                       &ret->life, &ret->response.seq, question);
    words_ref(ret, question, again);
    return (count == 4 && strcmp(again, ref) == 0) ||
           err_set(err, ERR_MISSING, "There are no such words.");
}

static bool has_words(const struct survey *survey, const struct response *response,
                      const char *question)
{
    for (int i = 0; i < response->words_count; i++)
        if (response->words[i].question < survey->question_count &&
            strcmp(survey->questions[response->words[i].question].name, question) == 0)
            return true;
    return false;
}

/* As ingest files a response: under the venue that its bundle was made for. */
static bool place_response(struct store *store, const struct store_row *row,
                           const struct response *response, char ret[STORE_ID_MAX + 1],
                           struct err *err)
{
    struct store_kiosk kiosk;
    if (store_bundle_venue(store, &response->bundle, ret, err))
        return true;
    if (err->kind != ERR_MISSING || !store_kiosk_get(store, row->kiosk, &kiosk, err))
        return false;
    memcpy(ret, kiosk.venue, sizeof kiosk.venue);
    return true;
}

bool words_venue(struct store *store, const char *ref, char ret[STORE_ID_MAX + 1], struct err *err)
{
    struct store_row row;
    char question[33];
    const struct response *response = NULL;
    BOOK_AUTO book = { 0 };
    SOURCE_AUTO source = sealed_source_of(store);
    if (!words_ref_read(ref, &row, question, err))
        return false;
    if (!sealed_find(&source, &row, &response, err))
        return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There are no such words.")
                                        : false;
    if (!book_open(store, NULL, &book, err))
        return false;
    const struct book_entry *entry = book_find(&book, &response->survey);
    if (entry == NULL || !has_words(entry->survey, response, question))
        return err_set(err, ERR_MISSING, "There are no such words.");
    return place_response(store, &row, response, ret, err);
}

/* ---- listing ---- */

struct listing {
    const struct report_ask *ask;
    struct book book;
    struct releases releases;
    struct sealed_source source;
    struct store_row after; /* seq 0: from the first */
    char after_question[33];
    bool (*take)(void *context, const struct words_item *item);
    void *context;
    bool full; /* take wants no more */
    struct err err;
    bool failed;
};

static bool wrote(const struct survey *survey, const struct store_response *response)
{
    for (int i = 0; i < survey->question_count && i < response->count; i++)
        if (survey->questions[i].type == QUESTION_COMMENT && answer_given(response->state[i]))
            return true;
    return false;
}

static const char *answer_of(const struct survey *survey, const struct store_response *response)
{
    for (int i = 0; i < survey->question_count && i < response->count; i++) {
        const struct question *question = &survey->questions[i];
        uint32_t choice = response->state[i] - ANSWER_FIRST;
        bool meant = question->role == ROLE_SATISFACTION || question->role == ROLE_FFT_OVERALL;
        if (meant && answer_given(response->state[i]) && choice < question->choice_count)
            return question->choices[choice].value;
    }
    return NULL;
}

/* Of the row in which the last page ended, those behind its last words. */
static int first_words(const struct listing *listing, const struct survey *survey,
                       const struct store_row *row, const struct response *response)
{
    const struct store_row *after = &listing->after;
    bool same = after->response.seq == row->response.seq && after->kiosk == row->kiosk &&
                after->life == row->life;
    for (int i = 0; same && i < response->words_count; i++)
        if (response->words[i].question < survey->question_count &&
            strcmp(survey->questions[response->words[i].question].name, listing->after_question) ==
                0)
            return i + 1;
    return 0;
}

static bool tell_row(struct listing *listing, const struct book_entry *entry,
                     const struct store_row *row, struct err *err)
{
    const struct response *response = NULL;
    const struct survey *survey = entry->survey;
    if (!sealed_find(&listing->source, row, &response, err))
        return false;
    struct words_item item = { .row = row,
                               .survey = entry->published.id,
                               .answer = answer_of(survey, &row->response) };
    sealed_bound_to(&listing->source, response, &item.bound_life, &item.bound_seq);
    for (int i = first_words(listing, survey, row, response); i < response->words_count; i++) {
        item.question = response->words[i].question;
        item.sealed = response->words[i].sealed;
        if (item.question >= survey->question_count)
            return err_set(err, ERR_CORRUPT, "words belong to no question");
        item.name = survey->questions[item.question].name;
        listing->full = !listing->take(listing->context, &item);
        if (listing->full)
            return true;
    }
    return true;
}

static bool take_row(void *context, const struct store_row *row)
{
    struct listing *listing = context;
    const struct book_entry *entry = book_find(&listing->book, &row->response.survey);
    if (entry == NULL || !wrote(entry->survey, &row->response) ||
        !releases_has(&listing->releases, row->response.venue, row->response.day))
        return true;
    listing->failed = !tell_row(listing, entry, row, &listing->err);
    return !listing->failed && !listing->full;
}

/* The newest survey that asks for words, where none is named. */
static const char *choose_survey(const struct book *all, const char *asked)
{
    for (size_t i = 0; i < all->count && asked[0] == '\0'; i++)
        if (all->entries[i].survey->comment_count > 0)
            return all->entries[i].published.id;
    return asked;
}

static bool read_rows(struct listing *listing, const char *survey, struct err *err)
{
    const struct report_ask *ask = listing->ask;
    struct store_row before = listing->after;
    if (before.response.seq == 0)
        return store_rows(ask->store, survey, ask->from, ask->to, take_row, listing, err);
    before.response.seq--; /* the row itself may have more words */
    return store_rows_after(ask->store, survey, ask->from, ask->to, &before, take_row, listing,
                            err);
}

static bool list(struct listing *listing, const struct book *all, struct err *err)
{
    const char *survey = choose_survey(all, listing->ask->survey_id);
    if (!book_open(listing->ask->store, survey, &listing->book, err) ||
        !releases_read(listing->ask, &listing->book, &listing->releases, err) ||
        !read_rows(listing, survey, err))
        return false;
    return !listing->failed || err_set(err, listing->err.kind, "%s", listing->err.text);
}

bool words_list(const struct report_ask *ask, const char *after,
                bool (*take)(void *context, const struct words_item *item), void *context,
                uint64_t *ret_total, struct err *err)
{
    struct listing listing = {
        .ask = ask, .source = sealed_source_of(ask->store), .take = take, .context = context
    };
    BOOK_AUTO all = { 0 };
    if (after != NULL && !words_ref_read(after, &listing.after, listing.after_question, err))
        return false;
    bool listed = book_open(ask->store, NULL, &all, err) && list(&listing, &all, err);
    *ret_total = releases_total(&listing.releases);
    releases_finish(&listing.releases);
    book_finish(&listing.book);
    sealed_source_finish(&listing.source);
    return listed;
}

void words_disclose(struct words_count *counts, size_t count)
{
    uint64_t *n = calloc(count + 1, sizeof *n);
    enum disclosure *said = calloc(count + 1, sizeof *said);
    bool fine = n != NULL && said != NULL;
    for (size_t i = 0; fine && i < count; i++)
        n[i] = counts[i].n;
    if (fine)
        disclose_groups(n, count, said);
    for (size_t i = 0; i < count; i++) {
        enum disclosure is = fine ? said[i] : DISCLOSED_SMALL_BASE;
        counts[i].status = disclosure_name(is);
        counts[i].shown = disclosed_n(is) != 0;
    }
    free(n);
    free(said);
}
