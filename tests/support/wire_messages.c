/* Examples of messages: see wire_messages.h. */
#include "wire_messages.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct digest digest_filled(uint8_t byte)
{
    struct digest digest;
    memset(digest.bytes, byte, sizeof digest.bytes);
    return digest;
}

static struct nonce nonce_counted(uint8_t first)
{
    struct nonce nonce;
    for (uint8_t i = 0; i < NONCE_SIZE; i++)
        nonce.bytes[i] = (uint8_t)(first + i);
    return nonce;
}

struct reply sample_reply(void)
{
    static struct refusal refusals[] = {
        { 2, "smile has no such answer" },
        { 3, "why was hidden" },
    };
    return (struct reply){
        .kiosk = 7,
        .life = 0x0123456789abcdef,
        .nonce = nonce_counted(0xA0),
        .through = { 3, digest_filled(0xC3) },
        .hub_time = 1793491260,
        .bundle_serial = 13,
        .bundle = digest_filled(0xB1),
        .instruction = INSTRUCTION_SEND_FROM,
        .instruction_value = 2,
        .refusals = refusals,
        .refusal_count = 2,
    };
}

struct manifest sample_manifest(void)
{
    static struct blob_name blobs[] = {
        { .kind = BLOB_SURVEY, .name = "fft_gp", .size = 9000 },
        { .kind = BLOB_WORDING, .name = "cy", .size = 4000 },
        { .kind = BLOB_PIN, .name = "", .size = 210 },
    };
    blobs[0].digest = digest_filled(0x5E);
    blobs[1].digest = digest_filled(0x5F);
    blobs[2].digest = digest_filled(0x60);
    return (struct manifest){
        .serial = 13,
        .issued = 1793491200,
        .venue = "riverside",
        .venue_name = "Riverside Surgery",
        .time_zone = "Europe/London",
        .programme = "County feedback",
        .survey = digest_filled(0x5E),
        .language_count = 2,
        .languages = { "en", "cy" },
        .settings = { .idle_seconds = 60, .warn_seconds = 20 },
        .blobs = blobs,
        .blob_count = 3,
    };
}

const char *const sample_bundle_parts[3] = {
    "{\"title\": \"a survey\"}",
    "{\"start\": \"Dechrau\"}",
    "{\"pin\":\"a\",\"recovery\":\"b\"}",
};

/* The last of them, sealed to the sample kiosk once: a sealed box is random when it is made. */
static const char sealed_pin[] =
    "5d412f0365b115715a7ce0274629017d475f1e0e288f95fc13c6d341620342534375ccce6e192ebe41536d2c"
    "0a935af1686131584dd05e3fe1c98023f0119847955529f81dd7e56abdfb06d2db7aba350642c49584bfca68"
    "efa9153964cbb80b3109c29858e86de496f6069c961efb7e";

static struct buf small_manifest(void)
{
    struct sample_keys hub = sample_hub();
    struct manifest manifest = sample_manifest();
    struct buf message = buf_new(BUNDLE_BYTES_MAX);
    for (size_t i = 0; i < 3; i++) {
        manifest.blobs[i].digest = digest_of(span_text(sample_bundle_parts[i]));
        manifest.blobs[i].size = (uint32_t)strlen(sample_bundle_parts[i]);
    }
    manifest.survey = manifest.blobs[0].digest;
    assert_true(manifest_sign(&manifest, &hub.secret, &message, NULL));
    return message;
}

struct bundle_offer sample_offer(void)
{
    BUF_AUTO manifest = small_manifest();
    return (struct bundle_offer){ 7, 13, manifest_digest(buf_span(&manifest)) };
}

struct buf sample_bundle_file(void)
{
    struct sample_keys hub = sample_hub();
    struct sample_keys programme = sample_programme();
    struct bundle_offer offer = sample_offer();
    struct statement statement = sample_statement();
    struct bundle_file head = { .statement_count = 1, .blob_count = 3 };
    struct buf file = buf_new(64 * 1024);
    BUF_AUTO manifest = small_manifest();
    BUF_AUTO offered = buf_new(OFFER_BYTES_MAX);
    BUF_AUTO said = buf_new(STATEMENT_BYTES_MAX);
    BUF_AUTO pin = sample_hex(sealed_pin);
    assert_true(bundle_offer_sign(&offer, &hub.secret, &offered, NULL));
    assert_true(statement_sign(&statement, &programme.secret, &said, NULL));
    head.offer = buf_span(&offered);
    head.statements[0] = buf_span(&said);
    head.manifest = buf_span(&manifest);
    assert_true(bundle_file_head_put(&head, &file, NULL));
    bundle_file_blob_put(span_text(sample_bundle_parts[0]), &file);
    bundle_file_blob_put(span_text(sample_bundle_parts[1]), &file);
    bundle_file_blob_put(buf_span(&pin), &file);
    return file;
}

