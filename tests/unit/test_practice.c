/*
 * Practice and the true journal beside it: what was practised goes with the practice, closed or
 * not, and is neither kept nor joined to anybody's visit; what was open when staff came in is
 * closed in the journal that it was saved to, and in no other.
 */
#include "stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WAITS_MAX = 400 };

/* A journal as the shell has it: one visit is open at most, and a save of it rewrites its row. */
struct book {
    bool open;
    int closed;
    enum ending ending; /* of the last one that was closed, */
    struct answers answers;
    char words[KIOSK_WORDS_BYTES]; /* and what it held */
};

static struct stage stage;
static struct kiosk kiosk;
static struct staff_status status;
static struct book real, practised;
static bool refuses;
static msec now;

static int begin(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    kiosk_init(&kiosk, &stage.program);
    real = practised = (struct book){ 0 };
    refuses = false;
    now = 1000;
    return 0;
}

static int end(void **state)
{
    (void)state;
    stage_close(&stage);
    return 0;
}

/* --- the shell --- */

static void put(struct book *book, struct effect effect)
{
    if (effect.kind == FX_SAVE) {
        book->answers = kiosk.answers;
        memcpy(book->words, kiosk.words[0], sizeof book->words);
        book->open = true;
    }
    bool closes = effect.kind == FX_END || effect.closing;
    book->closed += closes && book->open;
    if (closes && book->open)
        book->ending = effect.ending;
    book->open &= !closes;
}

/* A first save that meets an open visit would be joined to it. */
static struct event answer(struct effect effect)
{
    struct book *book = kiosk.standing.practising ? &practised : &real;
    if (effect.kind == FX_PRACTICE) {
        practised = (struct book){ 0 };
        return (struct event){ .kind = EV_PRACTICE };
    }
    if (effect.kind == FX_LOOK)
        return (struct event){ .kind = EV_STATUS, .status = &status };
    if (effect.kind == FX_SAVE && !kiosk.any_saved)
        assert_false(book->open);
    if (refuses)
        return (struct event){ .kind = EV_SAVE_FAILED };
    put(book, effect);
    return (struct event){ .kind = EV_SAVED };
}

static bool is_answered(struct effect effect)
{
    return effect.kind == FX_SAVE || effect.kind == FX_END || effect.kind == FX_PRACTICE ||
           effect.kind == FX_LOOK;
}

static void give(struct event event)
{
    struct effect effect = kiosk_step(&kiosk, event, now);
    while (is_answered(effect))
        effect = kiosk_step(&kiosk, answer(effect), now);
}

static void tap(enum target_kind kind, uint32_t value)
{
    struct target target = { kind, value };
    now += 600;
    give((struct event){ .kind = EV_PRESS, .target = target });
    give((struct event){ .kind = EV_RELEASE, .target = target });
}

static void wait_once(void)
{
    assert_int_not_equal(kiosk.deadline, NEVER);
    now = kiosk.deadline > now ? kiosk.deadline : now + 1;
    give((struct event){ .kind = EV_TICK });
}

static void hold_the_corner(void)
{
    now += 600;
    give((struct event){ .kind = EV_PRESS, .corner = true });
    while (kiosk.corner_at != NEVER)
        wait_once();
    give((struct event){ .kind = EV_RELEASE });
    assert_int_equal(kiosk.page, PAGE_STAFF_MENU);
}

static void practise(void)
{
    hold_the_corner();
    tap(TARGET_STAFF, STAFF_PRACTICE);
    assert_true(kiosk_is_practice(&kiosk));
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
}

/* To the second question, with an answer to the first that is asked. */
static void answer_one(uint32_t choice)
{
    tap(TARGET_START, 0);
    for (int i = 0; i < 10 && kiosk.page == PAGE_QUESTION &&
                    stage.survey->questions[kiosk.question].choice_count == 0;
         i++)
        tap(TARGET_CONTINUE, 0);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    tap(TARGET_ANSWER, choice);
    if (!kiosk.any_saved)
        tap(TARGET_CONTINUE, 0);
}

static bool holds_an_answer(const struct answers *answers)
{
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++)
        if (answer_given(answers->state[i]))
            return true;
    return false;
}

static void next_person_begins_clean(void)
{
    assert_int_equal(kiosk.page, PAGE_ATTRACT);
    assert_false(kiosk_is_practice(&kiosk) || kiosk.woken || kiosk.any_saved || kiosk.unclosed);
    assert_false(holds_an_answer(&kiosk.answers));
    assert_int_equal(kiosk.under_way.kind, FX_NONE);
    for (int i = 0; i < SURVEY_COMMENTS_MAX; i++)
        assert_true(kiosk.words[i][0] == '\0' && kiosk.writing[i][0] == '\0');
}

/* --- what was practised --- */

