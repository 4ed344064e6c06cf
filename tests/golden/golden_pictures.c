/*
 * Golden pictures: what people see, drawn with the real fonts, compared with pictures that somebody
 * has looked at. A missing picture fails. There are two sets:
 *
 *   tests/golden/pictures   pixel by pixel, as it is: three languages whole on two panels, and of
 *                           the others what shows their letters
 *   tests/golden/half       at half the size each way: every kind of screen in English, Welsh,
 *                           Urdu, Bengali and Easy Read, on three panels, as it is, with larger
 *                           text and with contrast
 *
 *   golden_pictures            compares; what differs is left in the build folder
 *                              (pictures-failed, half-failed) under the name of its golden
 *   golden_pictures --update   writes them anew
 *
 * A screen that does not fit at once is one picture, its parts one under another.
 *
 * They are kept in eight steps a channel, the half ones in four, so that they stay small.
 * Tolerance: a channel may be off by somewhat more than half a step (another machine's rounding),
 * and one pixel in two thousand may be off by more (edges of glyphs under another FreeType).
 */
#include "file.h"
#include "paint.h"
#include "screens.h"
#include "view.h"
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>

/* Of the module only what it asks is kept, and that small: all else of it looks like the others. */
enum { WHOLE_SURVEYS = 2, SURVEYS = 3 };
static const struct {
    const char *name, *path;
} surveys[SURVEYS] = {
    { "gp-fft", "assets/surveys/gp-fft.json" },
    { "jobcentre", "assets/surveys/jobcentre.json" },
    { "equality", "assets/surveys/modules/equality.json" },
};

enum { PIXELS_PER_STRANGER = 2000, COLOURS_MAX = 256 };

/* In how many steps a channel is kept, and how far it may be off: half a step, and more. */
static const struct set {
    const char *name;
    uint32_t steps;
    int tolerance;
} as_it_is = { "pictures", 7, 40 }, half = { "half", 3, 64 };

struct gallery {
    struct paint *paint;
    struct text_measure measure;
    struct scene *scene;
    struct panel_size panel;
    const char *survey, *language, *size;
    bool few; /* pictures of this language */
    bool update;
    const struct set *set;
    int display; /* of the half set */
    uint32_t types_seen;
    int pictures, failures;
};

/* --- few colours --- */

/* The nearest of so many steps above black. */
static uint32_t step_of(uint32_t channel, uint32_t steps)
{
    return (channel * steps + 127) / 255 * 255 / steps;
}

static uint32_t stepped(uint32_t rgb, uint32_t steps)
{
    return step_of(rgb >> 16 & 255, steps) << 16 | step_of(rgb >> 8 & 255, steps) << 8 |
           step_of(rgb & 255, steps);
}

static int palette_index(SDL_Color *colours, int *count, uint32_t rgb)
{
    SDL_Color wanted = { (uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255 };
    for (int i = 0; i < *count; i++)
        if (memcmp(&colours[i], &wanted, sizeof wanted) == 0)
            return i;
    must(*count < COLOURS_MAX, "a screen has few colours");
    colours[*count] = wanted;
    return (*count)++;
}

static const uint32_t *row_of(const SDL_Surface *surface, int y)
{
    return (const void *)((const uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch);
}

static SDL_Surface *in_few_colours(const SDL_Surface *drawn, uint32_t steps)
{
    SDL_Surface *few =
        SDL_CreateRGBSurfaceWithFormat(0, drawn->w, drawn->h, 8, SDL_PIXELFORMAT_INDEX8);
    must(few != NULL, "there is memory for a picture");
    SDL_Color colours[COLOURS_MAX];
    int count = 0;
    for (int y = 0; y < drawn->h; y++)
        for (int x = 0; x < drawn->w; x++) {
            int index =
                palette_index(colours, &count, stepped(row_of(drawn, y)[x] & 0xFFFFFF, steps));
            ((uint8_t *)few->pixels)[(ptrdiff_t)y * few->pitch + x] = (uint8_t)index;
        }
    (void)SDL_SetPaletteColors(few->format->palette, colours, 0, count);
    return few;
}

static bool save(const SDL_Surface *drawn, const struct set *set, const char *folder,
                 const char *name)
{
    char path[1024];
    struct err err = { 0 };
    must(file_make_folder(folder, 0755, &err), err.text);
    (void)snprintf(path, sizeof path, "%s/%s.png", folder, name);
    SDL_Surface *few = in_few_colours(drawn, set->steps);
    bool saved = IMG_SavePNG(few, path) == 0;
    SDL_FreeSurface(few);
    return saved;
}

/* --- comparing --- */

static bool near_enough(uint32_t a, uint32_t b, int tolerance)
{
    for (int shift = 0; shift < 24; shift += 8)
        if (abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) > tolerance)
            return false;
    return true;
}

/* How many pixels are of another colour; -1 when even the size is another. */
static long strangers(const SDL_Surface *drawn, const SDL_Surface *golden, int tolerance)
{
    long count = 0;
    if (drawn->w != golden->w || drawn->h != golden->h)
        return -1;
    for (int y = 0; y < drawn->h; y++)
        for (int x = 0; x < drawn->w; x++)
            count += !near_enough(row_of(drawn, y)[x], row_of(golden, y)[x], tolerance);
    return count;
}

static SDL_Surface *golden_of(const char *set, const char *name)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/tests/golden/%s/%s.png", SOURCE_DIR, set, name);
    SDL_Surface *file = IMG_Load(path);
    SDL_Surface *golden = file ? SDL_ConvertSurfaceFormat(file, SDL_PIXELFORMAT_RGB888, 0) : NULL;
    SDL_FreeSurface(file);
    return golden;
}

