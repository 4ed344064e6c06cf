/*
 * Deterministic CBOR, and the signed frame around every message. Whatever is read is written again
 * as the same bytes; no changed byte of a signed message is believed.
 */
#include "cbor_io.h"
#include "fuzz.h"
#include "wire_samples.h"

enum { SIGNED_MAX = 4096 };

static void copy_bytes(struct cbor_reader *in, struct buf *out)
{
    item_put_bytes(out, item_get_bytes(in));
}

static void copy_text(struct cbor_reader *in, struct buf *out)
{
    char text[1024];
    item_get_text_into(in, text, sizeof text);
    item_put_text(out, text);
}

static void copy_simple(struct cbor_reader *in, struct buf *out)
{
    if (item_take_null(in))
        item_put_null(out);
    else
        item_put_bool(out, item_get_bool(in));
}

static void copy_item(struct cbor_reader *in, struct buf *out)
{
    switch (in->rest.data[0] >> 5) {
    case 0:
        item_put_uint(out, item_get_uint(in));
        break;
    case 1:
        item_put_int(out, item_get_int(in));
        break;
    case 2:
        copy_bytes(in, out);
        break;
    case 3:
        copy_text(in, out);
        break;
    case 4:
        item_put_array(out, item_get_array(in, SIZE_MAX));
        break;
    case 5:
        item_put_map(out, item_get_map(in, SIZE_MAX / 2));
        break;
    case 6:
        item_put_tag(out, item_get_tag(in));
        break;
    default:
        copy_simple(in, out);
    }
}

static void copy_all(struct span bytes)
{
    struct cbor_reader in = cbor_reader_of(bytes);
    BUF_AUTO out = buf_new(bytes.size + 16);
    while (!in.failed && in.rest.size > 0) {
        size_t before = out.size;
        copy_item(&in, &out);
        must(in.failed || (in.at == out.size && out.size > before), "an item is as long as it was");
    }
    if (in.failed)
        return;
    must(span_equal(bytes, buf_span(&out)), "what is read is written as the same bytes");
    if (bytes.size > 0)
        fuzz_accepted("items");
}

static void change_and_refuse(struct span payload)
{
    struct sample_keys hub = sample_hub();
    struct span got;
    BUF_AUTO message = fuzz_signed(PURPOSE_STATEMENT, &hub.secret, payload);
    must(envelope_verify(PURPOSE_STATEMENT, &hub.public, buf_span(&message), &got, NULL) &&
             span_equal(got, payload),
         "what was signed is believed");
    must(!envelope_verify(PURPOSE_REPLY, &hub.public, buf_span(&message), &got, NULL),
         "for its purpose alone");
    size_t at = payload.size == 0 ? 0 : (payload.data[0] * 251u + payload.size) % message.size;
    message.data[at] ^= 0x10;
    must(!envelope_verify(PURPOSE_STATEMENT, &hub.public, buf_span(&message), &got, NULL),
         "and unchanged");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sample_keys hub = sample_hub();
    struct span bytes = span_of(data, size);
    struct key_id id;
    struct span payload;
    copy_all(bytes);
    bool framed = envelope_open(bytes, &id, &payload, NULL);
    if (framed)
        fuzz_accepted("frame");
    must(framed || !envelope_verify(PURPOSE_REPLY, &hub.public, bytes, &payload, NULL),
         "what is no frame is not believed");
    if (size <= SIGNED_MAX)
        change_and_refuse(bytes);
    return 0;
}
