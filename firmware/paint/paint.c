/* paint: see paint.h. */
#include "paint.h"
