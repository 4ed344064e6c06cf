/* Notices on their way to kiosks and back: see notice_desk.h. */
#include "notice_desk.h"
#include "local_time.h"
#include <inttypes.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400, NOTICES_AT_ONCE = 200 };

static const char *text_of(const json_t *kept, const char *name)
{
    return json_string_value(json_object_get(kept, name));
}

/* A day that the notice names; otherwise: without one. */
static int32_t day_of(const json_t *kept, const char *name, int32_t otherwise)
{
    const char *text = text_of(kept, name);
    int32_t day = otherwise;
    return text != NULL && local_day_from_text(text, &day, NULL) ? day : otherwise;
}

json_t *notice_file(const json_t *kept, int64_t now, int32_t done)
{
    int64_t made = json_integer_value(json_object_get(kept, "made"));
    int32_t today = (int32_t)(now / DAY_SECONDS);
    int32_t did_on = done != 0 ? done : day_of(kept, "starts", today);
    int32_t said_on = made == 0 ? today : (int32_t)(made / DAY_SECONDS);
    return json_pack("{s:i, s:O, s:o, s:O, s:o}", "version", 1, "said",
                     json_object_get(kept, "said"), "said_on",
                     value_month(said_on < did_on ? said_on : did_on), "did",
                     json_object_get(kept, "did"), "did_on", value_day(did_on));
}

/* ---- showing ---- */

static void take_number(void *context, uint64_t number)
{
    (void)json_array_append_new(context, json_integer((json_int_t)number));
}

/* The list's texts, ended by NULL; borrowed. NULL without memory. */
static const char **venues_of(const json_t *kept)
{
    const json_t *list = json_object_get(kept, "venues");
    const char **venues = calloc(json_array_size(list) + 1, sizeof *venues);
    for (size_t i = 0; venues != NULL && i < json_array_size(list); i++)
        venues[i] = json_string_value(json_array_get(list, i));
    return venues;
}

static bool add(struct hub *hub, const json_t *kept, struct span file, json_t *numbers,
                struct err *err)
{
    const char **venues = venues_of(kept);
    struct problems *problems = calloc(1, sizeof *problems);
    bool added = venues != NULL && problems != NULL
                     ? hub_notice_add(hub, venues, file, problems, take_number, numbers, err)
                     : err_set(err, ERR_LATER, "there is no memory to show a notice");
    free(problems);
    free(venues);
    return added;
}

static bool show(struct hub *hub, const json_t *kept, int64_t now, json_t *numbers, struct err *err)
{
    JSON_AUTO *file = notice_file(kept, now, 0);
    char *text = file == NULL ? NULL : json_dumps(file, JSON_COMPACT);
    bool shown = text != NULL ? add(hub, kept, span_text(text), numbers, err)
                              : err_set(err, ERR_LATER, "there is no memory to show a notice");
    free(text);
    return shown;
}

bool notice_withdraw(struct hub *hub, const json_t *kept, struct err *err)
{
    const json_t *numbers = json_object_get(kept, "numbers");
    for (size_t i = 0; i < json_array_size(numbers); i++)
        if (!hub_notice_withdraw(hub, (uint64_t)json_integer_value(json_array_get(numbers, i)),
                                 err) &&
            err->kind != ERR_MISSING)
            return false;
    return true;
}

/* ---- its days ---- */

/* Writes the new state over what was read, so that of several hubs one alone goes on. kept is let
 * go of. */
static bool move(struct hub *hub, struct store_paper *paper, json_t *kept, const char *state,
                 struct err *err)
{
    (void)json_object_set_new(kept, "state", json_string(state));
    return paper_write(hub_store(hub), paper, kept, paper->version, err);
}

static bool begin(struct hub *hub, struct store_paper *paper, json_t *kept, int64_t now,
                  struct err *err)
{
    JSON_AUTO *owned = kept;
    json_t *numbers = json_array();
    if (!move(hub, paper, json_incref(kept), "shown", err)) {
        json_decref(numbers);
        return err->kind == ERR_STALE;
    }
    bool shown = show(hub, kept, now, numbers, err);
    (void)json_object_set_new(owned, "numbers", numbers);
    return paper_write(hub_store(hub), paper, json_incref(owned), PAPER_ANY, err) && shown;
}

static bool finish(struct hub *hub, struct store_paper *paper, json_t *kept, struct err *err)
{
    JSON_AUTO *owned = kept;
    if (!move(hub, paper, json_incref(kept), "ended", err))
        return err->kind == ERR_STALE;
    return notice_withdraw(hub, owned, err);
}

bool notice_turn(struct hub *hub, const char *id, int64_t now, struct err *err)
{
    struct store_paper paper;
    json_t *kept = NULL;
    int32_t today = (int32_t)(now / DAY_SECONDS);
    if (!paper_read(hub_store(hub), NOTICE_PAPER, id, "notice", &paper, &kept, err))
        return false;
    const char *state = text_of(kept, "state");
    state = state == NULL ? "" : state;
    if (strcmp(state, "approved") == 0 && day_of(kept, "starts", today) <= today)
        return begin(hub, &paper, kept, now, err);
    if (strcmp(state, "shown") == 0 && day_of(kept, "ends", today) < today)
        return finish(hub, &paper, kept, err);
    json_decref(kept);
    return true;
}

struct turning {
    char ids[NOTICES_AT_ONCE][PAPER_ID_MAX + 1];
    int count;
};

static bool take_turn(void *context, const struct store_paper *paper)
{
    struct err err;
    struct turning *turning = context;
    JSON_AUTO *json = paper_json(paper, &err);
    const char *state = text_of(json, "state");
    if (state != NULL && (strcmp(state, "approved") == 0 || strcmp(state, "shown") == 0))
        memcpy(turning->ids[turning->count++], paper->id, sizeof paper->id);
    return turning->count < NOTICES_AT_ONCE;
}

bool notices_turn(struct hub *hub, int64_t now, struct err *err)
{
    struct paper_query query = { .kind = NOTICE_PAPER, .backwards = true };
    struct turning *turning = calloc(1, sizeof *turning);
    if (turning == NULL)
        return err_set(err, ERR_LATER, "there is no memory to look at notices");
    bool turned = store_papers(hub_store(hub), &query, take_turn, turning, err);
    for (int i = 0; turned && i < turning->count; i++)
        turned = notice_turn(hub, turning->ids[i], now, err);
    free(turning);
    return turned;
}
