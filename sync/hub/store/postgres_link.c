/*
 * The link of the PostgreSQL engine: statements prepared when first used, transactions, pipelines,
 * and what the server's complaints mean. A link that broke is made again before the next thing is
 * asked; with several hosts in the URL that is whichever takes writes now.
 */
#include "postgres_int.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *types;
    const char *text;
} statements[] = {
#define X(name, types, text) { types, text },
    PG_SQL_MAP(X)
#undef X
};

/* ---- what went wrong ---- */

/* By the beginning of the SQLSTATE, the longest first. What is not here is LATER: another program
 * may hold a lock, or the server is on its way. */
static const struct {
    const char *state;
    enum err_kind kind;
} state_kinds[] = {
    { "53100", ERR_FULL },    { "42501", ERR_DENIED }, { "XX001", ERR_CORRUPT },
    { "XX002", ERR_CORRUPT }, { "54", ERR_TOO_LARGE }, { "23", ERR_REFUSED },
    { "28", ERR_DENIED },     { "3D", ERR_MISSING },
};

static enum err_kind kind_of(const char *state)
{
    for (size_t i = 0; state != NULL && i < sizeof state_kinds / sizeof state_kinds[0]; i++)
        if (strncmp(state, state_kinds[i].state, strlen(state_kinds[i].state)) == 0)
            return state_kinds[i].kind;
    return ERR_LATER;
}

/* The first line of what libpq says, which may be several. */
static void say_link(const PGconn *conn, const char *what, struct err *err)
{
    const char *text = PQerrorMessage(conn);
    (void)err_set(err, ERR_LATER, "%s: %.*s", what, (int)strcspn(text, "\n"), text);
}

static bool is_mendable(const struct postgres_store *s, const char *state)
{
    static const char *const states[] = { "40001", "40P01", "08", "57P", "XX000", "25006" };
    if (PQstatus(s->conn) != CONNECTION_OK)
        return true;
    for (size_t i = 0; state != NULL && i < sizeof states / sizeof states[0]; i++)
        if (strncmp(state, states[i], strlen(states[i])) == 0)
            return true;
    return false;
}

bool pg_fail(struct postgres_store *s, const PGresult *result, const char *what, struct err *err)
{
    const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    s->mendable = is_mendable(s, state);
    if (state != NULL && strcmp(state, "25006") == 0) /* a standby by now: another takes writes */
        s->lost = true;
    if (said != NULL)
        return err_set(err, kind_of(state), "%s: %s", what, said);
    say_link(s->conn, what, err);
    return false;
}

/* ---- the link ---- */

/* What the server tells beside its answers is of no use here; rooms print nothing. */
static void hear_nothing(void *context, const PGresult *notice)
{
    (void)context, (void)notice;
}

/* What a URL may overrule stands before it. Each hub's links are few and long: a server that went
 * away without a word is noticed within seconds. */
