/*
 * Enrolment and exchanges on a hostile network: a real hub, a real courier, and between them a
 * proxy that reads and may change everything. What it cannot do is shown by letting it try.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "courier.h"
#include "curl_run.h"
#include "file.h"
#include "outbox_memory.h"
#include "proxy.h"
#include "served_hub.h"
#include <stdio.h>
#include <stdlib.h>

#define EXPECT_ERR stage->err
#include "expect.h"

static const char secret_words[] = "the nurse was kind";

struct stage {
    struct served_hub served;
    struct proxy proxy;
    char data[4200]; /* the kiosk's */
    struct courier *courier;
    struct outbox_memory *journal;
    struct box_public words_key;
    struct box_secret words_secret;
    struct invite invite;
    struct invitation invitation;
    struct err err;
};

static void invite(struct stage *stage)
{
    OK(hub_invite(stage->served.hub, "riverside", &stage->invite, &stage->err));
    OK(invitation_from_code(stage->invite.code, &stage->invitation, &stage->err));
}

static int open_stage(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    served_open(&stage->served);
    proxy_open(&stage->proxy, stage->served.url, stage->served.ca);
    box_pair_new(&stage->words_key, &stage->words_secret);
    (void)snprintf(stage->data, sizeof stage->data, "%s/kiosk", stage->served.folder);
    OK(courier_open(stage->data, &stage->courier, &stage->err));
    invite(stage);
    *state = stage;
    return 0;
}

static int close_stage(void **state)
{
    struct stage *stage = *state;
    courier_close(stage->courier);
    outbox_memory_free(stage->journal);
    proxy_close(&stage->proxy);
    served_close(&stage->served);
    free(stage);
    return 0;
}

static bool enrol_by(struct stage *stage, const char *url)
{
    return courier_enrol(stage->courier, url, stage->invite.code, &stage->err);
}

/* The bundle behind it comes over a judged connection: through the proxy it does not. */
static void enrol_well(struct stage *stage)
{
    (void)enrol_by(stage, stage->proxy.base);
    if (!courier_state(stage->courier)->enrolled)
        fail_msg("%s", stage->err.text);
}

static bool count_kiosk(void *context, const struct store_kiosk *kiosk)
{
    (void)kiosk;
    ++*(int *)context;
    return true;
}

static int kiosks(struct stage *stage)
{
    int count = 0;
    OK(store_kiosks(hub_store(stage->served.hub), count_kiosk, &count, &stage->err));
    return count;
}

static bool holds(const struct buf *bytes, const void *what, size_t size)
{
    return memmem(bytes->data, bytes->size, what, size) != NULL;
}

static int post_to_hub(struct stage *stage, const char *path, const char *type, struct span body)
{
    BUF_AUTO reply = { 0 };
    return proxy_asks(&stage->proxy, path, type, body, &reply);
}

/* ---- enrolment ---- */

static void the_code_is_never_on_the_way(void **state)
{
    struct stage *stage = *state;
    struct digest key = invitation_key(&stage->invitation);
    enrol_well(stage);
    const struct buf *seen[] = { &stage->proxy.request, &stage->proxy.reply };
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++) {
        assert_true(seen[i]->size > 0);
        assert_false(holds(seen[i], stage->invitation.secret, sizeof stage->invitation.secret));
        assert_false(holds(seen[i], key.bytes, sizeof key.bytes));
        assert_false(holds(seen[i], stage->invite.code, strlen(stage->invite.code)));
        assert_false(holds(seen[i], stage->invite.pin, strlen(stage->invite.pin)));
    }
}

static const uint8_t proxys_key[32] = { 7, 7, 7 };

/* The kiosk's key stands behind these three bytes of the request. */
static void put_own_key(struct proxy *proxy, struct buf *body)
{
    static const char head[] = "\x02\x58\x20";
    uint8_t *at = memmem(body->data, body->size, head, 3);
    (void)proxy;
    assert_non_null(at);
    memcpy(at + 3, proxys_key, sizeof proxys_key);
}

static void a_proxy_that_puts_its_own_key_into_the_request_enrols_nothing(void **state)
{
    struct stage *stage = *state;
    stage->proxy.change_request = put_own_key;
    assert_false(enrol_by(stage, stage->proxy.base));
    assert_false(courier_state(stage->courier)->enrolled);
    assert_int_equal(kiosks(stage), 0);
    stage->proxy.change_request = NULL;
    enrol_well(stage); /* the code was not burned */
    assert_int_equal(kiosks(stage), 1);
}

