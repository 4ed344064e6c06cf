/*
 * Every screen that there is, of citizens, staff and first start, by five keys and by one switch,
 * in a language of each direction, on a lying, a small and a standing panel: the ring comes to
 * everything that can be chosen and can be seen there, both ways round, and each screen has a way
 * out for whoever cannot touch.
 */
#include "screens.h"
#include "stage.h"
#include "view.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PRESSES_MAX = 400, WAITS_MAX = 4000, CHOICES_MAX = 12 };

static const struct panel_size panels[] = { { 1280, 800, 149, 0 },
                                            { 800, 480, 133, 0 },
                                            { 1080, 1920, 102, 0 } };
static const char *const languages[] = { "en", "ur" };
static const char *const survey = "assets/surveys/gp-fft.json";

static struct panel_size panel;
static struct text_measure measure;
static struct kiosk kiosk;
static struct scene scene;
static struct stops stops;
static bool reached[STOPS_MAX];
static bool pages[PAGES];
static long screens, parts, things;
static const char *name;
static msec now;

/* --- the shell --- */

static void look(void)
{
    view_draw(&kiosk, panel, &measure, now, &scene);
    scene_stops(&scene, &stops);
}

static void finish(struct effect effect)
{
    static struct staff_status status = { .enrolled = true, .room_months = STAFF_MONTHS_UNKNOWN };
    while (effect.kind == FX_SAVE || effect.kind == FX_END || effect.kind == FX_LOOK) {
        struct event answer = { .kind = effect.kind == FX_LOOK ? EV_STATUS : EV_SAVED,
                                .status = &status };
        effect = kiosk_step(&kiosk, answer, now);
    }
}

static void give(struct event event)
{
    event.stops = &stops;
    finish(kiosk_step(&kiosk, event, now));
    look();
}

static void press(enum keypad key)
{
    now += 600;
    give((struct event){ .kind = EV_KEYPAD, .target = { TARGET_KEY, (uint32_t)key } });
}

static void press_switch(void)
{
    now += 600;
    give((struct event){ .kind = EV_SWITCH });
}

/* As the shell does: what is shown waits for a moment, and then it has come. */
static void tick(void)
{
    if (kiosk.deadline == NEVER)
        fail_msg("nothing will ever happen on %s (%s)", name, page_name(kiosk.page));
    now = kiosk.deadline > now ? kiosk.deadline : now + 1;
    give((struct event){ .kind = EV_TICK });
}

static void begin(const struct walk_screen *screen)
{
    kiosk = *screen->kiosk;
    now = screen->now;
    name = screen->name;
    kiosk.focus = (struct focus){ .step_at = NEVER };
    kiosk.voice.on = false;
    kiosk.pressed = (struct target){ TARGET_NONE, 0 };
    kiosk.last_touch = now;
    kiosk.corner_at = NEVER;
    look();
    give((struct event){ .kind = EV_UNPLUGGED }); /* nothing; but it knows its deadline now */
    memset(reached, 0, sizeof reached);
    screens++;
    pages[kiosk.page] = true;
}

/* --- what holds wherever the ring is --- */

static bool is_ring(const struct scene_item *item)
{
    return item->kind == SCENE_BOX && item->border == COLOUR_FOCUS && item->border_px > 0;
}

static bool surrounds(struct rect ring, struct rect at)
{
    int right = at.x + at.w < scene.width ? at.x + at.w : scene.width;
    int bottom = at.y + at.h < scene.height ? at.y + at.h : scene.height;
    return ring.x <= at.x && ring.y <= at.y && ring.x + ring.w >= right &&
           ring.y + ring.h >= bottom;
}

static const struct scene_target *place_of(struct target target)
{
    for (int i = 0; i < scene.target_count; i++)
        if (scene.targets[i].live && target_equal(scene.targets[i].target, target))
            return &scene.targets[i];
    return NULL;
}

/* Drawn last, so that nothing hides it, and round all of what a press would choose. */
static void check_is_seen(struct focus focus)
{
    const struct scene_item *ring = NULL;
    for (int i = 0; i < scene.item_count; i++)
        if (is_ring(&scene.items[i]))
            ring = &scene.items[i];
    if (ring == NULL || ring + 2 < scene.items + scene.item_count) {
        fail_msg("there is no ring to be seen on %s (%s)", name, page_name(kiosk.page));
        return;
    }
    const struct scene_target *at = place_of(focus.at);
    if (at == NULL || !surrounds(ring->at, at->at))
        fail_msg("the ring is not round what it is on, on %s", name);
}

