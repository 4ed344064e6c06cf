/*
 * Makes the county: venues and areas, an enrolled kiosk at each, and then day after day their
 * batches, which go through ingest as if they had come in on their day. See sample.h.
 */
#include "sample.h"
#include "changed.h"
#include "kiosk_days.h"
#include "local_time.h"
#include "noticed.h"
#include "paper.h"
#include "statement.h"
#include "store_summary.h"
#include "visits.h"
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400, FORTNIGHT = 14 * DAY_SECONDS, SURVEYS = 2 };

static const char *const survey_names[SURVEYS] = { "gp-fft", "jobcentre" };
/* Nobody has read them; a sample shows them all the same. */
static const char *const languages[] = { "cy", "pl", "ro", "pa", "ur", "ar", "bn", NULL };

struct county {
    struct hub *hub;
    struct sample_time time;
    struct dice dice;
    struct place *places;
    struct sample_kiosk *kiosks;
    uint32_t count, busier;
    struct survey *surveys[SURVEYS];
    struct digest digests[SURVEYS];
};

/* ---- may it be done? ---- */

static bool take_any(void *context, const struct store_kiosk *kiosk)
{
    (void)kiosk;
    *(bool *)context = true;
    return false;
}

static bool is_free(struct hub *hub, struct err *err)
{
    bool kiosks = false;
    if (hub_is_sample(hub))
        return err_set(err, ERR_REFUSED, "this hub holds a sample already; make another hub");
    if (!store_kiosks(hub_store(hub), take_any, &kiosks, err))
        return false;
    return !kiosks || err_set(err, ERR_REFUSED,
                              "this hub has kiosks, and made-up answers must never stand among "
                              "real ones; make another hub with yousaid-hub init");
}

static bool is_in_bounds(const struct sample_wish *wish, struct err *err)
{
    if (wish->venues < 1 || wish->venues > SAMPLE_VENUES_MAX)
        return err_set(err, ERR_USAGE, "a sample has 1 to %d venues", SAMPLE_VENUES_MAX);
    if (wish->months < 1 || wish->months > SAMPLE_MONTHS_MAX)
        return err_set(err, ERR_USAGE, "a sample has 1 to %d months", SAMPLE_MONTHS_MAX);
    return (wish->busier >= 1 && wish->busier <= SAMPLE_BUSIER_MAX) ||
           err_set(err, ERR_USAGE, "a sample is 1 to %d times as busy", SAMPLE_BUSIER_MAX);
}

/* ---- surveys and keys ---- */

static bool publish(struct county *county, int which, struct err *err)
{
    struct published_survey published;
    struct span file = hub_survey_carried(survey_names[which]);
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a survey");
    bool done = hub_publish(county->hub, file, NULL, languages, problems, &published, err);
    county->digests[which] = published.digest;
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    done = done && store_blob_get(hub_store(county->hub), &published.digest, &bytes, err);
    county->surveys[which] = done ? survey_load(buf_span(&bytes), problems) : NULL;
    free(problems);
    return county->surveys[which] != NULL || done == false ||
           err_set(err, ERR_CORRUPT, "the survey %s cannot be read", survey_names[which]);
}

struct words_search {
    struct public_key programme;
    struct sample_time *time;
};

/* The newest words key is the last one. */
static bool take_statement(void *context, uint64_t number, int kind, struct span message)
{
    struct words_search *search = context;
    struct statement statement;
    struct err err = { 0 };
    (void)number;
    if (kind == STATEMENT_WORDS_KEY &&
        statement_open(message, &search->programme, &statement, &err) &&
        statement.subject.size == sizeof search->time->words) {
        memcpy(&search->time->words, statement.subject.data, statement.subject.size);
        search->time->has_words = true;
    }
    return true;
}

static bool find_words_key(struct county *county, struct err *err)
{
    struct words_search search = { .time = &county->time };
    BUF_AUTO key = buf_new(64);
    if (!store_setting_get(hub_store(county->hub), "programme.public", &key, err) ||
        key.size != sizeof search.programme)
        return false;
    memcpy(&search.programme, key.data, key.size);
    return store_statements(hub_store(county->hub), take_statement, &search, err);
}

/* ---- places ---- */

