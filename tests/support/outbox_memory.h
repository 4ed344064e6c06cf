#pragma once
/* The outbox as a list in memory: the model that the contract holds the journal's to, and a fixture
 * for tests of what drains it. */
#include "outbox.h"

struct outbox_memory; /* opaque */

struct outbox_memory *outbox_memory_new(uint64_t life, const struct public_key *kiosk);
void outbox_memory_free(struct outbox_memory *memory); /* NULL is fine */
struct outbox outbox_memory_door(struct outbox_memory *memory);

/* Adds a copy behind the last one; its number must be the next. False when out of memory. */
bool outbox_memory_add(struct outbox_memory *memory, const struct response *response);
bool outbox_memory_segment(struct outbox_memory *memory, const struct segment *segment,
                           const struct boot_id *boot, msec base);
/* Forgets all up to this number. */
void outbox_memory_purge(struct outbox_memory *memory, uint64_t through);
void outbox_memory_counters(struct outbox_memory *memory, const struct counters *counters);
