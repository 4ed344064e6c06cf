/*
 * A storm of random people on real scenes: no dead end, no screen without a way out, nothing that
 * one person leaves to the next, one save at a time, no answer that changes unsaved, and not one
 * allocation. A million events; the seed is printed, and SEED=n storms the same way again. STORM=n
 * is how many acts.
 */
#include "crowd.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ACTS = 420000, LOOK_EVERY = 150, WAITS_MAX = 4000, TAPS_MAX = 8 };

static struct crowd crowd, other;
static struct kiosk fresh, left;
static struct scene fresh_scene;
static long acts = ACTS;
static bool counting;
static long met[PAGES]; /* how many events met or made each page */
static long allocations;

/* --- memory --- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations += counting;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations += counting;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    allocations += counting;
    return __real_realloc(block, size);
}

/* --- what must hold after each step --- */

static void check(bool holds, const char *what)
{
    if (!holds)
        fail_msg("%s (event %ld, page %s)", what, crowd.events, page_name(crowd.kiosk.page));
}

/* On a screen that stays, a hand wakes nobody: while one is on it, somebody is there. */
static bool is_fresh(const struct kiosk *kiosk)
{
    bool hand = kiosk->corner_at != NEVER || kiosk->pressed.kind != TARGET_NONE || kiosk->voice.on;
    if (kiosk->page == PAGE_NO_SURVEY && hand)
        return false;
    bool first = kiosk->page == PAGE_ATTRACT || kiosk->page == PAGE_NO_SURVEY;
    return first && !kiosk->woken && !kiosk->saving && kiosk->sheet == SHEET_NONE;
}

static bool same_answers(const struct kiosk *a, const struct kiosk *b)
{
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++) {
        uint32_t one = a->answers.state[i], two = b->answers.state[i];
        if ((answer_given(one) || answer_given(two)) && one != two)
            return false;
    }
    return memcmp(a->words, b->words, sizeof a->words) == 0;
}

/* An answer that a person has given, changed or taken back is on its way to the disk at once. */
static void check_answers(const struct kiosk *before, struct event event, struct effect effect)
{
    const struct kiosk *now = &crowd.kiosk;
    bool begun_anew = now->question < 0;
    if (!begun_anew && !same_answers(before, now))
        check(effect.kind == FX_SAVE, "an answer changed and is not saved");
    bool saves = effect.kind == FX_SAVE || effect.kind == FX_END;
    check(!saves || !before->saving || event.kind == EV_SAVED || event.kind == EV_SAVE_FAILED,
          "a second save while one is under way");
    check(effect.kind != FX_SAVE || now->any_saved || !crowd.open,
          "a visit would be joined to one that is open still");
    if (before->saving && now->saving && !saves)
        check(same_answers(before, now) && now->page == before->page &&
                  now->question == before->question,
              "something moved while a save was under way");
}

static void check_place(const struct kiosk *before, struct event event)
{
    const struct kiosk *now = &crowd.kiosk;
    bool arrived = now->page == PAGE_THANKS && before->page != PAGE_THANKS;
    if (arrived && before->page != PAGE_LANGUAGES && before->page != PAGE_TAKING_PART)
        check(event.kind == EV_SAVED && !crowd.open, "thanks for what is not kept");
    if (now->page == PAGE_TAKING_PART)
        check(!crowd.open, "taking part before all is kept");
    if (now->help == HELP_TOLD && before->help != HELP_TOLD)
        check(event.kind == EV_HELP_TOLD && before->help == HELP_CALLING,
              "staff are said to know what nobody told them");
    if (!kiosk_is_staff_page(now->page))
        check(now->staff.typed[0] == '\0' && now->staff.code[0] == '\0',
              "what staff have typed is left");
    if (now->page == PAGE_QUESTION)
        check(answers_visible(now->program->survey, &now->answers, now->question),
              "a hidden question is asked");
    if (now->program != NULL && now->program->language_count > 0)
        check(now->language < now->program->language_count, "a language that is not offered");
    if (now->woken && !now->saving)
        check(now->deadline != NEVER, "somebody was here, and nothing will clear the screen");
}

