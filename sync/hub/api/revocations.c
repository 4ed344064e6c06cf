/*
 * Revocations are the programme's own word and outlive any hub: they are kept in a file beside the
 * programme's key, and a hub that was restored from an older backup is given them back.
 */
#include "cbor_io.h"
#include "hub_int.h"

static uint64_t number_of(struct span bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < bytes.size; i++)
        number = number << 8 | bytes.data[i];
    return number;
}

bool revocation_open(const struct hub *hub, struct span message, struct revocation *ret,
                     struct err *err)
{
    struct statement said;
    if (!hub_statement(hub, message, &said, err))
        return false;
    if (said.kind != STATEMENT_REVOKED_KIOSK || said.subject.size != 8)
        return err_set(err, ERR_REFUSED, "statement %llu revokes no kiosk",
                       (unsigned long long)said.number);
    *ret = (struct revocation){ said.number, number_of(said.subject), said.from };
    return true;
}

/* ---- into a file ---- */

struct saving {
    const struct hub *hub;
    struct buf messages; /* one after the other, as byte strings */
    size_t count;
};

static bool save_one(void *context, uint64_t number, int kind, struct span message)
{
    struct saving *saving = context;
    struct revocation said = { 0 };
    (void)number;
    if (kind != STATEMENT_REVOKED_KIOSK || !revocation_open(saving->hub, message, &said, NULL))
        return true;
    item_put_bytes(&saving->messages, message);
    saving->count++;
    return !saving->messages.failed;
}

bool hub_revocations_get(struct hub *hub, struct buf *ret, size_t *ret_count, struct err *err)
{
    struct saving saving = { .hub = hub, .messages = buf_new(HUB_REVOCATIONS_MAX) };
    bool read = store_statements(hub->store, save_one, &saving, err) &&
                buf_ok(&saving.messages, "the revocations", err);
    if (read) {
        item_put_array(ret, saving.count);
        buf_put_span(ret, buf_span(&saving.messages));
        *ret_count = saving.count;
    }
    buf_finish(&saving.messages);
    return read && buf_ok(ret, "the revocations", err);
}

/* ---- and back ---- */

struct looking {
    uint64_t number;
    struct span message;
    bool there, same;
};

static bool look_at(void *context, uint64_t number, int kind, struct span message)
{
    struct looking *looking = context;
    (void)kind;
    if (number != looking->number)
        return true;
    looking->there = true;
    looking->same = span_equal(message, looking->message);
    return false;
}

/* What is stated next must have a higher number than all that was ever stated. */
static bool raise_counter(struct store *store, uint64_t number, struct err *err)
{
    uint64_t last;
    return store_counter(store, "statement", &last, err) &&
           (last >= number || store_next(store, "statement", number, &last, err));
}

static bool take_one(struct hub *hub, struct span message, size_t *count, struct err *err)
{
    struct revocation said = { 0 };
    struct store_kiosk kiosk;
    if (!revocation_open(hub, message, &said, err))
        return false;
    struct looking looking = { .number = said.number, .message = message };
    if (!store_statements(hub->store, look_at, &looking, err))
        return false;
    if (looking.there)
        return looking.same || err_set(err, ERR_CONFLICT,
                                       "statement %llu is another one here: revoke that kiosk anew",
                                       (unsigned long long)said.number);
    ++*count;
    if (!raise_counter(hub->store, said.number, err) ||
        !store_statement_add(hub->store, said.number, STATEMENT_REVOKED_KIOSK, message, err))
        return false;
    if (!store_kiosk_get(hub->store, said.kiosk, &kiosk, err))
        return err->kind == ERR_MISSING; /* it is revoked when it comes */
    return store_kiosk_revoke(hub->store, said.kiosk, said.from, err) &&
           bundle_refresh(hub, hub->store, kiosk.venue, err);
}

bool hub_revocations_take(struct hub *hub, struct span bytes, size_t *ret_new, struct err *err)
{
    struct cbor_reader in = cbor_reader_of(bytes);
    size_t count = item_get_array(&in, STATEMENTS_MAX);
    struct cbor_reader again = in;
    *ret_new = 0;
    for (size_t i = 0; i < count; i++)
        (void)item_get_bytes(&in);
    if (!cbor_done(&in, "a file of revocations", err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!take_one(hub, item_get_bytes(&again), ret_new, err))
            return false;
    return true;
}
