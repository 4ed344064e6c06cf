/*
 * Writes the first inputs of the binary entries: one of every real message, as it comes and without
 * its coats. The target `fuzz_seeds` puts them into tests/fuzz/corpus.
 */
#include "cbor_io.h"
#include "courier_state.h"
#include "file.h"
#include "fuzz.h"
#include "lean.h"
#include "pack.h"
#include "speech_pack.h"
#include "wire_messages.h"
#include "wire_vectors.h"
#include <stdio.h>

enum { ROOM = 8 * 1024 * 1024 };

static const char *corpus;

static void seed(const char *entry, const char *name, const char *kind, struct span bytes)
{
    char path[4096];
    struct err err = { 0 };
    BUF_AUTO out = buf_new(ROOM);
    buf_put_span(&out, span_text(kind));
    buf_put_span(&out, bytes);
    (void)snprintf(path, sizeof path, "%s/%s/seed-%s", corpus, entry, name);
    bool written = file_write_durable(path, buf_span(&out), 0644, &err);
    must(written, err.text);
}

static struct span payload_of(const struct buf *message)
{
    struct key_id key;
    struct span payload = { 0 };
    must(envelope_open(buf_span(message), &key, &payload, NULL), "it is a signed message");
    return payload;
}

/* A message as it comes for `envelope`, its payload for the entry that signs it anew. */
static void seed_message(const char *entry, const char *name, const char *kind,
                         const struct buf *message)
{
    seed("envelope", name, "", buf_span(message));
    seed(entry, name, kind, payload_of(message));
}

/* The same with a wrong hash behind its responses, which the entry puts right. */
static void seed_unchained(const char *name, const struct chain_point *after, const struct buf *raw)
{
    char other[64];
    BUF_AUTO wrong = buf_new(ROOM);
    buf_put_span(&wrong, buf_span(raw));
    uint8_t *at = memmem(wrong.data, wrong.size, after->hash.bytes, sizeof after->hash.bytes);
    must(at != NULL, "a batch says where it ends");
    at[0] ^= 1;
    (void)snprintf(other, sizeof other, "%s-unchained", name);
    seed("batch", other, "c", buf_span(&wrong));
}

static void seed_batch(const char *name, const struct sample_crowd *crowd)
{
    char other[64];
    struct chain_point after;
    struct batch_head head = sample_head();
    BUF_AUTO message = crowd_pack(crowd, &head, &after);
    BUF_AUTO raw = buf_new(ROOM);
    must(unpack(payload_of(&message), &raw, NULL), "a batch can be unpacked");
    seed("frame", name, "", payload_of(&message));
    seed("batch", name, "c", buf_span(&raw));
    if (crowd->count > 0)
        seed_unchained(name, &after, &raw);
    (void)snprintf(other, sizeof other, "%s-packed", name);
    seed("batch", other, "z", payload_of(&message));
    (void)snprintf(other, sizeof other, "%s-message", name);
    seed("batch", other, "m", buf_span(&message));
    (void)snprintf(other, sizeof other, "batch-%s", name);
    seed("http", other, "s", payload_of(&message));
    if (message.size < 1000)
        seed("envelope", name, "", buf_span(&message));
}

static void seed_batches(void)
{
    struct dice dice = dice_new(7);
    struct sample_crowd none = { .count = 0 };
    struct sample_crowd visit = sample_visit();
    struct sample_crowd few = crowd_wild(&dice, 1, 4);
    struct sample_crowd many = crowd_wild(&dice, 1, 60);
    seed_batch("empty", &none);
    seed_batch("visit", &visit);
    seed_batch("few", &few);
    seed_batch("many", &many);
    crowd_finish(&visit);
    crowd_finish(&few);
    crowd_finish(&many);
}

static void seed_reply(void)
{
    struct sample_keys hub = sample_hub();
    struct reply reply = sample_reply();
    BUF_AUTO first = buf_new(REPLY_BYTES_MAX);
    must(reply_sign(&reply, &hub.secret, &first, NULL), "a reply");
    seed_message("receipt", "reply", "", &first);
    reply.refusal_count = 0;
    reply.instruction = INSTRUCTION_SEND_SURVEY;
    BUF_AUTO second = buf_new(REPLY_BYTES_MAX);
    must(reply_sign(&reply, &hub.secret, &second, NULL), "a reply");
    seed("receipt", "survey", "", payload_of(&second));
    reply.instruction = INSTRUCTION_NONE;
    reply.bundle_serial = 0;
    BUF_AUTO third = buf_new(REPLY_BYTES_MAX);
    must(reply_sign(&reply, &hub.secret, &third, NULL), "a reply");
    seed("receipt", "plain", "", payload_of(&third));
}

