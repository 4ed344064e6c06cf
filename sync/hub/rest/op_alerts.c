/* Alerts, who looks after them, and when they are raised. */
#include "alerts.h"
#include "fleet_share.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static json_t *alert_json(const struct call *call, const struct alert *alert)
{
    const struct alert_matter *matter = &alert->matter;
    const struct place *place = frame_place(call->frame, matter->venue);
    json_t *values = json_loads(matter->values[0] == '\0' ? "{}" : matter->values, 0, NULL);
    json_t *finding = finding_json(matter->code, values, "%s", matter->text);
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:i, s:o, s:o, s:o}", "id",
                     alert->id, "kind", alert_kind_name(matter->kind), "state",
                     alert_state_name(alert->state), "venue", value_text_or_null(matter->venue),
                     "venue_name", value_text_or_null(place ? place->venue.name : ""), "kiosk",
                     matter->kiosk == 0 ? json_null() : value_key(matter->kiosk), "raised",
                     value_time(alert->raised), "last", value_time(alert->last), "times",
                     (int)alert->times, "finding", finding, "acknowledged_by",
                     value_text_or_null(alert->acknowledged_by), "acknowledged",
                     value_time(alert->acknowledged));
}

/* One about no venue is for those who see everything. */
static bool is_reached(const struct call *call, const struct alert *alert)
{
    const struct place *place = frame_place(call->frame, alert->matter.venue);
    return place == NULL ? call->asker.scope.count == 0 : call_reaches(call, call->frame, place);
}

/* ---- listing ---- */

struct listing {
    struct call *call;
    struct page page;
    bool by_state, by_kind;
    enum alert_state state;
    enum alert_kind kind;
};

static bool take_alert(void *context, const struct alert *alert)
{
    struct listing *listing = context;
    if (!is_reached(listing->call, alert) ||
        (listing->by_state && alert->state != listing->state) ||
        (listing->by_kind && alert->matter.kind != listing->kind))
        return true;
    return page_take(&listing->page, alert->raised, alert->id, alert_json(listing->call, alert));
}

static bool choose(struct call *call, struct listing *ret, struct err *err)
{
    char state[16];
    char kind[32];
    if (!query_text(call, "state", state, sizeof state, err) ||
        !query_text(call, "kind", kind, sizeof kind, err))
        return false;
    ret->by_state = state[0] != '\0';
    ret->by_kind = kind[0] != '\0';
    if (ret->by_state && !alert_state_from_name(state, &ret->state))
        return err_set(err, ERR_USAGE, "\"state\" is open, acknowledged or closed.");
    return !ret->by_kind || alert_kind_from_name(kind, &ret->kind) ||
           err_set(err, ERR_USAGE, "\"kind\" names a kind of alert that there is not.");
}

bool op_alerts(struct call *call, struct err *err)
{
    struct alert after = { 0 };
    struct listing listing = { .call = call };
    if (call_frame(call, err) == NULL || !choose(call, &listing, err) ||
        !page_begin(call, &listing.page, err))
        return false;
    after.raised = listing.page.rank;
    (void)snprintf(after.id, sizeof after.id, "%.16s", listing.page.id);
    bool listed =
        alert_list(call->store, listing.page.continues ? &after : NULL, take_alert, &listing, err);
    page_end(call, &listing.page);
    return listed;
}

bool op_alert_acknowledge(struct call *call, struct err *err)
{
    struct alert alert;
    if (call_frame(call, err) == NULL || !alert_get(call->store, call->values[0], &alert, err))
        return false;
    if (!is_reached(call, &alert))
        return err_set(err, ERR_MISSING, "There is no such alert.");
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    if (!alert_acknowledge(call->store, call->values[0], call->asker.name, call->people.now, &alert,
                           err) ||
        !call_note(call, DID_ALERT_ACKNOWLEDGED, call->values[0], NULL, err) ||
        !store_together_keep(call->store, err))
        return false;
    call->answer = alert_json(call, &alert);
    return true;
}

/* ---- rules ---- */

static json_t *rules_json(const struct alert_rules *rules)
{
    json_t *kinds = json_array();
    for (int i = 0; i < ALERT_KINDS; i++)
        (void)json_array_append_new(
            kinds, json_pack("{s:s, s:b, s:b, s:b}", "kind", alert_kind_name((enum alert_kind)i),
                             "on", rules->kinds[i].on, "mail", rules->kinds[i].mail, "webhook",
                             rules->kinds[i].webhook));
    return json_pack("{s:i, s:{s:i}, s:i, s:i, s:i, s:o}", "silent_hours",
                     rules->fleet.silent_hours, "low_score", "percent", rules->low_score,
                     "room_mib", rules->fleet.room_mib, "write_ms", rules->fleet.write_ms,
                     "restarts", rules->fleet.restarts, "kinds", kinds);
}

bool op_alert_rules_get(struct call *call, struct err *err)
{
    struct alert_rules rules;
    if (!alert_rules_get(call->store, &rules, err))
        return false;
    call->answer = rules_json(&rules);
    return true;
}

static void read_kind(struct body *body, const json_t *json, size_t at, struct alert_rules *rules)
{
    char name[32];
    enum alert_kind kind;
    struct body one = { .call = body->call, .json = json };
    (void)snprintf(one.at, sizeof one.at, "/kinds/%zu", at);
    body_text(&one, "kind", true, name, sizeof name);
    if (!alert_kind_from_name(name, &kind)) {
        body_problem(&one, "kind", "There is no such kind of alert.");
        return;
    }
    rules->kinds[kind].on = body_bool(&one, "on", rules->kinds[kind].on);
    rules->kinds[kind].mail = body_bool(&one, "mail", rules->kinds[kind].mail);
    rules->kinds[kind].webhook = body_bool(&one, "webhook", rules->kinds[kind].webhook);
}

static bool read_rules(struct call *call, struct alert_rules *rules, struct err *err)
{
    enum { MIB_MOST = 1024 * 1024, MS_MOST = 600000, RESTARTS_MOST = 1000, HOURS_MOST = 720 };
    struct body body = body_of(call);
    struct body low = body_object(&body, "low_score", true);
    struct fleet_rules *fleet = &rules->fleet;
    fleet->silent_hours = (int)body_int(&body, "silent_hours", true, 1, 1, HOURS_MOST);
    fleet->room_mib = (int)body_int(&body, "room_mib", true, 0, 0, MIB_MOST);
    fleet->write_ms = (int)body_int(&body, "write_ms", true, 0, 0, MS_MOST);
    fleet->restarts = (int)body_int(&body, "restarts", true, 1, 1, RESTARTS_MOST);
    if (low.json != NULL)
        rules->low_score = (int)body_int(&low, "percent", true, 0, 0, 100);
    const json_t *kinds = body_array(&body, "kinds", true, ALERT_KINDS);
    for (size_t i = 0; i < json_array_size(kinds); i++)
        read_kind(&body, json_array_get(kinds, i), i, rules);
    return body_end(&body, err);
}

bool op_alert_rules_put(struct call *call, struct err *err)
{
    struct alert_rules rules;
    if (!alert_rules_get(call->store, &rules, err) ||
        !call_unchanged(call, rules_json(&rules), err) || !read_rules(call, &rules, err) ||
        !store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    if (!alert_rules_put(call->store, &rules, err) ||
        !call_note(call, DID_ALERT_RULES_CHANGED, "", json_incref(call->body), err) ||
        !store_together_keep(call->store, err))
        return false;
    fleet_forget(call->rest);
    call->answer = rules_json(&rules);
    return true;
}
