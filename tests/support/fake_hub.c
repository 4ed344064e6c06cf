/* A hub and a journal in memory: see fake_hub.h. */
#define _GNU_SOURCE 1
#include "fake_hub.h"
#include "answers_given.h"
#include "file.h"
#include "receipt.h"
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

enum { SEGMENTS = 200 };

static struct err failure;
#define must_work(call)                                                                            \
    do {                                                                                           \
        failure.text[0] = '\0';                                                                    \
        if (!(call))                                                                               \
            fail_msg("%s: %s", #call, failure.text);                                               \
    } while (0)

static struct moment fake_now(void *self)
{
    return ((struct fake_hub *)self)->now;
}

void fake_hub_init(struct fake_hub *hub)
{
    seal_start();
    *hub = (struct fake_hub){ .programme = sample_programme(), .hub = sample_hub() };
    key_pair_new(&hub->stranger.public, &hub->stranger.secret);
    box_pair_new(&hub->words_key, &hub->words_secret);
    invitation_new(77, &hub->invitation);
    invitation_code(&hub->invitation, hub->code);
    hub->time = clock_build_floor() + 40 * 86400;
    hub->life = UINT64_C(0x1234567890abcdef);
    hub->now = (struct moment){ .wall = hub->time + 30, .mono = 100000, .boot = { { 7 } } };
    /* All of its room at once: it never moves, so that a child may write it and die. */
    hub->enrol_reply = buf_new(ENROL_BYTES_MAX);
    assert_non_null(buf_grow(&hub->enrol_reply, ENROL_BYTES_MAX));
    buf_clear(&hub->enrol_reply);
}

void fake_hub_finish(struct fake_hub *hub)
{
    buf_finish(&hub->enrol_reply);
    for (size_t i = 0; i < hub->blob_count; i++)
        buf_finish(&hub->blobs[i].bytes);
}

struct digest fake_hub_blob(struct fake_hub *hub, struct span bytes)
{
    assert_true(hub->blob_count < FAKE_BLOBS_MAX);
    struct digest name = digest_of(bytes);
    hub->blobs[hub->blob_count].name = name;
    hub->blobs[hub->blob_count].bytes = buf_new(BLOB_BYTES_MAX);
    buf_put_span(&hub->blobs[hub->blob_count].bytes, bytes);
    hub->blob_count++;
    return name;
}

struct blob_name fake_blob_name(enum blob_kind kind, const char *name, const struct digest *digest,
                                size_t size)
{
    struct blob_name blob = { .kind = kind, .digest = *digest, .size = (uint32_t)size };
    (void)snprintf(blob.name, sizeof blob.name, "%s", name);
    return blob;
}

void fake_hub_offer(struct fake_hub *hub, uint64_t serial, struct blob_name *blobs, size_t count)
{
    struct manifest manifest = {
        .serial = serial,
        .issued = hub->time,
        .venue = "riverside",
        .venue_name = "Riverside",
        .time_zone = "Europe/London",
        .programme = "Northshire",
        .blobs = blobs,
        .blob_count = count,
    };
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    must_work(manifest_sign(&manifest, &hub->hub.secret, &message, &failure));
    hub->bundle_serial = serial;
    hub->bundle = fake_hub_blob(hub, buf_span(&message));
}

struct buf fake_statement(const struct fake_hub *hub, uint64_t number, enum statement_kind kind,
                          struct span subject)
{
    struct buf message = buf_new(STATEMENT_BYTES_MAX);
    struct statement statement = {
        .number = number,
        .kind = kind,
        .issued = hub->time,
        .from = hub->time,
        .subject = subject,
    };
    must_work(statement_sign(&statement, &hub->programme.secret, &message, &failure));
    return message;
}

static struct span blob_of(const struct fake_hub *hub, const struct digest *name)
{
    for (size_t i = 0; i < hub->blob_count; i++)
        if (memcmp(&hub->blobs[i].name, name, sizeof *name) == 0)
            return buf_span(&hub->blobs[i].bytes);
    fail_msg("the hub has no such blob");
    return (struct span){ 0 };
}

static void put_carried_blob(const struct fake_hub *hub, uint64_t kiosk,
                             const struct blob_name *blob, struct buf *out)
{
    struct box_public box;
    BUF_AUTO sealed = buf_new(BLOB_BYTES_MAX);
    struct span bytes = blob_of(hub, &blob->digest);
    if (blob->kind == BLOB_PIN) {
        assert_true(box_public_of(&hub->kiosk, &box));
        must_work(pin_blob_seal(&box, kiosk, bytes, &sealed, &failure));
        bytes = buf_span(&sealed);
    }
    bundle_file_blob_put(bytes, out);
}

struct buf fake_bundle_file(const struct fake_hub *hub, uint64_t kiosk, uint64_t statement)
{
    struct manifest manifest = { 0 };
    struct bundle_offer offer = { kiosk, hub->bundle_serial, hub->bundle };
    struct bundle_file head = { .statement_count = 1, .manifest = blob_of(hub, &hub->bundle) };
    struct buf file = buf_new(16 * 1024 * 1024);
    BUF_AUTO offered = buf_new(OFFER_BYTES_MAX);
    BUF_AUTO said =
        fake_statement(hub, statement, STATEMENT_HUB_KEY, span_of(&hub->hub.public, 32));
    must_work(bundle_offer_sign(&offer, &hub->hub.secret, &offered, &failure));
    must_work(manifest_open(head.manifest, &hub->hub.public, &manifest, &failure));
    head.offer = buf_span(&offered);
    head.statements[0] = buf_span(&said);
    head.blob_count = manifest.blob_count;
    must_work(bundle_file_head_put(&head, &file, &failure));
    for (size_t i = 0; i < manifest.blob_count; i++)
        put_carried_blob(hub, kiosk, &manifest.blobs[i], &file);
    manifest_finish(&manifest);
    return file;
}

static void make_enrol_reply(struct fake_hub *hub, const struct enrol_request *request,
                             const struct digest *key)
{
    static const uint8_t der[] = { 0x30, 0x03, 0x02, 0x01, 0x05 };
    BUF_AUTO hub_said = fake_statement(hub, 1, STATEMENT_HUB_KEY, span_of(&hub->hub.public, 32));
    BUF_AUTO words_said = fake_statement(hub, 2, STATEMENT_WORDS_KEY, span_of(&hub->words_key, 32));
    BUF_AUTO ca_said = fake_statement(hub, 3, STATEMENT_CA, span_of(der, sizeof der));
    BUF_AUTO certificate = buf_new(4096);
    struct enrol_certificate about = {
        .kiosk = 5,
        .life = hub->life,
        .key = request->kiosk,
        .venue = "riverside",
        .issued = hub->time,
    };
    must_work(enrol_certificate_sign(&about, &hub->hub.secret, &certificate, &failure));
    struct enrol_reply reply = {
        .nonce = request->nonce,
        .kiosk = 5,
        .life = hub->life,
        .hub_time = hub->time,
        .programme = hub->programme.public,
        .programme_name = "Northshire",
        .certificate = buf_span(&certificate),
        .statements = { buf_span(&hub_said), buf_span(&words_said), buf_span(&ca_said) },
        .statement_count = hub->public_ca ? 2 : 3,
        .bundle_serial = hub->bundle_serial,
        .bundle = hub->bundle,
    };
    buf_clear(&hub->enrol_reply);
    must_work(enrol_reply_put(&reply, key, &hub->enrol_reply, &failure));
}

static void say_page(struct transport_answer *answer, int status, const char *type,
                     struct span body)
{
    answer->status = status;
    (void)snprintf(answer->type, sizeof answer->type, "%s", type);
    buf_put_span(&answer->body, body);
}

static void do_enrol(struct fake_hub *hub, const struct transport_request *request,
                     struct transport_answer *answer)
{
    struct digest key = invitation_key(&hub->invitation);
    struct enrol_request asked;
    struct err err;
    if (!enrol_request_open(request->body, &key, &asked, &err)) {
        say_page(answer, 403, "application/problem+json", span_text("{}"));
        return;
    }
    if (hub->enrolled && memcmp(&asked.kiosk, &hub->kiosk, sizeof asked.kiosk) != 0) {
        say_page(answer, 422, "application/problem+json", span_text("{}"));
        return;
    }
    if (!hub->enrolled) {
        hub->through = chain_start(hub->life, &asked.kiosk);
        hub->first_nonce = asked.nonce;
        hub->kiosk = asked.kiosk;
        hub->enrolled = true;
    }
    asked.nonce = hub->first_nonce;
    make_enrol_reply(hub, &asked, &key);
    say_page(answer, 200, "application/cbor", buf_span(&hub->enrol_reply));
}

static bool lacks_survey(const struct fake_hub *hub)
{
    static const struct digest none = { { 0 } };
    return memcmp(&hub->lacks, &none, sizeof none) != 0;
}

static void do_survey(struct fake_hub *hub, const struct transport_request *request,
                      struct transport_answer *answer)
{
    struct span survey;
    assert_non_null(strstr(request->url, "/v1/surveys/0000000000000005"));
    assert_null(request->type); /* its path and its signature say what it is */
    must_work(envelope_verify(PURPOSE_SURVEY, &hub->kiosk, request->body, &survey, &failure));
    struct digest is = digest_of(survey);
    assert_memory_equal(&is, &hub->lacks, sizeof is);
    hub->lacks = (struct digest){ { 0 } };
    hub->surveys_taken++;
    answer->status = 204;
}

/* What the kiosk shows is what this hub once signed for it. */
static void do_adopt(struct fake_hub *hub, const struct transport_request *request,
                     struct transport_answer *answer)
{
    struct adoption said;
    struct enrol_certificate certificate;
    struct manifest manifest = { 0 };
    assert_null(request->type);
    must_work(adoption_open(request->body, &hub->kiosk, &said, &failure));
    must_work(enrol_certificate_open(said.certificate, &hub->hub.public, &certificate, &failure));
    assert_memory_equal(&certificate.key, &hub->kiosk, sizeof certificate.key);
    assert_int_equal(certificate.life, hub->life);
    if (said.manifest.size > 0)
        must_work(manifest_open(said.manifest, &hub->hub.public, &manifest, &failure));
    hub->shown_serial = manifest.serial;
    manifest_finish(&manifest);
    hub->forgot = false;
    hub->adoptions++;
    answer->status = 204;
}

static struct chain_point *through_of(struct fake_hub *hub, const struct batch_head *head)
{
    for (size_t i = 0; i < hub->older_count; i++)
        if (hub->older[i].life == head->life) {
            hub->older[i].told = head->before.seq;
            return &hub->older[i].through;
        }
    return &hub->through;
}

/* Takes what it lacks; a batch that begins behind a gap is sent back. */
static void take_batch(struct fake_hub *hub, const struct batch *batch, struct chain_point *through,
                       struct reply *reply)
{
    if (batch->head.before.seq > through->seq) {
        reply->instruction = INSTRUCTION_SEND_FROM;
        reply->instruction_value = through->seq + 1;
        return;
    }
    if (lacks_survey(hub) && batch->head.after.seq > through->seq) {
        reply->instruction = INSTRUCTION_SEND_SURVEY;
        reply->instruction_survey = hub->lacks;
        return;
    }
    if (batch->head.after.seq > through->seq) {
        hub->responses_taken += batch->head.after.seq - through->seq;
        *through = batch->head.after;
    }
}

static void do_sync(struct fake_hub *hub, const struct transport_request *request,
                    struct transport_answer *answer)
{
    struct batch batch = { 0 };
    must_work(batch_open(request->body, &hub->kiosk, &batch, &failure));
    hub->last_health = batch.head.health;
    hub->last_head = batch.head;
    hub->helped += batch.head.health.helped;
    struct reply reply = { .kiosk = batch.head.kiosk,
                           .life = batch.head.life,
                           .nonce = batch.head.nonce,
                           .hub_time = hub->time,
                           .bundle_serial = hub->bundle_serial,
                           .bundle = hub->bundle };
    struct chain_point *through = through_of(hub, &batch.head);
    take_batch(hub, &batch, through, &reply);
    reply.through = *through;
    if (hub->twist != NULL)
        hub->twist(hub, &reply);
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    const struct secret_key *key = hub->stranger_signs ? &hub->stranger.secret : &hub->hub.secret;
    must_work(reply_sign(&reply, key, &message, &failure));
    say_page(answer, 200, "application/cose", buf_span(&message));
    answer->takes_help = hub->takes_help;
    batch_finish(&batch);
}

/* The trouble that strikes this request. */
static enum fake_trouble strike(struct fake_hub *hub)
{
    if (hub->trouble_count == 0)
        return FAKE_HONEST;
    hub->trouble_count--;
    return hub->trouble;
}

static enum transport_result refuse(struct fake_hub *hub, enum transport_result result,
                                    struct err *err)
{
    (void)hub;
    (void)err_set(err, ERR_LATER, "scripted trouble");
    return result;
}

static enum transport_result fake_post(void *self, const struct transport_request *request,
                                       struct transport_answer *answer, struct err *err)
{
    struct fake_hub *hub = self;
    if (strstr(request->url, "/v1/next") != NULL) { /* it is a hub of before this was thought of */
        say_page(answer, 404, "application/problem+json", span_text("{}"));
        return TRANSPORT_ANSWERED;
    }
    enum fake_trouble trouble = strike(hub);
    hub->posts++;
    hub->first_meetings += request->first_meeting ? 1 : 0;
    hub->system_trusted += request->system_trust ? 1 : 0;
    hub->last_judged_at = request->judged_at;
    (void)snprintf(hub->last_url, sizeof hub->last_url, "%s", request->url);
    if (trouble == FAKE_UNREACHABLE)
        return refuse(hub, hub->result, err);
    if (trouble == FAKE_PAGE) {
        say_page(answer, hub->status, hub->type, span_text("<html>Welcome</html>"));
        answer->retry_after = hub->retry_after;
        return TRANSPORT_ANSWERED;
    }
    if (trouble == FAKE_NO_SURVEYS && strstr(request->url, "/v1/surveys/") != NULL) {
        say_page(answer, hub->status, "application/problem+json",
                 span_text("{\"detail\":\"it asks nothing\"}"));
        return TRANSPORT_ANSWERED;
    }
    if (hub->forgot && strstr(request->url, "/v1/adopt") == NULL) {
        say_page(answer, 403, "application/problem+json",
                 span_text("{\"detail\":\"this kiosk is not enrolled here\"}"));
        return TRANSPORT_ANSWERED;
    }
    if (strstr(request->url, "/v1/enrol") != NULL)
        do_enrol(hub, request, answer);
    else if (strstr(request->url, "/v1/surveys/") != NULL)
        do_survey(hub, request, answer);
    else if (strstr(request->url, "/v1/adopt") != NULL)
        do_adopt(hub, request, answer);
    else
        do_sync(hub, request, answer);
    if (trouble != FAKE_LOST_REPLY)
        return TRANSPORT_ANSWERED;
    buf_clear(&answer->body);
    answer->status = 0;
    return refuse(hub, TRANSPORT_NO_ANSWER, err);
}

static const struct buf *find_blob(const struct fake_hub *hub, const char *url)
{
    const char *hex = strrchr(url, '/') + 1;
    for (size_t i = 0; i < hub->blob_count; i++) {
        char name[65];
        digest_hex(&hub->blobs[i].name, name);
        if (strcmp(name, hex) == 0)
            return &hub->blobs[i].bytes;
    }
    return NULL;
}

static enum transport_result fake_get(void *self, const struct transport_request *request,
                                      struct transport_answer *answer, struct err *err)
{
    struct fake_hub *hub = self;
    enum fake_trouble trouble = strike(hub);
    const struct buf *blob = find_blob(hub, request->url);
    hub->gets++;
    hub->system_trusted += request->system_trust ? 1 : 0;
    if (request->from > hub->farthest_from)
        hub->farthest_from = request->from;
    if (trouble == FAKE_UNREACHABLE)
        return refuse(hub, hub->result, err);
    if (trouble == FAKE_PAGE || blob == NULL || request->from > blob->size) {
        say_page(answer, blob == NULL ? 404 : hub->status, hub->type == NULL ? "" : hub->type,
                 span_text("<html>Welcome</html>"));
        return TRANSPORT_ANSWERED;
    }
    struct span rest = span_of(blob->data + request->from, blob->size - request->from);
    if (trouble == FAKE_CUT)
        rest.size /= 2;
    say_page(answer, request->from > 0 ? 206 : 200, "application/octet-stream", rest);
    return trouble == FAKE_CUT ? refuse(hub, TRANSPORT_NO_ANSWER, err) : TRANSPORT_ANSWERED;
}

static void fake_renew(void *self)
{
    ((struct fake_hub *)self)->renewals++;
}

static void fake_close(void *self)
{
    (void)self;
}

struct courier_world fake_hub_world(struct fake_hub *hub)
{
    return (struct courier_world){ .transport = { .self = hub,
                                                  .post = fake_post,
                                                  .get = fake_get,
                                                  .renew = fake_renew,
                                                  .close = fake_close },
                                   .now = fake_now,
                                   .self = hub };
}

void fake_hub_page(struct fake_hub *hub, int count, int status, const char *type,
                   uint32_t retry_after)
{
    hub->trouble = FAKE_PAGE;
    hub->trouble_count = count;
    hub->status = status;
    hub->type = type;
    hub->retry_after = retry_after;
}

void fake_hub_down(struct fake_hub *hub, int count, enum transport_result result)
{
    hub->trouble = FAKE_UNREACHABLE;
    hub->trouble_count = count;
    hub->result = result;
}

void fake_journal_init(struct fake_journal *journal, uint64_t seed, size_t count)
{
    struct dice dice = dice_new(seed);
    *journal = (struct fake_journal){ .missing = true };
    journal->crowd = crowd_wild(&dice, 1, count);
    journal->points = calloc(count + 1, sizeof *journal->points);
    assert_non_null(journal->points);
}

void fake_journal_begin(struct fake_journal *journal, uint64_t life, const struct public_key *kiosk,
                        size_t count)
{
    journal->points[0] = chain_start(life, kiosk);
    journal->lives = (struct outbox_lives){ .life = life };
    for (size_t i = 0; i < journal->crowd.count; i++) {
        BUF_AUTO bytes = buf_new(RESPONSE_BYTES_MAX);
        must_work(response_put(&journal->crowd.responses[i], &bytes, &failure));
        journal->points[i + 1] = chain_next(&journal->points[i], buf_span(&bytes));
    }
    journal->purged = journal->points[0];
    journal->count = count;
    journal->missing = false;
}

void fake_journal_finish(struct fake_journal *journal)
{
    crowd_finish(&journal->crowd);
    free(journal->points);
}

static bool lacks(const struct fake_journal *journal, struct err *err)
{
    return journal->missing && !err_set(err, ERR_MISSING, "no journal yet");
}

static bool journal_read(void *self, uint64_t from, size_t limit,
                         bool (*take)(void *context, const struct response *response,
                                      const struct chain_point *after),
                         void *context, struct err *err)
{
    struct fake_journal *journal = self;
    journal->reads++;
    if (lacks(journal, err))
        return false;
    if (from <= journal->purged.seq)
        return err_set(err, ERR_MISSING, "deleted");
    for (uint64_t i = from - 1; i < journal->count && limit-- > 0; i++)
        if (!take(context, &journal->crowd.responses[i], &journal->points[i + 1]))
            return true;
    return true;
}

static bool journal_segments(void *self, uint32_t from,
                             bool (*take)(void *context, const struct segment *segment,
                                          const struct boot_id *boot, msec base),
                             void *context, struct err *err)
{
    if (lacks(self, err))
        return false;
    for (uint32_t number = from == 0 ? 1 : from; number <= SEGMENTS; number++) {
        struct segment segment = { .number = number, .clock = CLOCK_BELIEVED, .base_wall = number };
        struct boot_id boot = { { (uint8_t)(number == SEGMENTS ? 7 : 0) } };
        if (!take(context, &segment, &boot, 1000))
            return true;
    }
    return true;
}

static bool journal_ends(void *self, struct chain_point *ret_purged, struct chain_point *ret_last,
                         struct err *err)
{
    struct fake_journal *journal = self;
    if (lacks(journal, err))
        return false;
    *ret_purged = journal->purged;
    *ret_last = journal->points[journal->count];
    return true;
}

static uint32_t journal_room(void *self)
{
    const struct fake_journal *journal = self;
    return journal->room_mib == 0 ? 1000 : journal->room_mib;
}

static bool journal_counters(void *self, struct counters *ret, struct err *err)
{
    struct fake_journal *journal = self;
    if (lacks(journal, err))
        return false;
    *ret = journal->counters;
    return true;
}

static bool journal_lives(void *self, struct outbox_lives *ret, struct err *err)
{
    const struct fake_journal *journal = self;
    if (lacks(journal, err))
        return false;
    *ret = journal->lives;
    return true;
}

static bool journal_origins(void *self, uint64_t from,
                            bool (*take)(void *context, const struct life_origin *origin),
                            void *context, struct err *err)
{
    const struct fake_journal *journal = self;
    (void)from, (void)err;
    if (journal->origin.through != 0)
        (void)take(context, &journal->origin);
    return true;
}

static bool journal_answers(void *self, uint64_t seq, bool *ret_known, uint64_t *ret,
                            struct err *err)
{
    const struct fake_journal *journal = self;
    (void)err;
    *ret_known = true;
    *ret = seq >= journal->miscount_at ? journal->miscount : 0;
    for (uint64_t i = 0; i < seq && i < journal->crowd.count; i++)
        *ret += response_answers(&journal->crowd.responses[i]);
    return true;
}

struct outbox fake_journal_outbox(struct fake_journal *journal)
{
    return (struct outbox){ .self = journal,
                            .read = journal_read,
                            .segments = journal_segments,
                            .ends = journal_ends,
                            .lives = journal_lives,
                            .origins = journal_origins,
                            .answers = journal_answers,
                            .counters = journal_counters,
                            .room_mib = journal_room };
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about, (void)kind, (void)where;
    return remove(path);
}

const char *fresh_folder(const char *name)
{
    static char path[600];
    (void)snprintf(path, sizeof path, "%s/testing/courier-%s-%d", BINARY_DIR, name, (int)getpid());
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    must_work(file_make_folder(path, 0755, &failure));
    return path;
}

void write_bytes(const char *path, struct span bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    assert_int_equal(fclose(file), 0);
}

struct buf read_bytes(const char *path)
{
    struct buf bytes = buf_new(16 * 1024 * 1024);
    must_work(file_read(path, &bytes, &failure));
    return bytes;
}
