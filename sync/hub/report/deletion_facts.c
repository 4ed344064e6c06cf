/* What a deletion has left in the store, as JSON: see retire.h. It is read from what stands in the
 * place of the deleted, so that a deletion that was interrupted can be told of as one that was not.
 */
#include "book.h"
#include "gone_sums.h"
#include "local_time.h"
#include "retire.h"
#include "seal.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

struct facts {
    struct store *store;
    uint64_t deletion;
    const struct book *book;
    struct digest runs;
    uint64_t batches, responses, asides, kiosks, last_kiosk;
    json_t *surveys; /* by id: days with how many responses, months with a digest of their sums */
    struct err *err;
    bool failed;
};

/* Over the digest so far and this text. */
static void add_text(struct digest *digest, struct span text)
{
    struct span both[] = { span_of(digest->bytes, sizeof digest->bytes), text };
    *digest = digest_of_all(both, 2);
}

static bool take_run(void *context, const struct store_gone *run)
{
    struct facts *facts = context;
    char hash[65];
    char bytes[65];
    BUF_AUTO text = buf_new(512);
    if (run->deletion != facts->deletion)
        return true;
    digest_hex(&run->hash, hash);
    digest_hex(&run->bytes, bytes);
    buf_printf(&text, "%016" PRIx64 " %016" PRIx64 " %" PRIu64 " %" PRIu64 " %s %s %u %u %u %u\n",
               run->kiosk, run->life, run->first, run->last, hash, bytes, run->batches,
               run->responses, run->asides, run->unopened);
    add_text(&facts->runs, buf_span(&text));
    facts->kiosks += run->kiosk != facts->last_kiosk;
    facts->last_kiosk = run->kiosk;
    facts->batches += run->batches;
    facts->responses += run->responses;
    facts->asides += run->asides;
    return true;
}

static json_t *part_of(json_t *object, const char *name)
{
    json_t *part = json_object_get(object, name);
    if (part == NULL) {
        (void)json_object_set_new(object, name, json_object());
        part = json_object_get(object, name);
    }
    return part;
}

/* Responses by day are the daily sums of question "". */
static bool count_days(const struct store_gone_figures *sums, json_t *days, struct err *err)
{
    struct tally_list made = { 0 };
    char day[11];
    bool read = gone_sums_read(sums, &made, err);
    for (size_t i = 0; read && i < made.count; i++) {
        const struct store_tally *tally = &made.list[i];
        if (tally->monthly || tally->question[0] != '\0')
            continue;
        local_day_text(tally->day, day);
        (void)json_object_set_new(
            days, day, json_integer(json_integer_value(json_object_get(days, day)) + tally->n));
    }
    free(made.list);
    return read;
}

static void add_month(json_t *months, const struct store_gone_figures *sums)
{
    char month[11];
    char hex[65];
    char key[32];
    struct digest digest = { { 0 } };
    BUF_AUTO head = buf_new(64);
    local_day_text(sums->month, month);
    const char *known = json_string_value(json_object_get(months, month));
    if (known != NULL && !digest_from_hex(known, &digest))
        memset(&digest, 0, sizeof digest);
    (void)snprintf(key, sizeof key, "%016" PRIx64 "\n", sums->kiosk);
    buf_put_span(&head, span_text(key));
    buf_put(&head, sums->survey.bytes, sizeof sums->survey.bytes);
    add_text(&digest, buf_span(&head));
    add_text(&digest, sums->text);
    digest_hex(&digest, hex);
    (void)json_object_set_new(months, month, json_string(hex));
}

static bool take_sums(void *context, const struct store_gone_figures *sums)
{
    struct facts *facts = context;
    const struct book_entry *entry = book_find(facts->book, &sums->survey);
    if (sums->deletion != facts->deletion || entry == NULL)
        return true;
    json_t *survey = part_of(facts->surveys, entry->published.id);
    add_month(part_of(survey, "months"), sums);
    facts->failed = !count_days(sums, part_of(survey, "days"), facts->err);
    return !facts->failed;
}

bool report_deletion_facts(struct store *store, uint64_t deletion, json_t **ret, struct err *err)
{
    BOOK_AUTO book = { 0 };
    struct facts facts = { .store = store, .deletion = deletion, .book = &book, .err = err };
    char hex[65];
    *ret = NULL;
    if (!book_open(store, NULL, &book, err))
        return false;
    facts.surveys = json_object();
    if (!store_gone(store, 0, take_run, &facts, err) ||
        !store_gone_figures(store, 0, take_sums, &facts, err) || facts.failed) {
        json_decref(facts.surveys);
        return false;
    }
    digest_hex(&facts.runs, hex);
    *ret = json_pack("{s:I, s:I, s:I, s:I, s:s, s:o}", "kiosks", (json_int_t)facts.kiosks,
                     "batches", (json_int_t)facts.batches, "responses", (json_int_t)facts.responses,
                     "set_aside", (json_int_t)facts.asides, "runs", hex, "surveys", facts.surveys);
    return *ret != NULL || err_set(err, ERR_LATER, "there is no memory for what was deleted");
}
