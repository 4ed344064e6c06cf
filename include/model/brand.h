#pragma once
/*
 * Whose screens they are: a name, a colour and a logo that a venue's file may bring. None of them
 * can make anything hard to read: the colour is made dark enough (view), the logo is one drawing in
 * one ink. docs/VENUE.md explains the members.
 */
#include "local_text.h"

enum { BRAND_NAME_MAX = 60, LOGO_PATH_MAX = 8 * 1024, LOGO_SIDE_MAX = 4000 };

struct brand {
    struct local_texts name; /* none: the survey's owner stands in */
    bool has_colour;
    uint32_t colour; /* 0xRRGGBB, as it was asked for */
    /* An SVG file of ours round one path whose every character was judged; NULL: none. */
    const char *logo;
    uint16_t logo_width, logo_height; /* of its drawing; only their ratio matters */
};
