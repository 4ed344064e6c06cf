/* Signed messages: the frame of RFC 9052, byte by byte, and purposes that cannot be mistaken. */
#include "cbor_io.h"
#include "wire_samples.h"
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool opens(struct span message)
{
    struct sample_keys hub = sample_hub();
    struct span payload;
    return envelope_verify(PURPOSE_REPLY, &hub.public, message, &payload, NULL);
}

static struct buf signed_reply(const char *payload)
{
    struct sample_keys hub = sample_hub();
    struct buf message = buf_new(1024);
    assert_true(envelope_sign(PURPOSE_REPLY, &hub.secret, span_text(payload), &message, NULL));
    return message;
}

static void a_message_has_the_bytes_of_rfc_9052(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct key_id id = key_id_of(&hub.public);
    struct digest digest = digest_of(span_of(hub.public.bytes, 32));
    assert_memory_equal(id.bytes, digest.bytes, 8);

    /* The header and what is signed, put together by hand. */
    BUF_AUTO header = sample_hex("a201270448");
    buf_put(&header, id.bytes, 8);
    BUF_AUTO to_sign = buf_new(256);
    buf_put(&to_sign, "\x84\x6aSignature1\x4d", 13);
    buf_put_span(&to_sign, buf_span(&header));
    buf_put(&to_sign, "\x4fyousaid/1 reply\x45hello", 22);
    struct signature signature = key_sign(&hub.secret, buf_span(&to_sign));

    BUF_AUTO expected = sample_hex("d2844d");
    buf_put_span(&expected, buf_span(&header));
    buf_put(&expected, "\xa0\x45hello\x58\x40", 9);
    buf_put(&expected, signature.bytes, 64);
    BUF_AUTO message = signed_reply("hello");
    assert_int_equal(message.size, expected.size);
    assert_memory_equal(message.data, expected.data, expected.size);
}

static void what_was_signed_is_verified(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct span payload = { 0 };
    struct key_id id, expected = key_id_of(&hub.public);
    struct err err = { 0 };
    BUF_AUTO message = signed_reply("hello");
    assert_true(envelope_verify(PURPOSE_REPLY, &hub.public, buf_span(&message), &payload, &err));
    assert_true(span_equal(payload, span_text("hello")));
    assert_true(envelope_open(buf_span(&message), &id, &payload, &err));
    assert_memory_equal(&id, &expected, sizeof id);
    assert_true(span_equal(payload, span_text("hello")));
}

static void a_message_for_one_purpose_serves_no_other(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct span payload;
    for (int made = PURPOSE_BATCH; made <= PURPOSE_SURVEY; made++) {
        BUF_AUTO message = buf_new(1024);
        assert_true(envelope_sign((enum envelope_purpose)made, &hub.secret, span_text("x"),
                                  &message, NULL));
        for (int asked = PURPOSE_BATCH; asked <= PURPOSE_SURVEY; asked++) {
            struct err err = { 0 };
            bool taken = envelope_verify((enum envelope_purpose)asked, &hub.public,
                                         buf_span(&message), &payload, &err);
            assert_true(taken == (made == asked));
            assert_int_equal(err.kind, taken ? ERR_NONE : ERR_DENIED);
        }
    }
}

static void another_key_is_denied(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct span payload;
    struct err err = { 0 };
    BUF_AUTO message = signed_reply("hello");
    assert_false(envelope_verify(PURPOSE_REPLY, &kiosk.public, buf_span(&message), &payload, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static void a_changed_or_cut_message_is_refused(void **state)
{
    (void)state;
    BUF_AUTO message = signed_reply("hello");
    every_flipped_bit_is_refused(buf_span(&message), opens);
    every_cut_is_refused(buf_span(&message), opens);
}

/* Puts a frame of these parts around the payload and signs it as it stands. */
static struct buf odd_message(const char *tag, const char *header_hex, const char *unprotected)
{
    struct sample_keys hub = sample_hub();
    struct buf message = sample_hex(tag);
    BUF_AUTO header = sample_hex(header_hex);
    BUF_AUTO middle = sample_hex(unprotected);
    BUF_AUTO to_sign = buf_new(512);
    item_put_array(&to_sign, 4);
    item_put_text(&to_sign, "Signature1");
    item_put_bytes(&to_sign, buf_span(&header));
    item_put_bytes(&to_sign, span_text("yousaid/1 reply"));
    item_put_bytes(&to_sign, span_text("hello"));
    struct signature signature = key_sign(&hub.secret, buf_span(&to_sign));
    item_put_array(&message, 4);
    item_put_bytes(&message, buf_span(&header));
    buf_put_span(&message, buf_span(&middle));
    item_put_bytes(&message, span_text("hello"));
    item_put_bytes(&message, span_of(signature.bytes, 64));
    return message;
}

static void a_well_signed_frame_of_another_form_is_refused(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct key_id id = key_id_of(&hub.public);
    char kid[17];
    for (size_t i = 0; i < sizeof id.bytes; i++) {
        kid[2 * i] = "0123456789abcdef"[id.bytes[i] >> 4];
        kid[2 * i + 1] = "0123456789abcdef"[id.bytes[i] & 15];
    }
    kid[16] = '\0';
    static const struct {
        const char *tag, *before_kid, *behind_kid, *unprotected;
        bool taken;
    } forms[] = {
        { "d2", "a201270448", "", "a0", true },
        { "", "a201270448", "", "a0", false },     /* no tag */
        { "d1", "a201270448", "", "a0", false },   /* COSE_Mac0's tag */
        { "d812", "a201270448", "", "a0", false }, /* the tag in two bytes */
        { "d2", "a201260448", "", "a0", false },   /* ES256 */
        { "d2", "a20138120448", "", "a0", false }, /* -19, another name of Ed25519 */
        { "d2",
          "a2013807"
          "0448",
          "", "a0", false },                           /* -8 in two bytes */
        { "d2", "bf01270448", "ff", "a0", false },     /* a map without a length */
        { "d2", "a301270448", "181800", "a0", false }, /* one header more */
        { "d2", "a1", "", "a0", false },
        { "d2", "a201270448", "00", "a0", false },   /* something behind the header */
        { "d2", "a201270448", "", "a10100", false }, /* unprotected: algorithm again */
        { "d2", "a201270448", "", "bfff", false },
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        BUF_AUTO header = buf_new(256);
        buf_printf(&header, "%s%s%s", forms[i].before_kid, kid, forms[i].behind_kid);
        BUF_AUTO message = odd_message(forms[i].tag, buf_text(&header), forms[i].unprotected);
        if (opens(buf_span(&message)) != forms[i].taken)
            fail_msg("form %zu", i);
    }
}

int main(void)
{
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_has_the_bytes_of_rfc_9052),
        cmocka_unit_test(what_was_signed_is_verified),
        cmocka_unit_test(a_message_for_one_purpose_serves_no_other),
        cmocka_unit_test(another_key_is_denied),
        cmocka_unit_test(a_changed_or_cut_message_is_refused),
        cmocka_unit_test(a_well_signed_frame_of_another_form_is_refused),
    };
    return cmocka_run_group_tests_name("wire_envelope", tests, NULL, NULL);
}
