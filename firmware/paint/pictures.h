#pragma once
/*
 * The pictures of the screens: drawings in assets/faces, built into the program, drawn at the size
 * in which they are needed and kept as coverage (bounded), so that each takes whatever ink it is
 * given.
 */
#include "ink.h"
#include "lru.h"

enum { PICTURES_BYTES = 1024 * 1024 };

struct pictures {
    struct lru kept;
};

void pictures_init(struct pictures *pictures);
void pictures_finish(struct pictures *pictures);
/* As large as fits in w by h; a logo is not ours, and brings its drawing. Valid until the next
 * call; NULL when it cannot be drawn. */
const struct mask *pictures_get(struct pictures *pictures, enum picture picture, const char *logo,
                                int w, int h);
