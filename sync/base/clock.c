/* The machine's clocks: see clock.h. */
#include "clock.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* The kernel names each boot with a random UUID. */
static struct boot_id boot_read(void)
{
    struct boot_id boot = { { 0 } };
    char text[64] = "";
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return boot;
    ssize_t size = read(fd, text, sizeof text - 1);
    (void)close(fd);
    size_t nibble = 0;
    for (ssize_t i = 0; i < size && nibble < 32; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            continue;
        boot.bytes[nibble / 2] = (uint8_t)(boot.bytes[nibble / 2] << 4 | digit);
        nibble++;
    }
    return boot;
}

static pthread_once_t boot_once = PTHREAD_ONCE_INIT;
static struct boot_id boot_now;

static void boot_learn(void)
{
    boot_now = boot_read();
}

/* No process outlives its boot, so it is read once. */
static struct boot_id boot_id(void)
{
    (void)pthread_once(&boot_once, boot_learn);
    return boot_now;
}

static unix_seconds test_offset(void)
{
    const char *text = getenv("YOUSAID_CLOCK_OFFSET");
    return text == NULL ? 0 : strtoll(text, NULL, 10);
}

msec clock_mono(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_BOOTTIME, &now);
    return (msec)now.tv_sec * 1000 + (msec)now.tv_nsec / 1000000;
}

struct moment clock_now(void)
{
    struct timespec wall;
    (void)clock_gettime(CLOCK_REALTIME, &wall);
    return (struct moment){
        .wall = (unix_seconds)wall.tv_sec + test_offset(),
        .mono = clock_mono(),
        .boot = boot_id(),
    };
}

unix_seconds clock_build_floor(void)
{
    return BUILD_SECONDS;
}
