/* The list of what is wrong with a file. See problems.h. */
#include "problems.h"
#include "expression.h"
#include "json_text.h"
#include <stdarg.h>
#include <stdio.h>

static void put(char *ret, size_t size, size_t *at, char c)
{
    if (*at + 1 < size)
        ret[(*at)++] = c;
}

static void put_key(char *ret, size_t size, size_t *at, const char *key)
{
    for (; *key; key++) {
        if (*key == '~' || *key == '/') {
            put(ret, size, at, '~');
            put(ret, size, at, *key == '~' ? '0' : '1');
        } else {
            put(ret, size, at, *key);
        }
    }
}

static size_t put_path(const struct path *path, char *ret, size_t size)
{
    if (!path)
        return 0;
    size_t at = put_path(path->up, ret, size);
    char number[24];
    (void)snprintf(number, sizeof number, "%zu", path->index);
    put(ret, size, &at, '/');
    put_key(ret, size, &at, path->key ? path->key : number);
    return at;
}

void problems_pointer(const struct path *path, char *ret, size_t size)
{
    size_t at = put_path(path, ret, size);
    ret[json_text_cut(ret, at)] = '\0';
}

static void keep(struct problems *problems, const struct problem *problem)
{
    problems->errors += problem->level == PROBLEM_ERROR;
    if (problems->count < PROBLEMS_MAX)
        problems->list[problems->count++] = *problem;
}

static void say(struct problem *problem, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));

static void say(struct problem *problem, const char *fmt, va_list args)
{
    said_note(&problem->said, fmt, args);
    (void)vsnprintf(problem->text, sizeof problem->text, fmt, args);
    problem->text[json_text_cut(problem->text, strlen(problem->text))] = '\0';
}

void problems_error(struct problems *problems, const struct path *path, const char *fmt, ...)
{
    struct problem problem = { .level = PROBLEM_ERROR };
    problems_pointer(path, problem.pointer, sizeof problem.pointer);
    va_list args;
    va_start(args, fmt);
    say(&problem, fmt, args);
    va_end(args);
    keep(problems, &problem);
}

void problems_warning(struct problems *problems, const struct path *path, const char *fmt, ...)
{
    struct problem problem = { .level = PROBLEM_WARNING };
    problems_pointer(path, problem.pointer, sizeof problem.pointer);
    va_list args;
    va_start(args, fmt);
    say(&problem, fmt, args);
    va_end(args);
    keep(problems, &problem);
}

void problems_at(struct problems *problems, enum problem_level level, const char *pointer,
                 const char *fmt, ...)
{
    struct problem problem = { .level = level };
    (void)snprintf(problem.pointer, sizeof problem.pointer, "%s", pointer);
    va_list args;
    va_start(args, fmt);
    say(&problem, fmt, args);
    va_end(args);
    keep(problems, &problem);
}

void problems_syntax(struct problems *problems, int line, int column, const char *fmt, ...)
{
    struct problem problem = { .level = PROBLEM_ERROR, .line = line, .column = column };
    va_list args;
    va_start(args, fmt);
    say(&problem, fmt, args);
    va_end(args);
    keep(problems, &problem);
}

void problems_condition(struct problems *problems, const struct path *path,
                        const struct expression_error *error)
{
    int before = problems->count;
    problems_error(problems, path, "at character %zu: %s", error->offset + 1, error->text);
    if (problems->count > before)
        problems->list[before].said = error->said;
}

void problems_starved(struct problems *problems)
{
    problems->starved = true;
    problems_error(problems, NULL, "there is not enough memory to read this file");
}

static bool find(struct span bytes, const char *pointer, int *ret_line, int *ret_column)
{
    struct span value;
    if (!json_text_find(bytes, pointer, &value))
        return false;
    *ret_line = 1;
    *ret_column = 1;
    for (const uint8_t *at = bytes.data; at < value.data; at++) {
        *ret_column = *at == '\n' ? 1 : *ret_column + ((*at & 0xc0) != 0x80);
        *ret_line += *at == '\n';
    }
    return true;
}

bool survey_place(const struct survey *survey, const char *pointer, int *ret_line, int *ret_column)
{
    return find(survey->bytes, pointer, ret_line, ret_column);
}

void problems_place(struct problems *problems, int first, struct span bytes)
{
    for (int i = first; i < problems->count; i++)
        if (problems->list[i].line == 0 && problems->list[i].pointer[0])
            (void)find(bytes, problems->list[i].pointer, &problems->list[i].line,
                       &problems->list[i].column);
}
