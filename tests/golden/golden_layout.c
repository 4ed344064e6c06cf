/*
 * Every screen of both surveys, and what the equality questions ask, in every language, on three
 * panels of 7 to 32 inches, on a standing one of 15.6 to 32, and on three that stand, of 7 or 8 and
 * of 10.1: usual, with contrast, and with larger text in contrast, part by part. Nothing overlaps,
 * no word is broken, and the ink of every text, Nastaliq's high letters too, stays inside its
 * frame; what can be touched is large enough in millimetres and apart; larger text is nowhere under
 * 0.7 degrees; every colour is strong enough before what is behind it. Measured with the real
 * fonts; nothing to keep.
 *
 *   golden_layout [PANEL]    "1280x800", say; exit 1 when anything is wrong, with a line for each
 */
#include "layout_measures.h"
#include "layout_sizes.h"
#include "paint.h"
#include "screens.h"
#include "view.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gallery {
    struct text_measure measure;
    struct scene *scene;
    struct panel_size panel;
    const char *survey, *language, *screen, *how;
    bool is_module; /* its other screens are those of the surveys */
    int first;      /* item: what lies under a sheet has been looked at on its own page */
    struct sizes usual, larger; /* of the texts of one screen, over its parts */
    int screens, faults;
};

static void fault(struct gallery *gallery, const char *what, const struct scene_item *item)
{
    gallery->faults++;
    (void)printf("%s %s %dx%d@%.0f %s%s: %s", gallery->survey, gallery->language,
                 gallery->panel.width, gallery->panel.height, gallery->panel.ppi, gallery->screen,
                 gallery->how, what);
    if (item != NULL)
        (void)printf(" (%d,%d %dx%d) %s", item->at.x, item->at.y, item->at.w, item->at.h,
                     item->kind == SCENE_LABEL ? item->text : "");
    (void)printf("\n");
}

