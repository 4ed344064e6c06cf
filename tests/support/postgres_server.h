#pragma once
/* A PostgreSQL server of a suite's own, started in a temporary folder and stopped with it (also
 * when the suite dies). One for a suite; each case takes a schema of its own. */
#include <stddef.h>
#include <sys/types.h>

enum { POSTGRES_URL_MAX = 256 };

struct postgres_server {
    char folder[64];
    pid_t pid;
    int schemas;
};

/* Each ends the suite with a sentence when it fails. */
void postgres_server_start(struct postgres_server *server);
void postgres_server_stop(struct postgres_server *server);
/* An empty schema, by its URL. */
void postgres_server_schema(struct postgres_server *server, char ret_url[POSTGRES_URL_MAX]);
/* Runs one statement at this URL; gives the first value of the first row as text ("" for none). */
void postgres_sql(const char *url, const char *sql, char *ret, size_t size);
