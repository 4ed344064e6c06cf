/* Boxes, masks, pictures, and drawing only what changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "box.h"
#include "changes.h"
#include "embedded.h"
#include "paint_int.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct embedded paint_drawings[];

enum { SIDE = 64, WHITE = 0xFFFFFF, INK = 0x102030 };

static SDL_Surface *surface;
static struct paint *paint;

static struct canvas blank(void)
{
    struct canvas canvas = canvas_of(surface);
    ink_rect(&canvas, canvas.clip, canvas_colour(&canvas, WHITE), 255);
    return canvas;
}

static uint32_t pixel(int x, int y)
{
    const uint32_t *row = (const void *)((const uint8_t *)surface->pixels + y * surface->pitch);
    return row[x] & 0xFFFFFF;
}

static void draw(struct box box)
{
    struct canvas canvas = blank();
    box.fill = canvas_colour(&canvas, box.fill);
    box.border = canvas_colour(&canvas, box.border);
    box_draw(&canvas, &box);
}

static void a_corner_covers_alike_both_ways(void **state)
{
    (void)state;
    for (int radius = 1; radius <= 30; radius++)
        for (int x = 0; x < radius; x++)
            for (int y = 0; y < radius; y++)
                assert_int_equal(box_corner_cover(radius, x, y), box_corner_cover(radius, y, x));
}

static void a_corner_is_empty_outside_and_full_inside(void **state)
{
    (void)state;
    assert_int_equal(box_corner_cover(24, 0, 0), 0);
    assert_int_equal(box_corner_cover(24, 23, 23), 255);
    assert_int_equal(box_corner_cover(24, 24, 0), 255);
    assert_int_equal(box_corner_cover(0, 0, 0), 255);
}

static void a_corner_covers_the_area_of_a_quarter_circle(void **state)
{
    (void)state;
    long sum = 0;
    for (int x = 0; x < 24; x++)
        for (int y = 0; y < 24; y++)
            sum += box_corner_cover(24, x, y);
    long wanted = (long)(3.14159265 / 4 * 24 * 24 * 255);
    assert_true(labs(sum - wanted) < wanted / 100);
}

static void a_box_is_the_same_from_all_sides(void **state)
{
    (void)state;
    draw((struct box){ { 4, 4, 56, 56 }, 20, 5, INK, 0x8B8677, 255 });
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            assert_int_equal(pixel(x, y), pixel(SIDE - 1 - x, y));
            assert_int_equal(pixel(x, y), pixel(x, SIDE - 1 - y));
            assert_int_equal(pixel(x, y), pixel(y, x));
        }
}

static void a_border_without_fill_leaves_the_inside_alone(void **state)
{
    (void)state;
    draw((struct box){ { 4, 4, 56, 56 }, 16, 3, 0, INK, 0 });
    assert_int_equal(pixel(32, 32), WHITE);
    assert_int_equal(pixel(14, 14), WHITE);
    assert_int_equal(pixel(32, 5), INK);
    assert_int_equal(pixel(5, 32), INK);
    assert_int_equal(pixel(4, 4), WHITE);
}

static void nothing_is_drawn_outside_the_box_or_the_clip(void **state)
{
    (void)state;
    struct canvas canvas = blank();
    canvas.clip = (struct rect){ 0, 0, 32, SIDE };
    struct box box = { { 10, 10, 40, 40 }, 12, 2, INK, INK, 255 };
    box_draw(&canvas, &box);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            if (x < 10 || x >= 32 || y < 10 || y >= 50)
                assert_int_equal(pixel(x, y), WHITE);
    assert_int_not_equal(pixel(31, 30), WHITE);
}

static void odd_boxes_are_drawn_without_harm(void **state)
{
    (void)state;
    static const struct rect odd[] = {
        { 0, 0, 0, 0 },  { 5, 5, 1, 1 },       { 3, 3, 7, 60 },
        { 3, 3, 60, 7 }, { -30, -30, 50, 50 }, { 60, 60, 500, 500 }
    };
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
        draw((struct box){ odd[i], 24, 9, INK, INK, 255 });
    assert_int_equal(pixel(63, 63), WHITE); /* behind the last one's corner */
}

