#pragma once
/*
 * A kiosk with its courier and a hub, each on a disk of its own that can lose its power, and an
 * account of what people were thanked for. The screen's, the courier's and the hub's own code, less
 * the pixels and HTTP. However the days went, in the end the hub must have each visit once, as it
 * was last recorded.
 */
#include "courier.h"
#include "courier_journal.h"
#include "crash_disk.h"
#include "kiosk_shell.h"
#include "near_hub.h"

enum { WORLD_VISITS_MAX = 4095, WORLD_PATH = 160, WORLD_CARDS = 4 };

/* One person at the screen. Nothing is owed to who got no answer recorded. */
struct world_visit {
    bool owed;         /* at least one answer was recorded */
    uint32_t recorded; /* the last rating that the journal said is durable */
    /* A bit for each rating that was tried since, and refused: the disk may hold any one of them,
     * as what fails after its bytes were written is found again by the next start. */
    uint32_t tried;
};

struct world {
    char folder[WORLD_PATH];
    char hub_data[WORLD_PATH + 16];
    struct world_card {
        char data[WORLD_PATH + 16];
        struct crash_machine *disk;
    } cards[WORLD_CARDS];   /* the first, and copies of it */
    int card_count, card;   /* which one runs */
    const char *kiosk_data; /* of that one */
    struct crash_machine *kiosk_disk, *hub_disk;
    struct shell shell; /* options.data NULL: the screen is off */
    struct courier *courier;
    struct courier_journal *journal;
    struct near_hub hub;
    struct world_visit visits[WORLD_VISITS_MAX + 1]; /* from 1 */
    uint32_t visit_count;
    bool visiting;
    bool troubled; /* disks and memory may refuse: that is no failure of the test */
    uint64_t dice;
    uint64_t counted; /* rows at the hub when last settled */
    struct crash_fates fates;
};

/* The parts of a world that cost time to make: an enrolled kiosk and its hub, in a folder of its
 * own. */
struct world *world_new(uint64_t seed);
void world_free(struct world *world);

uint32_t world_roll(struct world *world, uint32_t limit);

/* On and off. Starting says whether it came to its end: a disk may go dark meanwhile. */
bool world_screen_on(struct world *world);
void world_screen_off(struct world *world);
bool world_courier_on(struct world *world);
void world_courier_off(struct world *world);
bool world_hub_on(struct world *world);
void world_hub_off(struct world *world);

/* What happens in a day, each a moment of it. */
void world_tap(struct world *world, bool closing);
/* So many people, who answer and leave. */
void world_visits(struct world *world, int count);
/* A number in the environment, by which somebody asks for more; without it, the fallback. */
long world_wish(const char *name, long fallback);
void world_pause(struct world *world, msec ms); /* time goes by, the screen tidies up */
void world_carry(struct world *world);          /* the courier goes, the screen hears of it */
void world_live(struct world *world);           /* one of these, by chance */

/* A copy of the card as it is now: another kiosk of the same name. Not the one that runs. */
void world_copy_card(struct world *world);
/* The kiosk goes on with that card. */
void world_use_card(struct world *world, int card);
/* The card that runs becomes what that copy is; what was recorded on it since, and no hub has, is
 * gone with it. */
void world_set_back(struct world *world, int card);
/* The power goes, and the card has lost its way: `pages` of the journal are garbage, never the
 * first. What they held, and no hub has, is gone. */
void world_damage(struct world *world, int pages);

/* A backup of the hub as it is now; and the hub as it was then. What came since is the kiosks' to
 * bring again. */
void world_back_up(struct world *world);
void world_restore_hub(struct world *world);
/* The copies of the card are lost. */
void world_drop_copies(struct world *world);

/* The power comes back on the sides that are dark, and what ran there runs again. */
void world_light(struct world *world);
/* What runs is stopped and started again. */
void world_restart(struct world *world);
/* Everything runs and is carried; the hub has each visit once, as recorded, and proves it. Fails
 * the test when not. */
void world_settle(struct world *world);
