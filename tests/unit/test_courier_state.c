/* The courier's record: whole, cut short, with flipped bits, and with its twin beside it. */
#include "courier_state.h"
#include "fake_hub.h"
#include "file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct err err;

/* Every field differs from nought, from its neighbours and from its kin. */
static void fill_lists(struct courier_state *state)
{
    for (int i = 0; i < COURIER_ATTEMPTS_MAX; i++)
        state->attempts[i] = (struct attempt){ .when = 1793491200 + i,
                                               .outcome = (enum attempt_outcome)(i % 13),
                                               .responses = (uint32_t)i };
    for (unsigned i = 0; i < COURIER_REFUSED_MAX; i++) {
        state->refused[i].seq = 1000 + 3 * i;
        memset(state->refused[i].reason, 'a' + (int)(i % 26), sizeof state->refused[i].reason - 1);
    }
}

static struct courier_state full_state(void)
{
    struct courier_state state = {
        .enrolled = true,
        .hub_url = "https://hub.example:8443",
        .kiosk = UINT64_MAX,
        .life = 0x8000000000000001,
        .invitation = 32767,
        .programme_name = "Northshire \xc3\xa9",
        .hub_key_count = 3,
        .has_ca = true,
        .has_words_key = true,
        .has_counts_key = true,
        .words_statement = 7,
        .counts_statement = 8,
        .last_statement = 9,
        .acknowledged = { .seq = 12345 },
        .refused_count = 2000,
        .refused_listed = COURIER_REFUSED_MAX,
        .hub_time = 1793491200,
        .hub_time_mono = 99,
        .bundle_serial = 4,
        .counted = { .woken = 1,
                     .restarts = UINT32_MAX,
                     .dead = { 3 },
                     .writes = { [11] = 4 },
                     .left_survey = { { 5 } },
                     .left = { [29] = 6 } },
        .paused = true,
        .pause_reason = "because",
        .attempts_total = 900,
        .failures = 5,
        .next_attempt = -5,
        .attempt_count = COURIER_ATTEMPTS_MAX,
    };
    uint8_t *keys[] = { state.kiosk_key.bytes,         state.programme.bytes,
                        state.hub_keys[0].bytes,       state.hub_keys[2].bytes,
                        state.words_key.bytes,         state.counts_key.bytes,
                        state.acknowledged.hash.bytes, state.bundle.bytes,
                        state.previous_bundle.bytes };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        memset(keys[i], (int)i + 1, 32);
    memset(state.hub_time_boot.bytes, 77, sizeof state.hub_time_boot.bytes);
    state.hub_key_statements[1] = 6;
    fill_lists(&state);
    return state;
}

static void put(const struct courier_state *state, struct buf *bytes)
{
    *bytes = buf_new(COURIER_STATE_MAX);
    assert_true(courier_state_put(state, bytes, &err));
}

static void a_state_comes_back_as_it_was(void **unused)
{
    struct courier_state state = full_state();
    struct courier_state back;
    BUF_AUTO bytes = { 0 };
    BUF_AUTO again = { 0 };
    (void)unused;
    put(&state, &bytes);
    assert_true(courier_state_get(buf_span(&bytes), &back, &err));
    put(&back, &again);
    assert_true(span_equal(buf_span(&bytes), buf_span(&again)));
    assert_int_equal(back.kiosk, UINT64_MAX);
    assert_int_equal(back.acknowledged.seq, 12345);
    assert_memory_equal(&back.acknowledged.hash, &state.acknowledged.hash, 32);
    assert_memory_equal(&back.previous_bundle, &state.previous_bundle, 32);
    assert_int_equal(back.next_attempt, -5);
    assert_string_equal(back.pause_reason, "because");
    assert_int_equal(back.attempts[199].responses, 199);
    assert_int_equal(back.hub_key_statements[1], 6);
    assert_true(back.has_ca);
    assert_int_equal(back.refused_count, 2000);
    assert_int_equal(back.refused_listed, COURIER_REFUSED_MAX);
    assert_int_equal(back.refused[999].seq, 1000 + 3 * 999);
    assert_string_equal(back.refused[999].reason, state.refused[999].reason);
}

static void an_empty_state_comes_back_empty(void **unused)
{
    struct courier_state state = { 0 };
    struct courier_state back;
    BUF_AUTO bytes = { 0 };
    (void)unused;
    put(&state, &bytes);
    assert_true(courier_state_get(buf_span(&bytes), &back, &err));
    assert_false(back.enrolled);
    assert_false(back.has_words_key);
    assert_false(back.paused);
    assert_int_equal(back.attempt_count, 0);
}

