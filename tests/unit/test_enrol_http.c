/* Enrolment against a serving hub, over real TLS: what a courier will meet, good and bad. */
#include "bundle.h"
#include "clock.h"
#include "curl_run.h"
#include "file.h"
#include "served_hub.h"
#include "statement.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

static int rig_open(void **state)
{
    struct served_hub *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    served_open_bare(rig);
    *state = rig;
    return 0;
}

static int rig_close(void **state)
{
    served_close(*state);
    free(*state);
    return 0;
}

/* A kiosk as far as enrolment knows it. */
struct visitor {
    struct invitation invitation;
    struct digest key;
    struct secret_key secret;
    struct enrol_request request;
};

static struct visitor visitor_new(struct served_hub *rig)
{
    struct visitor visitor = { .request = { .version = "test" } };
    struct invite invite;
    struct err err;
    assert_true(hub_invite(rig->hub, "riverside", &invite, &err));
    assert_true(invitation_from_code(invite.code, &visitor.invitation, &err));
    visitor.key = invitation_key(&visitor.invitation);
    visitor.request.invitation = visitor.invitation.id;
    key_pair_new(&visitor.request.kiosk, &visitor.secret);
    seal_random(&visitor.request.nonce, sizeof visitor.request.nonce);
    return visitor;
}

static struct curl_result post(struct served_hub *rig, struct span body, const char *type,
                               const char *path)
{
    char file[4300];
    char options[4600];
    char url[200];
    struct err err;
    (void)snprintf(file, sizeof file, "%s/body", rig->folder);
    assert_true(file_write_durable(file, body, 0600, &err));
    (void)snprintf(options, sizeof options, "-H 'Content-Type: %s' --data-binary '@%s'", type,
                   file);
    (void)snprintf(url, sizeof url, "%s%s", rig->url, path);
    return curl_run(rig->folder, rig->ca, options, url);
}

static struct curl_result enrol(struct served_hub *rig, const struct visitor *visitor)
{
    struct err err;
    BUF_AUTO body = buf_new(4096);
    assert_true(enrol_request_put(&visitor->request, &visitor->key, &body, &err));
    return post(rig, buf_span(&body), "application/cbor", "/v1/enrol");
}

static struct enrol_reply reply_of(const struct visitor *visitor, const struct curl_result *result)
{
    struct enrol_reply reply;
    struct err err;
    assert_int_equal(result->status, 200);
    assert_non_null(strstr(buf_text(&result->headers), "application/cbor"));
    assert_true(enrol_reply_open(buf_span(&result->body), &visitor->key, &reply, &err));
    return reply;
}

static struct curl_result get_blob(struct served_hub *rig, const struct digest *digest,
                                   const char *options)
{
    char hex[65];
    char url[200];
    digest_hex(digest, hex);
    (void)snprintf(url, sizeof url, "%s/v1/blobs/%s", rig->url, hex);
    return curl_run(rig->folder, rig->ca, options, url);
}

static void a_code_becomes_a_kiosk_that_knows_whom_to_trust(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    struct err err;
    struct public_key hub = { { 0 } };
    struct enrol_certificate certificate;
    CURL_AUTO result = enrol(rig, &visitor);
    struct enrol_reply reply = reply_of(&visitor, &result);
    assert_memory_equal(&reply.nonce, &visitor.request.nonce, sizeof reply.nonce);
    assert_string_equal(reply.programme_name, "Northshire");
    for (size_t i = 0; i < reply.statement_count; i++) {
        struct statement statement;
        assert_true(statement_open(reply.statements[i], &reply.programme, &statement, &err));
        if (statement.kind == STATEMENT_HUB_KEY)
            memcpy(hub.bytes, statement.subject.data, 32);
    }
    assert_true(enrol_certificate_open(reply.certificate, &hub, &certificate, &err));
    assert_int_equal(certificate.kiosk, reply.kiosk);
    assert_int_equal(certificate.life, reply.life);
    assert_string_equal(certificate.venue, "riverside");
    assert_memory_equal(&certificate.key, &visitor.request.kiosk, 32);
}

