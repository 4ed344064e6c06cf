/*
 * USB sticks without any: which disks are looked at, what is asked and answered, and who may write
 * when. The kernel's part is played by calls of this file; e2e.mounts has the real ones.
 */
#include "file.h"
#include "stick_int.h"
#include "stick_keeper.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_SIZE = 400, LINE = 7, OTHER_LINE = 8 };

/* ---- a tree like /sys, in a folder of its own ---- */

static char tree[PATH_SIZE];

static void put_value(const char *folder, const char *name, const char *value)
{
    char path[2 * PATH_SIZE], above[2 * PATH_SIZE];
    struct err err = { 0 };
    assert_true(file_join(path, sizeof path, folder, name, NULL));
    assert_true(file_join(above, sizeof above, folder, name, NULL));
    *strrchr(above, '/') = '\0';
    assert_true(file_make_folder(above, 0755, &err));
    assert_true(file_write_durable(path, span_text(value), 0644, &err));
}

static void put_folder(const char *path, const char *device, const char *sectors)
{
    struct err err = { 0 };
    assert_true(file_make_folder(path, 0755, &err));
    put_value(path, "dev", device);
    put_value(path, "size", sectors);
}

/* A disk on a bus ("usb1/1-2", "pci0/ata1"); ret is its folder. */
static void put_disk(const char *bus, const char *name, const char *device, const char *sectors,
                     char ret[PATH_SIZE])
{
    char link[2 * PATH_SIZE], target[2 * PATH_SIZE];
    assert_true(snprintf(ret, PATH_SIZE, "%s/devices/%s/block/%s", tree, bus, name) < PATH_SIZE);
    put_folder(ret, device, sectors);
    (void)snprintf(link, sizeof link, "%s/block/%s", tree, name);
    (void)snprintf(target, sizeof target, "../devices/%s/block/%s", bus, name);
    assert_int_equal(symlink(target, link), 0);
}

static void put_part(const char *disk, const char *name, const char *device, const char *number)
{
    char folder[2 * PATH_SIZE];
    assert_true(file_join(folder, sizeof folder, disk, name, NULL));
    put_folder(folder, device, "2048\n");
    put_value(folder, "partition", number);
}

static void pull_disk(const char *name)
{
    char link[2 * PATH_SIZE];
    (void)snprintf(link, sizeof link, "%s/block/%s", tree, name);
    assert_int_equal(unlink(link), 0);
}

static int make_tree(void **state)
{
    char block[2 * PATH_SIZE], sticks[2 * PATH_SIZE];
    struct err err = { 0 };
    (void)state;
    (void)snprintf(tree, sizeof tree, "/tmp/sticks-XXXXXX");
    if (mkdtemp(tree) == NULL)
        return -1;
    (void)snprintf(block, sizeof block, "%s/block", tree);
    (void)snprintf(sticks, sizeof sticks, "%s/sticks", tree);
    return file_make_folder(block, 0755, &err) && file_make_folder(sticks, 0755, &err) ? 0 : -1;
}

static int remove_tree(void **state)
{
    char command[2 * PATH_SIZE];
    (void)state;
    (void)snprintf(command, sizeof command, "rm -rf '%s'", tree);
    return system(command);
}

/* ---- the pure parts ---- */

static void kinds_are_a_short_table(void **state)
{
    struct stick_kinds kinds;
    struct err err = { 0 };
    (void)state;
    assert_true(stick_kinds_read("vfat,exfat", &kinds, &err));
    assert_int_equal(kinds.count, 2);
    assert_string_equal(kinds.list[1]->name, "exfat");
    static const char *const wrong[] = {
        "", "ntfs", "vfat,", ",vfat", "vfat exfat", "vfat,ntfs", "vfat,vfat,vfat,vfat"
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(stick_kinds_read(wrong[i], &kinds, &err));
        assert_int_equal(err.kind, ERR_USAGE);
    }
}

