#pragma once
/*
 * A panel as people write it: WIDTHxHEIGHT in pixels, and its pitch behind an @ where they know it,
 * "1280x800@149". One reader for the kiosk's command line and for what a venue says of its own.
 */
#include <stdbool.h>

enum {
    PANEL_SIDE_MIN = 320,
    PANEL_SIDE_MAX = 4096,
    PANEL_PPI_MIN = 50,
    PANEL_PPI_MAX = 600,
    PANEL_NAME_MAX = 13 /* bytes of the longest */
};

struct panel_name {
    int width, height; /* pixels */
    int ppi;           /* 0: it is not said */
};

/* False when the text names no panel; ret is whatever then. */
bool panel_name_read(const char *text, struct panel_name *ret);
