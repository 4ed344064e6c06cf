#pragma once
/* What paint holds open; shared by the files of this room that draw. */
#include "layout.h"
#include "paint.h"
#include "pictures.h"

struct paint {
    struct faces faces;
    struct runs runs;
    struct layouts layouts;
    struct pictures pictures;
};

/* Draws what of the scene lies in the canvas's clip. */
void draw_scene(struct paint *paint, const struct scene *scene, const struct canvas *canvas);
/* How far below the middle of a line its base line stands. */
int draw_base(const struct writing *writing, int size_px);
/* All that the item may put ink on. */
struct rect draw_reach(const struct scene_item *item);
