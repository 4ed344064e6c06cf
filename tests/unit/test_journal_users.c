/*
 * Two users on one board: the screen writes its journal, the courier reads it and can change none
 * of its files, while the screen runs, after it has ended, and after it was killed. Needs root,
 * which alone can become two others; says so when it is skipped.
 */
#include "file.h"
#include "visits.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Numbers that no distribution gives out; nothing needs names for them. */
enum { SCREEN_USER = 61001, COURIER_USER = 61002, STRANGER = 61004, KIOSK_GROUP = 61003 };

static bool become(uid_t user)
{
    const gid_t group = KIOSK_GROUP;
    (void)umask(022);
    return setgroups(1, &group) == 0 && setresgid(group, group, group) == 0 &&
           setresuid(user, user, user) == 0;
}

/* Runs `story` as another user in a process of its own; its return value is the exit status. */
static pid_t start_as(uid_t user, int (*story)(const struct visits *visits),
                      const struct visits *visits)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(become(user) ? story(visits) : 99);
    return child;
}

static int status_of(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int run_as(uid_t user, int (*story)(const struct visits *visits),
                  const struct visits *visits)
{
    return status_of(start_as(user, story, visits));
}

static int complain(const char *what, const struct err *err)
{
    (void)fprintf(stderr, "%s: %s\n", what, err == NULL ? "" : err->text);
    return 1;
}

static bool save_some(const struct visits *visits, struct journal *journal, int count,
                      struct err *err)
{
    struct recorded recorded;
    struct draft draft = visits_draft(visits);
    for (int i = 0; i < count; i++)
        if (!journal_save(journal, &draft, true, ENDING_COMPLETE, &recorded, err))
            return false;
    return true;
}

static int screen_saves_three_and_ends(const struct visits *visits)
{
    struct err err = { 0 };
    struct journal *journal = NULL;
    if (!journal_open(visits->folder, &visits->identity, &journal, &err) ||
        !save_some(visits, journal, 3, &err))
        return complain("screen", &err);
    journal_close(journal);
    return 0;
}

/* Says by a file when it has saved, then waits to be killed. */
static int screen_saves_three_and_stays(const struct visits *visits)
{
    struct err err = { 0 };
    struct journal *journal = NULL;
    char ready[600];
    (void)snprintf(ready, sizeof ready, "%s/screen/ready", visits->folder);
    if (!journal_open(visits->folder, &visits->identity, &journal, &err) ||
        !save_some(visits, journal, 3, &err) ||
        !file_write_durable(ready, span_text("yes"), 0640, &err))
        return complain("screen", &err);
    (void)pause();
    return 0;
}

static pid_t start_screen_that_stays(const struct visits *visits)
{
    char ready[600];
    (void)snprintf(ready, sizeof ready, "%s/screen/ready", visits->folder);
    (void)unlink(ready);
    pid_t screen = start_as(SCREEN_USER, screen_saves_three_and_stays, visits);
    for (int i = 0; i < 3000 && !file_exists(ready); i++)
        (void)usleep(10000);
    assert_true(file_exists(ready));
    return screen;
}

static void kill_screen(pid_t screen)
{
    assert_int_equal(kill(screen, SIGKILL), 0);
    assert_int_equal(status_of(screen), -SIGKILL);
}

struct seen {
    uint64_t first, last;
};

static bool see(void *context, const struct response *response, const struct chain_point *after)
{
    struct seen *seen = context;
    (void)after;
    if (seen->first == 0)
        seen->first = response->seq;
    seen->last = response->seq;
    return true;
}

/* The exit status is how many responses the courier can read. */
static int courier_counts(const struct visits *visits)
{
    struct err err = { 0 };
    struct seen seen = { 0 };
    struct journal_reader *reader = NULL;
    if (!journal_reader_open(visits->folder, &reader, &err)) {
        (void)complain("courier", &err);
        return 90 + (int)err.kind;
    }
    struct outbox outbox = journal_outbox(reader);
    if (!outbox.read(outbox.self, 1, 1000, see, &seen, &err))
        return 90 + complain("courier", &err);
    journal_reader_close(reader);
    return seen.first == 0 ? 0 : (int)(seen.last - seen.first + 1);
}

static const char *const files[] = { "journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm",
                                     "lock" };

/* The exit status is how many ways it found to change something. */
static int courier_tries_to_write(const struct visits *visits)
{
    char path[600];
    int ways = 0;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/screen/%s", visits->folder, files[i]);
        FD_AUTO fd = open(path, O_RDWR);
        ways += fd >= 0;
        ways += truncate(path, 0) == 0;
        ways += unlink(path) == 0;
        ways += rename(path, "moved") == 0;
    }
    (void)snprintf(path, sizeof path, "%s/screen/new", visits->folder);
    FD_AUTO fd = open(path, O_RDWR | O_CREAT, 0600);
    ways += fd >= 0;
    struct journal *journal = NULL;
    ways += journal_open(visits->folder, &visits->identity, &journal, NULL);
    journal_close(journal);
    return ways;
}

/* A stranger is neither of the two. */
static int stranger_reads(const struct visits *visits)
{
    char path[600];
    (void)snprintf(path, sizeof path, "%s/screen/journal.sqlite", visits->folder);
    FD_AUTO fd = open(path, O_RDONLY);
    return fd >= 0 ? 1 : 0;
}

