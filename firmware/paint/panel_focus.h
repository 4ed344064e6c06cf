#pragma once
/*
 * Whose keys they are. Where no window manager hands the keyboard round, another program on the
 * same X server may take it, and nobody gives it back: whoever works the kiosk by its keys could
 * not go on. So a kiosk's window asks for them when it opens, and again whenever they have gone, in
 * front of what took them; not more often than once a while, should the other want them back.
 */
#include "clock.h"
#include <SDL.h>

struct panel_focus {
    SDL_Window *window; /* NULL: a window manager's or a desk's, which is none of our business */
    msec next_at;       /* when to ask for the keys; NEVER: they are here */
    msec not_before;
};

/* From now on this window has the keys. */
void panel_focus_keep(struct panel_focus *focus, SDL_Window *window, msec now);
/* What the X server said. */
void panel_focus_hear(struct panel_focus *focus, const SDL_Event *event, msec now);
/* Asks when it is time to; returns when to come again, NEVER for not by itself. */
msec panel_focus_follow(struct panel_focus *focus, msec now);