static void what_the_kernel_is_told_makes_the_files_the_couriers_alone(void **state)
{
    static const char *const wanted[][2] = {
        { "errors", "remount-ro" }, { "uid", "998" },    { "gid", "4294967295" },
        { "dmask", "0027" },        { "fmask", "0137" },
    };
    struct stick_field fields[STICK_FIELDS_MAX];
    struct stick_kinds kinds;
    struct err err = { 0 };
    (void)state;
    assert_true(stick_kinds_read("vfat,ext4", &kinds, &err));
    assert_int_equal(stick_fields(kinds.list[0], 998, 4294967295U, fields), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(fields[i].key, wanted[i][0]);
        assert_string_equal(fields[i].value, wanted[i][1]);
    }
    assert_int_equal(stick_fields(kinds.list[1], 998, 997, fields), 1);
}

static void only_our_own_folders_can_be_named(void **state)
{
    static const struct {
        const char *text;
        bool is_request;
        enum stick_verb verb;
        unsigned slot;
    } cases[] = {
        { "write /run/s/1", true, STICK_VERB_WRITE, 1 },
        { "done /run/s/4", true, STICK_VERB_DONE, 4 },
        { "status", true, STICK_VERB_STATUS, 0 },
        { "write /run/s/5", true, STICK_VERB_WRITE, 0 },
        { "write /run/s/0", true, STICK_VERB_WRITE, 0 },
        { "write /run/s/11", true, STICK_VERB_WRITE, 0 },
        { "write /run/s/1/", true, STICK_VERB_WRITE, 0 },
        { "write /run/s/../s/1", true, STICK_VERB_WRITE, 0 },
        { "write /run/s", true, STICK_VERB_WRITE, 0 },
        { "write /run/s/", true, STICK_VERB_WRITE, 0 },
        { "write  /run/s/1", true, STICK_VERB_WRITE, 0 },
        { "write /etc", true, STICK_VERB_WRITE, 0 },
        { "write ", true, STICK_VERB_WRITE, 0 },
        { "write", false, STICK_VERB_WRITE, 0 },
        { "status /run/s/1", false, STICK_VERB_WRITE, 0 },
        { "WRITE /run/s/1", false, STICK_VERB_WRITE, 0 },
        { "writ /run/s/1", false, STICK_VERB_WRITE, 0 },
        { "", false, STICK_VERB_WRITE, 0 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct stick_request request = { .slot = 99 };
        assert_int_equal(stick_request_read("/run/s", cases[i].text, &request),
                         cases[i].is_request);
        if (!cases[i].is_request)
            continue;
        assert_int_equal(request.verb, cases[i].verb);
        assert_int_equal(request.slot, cases[i].slot);
    }
}

static void only_news_of_block_devices_wakes_the_look(void **state)
{
    static const char kernel[] =
        "add@/devices/usb1/block/sdb\0ACTION=add\0SUBSYSTEM=block\0SEQNUM=1";
    static const char udev[] =
        "libudev\0\xfe\xed\xca\xfe(\0\0\0\0SUBSYSTEM=block\0DEVNAME=/dev/sdb";
    static const char power[] = "change@/devices/power\0SUBSYSTEM=power_supply\0X=SUBSYSTEM=block";
    static const char near[] = "SUBSYSTEM=blocks\0SUBSYSTEM=bloc\0SUBSYSTEM=block";
    (void)state;
    assert_true(stick_event_matters(span_of(kernel, sizeof kernel)));
    assert_true(stick_event_matters(span_of(udev, sizeof udev)));
    assert_false(stick_event_matters(span_of(power, sizeof power)));
    /* Its last property has no end. */
    assert_false(stick_event_matters(span_of(near, sizeof near - 1)));
    assert_false(stick_event_matters(span_of(NULL, 0)));
}

/* ---- which disks ---- */

static void only_disks_on_usb_with_a_medium_are_seen(void **state)
{
    struct stick_disk disks[STICK_DISKS_MAX];
    struct err err = { 0 };
    size_t count = 0;
    char folder[PATH_SIZE];
    (void)state;
    put_disk("pci0/ata1/host0", "sda", "8:0\n", "100000\n", folder);
    put_disk("pci0/usb1/1-2/host6", "sdc", "8:32\n", "4096\n", folder);
    put_value(folder, "diskseq", "12\n");
    put_part(folder, "sdc10", "259:3\n", "10\n");
    put_part(folder, "sdc2", "8:34\n", "2\n");
    put_disk("pci0/usb2/2-1/host7", "sdb", "8:16\n", "2048\n", folder);
    put_value(folder, "device/type", "0\n");
    put_disk("pci0/usb2/2-2/host8", "sdd", "8:48\n", "0\n", folder);
    put_disk("pci0/usbmuck/host9", "sde", "8:64\n", "2048\n", folder);
    put_disk("pci0/usb2/2-3/host8", "sdf", "eight\n", "2048\n", folder);
    put_disk("pci0/usb2/2-5/host9", "sr0", "11:0\n", "2048\n", folder);
    put_value(folder, "device/type", "5\n");
    put_disk("pci0/usb2/2-4/host8", "sd-g", "8:96\n", "2048\n", folder);
    assert_true(stick_look(tree, disks, &count, &err));
    assert_int_equal(count, 2);
    assert_string_equal(disks[0].whole.name, "sdb");
    assert_int_equal(disks[0].count, 0);
    assert_int_equal(disks[0].whole.minor, 16);
    assert_string_equal(disks[1].whole.name, "sdc");
    assert_int_equal(disks[1].sequence, 12);
    assert_int_equal(disks[1].count, 2);
    assert_string_equal(disks[1].parts[0].name, "sdc2");
    assert_string_equal(disks[1].parts[1].name, "sdc10");
    assert_int_equal(disks[1].parts[1].major, 259);
}

static void more_disks_and_parts_than_there_is_room_for_are_left_out(void **state)
{
    struct stick_disk disks[STICK_DISKS_MAX];
    struct err err = { 0 };
    size_t count = 0;
    char folder[PATH_SIZE];
    (void)state;
    for (int i = 0; i < STICK_DISKS_MAX + 3; i++) {
        char name[8], device[12];
        (void)snprintf(name, sizeof name, "sd%c", 'a' + i);
        (void)snprintf(device, sizeof device, "8:%d\n", 16 * i);
        put_disk("usb1/1-1", name, device, "99999\n", folder);
        for (int part = STICK_PARTS_MAX + 4; part > 0 && i == 0; part--) {
            char number[12];
            (void)snprintf(name, sizeof name, "sda%d", part);
            (void)snprintf(number, sizeof number, "%d\n", part);
            put_part(folder, name, "8:1\n", number);
        }
    }
    assert_true(stick_look(tree, disks, &count, &err));
    assert_int_equal(count, STICK_DISKS_MAX);
    assert_int_equal(disks[0].count, STICK_PARTS_MAX);
    for (unsigned i = 0; i < STICK_PARTS_MAX; i++)
        assert_int_equal(disks[0].parts[i].number, i + 1);
    assert_false(stick_look("/no/such/place", disks, &count, &err));
    assert_int_equal(err.kind, ERR_MISSING);
}

/* ---- who may write when, with a kernel of our own ---- */

static struct {
    enum stick_probed probed;
    const char *only;                /* the one part that holds something; NULL: every one */
    int refuses_write, refuses_read; /* errno; 0: it is done */
    bool damaged, dead;
    unsigned mounts, unmounts, flushes;
    bool writable;
} kernel;

static enum stick_probed fake_probe(const struct stick_settings *settings,
                                    const struct stick_kinds *kinds, const struct stick_disk *disk,
                                    const struct stick_part *part, const struct stick_kind **ret)
{
    (void)settings, (void)disk;
    if (kernel.only != NULL && strcmp(kernel.only, part->name) != 0)
        return PROBED_NONE;
    *ret = kinds->list[0];
    return kernel.probed;
}

static bool fake_mount(const struct stick_settings *settings, const struct stick_part *part,
                       const struct stick_kind *kind, const char *point, struct err *err)
{
    (void)settings, (void)part, (void)kind;
    assert_true(file_exists(point));
    if (kernel.damaged)
        return err_set(err, ERR_CORRUPT, "it is damaged");
    kernel.mounts++;
    return true;
}

static bool fake_let_write(const char *point, bool may)
{
    (void)point;
    errno = may ? kernel.refuses_write : kernel.refuses_read;
    if (errno == 0)
        kernel.writable = may;
    return errno == 0;
}

static bool fake_flush(const struct stick_part *part)
{
    (void)part;
    kernel.flushes++;
    return !kernel.dead;
}

static bool fake_unmount(const char *point)
{
    (void)point;
    kernel.unmounts++;
    return true;
}

static const struct stick_calls fake_calls = { fake_probe, fake_mount, fake_let_write, fake_flush,
                                               fake_unmount };
static struct stick_settings settings;
static char sticks_folder[PATH_SIZE];

static struct sticks open_sticks(void)
{
    struct sticks sticks = { .settings = &settings, .calls = &fake_calls };
    struct err err = { 0 };
    assert_true(snprintf(sticks_folder, PATH_SIZE, "%.300s/sticks", tree) < PATH_SIZE);
    settings = (struct stick_settings){ .folder = sticks_folder, .devices = tree };
    memset(&kernel, 0, sizeof kernel);
    kernel.probed = PROBED_KIND;
    assert_true(stick_kinds_read("vfat,exfat", &sticks.kinds, &err));
    return sticks;
}

static bool in_folder(const char *name)
{
    char path[2 * PATH_SIZE];
    assert_true(file_join(path, sizeof path, sticks_folder, name, NULL));
    return file_exists(path);
}

static void expect_status(const struct sticks *sticks, const char *wanted)
{
    char line[STICK_MESSAGE_MAX];
    assert_true(sticks_describe(sticks, 0, line));
    assert_non_null(strstr(line, wanted));
}

static void expect_answer(struct sticks *sticks, enum stick_verb verb, unsigned slot, int line,
                          const char *begins)
{
    struct stick_request request = { verb, slot };
    char answer[STICK_MESSAGE_MAX];
    sticks_answer(sticks, &request, line, true, answer);
    if (strncmp(answer, begins, strlen(begins)) != 0)
        fail_msg("\"%s\" and not \"%s\"", answer, begins);
}

static void a_stick_is_mounted_once_and_let_go_of_when_it_is_gone(void **state)
{
    char folder[PATH_SIZE], line[STICK_MESSAGE_MAX];
    struct sticks sticks = open_sticks();
    (void)state;
    put_disk("usb1/1-1", "sdb", "8:16\n", "2048\n", folder);
    put_part(folder, "sdb1", "8:17\n", "1\n");
    put_part(folder, "sdb2", "8:18\n", "2\n");
    kernel.only = "sdb2";
    sticks_look(&sticks);
    sticks_look(&sticks);
    assert_int_equal(kernel.mounts, 1);
    assert_true(in_folder("1"));
    expect_status(&sticks, "/sticks/1 vfat sdb2 reads");
    pull_disk("sdb");
    sticks_look(&sticks);
    assert_int_equal(kernel.unmounts, 1);
    assert_false(in_folder("1"));
    assert_false(sticks_describe(&sticks, 0, line));
}

static void another_medium_in_the_same_drive_is_another_stick(void **state)
{
    char folder[PATH_SIZE];
    struct sticks sticks = open_sticks();
    (void)state;
    put_disk("usb1/1-1", "sdb", "8:16\n", "2048\n", folder);
    put_value(folder, "diskseq", "3\n");
    sticks_look(&sticks);
    put_value(folder, "diskseq", "4\n");
    sticks_look(&sticks);
    assert_int_equal(kernel.mounts, 2);
    assert_int_equal(kernel.unmounts, 1);
    sticks_close(&sticks);
    assert_int_equal(kernel.unmounts, 2);
}

static void no_more_than_a_few_are_mounted(void **state)
{
    char folder[PATH_SIZE];
    struct sticks sticks = open_sticks();
    (void)state;
    for (int i = 0; i < STICKS_MAX + 2; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "sd%c", 'b' + i);
        put_disk("usb1/1-1", name, "8:16\n", "2048\n", folder);
    }
    sticks_look(&sticks);
    assert_int_equal(kernel.mounts, STICKS_MAX);
    pull_disk("sdb");
    sticks_look(&sticks);
    assert_int_equal(kernel.mounts, STICKS_MAX + 1);
    assert_true(in_folder("1"));
    sticks_close(&sticks);
}

