/* The screen hears of the courier by what happens in its folder. */
#include "file.h"
#include "kiosk_link.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { QUEUE_AT_MOST = 100000 };

static int begin(void **state)
{
    static char folder[64];
    char courier[80];
    (void)snprintf(folder, sizeof folder, "/tmp/kiosk-link-XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(courier, sizeof courier, "%s/courier", folder);
    assert_true(file_make_folder(courier, 0700, NULL));
    *state = folder;
    return 0;
}

static int end(void **state)
{
    char command[100];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", (const char *)*state);
    return system(command);
}

static void touch(const char *folder, const char *name)
{
    char path[100];
    (void)snprintf(path, sizeof path, "%s/courier/%s", folder, name);
    (void)unlink(path);
    FD_AUTO fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
}

static bool heard(struct link *link)
{
    return link_hear(link, link->notify, 0);
}

static void a_new_state_is_heard_and_other_files_are_not(void **state)
{
    struct link link = { .heard = NULL };
    link_open(&link, *state, 0);
    touch(*state, "key");
    assert_false(heard(&link));
    touch(*state, "state");
    assert_true(heard(&link));
    assert_false(heard(&link));
    link_close(&link);
}

static long queue_length(void)
{
    char text[32] = "";
    FILE *file = fopen("/proc/sys/fs/inotify/max_queued_events", "re");
    if (file && !fgets(text, sizeof text, file))
        text[0] = '\0';
    if (file)
        (void)fclose(file);
    return strtol(text, NULL, 10);
}

/* Two names in turn: the kernel joins the same event twice in a row. */
static void when_too_much_has_happened_the_state_may_be_among_it(void **state)
{
    static const char *const names[] = { "one", "two" };
    struct link link = { .heard = NULL };
    long length = queue_length();
    if (length <= 0 || length > QUEUE_AT_MOST)
        skip();
    link_open(&link, *state, 0);
    for (long i = 0; i <= length; i++)
        touch(*state, names[i % 2]);
    assert_true(heard(&link));
    link_close(&link);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_state_is_heard_and_other_files_are_not),
        TEST(when_too_much_has_happened_the_state_may_be_among_it),
    };
    return cmocka_run_group_tests_name("kiosk link", tests, NULL, NULL);
}
