/*
 * A screen that goes and comes, on a real X server: another panel is filled, a panel that is off is
 * still a kiosk, and one that comes back shows what is asked. When the X server itself dies the
 * program ends at once, for a supervisor to start again. Skipped (77) where there is no Xvfb.
 *
 *   kiosk_unplugged PROGRAM SURVEY
 */
#include "x_kiosk.h"
#include <X11/Xutil.h>
#include <X11/extensions/Xrandr.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

static XRRScreenResources *screens;
static RRMode large, small;

/* --- the screen --- */

static RRMode add_mode(const char *name, unsigned width, unsigned height)
{
    XRRModeInfo info = { .width = width,
                         .height = height,
                         .hTotal = width,
                         .vTotal = height,
                         .dotClock = (unsigned long)width * height * 60,
                         .name = (char *)(uintptr_t)name,
                         .nameLength = (unsigned)strlen(name) };
    RRMode mode = XRRCreateMode(x.display, DefaultRootWindow(x.display), &info);
    XRRAddOutputMode(x.display, screens->outputs[0], mode);
    return mode;
}

static void open_screens(void)
{
    screens = XRRGetScreenResources(x.display, DefaultRootWindow(x.display));
    x_check(screens && screens->noutput > 0 && screens->ncrtc > 0, "the server has a screen");
    large = screens->modes[0].id;
    small = add_mode("small", 1024, 600);
}

static void set_size(int width, int height)
{
    XRRSetScreenSize(x.display, DefaultRootWindow(x.display), width, height, width / 4, height / 4);
}

static void set_mode(RRMode mode)
{
    Status set = XRRSetCrtcConfig(x.display, screens, screens->crtcs[0], CurrentTime, 0, 0, mode,
                                  RR_Rotate_0, screens->outputs, mode == None ? 0 : 1);
    x_check(set == RRSetConfigSuccess, mode == None ? "the screen is off" : "the screen is on");
    (void)XSync(x.display, False);
}

/* --- what is seen --- */

static int rightmost(const json_t *screen)
{
    size_t i;
    json_t *target;
    int most = 0;
    json_array_foreach(json_object_get(screen, "targets"), i, target)
    {
        json_int_t right = json_integer_value(json_object_get(target, "x")) +
                           json_integer_value(json_object_get(target, "w"));
        most = right > most ? (int)right : most;
    }
    return most;
}

/* The screen as it is laid out for this width. */
static json_t *await_width(const char *name, int least, int most)
{
    for (;;) {
        json_t *screen = x_await_screen(name);
        int right = rightmost(screen);
        if (right > least && right <= most)
            return screen;
        json_decref(screen);
    }
}

static unsigned long pixel(int at_x, int at_y)
{
    XImage *image =
        XGetImage(x.display, DefaultRootWindow(x.display), at_x, at_y, 1, 1, AllPlanes, ZPixmap);
    unsigned long value = image ? XGetPixel(image, 0, 0) & 0xFFFFFF : 0;
    if (image)
        (void)XDestroyImage(image);
    return value;
}

/* The trace is written when the pixels are under way. */
static bool shows_paper(int width, int height)
{
    for (int i = 0; i < X_PATIENCE_MS / 20; i++) {
        unsigned long paper = pixel(2, 2);
        if (paper != 0 && pixel(width - 3, height - 3) == paper && pixel(2, height - 3) == paper)
            return true;
        x_nap(20);
    }
    return false;
}

/* --- the test --- */

static void another_panel_is_filled(void)
{
    json_decref(await_width("attract", 1024, 1280));
    x_check(shows_paper(1280, 800), "the whole screen is filled");
    set_mode(small);
    set_size(1024, 600);
    (void)XSync(x.display, False);
    json_t *screen = await_width("attract", 0, 1024);
    x_check(shows_paper(1024, 600), "and the whole of a smaller one");
    x_tap(screen, "start", 1);
    json_decref(screen);
    screen = await_width("question", 0, 1024);
    x_tap(screen, "answer:good", 1);
    json_decref(screen);
    json_decref(x_await_line("recorded"));
}

static void a_screen_that_is_off_is_still_a_kiosk(void)
{
    set_mode(None);
    set_size(1280, 800); /* what is shown must have room first */
    set_mode(large);
    json_t *screen = await_width("question", 1024, 1280);
    x_check(shows_paper(1280, 800), "what was asked is shown when the screen is back");
    x_tap(screen, "leave", 1);
    json_decref(screen);
    screen = x_await_screen("thanks");
    x_tap(screen, "done", 1);
    json_decref(screen);
    json_decref(x_await_screen("attract"));
}

static void without_a_server_the_program_ends(void)
{
    int status = 0;
    (void)kill(x.server, SIGKILL);
    (void)waitpid(x.server, NULL, 0);
    x.server = 0;
    for (int i = 0; i < X_PATIENCE_MS / 20 && x.kiosk > 0; i++) {
        if (waitpid(x.kiosk, &status, WNOHANG) == x.kiosk)
            x.kiosk = 0;
        x_nap(20);
    }
    x_check(x.kiosk == 0, "it ends by itself when its X server has died");
    x_check(WIFEXITED(status) && WEXITSTATUS(status) != 0, "as one that failed, by no signal");
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    char *words[] = { "--survey", argv[2], NULL };
    if (!x_start_server("1280x800"))
        return 77;
    open_screens();
    x_start_kiosk(argv[1], words);
    another_panel_is_filled();
    a_screen_that_is_off_is_still_a_kiosk();
    without_a_server_the_program_ends();
    XRRFreeScreenResources(screens);
    return 0;
}
