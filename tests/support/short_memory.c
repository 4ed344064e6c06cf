/* Failing allocations: see short_memory.h. */
#include "short_memory.h"
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* cmocka wants some of these first. */
#include <cmocka.h>

/* Atomic, because the writer of a hub allocates on a thread of its own. */
static struct {
    atomic_bool armed, for_ever, fired;
    atomic_int resting;
    atomic_long until; /* calls that still succeed */
    atomic_long calls;
    atomic_long alive;
    atomic_size_t asked;
} memory;

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_malloc(size_t size);
void __real_free(void *old);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *old);

static bool fails_now(size_t size)
{
    atomic_fetch_add(&memory.asked, size);
    if (!atomic_load(&memory.armed) || atomic_load(&memory.resting) > 0)
        return false;
    atomic_fetch_add(&memory.calls, 1);
    long left = atomic_fetch_sub(&memory.until, 1);
    bool fails = atomic_load(&memory.for_ever) ? left <= 0 : left == 0;
    if (fails)
        atomic_store(&memory.fired, true);
    return fails;
}

static void *count_new(void *made)
{
    atomic_fetch_add(&memory.alive, made != NULL);
    return made;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now(count * size) ? NULL : count_new(__real_calloc(count, size));
}

void *__wrap_malloc(size_t size)
{
    return fails_now(size) ? NULL : count_new(__real_malloc(size));
}

void *__wrap_realloc(void *old, size_t size)
{
    void *made = fails_now(size) ? NULL : __real_realloc(old, size);
    if (old == NULL)
        (void)count_new(made);
    return made;
}

char *__wrap_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *made = __wrap_malloc(size);
    return made == NULL ? NULL : memcpy(made, text, size);
}

void __wrap_free(void *old)
{
    atomic_fetch_sub(&memory.alive, old != NULL);
    __real_free(old);
}

void memory_rest(void)
{
    atomic_fetch_add(&memory.resting, 1);
}

void memory_go_on(void)
{
    atomic_fetch_sub(&memory.resting, 1);
}

long memory_alive(void)
{
    return atomic_load(&memory.alive);
}

void memory_watch(void)
{
    atomic_store(&memory.asked, 0);
}

size_t memory_asked(void)
{
    return atomic_load(&memory.asked);
}

/* Runs the story with the n-th allocation failing; says whether it came to that. */
static bool run_short(const struct memory_trial *trial, long n, bool for_ever, bool *ret_fine,
                      struct err *err)
{
    atomic_store(&memory.until, n);
    atomic_store(&memory.for_ever, for_ever);
    atomic_store(&memory.calls, 0);
    atomic_store(&memory.fired, false);
    atomic_store(&memory.armed, true);
    *ret_fine = trial->run(trial->context, err);
    atomic_store(&memory.armed, false);
    return atomic_load(&memory.fired);
}

static void run_in_peace(const struct memory_trial *trial)
{
    struct err err = { 0 };
    bool fine = false;
    (void)run_short(trial, LONG_MAX, false, &fine, &err);
    if (!fine)
        fail_msg("%s, with all the memory there is: %s", trial->name, err.text);
    if (trial->after != NULL)
        trial->after(trial->context, true);
}

/* Says whether it came to the n-th allocation at all. */
static bool try_one(const struct memory_trial *trial, long n, bool for_ever)
{
    struct err err = { 0 };
    long before = memory_alive();
    bool fine = false;
    bool fired = run_short(trial, n, for_ever, &fine, &err);
    if (!trial->may_grow && memory_alive() != before)
        fail_msg("%s leaks %ld when allocation %ld fails", trial->name, memory_alive() - before, n);
    if (!fine && (!fired || err.kind != ERR_LATER || err.text[0] == '\0'))
        fail_msg("%s, allocation %ld%s: kind %d, \"%s\"", trial->name, n,
                 for_ever ? " and all after it" : "", (int)err.kind, err.text);
    if (trial->after != NULL)
        trial->after(trial->context, fine);
    if (!fine)
        run_in_peace(trial);
    return fired;
}

/* Another one each second, so that runs differ; SEED brings one back. */
static unsigned long seed_of_run(void)
{
    const char *told = getenv("SEED");
    return told == NULL ? (unsigned long)time(NULL) : strtoul(told, NULL, 10);
}

void memory_survives(const struct memory_trial *trial)
{
    run_in_peace(trial);
    run_in_peace(trial); /* the second time what is made once is there */
    long all = atomic_load(&memory.calls);
    long stride = trial->at_most == 0 ? 1 : (all + trial->at_most - 1) / trial->at_most;
    unsigned long seed = stride > 1 ? seed_of_run() : 0;
    long tried = 0, failed = 0;
    assert_true(all > 0);
    if (stride > 1)
        printf("SEED=%lu\n", seed); /* before anything can fail */
    for (long n = stride > 1 ? (long)(seed % (unsigned long)stride) : 0; n < all; n += stride) {
        failed += try_one(trial, n, false);
        failed += try_one(trial, n, true);
        tried += 2;
    }
    /* The story is the same each time, but for what chance makes longer or shorter. */
    if (failed < tried - tried / 10)
        fail_msg("%s: of %ld allocations only %ld came to fail", trial->name, tried, failed);
    printf("%s: %ld allocations, %ld failures of one and of all from one on", trial->name, all,
           failed);
    if (stride > 1)
        printf(" (every %ldth)", stride);
    printf("\n");
}
