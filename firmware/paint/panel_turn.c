/* Turning the picture, pixel by pixel: see panel_turn.h. */
#include "panel_turn.h"
#include <SDL.h>

struct rect turn_box(enum turn turn, int width, int height, struct rect box)
{
    switch (turn) {
    case TURN_RIGHT:
        return (struct rect){ width - box.y - box.h, box.x, box.h, box.w };
    case TURN_OVER:
        return (struct rect){ width - box.x - box.w, height - box.y - box.h, box.w, box.h };
    case TURN_LEFT:
        return (struct rect){ box.y, height - box.x - box.w, box.h, box.w };
    default:
        return box;
    }
}

/* How many pixels further on the panel the next one of the picture is: along its row, and below. */
struct steps {
    ptrdiff_t across, down, first;
};

static struct steps steps_of(enum turn turn, ptrdiff_t pitch, struct rect to)
{
    ptrdiff_t top_left = to.y * pitch + to.x;
    ptrdiff_t right = to.w - 1, bottom = (to.h - 1) * pitch;
    switch (turn) {
    case TURN_RIGHT:
        return (struct steps){ pitch, -1, top_left + right };
    case TURN_OVER:
        return (struct steps){ -1, -pitch, top_left + right + bottom };
    case TURN_LEFT:
        return (struct steps){ -pitch, 1, top_left + bottom };
    default:
        return (struct steps){ 1, pitch, top_left };
    }
}

struct rect turn_copy(enum turn turn, const struct SDL_Surface *picture, struct SDL_Surface *panel,
                      struct rect box)
{
    struct rect to = turn_box(turn, panel->w, panel->h, box);
    ptrdiff_t pitch = panel->pitch / (ptrdiff_t)sizeof(uint32_t);
    struct steps steps = steps_of(turn, pitch, to);
    uint32_t *pixels = panel->pixels;
    for (int y = 0; y < box.h; y++) {
        const uint8_t *row =
            (const uint8_t *)picture->pixels + (ptrdiff_t)(box.y + y) * picture->pitch;
        const uint32_t *from = (const uint32_t *)(const void *)row + box.x;
        ptrdiff_t at = steps.first + y * steps.down;
        for (int x = 0; x < box.w; x++, at += steps.across)
            pixels[at] = from[x];
    }
    return to;
}
