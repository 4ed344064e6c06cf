/*
 * Reports as CSV (RFC 4180): a line a group, with its figure and a status that says why something
 * is not there. Made from the JSON, so that both say the same.
 */
#include "cells.h"
#include "reports.h"
#include <jansson.h>

static void put_text(struct buf *out, const json_t *value)
{
    const char *text = json_string_value(value);
    if (text != NULL)
        cells_put_csv(out, text);
}

/* Numbers as they are, nothing for null, texts guarded. */
static void put_cell(struct buf *out, const json_t *value)
{
    buf_put_byte(out, ',');
    if (json_is_integer(value))
        buf_printf(out, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        buf_printf(out, "%.10g", json_real_value(value));
    else if (json_is_boolean(value))
        buf_printf(out, "%s", json_is_true(value) ? "true" : "false");
    else
        put_text(out, value);
}

static const json_t *get(const json_t *json, const char *name)
{
    return json_object_get(json, name);
}

/* ---- figures ---- */

static void put_figure_head(struct buf *out)
{
    buf_printf(out, ",n,status,flagged,positive_count,positive_percent,low,high,negative_count,"
                    "negative_percent,answer,count,percent\r\n");
}

static void put_figure_start(struct buf *out, const json_t *figure)
{
    const json_t *positive = get(figure, "positive");
    const json_t *negative = get(figure, "negative");
    put_cell(out, get(figure, "n"));
    put_cell(out, get(figure, "status"));
    put_cell(out, get(figure, "flagged"));
    put_cell(out, get(positive, "count"));
    put_cell(out, get(positive, "percent"));
    put_cell(out, get(positive, "low"));
    put_cell(out, get(positive, "high"));
    put_cell(out, get(negative, "count"));
    put_cell(out, get(negative, "percent"));
}

/* A line an answer, behind the cells that name the group. */
static void put_figure(struct buf *out, const json_t *first, const json_t *second,
                       const json_t *figure)
{
    const json_t *answers = get(figure, "answers");
    size_t count = json_array_size(answers);
    for (size_t i = 0; i < count || i == 0; i++) {
        const json_t *answer = json_array_get(answers, i);
        put_text(out, first);
        put_cell(out, second);
        put_figure_start(out, figure);
        put_cell(out, get(answer, "value"));
        put_cell(out, get(answer, "count"));
        put_cell(out, get(answer, "percent"));
        buf_printf(out, "\r\n");
    }
}

static void put_groups(struct buf *out, const json_t *report)
{
    json_t *all = json_string("(all)");
    json_t *nothing = json_string("");
    buf_printf(out, "key,label");
    put_figure_head(out);
    put_figure(out, all, nothing, get(report, "total"));
    for (size_t i = 0; i < json_array_size(get(report, "groups")); i++) {
        const json_t *group = json_array_get(get(report, "groups"), i);
        put_figure(out, get(group, "key"), get(group, "label"), get(group, "figure"));
    }
    json_decref(all);
    json_decref(nothing);
}

static void put_questions(struct buf *out, const json_t *list)
{
    buf_printf(out, "question,title");
    put_figure_head(out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        put_figure(out, get(get(entry, "question"), "name"), get(get(entry, "question"), "title"),
                   get(entry, "figure"));
    }
}

/* ---- plain lists of objects ---- */

/* Columns by name; a name with a dot looks into an object. */
static const json_t *column(const json_t *row, const char *name)
{
    char first[40];
    const char *dot = strchr(name, '.');
    if (dot == NULL)
        return get(row, name);
    size_t length = (size_t)(dot - name);
    memcpy(first, name, length);
    first[length] = '\0';
    return get(get(row, first), dot + 1);
}

static void put_head(struct buf *out, const char *const *columns)
{
    for (size_t i = 0; columns[i] != NULL; i++)
        buf_printf(out, "%s%s", i == 0 ? "" : ",", columns[i]);
    buf_printf(out, "\r\n");
}

static void put_rows(struct buf *out, const json_t *list, const char *const *columns)
{
    put_head(out, columns);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *row = json_array_get(list, i);
        put_text(out, column(row, columns[0]));
        for (size_t k = 1; columns[k] != NULL; k++)
            put_cell(out, column(row, columns[k]));
        buf_printf(out, "\r\n");
    }
}

static const char *const point_columns[] = { "from",  "to",    "n",      "status", "percent",
                                             "lower", "upper", "signal", NULL };
