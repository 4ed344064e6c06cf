#pragma once
/* Through which day each venue's words may be told of. See words_list.h. */
#include "book.h"
#include "reports.h"

enum { RELEASE_AT_LEAST = 5, RELEASE_DAYS = 2 };

struct release {
    char venue[STORE_ID_MAX + 1];
    int32_t through; /* a day; INT32_MIN for none */
    int32_t latest;  /* none after it */
    uint32_t waiting;
    uint32_t days[SUMMARY_DAYS]; /* of the month that is looked at */
    uint64_t told, held;         /* of the days that are asked for: may be told of, and not yet */
};
struct releases {
    struct release *list; /* by venue */
    size_t count;
};
MUST_CHECK bool releases_read(const struct report_ask *ask, const struct book *book,
                              struct releases *ret, struct err *err);
void releases_finish(struct releases *releases);
#define RELEASES_AUTO __attribute__((cleanup(releases_finish))) struct releases
bool releases_has(const struct releases *releases, const char *venue, int32_t day);
/* How many words may be told of on the days that are asked for, by the tallies. */
uint64_t releases_total(const struct releases *releases);
