/* Signatures that others published are ours too; frames of other headers than ours are refused. */
#include "envelope.h"
#include "file.h"
#include "wire_samples.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static json_t *published;

static int load(void **state)
{
    (void)state;
    BUF_AUTO text = buf_new(1 << 16);
    struct err err = { 0 };
    if (file_read(SOURCE_DIR "/tests/reader/published.json", &text, &err))
        published = json_loadb(buf_text(&text), text.size, 0, NULL);
    return published == NULL;
}

static int unload(void **state)
{
    (void)state;
    json_decref(published);
    return 0;
}

static const json_t *list_of(const char *source, const char *list)
{
    const json_t *examples = json_object_get(json_object_get(published, source), list);
    assert_true(json_array_size(examples) > 0);
    return examples;
}

/* Bytes of a member, written in hex; the caller's. */
static struct buf member(const json_t *example, const char *name)
{
    const char *hex = json_string_value(json_object_get(example, name));
    assert_non_null(hex);
    return sample_hex(hex);
}

/* A key pair as libsodium keeps it: the seed, and the public key behind it. */
static struct sample_keys keys_of(const json_t *example)
{
    struct sample_keys keys;
    BUF_AUTO seed = member(example, "seed");
    BUF_AUTO key = member(example, "key");
    assert_int_equal(seed.size, 32);
    assert_int_equal(key.size, 32);
    memcpy(keys.secret.bytes, seed.data, 32);
    memcpy(keys.secret.bytes + 32, key.data, 32);
    memcpy(keys.public.bytes, key.data, 32);
    return keys;
}

static void check_signature(const json_t *example)
{
    struct sample_keys keys = keys_of(example);
    BUF_AUTO signed_bytes = member(example, "signed");
    BUF_AUTO stated = member(example, "signature");
    struct signature made = key_sign(&keys.secret, buf_span(&signed_bytes));
    assert_int_equal(stated.size, sizeof made.bytes);
    assert_memory_equal(made.bytes, stated.data, sizeof made.bytes);
    assert_true(key_verify(&keys.public, buf_span(&signed_bytes), &made));
    made.bytes[40] ^= 1;
    assert_false(key_verify(&keys.public, buf_span(&signed_bytes), &made));
}

static void check_signatures(const json_t *examples)
{
    const json_t *example;
    size_t i;
    json_array_foreach(examples, i, example) check_signature(example);
}

static void signatures_of_rfc_8032_are_made_and_verified(void **state)
{
    (void)state;
    check_signatures(list_of("rfc8032", "examples"));
}

static void signatures_of_the_cose_examples_are_made_and_verified(void **state)
{
    (void)state;
    check_signatures(list_of("cose", "examples"));
}

static void check_refused(const json_t *examples)
{
    const json_t *example;
    size_t i;
    json_array_foreach(examples, i, example)
    {
        struct key_id id;
        struct span payload;
        struct err err = { 0 };
        BUF_AUTO message = member(example, "message");
        assert_false(envelope_open(buf_span(&message), &id, &payload, &err));
        assert_int_not_equal(err.kind, ERR_NONE);
    }
}

static void frames_of_the_cose_examples_are_not_ours(void **state)
{
    (void)state;
    check_refused(list_of("cose", "examples"));
    check_refused(list_of("cose", "refused"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_of_rfc_8032_are_made_and_verified),
        cmocka_unit_test(signatures_of_the_cose_examples_are_made_and_verified),
        cmocka_unit_test(frames_of_the_cose_examples_are_not_ours),
    };
    seal_start();
    return cmocka_run_group_tests(tests, load, unload);
}
