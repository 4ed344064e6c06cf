#pragma once
/*
 * What is said of a kiosk of the fleet, the gravest first. A kiosk takes memory for what is said of
 * it alone: of a large fleet that falls silent at once each has one reason. One thread at a time.
 */
#include "fleet.h"

/* Adds a sentence behind the others: a reason of this code (static) with its number. Nothing where
 * there are FLEET_REASONS already, or no memory. */
void fleet_reason_add(struct fleet_kiosk *kiosk, const char *code, int value, const char *format,
                      ...) __attribute__((format(printf, 4, 5)));

/* The one that was added last becomes the first, if it is of this code. */
void fleet_reason_put_first(struct fleet_kiosk *kiosk, const char *code);

/* Forgets one; there must be one. */
void fleet_reason_drop_first(struct fleet_kiosk *kiosk);
void fleet_reason_drop_last(struct fleet_kiosk *kiosk);

/* Forgets all, and keeps the memory of the list, which fleet_finish frees. */
void fleet_reason_drop_all(struct fleet_kiosk *kiosk);
