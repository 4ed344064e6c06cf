/*
 * The keys of a kiosk on a real X server without a window manager: another program takes them, is
 * gone again, takes them and leaves them to nobody. Each time whoever works the kiosk by its keypad
 * goes on. Skipped (77) where there is no Xvfb.
 *
 *   kiosk_focus PROGRAM SURVEY
 */
#include "x_kiosk.h"
#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <string.h>

enum { TRIES = 200, BETWEEN_MS = 50, BETWEEN_KEYS_MS = 300, WIDTH = 1280, HEIGHT = 800 };

/* --- the other program --- */

static Display *other;

/* All over the kiosk, with the keys; when it goes, they go where `revert` says. */
static Window take_keys(int revert)
{
    XSetWindowAttributes attributes = { .override_redirect = True };
    XEvent seen;
    Window window =
        XCreateSimpleWindow(other, DefaultRootWindow(other), 0, 0, WIDTH, HEIGHT, 0, 0, 0xFF00FF);
    (void)XChangeWindowAttributes(other, window, CWOverrideRedirect, &attributes);
    (void)XSelectInput(other, window, ExposureMask);
    (void)XMapRaised(other, window);
    XWindowEvent(other, window, ExposureMask, &seen);
    (void)XSetInputFocus(other, window, revert, CurrentTime);
    (void)XSync(other, False);
    return window;
}

/* --- whose they are --- */

static Window focused(void)
{
    Window window;
    int revert;
    (void)XGetInputFocus(x.display, &window, &revert);
    return window;
}

/* The kiosk's window is the only one below the root that is not the other program's. */
static Window kiosk_window(Window stranger)
{
    Window root, parent, *below = NULL, found = None;
    unsigned count = 0;
    if (!XQueryTree(x.display, DefaultRootWindow(x.display), &root, &parent, &below, &count))
        return None;
    for (unsigned i = 0; i < count; i++) {
        XWindowAttributes is;
        if (below[i] != stranger && XGetWindowAttributes(x.display, below[i], &is) &&
            is.map_state == IsViewable && is.width == WIDTH)
            found = below[i];
    }
    if (below)
        (void)XFree(below);
    return found;
}

static bool topmost_is(Window window)
{
    Window root, parent, *below = NULL;
    unsigned count = 0;
    bool top =
        XQueryTree(x.display, DefaultRootWindow(x.display), &root, &parent, &below, &count) &&
        count > 0 && below[count - 1] == window;
    if (below)
        (void)XFree(below);
    return top;
}

static bool has_keys(Window window)
{
    for (int i = 0; i < TRIES; i++) {
        if (focused() == window)
            return true;
        x_nap(BETWEEN_MS);
    }
    return false;
}

/* All that is on the screen, in one number. */
static unsigned long seen(void)
{
    XImage *image =
        XGetImage(x.display, DefaultRootWindow(x.display), 0, 0, WIDTH, HEIGHT, AllPlanes, ZPixmap);
    unsigned long sum = 5381;
    x_check(image != NULL, "the screen can be read");
    for (int i = 0; i < image->bytes_per_line * image->height; i++)
        sum = sum * 33 + (unsigned char)image->data[i];
    (void)XDestroyImage(image);
    return sum;
}

/* Nothing moves on a kiosk but what somebody has pressed: what changes then is the ring. */
static void the_keypad_moves_the_ring(const char *what)
{
    bool moved = false;
    x_nap(BETWEEN_KEYS_MS);
    unsigned long before = seen();
    x_key(XK_Down);
    for (int i = 0; i < TRIES && !moved; i++) {
        x_nap(BETWEEN_MS);
        moved = seen() != before;
    }
    x_check(moved, what);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    char *words[] = { "--survey", argv[2], NULL };
    if (!x_start_server("1280x800"))
        return 77;
    other = XOpenDisplay(NULL);
    x_check(other != NULL, "there is another program");
    x_start_kiosk(argv[1], words);
    json_decref(x_await_screen("attract"));
    Window kiosk = kiosk_window(None);
    x_check(kiosk != None && has_keys(kiosk), "a kiosk that starts has the keys");
    the_keypad_moves_the_ring("the keypad works");

    Window stranger = take_keys(RevertToNone);
    x_check(has_keys(kiosk), "the keys come back from another program");
    x_check(topmost_is(kiosk), "and the kiosk is in front of it");
    the_keypad_moves_the_ring("the keypad works in spite of the other program");
    (void)XDestroyWindow(other, stranger);
    (void)XSync(other, False);
    the_keypad_moves_the_ring("the keypad works when the other program has gone");

    stranger = take_keys(RevertToNone);
    (void)XDestroyWindow(other, stranger);
    (void)XSync(other, False);
    x_check(has_keys(kiosk), "the keys come back from nobody");
    the_keypad_moves_the_ring("the keypad works when nobody had the keys");
    (void)XCloseDisplay(other);
    (void)XCloseDisplay(x.display);
    return 0;
}
