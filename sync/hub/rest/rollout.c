/* A survey on its way to its venues: see rollout.h. */
#include "rollout.h"
#include "alerts.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { HOUR_SECONDS = 3600, ROLLOUTS_AT_ONCE = 20 };

static const char *text_of(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text == NULL ? "" : text;
}

const char *rollout_state(const json_t *kept)
{
    return text_of(kept, "state");
}

static json_t *stage_of(const json_t *kept, int number)
{
    return json_array_get(json_object_get(kept, "stages"), (size_t)(number - 1));
}

static int stage_now(const json_t *kept)
{
    return (int)json_integer_value(json_object_get(kept, "stage"));
}

/* ---- writing ---- */

/* kept stays the caller's. The version is raised, so that the next writing is over this one. */
static bool write(struct hub *hub, struct store_paper *paper, json_t *kept, struct err *err)
{
    if (!paper_write(hub_store(hub), paper, json_incref(kept), paper->version, err))
        return false;
    paper->version++;
    return true;
}

bool rollout_turn(struct hub *hub, const struct store_paper *paper, json_t *kept, const char *state,
                  json_t *reason, struct err *err)
{
    struct store_paper over = *paper;
    (void)json_object_set_new(kept, "state", json_string(state));
    (void)json_object_set_new(kept, "reason", reason == NULL ? json_null() : reason);
    return write(hub, &over, kept, err);
}

/* ---- sending ---- */

/* What the venue asks now is what it goes back to. */
static bool note_before(struct hub *hub, json_t *kept, const char *venue, struct err *err)
{
    struct digest asked;
    char hex[65] = "";
    json_t *before = json_object_get(kept, "before");
    if (json_object_get(before, venue) != NULL)
        return true;
    if (store_venue_survey_get(hub_store(hub), venue, &asked, err))
        digest_hex(&asked, hex);
    else if (err->kind != ERR_MISSING)
        return false;
    return json_object_set_new(before, venue, json_string(hex)) == 0 ||
           err_set(err, ERR_LATER, "there is no memory for a rollout");
}

static bool send_to(struct hub *hub, json_t *kept, const char *venue, struct err *err)
{
    struct digest digest;
    struct store_bundle bundle = { 0 };
    if (!digest_from_hex(text_of(kept, "digest"), &digest))
        return err_set(err, ERR_CORRUPT, "a rollout names no survey");
    if (!hub_survey_send(hub, venue, &digest, err) ||
        !store_bundle_get(hub_store(hub), venue, &bundle, err))
        return false;
    return json_object_set_new(json_object_get(kept, "serials"), venue,
                               json_integer((json_int_t)bundle.serial)) == 0 ||
           err_set(err, ERR_LATER, "there is no memory for a rollout");
}

/* A venue that is gone meanwhile is in nobody's way. */
static bool send_stage(struct hub *hub, json_t *kept, json_t *stage, struct err *err)
{
    const json_t *venues = json_object_get(stage, "venues");
    for (size_t i = 0; i < json_array_size(venues); i++)
        if (!send_to(hub, kept, json_string_value(json_array_get(venues, i)), err) &&
            err->kind != ERR_MISSING)
            return false;
    (void)json_object_set_new(stage, "sent", json_true());
    return true;
}

static bool note_all_before(struct hub *hub, json_t *kept, const json_t *stage, struct err *err)
{
    const json_t *venues = json_object_get(stage, "venues");
    for (size_t i = 0; i < json_array_size(venues); i++)
        if (!note_before(hub, kept, json_string_value(json_array_get(venues, i)), err))
            return false;
    return true;
}

static void begin_stage(json_t *kept, json_t *stage, int64_t now)
{
    json_t *last = stage_of(kept, stage_now(kept));
    if (last != NULL)
        (void)json_object_set_new(last, "state", json_string("done"));
    (void)json_object_set_new(kept, "stage", json_integer(stage_now(kept) + 1));
    (void)json_object_set_new(stage, "state", json_string("running"));
    (void)json_object_set_new(stage, "begun", json_integer((json_int_t)now));
}

/* It is written before anything is sent, so that of several hubs one alone goes on; what a crash
 * left unsent the watch sends. */
