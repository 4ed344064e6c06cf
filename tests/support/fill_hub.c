/*
 * Fills a hub with what kiosks might have sent: enrolled kiosks and a signed batch a day of each,
 * kept as ingest keeps them but dated in the past, so that reports, the console and the proof have
 * something to look at. usage: fill_hub HUB-FOLDER PLAN.json; the plan is
 * {"seed":1,"today":"2026-11-22","sample":true,"behind":true,"venues":[{"venue":"riverside","kiosks":2,"from":
 * "2026-08-01","to":"2026-11-21","per_day":30,"positive":0.8,"changed":"2026-10-01","then":0.9,
 * "languages":{"en":9,"ar":1},"keypad":0.1,"words":0.2,"texts":["Kind."],"version":"0.1.0","woken":3}]}.
 * What it brings is added up, unless the plan says "behind". Prints a line a kiosk.
 */
#include "api.h"
#include "batch.h"
#include "bundle.h"
#include "clock.h"
#include "local_time.h"
#include "row.h"
#include "statement.h"
#include "store_summary.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    DAY = 86400,
    OPENS = 9,
    HOURS_OPEN = 8,
    A_DAY_MOST = 2000,
    LANGUAGES_MOST = 8,
    TWO_WORDS = 2
};

struct plan {
    char venue[STORE_ID_MAX + 1];
    int kiosks, per_day;
    int32_t from, to, changed;
    double positive, then, keypad, words, completed;
    int woken;           /* screens woken for each visit */
    const json_t *texts; /* what is written; NULL: the usual, borrowed */
    const char *version; /* of the kiosks' program, borrowed */
    char languages[LANGUAGES_MOST][LANGUAGE_TAG_MAX + 1];
    double weights[LANGUAGES_MOST];
    int language_count;
};

struct filling {
    struct hub *hub;
    struct store *store;
    struct ingest_config config;
    struct digest programme;
    bool has_words;
    struct box_public words;
    uint64_t dice;
    struct err err;
};

struct sender {
    struct store_kiosk kiosk;
    struct secret_key secret;
    struct public_key public;
    struct store_watermark at;
    struct chain_point point;
};

