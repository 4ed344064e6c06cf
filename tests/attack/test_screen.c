/*
 * A courier that was broken into, as the screen meets it: it writes whatever it likes into its
 * folder. What the screen believes is what the programme has signed, whole, for this kiosk.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "file.h"
#include "kiosk_holding.h"
#include <stdio.h>
#include <stdlib.h>

#define EXPECT_ERR stage->err
#include "expect.h"

enum { KIOSK = 77, LIFE = 9 };

struct stage {
    char folder[700];
    struct public_key programme_public, hub_public, stranger_public;
    struct secret_key programme, hub, stranger;
    struct trust trust;
    struct err err;
};

static void write_file(struct stage *stage, const char *name, struct span bytes)
{
    char path[900];
    (void)snprintf(path, sizeof path, "%s/courier/%s", stage->folder, name);
    OK(file_write_durable(path, bytes, 0640, &stage->err));
}

/* Shows the screen a statement of this key about this subject. */
static bool state(struct stage *stage, const struct secret_key *by, uint64_t number,
                  enum statement_kind kind, struct span subject)
{
    struct statement statement = {
        .number = number, .kind = kind, .issued = 1, .from = 1, .subject = subject
    };
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    OK(statement_sign(&statement, by, &message, &stage->err));
    return trust_take(&stage->trust, &stage->programme_public, buf_span(&message), &stage->err);
}

static struct span span_of_key(const struct public_key *key)
{
    return span_of(key, sizeof *key);
}

static int begin(void **ret)
{
    struct stage *stage = calloc(1, sizeof *stage);
    char path[900];
    assert_non_null(stage);
    seal_start();
    (void)snprintf(stage->folder, sizeof stage->folder, "%s/attack-XXXXXX", BINARY_DIR);
    assert_non_null(mkdtemp(stage->folder));
    (void)snprintf(path, sizeof path, "%s/courier/blobs", stage->folder);
    OK(file_make_folder(path, 0700, &stage->err));
    key_pair_new(&stage->programme_public, &stage->programme);
    key_pair_new(&stage->hub_public, &stage->hub);
    key_pair_new(&stage->stranger_public, &stage->stranger);
    OK(state(stage, &stage->programme, 10, STATEMENT_HUB_KEY, span_of_key(&stage->hub_public)));
    *ret = stage;
    return 0;
}

static int end(void **given)
{
    struct stage *stage = *given;
    char command[800];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", stage->folder);
    assert_int_equal(system(command), 0);
    free(stage);
    return 0;
}

/* ---- statements ---- */

static void nobody_but_the_programme_introduces_a_key(void **given)
{
    struct stage *stage = *given;
    const struct secret_key *others[] = { &stage->stranger, &stage->hub };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(
            state(stage, others[i], 99, STATEMENT_HUB_KEY, span_of_key(&stage->stranger_public)));
        assert_int_equal(stage->err.kind, ERR_DENIED);
        assert_false(
            state(stage, others[i], 99, STATEMENT_WORDS_KEY, span_of_key(&stage->stranger_public)));
    }
    assert_int_equal(stage->trust.hub_key_count, 1);
    assert_false(stage->trust.words.known);
}

static void what_the_programme_signed_for_another_purpose_is_no_statement(void **given)
{
    struct stage *stage = *given;
    struct statement statement = { .number = 11,
                                   .kind = STATEMENT_HUB_KEY,
                                   .issued = 1,
                                   .from = 1,
                                   .subject = span_of_key(&stage->stranger_public) };
    struct key_id id;
    struct span payload;
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    BUF_AUTO other = buf_new(STATEMENT_BYTES_MAX);
    OK(statement_sign(&statement, &stage->programme, &message, &stage->err));
    OK(envelope_open(buf_span(&message), &id, &payload, &stage->err));
    OK(envelope_sign(PURPOSE_BUNDLE, &stage->programme, payload, &other, &stage->err));
    assert_false(
        trust_take(&stage->trust, &stage->programme_public, buf_span(&other), &stage->err));
    assert_int_equal(stage->trust.hub_key_count, 1);
}

