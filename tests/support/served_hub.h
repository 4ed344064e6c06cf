#pragma once
/* A hub that really serves: its own folder, its own thread, HTTPS on a free port. NEEDS api. */
#include "api.h"
#include <pthread.h>

struct served_hub {
    char folder[4096]; /* the test's; the hub is in DIR/hub */
    char data[4200];
    char ca[4300];
    char url[80];
    struct hub *hub;     /* the test's own, beside the serving one */
    struct hub *serving; /* used by its thread alone */
    pthread_t thread;
    int stop[2];
    bool served;
    struct err serve_err;
};

/* With a venue "riverside" that asks served_survey. Fails the test when anything does. */
void served_open(struct served_hub *served);
/* With the venue and nothing to ask there. */
void served_open_bare(struct served_hub *served);
void served_close(struct served_hub *served);
extern const char served_survey[];