static bool put_areas(struct store *store, struct err *err)
{
    for (int i = 0; i < AREAS; i++) {
        struct store_paper paper = { .kind = "area" };
        (void)snprintf(paper.id, sizeof paper.id, "%s", areas[i].id);
        if (!paper_write(store, &paper,
                         json_pack("{s:s, s:s}", "name", areas[i].name, "parent", ""), PAPER_ANY,
                         err))
            return false;
    }
    return true;
}

static bool put_place(struct county *county, const struct place *place, struct err *err)
{
    struct store_paper paper = { .kind = "place" };
    (void)snprintf(paper.id, sizeof paper.id, "%s", place->venue.id);
    return hub_venue_put(county->hub, &place->venue, err) &&
           paper_write(hub_store(county->hub), &paper,
                       json_pack("{s:s, s:[], s:b}", "area", place->area, "tags", "closed", 0),
                       PAPER_ANY, err);
}

static bool put_places(struct county *county, struct err *err)
{
    uint64_t frame;
    if (!put_areas(hub_store(county->hub), err))
        return false;
    for (uint32_t i = 0; i < county->count; i++) {
        county->places[i] = place_make(i, &county->dice);
        county->places[i].a_day *= county->busier;
        if (!put_place(county, &county->places[i], err))
            return false;
    }
    return store_next(hub_store(county->hub), HUB_FRAME_COUNTER, 0, &frame, err);
}

/* ---- kiosks ---- */

static bool keep_kiosk(struct store *store, const struct sample_kiosk *kiosk, int64_t enrolled,
                       struct err *err)
{
    struct store_invitation invitation = { .expires = enrolled + FORTNIGHT };
    struct store_kiosk kept = { .id = kiosk->id, .life = kiosk->life, .enrolled = enrolled };
    BUF_AUTO reply = buf_new(64);
    const char *venue = kiosk->place->venue.id;
    memcpy(kept.key, kiosk->public.bytes, sizeof kept.key);
    (void)snprintf(kept.venue, sizeof kept.venue, "%s", venue);
    (void)snprintf(invitation.venue, sizeof invitation.venue, "%s", venue);
    return store_invitation_add(store, &invitation, enrolled, err) &&
           store_enrol(store, invitation.id, &kept, &kiosk->point.hash, span_text("sample"), &reply,
                       err);
}

static bool enrol(struct county *county, const struct place *place, struct sample_kiosk *kiosk,
                  struct err *err)
{
    struct store *store = hub_store(county->hub);
    struct store_bundle bundle;
    int which = strcmp(place->venue.kind, "jobcentre") == 0;
    *kiosk = (struct sample_kiosk){ .place = place,
                                    .survey = county->surveys[which],
                                    .survey_digest = county->digests[which] };
    seal_random(&kiosk->id, sizeof kiosk->id);
    seal_random(&kiosk->life, sizeof kiosk->life);
    kiosk->id >>= 1;
    kiosk->life >>= 1;
    key_pair_new(&kiosk->public, &kiosk->secret);
    kiosk->point = chain_start(kiosk->life, &kiosk->public);
    if (!store_bundle_get(store, place->venue.id, &bundle, err))
        return false;
    kiosk->bundle = bundle.manifest;
    kiosk->bundle_serial = bundle.serial;
    return keep_kiosk(store, kiosk, (int64_t)county->time.first * DAY_SECONDS, err);
}

static bool enrol_all(struct county *county, struct err *err)
{
    for (uint32_t i = 0; i < county->count; i++)
        if (!enrol(county, &county->places[i], &county->kiosks[i], err))
            return false;
    return true;
}

/* ---- days ---- */

/* Batches on their way: a day's must be through before the next one's come. */
struct way {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint32_t sent, back;
    struct err err;
};

static void take_reply(void *context, struct span reply, const struct err *err)
{
    struct way *way = context;
    (void)reply;
    (void)pthread_mutex_lock(&way->lock);
    if (err->kind != ERR_NONE)
        way->err = *err;
    way->back++;
    (void)pthread_cond_signal(&way->changed);
    (void)pthread_mutex_unlock(&way->lock);
}

static bool all_back(struct way *way, struct err *err)
{
    (void)pthread_mutex_lock(&way->lock);
    while (way->back < way->sent)
        (void)pthread_cond_wait(&way->changed, &way->lock);
    *err = way->err;
    (void)pthread_mutex_unlock(&way->lock);
    return err->kind == ERR_NONE || err_wrap(err, "taking in made-up answers");
}

