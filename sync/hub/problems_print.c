/* Problems of a survey file as text and as JSON: see problems_print.h. */
#include "problems_print.h"
#include <jansson.h>

static const char *level_word(enum problem_level level)
{
    return level == PROBLEM_ERROR ? "error" : "warning";
}

static void print_one(const struct problem *problem, FILE *out)
{
    (void)fprintf(out, "%s ", level_word(problem->level));
    if (problem->line > 0)
        (void)fprintf(out, "%d:%d ", problem->line, problem->column);
    (void)fprintf(out, "%s: %s\n", problem->pointer[0] == '\0' ? "/" : problem->pointer,
                  problem->text);
}

void problems_print(const struct problems *problems, FILE *out)
{
    for (int i = 0; i < problems->count; i++)
        print_one(&problems->list[i], out);
}

static json_t *one_as_json(const struct problem *problem)
{
    return json_pack("{s:s, s:s, s:s, s:i, s:i}", "level", level_word(problem->level), "pointer",
                     problem->pointer, "text", problem->text, "line", problem->line, "column",
                     problem->column);
}

void problems_print_json(const struct problems *problems, FILE *out)
{
    json_t *list = json_array();
    for (int i = 0; i < problems->count; i++)
        (void)json_array_append_new(list, one_as_json(&problems->list[i]));
    json_t *whole = json_pack("{s:b, s:i, s:o}", "ok", problems->errors == 0, "errors",
                              problems->errors, "problems", list);
    (void)json_dumpf(whole, out, JSON_INDENT(2));
    (void)fputc('\n', out);
    json_decref(whole);
}
