/* Laying out text: lines, order, faces, and that a second look costs no shaping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "paint_int.h"
#include <stdio.h>
#include <stdlib.h>

static struct paint *paint;

static const struct layout *lay(const char *text, const char *language, int width)
{
    struct text_style style = { language, 30, WEIGHT_REGULAR };
    const struct layout *layout = layouts_get(&paint->layouts, text, style, width);
    assert_non_null(layout);
    return layout;
}

static void assert_run(const struct layout *layout, int run, const char *text)
{
    assert_true(run < layout->run_count);
    const struct layout_run *placed = &layout->runs[run];
    assert_int_equal(placed->size, strlen(text));
    assert_memory_equal(layout->text + placed->start, text, placed->size);
}

static void assert_line(const struct layout *layout, int line, const char *text)
{
    assert_true(line < layout->line_count);
    assert_int_equal(layout->lines[line].end - layout->lines[line].start, strlen(text));
    assert_memory_equal(layout->text + layout->lines[line].start, text, strlen(text));
}

static void lines_break_at_spaces_and_never_exceed_the_box(void **state)
{
    (void)state;
    static const char text[] = "Overall, how was your experience of our service today?";
    for (int width = 180; width < 900; width += 37) {
        const struct layout *layout = lay(text, "en", width);
        for (int i = 0; i < layout->line_count; i++) {
            assert_true(layout->lines[i].width <= width);
            uint32_t end = layout->lines[i].end;
            assert_true(text[end] == ' ' || text[end] == 0);
        }
    }
}

static void nothing_is_lost_between_the_lines(void **state)
{
    (void)state;
    const struct layout *layout = lay("one two three four five six", "en", 120);
    size_t letters = 0;
    for (int i = 0; i < layout->run_count; i++)
        for (int c = 0; c < layout->runs[i].size; c++)
            letters += layout->text[layout->runs[i].start + c] != ' ';
    assert_int_equal(letters, 22);
    assert_true(layout->line_count > 1);
}

static void without_a_width_there_is_one_line(void **state)
{
    (void)state;
    assert_int_equal(lay("a long line of many many words that would wrap", "en", 0)->line_count, 1);
}

static void a_line_feed_begins_a_line(void **state)
{
    (void)state;
    const struct layout *layout = lay("first\n\nthird", "en", 500);
    assert_int_equal(layout->line_count, 3);
    assert_line(layout, 0, "first");
    assert_line(layout, 1, "");
    assert_line(layout, 2, "third");
}

static void only_a_word_wider_than_the_box_is_broken_inside(void **state)
{
    (void)state;
    const struct layout *layout = lay("a Llanfairpwllgwyngyllgogerychwyrndrobwll b", "cy", 150);
    assert_line(layout, 0, "a");
    assert_true(layout->line_count > 3);
    assert_true(layout->size.longest_word > 150);
    for (int i = 0; i < layout->line_count; i++)
        assert_true(layout->lines[i].width <= 150);
}

static void a_letter_and_its_accent_stay_together(void **state)
{
    (void)state;
    static const char text[] = "e\xCC\x81"
                               "e\xCC\x81"
                               "e\xCC\x81"
                               "e\xCC\x81"
                               "e\xCC\x81";
    const struct layout *layout = lay(text, "en", 30);
    assert_true(layout->line_count > 1);
    for (int i = 0; i < layout->line_count; i++)
        assert_int_equal(layout->lines[i].start % 3, 0);
}

static void urdu_runs_from_the_right(void **state)
{
    (void)state;
    const struct layout *layout = lay("بہت اچھا", "ur", 0);
    assert_int_equal(layout->run_count, 1);
    assert_int_equal(layout->runs[0].level, 1);
    assert_int_equal(layout->runs[0].face, FACE_NASTALIQ);
}

static void figures_in_urdu_keep_their_order_between_the_words(void **state)
{
    (void)state;
    const struct layout *layout = lay("یہ 12 سیکنڈ", "ur", 0);
    assert_int_equal(layout->run_count, 3);
    assert_run(layout, 0, " سیکنڈ"); /* seen from the left */
    assert_run(layout, 1, "12");
    assert_int_equal(layout->runs[1].level, 2);
    assert_run(layout, 2, "یہ ");
}

static void a_full_stop_ends_an_urdu_line_on_the_left(void **state)
{
    (void)state;
    const struct layout *layout = lay("استعمال NHS App.", "ur", 0);
    assert_run(layout, 0, ".");
    assert_int_equal(layout->runs[0].level, 1);
}

static void a_full_stop_after_urdu_words_in_english_stays_on_the_right(void **state)
{
    (void)state;
    const struct layout *layout = lay("Say اردو.", "en", 0);
    assert_run(layout, layout->run_count - 1, ".");
}

