/* The hub's replies: what goes in comes out, and nothing else is taken. */
#include "cbor_io.h"
#include "wire_messages.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static bool opens(struct span message)
{
    struct sample_keys hub = sample_hub();
    struct reply reply = { 0 };
    bool taken = reply_open(message, &hub.public, &reply, NULL);
    reply_finish(&reply);
    return taken;
}

static struct buf sign(const struct reply *reply)
{
    struct sample_keys hub = sample_hub();
    struct err err = { 0 };
    struct buf message = buf_new(REPLY_BYTES_MAX);
    if (!reply_sign(reply, &hub.secret, &message, &err))
        fail_msg("%s", err.text);
    return message;
}

static void assert_same(const struct reply *a, const struct reply *b)
{
    assert_int_equal(a->kiosk, b->kiosk);
    assert_int_equal(a->life, b->life);
    assert_memory_equal(&a->nonce, &b->nonce, sizeof a->nonce);
    assert_memory_equal(&a->through, &b->through, sizeof a->through);
    assert_int_equal(a->hub_time, b->hub_time);
    assert_int_equal(a->bundle_serial, b->bundle_serial);
    assert_memory_equal(&a->bundle, &b->bundle, sizeof a->bundle);
    assert_int_equal(a->instruction, b->instruction);
    assert_int_equal(a->instruction_value, b->instruction_value);
    assert_memory_equal(&a->instruction_survey, &b->instruction_survey, sizeof(struct digest));
    assert_int_equal(a->refusal_count, b->refusal_count);
    for (size_t i = 0; i < a->refusal_count; i++) {
        assert_int_equal(a->refusals[i].seq, b->refusals[i].seq);
        assert_string_equal(a->refusals[i].reason, b->refusals[i].reason);
    }
}

static void assert_round_trip(const struct reply *reply)
{
    struct sample_keys hub = sample_hub();
    struct reply back = { 0 };
    struct err err = { 0 };
    BUF_AUTO message = sign(reply);
    if (!reply_open(buf_span(&message), &hub.public, &back, &err))
        fail_msg("%s", err.text);
    assert_same(reply, &back);
    reply_finish(&back);
    assert_null(back.refusals);
}

static void every_instruction_comes_out_as_it_went_in(void **state)
{
    (void)state;
    struct reply reply = sample_reply();
    assert_round_trip(&reply);
    reply.instruction = INSTRUCTION_NEW_LIFE;
    reply.instruction_value = UINT64_MAX;
    assert_round_trip(&reply);
    reply.instruction = INSTRUCTION_SEND_SURVEY;
    reply.instruction_value = 0;
    reply.instruction_survey = reply.bundle;
    assert_round_trip(&reply);
    reply.instruction = INSTRUCTION_REVOKED;
    reply.instruction_survey = (struct digest){ 0 };
    assert_round_trip(&reply);
    reply.instruction = INSTRUCTION_NONE;
    reply.refusal_count = 0;
    reply.bundle_serial = 0;
    reply.bundle = (struct digest){ 0 };
    assert_round_trip(&reply);
}

