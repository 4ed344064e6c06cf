/* zstd frames: see pack.h. The only file that knows zstd. */
#include "pack.h"
#include <pthread.h>
#include <stdlib.h>
#include <zstd.h>

enum {
    WINDOW_LOG_MAX = 23, /* 8 MiB: no message is longer */
    BLOCK_WORTH = 24,    /* fewer bytes are not worth a block's head */
    MAGIC_SIZE = 4,
    DESCRIPTOR_DICTIONARY = 3, /* bits of the frame header's descriptor */
    DESCRIPTOR_CHECKSUM = 4,
    DESCRIPTOR_RESERVED = 8,
    DESCRIPTOR_SINGLE = 32, /* the window is the content, and no byte of its own states it */
    WINDOW_LOG_MIN = 10,
    STREAM_KEPT = 64 * 1024, /* a larger stream's buffers are not kept by a thread */
};

static void free_packer(ZSTD_CCtx **context)
{
    (void)ZSTD_freeCCtx(*context);
}

static void free_unpacker(ZSTD_DCtx **context)
{
    (void)ZSTD_freeDCtx(*context);
}

#define PACKER_AUTO   __attribute__((cleanup(free_packer))) ZSTD_CCtx
#define UNPACKER_AUTO __attribute__((cleanup(free_unpacker))) ZSTD_DCtx

static pthread_once_t unpacker_once = PTHREAD_ONCE_INIT;
static pthread_key_t unpacker_key;

static void drop_unpacker(void *context)
{
    (void)ZSTD_freeDCtx(context);
}

static void make_unpacker_key(void)
{
    must(pthread_key_create(&unpacker_key, drop_unpacker) == 0, "no key for a thread's unpacker");
}

/* To make one costs more than to unpack a small batch, so each thread keeps its own until it ends.
 * NULL when out of memory. */
static ZSTD_DCtx *kept_unpacker(void)
{
    (void)pthread_once(&unpacker_once, make_unpacker_key);
    ZSTD_DCtx *context = pthread_getspecific(unpacker_key);
    if (context != NULL) {
        (void)ZSTD_DCtx_reset(context, ZSTD_reset_session_only);
        return context;
    }
    context = ZSTD_createDCtx();
    if (pthread_setspecific(unpacker_key, context) == 0)
        return context;
    (void)ZSTD_freeDCtx(context);
    return NULL;
}

void marks_add(struct marks *marks, size_t at)
{
    size_t last = marks->count == 0 ? 0 : marks->at[marks->count - 1];
    bool room = marks->count < sizeof marks->at / sizeof marks->at[0];
    if (room && at - last >= BLOCK_WORTH)
        marks->at[marks->count++] = at;
}

/* What is tried. Columns of packed answers are like noise with a bias: short matches only hurt
 * them, so the fast strategy with long matches stands beside the thorough one. */
static const struct attempt {
    ZSTD_strategy strategy;
    int least_match;
    int search_log;
    bool flush;
} attempts[] = {
    { ZSTD_btultra2, 3, 6, false },
    { ZSTD_btultra2, 3, 6, true },
    { ZSTD_fast, 7, 1, true },
};

static bool set_up(ZSTD_CCtx *context, const struct attempt *attempt, size_t size)
{
    static const ZSTD_cParameter names[] = { ZSTD_c_strategy, ZSTD_c_minMatch, ZSTD_c_searchLog,
                                             ZSTD_c_contentSizeFlag, ZSTD_c_checksumFlag };
    const int values[] = { (int)attempt->strategy, attempt->least_match, attempt->search_log, 1,
                           0 };
    if (ZSTD_isError(ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters)))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (ZSTD_isError(ZSTD_CCtx_setParameter(context, names[i], values[i])))
            return false;
    }
    return !ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(context, size));
}

