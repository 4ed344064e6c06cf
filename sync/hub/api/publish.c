/* Publishing a survey: judged whole, kept for ever under its digest, and sent to the venues it is
 * for. */
#include "hub_int.h"
#include <stdio.h>
#include <stdlib.h>

static void survey_drop(struct survey **survey)
{
    survey_free(*survey);
}

bool hub_survey_is_for(const struct survey *survey, const struct venue *venue)
{
    if (survey->about.kind_count == 0)
        return true;
    for (int i = 0; i < survey->about.kind_count; i++)
        if (strcmp(survey->about.kinds[i], venue->kind) == 0)
            return true;
    return false;
}

bool survey_send(struct hub *hub, const char *venue, const struct digest *survey, struct err *err)
{
    struct digest asked;
    return local_survey(hub->store, venue, survey, &asked, err) &&
           store_venue_survey_put(hub->store, venue, &asked, err) &&
           bundle_refresh(hub, hub->store, venue, err);
}

static bool send_to_kinds(struct hub *hub, const struct survey *survey, const struct digest *digest,
                          struct err *err)
{
    struct venue_list venues = { 0 };
    bool sent = venue_list_read(hub->store, &venues, err);
    for (size_t i = 0; sent && i < venues.count; i++)
        if (hub_survey_is_for(survey, &venues.list[i]))
            sent = survey_send(hub, venues.list[i].id, digest, err);
    venue_list_finish(&venues);
    return sent;
}

/* All named venues must be there before anything is kept. */
static bool venues_exist(struct store *store, const char *const *venues, struct err *err)
{
    for (; venues != NULL && *venues != NULL; venues++)
        if (!venue_is_there(store, *venues, err))
            return false;
    return true;
}

static bool send_to_venues(struct hub *hub, const struct survey *survey, const char *const *venues,
                           const struct digest *digest, struct err *err)
{
    if (venues == NULL || venues[0] == NULL)
        return send_to_kinds(hub, survey, digest, err);
    for (; *venues != NULL; venues++)
        if (!survey_send(hub, *venues, digest, err))
            return false;
    return true;
}

/* The interface must speak the survey's own language, else a kiosk could offer none. */
static bool speaks_default(const struct survey *survey, struct err *err)
{
    const char *tag = survey->languages[survey->default_language].tag;
    if (language_find(tag) != NULL)
        return true;
    return err_set(err, ERR_REFUSED,
                   "the kiosk's own words are not there in the survey's language \"%s\"", tag);
}

static bool keep(struct hub *hub, const struct survey *survey, struct span file,
                 const char *const *accepted, struct published_survey *ret, struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    *ret = (struct published_survey){ .published = clock_now().wall };
    (void)snprintf(ret->id, sizeof ret->id, "%s", survey->about.id);
    if (!accepted_join(accepted, ret->accepted, err) || !survey_canonical(file, &bytes, err))
        return false;
    ret->digest = digest_of(buf_span(&bytes));
    return store_blob_put(hub->store, &ret->digest, buf_span(&bytes), err) &&
           store_survey_publish(hub->store, ret, err);
}

/* NULL with *err. */
static struct survey *load_publishable(struct span file, const char *const *accepted,
                                       struct problems *problems, struct err *err)
{
    int32_t today = (int32_t)(clock_now().wall / 86400);
    struct survey *survey = survey_load_publishable(file, accepted, today, problems);
    if (survey == NULL) {
        (void)err_set(err, problems->starved ? ERR_LATER : ERR_REFUSED,
                      "the survey is not published; mend what is said above");
        return NULL;
    }
    if (speaks_default(survey, err))
        return survey;
    survey_free(survey);
    return NULL;
}

bool hub_survey_keep(struct hub *hub, struct span file, const char *const *accepted_languages,
                     struct problems *problems, struct published_survey *ret, struct err *err)
{
    __attribute__((cleanup(survey_drop))) struct survey *survey =
        load_publishable(file, accepted_languages, problems, err);
    return survey != NULL && keep(hub, survey, file, accepted_languages, ret, err);
}

bool hub_survey_send(struct hub *hub, const char *venue, const struct digest *survey,
                     struct err *err)
{
    return survey_send(hub, venue, survey, err);
}

bool hub_publish(struct hub *hub, struct span file, const char *const *venues,
                 const char *const *accepted_languages, struct problems *problems,
                 struct published_survey *ret, struct err *err)
{
    __attribute__((cleanup(survey_drop))) struct survey *survey =
        load_publishable(file, accepted_languages, problems, err);
    return survey != NULL && venues_exist(hub->store, venues, err) &&
           keep(hub, survey, file, accepted_languages, ret, err) &&
           send_to_venues(hub, survey, venues, &ret->digest, err);
}

/* ---- a new venue ---- */

struct fitting {
    struct store *store;
    const struct venue *venue;
    struct digest survey;
    bool found;
    struct err *err;
    bool failed;
};

static bool read_survey(struct store *store, const struct digest *digest, struct survey **ret,
                        struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!store_blob_get(store, digest, &bytes, err))
        return false;
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read a survey");
    *ret = survey_load(buf_span(&bytes), problems);
    free(problems);
    return true;
}

/* Newest first: the first that fits ends the search. What a kiosk brought was never published, and
 * another venue's own questions are none of this one's. */
static bool try_survey(void *context, const struct published_survey *published)
{
    struct fitting *fitting = context;
    __attribute__((cleanup(survey_drop))) struct survey *survey = NULL;
    static const struct digest none;
    if (published->published == 0 || memcmp(&published->base, &none, sizeof none) != 0)
        return true;
    if (!read_survey(fitting->store, &published->digest, &survey, fitting->err)) {
        fitting->failed = true;
        return false;
    }
    fitting->found = survey != NULL && hub_survey_is_for(survey, fitting->venue);
    fitting->survey = published->digest;
    return !fitting->found;
}

static bool take_up_survey(struct hub *hub, const struct venue *venue, struct err *err)
{
    struct digest asked;
    struct fitting fitting = { .store = hub->store, .venue = venue, .err = err };
    if (store_venue_survey_get(hub->store, venue->id, &asked, err))
        return true;
    if (err->kind != ERR_MISSING || !store_surveys(hub->store, try_survey, &fitting, err) ||
        fitting.failed)
        return false;
    return !fitting.found || store_venue_survey_put(hub->store, venue->id, &fitting.survey, err);
}

bool hub_venue_keep(struct hub *hub, const struct venue *venue, struct err *err)
{
    uint64_t version;
    return store_venue_put(hub->store, venue, err) && take_up_survey(hub, venue, err) &&
           store_next(hub->store, HUB_FRAME_COUNTER, 1, &version, err);
}

bool hub_venue_put(struct hub *hub, const struct venue *venue, struct err *err)
{
    return hub_venue_keep(hub, venue, err) && bundle_refresh(hub, hub->store, venue->id, err);
}
