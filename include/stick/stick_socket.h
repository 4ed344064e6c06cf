#pragma once
/*
 * The socket of yousaid-stick, which mounts USB sticks, and the asker's end of it: Unix seqpacket,
 * messages of 512 bytes at most, one line of text each, for the group of the courier and the
 * screen.
 *
 *   "write FOLDER"  it may be written from now on, until "done FOLDER" or the end of the line
 *   "done FOLDER"   it is read-only again, and what was written is on the stick
 *   "status"        one line for each stick: "stick FOLDER KIND DEVICE reads|saves|returns" or
 * "left DEVICE unread|damaged|in_use"
 *
 * FOLDER is one in which it mounted a stick itself. Each is answered by one line "ok ..." or
 * "failed WORD ..." for people, WORD one of these.
 */
#include "err.h"
#include <stddef.h>

enum { STICK_MESSAGE_MAX = 512 };

#define STICK_FOLDER "/run/yousaid/sticks" /* each stick is a folder in it */
#define STICK_SOCKET "/run/yousaid/stick.sock"
#define STICK_UNREAD "unread" /* a file beside them while a stick is in that cannot be read */

#define STICK_NOT_OURS  "not_ours" /* no stick is mounted there by us */
#define STICK_IN_USE    "in_use"   /* somebody else saves to it */
#define STICK_LOCKED    "locked"   /* its switch, or its wear, forbids writing */
#define STICK_LOST      "lost"     /* pulled out, or broken */
#define STICK_STILL     "still"    /* files on it are still open */
#define STICK_FORBIDDEN "forbidden"
#define STICK_MISUSE    "misuse" /* no request */

/* Connects to a running yousaid-stick; -1 when there is none. Non-blocking, close-on-exec. */
int stick_connect(const char *path);
/* Sends one message; false when the other side is gone or does not listen. Never waits. */
bool stick_say(int fd, const char *message);
/* Takes one message if there is one: 1 taken, 0 none, -1 the other side is gone. What is no text
 * in it is taken for question marks, what is too long for nothing said. */
int stick_hear(int fd, char ret[STICK_MESSAGE_MAX]);
/* Asks and waits for "ok ..." or "failed ..." (half a minute at the longest): 1 answered, with the
 * line in ret and *ret_fine telling which; -1 no answer came. Lines before it go to `passed`, when
 * that is not NULL. */
int stick_ask(int fd, const char *message, void (*passed)(void *self, const char *line), void *self,
              bool *ret_fine, char ret[STICK_MESSAGE_MAX]);

/* A stick that is lent for writing: the line that holds it; -1 where nobody has to be asked. */
struct stick_loan {
    int line;
    const char *folder; /* borrowed */
};

/* Asks at the socket at `path` that the folder may be written. Fine without a loan where no
 * yousaid-stick runs, or where the folder is none of its: then it is written, or not, as its own
 * rights say. Otherwise false with the reason. */
MUST_CHECK bool stick_borrow(const char *path, const char *folder, struct stick_loan *ret,
                             struct err *err);
/* Gives it back: true when what was written is on the stick; true without a loan. */
MUST_CHECK bool stick_give_back(struct stick_loan *loan, struct err *err);
/* Lets go of it without asking how it went; for a variable with this cleanup. */
void stick_let_go(struct stick_loan *loan);
#define STICK_LOAN_AUTO __attribute__((cleanup(stick_let_go))) struct stick_loan
