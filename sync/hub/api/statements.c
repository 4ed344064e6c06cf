/* Which of the programme's statements go to kiosks. They are never taken back, so that their number
 * only rises: what is superseded must not fill up enrolment replies and bundles. */
#include "hub_int.h"

struct choosing {
    uint64_t newest[STATEMENT_KINDS];
    bool (*take)(void *context, uint64_t number, int kind, struct span message);
    void *context;
};

static bool note_newest(void *context, uint64_t number, int kind, struct span message)
{
    struct choosing *choosing = context;
    (void)message;
    if (kind >= 0 && kind < STATEMENT_KINDS)
        choosing->newest[kind] = number;
    return true;
}

static bool is_needed(const struct choosing *choosing, uint64_t number, int kind)
{
    switch (kind) {
    case STATEMENT_HUB_KEY:
    case STATEMENT_CA:
        return true;
    case STATEMENT_WORDS_KEY:
    case STATEMENT_COUNTS_KEY:
    case STATEMENT_RESTORED:
        return number == choosing->newest[kind];
    default:
        return false;
    }
}

static bool pass_on(void *context, uint64_t number, int kind, struct span message)
{
    const struct choosing *choosing = context;
    return !is_needed(choosing, number, kind) ||
           choosing->take(choosing->context, number, kind, message);
}

bool statements_needed(struct store *store,
                       bool (*take)(void *context, uint64_t number, int kind, struct span message),
                       void *context, struct err *err)
{
    struct choosing choosing = { .take = take, .context = context };
    return store_statements(store, note_newest, &choosing, err) &&
           store_statements(store, pass_on, &choosing, err);
}

/* ---- hubs ---- */

struct reading {
    const struct public_key *programme;
    struct hub_keys *keys;
};

/* What the programme has not signed introduces nobody. */
static bool take_key(void *context, uint64_t number, int kind, struct span message)
{
    const struct reading *reading = context;
    struct hub_keys *keys = reading->keys;
    struct statement statement;
    (void)number;
    if (kind != STATEMENT_HUB_KEY ||
        !statement_open(message, reading->programme, &statement, NULL) ||
        statement.kind != STATEMENT_HUB_KEY)
        return true;
    memcpy(keys->list[keys->count++].bytes, statement.subject.data, sizeof keys->list[0].bytes);
    return keys->count < HUB_KEYS_MAX;
}

bool hub_keys_read(const struct hub *hub, struct store *store, struct hub_keys *ret,
                   struct err *err)
{
    struct reading reading = { &hub->programme, ret };
    ret->count = 0;
    return store_statements(store, take_key, &reading, err);
}
