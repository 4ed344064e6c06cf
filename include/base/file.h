#pragma once
/* Whole files: bounded reads, and writes that are durable and all-or-nothing. */
#include "buf.h"
#include <sys/types.h>

/* Appends the file's bytes to buf (whose ceiling bounds it). ERR_MISSING when there is none,
 * ERR_TOO_LARGE over the ceiling. A path of "-" reads standard input. */
MUST_CHECK bool file_read(const char *path, struct buf *buf, struct err *err);

/* Writes beside the path, fsyncs, renames over it, fsyncs the folder. On failure the old file
 * stands. */
MUST_CHECK bool file_write_durable(const char *path, struct span bytes, mode_t mode,
                                   struct err *err);

/* The same for a name in an open folder that is not ours, a stick's say: anybody may read the file,
 * and a file system that knows no modes will do. */
MUST_CHECK bool file_write_foreign(int folder, const char *name, struct span bytes,
                                   struct err *err);

/* Makes a folder (parents too) with this mode unless it is there. */
MUST_CHECK bool file_make_folder(const char *path, mode_t mode, struct err *err);

bool file_exists(const char *path);

/* Joins with a slash into ret (size bytes); false when it does not fit. */
MUST_CHECK bool file_join(char *ret, size_t size, const char *folder, const char *name,
                          struct err *err);

/* Closes a descriptor kept in a variable with this cleanup; keeps errno; fine on -1. */
void file_close(int *fd);
#define FD_AUTO __attribute__((cleanup(file_close))) int