/* As just started, with what outlives everybody: what staff have set, what the shell has told. */
static void make_fresh(void)
{
    kiosk_init(&fresh, crowd.kiosk.program);
    memcpy(&fresh.standing, &crowd.kiosk.standing, sizeof fresh.standing);
    fresh.voice.volume = kiosk_usual_volume(&fresh);
    fresh.page = crowd.kiosk.page;
}

/* Nothing of the last person: the whole state is that of a kiosk just started, but for what the
 * journal could not close, the guards against a double tap and a key that strikes twice, the number
 * of the last thing said, the time, and whose turn it is among the notices. */
static void check_fresh(void)
{
    make_fresh();
    fresh.unclosed = crowd.kiosk.unclosed;
    fresh.unclosed_ending = crowd.kiosk.unclosed_ending;
    fresh.quiet_until = crowd.kiosk.quiet_until;
    if (fresh.page == PAGE_NO_SURVEY) {
        fresh.last_key = crowd.kiosk.last_key;
        fresh.last_key_at = crowd.kiosk.last_key_at;
        fresh.door_keys = crowd.kiosk.door_keys;
        fresh.door_keys_at = crowd.kiosk.door_keys_at;
    }
    fresh.voice.serial = crowd.kiosk.voice.serial;
    fresh.notice_turn = crowd.kiosk.notice_turn;
    fresh.notice_at = crowd.kiosk.notice_at;
    fresh.deadline = crowd.kiosk.deadline;
    fresh.now = crowd.kiosk.now;
    (void)kiosk_take_left(&crowd.kiosk);
    /* What staff have set is the same, as it was taken over; its padding is whatever it was. */
    memcpy(&left, &crowd.kiosk, sizeof left);
    memset(&left.standing, 0, sizeof left.standing);
    memset(&fresh.standing, 0, sizeof fresh.standing);
    /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-*): both were zero, padding too. */
    check(memcmp(&left, &fresh, sizeof fresh) == 0, "something of the last person is left");
}

static void watch(struct crowd *watched, const struct kiosk *before, struct event event,
                  struct effect effect)
{
    must(watched == &crowd, "one crowd is watched");
    met[crowd.kiosk.page]++;
    check_answers(before, event, effect);
    check_place(before, event);
    if (is_fresh(&crowd.kiosk)) {
        crowd.resets += !is_fresh(before);
        check_fresh();
    }
}

/* --- what must hold from wherever the crowd is --- */

/* A crowd of its own, so that the storm goes on where it was. */
static void look_ahead_from_here(void)
{
    other = crowd;
    other.watch = NULL;
}

/* Nobody comes any more: whatever the disk says, the screen comes back to rest by itself. */
static void check_comes_to_rest(void)
{
    look_ahead_from_here();
    for (int i = 0; i < WAITS_MAX && !crowd_rests(&other); i++)
        crowd_wait(&other);
    check(crowd_rests(&other), "a dead end: the screen never comes to rest");
}

static bool has_target(const struct scene *scene, struct target target)
{
    for (int i = 0; i < scene->target_count; i++)
        if (scene->targets[i].live && target_equal(scene->targets[i].target, target))
            return true;
    return false;
}

