/*
 * What a true kiosk may send, however wild: responses, clocks and boot segments out of the input,
 * packed and signed as a kiosk does, taken in by the hub's ingest. The reply is signed; sending it
 * again changes nothing; and what was kept stands every test of `verify`.
 */
#include "ingest.h"
#include "asked.h"
#include "bundle.h"
#include "clock.h"
#include "fuzz.h"
#include "report.h"
#include "statement.h"
#include "wire_samples.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { RESPONSES_MAX = 40, VERIFY_EVERY = 50, FRESH_EVERY = 400, SEALED_SIZE = 80 };

static struct {
    struct store *store;
    struct ingest *ingest;
    struct digest survey, bundle;
    uint64_t kiosks;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool done;
    struct buf reply;
    struct err err;
} rig = { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER };

int __wrap_crypto_box_seal_open(unsigned char *m, const unsigned char *c, unsigned long long size,
                                const unsigned char *key, const unsigned char *secret);

/* A box is opened by taking its first bytes off, so that the inside comes out of the input. */
int __wrap_crypto_box_seal_open(unsigned char *m, const unsigned char *c, unsigned long long size,
                                const unsigned char *key, const unsigned char *secret)
{
    must(key != NULL && secret != NULL, "there are keys");
    memcpy(m, c + 48, (size_t)size - 48);
    return c[0] == 255 ? -1 : 0;
}

bool __real_seal_equal(const void *a, const void *b, size_t size);
bool __wrap_seal_equal(const void *a, const void *b, size_t size);

/* A binding is a digest that no input can guess: it holds unless it begins with 0xEE. */
bool __wrap_seal_equal(const void *a, const void *b, size_t size)
{
    bool is_binding = size == 16;
    return is_binding ? *(const uint8_t *)a != 0xEE : __real_seal_equal(a, b, size);
}

/* ---- the hub ---- */

static void close_hub(void)
{
    ingest_stop(rig.ingest);
    store_close(rig.store);
    rig.ingest = NULL;
    rig.store = NULL;
}

static void publish(const char *json)
{
    struct published_survey survey = { .id = "asked", .published = 1 };
    survey.digest = rig.survey = digest_of(span_text(json));
    must(store_blob_put(rig.store, &survey.digest, span_text(json), NULL) &&
             store_survey_publish(rig.store, &survey, NULL),
         "a survey is published");
}

/* The programme's key, its word for the hub, and a bundle of the hub for responses to name. */
static void sign_papers(void)
{
    struct sample_keys programme = sample_programme();
    struct sample_keys hub = sample_hub();
    struct statement said = { .number = 1,
                              .issued = 1,
                              .from = 1,
                              .kind = STATEMENT_HUB_KEY,
                              .subject = span_of(&hub.public, sizeof hub.public) };
    struct manifest manifest = { .serial = 3,
                                 .issued = 1,
                                 .venue = "gp",
                                 .venue_name = "Riverside",
                                 .time_zone = "Europe/London",
                                 .programme = "Northshire",
                                 .survey = rig.survey };
    BUF_AUTO statement = buf_new(STATEMENT_BYTES_MAX);
    BUF_AUTO bundle = buf_new(BUNDLE_BYTES_MAX);
    must(statement_sign(&said, &programme.secret, &statement, NULL) &&
             manifest_sign(&manifest, &hub.secret, &bundle, NULL),
         "papers can be signed");
    rig.bundle = manifest_digest(buf_span(&bundle));
    must(store_setting_put(rig.store, "programme.public",
                           span_of(&programme.public, sizeof programme.public), NULL) &&
             store_statement_add(rig.store, 1, STATEMENT_HUB_KEY, buf_span(&statement), NULL) &&
             store_blob_put(rig.store, &rig.bundle, buf_span(&bundle), NULL),
         "and kept");
}

static void open_hub(void)
{
    static int number;
    char url[300];
    struct sample_keys hub = sample_hub();
    struct venue venue = { .id = "gp", .name = "Riverside", .time_zone = "Europe/London" };
    struct ingest_config config = { .store_url = url,
                                    .hub_key = hub.secret,
                                    .has_counts_key = true };
    (void)snprintf(url, sizeof url, "sqlite:%s/%d.sqlite", fuzz_folder(), number++);
    must(store_open(url, true, &rig.store, NULL) && store_venue_put(rig.store, &venue, NULL),
         "a store");
    publish(asked_json());
    sign_papers();
    must(ingest_start(&config, &rig.ingest, NULL), "the hub takes in");
    if (number == 1)
        (void)atexit(close_hub);
}