/* What the ring is on is known as reached, and can be seen. */
static void note(void)
{
    struct focus focus = kiosk_focus(&kiosk, &stops);
    if (focus.at.kind == TARGET_NONE)
        return;
    int index = stops_find(&stops, focus.at);
    assert_in_range(index, 0, stops.count - 1);
    if (!focus.whole)
        reached[index] = true;
    check_is_seen(focus);
}

static void check_all_reached(const char *how)
{
    char target[96];
    things += stops.count;
    for (int i = 0; i < stops.count; i++) {
        target_name(&kiosk, stops.list[i].target, target, sizeof target);
        if (!reached[i])
            fail_msg("%s does not come to %s on %s", how, target, name);
    }
}

/* --- by five keys --- */

/* Once round by this key, into each group on the way; ends on the screen's own words. */
static void go_round(enum keypad key)
{
    memset(reached, 0, sizeof reached);
    for (int i = 0; i < PRESSES_MAX; i++) {
        press(key);
        note();
        struct focus focus = kiosk_focus(&kiosk, &stops);
        if (focus.at.kind == TARGET_NONE)
            return;
        if (!focus.whole)
            continue;
        press(KEYPAD_SELECT);
        note();
        /* Inside, down leads through all of the group, and out to the whole of it. */
        for (int steps = 0; kiosk.focus.inside && steps < PRESSES_MAX; steps++) {
            press(KEYPAD_DOWN);
            note();
        }
        assert_true(kiosk_focus(&kiosk, &stops).whole);
    }
    fail_msg("the ring is trapped on %s", name);
}

static bool has_a_ring(void)
{
    return kiosk.focus.walker != WALKER_NONE;
}

static bool group_holds(uint8_t group, struct target target)
{
    int index = stops_find(&stops, target);
    return index >= 0 && stops.list[index].group == group;
}

static void choose_by_keys(struct target wanted)
{
    for (int i = 0; i < PRESSES_MAX; i++) {
        struct focus focus = kiosk_focus(&kiosk, &stops);
        bool there = has_a_ring() && !focus.whole && target_equal(focus.at, wanted);
        bool enters = focus.whole && group_holds(focus.group, wanted);
        press(there || enters ? KEYPAD_SELECT : KEYPAD_DOWN);
        if (there)
            return;
    }
    fail_msg("what was meant on %s is not reached", name);
}

/* What does not fit at once is shown in parts: this is one of them. */
static void walk_part(void)
{
    go_round(KEYPAD_DOWN);
    check_all_reached("down");
    go_round(KEYPAD_UP);
    check_all_reached("up");
    parts++;
}

/* On screens with nothing to choose a key reads them, and there is nothing to walk to. */
static bool keys_walk(void *context, const struct walk_screen *screen)
{
    (void)context;
    begin(screen);
    press(KEYPAD_DOWN);
    if (!has_a_ring()) {
        if (stops.count > 0 && kiosk.page != PAGE_ATTRACT)
            fail_msg("%s can be touched, but has no ring", name);
        return true;
    }
    assert_int_equal(kiosk.focus.at.kind, TARGET_NONE);
    walk_part();
    while (scene.part + 1 < scene.parts) {
        choose_by_keys((struct target){ TARGET_PART, (uint32_t)scene.part + 1 });
        walk_part();
    }
    return true;
}

/* --- by one switch --- */

static bool all_reached(void)
{
    for (int i = 0; i < stops.count; i++)
        if (!reached[i])
            return false;
    return true;
}

static bool is_left_to_enter(struct focus focus)
{
    for (int i = 0; i < stops.count && focus.whole; i++)
        if (stops.list[i].group == focus.group && !reached[i])
            return true;
    return false;
}

static bool switch_walks(void *context, const struct walk_screen *screen)
{
    (void)context;
    begin(screen);
    press_switch();
    if (!has_a_ring())
        return true;
    enum page page = kiosk.page;
    for (int i = 0; i < PRESSES_MAX && !all_reached() && kiosk.page == page; i++) {
        if (is_left_to_enter(kiosk_focus(&kiosk, &stops)))
            press_switch();
        else
            tick();
        note();
    }
    check_all_reached("the switch");
    return true;
}

/* --- a way out of each --- */

