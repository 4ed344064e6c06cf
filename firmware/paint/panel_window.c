/*
 * A window of SDL's as the panel: desks, Xvfb, boards with an X server. SDL's own waiting wakes up
 * hundreds of times a second on some drivers, so SDL is only drained here and the one poll() of the
 * program watches the display's connection together with the caller's descriptors.
 */
#include "echo.h"
#include "panel.h"
#include "panel_focus.h"
#include "panel_turn.h"
#include "utf8.h"
#include <SDL.h>
#include <SDL_syswm.h>
#ifdef SDL_VIDEO_DRIVER_X11
#include <X11/Xatom.h>
#endif
#include <limits.h>
#include <poll.h>
#include <stdlib.h>

enum { CALLER_FDS_MAX = 14, UNKNOWN_PPI = 0 };

struct panel {
    SDL_Window *window;
    int display_fd; /* -1: the driver has none and gets no input */
    bool whole;     /* as large as the screen, whatever that becomes */
    bool lost;      /* there is no display server any more */
    struct echo echo;
    struct panel_focus focus;
    enum turn turn;
    struct touch_map touch;
    SDL_Surface *picture; /* that stands otherwise than the panel; NULL: there is none */
};

/* --- opening --- */

/* Each must be set before SDL starts: no GL stack for a surface, no events made of other events, no
 * signal handlers of its own. */
static void set_hints(void)
{
    static const char *const hints[][2] = {
        { SDL_HINT_FRAMEBUFFER_ACCELERATION, "0" },
        { SDL_HINT_TOUCH_MOUSE_EVENTS, "0" },
        { SDL_HINT_MOUSE_TOUCH_EVENTS, "0" },
        { SDL_HINT_NO_SIGNAL_HANDLERS, "1" },
        { SDL_HINT_VIDEO_X11_XRANDR, "0" },
        { SDL_HINT_IME_SHOW_UI, "0" },
        { SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1" }, /* the tap that brings the focus is a tap */
        { SDL_HINT_VIDEODRIVER, "x11" }, /* others complain on the way to being refused */
    };
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
        (void)SDL_SetHint(hints[i][0], hints[i][1]);
}

/* SDL looks for the desktop's message buses, and the library may even start one. A kiosk has no
 * business there. */
static void keep_off_buses(void)
{
    (void)setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1);
    (void)setenv("DBUS_SYSTEM_BUS_ADDRESS", "disabled:", 1);
}

/* SDL falls back by itself to drivers that show nothing; here they are taken only when asked for.
 */
static bool shows_nothing(const char *driver)
{
    return strcmp(driver, "dummy") == 0 || strcmp(driver, "offscreen") == 0;
}

/* The connection to the display server. Drivers without input have none; others are not known here
 * and refused, for waiting on them would mean to wake up all the time. */
static bool find_display_fd(struct panel *panel, struct err *err)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    panel->display_fd = -1;
    if (shows_nothing(driver))
        return getenv("SDL_VIDEODRIVER") != NULL || err_set(err, ERR_LATER, "there is no display");
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
#ifdef SDL_VIDEO_DRIVER_X11
    if (SDL_GetWindowWMInfo(panel->window, &info) && info.subsystem == SDL_SYSWM_X11) {
        panel->display_fd = ConnectionNumber(info.info.x11.display);
        return true;
    }
#endif
    return err_set(err, ERR_REFUSED, "the video driver %s is not supported; use x11", driver);
}

/* Does a window manager decide which window gets the whole screen? */
static bool is_managed(struct panel *panel)
{
    bool managed = false;
#ifdef SDL_VIDEO_DRIVER_X11
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(panel->window, &info) || info.subsystem != SDL_SYSWM_X11)
        return false;
    Display *display = info.info.x11.display;
    Atom property = XInternAtom(display, "_NET_SUPPORTING_WM_CHECK", False), type;
    unsigned long count = 0, left;
    unsigned char *value = NULL;
    int format;
    managed = XGetWindowProperty(display, DefaultRootWindow(display), property, 0, 1, False,
                                 XA_WINDOW, &type, &format, &count, &left, &value) == Success &&
              count == 1;
    if (value)
        (void)XFree(value);
#endif
    return managed;
}

