/* The hub's reply with its receipt: see receipt.h. */
#include "receipt.h"
#include "cbor_io.h"
#include "fields.h"
#include <stdlib.h>

enum reply_field {
    REPLY_VERSION,
    REPLY_KIOSK,
    REPLY_LIFE,
    REPLY_NONCE,
    REPLY_THROUGH,
    REPLY_HUB_TIME,
    REPLY_BUNDLE,
    REPLY_INSTRUCTION,
    REPLY_REFUSALS,
    REPLY_FIELDS
};

static bool takes_value(enum instruction instruction)
{
    return instruction == INSTRUCTION_NEW_LIFE || instruction == INSTRUCTION_SEND_FROM;
}

/* null, [kind], [kind, value] or [kind, survey digest] */
static void put_instruction(const struct reply *reply, struct buf *out)
{
    if (reply->instruction == INSTRUCTION_NONE) {
        item_put_null(out);
        return;
    }
    item_put_array(out, reply->instruction == INSTRUCTION_REVOKED ? 1 : 2);
    item_put_uint(out, reply->instruction);
    if (takes_value(reply->instruction))
        item_put_uint(out, reply->instruction_value);
    else if (reply->instruction == INSTRUCTION_SEND_SURVEY)
        item_put_bytes(
            out, span_of(reply->instruction_survey.bytes, sizeof reply->instruction_survey.bytes));
}

static void get_instruction(struct cbor_reader *in, struct reply *ret)
{
    if (item_take_null(in))
        return;
    size_t parts = item_get_array(in, 2);
    ret->instruction = (enum instruction)fields_uint(in, INSTRUCTION_REVOKED, "the instruction");
    bool alone = ret->instruction == INSTRUCTION_REVOKED;
    if (ret->instruction == INSTRUCTION_NONE || parts != (alone ? 1 : 2))
        cbor_refuse(in, "an instruction with the wrong parts");
    else if (takes_value(ret->instruction))
        ret->instruction_value = item_get_uint(in);
    else if (!alone)
        item_get_bytes_exact(in, ret->instruction_survey.bytes,
                             sizeof ret->instruction_survey.bytes);
}

static void put_refusals(const struct reply *reply, struct buf *out)
{
    item_put_array(out, reply->refusal_count);
    for (size_t i = 0; i < reply->refusal_count; i++) {
        item_put_array(out, 2);
        item_put_uint(out, reply->refusals[i].seq);
        item_put_text(out, reply->refusals[i].reason);
    }
}

static void get_refusals(struct cbor_reader *in, struct reply *ret)
{
    size_t count = item_get_array(in, REPLY_REFUSALS_MAX);
    if (count == 0)
        return;
    ret->refusals = calloc(count, sizeof *ret->refusals);
    if (ret->refusals == NULL) {
        cbor_refuse(in, "no memory for %zu refusals", count);
        in->err.kind = ERR_LATER;
        return;
    }
    ret->refusal_count = count;
    for (size_t i = 0; i < count && !in->failed; i++) {
        fields_array(in, 2);
        ret->refusals[i].seq = item_get_uint(in);
        item_get_text_into(in, ret->refusals[i].reason, sizeof ret->refusals[i].reason);
        if (i > 0 && ret->refusals[i].seq <= ret->refusals[i - 1].seq)
            cbor_refuse(in, "refusals out of order");
    }
}

static void reply_put(const struct reply *reply, struct buf *out)
{
    fields_put(out, REPLY_FIELDS);
    item_put_uint(out, REPLY_KIOSK);
    item_put_uint(out, reply->kiosk);
    item_put_uint(out, REPLY_LIFE);
    item_put_uint(out, reply->life);
    item_put_uint(out, REPLY_NONCE);
    item_put_bytes(out, span_of(reply->nonce.bytes, sizeof reply->nonce.bytes));
    item_put_uint(out, REPLY_THROUGH);
    item_put_array(out, 2);
    item_put_uint(out, reply->through.seq);
    item_put_bytes(out, span_of(reply->through.hash.bytes, sizeof reply->through.hash.bytes));
    item_put_uint(out, REPLY_HUB_TIME);
    item_put_int(out, reply->hub_time);
    item_put_uint(out, REPLY_BUNDLE);
    fields_put_bundle(out, reply->bundle_serial, &reply->bundle);
    item_put_uint(out, REPLY_INSTRUCTION);
    put_instruction(reply, out);
    item_put_uint(out, REPLY_REFUSALS);
    put_refusals(reply, out);
}

static void reply_get(struct cbor_reader *in, struct reply *ret)
{
    fields_get(in, REPLY_FIELDS);
    fields_key(in, REPLY_KIOSK);
    ret->kiosk = item_get_uint(in);
    fields_key(in, REPLY_LIFE);
    ret->life = item_get_uint(in);
    fields_key(in, REPLY_NONCE);
    item_get_bytes_exact(in, ret->nonce.bytes, sizeof ret->nonce.bytes);
    fields_key(in, REPLY_THROUGH);
    fields_array(in, 2);
    ret->through.seq = item_get_uint(in);
    item_get_bytes_exact(in, ret->through.hash.bytes, sizeof ret->through.hash.bytes);
    fields_key(in, REPLY_HUB_TIME);
    ret->hub_time = item_get_int(in);
    fields_key(in, REPLY_BUNDLE);
    ret->bundle_serial = fields_get_bundle(in, &ret->bundle);
    fields_key(in, REPLY_INSTRUCTION);
    get_instruction(in, ret);
    fields_key(in, REPLY_REFUSALS);
    get_refusals(in, ret);
}

bool reply_sign(const struct reply *reply, const struct secret_key *hub, struct buf *ret_message,
                struct err *err)
{
    if (reply->refusal_count > REPLY_REFUSALS_MAX)
        return err_set(err, ERR_TOO_LARGE, "%zu refusals in one reply", reply->refusal_count);
    BUF_AUTO payload = buf_new(REPLY_BYTES_MAX);
    reply_put(reply, &payload);
    return buf_ok(&payload, "a reply", err) &&
           envelope_sign(PURPOSE_REPLY, hub, buf_span(&payload), ret_message, err);
}

bool reply_open(struct span message, const struct public_key *hub, struct reply *ret,
                struct err *err)
{
    struct span payload = { 0 };
    struct reply reply = { 0 };
    if (message.size > REPLY_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, "a reply of %zu bytes", message.size);
    if (!envelope_verify(PURPOSE_REPLY, hub, message, &payload, err))
        return false;
    struct cbor_reader in = cbor_reader_of(payload);
    reply_get(&in, &reply);
    if (!cbor_done(&in, "a reply", err)) {
        reply_finish(&reply);
        return false;
    }
    *ret = reply;
    return true;
}

void reply_finish(struct reply *reply)
{
    free(reply->refusals);
    reply->refusals = NULL;
    reply->refusal_count = 0;
}
