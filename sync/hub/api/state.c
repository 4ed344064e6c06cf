/* Programme statements: the only way a key or a certificate is introduced. */
#include "hub_int.h"

/* The number is reserved before it is signed; one that is lost in a crash leaves a gap, never a
 * double. */
bool hub_state(const char *data, struct store *store, enum statement_kind kind, struct span subject,
               int64_t from, struct err *err)
{
    struct secret_key programme;
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    struct statement statement = {
        .kind = kind,
        .issued = clock_now().wall,
        .from = from,
        .subject = subject,
    };
    if (!hub_key_read(data, "programme.key", &programme, sizeof programme, err))
        return false;
    bool signed_ = store_next(store, "statement", 1, &statement.number, err) &&
                   statement_sign(&statement, &programme, &message, err);
    seal_forget(&programme, sizeof programme);
    return signed_ &&
           store_statement_add(store, statement.number, (int)kind, buf_span(&message), err);
}

bool hub_can_state(const struct hub *hub, struct err *err)
{
    struct secret_key programme;
    bool there = hub_key_read(hub->data, "programme.key", &programme, sizeof programme, err);
    seal_forget(&programme, sizeof programme);
    return there;
}

bool hub_statement(const struct hub *hub, struct span message, struct statement *ret,
                   struct err *err)
{
    return statement_open(message, &hub->programme, ret, err);
}