static void seed_manifest(void)
{
    struct sample_keys hub = sample_hub();
    struct manifest manifest = sample_manifest();
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    must(manifest_sign(&manifest, &hub.secret, &message, NULL), "a manifest");
    seed_message("bundle", "manifest", "", &message);
    manifest.blob_count = 0;
    BUF_AUTO bare = buf_new(BUNDLE_BYTES_MAX);
    must(manifest_sign(&manifest, &hub.secret, &bare, NULL), "a manifest");
    seed("bundle", "bare", "", payload_of(&bare));
}

static void seed_statements(void)
{
    static const size_t sizes[STATEMENT_KINDS] = { 32, 32, 32, 200, 8, 0 };
    static const uint8_t subject[200] = { 0x30, 0x82 };
    struct sample_keys programme = sample_programme();
    for (unsigned kind = 0; kind < STATEMENT_KINDS; kind++) {
        char name[32];
        struct statement statement = sample_statement();
        statement.kind = (enum statement_kind)kind;
        statement.subject = span_of(subject, sizes[kind]);
        BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
        must(statement_sign(&statement, &programme.secret, &message, NULL), "a statement");
        (void)snprintf(name, sizeof name, "statement-%u", kind);
        seed_message("statement", name, "", &message);
    }
}

/* The payload of [payload, MAC]. */
static struct span inside(const struct buf *message)
{
    struct cbor_reader in = cbor_reader_of(buf_span(message));
    (void)item_get_array(&in, 2);
    return item_get_bytes(&in);
}

static void seed_enrolment(void)
{
    struct sample_keys hub = sample_hub();
    struct invitation invitation = sample_invitation();
    struct digest key = invitation_key(&invitation);
    struct enrol_request request = sample_enrol_request();
    struct enrol_reply reply = sample_enrol_reply();
    struct enrol_certificate certificate = sample_certificate();
    struct sample_keys kiosk = sample_kiosk();
    struct adoption adoption = sample_adoption();
    BUF_AUTO adopted = buf_new(ADOPTION_BYTES_MAX);
    char code[CODE_SIZE];
    BUF_AUTO asked = buf_new(ENROL_BYTES_MAX);
    BUF_AUTO said = buf_new(ENROL_BYTES_MAX);
    BUF_AUTO certified = buf_new(ENROL_BYTES_MAX);
    must(enrol_request_put(&request, &key, &asked, NULL), "a request");
    must(enrol_reply_put(&reply, &key, &said, NULL), "a reply");
    must(enrol_certificate_sign(&certificate, &hub.secret, &certified, NULL), "a certificate");
    must(adoption_sign(&adoption, &kiosk.secret, &adopted, NULL), "an adoption");
    seed("enrol", "request", "q", inside(&asked));
    seed("enrol", "reply", "r", inside(&said));
    seed("enrol", "request-message", "m", buf_span(&asked));
    seed("enrol", "reply-message", "m", buf_span(&said));
    seed_message("enrol", "certificate", "c", &certified);
    seed_message("enrol", "adoption", "a", &adopted);
    invitation_code(&invitation, code);
    seed("enrol", "code", "k", span_text(code));
}

/* What a stick brings: an offer, a file, and a true one with nothing changed, and with one byte. */
static void seed_carried(void)
{
    static const uint8_t true_one[] = { 0 };
    static const uint8_t changed[] = { 1, 0, 9, 'x' };
    static const uint8_t cut[] = { 0x40, 0, 200 };
    struct sample_keys hub = sample_hub();
    struct bundle_offer offer = sample_offer();
    BUF_AUTO message = buf_new(OFFER_BYTES_MAX);
    BUF_AUTO file = sample_bundle_file();
    must(bundle_offer_sign(&offer, &hub.secret, &message, NULL), "an offer");
    seed_message("carried", "offer", "o", &message);
    seed("carried", "file", "h", buf_span(&file));
    seed("carried", "true", "k", span_of(true_one, sizeof true_one));
    seed("carried", "changed", "k", span_of(changed, sizeof changed));
    seed("carried", "cut", "k", span_of(cut, sizeof cut));
}

