/* Areas and venues, and what a venue chooses for its kiosks. */
#include "local_time.h"
#include "rest_int.h"
#include "venue_profile.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- areas ---- */

static json_t *area_json(const struct frame *frame, const struct area *area)
{
    return json_pack("{s:s, s:s, s:o, s:i}", "id", area->id, "name", area->name, "parent",
                     area->parent < 0 ? json_null() : json_string(frame->areas[area->parent].id),
                     "venues", area->venues);
}

bool op_areas(struct call *call, struct err *err)
{
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL)
        return false;
    json_t *items = json_array();
    for (size_t i = 0; i < frame->area_count; i++)
        (void)json_array_append_new(items, area_json(frame, &frame->areas[i]));
    call->answer = json_pack("{s:o}", "items", items);
    return true;
}

static const struct area *find_area(struct call *call, const struct frame *frame, struct err *err)
{
    const struct area *area = frame_area(frame, call->values[0]);
    if (area == NULL)
        (void)err_set(err, ERR_MISSING, "There is no such area.");
    return area;
}

bool op_area_get(struct call *call, struct err *err)
{
    const struct frame *frame = call_frame(call, err);
    const struct area *area = frame == NULL ? NULL : find_area(call, frame, err);
    if (area == NULL)
        return false;
    call->answer = area_json(frame, area);
    return true;
}

/* An area may not stand below itself, nor too deep. */
static void judge_parent(struct body *body, const struct frame *frame, const char *id,
                         const char *parent)
{
    const struct area *area = frame_area(frame, parent);
    int depth = 0;
    if (*parent == '\0')
        return;
    if (area == NULL || strcmp(parent, id) == 0) {
        body_problem(body, "parent", "There is no such area above this one.");
        return;
    }
    for (int at = (int)(area - frame->areas); at >= 0; at = frame->areas[at].parent)
        if (strcmp(frame->areas[at].id, id) == 0 || ++depth >= AREA_DEPTH_MAX - 1) {
            body_problem(body, "parent", "An area would stand below itself, or too deep.");
            return;
        }
}

static bool keep_area(struct call *call, const char *name, const char *parent, struct err *err)
{
    struct store_paper paper = { .kind = "area" };
    (void)snprintf(paper.id, sizeof paper.id, "%s", call->values[0]);
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return paper_write(call->store, &paper, json_pack("{s:s, s:s}", "name", name, "parent", parent),
                       PAPER_ANY, err) &&
           call_note(call, DID_AREA_CHANGED, call->values[0],
                     json_pack("{s:s, s:s}", "name", name, "parent", parent), err) &&
           frame_changed(call, err) && store_together_keep(call->store, err);
}

bool op_area_put(struct call *call, struct err *err)
{
    char name[STORE_NAME_MAX];
    char parent[STORE_ID_MAX + 1];
    const struct frame *frame = call_frame(call, err);
    struct body body = body_of(call);
    if (frame == NULL)
        return false;
    if (!value_is_id(call->values[0]) || frame_place(frame, call->values[0]) != NULL)
        return err_tell(err, ERR_CONFLICT,
                        "An area's id has 1 to 32 small letters, digits, - or _, and no venue has "
                        "it.");
    body_text(&body, "name", true, name, sizeof name);
    body_id(&body, "parent", false, parent, sizeof parent);
    judge_parent(&body, frame, call->values[0], parent);
    return body_end(&body, err) && keep_area(call, name, parent, err) && op_area_get(call, err);
}

static bool is_empty(const struct frame *frame, const struct area *area)
{
    for (size_t i = 0; i < frame->area_count; i++)
        if (frame->areas[i].parent == area - frame->areas)
            return false;
    return area->venues == 0;
}

bool op_area_remove(struct call *call, struct err *err)
{
    const struct frame *frame = call_frame(call, err);
    const struct area *area = frame == NULL ? NULL : find_area(call, frame, err);
    if (area == NULL)
        return false;
    if (!is_empty(frame, area))
        return err_tell(err, ERR_CONFLICT,
                        "Something still stands below this area: move it first.");
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return store_paper_remove(call->store, "area", call->values[0], err) &&
           call_note(call, DID_AREA_REMOVED, call->values[0], NULL, err) &&
           frame_changed(call, err) && store_together_keep(call->store, err);
}

