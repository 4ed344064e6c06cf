/* venue add, venue list. */
#include "commands.h"
#include "local_time.h"
#include "survey.h"
#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* Names that fit a file name, a URL and a column heading: the same letters as in surveys. */
static bool name_is_plain(const char *what, const char *name, struct err *err)
{
    size_t length = strlen(name);
    bool plain = length >= 1 && length <= STORE_ID_MAX && islower((unsigned char)name[0]);
    for (size_t i = 0; plain && i < length; i++)
        plain = islower((unsigned char)name[i]) || isdigit((unsigned char)name[i]) ||
                name[i] == '_' || name[i] == '-';
    if (plain)
        return true;
    return err_set(err, ERR_USAGE,
                   "%s \"%.60s\" must be 1 to %d small letters, digits, - or _, a letter first",
                   what, name, STORE_ID_MAX);
}

static bool copy(char *ret, size_t size, const char *what, const char *text, struct err *err)
{
    if (snprintf(ret, size, "%s", text) < (int)size && *text != '\0')
        return true;
    return err_set(err, ERR_USAGE, "%s must have 1 to %zu bytes", what, size - 1);
}

static bool venue_from_args(const struct cli_args *args, struct venue *ret, struct err *err)
{
    const char *kind = cli_value(args, "kind", "");
    const char *zone = cli_value(args, "time-zone", "Europe/London");
    *ret = (struct venue){ 0 };
    if (!name_is_plain("the venue's ID", args->files[0], err) ||
        (*kind != '\0' && !name_is_plain("the venue's kind", kind, err)))
        return false;
    if (!local_zone_known(zone))
        return err_set(err, ERR_USAGE,
                       "this machine knows no time zone \"%.50s\"; they are called like "
                       "Europe/London",
                       zone);
    (void)snprintf(ret->kind, sizeof ret->kind, "%s", kind);
    return command_text_is_sound("the venue's name", cli_value(args, "name", ""),
                                 sizeof ret->name - 1, err) &&
           copy(ret->id, sizeof ret->id, "the venue's ID", args->files[0], err) &&
           copy(ret->name, sizeof ret->name, "the venue's name", cli_value(args, "name", ""),
                err) &&
           copy(ret->time_zone, sizeof ret->time_zone, "the time zone", zone, err);
}

/* ---- is anything published for this kind? ---- */

struct kinds {
    struct store *store;
    const char *wanted;
    bool found;
    int surveys;
    struct buf named; /* the kinds of the surveys that are published: "gp, jobcentre" */
};

static void name_kind(struct kinds *kinds, const char *kind)
{
    char whole[STORE_ID_MAX + 3];
    (void)snprintf(whole, sizeof whole, "%s, ", kind);
    if (strstr(buf_text(&kinds->named), whole) == NULL)
        buf_printf(&kinds->named, "%s", whole);
}

static void note_kinds(struct kinds *kinds, const struct survey *survey)
{
    kinds->surveys++;
    kinds->found = kinds->found || survey->about.kind_count == 0;
    for (int i = 0; i < survey->about.kind_count; i++) {
        kinds->found = kinds->found || strcmp(survey->about.kinds[i], kinds->wanted) == 0;
        name_kind(kinds, survey->about.kinds[i]);
    }
}

static bool look_at_survey(void *context, const struct published_survey *published)
{
    struct kinds *kinds = context;
    struct err err;
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    struct problems *problems = calloc(1, sizeof *problems);
    struct survey *survey = NULL;
    if (problems != NULL && store_blob_get(kinds->store, &published->digest, &bytes, &err))
        survey = survey_load(buf_span(&bytes), problems);
    if (survey != NULL)
        note_kinds(kinds, survey);
    survey_free(survey);
    free(problems);
    return true;
}

/* A mistyped kind would leave the venue without a survey, and nobody would know why. */
static bool warn_of_kind(struct store *store, const char *kind, struct err *err)
{
    struct kinds kinds = { .store = store, .wanted = kind, .named = buf_new(4096) };
    bool read = *kind == '\0' || store_surveys(store, look_at_survey, &kinds, err);
    if (read && *kind != '\0' && !kinds.found && kinds.surveys == 0)
        printf("No survey is published yet.\n");
    if (read && *kind != '\0' && !kinds.found && kinds.surveys > 0)
        printf("warning: no published survey is for the kind \"%s\"; they are for %.*s\n", kind,
               (int)kinds.named.size - 2, buf_text(&kinds.named));
    buf_finish(&kinds.named);
    return read;
}

/* ---- add ---- */

static bool run_add(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct venue venue;
    (void)ret_status;
    if (!venue_from_args(args, &venue, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_venue_put(hub, &venue, err) ||
        !command_note(hub, DID_VENUE_CHANGED, venue.id,
                      json_pack("{s:s, s:s, s:s}", "name", venue.name, "time_zone", venue.time_zone,
                                "kind", venue.kind),
                      err))
        return false;
    printf("%s is \"%s\", in %s%s%s\n", venue.id, venue.name, venue.time_zone,
           venue.kind[0] == '\0' ? "" : ", of the kind ", venue.kind);
    command_speech_fresh(hub, args);
    return warn_of_kind(hub_store(hub), venue.kind, err);
}

static const struct cli_option add_options[] = {
    OPTION_DATA,
    { "name", "NAME", "what people call it", true, false },
    { "time-zone", "TZ", "Europe/London unless given", false, false },
    { "kind", "KIND", "what kind of place it is: surveys can be for kinds", false, false },
    OPTION_END,
};

const struct cli_command command_venue_add = {
    "venue add", "ID", "Adds a venue, or changes the one with this ID.", add_options, 1, 1, run_add,
};

static bool print_venue(void *context, const struct venue *venue)
{
    struct digest survey;
    struct err err;
    bool asks = store_venue_survey_get(context, venue->id, &survey, &err);
    printf("%-32s  %-20s  %-16s  %s%s\n", venue->id, venue->time_zone,
           venue->kind[0] == '\0' ? "-" : venue->kind, venue->name,
           asks ? "" : "  (no survey yet)");
    return true;
}

static bool run_list(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    return hub != NULL && store_venues(hub_store(hub), print_venue, hub_store(hub), err);
}

static const struct cli_option list_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_venue_list = {
    "venue list", NULL, "Lists the venues.", list_options, 0, 0, run_list,
};
