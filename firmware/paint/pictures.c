/* Drawings to coverage; see pictures.h. */
#include "pictures.h"
#include "embedded.h"
#include <SDL_image.h>
#include <stdlib.h>

extern const struct embedded paint_drawings[];

struct size_key {
    int picture, w, h;
    uint64_t logo; /* what its drawing comes to, or 0 */
};

struct drawn {
    struct lru_entry entry;
    struct size_key key;
    struct mask mask;
};

static void drawn_drop(struct lru_entry *entry)
{
    struct drawn *drawn = (struct drawn *)entry;
    free(drawn->mask.cover);
    free(drawn);
}

static bool drawn_same(const struct lru_entry *entry, const void *wanted)
{
    const struct size_key *a = &((const struct drawn *)entry)->key, *b = wanted;
    return a->picture == b->picture && a->w == b->w && a->h == b->h && a->logo == b->logo;
}

void pictures_init(struct pictures *pictures)
{
    *pictures = (struct pictures){ 0 };
    pictures->kept.limit = PICTURES_BYTES;
    pictures->kept.drop = drawn_drop;
    pictures->kept.same = drawn_same;
}

void pictures_finish(struct pictures *pictures)
{
    lru_empty(&pictures->kept);
}

/* A drawing's file has the picture's name. */
static const struct embedded *drawing_of(enum picture picture)
{
    const struct embedded *file = paint_drawings;
    while (file->name && strcmp(file->name, picture_name(picture)) != 0)
        file++;
    return file->name ? file : NULL;
}

static SDL_RWops *bytes_of(enum picture picture, const char *logo)
{
    const struct embedded *file = logo ? NULL : drawing_of(picture);
    if (logo)
        return SDL_RWFromConstMem(logo, (int)strlen(logo));
    return file ? SDL_RWFromConstMem(file->bytes, (int)file->size) : NULL;
}

/* A 32-bit surface of the drawing; NULL when it cannot be read. */
static SDL_Surface *rasterise(enum picture picture, const char *logo, int w, int h)
{
    SDL_RWops *bytes = bytes_of(picture, logo);
    SDL_Surface *surface = bytes ? IMG_LoadSizedSVG_RW(bytes, w, h) : NULL;
    if (bytes)
        SDL_RWclose(bytes);
    if (!surface)
        return NULL;
    SDL_Surface *argb = SDL_ConvertSurfaceFormat(surface, SDL_PIXELFORMAT_ARGB8888, 0);
    SDL_FreeSurface(surface);
    return argb;
}

static bool mask_from(const SDL_Surface *argb, struct mask *ret)
{
    uint8_t *cover = malloc((size_t)argb->w * (size_t)argb->h);
    if (!cover)
        return false;
    *ret = (struct mask){ argb->w, argb->h, cover };
    for (int y = 0; y < argb->h; y++) {
        const uint8_t *row = (const uint8_t *)argb->pixels + (ptrdiff_t)y * argb->pitch;
        for (int x = 0; x < argb->w; x++) {
            uint32_t pixel;
            memcpy(&pixel, row + (ptrdiff_t)x * 4, sizeof pixel);
            *cover++ = (uint8_t)(pixel >> 24);
        }
    }
    return true;
}

static struct drawn *draw(struct pictures *pictures, const struct size_key *key, const char *logo,
                          uint64_t hash)
{
    SDL_Surface *argb = rasterise((enum picture)key->picture, logo, key->w, key->h);
    struct drawn *drawn = argb ? calloc(1, sizeof *drawn) : NULL;
    if (drawn && mask_from(argb, &drawn->mask)) {
        drawn->key = *key;
        lru_add(&pictures->kept, &drawn->entry, hash,
                sizeof *drawn + (size_t)argb->w * (size_t)argb->h);
    } else {
        free(drawn);
        drawn = NULL;
    }
    SDL_FreeSurface(argb);
    return drawn;
}

const struct mask *pictures_get(struct pictures *pictures, enum picture picture, const char *logo,
                                int w, int h)
{
    if (w <= 0 || h <= 0)
        return NULL;
    struct size_key key = { (int)picture, w, h,
                            logo ? lru_hash(LRU_HASH_START, logo, strlen(logo)) : 0 };
    uint64_t hash = lru_hash(LRU_HASH_START, &key, sizeof key);
    struct drawn *drawn = (struct drawn *)lru_find(&pictures->kept, hash, &key);
    if (!drawn)
        drawn = draw(pictures, &key, logo, hash);
    return drawn ? &drawn->mask : NULL;
}
