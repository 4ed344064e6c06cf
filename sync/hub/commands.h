#pragma once
/* The verbs of yousaid-hub: one file a family, each verb with its options in one value. */
#include "api.h"
#include "audit.h"
#include "cli.h"
#include "file.h"
#include <stdio.h>

/* Bounded whole input of a command: a file, or "-" for standard input. */
#define OPTION_DATA                                                                                \
    {                                                                                              \
        "data", "DIR", "the hub's folder", true, false                                             \
    }
#define OPTION_END                                                                                 \
    {                                                                                              \
        NULL, NULL, NULL, false, false                                                             \
    }

extern const struct cli_command command_init;
extern const struct cli_command command_serve;
extern const struct cli_command command_survey_check;
extern const struct cli_command command_survey_walk;
extern const struct cli_command command_survey_publish;
extern const struct cli_command command_survey_list;
extern const struct cli_command command_survey_module;
extern const struct cli_command command_survey_local;
extern const struct cli_command command_venue_add;
extern const struct cli_command command_venue_list;
extern const struct cli_command command_venue_profile;
extern const struct cli_command command_venue_set;
extern const struct cli_command command_kiosk_invite;
extern const struct cli_command command_kiosk_replace;
extern const struct cli_command command_kiosk_list;
extern const struct cli_command command_kiosk_set;
extern const struct cli_command command_kiosk_revoke;
extern const struct cli_command command_kiosk_revocations;
extern const struct cli_command command_kiosk_stick;
extern const struct cli_command command_notice_add;
extern const struct cli_command command_notice_list;
extern const struct cli_command command_notice_withdraw;
extern const struct cli_command command_words_new;
extern const struct cli_command command_words_open;
extern const struct cli_command command_import;
extern const struct cli_command command_export;
extern const struct cli_command command_report_satisfaction;
extern const struct cli_command command_report_fft;
extern const struct cli_command command_report_groups;
extern const struct cli_command command_report_questions;
extern const struct cli_command command_report_govuk;
extern const struct cli_command command_report_drivers;
extern const struct cli_command command_report_participation;
extern const struct cli_command command_report_fairness;
extern const struct cli_command command_report_return;
extern const struct cli_command command_sample;
extern const struct cli_command command_verify;
extern const struct cli_command command_retention_set;
extern const struct cli_command command_retention_show;
extern const struct cli_command command_retention_run;
extern const struct cli_command command_chain_list;
extern const struct cli_command command_chain_check;
extern const struct cli_command command_database_move;
extern const struct cli_command command_hub_add;
extern const struct cli_command command_backup;
extern const struct cli_command command_restore;
extern const struct cli_command command_speech_make;
extern const struct cli_command command_speech_add;
extern const struct cli_command command_speech_list;
extern const struct cli_command command_user_add;
extern const struct cli_command command_user_reset;
extern const struct cli_command command_user_list;
extern const struct cli_command command_notify_set;
extern const struct cli_command command_notify_show;

/* The yousaid-kiosk of --kiosk, else the one in this program's own folder, there or not. */
enum { KIOSK_PATH_MAX = 4096 };
MUST_CHECK bool command_kiosk(const struct cli_args *args, char ret[KIOSK_PATH_MAX],
                              struct err *err);

/* Makes the clips that are missing, prints how many; what stands in the way is one sentence, and no
 * failure: kiosks work without clips. */
void command_speech_for(struct hub *hub, const struct cli_args *args);

/* The same for what has just changed, in the languages that kiosks speak already; says nothing
 * where there is nothing new. */
void command_speech_fresh(struct hub *hub, const struct cli_args *args);

/* Opens the hub that --data names; NULL with *err set when it cannot be. */
struct hub *command_hub(const struct cli_args *args, struct err *err);
void command_hub_close(struct hub **hub);
#define HUB_AUTO __attribute__((cleanup(command_hub_close))) struct hub

/* The values of an option that may be given many times, as a list that ends with NULL. */
enum { COMMAND_VALUES_MAX = 64 };
struct command_values {
    const char *list[COMMAND_VALUES_MAX + 1];
};
struct command_values command_values_of(const struct cli_args *args, const char *name);

/* Is it UTF-8 of so many bytes at most, without control characters? Else ERR_USAGE names `what`. */
MUST_CHECK bool command_text_is_sound(const char *what, const char *text, size_t most,
                                      struct err *err);

/* As kiosk list shows it, or the decimal number that the kiosk itself says. */
MUST_CHECK bool command_kiosk_id(const char *text, uint64_t *ret, struct err *err);
/* A sentence for each survey (NULL: any) of which answers or figures from that day on were deleted.
 */
MUST_CHECK bool command_say_deleted(struct hub *hub, const char *survey, int32_t from, bool figures,
                                    FILE *out, struct err *err);

/* Writes a line of the audit log in the name of the command line, once what it tells of holds; of
 * what leaves the hub, before. detail is let go of. */
struct json_t;
MUST_CHECK bool command_note(struct hub *hub, enum audit_action action, const char *subject,
                             struct json_t *detail, struct err *err);

/* A date for people, "2026-11-23", of a moment in UTC. */
void command_date(int64_t moment, char ret[11]);
