/* model: see survey.h. */
#include "survey.h"
