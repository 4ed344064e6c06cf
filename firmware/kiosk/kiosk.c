/*
 * The heart of the screen: takes one event, looks up whose it is, and keeps the clock. What a page
 * does stands in its page_*.c; what becomes of a visit stands in visit.c.
 */
#include "kiosk_int.h"
#include <string.h>

static const struct page_rules *const pages[PAGES] = {
    [PAGE_NOT_ENROLLED] = &page_waiting, [PAGE_NO_SURVEY] = &page_waiting,
    [PAGE_ATTRACT] = &page_attract,      [PAGE_LANGUAGES] = &page_languages,
    [PAGE_QUESTION] = &page_question,    [PAGE_THANKS] = &page_thanks,
    [PAGE_GOODBYE] = &page_thanks,       [PAGE_DISK_REFUSES] = &page_disk_refuses,
};

static const char *const page_names[PAGES] = {
#define X(name, text) [PAGE_##name] = text,
    PAGE_MAP(X)
#undef X
};

const char *page_name(enum page page)
{
    return page < PAGES ? page_names[page] : "";
}

struct effect effect_none(void)
{
    return (struct effect){ .kind = FX_NONE, .question = -1 };
}

const struct survey *kiosk_survey(const struct kiosk *kiosk)
{
    return kiosk->program->survey;
}

msec kiosk_idle_ms(const struct kiosk *kiosk)
{
    return kiosk->program->idle_ms != 0 ? kiosk->program->idle_ms : IDLE_MS;
}

static msec warn_ms(const struct kiosk *kiosk)
{
    return kiosk->program->warn_ms != 0 ? kiosk->program->warn_ms : WARN_MS;
}

static msec thanks_ms(const struct kiosk *kiosk)
{
    return kiosk->program->thanks_ms != 0 ? kiosk->program->thanks_ms : THANKS_MS;
}

static enum page first_page(const struct program *program)
{
    if (program == NULL)
        return PAGE_NOT_ENROLLED;
    bool asks = program->survey != NULL && program->language_count > 0;
    return asks ? PAGE_ATTRACT : PAGE_NO_SURVEY;
}

void kiosk_init(struct kiosk *kiosk, const struct program *program)
{
    memset(kiosk, 0, sizeof *kiosk);
    kiosk->program = program;
    kiosk->page = first_page(program);
    kiosk->question = -1;
    kiosk->language = program != NULL ? program->default_language : 0;
    kiosk->under_way = effect_none();
    kiosk->clears_at = NEVER;
    kiosk->deadline = NEVER;
}

/* Everything of the last person goes. What stays is the journal's business and the double-tap
 * guard. */
void kiosk_reset(struct kiosk *kiosk)
{
    const struct program *program = kiosk->has_next_program ? kiosk->next_program : kiosk->program;
    bool unclosed = kiosk->unclosed;
    enum ending unclosed_ending = kiosk->unclosed_ending;
    kiosk_init(kiosk, program);
    kiosk->unclosed = unclosed;
    kiosk->unclosed_ending = unclosed_ending;
}

void kiosk_show(struct kiosk *kiosk, enum page page)
{
    kiosk->page = page;
    kiosk->sheet = SHEET_NONE;
    kiosk->clears_at = NEVER;
}

/* The languages page waits as the page that it returns to. */
static const struct page_rules *rules_of(const struct kiosk *kiosk)
{
    return pages[kiosk->page == PAGE_LANGUAGES ? kiosk->came_from : kiosk->page];
}

static bool counts_down(const struct kiosk *kiosk)
{
    return rules_of(kiosk)->timing == TIMING_CLEARS;
}

static void touched(struct kiosk *kiosk, msec now)
{
    kiosk->last_touch = now;
    if (counts_down(kiosk))
        kiosk->clears_at = NEVER;
    else if (kiosk->sheet == SHEET_TIME && kiosk->clears_at < now + LAST_MOMENT_MS)
        kiosk->clears_at = now + LAST_MOMENT_MS;
}

static bool is_quiet(const struct kiosk *kiosk, struct target target, msec now)
{
    bool any = kiosk->quiet_target.kind == TARGET_NONE;
    return now < kiosk->quiet_until && (any || target_equal(kiosk->quiet_target, target));
}

