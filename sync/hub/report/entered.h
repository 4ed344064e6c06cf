#pragma once
/* What people have entered for venues and months: visits, and counts that came another way. */
#include "reports.h"
#include <jansson.h>

/* Hands over each month that was entered of a place that is asked for; json is borrowed. */
MUST_CHECK bool entered_months(const struct report_ask *ask, int32_t from_month, int32_t to_month,
                               bool (*take)(void *context, const char *venue, int32_t month,
                                            const json_t *json),
                               void *context, struct err *err);

/* Visits by language, and their sum, of those months. */
struct entered_visits {
    int64_t total;
    json_t *by_language; /* tag to number */
};
MUST_CHECK bool entered_visits(const struct report_ask *ask, struct entered_visits *ret,
                               struct err *err);
void entered_visits_finish(struct entered_visits *visits);
