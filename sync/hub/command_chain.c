/* chain list, check: every kiosk's chain points at a month's end, for inspectors. */
#include "chain_list.h"
#include "chain_signed.h"
#include "clock.h"
#include "commands.h"
#include "local_time.h"
#include "seal.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- list ---- */

static bool month_of(const struct cli_args *args, int64_t now, int32_t *ret, struct err *err)
{
    char day[16];
    const char *month = cli_value(args, "month", NULL);
    int32_t this_one = local_month_start((int32_t)(now / 86400));
    *ret = local_month_start(this_one - 1);
    if (month == NULL)
        return true;
    (void)snprintf(day, sizeof day, "%.8s-01", month);
    return (strlen(month) == 7 && local_day_from_text(day, ret, err)) ||
           err_set(err, ERR_USAGE, "--month takes a month such as 2026-10, not \"%.20s\"", month);
}

static bool run_list(const struct cli_args *args, int *ret_status, struct err *err)
{
    int32_t month;
    int64_t now = clock_now().wall;
    BUF_AUTO list = buf_new(CHAIN_LIST_MAX);
    (void)ret_status;
    if (!month_of(args, now, &month, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_chain_list(hub, month, now, &list, err) ||
        !file_write_durable(args->files[0], buf_span(&list), 0644, err))
        return false;
    printf("%s holds every kiosk's chain points: give it to an inspector, who keeps it.\n",
           args->files[0]);
    return true;
}

static const struct cli_option list_options[] = {
    OPTION_DATA,
    { "month", "MONTH", "2026-10; the last one unless given", false, false },
    OPTION_END,
};

const struct cli_command command_chain_list = {
    "chain list",
    "FILE",
    "Writes the signed list of every kiosk's chain points at a month's end.\n"
    "Whoever keeps it can tell later whether anything of what it covers was dropped or changed.",
    list_options,
    1,
    1,
    run_list,
};

/* ---- check ---- */

/* The programme's key is what an inspector was given when the programme began. */
static bool programme_fits(const struct cli_args *args, const struct public_key *programme,
                           struct err *err)
{
    char hex[65];
    struct digest key;
    const char *wanted = cli_value(args, "programme", NULL);
    memcpy(key.bytes, programme->bytes, sizeof key.bytes);
    digest_hex(&key, hex);
    if (wanted == NULL) {
        printf("signed under the programme key %s: compare it with the one that you know\n", hex);
        return true;
    }
    return strcmp(wanted, hex) == 0 ||
           err_set(err, ERR_DENIED, "the list is signed under another programme key, %s", hex);
}

static bool open_list(const struct cli_args *args, const char *path, struct buf *file,
                      struct span *ret_text, struct err *err)
{
    struct public_key programme;
    return file_read(path, file, err) &&
           (chain_list_open(buf_span(file), ret_text, &programme, err) ||
            err_wrap(err, "%s", path)) &&
           programme_fits(args, &programme, err);
}

static bool check_hub(const struct cli_args *args, struct span list, bool *ret_clean,
                      struct err *err)
{
    HUB_AUTO *hub = command_hub(args, err);
    return hub != NULL && report_chain_check(hub_store(hub), list, stdout, ret_clean, err);
}

static bool run_check(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *earlier = cli_value(args, "earlier", NULL);
    struct span list;
    struct span before;
    bool clean = true;
    bool goes_on = true;
    BUF_AUTO file = buf_new(CHAIN_LIST_MAX);
    BUF_AUTO old = buf_new(CHAIN_LIST_MAX);
    if (!open_list(args, args->files[0], &file, &list, err))
        return false;
    if (cli_given(args, "data") && !check_hub(args, list, &clean, err))
        return false;
    if (earlier != NULL && (!open_list(args, earlier, &old, &before, err) ||
                            !report_chain_compare(before, list, stdout, &goes_on, err)))
        return false;
    if (!cli_given(args, "data") && earlier == NULL)
        printf("fine   the signature holds; --data or --earlier compare it with something\n");
    *ret_status = clean && goes_on ? 0 : 1;
    return true;
}

static const struct cli_option check_options[] = {
    { "data", "DIR", "a hub's folder: is all that the list tells of still there?", false, false },
    { "earlier", "FILE", "an earlier list: does this one go on from it?", false, false },
    { "programme", "KEY", "the programme's public key, 64 hexadecimal digits", false, false },
    OPTION_END,
};

const struct cli_command command_chain_check = {
    "chain check",
    "FILE",
    "Checks a list of chain points: its signature, and against a hub or an earlier list.\n"
    "Exit status 1 on any doubt. Without --data no hub is needed.",
    check_options,
    1,
    1,
    run_check,
};
