#pragma once
/*
 * The one socket between screen and courier: Unix seqpacket, DIR/courier/courier.sock, owned by the
 * courier, messages of 1 KiB at most, one line of text each. The screen may be gone, the courier
 * may be gone: neither waits for the other.
 *
 *   screen -> courier:  "poke" (responses are there), "help" (a person asked for help)
 *   courier -> screen:  "state" (read DIR/courier/state again)
 *   commands -> courier: "sync" (exchange now), "enrol URL CODE", "stick FOLDER", each answered by
 * one line "ok ..." or "failed ..."
 */
#include "err.h"

enum { COURIER_MESSAGE_MAX = 1024 };

/* Connects to a running courier; -1 when there is none. Non-blocking, close-on-exec. */
int courier_connect(const char *data);
/* Sends one message; false when the courier is gone or does not listen. Never waits. */
bool courier_say(int fd, const char *message);
/* Takes one message if there is one: 1 taken, 0 none, -1 the other side is gone. */
int courier_hear(int fd, char ret[COURIER_MESSAGE_MAX]);
/* Asks a running courier and waits for its "ok ..." or "failed ...": 1 answered (without the first
 * word; *ret_fine says which it was), 0 there is no courier, -1 it went away without an answer. */
int courier_ask(const char *data, const char *message, bool *ret_fine,
                char ret[COURIER_MESSAGE_MAX]);
