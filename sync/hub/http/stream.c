/*
 * Answers that are written piece by piece: a worker's thread puts bytes into a ring, the server's
 * thread takes them out as fast as the client reads. A full ring makes the worker wait, an empty
 * one puts the connection to sleep, so that memory stays flat however much there is.
 */
#include "http_int.h"
#include <stdlib.h>
#include <time.h>

enum {
    RING_SIZE = 128 * 1024,
    BLOCK_SIZE = 32 * 1024,
    LOOK_MS = 200, /* a waiting writer looks whether the server stops */
    LONG_ANSWER = 1024 * 1024,
};

struct http_stream {
    struct http_server *server;
    struct connection *connection;
    struct MHD_Connection *mhd;
    struct packer *packer; /* NULL when nothing is compressed; the writer's, as is: */
    struct buf packed;
    pthread_mutex_t lock; /* over all that follows */
    pthread_cond_t room;
    size_t start, size;
    bool ended, whole; /* nothing more is written */
    bool gone;         /* nobody reads any more */
    bool asleep;       /* the connection waits for bytes */
    int holders;
    uint8_t ring[RING_SIZE];
};

static void release(struct http_stream *stream)
{
    (void)pthread_mutex_lock(&stream->lock);
    bool last = --stream->holders == 0;
    (void)pthread_mutex_unlock(&stream->lock);
    if (!last)
        return;
    packer_free(stream->packer);
    buf_finish(&stream->packed);
    (void)pthread_cond_destroy(&stream->room);
    (void)pthread_mutex_destroy(&stream->lock);
    free(stream);
}

/* ---- the server's side ---- */

static size_t take(struct http_stream *stream, uint8_t *ret, size_t max)
{
    size_t until_end = RING_SIZE - stream->start;
    size_t count = stream->size < max ? stream->size : max;
    count = count < until_end ? count : until_end;
    memcpy(ret, stream->ring + stream->start, count);
    stream->start = (stream->start + count) % RING_SIZE;
    stream->size -= count;
    (void)pthread_cond_signal(&stream->room);
    return count;
}

static ssize_t on_read(void *context, uint64_t at, char *ret, size_t max)
{
    struct http_stream *stream = context;
    ssize_t result = 0;
    (void)at;
    (void)pthread_mutex_lock(&stream->lock);
    if (stream->size > 0) {
        result = (ssize_t)take(stream, (uint8_t *)ret, max);
        guard_writing(&stream->server->guard, stream->connection, (size_t)result);
    } else if (stream->ended) {
        result =
            stream->whole ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
    } else {
        stream->asleep = true;
        guard_thinking(&stream->server->guard, stream->connection);
        MHD_suspend_connection(stream->mhd);
    }
    (void)pthread_mutex_unlock(&stream->lock);
    return result;
}

static void on_free(void *context)
{
    struct http_stream *stream = context;
    (void)pthread_mutex_lock(&stream->lock);
    stream->gone = true;
    (void)pthread_cond_signal(&stream->room);
    (void)pthread_mutex_unlock(&stream->lock);
    release(stream);
}

/* ---- the writer's side ---- */

/* Under lock. */
static void wake(struct http_stream *stream)
{
    if (!stream->asleep)
        return;
    stream->asleep = false;
    MHD_resume_connection(stream->mhd);
}

static void wait_a_while(struct http_stream *stream)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    (void)pthread_cond_timedwait(&stream->room, &stream->lock, &until);
}

/* Puts what there is room for; returns how much. */
static size_t put(struct http_stream *stream, const uint8_t *bytes, size_t size)
{
    size_t done = 0;
    while (done < size && stream->size < RING_SIZE) {
        size_t at = (stream->start + stream->size) % RING_SIZE;
        size_t run = at < stream->start ? stream->start - at : RING_SIZE - at;
        size_t room = RING_SIZE - stream->size;
        run = run < room ? run : room;
        run = run < size - done ? run : size - done;
        memcpy(stream->ring + at, bytes + done, run);
        stream->size += run;
        done += run;
    }
    return done;
}

static bool write_all(struct http_stream *stream, struct span bytes, struct err *err)
{
    size_t done = 0;
    (void)pthread_mutex_lock(&stream->lock);
    for (;;) {
        done += put(stream, bytes.data + done, bytes.size - done);
        wake(stream);
        if (done == bytes.size || stream->gone || server_is_stopping(stream->server))
            break;
        wait_a_while(stream);
    }
    (void)pthread_mutex_unlock(&stream->lock);
    return done == bytes.size || err_set(err, ERR_LATER, "whoever asked has stopped reading");
}

bool http_stream_write(struct http_stream *stream, struct span bytes, struct err *err)
{
    if (stream->packer == NULL)
        return bytes.size == 0 || write_all(stream, bytes, err);
    buf_clear(&stream->packed);
    if (!packer_put(stream->packer, bytes, false, &stream->packed))
        return err_set(err, ERR_LATER, "there is no memory to compress an answer");
    return stream->packed.size == 0 || write_all(stream, buf_span(&stream->packed), err);
}

static bool write_rest(struct http_stream *stream)
{
    struct err err;
    buf_clear(&stream->packed);
    return packer_put(stream->packer, span_of("", 0), true, &stream->packed) &&
           write_all(stream, buf_span(&stream->packed), &err);
}

void http_stream_end(struct http_stream *stream, bool whole)
{
    struct http_server *server = stream->server;
    if (whole && stream->packer != NULL)
        whole = write_rest(stream);
    (void)pthread_mutex_lock(&stream->lock);
    stream->ended = true;
    stream->whole = whole;
    wake(stream);
    (void)pthread_mutex_unlock(&stream->lock);
    release(stream);
    under_way_over(server);
}

/* ---- beginning ---- */

static struct http_stream *stream_new(struct http_exchange *exchange, enum coding coding)
{
    struct http_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL)
        return NULL;
    stream->server = exchange->server;
    stream->connection = exchange->connection;
    stream->mhd = exchange->mhd;
    stream->packed = buf_new(LONG_ANSWER);
    stream->holders = 1;
    (void)pthread_mutex_init(&stream->lock, NULL);
    (void)pthread_cond_init(&stream->room, NULL);
    stream->packer = coding == CODING_NONE ? NULL : packer_new(coding);
    if (coding == CODING_NONE || stream->packer != NULL)
        return stream;
    release(stream);
    return NULL;
}

static struct MHD_Response *response_of(struct http_stream *stream)
{
    stream->holders = 2;
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_SIZE, on_read, stream, on_free);
    if (response == NULL)
        stream->holders = 1;
    return response;
}

struct http_stream *http_stream_begin(struct http_exchange *exchange,
                                      const struct http_reply *reply, struct err *err)
{
    enum coding coding = CODING_NONE;
    if (reply->pack)
        coding = coding_choose(http_header(exchange, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    struct http_stream *stream = stream_new(exchange, coding);
    struct MHD_Response *response = stream == NULL ? NULL : response_of(stream);
    if (response == NULL) {
        if (stream != NULL)
            release(stream);
        (void)err_set(err, ERR_LATER, "there is no memory for a long answer");
        return NULL;
    }
    reply_put_fields(response, reply, coding);
    under_way_more(stream->server);
    exchange_hand_back(exchange, reply->status, response, LONG_ANSWER);
    return stream;
}
