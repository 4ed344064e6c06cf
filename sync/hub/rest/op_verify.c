/* The proof that rows and tallies follow from what kiosks have signed, and that the log is whole:
 * it is asked for here, made by the watch, and kept as a paper. */
#include "chain_list.h"
#include "chain_signed.h"
#include "proof.h"
#include "report.h"
#include "rest_state.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { PROOF_TEXT_MAX = 64 * 1024 * 1024, DOUBTS_MOST = 100 };
enum { GIVEN_UP_SECONDS = 6 * 3600, DAY_SECONDS = 86400 };

static json_t *audit_json(const struct audit_proof *proof)
{
    char head[65];
    digest_hex(&proof->head, head);
    return json_pack("{s:I, s:b, s:s}", "entries", (json_int_t)proof->entries, "intact",
                     proof->broken_at == 0, "head", head);
}

static json_t *empty_json(void)
{
    struct audit_proof none = { 0 };
    return json_pack("{s:s, s:n, s:n, s:n, s:i, s:[], s:[], s:o}", "state", "never", "started",
                     "finished", "clean", "kiosks", 0, "doubts", "findings", "audit",
                     audit_json(&none));
}

static bool proof_read(struct store *store, struct store_paper *ret, json_t **ret_json,
                       struct err *err)
{
    *ret = (struct store_paper){ .kind = "proof", .id = "last" };
    *ret_json = NULL;
    if (paper_read(store, "proof", "last", "proof", ret, ret_json, err))
        return true;
    if (err->kind != ERR_MISSING)
        return false;
    *err = (struct err){ 0 };
    *ret = (struct store_paper){ .kind = "proof", .id = "last" };
    *ret_json = empty_json();
    *err = (struct err){ 0 };
    return true;
}

static bool is_running(const json_t *json)
{
    const char *state = json_string_value(json_object_get(json, "state"));
    return state != NULL && strcmp(state, "running") == 0;
}

/* Where another hub makes it, nobody here knows how far it is. */
static json_t *progress_json(struct call *call, bool running)
{
    struct proof_progress *progress =
        call->rest->watch == NULL ? NULL : watch_proof(call->rest->watch);
    uint64_t of = progress == NULL ? 0 : atomic_load(&progress->of);
    if (!running || of == 0)
        return json_null();
    return json_pack("{s:I, s:I}", "kiosks", (json_int_t)atomic_load(&progress->kiosks), "of",
                     (json_int_t)of);
}

static void finish_answer(struct call *call)
{
    json_t *progress = progress_json(call, is_running(call->answer));
    (void)json_object_del(call->answer, "worker");
    (void)json_object_set_new(call->answer, "progress", progress);
    if (json_object_get(call->answer, "findings") == NULL) /* kept by a hub that had none */
        (void)json_object_set_new(call->answer, "findings", json_array());
}

bool op_verification(struct call *call, struct err *err)
{
    struct store_paper paper;
    if (!proof_read(call->store, &paper, &call->answer, err))
        return false;
    finish_answer(call);
    return true;
}

/* Kept as it was proved last, but that it is being proved again. */
bool op_verification_start(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *read = NULL;
    if (!proof_read(call->store, &paper, &read, err))
        return false;
    JSON_AUTO *json = read;
    if (is_running(json) && paper.rank > call->people.now - GIVEN_UP_SECONDS)
        return err_tell(err, ERR_CONFLICT, "A proof is being made already.");
    paper.rank = call->people.now;
    (void)json_object_set_new(json, "state", json_string("running"));
    (void)json_object_set_new(json, "started", value_time(call->people.now));
    (void)json_object_set_new(json, "finished", json_null());
    (void)json_object_set_new(json, "clean", json_null());
    if (!paper_write(call->store, &paper, json_deep_copy(json), paper.version, err) ||
        !call_note(call, DID_VERIFICATION_STARTED, "", NULL, err))
        return err->kind == ERR_STALE
                   ? err_tell(err, ERR_CONFLICT, "A proof is being made already.")
                   : false;
    call->status = 202;
    call->answer = json_incref(json);
    finish_answer(call);
    watch_poke(call->rest);
    return true;
}

/* ---- for inspectors ---- */

bool op_export_chain(struct call *call, struct err *err)
{
    char month[16];
    int32_t day;
    if (!query_text(call, "month", month, sizeof month, err) || !value_month_read(month, &day, err))
        return false;
    buf_finish(&call->text);
    call->text = buf_new(CHAIN_LIST_MAX);
    call->type = "application/cose";
    return hub_chain_list(call->hub, day, call->people.now, &call->text, err) &&
           call_note(call, DID_EXPORT_MADE, month, json_pack("{s:s}", "what", "chain"), err);
}

/* ---- making it ---- */

/* The hub proves itself once a day, whoever asks for it or not; one that a hub took up and never
 * finished counts for nothing after some hours. */
static bool is_due(const json_t *json, const struct store_paper *paper, int64_t now)
{
    bool running = is_running(json);
    int64_t wait = running ? GIVEN_UP_SECONDS : DAY_SECONDS;
    if (running && json_object_get(json, "worker") == NULL)
        return true;
    return paper->rank + wait <= now || paper->rank > now + DAY_SECONDS;
}

/* A hub that begins has a day before its first. */
static bool begin_days(struct hub *hub, struct store_paper *paper, const json_t *json, int64_t now,
                       struct err *err)
{
    paper->rank = now;
    return paper_write(hub_store(hub), paper, json_deep_copy(json), paper->version, err) ||
           err->kind == ERR_STALE;
}

