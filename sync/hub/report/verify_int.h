#pragma once
/*
 * The proof of one kiosk: everything that stands in rows, tallies and watermarks is made again from
 * the signed batches and compared. Rows are compared by their digests, so that a long life takes
 * little memory.
 */
#include "batch.h"
#include "book.h"
#include "papers.h"
#include "report.h"
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
    struct tally_sum *sum;
    uint64_t batches, responses;
    uint64_t sealed_asides; /* set aside for what only the holder of the counts key can see */
    uint64_t unopened;      /* counts blocks that this key does not open */
    uint64_t revoked;       /* set aside by revocation */
    uint64_t unplaced;      /* rows whose bundle is not here: nobody signed for their venue */
    uint64_t rezoned;       /* rows dated by another time zone than their bundle's */
    char venue[SURVEY_NAME_MAX + 1]; /* where the last response of the kiosk's life was asked */

    uint64_t doubts;
    char first_doubt[320];
    struct err err; /* what kept the proof from going on, as opposed to a doubt */
    bool failed;
};

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
/* verify_tallies.c: the tallies against those added up from the batches. */
MUST_CHECK bool verify_tallies(struct verify *verify, struct err *err);
