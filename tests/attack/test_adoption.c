/*
 * Adoptions from hostile hands, at a hub that was restored from a backup: forged ones, those of
 * another programme, of revoked kiosks, changed and repeated ones. What a hub of the programme has
 * signed is taken, once; nothing else is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cbor_io.h"
#include "clock.h"
#include "enrol.h"
#include "file.h"
#include "hub_int.h"
#include <stdio.h>
#include <stdlib.h>

static struct err err;
#include "expect.h"

enum { KIOSK = 77, LIFE = 5, ISSUED = 1790000000, INVITATION = 12, SERIAL = 40 };
static const char pin[] = "{\"pin\":\"x\",\"recovery\":\"y\"}";
static const char survey[] = "{\"pages\":[]}";

struct keys {
    struct public_key public;
    struct secret_key secret;
};

struct scene {
    char folder[200];
    struct hub *hub;
    struct keys kiosk, stranger;
    struct buf certificate, manifest, message;
};

static struct keys new_keys(void)
{
    struct keys keys;
    key_pair_new(&keys.public, &keys.secret);
    return keys;
}

/* ---- what the kiosk shows ---- */

static void certify(struct scene *scene, const struct secret_key *hub, const struct public_key *key)
{
    struct enrol_certificate said = {
        .kiosk = KIOSK, .life = LIFE, .key = *key, .venue = "riverside", .issued = ISSUED
    };
    buf_clear(&scene->certificate);
    OK(enrol_certificate_sign(&said, hub, &scene->certificate, &err));
}

static void bundle(struct scene *scene, const struct secret_key *hub, const char *venue)
{
    struct blob_name blob = {
        .kind = BLOB_PIN, .name = "12", .digest = digest_of(span_text(pin)), .size = sizeof pin - 1
    };
    struct manifest said = { .serial = SERIAL,
                             .issued = clock_now().wall + 60,
                             .venue_name = "Riverside Surgery",
                             .time_zone = "Europe/London",
                             .programme = "Northshire",
                             .blobs = &blob,
                             .blob_count = 1 };
    (void)snprintf(said.venue, sizeof said.venue, "%s", venue);
    buf_clear(&scene->manifest);
    OK(manifest_sign(&said, hub, &scene->manifest, &err));
}

/* With this as the PIN of a kiosk of that number. */
static void sign_with(struct scene *scene, const struct secret_key *kiosk, const char *blob,
                      uint64_t number)
{
    BUF_AUTO sealed = buf_new(1024);
    OK(pin_blob_seal(&scene->hub->counts_public, number, span_text(blob), &sealed, &err));
    struct adoption said = { .certificate = buf_span(&scene->certificate),
                             .manifest = buf_span(&scene->manifest),
                             .invitation = INVITATION,
                             .pin = buf_span(&sealed) };
    buf_clear(&scene->message);
    OK(adoption_sign(&said, kiosk, &scene->message, &err));
}

static void sign(struct scene *scene, const struct secret_key *kiosk)
{
    sign_with(scene, kiosk, pin, KIOSK);
}

/* As an honest kiosk does, with a bundle of this venue. */
static void show(struct scene *scene, const char *venue)
{
    certify(scene, &scene->hub->key, &scene->kiosk.public);
    bundle(scene, &scene->hub->key, venue);
    sign(scene, &scene->kiosk.secret);
}

static bool give(struct scene *scene)
{
    return hub_adopt(scene->hub, scene->hub->store, buf_span(&scene->message), NULL, &err);
}

/* ---- what the hub made of it ---- */

static struct store_kiosk kiosk_here(struct scene *scene)
{
    struct store_kiosk kiosk;
    OK(store_kiosk_get(scene->hub->store, KIOSK, &kiosk, &err));
    return kiosk;
}

static bool take_event(void *context, const struct store_event *event)
{
    *(uint32_t *)context += event->times;
    return true;
}

static uint32_t events(struct scene *scene)
{
    uint32_t times = 0;
    OK(store_events(scene->hub->store, KIOSK, take_event, &times, &err));
    return times;
}

static void denies(struct scene *scene)
{
    struct store_kiosk kiosk;
    FAILS(ERR_DENIED, give(scene));
    FAILS(ERR_MISSING, store_kiosk_get(scene->hub->store, KIOSK, &kiosk, &err));
    assert_int_equal(events(scene), 0);
}

/* ---- what is taken ---- */

