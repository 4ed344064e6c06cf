/* Writing as readers see letters: the cursor passes a letter of any script whole, delete takes it
 * whole, and what is typed goes in where the cursor stands. */
#include "keyboard.h"
#include "stage.h"
#include "view.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WORDS = 5, URDU = 2, LETTERS_MAX = 32 };

static struct stage stage;
static struct kiosk kiosk;
static struct scene scene;
static msec now;

static void touch(enum target_kind kind, uint32_t value)
{
    struct event event = { .kind = EV_PRESS, .target = { kind, value } };
    now += 600;
    (void)kiosk_step(&kiosk, event, now);
    event.kind = EV_RELEASE;
    (void)kiosk_step(&kiosk, event, now + 80);
}

static void key(enum target_kind kind)
{
    touch(kind, 0);
}

static int begin(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    kiosk_init(&kiosk, &stage.program);
    now = 1000;
    key(TARGET_START);
    key(TARGET_CONTINUE);
    for (int guard = 0; kiosk.question != WORDS && guard < WORDS; guard++)
        key(TARGET_SKIP);
    return kiosk.question == WORDS ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

static void type(const char32_t *letters)
{
    for (; *letters != 0; letters++)
        touch(*letters == ' ' ? TARGET_KEY_SPACE : TARGET_KEY, *letters == ' ' ? 0 : *letters);
}

/* Each letter as it should be passed: a base and all that is written with it. */
struct word {
    const char *script;
    const char32_t *letters[LETTERS_MAX];
};

static const struct word words[] = {
    { "Latin with combining accents", { U"W\u0302", U"e\u0301\u0323", U"n", U"ŷ" } },
    { "Bengali conjuncts", { U"ক্ষ", U"মা", U"স্ত্রী", U"র্য" } },
    { "Bengali signs", { U"বাং", U"লা", U"চাঁ", U"দ" } },
    { "Bengali consonants kept apart", { U"ক্\u200C", U"ষ" } },
    { "Bengali joined by hand", { U"র্\u200Dযা", U"ব" } },
    { "Gurmukhi conjuncts", { U"ਪ੍ਰੀ", U"ਤ", U"ਪ", U"ੜ੍ਹ", U"ਸ੍ਵੈ" } },
    { "Gurmukhi signs", { U"ਸਿੱ", U"ਖ", U"ਜ਼", U"ਹਾਂ" } },
    { "Arabic marks", { U"مُ", U"حَ", U"مَّ", U"دٌ" } },
    { "Urdu marks", { U"ب", U"چّ", U"ہٰ", U"أَ" } },
    { "pictures and flags",
      { U"\U0001F468\u200D\U0001F469\u200D\U0001F467", U"\U0001F1EC\U0001F1E7",
        U"\U0001F1F5\U0001F1F1" } },
};

enum { WORDS_TRIED = sizeof words / sizeof *words };

/* Where each letter ends; returns how many there are. */
static int write_word(const struct word *word, size_t ret_ends[LETTERS_MAX])
{
    int count = 0;
    for (; word->letters[count] != NULL; count++) {
        type(word->letters[count]);
        ret_ends[count] = strlen(kiosk_writing(&kiosk));
    }
    return count;
}

static void expect_cursor(const struct word *word, size_t wanted)
{
    if (kiosk_cursor(&kiosk) != wanted)
        fail_msg("%s: the cursor stands at byte %zu, not %zu, of \"%s\"", word->script,
                 kiosk_cursor(&kiosk), wanted, kiosk_writing(&kiosk));
}

static void check_cursor(const struct word *word)
{
    size_t ends[LETTERS_MAX];
    int count = write_word(word, ends);
    for (int i = count - 1; i >= 0; i--) {
        key(TARGET_KEY_CURSOR_BACK);
        expect_cursor(word, i > 0 ? ends[i - 1] : 0);
    }
    key(TARGET_KEY_CURSOR_BACK);
    expect_cursor(word, 0);
    for (int i = 0; i < count; i++) {
        key(TARGET_KEY_CURSOR_ON);
        expect_cursor(word, ends[i]);
    }
    key(TARGET_KEY_CURSOR_ON);
    expect_cursor(word, ends[count - 1]);
}

static void the_cursor_passes_one_letter_of_any_script(void **state)
{
    for (int i = 0; i < WORDS_TRIED; i++) {
        check_cursor(&words[i]);
        (void)end(state);
        assert_int_equal(begin(state), 0);
    }
}

static void check_delete(const struct word *word)
{
    size_t ends[LETTERS_MAX];
    int count = write_word(word, ends);
    for (int i = count - 1; i >= 0; i--) {
        key(TARGET_KEY_BACKSPACE);
        size_t left = strlen(kiosk_writing(&kiosk)), wanted = i > 0 ? ends[i - 1] : 0;
        if (left != wanted)
            fail_msg("%s: delete has left %zu bytes, not %zu", word->script, left, wanted);
    }
    key(TARGET_KEY_BACKSPACE);
    assert_string_equal(kiosk_writing(&kiosk), "");
}

static void delete_takes_one_letter_of_any_script(void **state)
{
    for (int i = 0; i < WORDS_TRIED; i++) {
        check_delete(&words[i]);
        (void)end(state);
        assert_int_equal(begin(state), 0);
    }
}

static void what_is_typed_goes_in_at_the_cursor_and_delete_takes_what_stands_before_it(void **state)
{
    (void)state;
    type(U"kid staff");
    for (int i = 0; i < 7; i++)
        key(TARGET_KEY_CURSOR_BACK);
    type(U"n");
    assert_string_equal(kiosk_writing(&kiosk), "kind staff");
    key(TARGET_KEY_CURSOR_ON);
    key(TARGET_KEY_CURSOR_ON);
    key(TARGET_KEY_BACKSPACE);
    key(TARGET_KEY_BACKSPACE);
    assert_string_equal(kiosk_writing(&kiosk), "kinstaff");
    type(U"d ");
    assert_string_equal(kiosk_writing(&kiosk), "kind staff");
    assert_int_equal(kiosk_characters_left(&kiosk), 10);
}

static void a_full_box_takes_nothing_in_the_middle_either(void **state)
{
    (void)state;
    type(U"abcdefghijklmnopqrst");
    assert_int_equal(kiosk_characters_left(&kiosk), 0);
    key(TARGET_KEY_CURSOR_BACK);
    type(U"x");
    assert_string_equal(kiosk_writing(&kiosk), "abcdefghijklmnopqrst");
}

static void what_delete_takes_is_wiped(void **state)
{
    (void)state;
    type(U"secret");
    key(TARGET_KEY_CURSOR_BACK);
    for (int i = 0; i < 5; i++)
        key(TARGET_KEY_BACKSPACE);
    assert_string_equal(kiosk_writing(&kiosk), "t");
    const char *behind = kiosk_writing(&kiosk) + 1;
    for (int i = 0; i < 8; i++)
        assert_int_equal(behind[i], 0);
}

static void a_question_that_comes_again_has_its_cursor_at_the_end(void **state)
{
    (void)state;
    type(U"kind");
    key(TARGET_KEY_CURSOR_BACK);
    key(TARGET_BACK);
    assert_int_not_equal(kiosk.question, WORDS);
    key(TARGET_SKIP);
    assert_int_equal(kiosk.question, WORDS);
    assert_int_equal(kiosk_cursor(&kiosk), strlen("kind"));
}

/* --- on the screen --- */

static void draw(void)
{
    struct text_measure measure = stage_measure();
    view_draw(&kiosk, (struct panel_size){ 1280, 800, 149, 0 }, &measure, now, &scene);
}

static const struct scene_item *box(void)
{
    for (int i = 0; i < scene.item_count; i++)
        if (scene.items[i].kind == SCENE_LABEL && scene.items[i].caret >= 0)
            return &scene.items[i];
    fail_msg("nothing on the screen has a cursor");
    return NULL;
}

static int left_of(enum target_kind kind)
{
    for (int i = 0; i < scene.target_count; i++)
        if (scene.targets[i].target.kind == kind)
            return scene.targets[i].at.x;
    fail_msg("target %d is not on the screen", kind);
    return 0;
}

static void the_box_shows_the_line_with_the_cursor(void **state)
{
    (void)state;
    size_t used = 0;
    for (int i = 0; i < 60; i++)
        used += (size_t)snprintf(kiosk.writing[0] + used, KIOSK_WORDS_BYTES - used, "%s",
                                 i == 0 ? "beginning " : "and so on ");
    draw();
    const char *shown = box()->text;
    assert_null(strstr(shown, "beginning"));
    assert_int_equal(box()->caret, strlen(shown));
    for (int i = 0; i < 595; i++)
        key(TARGET_KEY_CURSOR_BACK);
    draw();
    assert_memory_equal(box()->text, "beginning and so on", 19);
    assert_int_equal(box()->caret, 5);
    assert_false(scene.overflow);
}

static void the_left_key_goes_left_in_words_of_either_direction(void **state)
{
    (void)state;
    draw();
    assert_true(left_of(TARGET_KEY_CURSOR_BACK) < left_of(TARGET_KEY_CURSOR_ON));
    kiosk.language = URDU;
    type(U"good");
    draw();
    assert_true(left_of(TARGET_KEY_CURSOR_BACK) < left_of(TARGET_KEY_CURSOR_ON));
    type(U" شکریہ");
    draw();
    assert_true(left_of(TARGET_KEY_CURSOR_BACK) > left_of(TARGET_KEY_CURSOR_ON));
}

static void expect_said(enum target_kind cursor, const char *const *letters, int count)
{
    struct spoken spoken;
    key(cursor);
    draw();
    kiosk.voice.saying = SAYING_TARGET;
    kiosk.voice.about = (struct target){ cursor, 0 };
    view_spoken(&kiosk, &scene, now, &spoken);
    assert_int_equal(spoken.count, count);
    for (int i = 0; i < count; i++)
        assert_string_equal(spoken.sentences[i].text, letters[i]);
}

static void who_listens_hears_what_the_cursor_passes(void **state)
{
    (void)state;
    static const char *const letter[] = { "b" }, *const space[] = { "space" };
    static const char *const name[] = { "one letter back" };
    type(U"a b");
    expect_said(TARGET_KEY_CURSOR_BACK, letter, 1);
    expect_said(TARGET_KEY_CURSOR_BACK, space, 1);
    expect_said(TARGET_KEY_CURSOR_ON, space, 1);
    for (int i = 0; i < 3; i++)
        key(TARGET_KEY_BACKSPACE);
    key(TARGET_KEY_CURSOR_ON);
    key(TARGET_KEY_BACKSPACE);
    expect_said(TARGET_KEY_CURSOR_BACK, name, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_cursor_passes_one_letter_of_any_script, begin, end),
        cmocka_unit_test_setup_teardown(delete_takes_one_letter_of_any_script, begin, end),
        cmocka_unit_test_setup_teardown(
            what_is_typed_goes_in_at_the_cursor_and_delete_takes_what_stands_before_it, begin, end),
        cmocka_unit_test_setup_teardown(a_full_box_takes_nothing_in_the_middle_either, begin, end),
        cmocka_unit_test_setup_teardown(what_delete_takes_is_wiped, begin, end),
        cmocka_unit_test_setup_teardown(a_question_that_comes_again_has_its_cursor_at_the_end,
                                        begin, end),
        cmocka_unit_test_setup_teardown(the_box_shows_the_line_with_the_cursor, begin, end),
        cmocka_unit_test_setup_teardown(the_left_key_goes_left_in_words_of_either_direction, begin,
                                        end),
        cmocka_unit_test_setup_teardown(who_listens_hears_what_the_cursor_passes, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
