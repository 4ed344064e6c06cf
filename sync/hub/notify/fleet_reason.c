/* The reasons of a kiosk: see fleet_reason.h. */
#include "fleet_reason.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCE_MOST = 240 };

static char *__attribute__((format(printf, 1, 0))) sentence(const char *format, va_list arguments)
{
    char text[SENTENCE_MOST];
    (void)vsnprintf(text, sizeof text, format, arguments);
    return strdup(text);
}

static bool reserve(struct fleet_kiosk *kiosk)
{
    if (kiosk->reason_count == FLEET_REASONS)
        return false;
    size_t size = ((size_t)kiosk->reason_count + 1) * sizeof *kiosk->reasons;
    struct fleet_reason *grown = realloc(kiosk->reasons, size);
    if (grown == NULL)
        return false;
    kiosk->reasons = grown;
    return true;
}

void fleet_reason_add(struct fleet_kiosk *kiosk, const char *code, int value, const char *format,
                      ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = sentence(format, arguments);
    va_end(arguments);
    if (text == NULL || !reserve(kiosk)) {
        free(text);
        return;
    }
    kiosk->reasons[kiosk->reason_count++] =
        (struct fleet_reason){ .code = code, .value = value, .text = text };
}

void fleet_reason_put_first(struct fleet_kiosk *kiosk, const char *code)
{
    int last = kiosk->reason_count - 1;
    if (last < 0 || strcmp(kiosk->reasons[last].code, code) != 0)
        return;
    struct fleet_reason gravest = kiosk->reasons[last];
    memmove(&kiosk->reasons[1], &kiosk->reasons[0], (size_t)last * sizeof gravest);
    kiosk->reasons[0] = gravest;
}

void fleet_reason_drop_last(struct fleet_kiosk *kiosk)
{
    free(kiosk->reasons[--kiosk->reason_count].text);
}

void fleet_reason_drop_first(struct fleet_kiosk *kiosk)
{
    struct fleet_reason first = kiosk->reasons[0];
    size_t rest = (size_t)kiosk->reason_count - 1;
    memmove(&kiosk->reasons[0], &kiosk->reasons[1], rest * sizeof first);
    kiosk->reasons[rest] = first;
    fleet_reason_drop_last(kiosk);
}

void fleet_reason_drop_all(struct fleet_kiosk *kiosk)
{
    while (kiosk->reason_count > 0)
        fleet_reason_drop_last(kiosk);
}
