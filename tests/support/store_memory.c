/* The model of the store: see store_memory.h. Every table is a list that is searched from its
 * start. */
#include "store_memory.h"
#include <stdio.h>
#include <stdlib.h>

struct list {
    void *items;
    size_t count, size;
};

struct setting {
    char key[64];
    struct buf value;
};
struct counter {
    char name[64];
    uint64_t value;
};
struct statement_row {
    uint64_t number;
    int kind;
    struct buf message;
};
struct invitation_row {
    struct store_invitation invitation;
    struct buf reply;
};
struct blob_row {
    struct digest name;
    struct buf bytes;
};
struct venue_survey {
    char venue[STORE_ID_MAX + 1];
    struct digest survey;
};
struct bundle_row {
    char venue[STORE_ID_MAX + 1];
    struct store_bundle bundle;
};
struct watermark_row {
    uint64_t kiosk;
    struct store_watermark at;
    uint32_t heard_segment;
    uint64_t heard_ms;
    int64_t heard_wall;
};
struct batch_row {
    struct store_batch batch;
    struct buf bytes;
};
struct aside_row {
    uint64_t kiosk, life;
    struct store_aside aside;
};
struct tally_row {
    uint64_t kiosk;
    struct store_tally tally;
};

struct memory {
    struct store base;
    struct list settings, counters, statements, invitations, venues, blobs, surveys, venue_surveys,
        bundles, kiosks, watermarks, events, batches, rows, asides, tallies;
};

#define LIST(type)                                                                                 \
    (struct list)                                                                                  \
    {                                                                                              \
        .size = sizeof(type)                                                                       \
    }
#define EACH(type, item, list)                                                                     \
    for (type *item = (list).items; item != NULL && item < (type *)(list).items + (list).count;    \
         item++)

static struct memory *memory_of(struct store *store)
{
    return (struct memory *)store;
}

static void *add(struct list *list, const void *item)
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

static struct buf copy_of(struct span bytes)
{
    struct buf buf = buf_new(bytes.size);
    buf_put_span(&buf, bytes);
    return buf;
}

static bool missing(struct err *err)
{
    return err_set(err, ERR_MISSING, "it is not there");
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
    m->bundles = LIST(struct bundle_row);
    m->kiosks = LIST(struct store_kiosk);
    m->watermarks = LIST(struct watermark_row);
    m->events = LIST(struct store_event);
    m->batches = LIST(struct batch_row);
    m->rows = LIST(struct store_row);
    m->asides = LIST(struct aside_row);
    m->tallies = LIST(struct tally_row);
    *ret = &m->base;
    return true;
}

static void memory_close(struct store *store)
{
    struct memory *m = memory_of(store);
    EACH(struct setting, s, m->settings) buf_finish(&s->value);
    EACH(struct statement_row, s, m->statements) buf_finish(&s->message);
    EACH(struct invitation_row, i, m->invitations) buf_finish(&i->reply);
    EACH(struct blob_row, b, m->blobs) buf_finish(&b->bytes);
    EACH(struct batch_row, b, m->batches) buf_finish(&b->bytes);
    struct list *lists = &m->settings;
    for (size_t i = 0; i < (sizeof *m - sizeof m->base) / sizeof *lists; i++)
        free(lists[i].items);
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
    return missing(err);
}

static bool setting_put(struct store *store, const char *key, struct span value, struct err *err)
{
    struct setting added = { .value = copy_of(value) };
    (void)err;
    EACH(struct setting, s, memory_of(store)->settings)
    if (strcmp(s->key, key) == 0) {
        buf_finish(&s->value);
        s->value = added.value;
        return true;
    }
    (void)snprintf(added.key, sizeof added.key, "%s", key);
    (void)add(&memory_of(store)->settings, &added);
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
    (void)add(&memory_of(store)->counters, &added);
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
    (void)add(list, &(struct statement_row){ number, kind, copy_of(message) });
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
    (void)add(&m->invitations, &(struct invitation_row){ .invitation = *invitation });
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
    return missing(err);
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
    (void)add(list, venue);
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
    return missing(err);
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
    return missing(err);
}

static bool blob_put(struct store *store, const struct digest *name, struct span bytes,
                     struct err *err)
{
    (void)err;
    EACH(struct blob_row, b, memory_of(store)->blobs)
    if (same(&b->name, name))
        return true;
    (void)add(&memory_of(store)->blobs, &(struct blob_row){ *name, copy_of(bytes) });
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
    return missing(err);
}

static bool survey_publish(struct store *store, struct published_survey *survey, struct err *err)
{
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
        }
        survey->published = found.published != 0 ? found.published : survey->published;
        return true;
    }
    survey->version = 1;
    EACH(struct published_survey, s, memory_of(store)->surveys)
    survey->version += strcmp(s->id, survey->id) == 0;
    (void)add(&memory_of(store)->surveys, survey);
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
    (void)add(&memory_of(store)->venue_surveys, &added);
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
    return missing(err);
}

