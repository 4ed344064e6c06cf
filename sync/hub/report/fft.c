/*
 * The NHS Friends and Family Test by month, survey and venue, as it is handed in: six counts, how
 * many by which way of collecting, and the two percentages, whose base includes "don't know". The
 * counts are the return itself, so they are never held back; what is too small to publish says so.
 */
#include "cells.h"
#include "figures.h"
#include "local_time.h"

enum { FIGURE_TEXT_MAX = 16 * 1024, FFT_ANSWERS = 6, VERY_GOOD = 0, POOR = 3 };

/* Everything here was tapped on a kiosk: the return's name for that. */
static const char mode[] = "electronic tablet or kiosk at point of care";

/* The six stand in the order that the test prescribes; publishing has made sure of it. */
static uint64_t positive(const struct figure *figure)
{
    return figure_sum(figure, VERY_GOOD, 2);
}

static uint64_t negative(const struct figure *figure)
{
    return figure_sum(figure, POOR, 2);
}

static void put_month(struct buf *out, const struct figure *figure)
{
    char date[11];
    local_day_text(figure->month, date);
    buf_printf(out, "%.7s", date);
}

static void text_figure(struct buf *out, const struct figure *figure)
{
    unsigned long long n = figure->n;
    buf_printf(out, "\n");
    put_month(out, figure);
    buf_printf(out, "  %s at %s\n", figure->survey, figure->venue);
    for (size_t i = 0; i < figure->value_count; i++)
        buf_printf(out, "  %8llu  %s\n", (unsigned long long)figure->values[i].count,
                   figure->values[i].label);
    buf_printf(out, "  %8llu  in all; by way of collecting: %s %llu\n", n, mode, n);
    if (figure->n >= FIGURE_RELIABLE)
        buf_printf(out, "  positive %u %%, negative %u %%\n",
                   figure_percent(positive(figure), figure->n),
                   figure_percent(negative(figure), figure->n));
    else
        buf_printf(out, "  too few to compare: no percentage under %d answers\n", FIGURE_RELIABLE);
    if (figure->n < FIGURE_PRIVATE)
        buf_printf(out, "  fewer than %d responses: for the return only, not to be published\n",
                   FIGURE_PRIVATE);
}

static void put_text(struct buf *out, const struct figures *figures)
{
    buf_printf(out, "Friends and Family Test\n");
    for (size_t i = 0; i < figures->count; i++)
        text_figure(out, &figures->list[i]);
    if (figures->count == 0)
        buf_printf(out, "\nNobody has answered it yet.\n");
    else
        buf_printf(out, "\nThe test is no official statistic and no fair comparison between "
                        "providers.\n");
}

static void csv_figure(struct buf *out, const struct figure *figure)
{
    put_month(out, figure);
    buf_put_byte(out, ',');
    cells_put_csv(out, figure->survey);
    buf_put_byte(out, ',');
    cells_put_csv(out, figure->venue);
    for (size_t i = 0; i < FFT_ANSWERS; i++)
        buf_printf(out, ",%llu", (unsigned long long)figure_sum(figure, i, 1));
    buf_printf(out, ",%llu,%llu", (unsigned long long)figure->n, (unsigned long long)figure->n);
    if (figure->n >= FIGURE_RELIABLE)
        buf_printf(out, ",%u,%u", figure_percent(positive(figure), figure->n),
                   figure_percent(negative(figure), figure->n));
    else
        buf_printf(out, ",,");
    buf_printf(out, ",%s\r\n", figure_status(figure->n));
}

static void put_csv(struct buf *out, const struct figures *figures)
{
    buf_printf(out, "month,survey,venue,very_good,good,neither,poor,very_poor,dont_know,total,"
                    "tablet_or_kiosk,positive_percent,negative_percent,status\r\n");
    for (size_t i = 0; i < figures->count; i++)
        csv_figure(out, &figures->list[i]);
}

static void json_figure(struct buf *out, const struct figure *figure)
{
    buf_printf(out, "{\"month\":\"");
    put_month(out, figure);
    buf_printf(out, "\",\"survey\":");
    cells_put_json(out, figure->survey);
    buf_printf(out, ",\"venue\":");
    cells_put_json(out, figure->venue);
    buf_printf(out, ",\"counts\":{");
    for (size_t i = 0; i < figure->value_count; i++) {
        buf_printf(out, "%s", i > 0 ? "," : "");
        cells_put_json(out, figure->values[i].value);
        buf_printf(out, ":%llu", (unsigned long long)figure->values[i].count);
    }
    buf_printf(out, "},\"total\":%llu,\"modes\":{\"tablet_or_kiosk\":%llu}",
               (unsigned long long)figure->n, (unsigned long long)figure->n);
    if (figure->n >= FIGURE_RELIABLE)
        buf_printf(out, ",\"positive_percent\":%u,\"negative_percent\":%u",
                   figure_percent(positive(figure), figure->n),
                   figure_percent(negative(figure), figure->n));
    buf_printf(out, ",\"status\":\"%s\"}", figure_status(figure->n));
}

static void put_json(struct buf *out, const struct figures *figures)
{
    buf_printf(out, "{\"results\":[");
    for (size_t i = 0; i < figures->count; i++) {
        buf_printf(out, "%s", i > 0 ? ",\n" : "\n");
        json_figure(out, &figures->list[i]);
    }
    buf_printf(out, "]}\n");
}

bool report_fft(struct store *store, const struct report_query *query, FILE *out, struct err *err)
{
    static void (*const put[])(struct buf *, const struct figures *) = { put_text, put_csv,
                                                                         put_json };
    FIGURES_AUTO figures;
    if (!figures_collect(store, query, 1u << ROLE_FFT_OVERALL, true, &figures, err))
        return false;
    BUF_AUTO text = buf_new(FIGURE_TEXT_MAX * (figures.count + 1));
    put[query->format](&text, &figures);
    return cells_flush(&text, out, err);
}
