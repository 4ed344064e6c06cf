/* kiosk list, set, revoke, revocations. */
#include "commands.h"
#include "file.h"
#include "kiosk_health.h"
#include "kiosks.h"
#include "local_time.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

enum { DAY_SECONDS = 86400 };

/* What is worth a look under its kiosk: "second key refused", "fork", and the like. */
static bool print_event(void *context, const struct store_event *event)
{
    char first[11];
    char last[11];
    (void)context;
    command_date(event->first, first);
    command_date(event->last, last);
    printf("    %s to %s, %" PRIu32 " times: %s\n", first, last, event->times, event->what);
    return true;
}

struct listing {
    struct hub *hub;
    struct store *store;
    struct err *err;
    bool failed;
};

static bool print_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct listing *listing = context;
    char enrolled[11];
    char seen[11] = "never";
    char revoked[11];
    char name[STORE_NAME_MAX];
    listing->failed = !hub_kiosk_name(listing->hub, kiosk->id, name, listing->err);
    if (listing->failed)
        return false;
    command_date(kiosk->enrolled, enrolled);
    if (kiosk->last_seen != 0)
        command_date(kiosk->last_seen, seen);
    printf("%016" PRIx64 "  %-32s  enrolled %s  seen %-10s  bundle %" PRIu64, kiosk->id,
           kiosk->venue, enrolled, seen, kiosk->bundle_serial);
    command_date(kiosk->revoked_from, revoked);
    if (kiosk->revoked_from != 0)
        printf("  revoked from %s", revoked);
    if (name[0] != '\0')
        printf("  %s", name);
    printf("\n");
    kiosk_health_print(kiosk->health);
    listing->failed = !store_events(listing->store, kiosk->id, print_event, NULL, listing->err);
    return !listing->failed;
}

static bool run_list(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct listing listing = { .hub = hub, .store = hub_store(hub), .err = err };
    return store_kiosks(listing.store, print_kiosk, &listing, err) && !listing.failed;
}

static const struct cli_option list_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_kiosk_list = {
    "kiosk list",
    NULL,
    "Lists the kiosks, what each last said of itself, and what was odd about it.",
    list_options,
    0,
    0,
    run_list,
};

bool command_kiosk_id(const char *text, uint64_t *ret, struct err *err)
{
    size_t length = strlen(text);
    char end;
    if (length == 16 && strspn(text, "0123456789abcdef") == 16 &&
        sscanf(text, "%16" SCNx64 "%c", ret, &end) == 1)
        return true;
    if (length >= 1 && length <= 19 && strspn(text, "0123456789") == length &&
        sscanf(text, "%19" SCNu64 "%c", ret, &end) == 1)
        return true;
    return err_set(err, ERR_USAGE,
                   "\"%.40s\" is not a kiosk's ID; kiosk list shows them, 16 letters and digits",
                   text);
}

/* A kiosk says itself when its responses were given; whoever has its key can say anything. */
static void print_room_for_lies(struct hub *hub, uint64_t id, unix_seconds from)
{
    struct store_kiosk kiosk;
    struct err err = { 0 };
    char enrolled[11];
    if (!store_kiosk_get(hub_store(hub), id, &kiosk, &err) || kiosk.enrolled >= from)
        return;
    command_date(kiosk.enrolled, enrolled);
    printf(
        "Who has its key can date responses back: to set aside all that it still sends, revoke it\n"
        "--since %s, the day of its enrolment. What is counted already stays.\n",
        enrolled);
}

static bool note_revoked(struct hub *hub, uint64_t kiosk, unix_seconds from, struct err *err)
{
    char id[17];
    char date[11];
    (void)snprintf(id, sizeof id, "%016" PRIx64, kiosk);
    command_date(from, date);
    return command_note(hub, DID_KIOSK_REVOKED, id, json_pack("{s:s}", "from", date), err);
}

static bool run_revoke(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *since = cli_value(args, "since", NULL);
    unix_seconds from = clock_now().wall;
    uint64_t kiosk = 0;
    int32_t day = 0;
    (void)ret_status;
    if (!command_kiosk_id(args->files[0], &kiosk, err))
        return false;
    if (since != NULL) {
        if (!local_day_from_text(since, &day, err))
            return false;
        from = (unix_seconds)day * DAY_SECONDS;
    }
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_revoke(hub, kiosk, from, err) || !note_revoked(hub, kiosk, from, err))
        return false;
    printf("revoked %s; a backup made before does not know: see kiosk revocations --help\n",
           args->files[0]);
    print_room_for_lies(hub, kiosk, from);
    return true;
}

