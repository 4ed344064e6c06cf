/*
 * Surveys that kiosks bring. A hub that was restored from a backup may lack a version that people
 * have answered; their kiosk has it. It is kept to read those answers by and is given to no venue.
 */
#include "envelope.h"
#include "hub_int.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    KIOSK_DIGITS = 16,
    BROUGHT_MAX = 1000,
    BROUGHT_EACH = 64, /* as many as a kiosk keeps: none can use up the others' places */
};

static const char brought_one[] = "brought a survey that was lacking here";

static bool parse_kiosk(const char *text, uint64_t *ret)
{
    if (strlen(text) != KIOSK_DIGITS || strspn(text, "0123456789abcdef") != KIOSK_DIGITS)
        return false;
    *ret = strtoull(text, NULL, 16);
    return *ret != 0 && *ret <= INT64_MAX;
}

/* The kiosk that may bring one: known and not revoked. */
static bool find_kiosk(struct store *store, const char *text, struct store_kiosk *ret,
                       struct err *err)
{
    uint64_t id;
    bool sound = parse_kiosk(text, &id);
    if (sound && !store_kiosk_get(store, id, ret, err)) {
        if (err->kind != ERR_MISSING)
            return false;
        sound = false;
    }
    if (!sound)
        return err_set(err, ERR_DENIED, "this kiosk is not enrolled here");
    if (ret->revoked_from != 0 && ret->revoked_from <= clock_now().wall)
        return err_set(err, ERR_DENIED, "this kiosk is revoked");
    return true;
}

/* The survey's own name for itself, when its bytes are a survey. */
static bool read_id(struct span bytes, char ret[STORE_ID_MAX + 1], struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read the survey");
    struct survey *survey = survey_load(bytes, problems);
    bool named = survey != NULL && survey->about.id[0] != '\0';
    if (named)
        (void)snprintf(ret, STORE_ID_MAX + 1, "%s", survey->about.id);
    bool starved = problems->starved;
    survey_free(survey);
    free(problems);
    if (starved)
        return err_set(err, ERR_LATER, "there is no memory to read the survey");
    return named || err_set(err, ERR_REFUSED, "what was sent is no survey");
}

static bool count_brought(void *context, const struct published_survey *survey)
{
    *(int *)context += survey->published == 0;
    return true;
}

/* The store tells the same event of one kiosk once, with how often. */
static bool count_events(void *context, const struct store_event *event)
{
    if (strcmp(event->what, brought_one) == 0)
        *(uint32_t *)context += event->times;
    return true;
}

/* Is there room for one more, here and for this kiosk? */
static bool check_room(struct store *store, uint64_t kiosk, struct err *err)
{
    int all = 0;
    uint32_t own = 0;
    if (!store_surveys(store, count_brought, &all, err) ||
        !store_events(store, kiosk, count_events, &own, err))
        return false;
    if (own >= BROUGHT_EACH)
        return err_set(err, ERR_FULL, "this kiosk has brought %d surveys already", BROUGHT_EACH);
    return all < BROUGHT_MAX ||
           err_set(err, ERR_FULL, "kiosks have brought %d surveys already", BROUGHT_MAX);
}

static bool keep(struct store *store, const struct store_kiosk *kiosk, struct span bytes,
                 struct published_survey *survey, struct err *err)
{
    if (!read_id(bytes, survey->id, err) || !check_room(store, kiosk->id, err))
        return false;
    return store_blob_put(store, &survey->digest, bytes, err) &&
           store_survey_publish(store, survey, err) &&
           store_event(store, kiosk->id, clock_now().wall, brought_one, err);
}

bool hub_survey_take(struct store *store, const char *kiosk_id, struct span message,
                     struct err *err)
{
    struct store_kiosk kiosk = { 0 };
    struct public_key key;
    struct span bytes = { 0 };
    struct published_survey known;
    if (!find_kiosk(store, kiosk_id, &kiosk, err))
        return false;
    memcpy(key.bytes, kiosk.key, sizeof key.bytes);
    if (!envelope_verify(PURPOSE_SURVEY, &key, message, &bytes, err))
        return false;
    if (bytes.size > SURVEY_FILE_MAX)
        return err_set(err, ERR_TOO_LARGE, "a survey has at most %d bytes", SURVEY_FILE_MAX);
    struct published_survey survey = { .digest = digest_of(bytes) };
    if (store_survey_get(store, &survey.digest, &known, err))
        return true;
    return err->kind == ERR_MISSING && keep(store, &kiosk, bytes, &survey, err);
}