static void what_cannot_be_read_is_left_alone_and_the_screen_is_told(void **state)
{
    char folder[PATH_SIZE];
    struct sticks sticks = open_sticks();
    (void)state;
    put_disk("usb1/1-1", "sdb", "8:16\n", "2048\n", folder);
    kernel.probed = PROBED_NONE;
    sticks_look(&sticks);
    expect_status(&sticks, "left sdb unread");
    assert_true(in_folder(STICK_UNREAD));
    pull_disk("sdb");
    sticks_look(&sticks);
    assert_false(in_folder(STICK_UNREAD));
    put_disk("usb1/1-2", "sdc", "8:32\n", "2048\n", folder);
    kernel.probed = PROBED_KIND;
    kernel.damaged = true;
    sticks_look(&sticks);
    expect_status(&sticks, "left sdc damaged");
    assert_true(in_folder(STICK_UNREAD));
    assert_false(in_folder("1"));
    sticks_close(&sticks);
    assert_false(in_folder(STICK_UNREAD));
}

static void what_is_in_use_is_asked_again_and_what_may_not_be_opened_yet_too(void **state)
{
    char folder[PATH_SIZE];
    struct sticks sticks = open_sticks();
    (void)state;
    put_disk("usb1/1-1", "sdb", "8:16\n", "2048\n", folder);
    kernel.probed = PROBED_NOT_YET;
    sticks_look(&sticks);
    assert_false(sticks_return(&sticks));
    kernel.probed = PROBED_IN_USE;
    sticks_look(&sticks);
    expect_status(&sticks, "left sdb in_use");
    assert_false(in_folder(STICK_UNREAD));
    kernel.probed = PROBED_KIND;
    assert_true(sticks_return(&sticks));
    expect_status(&sticks, "sdb reads");
    assert_false(sticks_return(&sticks));
    pull_disk("sdb");
    sticks_look(&sticks);
    /* The machine's own disk, say: it is in use for good, and nobody is woken for it. */
    put_disk("usb1/1-2", "sdc", "8:32\n", "2048\n", folder);
    kernel.probed = PROBED_IN_USE;
    sticks_look(&sticks);
    sticks.list[0].give_up = 0;
    assert_false(sticks_return(&sticks));
    sticks_look(&sticks);
    assert_false(sticks_return(&sticks));
    sticks_close(&sticks);
}