/* A batch in the name of the kiosk that was just enrolled, by whoever has this key. */
static void sign_for(const struct courier_state *kiosk, const struct secret_key *key,
                     struct buf *ret)
{
    struct err err = { 0 };
    struct chain_point after;
    struct batch_head head = { .kiosk = kiosk->kiosk,
                               .life = kiosk->life,
                               .before = chain_start(kiosk->life, &kiosk->kiosk_key),
                               .health = { .version = "test" } };
    struct batch_writer *writer = batch_writer_new(&head);
    assert_non_null(writer);
    if (!batch_writer_finish(writer, key, ret, &after, &err))
        fail_msg("%s", err.text);
    batch_writer_free(writer);
}

static void an_enrolment_that_was_seen_whole_is_of_no_use(void **state)
{
    struct stage *stage = *state;
    struct proxy *proxy = &stage->proxy;
    struct public_key public;
    struct secret_key own;
    BUF_AUTO again = { 0 };
    BUF_AUTO forged = buf_new(ENROL_BYTES_MAX);
    BUF_AUTO batch = buf_new(BATCH_PACKED_MAX);
    enrol_well(stage);
    assert_int_equal(
        proxy_asks(proxy, "/v1/enrol", "application/cbor", buf_span(&proxy->request), &again), 200);
    assert_true(span_equal(buf_span(&again), buf_span(&proxy->reply)));
    buf_put_span(&forged, buf_span(&proxy->request));
    put_own_key(proxy, &forged);
    assert_int_equal(post_to_hub(stage, "/v1/enrol", "application/cbor", buf_span(&forged)), 403);
    key_pair_new(&public, &own);
    sign_for(courier_state(stage->courier), &own, &batch);
    assert_int_equal(post_to_hub(stage, "/v1/sync", "application/cose", buf_span(&batch)), 403);
    assert_int_equal(kiosks(stage), 1);
}

static void flip_a_byte(struct proxy *proxy, int *status, struct buf *body)
{
    (void)status;
    assert_true(proxy->at < body->size);
    body->data[proxy->at] ^= 1;
}

static void a_reply_that_was_changed_enrols_nobody(void **state)
{
    enum { PLACES = 12 };
    struct stage *stage = *state;
    struct proxy *proxy = &stage->proxy;
    stage->proxy.loses_replies = true;
    assert_false(enrol_by(stage, proxy->base));
    size_t size = proxy->reply.size; /* what it will be again */
    stage->proxy.loses_replies = false;
    proxy->change_reply = flip_a_byte;
    for (size_t i = 0; i < PLACES; i++) {
        proxy->at = i * (size - 1) / (PLACES - 1);
        assert_false(enrol_by(stage, proxy->base));
        assert_false(courier_state(stage->courier)->enrolled);
    }
    proxy->change_reply = NULL;
    enrol_well(stage);
}

/* A hub of the proxy's own, which does not know the code. */
static void speak_for_itself(struct proxy *proxy, int *status, struct buf *body)
{
    struct err err = { 0 };
    struct digest key = { { 1 } };
    struct enrol_reply reply = { .kiosk = 1, .life = 2, .programme_name = "Proxy" };
    (void)proxy;
    *status = 200;
    buf_clear(body);
    assert_true(enrol_reply_put(&reply, &key, body, &err));
}

static void a_proxy_that_answers_for_the_hub_enrols_nobody(void **state)
{
    struct stage *stage = *state;
    stage->proxy.change_reply = speak_for_itself;
    assert_false(enrol_by(stage, stage->proxy.base));
    assert_non_null(strstr(stage->err.text, "not from a hub that knows this code"));
    assert_false(courier_state(stage->courier)->enrolled);
}

static void a_reply_that_was_lost_is_given_again_byte_for_byte(void **state)
{
    struct stage *stage = *state;
    struct proxy *proxy = &stage->proxy;
    BUF_AUTO lost = buf_new(ENROL_BYTES_MAX);
    proxy->loses_replies = true;
    assert_false(enrol_by(stage, proxy->base));
    buf_put_span(&lost, buf_span(&proxy->reply));
    assert_true(lost.size > 0);
    proxy->loses_replies = false;
    enrol_well(stage);
    assert_true(span_equal(buf_span(&lost), buf_span(&proxy->reply)));
    assert_int_equal(kiosks(stage), 1);
}

