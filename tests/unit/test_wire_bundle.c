/* Bundles' manifests and programme statements: what goes in comes out, and nothing else is taken.
 */
#include "bundle_file.h"
#include "cbor_io.h"
#include "wire_messages.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static bool manifest_opens(struct span message)
{
    struct sample_keys hub = sample_hub();
    struct manifest manifest = { 0 };
    bool taken = manifest_open(message, &hub.public, &manifest, NULL);
    manifest_finish(&manifest);
    return taken;
}

static struct buf manifest_signed(const struct manifest *manifest)
{
    struct sample_keys hub = sample_hub();
    struct err err = { 0 };
    struct buf message = buf_new(BUNDLE_BYTES_MAX);
    if (!manifest_sign(manifest, &hub.secret, &message, &err))
        fail_msg("%s", err.text);
    return message;
}

static void assert_same(const struct manifest *a, const struct manifest *b)
{
    assert_int_equal(a->serial, b->serial);
    assert_int_equal(a->issued, b->issued);
    assert_string_equal(a->venue, b->venue);
    assert_string_equal(a->venue_name, b->venue_name);
    assert_string_equal(a->time_zone, b->time_zone);
    assert_string_equal(a->programme, b->programme);
    assert_memory_equal(&a->survey, &b->survey, sizeof a->survey);
    assert_int_equal(a->language_count, b->language_count);
    for (int i = 0; i < a->language_count; i++)
        assert_string_equal(a->languages[i], b->languages[i]);
    assert_int_equal(a->settings.idle_seconds, b->settings.idle_seconds);
    assert_int_equal(a->settings.warn_seconds, b->settings.warn_seconds);
    assert_int_equal(a->settings.thanks_seconds, b->settings.thanks_seconds);
    assert_int_equal(a->blob_count, b->blob_count);
    for (size_t i = 0; i < a->blob_count; i++) {
        assert_int_equal(a->blobs[i].kind, b->blobs[i].kind);
        assert_string_equal(a->blobs[i].name, b->blobs[i].name);
        assert_memory_equal(&a->blobs[i].digest, &b->blobs[i].digest, sizeof(struct digest));
        assert_int_equal(a->blobs[i].size, b->blobs[i].size);
    }
}

static void assert_manifest_round_trip(const struct manifest *manifest)
{
    struct sample_keys hub = sample_hub();
    struct manifest back = { 0 };
    struct err err = { 0 };
    BUF_AUTO message = manifest_signed(manifest);
    if (!manifest_open(buf_span(&message), &hub.public, &back, &err))
        fail_msg("%s", err.text);
    assert_same(manifest, &back);
    manifest_finish(&back);
    assert_null(back.blobs);
}

static void manifests_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct manifest manifest = sample_manifest();
    assert_manifest_round_trip(&manifest);
    struct manifest bare = { .serial = UINT64_MAX, .issued = -1 };
    assert_manifest_round_trip(&bare);
    manifest.blob_count = BUNDLE_BLOBS_MAX;
    manifest.blobs = calloc(BUNDLE_BLOBS_MAX, sizeof *manifest.blobs);
    assert_non_null(manifest.blobs);
    for (size_t i = 0; i < BUNDLE_BLOBS_MAX; i++) {
        manifest.blobs[i].kind = (enum blob_kind)(i % BLOB_KINDS);
        manifest.blobs[i].size = BLOB_BYTES_MAX;
        memset(manifest.blobs[i].name, 'n', sizeof manifest.blobs[i].name - 1);
    }
    assert_manifest_round_trip(&manifest);
    free(manifest.blobs);
}

static void a_bundle_is_named_by_the_digest_of_its_signed_manifest(void **state)
{
    (void)state;
    struct manifest manifest = sample_manifest();
    BUF_AUTO message = manifest_signed(&manifest);
    struct digest name = manifest_digest(buf_span(&message));
    struct digest expected = digest_of(buf_span(&message));
    assert_memory_equal(&name, &expected, sizeof name);
}

static enum err_kind signing_verdict(const struct manifest *manifest)
{
    struct sample_keys hub = sample_hub();
    struct err err = { 0 };
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    bool made = manifest_sign(manifest, &hub.secret, &message, &err);
    assert_true(made == (err.kind == ERR_NONE));
    return err.kind;
}

