/* Writes the test vectors: see wire_vectors.h. JSON by hand, a value a line, so that a change
 * shows. */
#include "wire_vectors.h"
#include "wire_messages.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

const struct sealed_vector sealed_vector = {
    .box_public = "07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c",
    .box_secret = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
    .words =
        "241058b3ee4379eba35acdee724be17f966569dce5836772ddabad1525dfd70ebfbc021e0a87cafcf0d83b1e"
        "c063591a0e3932c2d818d352820ab50b0b6ba901267bae945260821229f75c501136a1d7b4b8c1ae9e4c0114"
        "bca7975c8327a2ef4ad7c2c303814a3e74e3226eec912013",
    .words_question = "why",
    .words_text = "Everybody was kind. Diolch!",
    .counts =
        "d870b7ff0c9e9b8372687c62b4ad40dfe1adb152b56aeec8552439178ffc605fd164cb5901e1ba18e6757557"
        "be88d2bd3aa073e74e4bac067bdeb96b1b63361821eb59cfaac07fa8b583ad359bfd6e38",
    .wrapped =
        "a600010101020803509d67078f69d1170f6a615b91e20f05660458181196566d1db86190118a13c66736c83a"
        "e6f3ef25ad5f1d76055830b3b73a42ef4fa344e5b2e1aac488d5b1e2c0952a369a6158261f157ae1cca99c7d"
        "74fe8f27e529a14b0c33739e42853e",
    .passphrase = "babab-babab-babab-babab-babab-babab-babab",
};

static void put_hex(struct buf *out, const char *name, struct span bytes, const char *end)
{
    buf_printf(out, "\"%s\": \"", name);
    for (size_t i = 0; i < bytes.size; i++)
        buf_printf(out, "%02x", bytes.data[i]);
    buf_printf(out, "\"%s", end);
}

static void put_digest(struct buf *out, const char *name, const struct digest *digest,
                       const char *end)
{
    put_hex(out, name, span_of(digest->bytes, sizeof digest->bytes), end);
}

static void put_key(struct buf *out, const char *name, struct sample_keys keys, const char *end)
{
    struct key_id id = key_id_of(&keys.public);
    buf_printf(out, "  \"%s\": {", name);
    put_hex(out, "seed", span_of(keys.secret.bytes, 32), ", ");
    put_hex(out, "public", span_of(keys.public.bytes, 32), ", ");
    put_hex(out, "id", span_of(id.bytes, 8), end);
}

static void put_states(struct buf *out, const struct response *response)
{
    buf_printf(out, "\"states\": [");
    for (int i = 0; i < response->count; i++) {
        buf_printf(out, i > 0 ? ", " : "");
        if (response->state[i] == ANSWER_SEALED)
            buf_printf(out, "null");
        else
            buf_printf(out, "%u", response->state[i]);
    }
    buf_printf(out, "], \"words\": [");
    for (int i = 0; i < response->words_count; i++) {
        buf_printf(out, "%s{\"question\": %d, ", i > 0 ? ", " : "", response->words[i].question);
        put_hex(out, "sealed", response->words[i].sealed, "}");
    }
    buf_printf(out, "], ");
    put_hex(out, "counts", response->counts, ", ");
}

/* The same on a line of its own. */
static void put_line(struct buf *out, const char *name, const void *bytes, size_t size)
{
    buf_printf(out, "  ");
    put_hex(out, name, span_of(bytes, size), ",\n");
}

/* One response, and the chain's value behind it. */
static void put_response(struct buf *out, const struct response *response,
                         struct chain_point *point, bool with_bytes)
{
    BUF_AUTO canonical = buf_new(RESPONSE_BYTES_MAX);
    assert_true(response_put(response, &canonical, NULL));
    *point = chain_next(point, buf_span(&canonical));
    buf_printf(out, "    {\"seq\": %llu, ", (unsigned long long)response->seq);
    put_digest(out, "bundle", &response->bundle, ", ");
    put_digest(out, "survey", &response->survey, ", ");
    buf_printf(out, "\"language\": \"%s\", \"access\": %d, \"assisted\": %s, \"ending\": %d, ",
               response->language, (int)response->access, response->assisted ? "true" : "false",
               (int)response->ending);
    buf_printf(out, "\"segment\": %u, \"minute\": %u, \"gap\": %u, ", response->segment,
               response->minute, response->gap);
    put_states(out, response);
    if (with_bytes)
        put_hex(out, "canonical", buf_span(&canonical), ", ");
    put_digest(out, "hash", &point->hash, "}");
}