static void half_a_cover_is_half_way(void **state)
{
    (void)state;
    uint32_t at = 0x000000;
    ink_pixel(&at, 0xFFFFFF, 128);
    assert_in_range(at & 0xFF, 126, 130);
    assert_int_equal(at >> 16 & 0xFF, at & 0xFF);
}

static void a_mirrored_mask_is_turned_round(void **state)
{
    (void)state;
    uint8_t cover[] = { 255, 0, 0 };
    struct mask mask = { 3, 1, cover };
    struct canvas canvas = blank();
    ink_mask(&canvas, 10, 10, &mask, INK, false);
    ink_mask(&canvas, 10, 20, &mask, INK, true);
    assert_int_equal(pixel(10, 10), INK);
    assert_int_equal(pixel(12, 10), WHITE);
    assert_int_equal(pixel(12, 20), INK);
    assert_int_equal(pixel(10, 20), WHITE);
}

/* --- pictures --- */

static long ink_in(const struct mask *mask)
{
    long sum = 0;
    for (int i = 0; i < mask->w * mask->h; i++)
        sum += mask->cover[i];
    return sum;
}

static void every_picture_has_ink_at_every_size(void **state)
{
    (void)state;
    for (int picture = PICTURE_FACE_1; picture < PICTURES; picture++)
        for (int side = 24; side <= 120; side += 48) {
            const struct mask *mask =
                pictures_get(&paint->pictures, (enum picture)picture, NULL, side, side);
            assert_non_null(mask);
            assert_in_range(mask->w, side - 1, side + 1);
            assert_true(ink_in(mask) > 255L * side);
        }
}

static void faces_look_straight_ahead(void **state)
{
    (void)state;
    for (int face = PICTURE_FACE_1; face <= PICTURE_FACE_5; face++) {
        const struct mask *mask =
            pictures_get(&paint->pictures, (enum picture)face, NULL, 108, 108);
        long left = 0, right = 0;
        for (int y = 0; y < 108; y++)
            for (int x = 0; x < 54; x++) {
                left += mask->cover[y * 108 + x];
                right += mask->cover[y * 108 + 107 - x];
            }
        assert_true(labs(left - right) < left / 100);
    }
}

static void no_two_faces_are_alike(void **state)
{
    (void)state;
    uint8_t before[80 * 80] = { 0 };
    for (int face = PICTURE_FACE_1; face <= PICTURE_FACE_5; face++) {
        const struct mask *mask = pictures_get(&paint->pictures, (enum picture)face, NULL, 80, 80);
        long apart = 0;
        for (int i = 0; i < 80 * 80; i++)
            apart += abs(mask->cover[i] - before[i]);
        assert_true(apart > 255L * 60);
        memcpy(before, mask->cover, sizeof before);
    }
}

/* What the rasteriser draws wrongly without a word. */
static void drawings_use_nothing_that_is_drawn_wrongly(void **state)
{
    (void)state;
    static const char *const banned[] = { "<use",    "clipPath", "<text", "filter", "hsl",
                                          "radient", "<style",   "rgb",   "url(" };
    for (const struct embedded *file = paint_drawings; file->name; file++) {
        const char *text = (const char *)file->bytes; /* a zero stands behind the bytes */
        for (size_t i = 0; i < sizeof banned / sizeof banned[0]; i++)
            assert_null(strstr(text, banned[i]));
        for (const char *at = text; (at = strstr(at, "fill=\"")) != NULL; at += 6)
            assert_true(at[6] == '#' || strncmp(at + 6, "none", 4) == 0);
    }
}

/* --- only what changed --- */

static struct scene *screen(bool pressed, const char *words)
{
    struct scene *scene = calloc(1, sizeof *scene);
    assert_non_null(scene);
    scene->width = 640;
    scene->height = 400;
    for (int i = 0; i < 5; i++) {
        struct rect at = { 20 + i * 120, 100, 100, 120 };
        bool this_one = pressed && i == 2;
        scene->items[scene->item_count++] =
            (struct scene_item){ .kind = SCENE_BOX,
                                 .at = at,
                                 .fill = this_one ? COLOUR_TINT : COLOUR_CARD,
                                 .border = this_one ? COLOUR_ACCENT : COLOUR_EDGE,
                                 .border_px = this_one ? 9 : 3,
                                 .radius_px = 20 };
        scene->items[scene->item_count++] =
            (struct scene_item){ .kind = SCENE_LABEL,
                                 .at = { at.x, at.y + 60, at.w, 40 },
                                 .fill = COLOUR_INK,
                                 .text = i == 2 ? words : "Good",
                                 .language = "en",
                                 .size_px = 28,
                                 .line_px = 40,
                                 .align = ALIGN_CENTRE,
                                 .caret = -1 };
    }
    return scene;
}

