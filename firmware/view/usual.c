/*
 * How large each text is for whoever has not asked for larger ones: for those who have, none of
 * them may be smaller.
 */
#include "view_int.h"
#include <string.h>

static uint32_t digest_of(const char *text)
{
    uint32_t digest = UINT32_C(2166136261);
    for (; *text != '\0'; text++)
        digest = (digest ^ (uint8_t)*text) * UINT32_C(16777619);
    return digest;
}

/* What people write is as large as their box is wide. */
static bool is_ours(const struct scene_item *item)
{
    return item->kind == SCENE_LABEL && item->caret < 0;
}

void usual_take(struct usual *usual, const struct scene *scene, int first)
{
    usual->count = usual->largest = 0;
    for (int i = first; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (!is_ours(item))
            continue;
        usual->texts[usual->count].digest = digest_of(item->text);
        usual->texts[usual->count++].px = item->size_px;
        usual->largest = item->size_px > usual->largest ? item->size_px : usual->largest;
    }
}

int usual_px(const struct canvas *canvas, const char *text)
{
    const struct usual *usual = canvas->usual;
    uint32_t digest = digest_of(text);
    for (int i = 0; usual != NULL && i < usual->count; i++)
        if (usual->texts[i].digest == digest)
            return usual->texts[i].px;
    return 0;
}

int usual_title(const struct canvas *canvas)
{
    return canvas->usual != NULL ? canvas->usual->largest : 0;
}

bool usual_is_kept(const struct canvas *canvas)
{
    const struct scene *scene = canvas->scene;
    int largest = 0;
    for (int i = 0; canvas->usual != NULL && i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (is_ours(item) && item->size_px < usual_px(canvas, item->text))
            return false;
        if (is_ours(item) && item->size_px > largest)
            largest = item->size_px;
    }
    return largest >= usual_title(canvas);
}
