#pragma once
/* What the files of the SQLite engine share: the connection, its prepared statements, transactions
 * that cannot be forgotten, and typed columns. */
#include "sqlite_sql.h"
#include "store_int.h"
#include <sqlite3.h>

enum { SURVEY_NUMBERS = 64 };

struct sqlite_store {
    struct store base;
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_COUNT]; /* prepared when first used */
    struct {
        struct digest digest;
        int64_t number;
    } numbers[SURVEY_NUMBERS]; /* surveys' numbers never change: remembered round robin */
    size_t number_next;
    bool together; /* a whole change is under way: */
    bool spoilt;   /* part of it failed, so none of it may be kept */
};

static inline struct sqlite_store *sqlite_of(struct store *store)
{
    return (struct sqlite_store *)store;
}

/* Says what SQLite said, in a kind that names the remedy. Returns false. */
bool sqlite_fail(struct sqlite_store *s, const char *what, struct err *err);

/* A prepared statement with nothing bound; NULL when it failed. It is reset when the variable
 * leaves its scope. Using one that is in use is a mistake of the program. */
sqlite3_stmt *sqlite_use(struct sqlite_store *s, enum sql which, struct err *err);
void sqlite_unuse(sqlite3_stmt **st);
#define USE_AUTO __attribute__((cleanup(sqlite_unuse))) sqlite3_stmt *

/* Binding cannot fail but for a wrong index, which ends the process; texts and bytes are not
 * copied. */
void sqlite_put_int(sqlite3_stmt *st, int at, int64_t value);
void sqlite_put_text(sqlite3_stmt *st, int at, const char *text);
void sqlite_put_span(sqlite3_stmt *st, int at, struct span bytes);
void sqlite_put_digest(sqlite3_stmt *st, int at, const struct digest *digest);

/* The next row, or the end. */
MUST_CHECK bool sqlite_step(struct sqlite_store *s, sqlite3_stmt *st, bool *ret_row,
                            struct err *err);
/* Runs to the end, rows unseen. */
MUST_CHECK bool sqlite_run(struct sqlite_store *s, sqlite3_stmt *st, struct err *err);

/* Binds one kiosk, or all when 0, to a pair of bounds at 1 and 2: ids are 63 bits. */
void sqlite_put_kiosks(sqlite3_stmt *st, uint64_t kiosk);

int64_t sqlite_int(sqlite3_stmt *st, int column);
void sqlite_text(sqlite3_stmt *st, int column, char *ret, size_t size);
struct span sqlite_span(sqlite3_stmt *st, int column); /* until the next step */
/* Exactly size bytes; zeroes when the column holds something else. */
void sqlite_bytes(sqlite3_stmt *st, int column, void *ret, size_t size);

/* A write transaction. `tx` rolls back when it leaves its scope uncommitted. */
MUST_CHECK bool sqlite_begin(struct sqlite_store *s, struct sqlite_store **ret_tx, struct err *err);
MUST_CHECK bool sqlite_commit(struct sqlite_store **tx, struct err *err);
/* A read transaction: what is read in it is of one moment, and costs one lock instead of one each.
 */
MUST_CHECK bool sqlite_look(struct sqlite_store *s, struct sqlite_store **ret_tx, struct err *err);
void sqlite_rollback(struct sqlite_store **tx);
#define TX_AUTO __attribute__((cleanup(sqlite_rollback))) struct sqlite_store *

/* A survey's number, which never changes; looked up once a connection. */
MUST_CHECK bool sqlite_survey_number(struct sqlite_store *s, const struct digest *digest,
                                     int64_t *ret, struct err *err);

/* The other way round. */
MUST_CHECK bool sqlite_survey_digest(struct sqlite_store *s, int64_t number, struct digest *ret,
                                     struct err *err);

/* Brings the schema up to this program's; refuses a newer one. */
MUST_CHECK bool sqlite_migrate(struct sqlite_store *s, struct err *err);

/* The verbs, one file a class of tables. */
#define SQLITE_VERB(name) extern __typeof__(*((struct store_engine *)0)->name) sqlite_##name
SQLITE_VERB(setting_get);
SQLITE_VERB(setting_put);
SQLITE_VERB(next);
SQLITE_VERB(counter);
SQLITE_VERB(statement_add);
SQLITE_VERB(statements);
SQLITE_VERB(invitation_add);
SQLITE_VERB(invitation_get);
SQLITE_VERB(invitation_end);
SQLITE_VERB(invitations);
SQLITE_VERB(venue_put);
SQLITE_VERB(venue_get);
SQLITE_VERB(venues);
SQLITE_VERB(blob_put);
SQLITE_VERB(blob_get);
SQLITE_VERB(survey_publish);
SQLITE_VERB(survey_get);
SQLITE_VERB(surveys);
SQLITE_VERB(venue_surveys);
SQLITE_VERB(venue_survey_put);
SQLITE_VERB(venue_survey_get);
SQLITE_VERB(venue_file_put);
SQLITE_VERB(venue_file_get);
SQLITE_VERB(notice_add);
SQLITE_VERB(notices);
SQLITE_VERB(notice_withdraw);
SQLITE_VERB(bundle_put);
SQLITE_VERB(bundle_get);
SQLITE_VERB(bundle_venue);
SQLITE_VERB(enrol);
SQLITE_VERB(kiosk_get);
SQLITE_VERB(kiosks);
SQLITE_VERB(kiosk_move);
SQLITE_VERB(adopt);
SQLITE_VERB(life_begin);
SQLITE_VERB(kiosk_revoke);
SQLITE_VERB(sender);
SQLITE_VERB(watermark);
SQLITE_VERB(watermarks);
SQLITE_VERB(event);
SQLITE_VERB(events);
SQLITE_VERB(keep);
SQLITE_VERB(rows);
SQLITE_VERB(kiosk_rows);
SQLITE_VERB(batches);
SQLITE_VERB(batch_at);
SQLITE_VERB(asides);
SQLITE_VERB(tallies);
SQLITE_VERB(together);
SQLITE_VERB(together_keep);
SQLITE_VERB(together_end);
SQLITE_VERB(paper_put);
SQLITE_VERB(paper_get);
SQLITE_VERB(paper_find);
SQLITE_VERB(paper_remove);
SQLITE_VERB(papers);
SQLITE_VERB(papers_remove);
SQLITE_VERB(audit_head);
SQLITE_VERB(audit_add);
SQLITE_VERB(audits);
SQLITE_VERB(stale);
SQLITE_VERB(stale_count);
SQLITE_VERB(stale_done);
SQLITE_VERB(members);
SQLITE_VERB(month_tallies);
SQLITE_VERB(summary_put);
SQLITE_VERB(summaries);
SQLITE_VERB(summary_months);
SQLITE_VERB(kiosk_days);
SQLITE_VERB(gone_add);
SQLITE_VERB(gone);
SQLITE_VERB(gone_figures);
SQLITE_VERB(figures_forget);
SQLITE_VERB(summaries_forget);
#undef SQLITE_VERB