static void lines_are_broken_before_they_are_turned_round(void **state)
{
    (void)state;
    static const char text[] = "مجموعی طور پر ہماری سروس کا آپ کا تجربہ کیسا رہا";
    const struct layout *layout = lay(text, "ur", 260);
    assert_true(layout->line_count > 1);
    assert_int_equal(layout->lines[0].start, 0); /* the first line holds the first words */
}

static void brackets_are_of_one_face_whatever_they_hold(void **state)
{
    (void)state;
    const struct layout *layout = lay("گی (NHS App) کریں", "ur", 0);
    int opening = -1, closing = -1;
    for (int i = 0; i < layout->run_count; i++) {
        const struct layout_run *run = &layout->runs[i];
        if (memchr(layout->text + run->start, '(', run->size))
            opening = run->face;
        if (memchr(layout->text + run->start, ')', run->size))
            closing = run->face;
    }
    assert_true(opening >= 0);
    assert_int_equal(opening, closing);
}

static void every_script_has_its_face(void **state)
{
    (void)state;
    assert_int_equal(lay("ŵ ŷ", "cy", 0)->runs[0].face, FACE_SANS);
    assert_int_equal(lay("العربية", "ar", 0)->runs[0].face, FACE_NASKH);
    assert_int_equal(lay("العربية", "en", 0)->runs[0].face, FACE_NASKH);
    assert_int_equal(lay("বাংলা", "bn", 0)->runs[0].face, FACE_BENGALI);
    assert_int_equal(lay("ਪੰਜਾਬੀ", "pa", 0)->runs[0].face, FACE_GURMUKHI);
    assert_int_equal(lay("★", "en", 0)->runs[0].face, FACE_SYMBOLS_2);
}

static void nastaliq_asks_for_higher_lines(void **state)
{
    (void)state;
    assert_true(lay("اچھا", "ur", 0)->size.line_px > lay("Good", "en", 0)->size.line_px);
}

static void damaged_bytes_are_drawn_and_never_read_past(void **state)
{
    (void)state;
    assert_true(lay("caf\xC3", "en", 0)->size.width > 0);
    assert_true(lay("\xF0\x9F", "en", 0)->size.width > 0);
    assert_true(lay("\xED\xA0\x80x", "en", 0)->size.width > 0);
}

static void the_caret_follows_the_words(void **state)
{
    (void)state;
    const struct layout *layout = lay("one two", "en", 0);
    int line, start, middle, end;
    layout_caret(&paint->layouts, layout, 0, &line, &start);
    layout_caret(&paint->layouts, layout, 4, &line, &middle);
    layout_caret(&paint->layouts, layout, 7, &line, &end);
    assert_int_equal(start, 0);
    assert_true(start < middle && middle < end);
    assert_int_equal(end, layout->lines[0].width);
}

static void the_caret_goes_to_the_line_it_is_on(void **state)
{
    (void)state;
    const struct layout *layout = lay("one two three four five six seven", "en", 150);
    int line, x;
    layout_caret(&paint->layouts, layout, strlen(layout->text), &line, &x);
    assert_int_equal(line, layout->line_count - 1);
    assert_true(x > 0);
}

static void a_space_typed_at_the_end_moves_the_caret(void **state)
{
    (void)state;
    int line, before, after;
    layout_caret(&paint->layouts, lay("word", "en", 400), 4, &line, &before);
    layout_caret(&paint->layouts, lay("word ", "en", 400), 5, &line, &after);
    assert_true(after > before);
}

static int caret_x(const char *text, const char *language, int max_width, size_t byte)
{
    int line, x;
    layout_caret(&paint->layouts, lay(text, language, max_width), byte, &line, &x);
    return x;
}

/* In letters that run together one that goes on into the next has no tail: the caret stands where
 * the whole word has that letter's end, never behind where the next letter ends. */
static void the_caret_in_urdu_goes_left_letter_by_letter_and_counts_no_tails(void **state)
{
    (void)state;
    static const char word[] = "سسسسس";
    enum { LETTERS = 5, LETTER_BYTES = 2 };
    int whole = caret_x(word, "fa", 0, 0), at = whole;
    assert_int_equal(whole, lay(word, "fa", 0)->lines[0].width);
    for (int i = 1; i <= LETTERS; i++) {
        int next = caret_x(word, "fa", 0, (size_t)i * LETTER_BYTES);
        assert_true(next < at);
        if (i > 1 && i < LETTERS)
            assert_in_range(at - next, whole / 2 / LETTERS, whole / LETTERS);
        at = next;
    }
    assert_int_equal(at, 0);
}

static void the_caret_among_spaces_at_a_break_stays_behind_the_line(void **state)
{
    (void)state;
    const char *text = "one two three four five six seven", *language = "en";
    const struct layout *layout = lay(text, language, 150);
    size_t end = layout->lines[0].end;
    int width = layout->lines[0].width;
    assert_int_equal(text[end], ' ');
    assert_int_equal(caret_x(text, language, 150, end), width);
    assert_int_equal(caret_x(text, language, 150, end + 1), 0);
}

