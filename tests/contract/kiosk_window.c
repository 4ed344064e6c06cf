/*
 * The screen program on a real X server: taps made with XTest arrive as recorded lines, a second
 * program on the same folder is refused, and nobody's presence costs no wake-ups. Starts an Xvfb of
 * its own; skipped (77) where there is none.
 *
 *   kiosk_window PROGRAM SURVEY WORK
 */
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 262144, PATIENCE_MS = 20000, TAP_GAP_MS = 600, IDLE_SECONDS = 3 };

static pid_t server, kiosk;
static int lines = -1;
static char pending[LINE_BYTES];
static size_t pending_size;
static Display *display;

static void stop(pid_t *pid)
{
    if (*pid > 0) {
        (void)kill(*pid, SIGTERM);
        (void)waitpid(*pid, NULL, 0);
    }
    *pid = 0;
}

static void finish(void)
{
    stop(&kiosk);
    stop(&server);
}

static void check(bool holds, const char *what)
{
    if (!holds) {
        (void)fprintf(stderr, "kiosk_window: %s\n", what);
        exit(1);
    }
    (void)printf("ok: %s\n", what);
}

static void nap(long ms)
{
    struct timespec time = { ms / 1000, ms % 1000 * 1000000L };
    (void)nanosleep(&time, NULL);
}

/* --- starting --- */

static pid_t spawn(char *const *arguments, int out, int as)
{
    pid_t pid = fork();
    if (pid == 0) {
        (void)dup2(out, as);
        (void)execvp(arguments[0], arguments);
        _exit(127);
    }
    return pid;
}

/* The number of a new display, or nothing where there is no Xvfb. */
static bool start_server(char *ret, size_t size)
{
    int ends[2];
    char *arguments[] = { "Xvfb",        "-displayfd", "5",   "-screen",  "0",
                          "1280x800x24", "-nolisten",  "tcp", "-noreset", NULL };
    if (pipe(ends) != 0)
        return false;
    server = spawn(arguments, ends[1], 5);
    (void)close(ends[1]);
    ret[0] = ':';
    ssize_t got = read(ends[0], ret + 1, size - 2);
    (void)close(ends[0]);
    if (got <= 0)
        return false;
    ret[1 + strcspn(ret + 1, "\n")] = 0;
    return true;
}

static void start_kiosk(char *program, char *survey)
{
    int ends[2];
    char *arguments[] = { program,   "run",      "--survey", survey,
                          "--trace", "--window", "1280x800", NULL };
    check(pipe(ends) == 0, "there is a pipe");
    kiosk = spawn(arguments, ends[1], 1);
    (void)close(ends[1]);
    lines = ends[0];
    (void)fcntl(lines, F_SETFD, FD_CLOEXEC);
}

/* --- reading --- */

static json_t *take_line(void)
{
    char *end = memchr(pending, '\n', pending_size);
    if (!end)
        return NULL;
    *end = 0;
    json_t *line = json_loads(pending, 0, NULL);
    size_t used = (size_t)(end + 1 - pending);
    memmove(pending, end + 1, pending_size - used);
    pending_size -= used;
    return line;
}

/* The next line that has this member; what comes before it is passed over. */
static json_t *await_line(const char *member)
{
    for (;;) {
        json_t *line;
        while ((line = take_line()) != NULL) {
            if (json_object_get(line, member))
                return line;
            json_decref(line);
        }
        struct pollfd readable = { lines, POLLIN, 0 };
        check(poll(&readable, 1, PATIENCE_MS) == 1, member);
        ssize_t got = read(lines, pending + pending_size, LINE_BYTES - pending_size);
        check(got > 0, "the kiosk goes on talking");
        pending_size += (size_t)got;
    }
}

static json_t *await_screen(const char *screen)
{
    for (;;) {
        json_t *line = await_line("screen");
        if (strcmp(json_string_value(json_object_get(line, "screen")), screen) == 0)
            return line;
        json_decref(line);
    }
}

/* --- tapping --- */

