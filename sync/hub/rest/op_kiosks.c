/* Kiosks: the list, one of them, what becomes of it; and their part of the overview. */
#include "fleet_share.h"
#include "kiosk_order.h"
#include "kiosks.h"
#include "local_time.h"
#include "report_ask.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ATTENTION_MOST = 12 };

/* ---- a kiosk as JSON ---- */

json_t *reasons_json(const struct fleet_kiosk *kiosk)
{
    json_t *list = json_array();
    for (int i = 0; i < kiosk->reason_count; i++) {
        const struct fleet_reason *reason = &kiosk->reasons[i];
        (void)json_array_append_new(list,
                                    finding_json(reason->code,
                                                 json_pack("{s:i, s:i}", "value", reason->value,
                                                           "expected", reason->expected),
                                                 "%s", reason->text));
    }
    return list;
}

static bool count_aside(void *context, uint64_t kiosk, uint64_t life,
                        const struct store_aside *aside)
{
    (void)kiosk;
    (void)life;
    (void)aside;
    ++*(int *)context;
    return true;
}

/* What is looked up for each: where its life stands, what was set aside, its venue's bundle. */
static bool read_more(struct call *call, const struct fleet_kiosk *kiosk, uint64_t *ret_through,
                      uint64_t *ret_newest, int *ret_aside, struct err *err)
{
    struct store_watermark at = { 0 };
    struct store_bundle bundle = { 0 };
    *ret_aside = 0;
    if (!store_watermark(call->store, kiosk->id, kiosk->life, &at, err) && err->kind != ERR_MISSING)
        return false;
    if (!store_bundle_get(call->store, kiosk->venue, &bundle, err) && err->kind != ERR_MISSING)
        return false;
    *ret_through = at.seq;
    *ret_newest = bundle.serial;
    return store_asides(call->store, kiosk->id, count_aside, ret_aside, err);
}

/* NULL with *err. */
static json_t *kiosk_json(struct call *call, const struct fleet_kiosk *kiosk,
                          const struct place *place, struct err *err)
{
    const struct fleet_kiosk *k = kiosk;
    uint64_t through;
    uint64_t newest;
    int aside;
    if (!read_more(call, k, &through, &newest, &aside, err))
        return NULL;
    json_t *unknown = json_null();
    return json_pack(
        "{s:o, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:{s:I, s:I}, s:o, s:o, s:i, s:I, "
        "s:i, s:o, s:o, s:s}",
        "id", value_key(k->id), "name", kiosk->name, "venue", k->venue, "venue_name",
        place == NULL ? k->venue : place->venue.name, "state", fleet_state_name(kiosk->state),
        "reasons", reasons_json(kiosk), "enrolled", value_time(k->enrolled), "last_heard",
        value_time(k->last_seen), "pending",
        kiosk->has_health ? json_integer(kiosk->pending) : unknown, "version", kiosk->version,
        "bundle", "held", (json_int_t)k->bundle_serial, "newest", (json_int_t)newest, "room_mib",
        kiosk->has_health ? json_integer(kiosk->room_mib) : unknown, "write_ms",
        kiosk->has_health ? json_integer(kiosk->write_ms) : unknown, "restarts",
        (int)kiosk->restarts, "responses", (json_int_t)through, "set_aside", aside, "revoked_from",
        value_time(k->revoked_from), "replaced_by", value_text_or_null(kiosk->replaced_by), "note",
        kiosk->note == NULL ? "" : kiosk->note);
}

/* ---- listing ---- */

struct kiosk_choice {
    char area[STORE_ID_MAX + 2];
    char venue[STORE_ID_MAX + 2];
    char tag[STORE_ID_MAX + 2];
    char state[16];
    char search[65];
};