/* A screen may be unplugged and another one come: the root window says how large it is then. */
static void watch_screen(struct panel *panel)
{
#ifdef SDL_VIDEO_DRIVER_X11
    SDL_SysWMinfo info;
    XWindowAttributes root;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(panel->window, &info) || info.subsystem != SDL_SYSWM_X11)
        return;
    Display *display = info.info.x11.display;
    if (XGetWindowAttributes(display, DefaultRootWindow(display), &root))
        (void)XSelectInput(display, DefaultRootWindow(display),
                           root.your_event_mask | StructureNotifyMask);
    (void)SDL_EventState(SDL_SYSWMEVENT, SDL_ENABLE);
#endif
    panel->whole = true;
}

/* The whole screen is a window as large as that. Asking for more than this SDL waits a tenth of a
 * second for a window manager's answer, so it is asked for only where there is one. */
static SDL_Rect window_place(int width, int height)
{
    SDL_Rect whole = { SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height };
    if (width == 0 || height == 0)
        (void)SDL_GetDisplayBounds(0, &whole);
    return whole;
}

static bool open_window(struct panel *panel, int width, int height, struct err *err)
{
    bool full = width == 0 || height == 0, managed = false;
    SDL_Rect place = window_place(width, height);
    panel->window = SDL_CreateWindow("Yousaid", place.x, place.y, place.w, place.h,
                                     full ? SDL_WINDOW_BORDERLESS : 0);
    if (panel->window && full)
        managed = is_managed(panel);
    if (managed)
        (void)SDL_SetWindowFullscreen(panel->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
    if (!panel->window || !SDL_GetWindowSurface(panel->window))
        return err_set(err, ERR_LATER, "cannot open a window: %s", SDL_GetError());
    if (full) {
        (void)SDL_ShowCursor(SDL_DISABLE);
        watch_screen(panel);
    }
    if (full && !managed)
        panel_focus_keep(&panel->focus, panel->window, clock_mono());
    return find_display_fd(panel, err);
}

bool panel_open(int width, int height, struct panel **ret, struct err *err)
{
    struct panel *panel = calloc(1, sizeof *panel);
    if (!panel)
        return err_set(err, ERR_LATER, "no memory for the window");
    panel->touch = touch_map_none;
    set_hints();
    keep_off_buses();
    SDL_LogSetAllPriority(SDL_LOG_PRIORITY_CRITICAL); /* what fails is said here, once */
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        free(panel);
        return err_set(err, ERR_LATER,
                       "cannot reach a display: %s; set DISPLAY, or use ./run demo --headless",
                       SDL_GetError());
    }
    if (!open_window(panel, width, height, err)) {
        panel_close(panel);
        return false;
    }
    *ret = panel;
    return true;
}

void panel_close(struct panel *panel)
{
    if (!panel)
        return;
    SDL_FreeSurface(panel->picture);
    if (panel->window && !panel->lost)
        SDL_DestroyWindow(panel->window);
    if (!panel->lost)
        SDL_Quit(); /* which would ask the server to take leave */
    free(panel);
}

/* As the panel is built. */
static struct panel_size window_size(const struct panel *panel)
{
    struct panel_size size = { .ppi = UNKNOWN_PPI };
    SDL_GetWindowSize(panel->window, &size.width, &size.height);
    return size;
}

struct panel_size panel_size(const struct panel *panel)
{
    struct panel_size size = window_size(panel);
    if (panel->turn == TURN_RIGHT || panel->turn == TURN_LEFT)
        return (struct panel_size){ .width = size.height, .height = size.width, .ppi = size.ppi };
    return size;
}

void panel_arrange(struct panel *panel, enum turn turn, const struct touch_map *touch)
{
    panel->turn = turn;
    panel->touch = *touch;
}

/* A surface for a picture that is turned on its way to the window; of another size, a new one. */
static SDL_Surface *turned_surface(struct panel *panel, const SDL_Surface *window)
{
    struct panel_size size = panel_size(panel);
    bool fits =
        panel->picture && panel->picture->w == size.width && panel->picture->h == size.height;
    if (fits)
        return panel->picture;
    SDL_FreeSurface(panel->picture);
    panel->picture =
        SDL_CreateRGBSurfaceWithFormat(0, size.width, size.height, 32, window->format->format);
    must(panel->picture != NULL, "there is memory for one picture");
    return panel->picture;
}

struct SDL_Surface *panel_surface(struct panel *panel)
{
    SDL_Surface *window = SDL_GetWindowSurface(panel->window);
    if (panel->turn == TURN_NONE || !window || window->format->BytesPerPixel != 4)
        return window;
    return turned_surface(panel, window);
}

