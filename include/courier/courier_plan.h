#pragma once
/*
 * The courier's decisions, without clock, network or disk: when to exchange, how long to stay away
 * after a failure, and what an answer means.
 *
 * A handshake weighs more than 600 responses, so responses wait for company: they go at once while
 * a connection is open anyway, else when there are enough of them or the oldest has waited long
 * enough.
 */
#include "courier_state.h"
#include "transport.h"

struct courier_settings {
    msec age_max;       /* the oldest response waits no longer */
    uint64_t count_max; /* nor do more than so many */
    msec news_every;    /* asks for news when there was nothing to send */
    msec kept_open;     /* how long a connection counts as open after an exchange */
    msec start_spread;  /* the first exchange of a program that starts falls somewhere in it */
    msec boot_spread;   /* the same on a board that has just been switched on, so that a town whose
                           power comes back does not arrive together */
    msec backoff_base;  /* ceiling of the first wait; doubles with each failure */
    msec backoff_cap;
    msec retry_after_cap; /* a hub cannot send a kiosk away for longer */
    msec pause;           /* between attempts of a kiosk that the hub does not accept */
    size_t batch_max;     /* responses in one batch; halved on a line that does not carry it, */
    size_t batch_min;     /* never below this */
};
struct courier_settings courier_settings_default(void);

/* What there is to do, in monotonic time. */
struct courier_work {
    uint64_t pending;
    msec oldest;     /* when the oldest pending response was first seen; NEVER when none is */
    msec open_until; /* the connection counts as open until then */
    msec news_due;
    msec not_before; /* back-off */
};

/* When the next exchange is due. */
msec courier_plan_next(const struct courier_settings *settings, const struct courier_work *work);

/* How long a program that starts waits with its first exchange, on a board that has been up for so
 * long. `random` is 64 random bits. */
msec courier_plan_start(const struct courier_settings *settings, msec up, uint64_t random);

/* How long to stay away after the nth failure in a row: full jitter under a doubling ceiling.
 * `random` is 64 random bits. retry_after is the hub's wish in seconds, 0 for none: never earlier
 * than that. */
msec courier_plan_backoff(const struct courier_settings *settings, unsigned failures,
                          uint32_t retry_after, uint64_t random);
/* How long a kiosk that the hub does not accept stays away. */
msec courier_plan_pause(const struct courier_settings *settings, uint64_t random);
/* When to ask for news: around news_every, spread by a quarter to either side. */
msec courier_plan_news(const struct courier_settings *settings, uint64_t random);

/* What an answer means by its frame alone. ATTEMPT_ACKNOWLEDGED says no more than that the body may
 * be what was asked for (status 200, or 206 to a Range, and the wanted type; NULL for any but a web
 * page): it is judged next. */
enum attempt_outcome courier_plan_outcome(enum transport_result result,
                                          const struct transport_answer *answer, const char *type,
                                          bool clock_is_wrong);
/* Is this certain (signed by the hub, or seen in our own journal) and a matter for people? Then
 * automatic attempts become rare; nothing is ever deleted. */
bool courier_plan_pauses(enum attempt_outcome outcome);
/* The number of responses to try next, after an attempt with `tried` of them. */
size_t courier_plan_batch(const struct courier_settings *settings, size_t now,
                          enum attempt_outcome outcome, size_t tried);
