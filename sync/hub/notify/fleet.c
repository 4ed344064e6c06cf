/* The fleet as it stands: see fleet.h. Everything is read in a few passes, whatever its size. */
#include "fleet.h"
#include "fleet_lost.h"
#include "fleet_reason.h"
#include "hours.h"
#include "local_time.h"
#include "paper.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY = 86400, WEEK = 7, NEW_DAYS = 2, EVENT_DAYS = 7, KIOSKS_MOST = 1000000 };

/* For so long a call for help is told of; by then somebody has come, or nobody will. */
enum { HELP_SECONDS = 15 * 60 };
enum { DEAD_MANY = 100, DEAD_A_VISIT = 4 };
static const char event_help[] = "help was asked for"; /* as ingest notes it */

const struct fleet_rules fleet_rules_usual = { 10, 200, 2000, 4 };

static const char *const state_names[FLEET_STATES] = {
    [FLEET_WELL] = "well",       [FLEET_SILENT] = "silent",           [FLEET_ODD] = "odd",
    [FLEET_NEW] = "new",         [FLEET_NEVER_HEARD] = "never_heard", [FLEET_REPLACED] = "replaced",
    [FLEET_REVOKED] = "revoked",
};

const char *fleet_state_name(enum fleet_state state)
{
    return state_names[state];
}

bool fleet_state_from_name(const char *name, enum fleet_state *ret)
{
    for (int i = 0; i < FLEET_STATES; i++)
        if (strcmp(state_names[i], name) == 0) {
            *ret = (enum fleet_state)i;
            return true;
        }
    return false;
}

struct reading {
    struct store *store;
    struct fleet *fleet;
    const struct fleet_rules *rules;
    struct hours_book *hours;
    int32_t today;
    struct fleet_lost lost;
    struct err *err;
    bool failed;
};

static int by_id(const void *a, const void *b)
{
    uint64_t left = ((const struct fleet_kiosk *)a)->id;
    uint64_t right = ((const struct fleet_kiosk *)b)->id;
    return (left > right) - (left < right);
}

static struct fleet_kiosk *find(const struct fleet *fleet, uint64_t kiosk)
{
    size_t low = 0;
    size_t high = fleet->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        struct fleet_kiosk *at = &fleet->list[middle];
        if (at->id == kiosk)
            return at;
        if (at->id < kiosk)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct fleet_kiosk *fleet_find(const struct fleet *fleet, uint64_t kiosk)
{
    return find(fleet, kiosk);
}

/* ---- passes ---- */

static void read_health(const char *text, struct fleet_kiosk *kiosk)
{
    json_t *health = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    const char *version = json_string_value(json_object_get(health, "version"));
    kiosk->has_health = health != NULL;
    kiosk->pending = (uint32_t)paper_number(health, "pending");
    kiosk->room_mib = (uint32_t)paper_number(health, "room_mib");
    kiosk->write_ms = (uint32_t)paper_number(health, "write_slowest_ms");
    (void)snprintf(kiosk->version, sizeof kiosk->version, "%s", version == NULL ? "" : version);
    json_decref(health);
}

static bool take_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct reading *reading = context;
    struct fleet *fleet = reading->fleet;
    bool full = (fleet->count & (fleet->count - 1)) == 0;
    size_t room = fleet->count == 0 ? 1 : 2 * fleet->count;
    struct fleet_kiosk *grown = full ? realloc(fleet->list, room * sizeof *grown) : fleet->list;
    reading->failed = grown == NULL || fleet->count == KIOSKS_MOST;
    if (grown != NULL)
        fleet->list = grown;
    if (reading->failed)
        return err_set(reading->err, ERR_LATER, "there is no memory for the fleet");
    struct fleet_kiosk *at = &grown[fleet->count++];
    *at = (struct fleet_kiosk){ .id = kiosk->id,
                                .life = kiosk->life,
                                .enrolled = kiosk->enrolled,
                                .revoked_from = kiosk->revoked_from,
                                .last_seen = kiosk->last_seen,
                                .bundle_serial = kiosk->bundle_serial };
    memcpy(at->venue, kiosk->venue, sizeof at->venue);
    read_health(kiosk->health, at);
    return true;
}