static void a_thousand_refusals_fit_and_no_more(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct reply reply = sample_reply();
    reply.refusal_count = REPLY_REFUSALS_MAX + 1;
    reply.refusals = calloc(reply.refusal_count, sizeof *reply.refusals);
    assert_non_null(reply.refusals);
    for (size_t i = 0; i < reply.refusal_count; i++) {
        reply.refusals[i].seq = i + 1;
        memset(reply.refusals[i].reason, 'x', sizeof reply.refusals[i].reason - 1);
    }
    struct err err = { 0 };
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    assert_false(reply_sign(&reply, &hub.secret, &message, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    reply.refusal_count--;
    assert_round_trip(&reply);
    free(reply.refusals);
}

static void a_changed_or_cut_reply_is_refused(void **state)
{
    (void)state;
    struct reply reply = sample_reply();
    reply.refusal_count = 1;
    BUF_AUTO message = sign(&reply);
    every_flipped_bit_is_refused(buf_span(&message), opens);
    every_cut_is_refused(buf_span(&message), opens);
}

static void a_reply_of_another_key_or_purpose_is_denied(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct sample_keys kiosk = sample_kiosk();
    struct reply reply = sample_reply();
    struct reply back;
    struct err err = { 0 };
    BUF_AUTO message = sign(&reply);
    assert_false(reply_open(buf_span(&message), &kiosk.public, &back, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    struct key_id key;
    struct span payload;
    BUF_AUTO other = buf_new(REPLY_BYTES_MAX);
    assert_true(envelope_open(buf_span(&message), &key, &payload, NULL));
    assert_true(envelope_sign(PURPOSE_BUNDLE, &hub.secret, payload, &other, NULL));
    assert_false(opens(buf_span(&other)));
    BUF_AUTO right = buf_new(REPLY_BYTES_MAX);
    assert_true(envelope_sign(PURPOSE_REPLY, &hub.secret, payload, &right, NULL));
    assert_true(opens(buf_span(&right)));
}

/* Signs these bytes, in hex, as a reply's payload. */
static bool takes_payload(struct span payload)
{
    struct sample_keys hub = sample_hub();
    BUF_AUTO message = buf_new(2 * REPLY_BYTES_MAX);
    assert_true(envelope_sign(PURPOSE_REPLY, &hub.secret, payload, &message, NULL));
    return opens(buf_span(&message));
}

static struct buf payload_with(const char *version, const char *instruction, const char *refusals)
{
    BUF_AUTO hex = buf_new(1024);
    buf_printf(&hex, "a900%s", version);
    buf_printf(&hex,
               "0107"
               "0201"
               "0350%032d",
               0);
    buf_printf(&hex,
               "048203"
               "5820%064d",
               0);
    buf_printf(&hex,
               "0500"
               "06f6"
               "07%s"
               "08%s",
               instruction, refusals);
    return sample_hex(buf_text(&hex));
}

static const struct {
    const char *version, *instruction, *refusals;
    bool taken;
} reply_forms[] = {
    { "01", "f6", "80", true },
    { "01", "820205",
      "81820161"
      "78",
      true },
    { "02", "f6", "80", false },
    { "00", "f6", "80", false },
    { "01", "8100", "80", false },   /* no instruction, said in two ways */
    { "01", "8105", "80", false },   /* an unknown one */
    { "01", "8101", "80", false },   /* without its value */
    { "01", "820401", "80", false }, /* with one too many */
    { "01",
      "8203"
      "4101",
      "80", false }, /* a digest of one byte */
    { "01", "f6",
      "82820261788202"
      "6178",
      false }, /* a number twice */
    { "01", "f6",
      "8282026178820161"
      "78",
      false }, /* out of order */
    { "01", "f6",
      "8182016178"
      "09f6",
      false }, /* a field more than the head says */
    { "01", "f6", "9903e9", false },
};

static void signed_replies_of_another_form_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof reply_forms / sizeof reply_forms[0]; i++) {
        BUF_AUTO payload = payload_with(reply_forms[i].version, reply_forms[i].instruction,
                                        reply_forms[i].refusals);
        if (takes_payload(buf_span(&payload)) != reply_forms[i].taken)
            fail_msg("form %zu", i);
    }
    BUF_AUTO unknown = payload_with("01", "f6",
                                    "80"
                                    "09f6");
    unknown.data[0] = 0xAA;
    assert_false(takes_payload(buf_span(&unknown)));
    BUF_AUTO missing = payload_with("01", "f6", "80");
    missing.data[0] = 0xA8;
    missing.size -= 2;
    assert_false(takes_payload(buf_span(&missing)));
}

static void a_reply_over_its_limit_is_refused_unread(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct reply reply;
    struct err err = { 0 };
    uint8_t *large = calloc(1, REPLY_BYTES_MAX + 1);
    assert_non_null(large);
    assert_false(reply_open(span_of(large, REPLY_BYTES_MAX + 1), &hub.public, &reply, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    free(large);
}

int main(void)
{
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_instruction_comes_out_as_it_went_in),
        cmocka_unit_test(a_thousand_refusals_fit_and_no_more),
        cmocka_unit_test(a_changed_or_cut_reply_is_refused),
        cmocka_unit_test(a_reply_of_another_key_or_purpose_is_denied),
        cmocka_unit_test(signed_replies_of_another_form_are_refused),
        cmocka_unit_test(a_reply_over_its_limit_is_refused_unread),
    };
    return cmocka_run_group_tests_name("wire_receipt", tests, NULL, NULL);
}
