/* The machine under the kiosk, as far as it can be asked on any machine. */
#include "device.h"
#include "file.h"
#include "panel.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void room_is_told_for_a_folder_that_is_there(void **state)
{
    (void)state;
    struct err err = { 0 };
    uint32_t mib = 0;
    assert_true(device_room("/", &mib, &err));
    assert_true(mib > 0);
    assert_false(device_room("/no/such/folder", &mib, &err));
    assert_int_equal(err.kind, ERR_MISSING);
}

static void room_is_really_held_and_given_back(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct stat at;
    char path[64];
    (void)snprintf(path, sizeof path, "/tmp/reserve-%ld", (long)getpid());
    assert_true(device_reserve(path, 65536, &err));
    assert_true(device_reserve(path, 65536, &err));
    assert_int_equal(stat(path, &at), 0);
    assert_int_equal(at.st_size, 65536);
    assert_true(at.st_blocks * 512 >= 65536);
    assert_true(device_reserve_give_up(path));
    assert_false(device_reserve_give_up(path));
    assert_false(device_reserve("/no/such/folder/reserve", 65536, &err));
    assert_int_equal(err.kind, ERR_MISSING);
}

static void the_floor_is_the_later_of_build_and_signed_time(void **state)
{
    (void)state;
    unix_seconds built = clock_build_floor();
    assert_int_equal(device_clock_floor(0), built);
    assert_int_equal(device_clock_floor(built - 1), built);
    assert_int_equal(device_clock_floor(built + 1), built + 1);
}

/* A panel of 10.1 inches: 217 by 136 mm, 22 by 14 cm. */
static void make_edid(uint8_t edid[128], int width_mm, int height_mm, int width_cm, int height_cm)
{
    static const uint8_t head[] = { 0, 255, 255, 255, 255, 255, 255, 0 };
    memset(edid, 0, 128);
    memcpy(edid, head, sizeof head);
    edid[21] = (uint8_t)width_cm;
    edid[22] = (uint8_t)height_cm;
    edid[54] = 1;
    edid[66] = (uint8_t)width_mm;
    edid[67] = (uint8_t)height_mm;
    edid[68] = (uint8_t)((width_mm >> 8) << 4 | height_mm >> 8);
    uint8_t sum = 0;
    for (int i = 0; i < 127; i++)
        sum = (uint8_t)(sum + edid[i]);
    edid[127] = (uint8_t)(256 - sum);
}

static void a_panel_says_its_millimetres(void **state)
{
    (void)state;
    uint8_t edid[128];
    int width = 0, height = 0;
    make_edid(edid, 217, 136, 22, 14);
    assert_true(panel_from_edid(span_of(edid, 128), &width, &height));
    assert_int_equal(width, 217);
    assert_int_equal(height, 136);
    make_edid(edid, 1210, 680, 121, 68);
    assert_true(panel_from_edid(span_of(edid, 128), &width, &height));
    assert_int_equal(width, 1210);
    assert_int_equal(height, 680);
}

static void an_aspect_ratio_is_not_taken_for_millimetres(void **state)
{
    (void)state;
    uint8_t edid[128];
    int width = 0, height = 0;
    make_edid(edid, 160, 90, 22, 14);
    assert_true(panel_from_edid(span_of(edid, 128), &width, &height));
    assert_int_equal(width, 220);
    assert_int_equal(height, 140);
    make_edid(edid, 16, 9, 0, 0);
    assert_false(panel_from_edid(span_of(edid, 128), &width, &height));
}

static void damaged_bytes_say_nothing(void **state)
{
    (void)state;
    uint8_t edid[128];
    int width = 7, height = 7;
    make_edid(edid, 0, 0, 0, 0);
    assert_false(panel_from_edid(span_of(edid, 128), &width, &height));
    make_edid(edid, 217, 136, 22, 14);
    assert_false(panel_from_edid(span_of(edid, 127), &width, &height));
    assert_false(panel_from_edid(span_of(edid, 0), &width, &height));
    for (size_t i = 0; i < 128; i++) {
        edid[i] ^= 1;
        assert_false(panel_from_edid(span_of(edid, 128), &width, &height));
        edid[i] ^= 1;
    }
    assert_int_equal(width, 7);
    assert_int_equal(height, 7);
}