static void a_practice_that_is_left_takes_its_open_visit_along(void **state)
{
    (void)state;
    practise();
    answer_one(1);
    assert_true(practised.open && kiosk.any_saved);
    for (int i = 0; i < WAITS_MAX && kiosk_is_practice(&kiosk); i++)
        wait_once();
    next_person_begins_clean();
    assert_false(real.open || practised.open);
    assert_int_equal(real.closed, 0);
    answer_one(0);
    tap(TARGET_LEAVE, 0);
    assert_int_equal(real.closed, 1);
    assert_int_equal(real.ending, ENDING_LEFT);
    assert_int_equal(practised.closed, 0);
}

static void staff_who_come_back_end_it_with_its_open_visit(void **state)
{
    (void)state;
    practise();
    answer_one(1);
    hold_the_corner();
    assert_false(kiosk_is_practice(&kiosk));
    tap(TARGET_STAFF, STAFF_CLOSE);
    next_person_begins_clean();
    assert_int_equal(real.closed, 0);
    assert_false(real.open);
}

/* There is nothing of it to be closed in the true journal. */
static void what_practice_could_not_close_is_forgotten(void **state)
{
    (void)state;
    practise();
    answer_one(1);
    refuses = true;
    for (int i = 0; i < WAITS_MAX && !kiosk.unclosed; i++)
        wait_once();
    assert_true(kiosk_is_practice(&kiosk) && kiosk.unclosed);
    hold_the_corner();
    tap(TARGET_STAFF, STAFF_CLOSE);
    next_person_begins_clean();
    refuses = false;
    for (int i = 0; i < 3 && kiosk.deadline != NEVER; i++)
        wait_once();
    assert_int_equal(real.closed, 0);
}

/* --- what was open before --- */

static void a_visit_that_staff_find_open_is_closed_before_they_practise(void **state)
{
    (void)state;
    answer_one(2);
    assert_true(real.open);
    struct answers given = real.answers;
    hold_the_corner();
    assert_false(real.open);
    assert_int_equal(real.closed, 1);
    assert_int_equal(real.ending, ENDING_LEFT);
    tap(TARGET_STAFF, STAFF_PRACTICE);
    answer_one(0);
    tap(TARGET_LEAVE, 0);
    assert_int_equal(practised.closed, 1);
    assert_int_equal(real.closed, 1);
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++)
        if (answer_given(given.state[i]))
            assert_int_equal(real.answers.state[i], given.state[i]);
}

/* The disk refused to close it at the door. The practice has a journal of its own: closing it there
 * would leave it open where it is, and the next person would be joined to it. */
static void what_the_disk_kept_open_is_closed_behind_the_practice(void (*leave)(void))
{
    answer_one(2);
    refuses = true;
    hold_the_corner();
    assert_true(kiosk.unclosed && real.open);
    refuses = false;
    tap(TARGET_STAFF, STAFF_PRACTICE);
    answer_one(0);
    assert_true(real.open && practised.open);
    assert_int_equal(practised.closed, 0);
    leave();
    assert_true(real.open && kiosk.unclosed);
    answer_one(1);
    assert_int_equal(real.closed, 1);
    assert_int_equal(real.ending, ENDING_LEFT);
    assert_true(real.open);
    tap(TARGET_LEAVE, 0);
    assert_int_equal(real.closed, 2);
}

static void leave_by_time(void)
{
    for (int i = 0; i < WAITS_MAX && kiosk_is_practice(&kiosk); i++)
        wait_once();
}

static void leave_by_the_door(void)
{
    hold_the_corner();
    tap(TARGET_STAFF, STAFF_CLOSE);
}

static void an_unclosed_visit_waits_for_a_practice_that_is_left(void **state)
{
    (void)state;
    what_the_disk_kept_open_is_closed_behind_the_practice(leave_by_time);
}

static void an_unclosed_visit_waits_for_staff_who_end_the_practice(void **state)
{
    (void)state;
    what_the_disk_kept_open_is_closed_behind_the_practice(leave_by_the_door);
}

/* Nobody comes behind the practice: the first screen closes it by itself. */
static void an_unclosed_visit_is_closed_when_nobody_comes(void **state)
{
    (void)state;
    answer_one(2);
    refuses = true;
    hold_the_corner();
    tap(TARGET_STAFF, STAFF_PRACTICE);
    leave_by_time();
    refuses = false;
    for (int i = 0; i < 3 && kiosk.unclosed; i++)
        wait_once();
    assert_false(kiosk.unclosed || real.open);
    assert_int_equal(real.closed, 1);
    assert_int_equal(real.ending, ENDING_LEFT);
}

int main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        STAGED(a_practice_that_is_left_takes_its_open_visit_along),
        STAGED(staff_who_come_back_end_it_with_its_open_visit),
        STAGED(what_practice_could_not_close_is_forgotten),
        STAGED(a_visit_that_staff_find_open_is_closed_before_they_practise),
        STAGED(an_unclosed_visit_waits_for_a_practice_that_is_left),
        STAGED(an_unclosed_visit_waits_for_staff_who_end_the_practice),
        STAGED(an_unclosed_visit_is_closed_when_nobody_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
