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