static void seed_sealed(void)
{
    static const uint8_t words[] = { 0, 5, 'w', 'o', 'r', 'd', 's', 0, 0, 0, 0, 0, 0, 0, 0, 0 };
    static const uint8_t counts[] = { 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
    BUF_AUTO wrapped = sample_hex(sealed_vector.wrapped);
    BUF_AUTO file = buf_new(ROOM);
    seed("sealed", "words", "w", span_of(words, sizeof words));
    seed("sealed", "counts", "n", span_of(counts, sizeof counts));
    seed("sealed", "key", "k", buf_span(&wrapped));
    buf_printf(&file,
               "{\"words_key\": \"0123456789abcdef\",\n \"public\": \"%s\",\n"
               " \"wrapped\": \"%s\"}\n",
               sealed_vector.box_public, sealed_vector.wrapped);
    seed("sealed", "file", "f", buf_span(&file));
}

static void state_fill(struct courier_state *state)
{
    struct reply reply = sample_reply();
    state->enrolled = true;
    (void)snprintf(state->hub_url, sizeof state->hub_url, "https://hub.example:8443");
    (void)snprintf(state->programme_name, sizeof state->programme_name, "Northshire");
    state->kiosk = reply.kiosk;
    state->life = reply.life;
    state->hub_key_count = 2;
    state->has_words_key = state->has_ca = true;
    state->acknowledged = reply.through;
    state->refused_count = state->refused_listed = 2;
    memcpy(state->refused, reply.refusals, 2 * sizeof *reply.refusals);
    state->paused = true;
    (void)snprintf(state->pause_reason, sizeof state->pause_reason, "The hub says no.");
    state->attempt_count = 3;
    state->attempts[1] = (struct attempt){ 1793491260, ATTEMPT_FORK, 17 };
}

static void seed_state(void)
{
    static struct courier_state state;
    BUF_AUTO empty = buf_new(COURIER_STATE_MAX);
    BUF_AUTO full = buf_new(COURIER_STATE_MAX);
    must(courier_state_put(&state, &empty, NULL), "a state");
    state_fill(&state);
    must(courier_state_put(&state, &full, NULL), "a state");
    seed("state", "empty", "", buf_span(&empty));
    seed("state", "full", "", buf_span(&full));
    for (int i = 0; i < 2; i++) {
        struct cbor_reader in = cbor_reader_of(buf_span(i == 0 ? &empty : &full));
        (void)item_get_array(&in, 3);
        (void)item_get_uint(&in);
        seed("state", i == 0 ? "empty-content" : "full-content", "", item_get_bytes(&in));
    }
}

/* The heads of Opus streams, and a byte of their own. */
static void seed_speech(void)
{
    static const char *const texts[] = { "Good", "Poor", "1 of 2" };
    uint8_t bytes[3][48] = { { 0 } };
    struct speech_clip clips[3];
    BUF_AUTO empty = buf_new(SPEECH_PACK_MAX);
    BUF_AUTO full = buf_new(SPEECH_PACK_MAX);
    for (uint8_t i = 0; i < 3; i++) {
        memcpy(bytes[i], "OggS", 4);
        memcpy(bytes[i] + 28, "OpusHead", 8);
        bytes[i][40] = i;
        clips[i] = (struct speech_clip){ speech_key_of("en", texts[i]),
                                         span_of(bytes[i], sizeof bytes[i]) };
    }
    must(speech_pack_put(clips, 0, &empty, NULL), "an empty pack");
    must(speech_pack_put(clips, 3, &full, NULL), "a pack");
    seed("speech", "empty", "", buf_span(&empty));
    seed("speech", "full", "", buf_span(&full));
}

/* A frame that leans on what passed before, and says it again. */
static void seed_leaning(void)
{
    BUF_AUTO body = buf_new(LEAN_BODY_MAX);
    BUF_AUTO message = buf_new(LEAN_MESSAGE_MAX);
    buf_put_text(&message, "A batch: " FUZZ_PASSED " That was all.");
    must(lean_batch(span_text(FUZZ_PASSED), buf_span(&message), &body, NULL), "it can be said");
    seed("frame", "behind", "", span_of(body.data + LEAN_NAME_SIZE, body.size - LEAN_NAME_SIZE));
}

int main(int argc, char **argv)
{
    must(argc == 2, "where the corpora are is said");
    corpus = argv[1];
    seal_start();
    seed_batches();
    seed_reply();
    seed_manifest();
    seed_statements();
    seed_enrolment();
    seed_carried();
    seed_sealed();
    seed_state();
    seed_speech();
    seed_leaning();
    return 0;
}