static bool choose(struct call *call, struct kiosk_choice *ret, struct err *err)
{
    return query_text(call, "area", ret->area, sizeof ret->area, err) &&
           query_text(call, "venue", ret->venue, sizeof ret->venue, err) &&
           query_text(call, "tag", ret->tag, sizeof ret->tag, err) &&
           query_text(call, "state", ret->state, sizeof ret->state, err) &&
           query_text(call, "search", ret->search, sizeof ret->search, err);
}

static bool is_found(const struct kiosk_choice *choice, const struct fleet_kiosk *kiosk,
                     const struct place *place)
{
    char id[17];
    (void)snprintf(id, sizeof id, "%016" PRIx64, kiosk->id);
    return choice->search[0] == '\0' || strcasestr(id, choice->search) != NULL ||
           strcasestr(kiosk->name, choice->search) != NULL ||
           strcasestr(kiosk->venue, choice->search) != NULL ||
           (place != NULL && strcasestr(place->venue.name, choice->search) != NULL);
}

static bool is_chosen(struct call *call, const struct kiosk_choice *choice,
                      const struct fleet_kiosk *kiosk, const struct place *place)
{
    const struct frame *frame = call->frame;
    bool reached = place == NULL ? call->asker.scope.count == 0 : call_reaches(call, frame, place);
    return reached && (choice->venue[0] == '\0' || strcmp(choice->venue, kiosk->venue) == 0) &&
           (choice->state[0] == '\0' ||
            strcmp(choice->state, fleet_state_name(kiosk->state)) == 0) &&
           (choice->area[0] == '\0' ||
            (place != NULL && frame_below(frame, place, choice->area))) &&
           (choice->tag[0] == '\0' || (place != NULL && place_has_tag(place, choice->tag))) &&
           is_found(choice, kiosk, place);
}

struct kiosk_listing {
    struct kiosk_choice choice;
    enum kiosk_order order;
    struct listed_kiosk *list; /* chosen, and behind where the page before ended */
    size_t count;
};

/* Where the page before ended; false when this is the first one. Its kiosk may be gone. */
static bool ended_at(const struct call *call, const struct fleet *fleet, const struct page *page,
                     enum kiosk_order order, struct fleet_kiosk *gone, struct listed_kiosk *ret)
{
    if (!page->continues)
        return false;
    *gone = (struct fleet_kiosk){ .id = strtoull(page->id, NULL, 16), .name = "" };
    const struct fleet_kiosk *kiosk = fleet_find(fleet, gone->id);
    if (kiosk == NULL)
        kiosk = gone;
    *ret = kiosk_listed(order, kiosk, frame_place(call->frame, kiosk->venue));
    ret->rank = page->rank;
    return true;
}

/* By id a page is full before the fleet is read to its end. */
static void gather(struct call *call, const struct fleet *fleet, const struct page *page,
                   struct kiosk_listing *listing)
{
    struct fleet_kiosk gone;
    struct listed_kiosk after;
    bool continues = ended_at(call, fleet, page, listing->order, &gone, &after);
    size_t most = listing->order == KIOSKS_BY_ID ? (size_t)page->limit + 1 : fleet->count;
    for (size_t i = 0; i < fleet->count && listing->count < most; i++) {
        const struct fleet_kiosk *kiosk = &fleet->list[i];
        const struct place *place = frame_place(call->frame, kiosk->venue);
        struct listed_kiosk listed = kiosk_listed(listing->order, kiosk, place);
        bool behind = !continues || kiosk_order_compare(listing->order, &listed, &after) > 0;
        if (behind && is_chosen(call, &listing->choice, kiosk, place))
            listing->list[listing->count++] = listed;
    }
    kiosk_order_sort(listing->order, listing->list, listing->count);
}

static bool take_page(struct call *call, const struct kiosk_listing *listing, struct page *page,
                      struct err *err)
{
    char id[17];
    for (size_t i = 0; i < listing->count; i++) {
        const struct listed_kiosk *listed = &listing->list[i];
        json_t *json = kiosk_json(call, listed->kiosk, listed->place, err);
        if (json == NULL)
            return false;
        (void)snprintf(id, sizeof id, "%016" PRIx64, listed->kiosk->id);
        if (!page_take(page, listed->rank, id, json))
            break;
    }
    return true;
}

