/* What every engine of the store promises, asked through its door; another engine is another line
 * in main. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "store_engines.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { KIOSK = 7001, LIFE = 42, NOW = 1795000000 };

static struct err err;

static struct digest digest_like(uint8_t fill)
{
    struct digest digest;
    memset(digest.bytes, fill, sizeof digest.bytes);
    return digest;
}

/* The engine that is asked now. */
static const struct store_engine *engine;

static int opens(void **state)
{
    struct store *store;
    if (!store_engine_open(engine, &store, &err)) {
        print_error("%s\n", err.text);
        return 1;
    }
    *state = store;
    return 0;
}

static int closes(void **state)
{
    store_close(*state);
    return 0;
}

/* ---- desk ---- */

static void settings_are_kept_and_replaced(void **state)
{
    BUF_AUTO value = buf_new(100);
    FAILS(ERR_MISSING, store_setting_get(*state, "programme.name", &value, &err));
    OK(store_setting_put(*state, "programme.name", span_text("Riverside"), &err));
    OK(store_setting_put(*state, "programme.name", span_text("Lakeside"), &err));
    OK(store_setting_get(*state, "programme.name", &value, &err));
    assert_string_equal(buf_text(&value), "Lakeside");
    OK(store_setting_put(*state, "empty", span_of(NULL, 0), &err));
    buf_clear(&value);
    OK(store_setting_get(*state, "empty", &value, &err));
    assert_int_equal(value.size, 0);
}

static void a_setting_over_the_readers_ceiling_is_refused(void **state)
{
    BUF_AUTO value = buf_new(3);
    OK(store_setting_put(*state, "long", span_text("long"), &err));
    FAILS(ERR_TOO_LARGE, store_setting_get(*state, "long", &value, &err));
}

static void counters_only_rise(void **state)
{
    uint64_t number = 0;
    OK(store_next(*state, "bundle", 0, &number, &err));
    assert_int_equal(number, 1);
    OK(store_next(*state, "bundle", 0, &number, &err));
    assert_int_equal(number, 2);
    OK(store_next(*state, "bundle", 50, &number, &err));
    assert_int_equal(number, 50);
    OK(store_next(*state, "bundle", 7, &number, &err));
    assert_int_equal(number, 51);
    OK(store_next(*state, "statement", 0, &number, &err));
    assert_int_equal(number, 1);
    OK(store_counter(*state, "bundle", &number, &err));
    assert_int_equal(number, 51);
    OK(store_counter(*state, "none", &number, &err));
    assert_int_equal(number, 0);
}

static void a_counter_ends_far_from_the_end_of_integers(void **state)
{
    uint64_t number = 0;
    FAILS(ERR_FULL, store_next(*state, "bundle", STORE_COUNTER_MAX + 1, &number, &err));
    FAILS(ERR_FULL, store_next(*state, "bundle", UINT64_MAX, &number, &err));
    OK(store_next(*state, "bundle", 0, &number, &err));
    assert_int_equal(number, 1);
    OK(store_next(*state, "bundle", STORE_COUNTER_MAX, &number, &err));
    FAILS(ERR_FULL, store_next(*state, "bundle", 0, &number, &err));
    OK(store_counter(*state, "bundle", &number, &err));
    assert_true(number == STORE_COUNTER_MAX);
}

static bool note_statement(void *context, uint64_t number, int kind, struct span message)
{
    buf_printf(context, "%d/%d/%.*s ", (int)number, kind, (int)message.size,
               (const char *)message.data);
    return true;
}

static void statements_come_back_in_the_order_of_their_numbers(void **state)
{
    BUF_AUTO seen = buf_new(200);
    OK(store_statement_add(*state, 2, 1, span_text("two"), &err));
    OK(store_statement_add(*state, 1, 0, span_text("one"), &err));
    OK(store_statements(*state, note_statement, &seen, &err));
    assert_string_equal(buf_text(&seen), "1/0/one 2/1/two ");
    FAILS(ERR_REFUSED, store_statement_add(*state, 2, 1, span_text("other"), &err));
}

static struct store_invitation invitation_new_for(const char *venue)
{
    struct store_invitation invitation = { .expires = NOW + 100, .pin_blob = digest_like(9) };
    (void)snprintf(invitation.venue, sizeof invitation.venue, "%s", venue);
    memset(invitation.mac_key, 5, sizeof invitation.mac_key);
    return invitation;
}

static bool count_invitation(void *context, const struct store_invitation *invitation)
{
    int *count = context;
    *count += strcmp(invitation->venue, "gp") == 0;
    return true;
}

static void invitations_have_ids_of_their_own(void **state)
{
    struct store_invitation back;
    bool seen[32768] = { false };
    int count = 0;
    for (int i = 0; i < 300; i++) {
        struct store_invitation invitation = invitation_new_for("gp");
        OK(store_invitation_add(*state, &invitation, NOW, &err));
        assert_true(invitation.id < 32768);
        assert_false(seen[invitation.id]);
        seen[invitation.id] = true;
        OK(store_invitation_get(*state, invitation.id, &back, &err));
        assert_string_equal(back.venue, "gp");
        assert_memory_equal(back.mac_key, invitation.mac_key, 32);
        assert_memory_equal(&back.pin_blob, &invitation.pin_blob, 32);
        assert_int_equal(back.expires, NOW + 100);
        assert_false(back.used);
    }
    OK(store_invitations(*state, count_invitation, &count, &err));
    assert_int_equal(count, 300);
}

/* ---- frame ---- */

static void put_venue(struct store *store, const char *id)
{
    struct venue venue = { .name = "Riverside Surgery",
                           .time_zone = "Europe/London",
                           .kind = "gp" };
    (void)snprintf(venue.id, sizeof venue.id, "%s", id);
    OK(store_venue_put(store, &venue, &err));
}

static bool note_venue(void *context, const struct venue *venue)
{
    buf_printf(context, "%s:%s ", venue->id, venue->name);
    return true;
}

static bool note_first_venue(void *context, const struct venue *venue)
{
    (void)note_venue(context, venue);
    return false;
}

