/* Papers, the audit log and whole changes of the PostgreSQL engine: see store_desk.h. */
#include "postgres_int.h"
#include <stdio.h>

enum { PAGE_PAPERS = 100, PAGE_LINES = 500 };

/* ---- whole changes: the verbs' own transactions become part of one ---- */

/* Whoever changes the desk waits for his turn, so that what was looked at stays true. */
static bool take_turn(struct postgres_store *s, struct err *err)
{
    struct pg_args args = pg_args_of(PG_TURN);
    return s->together || pg_do(s, PG_TURN, &args, NULL, err);
}

static bool begin_desk(struct postgres_store *s, struct postgres_store **ret_tx, struct err *err)
{
    return pg_begin(s, ret_tx, err) && take_turn(s, err);
}

bool postgres_together(struct store *store, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    PG_TX_AUTO tx = NULL;
    must(!s->together, "a whole change began inside another");
    if (!begin_desk(s, &tx, err))
        return false;
    s->together = true;
    s->spoilt = false;
    tx = NULL;
    return true;
}

bool postgres_together_keep(struct store *store, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    struct postgres_store *tx = s;
    must(s->together, "a whole change ended that had not begun");
    if (s->spoilt)
        return err_set(err, ERR_LATER, "part of the change failed, so none of it is kept");
    s->together = false;
    if (pg_commit(&tx, err))
        return true;
    pg_rollback(&tx);
    return false;
}

void postgres_together_end(struct store *store)
{
    struct postgres_store *s = postgres_of(store);
    struct postgres_store *tx = s;
    if (!s->together)
        return;
    s->together = false;
    pg_rollback(&tx);
}

/* ---- papers ---- */

static void paper_read(const PGresult *result, int row, struct store_paper *ret)
{
    *ret = (struct store_paper){ .rank = pg_int(result, row, 4),
                                 .version = (uint64_t)pg_int(result, row, 5),
                                 .body = pg_span(result, row, 6) };
    pg_text(result, row, 0, ret->kind, sizeof ret->kind);
    pg_text(result, row, 1, ret->id, sizeof ret->id);
    pg_text(result, row, 2, ret->also, sizeof ret->also);
    pg_text(result, row, 3, ret->part, sizeof ret->part);
}

static bool look_up(struct store *store, enum pg_sql which, const char *kind, const char *name,
                    struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    struct pg_args args = pg_args_of(which);
    pg_put_text(&args, kind);
    pg_put_text(&args, name);
    RESULT_AUTO *result = pg_run(postgres_of(store), which, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "there is no such %s", kind);
    paper_read(result, 0, ret);
    buf_put_span(ret_body, ret->body);
    ret->body = buf_span(ret_body);
    return buf_ok(ret_body, kind, err);
}

bool postgres_paper_get(struct store *store, const char *kind, const char *id,
                        struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    return look_up(store, PG_PAPER_GET, kind, id, ret, ret_body, err);
}

bool postgres_paper_find(struct store *store, const char *kind, const char *also,
                         struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    return look_up(store, PG_PAPER_FIND, kind, also, ret, ret_body, err);
}

/* What version is there; 0 for none. */
static bool version_now(struct postgres_store *s, const struct store_paper *paper, uint64_t *ret,
                        struct err *err)
{
    struct pg_args args = pg_args_of(PG_PAPER_VERSION);
    pg_put_text(&args, paper->kind);
    pg_put_text(&args, paper->id);
    RESULT_AUTO *result = pg_run(s, PG_PAPER_VERSION, &args, err);
    if (result == NULL)
        return false;
    *ret = PQntuples(result) == 0 ? 0 : (uint64_t)pg_int(result, 0, 0);
    return true;
}

static bool write_paper(struct postgres_store *s, const struct store_paper *paper, uint64_t version,
                        struct err *err)
{
    struct pg_args args = pg_args_of(PG_PAPER_PUT);
    pg_put_text(&args, paper->kind);
    pg_put_text(&args, paper->id);
    pg_put_text(&args, paper->also);
    pg_put_text(&args, paper->part);
    pg_put_int(&args, paper->rank);
    pg_put_int(&args, (int64_t)version);
    pg_put_span(&args, paper->body);
    if (pg_do(s, PG_PAPER_PUT, &args, NULL, err))
        return true;
    return err->kind == ERR_REFUSED
               ? err_set(err, ERR_CONFLICT, "there is another %s of that name", paper->kind)
               : false;
}

bool postgres_paper_put(struct store *store, const struct store_paper *paper, uint64_t over,
                        struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    uint64_t now;
    PG_TX_AUTO tx = NULL;
    if (!begin_desk(s, &tx, err) || !version_now(s, paper, &now, err))
        return false;
    if (over != PAPER_ANY && over != now)
        return err_set(err, ERR_STALE, "this %s was changed meanwhile", paper->kind);
    return write_paper(s, paper, now + 1, err) && pg_commit(&tx, err);
}

/* One statement at the desk. */
static bool change(struct postgres_store *s, enum pg_sql which, const struct pg_args *args,
                   int64_t *ret_changed, struct err *err)
{
    PG_TX_AUTO tx = NULL;
    return begin_desk(s, &tx, err) && pg_do(s, which, args, ret_changed, err) &&
           pg_commit(&tx, err);
}

bool postgres_paper_remove(struct store *store, const char *kind, const char *id, struct err *err)
{
    struct pg_args args = pg_args_of(PG_PAPER_REMOVE);
    pg_put_text(&args, kind);
    pg_put_text(&args, id);
    return change(postgres_of(store), PG_PAPER_REMOVE, &args, NULL, err);
}

