/* The books of a made-up county: see visits.h. */
#include "visits.h"
#include "local_time.h"
#include "paper.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { OPEN_DAYS = 26, VISITS_TO_ONE = 5, TIME_SIZE = 24 };

/* Speakers of these come as often as others and answer half as often: nobody told them that the
 * screen speaks their language. */
static bool answers_seldom(const char *tag)
{
    return strcmp(tag, "ur") == 0 || strcmp(tag, "bn") == 0;
}

static json_t *visits_of(const struct place *place, struct dice *dice)
{
    json_t *by = json_object();
    json_int_t total = 0;
    double weight;
    const char *tag;
    uint32_t came = dice_about(dice, place->a_day * OPEN_DAYS * VISITS_TO_ONE);
    for (size_t i = 0; (tag = tongue_tag(i, &weight)) != NULL; i++) {
        double share = weight / 100 * (i == 0 ? 1 : place->foreign) * (answers_seldom(tag) ? 2 : 1);
        json_int_t n = (json_int_t)lround(came * share);
        total += n;
        (void)json_object_set_new(by, tag, json_integer(n));
    }
    return json_pack("{s:I, s:o, s:s}", "total", total, "by_language", by, "source",
                     "made up, as is all of this");
}

static bool put_month(struct store *store, const struct place *place, int32_t month,
                      struct dice *dice, struct err *err)
{
    struct store_paper paper = { .kind = "month", .rank = month };
    char day[11];
    char entered[TIME_SIZE];
    local_day_text(local_month_start(month + 31), day); /* when the month is over */
    (void)snprintf(entered, sizeof entered, "%sT09:00:00Z", day);
    local_day_text(month, day);
    (void)snprintf(paper.id, sizeof paper.id, "%s/%.7s", place->venue.id, day);
    (void)snprintf(paper.part, sizeof paper.part, "%s", place->venue.id);
    day[7] = '\0';
    return paper_write(store, &paper,
                       json_pack("{s:s, s:o, s:[], s:n, s:s, s:s, s:s}", "month", day, "visits",
                                 visits_of(place, dice), "counts", "costs", "note", "",
                                 "entered_by", "the sample", "entered", entered),
                       PAPER_ANY, err);
}

bool visits_put(struct store *store, const struct place *places, uint32_t count,
                const struct sample_time *time, struct dice *dice, struct err *err)
{
    int32_t month = time->first;
    int32_t end = local_month_start(time->first + (int32_t)time->days);
    while (month < end) {
        for (uint32_t i = 0; i < count; i++)
            if (!put_month(store, &places[i], month, dice, err))
                return false;
        month = local_month_start(month + 31);
    }
    return true;
}
