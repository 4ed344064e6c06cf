/*
 * What venues say of their own, laid out with the survey that they are to ask: their name, their
 * texts, their notices and their own questions, on the same panels and displays, a process a venue.
 * It stands in other files than the survey's, and is mended there: so it only warns.
 */
#include "lint_int.h"
#include <stdio.h>
#include <stdlib.h>

enum { PLACE_BYTES = 160 };

/* One venue that is looked at. */
struct looked_at {
    struct limited child;
    char id[SURVEY_NAME_MAX + 1];
    struct buf whole;
};

struct venues {
    struct lint *lint;
    struct looked_at at[LINT_SIDE_BY_SIDE_MAX];
    int places;
};

/* --- where a text stands --- */

struct sought {
    const char *text;
    char place[PLACE_BYTES];
    bool whole; /* only a text that is just this, not one that begins so */
};

static bool is_sought(const struct sought *sought, const char *text)
{
    return sought->whole ? strcmp(text, sought->text) == 0
                         : strncmp(text, sought->text, strlen(sought->text)) == 0;
}

static bool find_in(struct sought *sought, const json_t *value, size_t used);

static bool find_member(struct sought *sought, const json_t *value, size_t used, const char *name)
{
    int more = snprintf(sought->place + used, PLACE_BYTES - used, "/%s", name);
    return more > 0 && used + (size_t)more < PLACE_BYTES &&
           find_in(sought, value, used + (size_t)more);
}

/* Files of the hub are of few levels: their readers refuse others. */
static bool find_in(struct sought *sought, const json_t *value, size_t used)
{
    const char *text = json_string_value(value), *name;
    json_t *member;
    size_t i;
    if (text != NULL)
        return is_sought(sought, text);
    json_object_foreach((json_t *)(uintptr_t)value, name, member)
    {
        if (find_member(sought, member, used, name))
            return true;
    }
    json_array_foreach(value, i, member)
    {
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", i);
        if (find_member(sought, member, used, number))
            return true;
    }
    sought->place[used] = '\0';
    return false;
}

/* A part of the whole, with the venue's own first: its name may be a word of the survey too. */
static bool find_place(struct sought *sought, const json_t *whole)
{
    static const char *const parts[] = { "name", "venue", "notices", "survey" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const json_t *part = json_object_get(whole, parts[i]);
        if (part != NULL && find_member(sought, part, 0, parts[i]))
            return true;
    }
    sought->place[0] = '\0';
    return false;
}

/* --- what is said of one --- */

struct told {
    struct venues *venues;
    const struct looked_at *at;
    json_t *whole;
};

/* What is wrong with the survey's own texts is said of the survey, once. */
static bool is_of_venue(const struct told *told, const struct lint_met *met, const char *place)
{
    const struct survey *survey = told->venues->lint->survey;
    if (strncmp(place, "/survey", 7) != 0)
        return *place != '\0';
    for (int i = 0; i < survey->language_count; i++)
        if (lint_pointer_of_text(told->venues->lint, i, met->about) != NULL)
            return false;
    return true;
}

static bool is_local(const char *question)
{
    return strncmp(question, "local_", 6) == 0;
}

static void take_fault(void *context, const json_t *fault)
{
    const struct told *told = context;
    struct lint *lint = told->venues->lint;
    struct lint_met met;
    if (!lint_met_of(lint, fault, &met))
        return;
    struct sought sought = { .text = met.about, .whole = true };
    bool found = *met.about != '\0' && find_place(&sought, told->whole);
    sought.whole = false;
    if (!found && *met.about != '\0')
        (void)find_place(&sought, told->whole);
    const char *question = lint_member(fault, "question");
    if (!is_of_venue(told, &met, sought.place) && !is_local(question))
        return;
    met.language = survey_language(lint->survey, lint_member(fault, "language"));
    met.venue = told->at->id;
    met.pointer = sought.place[0] != '\0' ? sought.place : NULL;
    lint_add(lint, &met);
}

