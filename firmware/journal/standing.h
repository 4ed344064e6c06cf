#pragma once
/*
 * The one row of the table `standing`: how this journal came to be as it is. Written seldom and
 * never on the tap path.
 */
#include "sql.h"

/* What a new enrolment may take along: nothing (there may be none), what no hub has acknowledged,
 * or all that is kept. */
enum move_leave { MOVE_NOT, MOVE_UNSENT, MOVE_ALL };

struct standing {
    uint64_t former_life; /* the one before this life, until the courier has followed; 0: none */
    bool clean;           /* the last stop was an orderly one */
    enum move_leave may_move;
    uint64_t salvages; /* 0, or another each time that it is salvaged */
    uint64_t lost;     /* responses that could not be read then */
    bool counts_all;   /* `total` counts every answer of this life: not after losses */
};

MUST_CHECK bool standing_load(sqlite3 *db, struct standing *ret, struct err *err);
MUST_CHECK bool standing_save(sqlite3 *db, const struct standing *standing, struct err *err);
