/* The log sink: see log.h. */
#include "log.h"
#include <stdio.h>

void log_line(enum log_level level, const char *room, const char *fmt, ...)
{
    static const char *const names[] = { "info", "warning", "error" };
    char text[800];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    /* One call, so that lines of several threads do not mix. */
    (void)fprintf(stderr, "%s %s: %s\n", names[level], room, text);
}
