/* kiosk invite and replace: codes, and sheets to print. */
#include "commands.h"
#include "file.h"
#include "kiosks.h"
#include "rest_sheet.h"
#include <inttypes.h>
#include <stdio.h>

enum { INVITES_MAX = 200 };

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

/* A page to print with the codes, instead of the codes themselves. */
struct sheets {
    const char *path; /* NULL: they are printed here */
    const char *hub;
    struct venue venue;
    struct kiosk_wish wish;
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
    struct rest_sheet sheet = { hub_programme(hub), sheets->venue.name, sheets->wish.name,
                                sheets->hub, invite };
    if (!rest_sheet_qr(&sheet, &qr, err))
        return false;
    rest_sheet_put(&sheets->page, &sheet, buf_text(&qr));
    return true;
}

static bool invite_one(struct hub *hub, struct sheets *sheets, struct err *err)
{
    struct invite invite;
    bool made = hub_kiosk_invite(hub, &sheets->wish, &audit_command_line, &invite, err);
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

static struct sheets sheets_asked(const struct cli_args *args)
{
    return (struct sheets){ .path = cli_value(args, "sheets", NULL),
                            .hub = cli_value(args, "hub", ""),
                            .wish = { .name = "" },
                            .page = buf_new(REST_SHEETS_MAX) };
}

static bool run_invite(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *venue = cli_value(args, "venue", "");
    SHEETS_AUTO sheets = sheets_asked(args);
    long count;
    (void)ret_status;
    if (!cli_number(args, "count", 1, 1, INVITES_MAX, &count, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_venue_get(hub, venue, &sheets.venue, err))
        return false;
    sheets.wish.venue = sheets.venue.id;
    return invite_all(hub, &sheets, count, err);
}

/* clang-format off */
#define OPTIONS_SHEETS \
    { "sheets", "FILE", "writes a page to print (HTML) instead, a sheet for each kiosk", false, false }, \
    { "hub", "URL", "what the kiosks are to call, for the sheets: https://hub.example.org:8443", false, false }
/* clang-format on */

static const struct cli_option invite_options[] = {
    OPTION_DATA,
    { "venue", "ID", "where the kiosk will stand", true, false },
    { "count", "N", "how many invitations; 1 unless given", false, false },
    OPTIONS_SHEETS,
    OPTION_END,
};

const struct cli_command command_kiosk_invite = {
    "kiosk invite", NULL, "Makes a code with which one kiosk enrols, and its staff PIN.",
    invite_options, 0,    0,
    run_invite,
};

static bool run_replace(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct store_kiosk old;
    char name[STORE_NAME_MAX];
    uint64_t kiosk = 0;
    SHEETS_AUTO sheets = sheets_asked(args);
    (void)ret_status;
    if (!command_kiosk_id(args->files[0], &kiosk, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !store_kiosk_get(hub_store(hub), kiosk, &old, err) ||
        !hub_venue_get(hub, old.venue, &sheets.venue, err) ||
        !hub_kiosk_name(hub, kiosk, name, err))
        return false;
    sheets.wish.name = name;
    sheets.wish.venue = sheets.venue.id;
    sheets.wish.replaces = kiosk;
    return invite_all(hub, &sheets, 1, err);
}

static const struct cli_option replace_options[] = { OPTION_DATA, OPTIONS_SHEETS, OPTION_END };

const struct cli_command command_kiosk_replace = {
    "kiosk replace",
    "ID",
    "Invites a kiosk that takes this one's place; this one is looked after until it has enrolled.",
    replace_options,
    1,
    1,
    run_replace,
};
