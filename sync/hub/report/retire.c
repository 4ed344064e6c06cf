/* Deleting what is over: see retire.h. A kiosk is proved first, and in the same reading it is found
 * what goes and which sums that leaves; then all of it goes in one transaction. */
#include "retire.h"
#include "grow.h"
#include "verify_int.h"
#include <stdlib.h>
#include <string.h>

/* ---- which batches go ---- */

static int64_t answers_before(const struct leaving *leaving, const char *survey)
{
    for (size_t i = 0; i < leaving->rule_count; i++)
        if (strcmp(leaving->rules[i].survey, survey) == 0)
            return leaving->rules[i].answers_before;
    return 0;
}

/* All that it brought is of surveys whose time is over; what nobody knows the survey of stays. */
static bool is_over(const struct verify *verify, const struct store_batch *stored,
                    const struct batch *batch)
{
    for (size_t i = 0; i < batch->response_count; i++) {
        const struct response *response = &batch->responses[i];
        if (response->seq < stored->first || response->seq > stored->last)
            continue;
        const struct book_entry *entry = book_find(verify->book, &response->survey);
        if (entry == NULL ||
            stored->received >= answers_before(verify->leaving, entry->published.id))
            return false;
    }
    return true;
}

/* Over the digest so far and the batch's. */
static void add_bytes(struct store_gone *run, struct span bytes)
{
    struct digest own = digest_of(bytes);
    struct span both[] = { span_of(run->bytes.bytes, sizeof run->bytes.bytes),
                           span_of(own.bytes, sizeof own.bytes) };
    run->bytes = digest_of_all(both, 2);
}

void leaving_batch(struct verify *verify, const struct store_batch *stored,
                   const struct batch *batch)
{
    struct leaving *leaving = verify->leaving;
    if (leaving == NULL)
        return;
    leaving->goes = is_over(verify, stored, batch);
    if (leaving->goes && !leaving->went) {
        struct store_gone *grown = grow(leaving->runs, leaving->run_count, sizeof *grown);
        verify->failed |= grown == NULL;
        leaving->goes = grown != NULL;
        if (grown == NULL) {
            (void)err_set(&verify->err, ERR_LATER, "there is no memory for what is deleted");
            return;
        }
        leaving->runs = grown;
        grown[leaving->run_count++] = (struct store_gone){ .kiosk = stored->kiosk,
                                                           .life = stored->life,
                                                           .first = stored->first,
                                                           .deletion = leaving->deletion };
    }
    leaving->went = leaving->goes;
    if (!leaving->goes)
        return;
    struct store_gone *run = &leaving->runs[leaving->run_count - 1];
    run->last = stored->last;
    run->hash = stored->hash;
    run->batches++;
    add_bytes(run, stored->bytes);
}

/* ---- one kiosk ---- */

struct retiring {
    struct store *store;
    const struct report_counts *counts;
    const struct retire_rule *rules;
    size_t rule_count;
    uint64_t deletion;
    struct retire_counts *total;
    struct book book;
    struct papers papers;
    struct err *err;
    bool failed;
};

/* The sums that go with a kiosk's runs, each with a text of its own. */
struct sums {
    struct store_gone_figures *list;
    size_t count;
    bool failed;
};

static bool take_sums(void *context, const struct store_gone_figures *text)
{
    struct sums *sums = context;
    struct store_gone_figures *grown = grow(sums->list, sums->count, sizeof *grown);
    uint8_t *copy = malloc(text->text.size + 1);
    if (grown != NULL)
        sums->list = grown;
    sums->failed = grown == NULL || copy == NULL;
    if (sums->failed) {
        free(copy);
        return false;
    }
    memcpy(copy, text->text.data, text->text.size);
    grown[sums->count] = *text;
    grown[sums->count++].text = span_of(copy, text->text.size);
    return true;
}

static void sums_finish(struct sums *sums)
{
    for (size_t i = 0; i < sums->count; i++)
        free((void *)(uintptr_t)sums->list[i].text.data);
    free(sums->list);
}

static bool make_sums(const struct leaving *leaving, struct sums *ret, struct err *err)
{
    struct store_tally *list = NULL;
    size_t count = 0;
    bool made = tally_sum_list(leaving->sum, &list, &count, err) &&
                gone_sums_write(list, count, take_sums, ret, err);
    free(list);
    for (size_t i = 0; i < ret->count; i++)
        ret->list[i].deletion = leaving->deletion;
    return made &&
           (!ret->failed || err_set(err, ERR_LATER, "there is no memory for what is deleted"));
}

static void add_total(struct retire_counts *total, const struct leaving *leaving)
{
    total->kiosks++;
    for (size_t i = 0; i < leaving->run_count; i++) {
        total->batches += leaving->runs[i].batches;
        total->responses += leaving->runs[i].responses;
        total->asides += leaving->runs[i].asides;
    }
}

/* Somebody else who deletes meanwhile was quicker: nothing is left to do for us. */
static bool delete_runs(struct retiring *retiring, uint64_t kiosk, const struct leaving *leaving)
{
    struct sums sums = { 0 };
    bool done = make_sums(leaving, &sums, retiring->err) &&
                store_gone_add(retiring->store, kiosk, leaving->runs, leaving->run_count, sums.list,
                               sums.count, retiring->err);
    sums_finish(&sums);
    if (done)
        add_total(retiring->total, leaving);
    return done || retiring->err->kind == ERR_STALE;
}