static _Noreturn void end(const char *what, const struct err *err)
{
    (void)fprintf(stderr, "fill_hub: %s: %s\n", what, err->text);
    exit(1);
}
#define OK(call)                                                                                   \
    do {                                                                                           \
        if (!(call))                                                                               \
            end(#call, &f->err);                                                                   \
    } while (0)

static double roll(struct filling *f)
{
    f->dice = f->dice * 6364136223846793005u + 1442695040888963407u;
    return (double)(f->dice >> 11) / (double)(UINT64_C(1) << 53);
}

static int below(struct filling *f, int n)
{
    return (int)(roll(f) * n);
}

/* ---- the plan ---- */

static int32_t day_of(const json_t *json, const char *name, int32_t fallback)
{
    int32_t day = fallback;
    const char *text = json_string_value(json_object_get(json, name));
    if (text != NULL && !local_day_from_text(text, &day, NULL))
        exit(2);
    return day;
}

static double number_of(const json_t *json, const char *name, double fallback)
{
    const json_t *value = json_object_get(json, name);
    return json_is_number(value) ? json_number_value(value) : fallback;
}

static struct plan plan_of(const json_t *json, int32_t today)
{
    struct plan plan = { .from = day_of(json, "from", today - 90),
                         .to = day_of(json, "to", today - 1),
                         .changed = day_of(json, "changed", INT32_MAX),
                         .kiosks = (int)number_of(json, "kiosks", 1),
                         .per_day = (int)number_of(json, "per_day", 20),
                         .positive = number_of(json, "positive", 0.8),
                         .keypad = number_of(json, "keypad", 0.05),
                         .words = number_of(json, "words", 0),
                         .completed = number_of(json, "completed", 0.9),
                         .woken = (int)number_of(json, "woken", TWO_WORDS) };
    const char *tag;
    json_t *weight;
    plan.then = number_of(json, "then", plan.positive);
    plan.texts = json_object_get(json, "texts");
    plan.version = json_string_value(json_object_get(json, "version"));
    (void)snprintf(plan.venue, sizeof plan.venue, "%s",
                   json_string_value(json_object_get(json, "venue")));
    json_object_foreach(json_object_get(json, "languages"), tag, weight)
    {
        if (plan.language_count == LANGUAGES_MOST)
            break;
        (void)snprintf(plan.languages[plan.language_count], LANGUAGE_TAG_MAX + 1, "%s", tag);
        plan.weights[plan.language_count++] = json_number_value(weight);
    }
    return plan;
}

/* ---- a kiosk ---- */

static void enrol(struct filling *f, const struct plan *plan, struct sender *ret)
{
    struct store_invitation invitation = { .expires = clock_now().wall + 30 * DAY };
    BUF_AUTO reply = buf_new(16);
    *ret = (struct sender){ .kiosk = { .enrolled = (int64_t)plan->from * DAY } };
    key_pair_new(&ret->public, &ret->secret);
    seal_random(&ret->kiosk.id, sizeof ret->kiosk.id);
    seal_random(&ret->kiosk.life, sizeof ret->kiosk.life);
    ret->kiosk.id = (ret->kiosk.id & INT64_MAX) | 1;
    ret->kiosk.life = (ret->kiosk.life & INT64_MAX) | 1;
    memcpy(ret->kiosk.key, ret->public.bytes, sizeof ret->kiosk.key);
    memcpy(ret->kiosk.venue, plan->venue, sizeof ret->kiosk.venue);
    memcpy(invitation.venue, plan->venue, sizeof invitation.venue);
    ret->point = chain_start(ret->kiosk.life, &ret->public);
    ret->at = (struct store_watermark){ .life = ret->kiosk.life, .hash = ret->point.hash };
    OK(store_invitation_add(f->store, &invitation, 0, &f->err));
    OK(store_enrol(f->store, invitation.id, &ret->kiosk, &ret->point.hash, span_text("r"), &reply,
                   &f->err));
}

/* ---- a visit ---- */

struct visit {
    struct response response;
    struct buf counts, words;
};

static bool is_overall(const struct question *question)
{
    return question->role == ROLE_FFT_OVERALL || question->role == ROLE_SATISFACTION ||
           (question->role >= ROLE_DRIVER_RIGHT && question->role <= ROLE_DRIVER_SUPPORTIVE);
}

/* The scale's first two are the good ones, as in the surveys that come with this program. */
static uint32_t choose(struct filling *f, const struct question *question, double positive)
{
    int count = question->choice_count;
    if (question->type == QUESTION_CHECKBOX)
        return ANSWER_FIRST + 1 + (uint32_t)below(f, (1 << count) - 1);
    if (!is_overall(question) || count < 3)
        return ANSWER_FIRST + (uint32_t)below(f, count);
    if (roll(f) < positive)
        return ANSWER_FIRST + (uint32_t)below(f, 2);
    return ANSWER_FIRST + 2 + (uint32_t)below(f, count - 2);
}

static const char *some_text(struct filling *f, const struct plan *plan)
{
    static const char *const said[] = { "The wait was long.", "Everybody was kind.",
                                        "The phone is always engaged.", "Clear signs, thank you." };
    size_t count = json_array_size(plan->texts);
    return count == 0
               ? said[below(f, 4)]
               : json_string_value(json_array_get(plan->texts, (size_t)below(f, (int)count)));
}

static void write_words(struct filling *f, const struct plan *plan, const struct survey *survey,
                        int question, const struct seal_binding *base, struct visit *visit)
{
    struct seal_binding binding = *base;
    if (visit->response.words_count > 0)
        return;
    (void)snprintf(binding.question, sizeof binding.question, "%s",
                   survey->questions[question].name);
    OK(words_seal(&f->words, &binding, span_text(some_text(f, plan)), &visit->words, &f->err));
    visit->response.state[question] = ANSWER_FIRST;
    visit->response.words[visit->response.words_count++] =
        (struct sealed_words){ (uint8_t)question, buf_span(&visit->words) };
}

static bool answer(struct filling *f, const struct plan *plan, const struct survey *survey,
                   double positive, struct answers *answers)
{
    bool finished = roll(f) < plan->completed;
    int stop = finished ? survey->question_count : 1 + below(f, survey->question_count);
    int at = -1;
    for (int steps = 0; steps < stop && (at = answers_next(survey, answers, at)) >= 0; steps++) {
        const struct question *question = &survey->questions[at];
        uint32_t state = ANSWER_SKIPPED;
        if (question->type == QUESTION_INFORMATION)
            state = ANSWER_SHOWN;
        else if (question->type != QUESTION_COMMENT &&
                 roll(f) < (is_overall(question) ? 0.98 : 0.8))
            state = choose(f, question, positive);
        if (answers_set(survey, answers, at, state) != ANSWER_TAKEN)
            answers->state[at] = ANSWER_SHOWN;
    }
    return at < 0 || finished;
}

static void fill_states(struct filling *f, const struct plan *plan, const struct survey *survey,
                        const struct seal_binding *binding, const struct answers *answers,
                        struct visit *visit)
{
    struct response *response = &visit->response;
    bool sealed = false;
    response->count = survey->question_count;
    for (int i = 0; i < survey->question_count; i++) {
        response->state[i] = answers->state[i];
        if (survey->questions[i].sensitivity == SENSITIVITY_COUNTS) {
            response->state[i] = ANSWER_SEALED;
            sealed = true;
        } else if (survey->questions[i].type == QUESTION_COMMENT && f->has_words &&
                   answers->state[i] == ANSWER_SKIPPED && roll(f) < plan->words) {
            write_words(f, plan, survey, i, binding, visit);
        }
    }
    if (!sealed)
        return;
    OK(counts_seal(&f->config.counts_public, binding, survey, answers, &visit->counts, &f->err));
    response->counts = buf_span(&visit->counts);
}

static const char *language_of(struct filling *f, const struct plan *plan,
                               const struct survey *survey)
{
    double sum = 0;
    for (int i = 0; i < plan->language_count; i++)
        sum += plan->weights[i];
    double at = roll(f) * sum;
    for (int i = 0; i < plan->language_count; i++)
        if ((at -= plan->weights[i]) < 0)
            return plan->languages[i];
    return survey->languages[survey->default_language].tag;
}

/* ---- a day ---- */

struct day {
    struct plan plan;
    int32_t day;
    int64_t began; /* when the venue opened, UTC */
    struct survey *survey;
    struct digest digest, bundle;
    const char *time_zone;
};

static void make_visit(struct filling *f, const struct day *day, const struct sender *sender,
                       uint64_t seq, uint32_t minute, struct visit *visit)
{
    const struct plan *plan = &day->plan;
    struct answers answers = { 0 };
    struct seal_binding binding = { .life = sender->kiosk.life, .seq = seq, .survey = day->digest };
    double positive = day->day >= plan->changed ? plan->then : plan->positive;
    *visit =
        (struct visit){ .counts = buf_new(WORDS_SEALED_MAX), .words = buf_new(WORDS_SEALED_MAX) };
    bool finished = answer(f, plan, day->survey, positive, &answers);
    visit->response =
        (struct response){ .seq = seq,
                           .bundle = day->bundle,
                           .survey = day->digest,
                           .access = roll(f) < plan->keypad ? ACCESS_KEYPAD : ACCESS_TOUCH,
                           .ending = finished ? ENDING_COMPLETE : ENDING_TIMEOUT,
                           .segment = (uint32_t)day->day,
                           .minute = minute,
                           .gap = 60 };
    (void)snprintf(visit->response.language, sizeof visit->response.language, "%s",
                   language_of(f, plan, day->survey));
    fill_states(f, plan, day->survey, &binding, &answers, visit);
}

static void sign(struct filling *f, const struct day *day, struct sender *sender,
                 const struct visit *visits, int count, struct buf *ret)
{
    struct segment segment = { (uint32_t)day->day, CLOCK_SIGNED, day->began };
    struct batch_head head = { .kiosk = sender->kiosk.id,
                               .life = sender->kiosk.life,
                               .before = sender->point,
                               .bundle_serial = 1,
                               .now_segment = segment.number,
                               .now_ms = UINT64_C(1000) * 3600 * (HOURS_OPEN + 1),
                               .now_wall = day->began + 3600 * (HOURS_OPEN + 1),
                               .health = { .woken = (uint32_t)(count * day->plan.woken),
                                           .started = (uint32_t)count,
                                           .completed = (uint32_t)(count * 9 / 10),
                                           .room_mib = 4000,
                                           .writes = { (uint32_t)count, 4, 9, 20 },
                                           .version = "0.1.0" } };
    if (day->plan.version != NULL)
        (void)snprintf(head.health.version, sizeof head.health.version, "%s", day->plan.version);
    seal_random(head.nonce.bytes, sizeof head.nonce.bytes);
    struct batch_writer *writer = batch_writer_new(&head);
    batch_writer_segment(writer, &segment);
    for (int i = 0; i < count; i++)
        OK(batch_writer_add(writer, &visits[i].response));
    OK(batch_writer_finish(writer, &sender->secret, ret, &sender->point, &f->err));
    batch_writer_free(writer);
}

/* A day's responses as the hub counts them. */
struct counted {
    struct row_clock clock;
    struct row_burst burst;
    struct tally_sum *sum;
    struct store_response *rows;
    struct response *responses;
    struct store_tally *tallies;
    size_t count, tally_count;
};

static void count_sealed(struct filling *f, const struct day *day, const struct sender *sender,
                         struct counted *counted, size_t i)
{
    const struct response *response = &counted->responses[i];
    struct answers answers = { 0 };
    struct seal_binding binding = { .life = sender->kiosk.life,
                                    .seq = response->seq,
                                    .survey = response->survey };
    if (response->counts.size == 0)
        return;
    OK(counts_open(&f->config.counts_public, &f->config.counts_secret, &binding, day->survey,
                   response->counts, &answers, &f->err));
    OK(tally_sum_add_sealed(counted->sum, day->survey, &counted->rows[i], &answers, &f->err));
}

static void count_day(struct filling *f, const struct day *day, const struct sender *sender,
                      const struct visit *visits, struct counted *counted)
{
    struct segment segment = { (uint32_t)day->day, CLOCK_SIGNED, day->began };
    counted->sum = tally_sum_new();
    counted->rows = calloc(counted->count + 1, sizeof *counted->rows);
    counted->responses = calloc(counted->count + 1, sizeof *counted->responses);
    for (size_t i = 0; i < counted->count; i++)
        counted->responses[i] = visits[i].response;
    OK(row_clock_start(&counted->clock, &segment, 1, counted->responses, counted->count,
                       segment.number, 0, &f->err));
    for (size_t i = 0; i < counted->count; i++) {
        bool flagged = row_burst_next(&counted->burst, &counted->responses[i]);
        OK(row_judge(&counted->clock, day->survey, day->plan.venue, &counted->responses[i], flagged,
                     &counted->rows[i], &f->err));
        OK(tally_sum_add(counted->sum, day->survey, &counted->rows[i], &f->err));
        count_sealed(f, day, sender, counted, i);
    }
    OK(tally_sum_list(counted->sum, &counted->tallies, &counted->tally_count, &f->err));
}

static void counted_finish(struct counted *counted)
{
    row_clock_finish(&counted->clock);
    tally_sum_free(counted->sum);
    free(counted->rows);
    free(counted->responses);
    free(counted->tallies);
}

static struct store_counters counters_of(const struct day *day, int count)
{
    return (struct store_counters){ .woken = (uint32_t)(count * day->plan.woken),
                                    .started = (uint32_t)count,
                                    .completed = (uint32_t)(count * 9 / 10),
                                    .pending = (uint32_t)count,
                                    .room_mib = 4000,
                                    .write_ms = 20,
                                    .version = "0.1.0" };
}

static void health_of(const struct day *day, int count, char *ret, size_t size)
{
    (void)snprintf(ret, size,
                   "{\"woken\":%d,\"started\":%d,\"completed\":%d,\"restarts\":0,\"pending\":%d,"
                   "\"room_mib\":4000,\"write_half_ms\":4,\"write_most_ms\":9,"
                   "\"write_slowest_ms\":20,\"version\":\"0.1.0\"}",
                   count * day->plan.woken, count, count * 9 / 10, count);
}

static struct store_keep keep_of(const struct day *day, const struct sender *sender,
                                 const struct counted *counted)
{
    return (struct store_keep){ .kiosk = sender->kiosk.id,
                                .life = sender->kiosk.life,
                                .before = sender->at,
                                .after = { .life = sender->kiosk.life,
                                           .seq = sender->point.seq,
                                           .hash = sender->point.hash,
                                           .run = counted->burst.run,
                                           .print = counted->burst.print },
                                .received = counted->clock.received,
                                .time_zone = day->time_zone,
                                .responses = counted->rows,
                                .response_count = counted->count,
                                .tallies = counted->tallies,
                                .tally_count = counted->tally_count,
                                .now_segment = (uint32_t)day->day,
                                .now_ms = UINT64_C(1000) * 3600 * (HOURS_OPEN + 1),
                                .bundle_serial = 1,
                                .venue = day->plan.venue,
                                .day = day->day };
}

static void keep(struct filling *f, const struct day *day, struct sender *sender,
                 const struct visit *visits, int count, struct span message)
{
    char health[400];
    struct counted counted = { .clock = { .received = day->began + 3600 * (HOURS_OPEN + 1),
                                          .enrolled = sender->kiosk.enrolled,
                                          .time_zone = day->time_zone },
                               .burst = { sender->at.run, sender->at.print },
                               .count = (size_t)count };
    count_day(f, day, sender, visits, &counted);
    health_of(day, count, health, sizeof health);
    struct store_keep keep = keep_of(day, sender, &counted);
    keep.batch = message;
    keep.health = span_text(health);
    keep.counters = counters_of(day, count);
    OK(store_keep(f->store, &keep, 1, &f->err));
    if (keep.verdict != KEEP_KEPT)
        end("a batch was not kept", &f->err);
    sender->at = keep.after;
    counted_finish(&counted);
}

static int visits_today(struct filling *f, const struct day *day)
{
    int weekday = (day->day % 7 + 7 + 3) % 7;
    double usual = weekday < 5 ? day->plan.per_day : day->plan.per_day * 0.3;
    int count = (int)(usual * (0.7 + 0.6 * roll(f)) / day->plan.kiosks + 0.5);
    return count > A_DAY_MOST ? A_DAY_MOST : count;
}

static void fill_day(struct filling *f, const struct day *day, struct sender *sender)
{
    int count = visits_today(f, day);
    struct visit *visits = calloc((size_t)count + 1, sizeof *visits);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    for (int i = 0; i < count; i++)
        make_visit(f, day, sender, sender->point.seq + 1 + (uint64_t)i,
                   (uint32_t)(60 * HOURS_OPEN * i / (count + 1)), &visits[i]);
    sign(f, day, sender, visits, count, &message);
    keep(f, day, sender, visits, count, buf_span(&message));
    for (int i = 0; i < count; i++) {
        buf_finish(&visits[i].counts);
        buf_finish(&visits[i].words);
    }
    free(visits);
}

/* ---- a venue ---- */

static void begin_venue(struct filling *f, struct day *day, struct venue *venue)
{
    struct store_bundle bundle;
    struct problems *problems = calloc(1, sizeof *problems);
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    OK(store_venue_get(f->store, day->plan.venue, venue, &f->err));
    OK(store_venue_survey_get(f->store, day->plan.venue, &day->digest, &f->err));
    OK(store_bundle_get(f->store, day->plan.venue, &bundle, &f->err));
    OK(store_blob_get(f->store, &day->digest, &bytes, &f->err));
    day->bundle = bundle.manifest;
    day->survey = survey_load(buf_span(&bytes), problems);
    day->time_zone = venue->time_zone;
    if (day->survey == NULL)
        end("the survey cannot be loaded", &f->err);
    free(problems);
}

static void fill_venue(struct filling *f, const struct plan *plan)
{
    struct venue venue;
    struct day day = { .plan = *plan };
    begin_venue(f, &day, &venue);
    for (int i = 0; i < plan->kiosks; i++) {
        struct sender sender;
        enrol(f, plan, &sender);
        for (day.day = plan->from; day.day <= plan->to; day.day++) {
            day.began = (int64_t)day.day * DAY + OPENS * 3600;
            fill_day(f, &day, &sender);
        }
        printf("%016" PRIx64 " %s %" PRIu64 "\n", sender.kiosk.id, plan->venue, sender.at.seq);
    }
    survey_free(day.survey);
}

static bool take_words_key(void *context, uint64_t number, int kind, struct span message)
{
    struct filling *f = context;
    struct public_key programme;
    struct statement statement;
    (void)number;
    memcpy(programme.bytes, f->programme.bytes, sizeof programme.bytes);
    if (kind == STATEMENT_WORDS_KEY && statement_open(message, &programme, &statement, &f->err) &&
        statement.subject.size == sizeof f->words) {
        memcpy(f->words.bytes, statement.subject.data, sizeof f->words);
        f->has_words = true;
    }
    return true;
}

static void start(struct filling *f, const char *data, const json_t *plan)
{
    BUF_AUTO programme = buf_new(64);
    seal_start();
    f->dice = (uint64_t)number_of(plan, "seed", 1) * 2654435761u + 1;
    OK(hub_open(data, &f->hub, &f->err));
    f->store = hub_store(f->hub);
    f->config = hub_ingest_config(f->hub);
    OK(store_setting_get(f->store, "programme.public", &programme, &f->err));
    memcpy(f->programme.bytes, programme.data, sizeof f->programme.bytes);
    OK(store_statements(f->store, take_words_key, f, &f->err));
    if (json_is_true(json_object_get(plan, "sample")))
        OK(store_setting_put(f->store, HUB_SAMPLE_SETTING, span_text("yes"), &f->err));
}

int main(int argc, char **argv)
{
    struct filling filling = { 0 };
    json_t *plan = argc == 3 ? json_load_file(argv[2], 0, NULL) : NULL;
    size_t index;
    json_t *venue;
    if (plan == NULL) {
        (void)fprintf(stderr, "usage: fill_hub HUB-FOLDER PLAN.json\n");
        return 2;
    }
    int32_t today = day_of(plan, "today", (int32_t)(clock_now().wall / DAY));
    start(&filling, argv[1], plan);
    json_array_foreach(json_object_get(plan, "venues"), index, venue)
    {
        struct plan of = plan_of(venue, today);
        fill_venue(&filling, &of);
    }
    struct filling *f = &filling;
    if (!json_is_true(json_object_get(plan, "behind")))
        OK(store_fold_all(f->store, &f->err));
    hub_close(filling.hub);
    json_decref(plan);
    return 0;
}
