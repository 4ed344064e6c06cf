/* Sizes of screens as people write them. */
#include "kiosk_run.h"
#include <stdlib.h>

enum {
    SIDE_MIN = 320,
    SIDE_MAX = 4096,
    PPI_OF_OTHERS = 149,
    PPI_MIN = 50,
    PPI_MAX = 600,
    MM_MIN = 40,
    MM_MAX = 4000
};

static bool take(const char **text, long min, long max, char end, long *ret)
{
    char *after;
    *ret = strtol(*text, &after, 10);
    bool taken = after != *text && *ret >= min && *ret <= max && *after == end;
    *text = end ? after + 1 : after;
    return taken;
}

/* The pitch of the panels that are sold in this size, as view takes it for one of unknown pitch. */
static long usual_ppi(long width, long height)
{
    static const struct {
        long width, height, ppi;
    } panels[] = { { 800, 480, 133 }, { 1080, 1920, 102 } };
    for (size_t i = 0; i < sizeof panels / sizeof panels[0]; i++)
        if (panels[i].width == width && panels[i].height == height)
            return panels[i].ppi;
    return PPI_OF_OTHERS;
}

bool size_from_text(const char *text, struct panel_size *ret, struct err *err)
{
    const char *at = text;
    long width, height, ppi = 0;
    bool taken = take(&at, SIDE_MIN, SIDE_MAX, 'x', &width);
    const char *rest = at;
    if (taken && !take(&rest, SIDE_MIN, SIDE_MAX, '\0', &height))
        taken =
            take(&at, SIDE_MIN, SIDE_MAX, '@', &height) && take(&at, PPI_MIN, PPI_MAX, '\0', &ppi);
    if (!taken)
        return err_set(
            err, ERR_USAGE,
            "%s is no size: write WIDTHxHEIGHT in pixels (%d to %d), or WIDTHxHEIGHT@PPI", text,
            SIDE_MIN, SIDE_MAX);
    *ret = (struct panel_size){ .width = (int)width,
                                .height = (int)height,
                                .ppi = (double)(ppi ? ppi : usual_ppi(width, height)) };
    return true;
}

bool millimetres_from_text(const char *text, int *ret, struct err *err)
{
    const char *at = text;
    long mm;
    if (!take(&at, MM_MIN, MM_MAX, '\0', &mm))
        return err_set(err, ERR_USAGE,
                       "%s is no length: write how many millimetres the longer side of the picture "
                       "is, %d to %d",
                       text, MM_MIN, MM_MAX);
    *ret = (int)mm;
    return true;
}
