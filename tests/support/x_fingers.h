#pragma once
/*
 * A touch panel with real fingers, as far as a server can tell: Xorg with a card that shows nothing
 * (its driver "dummy") and a panel whose fingers come through a socket (its driver "inputtest"). So
 * a finger takes the whole way: the server's device, its protocol, SDL, our window.
 */
#include <stdbool.h>

enum x_finger_step { X_FINGER_DOWN, X_FINGER_MOVE, X_FINGER_UP };

/* A server with a screen of this size and such a panel over all of it; its files are kept in the
 * folder. Ended with the test; false where there is no Xorg with these two drivers. */
bool x_start_touch_server(int width, int height, const char *folder);

/* One of ten fingers, from 0, there. When this comes back the server has told everybody. */
void x_finger(enum x_finger_step step, unsigned finger, int at_x, int at_y);
