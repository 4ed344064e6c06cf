/*
 * A stick from strange hands: names and files out of the input, some of them true receipts with
 * changes behind the signature. What the kiosk believes to be with the hub never goes back by a
 * stick, never lies outside its own chain, and what is not its own stays where it is.
 */
#include "courier_int.h"
#include "fake_hub.h"
#include "fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RESPONSES = 8, QUESTIONS_MAX = 8, FILES_MAX = 12, NAME_ROOM = 100 };

static struct fake_hub hub;
static struct fake_journal journal;
static struct courier *courier;
static struct courier_state before;
static char stick[300];

/* Visits to short surveys alone, so that a batch of them is made in no time. */
static bool is_short(void)
{
    for (size_t i = 0; i < RESPONSES; i++)
        if (journal.crowd.responses[i].count > QUESTIONS_MAX)
            return false;
    return true;
}

static void visit(void)
{
    for (uint64_t seed = 1;; seed++) {
        fake_journal_init(&journal, seed, RESPONSES);
        if (is_short())
            return;
        fake_journal_finish(&journal);
    }
}

static void enrol(void)
{
    char data[300];
    struct err err = { 0 };
    struct courier_world world;
    struct outbox outbox;
    (void)snprintf(data, sizeof data, "%s/data", fuzz_folder());
    (void)snprintf(stick, sizeof stick, "%s/stick", fuzz_folder());
    must(mkdir(data, 0700) == 0 && mkdir(stick, 0700) == 0, "there are folders");
    fake_hub_init(&hub);
    world = fake_hub_world(&hub);
    must(courier_open_in(data, &world, &courier, &err) &&
             courier_enrol(courier, "https://hub.example", hub.code, &err),
         err.text);
    visit();
    fake_journal_begin(&journal, courier->state.life, &courier->state.kiosk_key, RESPONSES);
    outbox = fake_journal_outbox(&journal);
    courier_set_outbox(courier, &outbox);
    courier->settings.batch_max = 5;
    before = courier->state;
}

/* A reply of the hub, true or nearly so. */
static struct buf receipt_of(struct feed *feed)
{
    static struct refusal refusals[4];
    struct buf message = buf_new(REPLY_BYTES_MAX);
    uint8_t shape = feed_byte(feed);
    uint64_t seq = feed_byte(feed) % (RESPONSES + 2);
    struct reply reply = { .kiosk = shape & 1 ? 6 : 5,
                           .life = courier->state.life + (shape >> 1 & 1),
                           .hub_time = (int64_t)feed_number(feed, shape & 4 ? 8 : 4),
                           .through = { seq, { { 0 } } },
                           .refusals = refusals };
    if (seq <= RESPONSES && !(shape & 8))
        reply.through.hash = journal.points[seq].hash;
    reply.refusal_count = shape >> 4 & 3;
    for (size_t i = 0; i < reply.refusal_count; i++)
        refusals[i] = (struct refusal){ feed_byte(feed) % RESPONSES + 1u + i, "why" };
    if (shape & 64) {
        reply.instruction = INSTRUCTION_SEND_FROM;
        reply.instruction_value = feed_byte(feed);
    }
    (void)!reply_sign(&reply, &hub.hub.secret, &message, NULL);
    return message;
}

static struct buf content_of(struct feed *feed)
{
    struct buf raw;
    switch (feed_byte(feed)) {
    case 's':
        return fuzz_signed(PURPOSE_REPLY, &hub.hub.secret, feed_piece(feed));
    case 'r':
        return receipt_of(feed);
    default:
        raw = buf_new(UINT16_MAX);
        buf_put_span(&raw, feed_piece(feed));
        return raw;
    }
}

/* Any name that a folder can have. */
static void name_of(struct feed *feed, char ret[NAME_ROOM])
{
    static const char *const endings[] = { ".receipt", ".batch", "", "-manifest.txt" };
    uint8_t shape = feed_byte(feed);
    unsigned from = feed_byte(feed);
    unsigned to = feed_byte(feed);
    char odd[40];
    (void)fuzz_text(feed_take(feed, shape >> 4), odd, sizeof odd);
    for (char *at = odd; *at != '\0'; at++)
        *at = (char)(*at == '/' ? '%' : *at);
    if (shape & 4)
        (void)snprintf(ret, NAME_ROOM, "%s%s", odd, endings[shape & 3]);
    else
        (void)snprintf(ret, NAME_ROOM, "yousaid-%016x-%016llx-%u-%u%s%s", 5,
                       (unsigned long long)courier->state.life, from, to, odd, endings[shape & 3]);
    if (ret[0] == '\0' || strcmp(ret, ".") == 0 || strcmp(ret, "..") == 0)
        (void)snprintf(ret, NAME_ROOM, "nameless");
}

static void put_file(struct feed *feed)
{
    char name[NAME_ROOM];
    char path[500];
    name_of(feed, name);
    BUF_AUTO content = content_of(feed);
    (void)snprintf(path, sizeof path, "stick/%s", name);
    fuzz_write(path, buf_span(&content));
}

static void empty_stick(void)
{
    DIR *folder = opendir(stick);
    char path[700];
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        (void)snprintf(path, sizeof path, "%s/%s", stick, entry->d_name);
        (void)unlink(path);
    }
    if (folder != NULL)
        (void)closedir(folder);
}

static void judge(const struct courier_stick *done)
{
    const struct chain_point *at = &courier->state.acknowledged;
    must(at->seq >= before.acknowledged.seq && at->seq <= RESPONSES, "within what was answered");
    must(memcmp(&at->hash, &journal.points[at->seq].hash, sizeof at->hash) == 0,
         "on its own chain");
    must(done->acknowledged <= RESPONSES && done->written <= RESPONSES, "counts are counts");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { span_of(data, size) };
    struct courier_stick done = { 0 };
    struct err err = { 0 };
    if (courier == NULL)
        enrol();
    courier->state = before;
    empty_stick();
    for (int i = 0; i < FILES_MAX && feed.rest.size > 0; i++)
        put_file(&feed);
    bool fine = courier_stick(courier, stick, &done, &err);
    must(fine || err.text[0] != '\0', "a failure has its reason");
    judge(&done);
    if (fine && courier->state.acknowledged.seq > before.acknowledged.seq)
        fuzz_accepted("receipt");
    return 0;
}
