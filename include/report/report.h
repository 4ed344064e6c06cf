#pragma once
/*
 * What the hub can say of what was said: exports, figures with their n, and the proof that rows,
 * tallies and signed batches agree.
 */
#include "said.h"
#include "seal.h"
#include "store.h"
#include <stdio.h>

enum export_format { EXPORT_CSV, EXPORT_JSONL };

struct export_query {
    const char *survey_id;
    int32_t from_day, to_day; /* local days, both included */
    enum export_format format;
    bool sample;                                     /* the rows were made up: each says so */
    bool (*place)(void *context, const char *venue); /* rows of this venue too? NULL: of all */
    void *context;
};
/* Rows as text: hour at finest, without equality answers, in flat memory. CSV is RFC 4180 and cells
 * that could start a formula get a leading apostrophe; JSONL is exact and carries sealed words in
 * base64. ret_rows and ret_answers count what was written. */
MUST_CHECK bool report_export(struct store *store, const struct export_query *query, FILE *out,
                              uint64_t *ret_rows, uint64_t *ret_answers, struct err *err);

/* What the columns of such a CSV mean, and their values in every version: as JSON (json_t, the
 * caller's), and as CSVW metadata (W3C) that stands beside the file of this name. `sample` as in
 * export_query. ERR_MISSING when no such survey was published. */
struct json_t;
MUST_CHECK bool report_codebook(struct store *store, const char *survey_id, bool sample,
                                struct json_t **ret, struct err *err);
MUST_CHECK bool report_csvw(struct store *store, const char *survey_id, bool sample,
                            const char *file, struct json_t **ret, struct err *err);

enum report_format { REPORT_TEXT, REPORT_CSV, REPORT_JSON };
struct report_query {
    const char *survey_id; /* NULL: every survey that has such a question */
    const char *venue;     /* NULL: all */
    int32_t from_day, to_day;
    enum report_format format;
};
/* Satisfaction: counts of each answer, n, percent, by survey and venue. */
MUST_CHECK bool report_satisfaction(struct store *store, const struct report_query *query,
                                    FILE *out, struct err *err);
/* The FFT monthly counts and the positive and negative percent (don't know in the denominator). */
MUST_CHECK bool report_fft(struct store *store, const struct report_query *query, FILE *out,
                           struct err *err);

/* Re-reads every signed batch: signatures, chain, watermark, rows and tallies. One line a kiosk.
 * *ret_clean is false on any doubt. */
MUST_CHECK bool report_verify(struct store *store, FILE *out, bool *ret_clean, struct err *err);

/* The hub's own key, with which sensitive answers were counted. */
struct report_counts {
    struct box_public public;
    struct box_secret secret;
};
/* The same, and it opens the counts blocks again: their sums, and what was set aside for what is in
 * them, are proved too. Nothing that was sealed is printed. */
MUST_CHECK bool report_verify_sealed(struct store *store, const struct report_counts *counts,
                                     FILE *out, bool *ret_clean, struct err *err);

/* The first doubt about a kiosk, or about a deletion. */
struct report_doubt {
    uint64_t kiosk;       /* 0: it is about no kiosk */
    const char *deletion; /* its id, or the survey whose figures are gone; "": about neither */
    struct said said;
    uint64_t more; /* doubts about the same kiosk */
};
/* Who hears of a proof while it is made, in the thread that makes it. */
struct report_listener {
    void *context;
    void (*doubt)(void *context, const struct report_doubt *doubt);
    void (*proved)(void *context, uint64_t kiosks, uint64_t of); /* before each and at the end */
};
/* As report_verify_sealed; each line that says DOUBT is told to the listener too, in their order.
 */
MUST_CHECK bool report_verify_heard(struct store *store, const struct report_counts *counts,
                                    const struct report_listener *listener, FILE *out,
                                    bool *ret_clean, struct err *err);

/* Opens all sealed words in the store, checking each against its signed batch; JSON lines. */
MUST_CHECK bool report_words(struct store *store, const struct box_public *key,
                             const struct box_secret *secret, FILE *out, uint64_t *ret_opened,
                             struct err *err);
/* The same for lines of a JSONL export, offline. */
MUST_CHECK bool report_words_file(struct span jsonl, const struct box_public *key,
                                  const struct box_secret *secret, FILE *out, uint64_t *ret_opened,
                                  struct err *err);
