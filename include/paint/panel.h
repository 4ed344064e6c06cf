#pragma once
/*
 * Where the screen is shown and touched. One function sleeps: panel_wait, in poll() on the panel's
 * own descriptors and those of the caller; SDL is only drained. panel_window is SDL's own window
 * (desks, Xvfb); a board's panel comes behind the same door.
 */
#include "clock.h"
#include "paint.h"
#include "touch_map.h"

struct panel; /* opaque */

enum panel_event_kind {
    PANEL_NOTHING,
    PANEL_DOWN,
    PANEL_MOVE,
    PANEL_UP,
    PANEL_KEY,
    PANEL_TEXT,
    PANEL_EXPOSED,
    PANEL_RESIZED,
    PANEL_CLOSED,
    PANEL_LOST, /* the display server has died: nothing can be shown any more */
    PANEL_FD
};

struct panel_event {
    enum panel_event_kind kind;
    int x, y;           /* pixels of the scene */
    int finger;         /* 0 for the mouse; touch-made mouse events never come */
    int key;            /* PANEL_KEY: SDL keycode */
    uint32_t character; /* PANEL_TEXT */
    int fd;             /* PANEL_FD: which of the caller's is readable */
};

/* width and height 0: full screen. */
MUST_CHECK bool panel_open(int width, int height, struct panel **ret, struct err *err);
void panel_close(struct panel *panel); /* NULL is fine */
/* Of the picture, as it stands. */
struct panel_size panel_size(const struct panel *panel);
struct SDL_Surface *panel_surface(struct panel *panel);
/* How the picture stands on the panel, and where fingers really are, from now on. The picture's
 * size may be another one then, and nothing of it is shown yet. */
void panel_arrange(struct panel *panel, enum turn turn, const struct touch_map *touch);
/* Shows what was drawn inside the box. */
void panel_show(struct panel *panel, struct rect changed);
/* Sleeps until something happens or the monotonic clock reaches `until` (NEVER: for ever). fds:
 * further descriptors to watch (borrowed), -1 entries are passed over. */
struct panel_event panel_wait(struct panel *panel, msec until, const int *fds, int fd_count);
