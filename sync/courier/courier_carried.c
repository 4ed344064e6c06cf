/*
 * The batches that went onto the last sticks, by their nonces, and what the journal had let go of
 * by then: DIR/courier/carried, a line "NONCE PURGED" each, the newest first. A reply that echoes
 * one of them was given after that, so that it can say what an older one must not: that the hub was
 * set back. Sticks may go in turns, so that a reply comes home when others were written since.
 */
#include "courier_int.h"
#include "file.h"
#include <inttypes.h>
#include <stdio.h>

/* A line is a nonce, a space and a number of up to 20 digits. */
enum {
    CARRIED_LINE_MAX = 2 * NONCE_SIZE + 1 + 20 + 1,
    CARRIED_BYTES_MAX = 16 * 1024,
    CARRIED_MODE = 0640
};
_Static_assert(CARRIED_MAX *CARRIED_LINE_MAX < CARRIED_BYTES_MAX, "all that is kept fits");

static void nonce_hex(const struct nonce *nonce, char ret[2 * NONCE_SIZE + 1])
{
    for (size_t i = 0; i < NONCE_SIZE; i++)
        (void)snprintf(ret + 2 * i, 3, "%02x", nonce->bytes[i]);
}

static bool read_lines(const char *data, struct buf *ret)
{
    char path[COURIER_PATH_MAX];
    struct err why = { 0 };
    if (!courier_path(data, "carried", path, &why) || !file_read(path, ret, &why))
        return false;
    buf_put_byte(ret, '\0');
    return !ret->failed;
}

bool courier_carried_when(const char *data, const struct nonce *nonce, uint64_t *ret_purged)
{
    char hex[2 * NONCE_SIZE + 1];
    char *rest = NULL;
    BUF_AUTO lines = buf_new(CARRIED_BYTES_MAX);
    nonce_hex(nonce, hex);
    if (!read_lines(data, &lines))
        return false;
    for (const char *line = strtok_r((char *)lines.data, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        if (strncmp(line, hex, sizeof hex - 1) == 0)
            return sscanf(line + sizeof hex - 1, " %20" SCNu64, ret_purged) == 1;
    return false;
}

/* What was carried before, as far as there is room for it. */
static void put_older(const char *data, size_t count, struct buf *out)
{
    char *rest = NULL;
    BUF_AUTO lines = buf_new(CARRIED_BYTES_MAX);
    if (!read_lines(data, &lines))
        return;
    for (const char *line = strtok_r((char *)lines.data, "\n", &rest);
         line != NULL && count < CARRIED_MAX; line = strtok_r(NULL, "\n", &rest))
        if (strlen(line) < CARRIED_LINE_MAX) {
            buf_printf(out, "%s\n", line);
            count++;
        }
}

bool courier_carried_save(const char *data, const struct carried *carried, struct err *err)
{
    char path[COURIER_PATH_MAX];
    char hex[2 * NONCE_SIZE + 1];
    BUF_AUTO bytes = buf_new(CARRIED_BYTES_MAX);
    for (size_t i = 0; i < carried->count; i++) {
        nonce_hex(&carried->nonces[i], hex);
        buf_printf(&bytes, "%s %" PRIu64 "\n", hex, carried->purged);
    }
    put_older(data, carried->count, &bytes);
    return courier_path(data, "carried", path, err) && buf_ok(&bytes, "what was carried", err) &&
           file_write_durable(path, buf_span(&bytes), CARRIED_MODE, err);
}
