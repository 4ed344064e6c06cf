/* Frame tables of the PostgreSQL engine: venues, blobs, surveys, bundles. Few rows, seldom written.
 */
#include "postgres_int.h"
#include <stdio.h>

enum { PAGE = 1000, SURVEY_TRIES = 16 };

bool postgres_venue_put(struct store *store, const struct venue *venue, struct err *err)
{
    struct pg_args args = pg_args_of(PG_VENUE_PUT);
    pg_put_text(&args, venue->id);
    pg_put_text(&args, venue->name);
    pg_put_text(&args, venue->time_zone);
    pg_put_text(&args, venue->kind);
    return pg_do(postgres_of(store), PG_VENUE_PUT, &args, NULL, err);
}

static void venue_read(const PGresult *result, int row, struct venue *ret)
{
    pg_text(result, row, 0, ret->id, sizeof ret->id);
    pg_text(result, row, 1, ret->name, sizeof ret->name);
    pg_text(result, row, 2, ret->time_zone, sizeof ret->time_zone);
    pg_text(result, row, 3, ret->kind, sizeof ret->kind);
}

bool postgres_venue_get(struct store *store, const char *id, struct venue *ret, struct err *err)
{
    struct pg_args args = pg_args_of(PG_VENUE_GET);
    pg_put_text(&args, id);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_VENUE_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "there is no venue \"%s\"", id);
    venue_read(result, 0, ret);
    return true;
}

bool postgres_venues(struct store *store, bool (*take)(void *, const struct venue *), void *context,
                     struct err *err)
{
    struct venue venue = { 0 };
    for (int count = PAGE; count == PAGE;) {
        char after[sizeof venue.id];
        (void)snprintf(after, sizeof after, "%s", venue.id);
        struct pg_args args = pg_args_of(PG_VENUES);
        pg_put_text(&args, after);
        pg_put_int(&args, PAGE);
        RESULT_AUTO *result = pg_run(postgres_of(store), PG_VENUES, &args, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            venue_read(result, i, &venue);
            if (!take(context, &venue))
                return true;
        }
    }
    return true;
}

bool postgres_blob_put(struct store *store, const struct digest *name, struct span bytes,
                       struct err *err)
{
    struct pg_args args = pg_args_of(PG_BLOB_PUT);
    pg_put_digest(&args, name);
    pg_put_span(&args, bytes);
    return pg_do(postgres_of(store), PG_BLOB_PUT, &args, NULL, err);
}

bool postgres_blob_get(struct store *store, const struct digest *name, struct buf *ret,
                       struct err *err)
{
    struct pg_args args = pg_args_of(PG_BLOB_GET);
    pg_put_digest(&args, name);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_BLOB_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "there is no blob of this name");
    buf_put_span(ret, pg_span(result, 0, 0));
    return buf_ok(ret, "a blob", err);
}

static void survey_read(const PGresult *result, int row, struct published_survey *ret)
{
    pg_bytes(result, row, 0, ret->digest.bytes, sizeof ret->digest.bytes);
    pg_text(result, row, 1, ret->id, sizeof ret->id);
    ret->version = (uint32_t)pg_int(result, row, 2);
    ret->published = pg_int(result, row, 3);
    pg_text(result, row, 4, ret->accepted, sizeof ret->accepted);
    pg_bytes(result, row, 5, ret->base.bytes, sizeof ret->base.bytes);
}

static bool survey_find(struct postgres_store *s, const struct digest *digest, bool *ret_found,
                        struct published_survey *ret, struct err *err)
{
    struct pg_args args = pg_args_of(PG_SURVEY_GET);
    pg_put_digest(&args, digest);
    RESULT_AUTO *result = pg_run(s, PG_SURVEY_GET, &args, err);
    if (result == NULL)
        return false;
    *ret_found = PQntuples(result) == 1;
    if (*ret_found)
        survey_read(result, 0, ret);
    return true;
}

bool postgres_survey_get(struct store *store, const struct digest *digest,
                         struct published_survey *ret, struct err *err)
{
    bool found;
    if (!survey_find(postgres_of(store), digest, &found, ret, err))
        return false;
    return found || err_set(err, ERR_MISSING, "this survey was not published here");
}

static bool blob_there(struct postgres_store *s, const struct digest *name, struct err *err)
{
    struct pg_args args = pg_args_of(PG_BLOB_THERE);
    pg_put_digest(&args, name);
    RESULT_AUTO *result = pg_run(s, PG_BLOB_THERE, &args, err);
    if (result == NULL)
        return false;
    return PQntuples(result) == 1 ||
           err_set(err, ERR_MISSING, "the survey's own bytes are not in the store");
}

/* Its version is one more than the last. *ret_added is false when another hub took it first. */
static bool survey_add(struct postgres_store *s, struct published_survey *survey, bool *ret_added,
                       struct err *err)
{
    struct pg_args args = pg_args_of(PG_SURVEY_ADD);
    pg_put_digest(&args, &survey->digest);
    pg_put_text(&args, survey->id);
    pg_put_int(&args, survey->published);
    pg_put_text(&args, survey->accepted);
    pg_put_digest(&args, &survey->base);
    RESULT_AUTO *result = pg_run(s, PG_SURVEY_ADD, &args, err);
    if (result == NULL)
        return false;
    *ret_added = PQntuples(result) == 1;
    if (*ret_added)
        survey->version = (uint32_t)pg_int(result, 0, 0);
    return true;
}

/* Known before: its version stands for ever; only which languages were accepted may change, by
 * publishing it. */
