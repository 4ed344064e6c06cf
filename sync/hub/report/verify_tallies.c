/* Tallies of one kiosk against those added up from its signed batches: see verify_int.h. Those of
 * sealed answers are compared when every block could be opened again; else they stand as they are.
 */
#include "local_time.h"
#include "retention.h"
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

static int compare(const void *a, const void *b)
{
    return tally_compare(a, b);
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
        int order = i == here_count ? 1 : k == made_count ? -1 : tally_compare(&here[i], &made[k]);
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
static void leave_sealed_out(const struct verify *verify, struct tally_list *made)
{
    size_t left = 0;
    for (size_t i = 0; i < made->count; i++)
        if (!is_sealed(verify->book, &made->list[i]))
            made->list[left++] = made->list[i];
    made->count = left;
}

/* Figures of months that were deleted are neither here nor made again. */
static bool leave_deleted_out(const struct verify *verify, struct store_tally *list, size_t *count,
                              struct err *err)
{
    struct retention retention = { 0 };
    size_t left = 0;
    for (size_t i = 0; i < *count; i++) {
        const struct book_entry *entry = book_find(verify->book, &list[i].survey);
        const char *survey = entry == NULL ? "" : entry->published.id;
        if (strcmp(retention.survey, survey) != 0 &&
            !retention_get(verify->store, survey, &retention, err))
            return false;
        if (list[i].day >= retention.figures_before)
            list[left++] = list[i];
    }
    *count = left;
    return true;
}

struct adding {
    struct tally_list *made;
    struct err *err;
    bool failed;
};

static bool add_gone(void *context, const struct store_gone_figures *sums)
{
    struct adding *adding = context;
    adding->failed = !gone_sums_read(sums, adding->made, adding->err);
    return !adding->failed;
}

/* What the signed batches make, and what those left that are gone. */
static bool make_again(struct verify *verify, struct tally_list *made, struct err *err)
{
    struct adding adding = { made, err, false };
    struct store_tally *list = NULL;
    size_t count = 0;
    if (!store_gone_figures(verify->store, verify->kiosk.id, add_gone, &adding, err) ||
        adding.failed || !tally_sum_list(verify->sum, &list, &count, err))
        return false;
    struct store_tally *both = realloc(made->list, (made->count + count + 1) * sizeof *both);
    if (both != NULL) {
        memcpy(both + made->count, list, count * sizeof *list);
        made->list = both;
        made->count += count;
    }
    free(list);
    return both != NULL || err_set(err, ERR_LATER, "there is no memory for the proof");
}

static bool compare_all(struct verify *verify, struct gathered *here, struct tally_list *made,
                        struct err *err)
{
    uint64_t kiosk = verify->kiosk.id;
    if (!store_tallies(verify->store, kiosk, false, gather, here, err) ||
        !store_tallies(verify->store, kiosk, true, gather, here, err) ||
        !make_again(verify, made, err) ||
        !leave_deleted_out(verify, here->list, &here->count, err) ||
        !leave_deleted_out(verify, made->list, &made->count, err))
        return false;
    if (here->count > 0)
        qsort(here->list, here->count, sizeof *here->list, compare);
    if (!verify_sealed_whole(verify))
        leave_sealed_out(verify, made);
    tally_list_merge(made);
    compare_lists(verify, here->list, here->count, made->list, made->count);
    return !here->failed || err_set(err, ERR_LATER, "there is no memory for the proof");
}

bool verify_tallies(struct verify *verify, struct err *err)
{
    struct gathered here = { .verify = verify };
    struct tally_list made = { 0 };
    bool compared = compare_all(verify, &here, &made, err);
    free(here.list);
    free(made.list);
    return compared;
}
