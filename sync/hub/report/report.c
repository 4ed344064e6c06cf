/* report: see report.h. */
#include "report.h"