static bool open_link(struct postgres_store *s, const char *url, struct err *err)
{
    static const char *const names[] = {
        "target_session_attrs", "connect_timeout",
        "tcp_user_timeout",     "keepalives_idle",
        "keepalives_interval",  "keepalives_count",
        "application_name",     "dbname",
        "client_encoding",      NULL,
    };
    const char *const values[] = { "read-write", "5",           "10000", "10",   "3",
                                   "3",          "yousaid-hub", url,     "UTF8", NULL };
    s->conn = PQconnectdbParams(names, values, 1);
    if (s->conn == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the database");
    (void)PQsetNoticeReceiver(s->conn, hear_nothing, NULL);
    if (PQstatus(s->conn) == CONNECTION_OK)
        return true;
    say_link(s->conn, "reaching the database", err);
    return false;
}

/* Durable means durable, whatever the server's default: a receipt follows each commit. All
 * questions are short and find what they want by its key, so plans are made once, by index,
 * whatever the parameters are and the statistics say. Nobody waits for a lock, or holds one idly,
 * without end.
 */
static const char session[] =
    "SET jit = off; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; "
    "SET enable_hashjoin = off; SET enable_mergejoin = off; "
    "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; "
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') IN ('off', 'local')";

static bool begin_session(struct postgres_store *s, struct err *err)
{
    memset(s->prepared, 0, sizeof s->prepared);
    memset(s->prepared_rows, 0, sizeof s->prepared_rows);
    s->in_transaction = false;
    s->lost = false;
    RESULT_AUTO *result = PQexec(s->conn, session);
    return PQresultStatus(result) == PGRES_TUPLES_OK ||
           pg_fail(s, result, "reaching the database", err);
}

bool pg_connect(struct postgres_store *s, const char *url, struct err *err)
{
    return open_link(s, url, err) && begin_session(s, err);
}

void pg_disconnect(struct postgres_store *s)
{
    PQfinish(s->conn);
    s->conn = NULL;
}

/* A server that stopped says so on the link: that is read before anything is asked. */
static bool is_alive(struct postgres_store *s)
{
    struct pollfd news = { .fd = PQsocket(s->conn), .events = POLLIN };
    while (PQstatus(s->conn) == CONNECTION_OK && poll(&news, 1, 0) > 0)
        if (PQconsumeInput(s->conn) == 0)
            break;
    return PQstatus(s->conn) == CONNECTION_OK && !s->lost;
}

bool pg_ready(struct postgres_store *s, struct err *err)
{
    if (s->in_transaction || is_alive(s))
        return true;
    PQreset(s->conn);
    if (PQstatus(s->conn) == CONNECTION_OK)
        return begin_session(s, err);
    say_link(s->conn, "reaching the database again", err);
    return false;
}

/* ---- statements ---- */

static void name_of(enum pg_sql which, char ret[16])
{
    (void)snprintf(ret, 16, "s%d", (int)which);
}

bool pg_prepare(struct postgres_store *s, const char *name, const char *sql, const char *letters,
                struct err *err)
{
    Oid oids[PG_ARGS_MAX];
    int count = 0;
    for (; letters[count] != '\0'; count++) {
        must(count < PG_ARGS_MAX, "a statement has too many parameters");
        oids[count] = pg_type_of(letters[count])->oid;
    }
    RESULT_AUTO *result = PQprepare(s->conn, name, sql, count, oids);
    return PQresultStatus(result) == PGRES_COMMAND_OK ||
           pg_fail(s, result, "preparing a statement", err);
}

static bool prepare(struct postgres_store *s, enum pg_sql which, struct err *err)
{
    char name[16];
    name_of(which, name);
    if (!s->prepared[which])
        s->prepared[which] =
            pg_prepare(s, name, statements[which].text, statements[which].types, err);
    return s->prepared[which];
}

bool pg_need(struct postgres_store *s, const enum pg_sql *list, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (!prepare(s, list[i], err))
            return false;
    return true;
}

struct pg_args pg_args_of(enum pg_sql which)
{
    struct pg_args args;
    args.types = statements[which].types;
    args.count = 0;
    return args;
}

/* Numbers stand in the arguments themselves, which may have moved since. */
static const char *const *values_of(const struct pg_args *args, const char *ret[PG_ARGS_MAX])
{
    must(args->types[args->count] == '\0', "a statement was given too few parameters");
    for (int i = 0; i < args->count; i++)
        ret[i] = args->values[i] == NULL ? (const char *)args->numbers[i] : args->values[i];
    return ret;
}

static const int all_binary[PG_ARGS_MAX] = {
#define ONES_16 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
    ONES_16, ONES_16, ONES_16, ONES_16, ONES_16, ONES_16, ONES_16, ONES_16,
    ONES_16, ONES_16, ONES_16, ONES_16, ONES_16, ONES_16, ONES_16, ONES_16,
#undef ONES_16
};

static bool is_fine(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

static PGresult *run_once(struct postgres_store *s, enum pg_sql which, const struct pg_args *args,
                          struct err *err)
{
    char name[16];
    const char *values[PG_ARGS_MAX];
    if (!pg_ready(s, err) || !prepare(s, which, err))
        return NULL;
    name_of(which, name);
    PGresult *result = PQexecPrepared(s->conn, name, args->count, values_of(args, values),
                                      args->lengths, all_binary, 1);
    if (is_fine(result))
        return result;
    (void)pg_fail(s, result, "the database", err);
    PQclear(result);
    return NULL;
}

static bool only_reads(enum pg_sql which)
{
    return strncmp(statements[which].text, "SELECT", 6) == 0;
}

PGresult *pg_run(struct postgres_store *s, enum pg_sql which, const struct pg_args *args,
                 struct err *err)
{
    bool inside = s->in_transaction;
    PGresult *result = run_once(s, which, args, err);
    if (result == NULL && !inside && only_reads(which) && PQstatus(s->conn) != CONNECTION_OK)
        result = run_once(s, which, args, err);
    return result;
}

bool pg_do(struct postgres_store *s, enum pg_sql which, const struct pg_args *args,
           int64_t *ret_changed, struct err *err)
{
    RESULT_AUTO *result = pg_run(s, which, args, err);
    if (result == NULL)
        return false;
    if (ret_changed != NULL)
        *ret_changed = strtoll(PQcmdTuples(result), NULL, 10);
    return true;
}

PGresult *pg_say(struct postgres_store *s, const char *sql, struct err *err)
{
    if (!pg_ready(s, err))
        return NULL;
    PGresult *result = PQexecParams(s->conn, sql, 0, NULL, NULL, NULL, NULL, 1);
    if (is_fine(result))
        return result;
    (void)pg_fail(s, result, "the database", err);
    PQclear(result);
    return NULL;
}

/* ---- transactions ---- */

bool pg_begin(struct postgres_store *s, struct postgres_store **ret_tx, struct err *err)
{
    struct pg_args none = pg_args_of(PG_BEGIN);
    must(s->together || !s->in_transaction, "a transaction was begun inside another");
    if (!s->together && !pg_do(s, PG_BEGIN, &none, NULL, err))
        return false;
    s->in_transaction = true;
    *ret_tx = s;
    return true;
}

/* A transaction in which something failed answers COMMIT with ROLLBACK. */
bool pg_commit(struct postgres_store **tx, struct err *err)
{
    struct postgres_store *s = *tx;
    struct pg_args none = pg_args_of(PG_COMMIT);
    if (s->together) {
        *tx = NULL;
        return true;
    }
    RESULT_AUTO *result = pg_run(s, PG_COMMIT, &none, err);
    if (result == NULL)
        return false;
    *tx = NULL;
    s->in_transaction = false;
    return strcmp(PQcmdStatus(result), "COMMIT") == 0 ||
           err_set(err, ERR_LATER, "the database took a transaction back");
}

/* Within a whole change it is that which will be taken back. */
void pg_rollback(struct postgres_store **tx)
{
    struct postgres_store *s = *tx;
    if (s == NULL)
        return;
    if (s->together) {
        s->spoilt = true;
        return;
    }
    PQclear(PQexec(s->conn, "ROLLBACK"));
    s->in_transaction = false;
}

/* ---- pipelines ---- */

bool pg_pipe_begin(struct postgres_store *s, struct err *err)
{
    s->queued = 0;
    s->flushed = false;
    return PQenterPipelineMode(s->conn) == 1 || pg_fail(s, NULL, "the database", err);
}

bool pg_pipe_named(struct postgres_store *s, const char *name, const struct pg_args *args,
                   struct err *err)
{
    const char *values[PG_ARGS_MAX];
    if (PQsendQueryPrepared(s->conn, name, args->count, values_of(args, values), args->lengths,
                            all_binary, 1) != 1)
        return pg_fail(s, NULL, "the database", err);
    s->queued++;
    return true;
}

bool pg_pipe(struct postgres_store *s, enum pg_sql which, const struct pg_args *args,
             struct err *err)
{
    char name[16];
    must(s->prepared[which], "a pipeline's statement was not prepared");
    name_of(which, name);
    return pg_pipe_named(s, name, args, err);
}

bool pg_pipe_flush(struct postgres_store *s, struct err *err)
{
    s->flushed = PQpipelineSync(s->conn) == 1;
    return s->flushed || pg_fail(s, NULL, "the database", err);
}

/* Each answer ends with a NULL of its own. */
PGresult *pg_pipe_take(struct postgres_store *s, struct err *err)
{
    must(s->queued > 0 && s->flushed, "a pipeline was asked for more than it was given");
    PGresult *result = PQgetResult(s->conn);
    s->queued--;
    if (result != NULL)
        PQclear(PQgetResult(s->conn));
    if (is_fine(result))
        return result;
    (void)pg_fail(s, result, "the database", err);
    PQclear(result);
    return NULL;
}

/* Takes what is left, up to the answer to the flush, which is caught up on when it was not reached.
 * Two nothings in a row are a link that broke. */
void pg_pipe_end(struct postgres_store *s)
{
    bool over = !s->flushed && PQpipelineSync(s->conn) != 1;
    for (int nothing = 0; !over && nothing < 2;) {
        PGresult *result = PQgetResult(s->conn);
        nothing = result == NULL ? nothing + 1 : 0;
        over = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        PQclear(result);
    }
    s->queued = 0;
    if (PQexitPipelineMode(s->conn) != 1)
        s->lost = true;
}
