/* Sums of deleted responses as text: see gone_sums.h. */
#include "gone_sums.h"
#include "grow.h"
#include "local_time.h"
#include <stdio.h>
#include <stdlib.h>

enum { TEXT_MAX = 8 * 1024 * 1024, FIELDS = 9, FIELD_MAX = 64 };

int tally_compare(const struct store_tally *a, const struct store_tally *b)
{
    int order = memcmp(&a->survey, &b->survey, sizeof a->survey);
    int32_t left = local_month_start(a->day);
    int32_t right = local_month_start(b->day);
    order = order != 0 ? order : (left > right) - (left < right);
    order = order != 0 ? order : a->monthly - b->monthly;
    order = order != 0 ? order : (a->day > b->day) - (a->day < b->day);
    order = order != 0 ? order : strcmp(a->venue, b->venue);
    order = order != 0 ? order : strcmp(a->question, b->question);
    order = order != 0 ? order : strcmp(a->value, b->value);
    order = order != 0 ? order : strcmp(a->language, b->language);
    order = order != 0 ? order : a->flagged - b->flagged;
    order = order != 0 ? order : a->access - b->access;
    return order != 0 ? order : a->hour - b->hour;
}

static int compare(const void *a, const void *b)
{
    return tally_compare(a, b);
}

void tally_list_merge(struct tally_list *list)
{
    size_t left = 0;
    if (list->count > 0)
        qsort(list->list, list->count, sizeof *list->list, compare);
    for (size_t i = 0; i < list->count; i++)
        if (left > 0 && tally_compare(&list->list[left - 1], &list->list[i]) == 0)
            list->list[left - 1].n += list->list[i].n;
        else
            list->list[left++] = list->list[i];
    list->count = left;
}

static void put_line(const struct store_tally *t, struct buf *out)
{
    buf_printf(out, "%c\t%d\t%s\t%s\t%s\t%s\t%d\t%u\t%u\t%u\n", t->monthly ? 'm' : 'd', t->day,
               t->venue, t->question, t->value, t->language, t->flagged, t->access, t->hour, t->n);
}

static bool same_month(const struct store_tally *a, const struct store_tally *b)
{
    return memcmp(&a->survey, &b->survey, sizeof a->survey) == 0 &&
           local_month_start(a->day) == local_month_start(b->day);
}

bool gone_sums_write(struct store_tally *list, size_t count,
                     bool (*take)(void *context, const struct store_gone_figures *sums),
                     void *context, struct err *err)
{
    BUF_AUTO text = buf_new(TEXT_MAX);
    if (count > 0)
        qsort(list, count, sizeof *list, compare);
    for (size_t i = 0; i < count; i++) {
        put_line(&list[i], &text);
        if (i + 1 < count && same_month(&list[i], &list[i + 1]))
            continue;
        struct store_gone_figures sums = { .survey = list[i].survey,
                                           .month = local_month_start(list[i].day),
                                           .text = buf_span(&text) };
        if (!buf_ok(&text, "the sums of deleted answers", err))
            return false;
        if (!take(context, &sums))
            return true;
        buf_clear(&text);
    }
    return true;
}

/* ---- reading ---- */

/* The next field, up to a tab or the line's end; false when it is too long or missing. */
static bool next_field(struct span *rest, char end, char ret[FIELD_MAX])
{
    const uint8_t *at = memchr(rest->data, end, rest->size);
    size_t size = at == NULL ? 0 : (size_t)(at - rest->data);
    if (at == NULL || size >= FIELD_MAX || memchr(rest->data, '\n', size) != NULL)
        return false;
    memcpy(ret, rest->data, size);
    ret[size] = '\0';
    *rest = span_of(at + 1, rest->size - size - 1);
    return true;
}

static bool number_of(const char *text, long long max, long long *ret)
{
    char *end = NULL;
    *ret = strtoll(text, &end, 10);
    return *text != '\0' && *end == '\0' && *ret >= -max && *ret <= max;
}

static bool fill(struct store_tally *t, char fields[FIELDS + 1][FIELD_MAX])
{
    long long day;
    long long flagged;
    long long access;
    long long hour;
    long long n;
    if (!number_of(fields[1], INT32_MAX, &day) || !number_of(fields[6], 1, &flagged) ||
        !number_of(fields[7], UINT8_MAX, &access) || !number_of(fields[8], UINT8_MAX, &hour) ||
        !number_of(fields[9], UINT32_MAX, &n) || strchr("dm", fields[0][0]) == NULL)
        return false;
    t->monthly = fields[0][0] == 'm';
    t->day = (int32_t)day;
    t->flagged = flagged != 0;
    t->access = (uint8_t)access;
    t->hour = (uint8_t)hour;
    t->n = (uint32_t)n;
    (void)snprintf(t->venue, sizeof t->venue, "%.*s", (int)sizeof t->venue - 1, fields[2]);
    (void)snprintf(t->question, sizeof t->question, "%.*s", (int)sizeof t->question - 1, fields[3]);
    (void)snprintf(t->value, sizeof t->value, "%.*s", (int)sizeof t->value - 1, fields[4]);
    (void)snprintf(t->language, sizeof t->language, "%.*s", (int)sizeof t->language - 1, fields[5]);
    return true;
}

static bool read_line(struct span *rest, struct store_tally *ret)
{
    char fields[FIELDS + 1][FIELD_MAX];
    for (int i = 0; i <= FIELDS; i++)
        if (!next_field(rest, i < FIELDS ? '\t' : '\n', fields[i]))
            return false;
    return fill(ret, fields);
}

bool gone_sums_read(const struct store_gone_figures *sums, struct tally_list *ret, struct err *err)
{
    struct span rest = sums->text;
    while (rest.size > 0) {
        struct store_tally tally = { .survey = sums->survey };
        if (!read_line(&rest, &tally) || local_month_start(tally.day) != sums->month)
            return err_set(err, ERR_CORRUPT, "the sums of deleted answers cannot be read");
        struct store_tally *grown = grow(ret->list, ret->count, sizeof *grown);
        if (grown == NULL)
            return err_set(err, ERR_LATER, "there is no memory for the sums of deleted answers");
        ret->list = grown;
        ret->list[ret->count++] = tally;
    }
    return true;
}
