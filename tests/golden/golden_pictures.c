/*
 * Golden pictures: what people see, drawn with the real fonts, in nine languages and two sizes,
 * compared with pictures that somebody has looked at. A missing picture fails.
 *
 *   golden_pictures            compares with tests/golden/pictures; what differs is left in the
 * build folder (pictures-failed) beside the name of its golden golden_pictures --update   writes
 * them anew
 *
 * The pictures are kept in eight steps a channel and few colours, so that they stay small.
 * Tolerance: a channel may be off by 40 of 255 (the steps, and another machine's rounding), and one
 * pixel in two thousand may be off by more (edges of glyphs under another FreeType).
 */
#include "file.h"
#include "paint.h"
#include "screens.h"
#include "view.h"
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHANNEL_TOLERANCE = 40, PIXELS_PER_STRANGER = 2000, COLOURS_MAX = 256 };

struct gallery {
    struct paint *paint;
    struct text_measure measure;
    struct scene *scene;
    struct panel_size panel;
    const char *survey, *language, *size;
    bool few; /* pictures of this language */
    bool update;
    uint32_t types_seen;
    int pictures, failures;
};

/* --- few colours --- */

/* The nearest of eight steps. */
static uint32_t step_of(uint32_t channel)
{
    return (channel * 7 + 127) / 255 * 255 / 7;
}

static uint32_t stepped(uint32_t rgb)
{
    return step_of(rgb >> 16 & 255) << 16 | step_of(rgb >> 8 & 255) << 8 | step_of(rgb & 255);
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

static SDL_Surface *in_few_colours(const SDL_Surface *drawn)
{
    SDL_Surface *few =
        SDL_CreateRGBSurfaceWithFormat(0, drawn->w, drawn->h, 8, SDL_PIXELFORMAT_INDEX8);
    must(few != NULL, "there is memory for a picture");
    SDL_Color colours[COLOURS_MAX];
    int count = 0;
    for (int y = 0; y < drawn->h; y++)
        for (int x = 0; x < drawn->w; x++) {
            int index = palette_index(colours, &count, stepped(row_of(drawn, y)[x] & 0xFFFFFF));
            ((uint8_t *)few->pixels)[(ptrdiff_t)y * few->pitch + x] = (uint8_t)index;
        }
    (void)SDL_SetPaletteColors(few->format->palette, colours, 0, count);
    return few;
}

static bool save(const SDL_Surface *drawn, const char *folder, const char *name)
{
    char path[1024];
    struct err err = { 0 };
    must(file_make_folder(folder, 0755, &err), err.text);
    (void)snprintf(path, sizeof path, "%s/%s.png", folder, name);
    SDL_Surface *few = in_few_colours(drawn);
    bool saved = IMG_SavePNG(few, path) == 0;
    SDL_FreeSurface(few);
    return saved;
}

/* --- comparing --- */

static bool near_enough(uint32_t a, uint32_t b)
{
    for (int shift = 0; shift < 24; shift += 8)
        if (abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) > CHANNEL_TOLERANCE)
            return false;
    return true;
}

/* How many pixels are of another colour; -1 when even the size is another. */
static long strangers(const SDL_Surface *drawn, const SDL_Surface *golden)
{
    long count = 0;
    if (drawn->w != golden->w || drawn->h != golden->h)
        return -1;
    for (int y = 0; y < drawn->h; y++)
        for (int x = 0; x < drawn->w; x++)
            count += !near_enough(row_of(drawn, y)[x], row_of(golden, y)[x]);
    return count;
}

static SDL_Surface *golden_of(const char *name)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/tests/golden/pictures/%s.png", SOURCE_DIR, name);
    SDL_Surface *file = IMG_Load(path);
    SDL_Surface *golden = file ? SDL_ConvertSurfaceFormat(file, SDL_PIXELFORMAT_RGB888, 0) : NULL;
    SDL_FreeSurface(file);
    return golden;
}

static bool compare(const SDL_Surface *drawn, const char *name)
{
    SDL_Surface *golden = golden_of(name);
    if (!golden) {
        (void)printf("%s: there is no golden picture\n", name);
        return false;
    }
    long count = strangers(drawn, golden);
    bool same = count >= 0 && count <= (long)drawn->w * drawn->h / PIXELS_PER_STRANGER;
    if (!same)
        (void)printf("%s: %ld pixels are not as in the golden picture\n", name, count);
    SDL_FreeSurface(golden);
    return same;
}

static void check(struct gallery *gallery, const SDL_Surface *drawn, const char *name)
{
    if (gallery->update) {
        must(save(drawn, SOURCE_DIR "/tests/golden/pictures", name), "the picture was written");
    } else if (!compare(drawn, name)) {
        gallery->failures++;
        (void)save(drawn, BINARY_DIR "/pictures-failed", name);
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
        { "sheet-help-told", NULL },  { "assisted", "en" },
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

/* What staff see, and what stands when nobody can answer. A new kiosk speaks English alone. */
static bool is_kept_of_staff(const struct walk_screen *screen, const char *language)
{
    enum page page = screen->kiosk->page;
    bool stands = page >= PAGE_CLOSED && page <= PAGE_REVOKED;
    if (strcmp(screen->name, "staff_menu-new") == 0)
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

static bool see(void *context, const struct walk_screen *screen)
{
    struct gallery *gallery = context;
    char name[160];
    if (!is_wanted(gallery, screen))
        return true;
    (void)snprintf(name, sizeof name, "%s-%s-%s-%s", gallery->survey, gallery->size,
                   gallery->language, screen->name);
    view_draw(screen->kiosk, gallery->panel, &gallery->measure, screen->now, gallery->scene);
    SDL_Surface *drawn = SDL_CreateRGBSurfaceWithFormat(
        0, gallery->panel.width, gallery->panel.height, 24, SDL_PIXELFORMAT_RGB888);
    must(drawn != NULL, "there is memory for a screen");
    paint_scene(gallery->paint, gallery->scene, drawn);
    check(gallery, drawn, name);
    gallery->pictures++;
    SDL_FreeSurface(drawn);
    return true;
}

static void see_all(struct gallery *gallery)
{
    static const char *const surveys[] = { "gp-fft", "jobcentre" };
    enum { WHOLE = 3, LANGUAGES = 9 };
    static const char *const languages[LANGUAGES] = { "en", "cy", "ur",
                                                      "pl", "ro", "pa",
                                                      "ar", "bn", "en-GB-x-easyread" };
    static const struct {
        const char *name;
        struct panel_size panel;
    } sizes[] = { { "1280x800", { 1280, 800, 149, 0 } }, { "800x480", { 800, 480, 133, 0 } } };
    for (size_t size = 0; size < 2; size++)
        for (size_t language = 0; language < LANGUAGES; language++) {
            gallery->types_seen = 0;
            gallery->few = language >= WHOLE;
            for (size_t survey = 0; survey < 2; survey++) {
                char path[80];
                gallery->survey = surveys[survey];
                gallery->language = languages[language];
                gallery->size = sizes[size].name;
                gallery->panel = sizes[size].panel;
                (void)snprintf(path, sizeof path, "assets/surveys/%s.json", gallery->survey);
                screens_walk(path, gallery->language, see, gallery);
            }
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
    see_all(&gallery);
    (void)printf("%d pictures, %d wrong\n", gallery.pictures, gallery.failures);
    free(gallery.scene);
    paint_close(gallery.paint);
    return gallery.failures == 0 ? 0 : 1;
}