static void it_is_lent_to_one_and_read_only_again_after(void **state)
{
    char folder[PATH_SIZE], answer[STICK_MESSAGE_MAX];
    struct sticks sticks = open_sticks();
    struct stick_request request = { STICK_VERB_WRITE, 1 };
    (void)state;
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "failed not_ours ");
    put_disk("usb1/1-1", "sdb", "8:16\n", "2048\n", folder);
    sticks_look(&sticks);
    sticks_answer(&sticks, &request, LINE, false, answer);
    assert_memory_equal(answer, "failed forbidden ", 17);
    expect_answer(&sticks, STICK_VERB_WRITE, 0, LINE, "failed not_ours ");
    expect_answer(&sticks, STICK_VERB_DONE, 1, LINE, "failed lost ");
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "ok ");
    assert_true(kernel.writable);
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "ok ");
    expect_answer(&sticks, STICK_VERB_WRITE, 1, OTHER_LINE, "failed in_use ");
    expect_answer(&sticks, STICK_VERB_DONE, 1, OTHER_LINE, "failed lost ");
    assert_true(kernel.writable);
    sticks_line_ended(&sticks, OTHER_LINE);
    assert_true(kernel.writable);
    expect_answer(&sticks, STICK_VERB_DONE, 1, LINE, "ok ");
    assert_false(kernel.writable);
    assert_int_equal(kernel.flushes, 1);
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "ok ");
    sticks_line_ended(&sticks, LINE);
    assert_false(kernel.writable);
    assert_false(sticks_return(&sticks));
    sticks_close(&sticks);
}

