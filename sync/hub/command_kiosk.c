/* kiosk invite, list, revoke, revocations. */
#include "commands.h"
#include "file.h"
#include "kiosk_health.h"
#include "local_time.h"
#include "rest_sheet.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

enum { INVITES_MAX = 200, DAY_SECONDS = 86400 };

/* One sheet for the person who sets the kiosk up; none of it can be shown again. */
static void print_invite(const char *venue, const struct invite *invite)
{
    char date[11];
    command_date(invite->expires, date);
    printf("venue     %s\n"
           "code      %s\n"
           "PIN       %s\n"
           "recovery  %s\n"
           "expires   %s\n\n",
           venue, invite->code, invite->pin, invite->recovery, date);
}

static bool note_invite(struct hub *hub, const char *venue, const struct invite *invite,
                        struct err *err)
{
    char id[8];
    (void)snprintf(id, sizeof id, "%u", (unsigned)invite->id);
    return command_note(hub, DID_INVITATION_MADE, id,
                        json_pack("{s:s, s:s}", "venue", venue, "replaces", ""), err);
}

/* A page to print with the codes, instead of the codes themselves. */
struct sheets {
    const char *path; /* NULL: they are printed here */
    const char *hub;
    struct venue venue;
    struct buf page;
};

static void sheets_forget(struct sheets *sheets)
{
    if (sheets->page.data != NULL)
        seal_forget(sheets->page.data, sheets->page.size);
    buf_finish(&sheets->page);
}
#define SHEETS_AUTO __attribute__((cleanup(sheets_forget))) struct sheets

static bool sheet_add(struct hub *hub, struct sheets *sheets, const struct invite *invite,
                      struct err *err)
{
    BUF_AUTO qr = buf_new(REST_QR_MAX);
    struct rest_sheet sheet = { hub_programme(hub), sheets->venue.name, "", sheets->hub, invite };
    if (!rest_sheet_qr(&sheet, &qr, err))
        return false;
    rest_sheet_put(&sheets->page, &sheet, buf_text(&qr));
    return true;
}

static bool invite_one(struct hub *hub, struct sheets *sheets, struct err *err)
{
    struct invite invite;
    bool made = hub_invite(hub, sheets->venue.id, &invite, err) &&
                note_invite(hub, sheets->venue.id, &invite, err);
    if (made && sheets->path != NULL)
        made = sheet_add(hub, sheets, &invite, err);
    else if (made)
        print_invite(sheets->venue.id, &invite);
    seal_forget(&invite, sizeof invite);
    return made;
}

static bool sheets_write(struct sheets *sheets, long count, struct err *err)
{
    rest_sheets_end(&sheets->page);
    if (!buf_ok(&sheets->page, "the sheets", err) ||
        !file_write_durable(sheets->path, buf_span(&sheets->page), 0600, err))
        return false;
    printf("%s holds %ld sheet%s: open it in a browser, print it, and delete it. It cannot be made "
           "again.\n",
           sheets->path, count, count == 1 ? "" : "s");
    return true;
}

static bool invite_all(struct hub *hub, struct sheets *sheets, long count, struct err *err)
{
    rest_sheets_begin(&sheets->page);
    for (long i = 0; i < count; i++)
        if (!invite_one(hub, sheets, err))
            return false;
    if (sheets->path != NULL)
        return sheets_write(sheets, count, err);
    printf("The code enrols one kiosk, once. PIN and recovery code open its staff menu.\n"
           "Print this sheet now: it cannot be shown again.\n");
    return true;
}

static bool run_invite(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *venue = cli_value(args, "venue", "");
    SHEETS_AUTO sheets = { .path = cli_value(args, "sheets", NULL),
                           .hub = cli_value(args, "hub", ""),
                           .page = buf_new(REST_SHEETS_MAX) };
    long count;
    (void)ret_status;
    if (!cli_number(args, "count", 1, 1, INVITES_MAX, &count, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    if (!store_venue_get(hub_store(hub), venue, &sheets.venue, err))
        return err->kind == ERR_MISSING
                   ? err_set(err, ERR_MISSING,
                             "there is no venue \"%.40s\"; see yousaid-hub venue list", venue)
                   : false;
    return invite_all(hub, &sheets, count, err);
}

static const struct cli_option invite_options[] = {
    OPTION_DATA,
    { "venue", "ID", "where the kiosk will stand", true, false },
    { "count", "N", "how many invitations; 1 unless given", false, false },
    { "sheets", "FILE", "writes a page to print (HTML) instead, a sheet for each kiosk", false,
      false },
    { "hub", "URL", "what the kiosks are to call, for the sheets: https://hub.example.org:8443",
      false, false },
    OPTION_END,
};

const struct cli_command command_kiosk_invite = {
    "kiosk invite", NULL, "Makes a code with which one kiosk enrols, and its staff PIN.",
    invite_options, 0,    0,
    run_invite,
};

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
    command_date(kiosk->enrolled, enrolled);
    if (kiosk->last_seen != 0)
        command_date(kiosk->last_seen, seen);
    printf("%016" PRIx64 "  %-32s  enrolled %s  seen %-10s  bundle %" PRIu64, kiosk->id,
           kiosk->venue, enrolled, seen, kiosk->bundle_serial);
    command_date(kiosk->revoked_from, revoked);
    if (kiosk->revoked_from != 0)
        printf("  revoked from %s", revoked);
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
    struct listing listing = { .store = hub_store(hub), .err = err };
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
