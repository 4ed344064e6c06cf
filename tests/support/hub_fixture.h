#pragma once
/* A hub's store with a venue, a survey and enrolled kiosks, and real signed batches to put into it.
 * Made for the tests of ingest and report. */
#include "batch.h"
#include "bundle.h"
#include "store.h"

enum { FIXTURE_KIOSK = 7001, FIXTURE_LIFE = 42, FIXTURE_ENROLLED_AGO = 40 * 86400 };

/* The questions of the fixture's survey, in their order. */
enum { Q_OVERALL, Q_WHY, Q_WORDS, Q_AGE };

struct fixture_kiosk {
    uint64_t id, life;
    struct public_key public;
    struct secret_key secret;
    struct chain_point point; /* behind the last response that was put into a batch */
};

struct fixture {
    char folder[64];
    char url[300];
    struct store *store;
    struct digest survey;
    struct secret_key programme, hub;
    struct blob_name introduction; /* the statement that introduces the hub, as bundles name it */
    struct digest bundle;          /* of venue gp: every response names it */
    uint64_t statements;           /* signed so far */
    struct box_public words_public, counts_public;
    struct box_secret words_secret, counts_secret;
    struct fixture_kiosk kiosk;
    struct err err;
};

/* Where its database is to be: of hub_fixture_sqlite.c or hub_fixture_postgres.c. */
void fixture_place(struct fixture *fixture);

/* Everything fails the running test when it fails. */
void fixture_open(struct fixture *fixture);
void fixture_close(struct fixture *fixture);
/* A survey file is published as it stands. */
struct digest fixture_publish(struct fixture *fixture, const char *id, const char *json);
void fixture_enrol(struct fixture *fixture, uint64_t id, const char *venue,
                   struct fixture_kiosk *ret);

/* Keeps a bundle's manifest for a venue, as a hub makes it, and tells its name. */
struct digest fixture_bundle(struct fixture *fixture, const char *venue, const char *time_zone);
/* Revokes as the command does, with the programme's statement; `issued` is when it was made. */
void fixture_revoke(struct fixture *fixture, uint64_t kiosk, int64_t issued, int64_t from);

/* A complete response, number seq, that answers the overall question. */
struct response fixture_response(const struct fixture *fixture, uint64_t seq, uint32_t overall);
/* The same with words and an age, sealed into `space`, which must stay. */
struct response fixture_sealed(const struct fixture *fixture, uint64_t life, uint64_t seq,
                               uint32_t overall, const char *words, uint32_t age,
                               struct buf space[2]);

/* How a batch differs from an ordinary one; zeroes are ordinary. */
struct fixture_batch {
    struct segment segments[6];
    size_t segment_count; /* 0: one, signed, that began an hour ago */
    uint32_t now_segment;
    uint64_t now_ms;
    uint64_t bundle_serial;    /* 0: 3 */
    struct life_origin origin; /* through 0: none, */
    bool names_former;         /* unless it only names the life before */
    uint32_t woken, started,
        dead; /* since the state of the counters that this names; 0: at random */
    uint32_t since;
    uint32_t helped; /* calls for help */
};
/* Signs a batch of these responses behind the kiosk's point and moves the point. */
void fixture_sign(struct fixture_kiosk *kiosk, const struct response *responses, size_t count,
                  const struct fixture_batch *how, struct buf *ret);
