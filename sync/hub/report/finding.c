/* A finding as JSON: see finding.h. */
#include "finding.h"
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>

enum { SENTENCE_SIZE = 500 };

json_t *finding_json(const char *code, json_t *values, const char *fmt, ...)
{
    char text[SENTENCE_SIZE];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    json_t *finding = json_pack("{s:s, s:s}", "code", code, "text", text);
    if (values != NULL)
        (void)json_object_set_new(finding, "values", values);
    return finding;
}
