/* Shaping runs with SDL_ttf and keeping what came out; see runs.h. */
#include "runs.h"
#include <stdlib.h>
#include <string.h>

static void run_drop(struct lru_entry *entry)
{
    struct run *run = (struct run *)entry;
    packed_free(&run->mask);
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

/* --- coverage --- */

/* What a surface covers, a byte a pixel. */
struct cover {
    uint8_t *bytes;
    int w, h;
};

static void cover_row(const SDL_Surface *surface, int y, uint8_t *to)
{
    const uint32_t *row =
        (const void *)((const uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch);
    uint32_t mask = surface->format->Amask, shift = surface->format->Ashift;
    for (int x = 0; x < surface->w; x++)
        to[x] = (uint8_t)((row[x] & mask) >> shift);
}

static bool cover_of(const SDL_Surface *surface, struct cover *ret)
{
    *ret = (struct cover){ calloc((size_t)surface->w, (size_t)surface->h), surface->w, surface->h };
    for (int y = 0; ret->bytes && y < surface->h; y++)
        cover_row(surface, y, ret->bytes + (ptrdiff_t)y * ret->w);
    return ret->bytes != NULL;
}

enum { STRIDE = 8 }; /* bytes that are looked at together */

/* How many bytes from the start are empty; count when all are. */
static int empty_bytes(const uint8_t *bytes, int count)
{
    uint64_t together;
    int at = 0;
    for (; at + STRIDE <= count; at += STRIDE) {
        memcpy(&together, bytes + at, sizeof together);
        if (together != 0)
            break;
    }
    while (at < count && bytes[at] == 0)
        at++;
    return at;
}

static bool row_has_ink(const struct cover *cover, int y)
{
    return empty_bytes(cover->bytes + (ptrdiff_t)y * cover->w, cover->w) < cover->w;
}

/* Widens the ink from left to right by that of a row, of which only what lies outside is looked at.
 */
static void widen(const struct cover *cover, int y, int *left, int *right)
{
    const uint8_t *row = cover->bytes + (ptrdiff_t)y * cover->w;
    *left = empty_bytes(row, *left);
    for (int x = cover->w - 1; x >= *right; x--)
        if (row[x] != 0)
            *right = x + 1;
}

/* The smallest rectangle with all the ink; empty for spaces. */
static struct rect find_ink(const struct cover *cover)
{
    int top = 0, bottom = cover->h, left = cover->w, right = 0;
    while (bottom > 0 && !row_has_ink(cover, bottom - 1))
        bottom--;
    if (bottom == 0)
        return (struct rect){ 0 };
    while (!row_has_ink(cover, top))
        top++;
    for (int y = top; y < bottom; y++)
        widen(cover, y, &left, &right);
    return (struct rect){ left, top, right - left, bottom - top };
}

/*
 * Where the base line is. A surface is as high as the font, and higher where marks stand out above
 * or below; above they push the base line down. The mark that stands out touches the edge on its
 * side.
 */
static int base_row(const struct cover *cover, struct rect ink, int ascent, int height)
{
    int more = cover->h - height;
    if (more <= 0 || ink.y > 0)
        return ascent;
    return ink.y + ink.h == cover->h ? ascent + (more + 1) / 2 : ascent + more;
}

/* A font's line is far higher than most of its writing, and most of that is empty: only what has
 * ink is kept. */
static bool keep_ink(struct run *run, const struct cover *cover, struct rect ink)
{
    const uint8_t *first = cover->bytes + (ptrdiff_t)ink.y * cover->w + ink.x;
    return packed_new(&run->mask, first, cover->w, ink.w, ink.h);
}

static void take_cover(struct runs *runs, struct run *run, TTF_Font *font,
                       const struct cover *cover)
{
    struct rect ink = find_ink(cover);
    if (rect_empty(ink) || !keep_ink(run, cover, ink))
        return;
    run->left = ink.x;
    run->base = base_row(cover, ink, TTF_FontAscent(font), TTF_FontHeight(font)) - ink.y;
    lru_grow(&runs->kept, &run->entry, packed_bytes(&run->mask));
}

static void render(struct runs *runs, struct run *run)
{
    TTF_Font *font = font_for(runs, &run->key);
    struct cover cover = { NULL, 0, 0 };
    run->drawn = true;
    SDL_Surface *surface =
        font ? TTF_RenderUTF8_Blended(font, run->text, (SDL_Color){ 255, 255, 255, 255 }) : NULL;
    if (surface && cover_of(surface, &cover))
        take_cover(runs, run, font, &cover);
    free(cover.bytes);
    SDL_FreeSurface(surface);
}

const struct run *runs_draw(struct runs *runs, const struct run_key *key)
{
    struct run *run = run_get(runs, key);
    if (run && !run->drawn)
        render(runs, run);
    return run;
}
