/* Keeping the keyboard; see panel_focus.h. */
#include "panel_focus.h"
#include <SDL_syswm.h>
#include <stdbool.h>

enum { BETWEEN_MS = 500 };

void panel_focus_keep(struct panel_focus *focus, SDL_Window *window, msec now)
{
    *focus = (struct panel_focus){ .window = window, .next_at = now };
}

#ifdef SDL_VIDEO_DRIVER_X11

static bool window_on_x(const struct panel_focus *focus, SDL_SysWMinfo *ret)
{
    SDL_VERSION(&ret->version);
    return focus->window && SDL_GetWindowWMInfo(focus->window, ret) &&
           ret->subsystem == SDL_SYSWM_X11;
}

/* A grab lends the keys and gives them back by itself; what goes on inside our window, or under the
 * pointer, takes them from nobody. */
static bool is_loss(const XFocusChangeEvent *seen)
{
    bool lent = seen->mode == NotifyGrab || seen->mode == NotifyUngrab;
    bool ours = seen->detail == NotifyInferior || seen->detail == NotifyPointer;
    return seen->type == FocusOut && !lent && !ours;
}

void panel_focus_hear(struct panel_focus *focus, const SDL_Event *event, msec now)
{
    SDL_SysWMinfo info;
    const XEvent *seen = &event->syswm.msg->msg.x11.event;
    bool x11 = event->syswm.msg->subsystem == SDL_SYSWM_X11;
    if (!x11 || !window_on_x(focus, &info) || seen->xany.window != info.info.x11.window)
        return;
    if (is_loss(&seen->xfocus))
        focus->next_at = now > focus->not_before ? now : focus->not_before;
}

/* A window that cannot be seen must not ask: that is an error, which would end the program. */
static void take(const struct panel_focus *focus)
{
    SDL_SysWMinfo info;
    XWindowAttributes own;
    if (!window_on_x(focus, &info))
        return;
    Display *display = info.info.x11.display;
    if (!XGetWindowAttributes(display, info.info.x11.window, &own) || own.map_state != IsViewable)
        return;
    (void)XRaiseWindow(display, info.info.x11.window);
    (void)XSetInputFocus(display, info.info.x11.window, RevertToPointerRoot, CurrentTime);
    (void)XFlush(display);
}

#else

void panel_focus_hear(struct panel_focus *focus, const SDL_Event *event, msec now)
{
    (void)focus;
    (void)event;
    (void)now;
}

static void take(const struct panel_focus *focus)
{
    (void)focus;
}

#endif

msec panel_focus_follow(struct panel_focus *focus, msec now)
{
    if (!focus->window || focus->next_at == NEVER)
        return NEVER;
    if (now >= focus->next_at) {
        take(focus);
        focus->next_at = NEVER;
        focus->not_before = now + BETWEEN_MS;
    }
    return focus->next_at;
}
