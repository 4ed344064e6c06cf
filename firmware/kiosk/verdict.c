/* How the kiosk does, in a sentence: the first of these that holds. */
#include "kiosk_int.h"

static bool is_not_enrolled(const struct kiosk *kiosk)
{
    return kiosk->program == NULL;
}

static bool disk_refuses(const struct kiosk *kiosk)
{
    return kiosk->standing.disk_refuses;
}

static bool is_revoked(const struct kiosk *kiosk)
{
    return kiosk->standing.revoked;
}

static bool is_refused(const struct kiosk *kiosk)
{
    return kiosk->standing.status != NULL && kiosk->standing.status->refused;
}

static bool has_no_survey(const struct kiosk *kiosk)
{
    return standing_page(kiosk) == PAGE_NO_SURVEY;
}

static bool is_paused(const struct kiosk *kiosk)
{
    return standing_page(kiosk) == PAGE_PAUSED;
}

static bool is_closed(const struct kiosk *kiosk)
{
    return standing_page(kiosk) == PAGE_CLOSED;
}

static bool is_stuck(const struct kiosk *kiosk)
{
    const struct staff_status *status = kiosk->standing.status;
    return status != NULL && status->stuck && status->pending > 0;
}

static bool is_full(const struct kiosk *kiosk)
{
    return kiosk->standing.status != NULL && kiosk->standing.status->room_months == 0;
}

static bool is_alone(const struct kiosk *kiosk)
{
    return kiosk->standing.status != NULL && !kiosk->standing.status->carried;
}

static bool knows_no_time(const struct kiosk *kiosk)
{
    return kiosk->standing.status != NULL && kiosk->standing.status->clock == CLOCK_UNKNOWN;
}

static bool has_lost(const struct kiosk *kiosk)
{
    return kiosk->standing.status != NULL && kiosk->standing.status->lost > 0;
}

static bool is_waiting(const struct kiosk *kiosk)
{
    const struct staff_status *status = kiosk->standing.status;
    return status != NULL && status->failing && status->pending > 0;
}

static bool has_pending(const struct kiosk *kiosk)
{
    return kiosk->standing.status != NULL && kiosk->standing.status->pending > 0;
}

static bool always(const struct kiosk *kiosk)
{
    (void)kiosk;
    return true;
}

static const struct {
    bool (*holds)(const struct kiosk *kiosk);
    enum wording_key title, more;
} verdicts[] = {
    { is_not_enrolled, WORD_NOT_ENROLLED, WORD_NOT_ENROLLED_MORE },
    { disk_refuses, WORD_VERDICT_DISK, WORD_VERDICT_DISK_MORE },
    { is_revoked, WORD_VERDICT_REVOKED, WORD_VERDICT_REVOKED_MORE },
    { is_refused, WORD_VERDICT_REFUSED, WORD_VERDICT_REFUSED_MORE },
    { has_no_survey, WORD_VERDICT_NO_SURVEY, WORD_NO_SURVEY_MORE },
    { is_paused, WORD_VERDICT_PAUSED, WORD_VERDICT_PAUSED_MORE },
    { is_closed, WORD_VERDICT_CLOSED, WORD_VERDICT_CLOSED_MORE },
    { is_stuck, WORD_VERDICT_STUCK, WORD_VERDICT_SAFE },
    { is_full, WORD_VERDICT_FULL, WORD_VERDICT_FULL_MORE },
    { is_alone, WORD_VERDICT_ALONE, WORD_VERDICT_ALONE_MORE },
    { knows_no_time, WORD_VERDICT_WORKING, WORD_VERDICT_NO_TIME },
    { has_lost, WORD_VERDICT_WORKING, WORD_VERDICT_LOST },
    { is_waiting, WORD_VERDICT_WORKING, WORD_VERDICT_SAFE },
    { standing_review_is_due, WORD_VERDICT_WORKING, WORD_VERDICT_REVIEW },
    { has_pending, WORD_VERDICT_WORKING, WORD_VERDICT_SOON },
    { always, WORD_VERDICT_WORKING, WORD_VERDICT_ALL_SENT },
};

/* What waits is sent when the network is back only where it was the network that failed. A busy hub
 * takes it by itself; of all else somebody must be told. */
static enum wording_key while_waiting(enum wording_key why)
{
    switch (why) {
    case WORD_WHY_BUSY:
        return WORD_VERDICT_SOON;
    case WORD_WHY_NOT_TRUSTED:
    case WORD_WHY_CLOCK:
    case WORD_WHY_UNPROVEN:
    case WORD_WHY_SURVEY:
    case WORD_WHY_REFUSED:
    case WORD_WHY_FORK:
    case WORD_WHY_BROKEN:
    case WORD_WHY_LACKS:
        return WORD_VERDICT_REFUSED_MORE;
    default:
        return WORD_VERDICT_SAFE;
    }
}

struct verdict kiosk_verdict(const struct kiosk *kiosk)
{
    size_t i = 0;
    while (!verdicts[i].holds(kiosk))
        i++;
    struct verdict verdict = { verdicts[i].title, verdicts[i].more, { 0 } };
    if (kiosk->standing.status != NULL)
        verdict.since = kiosk->standing.status->last_sent;
    if (kiosk->standing.status != NULL && verdict.more == WORD_VERDICT_SAFE)
        verdict.more = while_waiting(kiosk->standing.status->why);
    if (verdict.title == WORD_VERDICT_STUCK && !verdict.since.known)
        verdict.title = WORD_VERDICT_NEVER;
    return verdict;
}
