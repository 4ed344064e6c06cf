/* How the kiosk does, from what journal, courier and machine know: values for the staff menu. */
#include "device.h"
#include "file.h"
#include "kiosk_shell.h"
#include "local_time.h"
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

enum {
    PATH_SIZE = 4096,
    DAY_SECONDS = 24 * 3600,
    DAY_MINUTES = 24 * 60,
    MONTH_DAYS = 30,
    MONTHS_MAX = 1000,
    LEAST_A_MONTH = 500,    /* responses: a kiosk that has just come will have visitors */
    BYTES_A_RESPONSE = 400, /* until it is measured */
};

/* What each outcome of the courier is in the words of the screen. */
static const enum wording_key why[] = {
    [ATTEMPT_NONE] = WORD_WHY_NONE,
    [ATTEMPT_ACKNOWLEDGED] = WORD_WHY_SENT,
    [ATTEMPT_NO_NETWORK] = WORD_WHY_NO_NETWORK,
    [ATTEMPT_NO_NAME] = WORD_WHY_NO_NAME,
    [ATTEMPT_NO_ANSWER] = WORD_WHY_NO_ANSWER,
    [ATTEMPT_NOT_TRUSTED] = WORD_WHY_NOT_TRUSTED,
    [ATTEMPT_CLOCK] = WORD_WHY_CLOCK,
    [ATTEMPT_SIGN_IN] = WORD_WHY_SIGN_IN,
    [ATTEMPT_NOT_A_RECEIPT] = WORD_WHY_NOT_HUB,
    [ATTEMPT_BUSY] = WORD_WHY_BUSY,
    [ATTEMPT_UNPROVEN] = WORD_WHY_UNPROVEN,
    [ATTEMPT_SURVEY_WANTED] = WORD_WHY_SURVEY,
    [ATTEMPT_REFUSED] = WORD_WHY_REFUSED,
    [ATTEMPT_FORK] = WORD_WHY_FORK,
    [ATTEMPT_BROKEN] = WORD_WHY_BROKEN,
    [ATTEMPT_NEW_LIFE] = WORD_WHY_FORK,
    [ATTEMPT_HUB_LACKS] = WORD_WHY_LACKS,
};
_Static_assert(sizeof why / sizeof why[0] == ATTEMPTS, "each outcome has its words");

struct staff_when status_when(const struct shell *shell, unix_seconds moment)
{
    const char *zone =
        shell->held && shell->held->time_zone[0] != '\0' ? shell->held->time_zone : "Europe/London";
    struct staff_when when = { .known = moment > 0 };
    local_clock(moment, zone, &when.day, &when.minute);
    return when;
}

/* --- what the courier knows --- */

static const struct attempt *last_of(const struct courier_state *state, bool acknowledged)
{
    for (int i = state->attempt_count - 1; i >= 0; i--)
        if (!acknowledged || state->attempts[i].outcome == ATTEMPT_ACKNOWLEDGED)
            return &state->attempts[i];
    return NULL;
}

/* For more than a day, by the kiosk's own clock: since the last one that came to the hub, else
 * since the first that is known. */
static bool is_stuck(const struct courier_state *state, unix_seconds now)
{
    const struct attempt *last = last_of(state, false), *sent = last_of(state, true);
    if (!last || last == sent)
        return false;
    return now - (sent ? sent->when : state->attempts[0].when) > DAY_SECONDS;
}

static void list_attempts(const struct shell *shell, struct staff_status *ret)
{
    const struct courier_state *state = shell->state;
    ret->attempt_count = 0;
    for (int i = state->attempt_count - 1; i >= 0; i--) {
        const struct attempt *attempt = &state->attempts[i];
        ret->attempts[ret->attempt_count++] =
            (struct staff_attempt){ .when = status_when(shell, attempt->when),
                                    .words = why[attempt->outcome],
                                    .responses = attempt->responses };
    }
}

/* Staff have been told for long enough after as many days as responses are kept. */
static uint64_t lost_lately(const struct shell *shell, unix_seconds now)
{
    struct courier_lost lost;
    struct err unread;
    if (!courier_lost_load(shell->options.data, &lost, &unread))
        return 0;
    return courier_lost_count(&lost, now - (unix_seconds)MONTH_DAYS * DAY_SECONDS);
}