static struct effect on_press(struct kiosk *kiosk, struct event event, msec now)
{
    bool second_finger = kiosk->pressed.kind != TARGET_NONE;
    if (kiosk->saving || second_finger || rules_of(kiosk)->timing == TIMING_STILL)
        return effect_none();
    touched(kiosk, now);
    if (!is_quiet(kiosk, event.target, now))
        kiosk->pressed = event.target;
    if (kiosk->woken)
        return effect_none();
    kiosk->woken = true;
    return (struct effect){ .kind = FX_WOKEN, .question = -1 };
}

static struct effect on_slide_off(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    (void)now;
    kiosk->pressed = (struct target){ TARGET_NONE, 0 };
    return effect_none();
}

static bool is_key(enum target_kind kind)
{
    return kind >= TARGET_KEY && kind <= TARGET_KEY_ACCENTS;
}

static struct effect tap_tool(struct kiosk *kiosk, struct target target)
{
    if (target.kind == TARGET_MORE_LANGUAGES) {
        kiosk->came_from = kiosk->page;
        kiosk_show(kiosk, PAGE_LANGUAGES);
        return effect_none();
    }
    kiosk->sheet = target.kind == TARGET_HELP ? SHEET_HELP : SHEET_DISPLAY;
    kiosk->clears_at = NEVER;
    bool calls = kiosk->sheet == SHEET_HELP;
    return (struct effect){ .kind = calls ? FX_CALL_HELP : FX_NONE, .question = -1 };
}

static bool is_tool(const struct kiosk *kiosk, enum target_kind kind)
{
    if (!pages[kiosk->page]->tools)
        return false;
    bool languages = kind == TARGET_MORE_LANGUAGES && kiosk->page != PAGE_LANGUAGES;
    return languages || kind == TARGET_DISPLAY || kind == TARGET_HELP;
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    if (kiosk->sheet != SHEET_NONE)
        return sheet_tap(kiosk, target, now);
    if (is_tool(kiosk, target.kind))
        return tap_tool(kiosk, target);
    return pages[kiosk->page]->tap(kiosk, target, now);
}

static struct effect on_release(struct kiosk *kiosk, struct event event, msec now)
{
    struct target held = kiosk->pressed;
    kiosk->pressed = (struct target){ TARGET_NONE, 0 };
    if (kiosk->saving || held.kind == TARGET_NONE || !target_equal(held, event.target))
        return effect_none();
    kiosk->last_touch = now;
    kiosk->quiet_target = held;
    kiosk->quiet_until = now + (is_key(held.kind) ? QUIET_KEY_MS : QUIET_TAP_MS);
    struct effect effect = tap(kiosk, held, now);
    if (effect.kind == FX_SAVE)
        kiosk->pending = held;
    return effect;
}

static struct effect on_saved(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    if (!kiosk->saving)
        return effect_none();
    kiosk->saving = false;
    kiosk->pending = (struct target){ TARGET_NONE, 0 };
    kiosk->last_touch = now;
    return visit_saved(kiosk);
}

static struct effect on_save_failed(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    if (!kiosk->saving)
        return effect_none();
    kiosk->saving = false;
    kiosk->pending = (struct target){ TARGET_NONE, 0 };
    kiosk->last_touch = now;
    return visit_refused(kiosk);
}

static struct effect on_program(struct kiosk *kiosk, struct event event, msec now)
{
    (void)now;
    kiosk->next_program = event.program;
    kiosk->has_next_program = true;
    bool waiting = rules_of(kiosk)->timing == TIMING_STILL;
    bool untouched = kiosk->page == PAGE_ATTRACT && !kiosk->woken && !kiosk->saving;
    if (waiting || untouched)
        kiosk_reset(kiosk);
    return effect_none();
}

static struct effect on_character(struct kiosk *kiosk, struct event event, msec now)
{
    if (kiosk->saving || kiosk->sheet != SHEET_NONE || !writing_open(kiosk))
        return effect_none();
    kiosk->last_touch = now;
    writing_character(kiosk, event.target.value);
    return effect_none();
}

static struct effect time_is_over(struct kiosk *kiosk)
{
    if (counts_down(kiosk)) {
        kiosk_reset(kiosk);
        return effect_none();
    }
    return visit_close(kiosk, ENDING_TIMEOUT);
}

