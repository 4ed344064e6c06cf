/* Reports without a call: see rest_report.h. */
#include "clock.h"
#include "local_time.h"
#include "rest_int.h"
#include "rest_report.h"
#include <stdlib.h>

struct desk {
    struct frame *frame;
    bool *chosen; /* of the frame's places */
    int64_t now;
};

static void desk_close(struct desk *desk)
{
    frame_free(desk->frame);
    free(desk->chosen);
}
#define DESK_AUTO __attribute__((cleanup(desk_close))) struct desk

static bool choose(struct desk *desk, const struct rest_report *asked, struct err *err)
{
    const struct frame *frame = desk->frame;
    if (*asked->venue != '\0' && frame_place(frame, asked->venue) == NULL)
        return err_set(err, ERR_MISSING, "there is no venue \"%.32s\"", asked->venue);
    if (*asked->area != '\0' && frame_area(frame, asked->area) == NULL)
        return err_set(err, ERR_MISSING, "there is no area \"%.32s\"", asked->area);
    for (size_t i = 0; i < frame->place_count; i++) {
        const struct place *place = &frame->places[i];
        desk->chosen[i] = (*asked->venue == '\0' || strcmp(place->venue.id, asked->venue) == 0) &&
                          (*asked->area == '\0' || frame_below(frame, place, asked->area));
    }
    return true;
}

static bool tell_place(void *context, const char *venue, struct report_place *ret)
{
    const struct desk *desk = context;
    uint8_t hour;
    const struct place *place = frame_place(desk->frame, venue);
    if (place == NULL || !desk->chosen[place - desk->frame->places])
        return false;
    const struct area *area = place->area < 0 ? NULL : &desk->frame->areas[place->area];
    *ret = (struct report_place){ .name = place->venue.name,
                                  .area = area == NULL ? "" : area->id,
                                  .area_name = area == NULL ? "" : area->name,
                                  .closed = place->closed };
    local_time(desk->now, place->venue.time_zone, &ret->today, &hour);
    return true;
}

static const char *nth_place(void *context, size_t n)
{
    const struct desk *desk = context;
    for (size_t i = 0; i < desk->frame->place_count; i++)
        if (desk->chosen[i] && n-- == 0)
            return desk->frame->places[i].venue.id;
    return NULL;
}

/* ret_ask speaks of the desk, which must stay. */
static bool begin(struct hub *hub, const struct rest_report *asked, struct desk *desk,
                  struct report_ask *ret_ask, struct err *err)
{
    desk->now = clock_now().wall;
    desk->frame = frame_read(hub_store(hub), err);
    if (desk->frame == NULL)
        return false;
    desk->chosen = calloc(desk->frame->place_count + 1, sizeof *desk->chosen);
    if (desk->chosen == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a report");
    *ret_ask = (struct report_ask){ .store = hub_store(hub),
                                    .survey_id = asked->survey,
                                    .question = asked->question,
                                    .from = asked->from,
                                    .to = asked->to,
                                    .by = asked->by,
                                    .unflagged = asked->unflagged,
                                    .place = tell_place,
                                    .nth = nth_place,
                                    .context = desk };
    return choose(desk, asked, err) && store_fold_all(ret_ask->store, err);
}

bool rest_report(struct hub *hub, const struct rest_report *asked, report_tell *tell, json_t **ret,
                 struct err *err)
{
    DESK_AUTO desk = { 0 };
    struct report_ask ask = { 0 };
    return begin(hub, asked, &desk, &ask, err) && tell(&ask, ret, err);
}

bool rest_report_return(struct hub *hub, const struct rest_report *asked, int32_t month,
                        json_t **ret, struct err *err)
{
    DESK_AUTO desk = { 0 };
    struct report_ask ask = { 0 };
    struct store_paper paper;
    json_t *read = NULL;
    char name[11];
    local_day_text(month, name);
    name[7] = '\0';
    if (!begin(hub, asked, &desk, &ask, err) ||
        (!paper_read(ask.store, "return", name, "return", &paper, &read, err) &&
         err->kind != ERR_MISSING))
        return false;
    JSON_AUTO *frozen = read;
    ask.from = month;
    ask.to = local_month_start(month + 31) - 1;
    return report_tell_fft(&ask, frozen, ret, err);
}
