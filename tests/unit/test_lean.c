/* What is said by its difference from what passed before: made whole again to the byte, and only
 * where the same has passed. */
#include "lean.h"
#include "seal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>

enum { BATCH_SIZE = 400, REPLY_SIZE = 210, NEW_BYTES = 100 };

/* Two exchanges that share all but some bytes, as a kiosk's do. */
struct exchanges {
    uint8_t batch[2][BATCH_SIZE];
    uint8_t reply[2][REPLY_SIZE];
    struct buf passed;
};

static int make(void **state)
{
    static struct exchanges e;
    seal_start();
    seal_random(e.batch[0], sizeof e.batch[0]);
    seal_random(e.reply[0], sizeof e.reply[0]);
    memcpy(e.batch[1], e.batch[0], sizeof e.batch[1]);
    memcpy(e.reply[1], e.reply[0], sizeof e.reply[1]);
    seal_random(e.batch[1] + 60, NEW_BYTES);
    seal_random(e.reply[1] + 60, NEW_BYTES / 2);
    e.passed = buf_new(LEAN_PASSED_MAX);
    lean_keep(&e.passed, span_of(e.batch[0], BATCH_SIZE), span_of(e.reply[0], REPLY_SIZE));
    assert_int_equal(e.passed.size, BATCH_SIZE + REPLY_SIZE);
    *state = &e;
    return 0;
}

static int unmake(void **state)
{
    struct exchanges *e = *state;
    buf_finish(&e->passed);
    return 0;
}

static struct span batch_of(const struct exchanges *e, int which)
{
    return span_of(e->batch[which], BATCH_SIZE);
}

static struct span reply_of(const struct exchanges *e, int which)
{
    return span_of(e->reply[which], REPLY_SIZE);
}

static void what_passed_before_is_not_said_again(void **state)
{
    struct exchanges *e = *state;
    struct err err;
    BUF_AUTO said = buf_new(LEAN_BODY_MAX);
    BUF_AUTO answered = buf_new(LEAN_BODY_MAX);
    BUF_AUTO batch = buf_new(LEAN_MESSAGE_MAX);
    BUF_AUTO reply = buf_new(LEAN_MESSAGE_MAX);
    struct span passed = buf_span(&e->passed);
    assert_true(lean_batch(passed, batch_of(e, 1), &said, &err));
    assert_true(lean_batch_open(passed, buf_span(&said), &batch, &err));
    assert_true(span_equal(buf_span(&batch), batch_of(e, 1)));
    assert_true(lean_reply(passed, buf_span(&batch), reply_of(e, 1), &answered, &err));
    assert_true(lean_reply_open(passed, batch_of(e, 1), buf_span(&answered), &reply, &err));
    assert_true(span_equal(buf_span(&reply), reply_of(e, 1)));
    assert_in_range(said.size, NEW_BYTES, NEW_BYTES + 40);
    assert_in_range(answered.size, NEW_BYTES / 2, NEW_BYTES / 2 + 40);
}

static void another_past_is_noticed_before_anything_is_unpacked(void **state)
{
    struct exchanges *e = *state;
    struct err err;
    BUF_AUTO said = buf_new(LEAN_BODY_MAX);
    BUF_AUTO batch = buf_new(LEAN_MESSAGE_MAX);
    BUF_AUTO other = buf_new(LEAN_PASSED_MAX);
    assert_true(lean_batch(buf_span(&e->passed), batch_of(e, 1), &said, &err));
    lean_keep(&other, batch_of(e, 1), reply_of(e, 1));
    assert_false(lean_batch_open(buf_span(&other), buf_span(&said), &batch, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_false(lean_batch_open(span_of(NULL, 0), buf_span(&said), &batch, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_int_equal(batch.size, 0);
}

/* Each byte changed in turn: an error, or a batch whose signature will not hold; never the batch.
 */
static void damage_is_an_error_or_other_bytes(void **state)
{
    struct exchanges *e = *state;
    struct err err;
    BUF_AUTO said = buf_new(LEAN_BODY_MAX);
    assert_true(lean_batch(buf_span(&e->passed), batch_of(e, 1), &said, &err));
    for (size_t at = 0; at < said.size; at++) {
        BUF_AUTO batch = buf_new(LEAN_MESSAGE_MAX);
        said.data[at] ^= 0x40;
        if (lean_batch_open(buf_span(&e->passed), buf_span(&said), &batch, &err))
            assert_false(span_equal(buf_span(&batch), batch_of(e, 1)));
        said.data[at] ^= 0x40;
    }
    for (size_t size = 0; size < said.size; size++) {
        BUF_AUTO batch = buf_new(LEAN_MESSAGE_MAX);
        assert_false(lean_batch_open(buf_span(&e->passed), span_of(said.data, size), &batch, &err));
    }
}

static void what_is_long_is_said_whole(void **state)
{
    struct exchanges *e = *state;
    static uint8_t much[LEAN_MESSAGE_MAX + 1];
    struct err err;
    BUF_AUTO said = buf_new(LEAN_BODY_MAX);
    BUF_AUTO kept = buf_new(LEAN_PASSED_MAX);
    assert_false(lean_batch(buf_span(&e->passed), span_of(much, sizeof much), &said, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    assert_false(
        lean_reply(buf_span(&e->passed), batch_of(e, 1), span_of(much, sizeof much), &said, &err));
    lean_keep(&kept, batch_of(e, 0), reply_of(e, 0));
    lean_keep(&kept, span_of(much, sizeof much), reply_of(e, 0));
    assert_int_equal(kept.size, 0);
}

/* The longest that may be said, of bytes that nothing packs, still fits into a body. */
static void noise_fits(void **state)
{
    static uint8_t noise[LEAN_MESSAGE_MAX];
    struct exchanges *e = *state;
    struct err err;
    BUF_AUTO said = buf_new(LEAN_BODY_MAX);
    BUF_AUTO batch = buf_new(LEAN_MESSAGE_MAX);
    seal_random(noise, sizeof noise);
    assert_true(lean_batch(buf_span(&e->passed), span_of(noise, sizeof noise), &said, &err));
    assert_true(lean_batch_open(buf_span(&e->passed), buf_span(&said), &batch, &err));
    assert_memory_equal(batch.data, noise, sizeof noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_passed_before_is_not_said_again),
        cmocka_unit_test(another_past_is_noticed_before_anything_is_unpacked),
        cmocka_unit_test(damage_is_an_error_or_other_bytes),
        cmocka_unit_test(what_is_long_is_said_whole),
        cmocka_unit_test(noise_fits),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