static bool survey_again(struct postgres_store *s, const struct published_survey *found,
                         struct published_survey *survey, struct err *err)
{
    struct pg_args args = pg_args_of(PG_SURVEY_ACCEPT);
    pg_put_digest(&args, &survey->digest);
    pg_put_text(&args, survey->published == 0 ? found->accepted : survey->accepted);
    survey->version = found->version;
    if (found->published != 0)
        survey->published = found->published;
    pg_put_int(&args, survey->published);
    pg_put_digest(&args, &survey->base);
    return pg_do(s, PG_SURVEY_ACCEPT, &args, NULL, err);
}

bool postgres_survey_publish(struct store *store, struct published_survey *survey, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    if (!blob_there(s, &survey->digest, err))
        return false;
    for (int i = 0; i < SURVEY_TRIES; i++) {
        struct published_survey found;
        bool known;
        bool added;
        if (!survey_find(s, &survey->digest, &known, &found, err))
            return false;
        if (known)
            return survey_again(s, &found, survey, err);
        if (!survey_add(s, survey, &added, err))
            return false;
        if (added)
            return true;
    }
    return err_set(err, ERR_LATER, "others were quicker with every version of this survey");
}

bool postgres_surveys(struct store *store, bool (*take)(void *, const struct published_survey *),
                      void *context, struct err *err)
{
    struct published_survey survey;
    struct pg_args args = pg_args_of(PG_SURVEYS);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_SURVEYS, &args, err);
    for (int i = 0; i < PQntuples(result); i++) {
        survey_read(result, i, &survey);
        if (!take(context, &survey))
            break;
    }
    return result != NULL;
}

bool postgres_venue_survey_put(struct store *store, const char *venue, const struct digest *survey,
                               struct err *err)
{
    struct pg_args args = pg_args_of(PG_VENUE_SURVEY_PUT);
    pg_put_text(&args, venue);
    pg_put_digest(&args, survey);
    return pg_do(postgres_of(store), PG_VENUE_SURVEY_PUT, &args, NULL, err);
}

bool postgres_venue_survey_get(struct store *store, const char *venue, struct digest *ret,
                               struct err *err)
{
    struct pg_args args = pg_args_of(PG_VENUE_SURVEY_GET);
    pg_put_text(&args, venue);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_VENUE_SURVEY_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "venue \"%s\" asks no survey yet", venue);
    pg_bytes(result, 0, 0, ret->bytes, sizeof ret->bytes);
    return true;
}

/* What it is, or what it was joined to. */
static struct digest survey_behind(const PGresult *result, int row)
{
    static const struct digest none;
    struct digest survey = none;
    struct digest base = none;
    pg_bytes(result, row, 1, survey.bytes, sizeof survey.bytes);
    pg_bytes(result, row, 2, base.bytes, sizeof base.bytes);
    return memcmp(&base, &none, sizeof base) == 0 ? survey : base;
}

bool postgres_venue_surveys(struct store *store,
                            bool (*take)(void *, const char *, const struct digest *),
                            void *context, struct err *err)
{
    char venue[STORE_ID_MAX + 1];
    struct pg_args args = pg_args_of(PG_VENUE_SURVEYS);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_VENUE_SURVEYS, &args, err);
    for (int i = 0; i < PQntuples(result); i++) {
        struct digest survey = survey_behind(result, i);
        pg_text(result, i, 0, venue, sizeof venue);
        if (!take(context, venue, &survey))
            break;
    }
    return result != NULL;
}

bool postgres_venue_file_put(struct store *store, const char *venue, const char *name,
                             struct span bytes, struct err *err)
{
    struct pg_args args = pg_args_of(PG_VENUE_FILE_PUT);
    pg_put_text(&args, venue);
    pg_put_text(&args, name);
    pg_put_span(&args, bytes);
    return pg_do(postgres_of(store), PG_VENUE_FILE_PUT, &args, NULL, err);
}

bool postgres_venue_file_get(struct store *store, const char *venue, const char *name,
                             struct buf *ret, struct err *err)
{
    struct pg_args args = pg_args_of(PG_VENUE_FILE_GET);
    pg_put_text(&args, venue);
    pg_put_text(&args, name);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_VENUE_FILE_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "venue \"%s\" has no file \"%s\"", venue, name);
    buf_put_span(ret, pg_span(result, 0, 0));
    return buf_ok(ret, "a venue's file", err);
}

bool postgres_bundle_put(struct store *store, const char *venue, const struct store_bundle *bundle,
                         struct err *err)
{
    struct pg_args args = pg_args_of(PG_BUNDLE_PUT);
    pg_put_text(&args, venue);
    pg_put_int(&args, (int64_t)bundle->serial);
    pg_put_digest(&args, &bundle->manifest);
    pg_put_int(&args, (int64_t)bundle->follows);
    return pg_do(postgres_of(store), PG_BUNDLE_PUT, &args, NULL, err) ||
           (err->kind == ERR_REFUSED
                ? err_set(err, ERR_STALE, "venue \"%s\" got another bundle meanwhile", venue)
                : false);
}

bool postgres_bundle_get(struct store *store, const char *venue, struct store_bundle *ret,
                         struct err *err)
{
    struct pg_args args = pg_args_of(PG_BUNDLE_GET);
    pg_put_text(&args, venue);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_BUNDLE_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "venue \"%s\" has no bundle yet", venue);
    ret->serial = (uint64_t)pg_int(result, 0, 0);
    pg_bytes(result, 0, 1, ret->manifest.bytes, sizeof ret->manifest.bytes);
    return true;
}

bool postgres_bundle_venue(struct store *store, const struct digest *manifest, char *ret,
                           struct err *err)
{
    struct pg_args args = pg_args_of(PG_BUNDLE_VENUE);
    pg_put_span(&args, span_of(manifest->bytes, sizeof manifest->bytes));
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_BUNDLE_VENUE, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "no bundle has this manifest here");
    pg_text(result, 0, 0, ret, STORE_ID_MAX + 1);
    return true;
}