/* NULL for none. */
static char *text_of(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text == NULL || *text == '\0' ? NULL : strdup(text);
}

static bool take_paper(void *context, const struct store_paper *paper)
{
    struct reading *reading = context;
    struct fleet_kiosk *kiosk = find(reading->fleet, strtoull(paper->id, NULL, 16));
    JSON_AUTO *json = paper_json(paper, reading->err);
    reading->failed = json == NULL;
    if (json == NULL || kiosk == NULL)
        return !reading->failed;
    kiosk->name = text_of(json, "name");
    kiosk->note = text_of(json, "note");
    paper_text(json, "replaced_by", kiosk->replaced_by, sizeof kiosk->replaced_by);
    return true;
}

static bool take_day(void *context, const struct store_kiosk_day *day)
{
    struct reading *reading = context;
    struct fleet_kiosk *kiosk = find(reading->fleet, day->kiosk);
    if (kiosk == NULL)
        return true;
    kiosk->restarts += day->restarts;
    kiosk->responses += day->responses;
    if (day->day < reading->today - 1)
        return true;
    kiosk->restarts_day += day->restarts;
    kiosk->dead_day += day->dead;
    kiosk->started_day += day->started;
    return true;
}

/* A kiosk that nobody has named is told from its neighbours by the order of enrolment. */
static int by_enrolment(const void *a, const void *b)
{
    const struct fleet_kiosk *left = *(const struct fleet_kiosk *const *)a;
    const struct fleet_kiosk *right = *(const struct fleet_kiosk *const *)b;
    int order = strcmp(left->venue, right->venue);
    if (order == 0)
        order = (left->enrolled > right->enrolled) - (left->enrolled < right->enrolled);
    return order != 0 ? order : by_id(left, right);
}

static bool name_kiosks(struct fleet *fleet, struct err *err)
{
    char name[24];
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is meant. */
    struct fleet_kiosk **order = calloc(fleet->count + 1, sizeof *order);
    bool fine = order != NULL;
    for (size_t i = 0; fine && i < fleet->count; i++)
        order[i] = &fleet->list[i];
    if (fine)
        qsort(order, fleet->count, sizeof(struct fleet_kiosk *), by_enrolment);
    int number = 0;
    for (size_t i = 0; fine && i < fleet->count; i++) {
        number = i > 0 && strcmp(order[i]->venue, order[i - 1]->venue) == 0 ? number + 1 : 1;
        (void)snprintf(name, sizeof name, "kiosk %d", number);
        if (order[i]->name == NULL)
            order[i]->name = strdup(name);
        fine = order[i]->name != NULL;
    }
    free(order);
    return fine || err_set(err, ERR_LATER, "there is no memory for the fleet");
}

/* ---- what is said of one ---- */

static void judge_silence(const struct reading *reading, struct fleet_kiosk *kiosk)
{
    int64_t now = reading->fleet->at;
    int most = reading->rules->silent_hours;
    int hours = hours_open(reading->hours, kiosk->venue, kiosk->last_seen, now, most + 1);
    if (hours <= most)
        return;
    int days = (int)((now - kiosk->last_seen) / DAY);
    int expected = (int)(kiosk->responses * (uint32_t)(days > 0 ? days : 1) / WEEK);
    kiosk->state = FLEET_SILENT;
    if (kiosk->reason_count == FLEET_REASONS)
        fleet_reason_drop_last(kiosk);
    if (days > 0)
        fleet_reason_add(kiosk, "silent", days, "silent for %d day%s; %d answer%s expected", days,
                         days == 1 ? "" : "s", expected, expected == 1 ? "" : "s");
    else
        fleet_reason_add(kiosk, "silent", days, "silent for more than %d opening hours", most);
    fleet_reason_put_first(kiosk, "silent");
    if (kiosk->reason_count > 0 && strcmp(kiosk->reasons[0].code, "silent") == 0)
        kiosk->reasons[0].expected = expected;
}

/* People touch beside a button now and then. Many more such touches than visits say that the panel
 * is not where it takes itself to be. */