static void venues_are_kept_and_changed(void **state)
{
    struct venue venue = { .id = "west", .name = "West", .time_zone = "UTC" };
    BUF_AUTO seen = buf_new(200);
    FAILS(ERR_MISSING, store_venue_get(*state, "west", &venue, &err));
    OK(store_venue_put(*state, &venue, &err));
    put_venue(*state, "east");
    (void)snprintf(venue.name, sizeof venue.name, "Gorllewin");
    OK(store_venue_put(*state, &venue, &err));
    OK(store_venues(*state, note_venue, &seen, &err));
    assert_string_equal(buf_text(&seen), "east:Riverside Surgery west:Gorllewin ");
    buf_clear(&seen);
    OK(store_venues(*state, note_first_venue, &seen, &err)); /* stopping early is no error */
    assert_string_equal(buf_text(&seen), "east:Riverside Surgery ");
    OK(store_venue_get(*state, "west", &venue, &err));
    assert_string_equal(venue.time_zone, "UTC");
}

static struct published_survey publish(struct store *store, uint8_t fill, const char *id)
{
    struct published_survey survey = { .digest = digest_like(fill), .published = NOW };
    (void)snprintf(survey.id, sizeof survey.id, "%s", id);
    OK(store_blob_put(store, &survey.digest, span_text("{}"), &err));
    OK(store_survey_publish(store, &survey, &err));
    return survey;
}

static bool note_survey(void *context, const struct published_survey *survey)
{
    buf_printf(context, "%s/%u ", survey->id, survey->version);
    return true;
}

static void surveys_count_their_versions(void **state)
{
    BUF_AUTO seen = buf_new(200);
    struct published_survey survey = { .digest = digest_like(1) };
    FAILS(ERR_MISSING, store_survey_publish(*state, &survey, &err)); /* its bytes are not there */
    assert_int_equal(publish(*state, 1, "fft").version, 1);
    assert_int_equal(publish(*state, 2, "fft").version, 2);
    assert_int_equal(publish(*state, 3, "job").version, 1);
    assert_int_equal(publish(*state, 1, "fft").version, 1); /* the same bytes again */
    OK(store_surveys(*state, note_survey, &seen, &err));
    assert_string_equal(buf_text(&seen), "job/1 fft/2 fft/1 ");
    struct digest unknown = digest_like(77);
    FAILS(ERR_MISSING, store_survey_get(*state, &unknown, &survey, &err));
    survey = publish(*state, 1, "fft");
    survey.base = digest_like(9); /* learnt later: a kiosk had brought it */
    OK(store_survey_publish(*state, &survey, &err));
    (void)publish(*state, 1, "fft");
    OK(store_survey_get(*state, &survey.digest, &survey, &err));
    assert_memory_equal(&survey.base, digest_like(9).bytes, sizeof survey.base);
}

static void blobs_are_named_by_digest(void **state)
{
    struct digest name = digest_like(4);
    BUF_AUTO bytes = buf_new(100);
    FAILS(ERR_MISSING, store_blob_get(*state, &name, &bytes, &err));
    OK(store_blob_put(*state, &name, span_of("a\0b", 3), &err));
    OK(store_blob_put(*state, &name, span_of("a\0b", 3), &err));
    OK(store_blob_get(*state, &name, &bytes, &err));
    assert_int_equal(bytes.size, 3);
    assert_memory_equal(bytes.data, "a\0b", 3);
}

static void a_venue_has_its_newest_bundle(void **state)
{
    struct store_bundle bundle = { .serial = 3, .manifest = digest_like(3) };
    struct digest survey = digest_like(8);
    struct digest back;
    FAILS(ERR_MISSING, store_bundle_get(*state, "gp", &bundle, &err));
    OK(store_bundle_put(*state, "gp", &bundle, &err));
    bundle = (struct store_bundle){ .serial = 5, .manifest = digest_like(5), .follows = 3 };
    OK(store_bundle_put(*state, "gp", &bundle, &err));
    bundle.serial = 6; /* somebody else has seen 3 as the last one too */
    FAILS(ERR_STALE, store_bundle_put(*state, "gp", &bundle, &err));
    bundle.serial = 0;
    OK(store_bundle_get(*state, "gp", &bundle, &err));
    assert_int_equal(bundle.serial, 5);
    char venue[STORE_ID_MAX + 1];
    struct digest old = digest_like(3);
    struct digest none = digest_like(77);
    OK(store_bundle_venue(*state, &old, venue, &err));
    assert_string_equal(venue, "gp");
    FAILS(ERR_MISSING, store_bundle_venue(*state, &none, venue, &err));
    FAILS(ERR_MISSING, store_venue_survey_get(*state, "gp", &back, &err));
    OK(store_venue_survey_put(*state, "gp", &survey, &err));
    OK(store_venue_survey_get(*state, "gp", &back, &err));
    assert_memory_equal(&back, &survey, sizeof back);
}

struct asked {
    char text[200];
};

static bool take_asked(void *context, const char *venue, const struct digest *survey)
{
    struct asked *asked = context;
    size_t length = strlen(asked->text);
    (void)snprintf(asked->text + length, sizeof asked->text - length, "%s:%d ", venue,
                   survey->bytes[0]);
    return strcmp(venue, "last") != 0;
}

static void what_venues_ask_is_listed_and_what_they_joined_questions_to_stands_for_it(void **state)
{
    struct asked asked = { "" };
    struct published_survey base = publish(*state, 3, "fft");
    struct published_survey joined = publish(*state, 4, "fft");
    joined.base = base.digest;
    OK(store_survey_publish(*state, &joined, &err));
    OK(store_venue_surveys(*state, take_asked, &asked, &err));
    assert_string_equal(asked.text, "");
    OK(store_venue_survey_put(*state, "zoo", &base.digest, &err));
    OK(store_venue_survey_put(*state, "Gp", &joined.digest, &err));
    OK(store_venue_survey_put(*state, "gp", &base.digest, &err));
    OK(store_venue_survey_put(*state, "last", &joined.digest, &err));
    OK(store_venue_surveys(*state, take_asked, &asked, &err));
    assert_string_equal(asked.text, "Gp:3 gp:3 last:3 "); /* and no further, as take said */
}

static void a_venues_files_are_kept_by_name(void **state)
{
    BUF_AUTO bytes = buf_new(100);
    FAILS(ERR_MISSING, store_venue_file_get(*state, "gp", STORE_FILE_PROFILE, &bytes, &err));
    OK(store_venue_file_put(*state, "gp", STORE_FILE_PROFILE, span_text("first"), &err));
    OK(store_venue_file_put(*state, "gp", "other", span_text("another"), &err));
    OK(store_venue_file_put(*state, "gp", STORE_FILE_PROFILE, span_text("second"), &err));
    OK(store_venue_file_get(*state, "gp", STORE_FILE_PROFILE, &bytes, &err));
    assert_string_equal(buf_text(&bytes), "second");
    FAILS(ERR_MISSING, store_venue_file_get(*state, "job", STORE_FILE_PROFILE, &bytes, &err));
    OK(store_venue_file_put(*state, "gp", STORE_FILE_PROFILE, (struct span){ 0 }, &err));
    buf_clear(&bytes);
    OK(store_venue_file_get(*state, "gp", STORE_FILE_PROFILE, &bytes, &err));
    assert_int_equal(bytes.size, 0);
}