static bool compare(const SDL_Surface *drawn, const struct set *set, const char *name)
{
    SDL_Surface *golden = golden_of(set->name, name);
    if (!golden) {
        (void)printf("%s: there is no golden picture\n", name);
        return false;
    }
    long count = strangers(drawn, golden, set->tolerance);
    bool same = count >= 0 && count <= (long)drawn->w * drawn->h / PIXELS_PER_STRANGER;
    if (!same)
        (void)printf("%s: %ld pixels are not as in the golden picture\n", name, count);
    SDL_FreeSurface(golden);
    return same;
}

static void check(struct gallery *gallery, const SDL_Surface *drawn, const char *name)
{
    char folder[512];
    gallery->pictures++;
    if (gallery->update) {
        (void)snprintf(folder, sizeof folder, "%s/tests/golden/%s", SOURCE_DIR, gallery->set->name);
        must(save(drawn, gallery->set, folder, name), "the picture was written");
    } else if (!compare(drawn, gallery->set, name)) {
        gallery->failures++;
        (void)snprintf(folder, sizeof folder, "%s/%s-failed", BINARY_DIR, gallery->set->name);
        (void)save(drawn, gallery->set, folder, name);
    }
}

/* --- which screens --- */

/* Every question, attract and thanks are kept of both surveys. Screens that look alike in every
 * survey are kept of the first one only; layers of the keyboard in the language that needs them. */
static bool is_kept(const char *name, const char *language)
{
    static const struct {
        const char *name, *language; /* NULL: all */
    } kept[] = {
        { "languages", NULL },        { "keyboard-letters", NULL }, { "keyboard-symbols", "en" },
        { "keyboard-accents", "cy" }, { "goodbye", NULL },          { "disk_refuses", NULL },
        { "sheet-time", NULL },       { "sheet-help", NULL },       { "sheet-display", NULL },
        { "display-contrast", NULL }, { "display-large", NULL },    { "not_enrolled", "en" },
        { "no_survey", "en" },        { "sheet-listen", NULL },     { "focus-answer", NULL },
        { "focus-row", "ur" },        { "focus-words", "en" },      { "privacy", NULL },
        { "attract-notice-1", NULL }, { "thanks-notice", NULL },    { "taking_part", NULL },
        { "sheet-help-told", NULL },  { "assisted", "en" },         { "sheet-menu", NULL },
    };
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (strcmp(kept[i].name, name) == 0)
            return !kept[i].language || strcmp(kept[i].language, language) == 0;
    return false;
}

/* What pressing looks like is kept once for each look of answers. */
static bool first_of_its_type(struct gallery *gallery, const struct kiosk *kiosk)
{
    const struct question *asked = &kiosk->program->survey->questions[kiosk->question];
    unsigned type = (unsigned)asked->type * 3 + (asked->type == QUESTION_RATING ? asked->look : 0);
    uint32_t bit = 1u << type;
    bool first = !(gallery->types_seen & bit);
    gallery->types_seen |= bit;
    return first && (asked->type == QUESTION_CHECKBOX || asked->look == RATING_SMILEYS);
}

