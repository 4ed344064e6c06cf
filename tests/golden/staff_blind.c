/*
 * Nobody across the room can tell which answer was tapped. For every question with choices of both
 * surveys: all answers look alike while they are pressed, wherever neither has its own words or
 * face; they take the same frames, the same pauses and no sound; and they lead to the same
 * pictures, but for the survey's own branching. Drawn with the real fonts; nothing to keep.
 *
 *   staff_blind      exit 1 when an answer gives itself away, with a line for each
 */
#include "kiosk_holding.h"
#include "paint.h"
#include "seal.h"
#include "view.h"
#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>

enum { ANSWERS_MAX = SURVEY_CHOICES_MAX, SCENE_BYTES = 1 << 20 };

/* A beat of a tap: down, up, and when the disk has it. */
enum beat { PRESSED, RELEASED, SAVED, BEATS };

/* What is seen, heard and waited for at each. */
struct tap {
    struct buf seen[BEATS];
    msec waits[BEATS], quiet[BEATS];
    enum saying said[BEATS];
    enum effect_kind effect[BEATS];
    enum page page;
    int question; /* that comes next; -1 behind the last */
    struct rect tile;
    SDL_Surface *picture[BEATS]; /* NULL: another screen has come */
    struct buf left;             /* the end, for who leaves then */
};

struct watch {
    struct paint *paint;
    struct text_measure measure;
    struct scene *scene;
    struct panel_size panel;
    const char *survey;
    bool contrast;
    const struct program *program;
    struct kiosk kiosk;
    msec now;
    uint32_t reached; /* bit i: question i has been looked at */
    int questions, answers, faults;
};

static void fault(struct watch *watch, const struct kiosk *asked, int answer, const char *what)
{
    watch->faults++;
    (void)printf("%s %s %dx%d%s %s, answer %d: %s\n", watch->survey,
                 watch->program->wordings[asked->language]->tag, watch->panel.width,
                 watch->panel.height, watch->contrast ? " contrast" : "",
                 watch->program->survey->questions[asked->question].name, answer, what);
}

/* --- looking and tapping --- */

static void look(struct watch *watch)
{
    view_draw(&watch->kiosk, watch->panel, &watch->measure, watch->now, watch->scene);
}

static SDL_Surface *picture(struct watch *watch)
{
    SDL_Surface *drawn = SDL_CreateRGBSurfaceWithFormat(0, watch->panel.width, watch->panel.height,
                                                        24, SDL_PIXELFORMAT_RGB888);
    must(drawn != NULL, "there is memory for a screen");
    paint_scene(watch->paint, watch->scene, drawn);
    return drawn;
}

static struct effect give(struct watch *watch, enum event_kind kind, struct target target)
{
    static struct stops stops;
    look(watch);
    scene_stops(watch->scene, &stops);
    struct event event = { .kind = kind, .target = target, .stops = &stops };
    return kiosk_step(&watch->kiosk, event, watch->now);
}

/* The scene as text says every pixel. What would be spoken is not seen: who listens, listens. */
static struct buf what_is_seen(struct watch *watch)
{
    watch->scene->said_count = 0;
    struct buf seen = buf_new(SCENE_BYTES);
    scene_print(watch->scene, &watch->kiosk, &seen);
    return seen;
}

static void note(struct watch *watch, struct tap *tap, enum beat beat, struct effect effect)
{
    look(watch);
    bool same_screen = watch->kiosk.page == PAGE_QUESTION && watch->kiosk.question == tap->question;
    tap->picture[beat] = same_screen ? picture(watch) : NULL;
    tap->seen[beat] = what_is_seen(watch);
    tap->waits[beat] = watch->kiosk.deadline;
    tap->quiet[beat] = watch->kiosk.quiet_until;
    tap->said[beat] = watch->kiosk.voice.saying;
    tap->effect[beat] = effect.kind;
}

static struct rect place_of(const struct watch *watch, struct target target)
{
    for (int i = 0; i < watch->scene->target_count; i++)
        if (target_equal(watch->scene->targets[i].target, target))
            return watch->scene->targets[i].at;
    must_not("every answer has a place");
}

