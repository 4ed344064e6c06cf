/* The model of the store: see store_memory.h. Every table is a list that is searched from its
 * start. */
#include "store_memory_int.h"
#include <stdio.h>
#include <stdlib.h>

void *memory_add(struct list *list, const void *item)
{
    char *grown = realloc(list->items, (list->count + 1) * list->size);
    must(grown != NULL, "no memory for the model");
    list->items = grown;
    return memcpy(grown + list->count++ * list->size, item, list->size);
}

static bool same(const struct digest *a, const struct digest *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

struct buf memory_copy(struct memory *m, struct span bytes)
{
    struct buf buf = buf_new(bytes.size);
    buf_put_span(&buf, bytes);
    (void)memory_add(&m->owned, &buf);
    return buf;
}

bool memory_missing(struct err *err)
{
    return err_set(err, ERR_MISSING, "it is not there");
}

void memory_sort(struct list *list, int (*compare)(const void *a, const void *b))
{
    if (list->count > 0)
        qsort(list->items, list->count, list->size, compare);
}

static bool memory_open(const char *where, bool create, struct store **ret, struct err *err)
{
    struct memory *m = calloc(1, sizeof *m);
    (void)where;
    (void)create;
    if (m == NULL)
        return err_set(err, ERR_LATER, "no memory for the model");
    m->base.engine = &memory_engine;
    m->settings = LIST(struct setting);
    m->counters = LIST(struct counter);
    m->statements = LIST(struct statement_row);
    m->invitations = LIST(struct invitation_row);
    m->venues = LIST(struct venue);
    m->blobs = LIST(struct blob_row);
    m->surveys = LIST(struct published_survey);
    m->venue_surveys = LIST(struct venue_survey);
    m->venue_files = LIST(struct venue_file);
    m->notices = LIST(struct notice_row);
    m->bundles = LIST(struct bundle_row);
    m->kiosks = LIST(struct store_kiosk);
    m->watermarks = LIST(struct watermark_row);
    m->events = LIST(struct store_event);
    m->batches = LIST(struct batch_row);
    m->rows = LIST(struct store_row);
    m->asides = LIST(struct aside_row);
    m->tallies = LIST(struct tally_row);
    m->papers = LIST(struct paper_row);
    m->audits = LIST(struct audit_row);
    m->stales = LIST(struct store_stale);
    m->members = LIST(struct store_member);
    m->summaries = LIST(struct store_summary);
    m->kiosk_days = LIST(struct store_kiosk_day);
    m->gone = LIST(struct store_gone);
    m->gone_figures = LIST(struct gone_figures_row);
    m->owned = LIST(struct buf);
    *ret = &m->base;
    return true;
}

static void memory_close(struct store *store)
{
    struct memory *m = memory_of(store);
    memory_together_end(store);
    EACH(struct buf, b, m->owned) buf_finish(b);
    struct list *lists = &m->settings;
    for (size_t i = 0; i < MEMORY_LISTS; i++)
        free(lists[i].items);
    free(m->owned.items);
    free(m);
}

/* ---- desk ---- */

static bool setting_get(struct store *store, const char *key, struct buf *ret, struct err *err)
{
    EACH(struct setting, s, memory_of(store)->settings)
    if (strcmp(s->key, key) == 0) {
        buf_put_span(ret, buf_span(&s->value));
        return buf_ok(ret, "a setting", err);
    }
    return memory_missing(err);
}

static bool setting_put(struct store *store, const char *key, struct span value, struct err *err)
{
    struct setting added = { .value = memory_copy(memory_of(store), value) };
    (void)err;
    EACH(struct setting, s, memory_of(store)->settings)
    if (strcmp(s->key, key) == 0) {
        s->value = added.value;
        return true;
    }
    (void)snprintf(added.key, sizeof added.key, "%s", key);
    (void)memory_add(&memory_of(store)->settings, &added);
    return true;
}

static bool counter(struct store *store, const char *name, uint64_t *ret, struct err *err)
{
    (void)err;
    *ret = 0;
    EACH(struct counter, c, memory_of(store)->counters)
    if (strcmp(c->name, name) == 0)
        *ret = c->value;
    return true;
}

static bool next(struct store *store, const char *name, uint64_t at_least, uint64_t *ret,
                 struct err *err)
{
    struct counter added = { .value = at_least > 1 ? at_least : 1 };
    uint64_t last;
    if (!counter(store, name, &last, err))
        return false;
    if (at_least > STORE_COUNTER_MAX || last >= STORE_COUNTER_MAX)
        return err_set(err, ERR_FULL, "the counter is at its end");
    EACH(struct counter, c, memory_of(store)->counters)
    if (strcmp(c->name, name) == 0) {
        c->value = c->value + 1 > at_least ? c->value + 1 : at_least;
        *ret = c->value;
        return true;
    }
    (void)snprintf(added.name, sizeof added.name, "%s", name);
    (void)memory_add(&memory_of(store)->counters, &added);
    *ret = added.value;
    return true;
}

static int by_number(const void *a, const void *b)
{
    uint64_t left = ((const struct statement_row *)a)->number;
    uint64_t right = ((const struct statement_row *)b)->number;
    return (left > right) - (left < right);
}

static bool statement_add(struct store *store, uint64_t number, int kind, struct span message,
                          struct err *err)
{
    struct list *list = &memory_of(store)->statements;
    EACH(struct statement_row, s, *list)
    if (s->number == number)
        return err_set(err, ERR_REFUSED, "this number is taken");
    (void)memory_add(
        list, &(struct statement_row){ number, kind, memory_copy(memory_of(store), message) });
    qsort(list->items, list->count, list->size, by_number);
    return true;
}

static bool statements(struct store *store, bool (*take)(void *, uint64_t, int, struct span),
                       void *context, struct err *err)
{
    (void)err;
    EACH(struct statement_row, s, memory_of(store)->statements)
    if (!take(context, s->number, s->kind, buf_span(&s->message)))
        break;
    return true;
}

static bool invitation_add(struct store *store, struct store_invitation *invitation, int64_t now,
                           struct err *err)
{
    struct memory *m = memory_of(store);
    (void)now;
    (void)err;
    invitation->id = (uint16_t)m->invitations.count;
    (void)memory_add(&m->invitations, &(struct invitation_row){ .invitation = *invitation });
    return true;
}

static bool invitation_get(struct store *store, uint16_t id, struct store_invitation *ret,
                           struct err *err)
{
    EACH(struct invitation_row, i, memory_of(store)->invitations)
    if (i->invitation.id == id) {
        *ret = i->invitation;
        return true;
    }
    return memory_missing(err);
}

static bool invitation_end(struct store *store, uint16_t id, struct err *err)
{
    EACH(struct invitation_row, i, memory_of(store)->invitations)
    if (i->invitation.id == id) {
        if (i->invitation.used)
            return err_set(err, ERR_CONFLICT, "it was used");
        i->invitation.expires = 0;
        return true;
    }
    return memory_missing(err);
}

static bool invitations(struct store *store, bool (*take)(void *, const struct store_invitation *),
                        void *context, struct err *err)
{
    (void)err;
    EACH(struct invitation_row, i, memory_of(store)->invitations)
    if (!take(context, &i->invitation))
        break;
    return true;
}

/* ---- frame ---- */

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct venue *)a)->id, ((const struct venue *)b)->id);
}

