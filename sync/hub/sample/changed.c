/* The county's initiative: see changed.h. What became of it is left to whoever reads its page. */
#include "changed.h"
#include "local_time.h"
#include "paper.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { COMPARED_MOST = 5 };

int32_t changed_from(const struct sample_time *time)
{
    return time->first + (int32_t)(time->days * PLACE_CHANGED_AT);
}

static json_t *compared_with(const struct place *changed, const struct place *places,
                             uint32_t count)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < count && json_array_size(list) < COMPARED_MOST; i++)
        if (places[i].story == STORY_PLAIN &&
            strcmp(places[i].venue.kind, changed->venue.kind) == 0)
            (void)json_array_append_new(list, json_string(places[i].venue.id));
    return list;
}

static json_t *described(const struct place *place, json_t *comparison, const char *day)
{
    char changed[32];
    (void)snprintf(changed, sizeof changed, "%sT09:00:00Z", day);
    json_t *costs = json_pack("[{s:s, s:i, s:i}]", "what", "training for the front desk", "pence",
                              48000, "staff_minutes", 960);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:n, s:[s], s:o, s:o, s:s, s:s}", "title",
                     "One queue, and somebody who greets", "what",
                     "One queue in place of three, and a member of staff at the door who asks "
                     "what people have come for.",
                     "why", "Many wrote that they had waited in the wrong queue.", "risks",
                     "The desk is one person short at lunch.", "starts", day, "ends", "venues",
                     place->venue.id, "comparison", comparison, "costs", costs, "changed", changed,
                     "changed_by", "the sample");
}

bool changed_put(struct store *store, const struct place *places, uint32_t count,
                 const struct sample_time *time, struct err *err)
{
    char day[11];
    struct store_paper paper = { .kind = "initiative", .rank = changed_from(time) };
    uint32_t at = 0;
    while (at < count && places[at].story != STORY_CHANGE)
        at++;
    if (at == count)
        return true;
    (void)snprintf(paper.id, sizeof paper.id, "%s", CHANGED_ID);
    local_day_text(changed_from(time), day);
    return paper_write(store, &paper,
                       described(&places[at], compared_with(&places[at], places, count), day),
                       PAPER_ANY, err);
}
