/* Local days and hours: see local_time.h. Used by ingest to date responses and by reports. */
#include "local_time.h"
#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DAY_SECONDS = 86400 };

/* The C library has one zone a process: it is switched under a lock, and only when it differs. */
static pthread_mutex_t zone_lock = PTHREAD_MUTEX_INITIALIZER;
static char zone_now[64] = "?"; /* as it was asked for */

static void zone_switch(const char *zone)
{
    if (strcmp(zone_now, zone) == 0)
        return;
    (void)setenv("TZ", local_zone_known(zone) ? zone : "UTC", 1);
    tzset();
    (void)snprintf(zone_now, sizeof zone_now, "%s", zone);
}

/* Days since 1970-01-01 of a date in the Gregorian calendar; any C library's timegm does the same.
 */
static int32_t day_of(int year, int month, int mday)
{
    struct tm date = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = mday, .tm_hour = 12
    };
    return (int32_t)(timegm(&date) / DAY_SECONDS);
}

void local_clock(unix_seconds moment, const char *zone, int32_t *ret_day, uint16_t *ret_minute)
{
    struct tm local;
    time_t when = (time_t)moment;
    (void)pthread_mutex_lock(&zone_lock);
    zone_switch(zone);
    (void)localtime_r(&when, &local);
    (void)pthread_mutex_unlock(&zone_lock);
    *ret_day = day_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
    *ret_minute = (uint16_t)(local.tm_hour * 60 + local.tm_min);
}

void local_time(unix_seconds moment, const char *zone, int32_t *ret_day, uint8_t *ret_hour)
{
    uint16_t minute;
    local_clock(moment, zone, ret_day, &minute);
    *ret_hour = (uint8_t)(minute / 60);
}

bool local_zone_known(const char *zone)
{
    char path[128];
    size_t length = strlen(zone);
    if (length == 0 || length > 48 || strstr(zone, "..") != NULL || zone[0] == '/')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)zone[i]) && strchr("/_+-", zone[i]) == NULL)
            return false;
    if (strcmp(zone, "UTC") == 0)
        return true;
    (void)snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    return access(path, R_OK) == 0;
}

bool local_day_from_text(const char *text, int32_t *ret_day, struct err *err)
{
    int year;
    int month;
    int mday;
    char end;
    char back[11];
    bool shaped =
        strlen(text) == 10 && sscanf(text, "%4d-%2d-%2d%c", &year, &month, &mday, &end) == 3;
    if (shaped && year >= 1970 && month >= 1 && month <= 12 && mday >= 1 && mday <= 31) {
        int32_t day = day_of(year, month, mday);
        local_day_text(day, back);
        if (strcmp(back, text) == 0) {
            *ret_day = day;
            return true;
        }
    }
    return err_set(err, ERR_USAGE, "\"%.20s\" is not a date such as 2026-11-23", text);
}

static struct tm date_of(int32_t day)
{
    struct tm date;
    time_t noon = (time_t)day * DAY_SECONDS + DAY_SECONDS / 2;
    (void)gmtime_r(&noon, &date);
    return date;
}

void local_day_text(int32_t day, char ret[11])
{
    struct tm date = date_of(day);
    (void)strftime(ret, 11, "%Y-%m-%d", &date);
}

int32_t local_month_start(int32_t day)
{
    return day - (date_of(day).tm_mday - 1);
}