static void what_a_hub_of_the_programme_signed_is_taken_once(void **state)
{
    struct scene *scene = *state;
    struct chain_point start = chain_start(LIFE, &scene->kiosk.public);
    struct store_watermark at;
    show(scene, "riverside");
    for (int i = 0; i < 3; i++)
        OK(give(scene));
    struct store_kiosk kiosk = kiosk_here(scene);
    assert_memory_equal(kiosk.key, scene->kiosk.public.bytes, sizeof kiosk.key);
    assert_string_equal(kiosk.venue, "riverside");
    assert_int_equal(kiosk.enrolled, ISSUED);
    assert_int_equal(kiosk.life, LIFE);
    assert_int_equal(kiosk.invitation, INVITATION);
    OK(store_watermark(scene->hub->store, KIOSK, LIFE, &at, &err));
    assert_int_equal(at.seq, 0);
    assert_memory_equal(&at.hash, &start.hash, sizeof at.hash);
    assert_int_equal(events(scene), 1);
}

static void its_pin_is_in_the_next_bundle_and_serials_go_on(void **state)
{
    struct scene *scene = *state;
    struct store_bundle made;
    struct manifest manifest = { 0 };
    struct digest digest = digest_of(span_text(pin));
    bool there = false;
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    show(scene, "riverside");
    OK(give(scene));
    OK(store_bundle_get(scene->hub->store, "riverside", &made, &err));
    assert_int_equal(made.serial, SERIAL + 1);
    OK(store_blob_get(scene->hub->store, &made.manifest, &bytes, &err));
    struct public_key hub = key_public(&scene->hub->key);
    OK(manifest_open(buf_span(&bytes), &hub, &manifest, &err));
    for (size_t i = 0; i < manifest.blob_count; i++)
        there = there || (manifest.blobs[i].kind == BLOB_PIN &&
                          memcmp(&manifest.blobs[i].digest, &digest, sizeof digest) == 0);
    manifest_finish(&manifest);
    assert_true(there);
}

static void without_a_bundle_it_is_adopted_where_it_was_enrolled(void **state)
{
    struct scene *scene = *state;
    certify(scene, &scene->hub->key, &scene->kiosk.public);
    sign(scene, &scene->kiosk.secret);
    OK(give(scene));
    assert_string_equal(kiosk_here(scene).venue, "riverside");
}

static void a_venue_that_was_added_since_is_made_from_its_bundle(void **state)
{
    struct scene *scene = *state;
    struct venue venue;
    show(scene, "northgate");
    OK(give(scene));
    OK(store_venue_get(scene->hub->store, "northgate", &venue, &err));
    assert_string_equal(venue.name, "Riverside Surgery");
    assert_string_equal(venue.time_zone, "Europe/London");
    assert_string_equal(kiosk_here(scene).venue, "northgate");
}

/* ---- what is not ---- */

static void a_kiosk_that_nobody_enrolled_is_not_adopted(void **state)
{
    struct scene *scene = *state;
    const struct secret_key *others[] = { &scene->stranger.secret, &scene->kiosk.secret };
    for (size_t i = 0; i < 2; i++) {
        certify(scene, others[i], &scene->kiosk.public);
        sign(scene, &scene->kiosk.secret);
        denies(scene);
    }
}

/* Another programme's hub signs as well as ours does; nobody here has introduced it. */
static void a_kiosk_of_another_programme_is_not_adopted(void **state)
{
    static const char *const names[] = { "localhost", NULL };
    struct scene *scene = *state;
    struct hub *other = NULL;
    char folder[sizeof scene->folder + 8];
    (void)snprintf(folder, sizeof folder, "%s-other", scene->folder);
    OK(hub_init(folder, &(struct hub_making){ .programme = "Southshire", .tls_names = names },
                &err));
    OK(hub_open(folder, &other, &err));
    certify(scene, &other->key, &scene->kiosk.public);
    bundle(scene, &other->key, "riverside");
    sign(scene, &scene->kiosk.secret);
    denies(scene);
    certify(scene, &scene->hub->key, &scene->kiosk.public);
    sign(scene, &scene->kiosk.secret);
    denies(scene);
    hub_close(other);
}

static void anothers_certificate_is_of_no_use_without_the_key(void **state)
{
    struct scene *scene = *state;
    show(scene, "riverside");
    sign(scene, &scene->stranger.secret);
    denies(scene);
    sign(scene, &scene->hub->key);
    denies(scene);
}

