/* The doors store_desk.h and store_summary.h: every verb goes to the store's engine. */
#include "store_int.h"

bool store_together(struct store *store, struct err *err)
{
    return store->engine->together(store, err);
}

bool store_together_keep(struct store *store, struct err *err)
{
    return store->engine->together_keep(store, err);
}

void store_together_end(struct store *store)
{
    store->engine->together_end(store);
}

void store_together_over(struct store **store)
{
    if (*store != NULL)
        store_together_end(*store);
}

bool store_paper_put(struct store *store, const struct store_paper *paper, uint64_t over,
                     struct err *err)
{
    if (paper->body.size > PAPER_BODY_MAX)
        return err_set(err, ERR_TOO_LARGE, "it has more than %d bytes", PAPER_BODY_MAX);
    return store->engine->paper_put(store, paper, over, err);
}

bool store_paper_get(struct store *store, const char *kind, const char *id, struct store_paper *ret,
                     struct buf *ret_body, struct err *err)
{
    return store->engine->paper_get(store, kind, id, ret, ret_body, err);
}

bool store_paper_find(struct store *store, const char *kind, const char *also,
                      struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    return store->engine->paper_find(store, kind, also, ret, ret_body, err);
}

bool store_paper_remove(struct store *store, const char *kind, const char *id, struct err *err)
{
    return store->engine->paper_remove(store, kind, id, err);
}

bool store_papers(struct store *store, const struct paper_query *query,
                  bool (*take)(void *context, const struct store_paper *paper), void *context,
                  struct err *err)
{
    return store->engine->papers(store, query, take, context, err);
}

bool store_papers_remove(struct store *store, const char *kind, const char *part, int64_t below,
                         struct err *err)
{
    return store->engine->papers_remove(store, kind, part, below, err);
}

bool store_audit_head(struct store *store, uint64_t *ret_number, struct digest *ret_hash,
                      struct err *err)
{
    return store->engine->audit_head(store, ret_number, ret_hash, err);
}

bool store_audit_add(struct store *store, const struct store_audit *line, struct err *err)
{
    if (line->detail.size > AUDIT_DETAIL_MAX)
        return err_set(err, ERR_TOO_LARGE, "the log's lines have at most %d bytes",
                       AUDIT_DETAIL_MAX);
    return store->engine->audit_add(store, line, err);
}

bool store_audits(struct store *store, const struct audit_query *query,
                  bool (*take)(void *context, const struct store_audit *line), void *context,
                  struct err *err)
{
    return store->engine->audits(store, query, take, context, err);
}

bool store_summaries(struct store *store, const struct digest *survey, const char *question,
                     int32_t month, const char *venue,
                     bool (*take)(void *context, const struct store_summary *row), void *context,
                     struct err *err)
{
    return store->engine->summaries(store, survey, question, month, venue, take, context, err);
}

bool store_summary_months(struct store *store, const struct digest *survey, bool *ret_any,
                          int32_t *ret_first, int32_t *ret_last, struct err *err)
{
    return store->engine->summary_months(store, survey, ret_any, ret_first, ret_last, err);
}

bool store_members(struct store *store,
                   bool (*take)(void *context, const struct store_member *member), void *context,
                   struct err *err)
{
    return store->engine->members(store, NULL, NULL, 0, take, context, err);
}

bool store_kiosk_days(struct store *store, uint64_t kiosk, int32_t from, int32_t to,
                      bool (*take)(void *context, const struct store_kiosk_day *day), void *context,
                      struct err *err)
{
    return store->engine->kiosk_days(store, kiosk, from, to, take, context, err);
}
