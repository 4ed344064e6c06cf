/* Papers and the audit log of the SQLite engine: see store_desk.h. */
#include "sqlite_int.h"

/* ---- papers ---- */

static void paper_read(sqlite3_stmt *st, struct store_paper *ret)
{
    *ret = (struct store_paper){ .rank = sqlite_int(st, 4),
                                 .version = (uint64_t)sqlite_int(st, 5),
                                 .body = sqlite_span(st, 6) };
    sqlite_text(st, 0, ret->kind, sizeof ret->kind);
    sqlite_text(st, 1, ret->id, sizeof ret->id);
    sqlite_text(st, 2, ret->also, sizeof ret->also);
    sqlite_text(st, 3, ret->part, sizeof ret->part);
}

static bool look_up(struct store *store, enum sql which, const char *kind, const char *name,
                    struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, which, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, kind);
    sqlite_put_text(st, 2, name);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "there is no such %s", kind);
    paper_read(st, ret);
    buf_put_span(ret_body, ret->body);
    ret->body = buf_span(ret_body);
    return buf_ok(ret_body, kind, err);
}

bool sqlite_paper_get(struct store *store, const char *kind, const char *id,
                      struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    return look_up(store, SQL_PAPER_GET, kind, id, ret, ret_body, err);
}

bool sqlite_paper_find(struct store *store, const char *kind, const char *also,
                       struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    return look_up(store, SQL_PAPER_FIND, kind, also, ret, ret_body, err);
}

/* What version is there; 0 for none. */
static bool version_now(struct sqlite_store *s, const struct store_paper *paper, uint64_t *ret,
                        struct err *err)
{
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_PAPER_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, paper->kind);
    sqlite_put_text(st, 2, paper->id);
    if (!sqlite_step(s, st, &row, err))
        return false;
    *ret = row ? (uint64_t)sqlite_int(st, 5) : 0;
    return true;
}

static bool write_paper(struct sqlite_store *s, const struct store_paper *paper, uint64_t version,
                        struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_PAPER_PUT, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, paper->kind);
    sqlite_put_text(st, 2, paper->id);
    if (paper->also[0] != '\0')
        sqlite_put_text(st, 3, paper->also);
    sqlite_put_text(st, 4, paper->part);
    sqlite_put_int(st, 5, paper->rank);
    sqlite_put_int(st, 6, (int64_t)version);
    sqlite_put_span(st, 7, paper->body);
    if (sqlite_run(s, st, err))
        return true;
    return err->kind == ERR_REFUSED
               ? err_set(err, ERR_CONFLICT, "there is another %s of that name", paper->kind)
               : false;
}

bool sqlite_paper_put(struct store *store, const struct store_paper *paper, uint64_t over,
                      struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    uint64_t now;
    TX_AUTO tx = NULL;
    if (!sqlite_begin(s, &tx, err) || !version_now(s, paper, &now, err))
        return false;
    if (over != PAPER_ANY && over != now)
        return err_set(err, ERR_STALE, "this %s was changed meanwhile", paper->kind);
    return write_paper(s, paper, now + 1, err) && sqlite_commit(&tx, err);
}

bool sqlite_paper_remove(struct store *store, const char *kind, const char *id, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_PAPER_REMOVE, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, kind);
    sqlite_put_text(st, 2, id);
    return sqlite_run(s, st, err);
}

static void bind_query(sqlite3_stmt *st, const struct paper_query *query)
{
    bool bounded = query->lowest != 0 || query->below != 0;
    bool begins = query->after_id == NULL;
    sqlite_put_text(st, 1, query->kind);
    if (query->part != NULL)
        sqlite_put_text(st, 2, query->part);
    sqlite_put_int(st, 3, bounded ? query->lowest : INT64_MIN);
    sqlite_put_int(st, 4, bounded ? query->below : INT64_MAX);
    sqlite_put_int(st, 5, begins ? (query->backwards ? INT64_MAX : INT64_MIN) : query->after_rank);
    sqlite_put_text(st, 6, begins ? "" : query->after_id);
}

