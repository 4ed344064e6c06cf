#pragma once
/* Whole numbers as big-endian bytes, for what is hashed or bound. */
#include <stdint.h>

static inline void bytes_put_u64(uint8_t to[8], uint64_t value)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(value >> (56 - 8 * i));
}

static inline uint64_t bytes_get_u64(const uint8_t from[8])
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value = value << 8 | from[i];
    return value;
}
