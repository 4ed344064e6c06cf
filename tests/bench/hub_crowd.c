/* Kiosks and signed batches for the hub's benchmarks: see hub_crowd.h. */
#include "hub_crowd.h"
#include "clock.h"
#include "file.h"
#include "statement.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    DAYS = 30,
    DAY_SECONDS = 86400,
    RESPONSES_A_DAY = 200,
    OPENS_MINUTE = 8 * 60,
    OPEN_MINUTES = 12 * 60,
    WORDS_MAX = 48 + 5 * SEAL_PAD,
};

/* The questions of the Friends and Family Test survey, in their order. */
enum { Q_OVERALL, Q_WHY, Q_WELL, Q_BETTER, Q_GOT, Q_IMPROVE, Q_COUNT };

void bench_fail(const char *what, const struct err *err)
{
    (void)fprintf(stderr, "%s: %s\n", what, err == NULL ? "failed" : err->text);
    exit(1);
}

/* splitmix64: the same crowd on every machine. */
static uint32_t roll(struct crowd *crowd, uint32_t sides)
{
    uint64_t z = crowd->dice += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ z >> 31) % sides);
}

void crowd_database(const char *data, char ret_url[CROWD_URL_MAX])
{
    char path[CROWD_URL_MAX];
    struct err err = { 0 };
    BUF_AUTO url = buf_new(CROWD_URL_MAX - 1);
    (void)snprintf(path, sizeof path, "%s/database", data);
    if (!file_exists(path))
        (void)snprintf(ret_url, CROWD_URL_MAX, "sqlite:%s/hub.sqlite", data);
    else if (file_read(path, &url, &err))
        (void)snprintf(ret_url, CROWD_URL_MAX, "%.*s", (int)strcspn(buf_text(&url), "\n"),
                       buf_text(&url));
    else
        bench_fail("reading where the database is", &err);
}

/* ---- enrolling ---- */

struct looking {
    struct public_key programme;
    struct crowd *crowd;
};

static bool take_statement(void *context, uint64_t number, int kind, struct span message)
{
    struct looking *looking = context;
    struct statement statement;
    struct err err = { 0 };
    (void)number;
    if (kind != STATEMENT_HUB_KEY)
        return true;
    if (!statement_open(message, &looking->programme, &statement, &err))
        bench_fail("reading the hub's key", &err);
    struct public_key *hub = &looking->crowd->hubs[looking->crowd->hub_count++];
    memcpy(hub->bytes, statement.subject.data, sizeof hub->bytes);
    return looking->crowd->hub_count < CROWD_HUBS_MAX;
}

/* As a kiosk learns them: from the statements that the programme has signed. */
static void learn_hub_keys(struct crowd *crowd, struct store *store)
{
    struct looking looking = { .crowd = crowd };
    struct err err = { 0 };
    BUF_AUTO key = buf_new(64);
    if (!store_setting_get(store, "programme.public", &key, &err) ||
        key.size != sizeof looking.programme.bytes)
        bench_fail("reading the programme's key", &err);
    memcpy(looking.programme.bytes, key.data, key.size);
    if (!store_statements(store, take_statement, &looking, &err) || crowd->hub_count == 0)
        bench_fail("looking for the hub's key", &err);
}

static void enrol_one(struct crowd *crowd, struct store *store, const char *venue,
                      struct crowd_kiosk *ret)
{
    struct err err = { 0 };
    struct store_kiosk kiosk = { .enrolled = crowd->began - DAY_SECONDS };
    seal_random(&ret->id, sizeof ret->id);
    seal_random(&ret->life, sizeof ret->life);
    ret->id >>= 1;
    ret->life >>= 1;
    key_pair_new(&ret->public, &ret->secret);
    ret->point = chain_start(ret->life, &ret->public);
    kiosk.id = ret->id;
    kiosk.life = ret->life;
    memcpy(kiosk.key, ret->public.bytes, sizeof kiosk.key);
    (void)snprintf(kiosk.venue, sizeof kiosk.venue, "%s", venue);
    if (!store_adopt(store, &kiosk, &ret->point.hash, &err))
        bench_fail("enrolling a kiosk", &err);
}

