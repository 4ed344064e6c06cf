/*
 * Lets a program's day pass quickly: where it would sleep in poll() for some time and nothing is
 * there to wake it, the boot clock that it sees jumps to the end of that sleep. Preloaded into
 * yousaid-kiosk by the flash bench, so that the real program lives through a day of visits and
 * pauses, half-hourly upkeep and all, in as long as its work takes; what it writes is written and
 * synced as ever.
 *
 *   YOUSAID_SKIP_IO=FILE LD_PRELOAD=.../libflash_skip.so yousaid-kiosk run ...
 *
 * At the end the kernel's own account of what the program read and wrote goes to FILE.
 */
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int64_t skipped_ms;

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    if (syscall(SYS_clock_gettime, clock_id, tp) != 0)
        return -1;
    if (clock_id == CLOCK_BOOTTIME) {
        int64_t ms = skipped_ms + tp->tv_nsec / 1000000;
        tp->tv_sec += ms / 1000;
        tp->tv_nsec = (long)(ms % 1000 * 1000000 + tp->tv_nsec % 1000000);
    }
    return 0;
}

int poll(struct pollfd *fds, nfds_t nfds, int timeout)
{
    static const struct timespec at_once;
    int ready = (int)syscall(SYS_ppoll, fds, nfds, timeout < 0 ? NULL : &at_once, NULL, 0);
    if (ready == 0 && timeout > 0)
        skipped_ms += timeout;
    return ready;
}

/* What a fortified program calls instead. */
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t size);
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t size)
{
    return count > size / sizeof *fds ? -1 : poll(fds, count, timeout_ms);
}

__attribute__((destructor)) static void say_what_was_written(void)
{
    const char *path = getenv("YOUSAID_SKIP_IO");
    FILE *from = fopen("/proc/self/io", "re"), *to = path ? fopen(path, "we") : NULL;
    for (int c; from && to && (c = fgetc(from)) != EOF;)
        (void)fputc(c, to);
    if (from)
        (void)fclose(from);
    if (to)
        (void)fclose(to);
}
