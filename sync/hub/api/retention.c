/* Carrying retention out: see deletion.h. The record is begun before anything goes, and finished
 * from what the deletion has left in the store, so that a crash in between loses nothing of it. */
#include "base64.h"
#include "deletion.h"
#include "hub_int.h"
#include "local_time.h"
#include "log.h"
#include "paper.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400, RULES_MAX = 1000, RECORD_LONG = 256 * 1024 };

static const char kind[] = "deletion";

/* ---- deciding ---- */

static bool note_decision(struct store *store, const struct audit_actor *who,
                          const struct retention *r, struct err *err)
{
    char detail[100];
    (void)snprintf(detail, sizeof detail, "{\"answers\":%d,\"figures\":%d}", r->answers,
                   r->figures);
    return audit_note(store, who, DID_RETENTION_CHANGED, r->survey, detail, err);
}

static bool is_published(void *context, const struct published_survey *survey)
{
    const char **wanted = context;
    if (*wanted != NULL && strcmp(survey->id, *wanted) == 0)
        *wanted = NULL;
    return *wanted != NULL;
}

bool hub_retention_set(struct hub *hub, const struct audit_actor *who, const char *survey,
                       int answers, int figures, uint64_t over, struct err *err)
{
    struct retention retention;
    const char *missing = survey;
    if (!store_surveys(hub->store, is_published, &missing, err))
        return false;
    if (missing != NULL)
        return err_set(err, ERR_MISSING, "No survey \"%.64s\" was published here.", survey);
    if (!store_together(hub->store, err))
        return false;
    TOGETHER_AUTO together = hub->store;
    if (!retention_get(hub->store, survey, &retention, err))
        return false;
    if (over != UINT64_MAX && over != retention.version)
        return err_set(err, ERR_STALE, "This was changed meanwhile.");
    retention.answers = answers;
    retention.figures = figures;
    return retention_put(hub->store, &retention, err) &&
           note_decision(hub->store, who, &retention, err) && store_together_keep(hub->store, err);
}

/* ---- what is due ---- */

struct due {
    int32_t today;
    struct retention list[RULES_MAX];
    struct retire_rule rules[RULES_MAX];
    size_t count;
    bool fresh; /* some of it was not due when it was looked at last */
};

static bool take_retention(void *context, const struct retention *r)
{
    struct due *due = context;
    int32_t answers = retention_answers_due(r, due->today);
    int32_t figures = retention_figures_due(r, due->today);
    struct retire_rule *rule = &due->rules[due->count];
    if (answers == 0 && figures == 0)
        return true;
    due->fresh |= answers > r->answers_before || figures > r->figures_before;
    *rule = (struct retire_rule){ .answers_before = (int64_t)answers * DAY_SECONDS,
                                  .figures_before = figures };
    (void)snprintf(rule->survey, sizeof rule->survey, "%s", r->survey);
    due->list[due->count++] = *r;
    return due->count < RULES_MAX;
}

/* The caller's (free). */
static struct due *look(struct hub *hub, int64_t now, struct err *err)
{
    struct due *due = calloc(1, sizeof *due);
    if (due == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory to look at what is due");
        return NULL;
    }
    due->today = (int32_t)(now / DAY_SECONDS);
    if (retentions(hub->store, take_retention, due, err))
        return due;
    free(due);
    return NULL;
}

static void due_drop(struct due **due)
{
    free(*due);
}
#define DUE_AUTO __attribute__((cleanup(due_drop))) struct due

/* One that was begun and not finished. */
static bool take_begun(void *context, const struct store_paper *paper)
{
    struct store_paper *begun = context;
    struct err err;
    json_t *json = paper_json(paper, &err);
    if (json != NULL && json_object_get(json, "signed") == NULL)
        *begun = *paper;
    json_decref(json);
    return begun->rank == 0;
}