/* Feeds the bytes up to `end` and flushes or ends there. */
static bool feed(ZSTD_CCtx *context, ZSTD_inBuffer *in, size_t end, ZSTD_outBuffer *out,
                 ZSTD_EndDirective directive)
{
    in->size = end;
    for (;;) {
        size_t before = out->pos;
        size_t left = ZSTD_compressStream2(context, out, in, directive);
        if (ZSTD_isError(left))
            return false;
        if (left == 0)
            return true;
        if (out->pos == out->size && out->pos == before)
            return false;
    }
}

/* One attempt into `to`; the size of the frame, 0 when it did not fit. */
static size_t try_packing(ZSTD_CCtx *context, const struct attempt *attempt, struct span raw,
                          const struct marks *marks, uint8_t *to, size_t room)
{
    ZSTD_inBuffer in = { raw.data, 0, 0 };
    ZSTD_outBuffer out = { to, room, 0 };
    if (!set_up(context, attempt, raw.size))
        return 0;
    for (size_t i = 0; attempt->flush && i < marks->count; i++) {
        if (marks->at[i] > in.pos && !feed(context, &in, marks->at[i], &out, ZSTD_e_flush))
            return 0;
    }
    return feed(context, &in, raw.size, &out, ZSTD_e_end) ? out.pos : 0;
}

bool pack(struct span raw, const struct marks *marks, struct buf *out, struct err *err)
{
    PACKER_AUTO *context = ZSTD_createCCtx();
    size_t room = ZSTD_compressBound(raw.size) + 8 * marks->count;
    BUF_AUTO best = buf_new(room);
    BUF_AUTO next = buf_new(room);
    uint8_t *to = buf_grow(&next, room);
    if (context == NULL || to == NULL)
        return err_set(err, ERR_LATER, "no memory to pack %zu bytes", raw.size);
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        if (attempts[i].flush && marks->count == 0)
            continue;
        size_t size = try_packing(context, &attempts[i], raw, marks, to, room);
        if (size > 0 && (best.size == 0 || size < best.size)) {
            buf_clear(&best);
            buf_put(&best, to, size);
        }
    }
    if (best.size == 0)
        return err_set(err, ERR_LATER, "no memory to pack %zu bytes", raw.size);
    buf_put_span(out, buf_span(&best));
    return buf_ok(out, "a packed message", err);
}

bool pack_behind(struct span before, struct span raw, struct buf *out, struct err *err)
{
    PACKER_AUTO *context = ZSTD_createCCtx();
    size_t room = ZSTD_compressBound(raw.size);
    BUF_AUTO frame = buf_new(room);
    uint8_t *to = buf_grow(&frame, room);
    if (context == NULL || to == NULL || !set_up(context, &attempts[0], raw.size) ||
        ZSTD_isError(ZSTD_CCtx_refPrefix(context, before.data, before.size)))
        return err_set(err, ERR_LATER, "no memory to pack %zu bytes", raw.size);
    size_t size = ZSTD_compress2(context, to, room, raw.data, raw.size);
    if (ZSTD_isError(size))
        return err_set(err, ERR_LATER, "%zu bytes cannot be packed: %s", raw.size,
                       ZSTD_getErrorName(size));
    buf_put(out, to, size);
    return buf_ok(out, "a packed message", err);
}

size_t pack_estimate(struct span column)
{
    size_t room = ZSTD_compressBound(column.size);
    void *to = malloc(room);
    size_t size = to == NULL ? 0 : ZSTD_compress(to, room, column.data, column.size, 1);
    free(to);
    return ZSTD_isError(size) ? 0 : size;
}

/* A window larger than any message may be is a lie or an attack: a stream would have to keep it. */
static bool window_fits(struct span packed)
{
    if ((packed.data[MAGIC_SIZE] & DESCRIPTOR_SINGLE) != 0)
        return true;
    if (packed.size <= MAGIC_SIZE + 1)
        return false;
    uint8_t stated = packed.data[MAGIC_SIZE + 1]; /* five bits of exponent, three of mantissa */
    return WINDOW_LOG_MIN + (stated >> 3) < WINDOW_LOG_MAX ||
           stated == (WINDOW_LOG_MAX - WINDOW_LOG_MIN) << 3;
}