static void put_batch(struct buf *out, const char *name, const struct sample_crowd *crowd,
                      const struct batch_head *head)
{
    struct sample_keys kiosk = sample_kiosk();
    struct batch batch = { 0 };
    struct chain_point after;
    struct chain_point point = head->before;
    BUF_AUTO message = crowd_pack(crowd, head, &after);
    assert_true(batch_open(buf_span(&message), &kiosk.public, &batch, NULL));
    buf_printf(out, " \"%s\": {\n  \"kiosk\": %llu,\n  \"life\": \"%016llx\",\n", name,
               (unsigned long long)head->kiosk, (unsigned long long)head->life);
    put_line(out, "nonce", head->nonce.bytes, NONCE_SIZE);
    put_line(out, "before", &head->before.hash, sizeof head->before.hash);
    put_line(out, "after", &after.hash, sizeof after.hash);
    put_line(out, "unpacked", batch.open.data, batch.open.size);
    put_line(out, "message", message.data, message.size);
    buf_printf(out, "  \"responses\": [\n");
    for (size_t i = 0; i < crowd->count; i++) {
        put_response(out, &crowd->responses[i], &point, crowd->count < 10);
        buf_printf(out, i + 1 < crowd->count ? ",\n" : "\n");
    }
    buf_printf(out, "  ]\n },\n");
    batch_finish(&batch);
}

/* The first survey: a smiley, reasons when it is low, yes or no, words now and then; one of the
 * words stands where no state says so. */
static void first_survey(struct dice *dice, uint32_t number, struct response *response,
                         uint8_t *sealed)
{
    uint32_t face = dice_roll(dice, 5);
    bool stray = number == 100;
    bool words = number % 60 == 7;
    memset(response->bundle.bytes, 0xB1, 32);
    memset(response->survey.bytes, 0x5E, 32);
    response->count = 4;
    response->state[0] = 3 + face;
    response->state[1] = face < 3 ? 4 + dice_roll(dice, 63) : 0;
    response->state[2] = 3 + dice_roll(dice, 2);
    response->state[3] = words ? 3 : 2;
    if (!words && !stray)
        return;
    memset(sealed, (int)number, 112);
    response->words_count = 1;
    response->words[0] = (struct sealed_words){ stray ? 2 : 3, span_of(sealed, 112) };
}

/* The second survey: so many different answers that each takes two bytes. */
static void second_survey(uint32_t number, struct response *response)
{
    memset(response->bundle.bytes, 0xB2, 32);
    memset(response->survey.bytes, 0x5F, 32);
    response->count = 1;
    response->state[0] = 3 + number * 7 % 4096;
}

/* Responses of two surveys, in which every way of writing a column occurs. */
static struct sample_crowd long_crowd(void)
{
    enum { FIRST = 260, COUNT = 520, ROOM = 128 };
    struct dice dice = dice_new(32);
    struct sample_crowd crowd = { .count = COUNT };
    crowd.responses = calloc(COUNT, sizeof *crowd.responses);
    crowd.sealed = calloc(COUNT, ROOM);
    assert_non_null(crowd.responses);
    assert_non_null(crowd.sealed);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct response *response = &crowd.responses[i];
        *response = (struct response){
            .seq = i + 1,
            .segment = i < FIRST ? 1 : 2,
            .minute = i < FIRST ? 30 + 7 * i : 5 * (i - FIRST),
            .gap = 60,
        };
        (void)snprintf(response->language, sizeof response->language, "%s",
                       i % 7 == 3 && i < FIRST ? "ur" : "en");
        if (i >= FIRST) {
            second_survey(i, response);
            continue;
        }
        response->ending = dice_roll(&dice, 9) == 0 ? ENDING_LEFT : ENDING_COMPLETE;
        response->assisted = i % 100 == 50;
        first_survey(&dice, i, response, crowd.sealed + (size_t)i * ROOM);
    }
    return crowd;
}

static void put_batches(struct buf *out)
{
    struct batch_head head = sample_head();
    struct sample_crowd none = { 0 };
    struct sample_crowd visit = sample_visit();
    struct sample_crowd many = long_crowd();
    struct batch_head helped = head;
    helped.health.helped = 2;
    put_batch(out, "batch_empty", &none, &head);
    put_batch(out, "batch_helped", &none, &helped);
    put_batch(out, "batch", &visit, &head);
    put_batch(out, "batch_long", &many, &head);
    crowd_finish(&visit);
    crowd_finish(&many);
}

/* A signed message: its payload and itself. */
static void put_message(struct buf *out, const char *name, const char *purpose, struct span message)
{
    struct key_id key;
    struct span payload;
    assert_true(envelope_open(message, &key, &payload, NULL));
    buf_printf(out, " \"%s\": {\"purpose\": \"%s\", ", name, purpose);
    put_hex(out, "payload", payload, ", ");
    put_hex(out, "message", message, "},\n");
}