/* ---- a venue as JSON ---- */

static json_t *hours_json(const struct venue_profile *profile)
{
    json_t *days = json_array();
    for (int i = 0; i < VENUE_DAYS; i++) {
        json_t *openings = json_array();
        for (int k = 0; k < profile->day[i].count; k++)
            (void)json_array_append_new(openings, json_pack("{s:i, s:i}", "from",
                                                            (int)profile->day[i].open[k].from, "to",
                                                            (int)profile->day[i].open[k].to));
        (void)json_array_append_new(days, openings);
    }
    return json_pack("{s:o}", "days", days);
}

static bool read_hours(struct call *call, const char *venue, json_t **ret, struct err *err)
{
    BUF_AUTO file = buf_new(VENUE_FILE_MAX);
    *ret = json_null();
    if (!store_venue_file_get(call->store, venue, STORE_FILE_PROFILE, &file, err))
        return err->kind == ERR_MISSING;
    struct problems *problems = calloc(1, sizeof *problems);
    struct venue_profile *profile =
        problems == NULL || file.size == 0 ? NULL : venue_profile_load(buf_span(&file), problems);
    if (profile != NULL && profile->has_hours)
        *ret = hours_json(profile);
    venue_profile_free(profile);
    free(problems);
    return true;
}

static bool read_survey(struct call *call, const char *venue, json_t **ret, struct err *err)
{
    struct digest digest;
    struct published_survey survey;
    *ret = json_null();
    if (!store_venue_survey_get(call->store, venue, &digest, err) ||
        !store_survey_get(call->store, &digest, &survey, err))
        return err->kind == ERR_MISSING;
    *ret = json_pack("{s:s, s:i}", "id", survey.id, "version", (int)survey.version);
    return true;
}

static json_t *tags_json(const struct place *place)
{
    json_t *tags = json_array();
    for (int i = 0; i < place->tag_count; i++)
        (void)json_array_append_new(tags, json_string(place->tags[i]));
    return tags;
}

/* How many kiosks stand in each place of the frame; revoked ones stand nowhere. */
struct kiosk_counts {
    const struct frame *frame;
    int *counts;
};

static bool count_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct kiosk_counts *counts = context;
    const struct place *place = frame_place(counts->frame, kiosk->venue);
    if (place != NULL && kiosk->revoked_from == 0)
        counts->counts[place - counts->frame->places]++;
    return true;
}

static int *count_kiosks(struct call *call, const struct frame *frame, struct err *err)
{
    struct kiosk_counts counts = { frame, calloc(frame->place_count + 1, sizeof(int)) };
    if (counts.counts == NULL)
        (void)err_set(err, ERR_LATER, "there is no memory to count kiosks");
    else if (!store_kiosks(call->store, count_kiosk, &counts, err)) {
        free(counts.counts);
        counts.counts = NULL;
    }
    return counts.counts;
}

/* NULL with *err. */
static json_t *venue_json(struct call *call, const struct frame *frame, const struct place *place,
                          int kiosks, struct err *err)
{
    json_t *hours = NULL;
    json_t *survey = NULL;
    const struct venue *venue = &place->venue;
    *err = (struct err){ 0 };
    if (!read_hours(call, venue->id, &hours, err) || !read_survey(call, venue->id, &survey, err)) {
        json_decref(hours);
        return NULL;
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:i, s:b}", "id", venue->id, "name",
                     venue->name, "time_zone", venue->time_zone, "kind", venue->kind, "area",
                     place->area < 0 ? json_null() : json_string(frame->areas[place->area].id),
                     "tags", tags_json(place), "hours", hours, "survey", survey, "kiosks", kiosks,
                     "closed", place->closed);
}