static bool list_kiosks(struct call *call, const struct fleet *fleet, struct page *page,
                        struct err *err)
{
    struct kiosk_listing listing = { .count = 0 };
    if (!choose(call, &listing.choice, err) || !kiosk_order_read(call, &listing.order, err))
        return false;
    listing.list = calloc(fleet->count + 1, sizeof *listing.list);
    if (listing.list == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a list");
    gather(call, fleet, page, &listing);
    bool taken = take_page(call, &listing, page, err);
    free(listing.list);
    return taken;
}

bool op_kiosks(struct call *call, struct err *err)
{
    struct page page;
    if (call_frame(call, err) == NULL || !page_begin(call, &page, err))
        return false;
    SHARED_AUTO *shared = fleet_take(call, err);
    bool listed = shared != NULL && list_kiosks(call, &shared->fleet, &page, err);
    page_end(call, &page);
    return listed;
}

/* ---- how many are how ---- */

struct summing {
    int states[FLEET_STATES];
    int total;
    json_int_t pending;
    json_t *versions; /* name to number */
};

static void add_kiosk(struct summing *summing, const struct fleet_kiosk *kiosk)
{
    summing->total++;
    summing->states[kiosk->state]++;
    summing->pending += kiosk->pending;
    if (kiosk->version[0] == '\0' || kiosk->state >= FLEET_REPLACED)
        return;
    json_int_t n = json_integer_value(json_object_get(summing->versions, kiosk->version));
    (void)json_object_set_new(summing->versions, kiosk->version, json_integer(n + 1));
}

static json_t *versions_json(const json_t *versions)
{
    json_t *list = json_array();
    const char *name;
    json_t *n;
    json_object_foreach((json_t *)(uintptr_t)versions, name, n)
    {
        (void)json_array_append_new(list, json_pack("{s:s, s:O}", "version", name, "kiosks", n));
    }
    return list;
}

bool op_fleet_summary(struct call *call, struct err *err)
{
    struct kiosk_choice choice;
    struct summing summing = { .total = 0 };
    if (call_frame(call, err) == NULL || !choose(call, &choice, err))
        return false;
    SHARED_AUTO *shared = fleet_take(call, err);
    if (shared == NULL)
        return false;
    summing.versions = json_object();
    for (size_t i = 0; i < shared->fleet.count; i++) {
        const struct fleet_kiosk *kiosk = &shared->fleet.list[i];
        if (is_chosen(call, &choice, kiosk, frame_place(call->frame, kiosk->venue)))
            add_kiosk(&summing, kiosk);
    }
    json_t *states = json_object();
    for (int i = 0; i < FLEET_STATES; i++)
        (void)json_object_set_new(states, fleet_state_name((enum fleet_state)i),
                                  json_integer(summing.states[i]));
    call->answer =
        json_pack("{s:i, s:o, s:o, s:I}", "total", summing.total, "states", states, "versions",
                  versions_json(summing.versions), "pending", summing.pending);
    json_decref(summing.versions);
    return true;
}

/* ---- in the overview ---- */

bool fleet_overview(struct call *call, const struct asking *asking, json_t *overview,
                    struct err *err)
{
    json_t *list = json_array();
    int well = 0;
    int total = 0;
    SHARED_AUTO *shared = fleet_take(call, err);
    for (size_t i = 0; shared != NULL && i < shared->fleet.count; i++) {
        const struct fleet_kiosk *kiosk = &shared->fleet.list[i];
        const struct place *place = frame_place(asking->frame, kiosk->venue);
        if (place == NULL || !asking->chosen[place - asking->frame->places] ||
            kiosk->state >= FLEET_REPLACED)
            continue;
        total++;
        well += kiosk->state == FLEET_WELL || kiosk->state == FLEET_NEW;
        if (kiosk->reason_count > 0 && json_array_size(list) < ATTENTION_MOST)
            (void)json_array_append_new(
                list,
                json_pack("{s:o, s:s, s:s, s:s, s:s, s:o}", "kiosk", value_key(kiosk->id), "name",
                          kiosk->name, "venue", kiosk->venue, "venue_name", place->venue.name,
                          "state", fleet_state_name(kiosk->state), "reasons", reasons_json(kiosk)));
    }
    (void)json_object_set_new(
        overview, "kiosks",
        json_pack("{s:i, s:i, s:o}", "well", well, "total", total, "attention", list));
    return shared != NULL;
}

/* ---- one ---- */

/* The kiosk that the path names, as far as the asker may know of it. The fleet is shared's. */
static const struct fleet_kiosk *find_kiosk(struct call *call, const struct fleet *fleet,
                                            struct err *err)
{
    uint64_t id;
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL)
        return NULL;
    const struct fleet_kiosk *kiosk =
        value_key_read(call->values[0], &id) ? fleet_find(fleet, id) : NULL;
    const struct place *place = kiosk == NULL ? NULL : frame_place(frame, kiosk->venue);
    bool reached = kiosk != NULL && (place == NULL ? call->asker.scope.count == 0
                                                   : call_reaches(call, frame, place));
    if (!reached) {
        (void)err_set(err, ERR_MISSING, "There is no such kiosk.");
        return NULL;
    }
    return kiosk;
}

