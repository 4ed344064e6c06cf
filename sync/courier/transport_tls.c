/*
 * The one thing that libcurl cannot be told of the TLS library beneath it (OpenSSL, on every
 * machine that this is built for): at which time certificates are judged.
 */
#include "transport_tls.h"
#include <openssl/ssl.h>

void transport_tls_judge_at(void *context, unix_seconds when)
{
    X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(context), (time_t)when);
}
