/*
 * The satisfaction report: how often each answer was given, and how many answered, by survey and
 * venue. The headline is the share of the two best answers with an interval; it is held back while
 * it would be worth little, and everything is while few have answered.
 */
#include "cells.h"
#include "figures.h"

enum { LINE_MAX = 64 * 1024, BEST = 2, FEW_CHOICES = 3 };

/* The best answers stand first, but numbers rise: there the best stand last. Of two or three
 * answers only one is best. */
static uint64_t positive(const struct figure *figure)
{
    size_t choices = figure->asked->choice_count;
    size_t best = choices <= FEW_CHOICES ? 1 : BEST;
    bool rising = choices > 0 && figure->asked->choices[0].is_number;
    return figure_sum(figure, rising ? choices - best : 0, best);
}

struct headline {
    unsigned percent;
    double low, high;
};

/* False while no percentage may be given. */
static bool headline(const struct figure *figure, struct headline *ret)
{
    if (figure->n < FIGURE_RELIABLE)
        return false;
    ret->percent = figure_percent(positive(figure), figure->n);
    return figure_interval(positive(figure), figure->n, &ret->low, &ret->high);
}

/* ---- text ---- */

static void text_values(struct buf *out, const struct figure *figure)
{
    bool percents = figure->n >= FIGURE_RELIABLE;
    for (size_t i = 0; i < figure->value_count; i++) {
        const struct figure_value *value = &figure->values[i];
        buf_printf(out, "  %8llu", (unsigned long long)value->count);
        if (percents)
            buf_printf(out, "  %3u %%", figure_percent(value->count, figure->n));
        buf_printf(out, "  %s\n", value->label);
    }
}

static void text_figure(struct buf *out, const struct figure *figure)
{
    struct headline head;
    buf_printf(out, "\n%s at %s: %s\n", figure->survey, figure->venue, figure->asked->title.in[0]);
    if (figure->n < FIGURE_PRIVATE) {
        buf_printf(out, "  fewer than %d responses\n", FIGURE_PRIVATE);
        return;
    }
    text_values(out, figure);
    buf_printf(out, "  %8llu  answered", (unsigned long long)figure->n);
    if (figure->flagged > 0)
        buf_printf(out, ", %llu of them in bursts that look like one hand",
                   (unsigned long long)figure->flagged);
    if (headline(figure, &head))
        buf_printf(out, "\n  positive %u %% (95 %% interval %.0f to %.0f)\n", head.percent,
                   head.low, head.high);
    else
        buf_printf(out, "\n  too few to compare: no percentage under %d answers\n",
                   FIGURE_RELIABLE);
}

static void put_text(struct buf *out, const struct figures *figures,
                     const struct report_query *query)
{
    buf_printf(out, "Satisfaction, ");
    figures_put_days(out, query);
    buf_printf(out, "\n");
    for (size_t i = 0; i < figures->count; i++)
        text_figure(out, &figures->list[i]);
    if (figures->count == 0)
        buf_printf(out, "\nNobody has answered such a question yet.\n");
    else
        buf_printf(out, "\nPeople chose whether to answer: an interval is the uncertainty of "
                        "sampling alone and\ndoes not cover who chose to.\n");
}

/* ---- CSV: a line an answer, and one for the headline ---- */

static void csv_start(struct buf *out, const struct figure *figure, const char *answer)
{
    cells_put_csv(out, figure->survey);
    buf_put_byte(out, ',');
    cells_put_csv(out, figure->venue);
    buf_put_byte(out, ',');
    cells_put_csv(out, figure->question);
    buf_put_byte(out, ',');
    cells_put_csv(out, answer);
}