static void an_older_statement_or_one_of_the_same_number_replaces_no_key(void **given)
{
    static const uint64_t numbers[] = { 1, 19, 20 };
    struct stage *stage = *given;
    struct public_key newest = stage->hub_public;
    OK(state(stage, &stage->programme, 20, STATEMENT_WORDS_KEY, span_of_key(&newest)));
    OK(state(stage, &stage->programme, 20, STATEMENT_COUNTS_KEY, span_of_key(&newest)));
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct span old = span_of_key(&stage->stranger_public);
        OK(state(stage, &stage->programme, numbers[i], STATEMENT_WORDS_KEY, old));
        OK(state(stage, &stage->programme, numbers[i], STATEMENT_COUNTS_KEY, old));
    }
    assert_memory_equal(&stage->trust.words.key, &newest, sizeof newest);
    assert_memory_equal(&stage->trust.counts.key, &newest, sizeof newest);
}

static void an_old_hub_key_pushes_no_newer_one_out(void **given)
{
    struct stage *stage = *given;
    for (uint64_t i = 1; i < COURIER_HUB_KEYS_MAX; i++) {
        struct public_key key = { { (uint8_t)i } };
        OK(state(stage, &stage->programme, 10 + i, STATEMENT_HUB_KEY, span_of_key(&key)));
    }
    assert_int_equal(stage->trust.hub_key_count, COURIER_HUB_KEYS_MAX);
    OK(state(stage, &stage->programme, 9, STATEMENT_HUB_KEY, span_of_key(&stage->stranger_public)));
    assert_memory_equal(&stage->trust.hub_keys[0], &stage->hub_public, sizeof stage->hub_public);
    for (size_t i = 0; i < COURIER_HUB_KEYS_MAX; i++)
        assert_memory_not_equal(&stage->trust.hub_keys[i], &stage->stranger_public,
                                sizeof stage->stranger_public);
}

/* ---- bundles ---- */

struct parts {
    struct buf survey, words;
};

static void parts_finish(struct parts *parts)
{
    buf_finish(&parts->survey);
    buf_finish(&parts->words);
}
#define PARTS_AUTO __attribute__((cleanup(parts_finish))) struct parts

static struct parts read_parts(struct stage *stage)
{
    struct parts parts = { buf_new(SURVEY_FILE_MAX), buf_new(SURVEY_FILE_MAX) };
    OK(file_read(SOURCE_DIR "/assets/surveys/gp-fft.json", &parts.survey, &stage->err));
    OK(file_read(SOURCE_DIR "/assets/languages/en.json", &parts.words, &stage->err));
    return parts;
}

/* Lays bytes under the name of others, as a hostile courier would. */
static void lay_blob(struct stage *stage, const struct digest *name, struct span bytes)
{
    char path[80] = "blobs/";
    digest_hex(name, path + 6);
    write_file(stage, path, bytes);
}

static struct blob_name name_blob(enum blob_kind kind, const char *name, struct span bytes)
{
    struct blob_name blob = { .kind = kind,
                              .digest = digest_of(bytes),
                              .size = (uint32_t)bytes.size };
    (void)snprintf(blob.name, sizeof blob.name, "%s", name);
    return blob;
}

/* A whole bundle of the hub, as it should lie in the courier's folder; its name. */
static struct digest lay_bundle(struct stage *stage, const struct secret_key *by,
                                const struct parts *parts)
{
    struct blob_name blobs[] = { name_blob(BLOB_SURVEY, "gp_fft", buf_span(&parts->survey)),
                                 name_blob(BLOB_WORDING, "en", buf_span(&parts->words)) };
    struct manifest manifest = { .serial = 5,
                                 .issued = 1,
                                 .venue = "riverside",
                                 .venue_name = "Riverside",
                                 .time_zone = "Europe/London",
                                 .programme = "Northshire",
                                 .survey = blobs[0].digest,
                                 .language_count = 1,
                                 .languages = { "en" },
                                 .blobs = blobs,
                                 .blob_count = 2 };
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    OK(manifest_sign(&manifest, by, &message, &stage->err));
    struct digest name = manifest_digest(buf_span(&message));
    lay_blob(stage, &name, buf_span(&message));
    lay_blob(stage, &blobs[0].digest, buf_span(&parts->survey));
    lay_blob(stage, &blobs[1].digest, buf_span(&parts->words));
    return name;
}

