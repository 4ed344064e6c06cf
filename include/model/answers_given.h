#pragma once
/* How many answers a response holds that both ends can count: those that lie open in it or are
 * words. Kiosk and hub each add them up, and a difference is an alert. */
#include "answers.h"
#include "response.h"

static inline uint32_t response_answers(const struct response *response)
{
    uint32_t given = 0;
    for (int i = 0; i < response->count; i++)
        given += response->state[i] != ANSWER_SEALED && answer_given(response->state[i]);
    return given;
}
