#pragma once
/*
 * The smallest honest HTTPS client: one connection of GnuTLS over a blocking socket, which counts
 * the bytes that pass at the socket. For benchmarks: it spends little, so that what is measured is
 * the hub. The hub's certificate is verified against its CA.
 */
#include "buf.h"
#include <gnutls/gnutls.h>

struct talk_place {
    uint16_t port; /* at 127.0.0.1 */
    gnutls_certificate_credentials_t trust;
};

struct talk {
    int fd;
    gnutls_session_t tls;
    size_t up, down; /* bytes at the socket */
    bool resumed;
};

/* Each ends the process with a sentence when it fails. */
void talk_place_open(struct talk_place *place, uint16_t port, const char *ca_file);
void talk_place_close(struct talk_place *place);

/* Connects and shakes hands, resuming from `ticket` unless that is empty. */
void talk_open(struct talk *talk, const struct talk_place *place, struct span ticket);
/* What a later connection may resume from; to be had once something was received. */
void talk_ticket(struct talk *talk, struct buf *ret);
/* Says goodbye and closes. */
void talk_close(struct talk *talk);

/* POSTs a batch; returns the status, and the answer's body in ret_body. */
int talk_post(struct talk *talk, const char *path, const char *type, struct span body,
              struct buf *ret_body);
