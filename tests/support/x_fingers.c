/* See x_fingers.h. The messages are those of Xorg's inputtest(4), version 1.1. */
#include "x_fingers.h"
#include "x_kiosk.h"
#include <X11/extensions/XI2.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { AXES = 64, AXIS_END = 0xFFFF, FINGERS = 10, PATH_BYTES = 1024, SOCKET_TRIES = 100 };
enum message_kind { SAYS_VERSION = 0, SAYS_WAIT = 1, SAYS_TOUCH = 6 };
enum answer_kind { TOLD_VERSION = 0, TOLD_DONE = 1 };

struct message {
    uint32_t bytes, kind;
};

struct version_message {
    struct message head;
    uint16_t major, minor;
};

struct touch_message {
    struct message head;
    uint32_t finger, step;
    uint32_t has_raw;
    uint8_t axes[AXES / 8]; /* a bit for each that is said */
    double places[AXES], raw[AXES];
};

static int driver = -1;
static int screen_width, screen_height;

/* --- what Xorg reads --- */

static const char *const configuration = "Section \"ServerFlags\"\n"
                                         "  Option \"AutoAddDevices\" \"false\"\n"
                                         "  Option \"AutoAddGPU\" \"false\"\n"
                                         "EndSection\n"
                                         "Section \"Device\"\n"
                                         "  Identifier \"card\"\n"
                                         "  Driver \"dummy\"\n"
                                         "  VideoRam 32768\n"
                                         "EndSection\n"
                                         "Section \"Monitor\"\n"
                                         "  Identifier \"monitor\"\n"
                                         "  HorizSync 5-1000\n"
                                         "  VertRefresh 5-200\n"
                                         "  Modeline \"only\" %.2f %d %d %d %d %d %d %d %d\n"
                                         "EndSection\n"
                                         "Section \"Screen\"\n"
                                         "  Identifier \"screen\"\n"
                                         "  Device \"card\"\n"
                                         "  Monitor \"monitor\"\n"
                                         "  DefaultDepth 24\n"
                                         "  SubSection \"Display\"\n"
                                         "    Depth 24\n"
                                         "    Modes \"only\"\n"
                                         "    Virtual %d %d\n"
                                         "  EndSubSection\n"
                                         "EndSection\n"
                                         "Section \"InputDevice\"\n"
                                         "  Identifier \"panel\"\n"
                                         "  Driver \"inputtest\"\n"
                                         "  Option \"SocketPath\" \"%s\"\n"
                                         "  Option \"DeviceType\" \"Touch\"\n"
                                         "  Option \"TouchCount\" \"%d\"\n"
                                         "EndSection\n"
                                         "Section \"ServerLayout\"\n"
                                         "  Identifier \"layout\"\n"
                                         "  Screen \"screen\"\n"
                                         "  InputDevice \"panel\" \"SendCoreEvents\"\n"
                                         "EndSection\n";

/* Sixty pictures a second, with as little around each as a mode may have. */
static void write_configuration(const char *path, const char *socket_path)
{
    int w = screen_width, h = screen_height, whole_w = w + 160, whole_h = h + 20;
    FILE *file = fopen(path, "we");
    x_check(file != NULL, "a server's configuration can be written");
    (void)fprintf(file, configuration, (double)whole_w * whole_h * 60 / 1e6, w, w + 40, w + 80,
                  whole_w, h, h + 3, h + 6, whole_h, w, h, socket_path, FINGERS);
    x_check(fclose(file) == 0, "a server's configuration is whole");
}

/* --- the driver's socket --- */

/* Not a line for each finger: only what does not hold is said. */
static void expect(bool holds, const char *what)
{
    if (!holds)
        x_check(false, what);
}

static void say(const void *message, size_t size)
{
    expect(send(driver, message, size, MSG_NOSIGNAL) == (ssize_t)size, "the driver listens");
}

/* What it says back begins with its length; of a version the rest is passed over. */
static void hear(enum answer_kind kind)
{
    struct message head;
    uint8_t rest[64];
    expect(recv(driver, &head, sizeof head, MSG_WAITALL) == (ssize_t)sizeof head &&
               head.kind == kind && head.bytes >= sizeof head &&
               head.bytes - sizeof head <= sizeof rest,
           "the driver answers");
    size_t left = head.bytes - sizeof head;
    expect(left == 0 || recv(driver, rest, left, MSG_WAITALL) == (ssize_t)left,
           "the driver answers as a whole");
}

static bool connect_driver(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct version_message version = { { sizeof version, SAYS_VERSION }, 1, 1 };
    x_check(strlen(path) < sizeof address.sun_path, "the work folder's name is short");
    memcpy(address.sun_path, path, strlen(path) + 1);
    driver = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    for (int i = 0; i < SOCKET_TRIES; i++) {
        if (connect(driver, (const struct sockaddr *)&address, sizeof address) == 0) {
            say(&version, sizeof version);
            hear(TOLD_VERSION);
            return true;
        }
        x_nap(100);
    }
    return false;
}

bool x_start_touch_server(int width, int height, const char *folder)
{
    char config[PATH_BYTES], log[PATH_BYTES], path[PATH_BYTES];
    char *arguments[] = { "Xorg", "-displayfd", "5",   "-config",     config,     "-logfile",
                          log,    "-nolisten",  "tcp", "-novtswitch", "-noreset", NULL };
    screen_width = width;
    screen_height = height;
    x_check(mkdir(folder, 0700) == 0 || errno == EEXIST, "there is a folder for a server");
    (void)snprintf(config, sizeof config, "%s/xorg.conf", folder);
    (void)snprintf(log, sizeof log, "%s/xorg.log", folder);
    (void)snprintf(path, sizeof path, "%s/panel", folder);
    write_configuration(config, path);
    return x_start_server_with(arguments) && connect_driver(path);
}

/* --- fingers --- */

void x_finger(enum x_finger_step step, unsigned finger, int at_x, int at_y)
{
    static const uint32_t steps[] = { [X_FINGER_DOWN] = XI_TouchBegin,
                                      [X_FINGER_MOVE] = XI_TouchUpdate,
                                      [X_FINGER_UP] = XI_TouchEnd };
    struct touch_message touch = {
        .head = { sizeof touch, SAYS_TOUCH }, .finger = finger, .step = steps[step], .axes = { 3 }
    };
    struct message wait = { sizeof wait, SAYS_WAIT };
    touch.places[0] = (at_x + 0.5) * AXIS_END / screen_width;
    touch.places[1] = (at_y + 0.5) * AXIS_END / screen_height;
    say(&touch, sizeof touch);
    say(&wait, sizeof wait);
    hear(TOLD_DONE);
}
