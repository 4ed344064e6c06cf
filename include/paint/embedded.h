#pragma once
/* A file of the source tree, built into the program by embed.cmake. */
#include <stddef.h>

struct embedded {
    const char *name; /* without folder and ending; NULL ends a table */
    const unsigned char *bytes;
    size_t size;
};
