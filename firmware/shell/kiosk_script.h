#pragma once
/* `run --script`: one event a line, done in the kiosk's own time and at a person's pace. */
#include "buf.h"
#include "clock.h"

enum { SCRIPT_BYTES_MAX = 1024 * 1024 };

struct script {
    struct buf text;
    size_t at;
    int line;
    msec next_at; /* NEVER: there is nothing more to do */
    int steps;    /* of the ring, on the way to what this line names */
    bool stays;   /* the line is not done yet */
    bool holds;   /* a finger is on the corner */
    msec until;   /* what a line waits for is there by then; 0: not yet asked */
};

struct shell;

/* path: a file, "-" for standard input, NULL for none. */
MUST_CHECK bool script_open(struct script *script, const char *path, struct err *err);
void script_close(struct script *script);
/* Does the next line when its time has come; after the last one the program ends. A line that
 * cannot be done is an error: the visit that was under way is closed as left first. */
MUST_CHECK bool script_step(struct script *script, struct shell *shell, struct err *err);
