/* view: see view.h. */
#include "view.h"
