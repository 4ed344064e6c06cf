#pragma once
/*
 * Local days and hours. A day in Yousaid is the venue's local day; the hub's rows show the hour.
 * Zones are IANA names read from the machine's zone files.
 */
#include "clock.h"
#include "err.h"

/* Local day (days since 1970-01-01) and hour (0 to 23) of a moment in a zone such as
 * "Europe/London". Thread-safe; nothing else in the program may use the C library's local time. */
void local_time(unix_seconds moment, const char *zone, int32_t *ret_day, uint8_t *ret_hour);
/* The same with the minute of the day (0 to 1439). */
void local_clock(unix_seconds moment, const char *zone, int32_t *ret_day, uint16_t *ret_minute);

/* Does the machine know this zone? Refuses paths and odd characters. */
MUST_CHECK bool local_zone_known(const char *zone);

/* "2026-11-23" to days since 1970-01-01 (years 1970 to 9999), and back. */
MUST_CHECK bool local_day_from_text(const char *text, int32_t *ret_day, struct err *err);
void local_day_text(int32_t day, char ret[11]);
/* The first day of the month that the day is in. */
int32_t local_month_start(int32_t day);
