#pragma once
/* A TLS client for tests that says what it likes, as slowly as it likes, from the address of this
 * machine that it likes. It believes every certificate. Link with PkgConfig::GNUTLS. */
#include "err.h"
#include <stddef.h>
#include <stdint.h>

struct tls_client {
    int fd;
    void *session;
};

void tls_client_start(void);
void tls_client_stop(void);
/* Connects to 127.0.0.1 from an address such as "127.0.0.2" and shakes hands; false when it is not
 * let in. Waits for nothing longer than ten seconds. */
bool tls_client_open(struct tls_client *client, const char *from, uint16_t port);
void tls_client_close(struct tls_client *client);
/* False when the other side is gone. */
bool tls_client_say(struct tls_client *client, const void *bytes, size_t size);
/* Reads to the end or until ret is full; ends it with a zero. False when nothing came within ten
 * seconds. A cut counts as the end. */
bool tls_client_hear(struct tls_client *client, char *ret, size_t size);
/* Reads until a whole head of an answer is there. */
bool tls_client_hear_head(struct tls_client *client, char *ret, size_t size);
