/* Reading the name of a panel: see panel_name.h. */
#include "panel_name.h"
#include <string.h>

/* Digits alone, without a sign or a space, up to what ends them. */
static bool take(const char **text, int min, int max, int *ret)
{
    const char *at = *text;
    int value = 0;
    for (; *at >= '0' && *at <= '9' && value <= max; at++)
        value = value * 10 + *at - '0';
    bool taken = at != *text && **text != '0' && value >= min && value <= max;
    *text = at;
    *ret = value;
    return taken;
}

static bool pass(const char **text, char sign)
{
    bool there = **text == sign;
    *text += there;
    return there;
}

bool panel_name_read(const char *text, struct panel_name *ret)
{
    *ret = (struct panel_name){ 0, 0, 0 };
    if (strlen(text) > PANEL_NAME_MAX ||
        !take(&text, PANEL_SIDE_MIN, PANEL_SIDE_MAX, &ret->width) || !pass(&text, 'x') ||
        !take(&text, PANEL_SIDE_MIN, PANEL_SIDE_MAX, &ret->height))
        return false;
    if (*text == '\0')
        return true;
    return pass(&text, '@') && take(&text, PANEL_PPI_MIN, PANEL_PPI_MAX, &ret->ppi) &&
           *text == '\0';
}
