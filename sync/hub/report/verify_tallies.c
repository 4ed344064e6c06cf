/* Tallies of one kiosk against those added up from its signed batches: see verify_int.h. Those of
 * sealed answers are compared when every block could be opened again; else they stand as they are.
 */
#include "local_time.h"
#include "verify_int.h"
#include <stdlib.h>

struct gathered {
    struct verify *verify;
    struct store_tally *list;
    size_t count;
    bool failed;
};

static bool is_sealed(const struct book *book, const struct store_tally *tally)
{
    const struct book_entry *entry = book_find(book, &tally->survey);
    int question = entry == NULL ? -1 : survey_question(entry->survey, tally->question);
    return question >= 0 && entry->survey->questions[question].sensitivity == SENSITIVITY_COUNTS;
}

static bool gather(void *context, uint64_t kiosk, const struct store_tally *tally)
{
    struct gathered *gathered = context;
    (void)kiosk;
    if (!verify_sealed_whole(gathered->verify) && is_sealed(gathered->verify->book, tally))
        return true;
    if ((gathered->count & (gathered->count - 1)) == 0) {
        size_t room = gathered->count == 0 ? 1 : 2 * gathered->count;
        struct store_tally *grown = realloc(gathered->list, room * sizeof *grown);
        gathered->failed = grown == NULL;
        if (grown == NULL)
            return false;
        gathered->list = grown;
    }
    gathered->list[gathered->count++] = *tally;
    return true;
}

/* Everything but the number, member by member: the order is of no importance, only that it is one.
 */
static int compare_keys(const struct store_tally *a, const struct store_tally *b)
{
    int order = memcmp(&a->survey, &b->survey, sizeof a->survey);
    order = order != 0 ? order : (a->day > b->day) - (a->day < b->day);
    order = order != 0 ? order : strcmp(a->venue, b->venue);
    order = order != 0 ? order : strcmp(a->question, b->question);
    order = order != 0 ? order : strcmp(a->value, b->value);
    order = order != 0 ? order : strcmp(a->language, b->language);
    order = order != 0 ? order : a->monthly - b->monthly;
    order = order != 0 ? order : a->flagged - b->flagged;
    order = order != 0 ? order : a->access - b->access;
    return order != 0 ? order : a->hour - b->hour;
}

static int compare(const void *a, const void *b)
{
    return compare_keys(a, b);
}

static void doubt(struct verify *verify, const struct store_tally *tally, uint32_t here,
                  uint32_t signed_n)
{
    char date[11];
    local_day_text(tally->day, date);
    verify_doubt(
        verify, "the %s tally of \"%s\" = \"%s\" on %s says %u and the signed responses %u",
        tally->monthly ? "monthly" : "daily", tally->question, tally->value, date, here, signed_n);
}

/* Both sorted: goes through them side by side. */
static void compare_lists(struct verify *verify, const struct store_tally *here, size_t here_count,
                          const struct store_tally *made, size_t made_count)
{
    size_t i = 0;
    size_t k = 0;
    while (i < here_count || k < made_count) {
        int order = i == here_count ? 1 : k == made_count ? -1 : compare_keys(&here[i], &made[k]);
        if (order < 0)
            doubt(verify, &here[i], here[i].n, 0);
        else if (order > 0)
            doubt(verify, &made[k], 0, made[k].n);
        else if (here[i].n != made[k].n)
            doubt(verify, &here[i], here[i].n, made[k].n);
        i += order <= 0;
        k += order >= 0;
    }
}

/* Some blocks may have been opened where others were not: no sum, then. */
static size_t leave_sealed_out(const struct verify *verify, struct store_tally *made, size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_sealed(verify->book, &made[i]))
            made[left++] = made[i];
    return left;
}

static bool compare_all(struct verify *verify, struct gathered *here, struct err *err)
{
    struct store_tally *made = NULL;
    size_t made_count = 0;
    uint64_t kiosk = verify->kiosk.id;
    if (!store_tallies(verify->store, kiosk, false, gather, here, err) ||
        !store_tallies(verify->store, kiosk, true, gather, here, err) ||
        !tally_sum_list(verify->sum, &made, &made_count, err))
        return false;
    if (here->count > 0)
        qsort(here->list, here->count, sizeof *here->list, compare);
    if (!verify_sealed_whole(verify))
        made_count = leave_sealed_out(verify, made, made_count);
    qsort(made, made_count, sizeof *made, compare);
    compare_lists(verify, here->list, here->count, made, made_count);
    free(made);
    return !here->failed || err_set(err, ERR_LATER, "there is no memory for the proof");
}

bool verify_tallies(struct verify *verify, struct err *err)
{
    struct gathered here = { .verify = verify };
    bool compared = compare_all(verify, &here, err);
    free(here.list);
    return compared;
}