static bool live_day(struct county *county, struct ingest *ingest, struct way *way, uint32_t day,
                     struct sample_made *made, struct err *err)
{
    bool lived = true;
    for (uint32_t i = 0; i < county->count && lived; i++) {
        BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
        lived =
            sample_day(&county->kiosks[i], &county->time, day, &county->dice, &message, made, err);
        if (!lived || message.size == 0)
            continue;
        way->sent++;
        ingest_as_of(ingest, buf_span(&message), sample_sent(&county->time, day), take_reply, way);
    }
    struct err late = { 0 };
    bool back = all_back(way, &late);
    if (lived && !back)
        *err = late;
    return lived && back;
}

static bool live(struct county *county, void (*done)(void *context, uint32_t day, uint32_t days),
                 void *context, struct sample_made *made, struct err *err)
{
    struct way way = { .sent = 0 };
    struct ingest *ingest = NULL;
    struct ingest_config config = hub_ingest_config(county->hub);
    bool lived = ingest_start(&config, &ingest, err);
    seal_forget(&config, sizeof config);
    (void)pthread_mutex_init(&way.lock, NULL);
    (void)pthread_cond_init(&way.changed, NULL);
    for (uint32_t day = 0; day < county->time.days && lived; day++) {
        lived = live_day(county, ingest, &way, day, made, err);
        if (lived && done != NULL)
            done(context, day + 1, county->time.days);
    }
    ingest_stop(ingest);
    (void)pthread_cond_destroy(&way.changed);
    (void)pthread_mutex_destroy(&way.lock);
    return lived;
}

/* ---- all of it ---- */

/* From the first day of the month so many months ago to yesterday. */
static struct sample_time time_of(uint32_t months)
{
    int32_t today = (int32_t)(clock_now().wall / DAY_SECONDS);
    int32_t first = local_month_start(today);
    for (uint32_t i = 1; i < months; i++)
        first = local_month_start(first - 1);
    uint32_t days = (uint32_t)(today - first);
    return (struct sample_time){ .first = first, .days = days > 0 ? days : 1 };
}

/* What came of what people had said. */
static bool put_done(struct county *county, struct err *err)
{
    return changed_put(hub_store(county->hub), county->places, county->count, &county->time, err) &&
           noticed_put(county->hub, county->places, county->count, &county->time, err);
}

static bool make(struct county *county, void (*done)(void *context, uint32_t day, uint32_t days),
                 void *context, struct sample_made *made, struct err *err)
{
    for (int i = 0; i < SURVEYS; i++)
        if (!publish(county, i, err))
            return false;
    if (!find_words_key(county, err) || !put_places(county, err) || !put_done(county, err) ||
        !enrol_all(county, err))
        return false;
    made->venues = made->kiosks = county->count;
    return visits_put(hub_store(county->hub), county->places, county->count, &county->time,
                      &county->dice, err) &&
           live(county, done, context, made, err) && store_fold_all(hub_store(county->hub), err);
}

static void county_finish(struct county *county)
{
    for (int i = 0; i < SURVEYS; i++)
        survey_free(county->surveys[i]);
    for (uint32_t i = 0; county->kiosks != NULL && i < county->count; i++)
        seal_forget(&county->kiosks[i].secret, sizeof county->kiosks[i].secret);
    free(county->kiosks);
    free(county->places);
}

bool sample_make(struct hub *hub, const struct sample_wish *wish,
                 void (*done)(void *context, uint32_t day, uint32_t days), void *context,
                 struct sample_made *ret, struct err *err)
{
    *ret = (struct sample_made){ 0 };
    if (!is_in_bounds(wish, err) || !is_free(hub, err) ||
        !store_setting_put(hub_store(hub), HUB_SAMPLE_SETTING, span_text("1"), err))
        return false;
    struct county county = { .hub = hub,
                             .time = time_of(wish->months),
                             .dice = { wish->seed },
                             .count = wish->venues,
                             .busier = wish->busier,
                             .places = calloc(wish->venues, sizeof *county.places),
                             .kiosks = calloc(wish->venues, sizeof *county.kiosks) };
    bool made = county.places != NULL && county.kiosks != NULL
                    ? make(&county, done, context, ret, err)
                    : err_set(err, ERR_LATER, "there is no memory for a county");
    county_finish(&county);
    return made;
}