static struct batch_head enrol(void)
{
    struct sample_keys kiosk = sample_kiosk();
    uint64_t id = ++rig.kiosks;
    struct chain_point start = chain_start(id, &kiosk.public);
    struct store_invitation used = { .expires = 1, .venue = "gp" };
    struct store_kiosk known = {
        .id = id, .life = id, .venue = "gp", .enrolled = clock_now().wall - 100000
    };
    BUF_AUTO reply = buf_new(16);
    memcpy(known.key, kiosk.public.bytes, sizeof known.key);
    must(store_invitation_add(rig.store, &used, 2, NULL), "a place to enrol from");
    must(store_enrol(rig.store, used.id, &known, &start.hash, span_text("r"), &reply, NULL), "one");
    return (struct batch_head){
        .kiosk = id, .life = id, .before = start, .health = { .version = "0.1.0" }
    };
}

/* ---- one batch out of the input ---- */

static void put_language(struct feed *feed, char ret[LANGUAGE_TAG_MAX + 1])
{
    static const char *const tags[] = { "en", "cy", "en-GB-x-easyread", "zz", "=1+1", "x-\"" };
    (void)snprintf(ret, LANGUAGE_TAG_MAX + 1, "%s", tags[feed_byte(feed) % 6]);
}

static struct span sealed_of(struct feed *feed, uint8_t space[SEALED_SIZE])
{
    struct span inside = feed_take(feed, SEALED_SIZE - 48);
    memset(space, 0, SEALED_SIZE);
    if (inside.size > 0)
        memcpy(space + 48, inside.data, inside.size);
    return span_of(space, SEALED_SIZE);
}

static struct response response_of(struct feed *feed, uint64_t seq, uint8_t space[SEALED_SIZE])
{
    struct response response = { .seq = seq, .survey = rig.survey, .bundle = rig.bundle };
    uint8_t shape = feed_byte(feed);
    response.survey.bytes[0] ^= (shape & 7) == 7;
    response.bundle.bytes[0] ^= shape & 1;
    response.access = (enum access_mode)(shape % ACCESS_MODES);
    response.ending = (enum ending)(feed_byte(feed) % ENDINGS);
    response.assisted = (shape & 8) != 0;
    put_language(feed, response.language);
    response.segment = (uint32_t)feed_number(feed, shape & 16 ? 4 : 1);
    response.minute = (uint32_t)feed_number(feed, shape & 32 ? 4 : 1);
    response.gap = feed_byte(feed) % 61;
    response.count = shape & 64 ? feed_byte(feed) % 31 : 6;
    for (int i = 0; i < response.count; i++)
        response.state[i] = (uint32_t)feed_number(feed, shape & 128 ? 2 : 1);
    for (int i = 0; i < response.count; i++)
        if (response.state[i] == 255)
            response.state[i] = ANSWER_SEALED;
    if (response.count > 3 && response.state[3] == ANSWER_FIRST) {
        response.words_count = 1;
        response.words[0] = (struct sealed_words){ 3, span_of(space, SEALED_SIZE) };
    }
    response.counts = sealed_of(feed, space);
    return response;
}

static void put_segments(struct feed *feed, struct batch_writer *writer)
{
    uint32_t number = 0;
    for (int i = feed_byte(feed) % 6; i > 0; i--) {
        number += 1 + feed_byte(feed) % 4;
        struct segment segment = { .number = number,
                                   .clock = (enum clock_class)(feed_byte(feed) % 3),
                                   .base_wall = (int64_t)feed_number(feed, 8) };
        if (segment.base_wall >> 56 == 0)
            segment.base_wall += clock_now().wall - 50000;
        batch_writer_segment(writer, &segment);
    }
}