static bool find_begun(struct hub *hub, struct store_paper *ret, struct err *err)
{
    struct paper_query query = { .kind = kind, .backwards = true };
    *ret = (struct store_paper){ 0 };
    return store_papers(hub->store, &query, take_begun, ret, err);
}

bool hub_retention_due(struct hub *hub, int64_t now, bool *ret, struct err *err)
{
    struct store_paper begun;
    DUE_AUTO *due = look(hub, now, err);
    if (due == NULL || !find_begun(hub, &begun, err))
        return false;
    *ret = due->fresh || begun.rank != 0;
    return true;
}

/* ---- the record ---- */

static bool begin(struct hub *hub, struct store_paper *ret, struct err *err)
{
    uint64_t number;
    if (!find_begun(hub, ret, err) || ret->rank != 0)
        return ret->rank != 0;
    if (!store_next(hub->store, kind, 0, &number, err))
        return false;
    *ret = (struct store_paper){ .rank = (int64_t)number };
    (void)snprintf(ret->kind, sizeof ret->kind, "%s", kind);
    (void)snprintf(ret->id, sizeof ret->id, "%06" PRIu64, number);
    if (!paper_write(hub->store, ret, json_object(), PAPER_NEW, err))
        return false;
    ret->version = 1;
    return true;
}

static json_t *day_json(int32_t day)
{
    char text[11];
    local_day_text(day, text);
    return day == 0 ? json_null() : json_string(text);
}

static json_t *rules_json(const struct due *due)
{
    json_t *list = json_array();
    for (size_t i = 0; i < due->count; i++)
        (void)json_array_append_new(
            list, json_pack("{s:s, s:i, s:i, s:o, s:o}", "survey", due->rules[i].survey, "answers",
                            due->list[i].answers, "figures", due->list[i].figures, "answers_before",
                            day_json((int32_t)(due->rules[i].answers_before / DAY_SECONDS)),
                            "figures_before", day_json(due->rules[i].figures_before)));
    return list;
}

/* Days become months, so that a first deletion after many years fits into its record. */
static void shorten(json_t *facts)
{
    const char *survey;
    json_t *part;
    json_object_foreach(json_object_get(facts, "surveys"), survey, part)
    {
        const char *day;
        json_t *n;
        json_t *months = json_object();
        json_object_foreach(json_object_get(part, "days"), day, n)
        {
            char month[11];
            (void)snprintf(month, sizeof month, "%.7s-01", day);
            (void)json_object_set_new(
                months, month,
                json_integer(json_integer_value(json_object_get(months, month)) +
                             json_integer_value(n)));
        }
        (void)json_object_set_new(part, "days", months);
    }
}

static bool facts_of(struct hub *hub, uint64_t number, json_t **ret, struct err *err)
{
    if (!report_deletion_facts(hub->store, number, ret, err))
        return false;
    char *text = json_dumps(*ret, JSON_COMPACT);
    if (text == NULL || strlen(text) > RECORD_LONG)
        shorten(*ret);
    free(text);
    return true;
}

static void time_text(int64_t at, char ret[32])
{
    char day[11];
    int seconds = (int)(at % DAY_SECONDS);
    local_day_text((int32_t)(at / DAY_SECONDS), day);
    (void)snprintf(ret, 32, "%sT%02d:%02d:%02dZ", day, seconds / 3600, seconds / 60 % 60,
                   seconds % 60);
}

/* What is signed: JSON in one form. */
static bool sign_record(struct hub *hub, const struct audit_actor *who, const struct due *due,
                        const struct store_paper *paper, int64_t now, json_t *begun,
                        struct buf *ret, struct err *err)
{
    char at[32];
    time_text(now, at);
    JSON_AUTO *record =
        json_pack("{s:I, s:s, s:s, s:s, s:s, s:o, s:O, s:O}", "number", (json_int_t)paper->rank,
                  "programme", hub->programme_name, "at", at, "by", who->name, "by_id", who->id,
                  "rules", rules_json(due), "left_alone", json_object_get(begun, "left_alone"),
                  "facts", json_object_get(begun, "facts"));
    char *text = record == NULL ? NULL : json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the record");
    bool made = envelope_sign(PURPOSE_DELETION, &hub->key, span_text(text), ret, err);
    free(text);
    return made;
}