static bool venue_put(struct store *store, const struct venue *venue, struct err *err)
{
    struct list *list = &memory_of(store)->venues;
    (void)err;
    EACH(struct venue, v, *list)
    if (strcmp(v->id, venue->id) == 0) {
        *v = *venue;
        return true;
    }
    (void)memory_add(list, venue);
    qsort(list->items, list->count, list->size, by_id);
    return true;
}

static bool venue_get(struct store *store, const char *id, struct venue *ret, struct err *err)
{
    EACH(struct venue, v, memory_of(store)->venues)
    if (strcmp(v->id, id) == 0) {
        *ret = *v;
        return true;
    }
    return memory_missing(err);
}

static bool venues(struct store *store, bool (*take)(void *, const struct venue *), void *context,
                   struct err *err)
{
    (void)err;
    EACH(struct venue, v, memory_of(store)->venues)
    if (!take(context, v))
        break;
    return true;
}

static bool blob_get(struct store *store, const struct digest *name, struct buf *ret,
                     struct err *err)
{
    EACH(struct blob_row, b, memory_of(store)->blobs)
    if (same(&b->name, name)) {
        buf_put_span(ret, buf_span(&b->bytes));
        return buf_ok(ret, "a blob", err);
    }
    return memory_missing(err);
}

static bool blob_put(struct store *store, const struct digest *name, struct span bytes,
                     struct err *err)
{
    (void)err;
    EACH(struct blob_row, b, memory_of(store)->blobs)
    if (same(&b->name, name))
        return true;
    (void)memory_add(&memory_of(store)->blobs,
                     &(struct blob_row){ *name, memory_copy(memory_of(store), bytes) });
    return true;
}

