/*
 * Another day for a program of the test's: the wall clock that it sees is so many seconds ahead,
 * or, below nought, behind. Its monotonic clocks are left alone. Where a file is named, the seconds
 * stand in it, and the clock steps when they are written anew.
 *
 *   YOUSAID_CLOCK_AHEAD=SECONDS LD_PRELOAD=.../libclock_ahead.so yousaid-kiosk run ...
 *   YOUSAID_CLOCK_FILE=FILE LD_PRELOAD=.../libclock_ahead.so yousaid-kiosk run ...
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t written(const char *path)
{
    char text[32] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        (void)close(fd);
    return size > 0 ? (time_t)strtoll(text, NULL, 10) : 0;
}

static time_t ahead(void)
{
    const char *file = getenv("YOUSAID_CLOCK_FILE");
    const char *seconds = getenv("YOUSAID_CLOCK_AHEAD");
    if (file != NULL)
        return written(file);
    return seconds != NULL ? (time_t)strtoll(seconds, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    if (syscall(SYS_clock_gettime, clock_id, tp) != 0)
        return -1;
    if (clock_id == CLOCK_REALTIME || clock_id == CLOCK_REALTIME_COARSE)
        tp->tv_sec += ahead();
    return 0;
}

int gettimeofday(struct timeval *restrict tv, void *restrict tz)
{
    struct timespec now;
    (void)tz;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return -1;
    *tv = (struct timeval){ .tv_sec = now.tv_sec, .tv_usec = (suseconds_t)(now.tv_nsec / 1000) };
    return 0;
}

time_t time(time_t *timer)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0)
        return (time_t)-1;
    if (timer != NULL)
        *timer = now.tv_sec;
    return now.tv_sec;
}

/* The kernel waits by the clock that it has. */
int pthread_cond_timedwait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict abstime)
{
    static int (*next)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    struct timespec true_time = *abstime;
    void *found = next == NULL ? dlsym(RTLD_NEXT, "pthread_cond_timedwait") : NULL;
    if (found != NULL)
        memcpy(&next, &found, sizeof next);
    true_time.tv_sec -= ahead();
    if (next == NULL)
        abort();
    return next(cond, mutex, &true_time);
}
