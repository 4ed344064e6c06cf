#pragma once
/*
 * The courier: carries what the outbox holds to the hub and brings bundles back. Decisions (what to
 * send, when, what an answer means) are pure and in courier_plan.h; the only file that knows curl
 * is transport_curl.c. One thread; owns DIR/courier.
 */
#include "courier_plan.h"
#include "outbox.h"

struct courier; /* opaque */

/* The world as the courier meets it; tests make their own. */
struct courier_world {
    struct transport transport;
    struct moment (*now)(void *self);
    void *self;
};

/* Reads the state, makes the folder, and takes its lock: ERR_LATER when another courier is at work
 * there (ask that one: courier_socket.h). */
MUST_CHECK bool courier_open(const char *data, struct courier **ret, struct err *err);
/* The same in a world of one's own. The transport is closed with the courier, or on failure. */
MUST_CHECK bool courier_open_in(const char *data, const struct courier_world *world,
                                struct courier **ret, struct err *err);
void courier_close(struct courier *courier); /* NULL is fine */
const struct courier_state *courier_state(const struct courier *courier);
/* Gives it the journal to drain (borrowed until close). Without one there is nothing to send. */
void courier_set_outbox(struct courier *courier, const struct outbox *outbox);
/* The program that is run when somebody asks for help (borrowed until close; NULL: none): it ends
 * with 0 once staff have been told. */
void courier_set_bell(struct courier *courier, const char *program);
/* The socket of yousaid-stick (borrowed until close), which is asked before a stick is written.
 * NULL, as at first, or nobody there: a stick is written as its own rights say. */
void courier_set_stick_socket(struct courier *courier, const char *path);
/* Other than courier_settings_default. */
void courier_set_settings(struct courier *courier, const struct courier_settings *settings);
/* What opening found that people should know (a damaged file set aside); "" for nothing. */
const char *courier_notice(const struct courier *courier);

/* Makes the key if there is none, shows the invitation to the hub, keeps identity and trust,
 * fetches the first bundle. The same code can be tried again after a lost reply. When only the
 * bundle failed it is false and courier_state says enrolled: run fetches it later. */
MUST_CHECK bool courier_enrol(struct courier *courier, const char *hub_url, const char *code,
                              struct err *err);

/* The same by a file of a stick or of whoever sets many kiosks up: FOLDER/yousaid-setup.json
 * (docs/STAFF.md). Its extra certificate, of a proxy that looks into TLS say, is trusted too. Where
 * no hub can be reached, with this code or the one before, what the hub must be asked is written to
 * the stick (fault "carry"), and the answer that comes back on it is taken first of all, with the
 * bundle beside it. */
MUST_CHECK bool courier_provision(struct courier *courier, const char *folder, struct err *err);

/* Leaves its hub, as the journal allows (journal_let_move): what is known of it is laid aside under
 * DIR/courier/left, and the kiosk can be enrolled anew. ERR_CONFLICT when it may not. */
MUST_CHECK bool courier_leave(struct courier *courier, struct err *err);

/* While an enrolment or a stick is under way: how far it is (total 0: nobody knows). NULL for
 * nobody. */
void courier_on_progress(struct courier *courier,
                         void (*told)(void *self, uint32_t done, uint32_t total), void *self);
/* Why the last enrolment or stick did not work, as one of the words of courier_socket.h. */
const char *courier_fault(const struct courier *courier);

struct courier_result {
    uint64_t sent, acknowledged, refused, pending;
    bool new_bundle;
    enum attempt_outcome outcome;
    char detail[200]; /* for the log */
};

/* "acknowledged 12, refused 0, pending 0", or what went wrong. */
void courier_result_words(const struct courier_result *result, char *ret, size_t size);

/* Exchanges until there is nothing more to send or something fails; an exchange with no responses
 * asks for news. Saves the state after each reply. True when the last outcome was ACKNOWLEDGED. */
bool courier_sync(struct courier *courier, struct courier_result *ret, struct err *err);

/* Takes the bundle that a hub has laid there for this kiosk, and the receipts: they can only raise
 * the watermark. Puts everything pending into batch files in `folder` with a manifest. Safe to pull
 * out: each file is whole or not there. */
struct courier_stick {
    uint32_t files;
    uint64_t written, acknowledged, refused, pending;
    uint32_t receipts, foreign; /* receipts taken; files that were not for this kiosk or damaged */
    bool new_life;        /* a receipt has given this kiosk a new life: write the stick once more */
    uint64_t bundle;      /* the serial of the bundle that it brought; 0: none that is newer */
    bool bundle_bad;      /* there was one, altered, cut, or not for this kiosk, */
    char bundle_why[200]; /* or older than what is held: why it was not taken; "": it was */
};
MUST_CHECK bool courier_stick(struct courier *courier, const char *folder,
                              struct courier_stick *ret, struct err *err);

void courier_stick_words(const struct courier_stick *stick, char *ret, size_t size);

/* The loop: waits for pokes on the socket, for time, and for the next attempt; ends when *stop
 * becomes true (signal handler plus the descriptor stop_fd becoming readable). Logs in words. */
MUST_CHECK bool courier_run(struct courier *courier, int stop_fd, struct err *err);