/* Judges the frame by its header alone. */
static bool frame_fits(struct span packed, size_t ceiling, unsigned long long *ret_size,
                       struct err *err)
{
    static const uint8_t magic[MAGIC_SIZE] = { 0x28, 0xB5, 0x2F, 0xFD };
    const int refused = DESCRIPTOR_DICTIONARY | DESCRIPTOR_CHECKSUM | DESCRIPTOR_RESERVED;
    if (packed.size <= MAGIC_SIZE || memcmp(packed.data, magic, MAGIC_SIZE) != 0)
        return err_set(err, ERR_REFUSED, "what is packed is no zstd frame");
    if ((packed.data[MAGIC_SIZE] & refused) != 0)
        return err_set(err, ERR_REFUSED, "the zstd frame wants a dictionary or a checksum");
    if (!window_fits(packed))
        return err_set(err, ERR_TOO_LARGE, "the zstd frame wants a window of over 8 MiB");
    unsigned long long size = ZSTD_getFrameContentSize(packed.data, packed.size);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR)
        return err_set(err, ERR_REFUSED, "the zstd frame does not state its size");
    if (size > ceiling)
        return err_set(err, ERR_TOO_LARGE, "%llu bytes unpacked, at most %zu are allowed", size,
                       ceiling);
    *ret_size = size;
    return true;
}

bool unpack_behind(struct span before, struct span packed, struct buf *ret, struct err *err)
{
    unsigned long long size = 0;
    if (!frame_fits(packed, ret->ceiling - ret->size, &size, err))
        return false;
    size_t frame = ZSTD_findFrameCompressedSize(packed.data, packed.size);
    if (ZSTD_isError(frame) || frame != packed.size)
        return err_set(err, ERR_REFUSED,
                       "the zstd frame is cut short or something stands behind it");
    ZSTD_DCtx *context = kept_unpacker();
    uint8_t *to = buf_grow(ret, (size_t)size);
    if (context == NULL || to == NULL ||
        ZSTD_isError(ZSTD_DCtx_refPrefix(context, before.data, before.size)))
        return err_set(err, ERR_LATER, "no memory to unpack %llu bytes", size);
    size_t got = ZSTD_decompressDCtx(context, to, (size_t)size, packed.data, packed.size);
    if (ZSTD_isError(got) || got != size)
        return err_set(err, ERR_REFUSED, "the zstd frame is damaged");
    return true;
}

bool unpack(struct span packed, struct buf *ret, struct err *err)
{
    return unpack_behind(span_of(NULL, 0), packed, ret, err);
}

static bool stream_start(ZSTD_DCtx *context, struct span packed, void *ret, size_t size,
                         size_t *ret_size, struct err *err)
{
    if (context == NULL ||
        ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, WINDOW_LOG_MAX)))
        return err_set(err, ERR_LATER, "no memory to unpack the start of a message");
    ZSTD_inBuffer in = { packed.data, packed.size, 0 };
    ZSTD_outBuffer out = { ret, size, 0 };
    while (out.pos < size && in.pos < in.size) {
        size_t left = ZSTD_decompressStream(context, &out, &in);
        if (ZSTD_isError(left))
            return err_set(err, ERR_REFUSED, "the zstd frame is damaged");
        if (left == 0)
            break;
    }
    *ret_size = out.pos;
    return true;
}

bool unpack_start(struct span packed, void *ret, size_t size, size_t *ret_size, struct err *err)
{
    unsigned long long whole = 0;
    if (!frame_fits(packed, (size_t)1 << WINDOW_LOG_MAX, &whole, err))
        return false;
    if (whole <= STREAM_KEPT)
        return stream_start(kept_unpacker(), packed, ret, size, ret_size, err);
    UNPACKER_AUTO *context = ZSTD_createDCtx();
    return stream_start(context, packed, ret, size, ret_size, err);
}