static bool bundle_put(struct store *store, const char *venue, const struct store_bundle *bundle,
                       struct err *err)
{
    struct bundle_row added = { .bundle = *bundle };
    (void)err;
    (void)snprintf(added.venue, sizeof added.venue, "%s", venue);
    (void)add(&memory_of(store)->bundles, &added);
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
    return found || missing(err);
}

/* ---- kiosks ---- */

static bool enrol(struct store *store, uint16_t invitation, const struct store_kiosk *kiosk,
                  const struct digest *start, struct span reply, struct buf *ret_reply,
                  struct err *err)
{
    struct memory *m = memory_of(store);
    if (invitation >= m->invitations.count)
        return missing(err);
    struct invitation_row *row = (struct invitation_row *)m->invitations.items + invitation;
    if (row->invitation.used && memcmp(row->invitation.used_by, kiosk->key, 32) != 0)
        return err_set(err, ERR_REFUSED, "another kiosk has used it");
    if (!row->invitation.used) {
        struct watermark_row begun = { .kiosk = kiosk->id, .at = { kiosk->life, 0, *start, 0, 0 } };
        row->invitation.used = true;
        row->invitation.kiosk = kiosk->id;
        memcpy(row->invitation.used_by, kiosk->key, 32);
        row->reply = copy_of(reply);
        (void)add(&m->kiosks, kiosk);
        (void)add(&m->watermarks, &begun);
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

static bool kiosk_get(struct store *store, uint64_t id, struct store_kiosk *ret, struct err *err)
{
    const struct store_kiosk *kiosk = find_kiosk(store, id);
    if (kiosk == NULL)
        return missing(err);
    *ret = *kiosk;
    return true;
}

static bool kiosks(struct store *store, bool (*take)(void *, const struct store_kiosk *),
                   void *context, struct err *err)
{
    (void)err;
    EACH(struct store_kiosk, k, memory_of(store)->kiosks)
    if (!take(context, k))
        break;
    return true;
}

static bool kiosk_revoke(struct store *store, uint64_t id, int64_t from, struct err *err)
{
    struct store_kiosk *kiosk = find_kiosk(store, id);
    if (kiosk == NULL)
        return missing(err);
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

static bool watermark(struct store *store, uint64_t kiosk, uint64_t life,
                      struct store_watermark *ret, struct err *err)
{
    const struct watermark_row *row = find_watermark(store, kiosk, life);
    if (row == NULL)
        return missing(err);
    *ret = row->at;
    return true;
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
        found = add(list, &added);
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
    (void)add(&m->tallies, &(struct tally_row){ kiosk, *tally });
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
                               .bytes = copy_of(keep->batch) };
    (void)snprintf(batch.batch.time_zone, sizeof batch.batch.time_zone, "%s", keep->time_zone);
    if (keep->after.seq == keep->before.seq) {
        buf_finish(&batch.bytes);
        return;
    }
    (void)add(&m->batches, &batch);
    for (size_t i = 0; i < keep->response_count; i++)
        (void)add(&m->rows, &(struct store_row){ keep->kiosk, keep->life, keep->responses[i] });
    for (size_t i = 0; i < keep->aside_count; i++)
        (void)add(&m->asides, &(struct aside_row){ keep->kiosk, keep->life, keep->asides[i] });
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
    if (heard_on(row, keep)) {
        kiosk->last_seen = keep->received;
        kiosk->bundle_serial = keep->bundle_serial;
    }
    keep->at = row->at;
    if (row->at.seq == keep->before.seq && same(&row->at.hash, &keep->before.hash)) {
        keep->verdict = KEEP_KEPT;
        row->at = keep->at = keep->after;
        keep_rows(memory_of(store), keep);
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

static bool rows(struct store *store, const char *survey_id, int32_t from_day, int32_t to_day,
                 bool (*take)(void *, const struct store_row *), void *context, struct err *err)
{
    struct published_survey survey;
    EACH(struct store_row, r, memory_of(store)->rows)
    if (r->response.day >= from_day && r->response.day <= to_day &&
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
    return missing(err);
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

const struct store_engine memory_engine = {
    .scheme = "memory",
    .open = memory_open,
    .close = memory_close,
    .setting_get = setting_get,
    .setting_put = setting_put,
    .next = next,
    .counter = counter,
    .statement_add = statement_add,
    .statements = statements,
    .invitation_add = invitation_add,
    .invitation_get = invitation_get,
    .invitations = invitations,
    .venue_put = venue_put,
    .venue_get = venue_get,
    .venues = venues,
    .blob_put = blob_put,
    .blob_get = blob_get,
    .survey_publish = survey_publish,
    .survey_get = survey_get,
    .surveys = surveys,
    .venue_survey_put = venue_survey_put,
    .venue_survey_get = venue_survey_get,
    .bundle_put = bundle_put,
    .bundle_get = bundle_get,
    .enrol = enrol,
    .kiosk_get = kiosk_get,
    .kiosks = kiosks,
    .kiosk_revoke = kiosk_revoke,
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
};
