/* What staff are told about a stick before the courier is even asked, and of what it says then. */
#include "courier_socket.h"
#include "file.h"
#include "kiosk_shell.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static enum wording_key told;
static struct task heard;

struct effect __wrap_kiosk_step(struct kiosk *kiosk, struct event event, msec now);

/* The screen's page is not asked: what it would be told is kept. */
struct effect __wrap_kiosk_step(struct kiosk *kiosk, struct event event, msec now)
{
    (void)kiosk, (void)now;
    assert_int_equal(event.kind, EV_TASK);
    heard = event.task;
    told = event.task.words;
    return (struct effect){ .kind = FX_NONE };
}

void shell_give(struct shell *shell, struct event event)
{
    (void)kiosk_step(&shell->kiosk, event, 0);
}

static void put(const char *folder, const char *name, bool is_folder)
{
    char path[200];
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    if (is_folder)
        assert_true(file_make_folder(path, 0700, &err));
    else
        assert_true(file_write_durable(path, span_text(""), 0600, &err));
}

static void expect(struct shell *shell, enum wording_key save, enum wording_key set_up)
{
    struct effect effect = { .kind = FX_NONE };
    (void)task_stick(shell, effect);
    assert_int_equal(heard.phase, TASK_FAILED);
    assert_int_equal(told, save);
    (void)task_provision(shell, effect);
    assert_int_equal(told, set_up);
}

static void a_stick_that_is_missing_or_cannot_be_read_is_told_apart(void **state)
{
    static struct shell shell;
    char folder[] = "/tmp/kiosk-sticks-XXXXXX", command[100];
    (void)state;
    assert_non_null(mkdtemp(folder));
    shell.options.stick = "/no/such/folder";
    shell.link.socket = -1;
    shell.link.notify = -1;
    expect(&shell, WORD_STICK_NONE, WORD_STICK_NONE);
    shell.options.stick = folder;
    expect(&shell, WORD_STICK_NONE, WORD_STICK_NONE);
    put(folder, "unread", false);
    expect(&shell, WORD_STICK_UNREAD, WORD_STICK_UNREAD);
    /* One that can be read goes before one that cannot; here no courier runs that would read it. */
    put(folder, "1", true);
    expect(&shell, WORD_VERDICT_ALONE_MORE, WORD_VERDICT_ALONE_MORE);
    (void)snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void expect_news(const char *message, uint64_t count, enum task_news news)
{
    static struct shell shell;
    task_heard(&shell, message);
    assert_int_equal(heard.phase, TASK_DONE);
    assert_int_equal(heard.count, count);
    assert_int_equal(heard.news, news);
}

static void what_a_stick_brought_is_told_beside_what_was_saved(void **state)
{
    (void)state;
    expect_news("finished 12", 12, NEWS_NONE);
    expect_news("finished 12 news", 12, NEWS_TAKEN);
    expect_news("finished 0 bad", 0, NEWS_BAD);
    expect_news("finished 3 something", 3, NEWS_NONE);
}

static void where_no_hub_is_reached_the_stick_is_what_is_told_of(void **state)
{
    static struct shell shell;
    static const struct {
        const char *message;
        enum wording_key words;
    } all[] = {
        { "stopped " FAULT_CARRY, WORD_SETUP_CARRY_MORE },
        { "stopped " FAULT_ANSWER, WORD_ENROL_ANSWER },
        { "stopped " FAULT_BUNDLE_STICK, WORD_ENROL_BUNDLE_STICK },
        { "stopped no_network", WORD_WHY_NO_NETWORK },
    };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        task_heard(&shell, all[i].message);
        assert_int_equal(heard.phase, TASK_FAILED);
        assert_int_equal(told, all[i].words);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stick_that_is_missing_or_cannot_be_read_is_told_apart),
        cmocka_unit_test(what_a_stick_brought_is_told_beside_what_was_saved),
        cmocka_unit_test(where_no_hub_is_reached_the_stick_is_what_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