static bool survey_get(struct store *store, const struct digest *digest,
                       struct published_survey *ret, struct err *err)
{
    EACH(struct published_survey, s, memory_of(store)->surveys)
    if (same(&s->digest, digest)) {
        *ret = *s;
        return true;
    }
    return memory_missing(err);
}

static bool survey_publish(struct store *store, struct published_survey *survey, struct err *err)
{
    static const struct digest none;
    struct published_survey found = { 0 };
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!blob_get(store, &survey->digest, &bytes, err))
        return false;
    if (survey_get(store, &survey->digest, &found, err)) {
        survey->version = found.version;
        EACH(struct published_survey, known, memory_of(store)->surveys)
        if (same(&known->digest, &survey->digest) && survey->published != 0) {
            memcpy(known->accepted, survey->accepted, sizeof known->accepted);
            known->published = found.published != 0 ? found.published : survey->published;
            known->base = same(&survey->base, &none) ? known->base : survey->base;
        }
        survey->published = found.published != 0 ? found.published : survey->published;
        return true;
    }
    survey->version = 1;
    EACH(struct published_survey, s, memory_of(store)->surveys)
    survey->version += strcmp(s->id, survey->id) == 0;
    (void)memory_add(&memory_of(store)->surveys, survey);
    return true;
}

static bool surveys(struct store *store, bool (*take)(void *, const struct published_survey *),
                    void *context, struct err *err)
{
    const struct list *list = &memory_of(store)->surveys;
    (void)err;
    for (size_t i = list->count; i-- > 0;)
        if (!take(context, (const struct published_survey *)list->items + i))
            break;
    return true;
}

static bool venue_survey_put(struct store *store, const char *venue, const struct digest *survey,
                             struct err *err)
{
    struct venue_survey added = { .survey = *survey };
    (void)err;
    (void)snprintf(added.venue, sizeof added.venue, "%s", venue);
    EACH(struct venue_survey, v, memory_of(store)->venue_surveys)
    if (strcmp(v->venue, venue) == 0) {
        *v = added;
        return true;
    }
    (void)memory_add(&memory_of(store)->venue_surveys, &added);
    return true;
}

static int by_venue(const void *a, const void *b)
{
    return strcmp(((const struct venue_survey *)a)->venue, ((const struct venue_survey *)b)->venue);
}

static bool venue_surveys(struct store *store,
                          bool (*take)(void *, const char *, const struct digest *), void *context,
                          struct err *err)
{
    static const struct digest none;
    struct list *list = &memory_of(store)->venue_surveys;
    struct published_survey survey;
    (void)err;
    if (list->count > 0)
        qsort(list->items, list->count, sizeof(struct venue_survey), by_venue);
    EACH(struct venue_survey, v, *list)
    {
        bool joined = store_survey_get(store, &v->survey, &survey, err) &&
                      memcmp(&survey.base, &none, sizeof none) != 0;
        if (!take(context, v->venue, joined ? &survey.base : &v->survey))
            return true;
    }
    return true;
}

static bool venue_survey_get(struct store *store, const char *venue, struct digest *ret,
                             struct err *err)
{
    EACH(struct venue_survey, v, memory_of(store)->venue_surveys)
    if (strcmp(v->venue, venue) == 0) {
        *ret = v->survey;
        return true;
    }
    return memory_missing(err);
}

static struct venue_file *find_venue_file(struct store *store, const char *venue, const char *name)
{
    EACH(struct venue_file, f, memory_of(store)->venue_files)
    if (strcmp(f->venue, venue) == 0 && strcmp(f->name, name) == 0)
        return f;
    return NULL;
}

