/* The desk's part of the store's model: papers, audit log, summaries, kiosks' days. */
#include "local_time.h"
#include "store_memory_int.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- whole changes: the lists as they were are put aside ---- */

bool memory_together(struct store *store, struct err *err)
{
    struct memory *m = memory_of(store);
    struct memory *before = calloc(1, sizeof *before);
    (void)err;
    must(before != NULL && m->before == NULL, "a whole change began inside another");
    struct list *from = &m->settings;
    struct list *to = &before->settings;
    for (size_t i = 0; i < MEMORY_LISTS; i++) {
        size_t size = from[i].count * from[i].size;
        to[i] = from[i];
        to[i].items = malloc(size + 1);
        must(to[i].items != NULL, "no memory for the model");
        if (size > 0)
            memcpy(to[i].items, from[i].items, size);
    }
    m->before = before;
    return true;
}

static void forget(struct memory *m, struct list *lists)
{
    for (size_t i = 0; i < MEMORY_LISTS; i++)
        free(lists[i].items);
    free(m->before);
    m->before = NULL;
}

bool memory_together_keep(struct store *store, struct err *err)
{
    struct memory *m = memory_of(store);
    (void)err;
    forget(m, &m->before->settings);
    return true;
}

void memory_together_end(struct store *store)
{
    struct memory *m = memory_of(store);
    struct list gone[MEMORY_LISTS];
    if (m->before == NULL)
        return;
    memcpy(gone, &m->settings, sizeof gone);
    memcpy(&m->settings, &m->before->settings, sizeof gone);
    forget(m, gone);
}

/* ---- papers ---- */

static struct paper_row *find_paper(struct memory *m, const char *kind, const char *id)
{
    EACH(struct paper_row, p, m->papers)
    if (strcmp(p->paper.kind, kind) == 0 && strcmp(p->paper.id, id) == 0)
        return p;
    return NULL;
}

static struct paper_row *find_also(struct memory *m, const char *kind, const char *also)
{
    EACH(struct paper_row, p, m->papers)
    if (strcmp(p->paper.kind, kind) == 0 && strcmp(p->paper.also, also) == 0)
        return p;
    return NULL;
}

static bool show_paper(const struct paper_row *row, struct store_paper *ret, struct buf *ret_body,
                       struct err *err)
{
    if (row == NULL)
        return memory_missing(err);
    *ret = row->paper;
    buf_put_span(ret_body, buf_span(&row->body));
    ret->body = buf_span(ret_body);
    return buf_ok(ret_body, "a paper", err);
}

bool memory_paper_get(struct store *store, const char *kind, const char *id,
                      struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    return show_paper(find_paper(memory_of(store), kind, id), ret, ret_body, err);
}

bool memory_paper_find(struct store *store, const char *kind, const char *also,
                       struct store_paper *ret, struct buf *ret_body, struct err *err)
{
    return show_paper(find_also(memory_of(store), kind, also), ret, ret_body, err);
}

static int by_rank(const void *a, const void *b)
{
    const struct store_paper *left = a;
    const struct store_paper *right = b;
    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    return strcmp(left->id, right->id);
}

bool memory_paper_put(struct store *store, const struct store_paper *paper, uint64_t over,
                      struct err *err)
{
    struct memory *m = memory_of(store);
    struct paper_row *there = find_paper(m, paper->kind, paper->id);
    struct paper_row *other = find_also(m, paper->kind, paper->also);
    uint64_t now = there == NULL ? 0 : there->paper.version;
    struct paper_row row = { .paper = *paper, .body = memory_copy(m, paper->body) };
    if (over != PAPER_ANY && over != now)
        return err_set(err, ERR_STALE, "it was changed meanwhile");
    if (paper->also[0] != '\0' && other != NULL && other != there)
        return err_set(err, ERR_CONFLICT, "there is another of that name");
    row.paper.version = now + 1;
    if (there != NULL)
        *there = row;
    else
        (void)memory_add(&m->papers, &row);
    memory_sort(&m->papers, by_rank);
    return true;
}

