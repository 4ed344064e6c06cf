/* What a venue chooses for its kiosks, kept as the file that it sends down: docs/VENUE.md. */
#include "hub_int.h"
#include <stdlib.h>

/* A file that was taken in was read then; that it cannot be now is a fault of the store. */
static bool read_again(struct span file, const char *venue, struct venue_profile **ret,
                       struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read a venue's file");
    *ret = venue_profile_load(file, problems);
    enum err_kind why = problems->starved ? ERR_LATER : ERR_CORRUPT;
    free(problems);
    return *ret != NULL || err_set(err, why, "what %s has chosen cannot be read again", venue);
}

bool venue_profile_read(struct store *store, const char *venue, struct buf *ret_file,
                        struct venue_profile **ret, struct err *err)
{
    static const char nothing[] = "{\"version\": 1}";
    bool found = store_venue_file_get(store, venue, STORE_FILE_PROFILE, ret_file, err);
    if (!found && err->kind != ERR_MISSING)
        return false;
    bool chosen = found && ret_file->size > 0;
    return read_again(chosen ? buf_span(ret_file) : span_text(nothing), venue, ret, err);
}

bool venue_is_there(struct store *store, const char *venue, struct err *err)
{
    struct venue found;
    return store_venue_get(store, venue, &found, err) ||
           (err->kind == ERR_MISSING &&
            err_set(err, ERR_MISSING, "there is no venue \"%.40s\"; see yousaid-hub venue list",
                    venue));
}

bool hub_venue_profile_put(struct hub *hub, const char *venue, struct span file,
                           struct problems *problems, struct err *err)
{
    if (!venue_is_there(hub->store, venue, err))
        return false;
    struct venue_profile *profile = venue_profile_load(file, problems);
    if (profile == NULL)
        return err_set(err, problems->starved ? ERR_LATER : ERR_REFUSED,
                       "nothing is changed; mend what is said above");
    venue_profile_free(profile);
    return store_venue_file_put(hub->store, venue, STORE_FILE_PROFILE, file, err) &&
           bundle_refresh(hub, hub->store, venue, err);
}

bool hub_venue_profile(struct hub *hub, const char *venue, struct venue_profile **ret,
                       struct err *err)
{
    BUF_AUTO file = buf_new(VENUE_FILE_MAX);
    return venue_is_there(hub->store, venue, err) &&
           venue_profile_read(hub->store, venue, &file, ret, err);
}

bool hub_venue_profile_get(struct hub *hub, const char *venue, struct buf *ret_file,
                           struct err *err)
{
    return venue_is_there(hub->store, venue, err) &&
           (store_venue_file_get(hub->store, venue, STORE_FILE_PROFILE, ret_file, err) ||
            err->kind == ERR_MISSING);
}