static void an_open_file_delays_the_return_and_does_not_prevent_it(void **state)
{
    char folder[PATH_SIZE];
    struct sticks sticks = open_sticks();
    (void)state;
    put_disk("usb1/1-1", "sdb", "8:16\n", "2048\n", folder);
    sticks_look(&sticks);
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "ok ");
    kernel.refuses_read = EBUSY;
    expect_answer(&sticks, STICK_VERB_DONE, 1, LINE, "failed still ");
    assert_true(sticks_return(&sticks));
    expect_status(&sticks, "returns");
    expect_answer(&sticks, STICK_VERB_WRITE, 1, OTHER_LINE, "failed in_use ");
    kernel.refuses_read = 0;
    assert_false(sticks_return(&sticks));
    assert_false(kernel.writable);
    sticks_close(&sticks);
}

static void what_went_wrong_has_its_word(void **state)
{
    char folder[PATH_SIZE];
    struct sticks sticks = open_sticks();
    (void)state;
    put_disk("usb1/1-1", "sdb", "8:16\n", "2048\n", folder);
    sticks_look(&sticks);
    kernel.refuses_write = EACCES;
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "failed locked ");
    kernel.refuses_write = EIO;
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "failed lost ");
    kernel.refuses_write = 0;
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "ok ");
    kernel.dead = true;
    expect_answer(&sticks, STICK_VERB_DONE, 1, LINE, "failed lost ");
    kernel.dead = false;
    expect_answer(&sticks, STICK_VERB_WRITE, 1, LINE, "ok ");
    pull_disk("sdb");
    sticks_look(&sticks);
    expect_answer(&sticks, STICK_VERB_DONE, 1, LINE, "failed lost ");
    assert_int_equal(kernel.unmounts, 1);
    /* Another stick has taken the number meanwhile. */
    put_disk("usb1/1-2", "sdc", "8:32\n", "2048\n", folder);
    sticks_look(&sticks);
    expect_answer(&sticks, STICK_VERB_DONE, 1, LINE, "failed lost ");
    sticks_close(&sticks);
}

