#pragma once
/*
 * What the files of the PostgreSQL engine share: a link that is made again when it breaks, prepared
 * statements with typed parameters, pipelines, transactions that cannot be forgotten.
 *
 * All values travel in binary. Reads take whole pages, so that no transaction and no cursor stays
 * open while `take` runs.
 */
#include "postgres_sql.h"
#include "store_int.h"
#include <libpq-fe.h>

/* ---- values (postgres_value.c) ---- */

/* The width of a parameter is its statement's business: a letter of `types` each, see
 * postgres_sql.h. */
enum { PG_ARGS_MAX = 256 };
struct pg_args {
    const char *types;
    int count;
    const char *values[PG_ARGS_MAX];
    int lengths[PG_ARGS_MAX];
    uint8_t numbers[PG_ARGS_MAX][8];
};
void pg_put_int(struct pg_args *args, int64_t value);
void pg_put_text(struct pg_args *args, const char *text); /* borrowed, as are all bytes */
void pg_put_span(struct pg_args *args, struct span bytes);
void pg_put_digest(struct pg_args *args, const struct digest *digest);
/* One kiosk, or all when 0, as a pair of bounds: ids are 63 bits. */
void pg_put_kiosks(struct pg_args *args, uint64_t kiosk);

int64_t pg_int(const PGresult *result, int row, int column);
struct span pg_span(const PGresult *result, int row, int column); /* until it is cleared */
void pg_text(const PGresult *result, int row, int column, char *ret, size_t size);
/* Exactly size bytes; zeroes when the column holds something else. */
void pg_bytes(const PGresult *result, int row, int column, void *ret, size_t size);

void pg_clear(PGresult **result);
#define RESULT_AUTO __attribute__((cleanup(pg_clear))) PGresult

/* A big-endian number of 1, 2, 4 or 8 bytes. */
void pg_pack(uint8_t *ret, size_t size, int64_t value);
/* The type of a letter; a capital is an array of what the small one is. */
struct pg_type {
    char letter;
    uint8_t width; /* 0 for texts, bytes and arrays */
    Oid oid;
};
const struct pg_type *pg_type_of(char letter);

/* An array of values of one type, as one parameter. */
void pg_array_begin(struct buf *out, char letter);
void pg_array_int(struct buf *out, char letter, int64_t value);
void pg_array_span(struct buf *out, struct span bytes);
void pg_array_end(struct buf *out, size_t length);

/* ---- the link (postgres_link.c) ---- */

/* Statements that put many rows in at once are made on demand, for so many rows each. */
enum { PG_ROWS_TABLES = 4, PG_VALUES_MAX = 16 };

struct postgres_store {
    struct store base;
    PGconn *conn;
    bool lost; /* the link is of no use any more, although it stands */
    bool in_transaction;
    bool together, spoilt; /* a whole change is going on; part of it has failed */
    bool spread;           /* over several machines: each kiosk commits for itself */
    bool prepared[PG_SQL_COUNT];
    bool prepared_rows[PG_ROWS_TABLES][PG_VALUES_MAX + 1];
    bool mendable; /* what failed last may go well when the whole transaction is tried again */
    size_t queued; /* answers that a pipeline still owes, */
    bool flushed;  /* once it was asked for them */
    struct pg_survey *surveys;
    size_t survey_count, survey_last;
};

static inline struct postgres_store *postgres_of(struct store *store)
{
    return (struct postgres_store *)store;
}

MUST_CHECK bool pg_connect(struct postgres_store *s, const char *url, struct err *err);
void pg_disconnect(struct postgres_store *s);

/* Says what the server said, in a kind that names the remedy. result may be NULL. Returns false. */
bool pg_fail(struct postgres_store *s, const PGresult *result, const char *what, struct err *err);
/* The link works, or was made again; nothing is done inside a transaction. */
MUST_CHECK bool pg_ready(struct postgres_store *s, struct err *err);

/* Nothing yet, for this statement. */
struct pg_args pg_args_of(enum pg_sql which);

/* Runs a statement. The result is the caller's; NULL when it failed. What only reads is asked once
 * more when the link broke under it. */
PGresult *pg_run(struct postgres_store *s, enum pg_sql which, const struct pg_args *args,
                 struct err *err);
/* The same where rows are of no interest; *ret_changed, if wanted, says how many were changed. */
MUST_CHECK bool pg_do(struct postgres_store *s, enum pg_sql which, const struct pg_args *args,
                      int64_t *ret_changed, struct err *err);
/* Text of our own, unprepared and without parameters. */
PGresult *pg_say(struct postgres_store *s, const char *sql, struct err *err);

/* A write transaction. `tx` rolls back when it leaves its scope uncommitted. */
MUST_CHECK bool pg_begin(struct postgres_store *s, struct postgres_store **ret_tx, struct err *err);
MUST_CHECK bool pg_commit(struct postgres_store **tx, struct err *err);
void pg_rollback(struct postgres_store **tx);
#define PG_TX_AUTO __attribute__((cleanup(pg_rollback))) struct postgres_store *

/* Prepares what a pipeline is going to want. */
MUST_CHECK bool pg_need(struct postgres_store *s, const enum pg_sql *list, size_t count,
                        struct err *err);

