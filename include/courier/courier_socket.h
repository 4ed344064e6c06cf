#pragma once
/*
 * The one socket between screen and courier: Unix seqpacket, DIR/courier/courier.sock, owned by the
 * courier, messages of 1 KiB at most, one line of text each. The screen may be gone, the courier
 * may be gone: neither waits for the other.
 *
 *   screen -> courier:  "poke" (responses are there), "help" (a person asked for help)
 *   courier -> screen:  "state" (read DIR/courier/state again), "told" or "untold" (what became
 * of a call for help)
 *   both and commands -> courier: "sync" (exchange now), "enrol URL CODE", "provision FOLDER",
 * "stick FOLDER", "leave" (its hub), each answered by one line "ok ..." or "failed ..." for people
 *   before that line, to whoever asked: "working DONE TOTAL" as often as there is news, and at the
 * end "finished RESPONSES", "finished RESPONSES news" (a stick brought a bundle), "finished
 * RESPONSES bad" (it brought one that is not used), or "stopped WORD"
 *
 * WORD is that of an attempt's outcome (attempt_word) or one of these.
 */
#include "err.h"

enum { COURIER_MESSAGE_MAX = 1024 };

#define FAULT_UNKNOWN_CODE "unknown_code" /* mistyped, or of another hub */
#define FAULT_USED_CODE    "used_code"    /* by another kiosk, or expired */
#define FAULT_ADDRESS      "address"      /* no hub can have it */
#define FAULT_ALREADY      "already"      /* this kiosk is another hub's */
#define FAULT_BUNDLE       "bundle"       /* enrolled, but the first bundle did not arrive */
#define FAULT_FILE         "file"         /* no setup file, or none that can be used */
#define FAULT_CARRY        "carry"        /* no hub was reached: the stick is to be taken to it */
#define FAULT_ANSWER       "answer" /* the same, and the answer on the stick is not for this kiosk */
#define FAULT_BUNDLE_STICK "bundle_stick" /* enrolled by stick, but no bundle was on it */
#define FAULT_STICK_FULL   "stick_full"
#define FAULT_STICK_GONE   "stick_gone" /* pulled out, or not to be written */

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