void memory_take_away(struct list *list, void *item)
{
    char *at = item;
    char *end = (char *)list->items + list->count * list->size;
    memmove(at, at + list->size, (size_t)(end - at) - list->size);
    list->count--;
}

bool memory_paper_remove(struct store *store, const char *kind, const char *id, struct err *err)
{
    struct memory *m = memory_of(store);
    struct paper_row *row = find_paper(m, kind, id);
    (void)err;
    if (row != NULL)
        memory_take_away(&m->papers, row);
    return true;
}

/* Does it follow the place where the list goes on? */
static bool follows(const struct paper_query *query, const struct store_paper *paper)
{
    if (query->after_id == NULL)
        return true;
    struct store_paper place = { .rank = query->after_rank };
    (void)snprintf(place.id, sizeof place.id, "%s", query->after_id);
    int order = by_rank(paper, &place);
    return query->backwards ? order < 0 : order > 0;
}

static bool is_asked(const struct paper_query *query, const struct store_paper *paper)
{
    bool bounded = query->lowest != 0 || query->below != 0;
    return strcmp(paper->kind, query->kind) == 0 &&
           (query->part == NULL || strcmp(paper->part, query->part) == 0) &&
           (!bounded || (paper->rank >= query->lowest && paper->rank < query->below)) &&
           follows(query, paper);
}

bool memory_papers(struct store *store, const struct paper_query *query,
                   bool (*take)(void *, const struct store_paper *), void *context, struct err *err)
{
    const struct list *list = &memory_of(store)->papers;
    (void)err;
    for (size_t i = 0; i < list->count; i++) {
        struct paper_row *row =
            (struct paper_row *)list->items + (query->backwards ? list->count - 1 - i : i);
        row->paper.body = buf_span(&row->body);
        if (is_asked(query, &row->paper) && !take(context, &row->paper))
            break;
    }
    return true;
}

bool memory_papers_remove(struct store *store, const char *kind, const char *part, int64_t below,
                          struct err *err)
{
    struct list *list = &memory_of(store)->papers;
    (void)err;
    for (size_t i = list->count; i-- > 0;) {
        struct paper_row *row = (struct paper_row *)list->items + i;
        if (strcmp(row->paper.kind, kind) == 0 && row->paper.rank < below &&
            (part == NULL || strcmp(row->paper.part, part) == 0))
            memory_take_away(list, row);
    }
    return true;
}

/* ---- audit ---- */

bool memory_audit_head(struct store *store, uint64_t *ret_number, struct digest *ret_hash,
                       struct err *err)
{
    const struct list *list = &memory_of(store)->audits;
    (void)err;
    *ret_number = list->count;
    memset(ret_hash, 0, sizeof *ret_hash);
    if (list->count > 0)
        *ret_hash = ((struct audit_row *)list->items + list->count - 1)->line.hash;
    return true;
}

bool memory_audit_add(struct store *store, const struct store_audit *line, struct err *err)
{
    struct memory *m = memory_of(store);
    struct audit_row row = { .line = *line, .detail = memory_copy(m, line->detail) };
    if (line->number != m->audits.count + 1)
        return err_set(err, ERR_LATER, "somebody was quicker");
    (void)memory_add(&m->audits, &row);
    return true;
}

static bool line_fits(const struct audit_query *query, const struct store_audit *line)
{
    bool behind = query->backwards ? query->after == 0 || line->number < query->after
                                   : line->number > query->after;
    return behind &&
           (query->action == NULL ||
            strncmp(line->action, query->action, strlen(query->action)) == 0) &&
           (query->actor == NULL || strcmp(line->actor_id, query->actor) == 0) &&
           (query->subject == NULL || strcmp(line->subject, query->subject) == 0);
}

bool memory_audits(struct store *store, const struct audit_query *query,
                   bool (*take)(void *, const struct store_audit *), void *context, struct err *err)
{
    const struct list *list = &memory_of(store)->audits;
    (void)err;
    for (size_t i = 0; i < list->count; i++) {
        struct audit_row *row =
            (struct audit_row *)list->items + (query->backwards ? list->count - 1 - i : i);
        row->line.detail = buf_span(&row->detail);
        if (line_fits(query, &row->line) && !take(context, &row->line))
            break;
    }
    return true;
}

