/*
 * Contact sheets, to be looked at: every screen of both surveys, small, a row a screen, or a part
 * of one, and a column a language; sheets for each survey, panel and display. And the README's
 * pictures, in full size.
 *
 *   sheet --to DIR         writes DIR/SURVEY-SIZE-DISPLAY.png, and says how many screens they hold
 *   sheet --readme DIR     writes the README's pictures
 */
#include "file.h"
#include "kiosk_holding.h"
#include "kiosk_walk.h"
#include "paint.h"
#include "seal.h"
#include "view.h"
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    GAP = 16,
    CAPTION_PX = 22,
    CAPTION_HEIGHT = 34,
    NAMES_WIDTH = 330,
    ROWS_MAX = 600,
    ROWS_A_SHEET = 16
};

static const char *const surveys[] = { "gp-fft", "jobcentre" };

static const struct size {
    const char *name;
    struct panel_size panel;
    int shrink; /* so many pixels become one, each way */
} sizes[] = { { "1280x800", { 1280, 800, 149, 0 }, 4 },
              { "1024x600", { 1024, 600, 149, 0 }, 3 },
              { "800x480", { 800, 480, 133, 0 }, 3 },
              { "1080x1920", { 1080, 1920, 102, 0 }, 5 },
              { "800x1280", { 800, 1280, 149, 0 }, 4 } };

enum display { DISPLAY_STANDARD, DISPLAY_LARGE, DISPLAY_CONTRAST, DISPLAYS };
static const char *const displays[DISPLAYS] = { "standard", "large", "contrast" };

struct contact {
    struct paint *paint;
    struct text_measure measure;
    struct scene *scene, *captions;
    struct kiosk *kiosk;
    const struct program *program;
    const char *survey;
    const struct size *size;
    enum display display;
    SDL_Surface *screen, *whole;
    struct {
        char name[80];
        int part;
    } row[ROWS_MAX];
    int rows, column;
    int first, end; /* rows of this sheet */
    int screens;
};

static SDL_Surface *surface(int width, int height)
{
    SDL_Surface *made =
        SDL_CreateRGBSurfaceWithFormat(0, width, height, 24, SDL_PIXELFORMAT_RGB888);
    must(made != NULL, "there is memory for a picture");
    return made;
}

/* --- where a screen stands on the sheet --- */

static int small_width(const struct size *size)
{
    return size->panel.width / size->shrink;
}

static int small_height(const struct size *size)
{
    return size->panel.height / size->shrink;
}

static int column_x(const struct contact *sheet, int column)
{
    return NAMES_WIDTH + column * (small_width(sheet->size) + GAP);
}

static int row_y(const struct contact *sheet, int row)
{
    return 2 * CAPTION_HEIGHT + GAP + row * (small_height(sheet->size) + GAP);
}

/* --- one screen --- */

static uint32_t *pixel(SDL_Surface *of, int x, int y)
{
    return (void *)((uint8_t *)of->pixels + (ptrdiff_t)y * of->pitch + (ptrdiff_t)x * 4);
}

/* The mean of a square of pixels. */
static uint32_t mean(SDL_Surface *of, int x, int y, int side)
{
    uint32_t red = 0, green = 0, blue = 0, count = (uint32_t)(side * side);
    for (int dy = 0; dy < side; dy++)
        for (int dx = 0; dx < side; dx++) {
            uint32_t at = *pixel(of, x + dx, y + dy);
            red += at >> 16 & 255;
            green += at >> 8 & 255;
            blue += at & 255;
        }
    return red / count << 16 | green / count << 8 | blue / count;
}

static void put_small(struct contact *sheet, int row)
{
    int left = column_x(sheet, sheet->column), top = row_y(sheet, row);
    int side = sheet->size->shrink;
    for (int y = 0; y < small_height(sheet->size); y++)
        for (int x = 0; x < small_width(sheet->size); x++)
            *pixel(sheet->whole, left + x, top + y) = mean(sheet->screen, x * side, y * side, side);
}

/* The screen in this sheet's size and display, without drawing it yet. */
static void lay_out(struct contact *sheet, const struct walk_screen *screen, int part)
{
    *sheet->kiosk = *screen->kiosk;
    sheet->kiosk->large |= sheet->display == DISPLAY_LARGE;
    sheet->kiosk->contrast |= sheet->display == DISPLAY_CONTRAST;
    *walk_part_of(sheet->kiosk) = (uint32_t)part;
    view_draw(sheet->kiosk, sheet->size->panel, &sheet->measure, screen->now, sheet->scene);
}

static void draw(struct contact *sheet, const struct walk_screen *screen, int part)
{
    lay_out(sheet, screen, part);
    paint_scene(sheet->paint, sheet->scene, sheet->screen);
}

