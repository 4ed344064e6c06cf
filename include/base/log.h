#pragma once
/* One log line on stderr, "level room: sentence". Mains log; libraries return errors. No personal
 * data and no secret ever goes here. Thread-safe. */
#include "err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below this level are dropped. Starts at LOG_INFO. */
void log_set_level(enum log_level level);
void log_line(enum log_level level, const char *room, const char *fmt, ...) PRINTF(3, 4);
