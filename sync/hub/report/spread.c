/*
 * Counting a question over groups: see spread.h. A row of a venue's month is looked at once, and
 * goes to the total and to its groups; days are kept apart where the breakdown is by days.
 */
#include "spread.h"
#include "local_time.h"
#include "retention.h"
#include <stdio.h>
#include <stdlib.h>

enum { GROUPS_MOST = 200000, DAYS_MOST = 366 * 20 };

/* ---- which question ---- */

static bool fits(const struct report_ask *ask, uint32_t roles, const struct book_entry *entry,
                 const struct question *question)
{
    if (ask->survey_id[0] != '\0' && strcmp(ask->survey_id, entry->published.id) != 0)
        return false;
    if (ask->question[0] != '\0')
        return strcmp(ask->question, question->name) == 0;
    return (roles >> question->role & 1) != 0;
}

bool spread_choose(const struct book *book, const struct report_ask *ask, uint32_t roles,
                   struct spread_question *ret, struct err *err)
{
    for (size_t i = 0; i < book->count; i++) {
        const struct book_entry *entry = &book->entries[i];
        for (int k = 0; k < entry->survey->question_count; k++)
            if (fits(ask, roles, entry, &entry->survey->questions[k])) {
                *ret =
                    (struct spread_question){ entry->published.id, &entry->survey->questions[k] };
                return true;
            }
    }
    return err_set(err, ERR_MISSING, "No published survey asks such a question.");
}

/* ---- groups ---- */

static uint64_t hash_of(const char *key)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *key != '\0'; key++)
        hash = (hash ^ (uint8_t)*key) * 0x100000001b3u;
    return hash;
}

static bool grow(struct spread *spread)
{
    size_t room = spread->room == 0 ? 32 : spread->room * 2;
    struct spread_group *groups = realloc(spread->groups, room * sizeof *groups);
    if (groups == NULL)
        return false;
    spread->groups = groups;
    spread->room = room;
    free(spread->index);
    spread->index_size = room * 2;
    spread->index = calloc(spread->index_size, sizeof *spread->index);
    if (spread->index == NULL)
        return false;
    for (size_t i = 0; i < spread->count; i++) {
        size_t at = (size_t)(hash_of(groups[i].key) % spread->index_size);
        while (spread->index[at] != 0)
            at = (at + 1) % spread->index_size;
        spread->index[at] = i + 1;
    }
    return true;
}

/* NULL when there is no memory. */
static struct spread_group *group_of(struct spread *spread, const char *key, const char *label)
{
    if (spread->count == spread->room && (spread->count >= GROUPS_MOST || !grow(spread)))
        return NULL;
    size_t at = (size_t)(hash_of(key) % spread->index_size);
    for (; spread->index[at] != 0; at = (at + 1) % spread->index_size)
        if (strcmp(spread->groups[spread->index[at] - 1].key, key) == 0)
            return &spread->groups[spread->index[at] - 1];
    struct spread_group *group = &spread->groups[spread->count];
    spread->index[at] = ++spread->count;
    *group = (struct spread_group){ .figure = spread->total };
    (void)snprintf(group->key, sizeof group->key, "%s", key);
    (void)snprintf(group->label, sizeof group->label, "%s", label);
    for (size_t i = 0; i < group->figure.value_count; i++)
        group->figure.values[i].count = 0;
    group->figure.n = group->figure.flagged = 0;
    return group;
}

/* ---- values ---- */

static void start_figure(struct spread *spread)
{
    struct figure *figure = &spread->total;
    const struct question *asked = spread->question.asked;
    figure->asked = asked;
    for (int i = 0; asked != NULL && i < asked->choice_count; i++) {
        struct figure_value *value = &figure->values[figure->value_count++];
        memcpy(value->value, asked->choices[i].value, sizeof value->value);
        value->label = asked->choices[i].text.in[0][0] == '\0' ? asked->choices[i].value
                                                               : asked->choices[i].text.in[0];
    }
    for (int i = 0; asked == NULL && i < ENDINGS; i++) {
        struct figure_value *value = &figure->values[figure->value_count++];
        value->label = ending_name((enum ending)i);
        (void)snprintf(value->value, sizeof value->value, "%s", value->label);
    }
}

