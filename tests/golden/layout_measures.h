#pragma once
/* What on a screen can be measured: millimetres, degrees, contrast. NEEDS view. */
#include "view.h"

struct measures {
    const struct scene *scene;
    const struct kiosk *kiosk;
    struct panel_size panel;
    int first; /* item: what lies under a sheet is measured on its own page */
    /* Is told what is wrong, and of which item or, when that is NULL, of what else. */
    void (*fault)(void *context, const char *what, const struct scene_item *item);
    void *context;
};

void measure_targets(const struct measures *measures);
/* No text is smaller than what the standard says of larger text, or than anybody can read. */
void measure_texts(const struct measures *measures);
/* Every text, picture and edge before what is behind it, in both palettes. */
void measure_colours(const struct measures *measures);
