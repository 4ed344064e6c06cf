#pragma once
/*
 * Clips for what changes while a hub serves: a thread of its own looks every few seconds whether a
 * bundle is new, and makes what it says in the languages that kiosks speak already. No request ever
 * waits for it.
 */
#include "err.h"

struct speaker; /* opaque */

/* kiosk: the yousaid-kiosk that says which sentences there are. */
MUST_CHECK bool speaker_start(const char *data, const char *kiosk, struct speaker **ret,
                              struct err *err);
/* Ends what is being made and waits for the thread; NULL is fine. */
void speaker_stop(struct speaker *speaker);
