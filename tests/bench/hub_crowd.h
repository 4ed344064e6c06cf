#pragma once
/*
 * Many enrolled kiosks and their batches, packed and signed before any clock runs: what the hub's
 * benchmarks send. The kiosks stand in the hub's own database, put there through the store's door;
 * the batches are made by the same code as a kiosk's.
 */
#include "receipt.h"
#include "store.h"

struct crowd_batch {
    struct buf message;
    struct nonce nonce;
    struct chain_point end; /* which the receipt must name */
};

struct crowd_kiosk {
    uint64_t id, life;
    struct public_key public;
    struct secret_key secret;
    struct chain_point point;
    struct crowd_batch *batches; /* in their order */
    size_t batch_count;
};

enum { CROWD_HUBS_MAX = 16, CROWD_URL_MAX = 4200 };

struct crowd {
    struct public_key hubs[CROWD_HUBS_MAX]; /* which sign receipts */
    size_t hub_count;
    struct digest survey; /* that the venue asks: the Friends and Family Test's */
    struct digest bundle;
    int64_t began; /* when the kiosks' only boot segment began */
    struct crowd_kiosk *kiosks;
    size_t count;
    size_t responses; /* in all batches */
    bool plain;       /* all answer in English, by touch, and nobody writes anything */
    uint64_t dice;
};

/* Each ends the process with a sentence when it fails. */
/* Where the hub in this folder has its database. */
void crowd_database(const char *data, char ret_url[CROWD_URL_MAX]);
/* At this venue and as many others like it as make `venues`. */
void crowd_enrol(struct crowd *crowd, const char *database, const char *venue, size_t venues,
                 size_t count);
/* So many batches for each kiosk, of `least` to `most` responses each. */
void crowd_pack_small(struct crowd *crowd, size_t batches, uint32_t least, uint32_t most);
/* The kiosk's next batch, of none to `most` responses, which is the caller's. One thread at a time
 * for a crowd, and none of its kiosks has been given others. */
void crowd_pack_next(struct crowd *crowd, struct crowd_kiosk *kiosk, uint32_t most,
                     struct crowd_batch *ret);
/* One batch of a month's responses for each kiosk, about 200 a day. */
void crowd_pack_backlog(struct crowd *crowd, size_t days);
void crowd_finish(struct crowd *crowd);

/* Is this one of the hubs' receipt for the batch: signature, nonce, and through its end? */
bool crowd_receipt_holds(const struct crowd *crowd, const struct crowd_kiosk *kiosk,
                         const struct crowd_batch *batch, struct span reply);

_Noreturn void bench_fail(const char *what, const struct err *err);
