#pragma once
/*
 * A draft becomes a response: words and sensitive answers are sealed here, before anything is
 * written. What was sealed is kept for as long as the visit lasts, so that a tap does not seal
 * again what it did not change.
 */
#include "journal.h"

struct draft_seal {
    bool held;
    struct digest of; /* of the plain text; in memory only */
    struct buf sealed;
};

struct draft_seals {
    struct draft_seal words[SURVEY_COMMENTS_MAX];
    struct draft_seal counts;
};

struct draft_seals draft_seals_new(void);
void draft_seals_forget(struct draft_seals *seals); /* between two visits */
void draft_seals_finish(struct draft_seals *seals);

/* Everything of the response that the draft decides, under this number; ending, segment, minute and
 * gap are left for closing. Spans are borrowed from the seals. ret_given counts the answers that
 * lie open or are words; of the sealed counts nobody may know whether they were given. */
MUST_CHECK bool draft_response(const struct draft *draft, const struct journal_identity *identity,
                               uint64_t seq, struct draft_seals *seals, struct response *ret,
                               uint32_t *ret_given, struct err *err);
