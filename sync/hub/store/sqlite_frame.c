/* Frame tables of the SQLite engine: venues, blobs, surveys, bundles. Few rows, seldom written. */
#include "sqlite_int.h"

bool sqlite_venue_put(struct store *store, const struct venue *venue, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_VENUE_PUT, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, venue->id);
    sqlite_put_text(st, 2, venue->name);
    sqlite_put_text(st, 3, venue->time_zone);
    sqlite_put_text(st, 4, venue->kind);
    return sqlite_run(s, st, err);
}

static void venue_read(sqlite3_stmt *st, struct venue *ret)
{
    sqlite_text(st, 0, ret->id, sizeof ret->id);
    sqlite_text(st, 1, ret->name, sizeof ret->name);
    sqlite_text(st, 2, ret->time_zone, sizeof ret->time_zone);
    sqlite_text(st, 3, ret->kind, sizeof ret->kind);
}

bool sqlite_venue_get(struct store *store, const char *id, struct venue *ret, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_VENUE_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, id);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "there is no venue \"%s\"", id);
    venue_read(st, ret);
    return true;
}

bool sqlite_venues(struct store *store, bool (*take)(void *, const struct venue *), void *context,
                   struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct venue venue;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_VENUES, err);
    if (st == NULL)
        return false;
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        venue_read(st, &venue);
        if (!take(context, &venue))
            return true;
    }
    return false;
}

bool sqlite_blob_put(struct store *store, const struct digest *name, struct span bytes,
                     struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_BLOB_PUT, err);
    if (st == NULL)
        return false;
    sqlite_put_digest(st, 1, name);
    sqlite_put_span(st, 2, bytes);
    return sqlite_run(s, st, err);
}

bool sqlite_blob_get(struct store *store, const struct digest *name, struct buf *ret,
                     struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_BLOB_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_digest(st, 1, name);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "there is no blob of this name");
    buf_put_span(ret, sqlite_span(st, 0));
    return buf_ok(ret, "a blob", err);
}

static void survey_read(sqlite3_stmt *st, struct published_survey *ret)
{
    sqlite_bytes(st, 0, ret->digest.bytes, sizeof ret->digest.bytes);
    sqlite_text(st, 1, ret->id, sizeof ret->id);
    ret->version = (uint32_t)sqlite_int(st, 2);
    ret->published = sqlite_int(st, 3);
    sqlite_text(st, 4, ret->accepted, sizeof ret->accepted);
    sqlite_bytes(st, 5, ret->base.bytes, sizeof ret->base.bytes);
}

static bool survey_find(struct sqlite_store *s, const struct digest *digest, bool *ret_found,
                        struct published_survey *ret, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_SURVEY_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_digest(st, 1, digest);
    if (!sqlite_step(s, st, ret_found, err))
        return false;
    if (*ret_found)
        survey_read(st, ret);
    return true;
}

bool sqlite_survey_get(struct store *store, const struct digest *digest,
                       struct published_survey *ret, struct err *err)
{
    bool found;
    if (!survey_find(sqlite_of(store), digest, &found, ret, err))
        return false;
    return found || err_set(err, ERR_MISSING, "this survey was not published here");
}

static bool blob_there(struct sqlite_store *s, const struct digest *name, struct err *err)
{
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_BLOB_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_digest(st, 1, name);
    if (!sqlite_step(s, st, &row, err))
        return false;
    return row || err_set(err, ERR_MISSING, "the survey's own bytes are not in the store");
}

static bool survey_version(struct sqlite_store *s, const char *id, uint32_t *ret, struct err *err)
{
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_SURVEY_VERSION, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, id);
    if (!sqlite_step(s, st, &row, err))
        return false;
    *ret = (uint32_t)sqlite_int(st, 0);
    return true;
}

static bool survey_add(struct sqlite_store *s, const struct published_survey *survey,
                       struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_SURVEY_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_digest(st, 1, &survey->digest);
    sqlite_put_text(st, 2, survey->id);
    sqlite_put_int(st, 3, survey->version);
    sqlite_put_int(st, 4, survey->published);
    sqlite_put_text(st, 5, survey->accepted);
    sqlite_put_digest(st, 6, &survey->base);
    return sqlite_run(s, st, err);
}

/* Known before: its version stands for ever; only which languages were accepted may change, by
 * publishing it. */
static bool survey_again(struct sqlite_store *s, const struct published_survey *found,
                         struct published_survey *survey, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_SURVEY_ACCEPT, err);
    if (st == NULL)
        return false;
    sqlite_put_digest(st, 1, &survey->digest);
    sqlite_put_text(st, 2, survey->published == 0 ? found->accepted : survey->accepted);
    survey->version = found->version;
    if (found->published != 0)
        survey->published = found->published;
    sqlite_put_int(st, 3, survey->published);
    sqlite_put_digest(st, 4, &survey->base);
    return sqlite_run(s, st, err);
}

