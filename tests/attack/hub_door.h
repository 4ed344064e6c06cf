#pragma once
/*
 * The hub's door as an attacker finds it: real ingest over a real SQLite store, given bytes and
 * nothing else, and what became of them. NEEDS ingest report wire store; hub_fixture.c makes the
 * honest bytes.
 */
#include "hub_fixture.h"
#include "ingest.h"

struct door {
    struct fixture f;
    struct fixture_kiosk other; /* a second kiosk of the same venue */
    struct ingest *ingest;
    struct ingest_config config;
    struct public_key key; /* the hub's, by which replies are judged */
};

/* Set-up and tear-down of a test. */
int door_open(void **state);
int door_close(void **state);
/* Ingest goes and comes again: in between the database is the operator's. */
void door_shut(struct door *door);
void door_reopen(struct door *door);

/* Gives bytes in and waits. On ERR_NONE *ret is the verified reply: reply_finish. */
enum err_kind door_send(struct door *door, struct span message, struct reply *ret);
/* Bytes that must not get a reply at all. */
void door_denies(struct door *door, struct span message);
/* Signs these behind the kiosk's point and expects all of it to be taken. */
void door_take(struct door *door, struct fixture_kiosk *kiosk, const struct response *list,
               size_t count);
/* `count` plain ones, which answer `overall`. */
void door_take_plain(struct door *door, struct fixture_kiosk *kiosk, size_t count,
                     uint32_t overall);
/* What is signed is in *ret; the kiosk's point moves. */
void door_sign_plain(struct door *door, struct fixture_kiosk *kiosk, size_t count, uint32_t overall,
                     struct buf *ret);

int door_rows(struct door *door);
int door_asides(struct door *door);
/* The sum of the monthly tallies of a question's value. */
uint32_t door_tally(struct door *door, const char *question, const char *value);
/* Has this been written down about the kiosk, for people to see? */
bool door_has_event(struct door *door, uint64_t kiosk, const char *what);

/* What an operator can do with sqlite3; fails the test when nothing changed. */
void door_alter(struct door *door, const char *sql);
/* The proof, as `yousaid-hub verify` prints it; the caller's to free. */
char *door_verify(struct door *door, bool *ret_clean);
