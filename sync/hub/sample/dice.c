/* Chance: see dice.h. */
#include "dice.h"

/* The generator splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t next(struct dice *dice)
{
    uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static double share(struct dice *dice)
{
    return (double)(next(dice) >> 11) / 9007199254740992.0;
}

uint32_t dice_roll(struct dice *dice, uint32_t sides)
{
    return (uint32_t)(next(dice) % sides);
}

bool dice_chance(struct dice *dice, double chance)
{
    return share(dice) < chance;
}

uint32_t dice_about(struct dice *dice, double mean)
{
    return (uint32_t)(mean * (0.5 + share(dice)) + 0.5);
}

uint32_t dice_pick(struct dice *dice, const double *weights, size_t count)
{
    double all = 0;
    for (size_t i = 0; i < count; i++)
        all += weights[i];
    double at = share(dice) * all;
    for (size_t i = 0; i + 1 < count; i++) {
        at -= weights[i];
        if (at < 0)
            return (uint32_t)i;
    }
    return (uint32_t)(count - 1);
}
