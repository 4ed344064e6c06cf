#pragma once
/*
 * A proxy that inspects TLS: it ends the kiosk's connection with a certificate of its own CA, reads
 * everything, may change it, and goes on to the hub with a connection of its own. One at a time.
 */
#include "http.h"
#include "transport.h"

struct proxy {
    struct http_server *server;
    char folder[4096];
    char ca[4200]; /* its own */
    char base[80]; /* where kiosks find it: it stands in the way of the hub's name */
    char hub_url[80];
    struct transport onward;

    /* What it does with what passes; NULL: nothing. */
    void (*change_request)(struct proxy *proxy, struct buf *body);
    void (*change_reply)(struct proxy *proxy, int *status, struct buf *body);
    bool loses_replies;
    size_t at; /* for changes */

    /* What it saw of the last POST, as it came, before any change; and how often. */
    struct buf request, reply;
    char path[HTTP_PATH_MAX + 1]; /* of the last request of any kind */
    int requests, syncs;
};

void proxy_open(struct proxy *proxy, const char *hub_url, const char *hub_ca);
void proxy_close(struct proxy *proxy);
/* Asks the hub something of its own; the answer is the caller's to finish. Returns the status. */
int proxy_asks(struct proxy *proxy, const char *path, const char *type, struct span body,
               struct buf *ret_reply);