static void put_messages(struct buf *out)
{
    struct sample_keys kiosk = sample_kiosk();
    struct sample_keys hub = sample_hub();
    struct sample_keys programme = sample_programme();
    struct reply reply = sample_reply();
    struct manifest manifest = sample_manifest();
    struct statement statement = sample_statement();
    struct enrol_certificate certificate = sample_certificate();
    struct adoption adoption = sample_adoption();
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    assert_true(reply_sign(&reply, &hub.secret, &message, NULL));
    put_message(out, "reply", "yousaid/1 reply", buf_span(&message));
    buf_clear(&message);
    assert_true(manifest_sign(&manifest, &hub.secret, &message, NULL));
    put_message(out, "manifest", "yousaid/1 bundle", buf_span(&message));
    buf_clear(&message);
    assert_true(statement_sign(&statement, &programme.secret, &message, NULL));
    put_message(out, "statement", "yousaid/1 statement", buf_span(&message));
    buf_clear(&message);
    assert_true(enrol_certificate_sign(&certificate, &hub.secret, &message, NULL));
    put_message(out, "certificate", "yousaid/1 enrolment", buf_span(&message));
    buf_clear(&message);
    assert_true(adoption_sign(&adoption, &kiosk.secret, &message, NULL));
    put_message(out, "adoption", "yousaid/1 adoption", buf_span(&message));
    struct bundle_offer offer = sample_offer();
    buf_clear(&message);
    assert_true(bundle_offer_sign(&offer, &hub.secret, &message, NULL));
    put_message(out, "offer", "yousaid/1 offer", buf_span(&message));
}

/* A bundle as it lies on a stick, and what its parts are. */
static void put_bundle_file(struct buf *out)
{
    BUF_AUTO file = sample_bundle_file();
    buf_printf(out, " \"bundle_file\": {\n  \"kiosk\": 7,\n");
    put_line(out, "file", file.data, file.size);
    for (int i = 0; i < 3; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "part_%d", i);
        buf_printf(out, "  ");
        put_hex(out, name, span_text(sample_bundle_parts[i]), i < 2 ? ",\n" : "\n },\n");
    }
}

static void put_enrolment(struct buf *out)
{
    struct invitation invitation = sample_invitation();
    struct digest key = invitation_key(&invitation);
    struct enrol_request request = sample_enrol_request();
    struct enrol_reply reply = sample_enrol_reply();
    char code[CODE_SIZE];
    BUF_AUTO asked = buf_new(ENROL_BYTES_MAX);
    BUF_AUTO answered = buf_new(ENROL_BYTES_MAX);
    invitation_code(&invitation, code);
    assert_true(enrol_request_put(&request, &key, &asked, NULL));
    assert_true(enrol_reply_put(&reply, &key, &answered, NULL));
    buf_printf(out, " \"enrolment\": {\n  \"code\": \"%s\",\n  \"id\": %u,\n", code, invitation.id);
    put_line(out, "secret", invitation.secret, sizeof invitation.secret);
    put_line(out, "key", &key, sizeof key);
    put_line(out, "request", asked.data, asked.size);
    buf_printf(out, "  ");
    put_hex(out, "reply", buf_span(&answered), "\n },\n");
}

static void put_sealed(struct buf *out)
{
    const struct sealed_vector *v = &sealed_vector;
    buf_printf(out, " \"sealed\": {\n");
    buf_printf(out, "  \"box_public\": \"%s\",\n  \"box_secret\": \"%s\",\n", v->box_public,
               v->box_secret);
    buf_printf(out, "  \"life\": \"0123456789abcdef\",\n  \"seq\": 1,\n  \"survey\": \"");
    for (int i = 0; i < 32; i++)
        buf_printf(out, "5e");
    buf_printf(out, "\",\n  \"words_question\": \"%s\",\n  \"words_text\": \"%s\",\n",
               v->words_question, v->words_text);
    buf_printf(out, "  \"words\": \"%s\",\n", v->words);
    buf_printf(out, "  \"counts_states\": [5, 24],\n  \"counts\": \"%s\",\n", v->counts);
    buf_printf(out, "  \"passphrase\": \"%s\",\n  \"wrapped\": \"%s\"\n }\n", v->passphrase,
               v->wrapped);
}

void vectors_put(struct buf *out)
{
    buf_printf(out, "{\n \"keys\": {\n");
    put_key(out, "kiosk", sample_kiosk(), "},\n");
    put_key(out, "hub", sample_hub(), "},\n");
    put_key(out, "programme", sample_programme(), "}\n },\n");
    put_batches(out);
    put_messages(out);
    put_bundle_file(out);
    put_enrolment(out);
    put_sealed(out);
    buf_printf(out, "}\n");
}