/* So many more venues like the first, which are named after it. */
static void add_venues(struct store *store, const char *like, const struct digest *survey,
                       size_t count)
{
    struct venue venue;
    struct err err = { 0 };
    if (!store_venue_get(store, like, &venue, &err))
        bench_fail("reading the venue", &err);
    for (size_t i = 1; i < count; i++) {
        (void)snprintf(venue.id, sizeof venue.id, "%s-%zu", like, i);
        if (!store_venue_put(store, &venue, &err) ||
            !store_venue_survey_put(store, venue.id, survey, &err))
            bench_fail("adding a venue", &err);
    }
}

void crowd_enrol(struct crowd *crowd, const char *database, const char *venue, size_t venues,
                 size_t count)
{
    char name[STORE_ID_MAX + 1];
    struct store *store = NULL;
    struct err err = { 0 };
    seal_start();
    *crowd = (struct crowd){ .began = clock_now().wall - DAYS * DAY_SECONDS };
    crowd->kiosks = calloc(count, sizeof *crowd->kiosks);
    if (crowd->kiosks == NULL)
        bench_fail("enrolling kiosks", NULL);
    if (!store_open(database, false, &store, &err) ||
        !store_venue_survey_get(store, venue, &crowd->survey, &err))
        bench_fail("opening the hub's database", &err);
    learn_hub_keys(crowd, store);
    crowd->bundle = digest_of(span_text("a bundle"));
    add_venues(store, venue, &crowd->survey, venues);
    for (; crowd->count < count; crowd->count++) {
        size_t at = crowd->count % venues;
        (void)snprintf(name, sizeof name, at == 0 ? "%s" : "%s-%zu", venue, at);
        enrol_one(crowd, store, name, &crowd->kiosks[crowd->count]);
    }
    store_close(store);
}

/* ---- responses ---- */

static uint32_t overall(struct crowd *crowd)
{
    static const uint32_t below[] = { 45, 75, 86, 93, 98, 100 };
    uint32_t at = roll(crowd, 100);
    uint32_t choice = 0;
    while (at >= below[choice])
        choice++;
    return choice;
}

static uint32_t some_of_five(struct crowd *crowd)
{
    /* NOLINTNEXTLINE(misc-redundant-expression): two throws of the dice are not the same. */
    uint32_t set = roll(crowd, 32) & roll(crowd, 32);
    return set == 0 ? ANSWER_SKIPPED : ANSWER_FIRST + set;
}

/* Sealed bytes are noise to whoever holds no key; so are these. */
static void write_words(struct crowd *crowd, struct response *response, uint8_t question,
                        struct buf *space)
{
    size_t size = 48 + (1 + roll(crowd, 5)) * (size_t)SEAL_PAD;
    uint8_t *at = buf_grow(space, size);
    if (at == NULL)
        bench_fail("writing words", NULL);
    seal_random(at, size);
    response->state[question] = ANSWER_FIRST;
    response->words[response->words_count++] = (struct sealed_words){ question, span_of(at, size) };
}

