#pragma once
/* The machine under the kiosk: room left, the panel's real size, the clock's floor. */
#include "clock.h"
#include "err.h"
#include <stddef.h>

/* MiB free for this user on the file system of path. */
MUST_CHECK bool device_room(const char *path, uint32_t *ret_mib, struct err *err);

/* Holds that much room at path; one that holds it already is left as it is. */
MUST_CHECK bool device_reserve(const char *path, size_t bytes, struct err *err);
/* Gives it back. False when none was held. */
bool device_reserve_give_up(const char *path);

/* Millimetres of a connected panel by its EDID, from a folder like /sys/class/drm; false when none
 * says so. Reads a few small files. */
MUST_CHECK bool device_panel_mm(const char *folder, int *ret_width_mm, int *ret_height_mm);

/* The panel's light in percent of its brightest; false where there is none that can be set. */
bool device_light_set(int percent);
bool device_has_light(void);
int device_light(void); /* percent now; -1 when nobody knows */

/* The clock's floor: the later of the build's day and the last signed time. What is below it is
 * wrong. */
unix_seconds device_clock_floor(unix_seconds last_signed);

/* Drops what the screen never needs: no new privileges, no network (seccomp: no socket() but
 * AF_UNIX). ERR_LATER with the reason where the machine does not permit it. */
MUST_CHECK bool device_seal_network(struct err *err);

/* Tells the supervisor (systemd's notify socket) "READY=1" or "WATCHDOG=1"; nothing without one. */
void device_notify(const char *state);

/* The input device that tells of the headphone jack, to be watched; -1 where there is none. */
int device_jack_open(void);
/* What has happened there since; DEVICE_JACK_GONE when nothing more will. */
enum device_jack { DEVICE_JACK_QUIET, DEVICE_JACK_IN, DEVICE_JACK_OUT, DEVICE_JACK_GONE };
enum device_jack device_jack_read(int fd);
