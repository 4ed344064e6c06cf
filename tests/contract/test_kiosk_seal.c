/* On a machine that permits no seccomp filter a board's screen must not start, and a desk's may.
 * Such a machine is made here: a filter that refuses further filters. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOT_PERMITTED = 77 };

static struct sock_filter no_more_filters[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

/* What the screen says on its errors, and how it ends. */
struct ended {
    int status;
    char said[2000];
};

static int temporary(const char *text)
{
    char path[] = "/tmp/kiosk-seal-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)unlink(path);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void become_screen(const char *option, int input, int errors)
{
    const struct sock_fprog program = { .len = sizeof no_more_filters / sizeof no_more_filters[0],
                                        .filter = no_more_filters };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
        _exit(NOT_PERMITTED);
    (void)dup2(input, STDIN_FILENO);
    (void)dup2(errors, STDERR_FILENO);
    (void)setenv("SDL_VIDEODRIVER", "dummy", 1);
    (void)execl(BINARY_DIR "/bin/yousaid-kiosk", "yousaid-kiosk", "run", "--survey",
                SOURCE_DIR "/assets/surveys/gp-fft.json", "--window", "800x480", "--script", "-",
                option, NULL);
    _exit(NOT_PERMITTED + 1);
}

static struct ended screen(const char *option)
{
    struct ended ended = { 0 };
    int input = temporary("quit\n"), errors = temporary("");
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        become_screen(option, input, errors);
    assert_int_equal(waitpid(child, &ended.status, 0), child);
    assert_true(pread(errors, ended.said, sizeof ended.said - 1, 0) >= 0);
    (void)close(input);
    (void)close(errors);
    assert_true(WIFEXITED(ended.status));
    ended.status = WEXITSTATUS(ended.status);
    if (ended.status == NOT_PERMITTED)
        skip();
    return ended;
}

static void a_board_has_no_screen_rather_than_one_with_a_network(void **state)
{
    (void)state;
    struct ended ended = screen("--require-seal");
    assert_int_equal(ended.status, 1);
    assert_non_null(strstr(ended.said, "--require-seal"));
}

static void a_desk_is_told_and_goes_on(void **state)
{
    (void)state;
    struct ended ended = screen(NULL);
    assert_int_equal(ended.status, 0);
    assert_non_null(strstr(ended.said, "does not let the network be sealed off"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_board_has_no_screen_rather_than_one_with_a_network),
        cmocka_unit_test(a_desk_is_told_and_goes_on),
    };
    return cmocka_run_group_tests_name("kiosk seal", tests, NULL, NULL);
}
