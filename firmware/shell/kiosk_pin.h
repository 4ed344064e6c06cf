#pragma once
/*
 * The staff's PIN, checked away from the screen: an Argon2id hash takes tenths of a second on a
 * board, and no touch waits for that. One thread, which sleeps but for a check; the answer is a
 * descriptor that becomes readable.
 *
 * Wrong ones in a row are counted in DIR/screen/tries, durably *before* each check, so that pulling
 * the plug gains nothing; the kiosk makes the next try wait by that number.
 */
#include "buf.h"

enum { PIN_HASH_MAX = 128, PIN_TYPED_MAX = 40 };

/* What is hashed in this kiosk's bundle. */
struct pin_hashes {
    bool known;
    char pin[PIN_HASH_MAX];
    char recovery[PIN_HASH_MAX];
};

/* Reads a BLOB_PIN: {"pin": "...", "recovery": "..."}, and nothing else. */
MUST_CHECK bool pin_hashes_read(struct span bytes, struct pin_hashes *ret, struct err *err);

struct pin_worker; /* opaque; its own thread. All calls from one thread. */

/* data NULL: nothing is counted on a disk. */
MUST_CHECK bool pin_worker_open(const char *data, struct pin_worker **ret, struct err *err);
void pin_worker_close(struct pin_worker *worker); /* waits for a check under way; NULL is fine */
/* Readable when an answer is there; -1 for NULL. */
int pin_worker_fd(const struct pin_worker *worker);
/* Begins a check, unless one is under way. `typed` is copied and forgotten. */
void pin_worker_ask(struct pin_worker *worker, const struct pin_hashes *hashes, const char *typed,
                    bool recovery);
/* Takes the answer: false when there is none yet. */
bool pin_worker_take(struct pin_worker *worker, bool *ret_right, uint32_t *ret_tries);
/* Wrong ones in a row as the disk has them: what is damaged counts as many. */
uint32_t pin_tries_load(const char *data);