static bool note_notice(void *context, const struct store_notice *notice)
{
    buf_printf(context, "%d:%s:%d:%.*s ", (int)notice->number, notice->venue,
               notice->withdrawn != 0, (int)notice->bytes.size, (const char *)notice->bytes.data);
    return notice->number < 2;
}

static void add_notice(struct store *store, uint64_t number, const char *venue, const char *bytes)
{
    struct store_notice notice = { .number = number, .added = NOW, .bytes = span_text(bytes) };
    (void)snprintf(notice.venue, sizeof notice.venue, "%s", venue);
    OK(store_notice_add(store, &notice, &err));
}

static void notices_are_kept_and_withdrawn(void **state)
{
    BUF_AUTO seen = buf_new(200);
    add_notice(*state, 1, "gp", "one");
    add_notice(*state, 2, "", "two");
    add_notice(*state, 3, "", "three");
    OK(store_notice_withdraw(*state, 1, NOW, &err));
    FAILS(ERR_MISSING, store_notice_withdraw(*state, 1, NOW, &err));
    FAILS(ERR_MISSING, store_notice_withdraw(*state, 9, NOW, &err));
    OK(store_notices(*state, note_notice, &seen, &err));
    assert_string_equal(buf_text(&seen), "1:gp:1:one 2::0:two ");
}

/* ---- kiosks ---- */

static struct store_kiosk kiosk_of(uint64_t id, uint8_t key)
{
    struct store_kiosk kiosk = {
        .id = id, .venue = "gp", .life = LIFE, .enrolled = NOW - 1000, .pin_blob = digest_like(9)
    };
    memset(kiosk.key, key, sizeof kiosk.key);
    return kiosk;
}

static uint16_t enrol(struct store *store, uint64_t id)
{
    struct store_invitation invitation = invitation_new_for("gp");
    struct digest start = digest_like(100);
    BUF_AUTO reply = buf_new(100);
    OK(store_invitation_add(store, &invitation, NOW, &err));
    struct store_kiosk kiosk = kiosk_of(id, 1);
    kiosk.invitation = invitation.id;
    OK(store_enrol(store, invitation.id, &kiosk, &start, span_text("welcome"), &reply, &err));
    assert_string_equal(buf_text(&reply), "welcome");
    return invitation.id;
}

static void an_invitation_works_once(void **state)
{
    uint16_t id = enrol(*state, KIOSK);
    struct digest start = digest_like(100);
    struct store_kiosk again = kiosk_of(KIOSK + 1, 1);
    struct store_kiosk thief = kiosk_of(KIOSK + 2, 2);
    struct store_invitation invitation;
    struct store_watermark at;
    BUF_AUTO reply = buf_new(100);
    OK(store_enrol(*state, id, &again, &start, span_text("other"), &reply, &err));
    assert_string_equal(buf_text(&reply), "welcome");
    FAILS(ERR_MISSING, store_kiosk_get(*state, KIOSK + 1, &again, &err));
    FAILS(ERR_REFUSED, store_enrol(*state, id, &thief, &start, span_text("x"), &reply, &err));
    FAILS(ERR_MISSING, store_kiosk_get(*state, KIOSK + 2, &thief, &err));
    OK(store_invitation_get(*state, id, &invitation, &err));
    assert_true(invitation.used);
    assert_int_equal(invitation.kiosk, KIOSK);
    assert_int_equal(invitation.used_by[0], 1);
    OK(store_watermark(*state, KIOSK, LIFE, &at, &err));
    assert_int_equal(at.seq, 0);
    assert_memory_equal(&at.hash, &start, sizeof start);
    FAILS(ERR_MISSING, store_watermark(*state, KIOSK, LIFE + 1, &at, &err));
}

static void all_of_a_sender_is_known_at_once(void **state)
{
    struct store_sender sender;
    struct store_bundle bundle = { .serial = 8, .manifest = digest_like(8) };
    uint64_t serial;
    FAILS(ERR_MISSING, store_sender(*state, KIOSK, &sender, &err));
    (void)enrol(*state, KIOSK);
    FAILS(ERR_CORRUPT, store_sender(*state, KIOSK, &sender, &err)); /* its venue is not there */
    put_venue(*state, "gp");
    OK(store_sender(*state, KIOSK, &sender, &err));
    assert_int_equal(sender.kiosk.id, KIOSK);
    assert_string_equal(sender.venue.name, "Riverside Surgery");
    assert_int_equal(sender.bundle.serial, 0);
    assert_int_equal(sender.bundles_made, 0);
    assert_true(sender.found);
    assert_int_equal(sender.at.life, LIFE);
    assert_int_equal(sender.at.hash.bytes[5], 100);
    OK(store_next(*state, "bundle", 9, &serial, &err));
    OK(store_bundle_put(*state, "gp", &bundle, &err));
    OK(store_sender(*state, KIOSK, &sender, &err));
    assert_int_equal(sender.bundle.serial, 8);
    assert_int_equal(sender.bundle.manifest.bytes[31], 8);
    assert_int_equal(sender.bundles_made, 9);
}

static void a_kiosk_is_revoked_from_a_date(void **state)
{
    struct store_kiosk kiosk;
    (void)enrol(*state, KIOSK);
    OK(store_kiosk_revoke(*state, KIOSK, NOW, &err));
    OK(store_kiosk_get(*state, KIOSK, &kiosk, &err));
    assert_int_equal(kiosk.revoked_from, NOW);
    assert_string_equal(kiosk.venue, "gp");
    FAILS(ERR_MISSING, store_kiosk_revoke(*state, KIOSK + 1, NOW, &err));
}

