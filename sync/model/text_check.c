/* What a text from outside must be: see text_check.h. */
#include "text_check.h"
#include "survey.h"
#include <ctype.h>
#include <stdio.h>

/* U+202A to U+202E turn the rest of a text round: e2 80 aa to e2 80 ae. */
static bool is_override(const unsigned char *at)
{
    return at[0] == 0xe2 && at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae;
}

static bool is_control(const unsigned char *at)
{
    bool c1 = at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0;
    return (at[0] < 0x20 && at[0] != '\n') || at[0] == 0x7f || c1;
}

int text_characters(const char *text)
{
    int count = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (is_control(at) || is_override(at))
            return -1;
        count += (*at & 0xc0) != 0x80;
    }
    return count;
}

bool text_is_tag(const char *tag)
{
    size_t part = 0, letters = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (letters < 2 || letters > 3 || (tag[letters] != '-' && tag[letters] != '\0') ||
        strlen(tag) > LANGUAGE_TAG_MAX)
        return false;
    for (const char *at = tag + letters; *at; at++) {
        part = *at == '-' ? 0 : part + 1;
        if ((*at != '-' && !isalnum((unsigned char)*at)) || part > 8 ||
            (*at == '-' && !isalnum((unsigned char)at[1])))
            return false;
    }
    return true;
}

static int days_of_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool text_is_date(const char *text)
{
    if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 || text[4] != '-' || text[7] != '-')
        return false;
    int year = 0, month = 0, day = 0, end = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || end != 10)
        return false;
    return year >= 2000 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_of_month(year, month);
}
