/*
 * A venue's colour in the place of the theme's accent. It is kept where it is dark enough, and is
 * else darkened until words in it can be read on every paper of the standard palette, and white
 * words on it. What is pressed is tinted with it as faintly as with our own. The palette with more
 * contrast has no room for anybody's colour.
 */
#include "view_int.h"
#include <math.h>

static double linear(uint32_t channel)
{
    double part = channel / 255.0;
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

/* Relative luminance of 0xRRGGBB, as WCAG 2 has it. */
static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
           0.0722 * linear(rgb & 255);
}

/* So many of 256 parts of one colour in another one. */
static uint32_t mixed(uint32_t rgb, uint32_t other, uint32_t parts)
{
    uint32_t result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        uint32_t a = rgb >> shift & 255, b = other >> shift & 255;
        result = result << 8 | (a * parts + b * (256 - parts)) / 256;
    }
    return result;
}

uint32_t view_accent(uint32_t colour)
{
    enum { BLACK = 0x000000, WHOLE = 256, STEP = 4 };
    static const double wanted = 7.0;
    double darkest = luminance(view_colour(COLOUR_SOFT, false));
    uint32_t parts = WHOLE, accent = colour;
    while (parts > STEP && (darkest + 0.05) / (luminance(accent) + 0.05) < wanted) {
        parts -= STEP;
        accent = mixed(colour, BLACK, parts);
    }
    return accent;
}

uint32_t view_colour_in(const struct scene *scene, enum colour colour)
{
    enum { WHITE = 0xFFFFFF, TINT_PARTS = 26 };
    if (scene->accent == 0 || scene->contrast)
        return view_colour(colour, scene->contrast);
    if (colour == COLOUR_ACCENT)
        return scene->accent;
    if (colour == COLOUR_TINT)
        return mixed(scene->accent, WHITE, TINT_PARTS);
    return view_colour(colour, false);
}
