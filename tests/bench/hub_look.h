#pragma once
/*
 * What the hub's benchmarks read: the time, the CPU and the memory of the hub under load, and how
 * they say a figure, one JSON line each, for the shell script that started them.
 */
#include <sys/types.h>

double look_seconds(void);  /* of a clock that only goes on */
double look_cpu(pid_t pid); /* seconds of CPU that a process has spent; ends this one on failure */
long look_pss(pid_t pid);   /* KiB of memory that are its share; ends this one on failure */
int look_by_size(const void *a, const void *b); /* of two doubles, for qsort */
void look_say(const char *figure, double value, const char *unit);
void look_say_whole(const char *figure, double value, const char *unit);
