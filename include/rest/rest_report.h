#pragma once
/*
 * The API's reports for whoever works at the hub itself: the same figures through the same
 * disclosure rule, without signing in. struct json_t is jansson's; what is made is the caller's.
 */
#include "api.h"
#include "reports.h"

struct rest_report {
    const char *survey, *question; /* "": as reports.h says */
    const char *venue, *area;      /* "": all */
    int32_t from, to;              /* local days, both included */
    enum report_by by;
    bool unflagged;
};
/* ERR_MISSING for a venue or an area that is not there. */
MUST_CHECK bool rest_report(struct hub *hub, const struct rest_report *asked, report_tell *tell,
                            struct json_t **ret, struct err *err);
/* The Friends and Family Test's return of the month that begins with this day, as it was frozen if
 * it was; the report's `from`, `to` and `by` are not looked at. */
MUST_CHECK bool rest_report_return(struct hub *hub, const struct rest_report *asked, int32_t month,
                                   struct json_t **ret, struct err *err);
