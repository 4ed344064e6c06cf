/*
 * What holds whoever is at the screen: what staff have set, the venue's hours, the survey's closing
 * date, the hub's last word; and which screen stands when nobody is there.
 */
#include "kiosk_int.h"

enum { MINUTE_MS = 60000, DAY_MINUTES = 24 * 60, MONDAY = 3 /* 1970-01-01 was a Thursday */ };

struct local_settings local_settings_usual(void)
{
    return (struct local_settings){ .touch = touch_map_none };
}

/* --- the time --- */

bool kiosk_local_now(const struct kiosk *kiosk, int32_t *ret_day, uint16_t *ret_minute)
{
    const struct local_clock *clock = &kiosk->standing.clock;
    msec since = kiosk->now > clock->at ? kiosk->now - clock->at : 0;
    uint64_t minute = clock->minute + since / MINUTE_MS;
    *ret_day = clock->day + (int32_t)(minute / DAY_MINUTES);
    *ret_minute = (uint16_t)(minute % DAY_MINUTES);
    return clock->known;
}

/* When that minute begins, on the monotonic clock; the present moment when it has begun. */
static msec when(const struct kiosk *kiosk, int32_t day, uint32_t minute)
{
    const struct local_clock *clock = &kiosk->standing.clock;
    int64_t ahead = ((int64_t)day - clock->day) * DAY_MINUTES + minute - clock->minute;
    return ahead <= 0 ? kiosk->now : clock->at + (msec)ahead * MINUTE_MS;
}

/* --- pause, hours, closing date --- */

static bool is_paused(const struct kiosk *kiosk)
{
    const struct pause *pause = &kiosk->standing.settings.pause;
    int32_t day;
    uint16_t minute;
    bool known = kiosk_local_now(kiosk, &day, &minute);
    if (pause->kind == PAUSE_NONE || pause->kind == PAUSE_OUT_OF_ORDER)
        return pause->kind != PAUSE_NONE;
    if (!known || pause->day == 0)
        return true;
    if (pause->kind == PAUSE_CLOSED_TODAY)
        return day <= pause->day;
    return day < pause->day || (day == pause->day && minute < pause->minute);
}

static bool has_other_hours(const struct kiosk *kiosk, int32_t day)
{
    const struct other_hours *today = &kiosk->standing.settings.today;
    return today->day != 0 && today->day == day;
}

static const struct venue_day *usual_hours(const struct kiosk *kiosk, int32_t day)
{
    const struct venue_profile *venue = program_venue(kiosk->program);
    return venue->has_hours ? &venue->day[(day + MONDAY) % VENUE_DAYS] : NULL;
}

/* Other hours say when a day begins and ends; the venue's breaks in between stay. */
static bool is_break(const struct venue_day *usual, uint16_t minute)
{
    for (int i = 1; usual != NULL && i < usual->count; i++)
        if (minute >= usual->open[i - 1].to && minute < usual->open[i].from)
            return true;
    return false;
}

static bool is_open(const struct kiosk *kiosk)
{
    const struct other_hours *today = &kiosk->standing.settings.today;
    int32_t day;
    uint16_t minute;
    if (!kiosk_local_now(kiosk, &day, &minute))
        return true;
    if (has_other_hours(kiosk, day))
        return minute >= today->from && minute < today->to &&
               !is_break(usual_hours(kiosk, day), minute);
    return venue_profile_is_open(program_venue(kiosk->program), (day + MONDAY) % VENUE_DAYS,
                                 minute);
}

bool kiosk_hours(const struct kiosk *kiosk, uint16_t *ret_from, uint16_t *ret_to)
{
    const struct other_hours *today = &kiosk->standing.settings.today;
    int32_t day;
    uint16_t minute;
    *ret_from = 0;
    *ret_to = DAY_MINUTES;
    if (!kiosk_local_now(kiosk, &day, &minute))
        return false;
    if (has_other_hours(kiosk, day)) {
        *ret_from = today->from;
        *ret_to = today->to;
        return true;
    }
    const struct venue_day *usual = usual_hours(kiosk, day);
    if (usual == NULL)
        return false;
    *ret_from = usual->count > 0 ? usual->open[0].from : 0;
    *ret_to = usual->count > 0 ? usual->open[usual->count - 1].to : 0;
    return true;
}