static bool venue_file_put(struct store *store, const char *venue, const char *name,
                           struct span bytes, struct err *err)
{
    struct venue_file *found = find_venue_file(store, venue, name);
    struct venue_file added = { .bytes = memory_copy(memory_of(store), bytes) };
    (void)err;
    (void)snprintf(added.venue, sizeof added.venue, "%s", venue);
    (void)snprintf(added.name, sizeof added.name, "%s", name);
    if (found == NULL) {
        (void)memory_add(&memory_of(store)->venue_files, &added);
        return true;
    }
    *found = added;
    return true;
}

static bool venue_file_get(struct store *store, const char *venue, const char *name,
                           struct buf *ret, struct err *err)
{
    const struct venue_file *found = find_venue_file(store, venue, name);
    if (found == NULL)
        return memory_missing(err);
    buf_put_span(ret, buf_span(&found->bytes));
    return buf_ok(ret, "a venue's file", err);
}

static bool notice_add(struct store *store, const struct store_notice *notice, struct err *err)
{
    struct memory *m = memory_of(store);
    struct notice_row row = { *notice, memory_copy(m, notice->bytes) };
    (void)err;
    (void)memory_add(&m->notices, &row);
    return true;
}

static bool notices(struct store *store, bool (*take)(void *, const struct store_notice *),
                    void *context, struct err *err)
{
    (void)err;
    EACH(struct notice_row, row, memory_of(store)->notices)
    {
        row->notice.bytes = buf_span(&row->bytes);
        if (!take(context, &row->notice))
            break;
    }
    return true;
}

static bool notice_withdraw(struct store *store, uint64_t number, int64_t when, struct err *err)
{
    EACH(struct notice_row, row, memory_of(store)->notices)
    if (row->notice.number == number && row->notice.withdrawn == 0) {
        row->notice.withdrawn = when;
        return true;
    }
    return memory_missing(err);
}

static bool bundle_put(struct store *store, const char *venue, const struct store_bundle *bundle,
                       struct err *err)
{
    struct bundle_row added = { .bundle = *bundle };
    EACH(struct bundle_row, b, memory_of(store)->bundles)
    if (strcmp(b->venue, venue) == 0 && b->bundle.follows == bundle->follows)
        return err_set(err, ERR_STALE, "another follows it");
    (void)snprintf(added.venue, sizeof added.venue, "%s", venue);
    (void)memory_add(&memory_of(store)->bundles, &added);
    return true;
}

static bool bundle_get(struct store *store, const char *venue, struct store_bundle *ret,
                       struct err *err)
{
    bool found = false;
    EACH(struct bundle_row, b, memory_of(store)->bundles)
    if (strcmp(b->venue, venue) == 0 && (!found || b->bundle.serial > ret->serial)) {
        *ret = b->bundle;
        found = true;
    }
    return found || memory_missing(err);
}

static bool bundle_venue(struct store *store, const struct digest *manifest, char *ret,
                         struct err *err)
{
    EACH(struct bundle_row, b, memory_of(store)->bundles)
    if (same(&b->bundle.manifest, manifest)) {
        memcpy(ret, b->venue, sizeof b->venue);
        return true;
    }
    return memory_missing(err);
}

/* ---- kiosks ---- */

static bool enrol(struct store *store, uint16_t invitation, const struct store_kiosk *kiosk,
                  const struct digest *start, struct span reply, struct buf *ret_reply,
                  struct err *err)
{
    struct memory *m = memory_of(store);
    if (invitation >= m->invitations.count)
        return memory_missing(err);
    struct invitation_row *row = (struct invitation_row *)m->invitations.items + invitation;
    if (row->invitation.used && memcmp(row->invitation.used_by, kiosk->key, 32) != 0)
        return err_set(err, ERR_REFUSED, "another kiosk has used it");
    if (!row->invitation.used) {
        struct watermark_row begun = { .kiosk = kiosk->id, .at = { kiosk->life, 0, *start, 0, 0 } };
        row->invitation.used = true;
        row->invitation.kiosk = kiosk->id;
        memcpy(row->invitation.used_by, kiosk->key, 32);
        row->reply = memory_copy(memory_of(store), reply);
        (void)memory_add(&m->kiosks, kiosk);
        (void)memory_add(&m->watermarks, &begun);
    }
    buf_put_span(ret_reply, buf_span(&row->reply));
    return buf_ok(ret_reply, "a reply", err);
}

