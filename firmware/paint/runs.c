/* Shaping runs with SDL_ttf and keeping what came out; see runs.h. */
#include "runs.h"
#include <stdlib.h>
#include <string.h>

static void run_drop(struct lru_entry *entry)
{
    struct run *run = (struct run *)entry;
    free(run->mask.cover);
    free(run);
}

static bool run_same(const struct lru_entry *entry, const void *wanted)
{
    const struct run_key *a = &((const struct run *)entry)->key, *b = wanted;
    return a->size == b->size && a->size_px == b->size_px && a->face == b->face &&
           a->weight == b->weight && a->script == b->script &&
           a->right_to_left == b->right_to_left && memcmp(a->text, b->text, b->size) == 0;
}

static uint64_t run_hash(const struct run_key *key)
{
    uint16_t rest[] = { key->size_px, key->face, key->weight, key->script, key->right_to_left };
    return lru_hash(lru_hash(LRU_HASH_START, key->text, key->size), rest, sizeof rest);
}

void runs_init(struct runs *runs, struct faces *faces)
{
    *runs = (struct runs){ .faces = faces };
    runs->kept.limit = RUNS_BYTES;
    runs->kept.drop = run_drop;
    runs->kept.same = run_same;
}

void runs_finish(struct runs *runs)
{
    lru_empty(&runs->kept);
}

/* The font, told how to shape: nothing that it is told is left over from the run before. */
static TTF_Font *font_for(struct runs *runs, const struct run_key *key)
{
    TTF_Font *font = faces_font(runs->faces, key->face, key->weight, key->size_px);
    if (font) {
        (void)TTF_SetFontScriptName(font, script_tag(key->script));
        (void)TTF_SetFontDirection(font,
                                   key->right_to_left ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
        runs->shaped++;
    }
    return font;
}

static struct run *run_new(struct runs *runs, const struct run_key *key)
{
    struct run *run = calloc(1, sizeof *run + key->size + 1u);
    if (!run)
        return NULL;
    memcpy(run->text, key->text, key->size);
    run->key = *key;
    run->key.text = run->text;
    TTF_Font *font = font_for(runs, key);
    if (!font || TTF_SizeUTF8(font, run->text, &run->width, NULL) != 0) {
        free(run);
        return NULL;
    }
    lru_add(&runs->kept, &run->entry, run_hash(key), sizeof *run + key->size);
    return run;
}

static struct run *run_get(struct runs *runs, const struct run_key *key)
{
    struct run *run = (struct run *)lru_find(&runs->kept, run_hash(key), key);
    return run ? run : run_new(runs, key);
}

const struct run *runs_measure(struct runs *runs, const struct run_key *key)
{
    return run_get(runs, key);
}

static bool row_has_ink(const struct mask *mask, int row)
{
    for (int x = 0; x < mask->w; x++)
        if (mask->cover[(ptrdiff_t)row * mask->w + x])
            return true;
    return false;
}

/*
 * Where the base line is. A surface is as high as the font, and higher where marks stand out above
 * or below; above they push the base line down. The mark that stands out touches the edge on its
 * side.
 */
static int base_row(const struct mask *mask, int ascent, int height)
{
    int more = mask->h - height;
    if (more <= 0 || !row_has_ink(mask, 0))
        return ascent;
    return row_has_ink(mask, mask->h - 1) ? ascent + (more + 1) / 2 : ascent + more;
}

static bool take_cover(struct run *run, const SDL_Surface *surface)
{
    run->mask =
        (struct mask){ surface->w, surface->h, malloc((size_t)surface->w * (size_t)surface->h) };
    if (!run->mask.cover) {
        run->mask = (struct mask){ 0 };
        return false;
    }
    for (int y = 0; y < surface->h; y++) {
        const uint32_t *row =
            (const void *)((const uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch);
        for (int x = 0; x < surface->w; x++)
            run->mask.cover[(ptrdiff_t)y * surface->w + x] =
                (uint8_t)((row[x] & surface->format->Amask) >> surface->format->Ashift);
    }
    return true;
}

static void find_ink(struct run *run)
{
    run->ink_end = run->mask.h;
    while (run->ink_top < run->ink_end && !row_has_ink(&run->mask, run->ink_top))
        run->ink_top++;
    while (run->ink_end > run->ink_top && !row_has_ink(&run->mask, run->ink_end - 1))
        run->ink_end--;
}

static void render(struct runs *runs, struct run *run)
{
    TTF_Font *font = font_for(runs, &run->key);
    run->drawn = true;
    SDL_Surface *surface =
        font ? TTF_RenderUTF8_Blended(font, run->text, (SDL_Color){ 255, 255, 255, 255 }) : NULL;
    if (!surface)
        return; /* spaces alone have no pixels */
    if (take_cover(run, surface)) {
        find_ink(run);
        run->base = base_row(&run->mask, TTF_FontAscent(font), TTF_FontHeight(font));
        lru_grow(&runs->kept, &run->entry, (size_t)run->mask.w * (size_t)run->mask.h);
    }
    SDL_FreeSurface(surface);
}

const struct run *runs_draw(struct runs *runs, const struct run_key *key)
{
    struct run *run = run_get(runs, key);
    if (run && !run->drawn)
        render(runs, run);
    return run;
}
