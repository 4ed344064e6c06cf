/* Batches one after the other over a kept connection, by the courier's own transport to a hub that
 * serves; and what becomes of them at hubs and strangers that know nothing of it. */
#include "clock.h"
#include "hub_crowd.h"
#include "leaning.h"
#include "served_hub.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

enum { BATCHES = 8, PATH_SIZE = 16 };

struct rig {
    struct served_hub hub;
    struct crowd crowd;
    struct transport transport;
    struct leaning leaning;
    size_t next;              /* of the kiosk's batches */
    char paths[2][PATH_SIZE]; /* where the last of them was posted, in turn */
    size_t posts;
    size_t said; /* bytes of the last post */
};

/* The survey that the crowd answers, where served_hub.c would have another. */
static void publish(struct rig *rig)
{
    struct store *store = hub_store(rig->hub.hub);
    struct span file = hub_survey_carried("gp-fft");
    struct published_survey survey = { .digest = digest_of(file), .id = "gp-fft", .published = 1 };
    struct err err = { 0 };
    if (!store_blob_put(store, &survey.digest, file, &err) ||
        !store_survey_publish(store, &survey, &err) ||
        !store_venue_survey_put(store, "riverside", &survey.digest, &err))
        fail_msg("%s", err.text);
}

static int rig_open(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    char database[CROWD_URL_MAX];
    struct err err;
    assert_non_null(rig);
    served_open_bare(&rig->hub);
    publish(rig);
    crowd_database(rig->hub.data, database);
    crowd_enrol(&rig->crowd, database, "riverside", 1, 1);
    rig->crowd.plain = true;
    crowd_pack_small(&rig->crowd, BATCHES, 3, 3);
    assert_true(transport_curl_open(rig->hub.ca, &rig->transport, &err));
    leaning_open(&rig->leaning);
    *state = rig;
    return 0;
}

static int rig_close(void **state)
{
    struct rig *rig = *state;
    leaning_close(&rig->leaning);
    rig->transport.close(rig->transport.self);
    crowd_finish(&rig->crowd);
    served_close(&rig->hub);
    free(rig);
    return 0;
}

static enum transport_result post(void *context, const char *path, struct span body,
                                  struct transport_answer *ret, struct err *err)
{
    struct rig *rig = context;
    char url[120];
    (void)snprintf(url, sizeof url, "%s%s", rig->hub.url, path);
    struct transport_request request = { .url = url, .body = body, .stop_fd = -1 };
    assert_true(rig->posts < 2);
    (void)snprintf(rig->paths[rig->posts++], PATH_SIZE, "%s", path);
    rig->said = body.size;
    return rig->transport.post(rig->transport.self, &request, ret, err);
}

/* The kiosk's next batch. However it was said, the receipt is whole and holds. */
static void send_next(struct rig *rig, msec now)
{
    struct err err;
    struct crowd_kiosk *kiosk = &rig->crowd.kiosks[0];
    struct crowd_batch *batch = &kiosk->batches[rig->next++];
    struct transport_answer answer = { .body = buf_new(REPLY_BYTES_MAX) };
    rig->posts = 0;
    assert_int_equal(
        leaning_send(&rig->leaning, now, buf_span(&batch->message), post, rig, &answer, &err),
        TRANSPORT_ANSWERED);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.type, "application/cose");
    assert_true(crowd_receipt_holds(&rig->crowd, kiosk, batch, buf_span(&answer.body)));
    buf_finish(&answer.body);
}

static void assert_posted(const struct rig *rig, const char *first, const char *second)
{
    assert_int_equal(rig->posts, second == NULL ? 1 : 2);
    assert_string_equal(rig->paths[0], first);
    if (second != NULL)
        assert_string_equal(rig->paths[1], second);
}

/* The signed bytes are the evidence: they are stored as the kiosk made them. */
static void assert_stored_whole(struct rig *rig)
{
    struct err err;
    struct crowd_kiosk *kiosk = &rig->crowd.kiosks[0];
    for (size_t i = 0; i < rig->next; i++) {
        uint64_t first;
        uint64_t last;
        struct crowd_batch *batch = &kiosk->batches[i];
        BUF_AUTO stored = buf_new(1 << 20);
        assert_true(store_batch_at(hub_store(rig->hub.hub), kiosk->id, kiosk->life, batch->end.seq,
                                   &stored, &first, &last, &err));
        assert_true(span_equal(buf_span(&stored), buf_span(&batch->message)));
    }
}

static void a_kept_connection_says_only_what_is_new(void **state)
{
    struct rig *rig = *state;
    send_next(rig, 1000);
    assert_posted(rig, "/v1/sync", NULL);
    size_t whole = rig->said;
    for (int i = 0; i < 2; i++) {
        send_next(rig, 2000);
        assert_posted(rig, "/v1/next", NULL);
        assert_in_range(rig->said, 1, whole * 2 / 3);
    }
    assert_stored_whole(rig);
}

