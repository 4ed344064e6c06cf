/* The store's door: see store.h. Chooses the engine by the URL's scheme and hands every verb to it.
 */
#include "store_int.h"

static const struct {
    const char *scheme;
    const struct store_engine *engine;
} engines[] = {
    { "sqlite", &sqlite_engine },
    { "postgres", &postgres_engine },
    { "postgresql", &postgres_engine },
};

static bool has_scheme(const char *url)
{
    const char *colon = strchr(url, ':');
    const char *slash = strchr(url, '/');
    return colon != NULL && (slash == NULL || colon < slash);
}

/* A plain path is SQLite's. */
const struct store_engine *store_engine_of(const char *url, const char **ret_where)
{
    *ret_where = url;
    if (!has_scheme(url))
        return &sqlite_engine;
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++) {
        size_t length = strlen(engines[i].scheme);
        if (strncmp(url, engines[i].scheme, length) == 0 && url[length] == ':') {
            *ret_where = url + length + 1;
            return engines[i].engine;
        }
    }
    return NULL;
}

bool store_open(const char *url, bool create, struct store **ret, struct err *err)
{
    const char *where;
    const struct store_engine *engine = store_engine_of(url, &where);
    if (engine == NULL)
        return err_set(err, ERR_USAGE,
                       "\"%.*s\" is no kind of database that this program knows; "
                       "use sqlite:PATH or postgres://HOST/NAME",
                       (int)strcspn(url, ":"), url);
    return engine->open(where, create, ret, err);
}

void store_close(struct store *store)
{
    if (store != NULL)
        store->engine->close(store);
}

bool store_setting_get(struct store *store, const char *key, struct buf *ret, struct err *err)
{
    return store->engine->setting_get(store, key, ret, err);
}

bool store_setting_put(struct store *store, const char *key, struct span value, struct err *err)
{
    return store->engine->setting_put(store, key, value, err);
}

bool store_next(struct store *store, const char *counter, uint64_t at_least, uint64_t *ret,
                struct err *err)
{
    return store->engine->next(store, counter, at_least, ret, err);
}

bool store_counter(struct store *store, const char *counter, uint64_t *ret, struct err *err)
{
    return store->engine->counter(store, counter, ret, err);
}

bool store_statement_add(struct store *store, uint64_t number, int kind, struct span message,
                         struct err *err)
{
    return store->engine->statement_add(store, number, kind, message, err);
}

bool store_statements(struct store *store,
                      bool (*take)(void *context, uint64_t number, int kind, struct span message),
                      void *context, struct err *err)
{
    return store->engine->statements(store, take, context, err);
}

bool store_venue_put(struct store *store, const struct venue *venue, struct err *err)
{
    return store->engine->venue_put(store, venue, err);
}

bool store_venue_get(struct store *store, const char *id, struct venue *ret, struct err *err)
{
    return store->engine->venue_get(store, id, ret, err);
}

bool store_venues(struct store *store, bool (*take)(void *context, const struct venue *venue),
                  void *context, struct err *err)
{
    return store->engine->venues(store, take, context, err);
}

bool store_blob_put(struct store *store, const struct digest *name, struct span bytes,
                    struct err *err)
{
    return store->engine->blob_put(store, name, bytes, err);
}

bool store_blob_get(struct store *store, const struct digest *name, struct buf *ret,
                    struct err *err)
{
    return store->engine->blob_get(store, name, ret, err);
}

bool store_survey_publish(struct store *store, struct published_survey *survey, struct err *err)
{
    return store->engine->survey_publish(store, survey, err);
}

bool store_survey_get(struct store *store, const struct digest *digest,
                      struct published_survey *ret, struct err *err)
{
    return store->engine->survey_get(store, digest, ret, err);
}

bool store_surveys(struct store *store,
                   bool (*take)(void *context, const struct published_survey *survey),
                   void *context, struct err *err)
{
    return store->engine->surveys(store, take, context, err);
}

bool store_venue_survey_put(struct store *store, const char *venue, const struct digest *survey,
                            struct err *err)
{
    return store->engine->venue_survey_put(store, venue, survey, err);
}