bool sqlite_survey_publish(struct store *store, struct published_survey *survey, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct published_survey found;
    bool known;
    TX_AUTO tx = NULL;
    if (!sqlite_begin(s, &tx, err) || !blob_there(s, &survey->digest, err) ||
        !survey_find(s, &survey->digest, &known, &found, err))
        return false;
    if (known) {
        if (!survey_again(s, &found, survey, err))
            return false;
    } else if (!survey_version(s, survey->id, &survey->version, err) ||
               !survey_add(s, survey, err)) {
        return false;
    }
    return sqlite_commit(&tx, err);
}

bool sqlite_surveys(struct store *store, bool (*take)(void *, const struct published_survey *),
                    void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct published_survey survey;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_SURVEYS, err);
    if (st == NULL)
        return false;
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        survey_read(st, &survey);
        if (!take(context, &survey))
            return true;
    }
    return false;
}

bool sqlite_venue_survey_put(struct store *store, const char *venue, const struct digest *survey,
                             struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_VENUE_SURVEY_PUT, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, venue);
    sqlite_put_digest(st, 2, survey);
    return sqlite_run(s, st, err);
}

bool sqlite_venue_survey_get(struct store *store, const char *venue, struct digest *ret,
                             struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_VENUE_SURVEY_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, venue);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "venue \"%s\" asks no survey yet", venue);
    sqlite_bytes(st, 0, ret->bytes, sizeof ret->bytes);
    return true;
}

/* What it is, or what it was joined to. */
static struct digest survey_behind(sqlite3_stmt *st)
{
    static const struct digest none;
    struct digest survey = none;
    struct digest base = none;
    sqlite_bytes(st, 1, survey.bytes, sizeof survey.bytes);
    sqlite_bytes(st, 2, base.bytes, sizeof base.bytes);
    return memcmp(&base, &none, sizeof base) == 0 ? survey : base;
}

bool sqlite_venue_surveys(struct store *store,
                          bool (*take)(void *, const char *, const struct digest *), void *context,
                          struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    char venue[STORE_ID_MAX + 1];
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_VENUE_SURVEYS, err);
    if (st == NULL)
        return false;
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        struct digest survey = survey_behind(st);
        sqlite_text(st, 0, venue, sizeof venue);
        if (!take(context, venue, &survey))
            return true;
    }
    return false;
}

bool sqlite_venue_file_put(struct store *store, const char *venue, const char *name,
                           struct span bytes, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_VENUE_FILE_PUT, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, venue);
    sqlite_put_text(st, 2, name);
    sqlite_put_span(st, 3, bytes);
    return sqlite_run(s, st, err);
}

bool sqlite_venue_file_get(struct store *store, const char *venue, const char *name,
                           struct buf *ret, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_VENUE_FILE_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, venue);
    sqlite_put_text(st, 2, name);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "venue \"%s\" has no file \"%s\"", venue, name);
    buf_put_span(ret, sqlite_span(st, 0));
    return buf_ok(ret, "a venue's file", err);
}

bool sqlite_bundle_put(struct store *store, const char *venue, const struct store_bundle *bundle,
                       struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_BUNDLE_PUT, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, venue);
    sqlite_put_int(st, 2, (int64_t)bundle->serial);
    sqlite_put_digest(st, 3, &bundle->manifest);
    sqlite_put_int(st, 4, (int64_t)bundle->follows);
    return sqlite_run(s, st, err) ||
           (err->kind == ERR_REFUSED
                ? err_set(err, ERR_STALE, "venue \"%s\" got another bundle meanwhile", venue)
                : false);
}

bool sqlite_bundle_get(struct store *store, const char *venue, struct store_bundle *ret,
                       struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_BUNDLE_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, venue);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "venue \"%s\" has no bundle yet", venue);
    ret->serial = (uint64_t)sqlite_int(st, 0);
    sqlite_bytes(st, 1, ret->manifest.bytes, sizeof ret->manifest.bytes);
    return true;
}

bool sqlite_bundle_venue(struct store *store, const struct digest *manifest, char *ret,
                         struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_BUNDLE_VENUE, err);
    if (st == NULL)
        return false;
    sqlite_put_digest(st, 1, manifest);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "no bundle has this manifest here");
    sqlite_text(st, 0, ret, STORE_ID_MAX + 1);
    return true;
}
