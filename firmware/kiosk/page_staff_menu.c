/* The staff menu, and the list of what is used less often behind it. */
#include "kiosk_int.h"

static const struct staff_way menu_ways[] = {
    { STAFF_PAUSE, PAGE_STAFF_PAUSE }, { STAFF_STICK, PAGE_STAFF_STICK },
    { STAFF_SAID, PAGE_STAFF_SAID },   { STAFF_MORE, PAGE_STAFF_MORE },
    { STAFF_SETUP, PAGE_SETUP_CODE },
};

static const struct staff_way more_ways[] = {
    { STAFF_LANGUAGES, PAGE_STAFF_LANGUAGES }, { STAFF_SOUND, PAGE_STAFF_SOUND },
    { STAFF_HOURS, PAGE_STAFF_HOURS },         { STAFF_LOG, PAGE_STAFF_LOG },
    { STAFF_TEST, PAGE_STAFF_TEST },           { STAFF_TURN, PAGE_STAFF_TURN },
    { STAFF_BACK, PAGE_STAFF_MENU },
};

#define WAYS(table) table, sizeof table / sizeof table[0]

static struct effect tap_menu(struct kiosk *kiosk, struct target target, msec now)
{
    if (target.kind == TARGET_STAFF && target.value == STAFF_CLOSE)
        return staff_end(kiosk);
    if (target.kind == TARGET_STAFF && target.value == STAFF_PRACTICE)
        return practice_begin(kiosk, now);
    return staff_follow(kiosk, WAYS(menu_ways), target);
}

static struct effect tap_more(struct kiosk *kiosk, struct target target, msec now)
{
    if (target.kind == TARGET_STAFF && target.value == STAFF_ADJUST)
        return adjust_begin(kiosk);
    (void)now;
    return staff_follow(kiosk, WAYS(more_ways), target);
}

const struct page_rules page_staff_menu = { .tap = tap_menu,
                                            .timing = TIMING_RESETS,
                                            .idle_ms = STAFF_IDLE_MS },
                        page_staff_more = { .tap = tap_more,
                                            .timing = TIMING_RESETS,
                                            .idle_ms = STAFF_IDLE_MS };
