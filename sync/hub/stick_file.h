#pragma once
/*
 * A file on a stick that is somebody else's, written piece by piece: beside its name first, and
 * under it only when all of it is on the stick. Nothing that lies there is followed.
 */
#include "api.h"

enum { STICK_FILE_PATH_MAX = 4096 };

struct stick_file {
    char path[STICK_FILE_PATH_MAX];
    char beside[STICK_FILE_PATH_MAX + 8];
    int fd;
};

MUST_CHECK bool stick_file_begin(const char *path, struct stick_file *ret, struct err *err);
/* A struct bundle_sink's put. */
MUST_CHECK bool stick_file_put(void *self, struct span bytes, struct err *err);
MUST_CHECK bool stick_file_keep(struct stick_file *file, struct err *err);
/* Removes what was not kept; for a variable with this cleanup. */
void stick_file_drop(struct stick_file *file);
#define STICK_FILE_AUTO __attribute__((cleanup(stick_file_drop))) struct stick_file

/* A whole file at once. */
MUST_CHECK bool stick_file_write(const char *path, struct span bytes, struct err *err);
/* FOLDER/yousaid-KIOSK.bundle, as new as can be. */
MUST_CHECK bool stick_file_bundle(struct hub *hub, const char *folder, uint64_t kiosk,
                                  uint64_t *ret_serial, struct err *err);
