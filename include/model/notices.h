#pragma once
/*
 * "You said, we did": what people wrote or said, and what was done about it, with the dates. One
 * strict JSON file that the hub makes for each venue and sends down (BLOB_NOTICES).
 */
#include "local_text.h"

enum {
    NOTICES_VERSION = 1,
    NOTICES_MAX = 6,               /* in one venue's file; the newest */
    NOTICES_FILE_MAX = 128 * 1024, /* every notice in every language */
    NOTICE_TEXT_MAX = 140,         /* characters */
};

/* A day, or a whole month when `day` is 0. */
struct notice_date {
    uint16_t year;
    uint8_t month, day;
};

struct notice {
    struct local_texts said, did;
    struct notice_date said_on, did_on;
};

struct notices {
    struct notice list[NOTICES_MAX];
    uint8_t count;
    void *arena; /* private */
};

/* Reads a venue's file. All problems are reported in one go; NULL when there was an error. */
struct notices *notices_load(struct span bytes, struct problems *problems);
void notices_free(struct notices *notices); /* NULL is fine */

/* The same for one notice by itself, as it is added at the hub: a list of one. */
struct notices *notice_load(struct span bytes, struct problems *problems);

/* "2026-11-01" or "2026-11"; false when it is neither. */
bool notice_date_read(const char *text, struct notice_date *ret);
/* Does this notice speak to readers of this language without falling back? */
bool notice_speaks(const struct notice *notice, const char *tag);