static void each_response_set_aside_is_found_and_no_other(void **unused)
{
    struct courier_state state = full_state();
    (void)unused;
    for (uint64_t seq = 0; seq < 5000; seq++) {
        bool listed = seq >= 1000 && seq < 1000 + 3 * COURIER_REFUSED_MAX && seq % 3 == 1;
        assert_int_equal(courier_state_refused(&state, seq), listed);
    }
    state.refused_listed = 0;
    assert_false(courier_state_refused(&state, 1000));
}

static bool reads(struct span message)
{
    struct courier_state back;
    return courier_state_get(message, &back, &err);
}

static void a_state_cut_short_anywhere_is_refused(void **unused)
{
    struct courier_state state = full_state();
    BUF_AUTO bytes = { 0 };
    (void)unused;
    state.refused_listed = 3;
    put(&state, &bytes);
    every_cut_is_refused(buf_span(&bytes), reads);
}

static void a_state_with_any_flipped_bit_is_refused(void **unused)
{
    struct courier_state state = full_state();
    BUF_AUTO bytes = { 0 };
    (void)unused;
    state.attempt_count = 2;
    state.refused_listed = 2;
    put(&state, &bytes);
    every_flipped_bit_is_refused(buf_span(&bytes), reads);
}

static void a_longer_state_is_refused(void **unused)
{
    struct courier_state state = full_state();
    BUF_AUTO bytes = { 0 };
    (void)unused;
    put(&state, &bytes);
    buf_put_byte(&bytes, 0);
    assert_false(reads(buf_span(&bytes)));
}

/* DIR with an empty courier folder. */
static const char *folder(const char *name)
{
    static char data[600];
    char inside[640];
    (void)snprintf(data, sizeof data, "%s", fresh_folder(name));
    (void)snprintf(inside, sizeof inside, "%s/courier", data);
    assert_true(file_make_folder(inside, 0750, &err));
    return data;
}

static const char *in(const char *data, const char *name)
{
    static char path[700];
    (void)snprintf(path, sizeof path, "%s/courier/%s", data, name);
    return path;
}

static void no_file_is_an_empty_state(void **unused)
{
    struct courier_state state;
    (void)unused;
    assert_true(courier_state_load(folder("state-none"), &state, &err));
    assert_false(state.enrolled);
}

static void a_saved_state_is_loaded_and_the_group_may_read_it(void **unused)
{
    struct courier_state state = full_state();
    struct courier_state back = { 0 };
    struct stat about;
    const char *data = folder("state-save");
    (void)unused;
    assert_true(courier_state_save(data, &state, &err));
    assert_true(courier_state_load(data, &back, &err));
    assert_int_equal(back.acknowledged.seq, 12345);
    assert_int_equal(stat(in(data, "state"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
}

static void a_damaged_state_without_a_twin_is_an_error_and_not_an_empty_one(void **unused)
{
    struct courier_state state;
    const char *data = folder("state-broken");
    (void)unused;
    write_bytes(in(data, "state"), span_text("what is this"));
    assert_false(courier_state_load(data, &state, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    assert_true(file_exists(in(data, "state")));
}

static void a_damaged_state_falls_back_on_its_twin(void **unused)
{
    struct courier_state state = full_state();
    struct courier_state back = { 0 };
    const char *data = folder("state-twin");
    BUF_AUTO bytes = { 0 };
    (void)unused;
    put(&state, &bytes);
    write_bytes(in(data, "identity"), buf_span(&bytes));
    write_bytes(in(data, "state"), span_text(""));
    assert_true(courier_state_load(data, &back, &err));
    assert_true(back.enrolled);
    assert_int_equal(back.life, state.life);
    assert_int_equal(unlink(in(data, "state")), 0);
    back.enrolled = false;
    assert_true(courier_state_load(data, &back, &err));
    assert_true(back.enrolled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_comes_back_as_it_was),
        cmocka_unit_test(an_empty_state_comes_back_empty),
        cmocka_unit_test(each_response_set_aside_is_found_and_no_other),
        cmocka_unit_test(a_state_cut_short_anywhere_is_refused),
        cmocka_unit_test(a_state_with_any_flipped_bit_is_refused),
        cmocka_unit_test(a_longer_state_is_refused),
        cmocka_unit_test(no_file_is_an_empty_state),
        cmocka_unit_test(a_saved_state_is_loaded_and_the_group_may_read_it),
        cmocka_unit_test(a_damaged_state_without_a_twin_is_an_error_and_not_an_empty_one),
        cmocka_unit_test(a_damaged_state_falls_back_on_its_twin),
    };
    seal_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