static void not_seen(struct venues *venues, const char *id, const struct err *err)
{
    lint_add(venues->lint, &(struct lint_met){ .kind = LINT_NOT_SEEN,
                                               .question = -1,
                                               .venue = id,
                                               .about = err->text,
                                               .language = -1,
                                               .panel = -1,
                                               .display = -1 });
}

static bool take_report(struct venues *venues, struct looked_at *at, struct span said,
                        struct err *err)
{
    struct told told = { venues, at,
                         json_loadb((const char *)at->whole.data, at->whole.size, 0, NULL) };
    bool taken = lint_take_report(said, &venues->lint->report->screens, take_fault, &told, err);
    json_decref(told.whole);
    return taken;
}

static void finish_one(struct venues *venues, struct looked_at *at)
{
    BUF_AUTO said = buf_new(LINT_OUTPUT_MAX);
    struct err err = { 0 };
    int status;
    if (limited_finish(&at->child, &status, &said, &err) &&
        take_report(venues, at, buf_span(&said), &err))
        venues->lint->report->venues++;
    else
        not_seen(venues, at->id, &err);
    buf_finish(&at->whole);
}

/* --- all of them --- */

/* Sleeps until one has ended; false when none runs. */
static bool finish_next(struct venues *venues)
{
    struct limited children[LINT_SIDE_BY_SIDE_MAX];
    for (int i = 0; i < venues->places; i++)
        children[i] = venues->at[i].child;
    int ended = limited_wait(children, venues->places);
    if (ended < 0)
        return false;
    finish_one(venues, &venues->at[ended]);
    return true;
}

static struct looked_at *free_place(struct venues *venues)
{
    for (;;) {
        for (int i = 0; i < venues->places; i++)
            if (venues->at[i].child.pid == 0)
                return &venues->at[i];
        (void)finish_next(venues);
    }
}

static bool has_panel(const struct lint_venue *venue, const char *panel)
{
    const char *const *own = venue->panels;
    while (own != NULL && *own != NULL && strcmp(*own, panel) != 0)
        own++;
    return own == NULL || *own != NULL;
}

/* In every language that the venue offers, on its own panels. */
static void words_for(const struct lint *lint, const struct lint_venue *venue,
                      const char *words[LIMITED_ARGUMENTS_MAX])
{
    static const char *const first[] = { "render", "--check", "--json", "--own", "--whole", "-" };
    int count = 0;
    for (; count < (int)(sizeof first / sizeof *first); count++)
        words[count] = first[count];
    for (int i = 0; i < lint->report->panel_count; i++) {
        if (!has_panel(venue, lint->report->panels[i]))
            continue;
        words[count++] = "--size";
        words[count++] = lint->report->panels[i];
    }
    for (int i = 0; i < LINT_DISPLAYS; i++) {
        words[count++] = "--display";
        words[count++] = lint_display_name(i);
    }
    words[count] = NULL;
}

static bool start_one(void *to, const struct lint_venue *venue, struct err *err)
{
    struct venues *venues = to;
    struct lint *lint = venues->lint;
    struct looked_at *at = free_place(venues);
    const char *words[LIMITED_ARGUMENTS_MAX];
    words_for(lint, venue, words);
    struct limited_program program = { lint->options->kiosk, words, "--require-seal" };
    struct err why = { 0 };
    (void)snprintf(at->id, sizeof at->id, "%s", venue->id);
    at->whole = buf_new(venue->whole.size + 1);
    buf_put_span(&at->whole, venue->whole);
    if (!buf_ok(&at->whole, "what a venue says", err))
        return false;
    if (!limited_start(&program, venue->whole, &lint_limits, &at->child, &why)) {
        not_seen(venues, at->id, &why);
        buf_finish(&at->whole);
    }
    return true;
}

bool lint_venues(struct lint *lint, struct err *err)
{
    struct venues *venues = calloc(1, sizeof *venues);
    if (venues == NULL)
        return err_set(err, ERR_LATER, "no memory to look at venues");
    venues->lint = lint;
    venues->places = lint_processors();
    bool fine = lint->options->venues(lint->options->context, lint->survey, start_one, venues, err);
    while (finish_next(venues))
        continue;
    free(venues);
    return fine;
}
