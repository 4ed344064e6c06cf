#pragma once
/*
 * The courier: carries what the outbox holds to the hub and brings bundles back. Decisions (what to
 * send, when, what an answer means) are pure and in courier_plan.h; the only file that knows curl is
 * transport_curl.c. One thread; owns DIR/courier.
 */
#include "courier_state.h"
#include "outbox.h"

struct courier; /* opaque */

/* Reads the state; makes the folder. outbox may be NULL before enrolment. */
MUST_CHECK bool courier_open(const char *data, struct courier **ret, struct err *err);
void courier_close(struct courier *courier); /* NULL is fine */
const struct courier_state *courier_state(const struct courier *courier);
/* Gives it the journal to drain (borrowed until close). */
void courier_set_outbox(struct courier *courier, const struct outbox *outbox);

/* Makes the key if there is none, shows the invitation to the hub, keeps identity and trust, fetches
 * the first bundle. The same code can be tried again after a lost reply. */
MUST_CHECK bool courier_enrol(struct courier *courier, const char *hub_url, const char *code, struct err *err);

struct courier_result {
    uint64_t sent, acknowledged, refused, pending;
    bool new_bundle;
    enum attempt_outcome outcome;
    char detail[200]; /* for the log */
};

/* Exchanges until there is nothing more to send or something fails; an exchange with no responses asks
 * for news. Saves the state after each reply. True when the last outcome was ACKNOWLEDGED. */
bool courier_sync(struct courier *courier, struct courier_result *ret, struct err *err);

/* The loop: waits for pokes on the socket, for time, and for the next attempt; ends when *stop becomes
 * true (signal handler plus the descriptor stop_fd becoming readable). Logs in words. */
MUST_CHECK bool courier_run(struct courier *courier, int stop_fd, struct err *err);
