/* All that a venue's kiosks show, in one JSON object, as yousaid-kiosk's --whole takes it: what it
 * chooses and its notices come out of its bundle, the survey from whoever asks. */
#include "hub_int.h"
#include "survey_join.h"
#include <jansson.h>
#include <stdlib.h>

/* A file of the bundle as a member; none is none. */
static bool put_member(struct store *store, const struct manifest *manifest, enum blob_kind kind,
                       const char *name, struct buf *whole, struct err *err)
{
    BUF_AUTO file = buf_new(BLOB_BYTES_MAX);
    for (size_t i = 0; i < manifest->blob_count; i++) {
        if (manifest->blobs[i].kind != kind)
            continue;
        if (!store_blob_get(store, &manifest->blobs[i].digest, &file, err))
            return false;
        buf_printf(whole, ",\"%s\":", name);
        buf_put_span(whole, buf_span(&file));
        return true;
    }
    return true;
}

bool venue_whole_put(struct store *store, const struct manifest *manifest, struct span survey,
                     struct buf *whole, struct err *err)
{
    json_t *name = json_string(manifest->venue_name);
    char *text = json_dumps(name, JSON_ENCODE_ANY);
    json_decref(name);
    if (text == NULL)
        return err_set(err, ERR_LATER, "no memory for what a venue says");
    buf_printf(whole, "{\"name\":%s,\"survey\":", text);
    free(text);
    buf_put_span(whole, survey);
    bool put = put_member(store, manifest, BLOB_VENUE, "venue", whole, err) &&
               put_member(store, manifest, BLOB_NOTICES, "notices", whole, err);
    buf_printf(whole, "}");
    return put && buf_ok(whole, "what a venue says", err);
}

/* The survey with the venue's own questions, or alone where they do not go with it: whoever sends
 * it out leaves them out then, too. */
static bool join_local(struct hub *hub, const char *venue, struct span survey, struct buf *ret,
                       struct err *err)
{
    BUF_AUTO own = buf_new(SURVEY_FILE_MAX);
    struct problems *problems = NULL;
    if (!store_venue_file_get(hub->store, venue, STORE_FILE_LOCAL, &own, err) &&
        err->kind != ERR_MISSING)
        return false;
    if (own.size > 0)
        problems = calloc(1, sizeof *problems);
    bool joined = problems != NULL && survey_join_local(survey, buf_span(&own), ret, problems);
    free(problems);
    if (!joined) {
        buf_clear(ret);
        buf_put_span(ret, survey);
    }
    return buf_ok(ret, "a survey with a venue's own questions", err);
}

bool hub_venue_whole(struct hub *hub, const char *venue, struct span survey, struct buf *ret,
                     struct err *err)
{
    struct store_bundle bundle;
    struct manifest manifest;
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    BUF_AUTO asked = buf_new(SURVEY_FILE_MAX);
    struct public_key key = key_public(&hub->key);
    if (!join_local(hub, venue, survey, &asked, err) ||
        !store_bundle_get(hub->store, venue, &bundle, err) ||
        !store_blob_get(hub->store, &bundle.manifest, &message, err) ||
        !manifest_open(buf_span(&message), &key, &manifest, err))
        return false;
    bool put = venue_whole_put(hub->store, &manifest, buf_span(&asked), ret, err);
    manifest_finish(&manifest);
    return put;
}
