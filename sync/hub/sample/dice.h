#pragma once
/* Chance that is the same for the same seed on every machine. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

uint32_t dice_roll(struct dice *dice, uint32_t sides); /* 0 to sides - 1; sides is not 0 */
bool dice_chance(struct dice *dice, double share);
/* About that many, by half more or less. */
uint32_t dice_about(struct dice *dice, double mean);
/* An index by its weight; not all weights are 0. */
uint32_t dice_pick(struct dice *dice, const double *weights, size_t count);
