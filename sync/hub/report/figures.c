/* Figures from venues' months: see figures.h. They grow with days and venues, not with the
 * responses, so a report costs the same in the third year as in the first. */
#include "figures.h"
#include "disclosure.h"
#include "local_time.h"
#include "retention.h"
#include "stats.h"
#include "store_summary.h"
#include <stdio.h>
#include <stdlib.h>

struct collecting {
    struct figures *figures;
    const struct report_query *query;
    const struct book_entry *entry;
    bool monthly;
    bool failed;
};

static const struct question *newest(const struct book *book, const char *survey, const char *name)
{
    for (size_t i = 0; i < book->count; i++) {
        const struct book_entry *entry = &book->entries[i];
        int question = survey_question(entry->survey, name);
        if (strcmp(entry->published.id, survey) == 0 && question >= 0)
            return &entry->survey->questions[question];
    }
    return NULL;
}

static void add_value(struct figure *figure, const char *value, const char *label)
{
    if (figure->value_count == FIGURE_VALUES_MAX)
        return;
    struct figure_value *added = &figure->values[figure->value_count++];
    (void)snprintf(added->value, sizeof added->value, "%s", value);
    added->label = label[0] != '\0' ? label : added->value;
}

static void start_figure(struct figure *figure, const struct book *book,
                         const struct book_entry *entry, const struct store_summary *tally,
                         int32_t month)
{
    *figure = (struct figure){ .month = month };
    (void)snprintf(figure->survey, sizeof figure->survey, "%s", entry->published.id);
    (void)snprintf(figure->question, sizeof figure->question, "%s", tally->question);
    (void)snprintf(figure->venue, sizeof figure->venue, "%s", tally->venue);
    figure->asked = newest(book, entry->published.id, tally->question);
}

/* Labels point into the figure where a choice has no words, so values are made where it stays. */
static void fill_values(struct figure *figure)
{
    for (int i = 0; i < figure->asked->choice_count; i++)
        add_value(figure, figure->asked->choices[i].value, figure->asked->choices[i].text.in[0]);
}

static struct figure *find_figure(struct collecting *collecting, const struct book_entry *entry,
                                  const struct store_summary *tally)
{
    struct figures *figures = collecting->figures;
    int32_t month = collecting->monthly ? tally->month : 0;
    for (size_t i = 0; i < figures->count; i++) {
        struct figure *figure = &figures->list[i];
        if (figure->month == month && strcmp(figure->survey, entry->published.id) == 0 &&
            strcmp(figure->question, tally->question) == 0 &&
            strcmp(figure->venue, tally->venue) == 0)
            return figure;
    }
    struct figure *grown = realloc(figures->list, (figures->count + 1) * sizeof *grown);
    if (grown == NULL)
        return NULL;
    figures->list = grown;
    start_figure(&grown[figures->count], &figures->book, entry, tally, month);
    return &grown[figures->count++];
}

/* Values are compared by index only while collecting: counts wait in the order of first sight. */
static void count(struct figure *figure, const char *value, uint64_t n, uint64_t flagged)
{
    size_t i = 0;
    while (i < figure->value_count && strcmp(figure->values[i].value, value) != 0)
        i++;
    if (i == figure->value_count)
        add_value(figure, value, value);
    if (i < figure->value_count)
        figure->values[i].count += n;
    figure->n += n;
    figure->flagged += flagged;
}

static bool take_row(void *context, const struct store_summary *row)
{
    struct collecting *collecting = context;
    const struct report_query *query = collecting->query;
    uint64_t n = 0;
    uint64_t flagged = 0;
    for (int32_t i = 0; i < SUMMARY_DAYS; i++) {
        int32_t day = row->month + i;
        if (!collecting->monthly && (day < query->from_day || day > query->to_day))
            continue;
        n += row->days[i];
        flagged += row->flagged[i];
    }
    if (row->value[0] == '.' || n == 0)
        return true;
    struct figure *figure = find_figure(collecting, collecting->entry, row);
    collecting->failed = figure == NULL;
    if (figure != NULL)
        count(figure, row->value, n, flagged);
    return figure != NULL;
}

