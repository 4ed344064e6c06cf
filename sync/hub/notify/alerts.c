/* Alerts as papers: see alerts.h. While one is open its other name is its matter. */
#include "alerts.h"
#include "paper.h"
#include "seal.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const state_names[] = { "open", "acknowledged", "closed" };

const char *alert_state_name(enum alert_state state)
{
    return state_names[state];
}

bool alert_state_from_name(const char *name, enum alert_state *ret)
{
    for (int i = 0; i < ALERT_STATES; i++)
        if (strcmp(state_names[i], name) == 0) {
            *ret = (enum alert_state)i;
            return true;
        }
    return false;
}

/* ---- papers ---- */

static void matter_name(enum alert_kind kind, const char *key, char ret[PAPER_ALSO_MAX + 1])
{
    (void)snprintf(ret, PAPER_ALSO_MAX + 1, "%s:%s", alert_kind_name(kind), key);
}

static bool read_alert(const struct store_paper *paper, struct alert *ret, struct err *err)
{
    char kiosk[17];
    char name[40];
    struct alert_matter *matter = &ret->matter;
    JSON_AUTO *json = paper_json(paper, err);
    if (json == NULL)
        return false;
    *ret = (struct alert){ .raised = paper->rank };
    (void)snprintf(ret->id, sizeof ret->id, "%.16s", paper->id);
    paper_text(json, "kind", name, sizeof name);
    if (!alert_kind_from_name(name, &matter->kind))
        return err_set(err, ERR_CORRUPT, "an alert is of an unknown kind");
    paper_text(json, "state", name, sizeof name);
    if (!alert_state_from_name(name, &ret->state))
        return err_set(err, ERR_CORRUPT, "an alert is in an unknown state");
    paper_text(json, "key", matter->key, sizeof matter->key);
    paper_text(json, "venue", matter->venue, sizeof matter->venue);
    paper_text(json, "kiosk", kiosk, sizeof kiosk);
    matter->kiosk = strtoull(kiosk, NULL, 16);
    paper_text(json, "code", matter->code, sizeof matter->code);
    paper_text(json, "text", matter->text, sizeof matter->text);
    paper_text(json, "values", matter->values, sizeof matter->values);
    ret->last = paper_number(json, "last");
    ret->times = (int32_t)paper_number(json, "times");
    ret->acknowledged = paper_number(json, "acknowledged");
    paper_text(json, "acknowledged_by", ret->acknowledged_by, sizeof ret->acknowledged_by);
    ret->told = json_is_true(json_object_get(json, "told"));
    return true;
}

static bool write_alert(struct store *store, const struct alert *alert, uint64_t over,
                        struct err *err)
{
    const struct alert_matter *matter = &alert->matter;
    struct store_paper paper = { .kind = "alert", .rank = alert->raised };
    char kiosk[17] = "";
    (void)snprintf(paper.id, sizeof paper.id, "%s", alert->id);
    (void)snprintf(paper.part, sizeof paper.part, "%s", alert_state_name(alert->state));
    if (alert->state != ALERT_CLOSED)
        matter_name(matter->kind, matter->key, paper.also);
    if (matter->kiosk != 0)
        (void)snprintf(kiosk, sizeof kiosk, "%016" PRIx64, matter->kiosk);
    return paper_write(
        store, &paper,
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:i, s:I, s:s, s:b}", "kind",
                  alert_kind_name(matter->kind), "state", alert_state_name(alert->state), "key",
                  matter->key, "venue", matter->venue, "kiosk", kiosk, "code", matter->code, "text",
                  matter->text, "values", matter->values, "last", (json_int_t)alert->last, "times",
                  (int)alert->times, "acknowledged", (json_int_t)alert->acknowledged,
                  "acknowledged_by", alert->acknowledged_by, "told", alert->told),
        over, err);
}

static bool find_open(struct store *store, enum alert_kind kind, const char *key, struct alert *ret,
                      uint64_t *ret_version, struct err *err)
{
    char name[PAPER_ALSO_MAX + 1];
    struct store_paper paper;
    BUF_AUTO body = buf_new(PAPER_BODY_MAX);
    matter_name(kind, key, name);
    if (!store_paper_find(store, "alert", name, &paper, &body, err))
        return false;
    *ret_version = paper.version;
    return read_alert(&paper, ret, err);
}

/* ---- verbs ---- */

static bool open_new(struct store *store, const struct alert_matter *matter, int64_t now,
                     struct alert *ret, bool *ret_new, struct err *err)
{
    uint64_t id;
    seal_random(&id, sizeof id);
    *ret = (struct alert){ .matter = *matter, .raised = now, .last = now, .times = 1 };
    (void)snprintf(ret->id, sizeof ret->id, "%016" PRIx64, id);
    *ret_new = true;
    return write_alert(store, ret, PAPER_NEW, err);
}