static void the_bundle_it_names_can_be_fetched_whole_and_in_parts(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    CURL_AUTO result = enrol(rig, &visitor);
    struct enrol_reply reply = reply_of(&visitor, &result);
    assert_true(reply.bundle_serial > 0);
    CURL_AUTO whole = get_blob(rig, &reply.bundle, "");
    assert_int_equal(whole.status, 200);
    struct digest digest = manifest_digest(buf_span(&whole.body));
    assert_memory_equal(&digest, &reply.bundle, sizeof digest);
    CURL_AUTO rest = get_blob(rig, &reply.bundle, "-H 'Range: bytes=100-'");
    assert_int_equal(rest.status, 206);
    assert_true(
        span_equal(buf_span(&rest.body), span_of(whole.body.data + 100, whole.body.size - 100)));
}

static void a_blob_that_is_not_there_is_404(void **state)
{
    struct served_hub *rig = *state;
    struct digest nothing = { { 0 } };
    char url[200];
    CURL_AUTO missing = get_blob(rig, &nothing, "");
    assert_int_equal(missing.status, 404);
    (void)snprintf(url, sizeof url, "%s/v1/blobs/..%%2fhub.key", rig->url);
    CURL_AUTO odd = curl_run(rig->folder, rig->ca, "--path-as-is", url);
    assert_int_equal(odd.status, 404);
}

static void the_store_knows_the_kiosk_and_where_its_chain_begins(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    struct store_kiosk kiosk;
    struct store_watermark mark;
    struct err err;
    CURL_AUTO result = enrol(rig, &visitor);
    struct enrol_reply reply = reply_of(&visitor, &result);
    assert_true(store_kiosk_get(hub_store(rig->hub), reply.kiosk, &kiosk, &err));
    assert_string_equal(kiosk.venue, "riverside");
    assert_memory_equal(kiosk.key, &visitor.request.kiosk, 32);
    assert_true(store_watermark(hub_store(rig->hub), reply.kiosk, reply.life, &mark, &err));
    struct chain_point start = chain_start(reply.life, &visitor.request.kiosk);
    assert_int_equal(mark.seq, 0);
    assert_memory_equal(&mark.hash, &start.hash, sizeof start.hash);
}

static void a_lost_reply_can_be_asked_for_again_byte_for_byte(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    CURL_AUTO first = enrol(rig, &visitor);
    seal_random(&visitor.request.nonce, sizeof visitor.request.nonce);
    CURL_AUTO second = enrol(rig, &visitor);
    assert_int_equal(first.status, 200);
    assert_int_equal(second.status, 200);
    assert_true(span_equal(buf_span(&first.body), buf_span(&second.body)));
}

static void enrolling_leaves_the_bundle_as_it_was(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    struct store_bundle bundle;
    struct err err;
    CURL_AUTO result = enrol(rig, &visitor);
    struct enrol_reply reply = reply_of(&visitor, &result);
    assert_true(hub_bundle_refresh(rig->hub, "riverside", &err));
    assert_true(store_bundle_get(hub_store(rig->hub), "riverside", &bundle, &err));
    assert_int_equal(bundle.serial, reply.bundle_serial);
}

static void another_key_with_the_same_code_is_refused(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    CURL_AUTO first = enrol(rig, &visitor);
    assert_int_equal(first.status, 200);
    key_pair_new(&visitor.request.kiosk, &visitor.secret);
    CURL_AUTO second = enrol(rig, &visitor);
    assert_int_equal(second.status, 422);
    assert_non_null(strstr(buf_text(&second.body), "used by another kiosk"));
}

static void an_unknown_code_and_a_wrong_secret_are_answered_alike(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    visitor.key.bytes[0] ^= 1;
    CURL_AUTO wrong = enrol(rig, &visitor);
    visitor.request.invitation ^= 1;
    CURL_AUTO unknown = enrol(rig, &visitor);
    assert_int_equal(wrong.status, 403);
    assert_int_equal(unknown.status, 403);
    assert_string_equal(buf_text(&wrong.body), buf_text(&unknown.body));
    assert_string_equal(buf_text(&wrong.headers), buf_text(&unknown.headers));
}

static void guessing_is_throttled_and_says_for_how_long(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    int status = 0;
    visitor.key.bytes[0] ^= 1;
    for (int i = 0; i < 40 && status != 503; i++) {
        CURL_AUTO wrong = enrol(rig, &visitor);
        status = wrong.status;
        assert_true(status == 403 || status == 503);
        if (status == 503)
            assert_non_null(strstr(buf_text(&wrong.headers), "Retry-After: "));
    }
    assert_int_equal(status, 503);
}