/* What differs from another screen by a sentence or two; and a new kiosk speaks English alone. */
static bool is_shade(const char *name)
{
    static const char *const shades[] = {
        "staff_menu-new",     "staff_menu-soon",    "staff_menu-never",     "staff_menu-disk",
        "staff_menu-revoked", "staff_menu-refused", "staff_menu-paused",    "staff_menu-full",
        "staff_menu-alone",   "staff_menu-no_time", "staff_menu-set_aside", "staff_stick-full",
        "staff_stick-unread", "staff_stick-gone",   "staff_adjust-again",   "staff_menu-lost",
    };
    for (size_t i = 0; i < sizeof shades / sizeof *shades; i++)
        if (strcmp(shades[i], name) == 0)
            return true;
    return false;
}

/* What staff see, and what stands when nobody can answer. */
static bool is_kept_of_staff(const struct walk_screen *screen, const char *language)
{
    enum page page = screen->kiosk->page;
    bool stands = page >= PAGE_CLOSED && page <= PAGE_REVOKED;
    if (is_shade(screen->name))
        return strcmp(language, "en") == 0;
    return stands || kiosk_is_staff_page(page) || strcmp(screen->name, "practice") == 0 ||
           strcmp(screen->name, "corner") == 0;
}

/* Three languages are kept whole, for layouts; of the others what shows their letters. */
static bool is_wanted_of_few(const struct gallery *gallery, const char *name)
{
    static const struct {
        const char *survey, *size, *name; /* size NULL: both */
    } few[] = {
        { "gp-fft", NULL, "attract" },
        { "gp-fft", NULL, "question-fft" },
        { "gp-fft", NULL, "keyboard-letters" },
        { "gp-fft", NULL, "thanks" },
        { "gp-fft", "1280x800", "keyboard-capitals" },
        { "gp-fft", "1280x800", "keyboard-accents" },
        { "gp-fft", "1280x800", "question-went_well" },
        { "gp-fft", "1280x800", "sheet-time" },
        { "gp-fft", "1280x800", "staff_menu" },
        { "gp-fft", "1280x800", "staff_pin" },
        { "gp-fft", "800x480", "staff_log" },
        { "gp-fft", "800x480", "staff_said" },
        { "jobcentre", "1280x800", "question-about" },
        { "jobcentre", "1280x800", "question-make_it_easy" },
        { "jobcentre", "800x480", "question-satisfaction" },
        { "gp-fft", "1280x800", "privacy" },
        { "gp-fft", "800x480", "thanks-notice" },
    };
    for (size_t i = 0; i < sizeof few / sizeof few[0]; i++)
        if (strcmp(few[i].name, name) == 0 && strcmp(few[i].survey, gallery->survey) == 0)
            return few[i].size == NULL || strcmp(few[i].size, gallery->size) == 0;
    return false;
}

static bool is_wanted(struct gallery *gallery, const struct walk_screen *screen)
{
    if (gallery->few)
        return is_wanted_of_few(gallery, screen->name);
    if (strncmp(screen->name, "question-", 9) == 0 || strcmp(screen->name, "attract") == 0 ||
        strcmp(screen->name, "thanks") == 0)
        return true;
    if (strncmp(screen->name, "pressed-", 8) == 0)
        return first_of_its_type(gallery, screen->kiosk);
    return strcmp(gallery->survey, "gp-fft") == 0 && (is_kept(screen->name, gallery->language) ||
                                                      is_kept_of_staff(screen, gallery->language));
}

static SDL_Surface *surface(int width, int height)
{
    SDL_Surface *made =
        SDL_CreateRGBSurfaceWithFormat(0, width, height, 24, SDL_PIXELFORMAT_RGB888);
    must(made != NULL, "there is memory for a screen");
    return made;
}

static SDL_Surface *draw_part(struct gallery *gallery, const struct kiosk *kiosk, msec now)
{
    SDL_Surface *drawn = surface(gallery->panel.width, gallery->panel.height);
    view_draw(kiosk, gallery->panel, &gallery->measure, now, gallery->scene);
    paint_scene(gallery->paint, gallery->scene, drawn);
    return drawn;
}

