/* The chain and the canonical bytes it is over. */
#include "cbor_io.h"
#include "wire_samples.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct response plain_response(void)
{
    struct response response = {
        .seq = 24,
        .language = "cy",
        .access = ACCESS_SWITCH,
        .assisted = true,
        .ending = ENDING_TIMEOUT,
        .segment = 3,
        .minute = 1440,
        .gap = 60,
        .count = 3,
        .state = { 5, ANSWER_SEALED, 4098 },
    };
    memset(response.bundle.bytes, 0xB1, 32);
    memset(response.survey.bytes, 0x5E, 32);
    return response;
}

static void a_response_has_its_documented_bytes(void **state)
{
    (void)state;
    struct response response = plain_response();
    BUF_AUTO out = buf_new(RESPONSE_BYTES_MAX);
    BUF_AUTO expected =
        sample_hex("8d"
                   "1818"
                   "5820b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1"
                   "58205e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e"
                   "626379"
                   "02"
                   "f5"
                   "02"
                   "03"
                   "1905a0"
                   "183c"
                   "8305f6191002"
                   "80"
                   "f6");
    assert_true(response_put(&response, &out, NULL));
    assert_int_equal(out.size, expected.size);
    assert_memory_equal(out.data, expected.data, expected.size);
}

static void wild_responses_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct dice dice = dice_new(dice_seed());
    struct sample_crowd crowd = crowd_wild(&dice, 1, 3000);
    for (size_t i = 0; i < crowd.count; i++) {
        struct response back;
        struct err err = { 0 };
        BUF_AUTO out = buf_new(RESPONSE_BYTES_MAX);
        assert_true(response_put(&crowd.responses[i], &out, &err));
        if (!response_get(buf_span(&out), &back, &err))
            fail_msg("%s", err.text);
        assert_true(same_response(&back, &crowd.responses[i]));
    }
    crowd_finish(&crowd);
}

static void the_largest_response_fits(void **state)
{
    (void)state;
    static uint8_t sealed[WORDS_SEALED_MAX];
    size_t whole = WORDS_SEALED_MAX - (WORDS_SEALED_MAX - 48) % SEAL_PAD;
    struct response response = plain_response();
    response.seq = UINT64_MAX;
    response.count = SURVEY_QUESTIONS_MAX;
    response.words_count = SURVEY_COMMENTS_MAX;
    for (uint8_t i = 0; i < SURVEY_COMMENTS_MAX; i++)
        response.words[i] = (struct sealed_words){ (uint8_t)(26 + i), span_of(sealed, whole) };
    response.counts = span_of(sealed, 48 + 3 * SEAL_PAD);
    struct response back;
    BUF_AUTO out = buf_new(RESPONSE_BYTES_MAX);
    assert_true(response_put(&response, &out, NULL));
    assert_true(response_get(buf_span(&out), &back, NULL));
    assert_true(same_response(&back, &response));
}

/* Whatever bytes are read, they are the only bytes for what they mean. */
static void no_response_has_two_forms(void **state)
{
    (void)state;
    struct dice dice = dice_new(dice_seed() + 1);
    struct sample_crowd crowd = crowd_wild(&dice, 1, 40);
    size_t taken = 0;
    for (size_t i = 0; i < 40000; i++) {
        BUF_AUTO bytes = buf_new(RESPONSE_BYTES_MAX);
        BUF_AUTO again = buf_new(RESPONSE_BYTES_MAX);
        assert_true(response_put(&crowd.responses[i % crowd.count], &bytes, NULL));
        size_t near_front = bytes.size < 160 ? bytes.size : 160;
        size_t at = dice_roll(&dice, (uint32_t)near_front);
        bytes.data[at] = (uint8_t)dice_roll(&dice, 256);
        struct response back;
        if (!response_get(buf_span(&bytes), &back, NULL))
            continue;
        taken++;
        assert_true(response_put(&back, &again, NULL));
        assert_true(span_equal(buf_span(&bytes), buf_span(&again)));
    }
    assert_true(taken > 1000);
    crowd_finish(&crowd);
}

static bool opens(struct span bytes)
{
    struct response response;
    return response_get(bytes, &response, NULL);
}

