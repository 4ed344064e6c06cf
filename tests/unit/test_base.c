/* The ground floor: buffers, errors, files, days, and the command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cli.h"
#include "file.h"
#include "local_time.h"
#include "log.h"
#include "said.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_buffer_never_passes_its_ceiling(void **state)
{
    (void)state;
    struct err err = { 0 };
    BUF_AUTO buf = buf_new(10);
    buf_put(&buf, "12345", 5);
    assert_true(buf_ok(&buf, "five", &err));
    buf_printf(&buf, "%s", "678901");
    assert_false(buf_ok(&buf, "eleven", &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    assert_int_equal(buf.size, 5);
    buf_put_byte(&buf, '6');
    assert_false(buf_ok(&buf, "after a failure", &err));
    buf_clear(&buf);
    assert_string_equal(buf_text(&buf), "");
    buf_printf(&buf, "%d", 1234567890);
    assert_true(buf_ok(&buf, "ten", &err));
    assert_string_equal(buf_text(&buf), "1234567890");
}

static void a_text_that_does_not_fit_leaves_nothing_of_itself(void **state)
{
    (void)state;
    struct err err = { 0 };
    char wanted[201] = "";
    BUF_AUTO buf = buf_new(200);
    for (int i = 0; i < 20; i++) { /* over more than one growth of the memory */
        buf_printf(&buf, "%d-%s", 1000 + i, "words");
        (void)snprintf(wanted + strlen(wanted), 11, "%d-words", 1000 + i);
    }
    assert_true(buf_ok(&buf, "two hundred", &err));
    assert_string_equal(buf_text(&buf), wanted);
    buf_clear(&buf);
    buf_printf(&buf, "%0199d", 7);
    buf_printf(&buf, "%s", "two");
    assert_false(buf_ok(&buf, "two hundred", &err));
    assert_int_equal(buf.size, 199);
    assert_int_equal(strlen(buf_text(&buf)), 199);
    buf_printf(&buf, "%s", "");
    assert_int_equal(strlen(buf_text(&buf)), 199);
}

static void an_error_tells_what_was_being_done(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_false(err_set(&err, ERR_FULL, "no room for %d", 3));
    assert_false(err_wrap(&err, "saving %s", "x"));
    assert_string_equal(err.text, "saving x: no room for 3");
    assert_int_equal(err_http(err.kind), 507);
    assert_false(err_set(NULL, ERR_LATER, "nobody listens"));
}

static void an_error_that_is_told_says_which_sentence_it_is(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_false(err_tell(&err, ERR_CONFLICT, "%s looks after %d already.", "Ann", 2));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_string_equal(err.text, "Ann looks after 2 already.");
    assert_string_equal(err.said.code, "looks_after_already");
    assert_string_equal(said_value(&err.said, 0), "Ann");
    assert_string_equal(said_value(&err.said, 1), "2");
    assert_false(err_wrap(&err, "asking %s", "x"));
    assert_string_equal(err.said.code, "");
    assert_string_equal(said_value(&err.said, 0), "");
    assert_false(err_tell(&err, ERR_DENIED, "Not yours."));
    assert_false(err_set(&err, ERR_LATER, "busy"));
    assert_string_equal(err.said.code, "");
    assert_false(err_tell(NULL, ERR_LATER, "nobody listens"));
}

