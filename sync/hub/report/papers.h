#pragma once
/*
 * What was signed beside the batches, for the proof: the programme's statements that revoke kiosks,
 * and the manifests of bundles, which say for which venue a response was given.
 */
#include "statement.h"
#include "store.h"

/* A batch that came within this many seconds of a revocation may have been judged before or after
 * it: a writer waits for another for some seconds. */
enum { PAPERS_GRACE = 30 };

struct papers_revocation {
    uint64_t kiosk;
    int64_t issued, from;
};

enum papers_state {
    PAPERS_PROVED,
    PAPERS_GONE,  /* the manifest, or a statement that it names, is not here */
    PAPERS_FALSE, /* it is not what its name says, or the programme has nothing to do with it */
};

struct papers_bundle {
    struct digest name;
    enum papers_state state;
    char venue[SURVEY_NAME_MAX + 1];
    char time_zone[48];
};

struct papers {
    struct store *store;
    struct public_key programme;
    struct papers_revocation *revocations; /* in the order of their numbers */
    size_t revocation_count;
    struct public_key *hubs; /* that the programme introduces */
    size_t hub_count;
    struct papers_bundle *bundles; /* that were looked up and are here */
    size_t bundle_count, bundle_last;
    bool starved;
};

MUST_CHECK bool papers_open(struct store *store, struct papers *ret, struct err *err);
void papers_finish(struct papers *papers); /* fine on zeroes */

/* The bundle of this name. False only when the proof cannot go on. */
MUST_CHECK bool papers_bundle(struct papers *papers, const struct digest *name,
                              struct papers_bundle *ret, struct err *err);

/* How a response of this date, in a batch received then, may have been judged. */
struct papers_verdict {
    bool may_count, may_be_revoked;
};
struct papers_verdict papers_judge(const struct papers *papers, uint64_t kiosk, int64_t received,
                                   int64_t date);
/* From when the programme's newest statement revokes the kiosk; 0 when none does. */
int64_t papers_revoked_from(const struct papers *papers, uint64_t kiosk);