static void carried(const struct shell *shell, unix_seconds now, struct staff_status *ret)
{
    const struct courier_state *state = shell->state;
    const struct attempt *last = last_of(state, false), *sent = last_of(state, true);
    ret->enrolled = state->enrolled;
    ret->carried = link_is_up(&shell->link);
    ret->refused = state->paused;
    ret->failing = last && last != sent;
    ret->stuck = is_stuck(state, now);
    ret->why = why[last ? last->outcome : ATTEMPT_NONE];
    ret->last_try = status_when(shell, last ? last->when : 0);
    ret->last_sent = status_when(shell, sent ? sent->when : 0);
    ret->set_aside = state->refused_count;
    ret->lost = lost_lately(shell, now);
    ret->bundle = shell->held ? shell->held->serial : 0;
    if (state->enrolled)
        (void)snprintf(ret->kiosk, sizeof ret->kiosk, "%016" PRIx64, state->kiosk);
    list_attempts(shell, ret);
}

/* --- what the journal knows --- */

static uint32_t cut(uint64_t count)
{
    return count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
}

/* Until the courier has followed into another life, what it says is acknowledged is of the one
 * before; and what was saved of a damaged journal waits for the hub's word. */
static uint64_t waiting(const struct shell *shell, uint64_t last)
{
    bool followed = journal_identity(shell->journal).life == shell->state->life;
    uint64_t mark = followed ? shell->state->acknowledged.seq : 0;
    uint64_t stranded = 0;
    struct err unread;
    if (!journal_stranded(shell->journal, &stranded, &unread))
        stranded = 0;
    return stranded + (last > mark ? last - mark : 0);
}

static void counted(const struct shell *shell, struct staff_status *ret)
{
    const struct staff_when now = status_when(shell, clock_now().wall);
    struct journal_status journal;
    uint64_t today = 0;
    struct err err;
    if (!shell->journal || !journal_status(shell->journal, &journal, &err))
        return;
    ret->pending = waiting(shell, journal.last.seq);
    if (shell->options.data)
        ret->pending += courier_again(shell->options.data);
    ret->knows_today =
        ret->clock != CLOCK_UNKNOWN && journal_newer(shell->journal, now.minute, &today, &err);
    ret->today = cut(today);
}

/* --- room --- */

/* Measured where there is enough to measure. */
static uint64_t bytes_a_response(const struct shell *shell, const struct journal_status *journal)
{
    char path[PATH_SIZE];
    struct stat about;
    uint64_t rows = journal->last.seq - journal->purged.seq;
    if (rows < LEAST_A_MONTH ||
        !file_join(path, sizeof path, shell->options.data, "screen/journal.sqlite", NULL) ||
        stat(path, &about) != 0)
        return BYTES_A_RESPONSE;
    return (uint64_t)about.st_size / rows + 1;
}

static uint16_t months_left(const struct shell *shell, uint32_t mib)
{
    struct journal_status journal;
    uint64_t month = 0;
    struct err err;
    if (!shell->journal || !journal_status(shell->journal, &journal, &err) ||
        !journal_newer(shell->journal, MONTH_DAYS * DAY_MINUTES, &month, &err))
        return STAFF_MONTHS_UNKNOWN;
    if (month < LEAST_A_MONTH)
        month = LEAST_A_MONTH;
    uint64_t months = ((uint64_t)mib << 20) / (month * bytes_a_response(shell, &journal));
    return months > MONTHS_MAX ? MONTHS_MAX : (uint16_t)months;
}

static void room(const struct shell *shell, struct staff_status *ret)
{
    struct err err;
    ret->room_months = STAFF_MONTHS_UNKNOWN;
    if (shell->options.data && device_room(shell->options.data, &ret->room_mib, &err))
        ret->room_months = months_left(shell, ret->room_mib);
}

void status_now(struct shell *shell, struct staff_status *ret)
{
    bool has_light = ret->has_light;
    *ret = (struct staff_status){ .has_light = has_light, .clock = shell->clock };
    (void)snprintf(ret->version, sizeof ret->version, "%s", YOUSAID_VERSION);
    carried(shell, clock_now().wall, ret);
    ret->clock_set = status_when(shell, shell->state->hub_time);
    counted(shell, ret);
    room(shell, ret);
}
