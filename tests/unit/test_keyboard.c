/* What each language's keyboard can write: every letter of the tree's own texts in it. */
#include "keyboard.h"
#include "stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const tags[] = { "en", "cy", "pl",
                                    "ro", "pa", "ur",
                                    "ar", "bn", "en-GB-x-easyread" };

enum { TAGS = sizeof tags / sizeof *tags };

static bool has(const char32_t *keys, char32_t letter)
{
    while (*keys != 0 && *keys != letter)
        keys++;
    return *keys != 0;
}

static bool can_write(const struct keyboard_layout *layout, char32_t letter)
{
    bool found = false;
    for (int layer = 0; layer < KEYBOARD_LAYERS; layer++) {
        for (int row = 0; row < KEYBOARD_ROWS; row++)
            found |= has(layout->layers[layer]->rows[row], letter);
        found |= has(layout->layers[layer]->ends, letter);
    }
    return found;
}

static size_t length_of(const char32_t *keys)
{
    size_t length = 0;
    while (keys[length] != 0)
        length++;
    return length;
}

static char32_t next_letter(const char **at)
{
    const unsigned char *byte = (const unsigned char *)*at;
    int more = *byte < 0x80 ? 0 : *byte < 0xE0 ? 1 : *byte < 0xF0 ? 2 : 3;
    char32_t letter = more == 0 ? *byte : *byte & (0x3Fu >> more);
    for (int i = 1; i <= more; i++)
        letter = letter << 6 | (byte[i] & 0x3F);
    *at += more + 1;
    return letter;
}

/* Quotation marks, dots and placeholders' braces are for print. */
static bool is_print(char32_t letter)
{
    return letter == ' ' || letter == '{' || letter == '}' || letter == '\'' || letter == 0xAB ||
           letter == 0xBB || (letter >= 0x2000 && letter < 0x2070);
}

static void check_text(const char *tag, const char *text)
{
    const struct keyboard_layout *layout = keyboard_of(tag);
    for (const char *at = text; *at != '\0';) {
        char32_t letter = next_letter(&at);
        if (!is_print(letter) && !can_write(layout, letter))
            fail_msg("%s: nobody can write U+%04X of \"%s\"", tag, (unsigned)letter, text);
    }
}

static void check_survey(const struct survey *survey, const char *tag)
{
    int language = survey_language(survey, tag);
    assert_true(language >= 0);
    for (int i = 0; i < survey->question_count; i++) {
        check_text(tag, survey->questions[i].title.in[language]);
        for (int choice = 0; choice < survey->questions[i].choice_count; choice++)
            if (!survey->questions[i].choices[choice].is_number)
                check_text(tag, survey->questions[i].choices[choice].text.in[language]);
    }
}

static void every_letter_of_a_survey_can_be_written_in_its_language(void **state)
{
    (void)state;
    static const char *const surveys[] = { "gp-fft", "jobcentre" };
    for (size_t i = 0; i < 2; i++) {
        struct stage stage;
        stage_open_asset(&stage, surveys[i]);
        for (size_t tag = 0; tag < TAGS; tag++)
            check_survey(stage.survey, tags[tag]);
        stage_close(&stage);
    }
}

static void no_row_is_longer_than_the_board(void **state)
{
    (void)state;
    static const size_t most[KEYBOARD_ROWS] = { KEYBOARD_ROW_KEYS, KEYBOARD_ROW_KEYS,
                                                KEYBOARD_LAST_ROW_KEYS };
    for (size_t tag = 0; tag < TAGS; tag++)
        for (int layer = 0; layer < KEYBOARD_LAYERS; layer++) {
            const struct keyboard_keys *keys = keyboard_of(tags[tag])->layers[layer];
            for (int row = 0; row < KEYBOARD_ROWS; row++)
                assert_in_range(length_of(keys->rows[row]), 1, most[row]);
            assert_int_equal(length_of(keys->ends), KEYBOARD_END_KEYS);
        }
}

static void check_once(const struct keyboard_keys *keys, char32_t letter)
{
    int found = 0;
    for (int i = 0; i < KEYBOARD_ROWS; i++)
        for (const char32_t *key = keys->rows[i]; *key != 0; key++)
            found += *key == letter;
    for (const char32_t *key = keys->ends; *key != 0; key++)
        found += *key == letter;
    assert_int_equal(found, 1);
}

static void no_letter_stands_twice_on_a_layer(void **state)
{
    (void)state;
    for (size_t tag = 0; tag < TAGS; tag++)
        for (int layer = 0; layer < KEYBOARD_LAYERS; layer++) {
            const struct keyboard_keys *keys = keyboard_of(tags[tag])->layers[layer];
            for (int row = 0; row < KEYBOARD_ROWS; row++)
                for (const char32_t *key = keys->rows[row]; *key != 0; key++)
                    check_once(keys, *key);
        }
}

static void a_variety_of_a_language_has_its_keyboard_and_an_unknown_one_writes_latin(void **state)
{
    (void)state;
    assert_ptr_equal(keyboard_of("pa-GB"), keyboard_of("pa"));
    assert_true(keyboard_of("bn")->own_letters);
    assert_ptr_equal(keyboard_of("p"), keyboard_of("en"));
    assert_ptr_equal(keyboard_of("pan"), keyboard_of("en"));
    assert_false(keyboard_of("")->own_letters);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_letter_of_a_survey_can_be_written_in_its_language),
        cmocka_unit_test(no_row_is_longer_than_the_board),
        cmocka_unit_test(no_letter_stands_twice_on_a_layer),
        cmocka_unit_test(a_variety_of_a_language_has_its_keyboard_and_an_unknown_one_writes_latin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
