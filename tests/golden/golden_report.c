/* The whole report on a survey with many things wrong, as people read it. A report that changed
 * stands in the build folder to be looked at, and copied over the old one when it is right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "buf.h"
#include "file.h"
#include "survey.h"

static void read(const char *name, struct buf *ret_bytes)
{
    struct err err = { 0 };
    char path[500];
    assert_true(file_join(path, sizeof path, SOURCE_DIR "/tests/golden/report", name, &err));
    if (!file_read(path, ret_bytes, &err))
        fail_msg("%s", err.text);
}

static void put_report(const struct problems *problems, struct buf *out)
{
    for (int i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->list[i];
        buf_printf(out, "%s %d:%d %s\n    %s\n",
                   problem->level == PROBLEM_ERROR ? "error" : "warning", problem->line,
                   problem->column, problem->pointer, problem->text);
    }
}

static void the_report_names_everything_that_is_wrong_at_once(void **state)
{
    (void)state;
    static struct problems problems;
    struct err err = { 0 };
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX), wanted = buf_new(SURVEY_FILE_MAX);
    BUF_AUTO report = buf_new(SURVEY_FILE_MAX);
    read("many-problems.json", &bytes);
    assert_null(survey_load(buf_span(&bytes), &problems));
    put_report(&problems, &report);
    assert_true(file_write_durable(BINARY_DIR "/many-problems.txt", buf_span(&report), 0644, &err));
    read("many-problems.txt", &wanted);
    if (!span_equal(buf_span(&report), buf_span(&wanted)))
        fail_msg("the report changed; look at %s/many-problems.txt", BINARY_DIR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_report_names_everything_that_is_wrong_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
