/*
 * Enrolment's one request and reply: see enrol.h. Each is [payload, MAC]; the MAC's key is derived
 * from the invitation's for its direction, so that a request can never come back as a reply.
 */
#include "enrol.h"
#include "cbor_io.h"
#include "fields.h"

enum request_field {
    REQUEST_VERSION,
    REQUEST_INVITATION,
    REQUEST_KIOSK,
    REQUEST_NONCE,
    REQUEST_PROGRAM,
    REQUEST_FIELDS
};

enum reply_field {
    REPLY_VERSION,
    REPLY_NONCE,
    REPLY_KIOSK,
    REPLY_LIFE,
    REPLY_HUB_TIME,
    REPLY_PROGRAMME,
    REPLY_PROGRAMME_NAME,
    REPLY_CERTIFICATE,
    REPLY_STATEMENTS,
    REPLY_BUNDLE,
    REPLY_FIELDS
};

enum { INVITATION_ID_MAX = 0x7FFF };

static const char request_purpose[] = "yousaid/1 enrolment request";
static const char reply_purpose[] = "yousaid/1 enrolment reply";

static struct digest mac_for(const char *purpose, const struct digest *key, struct span payload)
{
    struct digest derived = mac_of(span_of(key->bytes, sizeof key->bytes), span_text(purpose));
    struct digest mac = mac_of(span_of(derived.bytes, sizeof derived.bytes), payload);
    seal_forget(&derived, sizeof derived);
    return mac;
}

/* Puts [payload, MAC]. */
static bool put_sealed(const char *purpose, const struct digest *key, const struct buf *payload,
                       struct buf *out, struct err *err)
{
    if (!buf_ok(payload, purpose, err))
        return false;
    struct digest mac = mac_for(purpose, key, buf_span(payload));
    item_put_array(out, 2);
    item_put_bytes(out, buf_span(payload));
    item_put_bytes(out, span_of(mac.bytes, sizeof mac.bytes));
    return buf_ok(out, purpose, err);
}

/* Takes [payload, MAC] apart without judging it. */
static bool take_apart(struct span bytes, struct span *ret_payload, struct digest *ret_mac,
                       struct err *err)
{
    if (bytes.size > ENROL_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, "an enrolment of %zu bytes", bytes.size);
    struct cbor_reader in = cbor_reader_of(bytes);
    fields_array(&in, 2);
    *ret_payload = item_get_bytes(&in);
    item_get_bytes_exact(&in, ret_mac->bytes, sizeof ret_mac->bytes);
    return cbor_done(&in, "an enrolment", err);
}

static bool open_sealed(struct span bytes, const char *purpose, const struct digest *key,
                        struct span *ret_payload, struct err *err)
{
    struct digest stated = { 0 };
    if (!take_apart(bytes, ret_payload, &stated, err))
        return false;
    struct digest mac = mac_for(purpose, key, *ret_payload);
    if (!seal_equal(mac.bytes, stated.bytes, sizeof mac.bytes))
        return err_set(err, ERR_DENIED, "%s: not from one who knows the invitation", purpose);
    return true;
}

bool enrol_request_put(const struct enrol_request *request, const struct digest *key,
                       struct buf *ret_bytes, struct err *err)
{
    BUF_AUTO payload = buf_new(ENROL_BYTES_MAX);
    fields_put(&payload, REQUEST_FIELDS);
    item_put_uint(&payload, REQUEST_INVITATION);
    item_put_uint(&payload, request->invitation);
    item_put_uint(&payload, REQUEST_KIOSK);
    item_put_bytes(&payload, span_of(request->kiosk.bytes, sizeof request->kiosk.bytes));
    item_put_uint(&payload, REQUEST_NONCE);
    item_put_bytes(&payload, span_of(request->nonce.bytes, sizeof request->nonce.bytes));
    item_put_uint(&payload, REQUEST_PROGRAM);
    item_put_text(&payload, request->version);
    return put_sealed(request_purpose, key, &payload, ret_bytes, err);
}

static bool request_get(struct span payload, struct enrol_request *ret, struct err *err)
{
    struct cbor_reader in = cbor_reader_of(payload);
    fields_get(&in, REQUEST_FIELDS);
    fields_key(&in, REQUEST_INVITATION);
    ret->invitation = (uint16_t)fields_uint(&in, INVITATION_ID_MAX, "the invitation");
    fields_key(&in, REQUEST_KIOSK);
    item_get_bytes_exact(&in, ret->kiosk.bytes, sizeof ret->kiosk.bytes);
    fields_key(&in, REQUEST_NONCE);
    item_get_bytes_exact(&in, ret->nonce.bytes, sizeof ret->nonce.bytes);
    fields_key(&in, REQUEST_PROGRAM);
    item_get_text_into(&in, ret->version, sizeof ret->version);
    return cbor_done(&in, request_purpose, err);
}

