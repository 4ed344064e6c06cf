#pragma once
/*
 * Reports as the API tells them (docs/openapi.json), made from venues' months alone. Whatever they
 * say has been through the one disclosure rule. struct json_t is jansson's; what is made is the
 * caller's.
 */
#include "store_summary.h"

struct json_t;

enum report_by {
    BY_NONE,
    BY_VENUE,
    BY_AREA,
    BY_DAY,
    BY_WEEK,
    BY_MONTH,
    BY_LANGUAGE,
    BY_ACCESS,
    BY_HOUR,
    REPORT_BYS
};
const char *report_by_name(enum report_by by);
MUST_CHECK bool report_by_from_name(const char *name, enum report_by *ret);

/* What a report needs to know of a venue. */
struct report_place {
    const char *name;
    const char *area, *area_name; /* "" for none */
    int32_t today;                /* the local day there */
    bool closed;
};

struct survey_cache;
struct report_ask {
    struct store *store;
    struct survey_cache *surveys; /* at hand for all asks; NULL: they are loaded for this one */
    const char *survey_id;        /* "": the newest survey that asks such a question */
    const char *question;         /* "": its satisfaction or Friends and Family question */
    int32_t from, to;             /* local days, both included */
    enum report_by by;
    bool live;      /* the present day too */
    bool unflagged; /* without bursts that look like one hand */
    /* False for a venue that is not asked for, or not to be known of. */
    bool (*place)(void *context, const char *venue, struct report_place *ret);
    /* The nth of all places in order; NULL past the last. */
    const char *(*nth)(void *context, size_t n);
    void *context;
};

typedef bool report_tell(const struct report_ask *ask, struct json_t **ret, struct err *err);
report_tell report_tell_satisfaction, report_tell_questions, report_tell_govuk, report_tell_drivers,
    report_tell_participation, report_tell_fairness;

/* Who answers by language against who visits: the dimension that the overview shows. */
report_tell report_tell_who;

enum report_unit { UNIT_DAY, UNIT_WEEK, UNIT_MONTH };
MUST_CHECK bool report_tell_control(const struct report_ask *ask, enum report_unit unit,
                                    struct json_t **ret, struct err *err);
/* The ask's days against those from..to. */
MUST_CHECK bool report_tell_difference(const struct report_ask *ask, int32_t from, int32_t to,
                                       struct json_t **ret, struct err *err);
/* The overview without what concerns kiosks, which the caller adds. */
MUST_CHECK bool report_tell_overview(const struct report_ask *ask, struct json_t **ret,
                                     struct err *err);
/* The FFT's return of a month; frozen is what was kept when it was frozen, or NULL. */
MUST_CHECK bool report_tell_fft(const struct report_ask *ask, const struct json_t *frozen,
                                struct json_t **ret, struct err *err);

struct report_initiative {
    int32_t starts;
    const char *const *venues, *const *comparison; /* end with NULL */
    int64_t pence;
    int32_t today;
};
MUST_CHECK bool report_tell_evaluation(const struct report_ask *ask,
                                       const struct report_initiative *initiative,
                                       struct json_t **ret, struct err *err);

/* A report's rows as CSV (RFC 4180, guarded against formulas); false when it has no such form. */
MUST_CHECK bool report_csv(const struct json_t *report, struct buf *out, struct err *err);

/* Monday of the week that the day is in. */
int32_t report_week_start(int32_t day);
