#pragma once
/*
 * What a screen counts beside the answers, from the day its journal was made: how often it was
 * woken, where visits ended, touches that met nothing, how long answers took to be durable. The
 * courier reports what was added since the last report that the hub took.
 */
#include "batch.h"

enum {
    /* Answers by how long they took: at most 1 ms, 2, 4 ... 1024, and longer ones. */
    COUNTERS_WRITES = 12,
};

struct counters {
    uint32_t woken, started, completed, restarts;
    uint32_t dead[HEALTH_REGIONS];
    uint32_t writes[COUNTERS_WRITES];
    struct digest left_survey; /* the survey that `left` counts for; another begins from nought */
    uint32_t left[SURVEY_QUESTIONS_MAX];
};

enum {
    COUNTERS_NUMBERS = 4 + HEALTH_REGIONS + COUNTERS_WRITES + SURVEY_QUESTIONS_MAX,
    COUNTERS_BYTES = COUNTERS_NUMBERS * 4 + 32,
};

/* One answer became durable after so many milliseconds. */
void counters_write(struct counters *counters, uint64_t ms);
/* A visit to this survey ended early at this question. */
void counters_left(struct counters *counters, const struct digest *survey, int question);

/* As bytes and back; big-endian, of one size. */
void counters_put(const struct counters *counters, uint8_t ret[COUNTERS_BYTES]);
void counters_get(const uint8_t bytes[COUNTERS_BYTES], struct counters *ret);

/* Names a state of the counters, for a hub that is to know whether it has heard a report before:
 * what is told since one and the same state grows, and is told again until its reply arrives. */
enum { COUNTERS_NAME = 4 };
void counters_name(const struct counters *counters, uint8_t ret[COUNTERS_NAME]);

/* What was added since `then`, as a report says it. A journal that was made anew, and a survey that
 * changed, count from nought again. Fills in what comes of counters. */
void counters_since(const struct counters *now, const struct counters *then, struct health *ret);
