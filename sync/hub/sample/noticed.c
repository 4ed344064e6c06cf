/*
 * The county's notices: see noticed.h. They are kept as the calls of the API keep them, so that a
 * visitor can go on with them: end the one that is shown, approve the one that waits.
 */
#include "noticed.h"
#include "changed.h"
#include "local_time.h"
#include "paper.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400, BEGUN_BEFORE = 21, PROPOSED_BEFORE = 3 };

/* What two sides say, in the languages that a county in Wales must have, and from which day. */
struct telling {
    const char *id, *state, *approved_by; /* approved_by: NULL, nobody has */
    const char *said, *said_cy, *did, *did_cy;
    const char *initiative; /* NULL: none */
    int32_t made, starts;   /* starts: 0, at once */
};

static json_t *in_both(const char *english, const char *welsh)
{
    return json_pack("{s:s, s:s}", "en", english, "cy", welsh);
}

static json_t *day_or_null(int32_t day)
{
    char text[11];
    if (day == 0)
        return json_null();
    local_day_text(day, text);
    return json_string(text);
}

static json_t *kept_of(const struct telling *telling, json_t *venues, json_t *numbers)
{
    char changed[32];
    char day[11];
    local_day_text(telling->made, day);
    (void)snprintf(changed, sizeof changed, "%sT09:00:00Z", day);
    return json_pack("{s:o, s:o, s:o, s:o, s:n, s:[], s:s?, s:s, s:s, s:s, s:s?, s:s, s:I, s:o}",
                     "said", in_both(telling->said, telling->said_cy), "did",
                     in_both(telling->did, telling->did_cy), "venues", venues, "starts",
                     day_or_null(telling->starts), "ends", "quotes", "initiative",
                     telling->initiative, "state", telling->state, "author", "The sample",
                     "author_id", "sample", "approved_by", telling->approved_by, "changed", changed,
                     "made", (json_int_t)telling->made * DAY_SECONDS, "numbers", numbers);
}

static bool keep(struct store *store, const struct telling *telling, json_t *venues,
                 json_t *numbers, struct err *err)
{
    struct store_paper paper = { .kind = "notice", .rank = (int64_t)telling->made * DAY_SECONDS };
    (void)snprintf(paper.id, sizeof paper.id, "%s", telling->id);
    return paper_write(store, &paper, kept_of(telling, venues, numbers), PAPER_ANY, err);
}

/* ---- the one that is shown ---- */

static json_t *file_of(const struct telling *telling)
{
    char said_on[11];
    char did_on[11];
    local_day_text(telling->made, said_on);
    local_day_text(telling->starts, did_on);
    said_on[sizeof "2026-01" - 1] = '\0';
    return json_pack("{s:i, s:o, s:s, s:o, s:s}", "version", 1, "said",
                     in_both(telling->said, telling->said_cy), "said_on", said_on, "did",
                     in_both(telling->did, telling->did_cy), "did_on", did_on);
}

static void take_number(void *context, uint64_t number)
{
    (void)json_array_append_new(context, json_integer((json_int_t)number));
}

static bool show(struct hub *hub, const struct telling *telling, const char *venue, json_t *numbers,
                 struct err *err)
{
    const char *venues[] = { venue, NULL };
    struct problems *problems = calloc(1, sizeof *problems);
    JSON_AUTO *file = file_of(telling);
    char *text = file == NULL ? NULL : json_dumps(file, JSON_COMPACT);
    bool shown =
        problems != NULL && text != NULL
            ? hub_notice_add(hub, venues, span_text(text), problems, take_number, numbers, err)
            : err_set(err, ERR_LATER, "there is no memory for a notice");
    free(text);
    free(problems);
    return shown;
}

static bool tell_of_change(struct hub *hub, const struct place *place,
                           const struct sample_time *time, struct err *err)
{
    const struct telling telling = {
        .id = "0000000000000001",
        .state = "shown",
        .approved_by = "Another of the sample",
        .said = "I waited in the wrong queue.",
        .said_cy = "Arhosais yn y ciw anghywir.",
        .did = "There is one queue now, and somebody at the door who greets you.",
        .did_cy = "Mae un ciw nawr, a rhywun wrth y drws sy’n eich cyfarch.",
        .initiative = CHANGED_ID,
        .made = changed_from(time) - BEGUN_BEFORE,
        .starts = changed_from(time),
    };
    JSON_AUTO *numbers = json_array();
    return show(hub, &telling, place->venue.id, numbers, err) &&
           keep(hub_store(hub), &telling, json_pack("[s]", place->venue.id), json_incref(numbers),
                err);
}

/* ---- the one that waits ---- */

static bool propose(struct store *store, const struct sample_time *time, struct err *err)
{
    const struct telling telling = {
        .id = "0000000000000002",
        .state = "waiting",
        .said = "I had to tell my story again to someone new.",
        .said_cy = "Bu’n rhaid imi adrodd fy hanes eto wrth rywun newydd.",
        .did = "What you have told us once is on the screen before you sit down.",
        .did_cy = "Mae’r hyn a ddywedoch unwaith ar y sgrin cyn ichi eistedd.",
        .made = time->first + (int32_t)time->days - PROPOSED_BEFORE,
    };
    return keep(store, &telling, json_array(), json_array(), err);
}

bool noticed_put(struct hub *hub, const struct place *places, uint32_t count,
                 const struct sample_time *time, struct err *err)
{
    uint32_t at = 0;
    while (at < count && places[at].story != STORY_CHANGE)
        at++;
    return (at == count || tell_of_change(hub, &places[at], time, err)) &&
           propose(hub_store(hub), time, err);
}
