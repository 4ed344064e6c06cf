/* One-time codes by time (RFC 6238): six digits, 30 seconds, HMAC-SHA-1, as every app makes them.
 */
#include "people_int.h"
#include <liboath/oath.h>
#include <pthread.h>
#include <stdlib.h>

enum { STEP_SECONDS = 30, DIGITS = 6 };

static void start(void)
{
    must(oath_init() == OATH_OK, "liboath does not start");
}

static void start_once(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, start);
}

static bool matches_step(struct span secret, const char *code, int64_t step)
{
    char expected[DIGITS + 1];
    start_once();
    return oath_hotp_generate((const char *)secret.data, secret.size, (uint64_t)step, DIGITS, false,
                              OATH_HOTP_DYNAMIC_TRUNCATION, expected) == OATH_OK &&
           seal_equal(expected, code, DIGITS);
}

bool codes_match(struct span secret, const char *code, int64_t now, int64_t last_step,
                 int64_t *ret_step)
{
    int64_t step = now / STEP_SECONDS;
    if (strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS)
        return false;
    for (int64_t at = step - 1; at <= step + 1; at++)
        if (at > last_step && matches_step(secret, code, at)) {
            *ret_step = at;
            return true;
        }
    return false;
}

bool codes_base32(struct span secret, char ret[64], struct err *err)
{
    char *text = NULL;
    size_t length = 0;
    start_once();
    if (oath_base32_encode((const char *)secret.data, secret.size, &text, &length) != OATH_OK ||
        length >= 64) {
        free(text);
        return err_set(err, ERR_LATER, "there is no memory for a one-time secret");
    }
    memcpy(ret, text, length + 1);
    free(text);
    return true;
}
