/* The essentials of a kiosk's report: see kiosk_health.h. */
#include "kiosk_health.h"
#include <jansson.h>
#include <stdio.h>

static json_int_t number(const json_t *health, const char *name)
{
    return json_integer_value(json_object_get(health, name));
}

static json_int_t sum(const json_t *list)
{
    json_int_t all = 0;
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one) all += json_integer_value(one);
    return all;
}

/* "question 3" of the survey that it shows, counted from 1. */
static void print_left(const json_t *left)
{
    size_t i;
    json_t *one;
    if (sum(left) == 0)
        return;
    printf("    left early at question");
    json_array_foreach(left, i, one) if (json_integer_value(one) > 0)
        printf(" %zu: %" JSON_INTEGER_FORMAT, i + 1, json_integer_value(one));
    printf("\n");
}

static void print_visits(const json_t *health)
{
    printf("    since its report before: woken %" JSON_INTEGER_FORMAT
           ", started %" JSON_INTEGER_FORMAT ", completed %" JSON_INTEGER_FORMAT
           ", touches that met nothing %" JSON_INTEGER_FORMAT ", restarts %" JSON_INTEGER_FORMAT
           "\n",
           number(health, "woken"), number(health, "started"), number(health, "completed"),
           sum(json_object_get(health, "dead")), number(health, "restarts"));
}

static void print_machine(const json_t *health)
{
    printf("    waiting %" JSON_INTEGER_FORMAT, number(health, "pending"));
    if (number(health, "room_mib") > 0) /* else it does not know */
        printf(", room %" JSON_INTEGER_FORMAT " MiB", number(health, "room_mib"));
    if (number(health, "writes") > 0)
        printf(", answers durable in %" JSON_INTEGER_FORMAT " ms (half), %" JSON_INTEGER_FORMAT
               " ms (95 %%), %" JSON_INTEGER_FORMAT " ms (all)",
               number(health, "write_half_ms"), number(health, "write_most_ms"),
               number(health, "write_slowest_ms"));
    const char *version = json_string_value(json_object_get(health, "version"));
    printf(", program %s\n", version != NULL ? version : "?");
}

void kiosk_health_print(const char *health)
{
    json_t *all = json_loads(health, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(all)) {
        print_visits(all);
        print_left(json_object_get(all, "left"));
        print_machine(all);
    }
    json_decref(all);
}
