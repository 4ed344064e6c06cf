#pragma once
/*
 * A certificate's dates. GnuTLS takes and gives them as time_t, which has 32 bits in the library of
 * a 32-bit Debian 12 and 64 bits in this house: the two meet in tls_dates.c and nowhere else.
 */
#include <gnutls/x509.h>
#include <stdbool.h>
#include <stdint.h>

/* Unix seconds. False if GnuTLS refuses, or if this machine's GnuTLS has no such date. */
bool tls_dates_set(gnutls_x509_crt_t crt, int64_t start, int64_t end);
int64_t tls_dates_end(gnutls_x509_crt_t crt);