/* ---- the asker's end, before a keeper that says what it is told to ---- */

static char socket_path[2 * PATH_SIZE];

static pid_t start_keeper(const char *const *answers, size_t count)
{
    (void)snprintf(socket_path, sizeof socket_path, "%s/sock", tree);
    return stick_keeper_start(socket_path, answers, count);
}

static void end_keeper(pid_t keeper)
{
    stick_keeper_end(keeper, socket_path);
}

static void without_a_keeper_nobody_is_asked(void **state)
{
    struct stick_loan loan;
    struct err err = { 0 };
    char line[300];
    (void)state;
    assert_true(stick_borrow("/no/such/socket", "/media/stick", &loan, &err));
    assert_int_equal(loan.line, -1);
    assert_true(stick_give_back(&loan, &err));
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    assert_true(stick_borrow(line, "/media/stick", &loan, &err));
    assert_int_equal(loan.line, -1);
}

static void a_folder_that_is_none_of_its_is_written_without_asking(void **state)
{
    static const char *const answers[] = { "failed not_ours no stick is mounted there" };
    struct stick_loan loan;
    struct err err = { 0 };
    (void)state;
    pid_t keeper = start_keeper(answers, 1);
    assert_true(stick_borrow(socket_path, "/media/stick", &loan, &err));
    assert_int_equal(loan.line, -1);
    end_keeper(keeper);
}