static json_t *one_venue(struct call *call, const char *id, struct err *err)
{
    const struct place *place = call_place(call, id, err);
    int *counts = place == NULL ? NULL : count_kiosks(call, call->frame, err);
    json_t *json = NULL;
    if (counts != NULL)
        json = venue_json(call, call->frame, place, counts[place - call->frame->places], err);
    free(counts);
    return json;
}

/* ---- listing ---- */

struct selection {
    char area[STORE_ID_MAX + 1];
    char tag[STORE_ID_MAX + 1];
    char kind[STORE_ID_MAX + 1];
    char search[65];
};

static bool read_selection(struct call *call, struct selection *ret, struct err *err)
{
    return query_text(call, "area", ret->area, sizeof ret->area, err) &&
           query_text(call, "tag", ret->tag, sizeof ret->tag, err) &&
           query_text(call, "kind", ret->kind, sizeof ret->kind, err) &&
           query_text(call, "search", ret->search, sizeof ret->search, err);
}

bool place_has_tag(const struct place *place, const char *tag)
{
    for (int i = 0; i < place->tag_count; i++)
        if (strcmp(place->tags[i], tag) == 0)
            return true;
    return false;
}

static bool is_selected(const struct selection *s, const struct frame *frame,
                        const struct place *place)
{
    return (s->area[0] == '\0' || frame_below(frame, place, s->area)) &&
           (s->tag[0] == '\0' || place_has_tag(place, s->tag)) &&
           (s->kind[0] == '\0' || strcmp(place->venue.kind, s->kind) == 0) &&
           (s->search[0] == '\0' || strcasestr(place->venue.id, s->search) != NULL ||
            strcasestr(place->venue.name, s->search) != NULL);
}

static bool list_places(struct call *call, const struct frame *frame, const int *counts,
                        struct page *page, struct err *err)
{
    struct selection selection;
    if (!read_selection(call, &selection, err))
        return false;
    for (size_t i = 0; i < frame->place_count; i++) {
        const struct place *place = &frame->places[i];
        if ((page->continues && strcmp(place->venue.id, page->id) <= 0) ||
            !call_reaches(call, frame, place) || !is_selected(&selection, frame, place))
            continue;
        json_t *json = venue_json(call, frame, place, counts[i], err);
        if (json == NULL)
            return false;
        if (!page_take(page, 0, place->venue.id, json))
            break;
    }
    return true;
}

bool op_venues(struct call *call, struct err *err)
{
    struct page page;
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL || !page_begin(call, &page, err))
        return false;
    int *counts = count_kiosks(call, frame, err);
    bool listed = counts != NULL && list_places(call, frame, counts, &page, err);
    free(counts);
    page_end(call, &page);
    return listed;
}

bool op_venue_get(struct call *call, struct err *err)
{
    call->answer = one_venue(call, call->values[0], err);
    return call->answer != NULL;
}

/* ---- changing ---- */

struct venue_change {
    struct venue venue;
    char area[STORE_ID_MAX + 1];
    json_t *tags;
    bool closed;
};

static void begin_change(struct call *call, const struct frame *frame, const struct place *place,
                         struct venue_change *ret)
{
    *ret = (struct venue_change){ .venue = { .time_zone = "Europe/London" } };
    (void)snprintf(ret->venue.id, sizeof ret->venue.id, "%.32s", call->values[0]);
    if (place == NULL) {
        ret->tags = json_array();
        return;
    }
    ret->venue = place->venue;
    ret->closed = place->closed;
    ret->tags = tags_json(place);
    if (place->area >= 0)
        (void)snprintf(ret->area, sizeof ret->area, "%s", frame->areas[place->area].id);
}

static void read_tags(struct body *body, json_t **tags)
{
    const json_t *list = body_array(body, "tags", false, TAGS_MAX);
    if (list == NULL)
        return;
    json_decref(*tags);
    *tags = json_deep_copy(list);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *tag = json_string_value(json_array_get(list, i));
        if (tag == NULL || !value_is_id(tag)) {
            body_problem(body, "tags", "A tag has 1 to 32 small letters, digits, - or _.");
            return;
        }
    }
}

