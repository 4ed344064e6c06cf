#pragma once
/* What is asked of a report: venues, days, question; and what the pages of reports share. */
#include "reports.h"
#include "rest_int.h"

struct asking {
    struct call *call;
    const struct frame *frame;
    bool *chosen;   /* of the frame's places */
    int32_t *today; /* there; 0: not looked at yet */
    char survey[STORE_ID_MAX + 2];
    char question[STORE_ID_MAX + 2];
    struct report_ask ask;
    size_t behind; /* kiosks' months that are not added up yet */
    bool from_given, to_given;
};
MUST_CHECK bool asking_begin(struct call *call, struct asking *ret, struct err *err);
void asking_finish(struct asking *asking);
#define ASKING_AUTO __attribute__((cleanup(asking_finish))) struct asking
/* Adds which venues were asked for, as far as they were, to a detail of the audit log. */
MUST_CHECK bool asking_where(struct call *call, json_t *detail, struct err *err);
/* Says in a list of findings that what has come is not all added up yet, when it is not. */
void behind_put(const struct asking *asking, json_t *list);
/* That, and which figures of the days that are asked for were deleted, in this list of the report;
 * where there is no such list it is made when there is something to say. */
MUST_CHECK bool notes_put(const struct asking *asking, const char *member, json_t *report,
                          struct err *err);
/* As JSON or as CSV; lets go of the report. */
MUST_CHECK bool asking_answer(struct call *call, json_t *report, struct err *err);

/* ---- op_retention.c ---- */
/* Says in a list of findings which figures of the days that are asked for were deleted. */
MUST_CHECK bool deleted_put(const struct asking *asking, json_t *notes, struct err *err);

/* ---- op_register.c ---- */
/* Notes on charts, into a chart. */
MUST_CHECK bool annotations_put(struct call *call, const struct asking *asking, json_t *chart,
                                struct err *err);

/* ---- op_kiosks.c ---- */
/* What concerns kiosks, into an overview. */
MUST_CHECK bool fleet_overview(struct call *call, const struct asking *asking, json_t *overview,
                               struct err *err);