struct statement sample_statement(void)
{
    static uint8_t key[32];
    memset(key, 0x42, sizeof key);
    return (struct statement){
        .number = 2,
        .kind = STATEMENT_WORDS_KEY,
        .issued = 1793491200,
        .from = 1793491200,
        .subject = span_of(key, sizeof key),
    };
}

struct enrol_certificate sample_certificate(void)
{
    struct sample_keys kiosk = sample_kiosk();
    return (struct enrol_certificate){
        .kiosk = 7,
        .life = 0x0123456789abcdef,
        .key = kiosk.public,
        .venue = "riverside",
        .issued = 1793491200,
    };
}

struct adoption sample_adoption(void)
{
    return (struct adoption){ .certificate = span_text("certificate"),
                              .manifest = span_text("manifest"),
                              .invitation = 1234,
                              .pin = span_text("pin") };
}

struct invitation sample_invitation(void)
{
    return (struct invitation){ .id = 1234, .secret = { 0, 1, 2, 3, 4, 250, 251, 252, 253, 254 } };
}

struct enrol_request sample_enrol_request(void)
{
    struct sample_keys kiosk = sample_kiosk();
    return (struct enrol_request){
        .invitation = 1234,
        .kiosk = kiosk.public,
        .nonce = nonce_counted(0x10),
        .version = "0.1.0",
    };
}

struct enrol_reply sample_enrol_reply(void)
{
    struct sample_keys programme = sample_programme();
    return (struct enrol_reply){
        .nonce = nonce_counted(0x10),
        .kiosk = 7,
        .life = 0x0123456789abcdef,
        .hub_time = 1793491260,
        .programme = programme.public,
        .programme_name = "County feedback",
        .certificate = span_text("certificate"),
        .statements = { span_text("first statement"), span_text("second") },
        .statement_count = 2,
        .bundle_serial = 13,
        .bundle = digest_filled(0xB1),
    };
}

/* Sealed bytes are random in life; here they count. */
static struct span sealed_counted(uint8_t *at, size_t size, uint8_t first)
{
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(first + i);
    return span_of(at, size);
}

struct sample_crowd sample_visit(void)
{
    enum { VISITS = 3, COUNTS = 80, WORDS = 112 };
    struct sample_crowd crowd = { .count = VISITS };
    crowd.responses = calloc(VISITS, sizeof *crowd.responses);
    crowd.sealed = calloc(VISITS, COUNTS + WORDS);
    assert_non_null(crowd.responses);
    assert_non_null(crowd.sealed);
    for (uint8_t i = 0; i < VISITS; i++) {
        struct response *response = &crowd.responses[i];
        *response = (struct response){
            .seq = i + 1u,
            .bundle = digest_filled(0xB0),
            .survey = digest_filled(0x5E),
            .access = i == 2 ? ACCESS_KEYPAD : ACCESS_TOUCH,
            .ending = i == 1 ? ENDING_TIMEOUT : ENDING_COMPLETE,
            .segment = 2,
            .minute = 600u + i,
            .gap = i == 1 ? 42 : 60,
            .count = 4,
            .state = { 3u + i, i == 0 ? 3 : 2, i == 1 ? 0 : 7, ANSWER_SEALED },
        };
        (void)snprintf(response->language, sizeof response->language, i == 2 ? "cy" : "en");
        response->counts = sealed_counted(crowd.sealed + i * (COUNTS + WORDS), COUNTS, i);
    }
    crowd.responses[0].words_count = 1;
    crowd.responses[0].words[0] =
        (struct sealed_words){ 1, sealed_counted(crowd.sealed + COUNTS, WORDS, 100) };
    return crowd;
}