/* A choice that only older versions had comes behind the others. FIGURE_VALUES_MAX without room. */
static size_t value_at(struct spread *spread, const char *name)
{
    struct figure *figure = &spread->total;
    size_t at = 0;
    if (*name == '\0' && figure->asked != NULL && figure->asked->type == QUESTION_CHECKBOX)
        return SPREAD_ANSWERED;
    while (at < figure->value_count && strcmp(figure->values[at].value, name) != 0)
        at++;
    if (at < figure->value_count || at == FIGURE_VALUES_MAX)
        return at;
    struct figure_value *value = &figure->values[figure->value_count++];
    (void)snprintf(value->value, sizeof value->value, "%s", name);
    value->label = ""; /* set when all are here: the figure may still move */
    return at;
}

/* A group that was made before its value was first seen gets it now. */
static void add(struct figure *figure, const struct figure *model, size_t value, uint64_t n,
                uint64_t flagged)
{
    bool is_set = figure->asked != NULL && figure->asked->type == QUESTION_CHECKBOX;
    while (value != SPREAD_ANSWERED && figure->value_count <= value) {
        figure->values[figure->value_count] = model->values[figure->value_count];
        figure->values[figure->value_count++].count = 0;
    }
    if (value != SPREAD_ANSWERED)
        figure->values[value].count += n;
    if (is_set && value != SPREAD_ANSWERED)
        return;
    figure->n += n;
    figure->flagged += flagged;
}

/* ---- a row of a venue's month ---- */

struct looking {
    struct spread *spread;         /* the one that is added to now, */
    struct spread *const *spreads; /* of all those that the rows are for */
    size_t spread_count;
    struct report_place place;
    char venue[STORE_ID_MAX + 1];
    bool wanted;
    bool failed;
};

static bool look_at_venue(struct looking *looking, const char *venue)
{
    if (strcmp(looking->venue, venue) == 0)
        return looking->wanted;
    const struct report_ask *ask = &looking->spreads[0]->ask;
    (void)snprintf(looking->venue, sizeof looking->venue, "%s", venue);
    looking->wanted = ask->place(ask->context, venue, &looking->place);
    for (size_t i = 0; i < looking->spread_count; i++)
        looking->spreads[i]->venue_group = 0;
    return looking->wanted;
}

/* The last day at the venue that may be looked at. */
static int32_t last_day(const struct looking *looking)
{
    const struct report_ask *ask = &looking->spread->ask;
    int32_t last = ask->live ? looking->place.today : looking->place.today - 1;
    return ask->to < last ? ask->to : last;
}

static bool add_to(struct looking *looking, const char *key, const char *label, size_t value,
                   uint64_t n, uint64_t flagged)
{
    struct spread_group *group = group_of(looking->spread, key, label);
    looking->failed = group == NULL;
    if (group != NULL)
        add(&group->figure, &looking->spread->total, value, n, flagged);
    return group != NULL;
}

static void day_key(enum report_by by, int32_t day, char ret[16])
{
    char text[11];
    local_day_text(by == BY_WEEK    ? report_week_start(day)
                   : by == BY_MONTH ? local_month_start(day)
                                    : day,
                   text);
    (void)snprintf(ret, 16, "%.*s", by == BY_MONTH ? 7 : 10, text);
}

/* The group of a day of the row's month: all rows of a month, of whatever venue, share the groups
 * that were found for the first. */
