/* What is to be read aloud: every language that a venue's bundle offers, of the interface once, and
 * of each survey that is asked. */
#include "hub_int.h"
#include "speech.h"
#include <stdlib.h>

enum { SURVEYS_MAX = 32 };

/* Languages that have been visited, of the interface and of each survey. */
struct visited {
    char interface[BUNDLE_LANGUAGES_MAX][LANGUAGE_TAG_MAX + 1];
    int interface_count;
    struct {
        struct digest digest;
        char tags[BUNDLE_LANGUAGES_MAX][LANGUAGE_TAG_MAX + 1];
        int count;
    } surveys[SURVEYS_MAX];
    int survey_count;
};

struct visit {
    struct hub *hub;
    struct visited *visited;
    bool (*take)(void *context, const struct speech_source *source);
    void *context;
    bool stopped;
    struct err *err;
};

/* Is the tag new in the list? Then it is not any more. */
static bool note_tag(char tags[][LANGUAGE_TAG_MAX + 1], int *count, const char *tag)
{
    for (int i = 0; i < *count; i++)
        if (strcmp(tags[i], tag) == 0)
            return false;
    if (*count < BUNDLE_LANGUAGES_MAX)
        memcpy(tags[(*count)++], tag, LANGUAGE_TAG_MAX + 1);
    return true;
}

static bool take(struct visit *visit, const struct speech_source *source)
{
    visit->stopped = visit->stopped || !visit->take(visit->context, source);
    return !visit->stopped;
}

/* The place of a survey in the list; -1 when there are too many. */
static int place_of_survey(struct visited *visited, const struct digest *survey)
{
    for (int i = 0; i < visited->survey_count; i++)
        if (memcmp(&visited->surveys[i].digest, survey, sizeof *survey) == 0)
            return i;
    if (visited->survey_count == SURVEYS_MAX)
        return -1;
    visited->surveys[visited->survey_count].digest = *survey;
    return visited->survey_count++;
}

static bool visit_survey(struct visit *visit, const struct manifest *manifest)
{
    BUF_AUTO file = buf_new(SURVEY_FILE_MAX);
    int place = place_of_survey(visit->visited, &manifest->survey);
    if (place < 0)
        return err_set(visit->err, ERR_TOO_LARGE, "more than %d surveys are asked", SURVEYS_MAX);
    if (!store_blob_get(visit->hub->store, &manifest->survey, &file, visit->err))
        return false;
    for (int i = 0; i < manifest->language_count && !visit->stopped; i++) {
        const char *tag = manifest->languages[i];
        struct speech_source source = { tag, &manifest->survey, buf_span(&file) };
        if (note_tag(visit->visited->surveys[place].tags, &visit->visited->surveys[place].count,
                     tag))
            (void)take(visit, &source);
    }
    return true;
}

static bool visit_manifest(struct visit *visit, const struct manifest *manifest)
{
    static const struct digest none;
    for (int i = 0; i < manifest->language_count && !visit->stopped; i++) {
        struct speech_source source = { .tag = manifest->languages[i] };
        if (note_tag(visit->visited->interface, &visit->visited->interface_count, source.tag))
            (void)take(visit, &source);
    }
    bool asks = memcmp(&manifest->survey, &none, sizeof none) != 0;
    return !asks || visit->stopped || visit_survey(visit, manifest);
}

static bool visit_venue(struct visit *visit, const char *venue)
{
    struct store_bundle bundle;
    struct manifest manifest;
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    struct public_key key = key_public(&visit->hub->key);
    if (!store_bundle_get(visit->hub->store, venue, &bundle, visit->err))
        return visit->err->kind == ERR_MISSING;
    if (!store_blob_get(visit->hub->store, &bundle.manifest, &message, visit->err) ||
        !manifest_open(buf_span(&message), &key, &manifest, visit->err))
        return false;
    bool visited = visit_manifest(visit, &manifest);
    manifest_finish(&manifest);
    return visited;
}

bool hub_speech_sources(struct hub *hub,
                        bool (*take_source)(void *context, const struct speech_source *source),
                        void *context, struct err *err)
{
    struct venue_list venues = { 0 };
    struct visit visit = { .hub = hub,
                           .visited = calloc(1, sizeof *visit.visited),
                           .take = take_source,
                           .context = context,
                           .err = err };
    bool fine = visit.visited != NULL || err_set(err, ERR_LATER, "no memory for languages");
    fine = fine && venue_list_read(hub->store, &venues, err);
    for (size_t i = 0; fine && !visit.stopped && i < venues.count; i++)
        fine = visit_venue(&visit, venues.list[i].id);
    venue_list_finish(&venues);
    free(visit.visited);
    return fine;
}

bool hub_bundles_refresh(struct hub *hub, struct err *err)
{
    return bundle_refresh_all(hub, hub->store, err);
}
