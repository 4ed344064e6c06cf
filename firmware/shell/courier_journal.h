#pragma once
/*
 * The journal as the courier program drains it. The screen may not have made it yet, so it is
 * opened when it is first asked for; until then there is nothing to send. Adds what the machine
 * knows.
 */
#include "outbox.h"

struct courier_journal; /* opaque */

MUST_CHECK bool courier_journal_new(const char *data, struct courier_journal **ret,
                                    struct err *err);
void courier_journal_free(struct courier_journal *journal); /* NULL is fine */
/* Valid until courier_journal_free. */
struct outbox courier_journal_outbox(struct courier_journal *journal);
