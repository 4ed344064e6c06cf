/*
 * The canvas: puts boxes, texts, pictures and targets into the scene, mirrors them for
 * right-to-left, fits texts to their room by stepping down the type scale, and notes when something
 * does not fit.
 */
#include "view_int.h"
#include <stdio.h>
#include <string.h>

const char *canvas_word(const struct canvas *canvas, enum wording_key key)
{
    return canvas->wording->word[key];
}

const char *canvas_survey_text(const struct canvas *canvas, const struct texts *texts)
{
    return texts->in[canvas->language];
}

const char *canvas_keep_part(struct canvas *canvas, const char *text, size_t size)
{
    struct scene *scene = canvas->scene;
    if (size >= SCENE_POOL - scene->pool_used) {
        scene->overflow = true;
        return "";
    }
    char *kept = scene->pool + scene->pool_used;
    memcpy(kept, text, size);
    kept[size] = '\0';
    scene->pool_used += size + 1;
    return kept;
}

const char *canvas_keep(struct canvas *canvas, const char *text)
{
    return canvas_keep_part(canvas, text, strlen(text));
}

const char *canvas_fill(struct canvas *canvas, enum wording_key key, const char *const *pairs)
{
    char filled[2048];
    (void)wording_fill(filled, sizeof filled, canvas_word(canvas, key), pairs);
    return canvas_keep(canvas, filled);
}

const char *canvas_number(struct canvas *canvas, const char *number)
{
    char own[64];
    (void)wording_number(own, sizeof own, canvas->wording, number);
    return canvas_keep(canvas, own);
}

const char *canvas_count(struct canvas *canvas, uint32_t number)
{
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%u", number);
    return canvas_number(canvas, digits);
}

static struct rect mirrored(const struct canvas *canvas, struct rect at)
{
    if (canvas->scene->right_to_left && !canvas->unmirrored)
        at.x = canvas->scene->width - at.x - at.w;
    return at;
}

static bool is_inside(const struct canvas *canvas, struct rect at)
{
    return at.x >= 0 && at.y >= 0 && at.w >= 0 && at.h >= 0 &&
           at.x + at.w <= canvas->scene->width && at.y + at.h <= canvas->scene->height;
}

struct scene_item *canvas_item(struct canvas *canvas, enum scene_kind kind, struct rect at)
{
    static struct scene_item spare;
    struct scene *scene = canvas->scene;
    if (!is_inside(canvas, at))
        scene->overflow = true;
    if (scene->item_count == SCENE_ITEMS_MAX) {
        scene->overflow = true;
        return &spare;
    }
    struct scene_item *item = &scene->items[scene->item_count++];
    memset(item, 0, sizeof *item);
    item->kind = kind;
    item->at = mirrored(canvas, at);
    item->caret = -1;
    return item;
}

void canvas_box(struct canvas *canvas, struct rect at, enum colour fill, enum colour border,
                int border_px, int radius_px)
{
    struct scene_item *item = canvas_item(canvas, SCENE_BOX, at);
    item->fill = fill;
    item->border = border;
    item->border_px = (uint8_t)border_px;
    item->radius_px = (uint8_t)radius_px;
}

void canvas_picture(struct canvas *canvas, struct rect at, enum picture picture, enum colour ink)
{
    struct scene_item *item = canvas_item(canvas, SCENE_PICTURE, at);
    item->picture = picture;
    item->fill = ink;
    item->mirrored =
        canvas->scene->right_to_left &&
        (picture == PICTURE_ARROW_BACK || picture == PICTURE_ARROW_ON || picture == PICTURE_LEAVE);
}

void canvas_logo(struct canvas *canvas, struct rect at, const char *drawing)
{
    struct scene_item *item = canvas_item(canvas, SCENE_PICTURE, at);
    item->picture = PICTURE_LOGO;
    item->fill = COLOUR_ACCENT;
    item->text = drawing;
}

static struct text_style style_of(const struct canvas *canvas, const struct text *text, int size)
{
    return (struct text_style){
        .language = text->language != NULL ? text->language : canvas->wording->tag,
        .size_px = (uint16_t)size,
        .weight = text->weight,
    };
}

