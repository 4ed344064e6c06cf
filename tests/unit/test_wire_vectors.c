/* The committed test vectors are what the code makes, and what it reads. */
#include "file.h"
#include "wire_messages.h"
#include "wire_vectors.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct buf committed(void)
{
    struct buf text = buf_new(4 << 20);
    struct err err = { 0 };
    if (!file_read(SOURCE_DIR "/tests/vectors/wire.json", &text, &err))
        fail_msg("%s", err.text);
    return text;
}

static json_t *vectors;

static int load(void **state)
{
    (void)state;
    BUF_AUTO text = committed();
    vectors = json_loadb(buf_text(&text), text.size, 0, NULL);
    return vectors == NULL;
}

static int unload(void **state)
{
    (void)state;
    json_decref(vectors);
    return 0;
}

static const json_t *at(const char *part, const char *name)
{
    const json_t *value = json_object_get(json_object_get(vectors, part), name);
    assert_non_null(value);
    return value;
}

static struct buf bytes_at(const char *part, const char *name)
{
    return sample_hex(json_string_value(at(part, name)));
}

static void they_are_what_the_code_makes(void **state)
{
    (void)state;
    BUF_AUTO text = committed();
    BUF_AUTO made = buf_new(4 << 20);
    vectors_put(&made);
    assert_false(made.failed);
    if (!span_equal(buf_span(&made), buf_span(&text)))
        fail_msg("tests/vectors/wire.json differs: build the target `vectors` and look at it");
}

static void assert_batch_reads(const char *name)
{
    struct sample_keys kiosk = sample_kiosk();
    struct batch batch = { 0 };
    struct err err = { 0 };
    uint64_t sender = 0;
    BUF_AUTO message = bytes_at(name, "message");
    BUF_AUTO after = bytes_at(name, "after");
    assert_true(batch_sender(buf_span(&message), &sender, NULL));
    assert_int_equal(sender, json_integer_value(at(name, "kiosk")));
    if (!batch_open(buf_span(&message), &kiosk.public, &batch, &err))
        fail_msg("%s: %s", name, err.text);
    const json_t *responses = at(name, "responses");
    assert_int_equal(batch.response_count, json_array_size(responses));
    for (size_t i = 0; i < batch.response_count; i++) {
        const json_t *expected = json_array_get(responses, i);
        assert_int_equal(batch.responses[i].seq,
                         json_integer_value(json_object_get(expected, "seq")));
        assert_int_equal(batch.responses[i].minute,
                         json_integer_value(json_object_get(expected, "minute")));
        assert_string_equal(batch.responses[i].language,
                            json_string_value(json_object_get(expected, "language")));
    }
    assert_memory_equal(batch.head.after.hash.bytes, after.data, 32);
    batch_finish(&batch);
}

static void batches_are_read(void **state)
{
    (void)state;
    assert_batch_reads("batch_empty");
    assert_batch_reads("batch_helped");
    assert_batch_reads("batch");
    assert_batch_reads("batch_long");
}

static void signed_messages_are_read(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct sample_keys programme = sample_programme();
    struct reply reply = { 0 };
    struct manifest manifest = { 0 };
    struct statement statement;
    struct enrol_certificate certificate;
    BUF_AUTO one = bytes_at("reply", "message");
    BUF_AUTO two = bytes_at("manifest", "message");
    BUF_AUTO three = bytes_at("statement", "message");
    BUF_AUTO four = bytes_at("certificate", "message");
    assert_true(reply_open(buf_span(&one), &hub.public, &reply, NULL));
    assert_true(manifest_open(buf_span(&two), &hub.public, &manifest, NULL));
    assert_true(statement_open(buf_span(&three), &programme.public, &statement, NULL));
    assert_true(enrol_certificate_open(buf_span(&four), &hub.public, &certificate, NULL));
    assert_string_equal(manifest.venue_name, "Riverside Surgery");
    assert_string_equal(certificate.venue, "riverside");
    reply_finish(&reply);
    manifest_finish(&manifest);
}

static void enrolments_are_read(void **state)
{
    (void)state;
    struct invitation invitation;
    struct enrol_request request;
    struct enrol_reply reply;
    struct err err = { 0 };
    const char *code = json_string_value(at("enrolment", "code"));
    assert_true(invitation_from_code(code, &invitation, &err));
    struct digest key = invitation_key(&invitation);
    BUF_AUTO expected = bytes_at("enrolment", "key");
    BUF_AUTO asked = bytes_at("enrolment", "request");
    BUF_AUTO answered = bytes_at("enrolment", "reply");
    assert_memory_equal(key.bytes, expected.data, 32);
    assert_true(enrol_request_open(buf_span(&asked), &key, &request, &err));
    assert_true(enrol_reply_open(buf_span(&answered), &key, &reply, &err));
    assert_int_equal(request.invitation, invitation.id);
}

