/* The code and the values of a sentence: see said.h. */
#include "said.h"
#include <ctype.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One conversion of a format: "%-5.35s", "%zu". */
struct conversion {
    const char *end;
    char kind;     /* s, d, i, u, x; % is a sign of percent */
    int longs;     /* how many l stand in it; z counts as size_t, which is a long here or less */
    bool size;     /* z */
    bool given;    /* the precision is an argument: ".*" */
    int precision; /* -1: none */
};

static struct conversion conversion_of(const char *at)
{
    struct conversion found = { .precision = -1 };
    for (at++; strchr("-+ #0123456789", *at) != NULL && *at != '\0'; at++)
        ;
    if (*at == '.') {
        found.given = at[1] == '*';
        found.precision = found.given ? -1 : atoi(at + 1);
        for (at++; *at == '*' || isdigit((unsigned char)*at); at++)
            ;
    }
    for (; *at == 'l' || *at == 'z'; at++) {
        found.longs += *at == 'l';
        found.size |= *at == 'z';
    }
    found.kind = *at;
    found.end = *at == '\0' ? at : at + 1;
    return found;
}

/* The words of the format, small, with _ between them; a word that does not fit ends it. */
static void put_code(const char *fmt, char ret[SAID_CODE_MAX + 1])
{
    size_t size = 0, whole = 0;
    bool full = false, gap = false;
    while (*fmt != '\0' && !full) {
        bool in_word = isalnum((unsigned char)*fmt);
        if (*fmt == '%') {
            fmt = conversion_of(fmt).end;
            gap = true;
            continue;
        }
        if (in_word && gap && size > 0) {
            whole = size;
            full = size == SAID_CODE_MAX;
            if (!full)
                ret[size++] = '_';
        }
        gap = !in_word;
        full = full || (in_word && size == SAID_CODE_MAX);
        if (in_word && !full)
            ret[size++] = (char)tolower((unsigned char)*fmt);
        fmt++;
    }
    ret[full ? whole : size] = '\0';
}

static int64_t signed_of(const struct conversion *of, va_list *args)
{
    if (of->size)
        return (int64_t)va_arg(*args, size_t);
    if (of->longs > 1)
        return va_arg(*args, long long);
    return of->longs == 1 ? va_arg(*args, long) : va_arg(*args, int);
}

static uint64_t unsigned_of(const struct conversion *of, va_list *args)
{
    if (of->size || of->longs > 0)
        return (uint64_t)signed_of(of, args);
    return va_arg(*args, unsigned);
}

static void put_value(const struct conversion *of, va_list *args, char *ret, size_t size)
{
    int precision = of->given ? va_arg(*args, int) : of->precision;
    if (of->kind == 's') {
        const char *text = va_arg(*args, const char *);
        (void)snprintf(ret, size, "%.*s", precision < 0 ? (int)size : precision, text);
    } else if (of->kind == 'd' || of->kind == 'i') {
        (void)snprintf(ret, size, "%" PRId64, signed_of(of, args));
    } else {
        (void)snprintf(ret, size, of->kind == 'x' ? "%" PRIx64 : "%" PRIu64, unsigned_of(of, args));
    }
}

/* A character that was cut in its middle goes with it. */
static size_t whole_letters(const char *text)
{
    size_t size = strlen(text), at = size;
    while (at > 0 && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
        at--;
    if (at == 0 || ((unsigned char)text[at - 1] & 0x80) == 0)
        return size;
    unsigned char lead = (unsigned char)text[at - 1];
    size_t wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    return size - (at - 1) < wanted ? at - 1 : size;
}

void said_note(struct said *ret, const char *fmt, va_list args)
{
    va_list rest;
    size_t used = 0;
    *ret = (struct said){ .count = 0 };
    put_code(fmt, ret->code);
    va_copy(rest, args);
    while ((fmt = strchr(fmt, '%')) != NULL) {
        struct conversion of = conversion_of(fmt);
        fmt = of.end;
        if (of.kind == '%')
            continue;
        if (strchr("sdiux", of.kind) == NULL || ret->count == SAID_VALUES_MAX ||
            used + 1 >= sizeof ret->values)
            break;
        put_value(&of, &rest, ret->values + used, sizeof ret->values - used);
        size_t size = whole_letters(ret->values + used);
        ret->values[used + size] = '\0';
        used += size + 1;
        ret->count++;
    }
    va_end(rest);
}

const char *said_value(const struct said *said, int number)
{
    const char *at = said->values;
    if (number < 0 || number >= said->count)
        return "";
    for (int i = 0; i < number; i++)
        at += strlen(at) + 1;
    return at;
}
