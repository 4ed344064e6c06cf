/* What may be said: see disclosure.h. */
#include "disclosure.h"

const char *disclosure_name(enum disclosure disclosure)
{
    static const char *const names[] = { "fine", "unreliable", "suppressed_small_base",
                                         "suppressed_secondary" };
    return names[disclosure];
}

enum disclosure disclose(uint64_t n)
{
    if (n < DISCLOSE_PRIVATE)
        return DISCLOSED_SMALL_BASE;
    return n < DISCLOSE_RELIABLE ? DISCLOSED_UNRELIABLE : DISCLOSED;
}

/* The smallest group that is still shown; count when there is none. */
static size_t smallest_shown(const uint64_t *n, size_t count, const enum disclosure *shown)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++)
        if (disclosed_n(shown[i]) && (found == count || n[i] < n[found]))
            found = i;
    return found;
}

void disclose_groups(const uint64_t *n, size_t count, enum disclosure *ret)
{
    uint64_t hidden_sum = 0;
    size_t hidden = 0;
    for (size_t i = 0; i < count; i++) {
        ret[i] = disclose(n[i]);
        if (n[i] > 0 && !disclosed_n(ret[i])) {
            hidden++;
            hidden_sum += n[i];
        }
    }
    /* Taken from the total, what is hidden shows as one sum: it must be several, and large. */
    while (hidden > 0 && (hidden < 2 || hidden_sum < DISCLOSE_PRIVATE)) {
        size_t next = smallest_shown(n, count, ret);
        if (next == count)
            return;
        ret[next] = DISCLOSED_SECONDARY;
        hidden++;
        hidden_sum += n[next];
    }
}

uint64_t disclose_equality(uint64_t n)
{
    if (n == 0)
        return 0;
    if (n <= DISCLOSE_EQUALITY)
        return UINT64_MAX;
    return (n + DISCLOSE_ROUNDED / 2) / DISCLOSE_ROUNDED * DISCLOSE_ROUNDED;
}
