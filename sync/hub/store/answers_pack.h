#pragma once
/* A response's states as bytes in a row: one LEB128 number a question, the state plus one, so that
 * a sealed answer is 0. A typical answer takes one byte. */
#include "response.h"

enum { PACK_MAX = SURVEY_QUESTIONS_MAX * 5 };

static inline size_t answers_pack(const uint32_t *state, size_t count, uint8_t ret[PACK_MAX])
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t value = state[i] + 1u; /* ANSWER_SEALED wraps to 0 */
        for (; value >= 0x80; value >>= 7)
            ret[size++] = (uint8_t)(value | 0x80);
        ret[size++] = (uint8_t)value;
    }
    return size;
}

/* Returns how many states there are; SURVEY_QUESTIONS_MAX + 1 when the bytes are no such row. */
static inline size_t answers_unpack(struct span bytes, uint32_t ret[SURVEY_QUESTIONS_MAX])
{
    size_t count = 0;
    for (size_t at = 0; at < bytes.size && count < SURVEY_QUESTIONS_MAX; count++) {
        uint32_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (at == bytes.size || shift > 28)
                return SURVEY_QUESTIONS_MAX + 1;
            uint8_t byte = bytes.data[at++];
            value |= (uint32_t)(byte & 0x7f) << shift;
            if (byte < 0x80)
                break;
        }
        ret[count] = value - 1u;
        if (count + 1 == SURVEY_QUESTIONS_MAX && at != bytes.size)
            return SURVEY_QUESTIONS_MAX + 1;
    }
    return count;
}
