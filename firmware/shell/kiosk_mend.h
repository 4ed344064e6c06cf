#pragma once
/*
 * A journal that needs mending: one that is damaged, and a life that cannot go on because the card
 * was copied or set back, or because a part of it could not be read any more.
 */
#include "kiosk_shell.h"
#include "receipt.h"

/* Opens the journal; a damaged one is saved into a new file first, and the log says what of it. */
MUST_CHECK bool mend_open(struct shell *shell, const struct journal_identity *identity,
                          struct err *err);
/* Some errand with the journal failed: when that is because of damage, it is mended as soon as
 * nobody answers. */
void mend_note(struct shell *shell, const struct err *err);
/* The courier reads what nobody has read here since the program started, and may come to damage
 * first: when its last attempt failed by what it read, everything is looked through. */
void mend_heard(struct shell *shell);
/* After a stop that was none: looks through a piece of it. */
void mend_check(struct shell *shell);

/* What the hub's reply means for the journal's life. True when that has changed, or waits to: the
 * receipt is then of a life that is past. */
bool life_news(struct shell *shell, const struct reply *reply);
/* What waited for a moment in which nobody answers. */
void life_retry(struct shell *shell);
