/* See x_kiosk.h. */
#include "x_kiosk.h"
#include <X11/extensions/XTest.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 262144, TAP_GAP_MS = 600, WORDS_MAX = 16, LAST_BYTES = 240 };

struct x_kiosk x = { .lines = -1 };

static char pending[LINE_BYTES];
static size_t pending_size;
static char last[LAST_BYTES]; /* the beginning of the line that was read last, for who must look */

void x_stop(pid_t *pid)
{
    if (*pid > 0) {
        (void)kill(*pid, SIGTERM);
        (void)waitpid(*pid, NULL, 0);
    }
    *pid = 0;
}

static void finish(void)
{
    x_stop(&x.kiosk);
    x_stop(&x.server);
}

void x_check(bool holds, const char *what)
{
    if (!holds) {
        (void)fprintf(stderr, "not so: %s\nlast heard: %s\n", what, last);
        exit(1);
    }
    (void)printf("ok: %s\n", what);
}

void x_nap(long ms)
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

bool x_start_server_with(char *const *arguments)
{
    static char name[32];
    int ends[2];
    (void)atexit(finish);
    if (pipe(ends) != 0)
        return false;
    x.server = spawn(arguments, ends[1], 5);
    (void)close(ends[1]);
    name[0] = ':';
    ssize_t got = read(ends[0], name + 1, sizeof name - 2);
    (void)close(ends[0]);
    if (got <= 0)
        return false;
    name[1 + strcspn(name + 1, "\n")] = 0;
    (void)setenv("DISPLAY", name, 1);
    x.display = XOpenDisplay(name);
    x_check(x.display != NULL, "there is a display");
    return true;
}

bool x_start_server(const char *size)
{
    char screen[32];
    char *arguments[] = { "Xvfb", "-displayfd", "5",   "-screen",  "0",
                          screen, "-nolisten",  "tcp", "-noreset", NULL };
    (void)snprintf(screen, sizeof screen, "%sx24", size);
    return x_start_server_with(arguments);
}

void x_start_kiosk(char *program, char *const *words)
{
    int ends[2], count = 3;
    char *arguments[WORDS_MAX + 4] = { program, "run", "--trace" };
    for (; *words && count < WORDS_MAX + 3; words++)
        arguments[count++] = *words;
    x_check(pipe(ends) == 0, "there is a pipe");
    x.kiosk = spawn(arguments, ends[1], 1);
    (void)close(ends[1]);
    x.lines = ends[0];
    pending_size = 0;
    (void)fcntl(x.lines, F_SETFD, FD_CLOEXEC);
}

/* --- reading --- */

static json_t *take_line(void)
{
    char *end = memchr(pending, '\n', pending_size);
    if (!end)
        return NULL;
    *end = 0;
    (void)snprintf(last, sizeof last, "%.*s", LAST_BYTES - 1, pending);
    json_t *line = json_loads(pending, 0, NULL);
    size_t used = (size_t)(end + 1 - pending);
    memmove(pending, end + 1, pending_size - used);
    pending_size -= used;
    return line;
}

json_t *x_await_line(const char *member)
{
    for (;;) {
        json_t *line;
        while ((line = take_line()) != NULL) {
            if (json_object_get(line, member))
                return line;
            json_decref(line);
        }
        struct pollfd readable = { x.lines, POLLIN, 0 };
        x_check(poll(&readable, 1, X_PATIENCE_MS) == 1, member);
        ssize_t got = read(x.lines, pending + pending_size, LINE_BYTES - pending_size);
        x_check(got > 0, "the kiosk goes on talking");
        pending_size += (size_t)got;
    }
}

json_t *x_await_screen(const char *screen)
{
    for (;;) {
        json_t *line = x_await_line("screen");
        if (strcmp(json_string_value(json_object_get(line, "screen")), screen) == 0)
            return line;
        json_decref(line);
    }
}

/* --- tapping --- */

bool x_find(const json_t *screen, const char *name, int *ret_x, int *ret_y)
{
    size_t i;
    json_t *target;
    json_array_foreach(json_object_get(screen, "targets"), i, target)
    {
        int left, top, w, h;
        const char *is;
        if (json_unpack(target, "{s:s, s:i, s:i, s:i, s:i}", "name", &is, "x", &left, "y", &top,
                        "w", &w, "h", &h) != 0 ||
            strcmp(is, name) != 0)
            continue;
        *ret_x = left + w / 2;
        *ret_y = top + h / 2;
        return true;
    }
    return false;
}

void x_click(unsigned button, int at_x, int at_y)
{
    (void)XTestFakeMotionEvent(x.display, -1, at_x, at_y, CurrentTime);
    (void)XTestFakeButtonEvent(x.display, button, True, CurrentTime);
    (void)XTestFakeButtonEvent(x.display, button, False, CurrentTime);
    (void)XSync(x.display, False);
}

void x_key(KeySym symbol)
{
    KeyCode code = XKeysymToKeycode(x.display, symbol);
    (void)XTestFakeKeyEvent(x.display, code, True, CurrentTime);
    (void)XTestFakeKeyEvent(x.display, code, False, CurrentTime);
    (void)XSync(x.display, False);
}

void x_tap(const json_t *screen, const char *name, int times)
{
    int at_x, at_y;
    if (!x_find(screen, name, &at_x, &at_y))
        x_check(false, name);
    x_nap(TAP_GAP_MS);
    for (int n = 0; n < times; n++)
        x_click(1, at_x, at_y);
}
