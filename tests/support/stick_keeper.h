#pragma once
/* A yousaid-stick that says what it is told to, in a process of its own. cmocka's asserts. */
#include <stddef.h>
#include <sys/types.h>

/* Listens at `path` for one asker, answers one line after the other, each to whatever is asked, and
 * goes away. */
pid_t stick_keeper_start(const char *path, const char *const *answers, size_t count);
/* Waits for its end; the socket is gone then. */
void stick_keeper_end(pid_t keeper, const char *path);
