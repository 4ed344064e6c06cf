#pragma once
/* See transport_tls.c. */
#include "clock.h"

/* `context` is what libcurl hands to its CURLOPT_SSL_CTX_FUNCTION. */
void transport_tls_judge_at(void *context, unix_seconds when);
