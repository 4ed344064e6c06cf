/* A hub's store and real batches for tests: see hub_fixture.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "clock.h"
#include "hub_fixture.h"
#include "statement.h"
#include <stdio.h>
#include <stdlib.h>

#define EXPECT_ERR fixture->err
#include "expect.h"

static const char survey_json[] =
    "{\"title\":\"How was it?\",\"pages\":[{\"name\":\"p\",\"elements\":["
    "{\"type\":\"rating\",\"name\":\"overall\",\"title\":\"Overall?\",\"rateType\":\"labels\","
    "\"rateValues\":[{\"value\":\"good\",\"text\":\"Good\"},{\"value\":\"fair\",\"text\":\"Fair\"},"
    "{\"value\":\"bad\",\"text\":\"Bad\"}]},"
    "{\"type\":\"checkbox\",\"name\":\"why\",\"title\":\"Why?\",\"visibleIf\":\"{overall} = "
    "'bad'\","
    "\"choices\":[{\"value\":\"wait\",\"text\":\"Wait\"},{\"value\":\"staff\",\"text\":\"Staff\"}]}"
    ","
    "{\"type\":\"comment\",\"name\":\"words\",\"title\":\"Tell us\"},"
    "{\"type\":\"radiogroup\",\"name\":\"age\",\"title\":\"Age?\","
    "\"choices\":[{\"value\":\"young\",\"text\":\"Young\"},{\"value\":\"old\",\"text\":\"Old\"}]}]}"
    "],"
    "\"yousaid\":{\"id\":\"test\",\"questions\":{\"overall\":{\"role\":\"satisfaction\"},"
    "\"age\":{\"role\":\"equality\"}}}}";

struct digest fixture_publish(struct fixture *fixture, const char *id, const char *json)
{
    struct published_survey survey = { .digest = digest_of(span_text(json)), .published = 1 };
    (void)snprintf(survey.id, sizeof survey.id, "%s", id);
    struct problems *problems = calloc(1, sizeof *problems);
    assert_non_null(problems);
    struct survey *loaded = survey_load(span_text(json), problems);
    if (loaded == NULL)
        fail_msg("%s: %s", problems->list[0].pointer, problems->list[0].text);
    survey_free(loaded);
    free(problems);
    OK(store_blob_put(fixture->store, &survey.digest, span_text(json), &fixture->err));
    OK(store_survey_publish(fixture->store, &survey, &fixture->err));
    return survey.digest;
}

void fixture_enrol(struct fixture *fixture, uint64_t id, const char *venue,
                   struct fixture_kiosk *ret)
{
    struct store_kiosk kiosk = { .id = id,
                                 .life = FIXTURE_LIFE + id,
                                 .enrolled = clock_now().wall - FIXTURE_ENROLLED_AGO };
    struct store_invitation invitation = { .expires = INT64_MAX };
    BUF_AUTO reply = buf_new(10);
    *ret = (struct fixture_kiosk){ .id = id, .life = kiosk.life };
    key_pair_new(&ret->public, &ret->secret);
    ret->point = chain_start(ret->life, &ret->public);
    memcpy(kiosk.key, ret->public.bytes, sizeof kiosk.key);
    (void)snprintf(kiosk.venue, sizeof kiosk.venue, "%s", venue);
    (void)snprintf(invitation.venue, sizeof invitation.venue, "%s", venue);
    OK(store_invitation_add(fixture->store, &invitation, 0, &fixture->err));
    OK(store_enrol(fixture->store, invitation.id, &kiosk, &ret->point.hash, span_text("r"), &reply,
                   &fixture->err));
}

/* ---- what programme and hub sign ---- */

static void state(struct fixture *fixture, enum statement_kind kind, struct span subject,
                  int64_t issued, int64_t from, struct buf *ret)
{
    struct statement statement = { .number = ++fixture->statements,
                                   .kind = kind,
                                   .issued = issued,
                                   .from = from,
                                   .subject = subject };
    OK(statement_sign(&statement, &fixture->programme, ret, &fixture->err));
    OK(store_statement_add(fixture->store, statement.number, (int)kind, buf_span(ret),
                           &fixture->err));
}