static SDL_Surface *panel(void)
{
    return SDL_CreateRGBSurfaceWithFormat(0, 640, 400, 24, SDL_PIXELFORMAT_RGB888);
}

static void assert_same_as_whole(struct scene *last, struct scene *scene, int area_at_most)
{
    SDL_Surface *changed = panel(), *whole = panel();
    (void)paint_changes(paint, NULL, last, changed);
    struct rect around = paint_changes(paint, last, scene, changed);
    paint_scene(paint, scene, whole);
    assert_memory_equal(changed->pixels, whole->pixels, (size_t)whole->pitch * 400);
    assert_true(around.w * around.h <= area_at_most);
    SDL_FreeSurface(changed);
    SDL_FreeSurface(whole);
    free(last);
    free(scene);
}

static void a_press_redraws_its_tile_and_no_more(void **state)
{
    (void)state;
    assert_same_as_whole(screen(false, "Good"), screen(true, "Good"), 100 * 120);
}

static void a_changed_word_redraws_its_label(void **state)
{
    (void)state;
    assert_same_as_whole(screen(false, "Good"), screen(false, "Better"), 160 * 110);
}

static void the_same_scene_again_redraws_nothing(void **state)
{
    (void)state;
    assert_same_as_whole(screen(true, "Good"), screen(true, "Good"), 0);
}

static void an_item_more_or_less_is_redrawn(void **state)
{
    (void)state;
    struct scene *more = screen(false, "Good"), *less = screen(false, "Good");
    less->item_count -= 2;
    assert_same_as_whole(more, less, 640 * 400);
    more = screen(false, "Good");
    less = screen(false, "Good");
    memmove(&less->items[4], &less->items[6], 4 * sizeof less->items[0]);
    less->item_count -= 2;
    assert_same_as_whole(less, more, 640 * 400);
}

static void another_theme_redraws_everything(void **state)
{
    (void)state;
    struct scene *contrast = screen(false, "Good");
    contrast->contrast = true;
    assert_same_as_whole(screen(false, "Good"), contrast, 640 * 400);
}

static void drawing_again_shapes_nothing(void **state)
{
    (void)state;
    struct scene *scene = screen(false, "اچھا");
    SDL_Surface *onto = panel();
    paint_scene(paint, scene, onto);
    uint64_t shaped = paint->runs.shaped;
    paint_scene(paint, scene, onto);
    assert_int_equal(paint->runs.shaped, shaped);
    SDL_FreeSurface(onto);
    free(scene);
}

/* How much of the mapped font files is in memory, in KiB, by the kernel's own account. */
static long fonts_resident(void)
{
    FILE *maps = fopen("/proc/self/smaps", "re");
    char line[512];
    bool font = false;
    unsigned long from, to;
    long resident, all = 0;
    assert_non_null(maps);
    while (fgets(line, sizeof line, maps)) {
        if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
            font = strstr(line, ".ttf") != NULL;
        if (font && sscanf(line, "Rss: %ld", &resident) == 1)
            all += resident;
    }
    (void)fclose(maps);
    return all;
}

static void a_rest_gives_back_what_the_font_files_hold(void **state)
{
    (void)state;
    struct scene *scene = screen(false, "اچھا");
    SDL_Surface *before = panel(), *after = panel();
    paint_scene(paint, scene, before);
    assert_true(fonts_resident() > 0);
    paint_rest(paint);
    assert_int_equal(fonts_resident(), 0);
    runs_finish(&paint->runs); /* all is shaped and drawn anew */
    paint_scene(paint, scene, after);
    assert_true(fonts_resident() > 0);
    assert_memory_equal(before->pixels, after->pixels, (size_t)before->pitch * (size_t)before->h);
    SDL_FreeSurface(before);
    SDL_FreeSurface(after);
    free(scene);
}

