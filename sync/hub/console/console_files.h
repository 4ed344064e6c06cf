#pragma once
/* The embedded files, as assets/console/build.sh lists them. */
#include <stddef.h>

struct console_file {
    const char *path;                         /* "/assets/index-1a2b3c.js" */
    const unsigned char *packed, *packed_end; /* gzip */
    size_t size;                              /* unpacked */
    const char *digest;                       /* hexadecimal, of the file as it is unpacked */
};

extern const struct console_file console_files[];
extern const size_t console_file_count;