/* The row of this part; behind the last part that has one; -1 for a screen that has none yet. */
static int row_of(const struct contact *sheet, const char *name, int part)
{
    int found = -1;
    for (int i = 0; i < sheet->rows; i++)
        if (strcmp(sheet->row[i].name, name) == 0 && sheet->row[i].part <= part)
            found = i;
    return found;
}

static void add_row(struct contact *sheet, const char *name, int part)
{
    int before = row_of(sheet, name, part), at = before < 0 ? sheet->rows : before + 1;
    if (before >= 0 && sheet->row[before].part == part)
        return;
    must(sheet->rows < ROWS_MAX, "a survey has so many screens");
    memmove(&sheet->row[at + 1], &sheet->row[at],
            (size_t)(sheet->rows - at) * sizeof sheet->row[0]);
    (void)snprintf(sheet->row[at].name, sizeof sheet->row[at].name, "%s", name);
    sheet->row[at].part = part;
    sheet->rows++;
}

static bool name_rows(void *context, const struct walk_screen *screen)
{
    struct contact *sheet = context;
    lay_out(sheet, screen, 0);
    for (int part = 0, count = sheet->scene->parts; part < count; part++)
        add_row(sheet, screen->name, part);
    return true;
}

static bool is_here(const struct contact *sheet, int row)
{
    return row >= sheet->first && row < sheet->end;
}

static bool see(void *context, const struct walk_screen *screen)
{
    struct contact *sheet = context;
    int first = row_of(sheet, screen->name, 0), last = row_of(sheet, screen->name, ROWS_MAX);
    must(first >= 0, "every screen has a row");
    if (last < sheet->first || first >= sheet->end)
        return true;
    lay_out(sheet, screen, 0);
    for (int part = 0, count = sheet->scene->parts; part < count; part++) {
        if (!is_here(sheet, first + part))
            continue;
        draw(sheet, screen, part);
        put_small(sheet, first + part - sheet->first);
        sheet->screens++;
    }
    return true;
}

/* --- captions --- */

static void caption(struct contact *sheet, const char *text, struct rect at, enum align align)
{
    struct scene *scene = sheet->captions;
    must(scene->item_count < SCENE_ITEMS_MAX, "a sheet has few captions");
    scene->items[scene->item_count++] = (struct scene_item){ .kind = SCENE_LABEL,
                                                             .at = at,
                                                             .fill = COLOUR_INK,
                                                             .text = text,
                                                             .language = "en",
                                                             .size_px = CAPTION_PX,
                                                             .line_px = CAPTION_HEIGHT,
                                                             .weight = WEIGHT_REGULAR,
                                                             .align = align,
                                                             .lines = 1,
                                                             .caret = -1 };
}

/* "privacy", and of its second part "privacy, 2". */
static const char *row_caption(struct contact *sheet, int row)
{
    static char captions[ROWS_A_SHEET][96];
    char *caption = captions[row - sheet->first];
    const char *name = sheet->row[row].name;
    if (sheet->row[row].part == 0)
        return name;
    (void)snprintf(caption, sizeof captions[0], "%s, %d", name, sheet->row[row].part + 1);
    return caption;
}

static void put_captions(struct contact *sheet, const char *title)
{
    struct scene *scene = sheet->captions;
    int width = small_width(sheet->size);
    *scene =
        (struct scene){ .width = sheet->whole->w, .height = sheet->whole->h, .language = "en" };
    scene->items[scene->item_count++] = (struct scene_item){
        .kind = SCENE_BOX, .at = { 0, 0, sheet->whole->w, sheet->whole->h }, .fill = COLOUR_SOFT
    };
    caption(sheet, title, (struct rect){ GAP, 0, sheet->whole->w - 2 * GAP, CAPTION_HEIGHT },
            ALIGN_START);
    for (int i = 0; i < sheet->program->language_count; i++)
        caption(sheet, sheet->program->wordings[i]->tag,
                (struct rect){ column_x(sheet, i), CAPTION_HEIGHT, width, CAPTION_HEIGHT },
                ALIGN_CENTRE);
    for (int i = sheet->first; i < sheet->end; i++)
        caption(sheet, row_caption(sheet, i),
                (struct rect){ GAP, row_y(sheet, i - sheet->first), NAMES_WIDTH - 2 * GAP,
                               CAPTION_HEIGHT },
                ALIGN_START);
    paint_scene(sheet->paint, scene, sheet->whole);
}

/* --- one sheet --- */

