/* The engines of the contract suites: see store_engines.h. */
#include "store_engines.h"
#include "postgres_int.h"
#include "postgres_server.h"
#include "store_memory.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/yousaid-store-XXXXXX";
static struct postgres_server server;

static struct store_engine spread_engine; /* postgres_engine, opened as if it were spread */

const struct store_engine *const store_engines[STORE_ENGINES] = { &sqlite_engine, &postgres_engine,
                                                                  &spread_engine, &memory_engine };

/* A real cluster says itself that it is one. */
static const char *cluster(void)
{
    const char *url = getenv("YOUSAID_CITUS_URL");
    return url == NULL || *url == '\0' ? NULL : url;
}

static bool spread_open(const char *where, bool create, struct store **ret, struct err *err)
{
    if (!postgres_engine.open(where, create, ret, err))
        return false;
    if (cluster() == NULL)
        postgres_of(*ret)->spread = true;
    must(postgres_of(*ret)->spread, "YOUSAID_CITUS_URL is a database without the extension citus");
    return true;
}

static int cluster_schemas;

static void cluster_sql(const char *verb, int number, const char *rest)
{
    char sql[100];
    (void)snprintf(sql, sizeof sql, "%s SCHEMA yousaid_suite_%d_%d%s", verb, (int)getpid(), number,
                   rest);
    postgres_sql(cluster(), sql, NULL, 0);
}

/* A schema of the cluster's. */
static void cluster_place(char ret[POSTGRES_URL_MAX])
{
    const char *url = strchr(cluster(), ':') + 1;
    cluster_sql("CREATE", ++cluster_schemas, "");
    int size = snprintf(ret, POSTGRES_URL_MAX, "%s%coptions=-csearch_path%%3Dyousaid_suite_%d_%d",
                        url, strchr(url, '?') == NULL ? '?' : '&', (int)getpid(), cluster_schemas);
    must(size < POSTGRES_URL_MAX, "YOUSAID_CITUS_URL is too long");
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
    for (; cluster_schemas > 0; cluster_schemas--)
        cluster_sql("DROP", cluster_schemas, " CASCADE");
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
    if (engine == &spread_engine && cluster() != NULL) {
        cluster_place(ret);
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