static void an_adoption_cut_short_or_changed_anywhere_is_refused(void **state)
{
    struct scene *scene = *state;
    struct store_kiosk kiosk;
    show(scene, "riverside");
    struct span whole = buf_span(&scene->message);
    for (size_t size = 0; size < whole.size; size++)
        assert_false(
            hub_adopt(scene->hub, scene->hub->store, span_of(whole.data, size), NULL, &err));
    for (size_t i = 0; i < whole.size; i++) {
        scene->message.data[i] ^= 0x10;
        assert_false(give(scene));
        scene->message.data[i] ^= 0x10;
    }
    FAILS(ERR_MISSING, store_kiosk_get(scene->hub->store, KIOSK, &kiosk, &err));
}

static void a_pin_that_no_bundle_names_is_not_kept(void **state)
{
    static const struct digest none;
    struct scene *scene = *state;
    show(scene, "riverside");
    sign_with(scene, &scene->kiosk.secret, "{\"pin\":\"mine\"}", KIOSK);
    OK(give(scene));
    struct store_kiosk kiosk = kiosk_here(scene);
    assert_memory_equal(&kiosk.pin_blob, &none, sizeof none);
}

static void a_pin_that_was_sealed_for_another_kiosk_is_not_kept(void **state)
{
    static const struct digest none;
    struct scene *scene = *state;
    show(scene, "riverside");
    sign_with(scene, &scene->kiosk.secret, pin, KIOSK + 1);
    OK(give(scene));
    struct store_kiosk kiosk = kiosk_here(scene);
    assert_memory_equal(&kiosk.pin_blob, &none, sizeof none);
}

static void another_key_does_not_take_a_kiosks_place(void **state)
{
    struct scene *scene = *state;
    show(scene, "riverside");
    OK(give(scene));
    certify(scene, &scene->hub->key, &scene->stranger.public);
    sign(scene, &scene->stranger.secret);
    FAILS(ERR_REFUSED, give(scene));
    struct store_kiosk kiosk = kiosk_here(scene);
    assert_memory_equal(kiosk.key, scene->kiosk.public.bytes, sizeof kiosk.key);
}

static bool take_survey(void *context, const struct published_survey *published)
{
    (void)published;
    ++*(int *)context;
    return true;
}

/* A venue's survey changes by a bundle that a hub made later than all that it knows, and by nothing
 * else: an old bundle puts no old survey back. */
static void an_old_bundle_puts_nothing_back(void **state)
{
    struct scene *scene = *state;
    struct digest asked;
    int surveys = 0;
    struct published_survey published = {
        .digest = digest_of(span_text(survey)), .id = "small", .published = 1, .accepted = "en"
    };
    OK(store_blob_put(scene->hub->store, &published.digest, span_text(survey), &err));
    OK(store_survey_publish(scene->hub->store, &published, &err));
    struct manifest said = { .serial = SERIAL,
                             .issued = ISSUED,
                             .venue = "riverside",
                             .venue_name = "Riverside Surgery",
                             .time_zone = "Europe/London",
                             .programme = "Northshire",
                             .survey = published.digest };
    show(scene, "riverside");
    buf_clear(&scene->manifest);
    OK(manifest_sign(&said, &scene->hub->key, &scene->manifest, &err));
    sign(scene, &scene->kiosk.secret);
    OK(hub_bundle_refresh(scene->hub, "riverside", &err));
    OK(give(scene));
    FAILS(ERR_MISSING, store_venue_survey_get(scene->hub->store, "riverside", &asked, &err));
    OK(store_surveys(scene->hub->store, take_survey, &surveys, &err));
    assert_int_equal(surveys, 1);
}

/* ---- revoked ---- */

static void revoke_unknown(struct scene *scene, int64_t from)
{
    uint8_t subject[8] = { 0, 0, 0, 0, 0, 0, 0, KIOSK };
    OK(hub_state(scene->hub->data, scene->hub->store, STATEMENT_REVOKED_KIOSK,
                 span_of(subject, sizeof subject), from, &err));
}

static void one_that_was_revoked_since_its_enrolment_is_not_adopted(void **state)
{
    struct scene *scene = *state;
    revoke_unknown(scene, ISSUED);
    show(scene, "riverside");
    denies(scene);
}

static void one_that_was_revoked_later_is_known_again_as_revoked(void **state)
{
    struct scene *scene = *state;
    revoke_unknown(scene, ISSUED + 1000);
    show(scene, "riverside");
    OK(give(scene));
    assert_int_equal(kiosk_here(scene).revoked_from, ISSUED + 1000);
    FAILS(ERR_DENIED, give(scene));
}