static struct store_kiosk *find_kiosk(struct store *store, uint64_t id)
{
    EACH(struct store_kiosk, k, memory_of(store)->kiosks)
    if (k->id == id)
        return k;
    return NULL;
}

static bool adopt(struct store *store, const struct store_kiosk *kiosk, const struct digest *start,
                  struct err *err)
{
    struct memory *m = memory_of(store);
    const struct store_kiosk *here = find_kiosk(store, kiosk->id);
    struct watermark_row begun = { .kiosk = kiosk->id, .at = { kiosk->life, 0, *start, 0, 0 } };
    if (here != NULL)
        return store_adopted(kiosk, here, err);
    if (kiosk->invitation < m->invitations.count) {
        struct invitation_row *row =
            (struct invitation_row *)m->invitations.items + kiosk->invitation;
        if (!row->invitation.used)
            memcpy(row->invitation.used_by, kiosk->key, 32);
        row->invitation.kiosk = row->invitation.used ? row->invitation.kiosk : kiosk->id;
        row->invitation.used = true;
    }
    (void)memory_add(&m->kiosks, kiosk);
    (void)memory_add(&m->watermarks, &begun);
    return true;
}

static bool kiosk_get(struct store *store, uint64_t id, struct store_kiosk *ret, struct err *err)
{
    const struct store_kiosk *kiosk = find_kiosk(store, id);
    if (kiosk == NULL)
        return memory_missing(err);
    *ret = *kiosk;
    return true;
}

static bool kiosks(struct store *store, const char *venue,
                   bool (*take)(void *, const struct store_kiosk *), void *context, struct err *err)
{
    (void)err;
    EACH(struct store_kiosk, k, memory_of(store)->kiosks)
    if ((venue == NULL || strcmp(k->venue, venue) == 0) && !take(context, k))
        break;
    return true;
}

static bool kiosk_move(struct store *store, uint64_t id, const char *venue, struct err *err)
{
    struct store_kiosk *kiosk = find_kiosk(store, id);
    if (kiosk == NULL)
        return memory_missing(err);
    (void)snprintf(kiosk->venue, sizeof kiosk->venue, "%s", venue);
    return true;
}

static bool kiosk_revoke(struct store *store, uint64_t id, int64_t from, struct err *err)
{
    struct store_kiosk *kiosk = find_kiosk(store, id);
    if (kiosk == NULL)
        return memory_missing(err);
    kiosk->revoked_from = from;
    return true;
}

static struct watermark_row *find_watermark(struct store *store, uint64_t kiosk, uint64_t life)
{
    EACH(struct watermark_row, w, memory_of(store)->watermarks)
    if (w->kiosk == kiosk && w->at.life == life)
        return w;
    return NULL;
}

static bool life_begin(struct store *store, uint64_t id, uint64_t life, const struct digest *start,
                       struct err *err)
{
    struct store_kiosk *kiosk = find_kiosk(store, id);
    struct watermark_row begun = { .kiosk = id, .at = { life, 0, *start, 0, 0 } };
    if (kiosk == NULL)
        return memory_missing(err);
    kiosk->life = life;
    if (find_watermark(store, id, life) == NULL)
        (void)memory_add(&memory_of(store)->watermarks, &begun);
    return true;
}

static bool watermark(struct store *store, uint64_t kiosk, uint64_t life,
                      struct store_watermark *ret, struct err *err)
{
    const struct watermark_row *row = find_watermark(store, kiosk, life);
    if (row == NULL)
        return memory_missing(err);
    *ret = row->at;
    return true;
}

static bool sender(struct store *store, uint64_t kiosk, struct store_sender *ret, struct err *err)
{
    *ret = (struct store_sender){ 0 };
    if (!kiosk_get(store, kiosk, &ret->kiosk, err))
        return false;
    if (!venue_get(store, ret->kiosk.venue, &ret->venue, err))
        return err_set(err, ERR_CORRUPT, "its venue is not there");
    (void)bundle_get(store, ret->kiosk.venue, &ret->bundle, err);
    ret->found = watermark(store, kiosk, ret->kiosk.life, &ret->at, err);
    return counter(store, "bundle", &ret->bundles_made, err);
}