bool store_venue_file_put(struct store *store, const char *venue, const char *name,
                          struct span bytes, struct err *err)
{
    return store->engine->venue_file_put(store, venue, name, bytes, err);
}

bool store_venue_file_get(struct store *store, const char *venue, const char *name, struct buf *ret,
                          struct err *err)
{
    return store->engine->venue_file_get(store, venue, name, ret, err);
}

bool store_notice_add(struct store *store, const struct store_notice *notice, struct err *err)
{
    return store->engine->notice_add(store, notice, err);
}

bool store_notices(struct store *store,
                   bool (*take)(void *context, const struct store_notice *notice), void *context,
                   struct err *err)
{
    return store->engine->notices(store, take, context, err);
}

bool store_notice_withdraw(struct store *store, uint64_t number, int64_t when, struct err *err)
{
    return store->engine->notice_withdraw(store, number, when, err);
}

bool store_bundle_put(struct store *store, const char *venue, const struct store_bundle *bundle,
                      struct err *err)
{
    return store->engine->bundle_put(store, venue, bundle, err);
}

bool store_bundle_get(struct store *store, const char *venue, struct store_bundle *ret,
                      struct err *err)
{
    return store->engine->bundle_get(store, venue, ret, err);
}

bool store_venue_surveys(struct store *store,
                         bool (*take)(void *, const char *, const struct digest *), void *context,
                         struct err *err)
{
    return store->engine->venue_surveys(store, take, context, err);
}

bool store_venue_survey_get(struct store *store, const char *venue, struct digest *ret,
                            struct err *err)
{
    return store->engine->venue_survey_get(store, venue, ret, err);
}

bool store_invitation_add(struct store *store, struct store_invitation *invitation, int64_t now,
                          struct err *err)
{
    return store->engine->invitation_add(store, invitation, now, err);
}

bool store_invitation_get(struct store *store, uint16_t id, struct store_invitation *ret,
                          struct err *err)
{
    return store->engine->invitation_get(store, id, ret, err);
}

bool store_enrol(struct store *store, uint16_t invitation, const struct store_kiosk *kiosk,
                 const struct digest *chain_start, struct span reply, struct buf *ret_reply,
                 struct err *err)
{
    return store->engine->enrol(store, invitation, kiosk, chain_start, reply, ret_reply, err);
}

bool store_kiosk_get(struct store *store, uint64_t kiosk, struct store_kiosk *ret, struct err *err)
{
    return store->engine->kiosk_get(store, kiosk, ret, err);
}

bool store_kiosks(struct store *store, bool (*take)(void *context, const struct store_kiosk *kiosk),
                  void *context, struct err *err)
{
    return store->engine->kiosks(store, NULL, take, context, err);
}

bool store_kiosks_at(struct store *store, const char *venue,
                     bool (*take)(void *context, const struct store_kiosk *kiosk), void *context,
                     struct err *err)
{
    return store->engine->kiosks(store, venue, take, context, err);
}

bool store_adopted(const struct store_kiosk *wanted, const struct store_kiosk *here,
                   struct err *err)
{
    return memcmp(wanted->key, here->key, sizeof here->key) == 0 ||
           err_set(err, ERR_REFUSED, "another kiosk has this number here");
}

bool store_adopt(struct store *store, const struct store_kiosk *kiosk,
                 const struct digest *chain_start, struct err *err)
{
    return store->engine->adopt(store, kiosk, chain_start, err);
}

bool store_life_begin(struct store *store, uint64_t kiosk, uint64_t life,
                      const struct digest *chain_start, struct err *err)
{
    return store->engine->life_begin(store, kiosk, life, chain_start, err);
}

bool store_kiosk_revoke(struct store *store, uint64_t kiosk, int64_t from, struct err *err)
{
    return store->engine->kiosk_revoke(store, kiosk, from, err);
}

bool store_sender(struct store *store, uint64_t kiosk, struct store_sender *ret, struct err *err)
{
    return store->engine->sender(store, kiosk, ret, err);
}

