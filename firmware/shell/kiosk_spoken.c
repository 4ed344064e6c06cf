/*
 * `yousaid-kiosk spoken`: every sentence that may have to be said, so that there can be a clip of
 * each: those of the interface in a language, and with a survey those of its screens too, as a
 * venue has them where its choices are given.
 */
#include "kiosk_holding.h"
#include "kiosk_run.h"
#include "kiosk_walk.h"
#include "kiosk_words.h"
#include "view.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { SENTENCES_MAX = 4096 };

/* What has been printed is known by its key. */
struct telling {
    struct speech_key told[SENTENCES_MAX];
    int count;
    struct scene *scene;
};

static bool is_new(struct telling *telling, const char *text, const char *language)
{
    struct speech_key key = speech_key_of(language, text);
    for (int i = 0; i < telling->count; i++)
        if (memcmp(&telling->told[i], &key, sizeof key) == 0)
            return false;
    if (telling->count < SENTENCES_MAX)
        telling->told[telling->count++] = key;
    return true;
}

static void tell(void *context, const char *text, const char *language)
{
    if (text[0] == '\0' || !is_new(context, text, language))
        return;
    json_t *line = json_pack("{s:s, s:s}", "language", language, "text", text);
    if (line && json_dumpf(line, stdout, JSON_COMPACT) == 0)
        (void)fputc('\n', stdout);
    json_decref(line);
}

/* Where a text stands is no matter here: all are taken to fit. */
static struct text_size fits_anywhere(void *self, const char *text, struct text_style style,
                                      int max_width)
{
    (void)self;
    (void)text;
    (void)max_width;
    return (struct text_size){ 1, 1, style.size_px, 1 };
}

/* Of the staff screens what names the venue: their other words are the interface's, and the numbers
 * that stand there are made up. */
static bool is_told_of(const struct kiosk *kiosk, const char *text)
{
    const char *name = kiosk->program != NULL ? kiosk->program->venue_name : "";
    return !kiosk_is_staff_page(kiosk->page) || (*name != '\0' && strstr(text, name) != NULL);
}

static bool tell_screen(void *context, const struct walk_screen *screen)
{
    static const struct text_measure measure = { .measure = fits_anywhere };
    struct telling *telling = context;
    struct scene *scene = telling->scene;
    view_draw(screen->kiosk, (struct panel_size){ 1280, 800, 149, 0 }, &measure, screen->now,
              scene);
    for (int i = 0; i < scene->said_count; i++)
        if (is_told_of(screen->kiosk, scene->said[i].text))
            tell(telling, scene->said[i].text, scene->said[i].language);
    return true;
}

static int language_of(const struct holding *holding, const char *tag)
{
    for (int i = 0; i < holding->program.language_count; i++)
        if (strcmp(holding->program.wordings[i]->tag, tag) == 0)
            return i;
    return -1;
}

static bool tell_screens(struct telling *telling, struct holding *holding, const char *tag,
                         struct err *err)
{
    int language = language_of(holding, tag);
    return (language >= 0 &&
            walk_screens(&holding->program, (uint8_t)language, tell_screen, telling)) ||
           err_set(err, ERR_USAGE, "the survey does not speak %s", tag);
}

static bool tell_survey(struct telling *telling, const struct desk *desk, const char *tag,
                        struct err *err)
{
    struct holding *holding = NULL;
    if (!holding_from_file(desk, &holding, err))
        return false;
    bool told = tell_screens(telling, holding, tag, err);
    holding_free(holding);
    return told;
}

static bool tell_whole(struct telling *telling, const char *path, const char *tag, struct err *err)
{
    struct holding *holding = NULL;
    if (!holding_from_whole(path, &holding, err))
        return false;
    bool told = tell_screens(telling, holding, tag, err);
    holding_free(holding);
    return told;
}

static bool tell_interface(struct telling *telling, const char *tag, struct err *err)
{
    struct wording *wording = NULL;
    if (!words_built_in(tag, &wording, err))
        return false;
    if (!wording)
        return err_set(err, ERR_USAGE, "the interface does not speak %s", tag);
    view_interface_spoken(wording, tell, telling);
    wording_free(wording);
    return true;
}

bool kiosk_spoken(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct desk desk = { cli_value(args, "survey", NULL), cli_value(args, "venue", NULL),
                         cli_value(args, "notices", NULL) };
    const char *tag = cli_value(args, "language", "");
    struct telling *telling = calloc(1, sizeof *telling);
    struct scene *scene = calloc(1, sizeof *scene);
    (void)ret_status;
    seal_start();
    bool told = telling && scene;
    if (!told)
        (void)err_set(err, ERR_LATER, "no memory for a screen");
    if (told)
        telling->scene = scene;
    if (told && cli_given(args, "whole"))
        told = tell_whole(telling, cli_value(args, "whole", ""), tag, err);
    else if (told && desk.survey)
        told = tell_survey(telling, &desk, tag, err);
    else if (told)
        told = tell_interface(telling, tag, err);
    free(scene);
    free(telling);
    return told;
}
