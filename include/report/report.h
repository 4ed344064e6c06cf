#pragma once
/*
 * What the hub can say of what was said: exports, figures with their n, and the proof that rows,
 * tallies and signed batches agree.
 */
#include "seal.h"
#include "store.h"
#include <stdio.h>

enum export_format { EXPORT_CSV, EXPORT_JSONL };

struct export_query {
    const char *survey_id;
    int32_t from_day, to_day; /* local days, both included */
    enum export_format format;
};
/* Rows as text: hour at finest, without equality answers, in flat memory. CSV is RFC 4180 and cells
 * that could start a formula get a leading apostrophe; JSONL is exact and carries sealed words in
 * base64. ret_rows and ret_answers count what was written. */
MUST_CHECK bool report_export(struct store *store, const struct export_query *query, FILE *out,
                              uint64_t *ret_rows, uint64_t *ret_answers, struct err *err);

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

/* Opens all sealed words in the store, checking each against its signed batch; JSON lines. */
MUST_CHECK bool report_words(struct store *store, const struct box_public *key,
                             const struct box_secret *secret, FILE *out, uint64_t *ret_opened,
                             struct err *err);
/* The same for lines of a JSONL export, offline. */
MUST_CHECK bool report_words_file(struct span jsonl, const struct box_public *key,
                                  const struct box_secret *secret, FILE *out, uint64_t *ret_opened,
                                  struct err *err);
