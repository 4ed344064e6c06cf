#pragma once
/*
 * State to scene. One theme with one scale of type, space and colour; sizes derive from
 * millimetres.
 */
#include "kiosk.h"
#include "text_measure.h"

struct panel_size {
    int width, height; /* pixels */
    double ppi;        /* real pitch; 0 when nobody knows */
};

/* Draws the screen. Pure; no allocation. `now` is for countdowns. */
void view_draw(const struct kiosk *kiosk, struct panel_size panel,
               const struct text_measure *measure, msec now, struct scene *ret_scene);

/* The palette: 0xRRGGBB. */
uint32_t view_colour(enum colour colour, bool contrast);
