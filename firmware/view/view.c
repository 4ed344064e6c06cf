/* State to scene: chooses the screen, the language and the theme; a sheet comes on top. */
#include "view_int.h"
#include <string.h>

/* Before any program has come the screen speaks English. */
static const struct wording builtin = {
    .tag = "en",
    .name = "English",
    .word = {
#define X(name, key, english) [WORD_##name] = english,
        WORDING_MAP(X)
#undef X
    },
};

static const struct wording *wording_of(const struct kiosk *kiosk)
{
    const struct program *program = kiosk->program;
    bool offered = program != NULL && kiosk->language < program->language_count;
    return offered ? program->wordings[kiosk->language] : &builtin;
}

static int language_of(const struct kiosk *kiosk)
{
    const struct program *program = kiosk->program;
    bool offered = program != NULL && kiosk->language < program->language_count;
    return offered ? program->survey_language[kiosk->language] : 0;
}

static void scene_begin(struct scene *scene, const struct canvas *canvas)
{
    scene->width = canvas->panel.width;
    scene->height = canvas->panel.height;
    scene->right_to_left = canvas->wording->right_to_left;
    scene->contrast = canvas->kiosk->contrast;
    scene->language = canvas->wording->tag;
    scene->item_count = 0;
    scene->target_count = 0;
    scene->pool_used = 0;
    scene->overflow = false;
    memset(scene->spoken, 0, sizeof scene->spoken);
    memset(scene->pool, 0, sizeof scene->pool);
}

static void draw_at(struct canvas *canvas, int larger)
{
    static void (*const screens[PAGES])(struct canvas *) = {
        [PAGE_NOT_ENROLLED] = screen_waiting, [PAGE_NO_SURVEY] = screen_waiting,
        [PAGE_ATTRACT] = screen_attract,      [PAGE_LANGUAGES] = screen_languages,
        [PAGE_QUESTION] = screen_question,    [PAGE_THANKS] = screen_end,
        [PAGE_GOODBYE] = screen_end,          [PAGE_DISK_REFUSES] = screen_refuses,
    };
    const struct kiosk *kiosk = canvas->kiosk;
    bool practice = kiosk->program != NULL && kiosk->program->practice;
    struct rect all = { 0, 0, canvas->panel.width, canvas->panel.height };
    canvas->large = larger > 0;
    theme_make(&canvas->theme, canvas->panel, larger, practice);
    scene_begin(canvas->scene, canvas);
    canvas_box(canvas, all, COLOUR_PAPER, COLOUR_NONE, 0, 0);
    if (practice)
        part_ribbon(canvas);
    screens[kiosk->page](canvas);
    if (kiosk->sheet != SHEET_NONE)
        sheet_draw(canvas);
}

/* Larger text is as large as this screen can hold: nothing is ever cut for its sake. */
void view_draw(const struct kiosk *kiosk, struct panel_size panel,
               const struct text_measure *measure, msec now, struct scene *ret_scene)
{
    struct canvas canvas = {
        .kiosk = kiosk,
        .wording = wording_of(kiosk),
        .language = language_of(kiosk),
        .panel = panel,
        .measure = measure,
        .scene = ret_scene,
        .now = now,
    };
    int larger = kiosk->large ? LARGEST : 0;
    draw_at(&canvas, larger);
    while (ret_scene->overflow && larger > 0)
        draw_at(&canvas, --larger);
}
