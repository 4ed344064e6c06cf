#pragma once
/* A made-up kiosk and its days, each packed and signed as a kiosk's courier would. */
#include "batch.h"
#include "person.h"
#include "sample.h"

struct sample_kiosk {
    const struct place *place; /* borrowed, as is the survey */
    const struct survey *survey;
    struct digest survey_digest, bundle;
    uint64_t id, life, bundle_serial;
    struct public_key public;
    struct secret_key secret;
    struct chain_point point;
};

/* What all kiosks of a county share. */
struct sample_time {
    int32_t first;  /* the first of the days, */
    uint32_t days;  /* and how many */
    bool has_words; /* is there a key to seal words to? */
    struct box_public words;
};

/* When kiosks send their day: in the evening. Seconds since 1970. */
int64_t sample_sent(const struct sample_time *time, uint32_t day);
/* The day's batch, appended; nothing is appended on a day without anybody. Adds to the counts. */
MUST_CHECK bool sample_day(struct sample_kiosk *kiosk, const struct sample_time *time, uint32_t day,
                           struct dice *dice, struct buf *ret_message, struct sample_made *made,
                           struct err *err);