static void an_invitation_past_its_date_is_refused_but_its_kiosk_still_gets_its_reply(void **state)
{
    struct served_hub *rig = *state;
    struct visitor late = visitor_new(rig);
    struct visitor early = visitor_new(rig);
    CURL_AUTO in_time = enrol(rig, &early);
    assert_int_equal(in_time.status, 200);
    (void)setenv("YOUSAID_CLOCK_OFFSET", "2678400", 1);
    CURL_AUTO expired = enrol(rig, &late);
    CURL_AUTO again = enrol(rig, &early);
    (void)unsetenv("YOUSAID_CLOCK_OFFSET");
    assert_int_equal(expired.status, 422);
    assert_non_null(strstr(buf_text(&expired.body), "expired"));
    assert_int_equal(again.status, 200);
}

static void what_is_no_request_is_refused_in_words(void **state)
{
    struct served_hub *rig = *state;
    CURL_AUTO noise = post(rig, span_text("noise"), "application/cbor", "/v1/enrol");
    assert_int_equal(noise.status, 422);
    CURL_AUTO type = post(rig, span_text("noise"), "application/json", "/v1/enrol");
    assert_int_equal(type.status, 400);
    CURL_AUTO batch = post(rig, span_text("noise"), "application/cose", "/v1/sync");
    assert_true(batch.status == 422 || batch.status == 403);
    CURL_AUTO untyped = post(rig, span_text("noise"), "", "/v1/sync");
    assert_int_equal(untyped.status, batch.status);
    CURL_AUTO page = post(rig, span_text("noise"), "text/html", "/v1/sync");
    assert_int_equal(page.status, 400);
    CURL_AUTO unsigned_type = post(rig, span_text("noise"), "", "/v1/enrol");
    assert_int_equal(unsigned_type.status, 400);
    char large[5000];
    memset(large, 'x', sizeof large);
    CURL_AUTO too_large = post(rig, span_of(large, sizeof large), "application/cbor", "/v1/enrol");
    assert_int_equal(too_large.status, 413);
}

static void healthz_says_ok(void **state)
{
    struct served_hub *rig = *state;
    char url[200];
    (void)snprintf(url, sizeof url, "%s/healthz", rig->url);
    CURL_AUTO result = curl_run(rig->folder, rig->ca, "", url);
    assert_int_equal(result.status, 200);
    assert_string_equal(buf_text(&result.body), "ok\n");
}

static void addresses_that_are_none_are_wrong_use(void **state)
{
    static const char *const wrong[] = { "",        "8443",         ":8443",        "127.0.0.1",
                                         "::1:443", "[::1]",        "[]:1",         "127.0.0.1:x",
                                         "h:1",     "127.0.0.1:-1", "1.2.3.4:65536" };
    struct served_hub *rig = *state;
    struct err err;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(hub_serve(rig->hub, &(struct hub_serving){ .listen = wrong[i] }, &err));
        assert_int_equal(err.kind, ERR_USAGE);
    }
    assert_false(hub_serve(
        rig->hub, &(struct hub_serving){ .listen = "127.0.0.1:0", .cert = "cert.pem" }, &err));
    assert_int_equal(err.kind, ERR_USAGE);
}

static void a_revoked_kiosk_leaves_the_bundle(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    struct store_bundle bundle;
    struct store_kiosk kiosk;
    struct err err;
    CURL_AUTO result = enrol(rig, &visitor);
    struct enrol_reply reply = reply_of(&visitor, &result);
    assert_true(hub_revoke(rig->hub, reply.kiosk, 1000, &err));
    assert_true(store_kiosk_get(hub_store(rig->hub), reply.kiosk, &kiosk, &err));
    assert_int_equal(kiosk.revoked_from, 1000);
    assert_true(store_bundle_get(hub_store(rig->hub), "riverside", &bundle, &err));
    assert_true(bundle.serial > reply.bundle_serial);
}

static void superseded_words_keys_never_keep_a_kiosk_out(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    struct err err;
    uint64_t number;
    for (int i = 0; i < ENROL_STATEMENTS_MAX + 1; i++) {
        assert_true(store_next(hub_store(rig->hub), "statement", 1, &number, &err));
        assert_true(store_statement_add(hub_store(rig->hub), number, STATEMENT_WORDS_KEY,
                                        span_of(&number, sizeof number), &err));
    }
    CURL_AUTO result = enrol(rig, &visitor);
    struct enrol_reply reply = reply_of(&visitor, &result);
    assert_int_equal(reply.statement_count, 4); /* hub, counts, CA, the newest words key */
    assert_memory_equal(reply.statements[3].data, &number, sizeof number);
}

