/* See surveys.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "file.h"
#include "surveys.h"
#include <stdio.h>

struct survey *surveys_from_text(const char *text, struct problems *ret_problems)
{
    ret_problems->count = ret_problems->errors = 0;
    return survey_load(span_text(text), ret_problems);
}

struct survey *surveys_from_file(const char *path)
{
    static struct problems problems;
    struct err err = { 0 };
    char whole[500];
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    assert_true(file_join(whole, sizeof whole, SOURCE_DIR, path, &err));
    assert_true(file_read(whole, &bytes, &err));
    problems.count = problems.errors = 0;
    struct survey *survey = survey_load(buf_span(&bytes), &problems);
    if (!survey)
        fail_msg("%s: %s %s", path, problems.list[0].pointer, problems.list[0].text);
    return survey;
}

bool surveys_reported(const struct problems *problems, enum problem_level level,
                      const char *pointer, const char *part)
{
    for (int i = 0; i < problems->count; i++)
        if (problems->list[i].level == level && strcmp(problems->list[i].pointer, pointer) == 0 &&
            strstr(problems->list[i].text, part))
            return true;
    for (int i = 0; i < problems->count; i++)
        print_message("reported: %s: %s\n", problems->list[i].pointer, problems->list[i].text);
    return false;
}
