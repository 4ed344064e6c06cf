/* What is to be read aloud: every language that a venue's bundle offers, of the interface once, of
 * each survey that is asked, and of what each venue says of its own. */
#include "hub_int.h"
#include "speech.h"
#include <stdlib.h>

/* Languages of one survey that have been visited. */
struct visited_survey {
    struct digest digest;
    char tags[BUNDLE_LANGUAGES_MAX][LANGUAGE_TAG_MAX + 1];
    int count;
};

/* Languages that have been visited, of the interface and of each survey. */
struct visited {
    char interface[BUNDLE_LANGUAGES_MAX][LANGUAGE_TAG_MAX + 1];
    int interface_count;
    struct visited_survey *surveys; /* as many as venues have questions of their own, and more */
    size_t survey_count;
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

/* NULL when there is no memory. */
static struct visited_survey *place_of_survey(struct visited *visited, const struct digest *survey)
{
    for (size_t i = 0; i < visited->survey_count; i++)
        if (memcmp(&visited->surveys[i].digest, survey, sizeof *survey) == 0)
            return &visited->surveys[i];
    struct visited_survey *grown =
        realloc(visited->surveys, (visited->survey_count + 1) * sizeof *grown);
    if (grown == NULL)
        return NULL;
    visited->surveys = grown;
    struct visited_survey *place = &grown[visited->survey_count++];
    *place = (struct visited_survey){ .digest = *survey };
    return place;
}

static bool visit_survey(struct visit *visit, const struct manifest *manifest, struct span file)
{
    struct visited_survey *place = place_of_survey(visit->visited, &manifest->survey);
    if (place == NULL)
        return err_set(visit->err, ERR_LATER, "no memory for surveys");
    for (int i = 0; i < manifest->language_count && !visit->stopped; i++) {
        struct speech_source source = { .tag = manifest->languages[i],
                                        .survey = &manifest->survey,
                                        .file = file };
        if (note_tag(place->tags, &place->count, source.tag))
            (void)take(visit, &source);
    }
    return true;
}

/* ---- a venue's own ---- */

static bool visit_own(struct visit *visit, const struct manifest *manifest, struct span survey)
{
    BUF_AUTO whole = buf_new(VENUE_WHOLE_MAX);
    if (!venue_whole_put(visit->hub->store, manifest, survey, &whole, visit->err))
        return false;
    for (int i = 0; i < manifest->language_count && !visit->stopped; i++)
        (void)take(visit, &(struct speech_source){ .tag = manifest->languages[i],
                                                   .survey = &manifest->survey,
                                                   .file = survey,
                                                   .venue = manifest->venue,
                                                   .whole = buf_span(&whole) });
    return true;
}

static bool visit_manifest(struct visit *visit, const struct manifest *manifest)
{
    static const struct digest none;
    BUF_AUTO survey = buf_new(SURVEY_FILE_MAX);
    for (int i = 0; i < manifest->language_count && !visit->stopped; i++) {
        struct speech_source source = { .tag = manifest->languages[i] };
        if (note_tag(visit->visited->interface, &visit->visited->interface_count, source.tag))
            (void)take(visit, &source);
    }
    bool asks = memcmp(&manifest->survey, &none, sizeof none) != 0;
    if (!asks || visit->stopped)
        return true;
    return store_blob_get(visit->hub->store, &manifest->survey, &survey, visit->err) &&
           visit_survey(visit, manifest, buf_span(&survey)) &&
           (visit->stopped || visit_own(visit, manifest, buf_span(&survey)));
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

static void visited_drop(struct visited **visited)
{
    if (*visited != NULL)
        free((*visited)->surveys);
    free(*visited);
}
#define VISITED_AUTO __attribute__((cleanup(visited_drop))) struct visited

bool hub_speech_sources(struct hub *hub,
                        bool (*take_source)(void *context, const struct speech_source *source),
                        void *context, struct err *err)
{
    struct venue_list venues = { 0 };
    VISITED_AUTO *visited = calloc(1, sizeof *visited);
    if (visited == NULL)
        return err_set(err, ERR_LATER, "no memory for languages");
    struct visit visit = {
        .hub = hub, .visited = visited, .take = take_source, .context = context, .err = err
    };
    bool fine = venue_list_read(hub->store, &venues, err);
    for (size_t i = 0; fine && !visit.stopped && i < venues.count; i++)
        fine = visit_venue(&visit, venues.list[i].id);
    venue_list_finish(&venues);
    return fine;
}

bool hub_bundles_refresh(struct hub *hub, struct err *err)
{
    return bundle_refresh_all(hub, hub->store, err);
}
