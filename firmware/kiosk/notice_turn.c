/*
 * Notices take turns on the first screen while nobody touches it: one stands there for a while, and
 * then the next, without motion. From the first touch on nothing changes by itself. Where a venue
 * wants less motion each person meets the next one, and it stays.
 */
#include "kiosk_int.h"

enum { NOTICE_MS = 15000 };

static const char *tag_of(const struct kiosk *kiosk)
{
    return kiosk->program->wordings[kiosk->language]->tag;
}

static const struct notices *notices_of(const struct kiosk *kiosk)
{
    const struct program *program = kiosk->program;
    bool offered = program != NULL && kiosk->language < program->language_count;
    return offered ? program->notices : NULL;
}

static uint32_t count_spoken(const struct kiosk *kiosk)
{
    const struct notices *notices = notices_of(kiosk);
    uint32_t count = 0;
    for (int i = 0; notices != NULL && i < notices->count; i++)
        count += notice_speaks(&notices->list[i], tag_of(kiosk));
    return count;
}

const struct notice *kiosk_notice(const struct kiosk *kiosk)
{
    const struct notices *notices = notices_of(kiosk);
    uint32_t count = count_spoken(kiosk), left = count > 0 ? kiosk->notice_turn % count : 0;
    for (int i = 0; count > 0 && i < notices->count; i++)
        if (notice_speaks(&notices->list[i], tag_of(kiosk)) && left-- == 0)
            return &notices->list[i];
    return NULL;
}

uint32_t notice_next(const struct kiosk *kiosk, const struct program *program)
{
    const struct notices *notices = program != NULL ? program->notices : NULL;
    return notices != NULL && notices->count > 0 ? (kiosk->notice_turn + 1) % notices->count : 0;
}

static bool take_turns(const struct kiosk *kiosk)
{
    bool untouched = kiosk->page == PAGE_ATTRACT && !kiosk->woken;
    return untouched && !program_venue(kiosk->program)->reduced_motion && count_spoken(kiosk) > 1;
}

void notice_tick(struct kiosk *kiosk, msec now)
{
    if (now < notice_deadline(kiosk))
        return;
    kiosk->notice_turn = notice_next(kiosk, kiosk->program);
    kiosk->notice_at = NEVER;
}

void notice_follow(struct kiosk *kiosk, msec now)
{
    if (!take_turns(kiosk))
        kiosk->notice_at = NEVER;
    else if (kiosk->notice_at == NEVER)
        kiosk->notice_at = now + NOTICE_MS;
}

msec notice_deadline(const struct kiosk *kiosk)
{
    return kiosk->notice_at;
}
