/*
 * The stick program: mounts USB sticks for the courier and the screen, and is the only one of the
 * kiosk's programs that may mount anything. It has no network, no screen and no answers.
 */
#include "cli.h"
#include "device.h"
#include "file.h"
#include "stick.h"
#include "stick_probe.h"
#include "stick_socket.h"
#include <errno.h>
#include <grp.h>
#include <jansson.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STICKS_SHOWN = 16, NAMES_MAX = 16384 };

static void ready(void)
{
    device_notify("READY=1");
}

static bool find_user(const char *name, uid_t *ret, struct err *err)
{
    struct passwd entry, *found = NULL;
    char room[NAMES_MAX];
    if (getpwnam_r(name, &entry, room, sizeof room, &found) != 0 || found == NULL)
        return err_set(err, ERR_USAGE, "there is no user %.60s, who would write the sticks", name);
    *ret = entry.pw_uid;
    return true;
}

static bool find_group(const char *name, gid_t *ret, struct err *err)
{
    struct group entry, *found = NULL;
    char room[NAMES_MAX];
    if (getgrnam_r(name, &entry, room, sizeof room, &found) != 0 || found == NULL)
        return err_set(err, ERR_USAGE, "there is no group %.60s, which would read the sticks",
                       name);
    *ret = entry.gr_gid;
    return true;
}

static bool run(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct stick_settings settings = {
        .folder = cli_value(args, "folder", STICK_FOLDER),
        .socket = cli_value(args, "socket", STICK_SOCKET),
        .devices = cli_value(args, "devices", "/sys"),
        .kinds = cli_value(args, "kinds", "vfat,exfat"),
        .probe = stick_probe_blkid,
        .ready = ready,
    };
    (void)ret_status;
    return find_user(cli_value(args, "user", "yousaid-courier"), &settings.uid, err) &&
           find_group(cli_value(args, "group", "yousaid"), &settings.gid, err) &&
           stick_run(&settings, err);
}

/* ---- status ---- */

struct shown {
    char lines[STICKS_SHOWN][STICK_MESSAGE_MAX];
    size_t count;
};

static void keep_line(void *self, const char *line)
{
    struct shown *shown = self;
    if (shown->count < STICKS_SHOWN)
        (void)snprintf(shown->lines[shown->count++], STICK_MESSAGE_MAX, "%s", line);
}

static const struct {
    const char *word, *sentence;
} meanings[] = {
    { "reads", "mounted, read-only" },
    { "saves", "mounted, being written" },
    { "returns", "mounted, read-only as soon as nothing writes to it" },
    { "unread", "left alone: no kind of file system that is read here" },
    { "damaged", "left alone: its file system is damaged" },
    { "in_use", "left alone: something else uses it" },
};

static const char *meaning(const char *word)
{
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (strcmp(meanings[i].word, word) == 0)
            return meanings[i].sentence;
    return word;
}

/* One line of status, taken apart. */
struct seen {
    char folder[300], kind[32], device[64], state[32];
};

static bool take_apart(const char *line, struct seen *ret)
{
    *ret = (struct seen){ .folder = "" };
    return sscanf(line, "stick %299s %31s %63s %31s", ret->folder, ret->kind, ret->device,
                  ret->state) == 4 ||
           sscanf(line, "left %63s %31s", ret->device, ret->state) == 2;
}

static void print_text(const struct shown *shown)
{
    struct seen seen;
    if (shown->count == 0)
        printf("No stick is in.\n");
    for (size_t i = 0; i < shown->count; i++) {
        if (!take_apart(shown->lines[i], &seen))
            continue;
        if (seen.folder[0] != '\0')
            printf("%s  %s, %s: %s\n", seen.folder, seen.device, seen.kind, meaning(seen.state));
        else
            printf("%s: %s\n", seen.device, meaning(seen.state));
    }
}

static void add_text(json_t *object, const char *key, const char *text)
{
    if (text[0] != '\0')
        (void)json_object_set_new(object, key, json_string(text));
}

static bool print_json(const struct shown *shown, struct err *err)
{
    struct seen seen;
    json_t *list = json_array();
    for (size_t i = 0; i < shown->count; i++) {
        if (!take_apart(shown->lines[i], &seen))
            continue;
        json_t *stick = json_object();
        add_text(stick, "device", seen.device);
        add_text(stick, "state", seen.state);
        add_text(stick, "folder", seen.folder);
        add_text(stick, "kind", seen.kind);
        (void)json_array_append_new(list, stick);
    }
    json_t *all = json_pack("{s:o}", "sticks", list);
    char *text = json_dumps(all, JSON_INDENT(2));
    json_decref(all);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the status");
    printf("%s\n", text);
    free(text);
    return true;
}

static bool status(const struct cli_args *args, int *ret_status, struct err *err)
{
    static struct shown shown;
    const char *socket = cli_value(args, "socket", STICK_SOCKET);
    char answer[STICK_MESSAGE_MAX];
    bool fine = false;
    FD_AUTO fd = stick_connect(socket);
    (void)ret_status;
    if (fd < 0 && errno == EACCES)
        return err_set(err, ERR_DENIED, "%s is for the courier's group and root", socket);
    if (fd < 0)
        return err_set(err, ERR_MISSING, "no yousaid-stick runs: nobody listens on %s", socket);
    if (stick_ask(fd, "status", keep_line, &shown, &fine, answer) < 0 || !fine)
        return err_set(err, ERR_LATER, "yousaid-stick does not answer on %s", socket);
    if (cli_given(args, "json"))
        return print_json(&shown, err);
    print_text(&shown);
    return true;
}

#define SOCKET_OPTION                                                                              \
    {                                                                                              \
        "socket", "FILE", "where it is asked (" STICK_SOCKET ")", false, false                     \
    }

static const struct cli_option run_options[] = {
    SOCKET_OPTION,
    { "folder", "DIR", "in which a stick appears as a folder (" STICK_FOLDER ")", false, false },
    { "user", "NAME", "who may write while saving (yousaid-courier)", false, false },
    { "group", "NAME", "who may read and ask (yousaid)", false, false },
    { "kinds", "LIST", "file systems that are read, of vfat,exfat,ext4 (vfat,exfat)", false,
      false },
    { "devices", "DIR", "where the kernel shows its devices (/sys); tests have another", false,
      false },
    { 0 },
};
static const struct cli_option status_options[] = {
    SOCKET_OPTION,
    { "json", NULL, "as one JSON object", false, false },
    { 0 },
};

static const struct cli_command commands[] = {
    { "run", NULL,
      "Mounts USB sticks read-only, and lets one be written while the courier saves to it.",
      run_options, 0, 0, run },
    { "status", NULL, "Says which sticks are in.", status_options, 0, 0, status },
    { 0 },
};

int main(int argc, char **argv)
{
    return cli_main(argc, argv, "yousaid-stick",
                    "mounts a kiosk's USB sticks, read-only unless somebody saves", commands);
}
