/* Problems of a survey file as text and as JSON: see problems_print.h. */
#include "problems_print.h"
#include <jansson.h>

const char *problem_level_word(enum problem_level level)
{
    return level == PROBLEM_ERROR ? "error" : "warning";
}

static void print_one(const struct problem *problem, FILE *out)
{
    (void)fprintf(out, "%s ", problem_level_word(problem->level));
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
    return json_pack("{s:s, s:s, s:s, s:s, s:i, s:i}", "level", problem_level_word(problem->level),
                     "kind", "file", "pointer", problem->pointer, "text", problem->text, "line",
                     problem->line, "column", problem->column);
}

void problems_put_json(const struct problems *problems, json_t *list)
{
    for (int i = 0; i < problems->count; i++)
        (void)json_array_append_new(list, one_as_json(&problems->list[i]));
}
