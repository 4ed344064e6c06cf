#pragma once
/*
 * The screen program on an X server of its own, for tests that touch it as people do: what it
 * traces is read line by line, taps are made with XTest. Every check says its sentence; the first
 * that does not hold ends the test.
 */
#include <X11/Xlib.h>
#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

enum { X_PATIENCE_MS = 20000 };

struct x_kiosk {
    pid_t server, kiosk;
    Display *display;
    int lines; /* what the kiosk traces */
};

extern struct x_kiosk x;

void x_check(bool holds, const char *what);
void x_nap(long ms);

/* An Xvfb of this size, which is ended with the test; false where there is none. Sets DISPLAY. */
bool x_start_server(const char *size);
/* Another server, with these arguments: it tells its number on descriptor 5. */
bool x_start_server_with(char *const *arguments);
/* Starts the program with these words behind `run --trace`; ends with NULL. */
void x_start_kiosk(char *program, char *const *words);
void x_stop(pid_t *pid);

/* The next line that has this member; what comes before it is passed over. The caller's. */
json_t *x_await_line(const char *member);
json_t *x_await_screen(const char *screen);
/* The place of a target on a traced screen; false when it is not there. */
bool x_find(const json_t *screen, const char *name, int *ret_x, int *ret_y);
/* A button of a mouse, there. As with x_key, the server has it with its own time when this comes
 * back: a server that is late does not make two presses one. */
void x_click(unsigned button, int at_x, int at_y);
/* A key, down and up. What is pressed again within 2 ms is a held key to SDL. */
void x_key(KeySym symbol);
/* Finger down and up in its middle, so many times, after a pause in which no tap is an echo. */
void x_tap(const json_t *screen, const char *name, int times);
