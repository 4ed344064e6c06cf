/* Reports: what is asked, over which venues and days, and as what it is answered. */
#include "clock.h"
#include "local_time.h"
#include "report_ask.h"
#include "rest_state.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { FOLD_AT_ONCE = 200, FOLD_FEW = 25, DAYS_MOST = 366 * 6 };

/* ---- which venues ---- */

/* Chosen once, in the order of the frame. */
static bool choose_places(struct asking *asking, struct err *err)
{
    struct call *call = asking->call;
    const struct frame *frame = asking->frame;
    char area[STORE_ID_MAX + 2];
    char venue[STORE_ID_MAX + 2];
    char tag[STORE_ID_MAX + 2];
    if (!query_text(call, "area", area, sizeof area, err) ||
        !query_text(call, "venue", venue, sizeof venue, err) ||
        !query_text(call, "tag", tag, sizeof tag, err))
        return false;
    for (size_t i = 0; i < frame->place_count; i++) {
        const struct place *place = &frame->places[i];
        asking->chosen[i] = call_reaches(call, frame, place) &&
                            (area[0] == '\0' || frame_below(frame, place, area)) &&
                            (venue[0] == '\0' || strcmp(venue, place->venue.id) == 0) &&
                            (tag[0] == '\0' || place_has_tag(place, tag));
    }
    if (venue[0] != '\0' && call_place(call, venue, err) == NULL)
        return false;
    return area[0] == '\0' || frame_area(frame, area) != NULL ||
           err_set(err, ERR_MISSING, "There is no such area.");
}

static int32_t today_at(struct asking *asking, size_t i)
{
    uint8_t hour;
    if (asking->today[i] == 0)
        local_time(asking->call->people.now, asking->frame->places[i].venue.time_zone,
                   &asking->today[i], &hour);
    return asking->today[i];
}

static bool tell_place(void *context, const char *venue, struct report_place *ret)
{
    struct asking *asking = context;
    const struct frame *frame = asking->frame;
    const struct place *place = frame_place(frame, venue);
    if (place == NULL || !asking->chosen[place - frame->places])
        return false;
    const struct area *area = place->area < 0 ? NULL : &frame->areas[place->area];
    *ret = (struct report_place){ .name = place->venue.name,
                                  .area = area == NULL ? "" : area->id,
                                  .area_name = area == NULL ? "" : area->name,
                                  .today = today_at(asking, (size_t)(place - frame->places)),
                                  .closed = place->closed };
    return true;
}

static const char *nth_place(void *context, size_t n)
{
    const struct asking *asking = context;
    for (size_t i = 0; i < asking->frame->place_count; i++)
        if (asking->chosen[i] && n-- == 0)
            return asking->frame->places[i].venue.id;
    return NULL;
}

/* ---- which days ---- */

/* What is held back of one day must not be found by asking for all days but that one: whoever may
 * not see rows asks by whole weeks, whole months, or single days. */
static bool is_on_grid(int32_t from, int32_t to)
{
    bool weeks = report_week_start(from) == from && report_week_start(to + 1) == to + 1;
    bool months = local_month_start(from) == from && local_month_start(to + 1) == to + 1;
    return from == to || weeks || months;
}

static bool choose_days(struct asking *asking, struct err *err)
{
    struct call *call = asking->call;
    struct report_ask *ask = &asking->ask;
    int32_t today = (int32_t)(call->people.now / 86400);
    ask->to = local_month_start(today) - 1;
    ask->from = local_month_start(ask->to);
    int32_t last = ask->to;
    if (!query_day(call, "from", &ask->from, &asking->from_given, err) ||
        !query_day(call, "to", &ask->to, &asking->to_given, err))
        return false;
    if (asking->from_given && !asking->to_given)
        ask->to = ask->from > last ? today : last;
    if (ask->from > ask->to || ask->to - ask->from > DAYS_MOST)
        return err_set(err, ERR_USAGE,
                       "\"from\" is later than \"to\", or they are more than six years apart.");
    ask->live = call_may(call, MAY_SEE_LIVE);
    if (!call_may(call, MAY_SEE_ROWS) && !is_on_grid(ask->from, ask->to))
        return err_tell(err, ERR_REFUSED,
                        "Ask by whole weeks (Monday to Sunday), whole months or single days, so "
                        "that nothing that is held back can be worked out.");
    return true;
}