static void tap(const json_t *screen, const char *name, int times)
{
    size_t i;
    json_t *target;
    json_array_foreach(json_object_get(screen, "targets"), i, target)
    {
        int x, y, w, h;
        const char *is;
        if (json_unpack(target, "{s:s, s:i, s:i, s:i, s:i}", "name", &is, "x", &x, "y", &y, "w", &w,
                        "h", &h) != 0 ||
            strcmp(is, name) != 0)
            continue;
        nap(TAP_GAP_MS);
        (void)XTestFakeMotionEvent(display, -1, x + w / 2, y + h / 2, CurrentTime);
        for (int n = 0; n < times; n++) {
            (void)XTestFakeButtonEvent(display, 1, True, CurrentTime);
            (void)XTestFakeButtonEvent(display, 1, False, CurrentTime);
        }
        (void)XFlush(display);
        return;
    }
    check(false, name);
}

static void check_recorded(const char *question, const char *value, bool closed)
{
    json_t *line = await_line("recorded");
    const char *is = json_string_value(json_object_get(line, "question"));
    const char *got = json_string_value(json_object_get(line, "value"));
    check((!question && !is) || (question && is && strcmp(is, question) == 0), "the question");
    check(!value || (got && strcmp(got, value) == 0), "the value");
    check(json_is_true(json_object_get(line, "closed")) == closed, "open or closed");
    json_decref(line);
}

static void an_answer_is_recorded_and_a_double_tap_counts_once(void)
{
    json_t *screen = await_screen("attract");
    tap(screen, "start", 1);
    json_decref(screen);
    screen = await_screen("question");
    tap(screen, "answer:good", 2);
    json_decref(screen);
    check_recorded("fft", "good", false);
    screen = await_screen("question");
    while (strcmp(json_string_value(json_object_get(screen, "question")), "fft") == 0) {
        json_decref(screen);
        screen = await_screen("question");
    }
    tap(screen, "leave", 1);
    json_decref(screen);
    check_recorded(NULL, NULL, true);
    screen = await_screen("thanks");
    tap(screen, "done", 1);
    json_decref(screen);
    json_decref(await_screen("attract"));
}

/* --- idling --- */

static long wake_ups(void)
{
    char path[64], line[200];
    long count = -1;
    (void)snprintf(path, sizeof path, "/proc/%d/status", (int)kiosk);
    FILE *status = fopen(path, "re");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
            count = strtol(line + 24, NULL, 10);
    if (status)
        (void)fclose(status);
    return count;
}

/* A pointer that rests may still be reported once; what polls comes to hundreds. */
static void nobody_costs_nothing(void)
{
    nap(5000); /* until everything that waits for a quiet moment is done */
    long before = wake_ups();
    nap(IDLE_SECONDS * 1000);
    long woken = wake_ups() - before;
    (void)printf("wake-ups in %d idle seconds: %ld\n", IDLE_SECONDS, woken);
    check(before > 0 && woken <= 2, "an idle kiosk sleeps");
}

/* --- one at a time --- */

static int run_for_status(char *const *arguments)
{
    int status = 0, nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    pid_t pid = spawn(arguments, nowhere, 2);
    (void)close(nowhere);
    (void)waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_second_program_on_the_same_folder_is_refused(char *program, char *work)
{
    char *arguments[] = { program, "run", "--data", work, "--window", "800x480", NULL };
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    pid_t first = spawn(arguments, nowhere, 1);
    (void)close(nowhere);
    char lock[4096];
    (void)snprintf(lock, sizeof lock, "%s/screen/running", work);
    for (int i = 0; i < 100 && access(lock, F_OK) != 0; i++)
        nap(100);
    nap(500);
    check(run_for_status(arguments) == 1, "a second program on the same folder is refused");
    int status = 0;
    (void)kill(first, SIGTERM);
    (void)waitpid(first, &status, 0);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "SIGTERM ends it cleanly");
}

int main(int argc, char **argv)
{
    char name[32];
    if (argc != 4)
        return 2;
    (void)atexit(finish);
    if (!start_server(name, sizeof name))
        return 77;
    (void)setenv("DISPLAY", name, 1);
    display = XOpenDisplay(name);
    check(display != NULL, "there is a display");
    start_kiosk(argv[1], argv[2]);
    an_answer_is_recorded_and_a_double_tap_counts_once();
    nobody_costs_nothing();
    stop(&kiosk);
    a_second_program_on_the_same_folder_is_refused(argv[1], argv[3]);
    (void)XCloseDisplay(display);
    return 0;
}
