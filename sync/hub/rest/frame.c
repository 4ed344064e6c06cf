/*
 * The venue tree: areas, venues and where they stand in it. Read whole when it was changed since,
 * and shared by all calls. A counter in the store tells of changes, whichever hub or command made
 * them.
 */
#include "rest_state.h"
#include "rest_tree.h"
#include <stdio.h>
#include <stdlib.h>

enum { FRAME_MOST = 100000 };

void frame_free(struct frame *frame)
{
    if (frame == NULL)
        return;
    free(frame->areas);
    free(frame->places);
    free(frame);
}

void frame_give(struct rest *rest, struct frame *frame)
{
    if (frame == NULL)
        return;
    (void)pthread_mutex_lock(&rest->lock);
    bool last = --frame->holders == 0;
    (void)pthread_mutex_unlock(&rest->lock);
    if (last)
        frame_free(frame);
}

/* ---- reading it ---- */

struct reading {
    struct store *store;
    struct frame *frame;
    struct err *err;
    bool failed;
};

static void *room_for(void *list, size_t count, size_t size, struct reading *reading)
{
    bool full = (count & (count - 1)) == 0;
    void *grown = full ? realloc(list, (count == 0 ? 1 : 2 * count) * size) : list;
    if (grown == NULL || count == FRAME_MOST) {
        reading->failed = true;
        (void)err_set(reading->err, ERR_LATER, "there is no memory for the venue tree");
        return NULL;
    }
    return grown;
}

/* A parent's name stands in its child until all are here. */
static bool take_area(void *context, const struct store_paper *paper)
{
    struct reading *reading = context;
    struct frame *frame = reading->frame;
    struct area *grown = room_for(frame->areas, frame->area_count, sizeof *grown, reading);
    JSON_AUTO *json = paper_json(paper, reading->err);
    if (grown == NULL)
        return false;
    frame->areas = grown;
    reading->failed = json == NULL;
    if (json == NULL)
        return false;
    struct area *area = &grown[frame->area_count++];
    *area = (struct area){ .parent = -1 };
    (void)snprintf(area->id, sizeof area->id, "%.32s", paper->id);
    paper_text(json, "name", area->name, sizeof area->name);
    return true;
}

static bool take_venue(void *context, const struct venue *venue)
{
    struct reading *reading = context;
    struct frame *frame = reading->frame;
    struct place *grown = room_for(frame->places, frame->place_count, sizeof *grown, reading);
    if (grown == NULL)
        return false;
    frame->places = grown;
    grown[frame->place_count++] = (struct place){ .venue = *venue, .area = -1 };
    return true;
}

static int by_area_id(const void *a, const void *b)
{
    return strcmp(((const struct area *)a)->id, ((const struct area *)b)->id);
}

static int by_venue_id(const void *a, const void *b)
{
    return strcmp(((const struct place *)a)->venue.id, ((const struct place *)b)->venue.id);
}

static int area_index(const struct frame *frame, const char *id)
{
    const struct area *area = frame_area(frame, id);
    return area == NULL ? -1 : (int)(area - frame->areas);
}

static bool take_parent(void *context, const struct store_paper *paper)
{
    struct reading *reading = context;
    char parent[STORE_ID_MAX + 1];
    int index = area_index(reading->frame, paper->id);
    JSON_AUTO *json = paper_json(paper, reading->err);
    reading->failed = json == NULL;
    if (json == NULL)
        return false;
    paper_text(json, "parent", parent, sizeof parent);
    if (index >= 0)
        reading->frame->areas[index].parent = area_index(reading->frame, parent);
    return true;
}

static void read_tags(const json_t *json, struct place *place)
{
    const json_t *tags = json_object_get(json, "tags");
    for (size_t i = 0; i < json_array_size(tags) && place->tag_count < TAGS_MAX; i++) {
        const char *tag = json_string_value(json_array_get(tags, i));
        if (tag != NULL)
            (void)snprintf(place->tags[place->tag_count++], sizeof place->tags[0], "%.32s", tag);
    }
}

static bool take_place(void *context, const struct store_paper *paper)
{
    struct reading *reading = context;
    char area[STORE_ID_MAX + 1];
    struct place *place = (struct place *)(uintptr_t)frame_place(reading->frame, paper->id);
    JSON_AUTO *json = paper_json(paper, reading->err);
    reading->failed = json == NULL;
    if (json == NULL || place == NULL)
        return !reading->failed;
    paper_text(json, "area", area, sizeof area);
    place->area = area_index(reading->frame, area);
    place->closed = json_is_true(json_object_get(json, "closed"));
    read_tags(json, place);
    return true;
}

/* Every area that a place stands below counts it. */
static void count_places(struct frame *frame)
{
    for (size_t i = 0; i < frame->place_count; i++) {
        int area = frame->places[i].area;
        for (int depth = 0; area >= 0 && depth < AREA_DEPTH_MAX; depth++) {
            frame->areas[area].venues++;
            area = frame->areas[area].parent;
        }
    }
}