/* ---- the ask ---- */

static bool choose_rest(struct asking *asking, struct err *err)
{
    struct call *call = asking->call;
    char by[16];
    char flagged[16];
    if (!query_text(call, "survey", asking->survey, sizeof asking->survey, err) ||
        !query_text(call, "question", asking->question, sizeof asking->question, err) ||
        !query_text(call, "by", by, sizeof by, err) ||
        !query_text(call, "flagged", flagged, sizeof flagged, err))
        return false;
    asking->ask.survey_id = asking->survey;
    asking->ask.question = asking->question;
    asking->ask.unflagged = strcmp(flagged, "without") == 0;
    if (by[0] != '\0' && !report_by_from_name(by, &asking->ask.by))
        return err_set(err, ERR_USAGE,
                       "\"by\" is none, venue, area, day, week, month, language, access or hour.");
    return true;
}

/* Somebody waits: what is stale is added up while it is little, as it is with a watch that does so
 * all the time. Of much that has come at once a part is, so that the answer still comes soon. */
static bool fold_some(struct asking *asking, struct err *err)
{
    struct store *store = asking->call->store;
    size_t *left = &asking->behind;
    return store_fold(store, FOLD_FEW, left, err) &&
           (*left == 0 || *left > FOLD_AT_ONCE || store_fold(store, FOLD_AT_ONCE, left, err));
}

static bool begin(struct asking *asking, struct err *err)
{
    struct call *call = asking->call;
    asking->frame = call_frame(call, err);
    if (asking->frame == NULL)
        return false;
    asking->chosen = calloc(asking->frame->place_count + 1, sizeof *asking->chosen);
    asking->today = calloc(asking->frame->place_count + 1, sizeof *asking->today);
    if (asking->chosen == NULL || asking->today == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a report");
    asking->ask = (struct report_ask){ .store = call->store,
                                       .surveys = call->rest->surveys,
                                       .place = tell_place,
                                       .nth = nth_place,
                                       .context = asking };
    return choose_places(asking, err) && choose_days(asking, err) && choose_rest(asking, err) &&
           fold_some(asking, err);
}

bool asking_where(struct call *call, json_t *detail, struct err *err)
{
    static const char *const names[] = { "area", "venue", "tag" };
    char value[STORE_ID_MAX + 2];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!query_text(call, names[i], value, sizeof value, err))
            return false;
        if (value[0] != '\0')
            (void)json_object_set_new(detail, names[i], json_string(value));
    }
    return true;
}

bool asking_begin(struct call *call, struct asking *ret, struct err *err)
{
    *ret = (struct asking){ .call = call };
    return begin(ret, err);
}

void asking_finish(struct asking *asking)
{
    free(asking->chosen);
    free(asking->today);
}

/* ---- notes ---- */

void behind_put(const struct asking *asking, json_t *list)
{
    if (asking->behind > 0)
        (void)json_array_append_new(
            list, finding_json("adding_up", json_pack("{s:I}", "value", (json_int_t)asking->behind),
                               "Answers that came just now are still being added up: these "
                               "figures will grow. Look again soon."));
}

bool notes_put(const struct asking *asking, const char *member, json_t *report, struct err *err)
{
    JSON_AUTO *notes = json_array();
    json_t *list = json_object_get(report, member);
    behind_put(asking, notes);
    if (!deleted_put(asking, notes, err))
        return false;
    if (list != NULL)
        return json_array_extend(list, notes) == 0;
    return json_array_size(notes) == 0 || json_object_set(report, member, notes) == 0;
}

/* ---- the answer ---- */