/* ---- summaries ---- */

static bool same_member(const struct store_member *a, const struct store_member *b)
{
    return a->kiosk == b->kiosk && a->month == b->month && strcmp(a->venue, b->venue) == 0 &&
           memcmp(&a->survey, &b->survey, sizeof a->survey) == 0;
}

static void note_stale(struct memory *m, uint64_t kiosk, const struct store_tally *tally)
{
    struct store_stale stale = {
        .member = { .survey = tally->survey, .month = tally->day, .kiosk = kiosk }, .n = 1
    };
    memcpy(stale.member.venue, tally->venue, sizeof stale.member.venue);
    EACH(struct store_stale, s, m->stales)
    if (same_member(&s->member, &stale.member)) {
        s->n++;
        return;
    }
    (void)memory_add(&m->stales, &stale);
}

bool memory_stale(struct store *store, size_t limit,
                  bool (*take)(void *, const struct store_stale *), void *context, struct err *err)
{
    (void)err;
    EACH(struct store_stale, s, memory_of(store)->stales)
    if (limit-- == 0 || !take(context, s))
        break;
    return true;
}

bool memory_stale_count(struct store *store, size_t *ret, struct err *err)
{
    (void)err;
    *ret = memory_of(store)->stales.count;
    return true;
}

static int by_member(const void *a, const void *b)
{
    const struct store_member *left = a;
    const struct store_member *right = b;
    int order = strcmp(left->venue, right->venue);
    if (order == 0)
        order = memcmp(&left->survey, &right->survey, sizeof left->survey);
    if (order == 0)
        order = (left->month > right->month) - (left->month < right->month);
    return order != 0 ? order : (left->kiosk > right->kiosk) - (left->kiosk < right->kiosk);
}

static void add_member(struct memory *m, const struct store_member *member)
{
    EACH(struct store_member, known, m->members)
    if (same_member(known, member))
        return;
    (void)memory_add(&m->members, member);
    memory_sort(&m->members, by_member);
}

bool memory_stale_done(struct store *store, const struct store_stale *stale, struct err *err)
{
    struct memory *m = memory_of(store);
    (void)err;
    EACH(struct store_stale, s, m->stales)
    if (same_member(&s->member, &stale->member) && s->n == stale->n) {
        memory_take_away(&m->stales, s);
        break;
    }
    add_member(m, &stale->member);
    return true;
}

bool memory_members(struct store *store, const char *venue, const struct digest *survey,
                    int32_t month, bool (*take)(void *, const struct store_member *), void *context,
                    struct err *err)
{
    (void)err;
    EACH(struct store_member, member, memory_of(store)->members)
    if ((venue == NULL || (strcmp(member->venue, venue) == 0 && member->month == month &&
                           memcmp(&member->survey, survey, sizeof *survey) == 0)) &&
        !take(context, member))
        break;
    return true;
}

static bool is_of(const struct store_member *member, const struct store_tally *tally, bool monthly)
{
    return tally->monthly == monthly && strcmp(tally->venue, member->venue) == 0 &&
           memcmp(&tally->survey, &member->survey, sizeof member->survey) == 0 &&
           local_month_start(tally->day) == member->month;
}

bool memory_month_tallies(struct store *store, const struct store_member *member, bool monthly,
                          bool (*take)(void *, uint64_t, const struct store_tally *), void *context,
                          struct err *err)
{
    (void)err;
    EACH(struct tally_row, t, memory_of(store)->tallies)
    if (t->kiosk == member->kiosk && is_of(member, &t->tally, monthly) &&
        !take(context, t->kiosk, &t->tally))
        break;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct store_summary *left = a;
    const struct store_summary *right = b;
    int order = strcmp(left->venue, right->venue);
    return order != 0 ? order : strcmp(left->value, right->value);
}

bool memory_summary_put(struct store *store, const struct store_summary *row, struct err *err)
{
    struct memory *m = memory_of(store);
    (void)err;
    EACH(struct store_summary, s, m->summaries)
    if (by_place(s, row) == 0 && strcmp(s->question, row->question) == 0 &&
        s->month == row->month && memcmp(&s->survey, &row->survey, sizeof row->survey) == 0) {
        *s = *row;
        return true;
    }
    (void)memory_add(&m->summaries, row);
    memory_sort(&m->summaries, by_place);
    return true;
}

