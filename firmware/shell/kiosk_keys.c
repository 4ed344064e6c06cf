/*
 * The table of real keys; see kiosk_keys.h. A keypad that is made for kiosks is set to send F13 to
 * F18; any keyboard does with its arrows.
 */
#include "kiosk_keys.h"
#include <SDL.h>
#include <string.h>

static const struct {
    int key;
    enum keypad means;
} keys[] = {
    { SDLK_UP, KEYPAD_UP },           { SDLK_F13, KEYPAD_UP },
    { SDLK_DOWN, KEYPAD_DOWN },       { SDLK_TAB, KEYPAD_DOWN },
    { SDLK_F14, KEYPAD_DOWN },        { SDLK_RETURN, KEYPAD_SELECT },
    { SDLK_KP_ENTER, KEYPAD_SELECT }, { SDLK_SELECT, KEYPAD_SELECT },
    { SDLK_F15, KEYPAD_SELECT },      { SDLK_HOME, KEYPAD_REPEAT },
    { SDLK_F16, KEYPAD_REPEAT },      { SDLK_PAGEUP, KEYPAD_VOLUME },
    { SDLK_VOLUMEUP, KEYPAD_VOLUME }, { SDLK_F17, KEYPAD_VOLUME },
};

static struct event pressed(enum keypad key)
{
    return (struct event){ .kind = EV_KEYPAD, .target = { TARGET_KEY, (uint32_t)key } };
}

static bool find(int key, struct event *ret)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].key == key) {
            *ret = pressed(keys[i].means);
            return true;
        }
    return false;
}

bool keys_take(int key, bool writing, bool right_to_left, struct event *ret)
{
    switch (key) {
    case SDLK_F12:
    case SDLK_F18:
        *ret = (struct event){ .kind = EV_SWITCH };
        return true;
    case SDLK_LEFT:
    case SDLK_RIGHT:
        *ret = pressed((key == SDLK_RIGHT) != right_to_left ? KEYPAD_DOWN : KEYPAD_UP);
        return true;
    case SDLK_SPACE:
        *ret = pressed(KEYPAD_SELECT);
        return !writing;
    case SDLK_BACKSPACE:
        *ret = (struct event){ .kind = EV_CHARACTER, .target = { TARGET_KEY, '\b' } };
        return true;
    default:
        return find(key, ret);
    }
}

bool keys_named(const char *name, struct event *ret)
{
    static const char *const names[KEYPAD_KEYS] = { "up", "down", "select", "repeat", "volume" };
    if (strcmp(name, "switch") == 0) {
        *ret = (struct event){ .kind = EV_SWITCH };
        return true;
    }
    for (int i = 0; i < KEYPAD_KEYS; i++)
        if (strcmp(name, names[i]) == 0) {
            *ret = pressed((enum keypad)i);
            return true;
        }
    return false;
}