static void put(const char *folder, const char *connector, const char *name, struct span bytes)
{
    char path[600];
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, "%s/%s", folder, connector);
    assert_true(file_make_folder(path, 0700, &err));
    (void)snprintf(path, sizeof path, "%s/%s/%s", folder, connector, name);
    assert_true(file_write_durable(path, bytes, 0600, &err));
}

static void drop(const char *folder, const char *connector)
{
    static const char *const names[] = { "status", "edid", "" };
    char path[600];
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s/%s", folder, connector, names[i]);
        (void)(i < 2 ? unlink(path) : rmdir(path));
    }
}

static void the_connected_panel_is_found(void **state)
{
    (void)state;
    char folder[] = "/tmp/drm-XXXXXX";
    uint8_t edid[128];
    int width = 0, height = 0;
    assert_non_null(mkdtemp(folder));
    assert_false(panel_find(folder, &width, &height));
    make_edid(edid, 500, 300, 50, 30);
    put(folder, "card0-HDMI-A-1", "status", span_text("disconnected\n"));
    put(folder, "card0-HDMI-A-1", "edid", span_of(edid, 128));
    put(folder, "card0", "status", span_text("connected\n"));
    put(folder, "card0", "edid", span_of(edid, 128));
    put(folder, "card1-DSI-1", "status", span_text("connected\n"));
    put(folder, "card1-DSI-1", "edid", span_text(""));
    assert_false(panel_find(folder, &width, &height));
    make_edid(edid, 217, 136, 22, 14);
    put(folder, "card2-eDP-1", "status", span_text("connected\n"));
    put(folder, "card2-eDP-1", "edid", span_of(edid, 128));
    assert_true(panel_find(folder, &width, &height));
    assert_int_equal(width, 217);
    drop(folder, "card0-HDMI-A-1");
    drop(folder, "card0");
    drop(folder, "card1-DSI-1");
    drop(folder, "card2-eDP-1");
    (void)rmdir(folder);
    assert_false(panel_find(folder, &width, &height));
}

/* Runs in a process of its own, since a filter stays for life. 77: the machine does not permit it.
 */
static int in_child(int (*story)(void))
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(story());
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static bool refused(int result, int code)
{
    return result == -1 && errno == code;
}

static int sealed_story(void)
{
    struct err err = { 0 };
    int pair[2];
    if (!device_seal_network(&err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 77;
    }
    static const int families[] = { AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK, 0, 999 };
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (!refused(socket(families[i], SOCK_STREAM, 0), EACCES) ||
            !refused(socketpair(families[i], SOCK_STREAM, 0, pair), EACCES))
            return 1;
    /* cppcheck-suppress leakReturnValNotUsed ; the child ends with it */
    if (socket(AF_UNIX, SOCK_STREAM, 0) < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0)
        return 2;
    if (!refused((int)syscall(SYS_io_uring_setup, 1, NULL), ENOSYS) ||
        !refused((int)syscall(SYS_io_uring_enter, 0, 0, 0, 0, NULL, 0), ENOSYS) ||
        !refused((int)syscall(SYS_io_uring_register, 0, 0, NULL, 0), ENOSYS))
        return 3;
    return write(pair[0], "x", 1) == 1 && getpid() > 0 ? 0 : 4;
}

static void a_sealed_process_has_unix_sockets_and_no_others(void **state)
{
    (void)state;
    int status = in_child(sealed_story);
    if (status == 77) {
        print_message("skipped: this machine does not permit seccomp filters\n");
        skip();
    }
    assert_int_equal(status, 0);
}

#if defined(__x86_64__)
/* The same call by the numbers of another architecture: 0x40000029 is socket in the x32 table. */
static int by_another_table(void)
{
    struct err err = { 0 };
    if (!device_seal_network(&err))
        return 77;
    return refused((int)syscall(0x40000029, AF_INET, SOCK_STREAM, 0), ENOSYS) ? 0 : 1;
}

static void other_tables_of_calls_are_no_way_round(void **state)
{
    (void)state;
    int status = in_child(by_another_table);
    if (status == 77)
        skip();
    assert_int_equal(status, 0);
}
#endif

static int listen_at(struct sockaddr_un *address, socklen_t size)
{
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)address, size), 0);
    return fd;
}

