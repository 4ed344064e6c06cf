/*
 * The Friends and Family Test of a month, as it is handed in: six counts a venue, how many by which
 * way of collecting, and two percentages, whose base includes "don't know". The counts are the
 * return itself, so they are never held back. A month that was frozen stays as it was; what came
 * later is told apart.
 */
#include "entered.h"
#include "local_time.h"
#include "spread.h"
#include <stdio.h>
#include <stdlib.h>

enum { SIX = 6, MODES = 7, WORKING_DAY = 12 };

static const char *const six[SIX] = { "very_good", "good",      "neither",
                                      "poor",      "very_poor", "dont_know" };
static const char *const modes[MODES] = { "tablet_or_kiosk", "sms",    "paper_here", "paper_home",
                                          "telephone",       "online", "other" };

struct row {
    char venue[STORE_ID_MAX + 1];
    char name[STORE_NAME_MAX];
    char survey[STORE_ID_MAX + 1];
    uint64_t counts[SIX];
    uint64_t modes[MODES];
};
struct rows {
    const struct report_ask *ask;
    struct row *list;
    size_t count;
    bool failed;
};

/* What only other ways brought has no survey. */
static struct row *row_of(struct rows *rows, const char *venue, const char *survey)
{
    struct report_place place;
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows->list[i].venue, venue) == 0 &&
            (*survey == '\0' || strcmp(rows->list[i].survey, survey) == 0))
            return &rows->list[i];
    struct row *grown = realloc(rows->list, (rows->count + 1) * sizeof *grown);
    rows->failed = grown == NULL;
    if (grown == NULL)
        return NULL;
    rows->list = grown;
    struct row *row = &grown[rows->count++];
    *row = (struct row){ .venue = "" };
    (void)snprintf(row->venue, sizeof row->venue, "%s", venue);
    (void)snprintf(row->survey, sizeof row->survey, "%s", survey);
    if (rows->ask->place(rows->ask->context, venue, &place))
        (void)snprintf(row->name, sizeof row->name, "%s", place.name);
    return row;
}

/* ---- what kiosks have ---- */

static bool add_survey(const struct report_ask *ask, const struct book *book,
                       const struct spread_question *question, struct rows *rows, struct err *err)
{
    SPREAD_AUTO spread = { 0 };
    if (!spread_collect(ask, book, question, &spread, err))
        return false;
    for (size_t i = 0; i < spread.count; i++) {
        struct row *row = row_of(rows, spread.groups[i].key, question->survey);
        if (row == NULL)
            return err_set(err, ERR_LATER, "there is no memory for a return");
        for (size_t k = 0; k < SIX; k++)
            row->counts[k] += figure_sum(&spread.groups[i].figure, k, 1);
        row->modes[0] += figure_sum(&spread.groups[i].figure, 0, SIX);
    }
    return true;
}

/* Each survey once, in its newest version; the six answers stand in the order of the test. */
static bool is_first(const struct book *book, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(book->entries[i].published.id, book->entries[at].published.id) == 0)
            return false;
    return true;
}

static bool add_surveys(const struct report_ask *ask, const struct book *book, struct rows *rows,
                        struct err *err)
{
    for (size_t i = 0; i < book->count; i++) {
        struct report_ask one = *ask;
        struct spread_question question;
        one.survey_id = book->entries[i].published.id;
        one.question = "";
        one.by = BY_VENUE;
        if (!is_first(book, i))
            continue;
        if (!spread_choose(book, &one, 1u << ROLE_FFT_OVERALL, &question, err)) {
            if (err->kind != ERR_MISSING)
                return false;
            continue;
        }
        if (!add_survey(&one, book, &question, rows, err))
            return false;
    }
    return true;
}

/* ---- what came another way ---- */