bool enrol_request_invitation(struct span bytes, uint16_t *ret, struct err *err)
{
    struct span payload = { 0 };
    struct digest mac;
    struct enrol_request request = { 0 };
    if (!take_apart(bytes, &payload, &mac, err) || !request_get(payload, &request, err))
        return false;
    *ret = request.invitation;
    return true;
}

bool enrol_request_open(struct span bytes, const struct digest *key, struct enrol_request *ret,
                        struct err *err)
{
    struct span payload = { 0 };
    struct enrol_request request = { 0 };
    if (!open_sealed(bytes, request_purpose, key, &payload, err) ||
        !request_get(payload, &request, err))
        return false;
    *ret = request;
    return true;
}

static void reply_put(const struct enrol_reply *reply, struct buf *out)
{
    fields_put(out, REPLY_FIELDS);
    item_put_uint(out, REPLY_NONCE);
    item_put_bytes(out, span_of(reply->nonce.bytes, sizeof reply->nonce.bytes));
    item_put_uint(out, REPLY_KIOSK);
    item_put_uint(out, reply->kiosk);
    item_put_uint(out, REPLY_LIFE);
    item_put_uint(out, reply->life);
    item_put_uint(out, REPLY_HUB_TIME);
    item_put_int(out, reply->hub_time);
    item_put_uint(out, REPLY_PROGRAMME);
    item_put_bytes(out, span_of(reply->programme.bytes, sizeof reply->programme.bytes));
    item_put_uint(out, REPLY_PROGRAMME_NAME);
    item_put_text(out, reply->programme_name);
    item_put_uint(out, REPLY_CERTIFICATE);
    item_put_bytes(out, reply->certificate);
    item_put_uint(out, REPLY_STATEMENTS);
    item_put_array(out, reply->statement_count);
    for (size_t i = 0; i < reply->statement_count; i++)
        item_put_bytes(out, reply->statements[i]);
    item_put_uint(out, REPLY_BUNDLE);
    fields_put_bundle(out, reply->bundle_serial, &reply->bundle);
}

static void reply_get(struct cbor_reader *in, struct enrol_reply *ret)
{
    fields_get(in, REPLY_FIELDS);
    fields_key(in, REPLY_NONCE);
    item_get_bytes_exact(in, ret->nonce.bytes, sizeof ret->nonce.bytes);
    fields_key(in, REPLY_KIOSK);
    ret->kiosk = item_get_uint(in);
    fields_key(in, REPLY_LIFE);
    ret->life = item_get_uint(in);
    fields_key(in, REPLY_HUB_TIME);
    ret->hub_time = item_get_int(in);
    fields_key(in, REPLY_PROGRAMME);
    item_get_bytes_exact(in, ret->programme.bytes, sizeof ret->programme.bytes);
    fields_key(in, REPLY_PROGRAMME_NAME);
    item_get_text_into(in, ret->programme_name, sizeof ret->programme_name);
    fields_key(in, REPLY_CERTIFICATE);
    ret->certificate = item_get_bytes(in);
    fields_key(in, REPLY_STATEMENTS);
    ret->statement_count = item_get_array(in, ENROL_STATEMENTS_MAX);
    for (size_t i = 0; i < ret->statement_count; i++)
        ret->statements[i] = item_get_bytes(in);
    fields_key(in, REPLY_BUNDLE);
    ret->bundle_serial = fields_get_bundle(in, &ret->bundle);
}

bool enrol_reply_put(const struct enrol_reply *reply, const struct digest *key,
                     struct buf *ret_bytes, struct err *err)
{
    if (reply->statement_count > ENROL_STATEMENTS_MAX)
        return err_set(err, ERR_TOO_LARGE, "%zu statements in one enrolment",
                       reply->statement_count);
    BUF_AUTO payload = buf_new(ENROL_BYTES_MAX);
    reply_put(reply, &payload);
    return put_sealed(reply_purpose, key, &payload, ret_bytes, err);
}

bool enrol_reply_open(struct span bytes, const struct digest *key, struct enrol_reply *ret,
                      struct err *err)
{
    struct span payload = { 0 };
    struct enrol_reply reply = { 0 };
    if (!open_sealed(bytes, reply_purpose, key, &payload, err))
        return false;
    struct cbor_reader in = cbor_reader_of(payload);
    reply_get(&in, &reply);
    if (!cbor_done(&in, reply_purpose, err))
        return false;
    *ret = reply;
    return true;
}
