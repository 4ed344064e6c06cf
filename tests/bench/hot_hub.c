/*
 * The hot paths of the wire and the hub, one at a time and as often as wanted, for counting
 * instructions. What a path costs is the difference between two counts, so that starting up does
 * not matter; everything that a count needs is made beforehand, the same for every count.
 *
 *   hot_hub PATH TIMES      PATH: pack, open (batches of a day, 200 responses), ingest (of three)
 */
#include "hub_fixture.h"
#include "ingest.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 200, FEW = 3, TIMES_MAX = 64 };

static struct fixture fixture;

static void make(const struct fixture_kiosk *kiosk, struct response *ret, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ret[i] =
            fixture_response(&fixture, kiosk->point.seq + 1 + i, ANSWER_FIRST + (uint32_t)i % 5);
}

static void pack_path(long times)
{
    static struct response day[DAY];
    const struct fixture_batch ordinary = { 0 };
    make(&fixture.kiosk, day, DAY);
    for (long i = 0; i < times; i++) {
        struct fixture_kiosk kiosk = fixture.kiosk;
        BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
        fixture_sign(&kiosk, day, DAY, &ordinary, &message);
    }
}

static void open_path(long times)
{
    static struct response day[DAY];
    const struct fixture_batch ordinary = { 0 };
    struct fixture_kiosk kiosk = fixture.kiosk;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    make(&kiosk, day, DAY);
    fixture_sign(&kiosk, day, DAY, &ordinary, &message);
    for (long i = 0; i < times; i++) {
        struct batch batch = { 0 };
        must(batch_open(buf_span(&message), &kiosk.public, &batch, &fixture.err), fixture.err.text);
        batch_finish(&batch);
    }
}

struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t done;
    bool called;
};

static void take_reply(void *context, struct span reply, const struct err *err)
{
    struct waiting *waiting = context;
    must(err->kind == ERR_NONE && reply.size > 0, err->text);
    (void)pthread_mutex_lock(&waiting->lock);
    waiting->called = true;
    (void)pthread_cond_signal(&waiting->done);
    (void)pthread_mutex_unlock(&waiting->lock);
}

static void send(struct ingest *ingest, struct span message)
{
    struct waiting waiting = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false };
    ingest_batch(ingest, message, take_reply, &waiting);
    (void)pthread_mutex_lock(&waiting.lock);
    while (!waiting.called)
        (void)pthread_cond_wait(&waiting.done, &waiting.lock);
    (void)pthread_mutex_unlock(&waiting.lock);
}

static void ingest_path(long times)
{
    static struct response few[FEW];
    static struct buf messages[TIMES_MAX];
    const struct fixture_batch ordinary = { 0 };
    struct ingest_config config = { .store_url = fixture.url };
    struct public_key hub;
    struct ingest *ingest = NULL;
    must(times <= TIMES_MAX, "so many batches are not made");
    key_pair_new(&hub, &config.hub_key);
    for (int i = 0; i < TIMES_MAX; i++) {
        messages[i] = buf_new(BATCH_PACKED_MAX);
        make(&fixture.kiosk, few, FEW);
        fixture_sign(&fixture.kiosk, few, FEW, &ordinary, &messages[i]);
    }
    must(ingest_start(&config, &ingest, &fixture.err), fixture.err.text);
    for (long i = 0; i < times; i++)
        send(ingest, buf_span(&messages[i]));
    ingest_stop(ingest);
    for (int i = 0; i < TIMES_MAX; i++)
        buf_finish(&messages[i]);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(long times);
    } paths[] = { { "pack", pack_path }, { "open", open_path }, { "ingest", ingest_path } };
    for (size_t i = 0; argc == 3 && i < sizeof paths / sizeof paths[0]; i++)
        if (strcmp(paths[i].name, argv[1]) == 0) {
            fixture_open(&fixture);
            paths[i].run(atol(argv[2]));
            fixture_close(&fixture);
            return 0;
        }
    return 2;
}