/* Under what there is already, behind a line. */
static SDL_Surface *stacked(SDL_Surface *above, SDL_Surface *below)
{
    enum { LINE = 16 };
    SDL_Surface *both = surface(above->w, above->h + LINE + below->h);
    SDL_Rect at = { 0, above->h + LINE, below->w, below->h };
    (void)SDL_FillRect(both, NULL, view_colour(COLOUR_EDGE, false));
    (void)SDL_BlitSurface(above, NULL, both, NULL);
    (void)SDL_BlitSurface(below, NULL, both, &at);
    SDL_FreeSurface(above);
    SDL_FreeSurface(below);
    return both;
}

/* All its parts. */
static SDL_Surface *draw(struct gallery *gallery, const struct kiosk *shown, msec now)
{
    struct kiosk kiosk = *shown;
    uint32_t *part = walk_part_of(&kiosk);
    SDL_Surface *drawn = draw_part(gallery, &kiosk, now);
    while (++*part < (uint32_t)gallery->scene->parts)
        drawn = stacked(drawn, draw_part(gallery, &kiosk, now));
    return drawn;
}

static bool see(void *context, const struct walk_screen *screen)
{
    struct gallery *gallery = context;
    char name[160];
    if (!is_wanted(gallery, screen))
        return true;
    (void)snprintf(name, sizeof name, "%s-%s-%s-%s", gallery->survey, gallery->size,
                   gallery->language, screen->name);
    SDL_Surface *drawn = draw(gallery, screen->kiosk, screen->now);
    check(gallery, drawn, name);
    SDL_FreeSurface(drawn);
    return true;
}

static void see_whole(struct gallery *gallery)
{
    enum { WHOLE = 3, LANGUAGES = 9 };
    static const char *const languages[LANGUAGES] = { "en", "cy", "ur",
                                                      "pl", "ro", "pa",
                                                      "ar", "bn", "en-GB-x-easyread" };
    static const struct {
        const char *name;
        struct panel_size panel;
    } sizes[] = { { "1280x800", { 1280, 800, 149, 0 } }, { "800x480", { 800, 480, 133, 0 } } };
    gallery->set = &as_it_is;
    for (size_t size = 0; size < 2; size++)
        for (size_t language = 0; language < LANGUAGES; language++) {
            gallery->types_seen = 0;
            gallery->few = language >= WHOLE;
            for (size_t survey = 0; survey < WHOLE_SURVEYS; survey++) {
                gallery->survey = surveys[survey].name;
                gallery->language = languages[language];
                gallery->size = sizes[size].name;
                gallery->panel = sizes[size].panel;
                screens_walk(surveys[survey].path, gallery->language, see, gallery);
            }
        }
}

/* --- every kind of screen, small --- */

enum { LARGE = 1, CONTRAST = 2, DISPLAYS = 3 };
static const char *const displays[DISPLAYS] = { "standard", "large", "contrast" };

/* One of each kind of screen, and each kind of question. */
static const struct {
    const char *survey, *name;
} kinds[] = {
    { "gp-fft", "attract" },
    { "gp-fft", "attract-notice-1" },
    { "gp-fft", "languages" },
    { "gp-fft", "question-fft" },
    { "gp-fft", "question-went_well" },
    { "gp-fft", "pressed-went_well" },
    { "gp-fft", "question-got_what_i_needed" },
    { "gp-fft", "keyboard-letters" },
    { "gp-fft", "thanks" },
    { "gp-fft", "thanks-notice" },
    { "gp-fft", "goodbye" },
    { "gp-fft", "taking_part" },
    { "gp-fft", "privacy" },
    { "gp-fft", "disk_refuses" },
    { "gp-fft", "sheet-time" },
    { "gp-fft", "sheet-help" },
    { "gp-fft", "sheet-display" },
    { "gp-fft", "sheet-listen" },
    { "gp-fft", "sheet-menu" },
    { "gp-fft", "focus-answer" },
    { "gp-fft", "practice" },
    { "gp-fft", "closed" },
    { "gp-fft", "paused" },
    { "gp-fft", "staff_pin" },
    { "gp-fft", "staff_menu" },
    { "gp-fft", "staff_menu-stuck" },
    { "gp-fft", "staff_log" },
    { "gp-fft", "staff_test" },
    { "gp-fft", "staff_stick-done" },
    { "gp-fft", "staff_stick-none" },
    { "gp-fft", "staff_adjust" },
    { "gp-fft", "staff_adjust-trial" },
    { "jobcentre", "question-about" },
    { "jobcentre", "question-satisfaction" },
    { "jobcentre", "question-make_it_easy" },
    { "equality", "question-equality_offer" },
    { "equality", "question-equality_age" },
};

