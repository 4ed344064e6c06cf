#pragma once
/* The machine under the kiosk: room left, the panel's real size, the clock's floor. */
#include "clock.h"
#include "err.h"

/* MiB free for this user on the file system of path. */
MUST_CHECK bool device_room(const char *path, uint32_t *ret_mib, struct err *err);

/* Millimetres of a connected panel by its EDID, from /sys/class/drm; false when none says so. */
MUST_CHECK bool device_panel_mm(int *ret_width_mm, int *ret_height_mm);

/* The clock's floor: the later of the build's day and the last signed time. What is below it is
 * wrong. */
unix_seconds device_clock_floor(unix_seconds last_signed);

/* Drops what the screen never needs: no new privileges, no network (seccomp: no socket() but
 * AF_UNIX). ERR_LATER with the reason where the machine does not permit it. */
MUST_CHECK bool device_seal_network(struct err *err);

/* Tells the supervisor (systemd's notify socket) "READY=1" or "WATCHDOG=1"; nothing without one. */
void device_notify(const char *state);
