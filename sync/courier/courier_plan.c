/* What to do next and what an answer means: see courier_plan.h. Pure. */
#include "courier_plan.h"
#include "batch.h"
#include <strings.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

/* A board that has been up for less was switched on, or got its power back. */
enum { JUST_BOOTED = 3 * MINUTE };

struct courier_settings courier_settings_default(void)
{
    return (struct courier_settings){
        .age_max = 15 * MINUTE,
        .count_max = 200,
        .news_every = HOUR,
        .kept_open = 90 * SECOND,
        .start_spread = 5 * SECOND,
        .boot_spread = MINUTE,
        .backoff_base = 5 * SECOND,
        .backoff_cap = 30 * MINUTE,
        .retry_after_cap = HOUR,
        .pause = 6 * HOUR,
        .batch_max = BATCH_RESPONSES_MAX,
        .batch_min = 50,
    };
}

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

static msec later(msec a, msec b)
{
    return a > b ? a : b;
}

/* From 0 to most, both included. */
static msec spread(uint64_t random, msec most)
{
    return random % (most + 1);
}

msec courier_plan_next(const struct courier_settings *settings, const struct courier_work *work)
{
    msec due = work->news_due;
    if (work->pending > 0) {
        bool at_once = work->oldest <= work->open_until || work->pending >= settings->count_max;
        due = sooner(due, at_once ? work->oldest : work->oldest + settings->age_max);
    }
    return later(due, work->not_before);
}

msec courier_plan_start(const struct courier_settings *settings, msec up, uint64_t random)
{
    return spread(random, up < JUST_BOOTED ? settings->boot_spread : settings->start_spread);
}

static msec backoff_ceiling(const struct courier_settings *settings, unsigned failures)
{
    msec ceiling = settings->backoff_base;
    for (unsigned i = 1; i < failures && ceiling < settings->backoff_cap; i++)
        ceiling *= 2;
    return sooner(ceiling, settings->backoff_cap);
}

msec courier_plan_backoff(const struct courier_settings *settings, unsigned failures,
                          uint32_t retry_after, uint64_t random)
{
    msec ceiling = backoff_ceiling(settings, failures);
    if (retry_after == 0)
        return spread(random, ceiling);
    /* Kiosks that were all told the same must not all come back in the same second. */
    msec wished = sooner((msec)retry_after * SECOND, settings->retry_after_cap);
    return wished + spread(random, wished / 4 + settings->backoff_base);
}

msec courier_plan_pause(const struct courier_settings *settings, uint64_t random)
{
    return settings->pause / 2 + spread(random, settings->pause);
}

msec courier_plan_news(const struct courier_settings *settings, uint64_t random)
{
    return settings->news_every - settings->news_every / 4 +
           spread(random, settings->news_every / 2);
}

static bool type_is(const struct transport_answer *answer, const char *type)
{
    size_t length = strlen(type);
    if (strncasecmp(answer->type, type, length) != 0)
        return false;
    char behind = answer->type[length];
    return behind == '\0' || behind == ';' || behind == ' ';
}

/* A hub says what was wrong in this type; a page in any other is not a hub's. */
static bool from_hub(const struct transport_answer *answer)
{
    return type_is(answer, "application/problem+json");
}

static const struct {
    enum transport_result result;
    enum attempt_outcome outcome;
} without_answer[] = {
    { TRANSPORT_NO_NETWORK, ATTEMPT_NO_NETWORK }, { TRANSPORT_NO_NAME, ATTEMPT_NO_NAME },
    { TRANSPORT_NO_ANSWER, ATTEMPT_NO_ANSWER },   { TRANSPORT_NOT_TRUSTED, ATTEMPT_NOT_TRUSTED },
    { TRANSPORT_CERT_TIME, ATTEMPT_NOT_TRUSTED }, { TRANSPORT_SIGN_IN, ATTEMPT_SIGN_IN },
    { TRANSPORT_GARBLED, ATTEMPT_NOT_A_RECEIPT }, { TRANSPORT_STOPPED, ATTEMPT_NO_ANSWER },
};

static enum attempt_outcome no_answer(enum transport_result result, bool clock_is_wrong)
{
    if (result == TRANSPORT_CERT_TIME && clock_is_wrong)
        return ATTEMPT_CLOCK;
    for (size_t i = 0; i < sizeof without_answer / sizeof without_answer[0]; i++)
        if (without_answer[i].result == result)
            return without_answer[i].outcome;
    return ATTEMPT_NO_ANSWER;
}

/* By status, in ranges; the first that fits counts. Anything on the way can say 403 in a hub's
 * words: it proves nothing, and only a signed refusal keeps a kiosk away for long. */
static const struct {
    int first, last;
    bool only_from_hub;
    enum attempt_outcome outcome;
} by_status[] = {
    { 300, 399, false, ATTEMPT_SIGN_IN }, { 511, 511, false, ATTEMPT_SIGN_IN },
    { 407, 407, false, ATTEMPT_SIGN_IN }, { 408, 408, false, ATTEMPT_BUSY },
    { 413, 413, false, ATTEMPT_BUSY }, /* something on the way wants smaller batches */
    { 425, 425, false, ATTEMPT_BUSY },    { 429, 429, false, ATTEMPT_BUSY },
    { 500, 599, false, ATTEMPT_BUSY },    { 400, 499, true, ATTEMPT_UNPROVEN },
};

static enum attempt_outcome fine_answer(const struct transport_answer *answer, const char *type)
{
    if (type_is(answer, "text/html"))
        return ATTEMPT_SIGN_IN;
    return type == NULL || type_is(answer, type) ? ATTEMPT_ACKNOWLEDGED : ATTEMPT_NOT_A_RECEIPT;
}

enum attempt_outcome courier_plan_outcome(enum transport_result result,
                                          const struct transport_answer *answer, const char *type,
                                          bool clock_is_wrong)
{
    if (result != TRANSPORT_ANSWERED)
        return no_answer(result, clock_is_wrong);
    if (answer->status == 200 || answer->status == 206)
        return fine_answer(answer, type);
    for (size_t i = 0; i < sizeof by_status / sizeof by_status[0]; i++)
        if (answer->status >= by_status[i].first && answer->status <= by_status[i].last &&
            (!by_status[i].only_from_hub || from_hub(answer)))
            return by_status[i].outcome;
    return ATTEMPT_NOT_A_RECEIPT;
}

bool courier_plan_pauses(enum attempt_outcome outcome)
{
    return outcome == ATTEMPT_REFUSED || outcome == ATTEMPT_FORK;
}

size_t courier_plan_batch(const struct courier_settings *settings, size_t now,
                          enum attempt_outcome outcome, size_t tried)
{
    if (outcome == ATTEMPT_ACKNOWLEDGED)
        return now * 2 < settings->batch_max ? now * 2 : settings->batch_max;
    bool too_much = outcome == ATTEMPT_NO_ANSWER || outcome == ATTEMPT_BUSY;
    if (!too_much || tried <= settings->batch_min)
        return now;
    size_t half = tried / 2;
    return half > settings->batch_min ? half : settings->batch_min;
}