/* Staff have no larger text. */
static bool is_a_kind(const struct gallery *gallery, const struct walk_screen *screen)
{
    if (gallery->display == LARGE && kiosk_is_staff_page(screen->kiosk->page))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].survey, gallery->survey) == 0 &&
            strcmp(kinds[i].name, screen->name) == 0)
            return true;
    return false;
}

/* The mean of two by two pixels, so that what moves by one is seen as another grey. */
static uint32_t mean_at(const SDL_Surface *of, int x, int y)
{
    const uint32_t *row = row_of(of, y) + x, *below = row_of(of, y + 1) + x;
    uint32_t mean = 0;
    for (int shift = 0; shift < 24; shift += 8)
        mean |= ((row[0] >> shift & 255) + (row[1] >> shift & 255) + (below[0] >> shift & 255) +
                 (below[1] >> shift & 255)) /
                    4
                << shift;
    return mean;
}

static SDL_Surface *halved(const SDL_Surface *whole)
{
    SDL_Surface *small = surface(whole->w / 2, whole->h / 2);
    for (int y = 0; y < small->h; y++) {
        uint32_t *row = (void *)((uint8_t *)small->pixels + (ptrdiff_t)y * small->pitch);
        for (int x = 0; x < small->w; x++)
            row[x] = mean_at(whole, 2 * x, 2 * y);
    }
    return small;
}

static bool see_half(void *context, const struct walk_screen *screen)
{
    struct gallery *gallery = context;
    struct kiosk kiosk = *screen->kiosk;
    char name[160];
    if (!is_a_kind(gallery, screen))
        return true;
    kiosk.large |= gallery->display == LARGE;
    kiosk.contrast |= gallery->display == CONTRAST;
    (void)snprintf(name, sizeof name, "%s-%s-%s-%s-%s", gallery->survey, gallery->size,
                   displays[gallery->display], gallery->language, screen->name);
    SDL_Surface *drawn = draw(gallery, &kiosk, screen->now), *small = halved(drawn);
    check(gallery, small, name);
    SDL_FreeSurface(small);
    SDL_FreeSurface(drawn);
    return true;
}

static void see_survey_halved(struct gallery *gallery, const char *path)
{
    static const char *const languages[] = { "en", "cy", "ur", "bn", "en-GB-x-easyread" };
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        gallery->language = languages[i];
        screens_walk(path, gallery->language, see_half, gallery);
    }
}

static void see_halved(struct gallery *gallery)
{
    static const struct {
        const char *name;
        struct panel_size panel;
    } sizes[] = { { "1280x800", { 1280, 800, 149, 0 } },
                  { "800x480", { 800, 480, 133, 0 } },
                  { "1080x1920", { 1080, 1920, 102, 0 } } };
    gallery->set = &half;
    for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++)
        for (gallery->display = 0; gallery->display < DISPLAYS; gallery->display++)
            for (size_t survey = 0; survey < SURVEYS; survey++) {
                gallery->size = sizes[size].name;
                gallery->panel = sizes[size].panel;
                gallery->survey = surveys[survey].name;
                see_survey_halved(gallery, surveys[survey].path);
            }
}

int main(int argc, char **argv)
{
    struct gallery gallery = { .update = argc == 2 && strcmp(argv[1], "--update") == 0 };
    struct err err = { 0 };
    must(argc == 1 || gallery.update, "the only option is --update");
    must(paint_open(NULL, &gallery.paint, &err), err.text);
    gallery.measure = paint_measure(gallery.paint);
    gallery.scene = calloc(1, sizeof *gallery.scene);
    must(gallery.scene != NULL, "there is memory for a scene");
    see_whole(&gallery);
    see_halved(&gallery);
    (void)printf("%d pictures, %d wrong\n", gallery.pictures, gallery.failures);
    free(gallery.scene);
    paint_close(gallery.paint);
    return gallery.failures == 0 ? 0 : 1;
}
