#pragma once
/* Whole numbers as big-endian bytes, for what is hashed or bound. */
#include <stdint.h>

static inline void bytes_put_u64(uint8_t to[8], uint64_t value)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(value >> (56 - 8 * i));
}