static void a_cut_response_is_refused(void **state)
{
    (void)state;
    struct response response = plain_response();
    BUF_AUTO out = buf_new(RESPONSE_BYTES_MAX);
    assert_true(response_put(&response, &out, NULL));
    assert_true(opens(buf_span(&out)));
    every_cut_is_refused(buf_span(&out), opens);
}

static bool refuses(const struct response *response)
{
    struct err err = { 0 };
    BUF_AUTO out = buf_new(RESPONSE_BYTES_MAX);
    return !response_put(response, &out, &err) && err.kind == ERR_REFUSED && out.size == 0;
}

static void what_is_out_of_range_is_refused(void **state)
{
    (void)state;
    static uint8_t sealed[256];
    const struct response good = plain_response();
    struct response bad = good;
    assert_false(refuses(&bad));
    bad.seq = 0;
    assert_true(refuses(&bad));
    bad = good;
    bad.language[0] = '\0';
    assert_true(refuses(&bad));
    bad.language[0] = '/';
    assert_true(refuses(&bad));
    bad = good;
    bad.access = ACCESS_MODES;
    assert_true(refuses(&bad));
    bad = good;
    bad.ending = ENDINGS;
    assert_true(refuses(&bad));
    bad = good;
    bad.gap = 61;
    assert_true(refuses(&bad));
    bad = good;
    bad.count = 31;
    assert_true(refuses(&bad));
    bad = good;
    bad.state[1] = 4099;
    assert_true(refuses(&bad));
    bad = good;
    bad.words_count = 5;
    assert_true(refuses(&bad));
    bad = good;
    bad.words_count = 2;
    bad.words[0] = (struct sealed_words){ 1, span_of(sealed, 80) };
    bad.words[1] = (struct sealed_words){ 1, span_of(sealed, 80) };
    assert_true(refuses(&bad));
    bad.words[1].question = 2;
    assert_false(refuses(&bad));
    bad.words[1].question = 3;
    assert_true(refuses(&bad));
    bad.words[1] = (struct sealed_words){ 2, span_of(sealed, 81) };
    assert_true(refuses(&bad));
    bad = good;
    bad.counts = span_of(sealed, 48);
    assert_true(refuses(&bad));
}

static void the_chain_starts_from_life_and_key(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct sample_keys other = sample_hub();
    struct chain_point start = chain_start(0x0102030405060708, &kiosk.public);
    BUF_AUTO bytes = sample_hex("796f75736169642f31206c6966650102030405060708");
    buf_put(&bytes, kiosk.public.bytes, 32);
    struct digest expected = digest_of(buf_span(&bytes));
    assert_int_equal(start.seq, 0);
    assert_memory_equal(&start.hash, &expected, sizeof expected);
    struct chain_point another_life = chain_start(0x0102030405060709, &kiosk.public);
    struct chain_point another_key = chain_start(0x0102030405060708, &other.public);
    assert_memory_not_equal(&start.hash, &another_life.hash, sizeof expected);
    assert_memory_not_equal(&start.hash, &another_key.hash, sizeof expected);
}

static void each_point_is_the_digest_of_the_last_and_the_response(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct chain_point start = chain_start(1, &kiosk.public);
    struct chain_point next = chain_next(&start, span_text("canonical"));
    BUF_AUTO bytes = buf_new(64);
    buf_put(&bytes, start.hash.bytes, 32);
    buf_put_span(&bytes, span_text("canonical"));
    struct digest expected = digest_of(buf_span(&bytes));
    assert_int_equal(next.seq, 1);
    assert_memory_equal(&next.hash, &expected, sizeof expected);
}

int main(void)
{
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_response_has_its_documented_bytes),
        cmocka_unit_test(wild_responses_come_out_as_they_went_in),
        cmocka_unit_test(the_largest_response_fits),
        cmocka_unit_test(no_response_has_two_forms),
        cmocka_unit_test(a_cut_response_is_refused),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(the_chain_starts_from_life_and_key),
        cmocka_unit_test(each_point_is_the_digest_of_the_last_and_the_response),
    };
    return cmocka_run_group_tests_name("wire_chain", tests, NULL, NULL);
}