static void expect_heard(int fd, const char *said)
{
    char heard[64] = "";
    ssize_t size = recv(fd, heard, sizeof heard - 1, 0);
    assert_int_equal(size, strlen(said));
    assert_string_equal(heard, said);
}

static void the_supervisor_hears_how_we_are(void **state)
{
    (void)state;
    char folder[] = "/tmp/notify-XXXXXX";
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    assert_non_null(mkdtemp(folder));
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", folder);
    FD_AUTO fd = listen_at(&address, sizeof address);
    assert_int_equal(setenv("NOTIFY_SOCKET", address.sun_path, 1), 0);
    device_notify("READY=1");
    expect_heard(fd, "READY=1");
    device_notify("WATCHDOG=1");
    expect_heard(fd, "WATCHDOG=1");
    (void)unlink(address.sun_path);
    device_notify("WATCHDOG=1");
    (void)rmdir(folder);
}

static void the_supervisor_may_listen_at_an_abstract_name(void **state)
{
    (void)state;
    char name[64];
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int length = snprintf(name, sizeof name, "@yousaid-notify-%d", (int)getpid());
    memcpy(address.sun_path + 1, name + 1, (size_t)length - 1);
    FD_AUTO fd =
        listen_at(&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)length));
    assert_int_equal(setenv("NOTIFY_SOCKET", name, 1), 0);
    device_notify("READY=1");
    expect_heard(fd, "READY=1");
}

static void without_a_supervisor_nothing_is_said(void **state)
{
    (void)state;
    char name[400];
    memset(name, 'x', sizeof name - 1);
    name[0] = '/';
    name[sizeof name - 1] = '\0';
    const char *const useless[] = { "", "relative", "@", name };
    for (size_t i = 0; i < sizeof useless / sizeof useless[0]; i++) {
        assert_int_equal(setenv("NOTIFY_SOCKET", useless[i], 1), 0);
        device_notify("READY=1");
    }
    assert_int_equal(unsetenv("NOTIFY_SOCKET"), 0);
    device_notify("READY=1");
}

/* --- the jack --- */

static void press_switch(int fd, uint16_t type, uint16_t code, int32_t value)
{
    struct input_event event = { .type = type, .code = code, .value = value };
    assert_int_equal(write(fd, &event, sizeof event), sizeof event);
}

static void headphones_are_heard_of(void **state)
{
    int ends[2];
    (void)state;
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    assert_int_equal(device_jack_read(ends[0]), DEVICE_JACK_QUIET);
    press_switch(ends[1], EV_SW, SW_HEADPHONE_INSERT, 1);
    press_switch(ends[1], EV_SYN, SYN_REPORT, 0);
    assert_int_equal(device_jack_read(ends[0]), DEVICE_JACK_IN);
    press_switch(ends[1], EV_SW, SW_MICROPHONE_INSERT, 1);
    assert_int_equal(device_jack_read(ends[0]), DEVICE_JACK_QUIET);
    press_switch(ends[1], EV_SW, SW_HEADPHONE_INSERT, 0);
    assert_int_equal(device_jack_read(ends[0]), DEVICE_JACK_OUT);
    (void)close(ends[1]);
    assert_int_equal(device_jack_read(ends[0]), DEVICE_JACK_GONE);
    (void)close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(room_is_told_for_a_folder_that_is_there),
        cmocka_unit_test(room_is_really_held_and_given_back),
        cmocka_unit_test(the_floor_is_the_later_of_build_and_signed_time),
        cmocka_unit_test(a_panel_says_its_millimetres),
        cmocka_unit_test(an_aspect_ratio_is_not_taken_for_millimetres),
        cmocka_unit_test(damaged_bytes_say_nothing),
        cmocka_unit_test(the_connected_panel_is_found),
        cmocka_unit_test(a_sealed_process_has_unix_sockets_and_no_others),
#if defined(__x86_64__)
        cmocka_unit_test(other_tables_of_calls_are_no_way_round),
#endif
        cmocka_unit_test(the_supervisor_hears_how_we_are),
        cmocka_unit_test(the_supervisor_may_listen_at_an_abstract_name),
        cmocka_unit_test(without_a_supervisor_nothing_is_said),
        cmocka_unit_test(headphones_are_heard_of),
    };
    return cmocka_run_group_tests_name("device", tests, NULL, NULL);
}