static void csv_figure(struct buf *out, const struct figure *figure)
{
    const char *status = figure_status(figure->n);
    struct headline head;
    if (figure->n < FIGURE_PRIVATE) {
        csv_start(out, figure, "");
        buf_printf(out, ",*,*,,,,,%s\r\n", status);
        return;
    }
    for (size_t i = 0; i < figure->value_count; i++) {
        csv_start(out, figure, figure->values[i].value);
        buf_printf(out, ",%llu,%llu,%llu,", (unsigned long long)figure->values[i].count,
                   (unsigned long long)figure->n, (unsigned long long)figure->flagged);
        if (figure->n >= FIGURE_RELIABLE)
            buf_printf(out, "%u", figure_percent(figure->values[i].count, figure->n));
        buf_printf(out, ",,,%s\r\n", status);
    }
    csv_start(out, figure, "(positive)");
    buf_printf(out, ",%llu,%llu,%llu,", (unsigned long long)positive(figure),
               (unsigned long long)figure->n, (unsigned long long)figure->flagged);
    if (headline(figure, &head))
        buf_printf(out, "%u,%.1f,%.1f", head.percent, head.low, head.high);
    else
        buf_printf(out, ",,");
    buf_printf(out, ",%s\r\n", status);
}

static void put_csv(struct buf *out, const struct figures *figures,
                    const struct report_query *query)
{
    (void)query;
    buf_printf(out, "survey,venue,question,answer,count,n,flagged,percent,low,high,status\r\n");
    for (size_t i = 0; i < figures->count; i++)
        csv_figure(out, &figures->list[i]);
}

/* ---- JSON ---- */

static void json_values(struct buf *out, const struct figure *figure)
{
    buf_printf(out, ",\"n\":%llu,\"flagged\":%llu,\"answers\":[", (unsigned long long)figure->n,
               (unsigned long long)figure->flagged);
    for (size_t i = 0; i < figure->value_count; i++) {
        buf_printf(out, "%s{\"value\":", i > 0 ? "," : "");
        cells_put_json(out, figure->values[i].value);
        buf_printf(out, ",\"count\":%llu", (unsigned long long)figure->values[i].count);
        if (figure->n >= FIGURE_RELIABLE)
            buf_printf(out, ",\"percent\":%u", figure_percent(figure->values[i].count, figure->n));
        buf_printf(out, "}");
    }
    buf_printf(out, "]");
}

static void json_figure(struct buf *out, const struct figure *figure)
{
    struct headline head;
    buf_printf(out, "{\"survey\":");
    cells_put_json(out, figure->survey);
    buf_printf(out, ",\"venue\":");
    cells_put_json(out, figure->venue);
    buf_printf(out, ",\"question\":");
    cells_put_json(out, figure->question);
    if (figure->n >= FIGURE_PRIVATE)
        json_values(out, figure);
    if (headline(figure, &head))
        buf_printf(out, ",\"positive\":{\"count\":%llu,\"percent\":%u,\"low\":%.1f,\"high\":%.1f}",
                   (unsigned long long)positive(figure), head.percent, head.low, head.high);
    buf_printf(out, ",\"status\":\"%s\"}", figure_status(figure->n));
}

static void put_json(struct buf *out, const struct figures *figures,
                     const struct report_query *query)
{
    buf_printf(out, "{\"days\":\"");
    figures_put_days(out, query);
    buf_printf(out, "\",\"results\":[");
    for (size_t i = 0; i < figures->count; i++) {
        buf_printf(out, "%s", i > 0 ? ",\n" : "\n");
        json_figure(out, &figures->list[i]);
    }
    buf_printf(out, "]}\n");
}

bool report_satisfaction(struct store *store, const struct report_query *query, FILE *out,
                         struct err *err)
{
    static void (*const put[])(struct buf *, const struct figures *,
                               const struct report_query *) = { put_text, put_csv, put_json };
    uint32_t roles = 1u << ROLE_SATISFACTION | 1u << ROLE_FFT_OVERALL;
    FIGURES_AUTO figures;
    if (!figures_collect(store, query, roles, false, &figures, err))
        return false;
    BUF_AUTO text = buf_new(LINE_MAX * (figures.count + 1));
    put[query->format](&text, &figures, query);
    return cells_flush(&text, out, err);
}