static void what_is_out_of_range_is_not_signed(void **state)
{
    (void)state;
    const struct manifest good = sample_manifest();
    struct manifest bad = good;
    assert_int_equal(signing_verdict(&bad), ERR_NONE);
    bad.serial = 0;
    assert_int_equal(signing_verdict(&bad), ERR_REFUSED);
    bad = good;
    (void)snprintf(bad.languages[1], sizeof bad.languages[1], "c y");
    assert_int_equal(signing_verdict(&bad), ERR_REFUSED);
    bad = good;
    bad.language_count = BUNDLE_LANGUAGES_MAX + 1;
    assert_int_equal(signing_verdict(&bad), ERR_TOO_LARGE);
    bad = good;
    bad.settings.idle_seconds = 29;
    assert_int_equal(signing_verdict(&bad), ERR_REFUSED);
    bad.settings.idle_seconds = 301;
    assert_int_equal(signing_verdict(&bad), ERR_REFUSED);
    bad = good;
    bad.settings.warn_seconds = 19;
    assert_int_equal(signing_verdict(&bad), ERR_REFUSED);
    bad = good;
    bad.settings.flags = 1;
    assert_int_equal(signing_verdict(&bad), ERR_REFUSED);
    struct blob_name blob = { .kind = BLOB_KINDS };
    bad = good;
    bad.blobs = &blob;
    bad.blob_count = 1;
    assert_int_equal(signing_verdict(&bad), ERR_REFUSED);
    blob = (struct blob_name){ .size = BLOB_BYTES_MAX + 1 };
    assert_int_equal(signing_verdict(&bad), ERR_REFUSED);
    bad.blob_count = BUNDLE_BLOBS_MAX + 1;
    assert_int_equal(signing_verdict(&bad), ERR_TOO_LARGE);
}

static void a_changed_or_cut_manifest_is_refused(void **state)
{
    (void)state;
    struct manifest manifest = sample_manifest();
    manifest.blob_count = 1;
    BUF_AUTO message = manifest_signed(&manifest);
    every_flipped_bit_is_refused(buf_span(&message), manifest_opens);
    every_cut_is_refused(buf_span(&message), manifest_opens);
}

/* Any byte changed and signed anew is refused, or read as what it says without harm. */
static void signed_nonsense_does_no_harm(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct dice dice = dice_new(dice_seed());
    struct manifest manifest = sample_manifest();
    struct key_id key;
    struct span payload;
    BUF_AUTO message = manifest_signed(&manifest);
    assert_true(envelope_open(buf_span(&message), &key, &payload, NULL));
    BUF_AUTO copy = buf_new(payload.size);
    buf_put_span(&copy, payload);
    size_t refused = 0;
    for (int i = 0; i < 5000; i++) {
        size_t at = dice_roll(&dice, (uint32_t)copy.size);
        uint8_t before = copy.data[at];
        copy.data[at] = (uint8_t)dice_roll(&dice, 256);
        BUF_AUTO changed = buf_new(BUNDLE_BYTES_MAX);
        assert_true(envelope_sign(PURPOSE_BUNDLE, &hub.secret, buf_span(&copy), &changed, NULL));
        refused += !manifest_opens(buf_span(&changed));
        copy.data[at] = before;
    }
    assert_true(refused > 500);
}