static json_t *one_kiosk(struct call *call, struct err *err)
{
    SHARED_AUTO *shared = fleet_take(call, err);
    const struct fleet_kiosk *kiosk = shared == NULL ? NULL : find_kiosk(call, &shared->fleet, err);
    return kiosk == NULL ? NULL
                         : kiosk_json(call, kiosk, frame_place(call->frame, kiosk->venue), err);
}

bool op_kiosk_get(struct call *call, struct err *err)
{
    call->answer = one_kiosk(call, err);
    return call->answer != NULL;
}

static bool append_day(void *context, const struct store_kiosk_day *day)
{
    (void)json_array_append_new(
        context,
        json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s}", "day",
                  value_day(day->day), "dead_touches", (json_int_t)day->dead, "helped",
                  (json_int_t)day->helped, "exchanges", (json_int_t)day->exchanges, "woken",
                  (json_int_t)day->woken, "started", (json_int_t)day->started, "completed",
                  (json_int_t)day->completed, "restarts", (json_int_t)day->restarts, "pending",
                  (json_int_t)day->pending, "room_mib", (json_int_t)day->room_mib, "write_ms",
                  (json_int_t)day->write_ms, "responses", (json_int_t)day->responses, "version",
                  day->version));
    return true;
}

bool op_kiosk_days(struct call *call, struct err *err)
{
    int32_t to = (int32_t)(call->people.now / 86400) + 1;
    int32_t from = to - 91;
    bool given;
    json_t *items = json_array();
    SHARED_AUTO *shared = fleet_take(call, err);
    call->answer = json_pack("{s:o}", "items", items);
    const struct fleet_kiosk *kiosk = shared == NULL ? NULL : find_kiosk(call, &shared->fleet, err);
    return kiosk != NULL && query_day(call, "from", &from, &given, err) &&
           query_day(call, "to", &to, &given, err) &&
           store_kiosk_days(call->store, kiosk->id, from, to, append_day, items, err);
}

static bool append_event(void *context, const struct store_event *event)
{
    (void)json_array_append_new(
        context, json_pack("{s:o, s:o, s:i, s:s, s:s?}", "first", value_time(event->first), "last",
                           value_time(event->last), "times", (int)event->times, "what", event->what,
                           "code", fleet_event_code(event->what)));
    return true;
}

