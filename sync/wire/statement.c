/* Programme statements: see statement.h. */
#include "statement.h"
#include "cbor_io.h"
#include "fields.h"

enum statement_field {
    STATEMENT_VERSION,
    STATEMENT_NUMBER,
    STATEMENT_KIND,
    STATEMENT_ISSUED,
    STATEMENT_FROM,
    STATEMENT_SUBJECT,
    STATEMENT_FIELDS
};

enum { SUBJECT_MAX = STATEMENT_BYTES_MAX - 256 };

/* Bytes that a subject has at least and at most. */
static const struct {
    size_t least, most;
} subject_sizes[STATEMENT_KINDS] = {
    [STATEMENT_HUB_KEY] = { 32, 32 },     [STATEMENT_WORDS_KEY] = { 32, 32 },
    [STATEMENT_COUNTS_KEY] = { 32, 32 },  [STATEMENT_CA] = { 1, SUBJECT_MAX },
    [STATEMENT_REVOKED_KIOSK] = { 8, 8 }, [STATEMENT_RESTORED] = { 0, 0 },
};

static bool statement_check(const struct statement *statement, struct err *err)
{
    if (statement->number == 0)
        return err_set(err, ERR_REFUSED, "a statement without a number");
    if ((unsigned)statement->kind >= STATEMENT_KINDS)
        return err_set(err, ERR_REFUSED, "a statement of no kind");
    size_t size = statement->subject.size;
    if (size < subject_sizes[statement->kind].least || size > subject_sizes[statement->kind].most)
        return err_set(err, ERR_REFUSED, "statement %llu: its subject cannot have %zu bytes",
                       (unsigned long long)statement->number, size);
    return true;
}

bool statement_sign(const struct statement *statement, const struct secret_key *programme,
                    struct buf *ret_message, struct err *err)
{
    if (!statement_check(statement, err))
        return false;
    BUF_AUTO payload = buf_new(STATEMENT_BYTES_MAX);
    fields_put(&payload, STATEMENT_FIELDS);
    item_put_uint(&payload, STATEMENT_NUMBER);
    item_put_uint(&payload, statement->number);
    item_put_uint(&payload, STATEMENT_KIND);
    item_put_uint(&payload, statement->kind);
    item_put_uint(&payload, STATEMENT_ISSUED);
    item_put_int(&payload, statement->issued);
    item_put_uint(&payload, STATEMENT_FROM);
    item_put_int(&payload, statement->from);
    item_put_uint(&payload, STATEMENT_SUBJECT);
    item_put_bytes(&payload, statement->subject);
    return buf_ok(&payload, "a statement", err) &&
           envelope_sign(PURPOSE_STATEMENT, programme, buf_span(&payload), ret_message, err);
}

bool statement_open(struct span message, const struct public_key *programme, struct statement *ret,
                    struct err *err)
{
    struct span payload = { 0 };
    struct statement statement = { 0 };
    if (message.size > STATEMENT_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, "a statement of %zu bytes", message.size);
    if (!envelope_verify(PURPOSE_STATEMENT, programme, message, &payload, err))
        return false;
    struct cbor_reader in = cbor_reader_of(payload);
    fields_get(&in, STATEMENT_FIELDS);
    fields_key(&in, STATEMENT_NUMBER);
    statement.number = item_get_uint(&in);
    fields_key(&in, STATEMENT_KIND);
    statement.kind = (enum statement_kind)fields_uint(&in, STATEMENT_KINDS - 1, "the kind");
    fields_key(&in, STATEMENT_ISSUED);
    statement.issued = item_get_int(&in);
    fields_key(&in, STATEMENT_FROM);
    statement.from = item_get_int(&in);
    fields_key(&in, STATEMENT_SUBJECT);
    statement.subject = item_get_bytes(&in);
    if (!cbor_done(&in, "a statement", err) || !statement_check(&statement, err))
        return false;
    *ret = statement;
    return true;
}