static bool add_to_day(struct looking *looking, const struct store_summary *row, int32_t i,
                       size_t value, uint64_t n, uint64_t flagged)
{
    struct spread *spread = looking->spread;
    struct spread_month *known = &spread->month;
    char key[16];
    if (known->first != row->month)
        *known = (struct spread_month){ .first = row->month };
    if (known->group[i] == 0) {
        day_key(spread->ask.by, row->month + i, key);
        struct spread_group *group = group_of(spread, key, key);
        looking->failed = group == NULL;
        if (group == NULL)
            return false;
        known->group[i] = (size_t)(group - spread->groups) + 1;
    }
    add(&spread->groups[known->group[i] - 1].figure, &spread->total, value, n, flagged);
    return true;
}

/* The row's venue's own group: all its rows of a month come one after the other. */
static bool add_to_venue(struct looking *looking, const struct store_summary *row, size_t value,
                         uint64_t n, uint64_t flagged)
{
    struct spread *spread = looking->spread;
    if (spread->venue_group == 0) {
        struct spread_group *group = group_of(spread, row->venue, looking->place.name);
        looking->failed = group == NULL;
        if (group == NULL)
            return false;
        spread->venue_group = (size_t)(group - spread->groups) + 1;
    }
    add(&spread->groups[spread->venue_group - 1].figure, &spread->total, value, n, flagged);
    return true;
}

/* The days of the row's month that are looked at: from the first on, up to before the last. */
struct days {
    int32_t first, end;
};

static struct days days_of(const struct looking *looking, const struct store_summary *row)
{
    int32_t first = looking->spread->ask.from - row->month;
    int32_t end = last_day(looking) + 1 - row->month;
    return (struct days){ first < 0 ? 0 : first, end > SUMMARY_DAYS ? SUMMARY_DAYS : end };
}

static uint64_t sum_of(const uint32_t counts[SUMMARY_DAYS], struct days days)
{
    uint64_t sum = 0;
    for (int32_t i = days.first; i < days.end; i++)
        sum += counts[i];
    return sum;
}

static bool add_each_day(struct looking *looking, const struct store_summary *row, size_t value,
                         struct days days)
{
    bool unflagged = looking->spread->ask.unflagged;
    for (int32_t i = days.first; i < days.end; i++) {
        uint64_t n = row->days[i] - (unflagged ? row->flagged[i] : 0);
        if (n > 0 && !add_to_day(looking, row, i, value, n, unflagged ? 0 : row->flagged[i]))
            return false;
    }
    return true;
}

static bool add_days(struct looking *looking, const struct store_summary *row, size_t value)
{
    struct spread *spread = looking->spread;
    const struct report_ask *ask = &spread->ask;
    struct days days = days_of(looking, row);
    uint64_t flagged = sum_of(row->flagged, days);
    uint64_t n = sum_of(row->days, days) - (ask->unflagged ? flagged : 0);
    flagged = ask->unflagged ? 0 : flagged;
    bool by_days = ask->by == BY_DAY || ask->by == BY_WEEK || ask->by == BY_MONTH;
    if (by_days && !add_each_day(looking, row, value, days))
        return false;
    add(&spread->total, &spread->total, value, n, flagged);
    if (n > 0 && ask->by == BY_VENUE)
        return add_to_venue(looking, row, value, n, flagged);
    if (n > 0 && ask->by == BY_AREA)
        return add_to(looking, looking->place.area, looking->place.area_name, value, n, flagged);
    return true;
}