bool op_kiosk_events(struct call *call, struct err *err)
{
    json_t *items = json_array();
    SHARED_AUTO *shared = fleet_take(call, err);
    call->answer = json_pack("{s:o}", "items", items);
    const struct fleet_kiosk *kiosk = shared == NULL ? NULL : find_kiosk(call, &shared->fleet, err);
    return kiosk != NULL && store_events(call->store, kiosk->id, append_event, items, err);
}

/* ---- changing ---- */

/* What is asked for; the texts are the caller's. */
struct asked {
    struct kiosk_change change;
    char name[FLEET_NAME_MAX], note[KIOSK_NOTE_MAX], venue[STORE_ID_MAX + 1];
};

static bool read_change(struct call *call, struct asked *ret, struct err *err)
{
    struct body body = body_of(call);
    body_text(&body, "name", false, ret->name, sizeof ret->name);
    body_id(&body, "venue", false, ret->venue, sizeof ret->venue);
    body_text(&body, "note", false, ret->note, sizeof ret->note);
    if (ret->venue[0] != '\0' && call_place(call, ret->venue, err) == NULL)
        body_problem(&body, "venue", "There is no such venue.");
    ret->change = (struct kiosk_change){ .name = ret->name[0] == '\0' ? NULL : ret->name,
                                         .note = body_given(&body, "note") ? ret->note : NULL,
                                         .venue = ret->venue[0] == '\0' ? NULL : ret->venue };
    *err = (struct err){ 0 };
    return body_end(&body, err);
}

bool op_kiosk_change(struct call *call, struct err *err)
{
    struct asked asked;
    json_t *now = one_kiosk(call, err);
    if (now == NULL || !call_unchanged(call, now, err))
        return false;
    SHARED_AUTO *shared = fleet_take(call, err);
    const struct fleet_kiosk *kiosk = shared == NULL ? NULL : find_kiosk(call, &shared->fleet, err);
    if (kiosk == NULL || !read_change(call, &asked, err) ||
        !hub_kiosk_change(call->hub, kiosk->id, &asked.change, &call->people.actor, err))
        return false;
    fleet_forget(call->rest);
    return op_kiosk_get(call, err);
}

bool op_kiosk_revoke(struct call *call, struct err *err)
{
    int32_t since = 0;
    SHARED_AUTO *shared = fleet_take(call, err);
    const struct fleet_kiosk *kiosk = shared == NULL ? NULL : find_kiosk(call, &shared->fleet, err);
    struct body body = body_of(call);
    if (kiosk == NULL)
        return false;
    body_day(&body, "since", false, &since);
    if (!body_end(&body, err))
        return false;
    int64_t from = since == 0 ? call->people.now : (int64_t)since * 86400;
    if (kiosk->revoked_from != 0 && kiosk->revoked_from <= from)
        return err_tell(err, ERR_CONFLICT, "This kiosk is revoked already.");
    if (!hub_can_state(call->hub, err)) /* asked first: the log has nothing that was not done */
        return err_tell(err, ERR_CONFLICT,
                        "The programme key is not on this hub: put it back to revoke, or "
                        "revoke with yousaid-hub where it is.");
    if (!call_note(call, DID_KIOSK_REVOKED, call->values[0],
                   json_pack("{s:o}", "from", value_time(from)), err) ||
        !hub_revoke(call->hub, kiosk->id, from, err))
        return false;
    fleet_forget(call->rest);
    return op_kiosk_get(call, err);
}

/* ---- replacing: the old one ends when the new one has enrolled ---- */

bool op_kiosk_replace(struct call *call, struct err *err)
{
    char name[FLEET_NAME_MAX];
    char venue[STORE_ID_MAX + 1];
    SHARED_AUTO *shared = fleet_take(call, err);
    const struct fleet_kiosk *kiosk = shared == NULL ? NULL : find_kiosk(call, &shared->fleet, err);
    if (kiosk == NULL)
        return false;
    (void)snprintf(name, sizeof name, "%s", kiosk->name);
    memcpy(venue, kiosk->venue, sizeof venue);
    return invite_kiosks(call, venue, 1, name, kiosk->id, err);
}
