#pragma once
/* One log line on stderr, "level room: sentence". Mains log; libraries return errors. No personal
 * data and no secret ever goes here. Thread-safe. */
#include "err.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

void log_line(enum log_level level, const char *room, const char *fmt, ...) PRINTF(3, 4);
