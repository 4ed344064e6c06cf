#pragma once
/*
 * The proof of one kiosk: everything that stands in rows, tallies and watermarks is made again from
 * the signed batches and compared. Rows are compared by their digests, so that a long life takes
 * little memory.
 */
#include "batch.h"
#include "book.h"
#include "gone_sums.h"
#include "papers.h"
#include "report.h"
#include "retire.h"
#include "row.h"

/* A row as it stands in the store. */
struct row_print {
    uint64_t life, seq;
    uint8_t print[16];
};

/* Something set aside as it stands in the store. */
struct aside_here {
    uint64_t life;
    struct store_aside aside;
};

/* What stands in the place of batches that were deleted. */
struct gone_runs {
    struct store_gone *list; /* in the order of life and first */
    size_t count, at;
};

/* What the deletion of a kiosk's batches gathers while they are proved (retire.c). */
struct leaving {
    const struct retire_rule *rules;
    size_t rule_count;
    uint64_t deletion;
    struct store_gone *runs;
    size_t run_count;
    bool goes, went; /* this batch goes; so did the one before it, of the same life */
    struct tally_sum *sum;
};

struct verify {
    struct store *store;
    const struct book *book;
    struct papers *papers;
    struct store_kiosk kiosk;
    const struct report_counts *counts; /* NULL: what is sealed stays closed */

    struct row_print *rows; /* in the order of life and seq, as in the store */
    size_t row_count, row_at;
    struct aside_here *asides;
    size_t aside_count, aside_at;

    uint64_t life;            /* of the batch before, 0 for none */
    struct chain_point point; /* behind what was seen of this life */
    uint64_t answers;         /* that lie open in its responses so far or are words, */
    bool knows_answers;       /* unless one of them could not be read */
    struct batch_head head;   /* of the batch that is being read */
    int64_t received;         /* and when it came */
    struct row_burst burst;
    bool burst_open; /* what came before is gone, so a burst may be longer than it looks */
    bool burst_edge; /* and this is the first response behind it */
    struct tally_sum *sum;
    struct gone_runs gone;
    struct leaving *leaving; /* NULL: only proved */
    uint64_t batches, responses;
    uint64_t deleted;       /* responses whose batches are gone */
    uint64_t lost;          /* that its kiosk went on behind, and that have not come again */
    uint64_t sealed_asides; /* set aside for what only the holder of the counts key can see */
    uint64_t unopened;      /* counts blocks that this key does not open */
    uint64_t revoked;       /* set aside by revocation */
    uint64_t unplaced;      /* rows whose bundle is not here: nobody signed for their venue */
    uint64_t rezoned;       /* rows dated by another time zone than their bundle's */
    char venue[SURVEY_NAME_MAX + 1]; /* where the last response of the kiosk's life was asked */

    uint64_t doubts;
    char first_doubt[320];
    struct said first_said; /* which sentence that is */
    struct err err;         /* what kept the proof from going on, as opposed to a doubt */
    bool failed;
};

/* A batch that comes in while a kiosk is read looks like a doubt; one that stays is one. */
enum { VERIFY_TRIES = 3 };
/* Proves one kiosk: what is set in the struct beforehand is store, book, papers, kiosk, counts and
 * leaving. verify_finish in any case. */
MUST_CHECK bool verify_prove(struct verify *verify, struct err *err);
void verify_finish(struct verify *verify);

/* verify_deletions.c: the records of what was deleted, a line each; *ret_clean goes false on doubt.
 */
MUST_CHECK bool verify_deletions(struct store *store, const struct papers *papers,
                                 const struct report_listener *listener, FILE *out, bool *ret_clean,
                                 struct err *err);

/* Notes a doubt; the first one is told. */
void verify_doubt(struct verify *verify, const char *fmt, ...) PRINTF(2, 3);
/* verify_kiosk.c: signatures, chain, watermarks, rows and what was set aside. */
MUST_CHECK bool verify_batches(struct verify *verify, struct err *err);
/* verify_sealed.c: counts blocks. Adds what a kept response sealed to the sum. */
void verify_sealed_kept(struct verify *verify, const struct survey *survey,
                        const struct response *response, const struct store_response *expected);
/* Does what is sealed give this reason for setting its response aside? */
bool verify_sealed_aside(struct verify *verify, const struct survey *survey,
                         const struct response *response, const struct store_aside *aside);
/* Was every block opened, so that the sums must come out? */
bool verify_sealed_whole(const struct verify *verify);
/* verify_gone.c: what stands in the place of deleted batches. */
MUST_CHECK bool verify_gone_read(struct verify *verify, struct err *err);
/* Goes on over all runs that stand before this response of a life; UINT64_MAX: all that are left.
 */
void verify_gone_before(struct verify *verify, uint64_t life, uint64_t seq);
/* Has this life lost batches? */
bool verify_gone_has(const struct verify *verify, uint64_t life);
/* Another life than the one before it begins; the one before has ended. */
void verify_life(struct verify *verify, uint64_t life);
/* retire.c: looks whether the batch goes, and begins or lengthens its run. */
void leaving_batch(struct verify *verify, const struct store_batch *stored,
                   const struct batch *batch);
/* verify_tallies.c: the tallies against those added up from the batches. */
MUST_CHECK bool verify_tallies(struct verify *verify, struct err *err);
