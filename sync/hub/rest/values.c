/* JSON of small things: see rest_int.h. */
#include "clock.h"
#include "local_time.h"
#include "rest_int.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400 };

void value_said(json_t *json, const struct said *said)
{
    json_t *values = json_array();
    for (int i = 0; i < said->count; i++)
        (void)json_array_append_new(values, json_string(said_value(said, i)));
    if (said->code[0] != '\0')
        (void)json_object_set_new(json, "code", json_string(said->code));
    if (said->code[0] != '\0' && said->count > 0)
        (void)json_object_set(json, "values", values);
    json_decref(values);
}

json_t *value_as_kept(const json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    json_t *kept = text == NULL ? NULL : json_loads(text, 0, NULL);
    free(text);
    return kept;
}

json_t *value_time(int64_t at)
{
    char day[11];
    char text[32];
    if (at == 0)
        return json_null();
    int32_t days = (int32_t)(at / DAY_SECONDS);
    int seconds = (int)(at % DAY_SECONDS);
    local_day_text(days, day);
    (void)snprintf(text, sizeof text, "%sT%02d:%02d:%02dZ", day, seconds / 3600, seconds / 60 % 60,
                   seconds % 60);
    return json_string(text);
}

json_t *value_day(int32_t day)
{
    char text[11];
    local_day_text(day, text);
    return json_string(text);
}

json_t *value_month(int32_t day)
{
    char text[11];
    local_day_text(day, text);
    return json_stringn(text, 7);
}

json_t *value_key(uint64_t id)
{
    char text[17];
    (void)snprintf(text, sizeof text, "%016" PRIx64, id);
    return json_string(text);
}

json_t *value_text_or_null(const char *text)
{
    return *text == '\0' ? json_null() : json_string(text);
}

json_t *value_scope(const struct scope *scope)
{
    json_t *list = json_array();
    for (size_t i = 0; i < scope->count; i++)
        (void)json_array_append_new(list, json_string(scope->nodes[i]));
    return list;
}

bool value_key_read(const char *text, uint64_t *ret)
{
    char end;
    return strlen(text) == 16 && strspn(text, "0123456789abcdef") == 16 &&
           sscanf(text, "%16" SCNx64 "%c", ret, &end) == 1;
}

bool value_month_read(const char *text, int32_t *ret_day, struct err *err)
{
    char day[16];
    (void)snprintf(day, sizeof day, "%.12s-01", text);
    if (strlen(text) == 7 && local_day_from_text(day, ret_day, NULL))
        return true;
    return err_set(err, ERR_USAGE, "\"%.12s\" is no month such as 2026-11.", text);
}

void value_new_key(char ret[PEOPLE_ID_SIZE])
{
    uint8_t bytes[8];
    seal_random(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        (void)snprintf(ret + 2 * i, 3, "%02x", bytes[i]);
}