static void a_kiosk_of_another_hub_is_adopted_once(void **state)
{
    struct digest start = { { 100 } };
    struct store_kiosk kiosk = { .id = KIOSK + 5, .key = { 5 }, .life = LIFE, .invitation = 30000 };
    struct store_kiosk here;
    struct store_watermark at;
    (void)snprintf(kiosk.venue, sizeof kiosk.venue, "gp");
    OK(store_adopt(*state, &kiosk, &start, &err));
    OK(store_kiosk_get(*state, kiosk.id, &here, &err));
    assert_int_equal(here.key[0], 5);
    assert_int_equal(here.invitation, 30000);
    OK(store_watermark(*state, kiosk.id, LIFE, &at, &err));
    assert_int_equal(at.seq, 0);
    assert_int_equal(at.hash.bytes[0], 100);
    OK(store_adopt(*state, &kiosk, &start, &err));
    kiosk.key[0] = 6;
    FAILS(ERR_REFUSED, store_adopt(*state, &kiosk, &start, &err));
}

static void an_adopted_kiosk_has_used_its_invitation(void **state)
{
    struct digest start = { { 100 } };
    struct store_invitation invitation = { .expires = INT64_MAX };
    struct store_kiosk kiosk = { .id = KIOSK + 5, .key = { 5 }, .life = LIFE };
    (void)snprintf(invitation.venue, sizeof invitation.venue, "gp");
    OK(store_invitation_add(*state, &invitation, NOW, &err));
    kiosk.invitation = invitation.id;
    (void)snprintf(kiosk.venue, sizeof kiosk.venue, "gp");
    OK(store_adopt(*state, &kiosk, &start, &err));
    OK(store_invitation_get(*state, invitation.id, &invitation, &err));
    assert_true(invitation.used);
    assert_int_equal(invitation.used_by[0], 5);
    assert_int_equal(invitation.kiosk, kiosk.id);
}

static void a_kiosk_begins_another_life(void **state)
{
    struct digest start = { { 7 } };
    struct digest other = { { 8 } };
    struct store_kiosk kiosk;
    struct store_watermark at;
    (void)enrol(*state, KIOSK);
    OK(store_life_begin(*state, KIOSK, LIFE + 1, &start, &err));
    OK(store_life_begin(*state, KIOSK, LIFE + 1, &other, &err)); /* has begun already */
    OK(store_kiosk_get(*state, KIOSK, &kiosk, &err));
    assert_int_equal(kiosk.life, LIFE + 1);
    OK(store_watermark(*state, KIOSK, LIFE + 1, &at, &err));
    assert_int_equal(at.seq, 0);
    assert_int_equal(at.hash.bytes[0], 7);
    OK(store_watermark(*state, KIOSK, LIFE, &at, &err)); /* the old one is there too */
    FAILS(ERR_MISSING, store_life_begin(*state, KIOSK + 1, LIFE + 1, &start, &err));
}

static bool note_event(void *context, const struct store_event *event)
{
    buf_printf(context, "%s*%u@%d ", event->what, event->times, (int)(event->last - NOW));
    return true;
}

static void a_kiosk_moves_and_stays_the_same(void **state)
{
    struct store_kiosk kiosk;
    (void)enrol(*state, KIOSK);
    OK(store_kiosk_move(*state, KIOSK, "lake", &err));
    OK(store_kiosk_get(*state, KIOSK, &kiosk, &err));
    assert_string_equal(kiosk.venue, "lake");
    assert_int_equal(kiosk.life, LIFE);
    FAILS(ERR_MISSING, store_kiosk_move(*state, KIOSK + 9, "lake", &err));
}

static bool add_id(void *context, const struct store_kiosk *kiosk)
{
    buf_printf(context, "%llu at %s ", (unsigned long long)kiosk->id, kiosk->venue);
    return true;
}

static void kiosks_of(struct store *store, const char *venue, const char *expected)
{
    BUF_AUTO seen = buf_new(400);
    OK(store_kiosks_at(store, venue, add_id, &seen, &err));
    assert_string_equal(seen.size == 0 ? "" : buf_text(&seen), expected);
}

static void the_kiosks_of_a_venue_are_found(void **state)
{
    (void)enrol(*state, KIOSK);
    (void)enrol(*state, KIOSK + 1);
    (void)enrol(*state, KIOSK + 2);
    kiosks_of(*state, "gp", "7001 at gp 7002 at gp 7003 at gp ");
    kiosks_of(*state, "lake", "");
    OK(store_kiosk_move(*state, KIOSK + 1, "lake", &err));
    kiosks_of(*state, "gp", "7001 at gp 7003 at gp ");
    kiosks_of(*state, "lake", "7002 at lake ");
    kiosks_of(*state, "g", "");
}

static void an_invitation_that_was_not_used_can_be_ended(void **state)
{
    struct store_invitation invitation = invitation_new_for("gp");
    struct store_invitation back;
    OK(store_invitation_add(*state, &invitation, NOW, &err));
    OK(store_invitation_end(*state, invitation.id, &err));
    OK(store_invitation_get(*state, invitation.id, &back, &err));
    assert_true(back.expires <= NOW);
    uint16_t used = enrol(*state, KIOSK);
    FAILS(ERR_CONFLICT, store_invitation_end(*state, used, &err));
    uint16_t none = 0;
    while (none == invitation.id || none == used)
        none++;
    FAILS(ERR_MISSING, store_invitation_end(*state, none, &err));
}

static void the_same_event_again_is_counted(void **state)
{
    BUF_AUTO seen = buf_new(200);
    OK(store_event(*state, KIOSK, NOW, "fork", &err));
    OK(store_event(*state, KIOSK, NOW + 5, "second key", &err));
    OK(store_event(*state, KIOSK, NOW + 9, "fork", &err));
    OK(store_event(*state, KIOSK + 1, NOW, "fork", &err));
    OK(store_events(*state, KIOSK, note_event, &seen, &err));
    assert_string_equal(buf_text(&seen), "fork*2@9 second key*1@5 ");
}

/* ---- keeping ---- */

enum { ROWS = 3 };

struct exchange {
    struct store_keep keep;
    struct store_response rows[ROWS];
    struct store_tally tallies[2];
    struct store_aside asides[1];
};

/* Responses first .. first + count - 1; the chain's value is a byte that says the number. */
static struct store_response response_of(uint64_t seq, size_t i)
{
    return (struct store_response){ .seq = seq,
                                    .venue = "gp",
                                    .survey = digest_like(1),
                                    .day = 20000 + (int32_t)i,
                                    .hour = 23,
                                    .quality = TIME_BELIEVED,
                                    .language = "cy",
                                    .access = ACCESS_KEYPAD,
                                    .assisted = true,
                                    .ending = ENDING_LEFT,
                                    .flagged = i == 1,
                                    .count = 4,
                                    .state = { 3, 2, 3 + 4095, ANSWER_SEALED } };
}

