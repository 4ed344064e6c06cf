#pragma once
/*
 * What the files of this room share. A batch on its way in is a job: opened and planned by the
 * thread that brings it, kept and answered by the one writer.
 */
#include "ingest.h"
#include "readers.h"
#include "row.h"
#include "survey_cache.h"
#include <pthread.h>

/* What is to be done with a batch, given where the watermark stands. */
enum plan {
    PLAN_KEEP,   /* its end is new */
    PLAN_KNOWN,  /* all of it is here */
    PLAN_GAP,    /* something before it is missing */
    PLAN_SURVEY, /* it names a survey that is not known here; what stands before that is kept */
    PLAN_FORK,   /* another history at a number that is here already */
    PLAN_LIFE,   /* its life was never begun here */
};

enum { JOB_EVENTS_MAX = 10 };

struct job {
    struct job *next;
    ingest_done *done;
    void *context;
    bool carried;
    int64_t received;
    struct buf message;
    struct store_kiosk kiosk;
    struct venue venue;
    uint64_t bundles_made;      /* the highest serial that a bundle has here */
    struct store_bundle bundle; /* the venue's */
    bool found;                 /* `at` is the watermark of the kiosk's present life */
    struct batch batch;
    bool folded; /* of the batch there is only the head just now: job_unfold */
    const struct known_survey **surveys; /* those that its responses name, held */
    size_t survey_count;
    struct buf health;

    enum plan plan;
    struct store_watermark at; /* where the watermark stood when this was planned */
    struct digest wanted;      /* PLAN_SURVEY: which */
    struct chain_point
        parting;            /* PLAN_FORK: how far both agree, or what is here where they do not */
    uint64_t next_life;     /* and under which life the kiosk goes on; 0 when they do not */
    bool life_begun;        /* by this batch */
    struct chain_point end; /* through which response it is kept */
    const char *events[JOB_EVENTS_MAX]; /* what is worth remembering of it */
    size_t event_count;
    char lost[160]; /* what the kiosk says that no hub will ever have; "": nothing */
    struct store_response *rows;
    size_t row_count;
    struct store_aside *asides;
    size_t aside_count, aside_room;
    struct store_tally *tallies;
    size_t tally_count;
    struct store_keep keep;
};

struct ingest {
    struct ingest_config config;
    struct readers *readers;
    struct survey_cache *surveys;
    struct store *store; /* the writer's */
    uint64_t learnt;     /* and the highest serial of a bundle that it has noted (learn_serial) */
    pthread_t writer;
    pthread_mutex_t lock;
    pthread_cond_t some; /* there is something to write, or it is time to stop */
    struct job *first;
    struct job **end;
    size_t waiting;       /* jobs in the queue */
    size_t waiting_bytes; /* and about what they take in memory */
    bool stopping;
    struct ingest_figures figures;
};

/* ---- job.c: from bytes to an opened batch of a known kiosk ---- */
struct job *job_new(struct span message, bool carried, int64_t received, ingest_done *done,
                    void *context);
void job_free(struct ingest *ingest, struct job *job); /* NULL is fine */
MUST_CHECK bool job_open(struct job *job, struct store *store, struct err *err);
/* Lets go of all but the batch's head: a plan that waits for the writer needs no more, and many may
 * wait. What was folded is unpacked again from the message when it is needed. */
void job_fold(struct job *job);
MUST_CHECK bool job_unfold(struct job *job, struct err *err);
/* About what it takes in memory while it waits. */
size_t job_bytes(const struct job *job);
/* How many responses the kiosk still holds when those of this batch are here. */
uint32_t job_waiting(const struct job *job);
/* By how much its counters have grown since what was heard of it last: a report that is told again,
 * because its reply was lost, counts once. */
void job_count(const struct job *job, struct store_counters *ret);
/* The survey of a response, held until the job is freed. ERR_MISSING when it is not known here. */
const struct survey *job_survey(struct ingest *ingest, struct store *store, struct job *job,
                                const struct digest *digest, struct err *err);

/* ---- job_plan.c ---- */
/* Decides against the watermark `at` and makes what is to be kept. May be asked again with another.
 */
MUST_CHECK bool job_plan(struct ingest *ingest, struct store *store, struct job *job,
                         const struct store_watermark *at, struct err *err);

/* Notes that a life of the kiosk is here through one number and once was through another, which is
 * `last`; nothing when it is here. */
void job_note_lost(struct job *job, uint64_t life, uint64_t here, uint64_t last);

/* The chain's value behind response `seq`, which lies within the batch. */
MUST_CHECK bool job_hash_within(const struct batch *batch, uint64_t seq, struct digest *ret,
                                struct err *err);

/* ---- job_reply.c ---- */
/* The signed answer to a job whose keeping is done, or that is refused (its watermark is then where
 * the hub's own history of the life stands). */
MUST_CHECK bool job_reply(struct ingest *ingest, struct job *job, struct buf *ret, struct err *err);

/* ---- writer.c ---- */
void *writer_run(void *context); /* the ingest */
