/* Errors as values: see err.h. The ground of the house; used by every room. */
#include "err.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    int http;
    const char *name;
    const char *meaning;
} kinds[] = {
#define X(kind, http, name, text) [ERR_##kind] = { http, name, text },
    ERR_MAP(X)
#undef X
};

/* A text that is put together is no sentence that the console has words for. */
static void forget_sentence(struct err *err)
{
    err->said.code[0] = '\0';
    err->said.count = 0;
}

bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
    if (err == NULL)
        return false;
    va_list args;
    va_start(args, fmt);
    err->kind = kind;
    forget_sentence(err);
    (void)vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    return false;
}

bool err_tell(struct err *err, enum err_kind kind, const char *fmt, ...)
{
    if (err == NULL)
        return false;
    va_list args;
    va_start(args, fmt);
    err->kind = kind;
    said_note(&err->said, fmt, args);
    (void)vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    return false;
}

bool err_wrap(struct err *err, const char *fmt, ...)
{
    if (err == NULL)
        return false;
    char before[sizeof err->text];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(before, sizeof before, fmt, args);
    va_end(args);
    char whole[sizeof before + sizeof err->text + 4];
    (void)snprintf(whole, sizeof whole, "%s: %s", before, err->text);
    whole[sizeof err->text - 1] = '\0';
    memcpy(err->text, whole, sizeof err->text);
    forget_sentence(err);
    return false;
}

bool err_errno(struct err *err, const char *fmt, ...)
{
    int code = errno;
    if (err == NULL)
        return false;
    va_list args;
    va_start(args, fmt);
    char what[sizeof err->text];
    (void)vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    enum err_kind kind = code == ENOSPC || code == EDQUOT ? ERR_FULL : ERR_LATER;
    if (code == EACCES || code == EPERM)
        kind = ERR_DENIED;
    if (code == ENOENT)
        kind = ERR_MISSING;
    return err_set(err, kind, "%.300s: %s", what, strerror(code));
}

int err_http(enum err_kind kind)
{
    return kinds[kind].http;
}

const char *err_name(enum err_kind kind)
{
    return kinds[kind].name;
}

const char *err_meaning(enum err_kind kind)
{
    return kinds[kind].meaning;
}

void must_not(const char *what)
{
    (void)fprintf(stderr, "the program is wrong: %s\n", what);
    abort();
}
