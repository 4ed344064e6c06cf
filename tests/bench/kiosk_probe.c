/*
 * Watches the pixels of an Xvfb and touches its screen, for the kiosk bench. The server keeps its
 * picture in a file (Xvfb -fbdir), which is mapped here: looking costs the server nothing, whoever
 * draws. Resolution is one look, about half a millisecond for the whole screen.
 *
 *   kiosk_probe DISPLAY PICTURE
 *
 * Reads one order a line, answers each with one line of JSON:
 *   start QUIET COMMAND...   runs it; milliseconds from fork to the first and the last changed
 *                            pixel, when nothing has changed for QUIET ms since; leaves it running
 *   tap X Y QUIET            presses, lets the pressed state come to rest, releases; milliseconds
 *                            from each to the first and the last changed pixel
 *   rest QUIET               waits until nothing has changed for QUIET ms
 */
#include <X11/XWDFile.h>
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    LOOK_NS = 200000,
    PATIENCE_MS = 30000, /* for the first change after a start */
    TAP_PATIENCE_MS = 400,
    PRESS_QUIET_MS = 50,
    WORDS_MAX = 64,
    LINE_BYTES = 8192,
};

struct screen {
    Display *display;
    const uint8_t *pixels; /* the server's */
    uint8_t *seen;
    size_t row_bytes, rows;
};

/* Milliseconds from the cause; below 0 when nothing changed. */
struct change {
    double first, last;
};

static double now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static void nap(void)
{
    struct timespec time = { 0, LOOK_NS };
    (void)nanosleep(&time, NULL);
}

static _Noreturn void fail(const char *what)
{
    (void)fprintf(stderr, "kiosk_probe: %s\n", what);
    exit(1);
}

static void map_picture(struct screen *screen, const char *path)
{
    struct stat stat;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &stat) != 0)
        fail("the server's picture cannot be opened");
    const uint8_t *file = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (file == MAP_FAILED)
        fail("the server's picture cannot be mapped");
    (void)close(fd);
    XWDFileHeader head;
    memcpy(&head, file, sizeof head);
    size_t begin = ntohl(head.header_size) + (size_t)ntohl(head.ncolors) * SIZEOF(XWDColor);
    screen->row_bytes = ntohl(head.bytes_per_line);
    screen->rows = ntohl(head.pixmap_height);
    if (begin + screen->row_bytes * screen->rows > (size_t)stat.st_size)
        fail("the server's picture is not what its head says");
    screen->pixels = file + begin;
    screen->seen = malloc(screen->row_bytes * screen->rows);
    if (!screen->seen)
        fail("no memory");
}

/* Has anything changed since the last look? */
static bool look(struct screen *screen)
{
    bool changed = false;
    for (size_t row = 0; row < screen->rows; row++) {
        size_t at = row * screen->row_bytes;
        if (memcmp(screen->seen + at, screen->pixels + at, screen->row_bytes) == 0)
            continue;
        memcpy(screen->seen + at, screen->pixels + at, screen->row_bytes);
        changed = true;
    }
    return changed;
}

/* Looks until the picture has rested for quiet ms behind a change, or patience is at an end. */
static struct change watch(struct screen *screen, double since, double quiet, double patience)
{
    struct change change = { -1, -1 };
    for (;;) {
        bool changed = look(screen);
        double now = now_ms() - since;
        if (changed) {
            change.first = change.first < 0 ? now : change.first;
            change.last = now;
        }
        if (change.last >= 0 ? now - change.last >= quiet : now >= patience)
            return change;
        nap();
    }
}

/* ---- orders ---- */

static void run_command(char **words)
{
    int nowhere = open("/dev/null", O_RDWR);
    (void)setsid();
    (void)dup2(nowhere, 0);
    (void)dup2(nowhere, 1);
    (void)dup2(nowhere, 2);
    (void)execvp(words[0], words);
    _exit(127);
}

static void do_start(struct screen *screen, char **words)
{
    (void)look(screen);
    double since = now_ms();
    pid_t pid = fork();
    if (pid == 0)
        run_command(words + 1);
    struct change change = watch(screen, since, atof(words[0]), PATIENCE_MS);
    (void)printf("{\"pid\":%d,\"first\":%.2f,\"last\":%.2f}\n", (int)pid, change.first,
                 change.last);
}

static struct change button(struct screen *screen, bool down, double quiet)
{
    double since = now_ms();
    (void)XTestFakeButtonEvent(screen->display, 1, down, CurrentTime);
    (void)XFlush(screen->display);
    return watch(screen, since, quiet, TAP_PATIENCE_MS);
}

static void do_tap(struct screen *screen, char **words)
{
    (void)XTestFakeMotionEvent(screen->display, -1, atoi(words[0]), atoi(words[1]), CurrentTime);
    (void)XSync(screen->display, False);
    (void)watch(screen, now_ms(), PRESS_QUIET_MS, PRESS_QUIET_MS);
    struct change press = button(screen, true, PRESS_QUIET_MS);
    struct change release = button(screen, false, atof(words[2]));
    (void)printf("{\"press\":{\"first\":%.2f,\"last\":%.2f},\"first\":%.2f,\"last\":%.2f}\n",
                 press.first, press.last, release.first, release.last);
}

static void do_rest(struct screen *screen, char **words)
{
    double quiet = atof(words[0]);
    struct change change = watch(screen, now_ms(), quiet, quiet);
    (void)printf("{\"last\":%.2f}\n", change.last);
}

static const struct order {
    const char *name;
    int words; /* at least */
    void (*run)(struct screen *, char **words);
} orders[] = { { "start", 2, do_start }, { "tap", 3, do_tap }, { "rest", 1, do_rest } };

static void obey(struct screen *screen, char *line)
{
    char *words[WORDS_MAX + 1] = { NULL };
    int count = 0;
    for (char *word = strtok(line, " \n"); word && count < WORDS_MAX; word = strtok(NULL, " \n"))
        words[count++] = word;
    for (size_t i = 0; count > 0 && i < sizeof orders / sizeof orders[0]; i++)
        if (strcmp(orders[i].name, words[0]) == 0 && count > orders[i].words) {
            orders[i].run(screen, words + 1);
            (void)fflush(stdout);
            return;
        }
    fail("an order that is none");
}

int main(int argc, char **argv)
{
    struct screen screen = { 0 };
    char line[LINE_BYTES];
    if (argc != 3)
        fail("kiosk_probe DISPLAY PICTURE");
    screen.display = XOpenDisplay(argv[1]);
    if (!screen.display)
        fail("there is no such display");
    (void)fcntl(ConnectionNumber(screen.display), F_SETFD, FD_CLOEXEC);
    map_picture(&screen, argv[2]);
    while (fgets(line, sizeof line, stdin))
        obey(&screen, line);
    (void)XCloseDisplay(screen.display);
    return 0;
}