static void a_new_connection_is_told_the_whole_batch(void **state)
{
    struct rig *rig = *state;
    send_next(rig, 1000);
    rig->transport.renew(rig->transport.self);
    send_next(rig, 2000);
    assert_posted(rig, "/v1/next", "/v1/sync");
    send_next(rig, 3000);
    assert_posted(rig, "/v1/next", NULL);
    assert_stored_whole(rig);
}

static void after_a_while_the_connection_is_taken_for_gone(void **state)
{
    struct rig *rig = *state;
    send_next(rig, 1000);
    send_next(rig, 1000 + 60000);
    assert_posted(rig, "/v1/sync", NULL);
}

static void whoever_never_remembers_is_not_asked_for_ever(void **state)
{
    struct rig *rig = *state;
    send_next(rig, 1000);
    for (int i = 0; i < 3; i++) {
        rig->transport.renew(rig->transport.self);
        send_next(rig, 2000);
        assert_posted(rig, "/v1/next", "/v1/sync");
    }
    send_next(rig, 2000);
    assert_posted(rig, "/v1/sync", NULL);
}

/* ---- somebody else answers ---- */

struct stranger {
    int status;
    const char *type, *body;
    size_t leaning, whole;
};

static enum transport_result strange_post(void *context, const char *path, struct span body,
                                          struct transport_answer *ret, struct err *err)
{
    struct stranger *stranger = context;
    bool leans = strcmp(path, "/v1/next") == 0;
    (void)body;
    (void)err;
    stranger->leaning += leans;
    stranger->whole += !leans;
    ret->status = leans ? stranger->status : 200;
    (void)snprintf(ret->type, sizeof ret->type, "%s", leans ? stranger->type : "application/cose");
    buf_put_text(&ret->body, leans ? stranger->body : "a receipt");
    return TRANSPORT_ANSWERED;
}

/* One batch after another was taken; what the second's answer is, and how often it was said. */
static int meet(struct stranger *stranger, struct transport_answer *answer)
{
    struct err err;
    struct leaning leaning;
    leaning_open(&leaning);
    for (int i = 0; i < 2; i++) {
        buf_clear(&answer->body);
        assert_int_equal(leaning_send(&leaning, 1000, span_text("a batch"), strange_post, stranger,
                                      answer, &err),
                         TRANSPORT_ANSWERED);
    }
    leaning_close(&leaning);
    assert_int_equal(stranger->leaning, 1);
    return answer->status;
}

static void a_hub_that_does_not_know_this_way_is_told_the_whole_batch(void **state)
{
    (void)state;
    struct transport_answer answer = { .body = buf_new(4096) };
    struct stranger old = { 404, "application/problem+json", "{}", 0, 0 };
    assert_int_equal(meet(&old, &answer), 200);
    assert_int_equal(old.whole, 2);
    struct stranger portal = { 200, "text/html", "<p>Sign in</p>", 0, 0 };
    assert_int_equal(meet(&portal, &answer), 200);
    assert_int_equal(portal.whole, 2);
    struct stranger noise = { 200, "application/zstd", "noise", 0, 0 };
    assert_int_equal(meet(&noise, &answer), 200);
    assert_int_equal(noise.whole, 2);
    assert_string_equal(buf_text(&answer.body), "a receipt");
    buf_finish(&answer.body);
}

static void what_would_be_said_to_the_whole_batch_too_is_the_answer(void **state)
{
    static const int statuses[] = { 403, 407, 429, 500, 503, 511 };
    (void)state;
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        struct transport_answer answer = { .body = buf_new(4096) };
        struct stranger busy = { statuses[i], "application/problem+json", "{}", 0, 0 };
        assert_int_equal(meet(&busy, &answer), statuses[i]);
        assert_int_equal(busy.whole, 1);
        buf_finish(&answer.body);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_kept_connection_says_only_what_is_new, rig_open,
                                        rig_close),
        cmocka_unit_test_setup_teardown(a_new_connection_is_told_the_whole_batch, rig_open,
                                        rig_close),
        cmocka_unit_test_setup_teardown(after_a_while_the_connection_is_taken_for_gone, rig_open,
                                        rig_close),
        cmocka_unit_test_setup_teardown(whoever_never_remembers_is_not_asked_for_ever, rig_open,
                                        rig_close),
        cmocka_unit_test(a_hub_that_does_not_know_this_way_is_told_the_whole_batch),
        cmocka_unit_test(what_would_be_said_to_the_whole_batch_too_is_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