static void a_durable_write_replaces_or_leaves_alone(void **state)
{
    (void)state;
    struct err err = { 0 };
    char folder[] = "/tmp/test_base.XXXXXX";
    char path[64];
    char hidden[96];
    assert_non_null(mkdtemp(folder));
    assert_true(file_join(path, sizeof path, folder, "state", &err));
    assert_true(file_write_durable(path, span_text("one"), 0640, &err));
    assert_true(file_write_durable(path, span_text("two"), 0600, &err));
    BUF_AUTO buf = buf_new(100);
    assert_true(file_read(path, &buf, &err));
    assert_string_equal(buf_text(&buf), "two");
    struct stat at;
    assert_int_equal(stat(path, &at), 0);
    assert_int_equal(at.st_mode & 0777, 0600);
    (void)snprintf(hidden, sizeof hidden, "%s/none/state", folder);
    assert_false(file_write_durable(hidden, span_text("x"), 0600, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_non_null(strstr(err.text, "there is no folder for"));
    assert_false(file_read(hidden, &buf, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_non_null(strstr(err.text, "there is no file"));
    assert_false(file_read(folder, &buf, &err));
    assert_non_null(strstr(err.text, "is a folder, not a file"));
    BUF_AUTO small = buf_new(2);
    assert_false(file_read(path, &small, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* A stick comes back from strange hands: a link under the name we write first leads nowhere. */
int __real_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode);

/* As for a service that may make nothing with a set-user-id or set-group-id bit. */
int __wrap_mkdir(const char *path, mode_t mode)
{
    errno = EPERM;
    return (mode & (S_ISUID | S_ISGID)) != 0 ? -1 : __real_mkdir(path, mode);
}

static void a_folder_is_made_where_a_service_may_ask_for_no_bit_beside_its_mode(void **state)
{
    char path[] = "/tmp/folder-XXXXXX", inside[64];
    struct err err = { 0 };
    struct stat at;
    (void)state;
    assert_non_null(mkdtemp(path));
    (void)snprintf(inside, sizeof inside, "%s/kiosk/courier", path);
    assert_true(file_make_folder(inside, 02750, &err));
    assert_int_equal(stat(inside, &at), 0);
    assert_true(S_ISDIR(at.st_mode));
    assert_int_equal(rmdir(inside), 0);
    *strrchr(inside, '/') = '\0';
    assert_int_equal(rmdir(inside), 0);
    assert_int_equal(rmdir(path), 0);
}

static void a_write_into_a_foreign_folder_follows_nothing_and_anybody_may_read_it(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct stat at;
    char folder[] = "/tmp/test_base.XXXXXX";
    char path[64];
    char victim[64];
    char trap[64];
    assert_non_null(mkdtemp(folder));
    assert_true(file_join(path, sizeof path, folder, "a.batch", &err));
    assert_true(file_join(victim, sizeof victim, folder, "victim", &err));
    assert_true(file_join(trap, sizeof trap, folder, "a.batch.new", &err));
    assert_true(file_write_durable(victim, span_text("precious"), 0600, &err));
    assert_int_equal(symlink(victim, trap), 0);
    FD_AUTO fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    mode_t kept = umask(077);
    assert_true(file_write_foreign(fd, "a.batch", span_text("one"), &err));
    assert_true(file_write_foreign(fd, "a.batch", span_text("two"), &err));
    (void)umask(kept);
    BUF_AUTO buf = buf_new(100);
    assert_true(file_read(path, &buf, &err));
    assert_true(file_read(victim, &buf, &err));
    assert_string_equal(buf_text(&buf), "twoprecious");
    assert_int_equal(stat(path, &at), 0);
    assert_int_equal(at.st_mode & 0777, 0644);
    assert_false(file_exists(trap));
    assert_int_equal(unlink(path) | unlink(victim) | rmdir(folder), 0);
    assert_false(file_write_foreign(fd, "a.batch", span_text("gone"), &err));
}

static void days_go_to_text_and_back(void **state)
{
    (void)state;
    struct err err = { 0 };
    int32_t day;
    char text[11];
    for (int32_t d = 0; d < 60000; d += 7) {
        local_day_text(d, text);
        assert_true(local_day_from_text(text, &day, &err));
        assert_int_equal(day, d);
    }
    assert_false(local_day_from_text("2026-02-30", &day, &err));
    assert_false(local_day_from_text("2026-2-3", &day, &err));
    assert_false(local_day_from_text("yesterday!", &day, &err));
    assert_true(local_day_from_text("2026-11-23", &day, &err));
    local_day_text(local_month_start(day), text);
    assert_string_equal(text, "2026-11-01");
}

static void a_day_is_the_venues_local_day(void **state)
{
    (void)state;
    int32_t day;
    uint8_t hour;
    char text[11];
    /* 2026-06-30 23:30 UTC is already July in London's summer. */
    local_time(1782862200, "Europe/London", &day, &hour);
    local_day_text(day, text);
    assert_string_equal(text, "2026-07-01");
    assert_int_equal(hour, 0);
    local_time(1782862200, "UTC", &day, &hour);
    local_day_text(day, text);
    assert_string_equal(text, "2026-06-30");
    assert_int_equal(hour, 23);
    uint16_t minute;
    local_clock(1782862200, "Asia/Kathmandu", &day, &minute);
    assert_int_equal(minute, 5 * 60 + 15);
    assert_true(local_zone_known("Europe/London"));
    assert_false(local_zone_known("../../etc/passwd"));
    assert_false(local_zone_known("Europe/Nowhere"));
}

static char last_value[40];
static int last_files;

static bool run_greet(const struct cli_args *args, int *ret_status, struct err *err)
{
    long count;
    if (!cli_number(args, "count", 1, 1, 9, &count, err))
        return false;
    (void)snprintf(last_value, sizeof last_value, "%s %ld", cli_value(args, "name", "nobody"),
                   count);
    last_files = args->file_count;
    *ret_status = cli_given(args, "doubt") ? 1 : 0;
    return cli_given(args, "fail") ? err_set(err, ERR_LATER, "it is raining") : true;
}

static const struct cli_option greet_options[] = {
    { .name = "name", .value = "NAME", .help = "whom", .required = true },
    { .name = "count", .value = "N", .help = "how often" },
    { .name = "doubt", .help = "ends with 1" },
    { .name = "fail", .help = "fails" },
    { 0 },
};
static const struct cli_command commands[] = {
    { .name = "say hello",
      .usage = "FILE...",
      .help = "greets\nTwice a day.",
      .options = greet_options,
      .files_max = 2,
      .run = run_greet },
    { .name = "say nothing", .help = "keeps silent", .run = run_greet },
    { .name = "leave", .help = "goes", .run = run_greet },
    { 0 },
};

static int cli(const char *const *words)
{
    char *argv[16];
    int argc = 0;
    for (; words[argc] != NULL; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc];
    return cli_main(argc, argv, "test", "a test", commands);
}
#define CLI(...) cli((const char *const[]){ "test", __VA_ARGS__, NULL })

static void the_command_line_is_exact_about_its_words(void **state)
{
    (void)state;
    assert_int_equal(CLI("say", "hello", "--name", "Ann", "a", "--count=3", "b"), 0);
    assert_string_equal(last_value, "Ann 3");
    assert_int_equal(last_files, 2);
    assert_int_equal(CLI("say", "hello", "--name", "Ann", "--doubt"), 1);
    assert_int_equal(CLI("say", "hello", "--name", "Ann", "--fail"), 1);
    assert_int_equal(CLI("say", "hello"), 2);
    assert_int_equal(CLI("say", "hello", "--name"), 2);
    assert_int_equal(CLI("say", "hello", "--name", "Ann", "--name", "Bob"), 2);
    assert_int_equal(CLI("say", "hello", "--name", "Ann", "--count", "12"), 2);
    assert_int_equal(CLI("say", "hello", "--name", "Ann", "a", "b", "c"), 2);
    assert_int_equal(CLI("say", "hello", "--nome", "Ann"), 2);
    assert_int_equal(CLI("say", "goodbye"), 2);
    assert_int_equal(CLI("say", "hello", "--help"), 0);
    assert_int_equal(CLI("--help"), 0);
}

/* What the program prints on standard output and standard error, in one. */
static int printed(const char *const *words, char *ret, size_t size)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    int out = dup(STDOUT_FILENO), complaints = dup(STDERR_FILENO);
    (void)fflush(stdout);
    (void)dup2(fileno(file), STDOUT_FILENO);
    (void)dup2(fileno(file), STDERR_FILENO);
    int status = cli(words);
    (void)fflush(stdout);
    (void)dup2(out, STDOUT_FILENO);
    (void)dup2(complaints, STDERR_FILENO);
    (void)close(out);
    (void)close(complaints);
    rewind(file);
    ret[fread(ret, 1, size - 1, file)] = '\0';
    (void)fclose(file);
    return status;
}
#define PRINTED(ret, ...)                                                                          \
    printed((const char *const[]){ "test", __VA_ARGS__, NULL }, ret, sizeof(ret))

static void help_shows_what_was_asked_for(void **state)
{
    (void)state;
    char text[4000];
    assert_int_equal(PRINTED(text, "--help"), 0);
    assert_non_null(strstr(text, "test say hello FILE... --name NAME"));
    assert_non_null(strstr(text, "test leave"));
    assert_null(strstr(text, "Twice a day."));
    assert_int_equal(PRINTED(text, "say", "--help"), 0);
    assert_non_null(strstr(text, "test say nothing"));
    assert_null(strstr(text, "leave"));
    assert_int_equal(PRINTED(text, "say", "hello", "--help"), 0);
    assert_non_null(strstr(text, "\nTwice a day.\n"));
    assert_int_equal(PRINTED(text, "say"), 2);
    assert_non_null(strstr(text, "say nothing            keeps silent\n"));
    assert_int_equal(PRINTED(text, "say", "goodbye"), 2);
    assert_string_equal(text, "test: there is no command \"say goodbye\"; see test say --help\n");
    assert_int_equal(PRINTED(text, "fly", "away"), 2);
    assert_string_equal(text, "test: there is no command \"fly\"; see test --help\n");
    assert_int_equal(printed((const char *const[]){ "test", NULL }, text, sizeof text), 2);
    assert_non_null(strstr(text, "leave                  goes\n"));
    assert_null(strstr(text, "--name"));
}

/* ---- the log ---- */

/* A line as it comes out; `journal` says that stderr is systemd's. */
static void logged(bool journal, const char *text, char *ret, size_t size)
{
    FILE *file = tmpfile();
    struct stat at;
    char stream[60];
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &at), 0);
    (void)snprintf(stream, sizeof stream, "%llu:%llu", (unsigned long long)at.st_dev,
                   (unsigned long long)at.st_ino + (journal ? 0 : 1));
    assert_int_equal(setenv("JOURNAL_STREAM", stream, 1), 0);
    int complaints = dup(STDERR_FILENO);
    (void)dup2(fileno(file), STDERR_FILENO);
    log_line(LOG_WARN, "room", "%s", text);
    (void)dup2(complaints, STDERR_FILENO);
    (void)close(complaints);
    (void)unsetenv("JOURNAL_STREAM");
    rewind(file);
    ret[fread(ret, 1, size - 1, file)] = '\0';
    (void)fclose(file);
}

static void a_line_of_the_log_has_its_priority_in_the_journal_alone(void **state)
{
    (void)state;
    char line[300];
    logged(false, "a sentence", line, sizeof line);
    assert_string_equal(line, "warning room: a sentence\n");
    logged(true, "a sentence", line, sizeof line);
    assert_string_equal(line, "<4>warning room: a sentence\n");
}

static void a_line_of_the_log_can_be_one_json_object_whatever_stands_in_it(void **state)
{
    (void)state;
    char line[300];
    assert_int_equal(setenv("YOUSAID_LOG", "json", 1), 0);
    logged(true, "a \"sentence\"\\\n\x1b of T\xc5\xb7 \xff\xc3", line, sizeof line);
    (void)unsetenv("YOUSAID_LOG");
    assert_int_equal(strncmp(line, "{\"time\":\"20", 11), 0);
    assert_string_equal(
        strstr(line, "\",\"level\""),
        "\",\"level\":\"warning\",\"room\":\"room\",\"text\":\"a \\\"sentence\\\"\\\\"
        "\\u000a\\u001b of T\xc5\xb7 \\ufffd\\ufffd\"}\n");
}

static struct said said_of(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static struct said said_of(const char *fmt, ...)
{
    struct said said;
    va_list args;
    va_start(args, fmt);
    said_note(&said, fmt, args);
    va_end(args);
    return said;
}

static void a_sentence_has_a_code_of_its_own_words_and_its_values(void **state)
{
    (void)state;
    struct said said = said_of("write a text of 1 to %d characters", 500);
    assert_string_equal(said.code, "write_a_text_of_1_to_characters");
    assert_int_equal(said.count, 1);
    assert_string_equal(said_value(&said, 0), "500");
    assert_string_equal(said_value(&said, 1), "");
    assert_string_equal(said_value(&said, -1), "");
    said = said_of("\"%.3s\", %.*s: %zu of %lld, %u%% (%llx)", "abcdef", 2, "xyz", (size_t)7, -8LL,
                   9U, 255ULL);
    assert_string_equal(said.code, "of");
    assert_int_equal(said.count, 6);
    static const char *const values[] = { "abc", "xy", "7", "-8", "9", "ff" };
    for (int i = 0; i < 6; i++)
        assert_string_equal(said_value(&said, i), values[i]);
    said = said_of("%s", "alone");
    assert_string_equal(said.code, "");
}

static void a_long_sentence_is_cut_between_words_and_letters(void **state)
{
    (void)state;
    char text[400];
    struct said said = said_of(
        "%s must be 1 to %d small letters, digits and _, a letter first; write it so", "it", 32);
    assert_string_equal(said.code, "must_be_1_to_small_letters_digits_and_a_letter_first_write_it");
    memset(text, 'a', sizeof text);
    memcpy(text + SAID_VALUES_BYTES - 2, "\xc5\xb7", 3);
    said = said_of("%s and %s", text, "more");
    assert_int_equal(said.count, 1);
    assert_int_equal(strlen(said_value(&said, 0)), SAID_VALUES_BYTES - 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_the_log_has_its_priority_in_the_journal_alone),
        cmocka_unit_test(a_line_of_the_log_can_be_one_json_object_whatever_stands_in_it),
        cmocka_unit_test(a_sentence_has_a_code_of_its_own_words_and_its_values),
        cmocka_unit_test(a_long_sentence_is_cut_between_words_and_letters),
        cmocka_unit_test(a_buffer_never_passes_its_ceiling),
        cmocka_unit_test(a_text_that_does_not_fit_leaves_nothing_of_itself),
        cmocka_unit_test(an_error_tells_what_was_being_done),
        cmocka_unit_test(an_error_that_is_told_says_which_sentence_it_is),
        cmocka_unit_test(a_durable_write_replaces_or_leaves_alone),
        cmocka_unit_test(a_folder_is_made_where_a_service_may_ask_for_no_bit_beside_its_mode),
        cmocka_unit_test(a_write_into_a_foreign_folder_follows_nothing_and_anybody_may_read_it),
        cmocka_unit_test(days_go_to_text_and_back),
        cmocka_unit_test(a_day_is_the_venues_local_day),
        cmocka_unit_test(the_command_line_is_exact_about_its_words),
        cmocka_unit_test(help_shows_what_was_asked_for),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
