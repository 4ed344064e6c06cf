/* Comparing sizes; see layout_sizes.h. */
#include "layout_sizes.h"
#include <stdio.h>

static uint64_t digest_of(const char *text)
{
    uint64_t digest = UINT64_C(14695981039346656037);
    for (; *text != '\0'; text++)
        digest = (digest ^ (uint8_t)*text) * UINT64_C(1099511628211);
    return digest;
}

static int size_of(const struct sizes *sizes, uint64_t digest)
{
    for (int i = 0; i < sizes->count; i++)
        if (sizes->texts[i].digest == digest)
            return sizes->texts[i].px;
    return 0;
}

static void add(struct sizes *sizes, uint64_t digest, int px)
{
    sizes->largest = px > sizes->largest ? px : sizes->largest;
    for (int i = 0; i < sizes->count; i++)
        if (sizes->texts[i].digest == digest) {
            sizes->texts[i].px = px > sizes->texts[i].px ? px : sizes->texts[i].px;
            return;
        }
    must(sizes->count < SIZES_TEXTS_MAX, "a screen has few texts");
    sizes->texts[sizes->count].digest = digest;
    sizes->texts[sizes->count++].px = px;
}

/* What people write is as large as its box is wide. */
static bool is_ours(const struct scene_item *item)
{
    return item->kind == SCENE_LABEL && item->caret < 0;
}

void sizes_add(struct sizes *sizes, const struct scene *scene, int first)
{
    for (int i = first; i < scene->item_count; i++)
        if (is_ours(&scene->items[i]))
            add(sizes, digest_of(scene->items[i].text), scene->items[i].size_px);
}

void sizes_compare(const struct sizes *before, const struct scene *scene, int first,
                   void (*fault)(void *context, const char *what, const struct scene_item *item),
                   void *context)
{
    for (int i = first; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        char what[80];
        int usual = is_ours(item) ? size_of(before, digest_of(item->text)) : 0;
        bool reminds = item->again && scene->height > scene->width; /* else it had no room there */
        if (usual <= item->size_px || reminds)
            continue;
        (void)snprintf(what, sizeof what, "is smaller with larger text: %d, not %d px",
                       item->size_px, usual);
        fault(context, what, item);
    }
}
