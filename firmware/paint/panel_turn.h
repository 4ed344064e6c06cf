#pragma once
/* A picture that stands otherwise on its panel than the panel was built. */
#include "scene.h"
#include "touch_map.h"

struct SDL_Surface;

/* Copies the box of the picture to where it is on the panel; both are surfaces of 32 bits a pixel.
 * Returns the box there. */
struct rect turn_copy(enum turn turn, const struct SDL_Surface *picture, struct SDL_Surface *panel,
                      struct rect box);
/* Where the box of the picture is on a panel of this size. */
struct rect turn_box(enum turn turn, int width, int height, struct rect box);
