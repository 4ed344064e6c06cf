#pragma once
/* The journal's place on the disk: DIR/screen, its modes, and the lock that makes the writer one.
 */
#include "err.h"
#include "file.h"

enum { PLACE_PATH_MAX = 1024 };

/* DIR/screen/journal.sqlite */
MUST_CHECK bool place_path(const char *data, char ret[PLACE_PATH_MAX], struct err *err);

/* DIR/screen/NAME */
MUST_CHECK bool place_name(const char *data, const char *name, char ret[PLACE_PATH_MAX],
                           struct err *err);

/* When a journal was salvaged and is whole (salvage.h), it takes the place of the damaged one,
 * which keeps its log and is called .broken from then on. Does nothing otherwise, and can be cut
 * off anywhere. The caller holds the lock. */
MUST_CHECK bool place_take_salvaged(const char *data, struct err *err);

/* Makes DIR/screen (2750) and an empty journal file (0640) unless they are there, both durably, and
 * takes the writer's lock: ERR_LATER while another program holds it. *ret_lock stays open as long
 * as the journal does. */
MUST_CHECK bool place_prepare(const char *data, int *ret_lock, struct err *err);
