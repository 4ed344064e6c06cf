#pragma once
/*
 * The fonts, opened when a face and size is first needed, at most FACES_OPEN at a time. Which face
 * has a character is asked here too.
 */
#include "scene.h"
#include "script.h"
#include <SDL_ttf.h>

enum { FACES_OPEN = 24 };

struct open_face {
    TTF_Font *font;
    enum face face;
    enum weight weight;
    uint16_t size_px;
    uint64_t used;
};

struct faces {
    char folder[256];
    struct open_face open[FACES_OPEN];
    uint64_t uses;
    bool absent[FACES][2]; /* the file is not there: never tried again */
};

/* folder: NULL for the system's. */
MUST_CHECK bool faces_init(struct faces *faces, const char *folder, struct err *err);
void faces_finish(struct faces *faces);

/* NULL when the face cannot be opened. Borrowed until the next call. */
TTF_Font *faces_font(struct faces *faces, enum face face, enum weight weight, uint16_t size_px);
/* The face that draws this character best: the wanted one, or the first of the others that has it.
 */
enum face faces_for(struct faces *faces, uint32_t character, enum face wanted, enum weight weight,
                    uint16_t size_px);
