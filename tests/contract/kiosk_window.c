/*
 * The screen program on a real X server: taps made with XTest arrive as recorded lines, a second
 * program on the same folder is refused, and nobody's presence costs no wake-ups. Starts an Xvfb of
 * its own; skipped (77) where there is none.
 *
 *   kiosk_window PROGRAM SURVEY WORK
 */
#include "x_kiosk.h"
#include <X11/extensions/XTest.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { IDLE_SECONDS = 3 };

static void check_recorded(const char *question, const char *value, bool closed)
{
    json_t *line = x_await_line("recorded");
    const char *is = json_string_value(json_object_get(line, "question"));
    const char *got = json_string_value(json_object_get(line, "value"));
    x_check((!question && !is) || (question && is && strcmp(is, question) == 0), "the question");
    x_check(!value || (got && strcmp(got, value) == 0), "the value");
    x_check(json_is_true(json_object_get(line, "closed")) == closed, "open or closed");
    json_decref(line);
}

static void an_answer_is_recorded_and_a_double_tap_counts_once(void)
{
    json_t *screen = x_await_screen("attract");
    x_tap(screen, "start", 1);
    json_decref(screen);
    screen = x_await_screen("question");
    x_tap(screen, "answer:good", 2);
    json_decref(screen);
    check_recorded("fft", "good", false);
    screen = x_await_screen("question");
    while (strcmp(json_string_value(json_object_get(screen, "question")), "fft") == 0) {
        json_decref(screen);
        screen = x_await_screen("question");
    }
    x_tap(screen, "leave", 1);
    json_decref(screen);
    check_recorded(NULL, NULL, true);
    screen = x_await_screen("thanks");
    x_tap(screen, "done", 1);
    json_decref(screen);
    json_decref(x_await_screen("attract"));
}

/* --- keys --- */

static void press_together(const char *const *keys)
{
    KeyCode codes[4];
    int count = 0;
    for (; keys[count]; count++) {
        codes[count] = XKeysymToKeycode(x.display, XStringToKeysym(keys[count]));
        (void)XTestFakeKeyEvent(x.display, codes[count], True, CurrentTime);
    }
    while (count-- > 0)
        (void)XTestFakeKeyEvent(x.display, codes[count], False, CurrentTime);
    (void)XSync(x.display, False);
}

/* What closes windows, opens others, shows desktops or reloads pages elsewhere. */
static void no_key_leads_out(void)
{
    static const char *const chords[][4] = {
        { "Alt_L", "F4" },
        { "Control_L", "w" },
        { "Control_L", "q" },
        { "Control_L", "c" },
        { "Control_L", "Shift_L", "n" },
        { "Control_L", "Alt_L", "Delete" },
        { "Control_L", "Alt_L", "F1" },
        { "Control_L", "Alt_L", "BackSpace" },
        { "Alt_L", "Tab" },
        { "Super_L" },
        { "Menu" },
        { "Print" },
        { "F5" },
        { "F11" },
        { "Escape" },
    };
    for (size_t i = 0; i < sizeof chords / sizeof *chords; i++)
        press_together(chords[i]);
    x_click(3, 640, 400);
    x_click(2, 640, 400);
    x_check(waitpid(x.kiosk, NULL, WNOHANG) == 0, "no key ends the program");
}

/* --- idling --- */

static long wake_ups(void)
{
    char path[64], line[200];
    long count = -1;
    (void)snprintf(path, sizeof path, "/proc/%d/status", (int)x.kiosk);
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
    x_nap(5000); /* until everything that waits for a quiet moment is done */
    long before = wake_ups();
    x_nap(IDLE_SECONDS * 1000);
    long woken = wake_ups() - before;
    (void)printf("wake-ups in %d idle seconds: %ld\n", IDLE_SECONDS, woken);
    x_check(before > 0 && woken <= 2, "an idle kiosk sleeps");
}

/* --- one at a time --- */

static pid_t run_silently(char *const *arguments)
{
    pid_t pid = fork();
    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        (void)dup2(nowhere, 1);
        (void)dup2(nowhere, 2);
        (void)execv(arguments[0], arguments);
        _exit(127);
    }
    return pid;
}

static int status_of(pid_t pid)
{
    int status = 0;
    (void)waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_second_program_on_the_same_folder_is_refused(char *program, char *work)
{
    char *arguments[] = { program, "run", "--data", work, "--window", "800x480", NULL };
    x_check(mkdir(work, 0700) == 0 || errno == EEXIST, "there is a folder to run in");
    pid_t first = run_silently(arguments);
    char lock[4096];
    (void)snprintf(lock, sizeof lock, "%s/screen/running", work);
    for (int i = 0; i < 100 && access(lock, F_OK) != 0; i++)
        x_nap(100);
    x_nap(500);
    x_check(status_of(run_silently(arguments)) == 1,
            "a second program on the same folder is refused");
    (void)kill(first, SIGTERM);
    x_check(status_of(first) == 0, "SIGTERM ends it cleanly");
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    char *words[] = { "--survey", argv[2], "--window", "1280x800", NULL };
    if (!x_start_server("1280x800"))
        return 77;
    x_start_kiosk(argv[1], words);
    no_key_leads_out();
    an_answer_is_recorded_and_a_double_tap_counts_once();
    nobody_costs_nothing();
    x_stop(&x.kiosk);
    a_second_program_on_the_same_folder_is_refused(argv[1], argv[3]);
    (void)XCloseDisplay(x.display);
    return 0;
}
