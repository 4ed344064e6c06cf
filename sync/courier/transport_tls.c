/*
 * The one thing that libcurl cannot be told of the TLS library beneath it (OpenSSL, on every
 * machine that this is built for): at which time certificates are judged. Here time_t is the
 * system's own, as it was when OpenSSL was built: a wider one would be passed in other registers
 * than the library reads, and a 32-bit board would judge by a number that nobody has chosen.
 */
#undef _TIME_BITS
#include "transport_tls.h"
#include <openssl/ssl.h>
#include <stdbool.h>

/* What a narrow time_t cannot hold is its last moment: 2038, where it ends. */
static time_t within(unix_seconds when)
{
    bool is_narrow = sizeof(time_t) == sizeof(int32_t);
    return is_narrow && when > INT32_MAX ? (time_t)INT32_MAX : (time_t)when;
}

void transport_tls_judge_at(void *context, unix_seconds when)
{
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(context), within(when));
}
