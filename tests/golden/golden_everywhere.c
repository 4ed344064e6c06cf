/*
 * Every screen of both surveys, in every language, on every panel, as it is, with larger text and
 * with contrast, with all its parts: the text of each as sixteen digits of its digest. That holds
 * all of them, where their whole texts would be forty megabytes; golden_scenes keeps those that are
 * read. What differs is written whole into the build folder (scenes-failed), to be compared with
 * what the commit before writes there (--print).
 *
 *   golden_everywhere            compares with tests/golden/everywhere
 *   golden_everywhere --update   writes it anew
 *   golden_everywhere --print    writes every scene's text into the build folder (scenes-all)
 */
#include "buf.h"
#include "file.h"
#include "paint.h"
#include "screens.h"
#include "seal.h"
#include "view.h"
#include <stdio.h>
#include <stdlib.h>

enum { LARGE = 1, CONTRAST = 2, DISPLAYS = 3, DIGITS = 16, TABLE_MAX = 1 << 20 };

static const char *const displays[DISPLAYS] = { "standard", "large", "contrast" };
static const char *const surveys[] = { "gp-fft", "jobcentre" };

static const struct size {
    const char *name;
    struct panel_size panel;
} sizes[] = { { "1280x800", { 1280, 800, 149, 0 } },
              { "1024x600", { 1024, 600, 149, 0 } },
              { "800x480", { 800, 480, 133, 0 } },
              { "1080x1920", { 1080, 1920, 102, 0 } },
              { "800x1280", { 800, 1280, 149, 0 } } };

struct gallery {
    struct text_measure measure;
    struct scene *scene;
    const struct size *size;
    const char *survey, *language;
    int display;
    bool update, print;
    struct buf table, golden; /* lines: screen, language, digits */
    int screens, wrong;
};

static void write_scene(const struct gallery *gallery, const char *folder, const char *screen,
                        const struct buf *text)
{
    char path[1024];
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, "%s/%s", BINARY_DIR, folder);
    must(file_make_folder(path, 0755, &err), err.text);
    (void)snprintf(path, sizeof path, "%s/%s/%s-%s-%s-%s-%s.txt", BINARY_DIR, folder,
                   gallery->survey, gallery->size->name, displays[gallery->display],
                   gallery->language, screen);
    must(file_write_durable(path, buf_span(text), 0644, &err), err.text);
}

static void compare(struct gallery *gallery, const char *screen, const char *line,
                    const struct buf *text)
{
    if (strstr(buf_text(&gallery->golden), line) != NULL)
        return;
    gallery->wrong++;
    (void)printf("%s %s %s %s %s: the screen is another\n", gallery->survey, gallery->size->name,
                 displays[gallery->display], gallery->language, screen);
    write_scene(gallery, "scenes-failed", screen, text);
}

/* One part under the other. */
static void print_parts(struct gallery *gallery, struct kiosk *kiosk, msec now, struct buf *text)
{
    uint32_t *part = walk_part_of(kiosk);
    do {
        view_draw(kiosk, gallery->size->panel, &gallery->measure, now, gallery->scene);
        scene_print(gallery->scene, kiosk, text);
    } while (++*part < (uint32_t)gallery->scene->parts);
}

static bool see(void *context, const struct walk_screen *screen)
{
    struct gallery *gallery = context;
    struct kiosk kiosk = *screen->kiosk;
    char hex[65], line[160];
    BUF_AUTO text = buf_new(1 << 20);
    kiosk.large |= gallery->display == LARGE;
    kiosk.contrast |= gallery->display == CONTRAST;
    print_parts(gallery, &kiosk, screen->now, &text);
    struct digest digest = digest_of(buf_span(&text));
    digest_hex(&digest, hex);
    (void)snprintf(line, sizeof line, "%s %s %.*s\n", screen->name, gallery->language, DIGITS, hex);
    buf_printf(&gallery->table, "%s", line);
    gallery->screens++;
    if (gallery->print)
        write_scene(gallery, "scenes-all", screen->name, &text);
    else if (!gallery->update)
        compare(gallery, screen->name, line, &text);
    return true;
}

static void see_table(struct gallery *gallery)
{
    char path[1024], survey[80];
    struct err err = { 0 };
    gallery->table = buf_new(TABLE_MAX);
    gallery->golden = buf_new(TABLE_MAX);
    (void)snprintf(path, sizeof path, "%s/tests/golden/everywhere/%s-%s-%s.txt", SOURCE_DIR,
                   gallery->survey, gallery->size->name, displays[gallery->display]);
    if (!gallery->update && !gallery->print && !file_read(path, &gallery->golden, &err))
        gallery->wrong += printf("%s\n", err.text) > 0;
    (void)snprintf(survey, sizeof survey, "assets/surveys/%s.json", gallery->survey);
    for (int i = 0; i < SCREENS_LANGUAGES; i++) {
        gallery->language = screens_languages[i];
        screens_walk(survey, gallery->language, see, gallery);
    }
    if (gallery->update)
        must(file_write_durable(path, buf_span(&gallery->table), 0644, &err), err.text);
    else if (!gallery->print && !span_equal(buf_span(&gallery->table), buf_span(&gallery->golden)))
        gallery->wrong += printf("%s is not what is shown now; see --update\n", path) > 0;
    buf_finish(&gallery->table);
    buf_finish(&gallery->golden);
}

int main(int argc, char **argv)
{
    struct gallery gallery = { .update = argc == 2 && strcmp(argv[1], "--update") == 0,
                               .print = argc == 2 && strcmp(argv[1], "--print") == 0 };
    struct paint *paint;
    struct err err = { 0 };
    must(argc == 1 || gallery.update || gallery.print, "the options are --update and --print");
    must(paint_open(NULL, &paint, &err), err.text);
    gallery.measure = paint_measure(paint);
    gallery.scene = calloc(1, sizeof *gallery.scene);
    must(gallery.scene != NULL, "there is memory for a scene");
    for (size_t survey = 0; survey < 2; survey++)
        for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++)
            for (gallery.display = 0; gallery.display < DISPLAYS; gallery.display++) {
                gallery.survey = surveys[survey];
                gallery.size = &sizes[size];
                see_table(&gallery);
            }
    (void)printf("%d screens, %d wrong\n", gallery.screens, gallery.wrong);
    free(gallery.scene);
    paint_close(paint);
    return gallery.screens > 0 && gallery.wrong == 0 ? 0 : 1;
}