bool sqlite_papers(struct store *store, const struct paper_query *query,
                   bool (*take)(void *, const struct store_paper *), void *context, struct err *err)
{
    static const enum sql which[2][2] = { { SQL_PAPERS, SQL_PAPERS_BACK },
                                          { SQL_PAPERS_PART, SQL_PAPERS_PART_BACK } };
    struct sqlite_store *s = sqlite_of(store);
    struct store_paper paper;
    bool row = true;
    USE_AUTO st = sqlite_use(s, which[query->part != NULL][query->backwards], err);
    if (st == NULL)
        return false;
    bind_query(st, query);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        paper_read(st, &paper);
        if (!take(context, &paper))
            return true;
    }
    return false;
}

bool sqlite_papers_remove(struct store *store, const char *kind, const char *part, int64_t below,
                          struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, part == NULL ? SQL_PAPERS_REMOVE : SQL_PAPERS_PART_REMOVE, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, kind);
    sqlite_put_int(st, 2, below);
    if (part != NULL)
        sqlite_put_text(st, 3, part);
    return sqlite_run(s, st, err);
}

/* ---- audit ---- */

bool sqlite_audit_head(struct store *store, uint64_t *ret_number, struct digest *ret_hash,
                       struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_AUDIT_HEAD, err);
    if (st == NULL || !sqlite_step(s, st, &row, err))
        return false;
    *ret_number = row ? (uint64_t)sqlite_int(st, 0) : 0;
    memset(ret_hash, 0, sizeof *ret_hash);
    if (row)
        sqlite_bytes(st, 1, ret_hash->bytes, sizeof ret_hash->bytes);
    return true;
}

bool sqlite_audit_add(struct store *store, const struct store_audit *line, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_AUDIT_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)line->number);
    sqlite_put_int(st, 2, line->at);
    sqlite_put_text(st, 3, line->actor_id);
    sqlite_put_text(st, 4, line->actor);
    sqlite_put_text(st, 5, line->action);
    sqlite_put_text(st, 6, line->subject);
    sqlite_put_span(st, 7, line->detail);
    sqlite_put_digest(st, 8, &line->hash);
    if (!sqlite_run(s, st, err))
        return false;
    return sqlite3_changes(s->db) == 1 ||
           err_set(err, ERR_LATER, "somebody else wrote to the audit log at the same moment");
}

static void line_read(sqlite3_stmt *st, struct store_audit *ret)
{
    *ret = (struct store_audit){ .number = (uint64_t)sqlite_int(st, 0),
                                 .at = sqlite_int(st, 1),
                                 .detail = sqlite_span(st, 6) };
    sqlite_text(st, 2, ret->actor_id, sizeof ret->actor_id);
    sqlite_text(st, 3, ret->actor, sizeof ret->actor);
    sqlite_text(st, 4, ret->action, sizeof ret->action);
    sqlite_text(st, 5, ret->subject, sizeof ret->subject);
    sqlite_bytes(st, 7, ret->hash.bytes, sizeof ret->hash.bytes);
}

static bool fits(const struct audit_query *query, const struct store_audit *line)
{
    return (query->action == NULL ||
            strncmp(line->action, query->action, strlen(query->action)) == 0) &&
           (query->actor == NULL || strcmp(line->actor_id, query->actor) == 0) &&
           (query->subject == NULL || strcmp(line->subject, query->subject) == 0);
}

bool sqlite_audits(struct store *store, const struct audit_query *query,
                   bool (*take)(void *, const struct store_audit *), void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_audit line;
    bool row = true;
    USE_AUTO st = sqlite_use(s, query->backwards ? SQL_AUDITS_BACK : SQL_AUDITS, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1,
                   query->backwards && query->after == 0 ? INT64_MAX : (int64_t)query->after);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        line_read(st, &line);
        if (fits(query, &line) && !take(context, &line))
            return true;
    }
    return false;
}