bool rollout_advance(struct hub *hub, const struct store_paper *paper, json_t *kept, int64_t now,
                     struct err *err)
{
    struct store_paper over = *paper;
    json_t *stage = stage_of(kept, stage_now(kept) + 1);
    if (strcmp(rollout_state(kept), "running") != 0 || stage == NULL)
        return err_tell(err, ERR_CONFLICT, "This rollout is not running, or has no more stages.");
    begin_stage(kept, stage, now);
    return note_all_before(hub, kept, stage, err) && write(hub, &over, kept, err) &&
           send_stage(hub, kept, stage, err) && write(hub, &over, kept, err);
}

bool rollout_undo(struct hub *hub, const struct store_paper *paper, json_t *kept, struct err *err)
{
    const char *venue;
    json_t *hex;
    struct digest before;
    if (strcmp(rollout_state(kept), "stopped") == 0)
        return err_tell(err, ERR_CONFLICT, "This rollout has been stopped already.");
    if (!rollout_turn(hub, paper, kept, "stopped",
                      finding_json("undone", NULL, "Its venues ask again what they asked before."),
                      err))
        return false;
    json_object_foreach(json_object_get(kept, "before"), venue, hex)
    {
        if (digest_from_hex(json_string_value(hex), &before) &&
            !hub_survey_send(hub, venue, &before, err) && err->kind != ERR_MISSING)
            return false;
    }
    return true;
}

/* ---- looking at it ---- */

static bool is_in(const json_t *venues, const char *venue)
{
    for (size_t i = 0; i < json_array_size(venues); i++)
        if (strcmp(json_string_value(json_array_get(venues, i)), venue) == 0)
            return true;
    return false;
}

static bool holds_it(const json_t *kept, const struct fleet_kiosk *kiosk)
{
    const json_t *serial = json_object_get(json_object_get(kept, "serials"), kiosk->venue);
    return serial != NULL && kiosk->bundle_serial >= (uint64_t)json_integer_value(serial);
}

void rollout_count(const json_t *kept, const json_t *stage, const struct fleet *fleet,
                   int *ret_kiosks, int *ret_took)
{
    const json_t *venues = json_object_get(stage, "venues");
    *ret_kiosks = *ret_took = 0;
    for (size_t i = 0; i < fleet->count; i++) {
        const struct fleet_kiosk *kiosk = &fleet->list[i];
        if (kiosk->state >= FLEET_REPLACED || !is_in(venues, kiosk->venue))
            continue;
        ++*ret_kiosks;
        *ret_took += holds_it(kept, kiosk);
    }
}

static const struct fleet_reason *reason_to_halt(const struct fleet_kiosk *kiosk)
{
    for (int i = 0; i < kiosk->reason_count; i++)
        if (strcmp(kiosk->reasons[i].code, "silent") == 0 ||
            strcmp(kiosk->reasons[i].code, "restarts") == 0)
            return &kiosk->reasons[i];
    return NULL;
}

/* The first kiosk that took it and is not well since; NULL for none. */
static const struct fleet_kiosk *find_unwell(const json_t *kept, const struct fleet *fleet)
{
    int64_t begun = json_integer_value(json_object_get(stage_of(kept, stage_now(kept)), "begun"));
    for (size_t i = 0; i < fleet->count; i++) {
        const struct fleet_kiosk *kiosk = &fleet->list[i];
        bool stands = kiosk->state < FLEET_REPLACED && kiosk->last_seen >= begun;
        if (stands && holds_it(kept, kiosk) && reason_to_halt(kiosk) != NULL)
            return kiosk;
    }
    return NULL;
}