static void judge_touch(struct fleet_kiosk *kiosk)
{
    if (kiosk->dead_day >= DEAD_MANY && kiosk->dead_day / DEAD_A_VISIT > kiosk->started_day)
        fleet_reason_add(kiosk, "touch_misses", (int)kiosk->dead_day,
                         "%u touches met nothing since yesterday: its panel may want adjusting",
                         kiosk->dead_day);
}

static void judge_health(const struct reading *reading, struct fleet_kiosk *kiosk)
{
    const struct fleet_rules *rules = reading->rules;
    bool knows_room = kiosk->has_health && kiosk->room_mib != 0;
    if (knows_room && kiosk->room_mib < (uint32_t)rules->room_mib)
        fleet_reason_add(kiosk, "disk_full", (int)kiosk->room_mib,
                         "only %u MiB are left on its disk", kiosk->room_mib);
    if (kiosk->has_health && kiosk->write_ms > (uint32_t)rules->write_ms)
        fleet_reason_add(kiosk, "disk_slow", (int)kiosk->write_ms,
                         "its disk took %u ms to write an answer: the card may be failing",
                         kiosk->write_ms);
    if (kiosk->restarts_day >= (uint32_t)rules->restarts)
        fleet_reason_add(kiosk, "restarts", (int)kiosk->restarts_day,
                         "it started %u times since yesterday", kiosk->restarts_day);
}

/* Codes for what ingest and enrolment remember, by how it begins. What lasts no longer than the
 * kiosk says so is told while it did with its last exchange. */
static const struct event_code {
    const char *begins, *code;
    bool lasts;
} event_codes[] = {
    { "fork", "fork", true },
    { "second key refused", "second_key", true },
    { "a life that was never begun", "unknown_life", true },
    { "sealed answers", "counts_key", true },
    { "its own counts", "miscount", true },
    { "its journal was damaged", "salvaged", true },
    { "little room is left", "room_short", false },
    { "its clock shows less", "clock_wrong", false },
};

static const struct event_code *known_event(const char *what)
{
    for (size_t i = 0; i < sizeof event_codes / sizeof event_codes[0]; i++)
        if (strncmp(what, event_codes[i].begins, strlen(event_codes[i].begins)) == 0)
            return &event_codes[i];
    return NULL;
}

const char *fleet_event_code(const char *what)
{
    const struct event_code *known = known_event(what);
    return known == NULL ? NULL : known->code;
}

/* NULL for what is no reason, or not any more. */
static const char *event_code(const struct store_event *event, const struct fleet_kiosk *kiosk)
{
    const struct event_code *known = known_event(event->what);
    return known != NULL && (known->lasts || event->last >= kiosk->last_seen) ? known->code : NULL;
}

static bool is_here_no_more(const struct fleet_kiosk *kiosk)
{
    return kiosk->revoked_from != 0 || kiosk->replaced_by[0] != '\0';
}

static bool take_event(void *context, const struct store_event *event)
{
    struct reading *reading = context;
    struct fleet_kiosk *kiosk = find(reading->fleet, event->kiosk);
    const char *code = kiosk == NULL ? NULL : event_code(event, kiosk);
    if (event->last < reading->fleet->at - EVENT_DAYS * DAY)
        return false; /* latest first: the rest is older */
    reading->failed = !fleet_lost_hear(&reading->lost, event, reading->err);
    if (reading->failed)
        return false;
    if (kiosk != NULL && strcmp(event->what, event_help) == 0)
        kiosk->helped = event->last;
    if (code != NULL && !is_here_no_more(kiosk))
        fleet_reason_add(kiosk, code, (int)event->times, "%s", event->what);
    return true;
}

static void judge_never_heard(const struct reading *reading, struct fleet_kiosk *kiosk)
{
    int64_t since = reading->fleet->at - kiosk->enrolled;
    kiosk->state = since < NEW_DAYS * DAY ? FLEET_NEW : FLEET_NEVER_HEARD;
    if (kiosk->state == FLEET_NEVER_HEARD)
        fleet_reason_add(kiosk, "never_heard", (int)(since / DAY),
                         "enrolled and never heard of since");
}

