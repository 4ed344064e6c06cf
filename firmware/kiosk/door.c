/*
 * The way into the staff menu: a finger that holds the corner for a while, and the PIN. The corner
 * means nothing else; whoever leaves the PIN alone is back where they were.
 */
#include "kiosk_int.h"
#include <string.h>

enum {
    CORNER_SHOWS_MS = 1000, /* nothing is to be seen of it before */
    CORNER_OPENS_MS = 3000,
    KEYS_APART_MS = 3000, /* at most, between two keys */
    FREE_TRIES = 5,
    WAIT_FIRST_MS = 60 * 1000,
    WAIT_MOST_MS = 60 * 60 * 1000,
};

/* --- the corner --- */

static msec corner_step_ms(void)
{
    return (CORNER_OPENS_MS - CORNER_SHOWS_MS) / CORNER_STEPS;
}

void corner_press(struct kiosk *kiosk, struct event event, msec now)
{
    bool opens = event.corner && !kiosk_is_staff_page(kiosk->page);
    kiosk->corner_at = opens ? now : NEVER;
}

void corner_let_go(struct kiosk *kiosk)
{
    kiosk->corner_at = NEVER;
}

int kiosk_corner_step(const struct kiosk *kiosk)
{
    if (kiosk->corner_at == NEVER || kiosk->now < kiosk->corner_at + CORNER_SHOWS_MS)
        return 0;
    msec shown = kiosk->now - kiosk->corner_at - CORNER_SHOWS_MS;
    int step = (int)(shown / corner_step_ms()) + 1;
    return step < CORNER_STEPS ? step : CORNER_STEPS;
}

msec corner_deadline(const struct kiosk *kiosk)
{
    if (kiosk->corner_at == NEVER || kiosk->saving)
        return NEVER;
    return kiosk->corner_at + CORNER_SHOWS_MS + (msec)kiosk_corner_step(kiosk) * corner_step_ms();
}

/* --- by keys --- */

/* Up, down, up, down, repeat, volume, repeat, volume: eight keys that nobody presses in this order
 * to find their way. */
bool door_keys(struct kiosk *kiosk, enum keypad key, msec now)
{
    static const enum keypad keys[] = {
        KEYPAD_UP,     KEYPAD_DOWN,   KEYPAD_UP,     KEYPAD_DOWN,
        KEYPAD_REPEAT, KEYPAD_VOLUME, KEYPAD_REPEAT, KEYPAD_VOLUME
    };
    bool late = now > kiosk->door_keys_at + KEYS_APART_MS;
    if (late || key != keys[kiosk->door_keys])
        kiosk->door_keys = 0;
    kiosk->door_keys_at = now;
    kiosk->door_keys = key == keys[kiosk->door_keys] ? (uint8_t)(kiosk->door_keys + 1) : 0;
    if (kiosk->door_keys < sizeof keys / sizeof keys[0])
        return false;
    kiosk->door_keys = 0;
    return !kiosk_is_staff_page(kiosk->page);
}

/* --- going in --- */

/* Whatever was going on at the screen is over. */
static struct effect menu_open(struct kiosk *kiosk, msec now)
{
    uint8_t language = kiosk->language;
    bool practised = kiosk->standing.practising;
    practice_over(kiosk);
    kiosk->under_way = effect_none();
    kiosk_reset(kiosk);
    kiosk->language = kiosk->program != NULL && language < kiosk->program->language_count
                          ? language
                          : kiosk->language;
    kiosk_show(kiosk, PAGE_STAFF_MENU);
    kiosk->woken = true;
    kiosk->last_touch = now;
    if (practised)
        return (struct effect){ .kind = FX_PRACTICE, .value = 0, .question = -1 };
    return (struct effect){ .kind = FX_LOOK, .question = -1 };
}

struct effect door_opened(struct kiosk *kiosk, msec now)
{
    return menu_open(kiosk, now);
}

