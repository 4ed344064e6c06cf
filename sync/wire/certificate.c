/* Enrolment certificates: see enrol.h. What a hub that has never met a kiosk believes of it. */
#include "cbor_io.h"
#include "enrol.h"
#include "fields.h"

enum certificate_field {
    CERTIFICATE_VERSION,
    CERTIFICATE_KIOSK,
    CERTIFICATE_LIFE,
    CERTIFICATE_KEY,
    CERTIFICATE_VENUE,
    CERTIFICATE_ISSUED,
    CERTIFICATE_FIELDS
};

enum { CERTIFICATE_BYTES_MAX = 1024 };

bool enrol_certificate_sign(const struct enrol_certificate *certificate,
                            const struct secret_key *hub, struct buf *ret_message, struct err *err)
{
    BUF_AUTO payload = buf_new(CERTIFICATE_BYTES_MAX);
    fields_put(&payload, CERTIFICATE_FIELDS);
    item_put_uint(&payload, CERTIFICATE_KIOSK);
    item_put_uint(&payload, certificate->kiosk);
    item_put_uint(&payload, CERTIFICATE_LIFE);
    item_put_uint(&payload, certificate->life);
    item_put_uint(&payload, CERTIFICATE_KEY);
    item_put_bytes(&payload, span_of(certificate->key.bytes, sizeof certificate->key.bytes));
    item_put_uint(&payload, CERTIFICATE_VENUE);
    item_put_text(&payload, certificate->venue);
    item_put_uint(&payload, CERTIFICATE_ISSUED);
    item_put_int(&payload, certificate->issued);
    return buf_ok(&payload, "an enrolment certificate", err) &&
           envelope_sign(PURPOSE_CERTIFICATE, hub, buf_span(&payload), ret_message, err);
}

bool enrol_certificate_open(struct span message, const struct public_key *hub,
                            struct enrol_certificate *ret, struct err *err)
{
    struct span payload = { 0 };
    struct enrol_certificate certificate = { 0 };
    if (message.size > CERTIFICATE_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, "an enrolment certificate of %zu bytes", message.size);
    if (!envelope_verify(PURPOSE_CERTIFICATE, hub, message, &payload, err))
        return false;
    struct cbor_reader in = cbor_reader_of(payload);
    fields_get(&in, CERTIFICATE_FIELDS);
    fields_key(&in, CERTIFICATE_KIOSK);
    certificate.kiosk = item_get_uint(&in);
    fields_key(&in, CERTIFICATE_LIFE);
    certificate.life = item_get_uint(&in);
    fields_key(&in, CERTIFICATE_KEY);
    item_get_bytes_exact(&in, certificate.key.bytes, sizeof certificate.key.bytes);
    fields_key(&in, CERTIFICATE_VENUE);
    item_get_text_into(&in, certificate.venue, sizeof certificate.venue);
    fields_key(&in, CERTIFICATE_ISSUED);
    certificate.issued = item_get_int(&in);
    if (!cbor_done(&in, "an enrolment certificate", err))
        return false;
    *ret = certificate;
    return true;
}