/* Large Latin lines stand a little closer than a font says; scripts with tall lines keep theirs. */
static int line_height(int natural, int size)
{
    bool tall = natural * 10 > size * 16;
    return tall || size < 44 ? natural : natural * 9 / 10;
}

/* A title's lines: between those of a tall script a kaf has room under the tails above it. */
static int title_line_height(int line, int size)
{
    return line * 10 > size * 17 && line < size * 9 / 4 ? size * 9 / 4 : line;
}

/* By its lines alone. */
static struct fitted lines_at(const struct canvas *canvas, const struct text *text, int size,
                              int width)
{
    struct text_size measured = canvas->measure->measure(canvas->measure->self, text->text,
                                                         style_of(canvas, text, size), width);
    int line = line_height(measured.line_px, size);
    if (text->balanced && measured.lines > 1)
        line = title_line_height(line, size);
    struct fitted fitted = {
        .size_px = (uint16_t)size,
        .line_px = (uint16_t)line,
        .lines = measured.lines,
        .width = measured.width,
        .room = width,
        .height = measured.lines * line,
        .ink = { line / 2, line / 2 },
    };
    bool lines_fit = text->max_lines == 0 || measured.lines <= text->max_lines;
    bool width_fits = width == 0 || (measured.longest_word <= width && measured.width <= width);
    fitted.fits = lines_fit && width_fits;
    return fitted;
}

/* Between a text's ink and the edge of its frame. */
static int air(const struct canvas *canvas)
{
    return canvas->theme.edge + 1;
}

/* From the top of the first line's ink to the bottom of the last one's. */
static int ink_height(const struct fitted *fitted)
{
    return fitted->ink.above + (fitted->lines - 1) * fitted->line_px + fitted->ink.below;
}

/* In the middle of a frame the ink must find room in the frame. Elsewhere it may reach a little
 * beyond its lines, as lines reach into one another; what reaches further widens the height. */
static void fit_ink(const struct canvas *canvas, const struct text *text, struct fitted *fitted,
                    int height)
{
    int needed, reach = fitted->line_px / 2 + fitted->size_px / 6;
    if (canvas->measure->ink != NULL)
        fitted->ink = canvas->measure->ink(canvas->measure->self, text->text,
                                           style_of(canvas, text, fitted->size_px), fitted->room);
    if (text->inked) {
        needed = ink_height(fitted) + 2 * air(canvas);
    } else {
        fitted->over = fitted->ink.above > reach ? fitted->ink.above - reach : 0;
        fitted->height += fitted->over;
        fitted->height += fitted->ink.below > reach ? fitted->ink.below - reach : 0;
        needed = fitted->height;
    }
    fitted->fits = height == 0 || needed <= height;
}

