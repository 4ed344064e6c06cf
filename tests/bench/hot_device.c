/*
 * The kiosk's hot paths, one at a time and as often as wanted, for counting instructions. What a
 * path costs is the difference between two counts, so that starting up does not matter.
 *
 *   hot_device PATH TIMES      PATH: tap, screen-en, screen-ur, larger, save
 */
#include "kiosk_walk.h"
#include "paint.h"
#include "screens.h"
#include "visits.h"
#include <SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WIDTH = 1280, HEIGHT = 800, TAP_MS = 2000 };

struct stage {
    struct paint *paint;
    struct text_measure measure;
    SDL_Surface *surface;
    struct scene scenes[2]; /* the one that is shown, and the next */
    int shown;
    struct kiosk kiosk;
    msec now;
    long times;
    const char *wanted;
    void (*path)(struct stage *);
};

static const struct panel_size panel = { WIDTH, HEIGHT, 149, 0 };

static void draw_whole(struct stage *stage)
{
    view_draw(&stage->kiosk, panel, &stage->measure, stage->now, &stage->scenes[stage->shown]);
    paint_scene(stage->paint, &stage->scenes[stage->shown], stage->surface);
}

static void draw_changes(struct stage *stage)
{
    struct scene *next = &stage->scenes[!stage->shown];
    view_draw(&stage->kiosk, panel, &stage->measure, stage->now, next);
    (void)paint_changes(stage->paint, &stage->scenes[stage->shown], next, stage->surface);
    stage->shown = !stage->shown;
}

static struct effect step(struct stage *stage, enum event_kind kind, struct target target)
{
    struct event event = { .kind = kind, .target = target };
    return kiosk_step(&stage->kiosk, event, stage->now);
}

/* What larger text tries until the page holds it is part of its cost. */
static void draw_larger(struct stage *stage)
{
    stage->kiosk.large = true;
    draw_whole(stage);
}

/* A finger down on a face, up again, the answer kept, the next question; then, as if for another
 * person, the first question once more: four pictures. */
static void tap(struct stage *stage)
{
    struct kiosk before = stage->kiosk;
    struct target face = { TARGET_ANSWER, 0 };
    (void)step(stage, EV_PRESS, face);
    draw_changes(stage);
    must(step(stage, EV_RELEASE, face).kind == FX_SAVE, "a tap on a face is saved");
    draw_changes(stage);
    (void)step(stage, EV_SAVED, face);
    draw_changes(stage);
    must(stage->kiosk.question != before.question, "an answer leads on");
    stage->kiosk = before;
    draw_changes(stage);
}

static bool on_screen(void *context, const struct walk_screen *screen)
{
    struct stage *stage = context;
    if (strcmp(screen->name, stage->wanted) != 0)
        return true;
    stage->kiosk = *screen->kiosk;
    stage->now = screen->now + TAP_MS;
    draw_whole(stage);
    for (long i = 0; i < stage->times; i++)
        stage->path(stage);
    return true;
}

static void on_a_screen(const char *language, const char *screen, void (*path)(struct stage *),
                        long times)
{
    struct err err = { 0 };
    struct stage *stage = calloc(1, sizeof *stage);
    must(stage != NULL && paint_open(NULL, &stage->paint, &err), err.text);
    stage->measure = paint_measure(stage->paint);
    stage->surface = SDL_CreateRGBSurfaceWithFormat(0, WIDTH, HEIGHT, 32, SDL_PIXELFORMAT_RGB888);
    must(stage->surface != NULL, "there is memory for a screen");
    stage->times = times;
    stage->wanted = screen;
    stage->path = path;
    screens_walk("assets/surveys/gp-fft.json", language, on_screen, stage);
    SDL_FreeSurface(stage->surface);
    paint_close(stage->paint);
    free(stage);
}

static void tap_path(long times)
{
    on_a_screen("en", "question-fft", tap, times);
}

static void english_path(long times)
{
    on_a_screen("en", "question-fft", draw_whole, times);
}

static void urdu_path(long times)
{
    on_a_screen("ur", "question-fft", draw_whole, times);
}

static void larger_path(long times)
{
    on_a_screen("ur", "question-fft", draw_larger, times);
}

static void save_path(long times)
{
    struct visits *visits = visits_begin();
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    for (long i = 0; i < times; i++) {
        draft.answers.state[Q_RATING] = ANSWER_FIRST + (uint32_t)i % 5;
        (void)visits_save(journal, &draft, i % 5 == 4);
    }
    journal_close(journal);
    visits_end(visits);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(long times);
    } paths[] = {
        { "tap", tap_path },       { "screen-en", english_path }, { "screen-ur", urdu_path },
        { "larger", larger_path }, { "save", save_path },
    };
    for (size_t i = 0; argc == 3 && i < sizeof paths / sizeof paths[0]; i++)
        if (strcmp(paths[i].name, argv[1]) == 0) {
            paths[i].run(atol(argv[2]));
            return 0;
        }
    return 2;
}