static bool wants_csv(struct call *call, bool *ret, struct err *err)
{
    char format[16];
    const char *accept = http_header(call->exchange, "Accept");
    if (!query_text(call, "format", format, sizeof format, err))
        return false;
    if (format[0] != '\0' && strcmp(format, "csv") != 0 && strcmp(format, "json") != 0)
        return err_set(err, ERR_USAGE, "\"format\" is json or csv.");
    bool csv = strcmp(format, "csv") == 0 ||
               (format[0] == '\0' && strncasecmp(accept, "text/csv", 8) == 0);
    bool json = *accept == '\0' || strstr(accept, "*/*") != NULL ||
                strstr(accept, "application/json") != NULL ||
                strstr(accept, "application/*") != NULL;
    if (!csv && !json)
        return err_set(err, ERR_UNACCEPTED, "This is answered as application/json or text/csv.");
    *ret = csv;
    return true;
}

bool asking_answer(struct call *call, json_t *report, struct err *err)
{
    bool csv = false;
    if (!wants_csv(call, &csv, err)) {
        json_decref(report);
        return false;
    }
    if (!csv) {
        call->answer = report;
        return true;
    }
    bool written = report_csv(report, &call->text, err);
    call->type = "text/csv; charset=utf-8";
    json_decref(report);
    return written;
}

static bool tell(struct call *call, report_tell *tells, struct err *err)
{
    ASKING_AUTO asking = { 0 };
    json_t *report = NULL;
    return asking_begin(call, &asking, err) && tells(&asking.ask, &report, err) &&
           notes_put(&asking, "notes", report, err) && asking_answer(call, report, err);
}

bool op_report_satisfaction(struct call *call, struct err *err)
{
    return tell(call, report_tell_satisfaction, err);
}

bool op_report_questions(struct call *call, struct err *err)
{
    return tell(call, report_tell_questions, err);
}

bool op_report_govuk(struct call *call, struct err *err)
{
    return tell(call, report_tell_govuk, err);
}

bool op_report_drivers(struct call *call, struct err *err)
{
    return tell(call, report_tell_drivers, err);
}

bool op_report_participation(struct call *call, struct err *err)
{
    return tell(call, report_tell_participation, err);
}

bool op_report_fairness(struct call *call, struct err *err)
{
    return tell(call, report_tell_fairness, err);
}

/* What is usual takes a while to tell: half a year of weeks, unless it is said. */
static void choose_chart_days(struct asking *asking, enum report_unit unit)
{
    struct report_ask *ask = &asking->ask;
    int32_t today = (int32_t)(asking->call->people.now / 86400);
    if (asking->from_given || asking->to_given)
        return;
    if (unit == UNIT_MONTH) {
        ask->to = local_month_start(today) - 1;
        ask->from = local_month_start(ask->to - 700);
    } else {
        ask->to = unit == UNIT_WEEK ? report_week_start(today) - 1 : today - 1;
        ask->from = report_week_start(ask->to - (unit == UNIT_WEEK ? 7 * 26 - 1 : 89));
    }
}

bool op_report_control(struct call *call, struct err *err)
{
    static const char *const units[] = { "day", "week", "month" };
    ASKING_AUTO asking = { 0 };
    json_t *report = NULL;
    char unit[8];
    int which = UNIT_WEEK;
    if (!asking_begin(call, &asking, err) || !query_text(call, "unit", unit, sizeof unit, err))
        return false;
    for (int i = 0; i < 3; i++)
        which = strcmp(units[i], unit) == 0 ? i : which;
    choose_chart_days(&asking, (enum report_unit)which);
    return report_tell_control(&asking.ask, (enum report_unit)which, &report, err) &&
           notes_put(&asking, "notes", report, err) &&
           annotations_put(call, &asking, report, err) && asking_answer(call, report, err);
}

bool op_report_difference(struct call *call, struct err *err)
{
    ASKING_AUTO asking = { 0 };
    bool given = false;
    if (!asking_begin(call, &asking, err))
        return false;
    int32_t to = asking.ask.from - 1;
    int32_t from = asking.ask.from - (asking.ask.to - asking.ask.from + 1);
    if (local_month_start(asking.ask.from) == asking.ask.from &&
        local_month_start(asking.ask.from + 31) - 1 == asking.ask.to)
        from = local_month_start(to);
    if (!query_day(call, "against_from", &from, &given, err) ||
        !query_day(call, "against_to", &to, &given, err))
        return false;
    if (from > to || (!call_may(call, MAY_SEE_ROWS) && !is_on_grid(from, to)))
        return err_tell(err, ERR_REFUSED,
                        "The period to compare with must be whole weeks, whole months or a day.");
    if (!report_tell_difference(&asking.ask, from, to, &call->answer, err))
        return false;
    asking.ask.from = from < asking.ask.from ? from : asking.ask.from;
    return notes_put(&asking, "notes", call->answer, err);
}