bool store_watermark(struct store *store, uint64_t kiosk, uint64_t life,
                     struct store_watermark *ret, struct err *err)
{
    return store->engine->watermark(store, kiosk, life, ret, err);
}

/* What is kept of an exchange without responses may not change what is here. */
static bool makes_sense(const struct store_keep *keep)
{
    return keep->after.seq > keep->before.seq ||
           (keep->after.seq == keep->before.seq &&
            memcmp(&keep->after.hash, &keep->before.hash, sizeof keep->after.hash) == 0);
}

bool store_keep(struct store *store, struct store_keep *keeps, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        must(makes_sense(&keeps[i]), "a batch ends before it begins");
    return store->engine->keep(store, keeps, count, err);
}

bool store_rows(struct store *store, const char *survey_id, int32_t from_day, int32_t to_day,
                bool (*take)(void *context, const struct store_row *row), void *context,
                struct err *err)
{
    return store->engine->rows(store, survey_id, from_day, to_day, NULL, take, context, err);
}

bool store_rows_after(struct store *store, const char *survey_id, int32_t from_day, int32_t to_day,
                      const struct store_row *after,
                      bool (*take)(void *context, const struct store_row *row), void *context,
                      struct err *err)
{
    return store->engine->rows(store, survey_id, from_day, to_day, after, take, context, err);
}

bool store_bundle_venue(struct store *store, const struct digest *manifest,
                        char ret[STORE_ID_MAX + 1], struct err *err)
{
    return store->engine->bundle_venue(store, manifest, ret, err);
}

bool store_kiosk_move(struct store *store, uint64_t kiosk, const char *venue, struct err *err)
{
    return store->engine->kiosk_move(store, kiosk, venue, err);
}

bool store_invitation_end(struct store *store, uint16_t id, struct err *err)
{
    return store->engine->invitation_end(store, id, err);
}

bool store_batches(struct store *store, uint64_t kiosk,
                   bool (*take)(void *context, const struct store_batch *batch), void *context,
                   struct err *err)
{
    return store->engine->batches(store, kiosk, take, context, err);
}

bool store_batch_at(struct store *store, uint64_t kiosk, uint64_t life, uint64_t seq,
                    struct buf *ret_batch, uint64_t *ret_first, uint64_t *ret_last, struct err *err)
{
    return store->engine->batch_at(store, kiosk, life, seq, ret_batch, ret_first, ret_last, err);
}

bool store_kiosk_rows(struct store *store, uint64_t kiosk,
                      bool (*take)(void *context, const struct store_row *row), void *context,
                      struct err *err)
{
    return store->engine->kiosk_rows(store, kiosk, take, context, err);
}

bool store_asides(struct store *store, uint64_t kiosk,
                  bool (*take)(void *context, uint64_t kiosk, uint64_t life,
                               const struct store_aside *aside),
                  void *context, struct err *err)
{
    return store->engine->asides(store, kiosk, take, context, err);
}

bool store_tallies(struct store *store, uint64_t kiosk, bool monthly,
                   bool (*take)(void *context, uint64_t kiosk, const struct store_tally *tally),
                   void *context, struct err *err)
{
    return store->engine->tallies(store, kiosk, monthly, take, context, err);
}

bool store_event(struct store *store, uint64_t kiosk, int64_t when, const char *what,
                 struct err *err)
{
    return store->engine->event(store, kiosk, when, what, err);
}

bool store_events(struct store *store, uint64_t kiosk,
                  bool (*take)(void *context, const struct store_event *event), void *context,
                  struct err *err)
{
    return store->engine->events(store, kiosk, take, context, err);
}

bool store_invitations(struct store *store,
                       bool (*take)(void *context, const struct store_invitation *invitation),
                       void *context, struct err *err)
{
    return store->engine->invitations(store, take, context, err);
}

bool store_watermarks(struct store *store, uint64_t kiosk,
                      bool (*take)(void *context, const struct store_watermark *watermark),
                      void *context, struct err *err)
{
    return store->engine->watermarks(store, kiosk, take, context, err);
}

bool store_backup(struct store *store, const char *path, struct err *err)
{
    return store->engine->backup(store, path, err);
}
