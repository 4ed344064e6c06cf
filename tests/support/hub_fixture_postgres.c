/* The fixture's database is a schema of a server that the suite starts and stops. */
#include "hub_fixture.h"
#include "postgres_server.h"
#include <stdio.h>
#include <stdlib.h>

static struct postgres_server server;

static void stop(void)
{
    postgres_server_stop(&server);
}

void fixture_place(struct fixture *fixture)
{
    char url[POSTGRES_URL_MAX];
    if (server.pid == 0) {
        postgres_server_start(&server);
        (void)atexit(stop);
    }
    postgres_server_schema(&server, url);
    (void)snprintf(fixture->url, sizeof fixture->url, "%s", url);
}
