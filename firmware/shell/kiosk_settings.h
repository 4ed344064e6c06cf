#pragma once
/*
 * DIR/screen/settings: what staff have set on this very screen, as one small JSON object with a
 * version. Written whole or not at all. One that cannot be read is renamed settings.broken and
 * reported; the kiosk goes on as if nothing had been set.
 */
#include "buf.h"
#include "local_settings.h"

enum { SETTINGS_VERSION = 1, SETTINGS_BYTES_MAX = 4096 };

/* Strict: what it does not know, and what is out of bounds, is an error. */
MUST_CHECK bool settings_read(struct span bytes, struct local_settings *ret, struct err *err);
void settings_write(const struct local_settings *settings, struct buf *out);

/* What is not there is usual. */
struct local_settings settings_load(const char *data);
MUST_CHECK bool settings_save(const char *data, const struct local_settings *settings,
                              struct err *err);