static int begin(void **state)
{
    struct visits *visits = visits_begin();
    if (geteuid() == 0 &&
        (chown(visits->folder, SCREEN_USER, KIOSK_GROUP) != 0 || chmod(visits->folder, 02750) != 0))
        return -1;
    *state = visits;
    return 0;
}

static int end(void **state)
{
    visits_end(*state);
    return 0;
}

static void need_two_users(void)
{
    pid_t child = geteuid() == 0 ? fork() : -1;
    if (child == 0)
        _exit(become(SCREEN_USER) ? 0 : 1);
    if (child > 0 && status_of(child) == 0)
        return;
    print_message("skipped: only root can become two other users\n");
    skip();
}

static void the_courier_reads_beside_the_running_screen(void **state)
{
    need_two_users();
    pid_t screen = start_screen_that_stays(*state);
    assert_int_equal(run_as(COURIER_USER, courier_counts, *state), 3);
    assert_int_equal(run_as(COURIER_USER, courier_tries_to_write, *state), 0);
    kill_screen(screen);
}

static void the_courier_reads_after_the_screen_has_ended(void **state)
{
    need_two_users();
    assert_int_equal(run_as(SCREEN_USER, screen_saves_three_and_ends, *state), 0);
    assert_int_equal(run_as(COURIER_USER, courier_counts, *state), 3);
    assert_int_equal(run_as(COURIER_USER, courier_tries_to_write, *state), 0);
    assert_int_equal(run_as(SCREEN_USER, screen_saves_three_and_ends, *state), 0);
    assert_int_equal(run_as(COURIER_USER, courier_counts, *state), 6);
}

static void the_courier_reads_after_the_screen_was_killed(void **state)
{
    need_two_users();
    for (int round = 1; round <= 5; round++) {
        kill_screen(start_screen_that_stays(*state));
        assert_int_equal(run_as(COURIER_USER, courier_counts, *state), 3 * round);
    }
    assert_int_equal(run_as(COURIER_USER, courier_tries_to_write, *state), 0);
    assert_int_equal(run_as(SCREEN_USER, screen_saves_three_and_ends, *state), 0);
    assert_int_equal(run_as(COURIER_USER, courier_counts, *state), 18);
}

/* Reads before, while and after the screen lives three times and is killed between; what it counts
 * never goes back. Stops when it has seen all. */
static int courier_follows(const struct visits *visits)
{
    struct err err = { 0 };
    struct journal_reader *reader = NULL;
    uint64_t before = 0;
    for (int i = 0; i < 3000 && before < 9; i++) {
        struct chain_point purged, last = { 0 };
        (void)usleep(3000);
        if (reader == NULL && !journal_reader_open(visits->folder, &reader, &err)) {
            if (err.kind != ERR_MISSING && err.kind != ERR_LATER)
                return complain("courier", &err);
            continue;
        }
        struct outbox outbox = journal_outbox(reader);
        if (!outbox.ends(outbox.self, &purged, &last, &err)) {
            if (err.kind != ERR_LATER)
                return complain("courier", &err);
            continue;
        }
        if (last.seq < before)
            return complain("the courier saw less than before", NULL);
        before = last.seq;
    }
    journal_reader_close(reader);
    return before == 9 ? 0 : complain("the courier never saw all", &err);
}

static void a_courier_that_stays_sees_each_life_of_the_screen(void **state)
{
    need_two_users();
    pid_t courier = start_as(COURIER_USER, courier_follows, *state);
    for (int round = 0; round < 3; round++)
        kill_screen(start_screen_that_stays(*state));
    assert_int_equal(status_of(courier), 0);
}

static struct stat index_of(const struct visits *visits)
{
    char path[600];
    struct stat at;
    (void)snprintf(path, sizeof path, "%s/screen/journal.sqlite-shm", visits->folder);
    assert_int_equal(stat(path, &at), 0);
    return at;
}

/* On a desk both are one user: the reader leaves the index alone all the same. */
static void a_reader_that_might_write_does_not(void **state)
{
    need_two_users();
    assert_int_equal(run_as(SCREEN_USER, screen_saves_three_and_ends, *state), 0);
    struct stat before = index_of(*state);
    assert_int_equal(run_as(SCREEN_USER, courier_counts, *state), 3);
    struct stat after = index_of(*state);
    assert_int_equal(before.st_size, after.st_size);
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
    assert_memory_equal(&before.st_ctim, &after.st_ctim, sizeof before.st_ctim);
}

static void a_stranger_reads_nothing(void **state)
{
    need_two_users();
    assert_int_equal(run_as(SCREEN_USER, screen_saves_three_and_ends, *state), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(setgroups(0, NULL) == 0 && setresgid(STRANGER, STRANGER, STRANGER) == 0 &&
                      setresuid(STRANGER, STRANGER, STRANGER) == 0
                  ? stranger_reads(*state)
                  : 99);
    assert_int_equal(status_of(child), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_courier_reads_beside_the_running_screen),
        TEST(the_courier_reads_after_the_screen_has_ended),
        TEST(the_courier_reads_after_the_screen_was_killed),
        TEST(a_courier_that_stays_sees_each_life_of_the_screen),
        TEST(a_reader_that_might_write_does_not),
        TEST(a_stranger_reads_nothing),
    };
    return cmocka_run_group_tests_name("journal_users", tests, NULL, NULL);
}