static bool watermarks(struct store *store, uint64_t kiosk,
                       bool (*take)(void *, const struct store_watermark *), void *context,
                       struct err *err)
{
    (void)err;
    EACH(struct watermark_row, w, memory_of(store)->watermarks)
    if (w->kiosk == kiosk && !take(context, &w->at))
        break;
    return true;
}

static int latest_first(const void *a, const void *b)
{
    int64_t left = ((const struct store_event *)a)->last;
    int64_t right = ((const struct store_event *)b)->last;
    return (left < right) - (left > right);
}

static bool event(struct store *store, uint64_t kiosk, int64_t when, const char *what,
                  struct err *err)
{
    struct list *list = &memory_of(store)->events;
    struct store_event added = { .kiosk = kiosk, .first = when, .last = when };
    struct store_event *found = NULL;
    (void)err;
    (void)snprintf(added.what, sizeof added.what, "%s", what);
    EACH(struct store_event, e, *list)
    if (e->kiosk == kiosk && strcmp(e->what, what) == 0)
        found = e;
    if (found == NULL)
        found = memory_add(list, &added);
    found->last = when;
    found->times++;
    qsort(list->items, list->count, list->size, latest_first);
    return true;
}

static bool events(struct store *store, uint64_t kiosk,
                   bool (*take)(void *, const struct store_event *), void *context, struct err *err)
{
    (void)err;
    EACH(struct store_event, e, memory_of(store)->events)
    if ((kiosk == 0 || e->kiosk == kiosk) && !take(context, e))
        break;
    return true;
}

/* ---- keeping ---- */

static bool known_surveys(struct store *store, const struct store_keep *keep, struct err *err)
{
    struct published_survey found;
    for (size_t i = 0; i < keep->response_count; i++)
        if (!survey_get(store, &keep->responses[i].survey, &found, err))
            return false;
    for (size_t i = 0; i < keep->tally_count; i++)
        if (!survey_get(store, &keep->tallies[i].survey, &found, err))
            return false;
    return true;
}

static bool counts_same(const struct store_tally *a, const struct store_tally *b)
{
    return same(&a->survey, &b->survey) && strcmp(a->question, b->question) == 0 &&
           strcmp(a->value, b->value) == 0 && strcmp(a->venue, b->venue) == 0 &&
           strcmp(a->language, b->language) == 0 && a->day == b->day && a->monthly == b->monthly &&
           a->flagged == b->flagged && a->access == b->access && a->hour == b->hour;
}

static void add_tally(struct memory *m, uint64_t kiosk, const struct store_tally *tally)
{
    EACH(struct tally_row, t, m->tallies)
    if (t->kiosk == kiosk && counts_same(&t->tally, tally)) {
        t->tally.n += tally->n;
        return;
    }
    (void)memory_add(&m->tallies, &(struct tally_row){ kiosk, *tally });
}

static void keep_rows(struct memory *m, const struct store_keep *keep)
{
    struct batch_row batch = { .batch = { .kiosk = keep->kiosk,
                                          .life = keep->life,
                                          .first = keep->before.seq + 1,
                                          .last = keep->after.seq,
                                          .hash = keep->after.hash,
                                          .received = keep->received,
                                          .carried = keep->carried },
                               .bytes = memory_copy(m, keep->batch) };
    (void)snprintf(batch.batch.time_zone, sizeof batch.batch.time_zone, "%s", keep->time_zone);
    if (keep->after.seq == keep->before.seq)
        return;
    (void)memory_add(&m->batches, &batch);
    for (size_t i = 0; i < keep->response_count; i++)
        (void)memory_add(&m->rows,
                         &(struct store_row){ keep->kiosk, keep->life, keep->responses[i] });
    for (size_t i = 0; i < keep->aside_count; i++)
        (void)memory_add(&m->asides,
                         &(struct aside_row){ keep->kiosk, keep->life, keep->asides[i] });
    for (size_t i = 0; i < keep->tally_count; i++)
        add_tally(m, keep->kiosk, &keep->tallies[i]);
}

