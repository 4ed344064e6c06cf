#pragma once
/*
 * Errors are values in the caller's frame: they work when memory is gone and cannot leak.
 * A kind is named by its remedy. HTTP status and courier outcome derive from the one table below.
 */
#include <stdarg.h>
#include <stdbool.h>

#define PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define MUST_CHECK         __attribute__((warn_unused_result))

/* name, HTTP status, what the kind means */
#define ERR_MAP(X)                                                                                 \
    X(NONE, 200, "fine")                                                                           \
    X(LATER, 503, "try again, nothing changed")                                                    \
    X(REFUSED, 422, "will never work, set aside")                                                  \
    X(DENIED, 403, "not allowed for this key or user")                                             \
    X(MISSING, 404, "not there")                                                                   \
    X(TOO_LARGE, 413, "over a stated limit")                                                       \
    X(CORRUPT, 500, "stored bytes are damaged")                                                    \
    X(FULL, 507, "no room, free some first")                                                       \
    X(USAGE, 400, "called the wrong way")

enum err_kind {
#define X(name, http, text) ERR_##name,
    ERR_MAP(X)
#undef X
};

struct err {
    enum err_kind kind;
    char text[400];
};

/* Sets kind and text. Returns false, so that a failing function ends in one line. err may be NULL.
 */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...) PRINTF(3, 4);

/* Puts "what was being done: " before the text there is. Returns false. */
bool err_wrap(struct err *err, const char *fmt, ...) PRINTF(2, 3);

/* Like err_set with ERR_LATER or ERR_FULL (ENOSPC, EDQUOT) and strerror(errno) behind the text. */
bool err_errno(struct err *err, const char *fmt, ...) PRINTF(2, 3);

/* The HTTP status of a kind. */
int err_http(enum err_kind kind);

/* The meaning of a kind in words, static. */
const char *err_meaning(enum err_kind kind);

/*
 * Ends the process with a sentence on stderr when `holds` is false. For what can only mean that the
 * program is wrong; stays on in release builds. The supervisor restarts, the journal is the truth.
 */
void must(bool holds, const char *what);
