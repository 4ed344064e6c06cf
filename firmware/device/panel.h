#pragma once
/* The pure half of device_panel_mm, open to tests: bytes and files in, millimetres out. */
#include "span.h"

/* Millimetres of the panel that an EDID block describes: the first detailed timing says them
 * exactly, the basic block in whole centimetres. False for damaged bytes and for projectors, which
 * say 0. */
bool panel_from_edid(struct span edid, int *ret_width_mm, int *ret_height_mm);

/* The first connected connector under a folder like /sys/class/drm whose EDID says a size. */
bool panel_find(const char *folder, int *ret_width_mm, int *ret_height_mm);