bool memory_summaries(struct store *store, const struct digest *survey, const char *question,
                      int32_t month, const char *venue,
                      bool (*take)(void *, const struct store_summary *), void *context,
                      struct err *err)
{
    (void)err;
    EACH(struct store_summary, s, memory_of(store)->summaries)
    if (s->month == month && strcmp(s->question, question) == 0 &&
        memcmp(&s->survey, survey, sizeof *survey) == 0 &&
        (venue == NULL || strcmp(s->venue, venue) == 0) && !take(context, s))
        break;
    return true;
}

bool memory_summary_months(struct store *store, const struct digest *survey, bool *ret_any,
                           int32_t *ret_first, int32_t *ret_last, struct err *err)
{
    (void)err;
    *ret_any = false;
    *ret_first = *ret_last = 0;
    EACH(struct store_summary, s, memory_of(store)->summaries)
    {
        if (s->question[0] != '\0' || memcmp(&s->survey, survey, sizeof *survey) != 0)
            continue;
        *ret_first = !*ret_any || s->month < *ret_first ? s->month : *ret_first;
        *ret_last = !*ret_any || s->month > *ret_last ? s->month : *ret_last;
        *ret_any = true;
    }
    return true;
}

/* ---- kiosks' days ---- */

static int by_day(const void *a, const void *b)
{
    const struct store_kiosk_day *left = a;
    const struct store_kiosk_day *right = b;
    if (left->kiosk != right->kiosk)
        return left->kiosk < right->kiosk ? -1 : 1;
    if (left->day != right->day)
        return left->day < right->day ? -1 : 1;
    return strcmp(left->venue, right->venue);
}

static struct store_kiosk_day *day_of(struct memory *m, const struct store_keep *keep)
{
    struct store_kiosk_day day = { .kiosk = keep->kiosk, .day = keep->day, .room_mib = UINT32_MAX };
    (void)snprintf(day.venue, sizeof day.venue, "%s", keep->venue);
    EACH(struct store_kiosk_day, known, m->kiosk_days)
    if (by_day(known, &day) == 0)
        return known;
    return memory_add(&m->kiosk_days, &day);
}

static void add_day(struct memory *m, const struct store_keep *keep)
{
    const struct store_counters *counters = &keep->counters;
    struct store_kiosk_day *day = day_of(m, keep);
    day->exchanges++;
    day->woken += counters->woken;
    day->started += counters->started;
    day->completed += counters->completed;
    day->restarts += counters->restarts;
    day->dead += counters->dead;
    day->helped += counters->helped;
    day->responses += (uint32_t)(keep->after.seq - keep->before.seq);
    day->pending = day->pending > counters->pending ? day->pending : counters->pending;
    day->write_ms = day->write_ms > counters->write_ms ? day->write_ms : counters->write_ms;
    day->room_mib = day->room_mib < counters->room_mib ? day->room_mib : counters->room_mib;
    memcpy(day->version, counters->version, sizeof day->version);
    memory_sort(&m->kiosk_days, by_day);
}

void memory_keep_desk(struct memory *m, const struct store_keep *keep, bool heard)
{
    for (size_t i = 0; keep->after.seq > keep->before.seq && i < keep->tally_count; i++)
        if (keep->tallies[i].monthly)
            note_stale(m, keep->kiosk, &keep->tallies[i]);
    if (heard && keep->venue != NULL)
        add_day(m, keep);
}

bool memory_kiosk_days(struct store *store, uint64_t kiosk, int32_t from, int32_t to,
                       bool (*take)(void *, const struct store_kiosk_day *), void *context,
                       struct err *err)
{
    (void)err;
    EACH(struct store_kiosk_day, d, memory_of(store)->kiosk_days)
    if ((kiosk == 0 || d->kiosk == kiosk) && d->day >= from && d->day <= to && !take(context, d))
        break;
    return true;
}
