/* Counting what is no answer: see counters.h. Pure. */
#include "counters.h"

enum { SLOWEST_KNOWN = 1 << (COUNTERS_WRITES - 2) };

void counters_write(struct counters *counters, uint64_t ms)
{
    int at = 0;
    while (at < COUNTERS_WRITES - 1 && ms > (UINT64_C(1) << at))
        at++;
    counters->writes[at]++;
}

void counters_left(struct counters *counters, const struct digest *survey, int question)
{
    if (question < 0 || question >= SURVEY_QUESTIONS_MAX)
        return;
    if (memcmp(&counters->left_survey, survey, sizeof *survey) != 0)
        memset(counters->left, 0, sizeof counters->left);
    counters->left_survey = *survey;
    counters->left[question]++;
}

/* --- bytes --- */

static uint8_t *put_number(uint8_t *at, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        *at++ = (uint8_t)(number >> (24 - 8 * i));
    return at;
}

static const uint8_t *get_number(const uint8_t *at, uint32_t *ret)
{
    *ret = 0;
    for (int i = 0; i < 4; i++)
        *ret = *ret << 8 | *at++;
    return at;
}

/* Every counter in the order of its bytes: the index is below COUNTERS_NUMBERS. */
static uint32_t *counter_at(struct counters *counters, size_t index)
{
    uint32_t *const single[] = { &counters->woken, &counters->started, &counters->completed,
                                 &counters->restarts };
    const struct {
        uint32_t *first;
        size_t count;
    } runs[] = { { counters->dead, HEALTH_REGIONS },
                 { counters->writes, COUNTERS_WRITES },
                 { counters->left, SURVEY_QUESTIONS_MAX } };
    if (index < 4)
        return single[index];
    index -= 4;
    size_t run = 0;
    for (; index >= runs[run].count; run++)
        index -= runs[run].count;
    return runs[run].first + index;
}

void counters_put(const struct counters *counters, uint8_t ret[COUNTERS_BYTES])
{
    struct counters copy = *counters;
    uint8_t *at = ret;
    for (size_t i = 0; i < COUNTERS_NUMBERS; i++)
        at = put_number(at, *counter_at(&copy, i));
    memcpy(at, counters->left_survey.bytes, sizeof counters->left_survey.bytes);
}

void counters_get(const uint8_t bytes[COUNTERS_BYTES], struct counters *ret)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < COUNTERS_NUMBERS; i++)
        at = get_number(at, counter_at(ret, i));
    memcpy(ret->left_survey.bytes, at, sizeof ret->left_survey.bytes);
}

void counters_name(const struct counters *counters, uint8_t ret[COUNTERS_NAME])
{
    uint8_t bytes[COUNTERS_BYTES];
    counters_put(counters, bytes);
    struct digest digest = digest_of(span_of(bytes, sizeof bytes));
    memcpy(ret, digest.bytes, COUNTERS_NAME);
}

/* --- since --- */

static uint32_t since(uint32_t now, uint32_t then)
{
    return now >= then ? now - then : now;
}

/* The least time within which so many of the answers were durable; what took longer than can be
 * told is told as twice that. */
static uint32_t within(const uint32_t *writes, uint64_t count)
{
    uint64_t sum = 0;
    for (int i = 0; i < COUNTERS_WRITES - 1; i++) {
        sum += writes[i];
        if (sum >= count)
            return UINT32_C(1) << i;
    }
    return 2 * SLOWEST_KNOWN;
}

static struct write_times times_of(const uint32_t *writes)
{
    uint64_t count = 0;
    for (int i = 0; i < COUNTERS_WRITES; i++)
        count += writes[i];
    if (count == 0)
        return (struct write_times){ 0 };
    return (struct write_times){ .count = count > UINT32_MAX ? UINT32_MAX : (uint32_t)count,
                                 .half_ms = within(writes, (count + 1) / 2),
                                 .most_ms = within(writes, (count * 19 + 19) / 20),
                                 .slowest_ms = within(writes, count) };
}

static void left_since(const struct counters *now, const struct counters *then,
                       struct left_where *ret)
{
    bool same = memcmp(&now->left_survey, &then->left_survey, sizeof now->left_survey) == 0;
    *ret = (struct left_where){ .survey = now->left_survey };
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++) {
        ret->at[i] = same ? since(now->left[i], then->left[i]) : now->left[i];
        if (ret->at[i] > 0)
            ret->count = (uint8_t)(i + 1);
    }
}

void counters_since(const struct counters *now, const struct counters *then, struct health *ret)
{
    uint32_t writes[COUNTERS_WRITES];
    ret->woken = since(now->woken, then->woken);
    ret->started = since(now->started, then->started);
    ret->completed = since(now->completed, then->completed);
    ret->restarts = since(now->restarts, then->restarts);
    for (int i = 0; i < HEALTH_REGIONS; i++)
        ret->dead[i] = since(now->dead[i], then->dead[i]);
    for (int i = 0; i < COUNTERS_WRITES; i++)
        writes[i] = since(now->writes[i], then->writes[i]);
    ret->writes = times_of(writes);
    left_since(now, then, &ret->left);
}
