/* Opening fonts on demand, and falling back between them; see faces.h. */
#include "faces.h"
#include "err.h"
#include <stdio.h>

#define SYSTEM_FOLDER "/usr/share/fonts/truetype/noto"

static const char *const files[FACES][2] = {
    [FACE_SANS] = { "NotoSans-Regular.ttf", "NotoSans-Bold.ttf" },
    [FACE_NASTALIQ] = { "NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu-Bold.ttf" },
    [FACE_NASKH] = { "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf" },
    [FACE_DEVANAGARI] = { "NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf" },
    [FACE_BENGALI] = { "NotoSansBengali-Regular.ttf", "NotoSansBengali-Bold.ttf" },
    [FACE_GURMUKHI] = { "NotoSansGurmukhi-Regular.ttf", "NotoSansGurmukhi-Bold.ttf" },
    [FACE_TAMIL] = { "NotoSansTamil-Regular.ttf", "NotoSansTamil-Bold.ttf" },
    [FACE_SYMBOLS] = { "NotoSansSymbols-Regular.ttf", "NotoSansSymbols-Bold.ttf" },
    [FACE_SYMBOLS_2] = { "NotoSansSymbols2-Regular.ttf", "NotoSansSymbols2-Regular.ttf" },
};

bool faces_init(struct faces *faces, const char *folder, struct err *err)
{
    *faces = (struct faces){ 0 };
    int length =
        snprintf(faces->folder, sizeof faces->folder, "%s", folder ? folder : SYSTEM_FOLDER);
    if (length < 0 || (size_t)length >= sizeof faces->folder)
        return err_set(err, ERR_USAGE, "the name of the font folder is too long");
    if (TTF_Init() != 0)
        return err_set(err, ERR_LATER, "cannot start the font library: %s", TTF_GetError());
    if (!faces_font(faces, FACE_SANS, WEIGHT_REGULAR, 26))
        return err_set(err, ERR_MISSING, "no %s in %s: install Debian's fonts-noto-core",
                       files[FACE_SANS][0], faces->folder);
    return true;
}

void faces_finish(struct faces *faces)
{
    for (int i = 0; i < FACES_OPEN; i++)
        if (faces->open[i].font)
            TTF_CloseFont(faces->open[i].font);
    if (TTF_WasInit())
        TTF_Quit();
    *faces = (struct faces){ 0 };
}

static TTF_Font *open_font(struct faces *faces, enum face face, enum weight weight,
                           uint16_t size_px)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", faces->folder, files[face][weight]);
    TTF_Font *font = TTF_OpenFont(path, size_px);
    if (font)
        TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
    return font;
}

static struct open_face *find(struct faces *faces, enum face face, enum weight weight,
                              uint16_t size_px)
{
    for (int i = 0; i < FACES_OPEN; i++) {
        struct open_face *open = &faces->open[i];
        if (open->font && open->face == face && open->weight == weight && open->size_px == size_px)
            return open;
    }
    return NULL;
}

static struct open_face *free_place(struct faces *faces)
{
    struct open_face *oldest = &faces->open[0];
    for (int i = 1; i < FACES_OPEN; i++)
        if (faces->open[i].used < oldest->used)
            oldest = &faces->open[i];
    if (oldest->font)
        TTF_CloseFont(oldest->font);
    *oldest = (struct open_face){ 0 };
    return oldest;
}

TTF_Font *faces_font(struct faces *faces, enum face face, enum weight weight, uint16_t size_px)
{
    if (faces->absent[face][weight])
        return NULL;
    struct open_face *open = find(faces, face, weight, size_px);
    if (!open) {
        TTF_Font *font = open_font(faces, face, weight, size_px);
        faces->absent[face][weight] = font == NULL;
        if (!font)
            return NULL;
        open = free_place(faces);
        *open = (struct open_face){ font, face, weight, size_px, 0 };
    }
    open->used = ++faces->uses;
    return open->font;
}

static bool has(struct faces *faces, enum face face, enum weight weight, uint16_t size_px,
                uint32_t character)
{
    TTF_Font *font = faces_font(faces, face, weight, size_px);
    return font && TTF_GlyphIsProvided32(font, character);
}

enum face faces_for(struct faces *faces, uint32_t character, enum face wanted, enum weight weight,
                    uint16_t size_px)
{
    if (has(faces, wanted, weight, size_px, character))
        return wanted;
    for (int face = 0; face < FACES; face++)
        if ((enum face)face != wanted && has(faces, (enum face)face, weight, size_px, character))
            return (enum face)face;
    return wanted;
}
