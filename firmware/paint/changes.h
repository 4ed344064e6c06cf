#pragma once
/* What differs between two scenes; see changes.c. */
#include "paint_int.h"

enum { CHANGES_MAX = 24 };

struct changes {
    struct rect rects[CHANGES_MAX + 1]; /* no two touch */
    int count;
};

/* last: NULL when nothing was drawn yet. */
void changes_find(const struct scene *last, const struct scene *scene, struct changes *changes);