static bool halt(struct hub *hub, const struct store_paper *paper, json_t *kept,
                 const struct fleet_kiosk *kiosk, int64_t now, struct err *err)
{
    struct alert alert;
    bool is_new;
    const struct fleet_reason *reason = reason_to_halt(kiosk);
    struct alert_matter matter = { .kind = ALERT_ROLLOUT_HALTED, .kiosk = kiosk->id };
    (void)snprintf(matter.key, sizeof matter.key, "%.40s", paper->id);
    (void)snprintf(matter.venue, sizeof matter.venue, "%s", kiosk->venue);
    (void)snprintf(matter.code, sizeof matter.code, "rollout_halted");
    (void)snprintf(matter.text, sizeof matter.text,
                   "The rollout of %.32s halted: %.60s at %.32s is %.80s.", text_of(kept, "survey"),
                   kiosk->name, kiosk->venue, reason->text);
    json_t *values =
        json_pack("{s:s, s:o, s:s, s:s}", "survey", text_of(kept, "survey"), "kiosk",
                  value_key(kiosk->id), "kiosk_name", kiosk->name, "venue", kiosk->venue);
    alert_values(&matter, json_incref(values));
    return rollout_turn(hub, paper, kept, "halted",
                        finding_json("kiosk_unwell", values, "%s", matter.text), err) &&
           alert_raise(hub_store(hub), &matter, now, &alert, &is_new, err);
}

/* Has the present stage been well for long enough? One with kiosks needs one that took it. */
static bool is_due(const json_t *kept, const struct fleet *fleet, int64_t now)
{
    int kiosks;
    int took;
    const json_t *stage = stage_of(kept, stage_now(kept));
    int64_t begun = json_integer_value(json_object_get(stage, "begun"));
    int64_t hours = json_integer_value(json_object_get(kept, "wait_hours"));
    rollout_count(kept, stage, fleet, &kiosks, &took);
    return now >= begun + hours * HOUR_SECONDS && (kiosks == 0 || took > 0);
}

static bool finish(struct hub *hub, const struct store_paper *paper, json_t *kept, struct err *err)
{
    json_t *stage = stage_of(kept, stage_now(kept));
    (void)json_object_set_new(stage, "state", json_string("done"));
    return rollout_turn(hub, paper, kept, "done", NULL, err);
}

static bool send_rest(struct hub *hub, const struct store_paper *paper, json_t *kept,
                      struct err *err)
{
    struct store_paper over = *paper;
    return send_stage(hub, kept, stage_of(kept, stage_now(kept)), err) &&
           write(hub, &over, kept, err);
}

static bool turn_one(struct hub *hub, const struct store_paper *paper, json_t *kept,
                     const struct fleet *fleet, int64_t now, struct err *err)
{
    const json_t *stage = stage_of(kept, stage_now(kept));
    const struct fleet_kiosk *unwell = find_unwell(kept, fleet);
    if (unwell != NULL)
        return halt(hub, paper, kept, unwell, now, err);
    if (!json_is_true(json_object_get(stage, "sent")))
        return send_rest(hub, paper, kept, err);
    if (!is_due(kept, fleet, now))
        return true;
    if (stage_of(kept, stage_now(kept) + 1) == NULL)
        return finish(hub, paper, kept, err);
    return rollout_advance(hub, paper, kept, now, err);
}

/* ---- all that run ---- */

struct running {
    char ids[ROLLOUTS_AT_ONCE][PAPER_ID_MAX + 1];
    int count;
};

static bool take_running(void *context, const struct store_paper *paper)
{
    struct err err;
    struct running *running = context;
    JSON_AUTO *json = paper_json(paper, &err);
    if (strcmp(rollout_state(json), "running") == 0)
        memcpy(running->ids[running->count++], paper->id, sizeof paper->id);
    return running->count < ROLLOUTS_AT_ONCE;
}

bool rollouts_turn(struct hub *hub, const struct fleet *fleet, int64_t now, struct err *err)
{
    struct running running = { .count = 0 };
    struct paper_query query = { .kind = ROLLOUT_PAPER, .backwards = true };
    if (!store_papers(hub_store(hub), &query, take_running, &running, err))
        return false;
    for (int i = 0; i < running.count; i++) {
        struct store_paper paper;
        json_t *read = NULL;
        if (!paper_read(hub_store(hub), ROLLOUT_PAPER, running.ids[i], "rollout", &paper, &read,
                        err))
            return false;
        JSON_AUTO *kept = read;
        if (!turn_one(hub, &paper, kept, fleet, now, err) && err->kind != ERR_STALE)
            return false;
    }
    return true;
}