void panel_show(struct panel *panel, struct rect changed)
{
    SDL_Surface *window = SDL_GetWindowSurface(panel->window);
    if (changed.w <= 0 || changed.h <= 0)
        return;
    if (panel->turn != TURN_NONE && window && panel->picture)
        changed = turn_copy(panel->turn, panel->picture, window, changed);
    SDL_Rect rect = { changed.x, changed.y, changed.w, changed.h };
    (void)SDL_UpdateWindowSurfaceRects(panel->window, &rect, 1);
}

/* --- events --- */

static struct panel_event nothing(void)
{
    return (struct panel_event){ .kind = PANEL_NOTHING };
}

/* From where the window says that a finger is to where it is on the picture. */
static void to_picture(const struct panel *panel, struct panel_event *event)
{
    struct panel_size window = window_size(panel), picture = panel_size(panel);
    if (panel->turn == TURN_NONE &&
        memcmp(&panel->touch, &touch_map_none, sizeof touch_map_none) == 0)
        return;
    struct touch_place place = { (int32_t)((int64_t)event->x * TOUCH_ONE / window.width),
                                 (int32_t)((int64_t)event->y * TOUCH_ONE / window.height) };
    place = touch_to_picture(panel->turn, touch_map_apply(&panel->touch, place));
    event->x = (int)((int64_t)place.x * picture.width / TOUCH_ONE);
    event->y = (int)((int64_t)place.y * picture.height / TOUCH_ONE);
}

static struct panel_event pointer(struct panel *panel, enum echo_source source, enum echo_step step,
                                  int finger, int x, int y)
{
    static const enum panel_event_kind kinds[] = {
        [ECHO_DOWN] = PANEL_DOWN, [ECHO_MOVE] = PANEL_MOVE, [ECHO_UP] = PANEL_UP
    };
    if (!echo_is_meant(&panel->echo, source, step, x, y, clock_mono()))
        return nothing();
    struct panel_event event = { .kind = kinds[step], .x = x, .y = y, .finger = finger };
    to_picture(panel, &event);
    return event;
}

static struct panel_event from_button(struct panel *panel, const SDL_Event *event)
{
    if (event->button.which == SDL_TOUCH_MOUSEID || event->button.button != SDL_BUTTON_LEFT)
        return nothing();
    return pointer(panel, ECHO_MOUSE, event->type == SDL_MOUSEBUTTONDOWN ? ECHO_DOWN : ECHO_UP, 0,
                   event->button.x, event->button.y);
}

static struct panel_event from_motion(struct panel *panel, const SDL_Event *event)
{
    if (event->motion.which == SDL_TOUCH_MOUSEID || !(event->motion.state & SDL_BUTTON_LMASK))
        return nothing();
    return pointer(panel, ECHO_MOUSE, ECHO_MOVE, 0, event->motion.x, event->motion.y);
}

static struct panel_event from_finger(struct panel *panel, const SDL_Event *event)
{
    if (event->tfinger.touchId == SDL_MOUSE_TOUCHID)
        return nothing();
    struct panel_size size = window_size(panel);
    enum echo_step step = event->type == SDL_FINGERDOWN ? ECHO_DOWN
                          : event->type == SDL_FINGERUP ? ECHO_UP
                                                        : ECHO_MOVE;
    int finger = (int)(event->tfinger.fingerId & 0xFFFFFF) + 1;
    return pointer(panel, ECHO_TOUCH, step, finger, (int)(event->tfinger.x * (float)size.width),
                   (int)(event->tfinger.y * (float)size.height));
}

static struct panel_event from_window(struct panel *panel, const SDL_Event *event)
{
    (void)panel;
    switch (event->window.event) {
    case SDL_WINDOWEVENT_EXPOSED:
        return (struct panel_event){ .kind = PANEL_EXPOSED };
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        return (struct panel_event){ .kind = PANEL_RESIZED };
    case SDL_WINDOWEVENT_CLOSE:
        return (struct panel_event){ .kind = PANEL_CLOSED };
    default:
        return nothing();
    }
}

/* What SDL does not look at: the root window has another size. And what it looks at too late: with
 * nothing to wake it, SDL would say only with the next event that the keys have gone. */
