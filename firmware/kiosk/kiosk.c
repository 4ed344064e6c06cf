/*
 * The heart of the screen: takes one event, looks up whose it is, and keeps the clock. What a page
 * does stands in its page_*.c; what becomes of a visit stands in visit.c; what all of them move
 * stands in state.c.
 */
#include "kiosk_int.h"

static const struct page_rules *const pages[PAGES] = {
    [PAGE_NOT_ENROLLED] = &page_calm,
    [PAGE_NO_SURVEY] = &page_calm,
    [PAGE_ATTRACT] = &page_attract,
    [PAGE_LANGUAGES] = &page_languages,
    [PAGE_QUESTION] = &page_question,
    [PAGE_THANKS] = &page_thanks,
    [PAGE_GOODBYE] = &page_thanks,
    [PAGE_DISK_REFUSES] = &page_disk_refuses,
    [PAGE_CLOSED] = &page_calm,
    [PAGE_PAUSED] = &page_calm,
    [PAGE_ASLEEP] = &page_calm,
    [PAGE_REVOKED] = &page_calm,
    [PAGE_CLEANING] = &page_cleaning,
    [PAGE_SETUP_CODE] = &page_setup_code,
    [PAGE_SETUP_HUB] = &page_setup_hub,
    [PAGE_SETUP_WAIT] = &page_setup_wait,
    [PAGE_STAFF_PIN] = &page_staff_pin,
    [PAGE_STAFF_RECOVERY] = &page_staff_recovery,
    [PAGE_STAFF_MENU] = &page_staff_menu,
    [PAGE_STAFF_PAUSE] = &page_staff_pause,
    [PAGE_STAFF_BACK_AT] = &page_staff_back_at,
    [PAGE_STAFF_STICK] = &page_staff_stick,
    [PAGE_STAFF_SAID] = &page_staff_said,
    [PAGE_STAFF_MORE] = &page_staff_more,
    [PAGE_STAFF_LANGUAGES] = &page_staff_languages,
    [PAGE_STAFF_SOUND] = &page_staff_sound,
    [PAGE_STAFF_HOURS] = &page_staff_hours,
    [PAGE_STAFF_TEST] = &page_staff_test,
    [PAGE_STAFF_LOG] = &page_staff_log,
    [PAGE_STAFF_TURN] = &page_staff_turn,
    [PAGE_STAFF_ADJUST] = &page_staff_adjust,
    [PAGE_PRIVACY] = &page_privacy,
    [PAGE_TAKING_PART] = &page_taking_part,
};

static msec at_least(msec usual, msec least)
{
    return usual > least ? usual : least;
}

static msec warn_ms(const struct kiosk *kiosk)
{
    msec usual = kiosk->program->warn_ms != 0 ? kiosk->program->warn_ms : WARN_MS;
    return at_least(usual, scan_patience(kiosk));
}