static void make_sheet(struct contact *sheet, const char *folder)
{
    char title[120], path[4096];
    int number = sheet->first / ROWS_A_SHEET + 1;
    (void)snprintf(title, sizeof title, "%s, %s, %s, %d", sheet->survey, sheet->size->name,
                   displays[sheet->display], number);
    (void)snprintf(path, sizeof path, "%s/%s-%s-%s-%d.png", folder, sheet->survey,
                   sheet->size->name, displays[sheet->display], number);
    sheet->whole = surface(column_x(sheet, sheet->program->language_count),
                           row_y(sheet, sheet->end - sheet->first));
    put_captions(sheet, title);
    for (sheet->column = 0; sheet->column < sheet->program->language_count; sheet->column++)
        (void)walk_screens(sheet->program, (uint8_t)sheet->column, see, sheet);
    must(IMG_SavePNG(sheet->whole, path) == 0, "a sheet can be written");
    SDL_FreeSurface(sheet->whole);
}

static void make_display(struct contact *sheet, const char *folder)
{
    sheet->rows = 0;
    for (uint8_t i = 0; i < sheet->program->language_count; i++)
        (void)walk_screens(sheet->program, i, name_rows, sheet);
    for (sheet->first = 0; sheet->first < sheet->rows; sheet->first = sheet->end) {
        sheet->end = sheet->first + ROWS_A_SHEET;
        sheet->end = sheet->end < sheet->rows ? sheet->end : sheet->rows;
        make_sheet(sheet, folder);
    }
}

static void make_sheets(struct contact *sheet, const char *folder)
{
    for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
        sheet->size = &sizes[size];
        sheet->screen = surface(sheet->size->panel.width, sheet->size->panel.height);
        for (enum display i = 0; i < DISPLAYS; i++) {
            sheet->display = i;
            make_display(sheet, folder);
        }
        SDL_FreeSurface(sheet->screen);
    }
}

/* --- the README's pictures --- */

static const struct {
    const char *language, *screen, *name;
} readme[] = { { "en", "attract", "attract-en" },
               { "en", "question-fft", "question-en" },
               { "ur", "question-fft", "question-ur" },
               { "cy", "keyboard-letters", "words-cy" } };

struct wanted {
    struct contact *sheet;
    const char *folder, *language;
};

static bool keep_picture(void *context, const struct walk_screen *screen)
{
    struct wanted *wanted = context;
    for (size_t i = 0; i < sizeof readme / sizeof *readme; i++) {
        char path[4096];
        struct err err = { 0 };
        if (strcmp(readme[i].language, wanted->language) != 0 ||
            strcmp(readme[i].screen, screen->name) != 0)
            continue;
        draw(wanted->sheet, screen, 0);
        (void)snprintf(path, sizeof path, "%s/%s.png", wanted->folder, readme[i].name);
        must(paint_png(wanted->sheet->paint, wanted->sheet->scene, path, &err), err.text);
        wanted->sheet->screens++;
    }
    return true;
}

static void make_readme(struct contact *sheet, const char *folder)
{
    struct wanted wanted = { sheet, folder, NULL };
    sheet->size = &sizes[0];
    sheet->display = DISPLAY_STANDARD;
    sheet->screen = surface(sheet->size->panel.width, sheet->size->panel.height);
    for (uint8_t i = 0; i < sheet->program->language_count; i++) {
        wanted.language = sheet->program->wordings[i]->tag;
        (void)walk_screens(sheet->program, i, keep_picture, &wanted);
    }
    SDL_FreeSurface(sheet->screen);
    must(sheet->screens == sizeof readme / sizeof *readme, "every picture was met");
}

/* --- all of it --- */

static void with_survey(struct contact *sheet, const char *name, const char *folder,
                        void (*make)(struct contact *sheet, const char *folder))
{
    char path[512];
    struct holding *holding;
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, SOURCE_DIR "/assets/surveys/%s.json", name);
    must(holding_from_file(&(struct desk){ .survey = path }, &holding, &err), err.text);
    sheet->survey = name;
    sheet->program = &holding->program;
    make(sheet, folder);
    holding_free(holding);
}

int main(int argc, char **argv)
{
    static struct contact sheet;
    struct err err = { 0 };
    bool all = argc == 3 && strcmp(argv[1], "--to") == 0;
    if (!all && (argc != 3 || strcmp(argv[1], "--readme") != 0))
        return 2;
    seal_start();
    must(file_make_folder(argv[2], 0755, &err), err.text);
    must(paint_open(NULL, &sheet.paint, &err), err.text);
    sheet.measure = paint_measure(sheet.paint);
    sheet.scene = calloc(1, sizeof *sheet.scene);
    sheet.captions = calloc(1, sizeof *sheet.captions);
    sheet.kiosk = calloc(1, sizeof *sheet.kiosk);
    must(sheet.scene && sheet.captions && sheet.kiosk, "there is memory for a screen");
    with_survey(&sheet, surveys[0], argv[2], all ? make_sheets : make_readme);
    if (all)
        with_survey(&sheet, surveys[1], argv[2], make_sheets);
    (void)printf("%d screens in %s\n", sheet.screens, argv[2]);
    free(sheet.scene);
    free(sheet.captions);
    free(sheet.kiosk);
    paint_close(sheet.paint);
    return 0;
}