/* What someone answers: rating, why, reasons beside it, yes or no; words in about 6 of 100. */
static void answer(struct crowd *crowd, struct response *response, struct buf *space)
{
    uint32_t choice = overall(crowd);
    bool got = roll(crowd, 100) < 85;
    response->state[Q_OVERALL] = ANSWER_FIRST + choice;
    response->state[Q_WHY] = ANSWER_SKIPPED;
    if (roll(crowd, 1000) < 40 && !crowd->plain)
        write_words(crowd, response, Q_WHY, space);
    response->state[Q_WELL] = choice < 2 ? some_of_five(crowd) : ANSWER_UNSEEN;
    response->state[Q_BETTER] = choice >= 2 && choice < 5 ? some_of_five(crowd) : ANSWER_UNSEEN;
    response->state[Q_GOT] = roll(crowd, 100) < 8 ? ANSWER_SKIPPED : ANSWER_FIRST + got;
    response->state[Q_IMPROVE] = ANSWER_UNSEEN;
    if (response->state[Q_GOT] == ANSWER_FIRST) {
        response->state[Q_IMPROVE] = ANSWER_SKIPPED;
        if (roll(crowd, 100) < 15 && !crowd->plain)
            write_words(crowd, response, Q_IMPROVE, space);
    }
}

static struct response respond(struct crowd *crowd, uint64_t seq, uint32_t minute,
                               struct buf *space)
{
    bool large = roll(crowd, 10) == 0 && !crowd->plain;
    struct response response = { .seq = seq,
                                 .survey = crowd->survey,
                                 .access = large ? ACCESS_LARGE : ACCESS_TOUCH,
                                 .segment = 1,
                                 .minute = minute,
                                 .gap = 60,
                                 .count = Q_COUNT };
    bool other = roll(crowd, 8) == 0 && !crowd->plain;
    response.bundle = crowd->bundle;
    (void)snprintf(response.language, sizeof response.language, "%s", other ? "cy" : "en");
    if (roll(crowd, 12) == 0)
        response.ending = ENDING_LEFT;
    answer(crowd, &response, space);
    return response;
}

/* ---- batches ---- */

static struct batch_writer *batch_begin(const struct crowd *crowd, const struct crowd_kiosk *kiosk,
                                        struct nonce *ret_nonce)
{
    struct batch_head head = { .kiosk = kiosk->id,
                               .life = kiosk->life,
                               .before = kiosk->point,
                               .now_segment = 1,
                               .now_ms = (uint64_t)DAYS * DAY_SECONDS * 1000 + kiosk->batch_count,
                               .now_wall = crowd->began + DAYS * DAY_SECONDS,
                               .health = { .version = YOUSAID_VERSION } };
    struct segment segment = { .number = 1, .clock = CLOCK_SIGNED, .base_wall = crowd->began };
    seal_random(head.nonce.bytes, sizeof head.nonce.bytes);
    *ret_nonce = head.nonce;
    struct batch_writer *writer = batch_writer_new(&head);
    if (writer == NULL)
        bench_fail("making a batch", NULL);
    batch_writer_segment(writer, &segment);
    return writer;
}

static void batch_end(struct crowd_kiosk *kiosk, struct batch_writer *writer,
                      struct crowd_batch *batch)
{
    struct err err = { 0 };
    batch->message = buf_new(BATCH_PACKED_MAX);
    if (!batch_writer_finish(writer, &kiosk->secret, &batch->message, &kiosk->point, &err))
        bench_fail("signing a batch", &err);
    batch->end = kiosk->point;
    batch_writer_free(writer);
    kiosk->batch_count++;
}

static void respond_into(struct crowd *crowd, struct batch_writer *writer, uint64_t seq,
                         uint32_t minute)
{
    BUF_AUTO space = buf_new((size_t)SURVEY_COMMENTS_MAX * WORDS_MAX);
    if (buf_grow(&space, (size_t)SURVEY_COMMENTS_MAX * WORDS_MAX) == NULL)
        bench_fail("writing a response", NULL);
    space.size = 0; /* room for all words first, so that none of them moves */
    struct response response = respond(crowd, seq, minute, &space);
    if (!batch_writer_add(writer, &response))
        bench_fail("adding a response", NULL);
    crowd->responses++;
}

static void batches_alloc(struct crowd_kiosk *kiosk, size_t count)
{
    kiosk->batches = calloc(count, sizeof *kiosk->batches);
    if (kiosk->batches == NULL)
        bench_fail("making batches", NULL);
}

