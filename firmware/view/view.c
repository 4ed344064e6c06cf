/* State to scene: chooses the screen, the language and the theme; a sheet comes on top. */
#include "staff_parts.h"
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

const struct wording *view_wording(const struct kiosk *kiosk)
{
    const struct program *program = kiosk->program;
    bool offered = program != NULL && kiosk->language < program->language_count;
    return offered ? program->wordings[kiosk->language] : &builtin;
}

static int offered(const struct program *program, const char *tag)
{
    for (int i = 0; program != NULL && i < program->language_count; i++)
        if (strcmp(program->wordings[i]->tag, tag) == 0)
            return i;
    return -1;
}

int view_side_by_side(const struct kiosk *kiosk, int ret[SIDE_BY_SIDE_MAX])
{
    int welsh = offered(kiosk->program, "cy"), english = offered(kiosk->program, "en"), count = 0;
    bool equal = program_venue(kiosk->program)->welsh_equal && welsh >= 0 && english >= 0;
    if (!equal || (kiosk->language != welsh && kiosk->language != english))
        ret[count++] = kiosk->language;
    if (equal) {
        ret[count++] = welsh;
        ret[count++] = english;
    }
    return count;
}

static int language_of(const struct kiosk *kiosk)
{
    const struct program *program = kiosk->program;
    bool offered = program != NULL && kiosk->language < program->language_count;
    return offered ? program->survey_language[kiosk->language] : 0;
}

/* Black, which means none here, is as good as the darkest grey. */
static uint32_t accent_of(const struct kiosk *kiosk)
{
    const struct brand *brand = &program_venue(kiosk->program)->brand;
    uint32_t accent = brand->has_colour ? view_accent(brand->colour) : 0;
    return brand->has_colour && accent == 0 ? 1 : accent;
}

static void scene_begin(struct scene *scene, const struct canvas *canvas)
{
    scene->width = canvas->panel.width;
    scene->height = canvas->panel.height;
    scene->right_to_left = canvas->wording->right_to_left;
    scene->contrast = canvas->kiosk->contrast;
    scene->accent = accent_of(canvas->kiosk);
    scene->language = canvas->wording->tag;
    scene->item_count = 0;
    scene->target_count = 0;
    scene->pool_used = 0;
    scene->overflow = false;
    scene->said_count = 0;
    scene->words = (struct rect){ 0, 0, 0, 0 };
    memset(scene->pool, 0, sizeof scene->pool);
}

static void (*const screens[PAGES])(struct canvas *) = {
    [PAGE_NOT_ENROLLED] = screen_waiting,
    [PAGE_NO_SURVEY] = screen_waiting,
    [PAGE_ATTRACT] = screen_attract,
    [PAGE_LANGUAGES] = screen_languages,
    [PAGE_QUESTION] = screen_question,
    [PAGE_THANKS] = screen_end,
    [PAGE_GOODBYE] = screen_end,
    [PAGE_DISK_REFUSES] = screen_refuses,
    [PAGE_CLOSED] = screen_waiting,
    [PAGE_PAUSED] = screen_waiting,
    [PAGE_ASLEEP] = screen_asleep,
    [PAGE_REVOKED] = screen_waiting,
    [PAGE_CLEANING] = screen_cleaning,
    [PAGE_SETUP_CODE] = screen_setup_code,
    [PAGE_SETUP_HUB] = screen_setup_hub,
    [PAGE_SETUP_WAIT] = screen_setup_wait,
    [PAGE_STAFF_PIN] = screen_pin,
    [PAGE_STAFF_RECOVERY] = screen_recovery,
    [PAGE_STAFF_MENU] = screen_staff_menu,
    [PAGE_STAFF_PAUSE] = screen_staff_pause,
    [PAGE_STAFF_BACK_AT] = screen_staff_back_at,
    [PAGE_STAFF_STICK] = screen_staff_stick,
    [PAGE_STAFF_SAID] = screen_staff_said,
    [PAGE_STAFF_MORE] = screen_staff_more,
    [PAGE_STAFF_LANGUAGES] = screen_staff_languages,
    [PAGE_STAFF_SOUND] = screen_staff_sound,
    [PAGE_STAFF_HOURS] = screen_staff_hours,
    [PAGE_STAFF_TEST] = screen_staff_test,
    [PAGE_STAFF_LOG] = screen_staff_log,
    [PAGE_STAFF_TURN] = screen_staff_turn,
    [PAGE_STAFF_ADJUST] = screen_staff_adjust,
    [PAGE_PRIVACY] = screen_privacy,
    [PAGE_TAKING_PART] = screen_taking_part,
};

