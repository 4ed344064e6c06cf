#pragma once
/* The journal's tables, by numbered steps that are only ever added to (docs/JOURNAL.md). */
#include "sql.h"

/* The number of the newest step; stands in the file as user_version. */
int schema_newest(void);

/* Brings the file to the newest step, each step in one transaction. A file of a newer program and a
 * file that is no journal are ERR_REFUSED, and nothing is written. */
MUST_CHECK bool schema_migrate(sqlite3 *db, struct err *err);

/* Is this a journal that this program can read as it stands? Writes nothing. ERR_MISSING for an
 * empty file, ERR_LATER for an older one (the screen migrates it), ERR_REFUSED as above. */
MUST_CHECK bool schema_check(sqlite3 *db, struct err *err);
