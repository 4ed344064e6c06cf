/*
 * What is seen on the screens: the kiosk's program lays all of them out, a process a language and
 * as many at once as there are processors, and what it reports is joined.
 */
#include "lint_int.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *const lint_usual_panels[] = { "1280x800",  "1024x600", "800x480",
                                          "1080x1920", "800x1280", NULL };

const struct limits lint_limits = { .processor_seconds = 120,
                                    .memory_bytes = (size_t)1024 * 1024 * 1024,
                                    .output_bytes = LINT_OUTPUT_MAX,
                                    .time_ms = 180000 };

struct screens {
    struct lint *lint;
    struct limited children[LINT_SIDE_BY_SIDE_MAX];
    int languages[LINT_SIDE_BY_SIDE_MAX]; /* which each of them looks at */
    int places;
};

/* --- what a child is told --- */

struct words {
    const char *list[LIMITED_ARGUMENTS_MAX];
    int count;
};

static void put(struct words *words, const char *option, const char *value)
{
    must(words->count + 2 < LIMITED_ARGUMENTS_MAX, "a child is told few words");
    words->list[words->count++] = option;
    if (value != NULL)
        words->list[words->count++] = value;
}

static struct words words_for(const struct lint *lint, int language)
{
    struct words words = { .list = { NULL } };
    put(&words, "render", NULL);
    put(&words, "--check", NULL);
    put(&words, "--json", NULL);
    put(&words, "--survey", "-");
    put(&words, "--language", lint->survey->languages[language].tag);
    for (int i = 0; i < lint->report->panel_count; i++)
        put(&words, "--size", lint->report->panels[i]);
    for (int i = 0; i < LINT_DISPLAYS; i++)
        put(&words, "--display", lint_display_name(i));
    return words;
}

/* --- what it says --- */

const char *lint_member(const json_t *fault, const char *key)
{
    const char *text = json_string_value(json_object_get(fault, key));
    return text != NULL ? text : "";
}

/* The kinds that a kiosk reports have the same names there. */
static bool find_kind(const char *name, enum lint_kind *ret)
{
    for (enum lint_kind kind = 0; kind < LINT_KINDS; kind++)
        if (strcmp(lint_kind_name(kind), name) == 0) {
            *ret = kind;
            return true;
        }
    return false;
}

static int panel_of(const struct lint_report *report, const char *name)
{
    for (int i = 0; i < report->panel_count; i++)
        if (strcmp(report->panels[i], name) == 0)
            return i;
    return -1;
}

static int display_of(const char *name)
{
    for (int i = 0; i < LINT_DISPLAYS; i++)
        if (strcmp(lint_display_name(i), name) == 0)
            return i;
    return -1;
}

/* Of the screens that ask nothing, the first shows who asks and why. */
static const char *pointer_of_screen(const struct lint *lint, const char *screen)
{
    if (strcmp(screen, "attract") != 0)
        return NULL;
    return lint->survey->has_about ? "/yousaid" : "/title";
}

bool lint_met_of(const struct lint *lint, const json_t *fault, struct lint_met *ret)
{
    *ret = (struct lint_met){ .question = -1,
                              .screen = lint_member(fault, "screen"),
                              .about = lint_member(fault, "about"),
                              .language = -1,
                              .panel = panel_of(lint->report, lint_member(fault, "size")),
                              .display = display_of(lint_member(fault, "display")) };
    return find_kind(lint_member(fault, "kind"), &ret->kind);
}

/* Of one language's screens. */
struct looked {
    struct lint *lint;
    int language;
};

static void take_fault(void *context, const json_t *fault)
{
    const struct looked *looked = context;
    struct lint *lint = looked->lint;
    struct lint_met met;
    if (!lint_met_of(lint, fault, &met))
        return;
    met.language = looked->language;
    met.pointer = lint_pointer_of_text(lint, looked->language, met.about);
    if (met.pointer == NULL) {
        met.question = survey_question(lint->survey, lint_member(fault, "question"));
        met.pointer = pointer_of_screen(lint, met.screen);
    }
    lint_add(lint, &met);
}

