/* See crowd.h. */
#include "crowd.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

uint64_t crowd_random(struct crowd *crowd)
{
    crowd->seed ^= crowd->seed << 13;
    crowd->seed ^= crowd->seed >> 7;
    crowd->seed ^= crowd->seed << 17;
    return crowd->seed;
}

uint32_t crowd_below(struct crowd *crowd, uint32_t limit)
{
    return (uint32_t)(crowd_random(crowd) % limit);
}

/* --- opening --- */

/* A survey that ends while the crowd is here; see act_clock. */
enum { LAST_DAY = 20781 };

static void make_programs(struct crowd *crowd)
{
    static const struct survey *const none = NULL;
    for (int i = 0; i < 3; i++)
        crowd->programs[i] = crowd->stages[i].program;
    crowd->programs[0].speaks[0] = crowd->programs[0].speaks[2] = true;
    crowd->programs[1].default_language = 1;
    crowd->programs[3] = crowd->programs[1];
    crowd->programs[3].practice = true;
    crowd->programs[3].default_language = 2;
    crowd->programs[3].speaks[2] = true;
    crowd->programs[4] = crowd->programs[2];
    crowd->programs[4].survey = none;
    crowd->programs[2].closing_day = LAST_DAY;
}

void crowd_open(struct crowd *crowd, struct panel_size panel)
{
    const char *given = getenv("SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 0;
    *crowd = (struct crowd){ .panel = panel, .measure = stage_measure() };
    crowd->seed = seed != 0 ? seed : (uint64_t)time(NULL) * 2654435761U + 1;
    (void)printf("SEED=%llu\n", (unsigned long long)crowd->seed);
    stage_open(&crowd->stages[0], stage_every_type);
    stage_open_asset(&crowd->stages[1], "gp-fft");
    stage_add_venue(&crowd->stages[1]);
    stage_open_asset(&crowd->stages[2], "jobcentre");
    make_programs(crowd);
    crowd_reset(crowd);
}

void crowd_close(struct crowd *crowd)
{
    for (int i = 0; i < 3; i++)
        stage_close(&crowd->stages[i]);
}

static void look(struct crowd *crowd)
{
    view_draw(&crowd->kiosk, crowd->panel, &crowd->measure, crowd->now, &crowd->scene);
    scene_stops(&crowd->scene, &crowd->stops);
    crowd->screens++;
}

void crowd_reset(struct crowd *crowd)
{
    kiosk_init(&crowd->kiosk, &crowd->programs[0]);
    crowd->kiosk.standing.has_pin = true; /* only staff know it */
    crowd->gesture = (struct gesture){ .acts = false };
    crowd->open = crowd->open_aside = false;
    crowd->now = 1;
    look(crowd);
}

/* --- one event and what follows --- */

static void keep(struct crowd *crowd, const struct effect *effect)
{
    crowd->open = effect->kind == FX_SAVE && !effect->closing;
    crowd->closed += !crowd->open;
    crowd->saved = crowd->kiosk.answers;
}

static struct effect step(struct crowd *crowd, struct event event)
{
    struct kiosk before = crowd->kiosk;
    struct effect effect = kiosk_step(&crowd->kiosk, event, crowd->now);
    crowd->events++;
    crowd->woken += effect.kind == FX_WOKEN;
    if (crowd->watch != NULL)
        crowd->watch(crowd, &before, event, effect);
    return effect;
}

/* The shell draws before the disk is asked; so does this. */
static struct event answer_of_disk(struct crowd *crowd, const struct effect *effect)
{
    look(crowd);
    if (!crowd->steady && crowd_below(crowd, 9) == 0) {
        crowd->refused++;
        return (struct event){ .kind = EV_SAVE_FAILED };
    }
    keep(crowd, effect);
    return (struct event){ .kind = EV_SAVED };
}

/* Citizens find the staff's door, and no way through: so many were wrong in a row, at most. */
enum { WRONG_PINS = 8 };

static struct event answer_of_pin(struct crowd *crowd)
{
    bool right = crowd->knows_pin;
    crowd->staff += right;
    return (struct event){ .kind = EV_PIN,
                           .target = { TARGET_NONE, right },
                           .place = { .x = (int32_t)crowd_below(crowd, WRONG_PINS) } };
}

static struct event answer_of_stick(struct crowd *crowd)
{
    enum task_phase phase = (enum task_phase)(TASK_WORKING + crowd_below(crowd, 3));
    struct task task = { .phase = phase, .done = 3, .total = 8, .words = WORD_ENROL_USED };
    return (struct event){ .kind = EV_TASK, .task = task };
}

/* Whoever sets a new kiosk up has mistyped now and then. */
static struct event answer_of_code(struct crowd *crowd)
{
    bool right = crowd_below(crowd, 4) != 0;
    return (struct event){ .kind = EV_CODE, .target = { TARGET_NONE, right } };
}

static struct event answer_of_status(struct crowd *crowd)
{
    crowd->status = (struct staff_status){ .enrolled = true,
                                           .carried = crowd_below(crowd, 2) == 0,
                                           .stuck = crowd_below(crowd, 4) == 0,
                                           .has_light = crowd_below(crowd, 2) == 0,
                                           .room_months = STAFF_MONTHS_UNKNOWN };
    return (struct event){ .kind = EV_STATUS, .status = &crowd->status };
}

static struct event answer_of_people(struct crowd *crowd)
{
    crowd->said = (struct staff_said){ .known = crowd_below(crowd, 2) == 0, .question = -1 };
    return (struct event){ .kind = EV_PEOPLE, .said = &crowd->said };
}

/* Another journal, in memory, from now on; or the true one again, as it was. */
static struct event answer_of_practice(struct crowd *crowd, const struct effect *effect)
{
    bool begins = effect->value != 0;
    bool open = crowd->open;
    crowd->open = !begins && crowd->open_aside;
    crowd->open_aside = begins && open;
    return (struct event){ .kind = EV_PRACTICE };
}

/* While the disk takes its time people go on: nothing of that may be taken for a tap. */
static void act_meanwhile(struct crowd *crowd)
{
    static const enum event_kind kinds[] = { EV_PRESS,  EV_RELEASE,   EV_SLIDE_OFF, EV_TICK,
                                             EV_KEYPAD, EV_CHARACTER, EV_SWITCH,    EV_RELEASE };
    const struct scene *scene = &crowd->scene;
    for (uint32_t left = crowd_below(crowd, 4); left > 0 && scene->target_count > 0; left--) {
        uint32_t which = crowd_below(crowd, (uint32_t)scene->target_count);
        struct event event = { .kind = kinds[crowd_below(crowd, 8)],
                               .target = scene->targets[which].target,
                               .stops = &crowd->stops };
        if (event.kind == EV_KEYPAD)
            event.target = (struct target){ TARGET_KEY, crowd_below(crowd, KEYPAD_KEYS) };
        crowd->now += crowd_below(crowd, 900);
        (void)step(crowd, event);
    }
}

static bool is_answered(struct crowd *crowd, const struct effect *effect, struct event *ret)
{
    switch (effect->kind) {
    case FX_SAVE:
    case FX_END:
        act_meanwhile(crowd);
        *ret = answer_of_disk(crowd, effect);
        return true;
    case FX_CHECK_PIN:
        *ret = answer_of_pin(crowd);
        return true;
    case FX_LOOK:
        *ret = answer_of_status(crowd);
        return true;
    case FX_PEOPLE:
        *ret = answer_of_people(crowd);
        return true;
    case FX_CHECK_CODE:
        *ret = answer_of_code(crowd);
        return true;
    case FX_STICK:
    case FX_ENROL:
    case FX_PROVISION:
        *ret = answer_of_stick(crowd);
        return true;
    case FX_PRACTICE:
        *ret = answer_of_practice(crowd, effect);
        return true;
    default:
        return false;
    }
}

void crowd_give(struct crowd *crowd, struct event event)
{
    event.stops = &crowd->stops;
    struct effect effect = step(crowd, event);
    while (is_answered(crowd, &effect, &event))
        effect = step(crowd, event);
    look(crowd);
}

/* --- fingers --- */

static void finger(struct crowd *crowd, enum panel_event_kind kind, int number, int x, int y)
{
    struct panel_event step = { .kind = kind, .finger = number, .x = x, .y = y };
    struct event events[GESTURE_EVENTS];
    int count = gesture_take(&crowd->gesture, &crowd->scene, &step, crowd->now, events);
    for (int i = 0; i < count; i++)
        crowd_give(crowd, events[i]);
}

/* What a visit goes on by. */
static bool goes_on(enum target_kind kind)
{
    return kind == TARGET_START || kind == TARGET_ANSWER || kind == TARGET_CONTINUE ||
           kind == TARGET_SKIP || kind == TARGET_CLOSE || kind == TARGET_MORE_TIME;
}

/* Of all that is on the screen anything; mostly what a visit goes on by, where there is that. */
static const struct scene_target *random_target(struct crowd *crowd)
{
    const struct scene *scene = &crowd->scene;
    uint32_t count = (uint32_t)scene->target_count, first = crowd_below(crowd, count);
    bool any = crowd_below(crowd, 4) == 0;
    for (uint32_t i = 0; i < count && !any; i++) {
        const struct scene_target *target = &scene->targets[(first + i) % count];
        if (target->live && goes_on(target->target.kind))
            return target;
    }
    return &scene->targets[first];
}

/* Mostly at something that can be touched, now and then at its edge, or anywhere at all. */
static void aim(struct crowd *crowd, int *ret_x, int *ret_y)
{
    const struct scene *scene = &crowd->scene;
    *ret_x = (int)crowd_below(crowd, (uint32_t)scene->width);
    *ret_y = (int)crowd_below(crowd, (uint32_t)scene->height);
    if (scene->target_count == 0 || crowd_below(crowd, 8) == 0)
        return;
    struct rect at = random_target(crowd)->at;
    *ret_x = at.x + at.w / 2;
    *ret_y = at.y + at.h / 2;
    if (crowd_below(crowd, 20) == 0)
        *ret_x = at.x + at.w;
}

/* Down, up; or another finger in between; or away from where it came down; or it rests. */
static void act_finger(struct crowd *crowd)
{
    int x, y, to_x, to_y, number = (int)crowd_below(crowd, 3);
    aim(crowd, &x, &y);
    aim(crowd, &to_x, &to_y);
    finger(crowd, PANEL_DOWN, number, x, y);
    crowd->now += crowd_below(crowd, 200);
    switch (crowd_below(crowd, 12)) {
    case 0:
        finger(crowd, PANEL_MOVE, number, to_x, to_y);
        finger(crowd, PANEL_UP, number, to_x, to_y);
        return;
    case 1:
        finger(crowd, PANEL_DOWN, number + 1, to_x, to_y);
        finger(crowd, PANEL_UP, number + 1, to_x, to_y);
        break;
    case 2:
        return; /* it rests there: whoever comes next lifts it or not */
    default:
        break;
    }
    finger(crowd, PANEL_UP, number, x, y);
}

/* What rested on the glass is taken away. */
static void lift_all(struct crowd *crowd)
{
    for (int i = 0; i < GESTURE_CONTACTS; i++)
        if (crowd->gesture.contacts[i].down)
            finger(crowd, PANEL_UP, crowd->gesture.contacts[i].finger, 0, 0);
}

void crowd_tap(struct crowd *crowd, struct target target)
{
    lift_all(crowd);
    crowd->now += 600;
    for (int i = 0; i < crowd->scene.target_count; i++) {
        const struct scene_target *found = &crowd->scene.targets[i];
        int x = found->at.x + found->at.w / 2, y = found->at.y + found->at.h / 2;
        if (!found->live || !target_equal(found->target, target))
            continue;
        finger(crowd, PANEL_DOWN, 0, x, y);
        finger(crowd, PANEL_UP, 0, x, y);
        return;
    }
}

/* --- everything else --- */

static void act_keypad(struct crowd *crowd)
{
    struct target key = { TARGET_KEY, crowd_below(crowd, KEYPAD_KEYS + 1) };
    crowd_give(crowd, (struct event){ .kind = EV_KEYPAD, .target = key });
}

static void act_switch(struct crowd *crowd)
{
    crowd_give(crowd, (struct event){ .kind = EV_SWITCH });
}

/* Letters, and what a strange keyboard or a broken one may send. */
static void act_keyboard(struct crowd *crowd)
{
    static const uint32_t strange[] = { 8,      127,    0,      0x1B,    0x202E,   0xD800,
                                        0xFFFE, 0x0301, 0x09CD, 0x1F600, 0x10FFFF, 0x110000 };
    uint32_t character = 'a' + crowd_below(crowd, 26);
    if (crowd_below(crowd, 4) == 0)
        character = strange[crowd_below(crowd, sizeof strange / sizeof *strange)];
    crowd_give(crowd, (struct event){ .kind = EV_CHARACTER, .target = { TARGET_KEY, character } });
}

static void act_headphones(struct crowd *crowd)
{
    enum event_kind kind = crowd_below(crowd, 2) ? EV_JACK : EV_UNPLUGGED;
    crowd_give(crowd, (struct event){ .kind = kind });
}

/* What is being said comes to its end; or an end comes late, of what was said before. */
static void act_voice(struct crowd *crowd)
{
    uint32_t serial = crowd->kiosk.voice.serial - (crowd_below(crowd, 4) == 0);
    crowd_give(crowd, (struct event){ .kind = EV_SAID, .target = { TARGET_NONE, serial } });
}

static void act_tick(struct crowd *crowd)
{
    crowd_give(crowd, (struct event){ .kind = EV_TICK });
}

/* An answer of the disk that nobody waits for. */
static void act_stray(struct crowd *crowd)
{
    enum event_kind kind = crowd_below(crowd, 2) ? EV_SAVED : EV_SAVE_FAILED;
    crowd_give(crowd, (struct event){ .kind = kind });
}

/* Whoever was called for help says so, asked or not. */
static void act_help(struct crowd *crowd)
{
    enum event_kind kind = crowd_below(crowd, 2) ? EV_HELP_TOLD : EV_HELP_NOT_TOLD;
    crowd_give(crowd, (struct event){ .kind = kind });
}

static void act_program(struct crowd *crowd)
{
    /* None at all: a kiosk that nobody has set up yet. */
    uint32_t which = crowd_below(crowd, CROWD_PROGRAMS + 1);
    const struct program *program = which < CROWD_PROGRAMS ? &crowd->programs[which] : NULL;
    crowd_give(crowd, (struct event){ .kind = EV_PROGRAM, .program = program });
}

/* --- what the shell tells, and staff --- */

enum { TODAY = 20780, DAY_MINUTES = 24 * 60 };

static void act_clock(struct crowd *crowd)
{
    struct local_clock clock = { .known = crowd_below(crowd, 4) != 0,
                                 .day = TODAY + (int32_t)crowd_below(crowd, 3),
                                 .minute = (uint16_t)crowd_below(crowd, DAY_MINUTES),
                                 .at = crowd->now };
    crowd_give(crowd, (struct event){ .kind = EV_CLOCK, .clock = clock });
}

/* As another program had left them in the file; mostly as they come. */
static void act_settings(struct crowd *crowd)
{
    struct local_settings settings = local_settings_usual();
    settings.volume = (uint8_t)crowd_below(crowd, SETTINGS_VOLUME_STEPS + 1);
    settings.silent = crowd_below(crowd, 4) == 0;
    if (crowd_below(crowd, 3) == 0)
        settings.pause = (struct pause){ .kind = (enum pause_kind)crowd_below(crowd, PAUSES),
                                         .day = TODAY + (int32_t)crowd_below(crowd, 2),
                                         .minute = (uint16_t)crowd_below(crowd, DAY_MINUTES) };
    if (crowd_below(crowd, 3) == 0)
        settings.today = (struct other_hours){ .day = TODAY, .from = 9 * 60, .to = 17 * 60 };
    crowd_give(crowd, (struct event){ .kind = EV_SETTINGS, .settings = &settings });
}

static void act_revoked(struct crowd *crowd)
{
    bool revoked = crowd_below(crowd, 3) == 0;
    crowd_give(crowd, (struct event){ .kind = EV_REVOKED, .target = { TARGET_NONE, revoked } });
}

static void act_news(struct crowd *crowd)
{
    static void (*const news[])(struct crowd *) = { act_clock, act_settings, act_revoked };
    uint32_t which = crowd_below(crowd, 5);
    if (which < 3)
        news[which](crowd);
    else
        crowd_give(crowd, which == 3 ? answer_of_status(crowd) : answer_of_stick(crowd));
}

/* Letter by letter, as long as the page is there on which they are typed. */
static void type(struct crowd *crowd, enum page page, int letters)
{
    for (int i = 0; i < letters && crowd->kiosk.page == page; i++)
        crowd_tap(crowd, (struct target){ TARGET_KEY, '1' });
}

/* With the PIN, or with the recovery code of the same sheet. */
static void open_door(struct crowd *crowd)
{
    crowd->knows_pin = true;
    if (crowd_below(crowd, 4) == 0)
        crowd_tap(crowd, (struct target){ TARGET_STAFF, STAFF_RECOVERY });
    type(crowd, PAGE_STAFF_PIN, PIN_DIGITS);
    type(crowd, PAGE_STAFF_RECOVERY, CODE_LETTERS);
    crowd->knows_pin = false;
}

/* Some go straight to where one choice after the other leads; STAFF_SETUP is no second one. */
static void go_on_in(struct crowd *crowd)
{
    static const enum staff_item ways[][2] = {
        { STAFF_MORE, STAFF_LANGUAGES },
        { STAFF_MORE, STAFF_SOUND },
        { STAFF_MORE, STAFF_HOURS },
        { STAFF_MORE, STAFF_TEST },
        { STAFF_MORE, STAFF_LOG },
        { STAFF_MORE, STAFF_TURN },
        { STAFF_MORE, STAFF_ADJUST },
        { STAFF_PAUSE, STAFF_CLEAN },
        { STAFF_PAUSE, STAFF_BACK_AT },
        { STAFF_STICK, STAFF_NEXT },
        { STAFF_SAID },
        { STAFF_PRACTICE },
    };
    uint32_t which = crowd_below(crowd, 2 * sizeof ways / sizeof *ways);
    for (size_t i = 0; which < sizeof ways / sizeof *ways && i < 2; i++)
        if (ways[which][i] != STAFF_SETUP)
            crowd_tap(crowd, (struct target){ TARGET_STAFF, ways[which][i] });
}

/* Somebody with an invitation: the code, the hub's address, and they wait for what comes of it. */
static void act_set_up(struct crowd *crowd)
{
    lift_all(crowd);
    crowd_tap(crowd, (struct target){ TARGET_STAFF, STAFF_SETUP });
    type(crowd, PAGE_SETUP_CODE, CODE_LETTERS);
    type(crowd, PAGE_SETUP_HUB, (int)crowd_below(crowd, 8));
    if (crowd_below(crowd, 3) != 0)
        crowd_tap(crowd, (struct target){ TARGET_STAFF, STAFF_NEXT });
}

/* Somebody of the house holds the corner and types what stands on their sheet; what they do then is
 * as random as all else. */
static void act_staff(struct crowd *crowd)
{
    lift_all(crowd);
    crowd_give(crowd, (struct event){ .kind = EV_PRESS, .corner = true });
    while (crowd->kiosk.corner_at != NEVER && !crowd->kiosk.saving)
        crowd_wait(crowd);
    crowd_give(crowd, (struct event){ .kind = EV_RELEASE });
    open_door(crowd);
    if (crowd->kiosk.page == PAGE_STAFF_MENU)
        go_on_in(crowd);
}

/* Paused, closed, withdrawn: sooner or later that is over. */
static void act_again(struct crowd *crowd)
{
    struct local_settings usual = local_settings_usual();
    crowd_give(crowd, (struct event){ .kind = EV_SETTINGS, .settings = &usual });
    crowd_give(crowd, (struct event){ .kind = EV_REVOKED });
    crowd_give(crowd, (struct event){ .kind = EV_CLOCK });
}

static void pass_time(struct crowd *crowd)
{
    static const msec lengths[] = { 5, 90, 600, 600, 600, 2000, 30000, 61000, 300000 };
    crowd->now += lengths[crowd_below(crowd, crowd_below(crowd, 30) == 0 ? 9 : 5)];
    if (crowd->now >= crowd->kiosk.deadline)
        act_tick(crowd);
}

static bool waits(const struct crowd *crowd)
{
    return crowd->kiosk.page == PAGE_NOT_ENROLLED || crowd->kiosk.page == PAGE_NO_SURVEY;
}

static bool stays(const struct crowd *crowd)
{
    enum page page = crowd->kiosk.page;
    return page == PAGE_CLOSED || page == PAGE_PAUSED || page == PAGE_REVOKED ||
           page == PAGE_ASLEEP;
}

void crowd_act(struct crowd *crowd)
{
    static const struct {
        void (*act)(struct crowd *);
        int of_a_hundred;
    } acts[] = {
        { act_finger, 55 }, { act_keypad, 14 }, { act_switch, 8 },     { act_keyboard, 6 },
        { act_tick, 3 },    { act_voice, 4 },   { act_headphones, 1 }, { act_stray, 1 },
        { lift_all, 3 },    { act_program, 1 }, { act_help, 1 },       { act_news, 2 },
        { act_staff, 1 },
    };
    int left = (int)crowd_below(crowd, 100);
    size_t i = 0;
    while (left >= acts[i].of_a_hundred)
        left -= acts[i++].of_a_hundred;
    pass_time(crowd);
    if (crowd->kiosk.page == PAGE_NOT_ENROLLED && crowd_below(crowd, 4) == 0)
        act_set_up(crowd);
    else if (waits(crowd) && crowd_below(crowd, 3) == 0)
        act_program(crowd);
    else if (stays(crowd) && crowd_below(crowd, 4) == 0)
        act_again(crowd);
    else
        acts[i].act(crowd);
}

void crowd_wait(struct crowd *crowd)
{
    msec until = crowd->kiosk.deadline;
    must(until != NEVER, "the kiosk waits for something");
    crowd->now = until > crowd->now ? until : crowd->now + 1;
    act_tick(crowd);
}

bool crowd_rests(const struct crowd *crowd)
{
    const struct kiosk *kiosk = &crowd->kiosk;
    bool untouched = !kiosk->woken && !kiosk->saving;
    return waits(crowd) || (stays(crowd) && untouched) ||
           (kiosk->page == PAGE_ATTRACT && kiosk->sheet == SHEET_NONE && !kiosk->woken &&
            !kiosk->saving && !crowd->open);
}
