#pragma once
/*
 * State to scene. One theme with one scale of type, space and colour; sizes derive from
 * millimetres.
 */
#include "kiosk.h"
#include "text_measure.h"

struct panel_size {
    int width, height; /* pixels */
    double ppi;        /* real pitch; 0 when nobody knows */
    int distance_mm;   /* from the eye, as stated for larger text; 0: 500 */
};

/* Draws the screen. Pure; no allocation. `now` is for countdowns. */
void view_draw(const struct kiosk *kiosk, struct panel_size panel,
               const struct text_measure *measure, msec now, struct scene *ret_scene);

/* The smallest em, in pixels, that any text of this screen should have: 0.7 degrees at the stated
 * distance where larger text is on; 0 where the screen has the usual sizes. */
int view_least_text(const struct kiosk *kiosk, struct panel_size panel);

/* What the kiosk wants to be heard now, sentence by sentence. What is filled in is kept in `pool`.
 */
enum { SPOKEN_MAX = 160, SPOKEN_POOL = 1024 };
struct spoken {
    struct {
        const char *text;
        const char *language;
    } sentences[SPOKEN_MAX];
    int count;
    char pool[SPOKEN_POOL];
    size_t pool_used;
};
void view_spoken(const struct kiosk *kiosk, const struct scene *scene, msec now,
                 struct spoken *ret);
/* Every sentence that the interface of a language can say whatever the survey: its words as they
 * are, its keys, and its numbers as far as they are said. Each goes to `take`. */
void view_interface_spoken(const struct wording *wording,
                           void (*take)(void *context, const char *text, const char *language),
                           void *context);

/* The palette: 0xRRGGBB. And as it is in this scene, with the venue's accent. */
uint32_t view_colour(enum colour colour, bool contrast);
uint32_t view_colour_in(const struct scene *scene, enum colour colour);
/* A venue's colour, as dark as words and their paper ask for: 7 to 1 either way. */
uint32_t view_accent(uint32_t colour);