static void begin_programme(struct fixture *fixture)
{
    struct public_key programme;
    struct public_key hub;
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    key_pair_new(&programme, &fixture->programme);
    key_pair_new(&hub, &fixture->hub);
    OK(store_setting_put(fixture->store, "programme.public", span_of(&programme, sizeof programme),
                         &fixture->err));
    state(fixture, STATEMENT_HUB_KEY, span_of(&hub, sizeof hub), 1, 1, &message);
    struct digest name = digest_of(buf_span(&message));
    OK(store_blob_put(fixture->store, &name, buf_span(&message), &fixture->err));
    fixture->introduction = (struct blob_name){ .kind = BLOB_STATEMENT,
                                                .name = "1",
                                                .digest = name,
                                                .size = (uint32_t)buf_span(&message).size };
}

struct digest fixture_bundle(struct fixture *fixture, const char *venue, const char *time_zone)
{
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    struct manifest manifest = { .serial = 3,
                                 .issued = 1,
                                 .survey = fixture->survey,
                                 .venue_name = "Riverside",
                                 .programme = "Programme",
                                 .language_count = 1,
                                 .languages = { "en" },
                                 .blobs = &fixture->introduction,
                                 .blob_count = 1 };
    (void)snprintf(manifest.venue, sizeof manifest.venue, "%s", venue);
    (void)snprintf(manifest.time_zone, sizeof manifest.time_zone, "%s", time_zone);
    OK(manifest_sign(&manifest, &fixture->hub, &message, &fixture->err));
    struct digest name = manifest_digest(buf_span(&message));
    OK(store_blob_put(fixture->store, &name, buf_span(&message), &fixture->err));
    return name;
}

void fixture_revoke(struct fixture *fixture, uint64_t kiosk, int64_t issued, int64_t from)
{
    uint8_t subject[8];
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    for (int i = 0; i < 8; i++)
        subject[i] = (uint8_t)(kiosk >> (56 - 8 * i));
    state(fixture, STATEMENT_REVOKED_KIOSK, span_of(subject, sizeof subject), issued, from,
          &message);
    OK(store_kiosk_revoke(fixture->store, kiosk, from, &fixture->err));
}

void fixture_open(struct fixture *fixture)
{
    struct venue venue = { .id = "gp", .name = "Riverside", .time_zone = "Europe/London" };
    *fixture = (struct fixture){ .folder = "/tmp/yousaid-hub-XXXXXX" };
    seal_start();
    assert_non_null(mkdtemp(fixture->folder));
    fixture_place(fixture);
    OK(store_open(fixture->url, true, &fixture->store, &fixture->err));
    OK(store_venue_put(fixture->store, &venue, &fixture->err));
    box_pair_new(&fixture->words_public, &fixture->words_secret);
    box_pair_new(&fixture->counts_public, &fixture->counts_secret);
    fixture->survey = fixture_publish(fixture, "test", survey_json);
    begin_programme(fixture);
    fixture->bundle = fixture_bundle(fixture, "gp", "Europe/London");
    fixture_enrol(fixture, FIXTURE_KIOSK, "gp", &fixture->kiosk);
}

void fixture_close(struct fixture *fixture)
{
    char command[120];
    store_close(fixture->store);
    (void)snprintf(command, sizeof command, "rm -rf %s", fixture->folder);
    assert_int_equal(system(command), 0);
}

struct response fixture_response(const struct fixture *fixture, uint64_t seq, uint32_t overall)
{
    return (struct response){ .seq = seq,
                              .survey = fixture->survey,
                              .bundle = fixture->bundle,
                              .language = "en",
                              .ending = ENDING_COMPLETE,
                              .segment = 1,
                              .minute = 10,
                              .gap = 60,
                              .count = 4,
                              .state = { overall, ANSWER_UNSEEN, ANSWER_SHOWN, ANSWER_SEALED } };
}

