#pragma once
/* Which readings of words were noted lately, so that one reading of many pages is one line of the
 * audit log. */
#include "clock.h"
#include "rest_int.h"

enum { WORDS_READING_SECONDS = 15 * 60, WORDS_READINGS = 64 };

struct words_reading {
    struct digest what; /* who read, and which words */
    msec noted;         /* by clock_mono; 0: none */
};

/* Writes a line of the audit log, unless one that says the same of the same asker was written in
 * the last quarter of an hour; detail is let go of. What cannot be remembered among so many readers
 * is noted once more. Takes the room's lock. */
MUST_CHECK bool readings_note(struct call *call, const char *subject, json_t *detail,
                              struct err *err);
