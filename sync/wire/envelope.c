/*
 * Signed messages: COSE_Sign1 (RFC 9052) with EdDSA, see envelope.h. The frame is small and fixed:
 * 18([<<{1: -8, 4: kid}>>, {}, payload, signature]), nothing optional, everything checked.
 */
#include "envelope.h"
#include "cbor_io.h"

enum {
    COSE_SIGN1_TAG = 18,
    COSE_HEADER_ALG = 1,
    COSE_HEADER_KID = 4,
    COSE_ALG_EDDSA = -8,
    PROTECTED_MAX = 32,
    FRAME_EXTRA = 128, /* more than the frame adds to a payload */
};

static const char *const purposes[] = {
#define X(name, text) [PURPOSE_##name] = text,
    ENVELOPE_PURPOSE_MAP(X)
#undef X
};

/* A message taken apart; all borrowed from it. */
struct frame {
    struct span protected_header;
    struct span payload;
    struct key_id key;
    struct signature signature;
};

struct key_id key_id_of(const struct public_key *key)
{
    struct digest digest = digest_of(span_of(key->bytes, sizeof key->bytes));
    struct key_id id;
    memcpy(id.bytes, digest.bytes, sizeof id.bytes);
    return id;
}

static void put_protected(const struct key_id *key, struct buf *out)
{
    item_put_map(out, 2);
    item_put_uint(out, COSE_HEADER_ALG);
    item_put_int(out, COSE_ALG_EDDSA);
    item_put_uint(out, COSE_HEADER_KID);
    item_put_bytes(out, span_of(key->bytes, sizeof key->bytes));
}

/* The bytes that are signed: Sig_structure, RFC 9052 section 4.4. */
static void put_signed(enum envelope_purpose purpose, struct span protected_header,
                       struct span payload, struct buf *out)
{
    item_put_array(out, 4);
    item_put_text(out, "Signature1");
    item_put_bytes(out, protected_header);
    item_put_bytes(out, span_text(purposes[purpose]));
    item_put_bytes(out, payload);
}

bool envelope_sign(enum envelope_purpose purpose, const struct secret_key *key, struct span payload,
                   struct buf *ret_message, struct err *err)
{
    BUF_AUTO header = buf_new(PROTECTED_MAX);
    BUF_AUTO to_sign = buf_new(payload.size + FRAME_EXTRA);
    struct public_key public = key_public(key);
    struct key_id id = key_id_of(&public);
    put_protected(&id, &header);
    put_signed(purpose, buf_span(&header), payload, &to_sign);
    if (!buf_ok(&header, "a message's header", err) ||
        !buf_ok(&to_sign, "what is to be signed", err))
        return false;
    struct signature signature = key_sign(key, buf_span(&to_sign));
    item_put_tag(ret_message, COSE_SIGN1_TAG);
    item_put_array(ret_message, 4);
    item_put_bytes(ret_message, buf_span(&header));
    item_put_map(ret_message, 0);
    item_put_bytes(ret_message, payload);
    item_put_bytes(ret_message, span_of(signature.bytes, sizeof signature.bytes));
    return buf_ok(ret_message, "a signed message", err);
}

static bool get_protected(struct span bytes, struct key_id *ret, struct err *err)
{
    struct cbor_reader in = cbor_reader_of(bytes);
    if (item_get_map(&in, 2) != 2)
        cbor_refuse(&in, "the two headers should be here");
    if (item_get_uint(&in) != COSE_HEADER_ALG)
        cbor_refuse(&in, "the algorithm should be here");
    if (item_get_int(&in) != COSE_ALG_EDDSA)
        cbor_refuse(&in, "an algorithm other than EdDSA");
    if (item_get_uint(&in) != COSE_HEADER_KID)
        cbor_refuse(&in, "the key's id should be here");
    item_get_bytes_exact(&in, ret->bytes, sizeof ret->bytes);
    return cbor_done(&in, "a signed message's header", err);
}

static bool frame_read(struct span message, struct frame *ret, struct err *err)
{
    struct cbor_reader in = cbor_reader_of(message);
    if (item_get_tag(&in) != COSE_SIGN1_TAG)
        cbor_refuse(&in, "not tagged as COSE_Sign1");
    if (item_get_array(&in, 4) != 4)
        cbor_refuse(&in, "four parts should be here");
    ret->protected_header = item_get_bytes(&in);
    (void)item_get_map(&in, 0);
    ret->payload = item_get_bytes(&in);
    item_get_bytes_exact(&in, ret->signature.bytes, sizeof ret->signature.bytes);
    return cbor_done(&in, "a signed message", err) &&
           get_protected(ret->protected_header, &ret->key, err);
}

bool envelope_open(struct span message, struct key_id *ret_key, struct span *ret_payload,
                   struct err *err)
{
    struct frame frame = { 0 };
    if (!frame_read(message, &frame, err))
        return false;
    *ret_key = frame.key;
    *ret_payload = frame.payload;
    return true;
}

bool envelope_verify(enum envelope_purpose purpose, const struct public_key *key,
                     struct span message, struct span *ret_payload, struct err *err)
{
    struct frame frame = { 0 };
    if (!frame_read(message, &frame, err))
        return false;
    struct key_id expected = key_id_of(key);
    if (memcmp(expected.bytes, frame.key.bytes, sizeof expected.bytes) != 0)
        return err_set(err, ERR_DENIED, "signed with another key");
    BUF_AUTO to_verify = buf_new(message.size + FRAME_EXTRA);
    put_signed(purpose, frame.protected_header, frame.payload, &to_verify);
    if (!buf_ok(&to_verify, "what is to be verified", err))
        return false;
    if (!key_verify(key, buf_span(&to_verify), &frame.signature))
        return err_set(err, ERR_DENIED, "the signature is not that of a %s", purposes[purpose]);
    *ret_payload = frame.payload;
    return true;
}
