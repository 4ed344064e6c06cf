#pragma once
/*
 * Scene to pixels: SDL's software surface, fonts by script with fall-back, FriBidi for mixed lines.
 * Owns every font and texture; one thread. Text is measured by the same code that draws it.
 */
#include "text_measure.h"
#include "view.h"

struct paint; /* opaque */
struct SDL_Surface;

/* Opens what is needed to draw without a display. fonts: folder, NULL for the system's. */
MUST_CHECK bool paint_open(const char *fonts, struct paint **ret, struct err *err);
void paint_close(struct paint *paint); /* NULL is fine */
struct text_measure paint_measure(struct paint *paint);

/* Draws a scene on a 32-bit surface of its size. A label's lines begin at the top of its rectangle,
 * each line_px high with the optical middle of its writing in the middle; they wrap at the
 * rectangle's width. A veil lets the screen under it show through. */
void paint_scene(struct paint *paint, const struct scene *scene, struct SDL_Surface *onto);

/* Draws only what differs from the scene drawn last on this surface; returns the bounding box
 * changed. */
struct rect paint_changes(struct paint *paint, const struct scene *last, const struct scene *scene,
                          struct SDL_Surface *onto);

/* For a moment in which nobody touches: lets go of the pages of font files, which the system reads
 * again when something is shaped that is not kept. Takes some microseconds. */
void paint_rest(struct paint *paint);

/* Draws a scene and writes it as PNG. */
MUST_CHECK bool paint_png(struct paint *paint, const struct scene *scene, const char *path,
                          struct err *err);