static struct panel_event from_system(struct panel *panel, const SDL_Event *event)
{
#ifdef SDL_VIDEO_DRIVER_X11
    const XEvent *seen = &event->syswm.msg->msg.x11.event;
    panel_focus_hear(&panel->focus, event, clock_mono());
    bool resized = panel->whole && event->syswm.msg->subsystem == SDL_SYSWM_X11 &&
                   seen->type == ConfigureNotify &&
                   seen->xconfigure.window == DefaultRootWindow(seen->xconfigure.display);
    struct panel_size size = window_size(panel);
    if (!resized)
        return nothing();
    /* Of the same size in pixels it may still be another panel, with another pitch. */
    if (seen->xconfigure.width != size.width || seen->xconfigure.height != size.height)
        SDL_SetWindowSize(panel->window, seen->xconfigure.width, seen->xconfigure.height);
    return (struct panel_event){ .kind = PANEL_RESIZED };
#else
    (void)panel;
    (void)event;
    return nothing();
#endif
}

static struct panel_event from_key(struct panel *panel, const SDL_Event *event)
{
    (void)panel;
    if (event->key.repeat != 0)
        return nothing(); /* a held key is one press */
    return (struct panel_event){ .kind = PANEL_KEY, .key = event->key.keysym.sym };
}

static struct panel_event from_text(struct panel *panel, const SDL_Event *event)
{
    (void)panel;
    size_t at = 0, size = strnlen(event->text.text, sizeof event->text.text);
    uint32_t character = size ? utf8_next(event->text.text, size, &at) : 0;
    return character ? (struct panel_event){ .kind = PANEL_TEXT, .character = character }
                     : nothing();
}

static struct panel_event from_quit(struct panel *panel, const SDL_Event *event)
{
    (void)panel;
    (void)event;
    return (struct panel_event){ .kind = PANEL_CLOSED };
}

static struct panel_event translate(struct panel *panel, const SDL_Event *event)
{
    static const struct {
        uint32_t type;
        struct panel_event (*from)(struct panel *, const SDL_Event *);
    } table[] = {
        { SDL_MOUSEBUTTONDOWN, from_button }, { SDL_MOUSEBUTTONUP, from_button },
        { SDL_MOUSEMOTION, from_motion },     { SDL_FINGERDOWN, from_finger },
        { SDL_FINGERUP, from_finger },        { SDL_FINGERMOTION, from_finger },
        { SDL_WINDOWEVENT, from_window },     { SDL_KEYDOWN, from_key },
        { SDL_TEXTINPUT, from_text },         { SDL_QUIT, from_quit },
        { SDL_SYSWMEVENT, from_system },
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].type == event->type)
            return table[i].from(panel, event);
    return nothing();
}

/* Drawing reads what the server has sent meanwhile, and the descriptor is silent about that then.
 * SDL_PollEvent() ends where its last look ended and may leave it lying there: so each time there
 * is a look of its own. */
static struct panel_event drain(struct panel *panel)
{
    SDL_Event event;
    SDL_PumpEvents();
    while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1) {
        struct panel_event meant = translate(panel, &event);
        if (meant.kind != PANEL_NOTHING)
            return meant;
    }
    return nothing();
}

/* --- the one sleep --- */

static int timeout_until(msec until)
{
    if (until == NEVER)
        return -1;
    msec now = clock_mono();
    if (until <= now)
        return 0;
    return until - now < INT_MAX ? (int)(until - now) : INT_MAX;
}

/* The sooner of the caller's time and of when the keys are to be asked for. */
static msec until_either(struct panel *panel, msec until)
{
    msec own = panel_focus_follow(&panel->focus, clock_mono());
    return own < until ? own : until;
}

struct panel_event panel_wait(struct panel *panel, msec until, const int *fds, int fd_count)
{
    struct pollfd watched[CALLER_FDS_MAX + 1];
    must(fd_count <= CALLER_FDS_MAX, "few descriptors are watched");
    for (;;) {
        struct panel_event event = drain(panel);
        if (event.kind != PANEL_NOTHING)
            return event;
        msec wake = until_either(panel, until);
        for (int i = 0; i < fd_count; i++)
            watched[i] = (struct pollfd){ fds[i], POLLIN, 0 };
        watched[fd_count] = (struct pollfd){ panel->display_fd, POLLIN, 0 };
        if (poll(watched, (nfds_t)fd_count + 1, timeout_until(wake)) <= 0)
            return nothing(); /* time is up, or a signal came */
        if (watched[fd_count].revents & (POLLHUP | POLLERR | POLLNVAL)) {
            panel->lost = true;
            return (struct panel_event){ .kind = PANEL_LOST };
        }
        for (int i = 0; i < fd_count; i++)
            if (watched[i].revents)
                return (struct panel_event){ .kind = PANEL_FD, .fd = fds[i] };
    }
}
