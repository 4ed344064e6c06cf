#pragma once
/*
 * The one rule by which figures are shown or held back; every report goes through it. Privacy and
 * reliability are different things: below DISCLOSE_PRIVATE answers nothing is said at all, below
 * DISCLOSE_RELIABLE no percentage. What is held back must not be found by taking what is shown from
 * a total, so where one group of a breakdown alone is held back, the next smallest is too.
 */
#include <stddef.h>
#include <stdint.h>

enum {
    DISCLOSE_PRIVATE = 10,
    DISCLOSE_RELIABLE = 30,
    DISCLOSE_CHANGE = 100, /* no claim of a change with fewer in either period */
    DISCLOSE_EQUALITY = 7, /* 1 to 7 are held back in equality breakdowns, */
    DISCLOSE_ROUNDED = 5,  /* others rounded to the nearest 5 */
};

enum disclosure { DISCLOSED, DISCLOSED_UNRELIABLE, DISCLOSED_SMALL_BASE, DISCLOSED_SECONDARY };
const char *disclosure_name(enum disclosure disclosure);

/* Of one figure that stands alone. */
enum disclosure disclose(uint64_t n);
/* Of the groups of a breakdown whose total is shown too. */
void disclose_groups(const uint64_t *n, size_t count, enum disclosure *ret);

static inline int disclosed_n(enum disclosure d)
{
    return d == DISCLOSED || d == DISCLOSED_UNRELIABLE;
}
static inline int disclosed_percent(enum disclosure d)
{
    return d == DISCLOSED;
}

/* A count of an equality breakdown: UINT64_MAX where it is held back. 0 stays 0. */
uint64_t disclose_equality(uint64_t n);
