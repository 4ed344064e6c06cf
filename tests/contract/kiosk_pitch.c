/*
 * The whole screen's real pitch, on a real X server: as somebody has measured it; else as the panel
 * says of itself, asked anew when another one is plugged in, of another size in pixels or of the
 * same. What can be tapped comes out in the same millimetres on each. Skipped (77) where there is
 * no Xvfb.
 *
 *   kiosk_pitch PROGRAM SURVEY FOLDER
 */
#include "x_kiosk.h"
#include <X11/extensions/Xrandr.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { EDID_BLOCK = 128, PATH_SIZE = 1024 };

static const char *folder;

/* --- panels --- */

static void write_at(const char *name, const void *bytes, size_t size)
{
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/card0-HDMI-A-1/%s", folder, name);
    FILE *file = fopen(path, "wb");
    x_check(file != NULL && fwrite(bytes, 1, size, file) == size, "a panel can be described");
    (void)fclose(file);
}

/* A panel that says in its basic block how many centimetres it has. */
static void plug_in(uint8_t width_cm, uint8_t height_cm)
{
    uint8_t edid[EDID_BLOCK] = { 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0 };
    uint8_t sum = 0;
    edid[21] = width_cm;
    edid[22] = height_cm;
    for (int i = 0; i < EDID_BLOCK; i++)
        sum = (uint8_t)(sum + edid[i]);
    edid[EDID_BLOCK - 1] = (uint8_t)-sum;
    write_at("edid", edid, sizeof edid);
    write_at("status", "connected\n", 10);
}

static void make_folder(void)
{
    char path[PATH_SIZE];
    (void)mkdir(folder, 0755);
    (void)snprintf(path, sizeof path, "%s/card0-HDMI-A-1", folder);
    (void)mkdir(path, 0755);
}

/* The X server's screen in another mode. */
static void set_size(int width, int height)
{
    Window root = DefaultRootWindow(x.display);
    XRRScreenResources *screens = XRRGetScreenResources(x.display, root);
    XRRModeInfo info = { .width = (unsigned)width,
                         .height = (unsigned)height,
                         .hTotal = (unsigned)width,
                         .vTotal = (unsigned)height,
                         .dotClock = (unsigned long)width * (unsigned long)height * 60,
                         .name = "other",
                         .nameLength = 5 };
    RRMode mode = XRRCreateMode(x.display, root, &info);
    XRRAddOutputMode(x.display, screens->outputs[0], mode);
    x_check(XRRSetCrtcConfig(x.display, screens, screens->crtcs[0], CurrentTime, 0, 0, mode,
                             RR_Rotate_0, screens->outputs, 1) == RRSetConfigSuccess,
            "the screen has another size");
    XRRSetScreenSize(x.display, root, width, height, width / 4, height / 4);
    (void)XSync(x.display, False);
    XRRFreeScreenResources(screens);
}

/* --- what is seen --- */

/* Of the lowest thing that can be tapped. */
static int least_height(const json_t *screen)
{
    size_t i;
    json_t *target;
    int least = 1 << 14;
    json_array_foreach(json_object_get(screen, "targets"), i, target)
    {
        int height = (int)json_integer_value(json_object_get(target, "h"));
        least = height < least ? height : least;
    }
    return least;
}

/* The first screen on which the lowest target is 12.9 mm high, to a pixel, at so many millimetres a
 * panel; else the test ends when no more screens come. */
static json_t *await_pitch(const char *name, int pixels, int millimetres)
{
    int wanted = (int)(12.9 * pixels / millimetres);
    for (;;) {
        json_t *screen = x_await_screen(name);
        int height = least_height(screen);
        if (height >= wanted && height <= wanted + 2)
            return screen;
        json_decref(screen);
    }
}

static void tap(json_t *screen, const char *name)
{
    x_tap(screen, name, 1);
    json_decref(screen);
}

/* --- the test --- */

static void a_measured_panel_is_believed_more_than_what_it_says(char *program, char *survey)
{
    char *words[] = { "--survey", survey, "--edid", (char *)(uintptr_t)folder,
                      "--panel",  "180",  NULL };
    plug_in(22, 14);
    x_start_kiosk(program, words);
    json_decref(await_pitch("attract", 1280, 180));
    x_stop(&x.kiosk);
}

static json_t *a_panel_says_how_large_it_is(char *program, char *survey)
{
    char *words[] = { "--survey", survey, "--edid", (char *)(uintptr_t)folder, NULL };
    plug_in(22, 14);
    x_start_kiosk(program, words);
    return await_pitch("attract", 1280, 220);
}

static void another_one_of_the_same_size_is_asked_before_the_next_person(json_t *screen)
{
    plug_in(16, 10);
    tap(screen, "start");
    tap(x_await_screen("question"), "leave");
    json_decref(x_await_screen("goodbye"));
    json_decref(await_pitch("attract", 1280, 160));
}

static void another_one_of_another_size_is_asked_at_once(void)
{
    plug_in(17, 10);
    set_size(1024, 600);
    json_decref(await_pitch("attract", 1024, 170));
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    folder = argv[3];
    make_folder();
    if (!x_start_server("1280x800"))
        return 77;
    a_measured_panel_is_believed_more_than_what_it_says(argv[1], argv[2]);
    another_one_of_the_same_size_is_asked_before_the_next_person(
        a_panel_says_how_large_it_is(argv[1], argv[2]));
    another_one_of_another_size_is_asked_at_once();
    x_stop(&x.kiosk);
    return 0;
}
