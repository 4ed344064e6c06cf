/* The venue's files: see kiosk_venue.h. */
#include "kiosk_venue.h"
#include "courier_state.h"
#include "kiosk_problems.h"
#include "log.h"
#include <stdlib.h>

static bool load_venue(struct span bytes, void *ret, struct err *err)
{
    struct venue_profile **venue = ret;
    struct problems *problems = kiosk_problems_new(err);
    if (!problems)
        return false;
    *venue = venue_profile_load(bytes, problems);
    bool loaded = *venue || kiosk_problems_first(problems, "the venue's file", err);
    free(problems);
    return loaded;
}

static bool load_notices(struct span bytes, void *ret, struct err *err)
{
    struct notices **notices = ret;
    struct problems *problems = kiosk_problems_new(err);
    if (!problems)
        return false;
    *notices = notices_load(bytes, problems);
    bool loaded = *notices || kiosk_problems_first(problems, "the notices", err);
    free(problems);
    return loaded;
}

static const struct blob_name *find(const struct manifest *manifest, enum blob_kind kind)
{
    for (size_t i = 0; i < manifest->blob_count; i++)
        if (manifest->blobs[i].kind == kind)
            return &manifest->blobs[i];
    return NULL;
}

/* Loads the blob of this kind. One that is not there, or that this program does not understand,
 * leaves *ret as it is. */
static bool load_blob(const char *data, const struct manifest *manifest, enum blob_kind kind,
                      bool (*load)(struct span bytes, void *ret, struct err *err), void *ret,
                      struct err *err)
{
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    struct err why = { 0 };
    const struct blob_name *blob = find(manifest, kind);
    if (!blob)
        return true;
    if (!courier_blob_load(data, &blob->digest, &bytes, err))
        return false;
    if (load(buf_span(&bytes), ret, &why))
        return true;
    if (why.kind != ERR_REFUSED)
        return err_set(err, why.kind, "%s", why.text);
    log_line(LOG_WARN, "kiosk", "the bundle goes without what is not understood here: %s",
             why.text);
    return true;
}

bool venue_of_bundle(const char *data, const struct manifest *manifest, struct venue_profile **ret,
                     struct err *err)
{
    *ret = NULL;
    return load_blob(data, manifest, BLOB_VENUE, load_venue, ret, err);
}

bool notices_of_bundle(const char *data, const struct manifest *manifest, struct notices **ret,
                       struct err *err)
{
    *ret = NULL;
    return load_blob(data, manifest, BLOB_NOTICES, load_notices, ret, err);
}

bool venue_from_bytes(struct span bytes, struct venue_profile **ret, struct err *err)
{
    return load_venue(bytes, ret, err);
}

bool notices_from_bytes(struct span bytes, struct notices **ret, struct err *err)
{
    return load_notices(bytes, ret, err);
}