static void read_names(struct body *body, bool fresh, struct venue *venue)
{
    char name[STORE_NAME_MAX];
    char zone[sizeof venue->time_zone];
    body_text(body, "name", fresh, name, sizeof name);
    body_text(body, "time_zone", false, zone, sizeof zone);
    if (name[0] != '\0')
        memcpy(venue->name, name, sizeof name);
    if (zone[0] != '\0' && !local_zone_known(zone))
        body_problem(body, "time_zone",
                     "The hub knows no such time zone; they are called like Europe/London.");
    else if (zone[0] != '\0')
        memcpy(venue->time_zone, zone, sizeof zone);
}

static bool read_venue(struct call *call, const struct frame *frame, bool fresh,
                       struct venue_change *change, struct err *err)
{
    struct body body = body_of(call);
    read_names(&body, fresh, &change->venue);
    if (body_given(&body, "kind"))
        body_id(&body, "kind", false, change->venue.kind, sizeof change->venue.kind);
    if (body_given(&body, "area"))
        body_id(&body, "area", false, change->area, sizeof change->area);
    if (change->area[0] != '\0' && frame_area(frame, change->area) == NULL)
        body_problem(&body, "area", "There is no such area.");
    read_tags(&body, &change->tags);
    change->closed = body_bool(&body, "closed", change->closed);
    return body_end(&body, err);
}

static bool keep_venue(struct call *call, const struct venue_change *change, struct err *err)
{
    struct store_paper paper = { .kind = "place" };
    const struct venue *venue = &change->venue;
    (void)snprintf(paper.id, sizeof paper.id, "%s", venue->id);
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return hub_venue_keep(call->hub, venue, err) &&
           paper_write(call->store, &paper,
                       json_pack("{s:s, s:O, s:b}", "area", change->area, "tags", change->tags,
                                 "closed", change->closed),
                       PAPER_ANY, err) &&
           call_note(call, DID_VENUE_CHANGED, venue->id,
                     json_pack("{s:s, s:s, s:s, s:s, s:b}", "name", venue->name, "time_zone",
                               venue->time_zone, "kind", venue->kind, "area", change->area,
                               "closed", change->closed),
                     err) &&
           frame_changed(call, err) && store_together_keep(call->store, err);
}

/* A new venue, or a change to one that is as it was read. */
static bool may_put(struct call *call, const struct place *place, struct err *err)
{
    const char *unless = http_header(call->exchange, "If-None-Match");
    if (place == NULL)
        return (value_is_id(call->values[0]) && frame_area(call->frame, call->values[0]) == NULL) ||
               err_tell(err, ERR_CONFLICT,
                        "A venue's id has 1 to 32 small letters, digits, - or _, a letter first, "
                        "and no area has it.");
    if (*unless != '\0')
        return err_set(err, ERR_STALE, "There is a venue of this id already.");
    if (!call_reaches(call, call->frame, place))
        return err_tell(err, ERR_DENIED, "This venue is outside your part of the programme.");
    if (*http_header(call->exchange, "If-Match") == '\0')
        return err_set(err, ERR_UNVERSIONED,
                       "Send If-Match with the ETag of what you have changed.");
    json_t *now = one_venue(call, call->values[0], err);
    return now != NULL && call_unchanged(call, now, err);
}

bool op_venue_put(struct call *call, struct err *err)
{
    struct venue_change change;
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL)
        return false;
    const struct place *place = frame_place(frame, call->values[0]);
    if (!may_put(call, place, err))
        return false;
    begin_change(call, frame, place, &change);
    call->status = place == NULL ? 201 : 200;
    bool kept = read_venue(call, frame, place == NULL, &change, err) &&
                keep_venue(call, &change, err) &&
                hub_bundle_refresh(call->hub, change.venue.id, err);
    json_decref(change.tags);
    if (!kept)
        return false;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/venues/%s", change.venue.id);
    return op_venue_get(call, err);
}