bool lint_take_report(struct span text, int *add_screens,
                      void (*take)(void *context, const json_t *fault), void *context,
                      struct err *err)
{
    json_error_t wrong;
    json_t *report = json_loadb((const char *)text.data, text.size, 0, &wrong);
    json_t *faults = json_object_get(report, "faults"), *fault;
    bool sound = json_is_array(faults);
    size_t i;
    if (sound)
        *add_screens += (int)json_integer_value(json_object_get(report, "screens"));
    json_array_foreach(faults, i, fault)
    {
        take(context, fault);
    }
    json_decref(report);
    return sound || err_set(err, ERR_REFUSED, "what it said was no report");
}

static void not_seen(struct lint *lint, int language, const struct err *err)
{
    lint_add(lint, &(struct lint_met){ .kind = LINT_NOT_SEEN,
                                       .question = -1,
                                       .about = err->text,
                                       .language = language,
                                       .panel = -1,
                                       .display = -1 });
}

/* --- all languages --- */

static void start_one(struct screens *screens, int place, int language)
{
    struct lint *lint = screens->lint;
    struct words words = words_for(lint, language);
    struct limited_program program = { lint->options->kiosk, words.list, "--require-seal" };
    struct err err = { 0 };
    screens->languages[place] = language;
    if (!limited_start(&program, lint->survey->bytes, &lint_limits, &screens->children[place],
                       &err))
        not_seen(lint, language, &err);
}

static void finish_one(struct screens *screens, int place)
{
    BUF_AUTO said = buf_new(LINT_OUTPUT_MAX);
    struct err err = { 0 };
    int status, language = screens->languages[place];
    struct looked looked = { screens->lint, language };
    if (limited_finish(&screens->children[place], &status, &said, &err) &&
        lint_take_report(buf_span(&said), &screens->lint->report->screens, take_fault, &looked,
                         &err))
        screens->lint->report->seen |= UINT32_C(1) << language;
    else
        not_seen(screens->lint, language, &err);
}

/* A free place, after one has been waited for where there is none. */
static int free_place(struct screens *screens)
{
    for (int i = 0; i < screens->places; i++)
        if (screens->children[i].pid == 0)
            return i;
    int ended = limited_wait(screens->children, screens->places);
    finish_one(screens, ended);
    return ended;
}

static void look_at_all(struct screens *screens)
{
    int ended;
    for (int i = 0; i < screens->lint->survey->language_count; i++)
        if (lint_looks_at(screens->lint, i))
            start_one(screens, free_place(screens), i);
    while ((ended = limited_wait(screens->children, screens->places)) >= 0)
        finish_one(screens, ended);
}

static bool take_panels(struct lint *lint, struct err *err)
{
    const char *const *panels = lint->options->panels;
    if (panels == NULL || panels[0] == NULL)
        panels = lint_usual_panels;
    for (; *panels != NULL; panels++) {
        if (lint->report->panel_count == LINT_PANELS_MAX)
            return err_set(err, ERR_USAGE, "at most %d panels are looked at", LINT_PANELS_MAX);
        if (strlen(*panels) >= LINT_PANEL_BYTES)
            return err_set(err, ERR_USAGE, "%.60s is no panel; write WxH or WxH@PPI", *panels);
        (void)snprintf(lint->report->panels[lint->report->panel_count++], LINT_PANEL_BYTES, "%s",
                       *panels);
    }
    return true;
}

int lint_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > LINT_SIDE_BY_SIDE_MAX ? LINT_SIDE_BY_SIDE_MAX : (int)count;
}

bool lint_screens(struct lint *lint, struct err *err)
{
    struct screens screens = { .lint = lint, .places = lint_processors() };
    if (!take_panels(lint, err))
        return false;
    if (access(lint->options->kiosk, X_OK) != 0)
        return err_set(
            err, ERR_MISSING,
            "the screens cannot be looked at: there is no program %s; name "
            "yousaid-kiosk with --kiosk PROGRAM, or leave the screens out with --no-screens",
            lint->options->kiosk);
    look_at_all(&screens);
    return true;
}
