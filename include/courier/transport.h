#pragma once
/*
 * How the courier reaches a hub: two verbs over HTTPS. transport_curl.c fills the door in for real,
 * tests with a hub in memory. What comes back proves nothing yet; the courier judges it.
 */
#include "buf.h"
#include "clock.h"

/* What became of one request, before anybody looks at the answer. */
enum transport_result {
    TRANSPORT_ANSWERED,    /* status, type and body are there */
    TRANSPORT_NO_NETWORK,  /* no way out of this machine */
    TRANSPORT_NO_NAME,     /* the hub's name was not found */
    TRANSPORT_NO_ANSWER,   /* refused, cut or silent */
    TRANSPORT_NOT_TRUSTED, /* a certificate that is not the hub's */
    TRANSPORT_CERT_TIME,   /* a certificate that does not hold now: somebody's clock is wrong */
    TRANSPORT_SIGN_IN,     /* a proxy wants a name and a password */
    TRANSPORT_GARBLED,     /* not HTTP, or more than was allowed */
    TRANSPORT_STOPPED,     /* this program was asked to stop */
};

struct transport_request {
    const char *url;
    const char *type; /* of the body to post; NULL when its path says it */
    struct span body;
    size_t from;        /* get: the first byte wanted */
    bool first_meeting; /* enrolment alone: its MAC vouches, the certificate is not judged */
    bool system_trust;  /* the programme has no certificates of its own: the system's judge */
    /* The time at which a certificate must hold; 0: by this machine's clock. */
    unix_seconds judged_at;
    bool small_packets; /* for a line that swallows large ones and says nothing */
    int stop_fd;        /* gives up when it becomes readable; -1 for never */
};

struct transport_answer {
    int status;
    char type[80];
    uint32_t retry_after; /* seconds; 0 when nothing was said */
    bool takes_help;      /* it says that it takes news of people who ask for help */
    struct buf body;      /* made by the caller with its ceiling; keeps what came before a cut */
};

/* No optional slots. On anything but ANSWERED, *err says what happened. */
struct transport {
    void *self;
    enum transport_result (*post)(void *self, const struct transport_request *request,
                                  struct transport_answer *answer, struct err *err);
    enum transport_result (*get)(void *self, const struct transport_request *request,
                                 struct transport_answer *answer, struct err *err);
    /* Trust has changed: connections and sessions made under the old one are forgotten. */
    void (*renew)(void *self);
    void (*close)(void *self);
};

/* Trusts the certificates in ca_file and no others, unless a request asks for the system's: when
 * the file is missing, empty or no certificate, nobody is trusted. The path is copied. */
MUST_CHECK bool transport_curl_open(const char *ca_file, struct transport *ret, struct err *err);
