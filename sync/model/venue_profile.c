/* Reading a venue's file: see venue_profile.h. */
#include "venue_profile.h"
#include "brand_read.h"
#include "text_check.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum {
    MEMORY_MAX = 256 * 1024,
    DAY_MINUTES = 24 * 60,
    HELP_MAX = 160,
    TAKING_PART_MAX = 300,
    CONTROLLER_MAX = 100,
    PRIVACY_MAX = 160,
};

const struct venue_profile venue_profile_usual = {
    .key_guard_ms = 80,
    .scan_ms = 2000,
    .speech_offered = true,
    .volume = 50,
    .viewing_mm = 500,
};

/* --- opening hours --- */

/* "09:30" as minutes; -1 when it is no time. 24:00 ends a day. */
static int minute_of(const char *text)
{
    static const char form[] = "dd:dd";
    for (int i = 0; i < 5; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == 'd' ? !digit : text[i] != form[i])
            return -1;
    }
    int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    bool is_time = (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
    return is_time ? hour * 60 + minute : -1;
}

static bool read_opening(const char *text, struct venue_opening *ret)
{
    int from = strlen(text) == 11 && text[5] == '-' ? minute_of(text) : -1;
    int to = from >= 0 ? minute_of(text + 6) : -1;
    if (to <= from)
        return false;
    *ret = (struct venue_opening){ (uint16_t)from, (uint16_t)to };
    return true;
}

static void read_day(const struct members *hours, const char *key, struct venue_day *day)
{
    const json_t *list = json_object_get(hours->object, key);
    struct path path = path_key(hours->path, key);
    size_t i;
    json_t *json;
    if (list && (!json_is_array(list) || json_array_size(list) > VENUE_OPENINGS_MAX))
        problems_error(hours->problems, &path, "write a list of at most %d times, [ ... ]",
                       VENUE_OPENINGS_MAX);
    json_array_foreach(list, i, json)
    {
        struct path here = path_index(&path, i);
        struct venue_opening opening;
        bool read = json_is_string(json) && read_opening(json_string_value(json), &opening);
        if (!read || (day->count > 0 && opening.from <= day->open[day->count - 1].to))
            problems_error(hours->problems, &here,
                           "write times such as \"09:00-17:30\", each after the one before");
        else if (day->count < VENUE_OPENINGS_MAX)
            day->open[day->count++] = opening;
    }
}

static void read_hours(const struct members *file, struct venue_profile *profile)
{
    static const char *const days[] = { "monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday",    NULL };
    struct path path;
    struct members hours = members_enter(file, "hours", &path);
    members_check(&hours, days);
    profile->has_hours = hours.object != NULL;
    for (int i = 0; i < VENUE_DAYS; i++)
        read_day(&hours, days[i], &profile->day[i]);
}

bool venue_profile_is_open(const struct venue_profile *profile, int weekday, int minute)
{
    if (!profile->has_hours)
        return true;
    const struct venue_day *day = &profile->day[weekday];
    for (int i = 0; i < day->count; i++)
        if (minute >= day->open[i].from && minute < day->open[i].to)
            return true;
    return false;
}

/* --- languages --- */

static bool is_chosen(const struct venue_profile *profile, const char *tag)
{
    for (int i = 0; i < profile->language_count; i++)
        if (strcasecmp(profile->languages[i], tag) == 0)
            return true;
    return false;
}

static void choose(const struct members *languages, const json_t *json, const struct path *path,
                   struct venue_profile *profile)
{
    const char *tag = json_is_string(json) ? json_string_value(json) : "";
    if (!text_is_tag(tag) || is_chosen(profile, tag))
        problems_error(languages->problems, path, "write language tags such as \"cy\", each once");
    else if (profile->language_count == SURVEY_LANGUAGES_MAX)
        problems_error(languages->problems, path, "more than %d languages; leave some out",
                       SURVEY_LANGUAGES_MAX);
    else
        (void)snprintf(profile->languages[profile->language_count++], LANGUAGE_TAG_MAX + 1, "%s",
                       tag);
}

static void read_offered(const struct members *languages, struct venue_profile *profile)
{
    const json_t *list = json_object_get(languages->object, "offered");
    struct path path = path_key(languages->path, "offered");
    size_t i;
    json_t *json;
    if (list && (!json_is_array(list) || json_array_size(list) == 0))
        problems_error(languages->problems, &path, "write a list of language tags, [ ... ]");
    json_array_foreach(list, i, json)
    {
        struct path here = path_index(&path, i);
        choose(languages, json, &here, profile);
    }
}

static void read_languages(const struct members *file, struct venue_profile *profile)
{
    static const char *const known[] = { "offered", "default", "welsh", NULL };
    struct path path;
    struct members languages = members_enter(file, "languages", &path);
    struct path default_path = path_key(&path, "default");
    members_check(&languages, known);
    read_offered(&languages, profile);
    member_tag(&languages, "default", profile->default_language);
    member_either(&languages, "welsh", "usual", "equal", &profile->welsh_equal);
    if (profile->language_count > 0 && profile->default_language[0] != '\0' &&
        !is_chosen(profile, profile->default_language))
        problems_error(file->problems, &default_path, "it is not among those offered");
}

/* --- the rest --- */

static void read_seconds(const struct members *file, struct venue_profile *profile)
{
    static const char *const known[] = { "idle", "warn", "thanks", NULL };
    struct path path;
    struct members seconds = members_enter(file, "seconds", &path);
    members_check(&seconds, known);
    member_number(&seconds, "idle", 30, 300, &profile->idle_seconds);
    member_number(&seconds, "warn", 20, 120, &profile->warn_seconds);
    member_number(&seconds, "thanks", 5, 60, &profile->thanks_seconds);
}