/* A visit that was left at the screen is closed first, as it was last saved; one of a practice goes
 * with it. */
static struct effect go_in(struct kiosk *kiosk, msec now)
{
    if (!kiosk->any_saved || kiosk->standing.practising)
        return menu_open(kiosk, now);
    struct effect effect = visit_close(kiosk, ENDING_LEFT);
    kiosk->after = AFTER_STAFF;
    return effect;
}

static void ask(struct kiosk *kiosk, msec now)
{
    kiosk->door_from = kiosk->page;
    kiosk_show(kiosk, PAGE_STAFF_PIN);
    memset(&kiosk->staff, 0, sizeof kiosk->staff);
    kiosk->last_touch = now;
    kiosk->woken = true;
}

struct effect door_open(struct kiosk *kiosk, msec now)
{
    corner_let_go(kiosk);
    kiosk->pressed = (struct target){ TARGET_NONE, 0 };
    if (!kiosk->standing.has_pin)
        return go_in(kiosk, now);
    ask(kiosk, now);
    return effect_none();
}

struct effect corner_tick(struct kiosk *kiosk, msec now)
{
    bool over = kiosk->corner_at != NEVER && now >= kiosk->corner_at + CORNER_OPENS_MS;
    return over ? door_open(kiosk, now) : effect_none();
}

/* Back to the screen that was there; one that nobody had touched is as untouched as before. */
void door_leave(struct kiosk *kiosk)
{
    enum page from = kiosk->door_from;
    memset(&kiosk->staff, 0, sizeof kiosk->staff);
    bool visit = from == PAGE_QUESTION || from == PAGE_LANGUAGES || from == PAGE_DISK_REFUSES;
    if (visit)
        kiosk_show(kiosk, from);
    else
        kiosk_reset(kiosk);
}

/* --- the PIN --- */

static msec wait_after(uint32_t tries)
{
    if (tries < FREE_TRIES)
        return 0;
    msec wait = WAIT_FIRST_MS;
    for (uint32_t i = FREE_TRIES; i < tries && wait < WAIT_MOST_MS; i++)
        wait *= 2;
    return wait < WAIT_MOST_MS ? wait : WAIT_MOST_MS;
}

bool kiosk_types_secret(const struct kiosk *kiosk)
{
    return kiosk->page == PAGE_STAFF_PIN || kiosk->page == PAGE_STAFF_RECOVERY ||
           kiosk->page == PAGE_SETUP_CODE;
}

uint32_t kiosk_pin_wait(const struct kiosk *kiosk, msec now)
{
    msec after = kiosk->standing.pin_after;
    return after > now ? (uint32_t)((after - now + 999) / 1000) : 0;
}

/* Pulling the plug is no way round the wait: it begins anew. */
struct effect door_tries(struct kiosk *kiosk, struct event event, msec now)
{
    kiosk->standing.has_pin = event.place.x != 0;
    kiosk->standing.tries = event.target.value;
    kiosk->standing.pin_after = now + wait_after(kiosk->standing.tries);
    return effect_none();
}

struct effect door_pin(struct kiosk *kiosk, struct event event, msec now)
{
    struct staff *staff = &kiosk->staff;
    bool asked = kiosk->page == PAGE_STAFF_PIN || kiosk->page == PAGE_STAFF_RECOVERY;
    bool right = event.target.value != 0;
    kiosk->standing.tries = right ? 0 : (uint32_t)event.place.x;
    kiosk->standing.pin_after = now + wait_after(kiosk->standing.tries);
    if (!asked || !staff->checking || kiosk->saving)
        return effect_none();
    memset(staff->typed, 0, sizeof staff->typed);
    staff->checking = false;
    staff->fault = TYPED_WRONG;
    if (right)
        return go_in(kiosk, now);
    speech_say(kiosk, SAYING_SCREEN, (struct target){ TARGET_NONE, 0 });
    return effect_none();
}
