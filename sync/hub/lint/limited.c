/* Running another program in narrow limits; see limited.h. */
#include "limited.h"
#include "file.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN_MAX = 64, COMPLAINT_BYTES = 300, NOT_STARTED = 127 };

/* A program that is built to watch its memory reserves more addresses than any limit. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHES_MEMORY
#endif
#endif
#ifdef WATCHES_MEMORY
static const bool reserves_addresses = true;
#else
static const bool reserves_addresses = false;
#endif

/* --- in the child, between fork and exec: system calls only --- */

static void limit(__rlimit_resource_t what, rlim_t most)
{
    /* A second more before the kernel kills without saying why. */
    struct rlimit limits = { most, what == RLIMIT_CPU ? most + 1 : most };
    (void)setrlimit(what, &limits);
}

static void take_limits(const struct limits *limits)
{
    limit(RLIMIT_CPU, limits->processor_seconds);
    limit(RLIMIT_FSIZE, limits->output_bytes);
    limit(RLIMIT_NOFILE, 64);
    limit(RLIMIT_NPROC, 0); /* no children, no threads */
    limit(RLIMIT_CORE, 0);
    if (limits->memory_bytes > 0 && !reserves_addresses)
        limit(RLIMIT_AS, limits->memory_bytes);
}

static bool leave_network(void)
{
    return unshare(CLONE_NEWNET) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

static _Noreturn void become(const char *path, char **arguments, int last, const char *unsealed,
                             const int standard[3], const struct limits *limits)
{
    char *environment[] = { "LANG=C.UTF-8", "SDL_VIDEODRIVER=dummy", NULL };
    bool sealed = leave_network();
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (!sealed && unsealed != NULL)
        arguments[last] = (char *)(uintptr_t)unsealed;
    for (int i = 0; i < 3; i++)
        if (dup2(standard[i], i) < 0)
            _exit(NOT_STARTED);
    if (close_range(3, ~0U, 0) != 0 || chdir("/") != 0)
        _exit(NOT_STARTED);
    take_limits(limits);
    (void)execve(path, arguments, environment);
    _exit(NOT_STARTED);
}

/* --- starting --- */

static bool memory_file(const char *name, struct span bytes, int *ret, struct err *err)
{
    *ret = memfd_create(name, MFD_CLOEXEC);
    if (*ret < 0)
        return err_errno(err, "making room for what a program reads and says");
    while (bytes.size > 0) {
        ssize_t size = write(*ret, bytes.data, bytes.size);
        if (size < 0 && errno != EINTR)
            return err_errno(err, "giving a program its input");
        size = size < 0 ? 0 : size;
        bytes = span_of(bytes.data + size, bytes.size - (size_t)size);
    }
    return lseek(*ret, 0, SEEK_SET) == 0 || err_errno(err, "giving a program its input");
}

/* The program's name, its arguments, and room for one more. */
static bool list_arguments(const struct limited_program *program, char *ret[], int *ret_count,
                           struct err *err)
{
    int count = 0;
    ret[count++] = (char *)(uintptr_t)program->path;
    for (const char *const *argument = program->arguments; *argument != NULL; argument++) {
        if (count == LIMITED_ARGUMENTS_MAX)
            return err_set(err, ERR_USAGE, "too much is asked of %s at once", program->path);
        ret[count++] = (char *)(uintptr_t)*argument;
    }
    ret[count] = ret[count + 1] = NULL;
    *ret_count = count;
    return true;
}

static bool fork_child(const struct limited_program *program, const int standard[3],
                       const struct limits *limits, struct limited *child, struct err *err)
{
    char *arguments[LIMITED_ARGUMENTS_MAX + 2];
    int count = 0;
    if (!list_arguments(program, arguments, &count, err))
        return false;
    child->pid = fork();
    if (child->pid == 0)
        become(program->path, arguments, count, program->unsealed, standard, limits);
    if (child->pid < 0) {
        child->pid = 0;
        return err_errno(err, "starting %s", program->path);
    }
    child->ended = pidfd_open(child->pid, 0);
    return child->ended >= 0 || err_errno(err, "watching %s", program->path);
}

bool limited_start(const struct limited_program *program, struct span input,
                   const struct limits *limits, struct limited *ret, struct err *err)
{
    static const struct span nothing = { NULL, 0 };
    FD_AUTO in = -1;
    *ret = (struct limited){ .ended = -1, .said = -1, .complained = -1 };
    ret->until = clock_mono() + limits->time_ms;
    ret->output_bytes = limits->output_bytes;
    if (access(program->path, X_OK) != 0)
        return err_set(err, ERR_MISSING, "there is no program %s", program->path);
    bool started =
        memory_file("input", input, &in, err) && memory_file("said", nothing, &ret->said, err) &&
        memory_file("complained", nothing, &ret->complained, err) &&
        fork_child(program, (const int[3]){ in, ret->said, ret->complained }, limits, ret, err);
    if (!started)
        limited_stop(ret);
    return started;
}

/* --- waiting --- */

static int milliseconds_until(msec until)
{
    msec now = clock_mono();
    return until <= now ? 0 : until - now < INT32_MAX ? (int)(until - now) : INT32_MAX;
}

static void kill_late(struct limited *child)
{
    if (child->pid > 0 && clock_mono() >= child->until)
        (void)kill(child->pid, SIGKILL);
}

int limited_wait(struct limited *children, int count)
{
    struct pollfd watched[CHILDREN_MAX];
    must(count <= CHILDREN_MAX, "few programs run side by side");
    for (;;) {
        msec soonest = NEVER;
        bool any = false;
        for (int i = 0; i < count; i++) {
            bool runs = children[i].pid > 0;
            watched[i] = (struct pollfd){ runs ? children[i].ended : -1, POLLIN, 0 };
            soonest = runs && children[i].until < soonest ? children[i].until : soonest;
            any = any || runs;
        }
        if (!any)
            return -1;
        (void)poll(watched, (nfds_t)count, milliseconds_until(soonest));
        for (int i = 0; i < count; i++)
            if (watched[i].revents != 0)
                return i;
        for (int i = 0; i < count; i++)
            kill_late(&children[i]);
    }
}

/* --- ending --- */

static void close_all(struct limited *child)
{
    file_close(&child->ended);
    file_close(&child->said);
    file_close(&child->complained);
    child->pid = 0;
}

void limited_stop(struct limited *child)
{
    if (child->pid > 0) {
        (void)kill(child->pid, SIGKILL);
        (void)waitpid(child->pid, NULL, 0);
    }
    close_all(child);
}

/* From the start of a memory file, no more than the buffer's ceiling. */
static bool read_back(int fd, struct buf *out)
{
    uint8_t chunk[16384];
    ssize_t size;
    off_t at = 0;
    while (!out->failed && (size = pread(fd, chunk, sizeof chunk, at)) > 0) {
        buf_put(out, chunk, (size_t)size);
        at += size;
    }
    return !out->failed;
}

/* The first line that it wrote to its standard error, without what no terminal should get. */
static void first_line(int fd, char *ret, size_t size)
{
    ssize_t got = pread(fd, ret, size - 1, 0);
    ret[got > 0 ? got : 0] = '\0';
    ret[strcspn(ret, "\n")] = '\0';
    for (char *at = ret; *at != '\0'; at++)
        if (iscntrl((unsigned char)*at))
            *at = '?';
}

static bool why_ended(const struct limited *child, int status, struct err *err)
{
    char words[COMPLAINT_BYTES];
    first_line(child->complained, words, sizeof words);
    if (WIFSIGNALED(status) && clock_mono() >= child->until)
        return err_set(err, ERR_LATER, "it was ended, for it took too long");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return err_set(err, ERR_LATER, "it was ended, for it took too much of the processor");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ)
        return err_set(err, ERR_TOO_LARGE, "it was ended, for it said too much");
    if (WIFSIGNALED(status))
        return err_set(err, ERR_REFUSED, "it was ended by the signal %d", WTERMSIG(status));
    return err_set(err, ERR_REFUSED, "%s", *words != '\0' ? words : "it could not be started");
}

bool limited_finish(struct limited *child, int *ret_status, struct buf *out, struct err *err)
{
    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    bool by_itself = WIFEXITED(status) && WEXITSTATUS(status) <= 1;
    *ret_status = by_itself ? WEXITSTATUS(status) : -1;
    bool fine = by_itself ? read_back(child->said, out) || buf_ok(out, "what it said", err)
                          : why_ended(child, status, err);
    if (fine && out->size == 0)
        fine = why_ended(child, status, err);
    close_all(child);
    return fine;
}