static struct effect nobody_touched(struct kiosk *kiosk, msec now)
{
    if (rules_of(kiosk)->timing == TIMING_WARNS) {
        kiosk->sheet = SHEET_TIME;
        kiosk->clears_at = now + warn_ms(kiosk);
    } else {
        kiosk_reset(kiosk);
    }
    return effect_none();
}

/* An attract screen that nobody has touched has time to close what the disk refused to close. */
static struct effect on_tick(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    if (kiosk->saving || rules_of(kiosk)->timing == TIMING_STILL)
        return effect_none();
    if (kiosk->clears_at != NEVER)
        return now >= kiosk->clears_at ? time_is_over(kiosk) : effect_none();
    if (kiosk->woken)
        return now >= kiosk->last_touch + kiosk_idle_ms(kiosk) ? nobody_touched(kiosk, now)
                                                               : effect_none();
    bool retries = kiosk->unclosed && kiosk->deadline != NEVER && now >= kiosk->deadline;
    return retries ? visit_retry_end(kiosk, AFTER_RESET) : effect_none();
}

/* Ticks are wanted when the shown number of seconds changes. */
static msec next_second(const struct kiosk *kiosk, msec now)
{
    if (now >= kiosk->clears_at)
        return now;
    msec left = kiosk->clears_at - now;
    return kiosk->clears_at - (left - 1) / 1000 * 1000;
}

static msec next_deadline(const struct kiosk *kiosk, msec now)
{
    if (kiosk->saving || rules_of(kiosk)->timing == TIMING_STILL)
        return NEVER;
    if (kiosk->clears_at != NEVER)
        return next_second(kiosk, now);
    if (kiosk->woken)
        return kiosk->last_touch + kiosk_idle_ms(kiosk);
    if (!kiosk->unclosed)
        return NEVER;
    return kiosk->deadline != NEVER && kiosk->deadline > now ? kiosk->deadline : now + RETRY_MS;
}

/* A page that counts down starts to do so when it is shown and after each touch; a sheet on it may
 * be read for as long as anything else. */
static void start_countdown(struct kiosk *kiosk, msec now)
{
    bool starts = counts_down(kiosk) && kiosk->clears_at == NEVER;
    bool is_reading = kiosk->sheet != SHEET_NONE || kiosk->page == PAGE_LANGUAGES;
    if (starts)
        kiosk->clears_at = now + (is_reading ? kiosk_idle_ms(kiosk) : thanks_ms(kiosk));
}

struct place {
    enum page page;
    enum sheet sheet;
    int question;
};

static struct place place_of(const struct kiosk *kiosk)
{
    return (struct place){ kiosk->page, kiosk->sheet, kiosk->question };
}

/* A new screen takes no tap that was meant for the one before it. */
static void guard_new_screen(struct kiosk *kiosk, struct place before, msec now)
{
    struct place after = place_of(kiosk);
    if (after.page == before.page && after.sheet == before.sheet &&
        after.question == before.question)
        return;
    kiosk->pressed = (struct target){ TARGET_NONE, 0 };
    kiosk->quiet_target = (struct target){ TARGET_NONE, 0 };
    kiosk->quiet_until = now + QUIET_TAP_MS;
}

struct effect kiosk_step(struct kiosk *kiosk, struct event event, msec now)
{
    static struct effect (*const handlers[])(struct kiosk *, struct event, msec) = {
        [EV_TICK] = on_tick,       [EV_PRESS] = on_press,         [EV_SLIDE_OFF] = on_slide_off,
        [EV_RELEASE] = on_release, [EV_SAVED] = on_saved,         [EV_SAVE_FAILED] = on_save_failed,
        [EV_PROGRAM] = on_program, [EV_CHARACTER] = on_character,
    };
    struct place before = place_of(kiosk);
    struct effect effect = handlers[event.kind](kiosk, event, now);
    if (effect.kind == FX_SAVE || effect.kind == FX_END) {
        kiosk->saving = true;
        kiosk->under_way = effect;
    }
    guard_new_screen(kiosk, before, now);
    start_countdown(kiosk, now);
    kiosk->deadline = next_deadline(kiosk, now);
    return effect;
}

uint32_t kiosk_seconds_left(const struct kiosk *kiosk, msec now)
{
    if (kiosk->clears_at == NEVER || kiosk->clears_at <= now)
        return 0;
    return (uint32_t)((kiosk->clears_at - now + 999) / 1000);
}