static const char *const fft_columns[] = { "venue",
                                           "venue_name",
                                           "survey",
                                           "counts.very_good",
                                           "counts.good",
                                           "counts.neither",
                                           "counts.poor",
                                           "counts.very_poor",
                                           "counts.dont_know",
                                           "total",
                                           "modes.tablet_or_kiosk",
                                           "modes.sms",
                                           "modes.paper_here",
                                           "modes.paper_home",
                                           "modes.telephone",
                                           "modes.online",
                                           "modes.other",
                                           "positive_percent",
                                           "negative_percent",
                                           "status",
                                           "late",
                                           NULL };
static const char *const part_columns[] = { "key",
                                            "label",
                                            "woken",
                                            "started",
                                            "completed",
                                            "status",
                                            "start_percent",
                                            "completion_percent",
                                            "endings.complete",
                                            "endings.left",
                                            "endings.timeout",
                                            "endings.crashed",
                                            "visits",
                                            "footfall_percent",
                                            "days_heard",
                                            NULL };
static const char *const fair_columns[] = { "key",    "label",          "n", "status", "percent",
                                            "visits", "visits_percent", NULL };

static void put_participation(struct buf *out, const json_t *report)
{
    json_t *rows = json_array();
    (void)json_array_append(rows, (json_t *)(uintptr_t)get(report, "total"));
    (void)json_array_extend(rows, (json_t *)(uintptr_t)get(report, "groups"));
    put_rows(out, rows, part_columns);
    json_decref(rows);
}

/* Every dimension's rows, the dimension first. */
static void put_fairness(struct buf *out, const json_t *report)
{
    buf_printf(out, "dimension,");
    put_head(out, fair_columns);
    for (size_t i = 0; i < json_array_size(get(report, "dimensions")); i++) {
        const json_t *dimension = json_array_get(get(report, "dimensions"), i);
        const json_t *rows = get(dimension, "rows");
        for (size_t k = 0; k < json_array_size(rows); k++) {
            put_text(out, get(dimension, "dimension"));
            for (size_t c = 0; fair_columns[c] != NULL; c++)
                put_cell(out, column(json_array_get(rows, k), fair_columns[c]));
            buf_printf(out, "\r\n");
        }
    }
}

static void put_govuk(struct buf *out, const json_t *report)
{
    buf_printf(out, "question,n,status,top_two_percent,low,high,weighted_score,se\r\n");
    put_text(out, get(get(report, "question"), "name"));
    put_cell(out, get(get(report, "figure"), "n"));
    put_cell(out, get(get(report, "figure"), "status"));
    put_cell(out, column(report, "top_two.percent"));
    put_cell(out, column(report, "top_two.low"));
    put_cell(out, column(report, "top_two.high"));
    put_cell(out, column(report, "weighted.score"));
    put_cell(out, column(report, "weighted.se"));
    buf_printf(out, "\r\n");
}

/* A line a value, and one a column without any. */
static void put_columns(struct buf *out, const json_t *columns)
{
    buf_printf(out, "column,title,type,meaning,value,label,versions\r\n");
    for (size_t i = 0; i < json_array_size(columns); i++) {
        const json_t *column = json_array_get(columns, i);
        const json_t *values = get(column, "values");
        size_t count = json_array_size(values);
        for (size_t k = 0; k < count || k == 0; k++) {
            const json_t *value = json_array_get(values, k);
            put_text(out, get(column, "name"));
            put_cell(out, get(column, "title"));
            put_cell(out, get(column, "type"));
            put_cell(out, get(column, "meaning"));
            put_cell(out, get(value, "value"));
            put_cell(out, get(value, "label"));
            put_cell(out, get(value, "versions"));
            buf_printf(out, "\r\n");
        }
    }
}

bool report_csv(const json_t *report, struct buf *out, struct err *err)
{
    if (get(report, "columns") != NULL)
        put_columns(out, get(report, "columns"));
    else if (get(report, "points") != NULL)
        put_rows(out, get(report, "points"), point_columns);
    else if (get(report, "rows") != NULL)
        put_rows(out, get(report, "rows"), fft_columns);
    else if (get(report, "dimensions") != NULL)
        put_fairness(out, report);
    else if (get(report, "drivers") != NULL)
        put_questions(out, get(report, "drivers"));
    else if (get(report, "weighted") != NULL)
        put_govuk(out, report);
    else if (get(report, "total") != NULL && get(report, "groups") != NULL &&
             json_object_get(get(report, "total"), "woken") != NULL)
        put_participation(out, report);
    else if (get(report, "groups") != NULL)
        put_groups(out, report);
    else if (get(report, "questions") != NULL)
        put_questions(out, get(report, "questions"));
    else
        return err_set(err, ERR_USAGE, "this report has no form as CSV");
    return buf_ok(out, "a report", err);
}