/* Strokes of every length up to W, whole inside and partly covered at their edges or not. */
static void fill_strokes(uint8_t *cover, int w, int h)
{
    int length = 0, at = 0;
    for (int i = 0; i < w * h; i++, at++) {
        if (at > length + length % 3) {
            length++;
            at = 0;
        }
        bool edge = length % 2 == 0 && (at == 0 || at == length - 1);
        cover[i] = at >= length ? 0 : edge ? 77 : 255;
    }
}

/* Rows with long and short gaps, all ink and no ink; wider than a stretch can say. */
static void fill_cover(uint8_t *cover, int w, int h)
{
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++)
            cover[y * w + x] = (uint8_t)(y == 0                 ? 0
                                         : y == 1               ? 255
                                         : x % (97 * y) < 3 * y ? x | 1
                                                                : 0);
}

static void assert_packed_draws_alike(uint8_t *cover, int w, int h)
{
    struct mask mask = { w, h, cover };
    struct packed packed;
    static uint32_t plain[SIDE * SIDE];
    assert_true(packed_new(&packed, cover, w, w, h));
    for (int x = 10; x > SIDE - w - 20; x -= 7) {
        struct canvas canvas = blank();
        canvas.clip = (struct rect){ 5, 4, 50, 9 };
        ink_mask(&canvas, x, x % 5 + 3, &mask, INK, false);
        for (int y = 0; y < SIDE; y++)
            memcpy(plain + y * SIDE, canvas.pixels + y * canvas.stride, SIDE * sizeof *plain);
        canvas = blank();
        canvas.clip = (struct rect){ 5, 4, 50, 9 };
        ink_packed(&canvas, x, x % 5 + 3, &packed, INK);
        for (int y = 0; y < SIDE; y++)
            assert_memory_equal(plain + y * SIDE, canvas.pixels + y * canvas.stride,
                                SIDE * sizeof *plain);
    }
    packed_free(&packed);
}

static void packed_coverage_draws_what_it_was_packed_from(void **state)
{
    enum { W = 600, H = 7, STROKES_H = 60 };
    static uint8_t cover[W * STROKES_H];
    (void)state;
    fill_cover(cover, W, H);
    assert_packed_draws_alike(cover, W, H);
    fill_strokes(cover, W, STROKES_H);
    for (int y = 0; y + H <= STROKES_H; y++)
        assert_packed_draws_alike(cover + (ptrdiff_t)y * W, W, H);
}

static int open_all(void **state)
{
    struct err err = { 0 };
    (void)state;
    surface = SDL_CreateRGBSurfaceWithFormat(0, SIDE, SIDE, 24, SDL_PIXELFORMAT_RGB888);
    return surface && paint_open(NULL, &paint, &err) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    SDL_FreeSurface(surface);
    paint_close(paint);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_corner_covers_alike_both_ways),
        cmocka_unit_test(a_corner_is_empty_outside_and_full_inside),
        cmocka_unit_test(a_corner_covers_the_area_of_a_quarter_circle),
        cmocka_unit_test(a_box_is_the_same_from_all_sides),
        cmocka_unit_test(a_border_without_fill_leaves_the_inside_alone),
        cmocka_unit_test(nothing_is_drawn_outside_the_box_or_the_clip),
        cmocka_unit_test(odd_boxes_are_drawn_without_harm),
        cmocka_unit_test(half_a_cover_is_half_way),
        cmocka_unit_test(a_mirrored_mask_is_turned_round),
        cmocka_unit_test(a_rest_gives_back_what_the_font_files_hold),
        cmocka_unit_test(packed_coverage_draws_what_it_was_packed_from),
        cmocka_unit_test(every_picture_has_ink_at_every_size),
        cmocka_unit_test(faces_look_straight_ahead),
        cmocka_unit_test(no_two_faces_are_alike),
        cmocka_unit_test(drawings_use_nothing_that_is_drawn_wrongly),
        cmocka_unit_test(a_press_redraws_its_tile_and_no_more),
        cmocka_unit_test(a_changed_word_redraws_its_label),
        cmocka_unit_test(the_same_scene_again_redraws_nothing),
        cmocka_unit_test(an_item_more_or_less_is_redrawn),
        cmocka_unit_test(another_theme_redraws_everything),
        cmocka_unit_test(drawing_again_shapes_nothing),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
