#pragma once
/*
 * A hub within reach: the real one (folder, store, enrolment, ingest, blobs, surveys) behind the
 * courier's transport, without HTTP between. What the network can do to a message is done here, on
 * order. NEEDS api ingest courier; SRC ingest_wait.c.
 */
#include "api.h"
#include "transport.h"
#include <stdio.h>

enum near_trouble {
    NEAR_FINE,
    NEAR_SILENT,     /* the message never arrives */
    NEAR_LOST_REPLY, /* the hub does its work, and nobody hears of it */
};

struct near_hub {
    char data[200];
    struct hub *hub;
    struct ingest *ingest;
    enum near_trouble trouble; /* of the next message; then fine again */
    uint64_t posts;
    struct buf passed; /* the last exchange, on which the next may lean */
};

/* Makes a hub in the folder, with a venue "riverside" that asks this survey (id "small"). */
void near_hub_make(const char *data, const char *survey);
/* Publishes another survey there, for the venue. The hub is not open. */
void near_hub_publish(const char *data, const char *json);
bool near_hub_open(struct near_hub *near, const char *data, struct err *err);
void near_hub_close(struct near_hub *near); /* fine on one that is closed */
/* An invitation's code. */
void near_hub_invite(struct near_hub *near, char ret[CODE_SIZE]);
/* Closing it is the owner's business. */
struct transport near_hub_transport(struct near_hub *near);

/* Opens all words that it has, with the passphrase that they were made with. */
bool near_hub_words(struct near_hub *near, FILE *out, uint64_t *ret_opened, struct err *err);
/* Is the hub's own proof clean? Fails the test with the doubt when it is not. */
void near_hub_verify(struct near_hub *near);
