/* database move, hub add: from one hub with a file to many hubs that share a database; backup and
 * restore of a hub with a file. */
#include "commands.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

/* ---- database move ---- */

static void print_moved(void *context, const struct store_moved *moved)
{
    (void)context;
    printf("%-16s  %12" PRIu64 " rows\n", moved->table, moved->rows);
}

static bool run_move(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *data = cli_value(args, "data", "");
    const char *to = cli_value(args, "to", "");
    (void)ret_status;
    if (!hub_database_move(data, to, print_moved, NULL, err))
        return false;
    HUB_AUTO *moved = command_hub(args, err);
    if (moved == NULL || !command_note(moved, DID_DATABASE_MOVED, "", NULL, err))
        return false;
    printf(
        "\nEverything was counted on both sides. Start yousaid-hub serve anew; %s/hub.sqlite is\n"
        "shut and can go once a backup of the new database is made.\n",
        data);
    return true;
}

static const struct cli_option move_options[] = {
    OPTION_DATA,
    { "to", "URL", "postgres://HOST/NAME, empty and there; passwords come from PGPASSFILE", true,
      false },
    OPTION_END,
};

const struct cli_command command_database_move = {
    "database move", NULL, "Moves all of the hub's database from SQLite to PostgreSQL.",
    move_options,    0,    0,
    run_move,
};

/* ---- hub add ---- */

static bool run_add(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct command_values given = command_values_of(args, "tls-name");
    const char *names[COMMAND_VALUES_MAX + 4] = { "localhost", "127.0.0.1", "::1" };
    const char *to = cli_value(args, "to", "");
    (void)ret_status;
    for (size_t i = 0; given.list[i] != NULL; i++)
        names[i + 3] = given.list[i];
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_add(hub, to, names, err) ||
        !command_note(hub, DID_HUB_ADDED, "", json_pack("{s:s}", "to", to), err))
        return false;
    printf("Another hub of the same programme is in %s: carry that folder to its machine.\n"
           "Kiosks learn its key with their next bundle; let them call it after that.\n",
           to);
    return true;
}

static const struct cli_option add_options[] = {
    OPTION_DATA,
    { "to", "DIR", "the other hub's folder, made here", true, false },
    { "tls-name", "NAME", "a name or address of its machine that kiosks call", false, true },
    OPTION_END,
};

const struct cli_command command_hub_add = {
    "hub add", NULL,    "Makes another hub that shares this one's database.", add_options, 0,
    0,         run_add,
};

/* ---- backup, restore ---- */

static bool run_backup(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *to = cli_value(args, "to", "");
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_backup(hub, to, err) ||
        !command_note(hub, DID_BACKUP_MADE, "", json_pack("{s:s}", "to", to), err))
        return false;
    printf("The hub as it is now is in %s, its keys too: keep it as safe as the hub itself.\n", to);
    return true;
}

static const struct cli_option backup_options[] = {
    OPTION_DATA,
    { "to", "DIR", "the backup's folder, made here", true, false },
    OPTION_END,
};

const struct cli_command command_backup = {
    "backup", NULL,       "Copies the hub, also while it serves, into a folder.", backup_options, 0,
    0,        run_backup,
};

static bool run_restore(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *data = cli_value(args, "data", "");
    (void)ret_status;
    bool drill = cli_given(args, "drill");
    if (!hub_restore(data, cli_value(args, "from", ""), drill, err))
        return false;
    if (drill) {
        printf(
            "A drill is in %s: look at it, verify it, serve it. It takes nothing in, and stays a\n"
            "drill; what is to go on is restored without --drill.\n",
            data);
        return true;
    }
    HUB_AUTO *restored = command_hub(args, err);
    if (restored == NULL || !command_note(restored, DID_HUB_RESTORED, "", NULL, err))
        return false;
    printf("The hub is in %s as it was when the backup was made. Start it: each kiosk sends what\n"
           "came since with its next exchange, as far back as it keeps it.\n",
           data);
    return true;
}

static const struct cli_option restore_options[] = {
    OPTION_DATA,
    { "from", "DIR", "a backup's folder; it stays as it is", true, false },
    { "drill", NULL, "only to look at: kiosks and sticks are refused", false, false },
    OPTION_END,
};

const struct cli_command command_restore = {
    "restore", NULL, "Makes a hub from a backup.", restore_options, 0, 0, run_restore,
};
