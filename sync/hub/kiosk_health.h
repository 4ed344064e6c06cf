#pragma once
/* What a kiosk last said of itself, as lines under its name in `kiosk list`. */

/* health: as the store keeps it, JSON; "" and what is no such text print nothing. */
void kiosk_health_print(const char *health);