/* Language, access mode and hour are known by whole months. */
static bool add_margins(struct looking *looking, const struct store_summary *row, size_t value)
{
    struct spread *spread = looking->spread;
    char hour[8];
    bool fine = true;
    if (local_month_start(row->month + 31) - 1 > last_day(looking) && !spread->ask.live)
        return true;
    for (int i = 0; spread->ask.by == BY_LANGUAGE && fine && i < SUMMARY_LANGUAGES; i++) {
        if (row->languages[i].n == 0)
            break;
        fine = add_to(looking, row->languages[i].tag, row->languages[i].tag, value,
                      row->languages[i].n, 0);
    }
    for (int i = 0; spread->ask.by == BY_ACCESS && fine && i < ACCESS_MODES; i++)
        if (row->access[i] > 0)
            fine = add_to(looking, access_mode_name((enum access_mode)i),
                          access_mode_name((enum access_mode)i), value, row->access[i], 0);
    for (int i = 0; spread->ask.by == BY_HOUR && fine && i < SUMMARY_HOURS; i++) {
        (void)snprintf(hour, sizeof hour, "%02d", i);
        if (row->hours[i] > 0)
            fine = add_to(looking, hour, hour, value, row->hours[i], 0);
    }
    for (int i = 0; fine && i < ACCESS_MODES; i++)
        add(&spread->total, &spread->total, value, row->access[i], 0);
    spread->sealed[value] += row->sealed;
    return fine;
}

static bool by_margin(enum report_by by)
{
    return by == BY_LANGUAGE || by == BY_ACCESS || by == BY_HOUR;
}

/* Those without an answer are counted apart. */
static void add_without(struct looking *looking, const struct store_summary *row)
{
    struct spread *spread = looking->spread;
    uint64_t *counter = strcmp(row->value, ".shown") == 0 ? &spread->shown : &spread->skipped;
    *counter += sum_of(row->days, days_of(looking, row));
}

static bool overlaps(const struct spread *spread, const struct store_summary *row)
{
    return row->month <= spread->ask.to && row->month + SUMMARY_DAYS > spread->ask.from;
}

static bool add_row(struct looking *looking, const struct store_summary *row)
{
    struct spread *spread = looking->spread;
    if (row->value[0] == '.') {
        add_without(looking, row);
        return true;
    }
    size_t value = value_at(spread, row->value);
    if (value == FIGURE_VALUES_MAX)
        return true;
    spread->sealed[value] += by_margin(spread->ask.by) ? 0 : row->sealed;
    return by_margin(spread->ask.by) ? add_margins(looking, row, value)
                                     : add_days(looking, row, value);
}

static bool take_row(void *context, const struct store_summary *row)
{
    struct looking *looking = context;
    if (!look_at_venue(looking, row->venue))
        return true;
    for (size_t i = 0; i < looking->spread_count; i++) {
        looking->spread = looking->spreads[i];
        if (overlaps(looking->spread, row) && !add_row(looking, row))
            return false;
    }
    return true;
}

/* ---- all of it ---- */

static bool collect_month(struct looking *looking, const struct digest *survey,
                          const char *question, int32_t month, const char *venue, struct err *err)
{
    if (!store_summaries(looking->spreads[0]->ask.store, survey, question, month, venue, take_row,
                         looking, err))
        return false;
    return !looking->failed || err_set(err, ERR_LATER, "there is no memory for a report");
}

/* The days that any of the spreads looks at. */
static void whole_span(const struct looking *looking, int32_t *ret_from, int32_t *ret_to)
{
    *ret_from = looking->spreads[0]->ask.from;
    *ret_to = looking->spreads[0]->ask.to;
    for (size_t i = 1; i < looking->spread_count; i++) {
        const struct report_ask *ask = &looking->spreads[i]->ask;
        *ret_from = ask->from < *ret_from ? ask->from : *ret_from;
        *ret_to = ask->to > *ret_to ? ask->to : *ret_to;
    }
}

static bool collect_version(struct looking *looking, const struct digest *survey,
                            const char *question, struct err *err)
{
    const struct report_ask *ask = &looking->spreads[0]->ask;
    struct retention kept; /* of months that were deleted, what came late says nothing */
    int32_t from;
    int32_t to;
    bool any;
    int32_t first;
    int32_t last;
    if (!store_summary_months(ask->store, survey, &any, &first, &last, err))
        return false;
    if (!retention_get(ask->store, looking->spreads[0]->question.survey, &kept, err))
        return false;
    whole_span(looking, &from, &to);
    from = local_month_start(from > kept.figures_before ? from : kept.figures_before);
    const char *only = ask->nth == NULL ? NULL : ask->nth(ask->context, 0);
    bool alone = only != NULL && ask->nth(ask->context, 1) == NULL;
    for (int32_t month = from > first ? from : first; any && month <= last && month <= to;
         month = local_month_start(month + 31))
        if (!collect_month(looking, survey, question, month, alone ? only : NULL, err))
            return false;
    return true;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct spread_group *)a)->key, ((const struct spread_group *)b)->key);
}