static void begin(struct canvas *canvas, struct display display)
{
    struct rect all = { 0, 0, canvas->panel.width, canvas->panel.height };
    canvas->parts = (struct parts){ 0, 0 };
    canvas->leaves_by_menu = false;
    canvas_dress(canvas, display);
    scene_begin(canvas->scene, canvas);
    canvas->scene->corner = canvas->theme.tile;
    canvas_box(canvas, all, COLOUR_PAPER, COLOUR_NONE, 0, 0);
}

/* Draws the page in one way; true when all of it fits, and none of it is smaller than it would be
 * without larger text: parts see to that themselves, as not each of them has the title. */
static bool draw_as(struct canvas *canvas, struct display display)
{
    const struct kiosk *kiosk = canvas->kiosk;
    begin(canvas, display);
    if (kiosk_is_practice(kiosk) && !kiosk_is_staff_page(kiosk->page)) {
        display.ribbon = part_ribbon_height(canvas);
        begin(canvas, display);
        part_ribbon(canvas);
    }
    screens[kiosk->page](canvas);
    bool whole = !canvas->in_parts && canvas->parts.count <= 1;
    canvas->scene->overflow |= whole && !usual_is_kept(canvas);
    return !canvas->scene->overflow;
}

/* Do all parts fit? Else those that do would be others than those that are smaller. */
static bool all_parts_fit(struct canvas *canvas, struct display display)
{
    bool fit = true;
    uint32_t wanted = canvas->part;
    int count = 1;
    for (int part = 0; part < count && fit; part++) {
        canvas->part = (uint32_t)part;
        fit = draw_as(canvas, display);
        count = canvas->parts.count;
    }
    canvas->part = wanted;
    return fit;
}

/* A small standing panel has no room for all buttons side by side, but height to spare: with larger
 * text its foot takes a row more, or two. */
enum { MORE_ROWS = 2 };

static bool parts_fit_in_rows(struct canvas *canvas, struct display *display)
{
    int most = display->large && canvas->theme.portrait ? MORE_ROWS : 0;
    for (display->more_rows = 0; display->more_rows < most; display->more_rows++)
        if (all_parts_fit(canvas, *display))
            return true;
    return all_parts_fit(canvas, *display);
}

/* Where a page of a standing panel comes to many parts, or does not fit even so, the line of the
 * name is better used for the words, unless it says that somebody helps. */
static bool fits_better_nameless(struct canvas *canvas, struct display *display, bool fits)
{
    enum { MANY = 4 };
    struct display without = *display;
    int count = canvas->parts.count;
    if (!display->large || !canvas->theme.portrait || canvas->kiosk->assisted ||
        (fits && count <= MANY))
        return fits;
    without.nameless = true;
    without.more_rows = 0;
    if (!parts_fit_in_rows(canvas, &without) || (fits && canvas->parts.count >= count))
        return fits;
    *display = without;
    return true;
}

static void draw_in_parts(struct canvas *canvas, struct display display)
{
    canvas->in_parts = true;
    for (; display.large; display.less += LESS_STEP) {
        bool fits = parts_fit_in_rows(canvas, &display);
        if (fits_better_nameless(canvas, &display, fits) || display.less >= LESS_MOST)
            break;
    }
    (void)draw_as(canvas, display);
}

/* How far larger text may step down and be larger than the usual: on a dense panel all the way, as
 * its least is larger than that. */
static int least_larger(const struct canvas *canvas)
{
    struct theme usual, larger;
    theme_make(&usual, canvas->panel, (struct display){ .large = false });
    theme_make(&larger, canvas->panel, (struct display){ .large = true });
    return larger.type[TYPE_TEXT] > usual.type[TYPE_TEXT] ? 0 : 1;
}