/* Takes it up, so that of several hubs one alone makes it. */
static bool take_up(struct hub *hub, json_t **ret_json, bool *ret_mine, struct err *err)
{
    struct store_paper paper;
    int64_t now = clock_now().wall;
    *ret_mine = false;
    if (!proof_read(hub_store(hub), &paper, ret_json, err))
        return false;
    if (paper.rank == 0)
        return begin_days(hub, &paper, *ret_json, now, err);
    if (!is_due(*ret_json, &paper, now))
        return true;
    if (!is_running(*ret_json))
        (void)json_object_set_new(*ret_json, "started", value_time(now));
    (void)json_object_set_new(*ret_json, "state", json_string("running"));
    paper.rank = now;
    (void)json_object_set_new(*ret_json, "worker", json_true());
    *ret_mine = paper_write(hub_store(hub), &paper, json_deep_copy(*ret_json), paper.version, err);
    return *ret_mine || err->kind == ERR_STALE;
}

/* A line a kiosk, and one for each deletion: "fine ..." or "DOUBT ...". */
static void read_lines(char *text, json_t *json)
{
    char *rest = NULL;
    int kiosks = 0;
    json_t *doubts = json_array();
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        kiosks += strstr(line, "  deletion ") == NULL;
        if (strncmp(line, "fine", 4) != 0 && json_array_size(doubts) < DOUBTS_MOST)
            (void)json_array_append_new(doubts, json_string(line));
    }
    (void)json_object_set_new(json, "kiosks", json_integer(kiosks));
    (void)json_object_set_new(json, "doubts", doubts);
}

struct proving {
    json_t *findings;
    struct proof_progress *progress;
};

static void hear_doubt(void *context, const struct report_doubt *doubt)
{
    struct proving *proving = context;
    if (json_array_size(proving->findings) == DOUBTS_MOST)
        return;
    json_t *json = json_pack("{s:o, s:s?, s:I}", "kiosk",
                             doubt->kiosk == 0 ? json_null() : value_key(doubt->kiosk), "deletion",
                             doubt->deletion[0] == '\0' ? NULL : doubt->deletion, "more",
                             (json_int_t)doubt->more);
    value_said(json, &doubt->said);
    (void)json_array_append_new(proving->findings, json);
}

static void hear_progress(void *context, uint64_t kiosks, uint64_t of)
{
    struct proving *proving = context;
    atomic_store(&proving->progress->kiosks, kiosks);
    atomic_store(&proving->progress->of, of);
}

static bool prove(struct hub *hub, struct proof_progress *progress, json_t *json, struct err *err)
{
    char *text = NULL;
    size_t size = 0;
    bool clean = false;
    struct audit_proof audit;
    struct ingest_config config = hub_ingest_config(hub);
    struct report_counts counts = { config.counts_public, config.counts_secret };
    FILE *out = open_memstream(&text, &size);
    if (out == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a proof");
    struct proving proving = { json_array(), progress };
    struct report_listener listener = { &proving, hear_doubt, hear_progress };
    bool proved = report_verify_heard(hub_store(hub), &counts, &listener, out, &clean, err);
    atomic_store(&progress->of, 0);
    seal_forget(&counts, sizeof counts);
    seal_forget(&config, sizeof config);
    (void)fclose(out);
    proved = proved && audit_verify(hub_store(hub), &audit, err);
    if (proved) {
        read_lines(text, json);
        (void)json_object_set(json, "findings", proving.findings);
        (void)json_object_set_new(json, "clean", json_boolean(clean && audit.broken_at == 0));
        (void)json_object_set_new(json, "audit", audit_json(&audit));
    }
    free(text);
    json_decref(proving.findings);
    return proved;
}

static bool keep_proof(struct hub *hub, json_t *json, int64_t now, struct err *err)
{
    struct store_paper paper = { .kind = "proof", .id = "last", .rank = now };
    (void)json_object_del(json, "worker");
    (void)json_object_set_new(json, "state", json_string("done"));
    (void)json_object_set_new(json, "finished", value_time(now));
    return paper_write(hub_store(hub), &paper, json_incref(json), PAPER_ANY, err);
}

/* What kept it from being made. */
static void say_unmade(json_t *json, const struct err *why)
{
    (void)json_object_set_new(json, "doubts", json_pack("[s]", why->text));
    (void)json_object_set_new(json, "findings",
                              json_pack("[{s:n, s:n, s:i, s:s, s:[s]}]", "kiosk", "deletion",
                                        "more", 0, "code", "the_proof_was_not_made", "values",
                                        why->text));
    (void)json_object_set_new(json, "clean", json_false());
}

bool proof_turn(struct hub *hub, struct proof_progress *progress, bool *ret_made, bool *ret_clean,
                struct err *err)
{
    json_t *read = NULL;
    *ret_made = false;
    if (!take_up(hub, &read, ret_made, err)) {
        json_decref(read);
        return false;
    }
    if (!*ret_made) {
        json_decref(read);
        *err = (struct err){ 0 }; /* another hub was quicker */
        return true;
    }
    JSON_AUTO *json = read;
    struct err why = { 0 };
    if (!prove(hub, progress, json, &why))
        say_unmade(json, &why);
    *ret_clean = json_is_true(json_object_get(json, "clean"));
    return keep_proof(hub, json, clock_now().wall, err);
}