static msec thanks_ms(const struct kiosk *kiosk)
{
    bool more = kiosk_can_take_part(kiosk) || kiosk_notice(kiosk) != NULL;
    if (kiosk->program->thanks_ms != 0)
        return kiosk->program->thanks_ms;
    return more ? THANKS_MORE_MS : THANKS_MS;
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

bool kiosk_is_still(const struct kiosk *kiosk)
{
    return rules_of(kiosk)->timing == TIMING_STILL;
}

/* Nobody can do anything: no touch and no key means anything. */
bool kiosk_is_deaf(const struct kiosk *kiosk)
{
    return rules_of(kiosk)->deaf;
}

void kiosk_touched(struct kiosk *kiosk, msec now)
{
    speech_hush(kiosk);
    kiosk->last_touch = now;
    practice_touched(kiosk, now);
    if (counts_down(kiosk))
        kiosk->clears_at = NEVER;
    else if (kiosk->sheet == SHEET_TIME && kiosk->clears_at < now + LAST_MOMENT_MS)
        kiosk->clears_at = now + LAST_MOMENT_MS;
}

/* A screen that stays is as untouched as before. */
struct effect kiosk_woken(struct kiosk *kiosk)
{
    if (kiosk->woken || kiosk_is_still(kiosk))
        return effect_none();
    kiosk->woken = true;
    return (struct effect){ .kind = FX_WOKEN, .question = -1 };
}

bool kiosk_is_quiet(const struct kiosk *kiosk, struct target target, msec now)
{
    bool any = kiosk->quiet_target.kind == TARGET_NONE;
    return now < kiosk->quiet_until && (any || target_equal(kiosk->quiet_target, target));
}

/* On a still screen a touch wakes nobody; in the dark it does, and means nothing else. */
static struct effect press_still(struct kiosk *kiosk, struct event event, msec now)
{
    if (kiosk->page == PAGE_ASLEEP && kiosk->corner_at == NEVER)
        return standing_wake(kiosk, now);
    speech_turn_off(kiosk);
    if (!kiosk_is_quiet(kiosk, event.target, now))
        kiosk->pressed = event.target;
    return effect_none();
}

static struct effect on_press(struct kiosk *kiosk, struct event event, msec now)
{
    bool second_finger = kiosk->pressed.kind != TARGET_NONE;
    if (kiosk->saving || second_finger || kiosk_is_deaf(kiosk))
        return effect_none();
    corner_press(kiosk, event, now);
    if (kiosk_is_still(kiosk))
        return press_still(kiosk, event, now);
    kiosk_touched(kiosk, now);
    focus_end(kiosk);
    if (!kiosk_is_quiet(kiosk, event.target, now))
        kiosk->pressed = event.target;
    if (kiosk_is_staff_page(kiosk->page))
        return touch_felt(kiosk, event.place, now);
    return kiosk_woken(kiosk);
}

static struct effect on_slide_off(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    (void)now;
    corner_let_go(kiosk);
    kiosk->pressed = (struct target){ TARGET_NONE, 0 };
    return effect_none();
}

static struct effect on_off_corner(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    (void)now;
    corner_let_go(kiosk);
    return effect_none();
}

static bool is_key(enum target_kind kind)
{
    return kind >= TARGET_KEY && kind <= TARGET_KEY_ACCENTS;
}

static enum sheet tool_sheet(enum target_kind tool)
{
    if (tool == TARGET_LISTEN)
        return SHEET_LISTEN;
    if (tool == TARGET_MENU)
        return SHEET_MENU;
    return tool == TARGET_HELP ? SHEET_HELP : SHEET_DISPLAY;
}

static struct effect tap_tool(struct kiosk *kiosk, struct target target, msec now)
{
    if (target.kind == TARGET_MORE_LANGUAGES) {
        kiosk->came_from = kiosk->page;
        kiosk_show(kiosk, PAGE_LANGUAGES);
        return effect_none();
    }
    if (target.kind == TARGET_LISTEN && !kiosk->voice.on) {
        speech_turn_on(kiosk);
        return effect_none();
    }
    kiosk->sheet = tool_sheet(target.kind);
    kiosk->clears_at = NEVER;
    return kiosk->sheet == SHEET_HELP ? help_call(kiosk, now) : effect_none();
}

static bool is_tool(const struct kiosk *kiosk, enum target_kind kind)
{
    if (!pages[kiosk->page]->tools)
        return false;
    bool languages = kind == TARGET_MORE_LANGUAGES && kiosk->page != PAGE_LANGUAGES;
    bool listens = kind == TARGET_LISTEN && kiosk_speaks(kiosk);
    return languages || listens || kind == TARGET_MENU || kind == TARGET_DISPLAY ||
           kind == TARGET_HELP;
}

/* The menu holds the tools, and the way out where the foot has no room for it. */
static bool is_in_menu(const struct kiosk *kiosk, enum target_kind kind)
{
    bool held = kind == TARGET_LEAVE || (kind != TARGET_MENU && is_tool(kiosk, kind));
    return kiosk->sheet == SHEET_MENU && held;
}

/* Who reads on is still there: the warning begins anew. */
static void show_part(struct kiosk *kiosk, uint32_t part, msec now)
{
    if (kiosk->sheet == SHEET_TIME)
        kiosk->clears_at = now + warn_ms(kiosk);
    if (kiosk->sheet != SHEET_NONE)
        kiosk->sheet_part = part;
    else
        kiosk->part = part;
}

struct effect pages_tap(struct kiosk *kiosk, struct target target, msec now)
{
    return pages[kiosk->page]->tap(kiosk, target, now);
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    if (target.kind == TARGET_PART) {
        show_part(kiosk, target.value, now);
        return effect_none();
    }
    if (is_in_menu(kiosk, target.kind))
        sheet_close(kiosk);
    if (kiosk->sheet != SHEET_NONE)
        return sheet_tap(kiosk, target, now);
    if (is_tool(kiosk, target.kind))
        return tap_tool(kiosk, target, now);
    return pages_tap(kiosk, target, now);
}

static msec key_ready_at(const struct kiosk *kiosk)
{
    bool any = kiosk->last_key.kind != TARGET_NONE;
    return any ? kiosk->last_key_at + program_venue(kiosk->program)->key_guard_ms : 0;
}

msec kiosk_ready_at(const struct kiosk *kiosk)
{
    return at_least(kiosk->quiet_until, key_ready_at(kiosk));
}

bool kiosk_is_echo(struct kiosk *kiosk, struct target key, msec now)
{
    bool echo = target_equal(kiosk->last_key, key) && now < key_ready_at(kiosk);
    if (echo)
        return true;
    kiosk->last_key = key;
    kiosk->last_key_at = now;
    return false;
}

struct effect kiosk_choose(struct kiosk *kiosk, struct target target, msec now)
{
    kiosk->last_touch = now;
    kiosk->quiet_target = target;
    kiosk->quiet_until =
        now + (is_key(target.kind) ? program_venue(kiosk->program)->key_guard_ms : QUIET_TAP_MS);
    struct effect effect = tap(kiosk, target, now);
    if (effect.kind == FX_SAVE)
        kiosk->pending = target;
    else
        speech_chose(kiosk, target);
    return effect;
}

static struct effect on_release(struct kiosk *kiosk, struct event event, msec now)
{
    struct target held = kiosk->pressed;
    corner_let_go(kiosk);
    kiosk->pressed = (struct target){ TARGET_NONE, 0 };
    if (kiosk->saving || held.kind == TARGET_NONE || !target_equal(held, event.target))
        return effect_none();
    return kiosk_choose(kiosk, held, now);
}

static struct effect on_saved(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    if (!kiosk->saving)
        return effect_none();
    struct target chosen = kiosk->pending;
    kiosk->saving = false;
    kiosk->standing.disk_refuses = false;
    kiosk->pending = (struct target){ TARGET_NONE, 0 };
    kiosk->last_touch = now;
    if (chosen.kind != TARGET_NONE)
        speech_chose(kiosk, chosen);
    return visit_saved(kiosk, now);
}

static struct effect on_save_failed(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    if (!kiosk->saving)
        return effect_none();
    kiosk->saving = false;
    kiosk->standing.disk_refuses = true;
    kiosk->pending = (struct target){ TARGET_NONE, 0 };
    kiosk->last_touch = now;
    return visit_refused(kiosk, now);
}

static struct effect on_program(struct kiosk *kiosk, struct event event, msec now)
{
    (void)now;
    kiosk->next_program = event.program;
    kiosk->has_next_program = true;
    return effect_none();
}

/* A new program begins where nobody has begun anything; while a hand is on the door's corner it
 * waits until that hand has gone, as no time would end a screen that stays. */
static void take_program(struct kiosk *kiosk)
{
    bool waiting = rules_of(kiosk)->timing == TIMING_STILL;
    bool untouched = kiosk->page == PAGE_ATTRACT && !kiosk->woken && !kiosk->saving;
    if (kiosk->has_next_program && (waiting || untouched) && kiosk->corner_at == NEVER)
        kiosk_reset(kiosk);
}

static struct effect on_character(struct kiosk *kiosk, struct event event, msec now)
{
    if (kiosk->saving)
        return effect_none();
    if (pages[kiosk->page]->types) {
        speech_chose(kiosk, event.target);
        return staff_character(kiosk, event.target.value, now);
    }
    if (!kiosk_is_writing(kiosk))
        return effect_none();
    kiosk_touched(kiosk, now);
    writing_character(kiosk, event.target.value);
    speech_chose(kiosk, event.target);
    return effect_none();
}

static struct effect time_is_over(struct kiosk *kiosk)
{
    if (kiosk->staff.on_trial)
        return trial_is_over(kiosk);
    if (counts_down(kiosk)) {
        kiosk_reset(kiosk);
        return effect_none();
    }
    return visit_close(kiosk, ENDING_TIMEOUT);
}

/* Whoever scans is there as long as the ring may not have come to what they want. */
static msec idle_ms(const struct kiosk *kiosk)
{
    msec own = rules_of(kiosk)->idle_ms;
    return at_least(own != 0 ? own : kiosk_idle_ms(kiosk), scan_patience(kiosk));
}

static struct effect nobody_touched(struct kiosk *kiosk, msec now)
{
    switch (rules_of(kiosk)->timing) {
    case TIMING_WARNS:
        kiosk->sheet = SHEET_TIME;
        kiosk->clears_at = now + warn_ms(kiosk);
        return effect_none();
    case TIMING_RETURNS:
        door_leave(kiosk);
        return effect_none();
    default:
        return staff_end(kiosk);
    }
}

/* On a kiosk that is not set up yet a ring goes round until nobody has pressed for a while. */
static struct effect tick_still(struct kiosk *kiosk, struct event event, msec now)
{
    bool ringed = kiosk->focus.walker != WALKER_NONE;
    if (ringed && now >= kiosk->last_touch + idle_ms(kiosk))
        focus_end(kiosk);
    scan_tick(kiosk, event.stops, now);
    return effect_none();
}

/* An attract screen that nobody has touched has time to close what the disk refused to close. */
static struct effect on_tick(struct kiosk *kiosk, struct event event, msec now)
{
    if (kiosk->saving)
        return effect_none();
    if (now >= practice_deadline(kiosk))
        return practice_end(kiosk);
    if (kiosk->corner_at != NEVER)
        return corner_tick(kiosk, now);
    if (standing_has_changed(kiosk))
        kiosk_reset(kiosk);
    if (kiosk_is_still(kiosk))
        return tick_still(kiosk, event, now);
    help_tick(kiosk, now);
    notice_tick(kiosk, now);
    scan_tick(kiosk, event.stops, now);
    speech_countdown(kiosk, now);
    if (kiosk->clears_at != NEVER)
        return now >= kiosk->clears_at ? time_is_over(kiosk) : effect_none();
    if (kiosk->woken)
        return now >= kiosk->last_touch + idle_ms(kiosk) ? nobody_touched(kiosk, now)
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

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

/* A page that says how long to wait changes with each second. */
static msec pin_deadline(const struct kiosk *kiosk, msec now)
{
    uint32_t left = kiosk->page == PAGE_STAFF_PIN ? kiosk_pin_wait(kiosk, now) : 0;
    return left > 0 ? kiosk->standing.pin_after - (msec)(left - 1) * 1000 : NEVER;
}

static msec visit_deadline(const struct kiosk *kiosk, msec now)
{
    bool stays = kiosk_is_still(kiosk);
    if (stays && kiosk->focus.walker == WALKER_NONE)
        return NEVER;
    if (kiosk->clears_at != NEVER)
        return sooner(next_second(kiosk, now), scan_deadline(kiosk));
    if (kiosk->woken || stays)
        return sooner(kiosk->last_touch + idle_ms(kiosk), scan_deadline(kiosk));
    if (!kiosk->unclosed)
        return NEVER;
    return kiosk->deadline != NEVER && kiosk->deadline > now ? kiosk->deadline : now + RETRY_MS;
}

static msec next_deadline(const struct kiosk *kiosk, msec now)
{
    if (kiosk->saving)
        return NEVER;
    msec next = sooner(visit_deadline(kiosk, now), standing_deadline(kiosk));
    next = sooner(next, sooner(corner_deadline(kiosk), pin_deadline(kiosk, now)));
    next = sooner(next, sooner(help_deadline(kiosk), notice_deadline(kiosk)));
    return sooner(next, practice_deadline(kiosk));
}

/* A page that counts down starts to do so when it is shown and after each touch; a sheet on it may
 * be read for as long as anything else, and what is listened to or walked through takes longer. */
static void start_countdown(struct kiosk *kiosk, msec now)
{
    bool starts = counts_down(kiosk) && kiosk->clears_at == NEVER;
    bool is_reading = kiosk->sheet != SHEET_NONE || kiosk->page == PAGE_LANGUAGES ||
                      kiosk->voice.on || kiosk->focus.walker != WALKER_NONE;
    if (starts)
        kiosk->clears_at = now + (is_reading ? idle_ms(kiosk) : thanks_ms(kiosk));
}

struct place {
    enum page page;
    enum sheet sheet;
    int question;
    uint32_t part, sheet_part;
    uint8_t language;
    bool large;
};

static struct place place_of(const struct kiosk *kiosk)
{
    return (struct place){ kiosk->page,       kiosk->sheet,    kiosk->question, kiosk->part,
                           kiosk->sheet_part, kiosk->language, kiosk->large };
}

/* A new screen is read from its start. */
static void begin_new_screen(struct kiosk *kiosk)
{
    focus_home(kiosk);
    speech_say(kiosk, SAYING_SCREEN, (struct target){ TARGET_NONE, 0 });
}

/* Other words stand in other parts: they are shown from the first. */
static void begin_parts(struct kiosk *kiosk, struct place before, struct place after)
{
    bool reworded = after.language != before.language || after.large != before.large;
    if (reworded || after.page != before.page || after.question != before.question)
        kiosk->part = 0;
    if (reworded || after.sheet != before.sheet)
        kiosk->sheet_part = 0;
}

/* A new screen takes no tap that was meant for the one before it. */
static void guard_new_screen(struct kiosk *kiosk, struct place before, msec now)
{
    struct place after = place_of(kiosk);
    begin_parts(kiosk, before, after);
    bool same = after.page == before.page && after.sheet == before.sheet &&
                after.question == before.question && after.part == before.part &&
                after.sheet_part == before.sheet_part;
    if (!same || after.language != before.language)
        begin_new_screen(kiosk);
    if (same)
        return;
    kiosk->pressed = (struct target){ TARGET_NONE, 0 };
    kiosk->quiet_target = (struct target){ TARGET_NONE, 0 };
    kiosk->quiet_until = now + QUIET_TAP_MS;
}

/* The menu that ended a practice knows now how the kiosk does. */
static struct effect on_practice(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    (void)now;
    return kiosk->page == PAGE_STAFF_MENU ? effect_of(FX_LOOK, 0) : effect_none();
}

/* What each event may bring with it, whatever it was. */
static void follow(struct kiosk *kiosk, struct effect effect)
{
    if (effect.kind == FX_NONE)
        take_program(kiosk);
    if (effect.kind == FX_SAVE || effect.kind == FX_END) {
        kiosk->saving = true;
        kiosk->under_way = effect;
    }
}

struct effect kiosk_step(struct kiosk *kiosk, struct event event, msec now)
{
    static struct effect (*const handlers[])(struct kiosk *, struct event, msec) = {
        [EV_TICK] = on_tick,
        [EV_PRESS] = on_press,
        [EV_SLIDE_OFF] = on_slide_off,
        [EV_RELEASE] = on_release,
        [EV_SAVED] = on_saved,
        [EV_SAVE_FAILED] = on_save_failed,
        [EV_PROGRAM] = on_program,
        [EV_CHARACTER] = on_character,
        [EV_KEYPAD] = focus_keypad,
        [EV_SWITCH] = scan_switch,
        [EV_JACK] = speech_jack,
        [EV_UNPLUGGED] = speech_unplugged,
        [EV_SAID] = speech_said,
        [EV_OFF_CORNER] = on_off_corner,
        [EV_CLOCK] = standing_clock,
        [EV_SETTINGS] = standing_settings,
        [EV_REVOKED] = standing_revoked,
        [EV_TRIES] = door_tries,
        [EV_STATUS] = standing_status,
        [EV_PEOPLE] = standing_said,
        [EV_PIN] = door_pin,
        [EV_CODE] = setup_code,
        [EV_TASK] = task_news,
        [EV_PRACTICE] = on_practice,
        [EV_HELP_TOLD] = help_told,
        [EV_HELP_NOT_TOLD] = help_not_told,
    };
    struct place before = place_of(kiosk);
    kiosk->now = now;
    scan_see(kiosk, event.stops);
    kiosk->chance = event.chance;
    kiosk->short_of_room = event.short_of_room;
    struct effect effect = handlers[event.kind](kiosk, event, now);
    follow(kiosk, effect);
    guard_new_screen(kiosk, before, now);
    start_countdown(kiosk, now);
    notice_follow(kiosk, now);
    kiosk->deadline = next_deadline(kiosk, now);
    return effect;
}

uint32_t kiosk_seconds_left(const struct kiosk *kiosk, msec now)
{
    if (kiosk->clears_at == NEVER || kiosk->clears_at <= now)
        return 0;
    return (uint32_t)((kiosk->clears_at - now + 999) / 1000);
}