static void a_refusal_is_told_in_its_words(void **state)
{
    static const char *const answers[] = { "failed locked it is locked against writing" };
    struct stick_loan loan;
    struct err err = { 0 };
    (void)state;
    pid_t keeper = start_keeper(answers, 1);
    assert_false(stick_borrow(socket_path, "/run/s/1", &loan, &err));
    assert_string_equal(err.text, "/run/s/1 may not be written: it is locked against writing");
    assert_int_equal(loan.line, -1);
    end_keeper(keeper);
}

static void what_was_saved_counts_only_when_the_keeper_says_so(void **state)
{
    static const char *const answers[] = { "ok it may be written", "stick passes by" };
    static const char *const lost[] = { "ok it may be written", "failed lost it was pulled out" };
    static const char *const kept[] = { "ok it may be written", "ok it is on the stick" };
    struct stick_loan loan;
    struct err err = { 0 };
    (void)state;
    pid_t keeper = start_keeper(kept, 2);
    assert_true(stick_borrow(socket_path, "/run/s/1", &loan, &err));
    assert_true(stick_give_back(&loan, &err));
    assert_int_equal(loan.line, -1);
    end_keeper(keeper);
    keeper = start_keeper(lost, 2);
    assert_true(stick_borrow(socket_path, "/run/s/1", &loan, &err));
    assert_false(stick_give_back(&loan, &err));
    assert_non_null(strstr(err.text, "it was pulled out"));
    end_keeper(keeper);
    /* It goes away with no answer. */
    keeper = start_keeper(answers, 2);
    assert_true(stick_borrow(socket_path, "/run/s/1", &loan, &err));
    assert_false(stick_give_back(&loan, &err));
    assert_non_null(strstr(err.text, "yousaid-stick does not answer"));
    end_keeper(keeper);
}

static void two_keepers_do_not_share_a_socket(void **state)
{
    struct stick_door door, other;
    struct err err = { 0 };
    (void)state;
    (void)snprintf(socket_path, sizeof socket_path, "%s/sock", tree);
    assert_true(stick_door_open(socket_path, &door, &err));
    assert_false(stick_door_open(socket_path, &other, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    stick_door_close(&door, socket_path);
    assert_false(file_exists(socket_path));
}

int main(void)
{
#define WITH_TREE(test) cmocka_unit_test_setup_teardown(test, make_tree, remove_tree)
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_a_short_table),
        cmocka_unit_test(what_the_kernel_is_told_makes_the_files_the_couriers_alone),
        cmocka_unit_test(only_our_own_folders_can_be_named),
        cmocka_unit_test(only_news_of_block_devices_wakes_the_look),
        WITH_TREE(only_disks_on_usb_with_a_medium_are_seen),
        WITH_TREE(more_disks_and_parts_than_there_is_room_for_are_left_out),
        WITH_TREE(a_stick_is_mounted_once_and_let_go_of_when_it_is_gone),
        WITH_TREE(another_medium_in_the_same_drive_is_another_stick),
        WITH_TREE(no_more_than_a_few_are_mounted),
        WITH_TREE(what_cannot_be_read_is_left_alone_and_the_screen_is_told),
        WITH_TREE(what_is_in_use_is_asked_again_and_what_may_not_be_opened_yet_too),
        WITH_TREE(it_is_lent_to_one_and_read_only_again_after),
        WITH_TREE(an_open_file_delays_the_return_and_does_not_prevent_it),
        WITH_TREE(what_went_wrong_has_its_word),
        cmocka_unit_test(without_a_keeper_nobody_is_asked),
        WITH_TREE(a_folder_that_is_none_of_its_is_written_without_asking),
        WITH_TREE(a_refusal_is_told_in_its_words),
        WITH_TREE(what_was_saved_counts_only_when_the_keeper_says_so),
        WITH_TREE(two_keepers_do_not_share_a_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
