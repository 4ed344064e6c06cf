#pragma once
/*
 * What the keypad and the one switch walk through: everything that can be chosen on the screen, in
 * the order in which it is read. The view makes the list of what it has drawn, and the list comes
 * to the kiosk with each event: where a thing stands is no business of the kiosk's.
 */
#include "target.h"

/* Stops of one group stand together. Each row of the keyboard is one. */
enum stop_group {
    GROUP_MAIN,
    GROUP_ROWS,
    GROUP_ROWS_END = GROUP_ROWS + 8,
    GROUP_FOOT = GROUP_ROWS_END,
    GROUP_TOOLS,
};

enum { STOPS_MAX = 96 };

struct stop {
    struct target target;
    uint8_t group;
};

struct stops {
    struct stop list[STOPS_MAX];
    int count;
};

/* Where such a target stands; a key: in the first row. */
enum stop_group stop_group_of(enum target_kind kind);
/* Where the target is in the list; -1 when it is not. */
int stops_find(const struct stops *stops, struct target target);
