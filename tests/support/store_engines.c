/* The engines of the contract suites: see store_engines.h. */
#include "store_engines.h"
#include "postgres_int.h"
#include "postgres_server.h"
#include "store_memory.h"
#include <stdio.h>
#include <stdlib.h>

static char folder[] = "/tmp/yousaid-store-XXXXXX";
static struct postgres_server server;

static struct store_engine spread_engine; /* postgres_engine, opened as if it were spread */

const struct store_engine *const store_engines[STORE_ENGINES] = { &sqlite_engine, &postgres_engine,
                                                                  &spread_engine, &memory_engine };

static bool spread_open(const char *where, bool create, struct store **ret, struct err *err)
{
    if (!postgres_engine.open(where, create, ret, err))
        return false;
    postgres_of(*ret)->spread = true;
    return true;
}

void store_engines_start(void)
{
    if (mkdtemp(folder) == NULL)
        abort();
    spread_engine = postgres_engine;
    spread_engine.name = "postgres, spread";
    spread_engine.open = spread_open;
    postgres_server_start(&server);
}

void store_engines_stop(void)
{
    char command[100];
    postgres_server_stop(&server);
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0)
        abort();
}

/* What stands behind the scheme of a new place's URL. */
static void place_of(const struct store_engine *engine, char ret[POSTGRES_URL_MAX])
{
    static int number;
    char url[POSTGRES_URL_MAX];
    if (engine != &postgres_engine && engine != &spread_engine) {
        (void)snprintf(ret, POSTGRES_URL_MAX, "%s/%d.sqlite", folder, number++);
        return;
    }
    postgres_server_schema(&server, url);
    (void)snprintf(ret, POSTGRES_URL_MAX, "%s", strchr(url, ':') + 1);
}

bool store_engine_open(const struct store_engine *engine, struct store **ret, struct err *err)
{
    char place[POSTGRES_URL_MAX];
    place_of(engine, place);
    return engine->open(place, true, ret, err);
}