/* ---- codes: guessed, and used twice ---- */

static int guess_from(struct stage *stage, const char *address)
{
    char path[4300];
    char options[4600];
    char url[200];
    struct public_key public;
    struct secret_key secret;
    struct digest wrong;
    struct enrol_request request = { .invitation = stage->invitation.id, .version = "guess" };
    BUF_AUTO body = buf_new(ENROL_BYTES_MAX);
    key_pair_new(&public, &secret);
    seal_random(&wrong, sizeof wrong);
    request.kiosk = public;
    OK(enrol_request_put(&request, &wrong, &body, &stage->err));
    (void)snprintf(path, sizeof path, "%s/guess", stage->served.folder);
    OK(file_write_durable(path, buf_span(&body), 0600, &stage->err));
    (void)snprintf(options, sizeof options,
                   "--interface %s -H 'Content-Type: application/cbor' --data-binary '@%s'",
                   address, path);
    (void)snprintf(url, sizeof url, "%s/v1/enrol", stage->served.url);
    CURL_AUTO result = curl_run(stage->served.folder, stage->served.ca, options, url);
    return result.status;
}

static void honest_kiosks_enrol_while_somebody_guesses(void **state)
{
    enum { PATIENCE = 30 };
    struct stage *stage = *state;
    int guesses = 0;
    int status = 0;
    for (; guesses < PATIENCE && status != 503; guesses++) {
        status = guess_from(stage, "127.0.0.2");
        assert_true(status == 403 || status == 503);
    }
    assert_int_equal(status, 503);
    OK(enrol_by(stage, stage->served.url)); /* from another address, with its bundle */
    assert_int_equal(kiosks(stage), 1);
    assert_true(courier_state(stage->courier)->bundle_serial > 0);
}

struct events {
    int refused_keys;
    uint64_t kiosk;
};

static bool look_at_event(void *context, const struct store_event *event)
{
    struct events *events = context;
    events->refused_keys += strcmp(event->what, "second key refused") == 0;
    events->kiosk = event->kiosk;
    return true;
}

/* Whoever comes second learns that the code is used, and the hub's people that somebody tried. */
static void a_second_key_is_refused_and_people_are_told(void **state)
{
    struct stage *stage = *state;
    struct events events = { 0 };
    struct courier *second = NULL;
    char data[4300];
    (void)snprintf(data, sizeof data, "%s/second", stage->served.folder);
    OK(enrol_by(stage, stage->served.url));
    OK(courier_open(data, &second, &stage->err));
    assert_false(courier_enrol(second, stage->served.url, stage->invite.code, &stage->err));
    assert_non_null(strstr(stage->err.text, "used by another kiosk"));
    assert_false(courier_state(second)->enrolled);
    courier_close(second);
    OK(store_events(hub_store(stage->served.hub), 0, look_at_event, &events, &stage->err));
    assert_int_equal(events.refused_keys, 1);
    assert_int_equal(events.kiosk, courier_state(stage->courier)->kiosk);
    assert_int_equal(kiosks(stage), 1);
}

/* ---- exchanges ---- */

static struct response response_of(struct stage *stage, struct buf *words)
{
    const struct courier_state *kiosk = courier_state(stage->courier);
    struct seal_binding binding = { .life = kiosk->life,
                                    .seq = 1,
                                    .survey = digest_of(span_text(served_survey)),
                                    .question = "words" };
    OK(words_seal(&stage->words_key, &binding, span_text(secret_words), words, &stage->err));
    return (struct response){ .seq = 1,
                              .survey = binding.survey,
                              .language = "en",
                              .segment = 1,
                              .gap = 60,
                              .count = 2,
                              .state = { ANSWER_FIRST, ANSWER_FIRST },
                              .words_count = 1,
                              .words = { { 1, buf_span(words) } } };
}

