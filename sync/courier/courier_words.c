/* What was done, as one line that commands print and the socket carries: see courier.h. */
#include "courier.h"
#include <stdio.h>
#include <string.h>

void courier_result_words(const struct courier_result *result, char *ret, size_t size)
{
    if (result->outcome == ATTEMPT_ACKNOWLEDGED)
        (void)snprintf(ret, size, "acknowledged %llu, refused %llu, pending %llu",
                       (unsigned long long)result->acknowledged,
                       (unsigned long long)result->refused, (unsigned long long)result->pending);
    else if (result->outcome == ATTEMPT_NONE)
        (void)snprintf(ret, size, "%s", result->detail);
    else
        (void)snprintf(ret, size, "%s (%s) Acknowledged %llu, pending %llu.",
                       attempt_sentence(result->outcome), result->detail,
                       (unsigned long long)result->acknowledged,
                       (unsigned long long)result->pending);
}

void courier_stick_words(const struct courier_stick *stick, char *ret, size_t size)
{
    (void)snprintf(ret, size,
                   "wrote %llu responses in %u files, took %u receipts (acknowledged %llu, refused "
                   "%llu), left %u files alone, pending %llu",
                   (unsigned long long)stick->written, stick->files, stick->receipts,
                   (unsigned long long)stick->acknowledged, (unsigned long long)stick->refused,
                   stick->foreign, (unsigned long long)stick->pending);
    size_t used = strlen(ret);
    if (stick->bundle != 0)
        (void)snprintf(ret + used, size - used, "; bundle %llu is here",
                       (unsigned long long)stick->bundle);
    else if (stick->bundle_why[0] != '\0')
        (void)snprintf(ret + used, size - used, "; no bundle was taken: %s", stick->bundle_why);
    used = strlen(ret);
    if (stick->new_life)
        (void)snprintf(
            ret + used, size - used,
            "; the hub has another history of this kiosk, which goes on under a new name:"
            " write the stick once more");
}