static bool add_entered(void *context, const char *venue, int32_t month, const json_t *json)
{
    struct rows *rows = context;
    const json_t *counts = json_object_get(json, "counts");
    (void)month;
    for (size_t i = 0; i < json_array_size(counts); i++) {
        const json_t *entry = json_array_get(counts, i);
        const char *mode = json_string_value(json_object_get(entry, "mode"));
        struct row *row = row_of(rows, venue, "");
        if (row == NULL)
            return false;
        for (size_t m = 1; m < MODES; m++)
            for (size_t k = 0; strcmp(modes[m], mode) == 0 && k < SIX; k++) {
                json_int_t n =
                    json_integer_value(json_object_get(json_object_get(entry, "answers"), six[k]));
                row->counts[k] += (uint64_t)n;
                row->modes[m] += (uint64_t)n;
            }
    }
    return true;
}

/* ---- as JSON ---- */

static uint64_t total_of(const struct row *row)
{
    uint64_t total = 0;
    for (size_t i = 0; i < SIX; i++)
        total += row->counts[i];
    return total;
}

static json_t *percent_json(uint64_t part, uint64_t n)
{
    return n < DISCLOSE_RELIABLE ? json_null() : json_integer(figure_percent(part, n));
}

static json_t *row_json(const struct row *row)
{
    uint64_t n = total_of(row);
    json_t *counts = json_object();
    json_t *by_mode = json_object();
    for (size_t i = 0; i < SIX; i++)
        (void)json_object_set_new(counts, six[i], json_integer((json_int_t)row->counts[i]));
    for (size_t i = 0; i < MODES; i++)
        if (i == 0 || row->modes[i] > 0)
            (void)json_object_set_new(by_mode, modes[i], json_integer((json_int_t)row->modes[i]));
    return json_pack("{s:s, s:s, s:s, s:o, s:I, s:o, s:o, s:o, s:s, s:i}", "venue", row->venue,
                     "venue_name", row->name, "survey", row->survey, "counts", counts, "total",
                     (json_int_t)n, "modes", by_mode, "positive_percent",
                     percent_json(row->counts[0] + row->counts[1], n), "negative_percent",
                     percent_json(row->counts[3] + row->counts[4], n), "status",
                     disclosure_name(disclose(n)), "late", 0);
}

static int by_venue(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;
    int order = strcmp(left->venue, right->venue);
    return order != 0 ? order : strcmp(left->survey, right->survey);
}

static json_t *rows_json(struct rows *rows)
{
    json_t *list = json_array();
    if (rows->count > 0)
        qsort(rows->list, rows->count, sizeof *rows->list, by_venue);
    for (size_t i = 0; i < rows->count; i++)
        (void)json_array_append_new(list, row_json(&rows->list[i]));
    return list;
}

/* The twelfth working day of the month that follows; holidays are not known here. */
static int32_t due_day(int32_t month)
{
    int32_t day = local_month_start(month + 31);
    for (int working = 0;; day++) {
        working += day - report_week_start(day) < 5;
        if (working == WORKING_DAY)
            return day;
    }
}

/* ---- frozen ---- */

static const json_t *same_row(const json_t *rows, const json_t *row)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *other = json_array_get(rows, i);
        if (json_equal(json_object_get(other, "venue"), json_object_get(row, "venue")) &&
            json_equal(json_object_get(other, "survey"), json_object_get(row, "survey")))
            return other;
    }
    return NULL;
}

static json_int_t total_in(const json_t *row)
{
    return json_integer_value(json_object_get(row, "total"));
}

static bool is_known(const struct report_ask *ask, const json_t *row)
{
    struct report_place place;
    return ask->place(ask->context, json_string_value(json_object_get(row, "venue")), &place);
}

/* A row as it was handed in, and how much came since. */
static json_t *late_row(const json_t *frozen, const json_t *now)
{
    json_t *row = json_deep_copy(frozen != NULL ? frozen : now);
    json_int_t late = total_in(now) - (frozen == NULL ? 0 : total_in(frozen));
    if (frozen == NULL) {
        json_t *counts = json_object_get(row, "counts");
        for (size_t i = 0; i < SIX; i++)
            (void)json_object_set_new(counts, six[i], json_integer(0));
        (void)json_object_set_new(row, "total", json_integer(0));
        (void)json_object_set_new(row, "modes", json_pack("{s:i}", "tablet_or_kiosk", 0));
        (void)json_object_set_new(row, "positive_percent", json_null());
        (void)json_object_set_new(row, "negative_percent", json_null());
        (void)json_object_set_new(row, "status", json_string("suppressed_small_base"));
    }
    (void)json_object_set_new(row, "late", json_integer(late > 0 ? late : 0));
    return row;
}

