/* How hard English is to read, held against counts made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "readability.h"
#include <string.h>

static int syllables(const char *word)
{
    return readability_syllables(word, strlen(word));
}

static void syllables_are_those_that_are_said(void **state)
{
    (void)state;
    static const char *const words[][12] = {
        { "good", "time", "staff", "waited", NULL },
        { "service", "people", "really", "science", "quiet", "table", NULL },
        { "area", "idea", "appointment", "overall", "family", "telephone", NULL },
        { "experience", "information", "situation", "usually", NULL },
    };
    assert_int_equal(syllables("waited"), 2);
    for (int i = 1; i < 4; i++)
        for (int n = 0; words[i][n] != NULL; n++)
            if (syllables(words[i][n]) != i + 1)
                fail_msg("%s has not %d syllables", words[i][n], syllables(words[i][n]));
    assert_int_equal(syllables("treated") + syllables("helped") + syllables("asked"), 4);
    assert_int_equal(syllables("places") + syllables("makes") + syllables("houses"), 5);
}

static void what_is_spelt_out_is_said_sign_by_sign(void **state)
{
    (void)state;
    assert_int_equal(syllables("NHS"), 3);
    assert_int_equal(syllables("24"), 2);
    assert_int_equal(syllables("I"), 1);
    assert_int_equal(syllables("hmm"), 1);
}

static struct readability count(const char *text)
{
    struct readability sum = { 0 };
    readability_add(&sum, text);
    return sum;
}

static void sentences_end_where_a_new_one_begins(void **state)
{
    (void)state;
    assert_int_equal(count("How was it? Tell us.").sentences, 2);
    assert_int_equal(count("How was it").sentences, 1);
    assert_int_equal(count("Bring papers, e.g. a letter, by 10.30 today").sentences, 1);
    assert_int_equal(count("One line\nAnother line").sentences, 2);
    assert_int_equal(count("Wait... then ask.").sentences, 1);
    assert_int_equal(count("Yes \u2013 or no").words, 3);
    assert_int_equal(count("Don't know; don\u2019t ask").words, 4);
    assert_int_equal(count("").sentences, 0);
}

/* 0.39 x 10 / 2 + 11.8 x 13 / 10 - 15.59 = 1.70, and five. */
static void the_age_is_that_of_the_formula(void **state)
{
    (void)state;
    struct readability sum = count("We read all of it. ");
    readability_add(&sum, "Our manager answers each month.");
    assert_int_equal(sum.words, 10);
    assert_int_equal(sum.sentences, 2);
    assert_int_equal(sum.syllables, 13);
    assert_int_equal((int)(readability_age(&sum) * 100 + 0.5), 670);
    assert_int_equal((int)readability_age(&(struct readability){ 0 }), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(syllables_are_those_that_are_said),
        cmocka_unit_test(what_is_spelt_out_is_said_sign_by_sign),
        cmocka_unit_test(sentences_end_where_a_new_one_begins),
        cmocka_unit_test(the_age_is_that_of_the_formula),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