static bool takes(struct stage *stage, const struct digest *bundle)
{
    struct holding *holding = NULL;
    bool taken = holding_from_bundle(stage->folder, &stage->trust, bundle, &holding, &stage->err);
    holding_free(holding);
    return taken;
}

static void a_whole_bundle_of_the_hub_is_taken(void **given)
{
    struct stage *stage = *given;
    PARTS_AUTO parts = read_parts(stage);
    struct digest bundle = lay_bundle(stage, &stage->hub, &parts);
    OK(takes(stage, &bundle));
}

static void a_bundle_by_a_key_that_nobody_introduced_is_refused(void **given)
{
    struct stage *stage = *given;
    PARTS_AUTO parts = read_parts(stage);
    struct digest bundle = lay_bundle(stage, &stage->stranger, &parts);
    assert_false(takes(stage, &bundle));
    assert_int_equal(stage->err.kind, ERR_DENIED);
    bundle = lay_bundle(stage, &stage->programme, &parts); /* it signs statements alone */
    assert_false(takes(stage, &bundle));
}

static void a_survey_that_was_exchanged_under_its_name_is_refused(void **given)
{
    struct stage *stage = *given;
    PARTS_AUTO parts = read_parts(stage);
    struct digest bundle = lay_bundle(stage, &stage->hub, &parts);
    struct digest survey = digest_of(buf_span(&parts.survey));
    parts.survey.data[parts.survey.size / 2] ^= 0x20; /* one letter */
    lay_blob(stage, &survey, buf_span(&parts.survey));
    assert_false(takes(stage, &bundle));
    lay_blob(stage, &survey, span_of(NULL, 0));
    assert_false(takes(stage, &bundle));
}

static void another_manifest_under_the_name_of_a_true_one_is_refused(void **given)
{
    struct stage *stage = *given;
    PARTS_AUTO parts = read_parts(stage);
    struct digest bundle = lay_bundle(stage, &stage->hub, &parts);
    buf_put_byte(&parts.survey, '\n');
    struct digest other = lay_bundle(stage, &stage->hub, &parts);
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    OK(courier_blob_load(stage->folder, &other, &message, &stage->err));
    lay_blob(stage, &bundle, buf_span(&message));
    assert_false(takes(stage, &bundle));
    OK(takes(stage, &other));
}

/* ---- receipts ---- */

static bool believes(struct stage *stage, const struct secret_key *by, uint64_t kiosk,
                     uint64_t life)
{
    struct reply reply = { .kiosk = kiosk, .life = life, .hub_time = 1, .through = { .seq = 5 } };
    struct reply got = { 0 };
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    OK(reply_sign(&reply, by, &message, &stage->err));
    write_file(stage, "receipt", buf_span(&message));
    bool believed = trust_reply(stage->folder, &stage->trust, KIOSK, LIFE, &got, &stage->err);
    reply_finish(&got);
    return believed;
}

static void only_a_receipt_of_the_hub_for_this_kiosk_and_life_counts(void **given)
{
    struct stage *stage = *given;
    OK(believes(stage, &stage->hub, KIOSK, LIFE));
    assert_false(believes(stage, &stage->hub, KIOSK + 1, LIFE));
    assert_false(believes(stage, &stage->hub, KIOSK, LIFE + 1));
    assert_false(believes(stage, &stage->stranger, KIOSK, LIFE));
    assert_false(believes(stage, &stage->programme, KIOSK, LIFE));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(nobody_but_the_programme_introduces_a_key),
        CASE(what_the_programme_signed_for_another_purpose_is_no_statement),
        CASE(an_older_statement_or_one_of_the_same_number_replaces_no_key),
        CASE(an_old_hub_key_pushes_no_newer_one_out),
        CASE(a_whole_bundle_of_the_hub_is_taken),
        CASE(a_bundle_by_a_key_that_nobody_introduced_is_refused),
        CASE(a_survey_that_was_exchanged_under_its_name_is_refused),
        CASE(another_manifest_under_the_name_of_a_true_one_is_refused),
        CASE(only_a_receipt_of_the_hub_for_this_kiosk_and_life_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
