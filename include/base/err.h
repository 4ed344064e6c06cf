#pragma once
/*
 * Errors are values in the caller's frame: they work when memory is gone and cannot leak.
 * A kind is named by its remedy. HTTP status and courier outcome derive from the one table below.
 */
#include "said.h"
#include <stdarg.h>
#include <stdbool.h>

#define PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define MUST_CHECK         __attribute__((warn_unused_result))

/* kind, HTTP status, its name for programs, what it means */
#define ERR_MAP(X)                                                                                 \
    X(NONE, 200, "none", "fine")                                                                   \
    X(LATER, 503, "later", "try again, nothing changed")                                           \
    X(REFUSED, 422, "refused", "will never work, set aside")                                       \
    X(DENIED, 403, "denied", "not allowed for this key or user")                                   \
    X(MISSING, 404, "missing", "not there")                                                        \
    X(TOO_LARGE, 413, "too-large", "over a stated limit")                                          \
    X(CORRUPT, 500, "damaged", "stored bytes are damaged")                                         \
    X(FULL, 507, "full", "no room, free some first")                                               \
    X(USAGE, 400, "bad-request", "called the wrong way")                                           \
    X(NOBODY, 401, "sign-in-needed", "nobody is signed in")                                        \
    X(CONFLICT, 409, "conflict", "not in a state in which this can be done")                       \
    X(STALE, 412, "stale", "changed by somebody else")                                             \
    X(UNVERSIONED, 428, "version-needed", "say which version you changed")                         \
    X(TOO_MANY, 429, "too-many", "too often, come again later")                                    \
    X(TYPE, 415, "wrong-type", "the body has another type than is wanted")                         \
    X(UNACCEPTED, 406, "not-acceptable", "none of the forms that you accept")                      \
    X(METHOD, 405, "wrong-method", "this path has another method")

enum err_kind {
#define X(kind, http, name, text) ERR_##kind,
    ERR_MAP(X)
#undef X
};

struct err {
    enum err_kind kind;
    char text[400];
    struct said said; /* which sentence it is, where err_tell has said it; else its code is "" */
};

/* Sets kind and text. Returns false, so that a failing function ends in one line. err may be NULL.
 */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...) PRINTF(3, 4);

/* Like err_set, of a sentence that somebody reads in a language of his own: which it is and what
 * fills its gaps is noted too. The console has words for each of them. */
bool err_tell(struct err *err, enum err_kind kind, const char *fmt, ...) PRINTF(3, 4);

/* Puts "what was being done: " before the text there is, which is then no sentence that is known.
 * Returns false. */
bool err_wrap(struct err *err, const char *fmt, ...) PRINTF(2, 3);

/* Like err_set with ERR_LATER or ERR_FULL (ENOSPC, EDQUOT) and strerror(errno) behind the text. */
bool err_errno(struct err *err, const char *fmt, ...) PRINTF(2, 3);

/* The HTTP status of a kind. */
int err_http(enum err_kind kind);

/* A kind's name for programs ("too-large"), static. */
const char *err_name(enum err_kind kind);

/* The meaning of a kind in words, static. */
const char *err_meaning(enum err_kind kind);

/*
 * Ends the process with a sentence on stderr when `holds` is false. For what can only mean that the
 * program is wrong; stays on in release builds. The supervisor restarts, the journal is the truth.
 */
_Noreturn void must_not(const char *what);

static inline void must(bool holds, const char *what)
{
    if (!holds)
        must_not(what);
}