/* One visit waits in the journal of the enrolled kiosk. */
static void visit(struct stage *stage)
{
    const struct courier_state *kiosk = courier_state(stage->courier);
    struct segment segment = { .number = 1 };
    struct boot_id boot = { { 9 } };
    BUF_AUTO words = buf_new(WORDS_SEALED_MAX);
    struct response response = response_of(stage, &words);
    stage->journal = outbox_memory_new(kiosk->life, &kiosk->kiosk_key);
    assert_non_null(stage->journal);
    assert_true(outbox_memory_segment(stage->journal, &segment, &boot, 0));
    assert_true(outbox_memory_add(stage->journal, &response));
    struct outbox outbox = outbox_memory_door(stage->journal);
    courier_set_outbox(stage->courier, &outbox);
}

/* Staff who provisioned the venue's proxy: its CA stands among the programme's. */
static void provision_proxy(struct stage *stage)
{
    char path[4300];
    BUF_AUTO pem = buf_new(64 * 1024);
    (void)snprintf(path, sizeof path, "%s/courier/ca.pem", stage->data);
    OK(file_read(path, &pem, &stage->err));
    OK(file_read(stage->proxy.ca, &pem, &stage->err));
    OK(file_write_durable(path, buf_span(&pem), 0640, &stage->err));
    courier_close(stage->courier);
    stage->courier = NULL;
    OK(courier_open(stage->data, &stage->courier, &stage->err));
}

/* The outcome of carrying what waits. */
static enum attempt_outcome carry(struct stage *stage)
{
    struct courier_result result;
    stage->err = (struct err){ 0 };
    bool fine = courier_sync(stage->courier, &result, &stage->err);
    assert_int_equal(fine, result.outcome == ATTEMPT_ACKNOWLEDGED);
    return result.outcome;
}

static uint64_t acknowledged(const struct stage *stage)
{
    return courier_state(stage->courier)->acknowledged.seq;
}

static void a_proxy_that_was_not_provisioned_sees_nothing_after_enrolment(void **state)
{
    struct stage *stage = *state;
    enrol_well(stage);
    int before = stage->proxy.requests;
    visit(stage);
    assert_int_equal(carry(stage), ATTEMPT_NOT_TRUSTED);
    assert_int_equal(stage->proxy.requests, before);
    assert_int_equal(acknowledged(stage), 0);
}

static void a_provisioned_proxy_reads_clear_answers_and_no_words(void **state)
{
    struct stage *stage = *state;
    struct batch batch;
    struct box_public public;
    struct box_secret own;
    BUF_AUTO text = buf_new(WORDS_SEALED_MAX);
    enrol_well(stage);
    provision_proxy(stage);
    visit(stage);
    assert_int_equal(carry(stage), ATTEMPT_ACKNOWLEDGED);
    assert_int_equal(acknowledged(stage), 1);
    OK(batch_open(buf_span(&stage->proxy.request), &courier_state(stage->courier)->kiosk_key,
                  &batch, &stage->err));
    assert_int_equal(batch.response_count, 1);
    assert_int_equal(batch.responses[0].state[0], ANSWER_FIRST); /* as docs/SECURITY.md says */
    assert_false(holds(&batch.open, secret_words, strlen(secret_words)));
    struct seal_binding binding = {
        .life = batch.head.life, .seq = 1, .survey = batch.responses[0].survey, .question = "words"
    };
    box_pair_new(&public, &own);
    assert_false(words_open(&public, &own, &binding, batch.responses[0].words[0].sealed, &text,
                            &stage->err));
    assert_int_equal(stage->err.kind, ERR_DENIED);
    batch_finish(&batch);
}

static void flip_in_batch(struct proxy *proxy, struct buf *body)
{
    if (body->size > 0)
        body->data[proxy->at % body->size] ^= 1;
}

static void a_provisioned_proxy_cannot_change_a_batch(void **state)
{
    enum { STEP = 17, PLACES = 8 };
    struct stage *stage = *state;
    struct store_watermark mark;
    enrol_well(stage);
    provision_proxy(stage);
    visit(stage);
    stage->proxy.change_request = flip_in_batch;
    for (size_t i = 0; i < PLACES; i++) {
        stage->proxy.at = i * STEP;
        assert_int_not_equal(carry(stage), ATTEMPT_ACKNOWLEDGED);
        assert_int_equal(acknowledged(stage), 0);
    }
    const struct courier_state *kiosk = courier_state(stage->courier);
    OK(store_watermark(hub_store(stage->served.hub), kiosk->kiosk, kiosk->life, &mark,
                       &stage->err));
    assert_int_equal(mark.seq, 0);
    stage->proxy.change_request = NULL;
    assert_int_equal(carry(stage), ATTEMPT_ACKNOWLEDGED); /* nothing was lost by it */
    assert_int_equal(acknowledged(stage), 1);
}

