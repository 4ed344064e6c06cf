#pragma once
/*
 * The list of every kiosk's chain points at the end of a month, for inspectors: whoever keeps such
 * a list can tell later that nothing of what it covers was dropped, changed or put in between.
 * Text, a line a thing (docs/DATABASE.md); signed by whoever keeps the hub's key.
 */
#include "store.h"
#include <stdio.h>

enum { CHAIN_LIST_MAX = 64 * 1024 * 1024 };

/* Appends `kiosk` and `life` lines: every life through the last batch that came in before the month
 * after this one began (its first day). */
MUST_CHECK bool report_chain_points(struct store *store, int32_t month, struct buf *out,
                                    struct err *err);

/* Is all that a list tells of still here, with the same values of the chain? One line for each
 * doubt and one at the end. *ret_clean is false on any doubt. */
MUST_CHECK bool report_chain_check(struct store *store, struct span list, FILE *out,
                                   bool *ret_clean, struct err *err);

/* Does the later list go on from the earlier one? Needs no hub. */
MUST_CHECK bool report_chain_compare(struct span earlier, struct span later, FILE *out,
                                     bool *ret_clean, struct err *err);
