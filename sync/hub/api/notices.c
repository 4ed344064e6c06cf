/* "You said, we did": adding and withdrawing, and the file that a venue's bundle carries. */
#include "notices.h"
#include "hub_int.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- a venue's file ---- */

/* The newest notices of one venue while all are looked through. */
struct choosing {
    const char *venue;
    json_t *list; /* newest first, at most NOTICES_MAX */
    bool failed;
};

static const char *done_on(const json_t *notice)
{
    const char *date = json_string_value(json_object_get(notice, "did_on"));
    return date != NULL ? date : "";
}

/* Before those that were done earlier; of one day, the one that came last stands first. */
static size_t place_of(const struct choosing *choosing, const json_t *notice)
{
    size_t at = 0;
    while (at < json_array_size(choosing->list) &&
           strcmp(done_on(json_array_get(choosing->list, at)), done_on(notice)) > 0)
        at++;
    return at;
}

static bool choose(void *context, const struct store_notice *notice)
{
    struct choosing *choosing = context;
    bool is_shown = notice->withdrawn == 0 &&
                    (notice->venue[0] == '\0' || strcmp(notice->venue, choosing->venue) == 0);
    if (!is_shown)
        return true;
    json_t *json = json_loadb((const char *)notice->bytes.data, notice->bytes.size, 0, NULL);
    choosing->failed = json == NULL || json_object_del(json, "version") != 0 ||
                       json_array_insert_new(choosing->list, place_of(choosing, json), json) != 0;
    if (json_array_size(choosing->list) > NOTICES_MAX)
        (void)json_array_remove(choosing->list, NOTICES_MAX);
    return !choosing->failed;
}

static bool write_file(json_t *list, struct buf *ret, struct err *err)
{
    json_t *file = json_pack("{s:i, s:O}", "version", NOTICES_VERSION, "notices", list);
    char *text = file != NULL ? json_dumps(file, JSON_INDENT(1)) : NULL;
    if (text != NULL)
        buf_put_span(ret, span_text(text));
    free(text);
    json_decref(file);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory to write notices");
    return buf_ok(ret, "the notices of a venue", err);
}

bool notices_file(struct store *store, const char *venue, struct buf *ret, struct err *err)
{
    struct choosing choosing = { venue, json_array(), false };
    bool fine = choosing.list != NULL && store_notices(store, choose, &choosing, err);
    if (choosing.list == NULL || choosing.failed)
        fine = err_set(err, ERR_LATER, "the notices cannot be read");
    if (fine && json_array_size(choosing.list) > 0)
        fine = write_file(choosing.list, ret, err);
    json_decref(choosing.list);
    return fine;
}

/* ---- adding and withdrawing ---- */

/* Who wants to know of the numbers. */
struct telling {
    void (*take)(void *context, uint64_t number);
    void *context;
};

static bool add_at(struct hub *hub, const char *venue, struct span file,
                   const struct telling *telling, struct err *err)
{
    struct store_notice notice = { .added = clock_now().wall, .bytes = file };
    (void)snprintf(notice.venue, sizeof notice.venue, "%s", venue);
    if (!store_next(hub->store, "notice", 0, &notice.number, err) ||
        !store_notice_add(hub->store, &notice, err))
        return false;
    if (telling->take != NULL)
        telling->take(telling->context, notice.number);
    return true;
}

static bool add_everywhere(struct hub *hub, struct span file, const struct telling *telling,
                           struct err *err)
{
    return add_at(hub, "", file, telling, err) && bundle_refresh_all(hub, hub->store, err);
}

static bool venues_are_there(struct hub *hub, const char *const *venues, struct err *err)
{
    for (; *venues != NULL; venues++)
        if (!venue_is_there(hub->store, *venues, err))
            return false;
    return true;
}

bool hub_notice_add(struct hub *hub, const char *const *venues, struct span file,
                    struct problems *problems, void (*take)(void *context, uint64_t number),
                    void *context, struct err *err)
{
    struct telling telling = { take, context };
    if (!venues_are_there(hub, venues, err))
        return false;
    struct notices *notices = notice_load(file, problems);
    if (notices == NULL)
        return err_set(err, problems->starved ? ERR_LATER : ERR_REFUSED,
                       "nothing is added; mend what is said above");
    notices_free(notices);
    if (*venues == NULL)
        return add_everywhere(hub, file, &telling, err);
    for (; *venues != NULL; venues++)
        if (!add_at(hub, *venues, file, &telling, err) ||
            !bundle_refresh(hub, hub->store, *venues, err))
            return false;
    return true;
}

bool hub_notice_withdraw(struct hub *hub, uint64_t number, struct err *err)
{
    return store_notice_withdraw(hub->store, number, clock_now().wall, err) &&
           bundle_refresh_all(hub, hub->store, err);
}