static void a_repeated_adoption_lifts_no_revocation_and_moves_nothing(void **state)
{
    struct scene *scene = *state;
    struct venue elsewhere = { .id = "eastgate", .name = "Eastgate", .time_zone = "Europe/London" };
    show(scene, "riverside");
    OK(give(scene));
    OK(hub_venue_put(scene->hub, &elsewhere, &err));
    OK(store_kiosk_move(scene->hub->store, KIOSK, "eastgate", &err));
    OK(give(scene));
    assert_string_equal(kiosk_here(scene).venue, "eastgate");
    OK(hub_revoke(scene->hub, KIOSK, ISSUED, &err));
    FAILS(ERR_DENIED, give(scene));
    assert_int_equal(kiosk_here(scene).revoked_from, ISSUED);
    assert_int_equal(events(scene), 1);
}

/* Revocations are the programme's word, wherever their file has been. */
static void revocations_come_back_from_a_file_and_nobody_elses_do(void **state)
{
    struct scene *scene = *state;
    size_t count = 0;
    struct statement said = { .number = 900, .kind = STATEMENT_REVOKED_KIOSK, .from = 1 };
    BUF_AUTO file = buf_new(HUB_REVOCATIONS_MAX + 16);
    BUF_AUTO forged = buf_new(4096);
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    revoke_unknown(scene, ISSUED);
    OK(hub_revocations_get(scene->hub, &file, &count, &err));
    assert_int_equal(count, 1);
    OK(hub_revocations_take(scene->hub, buf_span(&file), &count, &err));
    assert_int_equal(count, 0);
    said.subject = span_of("\0\0\0\0\0\0\0\x05", 8);
    OK(statement_sign(&said, &scene->stranger.secret, &message, &err));
    item_put_array(&forged, 1);
    item_put_bytes(&forged, buf_span(&message));
    FAILS(ERR_DENIED, hub_revocations_take(scene->hub, buf_span(&forged), &count, &err));
    for (size_t size = 0; size < file.size; size++)
        assert_false(hub_revocations_take(scene->hub, span_of(file.data, size), &count, &err));
}

/* ---- the scene ---- */

static int scene_open(void **state)
{
    static const char *const names[] = { "localhost", NULL };
    static int number;
    struct venue venue = { .id = "riverside", .name = "Riverside", .time_zone = "Europe/London" };
    struct scene *scene = calloc(1, sizeof *scene);
    char command[2 * sizeof scene->folder + 80];
    assert_non_null(scene);
    (void)snprintf(scene->folder, sizeof scene->folder, BINARY_DIR "/tests/adoption-%d", ++number);
    (void)snprintf(command, sizeof command, "rm -rf '%s' '%s-other'", scene->folder, scene->folder);
    assert_int_equal(system(command), 0);
    OK(hub_init(scene->folder,
                &(struct hub_making){ .programme = "Northshire", .tls_names = names }, &err));
    OK(hub_open(scene->folder, &scene->hub, &err));
    OK(hub_venue_put(scene->hub, &venue, &err));
    scene->kiosk = new_keys();
    scene->stranger = new_keys();
    scene->certificate = buf_new(4096);
    scene->manifest = buf_new(BUNDLE_BYTES_MAX);
    scene->message = buf_new(ADOPTION_BYTES_MAX);
    *state = scene;
    return 0;
}

static int scene_close(void **state)
{
    struct scene *scene = *state;
    hub_close(scene->hub);
    buf_finish(&scene->certificate);
    buf_finish(&scene->manifest);
    buf_finish(&scene->message);
    free(scene);
    return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scene_open, scene_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_a_hub_of_the_programme_signed_is_taken_once),
        CASE(its_pin_is_in_the_next_bundle_and_serials_go_on),
        CASE(without_a_bundle_it_is_adopted_where_it_was_enrolled),
        CASE(a_venue_that_was_added_since_is_made_from_its_bundle),
        CASE(a_kiosk_that_nobody_enrolled_is_not_adopted),
        CASE(a_kiosk_of_another_programme_is_not_adopted),
        CASE(anothers_certificate_is_of_no_use_without_the_key),
        CASE(an_adoption_cut_short_or_changed_anywhere_is_refused),
        CASE(a_pin_that_no_bundle_names_is_not_kept),
        CASE(a_pin_that_was_sealed_for_another_kiosk_is_not_kept),
        CASE(another_key_does_not_take_a_kiosks_place),
        CASE(an_old_bundle_puts_nothing_back),
        CASE(one_that_was_revoked_since_its_enrolment_is_not_adopted),
        CASE(one_that_was_revoked_later_is_known_again_as_revoked),
        CASE(a_repeated_adoption_lifts_no_revocation_and_moves_nothing),
        CASE(revocations_come_back_from_a_file_and_nobody_elses_do),
    };
    seal_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
