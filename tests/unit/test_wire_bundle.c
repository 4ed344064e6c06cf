/* Bundles' manifests and programme statements: what goes in comes out, and nothing else is taken.
 */
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
    };
    return cmocka_run_group_tests_name("wire_bundle", tests, NULL, NULL);
}
