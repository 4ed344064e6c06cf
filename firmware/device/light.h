#pragma once
/* The half of device_light_set that is open to tests: a folder like /sys/class/backlight. */
#include <stdbool.h>

bool light_set_in(const char *folder, int percent);
bool light_is_there(const char *folder);
int light_in(const char *folder);
