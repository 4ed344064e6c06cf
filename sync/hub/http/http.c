/* http: see http.h. */
#include "http.h"