static void seal_age(const struct fixture *fixture, const struct seal_binding *binding,
                     uint32_t age, struct buf *ret)
{
    struct err err = { 0 };
    struct answers answers = { .state = { [Q_AGE] = age } };
    struct problems *problems = calloc(1, sizeof *problems);
    struct survey *survey = survey_load(span_text(survey_json), problems);
    if (survey == NULL ||
        !counts_seal(&fixture->counts_public, binding, survey, &answers, ret, &err))
        fail_msg("%s", err.text);
    survey_free(survey);
    free(problems);
}

struct response fixture_sealed(const struct fixture *fixture, uint64_t life, uint64_t seq,
                               uint32_t overall, const char *words, uint32_t age,
                               struct buf space[2])
{
    struct err err = { 0 };
    struct response response = fixture_response(fixture, seq, overall);
    struct seal_binding binding = { .life = life, .seq = seq, .survey = fixture->survey };
    space[0] = buf_new(WORDS_SEALED_MAX);
    space[1] = buf_new(WORDS_SEALED_MAX);
    seal_age(fixture, &binding, age, &space[1]);
    (void)snprintf(binding.question, sizeof binding.question, "words");
    if (!words_seal(&fixture->words_public, &binding, span_text(words), &space[0], &err))
        fail_msg("%s", err.text);
    response.state[Q_WORDS] = ANSWER_FIRST;
    response.words_count = 1;
    response.words[0] = (struct sealed_words){ Q_WORDS, buf_span(&space[0]) };
    response.counts = buf_span(&space[1]);
    return response;
}

static void put_segments(struct batch_writer *writer, const struct fixture_batch *how, int64_t base)
{
    struct segment ordinary = { .number = 1, .clock = CLOCK_SIGNED, .base_wall = base };
    if (how == NULL || how->segment_count == 0)
        batch_writer_segment(writer, &ordinary);
    else
        for (size_t i = 0; i < how->segment_count; i++)
            batch_writer_segment(writer, &how->segments[i]);
}

void fixture_sign(struct fixture_kiosk *kiosk, const struct response *responses, size_t count,
                  const struct fixture_batch *how, struct buf *ret)
{
    struct err err = { 0 };
    struct batch_head head = { .kiosk = kiosk->id,
                               .life = kiosk->life,
                               .before = kiosk->point,
                               .bundle_serial =
                                   how == NULL || how->bundle_serial == 0 ? 3 : how->bundle_serial,
                               .now_segment = how == NULL ? 1 : how->now_segment,
                               .now_ms = how == NULL ? 3600 * 1000 : how->now_ms,
                               .now_wall = clock_now().wall,
                               .health = { .version = "0.1.0" } };
    head.origin_count = how != NULL && (how->origin.through != 0 || how->names_former);
    if (head.origin_count == 1)
        head.origins[0] = how->origin;
    seal_random(head.nonce.bytes, sizeof head.nonce.bytes);
    if (how != NULL && how->since != 0) {
        head.health.woken = how->woken;
        head.health.started = how->started;
        head.health.dead[0] = how->dead / 2;
        head.health.dead[8] = how->dead - how->dead / 2;
        for (int i = 0; i < 4; i++)
            head.nonce.bytes[12 + i] = (uint8_t)(how->since >> (24 - 8 * i));
    }
    head.health.helped = how == NULL ? 0 : how->helped;
    struct batch_writer *writer = batch_writer_new(&head);
    assert_non_null(writer);
    put_segments(writer, how, clock_now().wall - 3600);
    for (size_t i = 0; i < count; i++)
        assert_true(batch_writer_add(writer, &responses[i]));
    if (!batch_writer_finish(writer, &kiosk->secret, ret, &kiosk->point, &err))
        fail_msg("signing a batch: %s", err.text);
    batch_writer_free(writer);
}