/* A call for help says nothing against the kiosk: its state stays what it is. */
static void judge_help(const struct reading *reading, struct fleet_kiosk *kiosk)
{
    int64_t ago = reading->fleet->at - kiosk->helped;
    if (kiosk->helped != 0 && ago < HELP_SECONDS)
        fleet_reason_add(kiosk, "help_asked", (int)(ago / 60), "somebody asked for help there");
}

static int cut(uint64_t count)
{
    return count > INT32_MAX ? INT32_MAX : (int)count;
}

/* Nothing graver than this can be said of a kiosk, and of all its lives it is said at once. */
static void add_lost(struct fleet_kiosk *kiosk, uint64_t count)
{
    bool told = kiosk->reason_count > 0 && strcmp(kiosk->reasons[0].code, "lost_responses") == 0;
    int all = cut((told ? (uint64_t)kiosk->reasons[0].value : 0) + count);
    if (told) {
        fleet_reason_drop_first(kiosk);
    }
    if (kiosk->reason_count == FLEET_REASONS)
        fleet_reason_drop_last(kiosk);
    fleet_reason_add(
        kiosk, "lost_responses", all,
        "%d of its responses are lost: the hub was set back, and it no longer kept them", all);
    fleet_reason_put_first(kiosk, "lost_responses");
}

static bool judge_lost(const struct reading *reading, struct err *err)
{
    for (size_t i = 0; i < reading->lost.count; i++) {
        const struct fleet_lost_life *life = &reading->lost.list[i];
        struct fleet_kiosk *kiosk = find(reading->fleet, life->kiosk);
        uint64_t count = 0;
        if (kiosk == NULL || is_here_no_more(kiosk))
            continue;
        if (!fleet_lost_count(reading->store, life, &count, err))
            return false;
        if (count > 0)
            add_lost(kiosk, count);
    }
    return true;
}

static void judge(const struct reading *reading, struct fleet_kiosk *kiosk)
{
    if (is_here_no_more(kiosk)) {
        kiosk->state = kiosk->revoked_from != 0 ? FLEET_REVOKED : FLEET_REPLACED;
        fleet_reason_drop_all(kiosk);
        return;
    }
    if (kiosk->last_seen == 0) {
        judge_never_heard(reading, kiosk);
        return;
    }
    judge_health(reading, kiosk);
    judge_touch(kiosk);
    if (kiosk->reason_count > 0)
        kiosk->state = FLEET_ODD;
    judge_silence(reading, kiosk);
    judge_help(reading, kiosk);
}

static bool read_all(struct reading *reading, struct err *err)
{
    struct fleet *fleet = reading->fleet;
    struct paper_query papers = { .kind = "kiosk" };
    if (!store_kiosks(reading->store, take_kiosk, reading, err) || reading->failed)
        return false;
    if (fleet->count > 0)
        qsort(fleet->list, fleet->count, sizeof *fleet->list, by_id);
    return store_papers(reading->store, &papers, take_paper, reading, err) && !reading->failed &&
           store_kiosk_days(reading->store, 0, reading->today - WEEK, INT32_MAX, take_day, reading,
                            err) &&
           store_events(reading->store, 0, take_event, reading, err) && !reading->failed &&
           judge_lost(reading, err);
}

bool fleet_read(struct store *store, const struct fleet_rules *rules, int64_t now,
                struct fleet *ret, struct err *err)
{
    *ret = (struct fleet){ .at = now };
    struct reading reading = {
        .store = store, .fleet = ret, .rules = rules, .err = err, .today = (int32_t)(now / DAY)
    };
    if (!hours_book_open(store, &reading.hours, err))
        return false;
    bool read = read_all(&reading, err);
    for (size_t i = 0; read && i < ret->count; i++)
        judge(&reading, &ret->list[i]);
    hours_book_close(reading.hours);
    fleet_lost_finish(&reading.lost);
    return read && name_kiosks(ret, err);
}

void fleet_finish(struct fleet *fleet)
{
    for (size_t i = 0; i < fleet->count; i++) {
        free(fleet->list[i].name);
        free(fleet->list[i].note);
        fleet_reason_drop_all(&fleet->list[i]);
        free(fleet->list[i].reasons);
    }
    free(fleet->list);
    *fleet = (struct fleet){ 0 };
}
