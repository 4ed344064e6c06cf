/*
 * What lets others check the courier's word: the hub's last signed receipt, and the programme
 * statements that say whose signatures count. A reader who knows the programme's key needs nothing
 * else of this folder. See courier_state.h.
 */
#include "cbor_io.h"
#include "courier_int.h"
#include "file.h"
#include "receipt.h"

enum { PROOF_MODE = 0640, ITEM_HEAD_MAX = 5 };

static bool read_one(const char *data, const char *name, struct buf *ret, struct err *err)
{
    char path[COURIER_PATH_MAX];
    return courier_path(data, name, path, err) && file_read(path, ret, err);
}

bool courier_receipt_save(const char *data, struct span message, struct err *err)
{
    char path[COURIER_PATH_MAX];
    return courier_path(data, "receipt", path, err) &&
           file_write_durable(path, message, PROOF_MODE, err);
}

bool courier_receipt_load(const char *data, struct buf *ret, struct err *err)
{
    BUF_AUTO bytes = buf_new(REPLY_BYTES_MAX);
    if (!read_one(data, "receipt", &bytes, err))
        return false;
    buf_put_span(ret, buf_span(&bytes));
    return buf_ok(ret, "a receipt", err);
}

static bool each_statement(struct span bytes, bool (*take)(void *context, struct span message),
                           void *context, struct err *err)
{
    struct cbor_reader in = cbor_reader_of(bytes);
    size_t count = item_get_array(&in, STATEMENTS_MAX);
    for (size_t i = 0; i < count && !in.failed; i++) {
        struct span message = item_get_bytes(&in);
        if (message.size > STATEMENT_BYTES_MAX)
            cbor_refuse(&in, "a statement of %zu bytes", message.size);
        if (!in.failed && !take(context, message))
            return true;
    }
    return cbor_done(&in, "the programme's statements", err);
}

bool courier_statements_load(const char *data, bool (*take)(void *context, struct span message),
                             void *context, struct err *err)
{
    BUF_AUTO bytes = buf_new(COURIER_STATEMENTS_MAX);
    return read_one(data, "statements", &bytes, err) &&
           each_statement(buf_span(&bytes), take, context, err);
}

/* Statements without doubles, oldest first. */
struct pile {
    struct span messages[STATEMENTS_MAX];
    size_t count;
    size_t size; /* as they will be written, at most */
};

static void drop_first(struct pile *pile)
{
    pile->size -= pile->messages[0].size + ITEM_HEAD_MAX;
    memmove(&pile->messages[0], &pile->messages[1], --pile->count * sizeof pile->messages[0]);
}

/* What comes last is what holds: when there is no more room the oldest goes. */
static bool pile_add(void *context, struct span message)
{
    struct pile *pile = context;
    for (size_t i = 0; i < pile->count; i++)
        if (span_equal(pile->messages[i], message))
            return true;
    if (pile->count == STATEMENTS_MAX)
        drop_first(pile);
    pile->messages[pile->count++] = message;
    pile->size += message.size + ITEM_HEAD_MAX;
    while (pile->size + ITEM_HEAD_MAX > COURIER_STATEMENTS_MAX)
        drop_first(pile);
    return true;
}

bool courier_statements_add(const char *data, const struct span *messages, size_t count,
                            struct err *err)
{
    char path[COURIER_PATH_MAX];
    struct err lost = { 0 };
    struct pile pile = { .count = 0 };
    BUF_AUTO old = buf_new(COURIER_STATEMENTS_MAX);
    BUF_AUTO all = buf_new(COURIER_STATEMENTS_MAX);
    /* A damaged file keeps what can be read of it: each statement proves itself. */
    if (read_one(data, "statements", &old, &lost))
        (void)each_statement(buf_span(&old), pile_add, &pile, &lost);
    else if (lost.kind != ERR_MISSING)
        return err_set(err, lost.kind, "%s", lost.text);
    for (size_t i = 0; i < count; i++)
        (void)pile_add(&pile, messages[i]);
    item_put_array(&all, pile.count);
    for (size_t i = 0; i < pile.count; i++)
        item_put_bytes(&all, pile.messages[i]);
    if (!buf_ok(&all, "the programme's statements", err) ||
        !courier_path(data, "statements", path, err))
        return false;
    return span_equal(buf_span(&old), buf_span(&all)) ||
           file_write_durable(path, buf_span(&all), PROOF_MODE, err);
}
