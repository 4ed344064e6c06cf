#pragma once
/*
 * The folder NAME.making, in which a backup or a restored hub is made before it gets its name. What
 * an attempt left there that was cut off goes when the next one begins, and a failed one leaves
 * nothing: there are keys in it.
 */
#include "hub_int.h"

struct making {
    char path[HUB_PATH_MAX];
    int folder; /* locked, so that two at once do not sweep each other away */
    bool named;
};

/* Begins with what hub_folders_make makes, and nothing else in it. */
MUST_CHECK bool making_begin(const char *to, struct making *ret, struct err *err);
/* It is whole: from now on it is called `to`, durably. */
MUST_CHECK bool making_name(struct making *making, const char *to, struct err *err);
/* What got no name is removed. */
void making_end(struct making *making);
#define MAKING_AUTO __attribute__((cleanup(making_end))) struct making
