/* api: see api.h. */
#include "api.h"