/* Why the watermark did not stand where the batch begins. */
static enum keep_verdict judge(const struct memory *m, const struct store_keep *keep)
{
    const struct store_watermark *at = &keep->at;
    if (keep->before.seq > at->seq)
        return KEEP_GAP;
    if (keep->before.seq == at->seq)
        return KEEP_FORK;
    EACH(struct batch_row, b, m->batches)
    if (b->batch.kiosk == keep->kiosk && b->batch.life == keep->life &&
        b->batch.last == keep->after.seq)
        return same(&b->batch.hash, &keep->after.hash) ? KEEP_KNOWN : KEEP_FORK;
    if (keep->after.seq == at->seq)
        return same(&at->hash, &keep->after.hash) ? KEEP_KNOWN : KEEP_FORK;
    return KEEP_OVERLAP;
}

/* Is this later by the kiosk's own time than what was last heard of this life? */
static bool heard_on(struct watermark_row *row, const struct store_keep *keep)
{
    bool outside = keep->now_segment == 0;
    if (keep->carried)
        return false;
    if (outside && keep->now_wall > row->heard_wall)
        row->heard_wall = keep->now_wall;
    else if (!outside &&
             (keep->now_segment > row->heard_segment ||
              (keep->now_segment == row->heard_segment && keep->now_ms > row->heard_ms)))
        row->heard_segment = keep->now_segment, row->heard_ms = keep->now_ms;
    else
        return false;
    return true;
}

static void keep_one(struct store *store, struct store_keep *keep)
{
    struct watermark_row *row = find_watermark(store, keep->kiosk, keep->life);
    struct store_kiosk *kiosk = find_kiosk(store, keep->kiosk);
    bool heard = heard_on(row, keep);
    if (heard) {
        kiosk->last_seen = keep->received;
        kiosk->bundle_serial = keep->bundle_serial;
        if (keep->health.size > 0)
            (void)snprintf(kiosk->health, sizeof kiosk->health, "%.*s", (int)keep->health.size,
                           (const char *)keep->health.data);
    }
    keep->at = row->at;
    if (row->at.seq == keep->before.seq && same(&row->at.hash, &keep->before.hash)) {
        keep->verdict = KEEP_KEPT;
        row->at = keep->at = keep->after;
        keep_rows(memory_of(store), keep);
        memory_keep_desk(memory_of(store), keep, heard);
    } else {
        keep->verdict = judge(memory_of(store), keep);
    }
}

/* Nothing can fail once everything was looked at. */
static bool keep(struct store *store, struct store_keep *keeps, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (!known_surveys(store, &keeps[i], err) ||
            find_watermark(store, keeps[i].kiosk, keeps[i].life) == NULL)
            return false;
    for (size_t i = 0; i < count; i++)
        keep_one(store, &keeps[i]);
    return true;
}

/* ---- reading ---- */

static bool is_behind(const struct store_row *row, const struct store_row *after)
{
    if (after == NULL || row->kiosk != after->kiosk)
        return after == NULL || row->kiosk > after->kiosk;
    if (row->life != after->life)
        return row->life > after->life;
    return row->response.seq > after->response.seq;
}

static bool rows(struct store *store, const char *survey_id, int32_t from_day, int32_t to_day,
                 const struct store_row *after, bool (*take)(void *, const struct store_row *),
                 void *context, struct err *err)
{
    struct published_survey survey;
    EACH(struct store_row, r, memory_of(store)->rows)
    if (is_behind(r, after) && r->response.day >= from_day && r->response.day <= to_day &&
        survey_get(store, &r->response.survey, &survey, err) && strcmp(survey.id, survey_id) == 0 &&
        !take(context, r))
        break;
    return true;
}

static bool kiosk_rows(struct store *store, uint64_t kiosk,
                       bool (*take)(void *, const struct store_row *), void *context,
                       struct err *err)
{
    (void)err;
    EACH(struct store_row, r, memory_of(store)->rows)
    if (r->kiosk == kiosk && !take(context, r))
        break;
    return true;
}

static bool batches(struct store *store, uint64_t kiosk,
                    bool (*take)(void *, const struct store_batch *), void *context,
                    struct err *err)
{
    (void)err;
    EACH(struct batch_row, b, memory_of(store)->batches)
    {
        b->batch.bytes = buf_span(&b->bytes);
        if ((kiosk == 0 || b->batch.kiosk == kiosk) && !take(context, &b->batch))
            break;
    }
    return true;
}

