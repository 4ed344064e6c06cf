/* ingest: see ingest.h. */
#include "ingest.h"