static void pack_one(struct crowd *crowd, struct crowd_kiosk *kiosk, uint32_t count,
                     struct crowd_batch *batch)
{
    uint32_t minute = DAYS * 24 * 60 - 60;
    uint64_t seq = kiosk->point.seq;
    struct batch_writer *writer = batch_begin(crowd, kiosk, &batch->nonce);
    for (; count > 0; count--)
        respond_into(crowd, writer, ++seq, minute);
    batch_end(kiosk, writer, batch);
}

void crowd_pack_next(struct crowd *crowd, struct crowd_kiosk *kiosk, uint32_t most,
                     struct crowd_batch *ret)
{
    pack_one(crowd, kiosk, roll(crowd, most + 1), ret);
}

void crowd_pack_small(struct crowd *crowd, size_t batches, uint32_t least, uint32_t most)
{
    for (size_t k = 0; k < crowd->count; k++) {
        batches_alloc(&crowd->kiosks[k], batches);
        for (size_t i = 0; i < batches; i++)
            pack_one(crowd, &crowd->kiosks[k], least + roll(crowd, most - least + 1),
                     &crowd->kiosks[k].batches[i]);
    }
}

/* Visits come at random minutes of the twelve hours that a venue is open. */
static void pack_day(struct crowd *crowd, struct batch_writer *writer, uint64_t *seq, uint32_t day)
{
    for (uint32_t minute = 0; minute < OPEN_MINUTES; minute++)
        while (roll(crowd, OPEN_MINUTES + RESPONSES_A_DAY) < RESPONSES_A_DAY)
            respond_into(crowd, writer, ++*seq, day * 24 * 60 + OPENS_MINUTE + minute);
}

void crowd_pack_backlog(struct crowd *crowd, size_t days)
{
    for (size_t k = 0; k < crowd->count; k++) {
        struct crowd_kiosk *kiosk = &crowd->kiosks[k];
        uint64_t seq = kiosk->point.seq;
        batches_alloc(kiosk, 1);
        struct batch_writer *writer = batch_begin(crowd, kiosk, &kiosk->batches[0].nonce);
        for (uint32_t day = 0; day < days; day++)
            pack_day(crowd, writer, &seq, day);
        batch_end(kiosk, writer, &kiosk->batches[0]);
    }
}

static void batches_free(struct crowd_kiosk *kiosk)
{
    if (kiosk->batches == NULL)
        return;
    for (size_t i = 0; i < kiosk->batch_count; i++)
        buf_finish(&kiosk->batches[i].message);
    free(kiosk->batches);
}

void crowd_finish(struct crowd *crowd)
{
    for (size_t k = 0; k < crowd->count; k++) {
        batches_free(&crowd->kiosks[k]);
        seal_forget(&crowd->kiosks[k].secret, sizeof crowd->kiosks[k].secret);
    }
    free(crowd->kiosks);
}

static bool open_any(const struct crowd *crowd, struct span message, struct reply *ret)
{
    struct err err = { 0 };
    for (size_t i = 0; i < crowd->hub_count; i++)
        if (reply_open(message, &crowd->hubs[i], ret, &err))
            return true;
    (void)fprintf(stderr, "a reply: %s\n", err.text);
    return false;
}

bool crowd_receipt_holds(const struct crowd *crowd, const struct crowd_kiosk *kiosk,
                         const struct crowd_batch *batch, struct span message)
{
    struct reply reply;
    if (!open_any(crowd, message, &reply))
        return false;
    bool holds = reply.kiosk == kiosk->id && reply.life == kiosk->life &&
                 memcmp(&reply.nonce, &batch->nonce, sizeof reply.nonce) == 0 &&
                 reply.through.seq == batch->end.seq && reply.refusal_count == 0 &&
                 memcmp(&reply.through.hash, &batch->end.hash, sizeof batch->end.hash) == 0;
    reply_finish(&reply);
    return holds;
}