static bool batch_at(struct store *store, uint64_t kiosk, uint64_t life, uint64_t seq,
                     struct buf *ret, uint64_t *ret_first, uint64_t *ret_last, struct err *err)
{
    EACH(struct batch_row, b, memory_of(store)->batches)
    if (b->batch.kiosk == kiosk && b->batch.life == life && b->batch.first <= seq &&
        b->batch.last >= seq) {
        *ret_first = b->batch.first;
        *ret_last = b->batch.last;
        buf_put_span(ret, buf_span(&b->bytes));
        return buf_ok(ret, "a batch", err);
    }
    return memory_missing(err);
}

static bool asides(struct store *store, uint64_t kiosk,
                   bool (*take)(void *, uint64_t, uint64_t, const struct store_aside *),
                   void *context, struct err *err)
{
    (void)err;
    EACH(struct aside_row, a, memory_of(store)->asides)
    if ((kiosk == 0 || a->kiosk == kiosk) && !take(context, a->kiosk, a->life, &a->aside))
        break;
    return true;
}

static bool tallies(struct store *store, uint64_t kiosk, bool monthly,
                    bool (*take)(void *, uint64_t, const struct store_tally *), void *context,
                    struct err *err)
{
    (void)err;
    EACH(struct tally_row, t, memory_of(store)->tallies)
    if (t->tally.monthly == monthly && (kiosk == 0 || t->kiosk == kiosk) &&
        !take(context, t->kiosk, &t->tally))
        break;
    return true;
}

static bool backup(struct store *store, const char *path, struct err *err)
{
    (void)store;
    return err_set(err, ERR_REFUSED, "%s was not made: memory has no backup", path);
}

const struct store_engine memory_engine = {
    .name = "memory",
    .open = memory_open,
    .close = memory_close,
    .backup = backup,
    .setting_get = setting_get,
    .setting_put = setting_put,
    .next = next,
    .counter = counter,
    .statement_add = statement_add,
    .statements = statements,
    .invitation_add = invitation_add,
    .invitation_get = invitation_get,
    .invitation_end = invitation_end,
    .invitations = invitations,
    .venue_put = venue_put,
    .venue_get = venue_get,
    .venues = venues,
    .blob_put = blob_put,
    .blob_get = blob_get,
    .survey_publish = survey_publish,
    .survey_get = survey_get,
    .surveys = surveys,
    .venue_surveys = venue_surveys,
    .venue_survey_put = venue_survey_put,
    .venue_survey_get = venue_survey_get,
    .venue_file_put = venue_file_put,
    .venue_file_get = venue_file_get,
    .notice_add = notice_add,
    .notices = notices,
    .notice_withdraw = notice_withdraw,
    .bundle_put = bundle_put,
    .bundle_get = bundle_get,
    .bundle_venue = bundle_venue,
    .enrol = enrol,
    .kiosk_get = kiosk_get,
    .kiosks = kiosks,
    .kiosk_move = kiosk_move,
    .adopt = adopt,
    .life_begin = life_begin,
    .kiosk_revoke = kiosk_revoke,
    .sender = sender,
    .watermark = watermark,
    .watermarks = watermarks,
    .event = event,
    .events = events,
    .keep = keep,
    .rows = rows,
    .kiosk_rows = kiosk_rows,
    .batches = batches,
    .batch_at = batch_at,
    .asides = asides,
    .tallies = tallies,
    .together = memory_together,
    .together_keep = memory_together_keep,
    .together_end = memory_together_end,
    .paper_put = memory_paper_put,
    .paper_get = memory_paper_get,
    .paper_find = memory_paper_find,
    .paper_remove = memory_paper_remove,
    .papers = memory_papers,
    .papers_remove = memory_papers_remove,
    .audit_head = memory_audit_head,
    .audit_add = memory_audit_add,
    .audits = memory_audits,
    .stale = memory_stale,
    .stale_count = memory_stale_count,
    .stale_done = memory_stale_done,
    .members = memory_members,
    .month_tallies = memory_month_tallies,
    .summary_put = memory_summary_put,
    .summaries = memory_summaries,
    .summary_months = memory_summary_months,
    .kiosk_days = memory_kiosk_days,
    .gone_add = memory_gone_add,
    .gone = memory_gone,
    .gone_figures = memory_gone_figures,
    .figures_forget = memory_figures_forget,
    .summaries_forget = memory_summaries_forget,
};