static void go(struct watch *watch, enum target_kind kind, uint32_t value)
{
    struct target target = { kind, value };
    watch->now += 600;
    (void)give(watch, EV_PRESS, target);
    struct effect effect = give(watch, EV_RELEASE, target);
    if (effect.kind == FX_SAVE)
        (void)give(watch, EV_SAVED, target);
}

static void tap_answer(struct watch *watch, const struct kiosk *asked, uint32_t answer,
                       struct tap *ret)
{
    struct target target = { TARGET_ANSWER, answer };
    msec began = watch->now;
    watch->kiosk = *asked;
    ret->question = asked->question;
    note(watch, ret, PRESSED, give(watch, EV_PRESS, target));
    ret->tile = place_of(watch, target);
    watch->now += 100;
    note(watch, ret, RELEASED, give(watch, EV_RELEASE, target));
    watch->now += 10;
    note(watch, ret, SAVED, give(watch, EV_SAVED, target));
    ret->page = watch->kiosk.page;
    ret->question = watch->kiosk.page == PAGE_QUESTION ? watch->kiosk.question : -1;
    if (watch->kiosk.page == PAGE_QUESTION)
        go(watch, TARGET_LEAVE, 0);
    look(watch);
    ret->left = what_is_seen(watch);
    watch->now = began;
    watch->answers++;
}

static void tap_finish(struct tap *tap)
{
    for (int i = 0; i < BEATS; i++)
        buf_finish(&tap->seen[i]);
    for (int i = 0; i < BEATS; i++)
        SDL_FreeSurface(tap->picture[i]);
    buf_finish(&tap->left);
}

/* --- the tile --- */