static struct exchange *exchange_of(struct exchange *e, uint64_t first, size_t count)
{
    *e = (struct exchange){ .keep = { .kiosk = KIOSK,
                                      .life = LIFE,
                                      .before = { LIFE, first - 1,
                                                  digest_like((uint8_t)(99 + first)), 0, 0 },
                                      .received = NOW,
                                      .batch = span_text("signed bytes"),
                                      .time_zone = "Europe/London",
                                      .now_segment = 1,
                                      .now_ms = 1000,
                                      .bundle_serial = 4,
                                      .health = span_text("well") } };
    e->keep.after = (struct store_watermark){ LIFE, first - 1 + count,
                                              digest_like((uint8_t)(99 + first + count)), 2, 77 };
    for (size_t i = 0; i < count; i++)
        e->rows[i] = response_of(first + i, i);
    e->tallies[0] = (struct store_tally){ .survey = digest_like(1),
                                          .question = "overall",
                                          .value = "good",
                                          .venue = "gp",
                                          .day = 20000,
                                          .n = (uint32_t)count };
    e->tallies[1] = (struct store_tally){ .survey = digest_like(1),
                                          .question = "overall",
                                          .value = "good",
                                          .venue = "gp",
                                          .day = 19997,
                                          .monthly = true,
                                          .language = "cy",
                                          .access = ACCESS_KEYPAD,
                                          .hour = 23,
                                          .n = (uint32_t)count };
    e->keep.responses = e->rows;
    e->keep.response_count = count;
    e->keep.tallies = e->tallies;
    e->keep.tally_count = 2;
    return e;
}

static enum keep_verdict keeps(struct store *store, struct exchange *e)
{
    OK(store_keep(store, &e->keep, 1, &err));
    return e->keep.verdict;
}

static bool note_row(void *context, const struct store_row *row)
{
    const struct store_response *r = &row->response;
    buf_printf(context, "%d/%d %s %d %d:%d q%d %s a%d%d e%d f%d [%u %u %u %s]\n", (int)row->life,
               (int)r->seq, r->venue, r->survey.bytes[0], r->day, r->hour, r->quality, r->language,
               r->access, r->assisted, r->ending, r->flagged, r->state[0], r->state[1], r->state[2],
               r->state[3] == ANSWER_SEALED ? "sealed" : "open");
    return r->count == 4;
}

static bool note_tally(void *context, uint64_t kiosk, const struct store_tally *t)
{
    buf_printf(context, "%d %d %s=%s %s %d%s f%d %s %d %d: %u\n", (int)kiosk, t->survey.bytes[0],
               t->question, t->value, t->venue, t->day, t->monthly ? "m" : "d", t->flagged,
               t->language, t->access, t->hour, t->n);
    return true;
}

/* Everything that keeping may change, as one text. */
static void photograph(struct store *store, struct buf *ret)
{
    struct store_watermark at;
    OK(store_watermark(store, KIOSK, LIFE, &at, &err));
    buf_printf(ret, "through %d %d run %u print %d\n", (int)at.seq, at.hash.bytes[0], at.run,
               (int)at.print);
    OK(store_rows(store, "fft", 0, 99999, note_row, ret, &err));
    OK(store_tallies(store, 0, false, note_tally, ret, &err));
    OK(store_tallies(store, KIOSK, true, note_tally, ret, &err));
}

static void kept_responses_can_be_read_back(void **state)
{
    struct exchange e;
    BUF_AUTO seen = buf_new(2000);
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    assert_int_equal(keeps(*state, exchange_of(&e, 1, 2)), KEEP_KEPT);
    assert_int_equal(e.keep.at.seq, 2);
    assert_int_equal(keeps(*state, exchange_of(&e, 3, 1)), KEEP_KEPT);
    photograph(*state, &seen);
    assert_string_equal(buf_text(&seen), "through 3 103 run 2 print 77\n"
                                         "42/1 gp 1 20000:23 q1 cy a11 e1 f0 [3 2 4098 sealed]\n"
                                         "42/2 gp 1 20001:23 q1 cy a11 e1 f1 [3 2 4098 sealed]\n"
                                         "42/3 gp 1 20000:23 q1 cy a11 e1 f0 [3 2 4098 sealed]\n"
                                         "7001 1 overall=good gp 20000d f0  0 0: 3\n"
                                         "7001 1 overall=good gp 19997m f0 cy 1 23: 3\n");
    buf_clear(&seen);
    OK(store_rows(*state, "fft", 20001, 20001, note_row, &seen, &err));
    assert_non_null(strstr(buf_text(&seen), "42/2"));
    assert_null(strstr(buf_text(&seen), "42/1"));
    buf_clear(&seen);
    OK(store_rows(*state, "job", 0, 99999, note_row, &seen, &err));
    struct store_row place = { .kiosk = KIOSK, .life = LIFE, .response = { .seq = 2 } };
    BUF_AUTO rest = buf_new(4096);
    OK(store_rows_after(*state, "fft", 0, 99999, &place, note_row, &rest, &err));
    assert_memory_equal(buf_text(&rest), "42/3 ", 5);
    assert_int_equal(seen.size, 0);
}

/* Another survey's version lies between two of this one. */
static void rows_of_a_survey_are_those_of_all_its_versions(void **state)
{
    static const char *const ids[] = { "fft", "job", "fft" };
    struct exchange e;
    BUF_AUTO both = buf_new(4096);
    BUF_AUTO one = buf_new(4096);
    BUF_AUTO none = buf_new(4096);
    (void)enrol(*state, KIOSK);
    (void)exchange_of(&e, 1, 3);
    for (size_t i = 0; i < 3; i++) {
        (void)publish(*state, (uint8_t)(i + 1), ids[i]);
        e.rows[i].survey = digest_like((uint8_t)(i + 1));
    }
    assert_int_equal(keeps(*state, &e), KEEP_KEPT);
    OK(store_rows(*state, "fft", 0, 99999, note_row, &both, &err));
    assert_string_equal(buf_text(&both), "42/1 gp 1 20000:23 q1 cy a11 e1 f0 [3 2 4098 sealed]\n"
                                         "42/3 gp 3 20002:23 q1 cy a11 e1 f0 [3 2 4098 sealed]\n");
    OK(store_rows(*state, "job", 0, 99999, note_row, &one, &err));
    assert_string_equal(buf_text(&one), "42/2 gp 2 20001:23 q1 cy a11 e1 f1 [3 2 4098 sealed]\n");
    OK(store_rows(*state, "jo", 0, 99999, note_row, &none, &err));
    struct store_row place = { .kiosk = KIOSK, .life = LIFE, .response = { .seq = 2 } };
    OK(store_rows_after(*state, "job", 0, 99999, &place, note_row, &none, &err));
    assert_int_equal(none.size, 0);
    OK(store_rows_after(*state, "fft", 0, 99999, &place, note_row, &none, &err));
    assert_memory_equal(buf_text(&none), "42/3 gp 3 ", 10);
}