void alert_values(struct alert_matter *matter, json_t *values)
{
    size_t size = json_dumpb(values, matter->values, sizeof matter->values - 1, JSON_COMPACT);
    matter->values[size < sizeof matter->values ? size : 0] = '\0';
    json_decref(values);
}

bool alert_raise(struct store *store, const struct alert_matter *matter, int64_t now,
                 struct alert *ret, bool *ret_new, struct err *err)
{
    uint64_t version;
    *ret_new = false;
    if (!find_open(store, matter->kind, matter->key, ret, &version, err))
        return err->kind == ERR_MISSING ? open_new(store, matter, now, ret, ret_new, err) : false;
    ret->matter = *matter;
    ret->last = now;
    ret->times++;
    return write_alert(store, ret, version, err);
}

bool alert_close(struct store *store, enum alert_kind kind, const char *key, int64_t now,
                 struct err *err)
{
    struct alert alert;
    uint64_t version;
    if (!find_open(store, kind, key, &alert, &version, err))
        return err->kind == ERR_MISSING;
    alert.state = ALERT_CLOSED;
    alert.last = now;
    return write_alert(store, &alert, version, err);
}

static bool get(struct store *store, const char *id, struct alert *ret, uint64_t *ret_version,
                struct err *err)
{
    struct store_paper paper;
    BUF_AUTO body = buf_new(PAPER_BODY_MAX);
    if (!store_paper_get(store, "alert", id, &paper, &body, err)) {
        if (err->kind == ERR_MISSING)
            (void)err_set(err, ERR_MISSING, "There is no such alert.");
        return false;
    }
    *ret_version = paper.version;
    return read_alert(&paper, ret, err);
}

bool alert_get(struct store *store, const char *id, struct alert *ret, struct err *err)
{
    uint64_t version = 0;
    return get(store, id, ret, &version, err);
}

bool alert_told(struct store *store, const char *id, struct err *err)
{
    struct alert alert;
    uint64_t version = 0;
    if (!get(store, id, &alert, &version, err))
        return false;
    alert.told = true;
    return write_alert(store, &alert, version, err);
}

bool alert_acknowledge(struct store *store, const char *id, const char *by, int64_t now,
                       struct alert *ret, struct err *err)
{
    uint64_t version;
    if (!get(store, id, ret, &version, err))
        return false;
    if (ret->state == ALERT_CLOSED)
        return err_tell(err, ERR_CONFLICT, "This alert is over already.");
    if (ret->state == ALERT_ACKNOWLEDGED)
        return err_tell(err, ERR_CONFLICT, "%.100s looks after this already.",
                        ret->acknowledged_by);
    ret->state = ALERT_ACKNOWLEDGED;
    ret->acknowledged = now;
    (void)snprintf(ret->acknowledged_by, sizeof ret->acknowledged_by, "%s", by);
    return write_alert(store, ret, version, err);
}

struct listing {
    bool (*take)(void *context, const struct alert *alert);
    void *context;
    struct err *err;
    bool failed;
};

static bool list_one(void *context, const struct store_paper *paper)
{
    struct listing *listing = context;
    struct alert alert;
    listing->failed = !read_alert(paper, &alert, listing->err);
    return !listing->failed && listing->take(listing->context, &alert);
}

static bool list_part(struct store *store, const char *part, const struct alert *after,
                      bool (*take)(void *context, const struct alert *alert), void *context,
                      struct err *err)
{
    struct listing listing = { .take = take, .context = context, .err = err };
    struct paper_query query = { .kind = "alert", .part = part, .backwards = true };
    if (after != NULL) {
        query.after_rank = after->raised;
        query.after_id = after->id;
    }
    return store_papers(store, &query, list_one, &listing, err) && !listing.failed;
}

bool alert_list(struct store *store, const struct alert *after,
                bool (*take)(void *context, const struct alert *alert), void *context,
                struct err *err)
{
    return list_part(store, NULL, after, take, context, err);
}

bool alert_list_in(struct store *store, enum alert_state state, const struct alert *after,
                   bool (*take)(void *context, const struct alert *alert), void *context,
                   struct err *err)
{
    return list_part(store, alert_state_name(state), after, take, context, err);
}

bool alerts_tidy(struct store *store, int64_t before, struct err *err)
{
    return store_papers_remove(store, "alert", alert_state_name(ALERT_CLOSED), before, err);
}