static bool read_frame(struct store *store, struct frame *frame, struct err *err)
{
    struct reading reading = { .store = store, .frame = frame, .err = err };
    struct paper_query areas = { .kind = "area" };
    struct paper_query places = { .kind = "place" };
    if (!store_papers(store, &areas, take_area, &reading, err) || reading.failed ||
        !store_venues(store, take_venue, &reading, err) || reading.failed)
        return false;
    if (frame->area_count > 0)
        qsort(frame->areas, frame->area_count, sizeof *frame->areas, by_area_id);
    if (frame->place_count > 0)
        qsort(frame->places, frame->place_count, sizeof *frame->places, by_venue_id);
    if (!store_papers(store, &areas, take_parent, &reading, err) || reading.failed ||
        !store_papers(store, &places, take_place, &reading, err) || reading.failed)
        return false;
    count_places(frame);
    return true;
}

struct frame *frame_read(struct store *store, struct err *err)
{
    struct frame *frame = calloc(1, sizeof *frame);
    if (frame == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for the venue tree");
        return NULL;
    }
    if (read_frame(store, frame, err))
        return frame;
    frame_free(frame);
    return NULL;
}

/* ---- sharing it ---- */

static struct frame *shared(struct rest *rest, uint64_t version)
{
    (void)pthread_mutex_lock(&rest->lock);
    struct frame *frame = rest->frame;
    if (frame != NULL && frame->version == version)
        frame->holders++;
    else
        frame = NULL;
    (void)pthread_mutex_unlock(&rest->lock);
    return frame;
}

static void share(struct rest *rest, struct frame *frame)
{
    (void)pthread_mutex_lock(&rest->lock);
    struct frame *old = rest->frame;
    rest->frame = frame;
    frame->holders++;
    (void)pthread_mutex_unlock(&rest->lock);
    frame_give(rest, old);
}

const struct frame *call_frame(struct call *call, struct err *err)
{
    uint64_t version;
    if (call->frame != NULL)
        return call->frame;
    if (!store_counter(call->store, HUB_FRAME_COUNTER, &version, err))
        return NULL;
    call->frame = shared(call->rest, version);
    if (call->frame != NULL)
        return call->frame;
    struct frame *frame = frame_read(call->store, err);
    if (frame == NULL)
        return NULL;
    frame->version = version;
    frame->holders = 1;
    call->frame = frame;
    share(call->rest, frame);
    return frame;
}

bool frame_changed(struct call *call, struct err *err)
{
    uint64_t version;
    frame_give(call->rest, call->frame);
    call->frame = NULL;
    return store_next(call->store, HUB_FRAME_COUNTER, 1, &version, err);
}

/* ---- asking it ---- */

const struct place *frame_place(const struct frame *frame, const char *venue)
{
    struct place key = { .area = -1 };
    (void)snprintf(key.venue.id, sizeof key.venue.id, "%.32s", venue);
    return frame->place_count == 0 || strlen(venue) > STORE_ID_MAX
               ? NULL
               : bsearch(&key, frame->places, frame->place_count, sizeof key, by_venue_id);
}

const struct area *frame_area(const struct frame *frame, const char *area)
{
    struct area key = { .parent = -1 };
    (void)snprintf(key.id, sizeof key.id, "%.32s", area);
    return frame->area_count == 0 || strlen(area) > STORE_ID_MAX
               ? NULL
               : bsearch(&key, frame->areas, frame->area_count, sizeof key, by_area_id);
}

bool frame_below(const struct frame *frame, const struct place *place, const char *area)
{
    int at = place->area;
    for (int depth = 0; at >= 0 && depth < AREA_DEPTH_MAX; depth++) {
        if (strcmp(frame->areas[at].id, area) == 0)
            return true;
        at = frame->areas[at].parent;
    }
    return false;
}

static bool scope_reaches(const struct scope *scope, const struct frame *frame,
                          const struct place *place)
{
    if (scope->count == 0)
        return true;
    for (size_t i = 0; i < scope->count; i++)
        if (strcmp(scope->nodes[i], place->venue.id) == 0 ||
            frame_below(frame, place, scope->nodes[i]))
            return true;
    return false;
}

bool call_reaches(const struct call *call, const struct frame *frame, const struct place *place)
{
    return scope_reaches(&call->asker.scope, frame, place);
}

bool frame_scope_has(struct store *store, const struct scope *scope, const char *venue, bool *ret,
                     struct err *err)
{
    FRAME_AUTO *frame = frame_read(store, err);
    const struct place *place = frame == NULL ? NULL : frame_place(frame, venue);
    *ret = place != NULL && scope_reaches(scope, frame, place);
    return frame != NULL;
}

const struct place *call_place(struct call *call, const char *venue, struct err *err)
{
    const struct frame *frame = call_frame(call, err);
    const struct place *place = frame == NULL ? NULL : frame_place(frame, venue);
    if (frame == NULL)
        return NULL;
    if (place != NULL && call_reaches(call, frame, place))
        return place;
    (void)err_set(err, ERR_MISSING, "There is no such venue.");
    return NULL;
}

bool rest_tree_holds(struct hub *hub, const struct scope *scope, struct err *err)
{
    FRAME_AUTO *frame = frame_read(hub_store(hub), err);
    if (frame == NULL)
        return false;
    for (size_t i = 0; i < scope->count; i++) {
        const char *node = scope->nodes[i];
        if (frame_area(frame, node) == NULL && frame_place(frame, node) == NULL)
            return err_set(err, ERR_MISSING, "there is no area or venue \"%s\"", node);
    }
    return true;
}
