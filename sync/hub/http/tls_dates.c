/*
 * See tls_dates.h. Here time_t is the system's own, as it was when GnuTLS was built: a wider one
 * would be passed in other registers than the library reads.
 */
#undef _TIME_BITS
#include "tls_dates.h"

bool tls_dates_set(gnutls_x509_crt_t crt, int64_t start, int64_t end)
{
    time_t from = (time_t)start, to = (time_t)end;
    return from == start && to == end && gnutls_x509_crt_set_activation_time(crt, from) >= 0 &&
           gnutls_x509_crt_set_expiration_time(crt, to) >= 0;
}

int64_t tls_dates_end(gnutls_x509_crt_t crt)
{
    return gnutls_x509_crt_get_expiration_time(crt);
}
