/*
 * Telling the hub that somebody asks for help: at once, while it is of use, and to a hub that can
 * read it alone. The venue's own bell (courier_bell.c) does not wait for any of this.
 */
#include "courier_int.h"

enum {
    HELP_FRESH_MS = 30 * 60 * 1000, /* whoever asked has gone by then */
    HELP_EVERY_MS = 60 * 1000,      /* the next exchange for it alone is not sooner */
};

void courier_help_asked(struct courier *courier)
{
    struct courier_help *help = &courier->help;
    if (help->asked < UINT32_MAX)
        help->asked++;
    help->last = courier_now(courier).mono;
}

uint32_t courier_help_untold(struct courier *courier)
{
    struct courier_help *help = &courier->help;
    if (courier_now(courier).mono - help->last > HELP_FRESH_MS)
        help->asked = 0;
    return help->takes && !courier->older ? help->asked : 0;
}

void courier_help_told(struct courier *courier, uint32_t count)
{
    struct courier_help *help = &courier->help;
    if (count == 0)
        return;
    help->asked -= count;
    help->told = courier_now(courier).mono;
}

msec courier_help_due(const struct courier *courier)
{
    const struct courier_help *help = &courier->help;
    if (help->asked == 0 || !help->takes || !courier->state.enrolled)
        return NEVER;
    msec earliest = help->told == 0 ? 0 : help->told + HELP_EVERY_MS;
    return help->last > earliest ? help->last : earliest;
}