static bool note_done(struct hub *hub, const struct audit_actor *who,
                      const struct store_paper *paper, struct span message,
                      const struct retire_counts *counts, struct err *err)
{
    char hex[65];
    char detail[300];
    struct digest digest = digest_of(message);
    digest_hex(&digest, hex);
    (void)snprintf(detail, sizeof detail,
                   "{\"batches\":%" PRIu64 ",\"left_alone\":%" PRIu64
                   ",\"record\":\"%s\",\"responses\":%" PRIu64 "}",
                   counts->batches, counts->doubted, hex, counts->responses);
    return audit_note(hub->store, who, DID_RETENTION_DELETED, paper->id, detail, err);
}

/* From now on everybody knows: what somebody has decided meanwhile stays. */
static bool mark(struct hub *hub, const struct due *due, uint64_t number, struct err *err)
{
    for (size_t i = 0; i < due->count; i++) {
        struct retention now;
        int32_t answers = (int32_t)(due->rules[i].answers_before / DAY_SECONDS);
        int32_t figures = due->rules[i].figures_before;
        if (!retention_get(hub->store, due->rules[i].survey, &now, err))
            return false;
        now.answers_before = answers > now.answers_before ? answers : now.answers_before;
        now.figures_before = figures > now.figures_before ? figures : now.figures_before;
        now.deletion = number == 0 ? now.deletion : number;
        if (!retention_put(hub->store, &now, err))
            return false;
    }
    return true;
}

static bool finish(struct hub *hub, const struct audit_actor *who, const struct due *due,
                   struct store_paper *paper, int64_t now, json_t *begun,
                   const struct retire_counts *counts, struct err *err)
{
    BUF_AUTO message = buf_new(PAPER_BODY_MAX);
    BUF_AUTO text = buf_new(PAPER_BODY_MAX);
    uint64_t over = paper->version;
    if (!sign_record(hub, who, due, paper, now, begun, &message, err))
        return false;
    base64_put(&text, buf_span(&message));
    if (!buf_ok(&text, "the record of a deletion", err) || !store_together(hub->store, err))
        return false;
    TOGETHER_AUTO together = hub->store;
    return paper_write(hub->store, paper, json_pack("{s:s}", "signed", buf_text(&text)), over,
                       err) &&
           note_done(hub, who, paper, buf_span(&message), counts, err) &&
           mark(hub, due, (uint64_t)paper->rank, err) && store_together_keep(hub->store, err);
}

/* Nothing was there: no record is wanted, only that it need not be looked for again. */
static bool leave(struct hub *hub, const struct due *due, const struct store_paper *paper,
                  struct err *err)
{
    if (!store_together(hub->store, err))
        return false;
    TOGETHER_AUTO together = hub->store;
    return store_paper_remove(hub->store, kind, paper->id, err) && mark(hub, due, 0, err) &&
           store_together_keep(hub->store, err);
}

/* ---- all of it ---- */

struct looking {
    uint64_t number;
    bool found;
};

static bool take_run(void *context, const struct store_gone *run)
{
    struct looking *looking = context;
    looking->found |= run->deletion == looking->number;
    return !looking->found;
}

/* Has this deletion left anything, now or before it was interrupted, or figures to tell of? */
static bool has_done(struct hub *hub, const struct due *due, uint64_t number, bool *ret,
                     struct err *err)
{
    struct looking looking = { .number = number };
    if (!store_gone(hub->store, 0, take_run, &looking, err))
        return false;
    *ret = looking.found;
    for (size_t i = 0; i < due->count; i++)
        *ret |= due->rules[i].figures_before > due->list[i].figures_before;
    return true;
}

