/*
 * An invitation whose hub could not be reached, until the answer comes back on a stick:
 * DIR/courier/pending, deterministic CBOR, 0600. What stands in it is what the code becomes, and
 * never the code: it opens this enrolment alone, and is gone with it.
 */
#include "cbor_io.h"
#include "courier_int.h"
#include "file.h"
#include "provision.h"
#include <stdio.h>
#include <unistd.h>

enum { PENDING_VERSION = 1, PENDING_PARTS = 5, PENDING_MODE = 0600 };

static const char what[] = "the invitation that waits for a stick";

bool courier_pending_save(const struct courier *courier, const struct enrolling *with,
                          struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO bytes = buf_new(PENDING_BYTES_MAX);
    item_put_array(&bytes, PENDING_PARTS);
    item_put_uint(&bytes, PENDING_VERSION);
    item_put_text(&bytes, with->hub_url);
    item_put_uint(&bytes, with->invitation);
    item_put_bytes(&bytes, span_of(&with->key, sizeof with->key));
    item_put_bytes(&bytes, with->ca);
    bool saved = buf_ok(&bytes, what, err) && courier_path(courier->data, "pending", path, err) &&
                 file_write_durable(path, buf_span(&bytes), PENDING_MODE, err);
    seal_forget(bytes.data, bytes.size);
    return saved;
}

static void get(struct cbor_reader *in, struct enrolling *ret)
{
    if (item_get_array(in, PENDING_PARTS) != PENDING_PARTS)
        cbor_refuse(in, "%d parts are expected", PENDING_PARTS);
    if (item_get_uint(in) != PENDING_VERSION)
        cbor_refuse(in, "a version that is not known here");
    item_get_text_into(in, ret->hub_url, sizeof ret->hub_url);
    uint64_t invitation = item_get_uint(in);
    if (invitation > INT16_MAX)
        cbor_refuse(in, "an invitation of this number");
    ret->invitation = (uint16_t)invitation;
    item_get_bytes_exact(in, &ret->key, sizeof ret->key);
    ret->ca = item_get_bytes(in);
    if (ret->ca.size > PROVISION_CA_MAX)
        cbor_refuse(in, "a certificate of %zu bytes", ret->ca.size);
}

bool courier_pending_load(const struct courier *courier, struct buf *bytes, struct enrolling *ret,
                          struct err *err)
{
    char path[COURIER_PATH_MAX];
    struct enrolling with = { .invitation = 0 };
    if (!courier_path(courier->data, "pending", path, err) || !file_read(path, bytes, err))
        return false;
    struct cbor_reader in = cbor_reader_of(buf_span(bytes));
    get(&in, &with);
    if (!cbor_done(&in, what, err))
        return false;
    *ret = with;
    return true;
}

void courier_pending_forget(const struct courier *courier)
{
    char path[COURIER_PATH_MAX];
    if (courier_path(courier->data, "pending", path, NULL))
        (void)unlink(path);
}
