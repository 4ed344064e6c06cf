#pragma once
/* The journal's tables, by numbered steps that are only ever added to (docs/JOURNAL.md). */
#include "sql.h"

/* Is this file ours to open: empty, or a journal of no newer program? ERR_REFUSED otherwise. Only
 * reads. */
MUST_CHECK bool schema_welcome(sqlite3 *db, struct err *err);

/* Brings the file to the newest step, each step in one transaction. */
MUST_CHECK bool schema_migrate(sqlite3 *db, struct err *err);

/* Is this a journal that this program can read as it stands? Writes nothing. ERR_MISSING for an
 * empty file, ERR_LATER for an older one (the screen migrates it), ERR_REFUSED as above. */
MUST_CHECK bool schema_check(sqlite3 *db, struct err *err);
