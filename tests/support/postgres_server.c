/* A PostgreSQL server of a suite's own: see postgres_server.h. */
#include "postgres_server.h"
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static _Noreturn void give_up(const char *what, const char *why)
{
    (void)fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void run_script(const char *verb, const char *folder)
{
    char command[512];
    (void)snprintf(command, sizeof command, "%s/tests/support/postgres.sh %s %s", SOURCE_DIR, verb,
                   folder);
    if (system(command) != 0)
        give_up("starting PostgreSQL", command);
}

static void become_server(const char *folder)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGINT);
    (void)execl(SOURCE_DIR "/tests/support/postgres.sh", "postgres.sh", "run", folder, "-c",
                "fsync=off", "-c", "full_page_writes=off", (char *)NULL);
    _exit(127);
}

static void url_of(const struct postgres_server *server, const char *rest,
                   char ret[POSTGRES_URL_MAX])
{
    (void)snprintf(ret, POSTGRES_URL_MAX, "postgres:///postgres?host=%s&user=yousaid%s",
                   server->folder, rest);
}

/* Until it answers, or is gone. */
static void await(struct postgres_server *server)
{
    char url[POSTGRES_URL_MAX];
    const struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };
    url_of(server, "", url);
    while (PQping(url) != PQPING_OK) {
        if (waitpid(server->pid, NULL, WNOHANG) != 0)
            give_up("starting PostgreSQL", "it ended; its folder has a log");
        (void)nanosleep(&pause, NULL);
    }
}

void postgres_server_start(struct postgres_server *server)
{
    (void)setenv("YOUSAID_POSTGRES_TEMPLATE", BINARY_DIR "/postgres-template", 1);
    *server = (struct postgres_server){ .folder = "/tmp/yousaid-pg-XXXXXX" };
    if (mkdtemp(server->folder) == NULL || rmdir(server->folder) != 0)
        give_up("starting PostgreSQL", "no temporary folder");
    run_script("make", server->folder);
    server->pid = fork();
    if (server->pid < 0)
        give_up("starting PostgreSQL", "no process");
    if (server->pid == 0)
        become_server(server->folder);
    await(server);
}

void postgres_server_stop(struct postgres_server *server)
{
    char command[128];
    (void)kill(server->pid, SIGQUIT); /* at once: nobody reads it again */
    (void)waitpid(server->pid, NULL, 0);
    (void)snprintf(command, sizeof command, "rm -rf %s", server->folder);
    if (system(command) != 0)
        give_up("stopping PostgreSQL", command);
}

void postgres_sql(const char *url, const char *sql, char *ret, size_t size)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        give_up(sql, PQerrorMessage(conn));
    if (size > 0)
        (void)snprintf(ret, size, "%s", PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
    PQclear(result);
    PQfinish(conn);
}

void postgres_server_schema(struct postgres_server *server, char ret_url[POSTGRES_URL_MAX])
{
    char sql[64];
    char rest[64];
    char url[POSTGRES_URL_MAX];
    (void)snprintf(sql, sizeof sql, "CREATE SCHEMA s%d", ++server->schemas);
    (void)snprintf(rest, sizeof rest, "&options=-csearch_path%%3Ds%d", server->schemas);
    url_of(server, "", url);
    postgres_sql(url, sql, NULL, 0);
    url_of(server, rest, ret_url);
}
