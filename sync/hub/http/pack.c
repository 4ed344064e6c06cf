/* Compression of answers: zstd where the client takes it, else gzip. See http_int.h. */
#include "http_int.h"
#include <stdlib.h>
#include <strings.h>
#include <zlib.h>
#include <zstd.h>

enum { ZSTD_LEVEL = 3, GZIP_LEVEL = 5, GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8, PIECE = 16 * 1024 };

struct packer {
    enum coding coding;
    z_stream gzip;
    ZSTD_CStream *zstd;
};

static const struct {
    const char *name;
    enum coding coding;
} codings[] = { { "zstd", CODING_ZSTD }, { "gzip", CODING_GZIP } };

const char *coding_name(enum coding coding)
{
    for (size_t i = 0; i < sizeof codings / sizeof codings[0]; i++)
        if (codings[i].coding == coding)
            return codings[i].name;
    return "identity";
}

/* Is the coding named there, and not with a weight of 0? */
static bool is_accepted(const char *accepted, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = accepted; *at != '\0';) {
        at += strspn(at, ", \t");
        size_t whole = strcspn(at, ",");
        size_t word = strcspn(at, ",; \t");
        const char *weight = memchr(at, '=', whole);
        if (word == length && strncasecmp(at, name, length) == 0)
            return weight == NULL || strtod(weight + 1, NULL) > 0;
        at += whole;
    }
    return false;
}

enum coding coding_choose(const char *accepted)
{
    for (size_t i = 0; i < sizeof codings / sizeof codings[0]; i++)
        if (is_accepted(accepted, codings[i].name))
            return codings[i].coding;
    return CODING_NONE;
}

static bool start(struct packer *packer)
{
    if (packer->coding == CODING_GZIP)
        return deflateInit2(&packer->gzip, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                            Z_DEFAULT_STRATEGY) == Z_OK;
    packer->zstd = ZSTD_createCStream();
    return packer->zstd != NULL && !ZSTD_isError(ZSTD_initCStream(packer->zstd, ZSTD_LEVEL));
}

struct packer *packer_new(enum coding coding)
{
    struct packer *packer = calloc(1, sizeof *packer);
    if (packer == NULL)
        return NULL;
    packer->coding = coding;
    if (start(packer))
        return packer;
    packer_free(packer);
    return NULL;
}

void packer_free(struct packer *packer)
{
    if (packer == NULL)
        return;
    if (packer->coding == CODING_GZIP)
        (void)deflateEnd(&packer->gzip);
    (void)ZSTD_freeCStream(packer->zstd);
    free(packer);
}

static bool put_gzip(struct packer *packer, struct span bytes, bool last, struct buf *out)
{
    uint8_t piece[PIECE];
    z_stream *gzip = &packer->gzip;
    gzip->next_in = (Bytef *)(uintptr_t)bytes.data;
    gzip->avail_in = (uInt)bytes.size;
    do {
        gzip->next_out = piece;
        gzip->avail_out = sizeof piece;
        if (deflate(gzip, last ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_ERROR)
            return false;
        buf_put(out, piece, sizeof piece - gzip->avail_out);
    } while (gzip->avail_out == 0);
    return !out->failed;
}

static bool put_zstd(struct packer *packer, struct span bytes, bool last, struct buf *out)
{
    uint8_t piece[PIECE];
    ZSTD_inBuffer in = { bytes.data, bytes.size, 0 };
    size_t left;
    do {
        ZSTD_outBuffer to = { piece, sizeof piece, 0 };
        left = ZSTD_compressStream2(packer->zstd, &to, &in, last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left))
            return false;
        buf_put(out, piece, to.pos);
    } while (last ? left > 0 : in.pos < in.size);
    return !out->failed;
}

bool packer_put(struct packer *packer, struct span bytes, bool last, struct buf *out)
{
    return packer->coding == CODING_GZIP ? put_gzip(packer, bytes, last, out)
                                         : put_zstd(packer, bytes, last, out);
}