static void resending_a_batch_changes_nothing(void **state)
{
    struct exchange e;
    BUF_AUTO before = buf_new(2000);
    BUF_AUTO after = buf_new(2000);
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    (void)keeps(*state, exchange_of(&e, 1, 2));
    (void)keeps(*state, exchange_of(&e, 3, 2));
    photograph(*state, &before);
    assert_int_equal(keeps(*state, exchange_of(&e, 3, 2)), KEEP_KNOWN);
    assert_int_equal(e.keep.at.seq, 4);
    assert_int_equal(keeps(*state, exchange_of(&e, 1, 2)), KEEP_KNOWN);
    photograph(*state, &after);
    assert_string_equal(buf_text(&before), buf_text(&after));
}

static void what_does_not_join_on_is_told_apart_and_not_kept(void **state)
{
    struct exchange e;
    BUF_AUTO before = buf_new(2000);
    BUF_AUTO after = buf_new(2000);
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    (void)keeps(*state, exchange_of(&e, 1, 3));
    photograph(*state, &before);
    assert_int_equal(keeps(*state, exchange_of(&e, 5, 2)), KEEP_GAP);
    assert_int_equal(e.keep.at.seq, 3);
    exchange_of(&e, 4, 2)->keep.before.hash = digest_like(9);
    assert_int_equal(keeps(*state, &e), KEEP_FORK);
    exchange_of(&e, 1, 3)->keep.after.hash = digest_like(9);
    assert_int_equal(keeps(*state, &e), KEEP_FORK);
    assert_int_equal(keeps(*state, exchange_of(&e, 2, 3)), KEEP_OVERLAP); /* 2 to 4 */
    assert_int_equal(keeps(*state, exchange_of(&e, 1, 2)), KEEP_OVERLAP); /* ends at no known end */
    photograph(*state, &after);
    assert_string_equal(buf_text(&before), buf_text(&after));
}

static void a_question_for_news_keeps_nothing_but_that_it_was_heard(void **state)
{
    struct exchange e;
    struct store_kiosk kiosk;
    BUF_AUTO bytes = buf_new(100);
    uint64_t first;
    uint64_t last;
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    exchange_of(&e, 1, 0)->keep.tally_count = 0;
    assert_int_equal(keeps(*state, &e), KEEP_KEPT);
    OK(store_kiosk_get(*state, KIOSK, &kiosk, &err));
    assert_int_equal(kiosk.last_seen, NOW);
    assert_int_equal(kiosk.bundle_serial, 4);
    assert_string_equal(kiosk.health, "well");
    FAILS(ERR_MISSING, store_batch_at(*state, KIOSK, LIFE, 1, &bytes, &first, &last, &err));
}

/* Hears a question for news at this time of the kiosk; tells whether it was taken for a sign of
 * life. */
static bool is_heard(struct store *store, uint64_t life, uint32_t segment, uint64_t ms,
                     int64_t wall, bool carried)
{
    struct exchange e;
    struct store_kiosk kiosk;
    static int64_t received = NOW;
    exchange_of(&e, 1, 0)->keep.life = life;
    e.keep.received = ++received;
    e.keep.now_segment = segment;
    e.keep.now_ms = ms;
    e.keep.now_wall = wall;
    e.keep.carried = carried;
    (void)keeps(store, &e);
    OK(store_kiosk_get(store, KIOSK, &kiosk, &err));
    return kiosk.last_seen == received;
}

static void an_old_message_that_comes_again_is_no_sign_of_life(void **state)
{
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    assert_true(is_heard(*state, LIFE, 0, 0, 50, false));
    assert_false(is_heard(*state, LIFE, 0, 0, 50, false)); /* the same again */
    assert_true(is_heard(*state, LIFE, 2, 700, 60, false));
    assert_false(is_heard(*state, LIFE, 2, 700, 60, false));
    assert_false(is_heard(*state, LIFE, 2, 699, 99, false));
    assert_false(is_heard(*state, LIFE, 1, 9999, 99, false));
    assert_false(is_heard(*state, LIFE, 0, 0, 50, false));
    assert_true(is_heard(*state, LIFE, 0, 0, 51, false)); /* started again, the screen not yet */
    assert_false(is_heard(*state, LIFE, 3, 1, 70, true)); /* on a stick */
    assert_true(is_heard(*state, LIFE, 3, 1, 70, false));
    assert_true(is_heard(*state, LIFE, 3, UINT64_MAX, 70, false));
    assert_false(is_heard(*state, LIFE, 3, UINT64_MAX, 70, false));
}

static void the_signed_bytes_are_found_by_number(void **state)
{
    struct exchange e;
    BUF_AUTO bytes = buf_new(100);
    uint64_t first = 0;
    uint64_t last = 0;
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    (void)keeps(*state, exchange_of(&e, 1, 2));
    exchange_of(&e, 3, 3)->keep.batch = span_text("second");
    (void)keeps(*state, &e);
    OK(store_batch_at(*state, KIOSK, LIFE, 4, &bytes, &first, &last, &err));
    assert_string_equal(buf_text(&bytes), "second");
    assert_int_equal(first, 3);
    assert_int_equal(last, 5);
    FAILS(ERR_MISSING, store_batch_at(*state, KIOSK, LIFE, 6, &bytes, &first, &last, &err));
    FAILS(ERR_MISSING, store_batch_at(*state, KIOSK, LIFE + 1, 1, &bytes, &first, &last, &err));
}

static bool note_aside(void *context, uint64_t kiosk, uint64_t life,
                       const struct store_aside *aside)
{
    buf_printf(context, "%d/%d/%d %s ", (int)kiosk, (int)life, (int)aside->seq, aside->reason);
    return true;
}

static void what_is_set_aside_is_kept_with_its_reason(void **state)
{
    struct exchange e;
    BUF_AUTO seen = buf_new(200);
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    exchange_of(&e, 1, 3);
    e.asides[0] = (struct store_aside){ .seq = 3, .reason = "no such answer" };
    e.keep.response_count = 2;
    e.keep.asides = e.asides;
    e.keep.aside_count = 1;
    assert_int_equal(keeps(*state, &e), KEEP_KEPT);
    OK(store_asides(*state, 0, note_aside, &seen, &err));
    assert_string_equal(buf_text(&seen), "7001/42/3 no such answer ");
}

