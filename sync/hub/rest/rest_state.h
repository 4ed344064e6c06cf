#pragma once
/* The room's own state, for the few files that look after it. */
#include "readings.h"
#include "throttle.h"
#include <pthread.h>

enum { CALL_RAW_MAX = 1024 * 1024, PACES = 256, STATUS_CLASSES = 6 };

/* How fast one asker may ask: a bucket of tokens. */
struct pace {
    char who[PEOPLE_ID_SIZE];
    double tokens;
    msec filled;
};

struct rest_lanes;
struct shared_fleet;
struct watch;
struct ingest;
struct rest {
    char *data;
    char address[300]; /* what kiosks are to call; "" as whoever invites them calls the hub */
    struct watch *watch;
    struct rest_lanes *lanes;
    struct survey_cache *surveys; /* for reports */
    json_t *parameters;           /* of each operation, by its method and path */
    pthread_mutex_t lock;         /* over all that follows */
    struct throttle guesses;      /* wrong passwords, codes and links, by address */
    struct pace paces[PACES];
    struct words_reading readings[WORDS_READINGS]; /* of words, that were noted lately */
    struct frame *frame;
    struct shared_fleet *fleet;
    uint64_t fleet_changes;           /* how often what was read of it was over */
    bool fleet_wanted;                /* it is being looked at, and no longer new */
    struct ingest *ingest;            /* while the hub serves kiosks; NULL otherwise */
    uint64_t answers[STATUS_CLASSES]; /* by the first digit of the status */
    int64_t started;
};

/* Finds the operation and the path's values. ERR_MISSING, ERR_METHOD: call->allow has those that
 * the path has. */
MUST_CHECK bool call_find(struct call *call, struct err *err);
/* ---- parameters.c ---- */
/* The names that may stand in the query of each operation; NULL with *err. */
json_t *parameters_read(struct err *err);
/* Is each that was sent one of them, and there once? ERR_USAGE. */
MUST_CHECK bool parameters_are_known(const struct call *call, struct err *err);

void call_etag_of(struct span text, char ret[CALL_ETAG_SIZE]);
void frame_give(struct rest *rest, struct frame *frame); /* NULL is fine */
/* Something waits for the watch. */
void watch_poke(struct rest *rest);

/* ---- metrics.c ---- */
/* Notes an answer of this status. */
void metrics_note(struct rest *rest, int status);
OPERATION(op_metrics);
/* How many calls wait for a thread. */
void rest_waiting(struct rest *rest, size_t *ret_quick, size_t *ret_slow);