/* A clock that is doubted stops nobody. */
static bool is_closed(const struct kiosk *kiosk)
{
    int32_t day;
    uint16_t minute;
    return kiosk_local_now(kiosk, &day, &minute) && kiosk->program->closing_day != 0 &&
           day > kiosk->program->closing_day;
}

bool standing_review_is_due(const struct kiosk *kiosk)
{
    int32_t day;
    uint16_t minute;
    return kiosk_local_now(kiosk, &day, &minute) && kiosk->program != NULL &&
           kiosk->program->review_day != 0 && day >= kiosk->program->review_day;
}

/* --- which screen stands --- */

static bool asks(const struct program *program)
{
    return program->survey != NULL && program->language_count > 0;
}

enum page standing_page(const struct kiosk *kiosk)
{
    if (kiosk->program == NULL)
        return PAGE_NOT_ENROLLED;
    if (asks(kiosk->program) && kiosk_is_practice(kiosk))
        return PAGE_ATTRACT;
    if (kiosk->standing.revoked)
        return PAGE_REVOKED;
    if (!asks(kiosk->program))
        return PAGE_NO_SURVEY;
    if (is_paused(kiosk))
        return PAGE_PAUSED;
    if (is_closed(kiosk))
        return PAGE_CLOSED;
    return is_open(kiosk) ? PAGE_ATTRACT : PAGE_ASLEEP;
}

/* A screen that nobody has touched, or on which there is nothing to be touched. */
static bool is_calm(const struct kiosk *kiosk)
{
    bool untouched = !kiosk->woken && !kiosk->saving && kiosk->pressed.kind == TARGET_NONE;
    switch (kiosk->page) {
    case PAGE_ATTRACT:
    case PAGE_NOT_ENROLLED:
    case PAGE_NO_SURVEY:
    case PAGE_CLOSED:
    case PAGE_PAUSED:
    case PAGE_ASLEEP:
    case PAGE_REVOKED:
        return untouched && kiosk->corner_at == NEVER;
    default:
        return false;
    }
}

bool standing_has_changed(const struct kiosk *kiosk)
{
    return is_calm(kiosk) && standing_page(kiosk) != kiosk->page;
}

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

static msec edge(const struct kiosk *kiosk, int32_t day, uint16_t now, uint16_t minute)
{
    return minute > now ? when(kiosk, day, minute) : NEVER;
}

/* The next edge of the day's hours. */
static msec next_edge(const struct kiosk *kiosk, int32_t day, uint16_t now)
{
    const struct other_hours *today = &kiosk->standing.settings.today;
    const struct venue_day *usual = usual_hours(kiosk, day);
    msec next = NEVER;
    if (has_other_hours(kiosk, day))
        next = sooner(edge(kiosk, day, now, today->from), edge(kiosk, day, now, today->to));
    for (int i = 0; usual != NULL && i < usual->count; i++)
        next = sooner(next, sooner(edge(kiosk, day, now, usual->open[i].from),
                                   edge(kiosk, day, now, usual->open[i].to)));
    return next;
}

/* Is there anything that a day's end can change? */
static bool depends_on_days(const struct kiosk *kiosk)
{
    return kiosk->standing.settings.pause.kind > PAUSE_OUT_OF_ORDER ||
           kiosk->program->closing_day != 0 || program_venue(kiosk->program)->has_hours ||
           kiosk->standing.settings.today.day != 0;
}

