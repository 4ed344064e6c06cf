/*
 * What every errand of the courier asks and tells: the time, whether to stop, how an attempt ended
 * and how long to stay away after it.
 */
#include "courier_int.h"
#include <poll.h>
#include <stdio.h>

struct moment courier_now(const struct courier *courier)
{
    return courier->world.now(courier->world.self);
}

bool courier_clock_wrong(const struct courier *courier)
{
    unix_seconds wall = courier_now(courier).wall;
    return wall < clock_build_floor() || wall < courier->state.hub_time;
}

/* 0 when no hub has signed a time in this boot. */
static unix_seconds signed_now(const struct courier *courier)
{
    const struct courier_state *state = &courier->state;
    struct moment now = courier_now(courier);
    if (state->hub_time == 0 || now.mono < state->hub_time_mono ||
        memcmp(&state->hub_time_boot, &now.boot, sizeof now.boot) != 0)
        return 0;
    return state->hub_time + (unix_seconds)((now.mono - state->hub_time_mono) / 1000);
}

static unix_seconds least_time(const struct courier *courier)
{
    unix_seconds built = clock_build_floor();
    return courier->state.hub_time > built ? courier->state.hub_time : built;
}

unix_seconds courier_judging_time(const struct courier *courier)
{
    unix_seconds known = signed_now(courier);
    unix_seconds least = least_time(courier);
    unix_seconds wall = courier_now(courier).wall;
    if (known != 0)
        return known;
    return wall > least ? wall : least;
}

unix_seconds courier_second_time(const struct courier *courier, enum transport_result result)
{
    unix_seconds wall = courier_now(courier).wall;
    unix_seconds built = clock_build_floor();
    unix_seconds other = least_time(courier);
    if (result != TRANSPORT_CERT_TIME || !courier->state.has_ca)
        return 0;
    if (signed_now(courier) != 0) /* it was the hub's clock that was wrong */
        other = wall > built ? wall : built;
    return other != courier_judging_time(courier) ? other : 0;
}

bool courier_stopping(const struct courier *courier)
{
    struct pollfd stop = { .fd = courier->stop_fd, .events = POLLIN };
    return courier->stop_fd >= 0 && poll(&stop, 1, 0) > 0;
}

bool courier_blame(struct courier *courier, const char *fault)
{
    courier->fault = fault;
    return false;
}

const char *courier_fault(const struct courier *courier)
{
    return courier->fault != NULL ? courier->fault : attempt_word(ATTEMPT_BROKEN);
}

void courier_on_progress(struct courier *courier,
                         void (*told)(void *self, uint32_t done, uint32_t total), void *self)
{
    courier->told = told;
    courier->told_self = self;
}

void courier_tell(const struct courier *courier, uint32_t done, uint32_t total)
{
    if (courier->told != NULL)
        courier->told(courier->told_self, done, total);
}

enum transport_result courier_post(const struct courier *courier, const char *path,
                                   struct span message, struct transport_answer *ret,
                                   struct err *err)
{
    const struct transport *transport = &courier->world.transport;
    char url[COURIER_URL_MAX + 40];
    (void)snprintf(url, sizeof url, "%s%s", courier->state.hub_url, path);
    struct transport_request request = {
        .url = url,
        .body = message,
        .system_trust = !courier->state.has_ca,
        .judged_at = courier_judging_time(courier),
        .small_packets = courier->small_packets || courier->state.failures > 0,
        .stop_fd = courier->stop_fd,
    };
    enum transport_result result = transport->post(transport->self, &request, ret, err);
    request.judged_at = courier_second_time(courier, result);
    return request.judged_at == 0 ? result : transport->post(transport->self, &request, ret, err);
}

static msec stay_away(const struct courier *courier, enum attempt_outcome outcome)
{
    uint64_t random;
    seal_random(&random, sizeof random);
    if (courier_plan_pauses(outcome))
        return courier_plan_pause(&courier->settings, random);
    return courier_plan_backoff(&courier->settings, courier->state.failures, courier->retry_after,
                                random);
}

static void note_success(struct courier *courier)
{
    struct courier_state *state = &courier->state;
    state->failures = 0;
    state->next_attempt = 0;
    state->paused = false;
    state->pause_reason[0] = '\0';
    courier->not_before = 0;
}

/* What a stranger may have said goes into the log, onto terminals and into our record, which holds
 * texts in UTF-8 alone: letters and signs of ASCII pass, anything else and half a letter cannot. */
static void only_plain(char *text)
{
    for (; *text != '\0'; text++)
        if (*text < ' ' || *text > '~')
            *text = '?';
}

static void note_failure(struct courier *courier, enum attempt_outcome outcome, const char *why)
{
    struct courier_state *state = &courier->state;
    struct moment now = courier_now(courier);
    if (state->failures < UINT8_MAX)
        state->failures++;
    courier->small_packets = courier->small_packets || outcome == ATTEMPT_NO_ANSWER;
    if (courier_plan_pauses(outcome)) {
        state->paused = true;
        (void)snprintf(state->pause_reason, sizeof state->pause_reason, "%s", why);
        only_plain(state->pause_reason);
    }
    msec away = stay_away(courier, outcome);
    courier->not_before = now.mono + away;
    state->next_attempt = now.wall + (unix_seconds)(away / 1000);
}

bool courier_note(struct courier *courier, enum attempt_outcome outcome, uint64_t responses,
                  const char *why, struct err *err)
{
    struct courier_state *state = &courier->state;
    if (state->attempt_count == COURIER_ATTEMPTS_MAX)
        memmove(&state->attempts[0], &state->attempts[1],
                --state->attempt_count * sizeof state->attempts[0]);
    state->attempts[state->attempt_count++] = (struct attempt){
        .when = courier_now(courier).wall,
        .outcome = outcome,
        .responses = responses > UINT32_MAX ? UINT32_MAX : (uint32_t)responses,
    };
    state->attempts_total++;
    if (outcome == ATTEMPT_ACKNOWLEDGED)
        note_success(courier);
    else
        note_failure(courier, outcome, why);
    courier->retry_after = 0;
    return courier_state_save(courier->data, state, err);
}

void courier_quote_answer(const struct transport_answer *answer, struct err *err)
{
    static const char key[] = "\"detail\":";
    const char *at =
        strncmp(answer->type, "application/problem+json", 24) == 0 && answer->body.size > 0
            ? strstr(buf_text(&answer->body), key)
            : NULL;
    at = at == NULL ? NULL : strchr(at + sizeof key - 1, '"');
    int length = at == NULL ? 0 : (int)strcspn(at + 1, "\"\\\n\r\t");
    if (length == 0)
        (void)err_set(err, ERR_LATER, "the answer had status %d and type \"%s\"", answer->status,
                      answer->type);
    else
        (void)err_set(err, ERR_LATER, "status %d: %.*s", answer->status,
                      length < 150 ? length : 150, at + 1);
    only_plain(err->text);
}
