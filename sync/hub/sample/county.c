/* The places of a made-up county: see county.h. */
#include "county.h"
#include <stdio.h>

enum { WEEK = 7, FORTNIGHT = 14, QUIET_DAYS = 4, YEAR = 365 };

const struct area areas[AREAS] = {
    { "north", "North Northshire" },
    { "south", "South Northshire" },
    { "coast", "The coast" },
};

static const char *const names[] = {
    "Riverside",    "Harbour",  "Mill Lane",  "Eastgate",     "Park Street",
    "Station Road", "Hillside", "Old Bridge", "Market Place", "Northfield",
    "Abbey",        "Quayside", "Westbrook",  "Castle",       "Orchard",
    "Moorland",     "Priory",   "Kingsway",   "Ferry Road",   "Lakeside",
};
enum { NAMES = sizeof names / sizeof names[0] };

static const struct sort {
    const char *name, *id, *kind;
} sorts[] = {
    { "Surgery", "surgery", "gp" },
    { "Jobcentre", "jobcentre", "jobcentre" },
    { "Clinic", "clinic", "gp" },
    { "Health Centre", "centre", "gp" },
};
enum { SORTS = sizeof sorts / sizeof sorts[0] };

/* Those with stories are what their stories need. */
static const uint8_t first_sorts[] = { 0, 1, 2, 1, 0, 3 };

static const struct sort *sort_of(uint32_t number)
{
    bool first = number < sizeof first_sorts;
    return &sorts[first ? first_sorts[number] : (number + number / NAMES) % SORTS];
}

/* "Mill Lane" and "clinic" to "mill-lane-clinic"; the twenty-first and later get a number. */
static void put_names(uint32_t number, struct venue *venue)
{
    const struct sort *sort = sort_of(number);
    const char *name = names[number % NAMES];
    uint32_t round = number / NAMES;
    int at = snprintf(venue->id, sizeof venue->id, "%s-%s", name, sort->id);
    if (round > 0) {
        (void)snprintf(venue->id + at, sizeof venue->id - (size_t)at, "-%u", round + 1);
        (void)snprintf(venue->name, sizeof venue->name, "%s %s %u", name, sort->name, round + 1);
    } else {
        (void)snprintf(venue->name, sizeof venue->name, "%s %s", name, sort->name);
    }
    for (char *c = venue->id; *c != '\0'; c++) {
        if (*c == ' ')
            *c = '-';
        else if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + ('a' - 'A'));
    }
    (void)snprintf(venue->kind, sizeof venue->kind, "%s", sort->kind);
    (void)snprintf(venue->time_zone, sizeof venue->time_zone, "Europe/London");
}

struct place place_make(uint32_t number, struct dice *dice)
{
    struct place place = { .area = areas[dice_roll(dice, AREAS)].id,
                           .story = number < STORY_PLAIN ? (enum story)number : STORY_PLAIN,
                           .level = 0.72 + 0.18 * (double)dice_roll(dice, 1000) / 1000,
                           .a_day = 14 + dice_roll(dice, 26),
                           .foreign = 0.5 + (double)dice_roll(dice, 1500) / 1000 };
    put_names(number, &place.venue);
    if (place.story == STORY_FEW)
        place.a_day = 1.4;
    if (place.story == STORY_DECLINE)
        place.level = 0.74;
    return place;
}

/* People are a little less content in the dark months: a triangle from midsummer to midwinter. */
static double season(int32_t date)
{
    int in_year = date % YEAR;
    int from_winter = in_year < YEAR / 2 ? in_year : YEAR - in_year;
    return 0.03 * ((double)from_winter / ((double)YEAR / 2) - 0.5);
}

double place_mood(const struct place *place, uint32_t day, uint32_t days, int32_t date)
{
    double along = days > 1 ? (double)day / (double)(days - 1) : 1;
    double mood = place->level + season(date);
    if (place->story == STORY_CHANGE)
        mood += along < PLACE_CHANGED_AT ? -0.05 : 0.06;
    if (place->story == STORY_DECLINE)
        mood -= 0.16 * along;
    return mood < 0.05 ? 0.05 : mood > 0.97 ? 0.97 : mood;
}

/* 0: Sunday. 1970-01-01 was a Thursday. */
static int weekday(int32_t date)
{
    return (date + 4) % WEEK;
}

static bool is_open(const struct place *place, int32_t date, uint32_t day, uint32_t days)
{
    if (place->story == STORY_SILENT && day + QUIET_DAYS >= days)
        return false;
    if (place->story == STORY_FEW && weekday(date) != 2 && weekday(date) != 4)
        return false;
    return weekday(date) != 0;
}

uint32_t place_people(const struct place *place, int32_t date, uint32_t day, uint32_t days,
                      struct dice *dice)
{
    static const double busy[WEEK] = { 0, 1.3, 1.1, 1, 1, 0.9, 0.35 };
    if (!is_open(place, date, day, days))
        return 0;
    return dice_about(dice, place->a_day * busy[weekday(date)]);
}