static void set_labels(struct figure *figure, const struct question *asked)
{
    for (size_t i = 0; i < figure->value_count; i++) {
        struct figure_value *value = &figure->values[i];
        if (asked == NULL || i >= asked->choice_count)
            value->label = value->value;
    }
}

static bool put_disclosure(struct spread *spread, struct err *err)
{
    uint64_t *n = calloc(spread->count + 1, sizeof *n);
    enum disclosure *shown = calloc(spread->count + 1, sizeof *shown);
    bool fine = n != NULL && shown != NULL;
    for (size_t i = 0; fine && i < spread->count; i++)
        n[i] = spread->groups[i].figure.n;
    if (fine)
        disclose_groups(n, spread->count, shown);
    for (size_t i = 0; fine && i < spread->count; i++)
        spread->groups[i].disclosure = shown[i];
    spread->disclosure = disclose(spread->total.n);
    free(n);
    free(shown);
    return fine || err_set(err, ERR_LATER, "there is no memory for a report");
}

static bool finish(struct spread *spread, struct err *err)
{
    if (spread->count > 0)
        qsort(spread->groups, spread->count, sizeof *spread->groups, by_key);
    set_labels(&spread->total, spread->question.asked);
    for (size_t i = 0; i < spread->count; i++) {
        struct figure *figure = &spread->groups[i].figure;
        if (spread->total.value_count > 0)
            add(figure, &spread->total, spread->total.value_count - 1, 0, 0);
        set_labels(figure, spread->question.asked);
    }
    return put_disclosure(spread, err);
}

static void start(struct spread *spread, const struct report_ask *ask, const struct book *book)
{
    spread->ask = *ask;
    spread->book = book;
    if (by_margin(ask->by)) {
        spread->ask.from = local_month_start(ask->from);
        spread->ask.to = local_month_start(local_month_start(ask->to) + 31) - 1;
    }
    start_figure(spread);
}

static bool collect(struct spread *const *spreads, size_t count, const char *question,
                    struct err *err)
{
    struct looking looking = { .spreads = spreads, .spread_count = count };
    const struct book *book = spreads[0]->book;
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->entries[i].published.id, spreads[0]->question.survey) == 0 &&
            !collect_version(&looking, &book->entries[i].published.digest, question, err))
            return false;
    for (size_t i = 0; i < count; i++)
        if (!finish(spreads[i], err))
            return false;
    return true;
}

bool spread_collect_many(const struct report_ask *const *asks, size_t count,
                         const struct book *book, const struct spread_question *question,
                         struct spread *const *ret, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        *ret[i] = (struct spread){ .question = *question };
        start(ret[i], asks[i], book);
    }
    return collect(ret, count, question->asked->name, err);
}

bool spread_collect(const struct report_ask *ask, const struct book *book,
                    const struct spread_question *question, struct spread *ret, struct err *err)
{
    return spread_collect_many(&ask, 1, book, question, &ret, err);
}

bool spread_responses(const struct report_ask *ask, const struct book *book, const char *survey,
                      struct spread *ret, struct err *err)
{
    *ret = (struct spread){ .question = { .survey = survey } };
    start(ret, ask, book);
    return collect(&ret, 1, "", err);
}

void spread_finish(struct spread *spread)
{
    free(spread->groups);
    free(spread->index);
    *spread = (struct spread){ 0 };
}
