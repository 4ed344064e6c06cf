#pragma once
/*
 * Disks that lose their power. Every change below a machine's folder is noted, those of SQLite and
 * those of the programs' own files alike: what was synced lasts, the rest is under way. At a chosen
 * sync the power goes, and from then on nothing below the folder can be changed. When it comes
 * back, each change that was under way has landed, vanished, is torn at the border of a sector, or
 * has left garbage, and each name is one that it had since its folder was synced.
 *
 * What a disk never does here: damage bytes that nobody was writing, and say "synced" and lie.
 */
#include <stdbool.h>
#include <stdint.h>

/* How the changes under way ended, and how often the power went. */
struct crash_fates {
    uint64_t cuts, landed, vanished, torn, garbage, names;
};

struct crash_machine; /* opaque */

/* Becomes SQLite's default disk and watches the programs' calls. Once a program. */
void crash_disk_install(void);

/* What is below the folder now lasts. The path must be absolute and without links. */
struct crash_machine *crash_machine_new(const char *folder);
void crash_machine_free(struct crash_machine *machine); /* NULL is fine */
/* The power goes at the n-th sync from now on, from 0. UINT64_MAX for never. */
void crash_machine_cut_at(struct crash_machine *machine, uint64_t syncs);
void crash_machine_cut(struct crash_machine *machine); /* now */
bool crash_machine_is_dark(const struct crash_machine *machine);
/* Syncs since it was made. */
uint64_t crash_machine_syncs(const struct crash_machine *machine);
/* The power comes back: the folder is as the disk has it. Nothing in it may be open. */
void crash_machine_light(struct crash_machine *machine, uint64_t seed, struct crash_fates *add);
