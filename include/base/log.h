#pragma once
/*
 * One log line on stderr, "level room: sentence". Mains log; libraries return errors. No personal
 * data and no secret ever goes here. Thread-safe.
 *
 * Where stderr is systemd's journal the line begins with its priority, which the journal takes off.
 * With YOUSAID_LOG=json in the environment it is one JSON object: time, level, room, text.
 */
#include "err.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

void log_line(enum log_level level, const char *room, const char *fmt, ...) PRINTF(3, 4);
