/*
 * Through which day each venue's words may be told of: see words_release.h. Words wait until a
 * venue has so many that are old enough; then these are told of at once and the next ones wait. It
 * follows from the counts alone, whoever asks and for whichever days.
 */
#include "words_release.h"
#include "local_time.h"
#include <stdlib.h>

/* Where it stands, or where it belongs. */
static size_t place_of(const struct releases *releases, const char *venue, bool *ret_found)
{
    size_t low = 0;
    size_t high = releases->count;
    *ret_found = false;
    while (low < high && !*ret_found) {
        size_t middle = (low + high) / 2;
        int order = strcmp(venue, releases->list[middle].venue);
        *ret_found = order == 0;
        low = order >= 0 ? middle + (order > 0) : low;
        high = order < 0 ? middle : high;
        if (*ret_found)
            return middle;
    }
    return low;
}

bool releases_has(const struct releases *releases, const char *venue, int32_t day)
{
    bool found;
    size_t at = place_of(releases, venue, &found);
    return found && day <= releases->list[at].through;
}

struct adding {
    const struct report_ask *ask;
    struct releases *releases;
    bool failed;
};

/* NULL for a venue that is not asked for, or without memory. */
static struct release *release_of(struct adding *adding, const char *venue)
{
    struct report_place place;
    struct releases *releases = adding->releases;
    bool found;
    size_t at = place_of(releases, venue, &found);
    if (found)
        return &releases->list[at];
    if (!adding->ask->place(adding->ask->context, venue, &place))
        return NULL;
    struct release *grown = realloc(releases->list, (releases->count + 1) * sizeof *grown);
    adding->failed = grown == NULL;
    if (grown == NULL)
        return NULL;
    releases->list = grown;
    memmove(&grown[at + 1], &grown[at], (releases->count++ - at) * sizeof *grown);
    grown[at] = (struct release){ .through = INT32_MIN, .latest = place.today - RELEASE_DAYS };
    memcpy(grown[at].venue, venue, strlen(venue) + 1);
    return &grown[at];
}

static bool add_row(void *context, const struct store_summary *row)
{
    struct adding *adding = context;
    struct release *release = row->value[0] == '\0' ? release_of(adding, row->venue) : NULL;
    for (int i = 0; release != NULL && i < SUMMARY_DAYS; i++)
        release->days[i] += row->days[i];
    return !adding->failed;
}

static bool add_version(struct adding *adding, const struct book_entry *entry, int32_t month,
                        struct err *err)
{
    const struct survey *survey = entry->survey;
    for (int i = 0; i < survey->question_count; i++)
        if (survey->questions[i].type == QUESTION_COMMENT &&
            !store_summaries(adding->ask->store, &entry->published.digest,
                             survey->questions[i].name, month, NULL, add_row, adding, err))
            return false;
    return !adding->failed || err_set(err, ERR_LATER, "there is no memory for words");
}

static void close_month(const struct report_ask *ask, struct release *release, int32_t month)
{
    for (int i = 0; i < SUMMARY_DAYS; i++) {
        bool asked = month + i >= ask->from && month + i <= ask->to;
        release->waiting += release->days[i];
        release->held += asked ? release->days[i] : 0;
        release->days[i] = 0;
        if (release->waiting < RELEASE_AT_LEAST || month + i > release->latest)
            continue;
        release->waiting = 0;
        release->through = month + i;
        release->told += release->held;
        release->held = 0;
    }
}

uint64_t releases_total(const struct releases *releases)
{
    uint64_t total = 0;
    for (size_t i = 0; i < releases->count; i++)
        total += releases->list[i].told;
    return total;
}

/* The months of all versions together. */
static bool months_of(const struct report_ask *ask, const struct book *book, int32_t *ret_first,
                      int32_t *ret_last, struct err *err)
{
    *ret_first = INT32_MAX;
    *ret_last = INT32_MIN;
    for (size_t i = 0; i < book->count; i++) {
        bool any = false;
        int32_t first = 0;
        int32_t last = 0;
        if (!store_summary_months(ask->store, &book->entries[i].published.digest, &any, &first,
                                  &last, err))
            return false;
        *ret_first = any && first < *ret_first ? first : *ret_first;
        *ret_last = any && last > *ret_last ? last : *ret_last;
    }
    return true;
}

bool releases_read(const struct report_ask *ask, const struct book *book, struct releases *ret,
                   struct err *err)
{
    struct adding adding = { .ask = ask, .releases = ret };
    int32_t month;
    int32_t last;
    *ret = (struct releases){ 0 };
    if (!months_of(ask, book, &month, &last, err))
        return false;
    for (; month <= last; month = local_month_start(month + 31)) {
        for (size_t i = 0; i < book->count; i++)
            if (!add_version(&adding, &book->entries[i], month, err))
                return false;
        for (size_t i = 0; i < ret->count; i++)
            close_month(ask, &ret->list[i], month);
    }
    return true;
}

void releases_finish(struct releases *releases)
{
    free(releases->list);
    *releases = (struct releases){ 0 };
}
