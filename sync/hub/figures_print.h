#pragma once
/* A report as people read it at a terminal: its columns side by side. */
#include "err.h"
#include <stdio.h>

struct json_t;
/* The lines of the report's CSV as a table, and what the report notes beside them. */
MUST_CHECK bool figures_print(const struct json_t *report, FILE *out, struct err *err);
