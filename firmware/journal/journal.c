/* journal: see journal.h. */
#include "journal.h"
