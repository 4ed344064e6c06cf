/* What a bench reads off another process and its own clock: see hub_look.h. */
#include "hub_look.h"
#include "hub_crowd.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double look_seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The CPU time that another process has spent. */
double look_cpu(pid_t pid)
{
    clockid_t clock;
    struct timespec spent;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &spent) != 0)
        bench_fail("asking for the hub's CPU time", NULL);
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

long look_pss(pid_t pid)
{
    char path[64];
    char line[256];
    long kib = 0;
    (void)snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", (long)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        bench_fail("reading the hub's memory", NULL);
    /* cppcheck-suppress nullPointerRedundantCheck ; bench_fail does not return */
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "Pss:", 4) == 0)
            kib = strtol(line + 4, NULL, 10);
    (void)fclose(file);
    return kib;
}

int look_by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

void look_say(const char *figure, double value, const char *unit)
{
    (void)printf("{\"figure\":\"%s\",\"value\":%.4g,\"unit\":\"%s\"}\n", figure, value, unit);
}

void look_say_whole(const char *figure, double value, const char *unit)
{
    (void)printf("{\"figure\":\"%s\",\"value\":%.0f,\"unit\":\"%s\"}\n", figure, value, unit);
}