static json_t *frozen_rows(const struct report_ask *ask, const json_t *frozen, const json_t *now)
{
    const json_t *kept = json_object_get(frozen, "rows");
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(kept); i++) {
        const json_t *row = json_array_get(kept, i);
        if (is_known(ask, row))
            (void)json_array_append_new(list, late_row(row, same_row(now, row)));
    }
    for (size_t i = 0; i < json_array_size(now); i++)
        if (same_row(kept, json_array_get(now, i)) == NULL)
            (void)json_array_append_new(list, late_row(NULL, json_array_get(now, i)));
    return list;
}

static json_int_t count_in(const json_t *row, const char *answer)
{
    return json_integer_value(json_object_get(json_object_get(row, "counts"), answer));
}

/* All rows as they are told, added up. */
static json_t *all_json(const json_t *list)
{
    json_t *counts = json_object();
    uint64_t sums[SIX] = { 0 };
    uint64_t n = 0;
    json_int_t late = 0;
    for (size_t k = 0; k < SIX; k++) {
        for (size_t i = 0; i < json_array_size(list); i++)
            sums[k] += (uint64_t)count_in(json_array_get(list, i), six[k]);
        n += sums[k];
        (void)json_object_set_new(counts, six[k], json_integer((json_int_t)sums[k]));
    }
    for (size_t i = 0; i < json_array_size(list); i++)
        late += json_integer_value(json_object_get(json_array_get(list, i), "late"));
    return json_pack("{s:o, s:I, s:o, s:o, s:s, s:I}", "counts", counts, "total", (json_int_t)n,
                     "positive_percent", percent_json(sums[0] + sums[1], n), "negative_percent",
                     percent_json(sums[3] + sums[4], n), "status", disclosure_name(disclose(n)),
                     "late", late);
}

static json_t *notes_json(void)
{
    json_t *notes = spread_notes();
    (void)json_array_append_new(
        notes, finding_json("fft_no_comparison", NULL,
                            "The Friends and Family Test is no official statistic and no fair "
                            "comparison between providers."));
    (void)json_array_append_new(
        notes, finding_json("holidays_unknown", NULL,
                            "The day on which it is due counts Mondays to Fridays; public "
                            "holidays are not known here."));
    return notes;
}

static bool collect(const struct report_ask *ask, struct rows *rows, struct err *err)
{
    BOOK_AUTO book = { 0 };
    int32_t month = local_month_start(ask->from);
    return book_for(ask, &book, err) && add_surveys(ask, &book, rows, err) &&
           entered_months(ask, month, month, add_entered, rows, err) &&
           (!rows->failed || err_set(err, ERR_LATER, "there is no memory for a return"));
}

bool report_tell_fft(const struct report_ask *ask, const json_t *frozen, json_t **ret,
                     struct err *err)
{
    struct rows rows = { .ask = ask };
    char month[11];
    bool collected = collect(ask, &rows, err);
    json_t *now = collected ? rows_json(&rows) : NULL;
    free(rows.list);
    if (!collected)
        return false;
    local_day_text(ask->from, month);
    month[7] = '\0';
    json_t *list = frozen == NULL ? json_incref(now) : frozen_rows(ask, frozen, now);
    json_decref(now);
    const json_t *at = json_object_get(frozen, "frozen");
    const json_t *by = json_object_get(frozen, "frozen_by");
    *ret = json_pack("{s:s, s:s, s:O?, s:O?, s:o, s:o, s:o, s:o}", "month", month, "state",
                     frozen == NULL ? "open" : "frozen", "frozen", at, "frozen_by", by, "due",
                     spread_day_json(due_day(ask->from)), "all", all_json(list), "rows", list,
                     "notes", notes_json());
    return *ret != NULL || err_set(err, ERR_LATER, "there is no memory for a return");
}