static uint32_t pixel(const SDL_Surface *surface, int x, int y)
{
    const uint32_t *row =
        (const void *)((const uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch);
    return row[x] & 0xFFFFFF;
}

static bool row_differs(const SDL_Surface *a, const SDL_Surface *b, int y, int from, int to)
{
    ptrdiff_t at = (ptrdiff_t)y * a->pitch + (ptrdiff_t)from * 4;
    const uint8_t *one = (const uint8_t *)a->pixels + at, *two = (const uint8_t *)b->pixels + at;
    return to > from && memcmp(one, two, (size_t)(to - from) * 4) != 0;
}

static bool differs_outside(const SDL_Surface *a, const SDL_Surface *b, struct rect tile)
{
    for (int y = 0; y < a->h; y++) {
        bool beside = y >= tile.y && y < tile.y + tile.h;
        int left = beside ? tile.x : a->w, right = beside ? tile.x + tile.w : a->w;
        if (row_differs(a, b, y, 0, left) || row_differs(a, b, y, right, a->w))
            return true;
    }
    return false;
}

/* The colour of a tile beside its words: inside of its upper edge, however thick that is. */
static uint32_t ground_of(const SDL_Surface *before, struct rect tile)
{
    enum { EDGE_MOST = 13 };
    return pixel(before, tile.x + tile.w / 2, tile.y + EDGE_MOST);
}

/* Of two tiles one over the other: where neither has words or a face, how many pixels are of
 * different colours at this beat, and how many were looked at. */
static long unlike(const SDL_Surface *before, const struct tap *a, const struct tap *b,
                   enum beat beat, long *ret_looked_at)
{
    uint32_t ground = ground_of(before, a->tile);
    long count = 0;
    *ret_looked_at = 0;
    for (int y = 0; y < a->tile.h; y++)
        for (int x = 0; x < a->tile.w; x++) {
            int ax = a->tile.x + x, ay = a->tile.y + y, bx = b->tile.x + x, by = b->tile.y + y;
            if (pixel(before, ax, ay) != ground || pixel(before, bx, by) != ground)
                continue;
            ++*ret_looked_at;
            count += pixel(a->picture[beat], ax, ay) != pixel(b->picture[beat], bx, by);
        }
    return count;
}

static void check_beat(struct watch *watch, const struct kiosk *asked, int answer, enum beat beat,
                       const SDL_Surface *before, const struct tap *tap, const struct tap *first)
{
    long looked_at;
    if ((tap->picture[beat] == NULL) != (first->picture[beat] == NULL))
        fault(watch, asked, answer, "another screen comes sooner or later");
    if (tap->picture[beat] == NULL || first->picture[beat] == NULL)
        return;
    if (differs_outside(before, tap->picture[beat], tap->tile))
        fault(watch, asked, answer, "something outside of the tile moves");
    if (unlike(before, tap, first, beat, &looked_at) > 0)
        fault(watch, asked, answer, "the tile looks different");
    if (looked_at < (long)tap->tile.w * tap->tile.h / 4)
        fault(watch, asked, answer, "there is hardly a tile to compare");
}

/* The tile of an answer of another kind, below the faces, is another; it has the same colours. */
static bool has_face(const struct watch *watch, const struct kiosk *asked, int answer)
{
    const struct question *question = &watch->program->survey->questions[asked->question];
    return question->look == RATING_SMILEYS &&
           strcmp(question->choices[answer].value, "dont_know") != 0;
}

static void check_colours(struct watch *watch, const struct kiosk *asked, int answer,
                          const struct tap *tap, const struct tap *first)
{
    struct rect a = tap->tile, b = first->tile;
    const SDL_Surface *one = tap->picture[PRESSED], *two = first->picture[PRESSED];
    if (ground_of(one, a) != ground_of(two, b) ||
        pixel(one, a.x + a.w / 2, a.y + 1) != pixel(two, b.x + b.w / 2, b.y + 1))
        fault(watch, asked, answer, "the tile has other colours");
}

static void check_tile(struct watch *watch, const struct kiosk *asked, int answer,
                       const SDL_Surface *before, const struct tap *tap, const struct tap *first)
{
    bool same_kind = has_face(watch, asked, answer) == has_face(watch, asked, 0);
    check_colours(watch, asked, answer, tap, first);
    if (tap->tile.w == first->tile.w && tap->tile.h == first->tile.h)
        for (enum beat beat = 0; beat < BEATS; beat++)
            check_beat(watch, asked, answer, beat, before, tap, first);
    else if (same_kind)
        fault(watch, asked, answer, "the tile is of another size");
}

/* --- what follows --- */

static void check_pauses(struct watch *watch, const struct kiosk *asked, int answer,
                         const struct tap *tap, const struct tap *first)
{
    bool same_end = tap->page == first->page;
    for (int i = 0; i < BEATS; i++) {
        if (tap->said[i] != SAYING_NOTHING)
            fault(watch, asked, answer, "it is heard");
        if (tap->effect[i] != first->effect[i])
            fault(watch, asked, answer, "something else is done");
        if (i == SAVED && !same_end)
            continue;
        if (tap->waits[i] != first->waits[i] || tap->quiet[i] != first->quiet[i])
            fault(watch, asked, answer, "the pause is of another length");
    }
}

static bool same(const struct buf *a, const struct buf *b)
{
    return span_equal(buf_span(a), buf_span(b));
}

/* Chosen of several, an answer stays marked: how it looks then was compared. */
static void check_next(struct watch *watch, const struct kiosk *asked, int answer,
                       const struct tap *tap, const struct tap *first)
{
    bool several = watch->program->survey->questions[asked->question].type == QUESTION_CHECKBOX;
    bool same_place = tap->page == first->page && tap->question == first->question;
    if (!several && same_place && !same(&tap->seen[SAVED], &first->seen[SAVED]))
        fault(watch, asked, answer, "the next screen looks different");
    bool ends_alike = (tap->page == PAGE_QUESTION) == (first->page == PAGE_QUESTION);
    if (ends_alike && !same(&tap->left, &first->left))
        fault(watch, asked, answer, "the end looks different");
    if (several && (tap->page != PAGE_QUESTION || tap->question != asked->question))
        fault(watch, asked, answer, "one of several leads away");
}

static void check_question(struct watch *watch, const struct kiosk *asked)
{
    const struct question *question = &watch->program->survey->questions[asked->question];
    struct tap taps[ANSWERS_MAX] = { 0 };
    watch->kiosk = *asked;
    watch->questions++;
    look(watch);
    SDL_Surface *before = picture(watch);
    for (int i = 0; i < question->choice_count; i++) {
        tap_answer(watch, asked, (uint32_t)i, &taps[i]);
        check_tile(watch, asked, i, before, &taps[i], &taps[0]);
        check_pauses(watch, asked, i, &taps[i], &taps[0]);
        check_next(watch, asked, i, &taps[i], &taps[0]);
    }
    for (int i = 0; i < question->choice_count; i++)
        tap_finish(&taps[i]);
    SDL_FreeSurface(before);
}

/* --- every question that the survey leads to --- */

/* Somebody answers at random to the end: each question that was not yet met is looked at first,
 * quiet and untouched. */
static void one_visit(struct watch *watch, uint8_t language, uint32_t *luck)
{
    kiosk_init(&watch->kiosk, watch->program);
    watch->kiosk.language = language;
    watch->kiosk.contrast = watch->contrast;
    go(watch, TARGET_START, 0);
    while (watch->kiosk.page == PAGE_QUESTION) {
        struct kiosk asked = watch->kiosk;
        const struct question *question = &watch->program->survey->questions[asked.question];
        watch->now += 10000;
        asked.last_touch = watch->now;
        if (!(watch->reached >> asked.question & 1))
            check_question(watch, &asked);
        watch->reached |= UINT32_C(1) << asked.question;
        watch->kiosk = asked;
        *luck = *luck * 1664525 + 1013904223;
        if (question->choice_count > 0)
            go(watch, TARGET_ANSWER, (*luck >> 16) % question->choice_count);
        if (watch->kiosk.page == PAGE_QUESTION && watch->kiosk.question == asked.question)
            go(watch, TARGET_CONTINUE, 0);
    }
}

static void check_all(struct watch *watch, uint8_t language)
{
    enum { VISITS_MAX = 1000 };
    uint32_t luck = 1, all = (UINT32_C(1) << watch->program->survey->question_count) - 1;
    watch->reached = 0;
    watch->now = 1000000;
    for (int i = 0; i < VISITS_MAX && watch->reached != all; i++)
        one_visit(watch, language, &luck);
    must(watch->reached == all, "every question is met");
}

static uint8_t language_of(const struct program *program, const char *tag)
{
    for (uint8_t i = 0; i < program->language_count; i++)
        if (strcmp(program->wordings[i]->tag, tag) == 0)
            return i;
    must_not("the survey speaks the language");
}

static void check_survey(struct watch *watch, const char *name)
{
    static const struct {
        const char *language;
        struct panel_size panel;
        bool contrast;
    } looks[] = { { "en", { 1280, 800, 149, 0 }, false },
                  { "ur", { 1280, 800, 149, 0 }, false },
                  { "en", { 1280, 800, 149, 0 }, true },
                  { "cy", { 800, 480, 133, 0 }, false },
                  { "bn", { 1080, 1920, 102, 0 }, false } };
    char path[200];
    struct holding *holding;
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, SOURCE_DIR "/assets/surveys/%s.json", name);
    must(holding_from_file(&(struct desk){ .survey = path }, &holding, &err), err.text);
    watch->survey = name;
    watch->program = &holding->program;
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        watch->panel = looks[i].panel;
        watch->contrast = looks[i].contrast;
        check_all(watch, language_of(watch->program, looks[i].language));
    }
    holding_free(holding);
}

int main(void)
{
    static struct watch watch;
    struct err err = { 0 };
    seal_start();
    must(paint_open(NULL, &watch.paint, &err), err.text);
    watch.measure = paint_measure(watch.paint);
    watch.scene = calloc(1, sizeof *watch.scene);
    must(watch.scene != NULL, "there is memory to watch with");
    check_survey(&watch, "gp-fft");
    check_survey(&watch, "jobcentre");
    (void)printf("%d questions, %d answers tapped, %d give themselves away\n", watch.questions,
                 watch.answers, watch.faults);
    free(watch.scene);
    paint_close(watch.paint);
    return watch.faults == 0 && watch.answers > 0 ? 0 : 1;
}
