#pragma once
/*
 * The fonts. A file is opened when its face is first needed, mapped rather than read, and is open
 * once for all sizes: what was shaped and drawn is kept elsewhere, so sizes change rarely, and each
 * font open costs its tables once more. Which face has a character is asked here too.
 */
#include "scene.h"
#include "script.h"
#include <SDL_ttf.h>

enum { WEIGHTS = 2 };

struct open_face {
    TTF_Font *font;
    uint16_t size_px;
    void *bytes; /* the file, mapped */
    size_t size;
    bool absent; /* the file is not there: never tried again */
};

struct faces {
    char folder[256];
    struct open_face open[FACES][WEIGHTS];
};

/* folder: NULL for the system's. */
MUST_CHECK bool faces_init(struct faces *faces, const char *folder, struct err *err);
void faces_finish(struct faces *faces);

/* Lets go of the files' pages in memory; they are read again as they are needed. */
void faces_rest(struct faces *faces);

/* At this size. NULL when the face cannot be opened. Borrowed until the next call. */
TTF_Font *faces_font(struct faces *faces, enum face face, enum weight weight, uint16_t size_px);
/* The face that draws this character best: the wanted one, or the first of the others that has it.
 */
enum face faces_for(struct faces *faces, uint32_t character, enum face wanted, enum weight weight);
/* Does any face have it? */
bool faces_have(struct faces *faces, uint32_t character, enum weight weight);
