/* The log sink: see log.h. */
#include "log.h"
#include <stdio.h>

static enum log_level threshold = LOG_INFO;

void log_set_level(enum log_level level)
{
    threshold = level;
}

void log_line(enum log_level level, const char *room, const char *fmt, ...)
{
    static const char *const names[] = { "debug", "info", "warning", "error" };
    if (level < threshold)
        return;
    char text[800];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    /* One call, so that lines of several threads do not mix. */
    (void)fprintf(stderr, "%s %s: %s\n", names[level], room, text);
}