static void messages_over_their_limits_are_refused_unread(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct manifest manifest;
    struct statement statement;
    struct err err = { 0 };
    uint8_t *large = calloc(1, BUNDLE_BYTES_MAX + 1);
    assert_non_null(large);
    assert_false(manifest_open(span_of(large, BUNDLE_BYTES_MAX + 1), &hub.public, &manifest, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    assert_false(
        statement_open(span_of(large, STATEMENT_BYTES_MAX + 1), &hub.public, &statement, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    free(large);
}

static bool statement_opens(struct span message)
{
    struct sample_keys programme = sample_programme();
    struct statement statement;
    return statement_open(message, &programme.public, &statement, NULL);
}

static enum err_kind statement_verdict(const struct statement *statement)
{
    struct sample_keys programme = sample_programme();
    struct statement back = { 0 };
    struct err err = { 0 };
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    if (!statement_sign(statement, &programme.secret, &message, &err))
        return err.kind;
    assert_true(statement_open(buf_span(&message), &programme.public, &back, &err));
    assert_int_equal(back.number, statement->number);
    assert_int_equal(back.kind, statement->kind);
    assert_int_equal(back.issued, statement->issued);
    assert_int_equal(back.from, statement->from);
    assert_true(span_equal(back.subject, statement->subject));
    return ERR_NONE;
}

static void every_kind_of_statement_has_its_subject(void **state)
{
    (void)state;
    static uint8_t bytes[STATEMENT_BYTES_MAX];
    static const struct {
        enum statement_kind kind;
        size_t size, wrong;
    } kinds[] = {
        { STATEMENT_HUB_KEY, 32, 31 },      { STATEMENT_WORDS_KEY, 32, 33 },
        { STATEMENT_COUNTS_KEY, 32, 0 },    { STATEMENT_CA, 2000, STATEMENT_BYTES_MAX },
        { STATEMENT_REVOKED_KIOSK, 8, 32 }, { STATEMENT_RESTORED, 0, 1 },
    };
    assert_int_equal(sizeof kinds / sizeof kinds[0], STATEMENT_KINDS);
    for (size_t i = 0; i < STATEMENT_KINDS; i++) {
        struct statement statement = sample_statement();
        statement.kind = kinds[i].kind;
        statement.subject = span_of(bytes, kinds[i].size);
        assert_int_equal(statement_verdict(&statement), ERR_NONE);
        statement.subject.size = kinds[i].wrong;
        assert_int_equal(statement_verdict(&statement), ERR_REFUSED);
    }
    struct statement statement = sample_statement();
    statement.number = 0;
    assert_int_equal(statement_verdict(&statement), ERR_REFUSED);
    statement = sample_statement();
    statement.kind = STATEMENT_KINDS;
    assert_int_equal(statement_verdict(&statement), ERR_REFUSED);
}

static void a_changed_or_cut_statement_is_refused(void **state)
{
    (void)state;
    struct sample_keys programme = sample_programme();
    struct statement statement = sample_statement();
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    assert_true(statement_sign(&statement, &programme.secret, &message, NULL));
    every_flipped_bit_is_refused(buf_span(&message), statement_opens);
    every_cut_is_refused(buf_span(&message), statement_opens);
}

static bool offer_opens(struct span message)
{
    struct sample_keys hub = sample_hub();
    struct bundle_offer offer;
    return bundle_offer_open(message, &hub.public, &offer, NULL);
}

static struct buf offer_signed(uint64_t serial)
{
    struct sample_keys hub = sample_hub();
    struct buf message = buf_new(OFFER_BYTES_MAX);
    struct bundle_offer offer = { 7, serial, { { 0xB1 } } };
    assert_true(bundle_offer_sign(&offer, &hub.secret, &message, NULL));
    return message;
}

static void an_offer_names_one_kiosk_and_one_bundle(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct bundle_offer offer;
    BUF_AUTO message = offer_signed(13);
    BUF_AUTO nothing = offer_signed(0);
    assert_true(bundle_offer_open(buf_span(&message), &hub.public, &offer, NULL));
    assert_int_equal(offer.kiosk, 7);
    assert_int_equal(offer.serial, 13);
    assert_int_equal(offer.manifest.bytes[0], 0xB1);
    assert_false(offer_opens(buf_span(&nothing)));
    every_flipped_bit_is_refused(buf_span(&message), offer_opens);
    every_cut_is_refused(buf_span(&message), offer_opens);
}

/* A file of two statements and three blobs, the last of them empty. */
static struct buf sample_file(void)
{
    struct buf file = buf_new(1 << 20);
    struct bundle_file head = { .offer = span_text("offer"),
                                .statements = { span_text("one"), span_text("two") },
                                .statement_count = 2,
                                .manifest = span_text("manifest"),
                                .blob_count = 3 };
    assert_true(bundle_file_head_put(&head, &file, NULL));
    bundle_file_blob_put(span_text("first"), &file);
    bundle_file_blob_put(span_text("second"), &file);
    bundle_file_blob_put(span_text(""), &file);
    return file;
}

/* Reads it all; where it ends is where it must end. */
static bool file_reads(struct span bytes)
{
    struct bundle_file head;
    struct span blob;
    size_t used = 0;
    size_t at = 0;
    if (!bundle_file_head_get(bytes, &head, &used, NULL))
        return false;
    at = used;
    for (size_t i = 0; i < head.blob_count; i++) {
        if (!bundle_file_blob_get(span_of(bytes.data + at, bytes.size - at), &blob, &used, NULL))
            return false;
        at += used;
    }
    return at == bytes.size;
}

static void a_bundles_file_comes_out_as_it_went_in(void **state)
{
    (void)state;
    struct bundle_file head;
    struct span blob;
    size_t at = 0;
    size_t used = 0;
    BUF_AUTO file = sample_file();
    assert_true(bundle_file_head_get(buf_span(&file), &head, &at, NULL));
    assert_true(span_equal(head.offer, span_text("offer")));
    assert_true(span_equal(head.statements[1], span_text("two")));
    assert_true(span_equal(head.manifest, span_text("manifest")));
    assert_int_equal(head.blob_count, 3);
    assert_true(bundle_file_blob_get(span_of(file.data + at, file.size - at), &blob, &used, NULL));
    assert_true(span_equal(blob, span_text("first")));
    assert_true(file_reads(buf_span(&file)));
    every_cut_is_refused(buf_span(&file), file_reads);
}

/* [1, offer, statements, manifest, blobs] with one of them other than it should be. */
static bool head_reads(uint64_t version, size_t offer, size_t statements, size_t manifest,
                       size_t blobs)
{
    struct bundle_file head;
    size_t used;
    static const uint8_t zeroes[BUNDLE_BYTES_MAX + 1];
    BUF_AUTO file = buf_new(4 << 20);
    item_put_array(&file, 5);
    item_put_uint(&file, version);
    item_put_bytes(&file, span_of(zeroes, offer));
    item_put_array(&file, statements);
    for (size_t i = 0; i < statements; i++)
        item_put_bytes(&file, span_of(zeroes, 1));
    item_put_bytes(&file, span_of(zeroes, manifest));
    item_put_array(&file, blobs);
    for (size_t i = 0; i < blobs; i++)
        item_put_bytes(&file, span_of(zeroes, 0));
    return bundle_file_head_get(buf_span(&file), &head, &used, NULL);
}

static void what_is_over_a_files_limits_is_refused(void **state)
{
    (void)state;
    assert_true(
        head_reads(1, OFFER_BYTES_MAX, ENROL_STATEMENTS_MAX, BUNDLE_BYTES_MAX, BUNDLE_BLOBS_MAX));
    assert_false(head_reads(2, 10, 1, 10, 1));
    assert_false(head_reads(1, OFFER_BYTES_MAX + 1, 1, 10, 1));
    assert_false(head_reads(1, 10, ENROL_STATEMENTS_MAX + 1, 10, 1));
    assert_false(head_reads(1, 10, 1, BUNDLE_BYTES_MAX + 1, 1));
    assert_false(head_reads(1, 10, 1, 10, BUNDLE_BLOBS_MAX + 1));
}

static void what_is_sealed_to_a_kiosk_opens_with_its_key_alone(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct sample_keys other = sample_hub();
    struct public_key none = { { 0 } };
    struct box_public public;
    struct box_secret secret;
    struct box_secret wrong;
    BUF_AUTO sealed = buf_new(1024);
    BUF_AUTO opened = buf_new(1024);
    assert_true(box_public_of(&kiosk.public, &public));
    box_secret_of(&kiosk.secret, &secret);
    box_secret_of(&other.secret, &wrong);
    assert_true(pin_blob_seal(&public, 7, span_text("hashes"), &sealed, NULL));
    assert_false(pin_blob_open(&public, &wrong, 7, buf_span(&sealed), &opened, NULL));
    assert_false(pin_blob_open(&public, &secret, 8, buf_span(&sealed), &opened, NULL));
    assert_true(pin_blob_open(&public, &secret, 7, buf_span(&sealed), &opened, NULL));
    assert_true(span_equal(buf_span(&opened), span_text("hashes")));
    assert_false(box_public_of(&none, &public));
}

int main(void)
{
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(manifests_come_out_as_they_went_in),
        cmocka_unit_test(a_bundle_is_named_by_the_digest_of_its_signed_manifest),
        cmocka_unit_test(what_is_out_of_range_is_not_signed),
        cmocka_unit_test(a_changed_or_cut_manifest_is_refused),
        cmocka_unit_test(signed_nonsense_does_no_harm),
        cmocka_unit_test(messages_over_their_limits_are_refused_unread),
        cmocka_unit_test(every_kind_of_statement_has_its_subject),
        cmocka_unit_test(a_changed_or_cut_statement_is_refused),
        cmocka_unit_test(an_offer_names_one_kiosk_and_one_bundle),
        cmocka_unit_test(a_bundles_file_comes_out_as_it_went_in),
        cmocka_unit_test(what_is_over_a_files_limits_is_refused),
        cmocka_unit_test(what_is_sealed_to_a_kiosk_opens_with_its_key_alone),
    };
    return cmocka_run_group_tests_name("wire_bundle", tests, NULL, NULL);
}