static const struct cli_option revoke_options[] = {
    OPTION_DATA,
    { "since", "DATE", "what it recorded from this day on is set aside; today unless given", false,
      false },
    OPTION_END,
};

const struct cli_command command_kiosk_revoke = {
    "kiosk revoke", "ID", "Sets aside what a lost or stolen kiosk sends.", revoke_options, 1, 1,
    run_revoke,
};

/* ---- set ---- */

static bool run_set(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct kiosk_change change = { .name = cli_value(args, "name", NULL),
                                   .note = cli_value(args, "note", NULL),
                                   .venue = cli_value(args, "venue", NULL) };
    uint64_t kiosk = 0;
    (void)ret_status;
    if (!command_kiosk_id(args->files[0], &kiosk, err))
        return false;
    if (change.name == NULL && change.note == NULL && change.venue == NULL)
        return err_set(err, ERR_USAGE, "say what changes: --name, --note or --venue");
    if (!command_text_is_sound("the kiosk's name", cli_value(args, "name", ""), STORE_NAME_MAX - 1,
                               err) ||
        !command_text_is_sound("the note", cli_value(args, "note", ""), KIOSK_NOTE_MAX - 1, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_kiosk_change(hub, kiosk, &change, &audit_command_line, err))
        return false;
    printf("changed %s%s\n", args->files[0],
           change.venue == NULL ? "" : "; what it has recorded so far stays where that happened");
    return true;
}

static const struct cli_option set_options[] = {
    OPTION_DATA,
    { "name", "NAME", "what people call it: \"Waiting room, left\"", false, false },
    { "note", "TEXT", "what people should know of it; \"\" takes it away", false, false },
    { "venue", "ID", "where it stands from now on", false, false },
    OPTION_END,
};

const struct cli_command command_kiosk_set = {
    "kiosk set", "ID", "Names a kiosk, notes something of it, or moves it to another venue.",
    set_options, 1,    1,
    run_set,
};

/* ---- revocations ---- */

static bool save_revocations(struct hub *hub, const char *path, struct err *err)
{
    size_t count = 0;
    BUF_AUTO bytes = buf_new(HUB_REVOCATIONS_MAX + 16);
    if (!hub_revocations_get(hub, &bytes, &count, err) ||
        !file_write_durable(path, buf_span(&bytes), 0600, err))
        return false;
    printf("%zu revocations are in %s: keep it beside the programme key, not with the backups.\n",
           count, path);
    return true;
}

static bool take_revocations(struct hub *hub, const char *path, struct err *err)
{
    size_t count = 0;
    BUF_AUTO bytes = buf_new(HUB_REVOCATIONS_MAX + 16);
    if (!file_read(path, &bytes, err))
        return false;
    if (!hub_revocations_take(hub, buf_span(&bytes), &count, err))
        return err_wrap(err, "%s", path);
    if (count > 0 && !command_note(hub, DID_REVOCATIONS_TAKEN, "",
                                   json_pack("{s:I}", "count", (json_int_t)count), err))
        return false;
    printf("%zu revocations were not known here and hold from now on.\n", count);
    return true;
}

static bool run_revocations(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *to = cli_value(args, "to", NULL);
    const char *from = cli_value(args, "from", NULL);
    (void)ret_status;
    if ((to == NULL) == (from == NULL))
        return err_set(err, ERR_USAGE, "say either --to FILE, to save, or --from FILE, to restore");
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    return to != NULL ? save_revocations(hub, to, err) : take_revocations(hub, from, err);
}

static const struct cli_option revocations_options[] = {
    OPTION_DATA,
    { "to", "FILE", "saves all that the programme has revoked", false, false },
    { "from", "FILE", "takes back what was saved so", false, false },
    OPTION_END,
};

const struct cli_command command_kiosk_revocations = {
    "kiosk revocations",
    NULL,
    "Saves what was revoked outside of the backups, and gives it to a restored hub.",
    revocations_options,
    0,
    0,
    run_revocations,
};