static void leaving_finish(struct leaving *leaving)
{
    free(leaving->runs);
    tally_sum_free(leaving->sum);
    *leaving = (struct leaving){ 0 };
}

/* Proves the kiosk and gathers what goes. A batch that comes in meanwhile makes a doubt that is
 * none, so a doubt is looked at again. */
static bool gather(struct retiring *retiring, const struct store_kiosk *kiosk,
                   struct leaving *leaving, uint64_t *ret_doubts)
{
    bool read = true;
    *ret_doubts = 1;
    for (int i = 0; read && *ret_doubts > 0 && i < VERIFY_TRIES; i++) {
        leaving_finish(leaving);
        *leaving = (struct leaving){ .rules = retiring->rules,
                                     .rule_count = retiring->rule_count,
                                     .deletion = retiring->deletion,
                                     .sum = tally_sum_new() };
        struct verify verify = { .store = retiring->store,
                                 .book = &retiring->book,
                                 .papers = &retiring->papers,
                                 .kiosk = *kiosk,
                                 .counts = retiring->counts,
                                 .leaving = leaving };
        read = (leaving->sum != NULL ||
                err_set(retiring->err, ERR_LATER, "there is no memory for what is deleted")) &&
               verify_prove(&verify, retiring->err);
        *ret_doubts = verify.doubts;
        verify_finish(&verify);
    }
    return read;
}

static bool take_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct retiring *retiring = context;
    struct leaving leaving = { 0 };
    uint64_t doubts = 0;
    bool done = gather(retiring, kiosk, &leaving, &doubts);
    if (done && leaving.run_count > 0 && doubts > 0)
        retiring->total->doubted++;
    else if (done && leaving.run_count > 0)
        done = delete_runs(retiring, kiosk->id, &leaving);
    leaving_finish(&leaving);
    retiring->failed = !done;
    return done;
}

/* ---- kiosks, one after the other ---- */

enum { KIOSKS_MAX = 16 * 1024 * 1024 };

static bool take_id(void *context, const struct store_kiosk *kiosk)
{
    buf_put(context, &kiosk->id, sizeof kiosk->id);
    return true;
}

/* Nobody may be in the middle of reading when something is written: what a reader has seen would
 * have to stand still until then, and a hub that serves does not let it. */
static bool each_kiosk(struct store *store, bool (*take)(void *context, const struct store_kiosk *),
                       void *context, struct err *err)
{
    BUF_AUTO ids = buf_new(KIOSKS_MAX * sizeof(uint64_t));
    if (!store_kiosks(store, take_id, &ids, err) || !buf_ok(&ids, "the list of kiosks", err))
        return false;
    for (size_t at = 0; at < ids.size; at += sizeof(uint64_t)) {
        struct store_kiosk kiosk;
        uint64_t id;
        memcpy(&id, ids.data + at, sizeof id);
        if (!store_kiosk_get(store, id, &kiosk, err))
            return false;
        if (!take(context, &kiosk))
            return true;
    }
    return true;
}

bool report_retire(struct store *store, const struct report_counts *counts,
                   const struct retire_rule *rules, size_t rule_count, uint64_t deletion,
                   struct retire_counts *ret, struct err *err)
{
    struct err walking = { 0 };
    struct retiring retiring = { .store = store,
                                 .counts = counts,
                                 .rules = rules,
                                 .rule_count = rule_count,
                                 .deletion = deletion,
                                 .total = ret,
                                 .err = err };
    *ret = (struct retire_counts){ 0 };
    bool walked = book_open(store, NULL, &retiring.book, &walking) &&
                  papers_open(store, &retiring.papers, &walking) &&
                  each_kiosk(store, take_kiosk, &retiring, &walking);
    book_finish(&retiring.book);
    papers_finish(&retiring.papers);
    if (!walked)
        *err = walking;
    return walked && !retiring.failed;
}

/* ---- figures ---- */

struct forgetting {
    struct store *store;
    const struct digest *survey;
    int32_t month;
    struct err *err;
    bool failed;
};

static bool forget_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct forgetting *f = context;
    f->failed = !store_figures_forget(f->store, kiosk->id, f->survey, f->month, f->err);
    return !f->failed;
}

static bool forget_version(struct store *store, const struct digest *survey, int32_t month,
                           struct err *err)
{
    struct forgetting forgetting = { store, survey, month, err, false };
    struct err walking = { 0 };
    if (!each_kiosk(store, forget_kiosk, &forgetting, &walking))
        return err_set(err, walking.kind, "%s", walking.text);
    return !forgetting.failed && store_summaries_forget(store, survey, month, err);
}

bool report_retire_figures(struct store *store, const struct retire_rule *rules, size_t rule_count,
                           struct err *err)
{
    BOOK_AUTO book = { 0 };
    if (!book_open(store, NULL, &book, err))
        return false;
    for (size_t i = 0; i < rule_count; i++)
        for (size_t k = 0; k < book.count; k++)
            if (rules[i].figures_before != 0 &&
                strcmp(book.entries[k].published.id, rules[i].survey) == 0 &&
                !forget_version(store, &book.entries[k].published.digest, rules[i].figures_before,
                                err))
                return false;
    return true;
}