/* Who steals the database gets no codes: they cannot be told from the keys in it. */
static void the_store_holds_no_secret_of_a_code(void **state)
{
    struct served_hub *rig = *state;
    struct visitor visitor = visitor_new(rig);
    struct store_invitation kept;
    struct err err;
    assert_true(store_invitation_get(hub_store(rig->hub), visitor.invitation.id, &kept, &err));
    assert_memory_equal(kept.mac_key, visitor.key.bytes, sizeof kept.mac_key);
    for (size_t i = 0; i + sizeof visitor.invitation.secret <= sizeof kept.mac_key; i++)
        assert_memory_not_equal(kept.mac_key + i, visitor.invitation.secret,
                                sizeof visitor.invitation.secret);
}

/* ---- a survey that the hub does not know ---- */

static const char brought_json[] =
    "{\"title\":\"Later\",\"elements\":[{\"type\":\"boolean\",\"name\":\"fine\","
    "\"title\":\"Fine?\"}],\"yousaid\":{\"id\":\"brought\"}}";

struct teller {
    struct visitor visitor;
    uint64_t kiosk, life;
    struct public_key hub;
};

static struct teller teller_new(struct served_hub *rig)
{
    struct teller teller = { .visitor = visitor_new(rig) };
    struct statement statement;
    struct err err;
    CURL_AUTO result = enrol(rig, &teller.visitor);
    struct enrol_reply reply = reply_of(&teller.visitor, &result);
    teller.kiosk = reply.kiosk;
    teller.life = reply.life;
    assert_true(statement_open(reply.statements[0], &reply.programme, &statement, &err));
    assert_int_equal(statement.kind, STATEMENT_HUB_KEY);
    memcpy(teller.hub.bytes, statement.subject.data, sizeof teller.hub.bytes);
    return teller;
}

/* One answer to the survey that nobody has published. */
static void sign_answer(const struct teller *teller, struct buf *ret)
{
    struct err err;
    struct chain_point after;
    int64_t now = clock_now().wall;
    struct segment segment = { .number = 1, .clock = CLOCK_SIGNED, .base_wall = now - 60 };
    struct response response = { .seq = 1,
                                 .survey = digest_of(span_text(brought_json)),
                                 .language = "en",
                                 .ending = ENDING_COMPLETE,
                                 .segment = 1,
                                 .count = 1,
                                 .state = { ANSWER_FIRST } };
    struct batch_head head = { .kiosk = teller->kiosk,
                               .life = teller->life,
                               .before = chain_start(teller->life, &teller->visitor.request.kiosk),
                               .now_segment = 1,
                               .now_ms = 60000,
                               .now_wall = now,
                               .health = { .version = "test" } };
    struct batch_writer *writer = batch_writer_new(&head);
    batch_writer_segment(writer, &segment);
    assert_true(batch_writer_add(writer, &response));
    assert_true(batch_writer_finish(writer, &teller->visitor.secret, ret, &after, &err));
    batch_writer_free(writer);
}

static void sync_with(struct served_hub *rig, const struct teller *teller, struct span message,
                      struct reply *ret)
{
    struct err err;
    CURL_AUTO result = post(rig, message, "application/cose", "/v1/sync");
    assert_int_equal(result.status, 200);
    assert_true(reply_open(buf_span(&result.body), &teller->hub, ret, &err));
}

static int bring(struct served_hub *rig, uint64_t kiosk, const struct secret_key *key,
                 const char *json)
{
    char path[80];
    struct err err;
    BUF_AUTO message = buf_new(SURVEY_FILE_MAX + 1024);
    (void)snprintf(path, sizeof path, "/v1/surveys/%016llx", (unsigned long long)kiosk);
    assert_true(envelope_sign(PURPOSE_SURVEY, key, span_text(json), &message, &err));
    CURL_AUTO result = post(rig, buf_span(&message), "application/cose", path);
    return result.status;
}

