/* venue profile, venue set: what a venue chooses, as a whole file or member by member. */
#include "commands.h"
#include "problems_print.h"
#include "venue_profile.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static void problems_drop(struct problems **problems)
{
    free(*problems);
}
#define PROBLEMS_AUTO __attribute__((cleanup(problems_drop))) struct problems

static bool put_profile(struct hub *hub, const char *venue, struct span file, struct err *err)
{
    PROBLEMS_AUTO *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read the file");
    bool put = hub_venue_profile_put(hub, venue, file, problems, err);
    problems_print(problems, stderr);
    return put && command_note(hub, DID_VENUE_PROFILE_CHANGED, venue,
                               json_loadb((const char *)file.data, file.size, 0, NULL), err);
}

/* ---- profile ---- */

static bool print_profile(struct hub *hub, const char *venue, struct err *err)
{
    BUF_AUTO bytes = buf_new(VENUE_FILE_MAX);
    if (!hub_venue_profile_get(hub, venue, &bytes, err))
        return false;
    printf("%s\n", bytes.size > 0 ? buf_text(&bytes) : "{\"version\": 1}");
    return true;
}

static bool run_profile(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *venue = args->files[0];
    BUF_AUTO bytes = buf_new(VENUE_FILE_MAX);
    (void)ret_status;
    if (args->file_count > 1 && !file_read(args->files[1], &bytes, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    if (args->file_count == 1)
        return print_profile(hub, venue, err);
    if (!put_profile(hub, venue, buf_span(&bytes), err))
        return false;
    printf("%s has what %s says\n", venue, args->files[1]);
    command_speech_fresh(hub, args);
    return true;
}

static const struct cli_option profile_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_venue_profile = {
    "venue profile",
    "ID [FILE]",
    "Takes what a venue chooses from a file, or prints it.\n"
    "docs/VENUE.md explains the file: hours, languages, sound, times, and the venue's own texts "
    "on\n"
    "help, taking part and privacy. \"venue set\" changes one thing of it.",
    profile_options,
    1,
    2,
    run_profile,
};

/* ---- set ---- */

enum kind { KIND_NUMBER, KIND_WORD, KIND_FLAG, KIND_TAGS, KIND_HOURS };

/* Where the value of an option stands in the file. */
static const struct setting {
    const char *option, *section, *member;
    enum kind kind;
} settings[] = {
    { "languages", "languages", "offered", KIND_TAGS },
    { "default", "languages", "default", KIND_WORD },
    { "welsh", "languages", "welsh", KIND_WORD },
    { "hours", "hours", NULL, KIND_HOURS },
    { "idle", "seconds", "idle", KIND_NUMBER },
    { "warn", "seconds", "warn", KIND_NUMBER },
    { "thanks", "seconds", "thanks", KIND_NUMBER },
    { "key-guard", "input", "key_guard_ms", KIND_NUMBER },
    { "scan", "input", "scan_ms", KIND_NUMBER },
    { "speech", "speech", "offered", KIND_FLAG },
    { "volume", "speech", "volume", KIND_NUMBER },
    { "viewing", "display", "viewing_mm", KIND_NUMBER },
    { "motion", "display", "motion", KIND_WORD },
    { "panels", "display", "panels", KIND_TAGS },
    { "colour", "brand", "colour", KIND_WORD },
    { "calls-staff", "help", "calls_staff", KIND_FLAG },
    { "equality", "equality", "percent", KIND_NUMBER },
};

static const struct cli_option set_options[] = {
    OPTION_DATA,
    { "languages", "TAG,TAG", "what is offered, in this order", false, false },
    { "default", "TAG", "the language that each person meets first", false, false },
    { "welsh", "WORD", "equal: Welsh and English side by side; or usual", false, false },
    { "hours", "DAYS TIMES", "\"mon-fri 08:00-18:30\", \"sun closed\" or \"always\"", false, true },
    { "idle", "S", "until it asks whether somebody is there, 30 to 300", false, false },
    { "warn", "S", "that it then waits, 20 to 120", false, false },
    { "thanks", "S", "that the thanks stay, 5 to 60", false, false },
    { "key-guard", "MS", "in which the same key is not taken twice, 80 to 500", false, false },
    { "scan", "MS", "on each target with one switch, 500 to 10000", false, false },
    { "speech", "YES", "yes or no: is listening offered", false, false },
    { "volume", "N", "where each person's begins, 0 to 100", false, false },
    { "viewing", "MM", "from how far away it is read, 300 to 2000", false, false },
    { "motion", "WORD", "usual or reduced", false, false },
    { "panels", "PANEL,PANEL", "of its kiosks, \"1280x800@149\": a survey is checked on them",
      false, false },
    { "colour", "#RRGGBB", "the venue's own, made dark enough to be read", false, false },
    { "calls-staff", "YES", "yes or no: a call for help reaches somebody", false, false },
    { "equality", "N", "percent of visits in which the equality questions are offered", false,
      false },
    OPTION_END,
};

static json_t *tags_of(const char *list)
{
    json_t *tags = json_array();
    while (*list != '\0') {
        size_t size = strcspn(list, ",");
        (void)json_array_append_new(tags, json_stringn(list, size));
        list += size + (list[size] == ',');
    }
    return tags;
}

/* "08:00-12:30,13:30-18:00"; none for "closed". */
static json_t *times_of(const char *list)
{
    return strcmp(list, "closed") == 0 ? json_array() : tags_of(list);
}

static const char *const days[VENUE_DAYS] = { "monday", "tuesday",  "wednesday", "thursday",
                                              "friday", "saturday", "sunday" };

static int day_of(const char *name, size_t size)
{
    for (int i = 0; i < VENUE_DAYS; i++)
        if (size >= 3 && size <= strlen(days[i]) && strncmp(days[i], name, size) == 0)
            return i;
    return -1;
}

static bool no_hours(const char *said, struct err *err)
{
    return err_set(err, ERR_USAGE,
                   "\"%.60s\" are no hours; write \"mon-fri 08:00-18:30\", \"sat closed\" or "
                   "\"always\"",
                   said);
}

static bool set_hours(json_t *file, const char *said, struct err *err)
{
    if (strcmp(said, "always") == 0) {
        (void)json_object_del(file, "hours");
        return true;
    }
    size_t name = strcspn(said, "- "), whole = strcspn(said, " ");
    int from = day_of(said, name);
    int to = said[name] == '-' ? day_of(said + name + 1, whole - name - 1) : from;
    if (from < 0 || to < from || said[whole] == '\0')
        return no_hours(said, err);
    json_t *hours = json_object_get(file, "hours");
    if (hours == NULL) {
        hours = json_object();
        (void)json_object_set_new(file, "hours", hours);
    }
    for (int day = from; day <= to; day++)
        (void)json_object_set_new(hours, days[day], times_of(said + whole + 1));
    return true;
}

static bool value_of(const struct setting *setting, const char *said, json_t **ret, struct err *err)
{
    char *end = NULL;
    long number = strtol(said, &end, 10);
    bool yes = strcmp(said, "yes") == 0;
    if (setting->kind == KIND_NUMBER && (end == said || *end != '\0'))
        return err_set(err, ERR_USAGE, "--%s takes a whole number", setting->option);
    if (setting->kind == KIND_FLAG && !yes && strcmp(said, "no") != 0)
        return err_set(err, ERR_USAGE, "--%s takes yes or no", setting->option);
    switch (setting->kind) {
    case KIND_NUMBER:
        *ret = json_integer(number);
        break;
    case KIND_FLAG:
        *ret = json_boolean(yes);
        break;
    case KIND_TAGS:
        *ret = tags_of(said);
        break;
    default:
        *ret = json_string(said);
    }
    return true;
}

static bool set_one(json_t *file, const struct setting *setting, const char *said, struct err *err)
{
    json_t *value = NULL;
    if (setting->kind == KIND_HOURS)
        return set_hours(file, said, err);
    if (!value_of(setting, said, &value, err))
        return false;
    json_t *section = json_object_get(file, setting->section);
    if (section == NULL) {
        section = json_object();
        (void)json_object_set_new(file, setting->section, section);
    }
    return json_object_set_new(section, setting->member, value) == 0 ||
           err_set(err, ERR_USAGE, "--%s is no text", setting->option);
}

static bool set_all(json_t *file, const struct cli_args *args, struct err *err)
{
    bool any = false;
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        for (int nth = 0; cli_nth(args, settings[i].option, nth) != NULL; nth++) {
            any = true;
            if (!set_one(file, &settings[i], cli_nth(args, settings[i].option, nth), err))
                return false;
        }
    return any || err_set(err, ERR_USAGE, "nothing is said that could be set; see --help");
}

static json_t *file_of(struct span bytes)
{
    json_t *file = json_loadb((const char *)bytes.data, bytes.size, 0, NULL);
    return file != NULL ? file : json_pack("{s:i}", "version", VENUE_VERSION);
}

static void text_drop(char **text)
{
    free(*text);
}

static void json_drop(json_t **json)
{
    json_decref(*json);
}

static bool run_set(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *venue = args->files[0];
    BUF_AUTO bytes = buf_new(VENUE_FILE_MAX);
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_venue_profile_get(hub, venue, &bytes, err))
        return false;
    __attribute__((cleanup(json_drop))) json_t *file = file_of(buf_span(&bytes));
    if (!set_all(file, args, err))
        return false;
    __attribute__((cleanup(text_drop))) char *text = json_dumps(file, JSON_INDENT(2));
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory to write the file");
    if (!put_profile(hub, venue, span_text(text), err))
        return false;
    printf("%s is changed\n", venue);
    command_speech_fresh(hub, args);
    return true;
}

const struct cli_command command_venue_set = {
    "venue set", "ID", "Changes some of what a venue chooses.", set_options, 1, 1, run_set,
};