static bool overlap(struct rect a, struct rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool inside(struct rect a, struct rect b)
{
    return a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h;
}

static struct rect shrunk(struct rect at, int by)
{
    return (struct rect){ at.x + by, at.y + by, at.w - 2 * by, at.h - 2 * by };
}

static struct text_style style_of(const struct scene_item *item)
{
    return (struct text_style){ item->language, item->size_px, item->weight };
}

/* Where a label's ink lies; for a picture and a box, all of it. */
static struct rect ink_of(const struct gallery *gallery, const struct scene_item *item)
{
    const struct text_measure *measure = &gallery->measure;
    struct rect at = item->at;
    if (item->kind != SCENE_LABEL)
        return at;
    struct text_size size = measure->measure(measure->self, item->text, style_of(item), at.w);
    struct text_ink ink = measure->ink(measure->self, item->text, style_of(item), at.w);
    int middle = at.y + item->line_px / 2;
    bool right = (item->align == ALIGN_END) != gallery->scene->right_to_left;
    int spare = at.w - size.width;
    at.x += item->align == ALIGN_CENTRE ? spare / 2 : right ? spare : 0;
    at.w = size.width;
    at.y = middle - ink.above;
    at.h = ink.above + (size.lines - 1) * item->line_px + ink.below;
    return at;
}

static void check_word(struct gallery *gallery, const struct scene_item *item)
{
    const struct text_measure *measure = &gallery->measure;
    struct text_size size = measure->measure(measure->self, item->text, style_of(item), item->at.w);
    bool written = item->caret >= 0; /* people may write any word */
    if (!written && size.longest_word > item->at.w)
        fault(gallery, "a word is broken", item);
    if (size.lines * item->line_px > item->at.h)
        fault(gallery, "a text is higher than its room", item);
}

/* The ring goes round what has been drawn before it. */
static bool is_ring(const struct scene_item *item)
{
    return item->kind == SCENE_BOX && item->fill == COLOUR_NONE &&
           (item->border == COLOUR_FOCUS || item->border == COLOUR_FOCUS_EDGE);
}

/* A text lies in a frame or outside it, never across its edge, and never under it. */
static void check_framed(struct gallery *gallery, int number)
{
    const struct scene *scene = gallery->scene;
    const struct scene_item *item = &scene->items[number];
    struct rect ink = ink_of(gallery, item);
    for (int i = gallery->first; i < scene->item_count; i++) {
        const struct scene_item *box = &scene->items[i];
        if (box->kind != SCENE_BOX || is_ring(box) || !overlap(ink, box->at))
            continue;
        if (i > number)
            fault(gallery, "lies under a box", item);
        else if (!inside(ink, shrunk(box->at, box->border_px)))
            fault(gallery, "sticks out of its box", item);
    }
}

/* Nastaliq's tails reach between the letters of the next line: a little is not a collision. */
static struct rect body_of(const struct gallery *gallery, const struct scene_item *item)
{
    struct rect at = ink_of(gallery, item);
    int little = item->kind == SCENE_LABEL ? item->size_px / 5 : 0;
    if (2 * little < at.h) {
        at.y += little;
        at.h -= 2 * little;
    }
    return at;
}

static void check_pair(struct gallery *gallery, const struct scene_item *item,
                       const struct scene_item *other)
{
    if (is_ring(item) || is_ring(other))
        return;
    if (item->kind == SCENE_BOX && other->kind == SCENE_BOX) {
        if (overlap(item->at, other->at) && !inside(item->at, other->at))
            fault(gallery, "a box lies across another", item);
    } else if (item->kind == SCENE_LABEL || other->kind == SCENE_LABEL) {
        bool framed = item->kind == SCENE_BOX || other->kind == SCENE_BOX;
        if (!framed && overlap(body_of(gallery, item), body_of(gallery, other)))
            fault(gallery, "lies over another thing", item);
    }
}

static void check_item(struct gallery *gallery, int number)
{
    const struct scene *scene = gallery->scene;
    const struct scene_item *item = &scene->items[number];
    struct rect all = { 0, 0, scene->width, scene->height };
    if (!inside(ink_of(gallery, item), all))
        fault(gallery, "reaches beyond the screen", item);
    if (item->kind == SCENE_LABEL) {
        check_word(gallery, item);
        check_framed(gallery, number);
    }
    for (int i = gallery->first; i < number; i++)
        check_pair(gallery, item, &scene->items[i]);
}

static void check_writing(struct gallery *gallery)
{
    const struct scene *scene = gallery->scene;
    for (int i = 1; i < scene->item_count; i++) {
        const struct scene_item *box = &scene->items[i - 1], *text = &scene->items[i];
        if (text->kind == SCENE_LABEL && text->caret >= 0 && box->kind == SCENE_BOX &&
            box->at.h < text->line_px + 2 * box->border_px)
            fault(gallery, "the box holds no line", box);
    }
}

static bool has_keys(const struct scene *scene)
{
    for (int i = 0; i < scene->target_count; i++)
        if (scene->targets[i].target.kind == TARGET_KEY_SPACE && scene->targets[i].live)
            return true;
    return false;
}

static bool has_text(const struct scene *scene, const char *text)
{
    for (int i = 0; i < scene->item_count; i++)
        if (scene->items[i].kind == SCENE_LABEL && strcmp(scene->items[i].text, text) == 0)
            return true;
    return false;
}

/* Where people write, they are told of names and danger, whatever they have written. */
static void check_privacy(struct gallery *gallery, const struct kiosk *kiosk)
{
    bool writes = kiosk->page == PAGE_QUESTION && has_keys(gallery->scene);
    const char *privacy =
        writes ? kiosk->program->wordings[kiosk->language]->word[WORD_PRIVACY] : NULL;
    if (writes && !has_text(gallery->scene, privacy))
        fault(gallery, "the line on privacy is not beside the keys", NULL);
}

/* How many languages are one tap away from the first screen, beside the one that is shown. */
static int languages_beside(const struct gallery *gallery, const struct kiosk *kiosk)
{
    int count = 0;
    for (int i = 0; i < kiosk->program->language_count; i++) {
        char name[80];
        struct target target;
        struct rect at;
        (void)snprintf(name, sizeof name, "language:%s", kiosk->program->wordings[i]->tag);
        count += i != kiosk->language && scene_find(gallery->scene, kiosk, name, &target, &at);
    }
    return count;
}

/* On a large standing panel everybody has their language one tap away from the first screen, with
 * larger text, too; unless a long notice stands there. On the smallest, whose larger text has the
 * most pixels, one at least stands before "More". */
static void check_languages(struct gallery *gallery, const struct kiosk *kiosk)
{
    enum { LARGE_HEIGHT = 1920, DENSE_PPI = 120 };
    bool first = strcmp(gallery->screen, "attract") == 0;
    bool stands = gallery->panel.height > gallery->panel.width;
    bool dense = kiosk->large && gallery->panel.ppi > DENSE_PPI;
    if (!first || !stands || gallery->panel.height < LARGE_HEIGHT)
        return;
    int least = dense ? 1 : kiosk->program->language_count - 1;
    if (languages_beside(gallery, kiosk) < least)
        fault(gallery, "a language is not one tap away", NULL);
}

static bool is_in_menu(enum target_kind kind)
{
    return kind == TARGET_MORE_LANGUAGES || kind == TARGET_LISTEN || kind == TARGET_DISPLAY ||
           kind == TARGET_HELP || kind == TARGET_LEAVE;
}

/* Where the row of the menu's tools at this height begins and ends. */
static struct rect menu_row(const struct scene *scene, int y)
{
    struct rect row = { scene->width, y, 0, 0 };
    int end = 0;
    for (int i = 0; i < scene->target_count; i++) {
        const struct scene_target *target = &scene->targets[i];
        if (!target->live || !is_in_menu(target->target.kind) || target->at.y != y)
            continue;
        row.x = target->at.x < row.x ? target->at.x : row.x;
        end = target->at.x + target->at.w > end ? target->at.x + target->at.w : end;
    }
    row.w = end - row.x;
    return row;
}

/* The rows of the menu's tools begin and end at one line, but for what does not divide. */
static void check_menu(struct gallery *gallery, const struct kiosk *kiosk)
{
    enum { LITTLE = 5 };
    const struct scene *scene = gallery->scene;
    struct rect first = { 0, -1, 0, 0 };
    for (int i = 0; kiosk->sheet == SHEET_MENU && i < scene->target_count; i++) {
        if (!scene->targets[i].live || !is_in_menu(scene->targets[i].target.kind))
            continue;
        struct rect row = menu_row(scene, scene->targets[i].at.y);
        first = first.y < 0 ? row : first;
        if (abs(row.x - first.x) > LITTLE || abs(row.w - first.w) > LITTLE)
            fault(gallery, "a row of the menu is shorter than another", NULL);
    }
}

static void measured_fault(void *context, const char *what, const struct scene_item *item)
{
    fault(context, what, item);
}

static void measure(struct gallery *gallery, const struct kiosk *kiosk)
{
    struct measures measures = { .scene = gallery->scene,
                                 .kiosk = kiosk,
                                 .panel = gallery->panel,
                                 .first = gallery->first,
                                 .fault = measured_fault,
                                 .context = gallery };
    measure_targets(&measures);
    measure_texts(&measures);
    measure_colours(&measures);
}

/* Nothing is smaller for whoever asked for larger text: no text that stands there either way, and
 * not the largest, which is mostly the title. */
static void check_sizes(struct gallery *gallery, const struct kiosk *kiosk)
{
    sizes_add(kiosk->large ? &gallery->larger : &gallery->usual, gallery->scene, gallery->first);
    if (kiosk->large)
        sizes_compare(&gallery->usual, gallery->scene, gallery->first, measured_fault, gallery);
}

static void check_part(struct gallery *gallery, const struct kiosk *kiosk, msec now)
{
    struct scene *scene = gallery->scene;
    view_draw(kiosk, gallery->panel, &gallery->measure, now, scene);
    gallery->screens++;
    if (scene->overflow)
        fault(gallery, "something does not fit", NULL);
    gallery->first = 1;
    for (int i = 1; i < scene->item_count; i++)
        if (scene->items[i].fill == COLOUR_VEIL)
            gallery->first = i + 1;
    for (int i = gallery->first; i < scene->item_count; i++)
        check_item(gallery, i);
    check_writing(gallery);
    check_privacy(gallery, kiosk);
    check_languages(gallery, kiosk);
    check_menu(gallery, kiosk);
    check_sizes(gallery, kiosk);
    measure(gallery, kiosk);
}

/* The first letter that is written does not take the keys away from under somebody's fingers: there
 * are as many parts before it as behind it. */
static void check_steady(struct gallery *gallery, const struct kiosk *written, msec now)
{
    struct kiosk empty = *written;
    bool writes = written->page == PAGE_QUESTION && written->sheet == SHEET_NONE;
    int comment = writes ? written->program->survey->questions[written->question].comment : 0;
    if (!writes || !has_keys(gallery->scene) || written->writing[comment][0] == '\0')
        return;
    int parts = gallery->scene->parts;
    empty.writing[comment][0] = '\0';
    empty.behind_cursor = 0;
    view_draw(&empty, gallery->panel, &gallery->measure, now, gallery->scene);
    if (gallery->scene->parts != parts)
        fault(gallery, "what is written changes the parts of the page", NULL);
}

/* All its parts; each but the last one leads on to the next. */
static void check_screen(struct gallery *gallery, struct kiosk *kiosk, msec now)
{
    uint32_t *part = walk_part_of(kiosk);
    int count;
    do {
        struct target target;
        struct rect at;
        char next[24];
        check_part(gallery, kiosk, now);
        count = gallery->scene->parts;
        (void)snprintf(next, sizeof next, "part:%u", *part + 2);
        if (gallery->scene->part != (int)*part ||
            scene_find(gallery->scene, kiosk, next, &target, &at) != ((int)*part + 1 < count))
            fault(gallery, "its parts do not lead from one to the next", NULL);
    } while (++*part < (uint32_t)count);
    check_steady(gallery, kiosk, now);
}

/* What staff see is the same with every survey. Larger text can be chosen neither there nor on the
 * screens that stand while nobody can answer. */
static bool see(void *context, const struct walk_screen *screen)
{
    struct gallery *gallery = context;
    struct kiosk usual = *screen->kiosk, strong = usual, larger = usual;
    bool staff = kiosk_is_staff_page(usual.page);
    bool stands = usual.program == NULL || usual.page == PAGE_NO_SURVEY ||
                  (usual.page >= PAGE_CLOSED && usual.page < PAGE_PRIVACY);
    bool asks = usual.page == PAGE_QUESTION && usual.sheet == SHEET_NONE;
    if ((staff && strcmp(gallery->survey, "gp-fft") != 0) || (gallery->is_module && !asks))
        return true;
    gallery->screen = screen->name;
    gallery->how = "";
    gallery->usual = gallery->larger = (struct sizes){ .count = 0 };
    check_screen(gallery, &usual, screen->now);
    strong.contrast = true;
    gallery->how = " contrast";
    if (!usual.contrast)
        check_screen(gallery, &strong, screen->now);
    if (staff || stands)
        return true;
    larger.large = larger.contrast = true;
    gallery->how = " larger, contrast";
    check_screen(gallery, &larger, screen->now);
    if (!usual.large && gallery->larger.largest < gallery->usual.largest)
        fault(gallery, "its largest text is smaller with larger text", NULL);
    return true;
}

static void see_panel(struct gallery *gallery)
{
    static const struct {
        const char *name, *path;
        bool is_module;
    } surveys[] = { { "gp-fft", "assets/surveys/gp-fft.json", false },
                    { "jobcentre", "assets/surveys/jobcentre.json", false },
                    { "equality", "assets/surveys/modules/equality.json", true } };
    for (size_t survey = 0; survey < sizeof surveys / sizeof *surveys; survey++)
        for (int language = 0; language < SCREENS_LANGUAGES; language++) {
            gallery->survey = surveys[survey].name;
            gallery->is_module = surveys[survey].is_module;
            gallery->language = screens_languages[language];
            screens_walk(surveys[survey].path, gallery->language, see, gallery);
        }
}

enum { SIZES = 3 };
struct panel_kind {
    const char *name;
    int width, height;
    double inches[SIZES]; /* the smallest, the usual one, the largest; 0 for none */
};

static void see_sizes(struct gallery *gallery, const struct panel_kind *kind)
{
    double diagonal = sqrt((double)kind->width * kind->width + (double)kind->height * kind->height);
    for (int i = 0; i < SIZES && kind->inches[i] > 0; i++) {
        gallery->panel =
            (struct panel_size){ kind->width, kind->height, diagonal / kind->inches[i], 0 };
        see_panel(gallery);
    }
}

static void see_all(struct gallery *gallery, const char *only)
{
    static const struct panel_kind kinds[] = {
        { "1280x800", 1280, 800, { 7, 10.1, 32 } }, { "1024x600", 1024, 600, { 7, 10.1, 32 } },
        { "800x480", 800, 480, { 7, 10.1, 32 } },   { "1080x1920", 1080, 1920, { 15.6, 21.5, 32 } },
        { "800x1280", 800, 1280, { 8, 10.1, 0 } },  { "600x1024", 600, 1024, { 7, 10.1, 0 } },
        { "480x800", 480, 800, { 7, 10.1, 0 } },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (only == NULL || strcmp(only, kinds[i].name) == 0)
            see_sizes(gallery, &kinds[i]);
}

int main(int argc, char **argv)
{
    struct gallery gallery = { 0 };
    struct paint *paint;
    struct err err = { 0 };
    must(paint_open(NULL, &paint, &err), err.text);
    gallery.measure = paint_measure(paint);
    gallery.scene = calloc(1, sizeof *gallery.scene);
    must(gallery.scene != NULL, "there is memory for a scene");
    see_all(&gallery, argc > 1 ? argv[1] : NULL);
    (void)printf("%d screens, %d faults\n", gallery.screens, gallery.faults);
    free(gallery.scene);
    paint_close(paint);
    return gallery.screens > 0 && gallery.faults == 0 ? 0 : 1;
}
