/* store: see store.h. */
#include "store.h"