/* What a person does who wants to go: by what stands on the screen, in this order. */
static struct target way_out(const struct scene *scene)
{
    static const struct target ways[] = {
        { TARGET_FINISHED, 0 },       { TARGET_CLOSE, 0 },         { TARGET_LEAVE, 0 },
        { TARGET_DONE, 0 },           { TARGET_BACK, 0 },          { TARGET_STAFF, STAFF_CLOSE },
        { TARGET_STAFF, STAFF_UNDO }, { TARGET_STAFF, STAFF_BACK }
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (has_target(scene, ways[i]))
            return ways[i];
    struct target before = { TARGET_PART, (uint32_t)scene->part - 1 };
    return scene->part > 0 && has_target(scene, before) ? before
                                                        : (struct target){ TARGET_NONE, 0 };
}

/* A minute for a cloth, marks that are to be touched, a stick that is written: there is nothing to
 * choose on them. */
static bool ends_by_itself(const struct kiosk *kiosk)
{
    bool task = kiosk->page == PAGE_STAFF_STICK || kiosk->page == PAGE_SETUP_WAIT;
    bool works = task && kiosk->staff.task.phase == TASK_WORKING;
    return works || kiosk->page == PAGE_CLEANING || kiosk->page == PAGE_STAFF_ADJUST;
}

static void check_can_be_left(void)
{
    look_ahead_from_here();
    other.steady = true;
    for (int i = 0; i < TAPS_MAX && !crowd_rests(&other); i++) {
        struct target way = way_out(&other.scene);
        bool begins = other.kiosk.page == PAGE_ATTRACT && other.kiosk.sheet == SHEET_NONE;
        if (begins)
            return; /* whoever is here has not begun: they walk away */
        if (ends_by_itself(&other.kiosk))
            return;
        check(way.kind != TARGET_NONE, "a screen without a way out");
        crowd_tap(&other, way);
    }
    check(crowd_rests(&other), "who wants to leave cannot");
}

/* The screen itself shows nothing of the last person either. */
static void check_shows_nothing_of_the_last(void)
{
    BUF_AUTO seen = buf_new(1 << 20);
    BUF_AUTO expected = buf_new(1 << 20);
    make_fresh();
    fresh.now = crowd.kiosk.now;
    fresh.notice_turn = crowd.kiosk.notice_turn;
    view_draw(&fresh, crowd.panel, &crowd.measure, crowd.now, &fresh_scene);
    scene_print(&crowd.scene, &crowd.kiosk, &seen);
    scene_print(&fresh_scene, &fresh, &expected);
    check(seen.size > 0 && span_equal(buf_span(&seen), buf_span(&expected)),
          "the first screen shows something of the last person");
}

static void look_around(void)
{
    counting = false;
    check_comes_to_rest();
    check_can_be_left();
    if (is_fresh(&crowd.kiosk))
        check_shows_nothing_of_the_last();
    counting = true;
}

/* In fewer acts chance alone may keep any of these away. */
enum { CALM = 10000, LONG = 100000 };

/* Which pages the storm has come to, and how often; in a long one, every page that there is. */
static void tell_pages(bool all)
{
    print_message("events on each page:");
    for (int page = 0; page < PAGES; page++)
        print_message(" %s %ld", page_name((enum page)page), met[page]);
    print_message("\n");
    for (int page = 0; page < PAGES && all; page++)
        if (met[page] == 0)
            fail_msg("the storm never came to %s", page_name((enum page)page));
}

static void storm(struct panel_size panel, long count)
{
    memset(met, 0, sizeof met);
    crowd_open(&crowd, panel);
    crowd.watch = watch;
    allocations = 0;
    counting = true;
    for (long i = 0; i < count; i++) {
        crowd_act(&crowd);
        if (i % LOOK_EVERY == 0)
            look_around();
    }
    counting = false;
    print_message("%ld events, %ld screens, %ld visits closed, %ld saves refused, %ld resets, "
                  "staff %ld times\n",
                  crowd.events, crowd.screens, crowd.closed, crowd.refused, crowd.resets,
                  crowd.staff);
    assert_int_equal(allocations, 0);
    tell_pages(count >= LONG);
    if (count >= CALM) {
        assert_true(crowd.closed > count / 300 && crowd.refused > count / 300);
        assert_true(crowd.resets > count / 300 && crowd.staff > count / 1000);
    }
    crowd_close(&crowd);
}

static void a_storm_on_a_usual_panel(void **state)
{
    (void)state;
    storm((struct panel_size){ 1280, 800, 149, 0 }, acts);
}

static void a_storm_on_a_standing_one(void **state)
{
    (void)state;
    storm((struct panel_size){ 1080, 1920, 102, 0 }, acts / 3);
}

int main(void)
{
    const char *long_one = getenv("STORM");
    if (long_one != NULL && strtol(long_one, NULL, 10) > 0)
        acts = strtol(long_one, NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_storm_on_a_usual_panel),
        cmocka_unit_test(a_storm_on_a_standing_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