static void in_latin_letters_among_urdu_the_caret_goes_right(void **state)
{
    (void)state;
    static const char text[] = "خط abc";
    enum { LATIN = sizeof "خط " - 1 };
    int width = lay(text, "fa", 0)->lines[0].width;
    assert_in_range(caret_x(text, "fa", 0, LATIN), 1, width - 1);
    for (size_t i = 1; i < 3; i++)
        assert_true(caret_x(text, "fa", 0, LATIN + i) < caret_x(text, "fa", 0, LATIN + i + 1));
    assert_int_equal(caret_x(text, "fa", 0, LATIN + 3), caret_x(text, "fa", 0, LATIN));
}

static void measuring_again_shapes_nothing(void **state)
{
    (void)state;
    (void)lay("Said once, and once more: اچھا", "en", 300);
    uint64_t shaped = paint->runs.shaped;
    (void)lay("Said once, and once more: اچھا", "en", 300);
    assert_int_equal(paint->runs.shaped, shaped);
}

static void what_is_kept_stays_bounded(void **state)
{
    (void)state;
    for (int i = 0; i < 4000; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "visitor number %d was here %d", i, i * 7);
        (void)lay(text, i % 2 ? "ur" : "en", 200);
    }
    assert_true(paint->layouts.kept.cost <= LAYOUTS_BYTES);
    assert_true(paint->runs.kept.cost <= RUNS_BYTES);
}

static void one_font_serves_all_sizes(void **state)
{
    enum { SMALLEST = 10, SIZES = 80 };
    int heights[SIZES];
    (void)state;
    TTF_Font *first = faces_font(&paint->faces, FACE_SANS, WEIGHT_BOLD, SMALLEST);
    for (int i = 0; i < SIZES; i++) {
        TTF_Font *font =
            faces_font(&paint->faces, FACE_SANS, WEIGHT_BOLD, (uint16_t)(SMALLEST + i));
        assert_ptr_equal(font, first);
        heights[i] = TTF_FontHeight(font);
        assert_true(i == 0 || heights[i] >= heights[i - 1]);
    }
    assert_true(heights[SIZES - 1] > 5 * heights[0]);
    for (int i = SIZES - 1; i >= 0; i--)
        assert_int_equal(TTF_FontHeight(faces_font(&paint->faces, FACE_SANS, WEIGHT_BOLD,
                                                   (uint16_t)(SMALLEST + i))),
                         heights[i]);
}

static int open_paint(void **state)
{
    struct err err = { 0 };
    (void)state;
    return paint_open(NULL, &paint, &err) ? 0 : -1;
}

static int close_paint(void **state)
{
    (void)state;
    paint_close(paint);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_break_at_spaces_and_never_exceed_the_box),
        cmocka_unit_test(nothing_is_lost_between_the_lines),
        cmocka_unit_test(without_a_width_there_is_one_line),
        cmocka_unit_test(a_line_feed_begins_a_line),
        cmocka_unit_test(only_a_word_wider_than_the_box_is_broken_inside),
        cmocka_unit_test(a_letter_and_its_accent_stay_together),
        cmocka_unit_test(urdu_runs_from_the_right),
        cmocka_unit_test(figures_in_urdu_keep_their_order_between_the_words),
        cmocka_unit_test(a_full_stop_ends_an_urdu_line_on_the_left),
        cmocka_unit_test(a_full_stop_after_urdu_words_in_english_stays_on_the_right),
        cmocka_unit_test(lines_are_broken_before_they_are_turned_round),
        cmocka_unit_test(brackets_are_of_one_face_whatever_they_hold),
        cmocka_unit_test(every_script_has_its_face),
        cmocka_unit_test(nastaliq_asks_for_higher_lines),
        cmocka_unit_test(damaged_bytes_are_drawn_and_never_read_past),
        cmocka_unit_test(the_caret_follows_the_words),
        cmocka_unit_test(the_caret_goes_to_the_line_it_is_on),
        cmocka_unit_test(a_space_typed_at_the_end_moves_the_caret),
        cmocka_unit_test(the_caret_in_urdu_goes_left_letter_by_letter_and_counts_no_tails),
        cmocka_unit_test(the_caret_among_spaces_at_a_break_stays_behind_the_line),
        cmocka_unit_test(in_latin_letters_among_urdu_the_caret_goes_right),
        cmocka_unit_test(measuring_again_shapes_nothing),
        cmocka_unit_test(what_is_kept_stays_bounded),
        cmocka_unit_test(one_font_serves_all_sizes),
    };
    return cmocka_run_group_tests(tests, open_paint, close_paint);
}