static void flip_in_receipt(struct proxy *proxy, int *status, struct buf *body)
{
    if (strcmp(proxy->path, "/v1/sync") == 0)
        flip_a_byte(proxy, status, body);
}

static struct buf old_receipt;

static void give_old_receipt(struct proxy *proxy, int *status, struct buf *body)
{
    (void)status;
    if (strcmp(proxy->path, "/v1/sync") != 0)
        return;
    buf_clear(body);
    buf_put_span(body, buf_span(&old_receipt));
}

static void say_fine(struct proxy *proxy, int *status, struct buf *body)
{
    (void)proxy;
    *status = 200;
    buf_clear(body);
    buf_put_span(body, span_text("{\"ok\":true}"));
}

static void a_provisioned_proxy_cannot_make_a_receipt(void **state)
{
    struct stage *stage = *state;
    struct proxy *proxy = &stage->proxy;
    enrol_well(stage);
    provision_proxy(stage);
    assert_int_equal(carry(stage), ATTEMPT_ACKNOWLEDGED); /* news: its receipt is through 0 */
    old_receipt = buf_new(REPLY_BYTES_MAX);
    buf_put_span(&old_receipt, buf_span(&proxy->reply));
    visit(stage);
    proxy->change_reply = flip_in_receipt;
    for (proxy->at = 0; proxy->at < 120; proxy->at += 29)
        assert_int_equal(carry(stage), ATTEMPT_NOT_A_RECEIPT);
    proxy->change_reply = give_old_receipt;
    assert_int_equal(carry(stage), ATTEMPT_NOT_A_RECEIPT);
    proxy->change_reply = say_fine;
    assert_int_equal(carry(stage), ATTEMPT_NOT_A_RECEIPT);
    assert_int_equal(acknowledged(stage), 0);
    proxy->change_reply = NULL;
    assert_int_equal(carry(stage), ATTEMPT_ACKNOWLEDGED);
    assert_int_equal(acknowledged(stage), 1);
    buf_finish(&old_receipt);
}

static void flip_in_blob(struct proxy *proxy, int *status, struct buf *body)
{
    (void)status;
    if (strncmp(proxy->path, "/v1/blobs/", 10) == 0 && body->size > 0)
        body->data[body->size / 2] ^= 1;
}

static void a_provisioned_proxy_cannot_change_a_bundle(void **state)
{
    struct stage *stage = *state;
    enrol_well(stage);
    provision_proxy(stage);
    stage->proxy.change_reply = flip_in_blob;
    assert_int_equal(carry(stage), ATTEMPT_NOT_A_RECEIPT);
    assert_int_equal(courier_state(stage->courier)->bundle_serial, 0);
    stage->proxy.change_reply = NULL;
    assert_int_equal(carry(stage), ATTEMPT_ACKNOWLEDGED);
    assert_true(courier_state(stage->courier)->bundle_serial > 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_stage, close_stage)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_code_is_never_on_the_way),
        CASE(a_proxy_that_puts_its_own_key_into_the_request_enrols_nothing),
        CASE(an_enrolment_that_was_seen_whole_is_of_no_use),
        CASE(a_reply_that_was_changed_enrols_nobody),
        CASE(a_proxy_that_answers_for_the_hub_enrols_nobody),
        CASE(a_reply_that_was_lost_is_given_again_byte_for_byte),
        CASE(honest_kiosks_enrol_while_somebody_guesses),
        CASE(a_second_key_is_refused_and_people_are_told),
        CASE(a_proxy_that_was_not_provisioned_sees_nothing_after_enrolment),
        CASE(a_provisioned_proxy_reads_clear_answers_and_no_words),
        CASE(a_provisioned_proxy_cannot_change_a_batch),
        CASE(a_provisioned_proxy_cannot_make_a_receipt),
        CASE(a_provisioned_proxy_cannot_change_a_bundle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