/* The narrowest width at which the text takes no more lines: they come out about equally long. */
static int balanced_width(const struct canvas *canvas, const struct text *text,
                          const struct fitted *fitted)
{
    int low = fitted->room / fitted->lines, high = fitted->room;
    while (high - low > 4) {
        int middle = (low + high) / 2;
        struct fitted trial = lines_at(canvas, text, fitted->size_px, middle);
        if (trial.fits && trial.lines <= fitted->lines)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static struct fitted fit_at(const struct canvas *canvas, const struct text *text, int size,
                            int width, int height)
{
    struct fitted fitted = lines_at(canvas, text, size, width);
    if (!fitted.fits || width == 0)
        return fitted;
    if (height > 0 && fitted.height > height) {
        fitted.fits = false;
        return fitted;
    }
    if (text->balanced && fitted.lines > 1)
        fitted.room = balanced_width(canvas, text, &fitted);
    fit_ink(canvas, text, &fitted, height);
    return fitted;
}

struct fitted canvas_fit(const struct canvas *canvas, const struct text *text, int width,
                         int height)
{
    struct fitted fitted = { .fits = false };
    int largest = (int)text->largest;
    if (text->px > 0)
        return fit_at(canvas, text, text->px, width, height);
    if (canvas->large && !text->fixed && largest < TYPE_TEXT)
        largest = TYPE_TEXT;
    int least = canvas->theme.type[text->smallest];
    for (int px = canvas->theme.type[largest]; px >= least && !fitted.fits;
         px = canvas_title_down(canvas, px))
        fitted = fit_at(canvas, text, px, width, height);
    return fitted;
}

int canvas_title_down(const struct canvas *canvas, int px)
{
    const int *sizes = canvas->theme.type;
    if (px > sizes[TYPE_HEAD])
        return canvas_step_down(px, sizes[TYPE_HEAD]);
    for (int type = TYPE_HEAD; type >= 0; type--)
        if (sizes[type] < px)
            return sizes[type];
    return 0;
}

struct scene_item *canvas_fitted(struct canvas *canvas, const struct text *text,
                                 struct fitted fitted, struct rect box, int y)
{
    if (!fitted.fits)
        canvas->scene->overflow = true;
    struct rect at = { box.x, y, box.w, fitted.lines * fitted.line_px };
    struct scene_item *item = canvas_item(canvas, SCENE_LABEL, at);
    item->fill = text->colour;
    item->text = text->text;
    item->language = text->language != NULL ? text->language : canvas->wording->tag;
    item->size_px = fitted.size_px;
    item->line_px = fitted.line_px;
    item->lines = (uint8_t)fitted.lines;
    item->weight = text->weight;
    item->align = text->align;
    return item;
}

int canvas_text(struct canvas *canvas, const struct text *text, struct rect box)
{
    if (text->text[0] == '\0')
        return 0;
    struct fitted fitted = canvas_fit(canvas, text, box.w, box.h);
    box.w = fitted.room;
    (void)canvas_fitted(canvas, text, fitted, box, box.y + fitted.over);
    return fitted.height;
}

/* In the middle by its lines, and moved from there no further than its ink needs. */
static int middle_y(const struct canvas *canvas, const struct fitted *fitted, struct rect box)
{
    int y = box.y + (box.h > fitted->height ? (box.h - fitted->height) / 2 : 0);
    int top = y + fitted->line_px / 2 - fitted->ink.above;
    int below = box.y + box.h - air(canvas) - top - ink_height(fitted);
    int above = box.y + air(canvas) - top;
    if (above > 0)
        return y + above;
    return below < 0 ? y + below : y;
}

void canvas_text_middle(struct canvas *canvas, const struct text *text, struct rect box)
{
    if (text->text[0] == '\0')
        return;
    struct text inked = *text;
    inked.inked = true;
    struct fitted fitted = canvas_fit(canvas, &inked, box.w, box.h);
    int y = fitted.fits ? middle_y(canvas, &fitted, box) : box.y;
    if (fitted.fits && fitted.room > 0) {
        int spare = box.w - fitted.room;
        box.x += text->align == ALIGN_CENTRE ? spare / 2 : text->align == ALIGN_END ? spare : 0;
        box.w = fitted.room;
    }
    (void)canvas_fitted(canvas, text, fitted, box, y);
}

int canvas_width_of(const struct canvas *canvas, const struct text *text)
{
    return canvas_fit(canvas, text, 0, 0).width;
}

void canvas_parts(struct canvas *canvas, int count)
{
    uint32_t wanted = canvas->part, last = count > 0 ? (uint32_t)count - 1 : 0;
    canvas->parts = (struct parts){ (int)(wanted < last ? wanted : last), count };
}

int canvas_floor(const struct canvas *canvas, int px)
{
    int least = canvas->theme.usual[TYPE_TINY]; /* with larger text that is theme.least or more */
    return px > least ? px : least;
}

int canvas_inked_height(const struct canvas *canvas, const struct text *text, int width)
{
    struct fitted fitted = canvas_fit(canvas, text, width, 0);
    int needed = ink_height(&fitted) + 2 * air(canvas);
    return needed > fitted.height ? needed : fitted.height;
}

/* Of the words on buttons these stand on the most of them; the last one only with the thanks. */
int canvas_words_height(const struct canvas *canvas, const char *language)
{
    static const enum wording_key words[] = {
        WORD_START,     WORD_CONTINUE, WORD_SKIP, WORD_BACK,      WORD_LEAVE,
        WORD_DONE,      WORD_CLOSE,    WORD_HELP, WORD_DISPLAY,   WORD_MENU,
        WORD_MORE_TIME, WORD_FINISHED, WORD_MORE, WORD_TRY_AGAIN, WORD_TAKE_PART,
    };
    int highest = 0, last = sizeof words / sizeof *words - 1;
    for (int i = 0; i < last + kiosk_can_take_part(canvas->kiosk); i++) {
        struct text text = { .text = canvas_word(canvas, words[i]),
                             .language = language,
                             .px = canvas->theme.type[TYPE_TINY],
                             .weight = WEIGHT_BOLD,
                             .inked = true };
        int needed = canvas_inked_height(canvas, &text, 1 << 14);
        highest = needed > highest ? needed : highest;
    }
    return highest;
}

void canvas_dress(struct canvas *canvas, struct display display)
{
    canvas->large = display.large;
    theme_make(&canvas->theme, canvas->panel, display);
    display.words = display.large ? canvas_words_height(canvas, NULL) : 0;
    display.name = canvas->theme.name_h > 0 ? part_name_height(canvas) : 0;
    if (display.words > canvas->theme.target || display.name > canvas->theme.name_h)
        theme_make(&canvas->theme, canvas->panel, display);
    canvas->display = display;
}

bool canvas_is_tall(const struct canvas *canvas)
{
    enum { PROBE = 100 };
    struct text probe = { .text = "x", .px = PROBE };
    return canvas_fit(canvas, &probe, 0, 0).line_px > PROBE * 17 / 10;
}

struct canvas canvas_usual(const struct canvas *canvas)
{
    struct canvas usual = *canvas;
    memcpy(usual.theme.type, canvas->theme.usual, sizeof usual.theme.type);
    usual.large = false;
    return usual;
}

int canvas_step_down(int px, int least)
{
    int next = px * 11 / 12;
    return px > least && next < least ? least : next;
}

void canvas_target(struct canvas *canvas, struct target target, struct rect at)
{
    struct scene *scene = canvas->scene;
    if (scene->target_count == SCENE_TARGETS_MAX) {
        scene->overflow = true;
        return;
    }
    scene->targets[scene->target_count++] = (struct scene_target){
        .target = target,
        .at = mirrored(canvas, at),
        .live = true,
    };
}

bool canvas_pressed(const struct canvas *canvas, struct target target)
{
    return target_equal(canvas->kiosk->pressed, target) ||
           (canvas->kiosk->saving && target_equal(canvas->kiosk->pending, target));
}

static void add_said(struct canvas *canvas, struct scene_said said)
{
    struct scene *scene = canvas->scene;
    if (said.text[0] == '\0')
        return;
    if (scene->said_count == SCENE_SAID)
        scene->overflow = true;
    else
        scene->said[scene->said_count++] = said;
}

void canvas_say(struct canvas *canvas, const char *text)
{
    canvas_say_in(canvas, text, canvas->wording->tag);
}

void canvas_say_in(struct canvas *canvas, const char *text, const char *language)
{
    add_said(canvas, (struct scene_said){ .text = text, .language = language });
}

static bool is_said(const struct scene *scene, struct target target, const char *text)
{
    for (int i = 0; i < scene->said_count; i++)
        if (target_equal(scene->said[i].about, target) && strcmp(scene->said[i].text, text) == 0)
            return true;
    return false;
}

/* A target may stand on the screen twice; it is called once. */
void canvas_name(struct canvas *canvas, struct target target, const char *text,
                 const char *language)
{
    const char *voice = language != NULL ? language : canvas->wording->tag;
    if (!is_said(canvas->scene, target, text))
        add_said(canvas, (struct scene_said){ .text = text, .language = voice, .about = target });
}

void canvas_name_position(struct canvas *canvas, struct target target, int number, int count)
{
    const char *const pairs[] = { "number", canvas_count(canvas, (uint32_t)number), "count",
                                  canvas_count(canvas, (uint32_t)count), NULL };
    if (count > 1)
        canvas_name(canvas, target, canvas_fill(canvas, WORD_SAY_POSITION, pairs), NULL);
}

void canvas_words(struct canvas *canvas, struct rect at)
{
    canvas->scene->words = mirrored(canvas, at);
}
