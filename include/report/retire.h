#pragma once
/*
 * Deletes what is over, kiosk by kiosk, and leaves what the proof needs in its place
 * (store_gone.h). A kiosk about which there is any doubt is left as it is: what may be evidence is
 * not deleted.
 */
#include "report.h"
#include "store_gone.h"

struct retire_rule {
    char survey[STORE_ID_MAX + 1];
    int64_t answers_before; /* what was received before it goes; 0: nothing */
    int32_t figures_before; /* and figures of months before this one; 0: none */
};

struct retire_counts {
    uint64_t kiosks;  /* that had something to delete */
    uint64_t doubted; /* of those with a doubt, which were left alone */
    uint64_t batches, responses, asides;
};
/* Signed batches go when all that they brought is over: a batch is signed as a whole. Under the
 * number of this deletion. */
MUST_CHECK bool report_retire(struct store *store, const struct report_counts *counts,
                              const struct retire_rule *rules, size_t rule_count, uint64_t deletion,
                              struct retire_counts *ret, struct err *err);
/* Figures of months that are over, of all kiosks and venues. */
MUST_CHECK bool report_retire_figures(struct store *store, const struct retire_rule *rules,
                                      size_t rule_count, struct err *err);

/* What a deletion has left in the store, as JSON (json_t, the caller's): how much of which survey
 * on which day, and digests over what stands in its place. */
struct json_t;
MUST_CHECK bool report_deletion_facts(struct store *store, uint64_t deletion, struct json_t **ret,
                                      struct err *err);