static void a_bundles_file_is_read(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct bundle_file head;
    struct bundle_offer offer;
    struct span blob;
    size_t begin = 0;
    size_t used = 0;
    BUF_AUTO file = bytes_at("bundle_file", "file");
    BUF_AUTO survey = bytes_at("bundle_file", "part_0");
    assert_true(bundle_file_head_get(buf_span(&file), &head, &begin, NULL));
    assert_true(bundle_offer_open(head.offer, &hub.public, &offer, NULL));
    assert_int_equal(offer.kiosk, json_integer_value(at("bundle_file", "kiosk")));
    assert_true(
        bundle_file_blob_get(span_of(file.data + begin, file.size - begin), &blob, &used, NULL));
    assert_true(span_equal(blob, buf_span(&survey)));
}

struct box_keys {
    struct box_public public;
    struct box_secret secret;
};

static struct box_keys vector_keys(void)
{
    struct box_keys keys;
    BUF_AUTO public = bytes_at("sealed", "box_public");
    BUF_AUTO secret = bytes_at("sealed", "box_secret");
    memcpy(keys.public.bytes, public.data, 32);
    memcpy(keys.secret.bytes, secret.data, 32);
    return keys;
}

static void sealed_words_are_opened(void **state)
{
    (void)state;
    struct box_keys keys = vector_keys();
    struct seal_binding binding = { 0x0123456789abcdef, 1, { { 0 } }, "why" };
    memset(binding.survey.bytes, 0x5E, 32);
    struct err err = { 0 };
    BUF_AUTO sealed = bytes_at("sealed", "words");
    BUF_AUTO text = buf_new(256);
    if (!words_open(&keys.public, &keys.secret, &binding, buf_span(&sealed), &text, &err))
        fail_msg("%s", err.text);
    assert_string_equal(buf_text(&text), json_string_value(at("sealed", "words_text")));
}

static void sealed_counts_are_opened(void **state)
{
    (void)state;
    struct box_keys keys = vector_keys();
    struct seal_binding binding = { 0x0123456789abcdef, 1, { { 0 } }, "" };
    memset(binding.survey.bytes, 0x5E, 32);
    struct survey *survey = calloc(1, sizeof *survey);
    struct answers answers = { 0 };
    struct err err = { 0 };
    BUF_AUTO sealed = bytes_at("sealed", "counts");
    assert_non_null(survey);
    survey->question_count = 2;
    survey->questions[0] = (struct question){ .type = QUESTION_RADIOGROUP,
                                              .choice_count = 6,
                                              .sensitivity = SENSITIVITY_COUNTS };
    survey->questions[1] = survey->questions[0];
    survey->questions[1].type = QUESTION_CHECKBOX;
    if (!counts_open(&keys.public, &keys.secret, &binding, survey, buf_span(&sealed), &answers,
                     &err))
        fail_msg("%s", err.text);
    assert_int_equal(answers.state[0], 5);
    assert_int_equal(answers.state[1], 24);
    free(survey);
}

static void the_wrapped_words_key_is_opened(void **state)
{
    (void)state;
    struct box_keys keys = vector_keys();
    struct box_secret secret;
    struct err err = { 0 };
    BUF_AUTO wrapped = bytes_at("sealed", "wrapped");
    struct span passphrase = span_text(json_string_value(at("sealed", "passphrase")));
    if (!words_key_unwrap(buf_span(&wrapped), passphrase, &secret, &err))
        fail_msg("%s", err.text);
    assert_memory_equal(&secret, &keys.secret, sizeof secret);
}

int main(void)
{
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_what_the_code_makes),
        cmocka_unit_test(batches_are_read),
        cmocka_unit_test(signed_messages_are_read),
        cmocka_unit_test(enrolments_are_read),
        cmocka_unit_test(a_bundles_file_is_read),
        cmocka_unit_test(sealed_words_are_opened),
        cmocka_unit_test(sealed_counts_are_opened),
        cmocka_unit_test(the_wrapped_words_key_is_opened),
    };
    return cmocka_run_group_tests_name("wire_vectors", tests, load, unload);
}
