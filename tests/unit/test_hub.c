/* The hub as one thing: init, venues, surveys, invitations, bundles, words keys. */
#include "api.h"
#include "bundle.h"
#include "clock.h"
#include "curl_run.h"
#include "file.h"
#include "json_depth.h"
#include "notices.h"
#include "statement.h"
#include "venue_profile.h"
#include "wording.h"
#include "words_file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const tls_names[] = { "localhost", "127.0.0.1", NULL };
static const char *const both[] = { "cy", "ur", NULL };
static const char *const none[] = { NULL };

struct rig {
    char folder[4096];
    char data[4200];
    struct hub *hub;
    struct problems problems;
};

static void add_venue(struct hub *hub, const char *id, const char *kind)
{
    struct venue venue = { .time_zone = "Europe/London" };
    struct err err;
    (void)snprintf(venue.id, sizeof venue.id, "%s", id);
    (void)snprintf(venue.kind, sizeof venue.kind, "%s", kind);
    (void)snprintf(venue.name, sizeof venue.name, "The %s", id);
    assert_true(store_venue_put(hub_store(hub), &venue, &err));
    assert_true(hub_bundle_refresh(hub, id, &err));
}

static int rig_open(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    struct err err;
    assert_non_null(rig);
    (void)setenv("YOUSAID_TEST_KDF", "1", 1);
    folder_new(rig->folder, sizeof rig->folder);
    (void)snprintf(rig->data, sizeof rig->data, "%s/hub", rig->folder);
    assert_true(hub_init(rig->data,
                         &(struct hub_making){ .programme = "Northshire", .tls_names = tls_names },
                         &err));
    assert_true(hub_open(rig->data, &rig->hub, &err));
    add_venue(rig->hub, "riverside", "gp");
    add_venue(rig->hub, "eastgate", "jobcentre");
    *state = rig;
    return 0;
}

static int rig_close(void **state)
{
    struct rig *rig = *state;
    hub_close(rig->hub);
    folder_remove(rig->folder);
    free(rig);
    return 0;
}

static struct buf survey_file(const char *name)
{
    char path[4096];
    struct err err;
    struct buf bytes = buf_new(SURVEY_FILE_MAX);
    (void)snprintf(path, sizeof path, "%s/assets/surveys/%s.json", SOURCE_DIR, name);
    assert_true(file_read(path, &bytes, &err));
    return bytes;
}

static struct published_survey publish(struct rig *rig, const char *name, const char *const *venues,
                                       const char *const *accepted)
{
    struct published_survey published;
    struct err err;
    BUF_AUTO bytes = survey_file(name);
    memset(&rig->problems, 0, sizeof rig->problems);
    if (!hub_publish(rig->hub, buf_span(&bytes), venues, accepted, &rig->problems, &published,
                     &err))
        fail_msg("%s", err.text);
    return published;
}

/* The venue's bundle, opened with the hub's key as a kiosk learns it: from a programme statement.
 */
static bool take_hub_key(void *context, uint64_t number, int kind, struct span message)
{
    struct public_key *keys = context; /* programme, then the hub's */
    struct statement statement;
    struct err err;
    (void)number;
    assert_true(statement_open(message, &keys[0], &statement, &err));
    assert_int_equal(statement.kind, kind);
    if (kind == STATEMENT_HUB_KEY)
        memcpy(keys[1].bytes, statement.subject.data, 32);
    return true;
}

static struct public_key hub_key(struct rig *rig)
{
    struct public_key keys[2] = { 0 };
    struct err err;
    BUF_AUTO programme = buf_new(32);
    assert_true(store_setting_get(hub_store(rig->hub), "programme.public", &programme, &err));
    memcpy(keys[0].bytes, programme.data, 32);
    assert_true(store_statements(hub_store(rig->hub), take_hub_key, keys, &err));
    return keys[1];
}

static struct manifest bundle_of(struct rig *rig, const char *venue)
{
    struct store_bundle bundle;
    struct manifest manifest;
    struct err err;
    struct public_key key = hub_key(rig);
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    assert_true(store_bundle_get(hub_store(rig->hub), venue, &bundle, &err));
    assert_true(store_blob_get(hub_store(rig->hub), &bundle.manifest, &bytes, &err));
    struct digest digest = manifest_digest(buf_span(&bytes));
    assert_memory_equal(&digest, &bundle.manifest, sizeof digest);
    assert_true(manifest_open(buf_span(&bytes), &key, &manifest, &err));
    assert_int_equal(manifest.serial, bundle.serial);
    return manifest;
}

static int count_blobs(const struct manifest *manifest, enum blob_kind kind)
{
    int count = 0;
    for (size_t i = 0; i < manifest->blob_count; i++)
        count += manifest->blobs[i].kind == kind;
    return count;
}

static uint64_t serial_of(struct rig *rig, const char *venue)
{
    struct manifest manifest = bundle_of(rig, venue);
    uint64_t serial = manifest.serial;
    manifest_finish(&manifest);
    return serial;
}

static int mode_of(const struct rig *rig, const char *name)
{
    char path[8800];
    struct stat at;
    (void)snprintf(path, sizeof path, "%s/%s", rig->data, name);
    return stat(path, &at) == 0 ? (int)(at.st_mode & 0777) : -1;
}

