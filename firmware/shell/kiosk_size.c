/* Sizes of screens as people write them. */
#include "kiosk_run.h"
#include "panel_name.h"
#include <stdlib.h>

enum { PPI_OF_OTHERS = 149, MM_MIN = 40, MM_MAX = 4000 };

/* The pitch of the panels that are sold in this size, as view takes it for one of unknown pitch. */
static int usual_ppi(int width, int height)
{
    static const struct {
        int width, height, ppi;
    } panels[] = { { 800, 480, 133 }, { 1080, 1920, 102 } };
    for (size_t i = 0; i < sizeof panels / sizeof panels[0]; i++)
        if (panels[i].width == width && panels[i].height == height)
            return panels[i].ppi;
    return PPI_OF_OTHERS;
}

bool size_from_text(const char *text, struct panel_size *ret, struct err *err)
{
    struct panel_name name;
    if (!panel_name_read(text, &name))
        return err_set(
            err, ERR_USAGE,
            "%s is no size: write WIDTHxHEIGHT in pixels (%d to %d), or WIDTHxHEIGHT@PPI", text,
            PANEL_SIDE_MIN, PANEL_SIDE_MAX);
    int ppi = name.ppi ? name.ppi : usual_ppi(name.width, name.height);
    *ret = (struct panel_size){ .width = name.width, .height = name.height, .ppi = ppi };
    return true;
}

bool millimetres_from_text(const char *text, int *ret, struct err *err)
{
    char *end;
    long mm = strtol(text, &end, 10);
    if (end == text || *end != '\0' || mm < MM_MIN || mm > MM_MAX)
        return err_set(err, ERR_USAGE,
                       "%s is no length: write how many millimetres the longer side of the picture "
                       "is, %d to %d",
                       text, MM_MIN, MM_MAX);
    *ret = (int)mm;
    return true;
}
