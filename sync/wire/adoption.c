/* How a kiosk makes itself known to a hub that has forgotten it: see enrol.h. */
#include "bundle.h"
#include "enrol.h"
#include "fields.h"

enum adoption_field {
    ADOPTION_VERSION,
    ADOPTION_CERTIFICATE,
    ADOPTION_MANIFEST,
    ADOPTION_INVITATION,
    ADOPTION_PIN,
    ADOPTION_FIELDS
};

enum { INVITATION_MAX = 32767, PIN_MAX = 1024 };

static void put_or_null(struct span bytes, struct buf *out)
{
    if (bytes.size == 0)
        item_put_null(out);
    else
        item_put_bytes(out, bytes);
}

static struct span get_or_null(struct cbor_reader *in, size_t most, const char *what)
{
    if (item_take_null(in))
        return span_of(NULL, 0);
    struct span bytes = item_get_bytes(in);
    if (!in->failed && (bytes.size == 0 || bytes.size > most))
        cbor_refuse(in, "%s of %zu bytes", what, bytes.size);
    return bytes;
}

bool adoption_sign(const struct adoption *adoption, const struct secret_key *kiosk,
                   struct buf *ret_message, struct err *err)
{
    BUF_AUTO payload = buf_new(ADOPTION_BYTES_MAX);
    fields_put(&payload, ADOPTION_FIELDS);
    item_put_uint(&payload, ADOPTION_CERTIFICATE);
    item_put_bytes(&payload, adoption->certificate);
    item_put_uint(&payload, ADOPTION_MANIFEST);
    put_or_null(adoption->manifest, &payload);
    item_put_uint(&payload, ADOPTION_INVITATION);
    item_put_uint(&payload, adoption->invitation);
    item_put_uint(&payload, ADOPTION_PIN);
    put_or_null(adoption->pin, &payload);
    return buf_ok(&payload, "an adoption", err) &&
           envelope_sign(PURPOSE_ADOPTION, kiosk, buf_span(&payload), ret_message, err);
}

static bool read_payload(struct span payload, struct adoption *ret, struct err *err)
{
    struct adoption adoption = { 0 };
    struct cbor_reader in = cbor_reader_of(payload);
    fields_get(&in, ADOPTION_FIELDS);
    fields_key(&in, ADOPTION_CERTIFICATE);
    adoption.certificate = item_get_bytes(&in);
    fields_key(&in, ADOPTION_MANIFEST);
    adoption.manifest = get_or_null(&in, BUNDLE_BYTES_MAX, "a manifest");
    fields_key(&in, ADOPTION_INVITATION);
    adoption.invitation = (uint16_t)fields_uint(&in, INVITATION_MAX, "the invitation");
    fields_key(&in, ADOPTION_PIN);
    adoption.pin = get_or_null(&in, PIN_MAX, "a PIN's hash");
    if (!cbor_done(&in, "an adoption", err))
        return false;
    *ret = adoption;
    return true;
}

static bool size_fits(struct span message, struct err *err)
{
    return message.size <= ADOPTION_BYTES_MAX ||
           err_set(err, ERR_TOO_LARGE, "an adoption of %zu bytes", message.size);
}

bool adoption_certificate(struct span message, struct span *ret, struct err *err)
{
    struct key_id key;
    struct span payload;
    struct adoption adoption;
    if (!size_fits(message, err) || !envelope_open(message, &key, &payload, err) ||
        !read_payload(payload, &adoption, err))
        return false;
    *ret = adoption.certificate;
    return true;
}

bool adoption_open(struct span message, const struct public_key *kiosk, struct adoption *ret,
                   struct err *err)
{
    struct span payload;
    return size_fits(message, err) &&
           envelope_verify(PURPOSE_ADOPTION, kiosk, message, &payload, err) &&
           read_payload(payload, ret, err);
}