static void warn(const struct retire_counts *counts)
{
    if (counts->doubted > 0)
        log_line(LOG_WARN, "retention",
                 "%" PRIu64 " kiosks were left as they are: there is a doubt about them; see "
                 "yousaid-hub verify",
                 counts->doubted);
}

/* The answers go, and what they were is noted before any figure goes. */
static bool retire_answers(struct hub *hub, const struct due *due, struct store_paper *paper,
                           struct retire_counts *ret, json_t **ret_begun, struct err *err)
{
    json_t *facts = NULL;
    struct report_counts counts = { hub->counts_public, hub->counts_secret };
    uint64_t number = (uint64_t)paper->rank;
    bool done = report_retire(hub->store, &counts, due->rules, due->count, number, ret, err) &&
                facts_of(hub, number, &facts, err);
    seal_forget(&counts, sizeof counts);
    if (!done)
        return false;
    warn(ret);
    *ret_begun = json_pack("{s:o, s:I}", "facts", facts, "left_alone", (json_int_t)ret->doubted);
    if (*ret_begun == NULL ||
        !paper_write(hub->store, paper, json_incref(*ret_begun), paper->version, err))
        return *ret_begun != NULL ? false : err_set(err, ERR_LATER, "there is no memory for it");
    paper->version++;
    return true;
}

/* Where an interrupted one had come so far, its answers are gone already and noted. */
static bool carry_out(struct hub *hub, const struct due *due, struct store_paper *paper,
                      struct retire_counts *ret, json_t **ret_begun, struct err *err)
{
    if (!paper_read(hub->store, kind, paper->id, "deletion", paper, ret_begun, err))
        return false;
    if (json_object_get(*ret_begun, "facts") == NULL) {
        json_decref(*ret_begun);
        *ret_begun = NULL;
        if (!retire_answers(hub, due, paper, ret, ret_begun, err))
            return false;
    }
    return report_retire_figures(hub->store, due->rules, due->count, err);
}

bool hub_retention_run(struct hub *hub, const struct audit_actor *who, int64_t now,
                       struct hub_deletion *ret, struct err *err)
{
    struct store_paper paper;
    json_t *begun = NULL;
    bool anything = false;
    *ret = (struct hub_deletion){ 0 };
    DUE_AUTO *due = look(hub, now, err);
    if (due == NULL || !find_begun(hub, &paper, err))
        return false;
    if (due->count == 0 && paper.rank == 0)
        return true;
    bool done = begin(hub, &paper, err) && carry_out(hub, due, &paper, &ret->counts, &begun, err) &&
                has_done(hub, due, (uint64_t)paper.rank, &anything, err);
    ret->number = done && anything ? (uint64_t)paper.rank : 0;
    if (done)
        done = anything ? finish(hub, who, due, &paper, now, begun, &ret->counts, err)
                        : leave(hub, due, &paper, err);
    json_decref(begun);
    return done;
}

/* ---- reading ---- */

struct listing {
    bool (*take)(void *context, const json_t *record, struct span signed_bytes);
    void *context;
};

static bool take_record(void *context, const struct store_paper *paper)
{
    struct listing *listing = context;
    struct key_id key;
    struct span payload;
    struct err err;
    BUF_AUTO message = buf_new(PAPER_BODY_MAX);
    JSON_AUTO *json = paper_json(paper, &err);
    const char *text = json_string_value(json_object_get(json, "signed"));
    if (text == NULL || !base64_get(text, &message, &err) ||
        !envelope_open(buf_span(&message), &key, &payload, &err))
        return true;
    JSON_AUTO *record = json_loadb((const char *)payload.data, payload.size, 0, NULL);
    return record == NULL || listing->take(listing->context, record, buf_span(&message));
}

bool hub_deletions(struct hub *hub,
                   bool (*take)(void *context, const json_t *record, struct span signed_bytes),
                   void *context, struct err *err)
{
    struct listing listing = { take, context };
    struct paper_query query = { .kind = kind, .backwards = true };
    return store_papers(hub->store, &query, take_record, &listing, err);
}
