/*
 * Another day for a program of the test's: the wall clock that it sees is so many seconds ahead,
 * or, below nought, behind. Its monotonic clocks are left alone.
 *
 *   YOUSAID_CLOCK_AHEAD=SECONDS LD_PRELOAD=.../libclock_ahead.so yousaid-kiosk run ...
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t ahead(void)
{
    const char *seconds = getenv("YOUSAID_CLOCK_AHEAD");
    return seconds != NULL ? (time_t)strtoll(seconds, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
    if (syscall(SYS_clock_gettime, clock, ret) != 0)
        return -1;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        ret->tv_sec += ahead();
    return 0;
}

int gettimeofday(struct timeval *restrict ret, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return -1;
    *ret = (struct timeval){ .tv_sec = now.tv_sec, .tv_usec = (suseconds_t)(now.tv_nsec / 1000) };
    return 0;
}

time_t time(time_t *ret)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return (time_t)-1;
    if (ret != NULL)
        *ret = now.tv_sec;
    return now.tv_sec;
}