static void read_use(const struct members *file, struct venue_profile *profile)
{
    static const char *const known[] = { "key_guard_ms", "scan_ms", NULL };
    struct path path;
    struct members use = members_enter(file, "input", &path);
    members_check(&use, known);
    member_number(&use, "key_guard_ms", 80, 500, &profile->key_guard_ms);
    member_number(&use, "scan_ms", 500, 10000, &profile->scan_ms);
}

static bool is_panel_of(const struct venue_profile *profile, const char *name)
{
    for (int i = 0; i < profile->panel_count; i++)
        if (strcmp(profile->panels[i], name) == 0)
            return true;
    return false;
}

static void read_panels(const struct members *display, struct venue_profile *profile)
{
    const json_t *list = json_object_get(display->object, "panels");
    struct path path = path_key(display->path, "panels");
    size_t i;
    json_t *json;
    if (list && (!json_is_array(list) || json_array_size(list) > VENUE_PANELS_MAX))
        problems_error(display->problems, &path, "write a list of at most %d panels, [ ... ]",
                       VENUE_PANELS_MAX);
    json_array_foreach(list, i, json)
    {
        struct path here = path_index(&path, i);
        struct panel_name read;
        const char *name = json_is_string(json) ? json_string_value(json) : "";
        if (!panel_name_read(name, &read) || is_panel_of(profile, name))
            problems_error(display->problems, &here,
                           "write panels such as \"1280x800\" or \"1280x800@149\", each once");
        else if (profile->panel_count < VENUE_PANELS_MAX)
            (void)snprintf(profile->panels[profile->panel_count++], PANEL_NAME_MAX + 1, "%s", name);
    }
}

static void read_senses(const struct members *file, struct venue_profile *profile)
{
    static const char *const known_speech[] = { "offered", "volume", NULL };
    static const char *const known_display[] = { "viewing_mm", "motion", "panels", NULL };
    struct path speech_path, display_path;
    struct members speech = members_enter(file, "speech", &speech_path);
    struct members display = members_enter(file, "display", &display_path);
    members_check(&speech, known_speech);
    member_flag(&speech, "offered", &profile->speech_offered);
    member_number(&speech, "volume", 0, 100, &profile->volume);
    members_check(&display, known_display);
    member_number(&display, "viewing_mm", 300, 2000, &profile->viewing_mm);
    member_either(&display, "motion", "usual", "reduced", &profile->reduced_motion);
    read_panels(&display, profile);
}

static void read_texts(const struct members *file, struct venue_profile *profile)
{
    static const char *const known_help[] = { "where", "calls_staff", NULL };
    static const char *const known_privacy[] = { "controller", "contact", "retention", NULL };
    struct path help_path, privacy_path;
    struct members help = members_enter(file, "help", &help_path);
    struct members privacy = members_enter(file, "privacy", &privacy_path);
    members_check(&help, known_help);
    member_texts(&help, "where", HELP_MAX, &profile->help_where);
    member_flag(&help, "calls_staff", &profile->calls_staff);
    member_texts(file, "taking_part", TAKING_PART_MAX, &profile->taking_part);
    members_check(&privacy, known_privacy);
    member_texts(&privacy, "controller", CONTROLLER_MAX, &profile->controller);
    member_texts(&privacy, "contact", PRIVACY_MAX, &profile->contact);
    member_texts(&privacy, "retention", PRIVACY_MAX, &profile->retention);
}

static void read_equality(const struct members *file, struct venue_profile *profile)
{
    static const char *const known[] = { "percent", NULL };
    struct path path;
    struct members equality = members_enter(file, "equality", &path);
    members_check(&equality, known);
    member_number(&equality, "percent", 0, 100, &profile->equality_percent);
}

static void read_all(const struct members *file, struct venue_profile *profile)
{
    static const char *const known[] = { "version",     "hours",   "languages", "seconds",
                                         "input",       "speech",  "display",   "help",
                                         "taking_part", "privacy", "equality",  "brand",
                                         NULL };
    if (!members_version(file, VENUE_VERSION))
        return;
    members_check(file, known);
    read_hours(file, profile);
    read_languages(file, profile);
    read_seconds(file, profile);
    read_use(file, profile);
    read_senses(file, profile);
    read_texts(file, profile);
    read_equality(file, profile);
    brand_read(file, &profile->brand);
}

static struct venue_profile *profile_new(void)
{
    struct venue_profile *profile = calloc(1, sizeof *profile);
    struct arena *arena = calloc(1, sizeof *arena);
    if (!profile || !arena) {
        free(profile);
        free(arena);
        return NULL;
    }
    *profile = venue_profile_usual;
    *arena = arena_new(MEMORY_MAX);
    profile->arena = arena;
    return profile;
}

void venue_profile_free(struct venue_profile *profile)
{
    if (!profile)
        return;
    arena_finish(profile->arena);
    free(profile->arena);
    free(profile);
}

struct venue_profile *venue_profile_load(struct span bytes, struct problems *problems)
{
    int first = problems->count, errors = problems->errors;
    JSON_AUTO *root = json_read_object(bytes, VENUE_FILE_MAX, problems);
    struct venue_profile *profile = root ? profile_new() : NULL;
    struct arena *arena = profile ? profile->arena : NULL;
    if (profile)
        read_all(&(struct members){ root, NULL, problems, arena }, profile);
    if (root && (!profile || arena->failed))
        problems_starved(problems);
    problems_place(problems, first, bytes);
    if (problems->errors == errors)
        return profile;
    venue_profile_free(profile);
    return NULL;
}