/* The months of the query's days, as far as there are any. */
static bool collect_question(struct store *store, struct collecting *collecting,
                             const char *question, struct err *err)
{
    const struct report_query *query = collecting->query;
    const struct digest *survey = &collecting->entry->published.digest;
    struct retention kept; /* of months that were deleted, what came late says nothing */
    bool any;
    int32_t first;
    int32_t last;
    if (!store_summary_months(store, survey, &any, &first, &last, err))
        return false;
    if (!retention_get(store, collecting->entry->published.id, &kept, err))
        return false;
    int32_t from = local_month_start(query->from_day > kept.figures_before ? query->from_day
                                                                           : kept.figures_before);
    for (int32_t month = any ? first : last + 1; month <= last && !collecting->failed;
         month = local_month_start(month + 31))
        if (month >= from && month <= query->to_day &&
            !store_summaries(store, survey, question, month, query->venue, take_row, collecting,
                             err))
            return false;
    return true;
}

static bool collect_all(struct store *store, struct collecting *collecting, uint32_t roles,
                        struct err *err)
{
    const struct book *book = &collecting->figures->book;
    for (size_t i = 0; i < book->count; i++) {
        const struct survey *survey = book->entries[i].survey;
        collecting->entry = &book->entries[i];
        for (int k = 0; k < survey->question_count && !collecting->failed; k++)
            if ((roles >> survey->questions[k].role & 1) != 0 &&
                !collect_question(store, collecting, survey->questions[k].name, err))
                return false;
    }
    return true;
}

/* Puts the values into the order of the question's choices, with their labels; choices that nobody
 * took are there with 0, values that only older versions had come last. */
static void order_values(struct figure *figure)
{
    struct figure seen = *figure;
    figure->value_count = 0;
    memset(figure->values, 0, sizeof figure->values);
    fill_values(figure);
    for (size_t i = 0; i < seen.value_count; i++) {
        size_t at = 0;
        while (at < figure->value_count &&
               strcmp(figure->values[at].value, seen.values[i].value) != 0)
            at++;
        if (at == figure->value_count)
            add_value(figure, seen.values[i].value, "");
        if (at < figure->value_count)
            figure->values[at].count = seen.values[i].count;
    }
}

static int compare(const void *a, const void *b)
{
    const struct figure *left = a;
    const struct figure *right = b;
    int order = strcmp(left->survey, right->survey);
    if (order == 0)
        order = strcmp(left->venue, right->venue);
    if (order == 0)
        order = (left->month > right->month) - (left->month < right->month);
    return order != 0 ? order : strcmp(left->question, right->question);
}

bool figures_collect(struct store *store, const struct report_query *query, uint32_t roles,
                     bool monthly, struct figures *ret, struct err *err)
{
    struct collecting collecting = { .figures = ret, .query = query, .monthly = monthly };
    *ret = (struct figures){ 0 };
    if (!store_fold_all(store, err) || !book_open(store, query->survey_id, &ret->book, err) ||
        !collect_all(store, &collecting, roles, err))
        return false;
    if (collecting.failed)
        return err_set(err, ERR_LATER, "there is no memory for a report");
    if (ret->count > 0)
        qsort(ret->list, ret->count, sizeof *ret->list, compare);
    for (size_t i = 0; i < ret->count; i++)
        order_values(&ret->list[i]);
    return true;
}

void figures_finish(struct figures *figures)
{
    free(figures->list);
    book_finish(&figures->book);
    *figures = (struct figures){ 0 };
}

const char *figure_status(uint64_t n)
{
    enum disclosure disclosure = disclose(n);
    return disclosure == DISCLOSED ? "" : disclosure_name(disclosure);
}

unsigned figure_percent(uint64_t part, uint64_t n)
{
    return (unsigned)((200 * part + n) / (2 * n));
}

bool figure_interval(uint64_t part, uint64_t n, double *ret_low, double *ret_high)
{
    return stats_wilson(part, n, 1.96, ret_low, ret_high);
}

uint64_t figure_sum(const struct figure *figure, size_t first, size_t values)
{
    uint64_t sum = 0;
    for (size_t i = first; i < first + values && i < figure->value_count; i++)
        sum += figure->values[i].count;
    return sum;
}

void figures_put_days(struct buf *out, const struct report_query *query)
{
    char from[11];
    char to[11];
    bool open = query->to_day == INT32_MAX;
    local_day_text(query->from_day, from);
    local_day_text(open ? 0 : query->to_day, to);
    if (query->from_day <= 0 && open)
        buf_printf(out, "all days");
    else if (open)
        buf_printf(out, "from %s", from);
    else
        buf_printf(out, "%s to %s", from, to);
}