/* What a person chooses who wants to go. */
static struct target way_out(void)
{
    static const struct target ways[] = {
        { TARGET_FINISHED, 0 },       { TARGET_CLOSE, 0 },         { TARGET_LEAVE, 0 },
        { TARGET_DONE, 0 },           { TARGET_BACK, 0 },          { TARGET_STAFF, STAFF_CLOSE },
        { TARGET_STAFF, STAFF_UNDO }, { TARGET_STAFF, STAFF_BACK }
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (place_of(ways[i]) != NULL)
            return ways[i];
    struct target before = { TARGET_PART, (uint32_t)scene.part - 1 };
    return scene.part > 0 && place_of(before) != NULL ? before : (struct target){ TARGET_NONE, 0 };
}

static void choose_by_switch(struct target wanted)
{
    for (int i = 0; i < PRESSES_MAX; i++) {
        struct focus focus = kiosk_focus(&kiosk, &stops);
        bool there = has_a_ring() && !focus.whole && target_equal(focus.at, wanted);
        bool enters = focus.whole && group_holds(focus.group, wanted);
        if (!has_a_ring() || there || enters)
            press_switch();
        else
            tick();
        if (there)
            return;
    }
    fail_msg("the way out of %s is not reached", name);
}

/* A screen on which nobody has begun, or that stays until something else changes it. */
static bool is_out(void)
{
    switch (kiosk.page) {
    case PAGE_NOT_ENROLLED:
    case PAGE_NO_SURVEY:
    case PAGE_CLOSED:
    case PAGE_PAUSED:
    case PAGE_ASLEEP:
    case PAGE_REVOKED:
        return true;
    default:
        return kiosk.page == PAGE_ATTRACT && kiosk.sheet == SHEET_NONE;
    }
}

/* A minute for a cloth, a stick that is being written, a hub that is being asked. */
static bool is_nothing_to_choose(void)
{
    bool works = kiosk.staff.task.phase == TASK_WORKING;
    return kiosk.page == PAGE_CLEANING || works;
}

static void check_ends_by_itself(void)
{
    for (int i = 0; i < WAITS_MAX && !is_out(); i++)
        tick();
    if (!is_out())
        fail_msg("%s is a dead end", name);
}

static void check_way_out(void (*choose)(struct target wanted), const char *how)
{
    for (int i = 0; i < CHOICES_MAX && !is_out(); i++) {
        struct target way = way_out();
        if (way.kind == TARGET_NONE && is_nothing_to_choose()) {
            check_ends_by_itself();
            return;
        }
        if (way.kind == TARGET_NONE)
            fail_msg("%s has no way out %s (%s)", name, how, page_name(kiosk.page));
        choose(way);
    }
    if (!is_out())
        fail_msg("whoever wants to leave %s %s cannot", name, how);
}

static bool keys_lead_out(void *context, const struct walk_screen *screen)
{
    (void)context;
    begin(screen);
    if (kiosk.page == PAGE_STAFF_ADJUST && kiosk.staff.felt_count < TOUCH_MARKS) {
        press(KEYPAD_DOWN);
        press(KEYPAD_SELECT); /* marks are for fingers: there a choice is to leave */
        assert_int_equal(kiosk.page, PAGE_STAFF_MORE);
    }
    check_way_out(choose_by_keys, "by keys");
    return true;
}

static bool switch_leads_out(void *context, const struct walk_screen *screen)
{
    (void)context;
    begin(screen);
    if (kiosk.page == PAGE_STAFF_ADJUST && kiosk.staff.felt_count < TOUCH_MARKS) {
        press_switch();
        press_switch();
        assert_int_equal(kiosk.page, PAGE_STAFF_MORE);
    }
    check_way_out(choose_by_switch, "by the switch");
    return true;
}

/* --- all of them --- */

static void walk_all(bool (*see)(void *context, const struct walk_screen *screen))
{
    measure = stage_measure();
    screens = parts = things = 0;
    memset(pages, 0, sizeof pages);
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++)
        for (size_t j = 0; j < sizeof languages / sizeof *languages; j++) {
            panel = panels[i];
            screens_walk(survey, languages[j], see, NULL);
        }
    for (int page = 0; page < PAGES; page++)
        if (!pages[page])
            fail_msg("the walk does not come to the page %s", page_name((enum page)page));
    print_message("%ld screens (%ld parts walked round), %ld things reached\n", screens, parts,
                  things);
}

static void five_keys_come_to_everything_on_every_screen(void **state)
{
    (void)state;
    walk_all(keys_walk);
}

static void one_switch_comes_to_everything_on_every_screen(void **state)
{
    (void)state;
    walk_all(switch_walks);
}

static void five_keys_lead_out_of_every_screen(void **state)
{
    (void)state;
    walk_all(keys_lead_out);
}

static void one_switch_leads_out_of_every_screen(void **state)
{
    (void)state;
    walk_all(switch_leads_out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_keys_come_to_everything_on_every_screen),
        cmocka_unit_test(one_switch_comes_to_everything_on_every_screen),
        cmocka_unit_test(five_keys_lead_out_of_every_screen),
        cmocka_unit_test(one_switch_leads_out_of_every_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
