/* yousaid-hub: the table of its verbs. What a verb does is in command_*.c; the hub itself is in
 * api/. */
#include "commands.h"
#include "local_time.h"
#include <sys/stat.h>

static const struct cli_command *const verbs[] = {
    &command_init,
    &command_serve,
    &command_survey_check,
    &command_survey_walk,
    &command_survey_publish,
    &command_survey_list,
    &command_survey_module,
    &command_survey_local,
    &command_venue_add,
    &command_venue_list,
    &command_venue_profile,
    &command_venue_set,
    &command_notice_add,
    &command_notice_list,
    &command_notice_withdraw,
    &command_kiosk_invite,
    &command_kiosk_replace,
    &command_kiosk_list,
    &command_kiosk_set,
    &command_kiosk_revoke,
    &command_kiosk_revocations,
    &command_kiosk_stick,
    &command_words_new,
    &command_words_open,
    &command_import,
    &command_export,
    &command_report_satisfaction,
    &command_report_fft,
    &command_report_groups,
    &command_report_questions,
    &command_report_govuk,
    &command_report_drivers,
    &command_report_participation,
    &command_report_fairness,
    &command_report_return,
    &command_user_add,
    &command_user_reset,
    &command_user_list,
    &command_notify_set,
    &command_notify_show,
    &command_verify,
    &command_chain_list,
    &command_chain_check,
    &command_retention_set,
    &command_retention_show,
    &command_retention_run,
    &command_sample,
    &command_database_move,
    &command_hub_add,
    &command_backup,
    &command_restore,
    &command_speech_make,
    &command_speech_add,
    &command_speech_list,
};

enum { VERBS = sizeof verbs / sizeof verbs[0] };

struct hub *command_hub(const struct cli_args *args, struct err *err)
{
    struct hub *hub = NULL;
    return hub_open(cli_value(args, "data", ""), &hub, err) ? hub : NULL;
}

void command_hub_close(struct hub **hub)
{
    hub_close(*hub);
}

struct command_values command_values_of(const struct cli_args *args, const char *name)
{
    struct command_values values = { { NULL } };
    for (int i = 0; i < COMMAND_VALUES_MAX; i++)
        values.list[i] = cli_nth(args, name, i);
    return values;
}

void command_date(int64_t moment, char ret[11])
{
    local_day_text((int32_t)(moment / 86400), ret);
}

int main(int argc, char **argv)
{
    struct cli_command table[VERBS + 1] = { { 0 } };
    for (size_t i = 0; i < VERBS; i++)
        table[i] = *verbs[i];
    /* Whatever the hub writes is for its own user, the database too. */
    (void)umask(077);
    return cli_main(argc, argv, "yousaid-hub",
                    "the centre of Yousaid: takes batches in, keeps and counts them", table);
}