/* A pipeline: statements go out without waiting; pg_pipe_flush asks for the answers, and
 * pg_pipe_take gives them in order, one for each pg_pipe. An answer NULL means that it failed, and
 * with it everything behind it; pg_pipe_end takes what is left. */
MUST_CHECK bool pg_pipe_begin(struct postgres_store *s, struct err *err);
MUST_CHECK bool pg_pipe(struct postgres_store *s, enum pg_sql which, const struct pg_args *args,
                        struct err *err);
MUST_CHECK bool pg_pipe_named(struct postgres_store *s, const char *name,
                              const struct pg_args *args, struct err *err);
MUST_CHECK bool pg_pipe_flush(struct postgres_store *s, struct err *err);
PGresult *pg_pipe_take(struct postgres_store *s, struct err *err);
void pg_pipe_end(struct postgres_store *s);

/* Prepares a statement of our own making; the types are letters. */
MUST_CHECK bool pg_prepare(struct postgres_store *s, const char *name, const char *sql,
                           const char *types, struct err *err);

/* ---- numbers of surveys (postgres_survey.c) ---- */

MUST_CHECK bool pg_survey_number(struct postgres_store *s, const struct digest *digest,
                                 int64_t *ret, struct err *err);
MUST_CHECK bool pg_survey_digest(struct postgres_store *s, int64_t number, struct digest *ret,
                                 struct err *err);
/* Those of all versions of a survey, as the parameter of an ANY. */
MUST_CHECK bool pg_survey_versions(struct postgres_store *s, const char *id, struct buf *ret,
                                   struct err *err);

/* ---- many rows of one kiosk (postgres_rows.c) ---- */

enum pg_rows_table { PG_RESPONSE, PG_ASIDE, PG_TALLY_DAY, PG_TALLY_MONTH };

/* Prepares what pg_rows_send will want; outside of a pipeline. */
MUST_CHECK bool pg_rows_prepare(struct postgres_store *s, const struct store_keep *keep,
                                struct err *err);
/* Sends all rows of a batch down the pipeline, in as few statements as there can be. */
MUST_CHECK bool pg_rows_send(struct postgres_store *s, const struct store_keep *keep,
                             struct err *err);
/* The text of such a statement: for so many rows, or for any number in arrays when 0. */
void pg_rows_sql(enum pg_rows_table which, size_t rows, struct buf *ret);

/* ---- the rest ---- */

/* Brings the schema up to this program's; makes it in an empty database when `create`. */
MUST_CHECK bool pg_migrate(struct postgres_store *s, bool create, struct err *err);

/* The verbs, one file a class of tables. */
#define PG_VERB(name) extern __typeof__(*((struct store_engine *)0)->name) postgres_##name
PG_VERB(setting_get);
PG_VERB(setting_put);
PG_VERB(next);
PG_VERB(counter);
PG_VERB(statement_add);
PG_VERB(statements);
PG_VERB(invitation_add);
PG_VERB(invitation_get);
PG_VERB(invitation_end);
PG_VERB(invitations);
PG_VERB(venue_put);
PG_VERB(venue_get);
PG_VERB(venues);
PG_VERB(blob_put);
PG_VERB(blob_get);
PG_VERB(survey_publish);
PG_VERB(survey_get);
PG_VERB(surveys);
PG_VERB(venue_surveys);
PG_VERB(venue_survey_put);
PG_VERB(venue_survey_get);
PG_VERB(venue_file_put);
PG_VERB(venue_file_get);
PG_VERB(notice_add);
PG_VERB(notices);
PG_VERB(notice_withdraw);
PG_VERB(bundle_put);
PG_VERB(bundle_get);
PG_VERB(bundle_venue);
PG_VERB(enrol);
PG_VERB(kiosk_get);
PG_VERB(kiosks);
PG_VERB(kiosk_move);
PG_VERB(adopt);
PG_VERB(life_begin);
PG_VERB(kiosk_revoke);
PG_VERB(sender);
PG_VERB(watermark);
PG_VERB(watermarks);
PG_VERB(event);
PG_VERB(events);
PG_VERB(keep);
PG_VERB(rows);
PG_VERB(kiosk_rows);
PG_VERB(batches);
PG_VERB(batch_at);
PG_VERB(asides);
PG_VERB(tallies);
PG_VERB(together);
PG_VERB(together_keep);
PG_VERB(together_end);
PG_VERB(paper_put);
PG_VERB(paper_get);
PG_VERB(paper_find);
PG_VERB(paper_remove);
PG_VERB(papers);
PG_VERB(papers_remove);
PG_VERB(audit_head);
PG_VERB(audit_add);
PG_VERB(audits);
PG_VERB(stale);
PG_VERB(stale_count);
PG_VERB(stale_done);
PG_VERB(members);
PG_VERB(month_tallies);
PG_VERB(summary_put);
PG_VERB(summaries);
PG_VERB(summary_months);
PG_VERB(kiosk_days);
PG_VERB(gone_add);
PG_VERB(gone);
PG_VERB(gone_figures);
PG_VERB(figures_forget);
PG_VERB(summaries_forget);
#undef PG_VERB