static void put_head(struct feed *feed, struct batch_head *head)
{
    uint8_t shape = feed_byte(feed);
    head->now_segment = feed_byte(feed);
    head->now_ms = feed_number(feed, shape & 1 ? 8 : 3);
    head->now_wall = (int64_t)feed_number(feed, shape & 2 ? 8 : 4);
    head->bundle_serial = feed_number(feed, shape & 4 ? 6 : 1);
    if (shape & 8)
        head->origins[head->origin_count++] =
            (struct life_origin){ feed_number(feed, 8), 1 + feed_number(feed, 4), 1 };
    (void)fuzz_text(feed_take(feed, 8), head->health.version, sizeof head->health.version);
    for (char *at = head->health.version; *at != '\0'; at++)
        *at &= 127; /* a kiosk's own version is a text */
}

/* Could a kiosk have recorded it at all? */
static bool is_sound(const struct response *response)
{
    BUF_AUTO canonical = buf_new(RESPONSE_BYTES_MAX);
    return response_put(response, &canonical, NULL);
}

/* False when a kiosk could not have sent it. */
static bool sign_batch(struct feed *feed, struct batch_head *head, struct buf *ret)
{
    static uint8_t spaces[RESPONSES_MAX][SEALED_SIZE];
    struct sample_keys kiosk = sample_kiosk();
    put_head(feed, head);
    struct batch_writer *writer = batch_writer_new(head);
    must(writer != NULL, "there is memory for a writer");
    put_segments(feed, writer);
    uint64_t seq = head->before.seq;
    for (int i = 0; i < RESPONSES_MAX && feed->rest.size > 0; i++) {
        struct response response = response_of(feed, seq + 1, spaces[i]);
        seq += is_sound(&response) && batch_writer_add(writer, &response);
    }
    bool signed_it = batch_writer_finish(writer, &kiosk.secret, ret, &head->after, NULL);
    batch_writer_free(writer);
    return signed_it;
}

/* ---- taking it in ---- */

static void taken(void *unused, struct span reply, const struct err *err)
{
    (void)unused;
    (void)pthread_mutex_lock(&rig.lock);
    buf_put_span(&rig.reply, reply);
    rig.err = *err;
    rig.done = true;
    (void)pthread_cond_signal(&rig.changed);
    (void)pthread_mutex_unlock(&rig.lock);
}

/* The receipt's number, after the reply has proved true. */
static uint64_t take_in(const struct batch_head *head, struct span message, bool carried)
{
    struct sample_keys hub = sample_hub();
    struct reply reply;
    rig.done = false;
    rig.reply = buf_new(REPLY_BYTES_MAX);
    (carried ? ingest_carried : ingest_batch)(rig.ingest, message, taken, NULL);
    (void)pthread_mutex_lock(&rig.lock);
    while (!rig.done)
        (void)pthread_cond_wait(&rig.changed, &rig.lock);
    (void)pthread_mutex_unlock(&rig.lock);
    must(rig.err.kind == ERR_NONE, rig.err.text);
    must(reply_open(buf_span(&rig.reply), &hub.public, &reply, NULL), "a kiosk believes the reply");
    must(reply.kiosk == head->kiosk && reply.life == head->life, "which is for it");
    must(reply.through.seq <= head->after.seq, "and promises no more than was sent");
    uint64_t through = reply.through.seq;
    reply_finish(&reply);
    buf_finish(&rig.reply);
    return through;
}

static void verify(void)
{
    bool clean = false;
    char *said = NULL;
    size_t size = 0;
    struct err err = { 0 };
    FILE *out = open_memstream(&said, &size);
    must(out != NULL, "there is memory for a report");
    must(report_verify(rig.store, out, &clean, &err), err.text);
    (void)fclose(out);
    must(clean, said);
    free(said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { span_of(data, size) };
    bool carried = feed_byte(&feed) & 1;
    if (rig.store != NULL && rig.kiosks % FRESH_EVERY == 0)
        close_hub();
    if (rig.store == NULL)
        open_hub();
    struct batch_head head = enrol();
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    if (!sign_batch(&feed, &head, &message))
        return 0;
    uint64_t through = take_in(&head, buf_span(&message), carried);
    must(take_in(&head, buf_span(&message), carried) == through, "again changes nothing");
    if (through > 0)
        fuzz_accepted("receipt");
    if (rig.kiosks % VERIFY_EVERY == 0)
        verify();
    return 0;
}
