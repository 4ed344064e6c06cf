/*
 * A venue's own questions. They are joined to the survey that the venue asks, and what comes out is
 * a version of that survey: its other questions have their names, so that figures count them with
 * everybody's.
 */
#include "hub_int.h"
#include "log.h"
#include "survey_join.h"
#include <stdio.h>
#include <stdlib.h>

static bool read_file(struct store *store, const char *venue, struct buf *ret, struct err *err)
{
    return store_venue_file_get(store, venue, STORE_FILE_LOCAL, ret, err) ||
           err->kind == ERR_MISSING;
}

static bool offers_any(const struct survey *survey, const struct published_survey *published)
{
    struct accepted_list accepted;
    accepted_split(published->accepted, &accepted);
    for (int i = 0; i < survey->language_count; i++)
        if (survey_offers(survey, i, accepted.tags))
            return true;
    return false;
}

/* Joined, a language is reviewed where both files say so. A survey that is left with none would be
 * asked of nobody. */
static bool is_still_offered(struct store *store, const struct digest *base, struct span joined,
                             struct problems *problems, struct err *err)
{
    struct published_survey published;
    if (!store_survey_get(store, base, &published, err))
        return false;
    struct survey *survey = survey_load(joined, problems);
    bool offered = survey != NULL && offers_any(survey, &published);
    survey_free(survey);
    return offered ||
           err_set(err, ERR_REFUSED,
                   "no language would be offered any more; say in yousaid.languages of these "
                   "questions which of them somebody has reviewed");
}

/* The two as one survey, as it is published; ERR_REFUSED with problems when they do not go
 * together. */
static bool join(struct store *store, const struct digest *survey, struct span own,
                 struct buf *ret_survey, struct problems *problems, struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    BUF_AUTO joined = buf_new(SURVEY_FILE_MAX);
    if (!store_blob_get(store, survey, &bytes, err))
        return false;
    if (!survey_join_local(buf_span(&bytes), own, &joined, problems))
        return err_set(err, problems->starved ? ERR_LATER : ERR_REFUSED, "%s",
                       problems->count > 0 ? problems->list[problems->count - 1].text : "");
    return survey_canonical(buf_span(&joined), ret_survey, err) &&
           is_still_offered(store, survey, buf_span(ret_survey), problems, err);
}

/* Kept under the survey's own id, with the languages that were accepted there. */
static bool keep(struct store *store, const struct digest *base, struct span bytes,
                 struct digest *ret, struct err *err)
{
    struct published_survey survey;
    if (!store_survey_get(store, base, &survey, err))
        return false;
    survey.base = *base;
    survey.digest = digest_of(bytes);
    survey.published = clock_now().wall;
    *ret = survey.digest;
    return store_blob_put(store, &survey.digest, bytes, err) &&
           store_survey_publish(store, &survey, err);
}

bool local_survey(struct store *store, const char *venue, const struct digest *survey,
                  struct digest *ret, struct err *err)
{
    BUF_AUTO own = buf_new(SURVEY_FILE_MAX);
    BUF_AUTO joined = buf_new(SURVEY_FILE_MAX);
    *ret = *survey;
    if (!read_file(store, venue, &own, err))
        return false;
    if (own.size == 0)
        return true;
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to join a venue's own questions");
    bool is_joined = join(store, survey, buf_span(&own), &joined, problems, err);
    free(problems);
    if (is_joined)
        return keep(store, survey, buf_span(&joined), ret, err);
    if (err->kind != ERR_REFUSED)
        return false;
    log_line(LOG_WARN, "hub", "the own questions of %s do not go with the survey any more: %s",
             venue, err->text);
    return true;
}

/* The survey that is asked there, without anybody's own questions; ERR_MISSING for none. */
static bool base_of(struct store *store, const char *venue, struct digest *ret, struct err *err)
{
    static const struct digest none;
    struct published_survey survey;
    if (!store_venue_survey_get(store, venue, ret, err) ||
        !store_survey_get(store, ret, &survey, err))
        return false;
    if (memcmp(&survey.base, &none, sizeof none) != 0)
        *ret = survey.base;
    return true;
}

/* Do these questions go with what the venue asks? Where it asks nothing yet, nothing is in the way.
 */
static bool fits(struct store *store, bool asks, const struct digest *survey, struct span own,
                 struct problems *problems, struct err *err)
{
    BUF_AUTO joined = buf_new(SURVEY_FILE_MAX);
    if (own.size == 0)
        return true;
    bool fit =
        asks ? join(store, survey, own, &joined, problems, err) : survey_local_fits(own, problems);
    if (!fit && problems->errors > 0)
        (void)err_set(err, problems->starved ? ERR_LATER : ERR_REFUSED,
                      "nothing is changed; mend what is said above");
    return fit;
}

static bool judge(struct hub *hub, const char *venue, struct span file, struct problems *problems,
                  bool *ret_asks, struct digest *ret_survey, struct err *err)
{
    if (!venue_is_there(hub->store, venue, err))
        return false;
    *ret_asks = base_of(hub->store, venue, ret_survey, err);
    if (!*ret_asks && err->kind != ERR_MISSING)
        return false;
    return fits(hub->store, *ret_asks, ret_survey, file, problems, err);
}

bool hub_local_fits(struct hub *hub, const char *venue, struct span file, struct problems *problems,
                    struct err *err)
{
    struct digest survey;
    bool asks;
    return judge(hub, venue, file, problems, &asks, &survey, err);
}

bool hub_local_put(struct hub *hub, const char *venue, struct span file, struct problems *problems,
                   struct err *err)
{
    struct digest survey;
    bool asks = false;
    return judge(hub, venue, file, problems, &asks, &survey, err) &&
           store_venue_file_put(hub->store, venue, STORE_FILE_LOCAL, file, err) &&
           (!asks || survey_send(hub, venue, &survey, err));
}

bool hub_local_get(struct hub *hub, const char *venue, struct buf *ret_file, struct err *err)
{
    return venue_is_there(hub->store, venue, err) && read_file(hub->store, venue, ret_file, err);
}
