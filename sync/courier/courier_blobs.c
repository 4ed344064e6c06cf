/* Blobs in DIR/courier/blobs, each named by its digest: see courier_state.h. */
#include "courier_int.h"
#include "file.h"
#include <stdio.h>

bool courier_blob_path(const char *data, const struct digest *name, const char *suffix,
                       char ret[COURIER_PATH_MAX], struct err *err)
{
    char hex[65];
    char inside[100];
    digest_hex(name, hex);
    (void)snprintf(inside, sizeof inside, "blobs/%s%.10s", hex, suffix);
    return courier_path(data, inside, ret, err);
}

bool courier_blob_load(const char *data, const struct digest *name, struct buf *ret_bytes,
                       struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    if (!courier_blob_path(data, name, "", path, err) || !file_read(path, &bytes, err))
        return false;
    struct digest is = digest_of(buf_span(&bytes));
    if (memcmp(&is, name, sizeof is) != 0)
        return err_set(err, ERR_CORRUPT, "%s is not what its name says", path);
    buf_put_span(ret_bytes, buf_span(&bytes));
    return buf_ok(ret_bytes, "a blob", err);
}
