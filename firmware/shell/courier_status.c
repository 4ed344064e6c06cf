/* The courier's status: see courier_status.h. */
#include "courier_status.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ATTEMPTS_SHOWN = 10, REFUSED_SHOWN = 20 };

static const struct attempt *newest(const struct courier_state *state)
{
    static const struct attempt none = { .outcome = ATTEMPT_NONE };
    return state->attempt_count == 0 ? &none : &state->attempts[state->attempt_count - 1];
}

static void say_time(int64_t when, char *ret, size_t size)
{
    time_t seconds = (time_t)when;
    struct tm parts;
    if (when == 0 || gmtime_r(&seconds, &parts) == NULL ||
        strftime(ret, size, "%Y-%m-%d %H:%M:%S UTC", &parts) == 0)
        (void)snprintf(ret, size, "unknown");
}

static void print_attempts(const struct courier_state *state)
{
    size_t first =
        state->attempt_count > ATTEMPTS_SHOWN ? state->attempt_count - ATTEMPTS_SHOWN : 0;
    for (size_t i = first; i < state->attempt_count; i++) {
        const struct attempt *attempt = &state->attempts[i];
        char when[40];
        say_time(attempt->when, when, sizeof when);
        printf("  %s  %s", when, attempt_sentence(attempt->outcome));
        if (attempt->responses > 0)
            printf(" (%u responses)", attempt->responses);
        printf("\n");
    }
}

/* The newest; --json has all that are kept. */
static void print_refused(const struct courier_state *state)
{
    size_t first =
        state->refused_listed > REFUSED_SHOWN ? state->refused_listed - REFUSED_SHOWN : 0;
    for (size_t i = first; i < state->refused_listed; i++)
        printf("  response %llu was set aside: %s\n", (unsigned long long)state->refused[i].seq,
               state->refused[i].reason);
}

static void print_text(const struct courier_state *state)
{
    char when[40];
    if (!state->enrolled) {
        printf("This kiosk is not enrolled.\n");
        return;
    }
    printf("kiosk         %016llx of %s\n", (unsigned long long)state->kiosk,
           state->programme_name);
    printf("hub           %s\n", state->hub_url);
    printf("acknowledged  %llu responses, %llu of them set aside by the hub\n",
           (unsigned long long)state->acknowledged.seq, (unsigned long long)state->refused_count);
    print_refused(state);
    printf("bundle        %llu\n", (unsigned long long)state->bundle_serial);
    say_time(state->hub_time, when, sizeof when);
    printf("hub's time    %s, as last heard\n", when);
    if (state->paused)
        printf("paused        %s\n", state->pause_reason);
    if (state->next_attempt != 0) {
        say_time(state->next_attempt, when, sizeof when);
        printf("next try      %s\n", when);
    }
    printf("attempts      %u, the last of them:\n", state->attempts_total);
    print_attempts(state);
}

static json_t *attempts_json(const struct courier_state *state)
{
    json_t *list = json_array();
    for (size_t i = 0; i < state->attempt_count; i++)
        (void)json_array_append_new(
            list, json_pack("{s:I, s:s, s:I}", "when", (json_int_t)state->attempts[i].when,
                            "outcome", attempt_word(state->attempts[i].outcome), "responses",
                            (json_int_t)state->attempts[i].responses));
    return list;
}

static json_t *refused_json(const struct courier_state *state)
{
    json_t *list = json_array();
    for (size_t i = 0; i < state->refused_listed; i++)
        (void)json_array_append_new(list, json_pack("{s:I, s:s}", "seq",
                                                    (json_int_t)state->refused[i].seq, "reason",
                                                    state->refused[i].reason));
    return list;
}

static bool print_json(const struct courier_state *state, struct err *err)
{
    char life[20];
    char kiosk[20];
    (void)snprintf(life, sizeof life, "%016llx", (unsigned long long)state->life);
    (void)snprintf(kiosk, sizeof kiosk, "%016llx", (unsigned long long)state->kiosk);
    json_t *object = json_pack(
        "{s:b, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:b, s:s, s:s, s:I, s:o, s:o}", "enrolled",
        state->enrolled ? 1 : 0, "hub", state->hub_url, "programme", state->programme_name, "kiosk",
        kiosk, "life", life, "acknowledged", (json_int_t)state->acknowledged.seq, "refused",
        (json_int_t)state->refused_count, "bundle_serial", (json_int_t)state->bundle_serial,
        "hub_time", (json_int_t)state->hub_time, "paused", state->paused ? 1 : 0, "pause_reason",
        state->pause_reason, "last", attempt_word(newest(state)->outcome), "next_attempt",
        (json_int_t)state->next_attempt, "attempts", attempts_json(state), "set_aside",
        refused_json(state));
    char *text = object == NULL ? NULL : json_dumps(object, JSON_COMPACT);
    json_decref(object);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the status");
    printf("%s\n", text);
    free(text);
    return true;
}

bool courier_status_print(const struct courier_state *state, bool as_json, struct err *err)
{
    if (as_json)
        return print_json(state, err);
    print_text(state);
    return true;
}
