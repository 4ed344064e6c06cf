/* wire: see seal.h. */
#include "seal.h"
