/*
 * Throttling of guessed codes. A bucket holds tokens; each failure takes one; time brings them
 * back. One bucket a network address (an IPv6 address counts as its /64), one for everybody. A code
 * has 80 secret bits, so this only keeps the noise down; a venue with the right code is not in the
 * way of anybody.
 */
#include "throttle.h"
#include <arpa/inet.h>
#include <string.h>

enum { EACH_BURST = 10, EVERYBODY_BURST = 600 };

static const double each_a_second = 1.0 / 6;
static const double everybody_a_second = 20;

/* The first 64 bits of an IPv6 address, all of an IPv4 one, mixed with the seed. */
static uint64_t who_is(const struct throttle *throttle, const char *peer)
{
    uint8_t address[sizeof(struct in6_addr)] = { 0 };
    if (inet_pton(AF_INET6, peer, address) == 1) {
        static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
        if (memcmp(address, mapped, sizeof mapped) != 0)
            memset(address + 8, 0, 8);
    } else {
        (void)inet_pton(AF_INET, peer, address + 12);
    }
    uint64_t hash = throttle->seed;
    for (size_t i = 0; i < sizeof address; i++)
        hash = (hash ^ address[i]) * 0x100000001b3U;
    return hash ^ hash >> 29;
}

static void refill(struct throttle_bucket *bucket, double a_second, double burst, msec now)
{
    double seconds = now > bucket->filled ? (double)(now - bucket->filled) / 1000 : 0;
    bucket->tokens += seconds * a_second;
    if (bucket->tokens > burst)
        bucket->tokens = burst;
    bucket->filled = now;
}

void throttle_init(struct throttle *throttle, uint64_t seed, msec now)
{
    memset(throttle, 0, sizeof *throttle);
    throttle->seed = seed | 1;
    throttle->everybody = (struct throttle_bucket){ .tokens = EVERYBODY_BURST, .filled = now };
}

/* The address's place; whoever had it before starts anew when he comes back. */
static struct throttle_bucket *place_of(struct throttle *throttle, const char *peer, msec now)
{
    uint64_t who = who_is(throttle, peer);
    struct throttle_bucket *place = &throttle->places[who % THROTTLE_PLACES];
    if (place->who != who)
        *place = (struct throttle_bucket){ .who = who, .tokens = EACH_BURST, .filled = now };
    refill(place, each_a_second, EACH_BURST, now);
    return place;
}

static unsigned seconds_until_one(const struct throttle_bucket *bucket, double a_second)
{
    return bucket->tokens >= 1 ? 0 : (unsigned)((1 - bucket->tokens) / a_second) + 1;
}

unsigned throttle_ask(struct throttle *throttle, const char *peer, msec now)
{
    refill(&throttle->everybody, everybody_a_second, EVERYBODY_BURST, now);
    unsigned everybody = seconds_until_one(&throttle->everybody, everybody_a_second);
    unsigned each = seconds_until_one(place_of(throttle, peer, now), each_a_second);
    return each > everybody ? each : everybody;
}

void throttle_failed(struct throttle *throttle, const char *peer, msec now)
{
    refill(&throttle->everybody, everybody_a_second, EVERYBODY_BURST, now);
    throttle->everybody.tokens -= 1;
    place_of(throttle, peer, now)->tokens -= 1;
}
