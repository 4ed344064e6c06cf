/*
 * What a words key costs to guess. The file under test is taken in here as it is built for use,
 * with NDEBUG, beside the one of the library, which is built as these tests are.
 */
#ifndef NDEBUG
#define NDEBUG 1
#endif
#define words_key_wrap     release_words_key_wrap
#define words_key_unwrap   release_words_key_unwrap
#define words_key_is_weak  release_words_key_is_weak
#define words_key_is_sound release_words_key_is_sound
#include "../../sync/wire/words_key.c"
#undef words_key_wrap
#undef words_key_unwrap
#undef words_key_is_weak
#undef words_key_is_sound
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Of the library. */
bool words_key_is_weak(struct span wrapped);
bool words_key_is_sound(struct span wrapped);

static void what_is_built_for_use_takes_the_full_cost_whatever_the_environment_says(void **state)
{
    struct wrapped form;
    (void)state;
    choose_cost(&form);
    assert_int_equal(form.passes, crypto_pwhash_OPSLIMIT_SENSITIVE);
    assert_int_equal(form.memory_kib, crypto_pwhash_MEMLIMIT_SENSITIVE / KIBIBYTE);
}

static bool is_weak(uint64_t passes, uint64_t memory_kib)
{
    struct wrapped form = { .passes = passes, .memory_kib = memory_kib };
    BUF_AUTO bytes = buf_new(256);
    form_put(&form, &bytes);
    return words_key_is_weak(buf_span(&bytes));
}

static void a_form_that_cost_less_is_weak(void **state)
{
    (void)state;
    assert_false(is_weak(4, 1024 * 1024));
    assert_true(is_weak(3, 1024 * 1024));
    assert_true(is_weak(4, 1024 * 1024 - 1));
    assert_true(is_weak(1, 8));
    assert_false(words_key_is_weak(span_text("no form at all")));
}

static void a_form_is_sound_when_it_is_one_and_not_weak(void **state)
{
    struct wrapped form = { .passes = 4, .memory_kib = 1024 * 1024 };
    BUF_AUTO bytes = buf_new(256);
    (void)state;
    form_put(&form, &bytes);
    assert_true(words_key_is_sound(buf_span(&bytes)));
    assert_false(words_key_is_sound(span_of(bytes.data, bytes.size - 1)));
    assert_false(words_key_is_sound(span_text("no form at all")));
}

int main(void)
{
    (void)setenv("YOUSAID_TEST_KDF", "1", 1);
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_built_for_use_takes_the_full_cost_whatever_the_environment_says),
        cmocka_unit_test(a_form_that_cost_less_is_weak),
        cmocka_unit_test(a_form_is_sound_when_it_is_one_and_not_weak),
    };
    return cmocka_run_group_tests_name("words_key", tests, NULL, NULL);
}