static void a_group_is_kept_in_one_go_or_not_at_all(void **state)
{
    struct exchange e[3];
    struct store_keep keeps_all[3];
    BUF_AUTO before = buf_new(2000);
    BUF_AUTO after = buf_new(2000);
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    (void)keeps(*state, exchange_of(&e[0], 1, 1));
    photograph(*state, &before);
    keeps_all[0] = exchange_of(&e[0], 2, 1)->keep;
    keeps_all[1] = exchange_of(&e[1], 3, 1)->keep;
    e[1].rows[0].survey = digest_like(66); /* published nowhere */
    assert_false(store_keep(*state, keeps_all, 2, &err));
    photograph(*state, &after);
    assert_string_equal(buf_text(&before), buf_text(&after));
    e[1].rows[0].survey = digest_like(1);
    keeps_all[2] = exchange_of(&e[2], 9, 1)->keep; /* a gap is a verdict, not a failure */
    OK(store_keep(*state, keeps_all, 3, &err));
    assert_int_equal(keeps_all[0].verdict, KEEP_KEPT);
    assert_int_equal(keeps_all[1].verdict, KEEP_KEPT);
    assert_int_equal(keeps_all[2].verdict, KEEP_GAP);
    assert_int_equal(keeps_all[2].at.seq, 3);
}

enum { LONG_ROWS = 2345, LONG_DAILY = 4100, LONG_MONTHLY = 1100 };

/* Too large for the stack. */
struct long_batch {
    struct store_response rows[LONG_ROWS];
    struct store_tally tallies[LONG_DAILY + LONG_MONTHLY];
};

/* Two surveys and two venues, by turns and in runs; no two tallies alike. */
static struct store_keep long_keep(struct long_batch *b, uint64_t first)
{
    struct exchange e;
    struct store_keep keep = exchange_of(&e, first, 1)->keep;
    for (size_t i = 0; i < LONG_ROWS; i++) {
        b->rows[i] = response_of(first + i, i % 3);
        b->rows[i].survey = digest_like(i % 500 == 7 ? 2 : 1);
        (void)snprintf(b->rows[i].venue, sizeof b->rows[i].venue, "%s", i < 900 ? "gp" : "west");
    }
    for (size_t i = 0; i < LONG_DAILY + LONG_MONTHLY; i++) {
        b->tallies[i] = e.tallies[i < LONG_DAILY ? 0 : 1];
        b->tallies[i].day = 20000 + (int32_t)i;
        b->tallies[i].n = 2;
        b->tallies[i].survey = digest_like(i % 2000 == 7 ? 2 : 1);
    }
    keep.after.seq = first + LONG_ROWS - 1;
    keep.responses = b->rows;
    keep.response_count = LONG_ROWS;
    keep.tallies = b->tallies;
    keep.tally_count = LONG_DAILY + LONG_MONTHLY;
    return keep;
}

struct summing {
    uint64_t count, sum, last;
};

static bool sum_row(void *context, const struct store_row *row)
{
    struct summing *summing = context;
    assert_true(row->response.seq > summing->last);
    summing->last = row->response.seq;
    summing->count++;
    summing->sum += row->response.survey.bytes[0] * (row->response.venue[0] == 'w' ? 10u : 1u);
    return true;
}

static bool sum_tally(void *context, uint64_t kiosk, const struct store_tally *tally)
{
    struct summing *summing = context;
    assert_int_equal(kiosk, KIOSK);
    summing->count++;
    summing->sum += tally->n * tally->survey.bytes[0];
    return true;
}

static void long_batches_are_kept_and_read_whole(void **state)
{
    struct long_batch *batch = calloc(1, sizeof *batch);
    struct summing rows = { 0 };
    struct summing all = { 0 };
    struct summing daily = { 0 };
    struct summing monthly = { 0 };
    assert_non_null(batch);
    (void)publish(*state, 1, "fft");
    (void)publish(*state, 2, "job");
    (void)enrol(*state, KIOSK);
    for (int i = 0; i < 2; i++) {
        struct store_keep keep = long_keep(batch, 1 + (uint64_t)i * LONG_ROWS);
        keep.before.hash = digest_like(i == 0 ? 100 : 200);
        keep.after.hash = digest_like(200);
        OK(store_keep(*state, &keep, 1, &err));
        assert_int_equal(keep.verdict, KEEP_KEPT);
    }
    OK(store_kiosk_rows(*state, KIOSK, sum_row, &all, &err));
    assert_int_equal(all.count, 2 * LONG_ROWS);
    assert_int_equal(all.sum, 2 * (900 + 10 * (LONG_ROWS - 900) + 2 + 3 * 10));
    OK(store_rows(*state, "fft", 0, 99999, sum_row, &rows, &err));
    assert_int_equal(rows.count, 2 * (LONG_ROWS - 5));
    OK(store_tallies(*state, 0, false, sum_tally, &daily, &err));
    assert_int_equal(daily.count, LONG_DAILY);
    assert_int_equal(daily.sum, 4 * (LONG_DAILY + 3));
    OK(store_tallies(*state, KIOSK, true, sum_tally, &monthly, &err));
    assert_int_equal(monthly.count, LONG_MONTHLY);
    assert_int_equal(monthly.sum, 4 * LONG_MONTHLY);
    free(batch);
}

static bool ask_inside(void *context, const struct store_row *row)
{
    struct store *store = context;
    BUF_AUTO bytes = buf_new(100);
    uint64_t first;
    uint64_t last;
    OK(store_batch_at(store, row->kiosk, row->life, row->response.seq, &bytes, &first, &last,
                      &err));
    assert_string_equal(buf_text(&bytes), "signed bytes");
    return true;
}

static void other_things_can_be_asked_while_reading(void **state)
{
    struct exchange e;
    (void)publish(*state, 1, "fft");
    (void)enrol(*state, KIOSK);
    (void)keeps(*state, exchange_of(&e, 1, 3));
    OK(store_kiosk_rows(*state, KIOSK, ask_inside, *state, &err));
}

/* ---- all engines side by side ---- */

enum { WALK_STEPS = 400, WALK_LONGEST = 3 };

static uint32_t random_below(uint32_t *seed, uint32_t bound)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % bound;
}