bool postgres_papers_remove(struct store *store, const char *kind, const char *part, int64_t below,
                            struct err *err)
{
    enum pg_sql which = part == NULL ? PG_PAPERS_REMOVE : PG_PAPERS_PART_REMOVE;
    struct pg_args args = pg_args_of(which);
    pg_put_text(&args, kind);
    pg_put_int(&args, below);
    if (part != NULL)
        pg_put_text(&args, part);
    return change(postgres_of(store), which, &args, NULL, err);
}

/* A page behind a place. */
static PGresult *papers_page(struct postgres_store *s, const struct paper_query *query,
                             int64_t after_rank, const char *after_id, struct err *err)
{
    static const enum pg_sql statements[2][2] = { { PG_PAPERS, PG_PAPERS_BACK },
                                                  { PG_PAPERS_PART, PG_PAPERS_PART_BACK } };
    enum pg_sql which = statements[query->part != NULL][query->backwards];
    bool bounded = query->lowest != 0 || query->below != 0;
    struct pg_args args = pg_args_of(which);
    pg_put_text(&args, query->kind);
    pg_put_int(&args, bounded ? query->lowest : INT64_MIN);
    pg_put_int(&args, bounded ? query->below : INT64_MAX);
    pg_put_int(&args, after_rank);
    pg_put_text(&args, after_id);
    pg_put_int(&args, PAGE_PAPERS);
    if (query->part != NULL)
        pg_put_text(&args, query->part);
    return pg_run(s, which, &args, err);
}

bool postgres_papers(struct store *store, const struct paper_query *query,
                     bool (*take)(void *, const struct store_paper *), void *context,
                     struct err *err)
{
    struct store_paper paper = { .rank = query->backwards ? INT64_MAX : INT64_MIN };
    if (query->after_id != NULL) {
        paper.rank = query->after_rank;
        (void)snprintf(paper.id, sizeof paper.id, "%s", query->after_id);
    }
    for (int count = PAGE_PAPERS; count == PAGE_PAPERS;) {
        RESULT_AUTO *result = papers_page(postgres_of(store), query, paper.rank, paper.id, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            paper_read(result, i, &paper);
            if (!take(context, &paper))
                return true;
        }
    }
    return true;
}

/* ---- audit ---- */

bool postgres_audit_head(struct store *store, uint64_t *ret_number, struct digest *ret_hash,
                         struct err *err)
{
    struct pg_args args = pg_args_of(PG_AUDIT_HEAD);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_AUDIT_HEAD, &args, err);
    if (result == NULL)
        return false;
    *ret_number = 0;
    memset(ret_hash, 0, sizeof *ret_hash);
    if (PQntuples(result) == 1) {
        *ret_number = (uint64_t)pg_int(result, 0, 0);
        pg_bytes(result, 0, 1, ret_hash->bytes, sizeof ret_hash->bytes);
    }
    return true;
}

bool postgres_audit_add(struct store *store, const struct store_audit *line, struct err *err)
{
    int64_t changed = 0;
    struct pg_args args = pg_args_of(PG_AUDIT_ADD);
    pg_put_int(&args, (int64_t)line->number);
    pg_put_int(&args, line->at);
    pg_put_text(&args, line->actor_id);
    pg_put_text(&args, line->actor);
    pg_put_text(&args, line->action);
    pg_put_text(&args, line->subject);
    pg_put_span(&args, line->detail);
    pg_put_digest(&args, &line->hash);
    if (!change(postgres_of(store), PG_AUDIT_ADD, &args, &changed, err))
        return false;
    return changed == 1 ||
           err_set(err, ERR_LATER, "somebody else wrote to the audit log at the same moment");
}

static void line_read(const PGresult *result, int row, struct store_audit *ret)
{
    *ret = (struct store_audit){ .number = (uint64_t)pg_int(result, row, 0),
                                 .at = pg_int(result, row, 1),
                                 .detail = pg_span(result, row, 6) };
    pg_text(result, row, 2, ret->actor_id, sizeof ret->actor_id);
    pg_text(result, row, 3, ret->actor, sizeof ret->actor);
    pg_text(result, row, 4, ret->action, sizeof ret->action);
    pg_text(result, row, 5, ret->subject, sizeof ret->subject);
    pg_bytes(result, row, 7, ret->hash.bytes, sizeof ret->hash.bytes);
}

/* Empty for any. */
static void put_wish(struct pg_args *args, const char *wish)
{
    pg_put_text(args, wish == NULL ? "" : wish);
}

static PGresult *audits_page(struct postgres_store *s, const struct audit_query *query,
                             uint64_t after, struct err *err)
{
    enum pg_sql which = query->backwards ? PG_AUDITS_BACK : PG_AUDITS;
    struct pg_args args = pg_args_of(which);
    pg_put_int(&args, query->backwards && after == 0 ? INT64_MAX : (int64_t)after);
    put_wish(&args, query->action);
    put_wish(&args, query->actor);
    put_wish(&args, query->subject);
    pg_put_int(&args, query->action != NULL);
    pg_put_int(&args, query->actor != NULL);
    pg_put_int(&args, query->subject != NULL);
    pg_put_int(&args, PAGE_LINES);
    return pg_run(s, which, &args, err);
}

bool postgres_audits(struct store *store, const struct audit_query *query,
                     bool (*take)(void *, const struct store_audit *), void *context,
                     struct err *err)
{
    struct store_audit line = { .number = query->after };
    for (int count = PAGE_LINES; count == PAGE_LINES;) {
        RESULT_AUTO *result = audits_page(postgres_of(store), query, line.number, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            line_read(result, i, &line);
            if (!take(context, &line))
                return true;
        }
    }
    return true;
}