bool op_report_overview(struct call *call, struct err *err)
{
    ASKING_AUTO asking = { 0 };
    json_t *report = NULL;
    json_t *fairness = NULL;
    if (!asking_begin(call, &asking, err) || !report_tell_overview(&asking.ask, &report, err))
        return false;
    call->answer = report;
    (void)json_object_set_new(report, "who", json_null());
    if (!notes_put(&asking, "sentences", report, err))
        return false;
    if (json_is_null(json_object_get(report, "question")))
        return fleet_overview(call, &asking, report, err);
    if (!annotations_put(call, &asking, json_object_get(report, "weeks"), err) ||
        !report_tell_who(&asking.ask, &fairness, err))
        return false;
    (void)json_object_set_new(report, "who", fairness);
    return fleet_overview(call, &asking, report, err);
}

/* ---- the FFT's return ---- */

static bool frozen_read(struct call *call, const char *month, json_t **ret, struct err *err)
{
    struct store_paper paper;
    return paper_read(call->store, "return", month, "return", &paper, ret, err) ||
           err->kind == ERR_MISSING;
}

static bool fft_json(struct call *call, bool as_frozen, json_t **ret, struct err *err)
{
    ASKING_AUTO asking = { 0 };
    int32_t month;
    json_t *frozen = NULL;
    if (!value_month_read(call->values[0], &month, err) || !asking_begin(call, &asking, err))
        return false;
    asking.ask.from = month;
    asking.ask.to = local_month_start(month + 31) - 1;
    if (as_frozen && !frozen_read(call, call->values[0], &frozen, err))
        return false;
    bool told =
        report_tell_fft(&asking.ask, frozen, ret, err) && notes_put(&asking, "notes", *ret, err);
    json_decref(frozen);
    return told;
}

bool op_report_fft(struct call *call, struct err *err)
{
    json_t *report = NULL;
    return fft_json(call, true, &report, err) && asking_answer(call, report, err);
}

static bool freeze(struct call *call, json_t *report, struct err *err)
{
    struct store_paper paper = { .kind = "return" };
    int32_t month;
    if (!value_month_read(call->values[0], &month, err))
        return false;
    paper.rank = month;
    (void)snprintf(paper.id, sizeof paper.id, "%s", call->values[0]);
    (void)json_object_set_new(report, "frozen", value_time(call->people.now));
    (void)json_object_set_new(report, "frozen_by", json_string(call->asker.name));
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    if (!paper_write(call->store, &paper, json_incref(report), PAPER_NEW, err))
        return err->kind == ERR_STALE
                   ? err_tell(err, ERR_CONFLICT, "The return of this month is frozen already.")
                   : false;
    return call_note(call, DID_RETURN_FROZEN, call->values[0], NULL, err) &&
           store_together_keep(call->store, err);
}

/* A month that is not over has no return; what is frozen holds all that has come. */
bool op_fft_freeze(struct call *call, struct err *err)
{
    int32_t month;
    json_t *report = NULL;
    if (!value_month_read(call->values[0], &month, err))
        return false;
    if (local_month_start(month + 31) > (int32_t)(call->people.now / 86400))
        return err_tell(err, ERR_CONFLICT, "This month is not over yet.");
    if (call->asker.scope.count > 0)
        return err_tell(err, ERR_DENIED,
                        "A return is frozen for the whole programme, by somebody who sees it.");
    bool frozen = store_fold_all(call->store, err) && fft_json(call, false, &report, err) &&
                  freeze(call, report, err);
    json_decref(report);
    return frozen && fft_json(call, true, &call->answer, err);
}