/* One exchange that may fit, be known, leave a gap, overlap or fork. */
static void random_exchange(struct exchange *e, uint32_t *seed, uint64_t through,
                            const struct digest *tip)
{
    uint64_t first = through + 1;
    size_t count = random_below(seed, WALK_LONGEST + 1);
    uint32_t kind = random_below(seed, 6);
    if (kind == 0)
        first += 1 + random_below(seed, 2);
    if (kind == 1 && through > 0)
        first -= random_below(seed, (uint32_t)(through < 4 ? through : 4)) + 1;
    (void)exchange_of(e, first, count);
    if (first == through + 1)
        e->keep.before.hash = *tip;
    if (kind == 2)
        e->keep.before.hash.bytes[0] ^= 0x80;
    if (kind == 3)
        e->keep.after.hash.bytes[31] ^= 0x80;
    if (count == 0) { /* a question for news ends where it begins */
        e->keep.tally_count = 0;
        e->keep.after.hash = e->keep.before.hash;
    }
}

/* Gives the same exchange to all; they must say the same of it. */
static void step_all(struct store *stores[STORE_ENGINES], uint32_t *seed, uint64_t *through,
                     struct digest *tip)
{
    struct exchange e[STORE_ENGINES];
    uint32_t start = *seed;
    for (int i = 0; i < STORE_ENGINES; i++) {
        *seed = start;
        random_exchange(&e[i], seed, *through, tip);
        (void)keeps(stores[i], &e[i]);
        assert_int_equal(e[i].keep.verdict, e[0].keep.verdict);
        assert_int_equal(e[i].keep.at.seq, e[0].keep.at.seq);
        assert_memory_equal(&e[i].keep.at.hash, &e[0].keep.at.hash, sizeof(struct digest));
    }
    *through = e[0].keep.at.seq;
    *tip = e[0].keep.at.hash;
}

static void a_random_walk_leaves_all_engines_alike(void **state)
{
    (void)state;
    struct store *stores[STORE_ENGINES] = { NULL };
    const char *wish = getenv("SEED");
    uint32_t seed = wish != NULL ? (uint32_t)strtoul(wish, NULL, 10) : (uint32_t)getpid();
    BUF_AUTO one = buf_new(1 << 20);
    print_message("SEED=%u\n", seed);
    for (int i = 0; i < STORE_ENGINES; i++) {
        engine = store_engines[i];
        assert_int_equal(opens((void **)&stores[i]), 0);
        (void)publish(stores[i], 1, "fft");
        (void)enrol(stores[i], KIOSK);
    }
    uint64_t through = 0;
    struct digest tip = digest_like(100);
    for (int step = 0; step < WALK_STEPS && through < 100; step++)
        step_all(stores, &seed, &through, &tip);
    photograph(stores[0], &one);
    for (int i = 0; i < STORE_ENGINES; i++) {
        BUF_AUTO other = buf_new(1 << 20);
        photograph(stores[i], &other);
        assert_string_equal(buf_text(&one), buf_text(&other));
        store_close(stores[i]);
    }
}

/* A verb that an engine lacks would be found by a hub in use. */
static void no_engine_leaves_a_verb_out(void **state)
{
    (void)state;
    for (int i = 0; i < STORE_ENGINES; i++) {
        void (*verbs[sizeof(struct store_engine) / sizeof(void (*)(void))])(void);
        memcpy(verbs, store_engines[i], sizeof verbs);
        for (size_t k = 0; k < sizeof verbs / sizeof verbs[0]; k++)
            if (verbs[k] == NULL)
                fail_msg("%s leaves verb %zu out", store_engines[i]->name, k);
    }
}

static void unknown_engines_are_refused(void **state)
{
    (void)state;
    struct store *store;
    FAILS(ERR_USAGE, store_open("mysql://x", true, &store, &err));
    assert_non_null(strstr(err.text, "sqlite:PATH"));
    store_close(NULL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, opens, closes)

static const struct CMUnitTest promises[] = {
    CASE(settings_are_kept_and_replaced),
    CASE(a_setting_over_the_readers_ceiling_is_refused),
    CASE(counters_only_rise),
    CASE(a_counter_ends_far_from_the_end_of_integers),
    CASE(statements_come_back_in_the_order_of_their_numbers),
    CASE(invitations_have_ids_of_their_own),
    CASE(venues_are_kept_and_changed),
    CASE(surveys_count_their_versions),
    CASE(blobs_are_named_by_digest),
    CASE(a_venue_has_its_newest_bundle),
    CASE(what_venues_ask_is_listed_and_what_they_joined_questions_to_stands_for_it),
    CASE(a_venues_files_are_kept_by_name),
    CASE(notices_are_kept_and_withdrawn),
    CASE(an_invitation_works_once),
    CASE(all_of_a_sender_is_known_at_once),
    CASE(a_kiosk_is_revoked_from_a_date),
    CASE(a_kiosk_moves_and_stays_the_same),
    CASE(the_kiosks_of_a_venue_are_found),
    CASE(an_invitation_that_was_not_used_can_be_ended),
    CASE(a_kiosk_of_another_hub_is_adopted_once),
    CASE(an_adopted_kiosk_has_used_its_invitation),
    CASE(a_kiosk_begins_another_life),
    CASE(the_same_event_again_is_counted),
    CASE(kept_responses_can_be_read_back),
    CASE(rows_of_a_survey_are_those_of_all_its_versions),
    CASE(resending_a_batch_changes_nothing),
    CASE(what_does_not_join_on_is_told_apart_and_not_kept),
    CASE(a_question_for_news_keeps_nothing_but_that_it_was_heard),
    CASE(an_old_message_that_comes_again_is_no_sign_of_life),
    CASE(the_signed_bytes_are_found_by_number),
    CASE(what_is_set_aside_is_kept_with_its_reason),
    CASE(a_group_is_kept_in_one_go_or_not_at_all),
    CASE(long_batches_are_kept_and_read_whole),
    CASE(other_things_can_be_asked_while_reading),
};

static const struct CMUnitTest beside[] = {
    cmocka_unit_test(unknown_engines_are_refused),
    cmocka_unit_test(no_engine_leaves_a_verb_out),
    cmocka_unit_test(a_random_walk_leaves_all_engines_alike),
};

int main(void)
{
    int failed = 0;
    store_engines_start();
    for (int i = 0; i < STORE_ENGINES; i++) {
        engine = store_engines[i];
        failed += cmocka_run_group_tests_name(engine->name, promises, NULL, NULL);
    }
    failed += cmocka_run_group_tests(beside, NULL, NULL);
    store_engines_stop();
    return failed;
}
