#pragma once
/* How large each text of a screen is, over all its parts: whoever asks for larger text finds none
 * of it smaller than it was. NEEDS view. */
#include "view.h"

enum { SIZES_TEXTS_MAX = 400 };
struct sizes {
    struct {
        uint64_t digest;
        int px;
    } texts[SIZES_TEXTS_MAX];
    int count;
    int largest;
};

/* Adds what stands on one part, from this item on. */
void sizes_add(struct sizes *sizes, const struct scene *scene, int first);
/* Tells of each text of this part that was larger before. */
void sizes_compare(const struct sizes *before, const struct scene *scene, int first,
                   void (*fault)(void *context, const char *what, const struct scene_item *item),
                   void *context);