static void a_kiosk_brings_the_survey_that_the_hub_lacks_and_its_answers_count(void **state)
{
    struct served_hub *rig = *state;
    struct teller teller = teller_new(rig);
    struct published_survey kept;
    struct digest asked;
    struct reply reply;
    struct err err;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    sign_answer(&teller, &message);
    sync_with(rig, &teller, buf_span(&message), &reply);
    assert_int_equal(reply.instruction, INSTRUCTION_SEND_SURVEY);
    assert_int_equal(reply.through.seq, 0);
    assert_int_equal(bring(rig, teller.kiosk, &teller.visitor.secret, brought_json), 204);
    assert_int_equal(bring(rig, teller.kiosk, &teller.visitor.secret, brought_json), 204);
    sync_with(rig, &teller, buf_span(&message), &reply);
    assert_int_equal(reply.instruction, INSTRUCTION_NONE);
    assert_int_equal(reply.through.seq, 1);
    struct digest digest = digest_of(span_text(brought_json));
    assert_true(store_survey_get(hub_store(rig->hub), &digest, &kept, &err));
    assert_string_equal(kept.id, "brought");
    assert_int_equal(kept.published, 0);
    assert_false(store_venue_survey_get(hub_store(rig->hub), "riverside", &asked, &err));
}

static void only_a_kiosk_in_good_standing_brings_a_survey_and_nothing_else(void **state)
{
    struct served_hub *rig = *state;
    struct teller teller = teller_new(rig);
    struct public_key other_public;
    struct secret_key other;
    struct err err;
    key_pair_new(&other_public, &other);
    assert_int_equal(bring(rig, teller.kiosk, &other, brought_json), 403);
    assert_int_equal(bring(rig, teller.kiosk + 1, &teller.visitor.secret, brought_json), 403);
    assert_int_equal(bring(rig, teller.kiosk, &teller.visitor.secret, "{\"elements\":3}"), 422);
    assert_true(hub_revoke(rig->hub, teller.kiosk, 1000, &err));
    assert_int_equal(bring(rig, teller.kiosk, &teller.visitor.secret, brought_json), 403);
    CURL_AUTO odd = post(rig, span_text("x"), "application/cose", "/v1/surveys/7");
    assert_int_equal(odd.status, 403);
}

static void one_kiosk_cannot_use_up_the_places_of_all_for_surveys(void **state)
{
    struct served_hub *rig = *state;
    struct teller teller = teller_new(rig);
    char json[300];
    for (int i = 0; i <= 64; i++) {
        (void)snprintf(
            json, sizeof json,
            "{\"elements\":[{\"type\":\"boolean\",\"name\":\"fine\",\"title\":\"Fine %d?\"}],"
            "\"yousaid\":{\"id\":\"brought\"}}",
            i);
        int status = bring(rig, teller.kiosk, &teller.visitor.secret, json);
        assert_int_equal(status, i < 64 ? 204 : 507);
    }
}

#define RIGGED(test) cmocka_unit_test_setup_teardown(test, rig_open, rig_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIGGED(a_code_becomes_a_kiosk_that_knows_whom_to_trust),
        RIGGED(the_bundle_it_names_can_be_fetched_whole_and_in_parts),
        RIGGED(a_blob_that_is_not_there_is_404),
        RIGGED(the_store_knows_the_kiosk_and_where_its_chain_begins),
        RIGGED(a_lost_reply_can_be_asked_for_again_byte_for_byte),
        RIGGED(enrolling_leaves_the_bundle_as_it_was),
        RIGGED(another_key_with_the_same_code_is_refused),
        RIGGED(an_unknown_code_and_a_wrong_secret_are_answered_alike),
        RIGGED(guessing_is_throttled_and_says_for_how_long),
        RIGGED(an_invitation_past_its_date_is_refused_but_its_kiosk_still_gets_its_reply),
        RIGGED(what_is_no_request_is_refused_in_words),
        RIGGED(healthz_says_ok),
        RIGGED(addresses_that_are_none_are_wrong_use),
        RIGGED(a_revoked_kiosk_leaves_the_bundle),
        RIGGED(superseded_words_keys_never_keep_a_kiosk_out),
        RIGGED(the_store_holds_no_secret_of_a_code),
        RIGGED(a_kiosk_brings_the_survey_that_the_hub_lacks_and_its_answers_count),
        RIGGED(only_a_kiosk_in_good_standing_brings_a_survey_and_nothing_else),
        RIGGED(one_kiosk_cannot_use_up_the_places_of_all_for_surveys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
