/* When alerts are raised: see alerts.h. */
#include "alerts.h"
#include "paper.h"
#include <jansson.h>

static const struct alert_rules usual = { .low_score = 60 };

static void fill_usual(struct alert_rules *rules)
{
    *rules = usual;
    rules->fleet = fleet_rules_usual;
    for (int i = 0; i < ALERT_KINDS; i++) {
        rules->kinds[i].on = true;
        rules->kinds[i].mail = true;
        rules->kinds[i].webhook = true;
    }
}

static void take_number(const json_t *json, const char *name, int *value)
{
    const json_t *number = json_object_get(json, name);
    if (json_is_integer(number))
        *value = (int)json_integer_value(number);
}

static void take_switch(const json_t *json, const char *name, bool *value)
{
    const json_t *given = json_object_get(json, name);
    if (json_is_boolean(given))
        *value = json_is_true(given);
}

bool alert_rules_get(struct store *store, struct alert_rules *ret, struct err *err)
{
    struct store_paper paper;
    json_t *read = NULL;
    fill_usual(ret);
    if (!paper_read(store, "rules", "alerts", "rule", &paper, &read, err))
        return err->kind == ERR_MISSING;
    JSON_AUTO *json = read;
    ret->version = paper.version;
    take_number(json, "silent_hours", &ret->fleet.silent_hours);
    take_number(json, "room_mib", &ret->fleet.room_mib);
    take_number(json, "write_ms", &ret->fleet.write_ms);
    take_number(json, "restarts", &ret->fleet.restarts);
    take_number(json, "low_score", &ret->low_score);
    for (int i = 0; i < ALERT_KINDS; i++) {
        const json_t *kind =
            json_object_get(json_object_get(json, "kinds"), alert_kind_name((enum alert_kind)i));
        take_switch(kind, "on", &ret->kinds[i].on);
        take_switch(kind, "mail", &ret->kinds[i].mail);
        take_switch(kind, "webhook", &ret->kinds[i].webhook);
    }
    return true;
}

bool alert_rules_put(struct store *store, const struct alert_rules *rules, struct err *err)
{
    struct store_paper paper = { .kind = "rules", .id = "alerts" };
    const struct fleet_rules *fleet = &rules->fleet;
    json_t *kinds = json_object();
    for (int i = 0; i < ALERT_KINDS; i++)
        (void)json_object_set_new(kinds, alert_kind_name((enum alert_kind)i),
                                  json_pack("{s:b, s:b, s:b}", "on", rules->kinds[i].on, "mail",
                                            rules->kinds[i].mail, "webhook",
                                            rules->kinds[i].webhook));
    return paper_write(store, &paper,
                       json_pack("{s:i, s:i, s:i, s:i, s:i, s:o}", "silent_hours",
                                 fleet->silent_hours, "room_mib", fleet->room_mib, "write_ms",
                                 fleet->write_ms, "restarts", fleet->restarts, "low_score",
                                 rules->low_score, "kinds", kinds),
                       rules->version, err);
}

bool alert_rules_fleet(struct store *store, struct fleet_rules *ret, struct err *err)
{
    struct alert_rules rules;
    if (!alert_rules_get(store, &rules, err))
        return false;
    *ret = rules.fleet;
    return true;
}