/* ---- init ---- */

static void init_closes_the_folder_and_its_keys_to_others(void **state)
{
    static const char *const keys[] = { "keys/programme.key", "keys/hub.key", "keys/counts.key",
                                        "tls/ca.key", "tls/server.key" };
    assert_int_equal(mode_of(*state, "."), 0700);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        assert_int_equal(mode_of(*state, keys[i]), 0600);
}

static void init_over_a_hub_or_anything_else_is_refused(void **state)
{
    struct rig *rig = *state;
    struct err err;
    assert_false(hub_init(
        rig->data, &(struct hub_making){ .programme = "Other", .tls_names = tls_names }, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "already holds a hub"));
    assert_false(hub_init(
        rig->folder, &(struct hub_making){ .programme = "Other", .tls_names = tls_names }, &err));
    assert_non_null(strstr(err.text, "not empty"));
}

static void a_hub_that_is_not_there_is_said_in_words(void **state)
{
    struct hub *hub = NULL;
    struct err err;
    (void)state;
    assert_false(hub_open("/nowhere/at/all", &hub, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_non_null(strstr(err.text, "yousaid-hub init"));
}

static bool count_kind(void *context, uint64_t number, int kind, struct span message)
{
    int *kinds = context;
    (void)number;
    (void)message;
    kinds[kind]++;
    return true;
}

static void init_states_hub_key_counts_key_and_ca(void **state)
{
    struct rig *rig = *state;
    struct err err;
    int kinds[STATEMENT_KINDS] = { 0 };
    assert_true(store_statements(hub_store(rig->hub), count_kind, kinds, &err));
    assert_int_equal(kinds[STATEMENT_HUB_KEY], 1);
    assert_int_equal(kinds[STATEMENT_COUNTS_KEY], 1);
    assert_int_equal(kinds[STATEMENT_CA], 1);
    assert_int_equal(kinds[STATEMENT_WORDS_KEY], 0);
}

/* ---- bundles ---- */

static void a_venue_without_a_survey_has_a_bundle_that_says_so(void **state)
{
    static const struct digest nothing = { { 0 } };
    struct manifest manifest = bundle_of(*state, "riverside");
    assert_memory_equal(&manifest.survey, &nothing, sizeof nothing);
    assert_string_equal(manifest.venue, "riverside");
    assert_string_equal(manifest.venue_name, "The riverside");
    assert_string_equal(manifest.programme, "Northshire");
    assert_string_equal(manifest.languages[0], "en");
    assert_int_equal(count_blobs(&manifest, BLOB_STATEMENT), 3);
    manifest_finish(&manifest);
}

static void publishing_reaches_venues_of_its_kind_and_no_others(void **state)
{
    struct rig *rig = *state;
    uint64_t other = serial_of(rig, "eastgate");
    struct published_survey published = publish(rig, "gp-fft", none, both);
    struct manifest manifest = bundle_of(rig, "riverside");
    assert_memory_equal(&manifest.survey, &published.digest, sizeof published.digest);
    assert_int_equal(count_blobs(&manifest, BLOB_SURVEY), 1);
    assert_int_equal(manifest.language_count, 3);
    assert_int_equal(count_blobs(&manifest, BLOB_WORDING), 3);
    manifest_finish(&manifest);
    assert_int_equal(serial_of(rig, "eastgate"), other);
}

static void publishing_for_a_named_venue_reaches_only_it(void **state)
{
    struct rig *rig = *state;
    static const char *const eastgate[] = { "eastgate", NULL };
    uint64_t other = serial_of(rig, "riverside");
    struct published_survey published = publish(rig, "gp-fft", eastgate, none);
    struct manifest manifest = bundle_of(rig, "eastgate");
    assert_memory_equal(&manifest.survey, &published.digest, sizeof published.digest);
    manifest_finish(&manifest);
    assert_int_equal(serial_of(rig, "riverside"), other);
}

static void an_unreviewed_language_is_offered_only_when_accepted(void **state)
{
    static const char *const welsh[] = { "cy", NULL };
    struct rig *rig = *state;
    (void)publish(rig, "gp-fft", none, welsh);
    struct manifest manifest = bundle_of(rig, "riverside");
    assert_int_equal(manifest.language_count, 2);
    assert_string_equal(manifest.languages[0], "en");
    assert_string_equal(manifest.languages[1], "cy");
    manifest_finish(&manifest);
}

/* ---- what a venue chooses ---- */

static bool choose(struct rig *rig, const char *venue, const char *file)
{
    struct err err;
    memset(&rig->problems, 0, sizeof rig->problems);
    bool chosen = hub_venue_profile_put(rig->hub, venue, span_text(file), &rig->problems, &err);
    assert_true(chosen || err.kind == ERR_REFUSED || err.kind == ERR_MISSING);
    return chosen;
}

static void a_venue_chooses_its_languages_and_their_order(void **state)
{
    struct rig *rig = *state;
    (void)publish(rig, "gp-fft", none, both);
    assert_true(choose(rig, "riverside",
                       "{\"version\": 1, \"languages\": {\"offered\": [\"ur\", \"pl\", \"en\"]}}"));
    struct manifest manifest = bundle_of(rig, "riverside");
    assert_int_equal(manifest.language_count, 2); /* nobody accepted Polish */
    assert_string_equal(manifest.languages[0], "ur");
    assert_string_equal(manifest.languages[1], "en");
    manifest_finish(&manifest);
}

static void a_venue_whose_languages_are_all_missing_has_what_there_is(void **state)
{
    struct rig *rig = *state;
    (void)publish(rig, "gp-fft", none, none);
    assert_true(
        choose(rig, "riverside", "{\"version\": 1, \"languages\": {\"offered\": [\"ga\"]}}"));
    struct manifest manifest = bundle_of(rig, "riverside");
    assert_int_equal(manifest.language_count, 1);
    assert_string_equal(manifest.languages[0], "en");
    manifest_finish(&manifest);
}

static void what_a_venue_chooses_goes_down_with_its_bundle(void **state)
{
    static const char file[] = "{\"version\": 1, \"seconds\": {\"idle\": 90, \"thanks\": 12}}";
    struct rig *rig = *state;
    struct err err;
    BUF_AUTO kept = buf_new(VENUE_FILE_MAX);
    struct digest digest = digest_of(span_text(file));
    uint64_t before = serial_of(rig, "riverside"), other = serial_of(rig, "eastgate");
    assert_true(choose(rig, "riverside", file));
    struct manifest manifest = bundle_of(rig, "riverside");
    assert_true(manifest.serial > before);
    assert_int_equal(serial_of(rig, "eastgate"), other);
    assert_int_equal(manifest.settings.idle_seconds, 90);
    assert_int_equal(manifest.settings.warn_seconds, 0);
    assert_int_equal(manifest.settings.thanks_seconds, 12);
    assert_int_equal(count_blobs(&manifest, BLOB_VENUE), 1);
    for (size_t i = 0; i < manifest.blob_count; i++)
        if (manifest.blobs[i].kind == BLOB_VENUE)
            assert_memory_equal(&manifest.blobs[i].digest, &digest, sizeof digest);
    manifest_finish(&manifest);
    assert_true(hub_venue_profile_get(rig->hub, "riverside", &kept, &err));
    assert_string_equal(buf_text(&kept), file);
}

/* As when the hub was set back to an older backup; what no hub can have made counts for nothing. */
static void a_bundle_is_newer_than_what_kiosks_have_told_of(void **state)
{
    struct rig *rig = *state;
    struct err err;
    uint64_t unused;
    uint64_t told = serial_of(rig, "riverside") + 500;
    assert_true(store_next(hub_store(rig->hub), STORE_SERIAL_REPORTED, told, &unused, &err));
    assert_true(choose(rig, "riverside", "{\"version\": 1, \"seconds\": {\"idle\": 90}}"));
    assert_int_equal(serial_of(rig, "riverside"), told + 1);
    assert_true(choose(rig, "eastgate", "{\"version\": 1, \"seconds\": {\"idle\": 90}}"));
    assert_int_equal(serial_of(rig, "eastgate"), told + 2);
    uint64_t beyond = told + (uint64_t)3 * STORE_SERIAL_MARGIN;
    assert_true(store_next(hub_store(rig->hub), STORE_SERIAL_REPORTED, beyond, &unused, &err));
    assert_true(choose(rig, "riverside", "{\"version\": 1, \"seconds\": {\"idle\": 80}}"));
    assert_int_equal(serial_of(rig, "riverside"), told + 2 + STORE_SERIAL_MARGIN + 1);
}

static void a_venue_s_file_with_errors_changes_nothing(void **state)
{
    struct rig *rig = *state;
    uint64_t before = serial_of(rig, "riverside");
    assert_false(choose(rig, "riverside", "{\"version\": 1, \"seconds\": {\"idle\": 1}}"));
    assert_int_equal(rig->problems.errors, 1);
    assert_false(choose(rig, "nowhere", "{\"version\": 1}"));
    assert_int_equal(serial_of(rig, "riverside"), before);
}

/* ---- you said, we did ---- */

static bool add_notice(struct rig *rig, const char *const *venues, const char *did,
                       const char *date)
{
    struct err err;
    BUF_AUTO file = buf_new(1000);
    memset(&rig->problems, 0, sizeof rig->problems);
    buf_printf(&file,
               "{\"version\": 1, \"said\": {\"en\": \"Cold.\"}, \"said_on\": \"2026-01\", \"did\": "
               "{\"en\": \"%s\"}, \"did_on\": \"%s\"}",
               did, date);
    return hub_notice_add(rig->hub, venues, buf_span(&file), &rig->problems, NULL, NULL, &err);
}

/* What a venue's kiosks show was done, newest first, a space behind each; "" for no notices. */
static void shows(struct rig *rig, const char *venue, const char *wanted)
{
    struct manifest manifest = bundle_of(rig, venue);
    char done[400] = "";
    struct err err;
    for (size_t i = 0; i < manifest.blob_count; i++) {
        BUF_AUTO bytes = buf_new(NOTICES_FILE_MAX);
        if (manifest.blobs[i].kind != BLOB_NOTICES)
            continue;
        assert_true(store_blob_get(hub_store(rig->hub), &manifest.blobs[i].digest, &bytes, &err));
        struct notices *notices = notices_load(buf_span(&bytes), &rig->problems);
        assert_non_null(notices);
        for (int n = 0; n < notices->count; n++)
            (void)snprintf(done + strlen(done), sizeof done - strlen(done), "%s ",
                           local_text_for(&notices->list[n].did, "en").text);
        notices_free(notices);
    }
    manifest_finish(&manifest);
    assert_string_equal(done, wanted);
}

static void notices_reach_their_venue_newest_first(void **state)
{
    static const char *const riverside[] = { "riverside", NULL };
    struct rig *rig = *state;
    struct err err;
    assert_true(add_notice(rig, riverside, "a", "2026-02-01"));
    assert_true(add_notice(rig, riverside, "b", "2026-03"));
    assert_true(add_notice(rig, none, "c", "2026-01-31"));
    shows(rig, "riverside", "b a c ");
    shows(rig, "eastgate", "c ");
    assert_true(hub_notice_withdraw(rig->hub, 2, &err));
    shows(rig, "riverside", "a c ");
    assert_false(hub_notice_withdraw(rig->hub, 2, &err));
}

static void the_oldest_notices_give_way(void **state)
{
    struct rig *rig = *state;
    for (int i = 1; i <= NOTICES_MAX + 2; i++) {
        char name[3], date[11];
        (void)snprintf(name, sizeof name, "%d", i);
        (void)snprintf(date, sizeof date, "2026-%02d-01", i);
        assert_true(add_notice(rig, none, name, date));
    }
    shows(rig, "riverside", "8 7 6 5 4 3 ");
}

static void a_notice_with_mistakes_is_not_shown(void **state)
{
    static const char *const nowhere[] = { "nowhere", NULL };
    struct rig *rig = *state;
    assert_false(add_notice(rig, none, "x", "tomorrow"));
    assert_int_equal(rig->problems.errors, 1);
    assert_false(add_notice(rig, nowhere, "x", "2026-01"));
    shows(rig, "riverside", "");
}

/* ---- a venue's own questions ---- */

static const char small_survey[] =
    "{\"title\": \"How was it?\", \"elements\": [{\"type\": \"boolean\", \"name\": \"again\", "
    "\"title\": \"Again?\"}], \"yousaid\": {\"id\": \"small\", \"owner\": \"We\", \"purpose\": "
    "\"To know.\", \"outcome\": \"We read it.\", \"review\": \"2099-05-01\", \"kinds\": [\"gp\"], "
    "\"languages\": {\"en\": {\"reviewed\": true}}}}";
static const char own_questions[] =
    "{\"elements\": [{\"type\": \"boolean\", \"name\": \"local_parking\", \"title\": \"Could you "
    "park?\"}], \"yousaid\": {\"languages\": {\"en\": {\"reviewed\": true}}}}";

static const char unread_questions[] =
    "{\"elements\": [{\"type\": \"boolean\", \"name\": \"local_parking\", \"title\": \"Could you "
    "park?\"}], \"yousaid\": {\"languages\": {\"en\": {\"reviewed\": false}}}}";

static struct published_survey publish_text(struct rig *rig, const char *text)
{
    struct published_survey published;
    struct err err;
    memset(&rig->problems, 0, sizeof rig->problems);
    if (!hub_publish(rig->hub, span_text(text), none, none, &rig->problems, &published, &err))
        fail_msg("%s", err.text);
    return published;
}

static bool put_own(struct rig *rig, const char *venue, const char *text)
{
    struct err err;
    memset(&rig->problems, 0, sizeof rig->problems);
    return hub_local_put(rig->hub, venue, span_text(text), &rig->problems, &err);
}

/* The survey that a venue asks, as it is kept. */
static struct published_survey asked_at(struct rig *rig, const char *venue)
{
    struct published_survey published;
    struct err err;
    struct manifest manifest = bundle_of(rig, venue);
    assert_true(store_survey_get(hub_store(rig->hub), &manifest.survey, &published, &err));
    manifest_finish(&manifest);
    return published;
}

static void a_venue_s_own_questions_make_a_version_of_its_survey(void **state)
{
    struct rig *rig = *state;
    struct published_survey base = publish_text(rig, small_survey);
    assert_true(put_own(rig, "riverside", own_questions));
    struct published_survey asked = asked_at(rig, "riverside");
    assert_string_equal(asked.id, "small");
    assert_int_equal(asked.version, 2);
    assert_memory_equal(&asked.base, &base.digest, sizeof base.digest);
    assert_true(put_own(rig, "riverside", ""));
    struct published_survey again = asked_at(rig, "riverside");
    assert_memory_equal(&again.digest, &base.digest, sizeof base.digest);
}

static void a_new_version_of_the_survey_keeps_a_venue_s_own_questions(void **state)
{
    struct rig *rig = *state;
    (void)publish_text(rig, small_survey);
    assert_true(put_own(rig, "riverside", own_questions));
    BUF_AUTO changed = buf_new(SURVEY_FILE_MAX);
    buf_printf(&changed, "%s\n", small_survey);
    struct published_survey next = publish_text(rig, buf_text(&changed));
    struct published_survey asked = asked_at(rig, "riverside");
    assert_memory_equal(&asked.base, &next.digest, sizeof next.digest);
    assert_memory_not_equal(&asked.digest, &next.digest, sizeof next.digest);
}

static void a_venue_s_own_questions_are_nobody_else_s(void **state)
{
    struct rig *rig = *state;
    struct venue venue = { .id = "newgate", .name = "New", .time_zone = "UTC", .kind = "gp" };
    struct err err;
    struct published_survey base = publish_text(rig, small_survey);
    assert_true(put_own(rig, "riverside", own_questions));
    assert_true(hub_venue_put(rig->hub, &venue, &err));
    struct published_survey asked = asked_at(rig, "newgate");
    assert_memory_equal(&asked.digest, &base.digest, sizeof base.digest);
}

static void questions_that_do_not_go_with_the_survey_change_nothing(void **state)
{
    struct rig *rig = *state;
    (void)publish(rig, "gp-fft", none, none);
    uint64_t before = serial_of(rig, "riverside");
    assert_false(put_own(rig, "riverside", own_questions)); /* it speaks eight languages */
    assert_true(rig->problems.errors > 0);
    assert_false(put_own(rig, "riverside", "{}"));
    assert_int_equal(serial_of(rig, "riverside"), before);
    (void)publish_text(rig, small_survey);
    before = serial_of(rig, "riverside");
    assert_false(put_own(rig, "riverside", unread_questions)); /* nobody would be asked any more */
    assert_false(put_own(rig, "nowhere", own_questions));
    assert_int_equal(serial_of(rig, "riverside"), before);
}

static void own_questions_that_no_longer_go_with_it_do_not_hold_up_a_survey(void **state)
{
    struct rig *rig = *state;
    (void)publish_text(rig, small_survey);
    assert_true(put_own(rig, "riverside", own_questions));
    struct published_survey next = publish(rig, "gp-fft", none, none);
    struct published_survey asked = asked_at(rig, "riverside");
    assert_memory_equal(&asked.digest, &next.digest, sizeof next.digest);
}

static void publishing_the_same_again_changes_nothing(void **state)
{
    struct rig *rig = *state;
    struct published_survey first = publish(rig, "gp-fft", none, both);
    uint64_t serial = serial_of(rig, "riverside");
    struct published_survey again = publish(rig, "gp-fft", none, both);
    assert_int_equal(again.version, first.version);
    assert_memory_equal(&again.digest, &first.digest, sizeof first.digest);
    assert_int_equal(serial_of(rig, "riverside"), serial);
}

static void a_bundle_refreshed_without_a_change_keeps_its_serial(void **state)
{
    struct rig *rig = *state;
    struct err err;
    uint64_t serial = serial_of(rig, "riverside");
    assert_true(hub_bundle_refresh(rig->hub, "riverside", &err));
    assert_int_equal(serial_of(rig, "riverside"), serial);
    add_venue(rig->hub, "riverside", "hospital");
    assert_int_equal(serial_of(rig, "riverside"), serial);
}

static void serials_only_rise(void **state)
{
    struct rig *rig = *state;
    uint64_t serial = serial_of(rig, "riverside");
    (void)publish(rig, "gp-fft", none, none);
    uint64_t next = serial_of(rig, "riverside");
    assert_true(next > serial);
    assert_true(next > serial_of(rig, "eastgate"));
}

static void every_blob_that_a_bundle_names_is_there_under_its_digest(void **state)
{
    struct rig *rig = *state;
    struct invite invite;
    struct err err;
    (void)publish(rig, "gp-fft", none, both);
    assert_true(hub_invite(rig->hub, "riverside", &invite, &err));
    struct manifest manifest = bundle_of(rig, "riverside");
    assert_int_equal(manifest.blob_count, 3 + 1 + 3 + 1);
    for (size_t i = 0; i < manifest.blob_count; i++) {
        BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
        assert_true(store_blob_get(hub_store(rig->hub), &manifest.blobs[i].digest, &bytes, &err));
        struct digest digest = digest_of(buf_span(&bytes));
        assert_memory_equal(&digest, &manifest.blobs[i].digest, sizeof digest);
        assert_int_equal(bytes.size, manifest.blobs[i].size);
    }
    manifest_finish(&manifest);
}

static void the_words_of_the_interface_load_and_are_called_by_their_tag(void **state)
{
    struct rig *rig = *state;
    struct err err;
    (void)publish(rig, "gp-fft", none, both);
    struct manifest manifest = bundle_of(rig, "riverside");
    for (size_t i = 0; i < manifest.blob_count; i++) {
        BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
        if (manifest.blobs[i].kind != BLOB_WORDING)
            continue;
        assert_true(store_blob_get(hub_store(rig->hub), &manifest.blobs[i].digest, &bytes, &err));
        memset(&rig->problems, 0, sizeof rig->problems);
        struct wording *wording = wording_load(buf_span(&bytes), &rig->problems);
        assert_non_null(wording);
        assert_string_equal(wording->tag, manifest.blobs[i].name);
        wording_free(wording);
    }
    manifest_finish(&manifest);
}

static void a_survey_with_errors_is_not_published(void **state)
{
    struct rig *rig = *state;
    struct published_survey published;
    struct err err;
    uint64_t serial = serial_of(rig, "riverside");
    assert_false(hub_publish(rig->hub, span_text("{\"pages\": 3}"), none, none, &rig->problems,
                             &published, &err));
    assert_true(rig->problems.errors > 0);
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_int_equal(serial_of(rig, "riverside"), serial);
}

static bool count_survey(void *context, const struct published_survey *survey)
{
    (void)survey;
    *(int *)context += 1;
    return true;
}

static void publishing_for_a_venue_that_is_not_there_keeps_nothing(void **state)
{
    static const char *const nowhere[] = { "riverside", "nowhere", NULL };
    struct rig *rig = *state;
    struct published_survey published;
    struct err err;
    int count = 0;
    BUF_AUTO bytes = survey_file("gp-fft");
    assert_false(
        hub_publish(rig->hub, buf_span(&bytes), nowhere, none, &rig->problems, &published, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_true(store_surveys(hub_store(rig->hub), count_survey, &count, &err));
    assert_int_equal(count, 0);
}

/* ---- invitations ---- */

static const struct blob_name *pin_blob(const struct manifest *manifest, const char *code)
{
    struct invitation invitation;
    struct err err;
    char name[16];
    assert_true(invitation_from_code(code, &invitation, &err));
    (void)snprintf(name, sizeof name, "%u", (unsigned)invitation.id);
    for (size_t i = 0; i < manifest->blob_count; i++)
        if (manifest->blobs[i].kind == BLOB_PIN && strcmp(manifest->blobs[i].name, name) == 0)
            return &manifest->blobs[i];
    return NULL;
}

/* The text between a member's quotes. */
static void member_of(const char *json, const char *name, char ret[PIN_HASH_SIZE])
{
    char key[32];
    (void)snprintf(key, sizeof key, "\"%s\":\"", name);
    const char *from = strstr(json, key);
    assert_non_null(from);
    from += strlen(key);
    size_t length = strcspn(from, "\"");
    assert_true(length < PIN_HASH_SIZE);
    memcpy(ret, from, length);
    ret[length] = '\0';
}

static void an_invitation_s_pin_and_recovery_code_match_the_hashes_in_its_bundle(void **state)
{
    struct rig *rig = *state;
    struct invite invite;
    struct err err;
    char hash[PIN_HASH_SIZE];
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    assert_true(hub_invite(rig->hub, "riverside", &invite, &err));
    assert_int_equal(strlen(invite.pin), 6);
    assert_int_equal(strlen(invite.recovery), 23);
    struct manifest manifest = bundle_of(rig, "riverside");
    const struct blob_name *blob = pin_blob(&manifest, invite.code);
    assert_non_null(blob);
    assert_true(store_blob_get(hub_store(rig->hub), &blob->digest, &bytes, &err));
    manifest_finish(&manifest);
    member_of(buf_text(&bytes), "pin", hash);
    assert_true(pin_matches(hash, invite.pin));
    assert_false(pin_matches(hash, "999999x"));
    member_of(buf_text(&bytes), "recovery", hash);
    assert_true(pin_matches(hash, invite.recovery));
    assert_null(strstr(buf_text(&bytes), invite.pin));
}

static void invitations_go_to_their_own_venue_only(void **state)
{
    struct rig *rig = *state;
    struct invite invite;
    struct err err;
    uint64_t other = serial_of(rig, "eastgate");
    assert_true(hub_invite(rig->hub, "riverside", &invite, &err));
    assert_true(hub_bundle_refresh(rig->hub, "eastgate", &err));
    assert_int_equal(serial_of(rig, "eastgate"), other);
    assert_false(hub_invite(rig->hub, "nowhere", &invite, &err));
    assert_int_equal(err.kind, ERR_MISSING);
}

static void two_invitations_share_nothing(void **state)
{
    struct rig *rig = *state;
    struct invite first;
    struct invite second;
    struct err err;
    assert_true(hub_invite(rig->hub, "riverside", &first, &err));
    assert_true(hub_invite(rig->hub, "riverside", &second, &err));
    assert_string_not_equal(first.code, second.code);
    assert_string_not_equal(first.recovery, second.recovery);
    struct manifest manifest = bundle_of(rig, "riverside");
    assert_int_equal(count_blobs(&manifest, BLOB_PIN), 2);
    manifest_finish(&manifest);
}

/* ---- words keys and the programme key ---- */

/* As hub_words_new does it, without the cost of a passphrase. */
static void add_statement(struct rig *rig, enum statement_kind kind, struct span subject)
{
    char path[4400];
    struct secret_key programme;
    struct statement statement = { .kind = kind, .issued = 1, .from = 1, .subject = subject };
    struct err err;
    BUF_AUTO key = buf_new(sizeof programme);
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    (void)snprintf(path, sizeof path, "%s/keys/programme.key", rig->data);
    assert_true(file_read(path, &key, &err));
    memcpy(&programme, key.data, sizeof programme);
    assert_true(store_next(hub_store(rig->hub), "statement", 1, &statement.number, &err));
    assert_true(statement_sign(&statement, &programme, &message, &err));
    assert_true(store_statement_add(hub_store(rig->hub), statement.number, (int)kind,
                                    buf_span(&message), &err));
}

static void a_words_key_reaches_every_venue_and_opens_with_its_passphrase(void **state)
{
    struct rig *rig = *state;
    char id[WORDS_ID_SIZE];
    char path[4400];
    struct err err;
    struct box_public key;
    struct box_secret secret;
    uint64_t before = serial_of(rig, "eastgate");
    BUF_AUTO text = buf_new(WORDS_FILE_MAX);
    assert_true(hub_words_new(rig->hub, span_text("correct horse battery"), id, &err));
    assert_true(serial_of(rig, "eastgate") > before);
    (void)snprintf(path, sizeof path, "words/%s.key", id);
    assert_int_equal(mode_of(rig, path), 0600);
    (void)snprintf(path, sizeof path, "%s/words/%s.key", rig->data, id);
    assert_true(file_read(path, &text, &err));
    assert_true(
        words_file_get(buf_span(&text), span_text("correct horse battery"), &key, &secret, &err));
    assert_false(
        words_file_get(buf_span(&text), span_text("wrong horse battery"), &key, &secret, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    char again[WORDS_ID_SIZE];
    words_key_id(&key, again);
    assert_string_equal(again, id);
}

static bool count_statement(void *context, uint64_t number, int kind, struct span message)
{
    (void)number;
    (void)message;
    *(int *)context += kind == STATEMENT_WORDS_KEY;
    return true;
}

static void a_words_key_that_cannot_reach_the_venues_yet_says_that_it_stands(void **state)
{
    struct rig *rig = *state;
    char id[WORDS_ID_SIZE];
    int words_keys = 0;
    uint64_t last;
    struct err err;
    assert_true(store_next(hub_store(rig->hub), "bundle", STORE_COUNTER_MAX, &last, &err));
    assert_false(hub_words_new(rig->hub, span_text("correct horse battery"), id, &err));
    assert_non_null(strstr(err.text, "make no other"));
    assert_non_null(strstr(err.text, id));
    assert_non_null(strstr(err.text, "serve"));
    assert_true(store_statements(hub_store(rig->hub), count_statement, &words_keys, &err));
    assert_int_equal(words_keys, 1);
}

static void superseded_keys_never_fill_a_bundle(void **state)
{
    struct rig *rig = *state;
    struct box_public key;
    struct box_secret secret;
    struct err err;
    for (int i = 0; i < BUNDLE_BLOBS_MAX + 1; i++) {
        box_pair_new(&key, &secret);
        add_statement(rig, i % 2 == 0 ? STATEMENT_WORDS_KEY : STATEMENT_COUNTS_KEY,
                      span_of(&key, sizeof key));
    }
    assert_true(hub_bundle_refresh(rig->hub, "riverside", &err));
    struct manifest manifest = bundle_of(rig, "riverside");
    assert_int_equal(count_blobs(&manifest, BLOB_STATEMENT), 4); /* hub, CA, words, counts */
    manifest_finish(&manifest);
}

/* ---- venues that come later ---- */

static void survey_of(struct rig *rig, const char *venue, struct digest *ret)
{
    struct err err;
    memset(ret, 0, sizeof *ret);
    if (!store_venue_survey_get(hub_store(rig->hub), venue, ret, &err))
        assert_int_equal(err.kind, ERR_MISSING);
}

static void a_new_venue_takes_up_the_newest_survey_of_its_kind(void **state)
{
    static const struct digest nothing;
    struct rig *rig = *state;
    struct err err;
    struct digest asked;
    struct venue surgery = { .id = "later", .name = "L", .time_zone = "UTC", .kind = "gp" };
    struct venue other = { .id = "pool", .name = "P", .time_zone = "UTC", .kind = "pool" };
    struct published_survey fft = publish(rig, "gp-fft", none, none);
    (void)publish(rig, "jobcentre", none, none);
    assert_true(hub_venue_put(rig->hub, &surgery, &err));
    survey_of(rig, "later", &asked);
    assert_memory_equal(&asked, &fft.digest, sizeof asked);
    struct manifest manifest = bundle_of(rig, "later");
    assert_memory_equal(&manifest.survey, &fft.digest, sizeof fft.digest);
    manifest_finish(&manifest);
    assert_true(hub_venue_put(rig->hub, &other, &err));
    survey_of(rig, "pool", &asked);
    assert_memory_equal(&asked, &nothing, sizeof asked);
}

/* The file with one more member, in which so many brackets are nested. */
static struct buf deeper(const struct buf *file, int depth)
{
    struct buf out = buf_new(WORDS_FILE_MAX);
    const char *open = strchr(buf_text(file), '{');
    assert_non_null(open);
    buf_printf(&out, "{\"more\": ");
    for (int i = 0; i < depth; i++)
        buf_put_byte(&out, '[');
    for (int i = 0; i < depth; i++)
        buf_put_byte(&out, ']');
    buf_printf(&out, ",%s", open + 1);
    return out;
}

static void a_words_key_file_is_no_deeper_than_files_are(void **state)
{
    struct rig *rig = *state;
    char id[WORDS_ID_SIZE];
    char path[4400];
    struct err err;
    struct box_public key;
    struct box_secret secret;
    struct span passphrase = span_text("correct horse battery");
    BUF_AUTO text = buf_new(WORDS_FILE_MAX);
    assert_true(hub_words_new(rig->hub, passphrase, id, &err));
    (void)snprintf(path, sizeof path, "%s/words/%s.key", rig->data, id);
    assert_true(file_read(path, &text, &err));
    BUF_AUTO at_limit = deeper(&text, JSON_FILE_DEPTH_MAX - 1);
    BUF_AUTO beyond = deeper(&text, JSON_FILE_DEPTH_MAX);
    assert_true(words_file_get(buf_span(&at_limit), passphrase, &key, &secret, &err));
    assert_int_equal(words_file_is_weak(buf_span(&at_limit)), words_file_is_weak(buf_span(&text)));
    assert_false(words_file_get(buf_span(&beyond), passphrase, &key, &secret, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    assert_false(words_file_is_weak(buf_span(&beyond)));
}

static void damaged_words_key_files_are_refused(void **state)
{
    static const char *const damaged[] = { "",
                                           "{",
                                           "[]",
                                           "{\"public\":\"00\",\"wrapped\":\"00\"}",
                                           "{\"public\":3,\"wrapped\":null}",
                                           "{\"public\":\"zz\",\"wrapped\":\"00\"}" };
    struct box_public key;
    struct box_secret secret;
    struct err err;
    (void)state;
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        assert_false(words_file_get(span_text(damaged[i]), span_text("correct horse battery"), &key,
                                    &secret, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
    }
}

static void without_the_programme_key_the_command_says_where_to_put_it(void **state)
{
    struct rig *rig = *state;
    char path[4400];
    char id[WORDS_ID_SIZE];
    struct err err;
    (void)snprintf(path, sizeof path, "%s/keys/programme.key", rig->data);
    assert_int_equal(unlink(path), 0);
    assert_false(hub_words_new(rig->hub, span_text("correct horse battery"), id, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_non_null(strstr(err.text, "programme.key"));
    hub_close(rig->hub);
    assert_true(hub_open(rig->data, &rig->hub, &err));
}

static void revoking_a_kiosk_that_is_not_there_is_said(void **state)
{
    struct rig *rig = *state;
    struct err err;
    assert_false(hub_revoke(rig->hub, 12345, 0, &err));
    assert_int_equal(err.kind, ERR_MISSING);
}

#define RIGGED(test) cmocka_unit_test_setup_teardown(test, rig_open, rig_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIGGED(init_closes_the_folder_and_its_keys_to_others),
        RIGGED(init_over_a_hub_or_anything_else_is_refused),
        RIGGED(a_hub_that_is_not_there_is_said_in_words),
        RIGGED(init_states_hub_key_counts_key_and_ca),
        RIGGED(a_venue_without_a_survey_has_a_bundle_that_says_so),
        RIGGED(publishing_reaches_venues_of_its_kind_and_no_others),
        RIGGED(publishing_for_a_named_venue_reaches_only_it),
        RIGGED(an_unreviewed_language_is_offered_only_when_accepted),
        RIGGED(a_venue_chooses_its_languages_and_their_order),
        RIGGED(a_venue_whose_languages_are_all_missing_has_what_there_is),
        RIGGED(what_a_venue_chooses_goes_down_with_its_bundle),
        RIGGED(a_bundle_is_newer_than_what_kiosks_have_told_of),
        RIGGED(a_venue_s_file_with_errors_changes_nothing),
        RIGGED(notices_reach_their_venue_newest_first),
        RIGGED(the_oldest_notices_give_way),
        RIGGED(a_notice_with_mistakes_is_not_shown),
        RIGGED(a_venue_s_own_questions_make_a_version_of_its_survey),
        RIGGED(a_new_version_of_the_survey_keeps_a_venue_s_own_questions),
        RIGGED(a_venue_s_own_questions_are_nobody_else_s),
        RIGGED(questions_that_do_not_go_with_the_survey_change_nothing),
        RIGGED(own_questions_that_no_longer_go_with_it_do_not_hold_up_a_survey),
        RIGGED(publishing_the_same_again_changes_nothing),
        RIGGED(a_bundle_refreshed_without_a_change_keeps_its_serial),
        RIGGED(serials_only_rise),
        RIGGED(every_blob_that_a_bundle_names_is_there_under_its_digest),
        RIGGED(the_words_of_the_interface_load_and_are_called_by_their_tag),
        RIGGED(a_survey_with_errors_is_not_published),
        RIGGED(publishing_for_a_venue_that_is_not_there_keeps_nothing),
        RIGGED(an_invitation_s_pin_and_recovery_code_match_the_hashes_in_its_bundle),
        RIGGED(invitations_go_to_their_own_venue_only),
        RIGGED(two_invitations_share_nothing),
        RIGGED(a_words_key_reaches_every_venue_and_opens_with_its_passphrase),
        RIGGED(a_words_key_that_cannot_reach_the_venues_yet_says_that_it_stands),
        RIGGED(superseded_keys_never_fill_a_bundle),
        RIGGED(a_new_venue_takes_up_the_newest_survey_of_its_kind),
        RIGGED(a_words_key_file_is_no_deeper_than_files_are),
        RIGGED(damaged_words_key_files_are_refused),
        RIGGED(without_the_programme_key_the_command_says_where_to_put_it),
        RIGGED(revoking_a_kiosk_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
