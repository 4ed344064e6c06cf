/*
 * Responses that a hub once had and lacks now, as a receipt off a stick has said: how many went
 * onto a stick again, in DIR/courier/again, until receipts say that they are there. The watermark
 * stays where it was, so that without this everybody would be told that the hub has everything.
 */
#include "courier_int.h"
#include "file.h"
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { AGAIN_BYTES_MAX = 32, AGAIN_MODE = 0640 };

uint64_t courier_again(const char *data)
{
    char path[COURIER_PATH_MAX];
    uint64_t count = 0;
    struct err none = { 0 };
    BUF_AUTO text = buf_new(AGAIN_BYTES_MAX);
    if (!courier_path(data, "again", path, &none) || !file_read(path, &text, &none) ||
        sscanf(buf_text(&text), "%19" SCNu64, &count) != 1)
        return 0;
    return count;
}

bool courier_again_save(const char *data, uint64_t count, struct err *err)
{
    char path[COURIER_PATH_MAX];
    char text[AGAIN_BYTES_MAX];
    (void)snprintf(text, sizeof text, "%" PRIu64 "\n", count);
    if (!courier_path(data, "again", path, err))
        return false;
    if (count == 0)
        return unlink(path) == 0 || !file_exists(path) || err_errno(err, "removing %s", path);
    return file_write_durable(path, span_text(text), AGAIN_MODE, err);
}
