/* A bundle on a stick: see bundle_file.h. */
#include "bundle_file.h"
#include "cbor_io.h"
#include "fields.h"
#include <inttypes.h>
#include <stdio.h>

enum offer_field { OFFER_VERSION, OFFER_KIOSK, OFFER_BUNDLE, OFFER_FIELDS };

/* version, offer, statements, manifest, blobs */
enum { FILE_PARTS = 5 };

static const char what[] = "a bundle's file";

bool bundle_offer_sign(const struct bundle_offer *offer, const struct secret_key *hub,
                       struct buf *ret_message, struct err *err)
{
    BUF_AUTO payload = buf_new(OFFER_BYTES_MAX);
    fields_put(&payload, OFFER_FIELDS);
    item_put_uint(&payload, OFFER_KIOSK);
    item_put_uint(&payload, offer->kiosk);
    item_put_uint(&payload, OFFER_BUNDLE);
    fields_put_bundle(&payload, offer->serial, &offer->manifest);
    return buf_ok(&payload, "a bundle's offer", err) &&
           envelope_sign(PURPOSE_OFFER, hub, buf_span(&payload), ret_message, err);
}

bool bundle_offer_open(struct span message, const struct public_key *hub, struct bundle_offer *ret,
                       struct err *err)
{
    struct span payload = { 0 };
    struct bundle_offer offer = { 0 };
    if (message.size > OFFER_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, "a bundle's offer of %zu bytes", message.size);
    if (!envelope_verify(PURPOSE_OFFER, hub, message, &payload, err))
        return false;
    struct cbor_reader in = cbor_reader_of(payload);
    fields_get(&in, OFFER_FIELDS);
    fields_key(&in, OFFER_KIOSK);
    offer.kiosk = item_get_uint(&in);
    fields_key(&in, OFFER_BUNDLE);
    offer.serial = fields_get_bundle(&in, &offer.manifest);
    if (!in.failed && offer.serial == 0)
        cbor_refuse(&in, "an offer of nothing");
    if (!cbor_done(&in, "a bundle's offer", err))
        return false;
    *ret = offer;
    return true;
}

bool bundle_file_head_put(const struct bundle_file *head, struct buf *ret_bytes, struct err *err)
{
    item_put_array(ret_bytes, FILE_PARTS);
    item_put_uint(ret_bytes, WIRE_VERSION);
    item_put_bytes(ret_bytes, head->offer);
    item_put_array(ret_bytes, head->statement_count);
    for (size_t i = 0; i < head->statement_count; i++)
        item_put_bytes(ret_bytes, head->statements[i]);
    item_put_bytes(ret_bytes, head->manifest);
    item_put_array(ret_bytes, head->blob_count);
    return buf_ok(ret_bytes, what, err);
}

/* A byte string of at most so many bytes. */
static struct span get_part(struct cbor_reader *in, size_t most, const char *name)
{
    struct span part = item_get_bytes(in);
    if (part.size > most)
        cbor_refuse(in, "%s of %zu bytes", name, part.size);
    return part;
}

static void get_version(struct cbor_reader *in)
{
    uint64_t version = item_get_uint(in);
    if (!in->failed && version != WIRE_VERSION)
        cbor_refuse(in, "version %" PRIu64 ", where this program knows %d", version, WIRE_VERSION);
}

static bool went_well(const struct cbor_reader *in, struct err *err)
{
    return !in->failed || err_set(err, in->err.kind, "%s: %.300s", what, in->err.text);
}

bool bundle_file_head_get(struct span bytes, struct bundle_file *ret, size_t *ret_size,
                          struct err *err)
{
    struct bundle_file head = { 0 };
    struct cbor_reader in = cbor_reader_of(bytes);
    fields_array(&in, FILE_PARTS);
    get_version(&in);
    head.offer = get_part(&in, OFFER_BYTES_MAX, "an offer");
    head.statement_count = item_get_array(&in, ENROL_STATEMENTS_MAX);
    for (size_t i = 0; i < head.statement_count && !in.failed; i++)
        head.statements[i] = get_part(&in, STATEMENT_BYTES_MAX, "a statement");
    head.manifest = get_part(&in, BUNDLE_BYTES_MAX, "a manifest");
    head.blob_count = item_get_array(&in, BUNDLE_BLOBS_MAX);
    if (!went_well(&in, err))
        return false;
    *ret = head;
    *ret_size = in.at;
    return true;
}

void bundle_file_blob_put(struct span blob, struct buf *ret_bytes)
{
    item_put_bytes(ret_bytes, blob);
}

bool bundle_file_blob_get(struct span bytes, struct span *ret_blob, size_t *ret_size,
                          struct err *err)
{
    struct cbor_reader in = cbor_reader_of(bytes);
    struct span blob = get_part(&in, BLOB_BYTES_MAX, "a part");
    if (!went_well(&in, err))
        return false;
    *ret_blob = blob;
    *ret_size = in.at;
    return true;
}

void bundle_file_name(uint64_t kiosk, char ret[STICK_NAME_SIZE])
{
    (void)snprintf(ret, STICK_NAME_SIZE, "yousaid-%016" PRIx64 ".bundle", kiosk);
}

void enrol_file_name(const struct public_key *kiosk, bool answer, char ret[STICK_NAME_SIZE])
{
    char hex[2 * 8 + 1];
    for (size_t i = 0; i < 8; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", kiosk->bytes[i]);
    (void)snprintf(ret, STICK_NAME_SIZE, "yousaid-%s.%s", hex, answer ? "enrolled" : "enrol");
}