/* Nobody who needs larger text is to look for their language behind another button where a standing
 * panel has room for all, or for some: there the first screen's text is as large as leaves them
 * that room. */
static bool fits_with_languages(struct canvas *canvas, struct display display)
{
    static const int wanted[] = { KIOSK_LANGUAGES_MAX, 4, 2 };
    bool stands = canvas->panel.height > canvas->panel.width;
    if (!display.large || !stands || canvas->kiosk->page != PAGE_ATTRACT)
        return false;
    int least = least_larger(canvas);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        for (display.larger = LARGEST; display.larger >= least; display.larger--) {
            display.languages = wanted[i];
            if (draw_as(canvas, display))
                return true;
        }
    return false;
}

/* Larger text is as large as the page can hold at once, down to its least; what cannot be held even
 * then is shown in parts. Only a word or a line for which the whole panel is too small makes it
 * smaller than that: nothing is ever cut. */
static void draw_to_fit(struct canvas *canvas, struct display display)
{
    if (fits_with_languages(canvas, display))
        return;
    display.larger = display.large ? LARGEST : 0;
    for (; display.larger >= 0; display.larger--)
        if (draw_as(canvas, display))
            return;
    display.larger = 0;
    display.compact = !display.large && !canvas->theme.compact;
    if (display.compact && draw_as(canvas, display))
        return;
    display.compact = false;
    draw_in_parts(canvas, display);
}

/* Staff's screens have the usual sizes, and so have those on which nobody can choose another. */
static bool knows_larger(const struct kiosk *kiosk)
{
    bool stands = kiosk->page >= PAGE_CLOSED && kiosk->page < PAGE_PRIVACY;
    return kiosk->program != NULL && !stands;
}

/* Larger text is made for the distance that the venue states. */
static struct panel_size stated(const struct kiosk *kiosk, struct panel_size panel)
{
    if (panel.distance_mm == 0)
        panel.distance_mm = program_venue(kiosk->program)->viewing_mm;
    return panel;
}

int view_least_text(const struct kiosk *kiosk, struct panel_size panel)
{
    bool large = kiosk->large && knows_larger(kiosk) && kiosk->page != PAGE_NO_SURVEY;
    return large ? theme_least(stated(kiosk, panel)) : 0;
}

/* How large page and sheet are for whoever has not asked for larger text. */
struct both {
    struct usual page, sheet;
};

static void take_usual(const struct canvas *canvas, struct both *ret)
{
    struct canvas usual = *canvas;
    usual.part = 0;
    draw_to_fit(&usual, (struct display){ .large = false });
    int first = usual.scene->item_count;
    usual_take(&ret->page, usual.scene, 0);
    if (canvas->kiosk->sheet != SHEET_NONE)
        sheet_draw(&usual);
    usual_take(&ret->sheet, usual.scene, first);
}

void view_draw(const struct kiosk *kiosk, struct panel_size panel,
               const struct text_measure *measure, msec now, struct scene *ret_scene)
{
    struct canvas canvas = {
        .kiosk = kiosk,
        .wording = view_wording(kiosk),
        .language = language_of(kiosk),
        .panel = stated(kiosk, panel),
        .measure = measure,
        .scene = ret_scene,
        .now = now,
        .part = kiosk->part,
    };
    bool large = kiosk->large && knows_larger(kiosk);
    struct both both;
    if (large) {
        take_usual(&canvas, &both);
        canvas.usual = &both.page;
    }
    draw_to_fit(&canvas, (struct display){ .large = large });
    ret_scene->part = canvas.parts.shown;
    ret_scene->parts = canvas.parts.count > 0 ? canvas.parts.count : 1;
    if (kiosk->sheet != SHEET_NONE) {
        ret_scene->overflow = false; /* of what it lies over, which is another screen's fault */
        canvas.usual = large ? &both.sheet : NULL;
        sheet_draw(&canvas);
    }
    ring_draw(&canvas);
    corner_hint(&canvas);
}
