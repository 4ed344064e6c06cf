#pragma once
/*
 * The one thing that moves: a sheet comes up a little as it is laid over the page, so that it is
 * seen to lie on it and the page to be still there. It is over in MOTION_MS, moves nothing but the
 * sheet's picture (what can be touched is in its place from the first frame on), and is left out
 * where the venue wants less motion and while a ring is on the screen. What an answer does never
 * moves: it would tell the room, and it would take time.
 */
#include "kiosk.h"
#include "scene.h"

enum { MOTION_MS = 120, MOTION_FRAME_MS = 16 };

/* Zeroed: nothing moves. */
struct motion {
    enum sheet sheet; /* that was seen last */
    msec since;
    bool moves;
};

/* Displaces what moves on the scene as it is drawn now. Returns when to draw again; NEVER once all
 * is in its place. */
msec motion_follow(struct motion *motion, const struct kiosk *kiosk, msec now, struct scene *scene);
