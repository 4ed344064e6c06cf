/* What moves, and how far it is; see motion.h. */
#include "motion.h"

enum { WAY_PART = 50 }; /* of the screen's height */

/* The sheet's own box is the first thing on the veil; -1 when there is none. */
static int box_on_veil(const struct scene *scene)
{
    for (int i = scene->item_count - 2; i >= 0; i--)
        if (scene->items[i].kind == SCENE_BOX && scene->items[i].fill == COLOUR_VEIL)
            return i + 1;
    return -1;
}

static bool inside(struct rect at, struct rect box)
{
    return at.x >= box.x && at.y >= box.y && at.x + at.w <= box.x + box.w &&
           at.y + at.h <= box.y + box.h;
}

static void lower_sheet(struct scene *scene, int by)
{
    int first = box_on_veil(scene);
    struct rect box = first >= 0 ? scene->items[first].at : (struct rect){ 0 };
    for (int i = first; i >= 0 && i < scene->item_count; i++)
        if (inside(scene->items[i].at, box))
            scene->items[i].at.y += by;
}

/* How much of the way is left: quick at first, and gently to rest. */
static int way_left(int way, msec gone)
{
    int64_t left = MOTION_MS - (int64_t)gone, whole = MOTION_MS;
    return (int)(way * left * left / (whole * whole));
}

static bool may_move(const struct kiosk *kiosk)
{
    return kiosk->sheet != SHEET_NONE && kiosk->focus.walker == WALKER_NONE &&
           !program_venue(kiosk->program)->reduced_motion;
}

msec motion_follow(struct motion *motion, const struct kiosk *kiosk, msec now, struct scene *scene)
{
    if (kiosk->sheet != motion->sheet) {
        motion->sheet = kiosk->sheet;
        motion->since = now;
        motion->moves = true;
    }
    msec gone = now - motion->since;
    motion->moves = motion->moves && may_move(kiosk) && gone < MOTION_MS;
    if (!motion->moves)
        return NEVER;
    lower_sheet(scene, way_left(scene->height / WAY_PART, gone));
    return now + MOTION_FRAME_MS;
}