msec standing_deadline(const struct kiosk *kiosk)
{
    const struct pause *pause = &kiosk->standing.settings.pause;
    int32_t day;
    uint16_t minute;
    if (!is_calm(kiosk) || kiosk->program == NULL || !kiosk_local_now(kiosk, &day, &minute) ||
        !depends_on_days(kiosk))
        return NEVER;
    msec next = sooner(next_edge(kiosk, day, minute), when(kiosk, day + 1, 0));
    if (pause->kind == PAUSE_BACK_AT && pause->day != 0)
        next = sooner(next, when(kiosk, pause->day, pause->minute));
    return next > kiosk->now ? next : kiosk->now + MINUTE_MS;
}

/* A touch, and the screen is there; what it met in the dark is nothing. */
struct effect standing_wake(struct kiosk *kiosk, msec now)
{
    kiosk_show(kiosk, PAGE_ATTRACT);
    kiosk->woken = true;
    kiosk->last_touch = now;
    return (struct effect){ .kind = FX_WOKEN, .question = -1 };
}

/* --- what the shell tells --- */

static void settle(struct kiosk *kiosk)
{
    if (standing_has_changed(kiosk))
        kiosk_reset(kiosk);
}

struct effect standing_clock(struct kiosk *kiosk, struct event event, msec now)
{
    (void)now;
    kiosk->standing.clock = event.clock;
    settle(kiosk);
    return effect_none();
}

struct effect standing_settings(struct kiosk *kiosk, struct event event, msec now)
{
    (void)now;
    kiosk->standing.settings = *event.settings;
    kiosk->voice.volume = kiosk_usual_volume(kiosk);
    settle(kiosk);
    return effect_none();
}

struct effect standing_revoked(struct kiosk *kiosk, struct event event, msec now)
{
    (void)now;
    kiosk->standing.revoked = event.target.value != 0;
    settle(kiosk);
    return effect_none();
}

struct effect standing_status(struct kiosk *kiosk, struct event event, msec now)
{
    (void)now;
    kiosk->standing.status = event.status;
    return effect_none();
}

struct effect standing_said(struct kiosk *kiosk, struct event event, msec now)
{
    (void)now;
    kiosk->standing.said = event.said;
    return effect_none();
}

/* --- practice --- */

bool kiosk_is_practice(const struct kiosk *kiosk)
{
    return kiosk->standing.practising || (kiosk->program != NULL && kiosk->program->practice);
}

/* What the journal could not close waits there until the practice, which has another, is over. */
struct effect practice_begin(struct kiosk *kiosk, msec now)
{
    struct standing *standing = &kiosk->standing;
    standing->practising = true;
    standing->unclosed = kiosk->unclosed;
    standing->unclosed_ending = kiosk->unclosed_ending;
    kiosk->unclosed = false;
    standing->practice_until = now + PRACTICE_IDLE_MS;
    standing->practice_ends = now + PRACTICE_MOST_MS;
    kiosk_reset(kiosk);
    return (struct effect){ .kind = FX_PRACTICE, .value = 1, .question = -1 };
}

void practice_touched(struct kiosk *kiosk, msec now)
{
    if (kiosk->standing.practising)
        kiosk->standing.practice_until = now + PRACTICE_IDLE_MS;
}

msec practice_deadline(const struct kiosk *kiosk)
{
    const struct standing *standing = &kiosk->standing;
    return standing->practising ? sooner(standing->practice_until, standing->practice_ends) : NEVER;
}

/* What was answered goes with it, closed or not. */
void practice_over(struct kiosk *kiosk)
{
    struct standing *standing = &kiosk->standing;
    if (!standing->practising)
        return;
    standing->practising = false;
    kiosk->unclosed = standing->unclosed;
    kiosk->unclosed_ending = standing->unclosed_ending;
    standing->unclosed = false;
}

struct effect practice_end(struct kiosk *kiosk)
{
    practice_over(kiosk);
    kiosk->under_way = effect_none();
    kiosk_reset(kiosk);
    return (struct effect){ .kind = FX_PRACTICE, .value = 0, .question = -1 };
}
