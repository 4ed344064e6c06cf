/*
 * Languages on the screen, touched where people touch: an answer is the same wherever it stands,
 * another language in the middle keeps what was said, and whoever comes next meets the venue's.
 */
#include "crowd.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ENGLISH, WELSH, URDU };

static struct crowd crowd;

static int open_crowd(void **state)
{
    (void)state;
    crowd_open(&crowd, (struct panel_size){ 1280, 800, 149, 0 });
    crowd.steady = true;
    return 0;
}

static int close_crowd(void **state)
{
    (void)state;
    crowd_close(&crowd);
    return 0;
}

static void tap(enum target_kind kind, uint32_t value)
{
    crowd_tap(&crowd, (struct target){ kind, value });
}

static void begin_in(uint8_t language)
{
    crowd_reset(&crowd);
    tap(TARGET_MORE_LANGUAGES, 0);
    tap(TARGET_LANGUAGE, language);
    tap(TARGET_START, 0);
    assert_int_equal(crowd.kiosk.language, language);
    assert_int_equal(crowd.kiosk.page, PAGE_QUESTION);
}

/* To the first question that has faces. */
static void go_to_the_faces(void)
{
    tap(TARGET_CONTINUE, 0);
    assert_int_equal(crowd.stages[0].survey->questions[crowd.kiosk.question].type, QUESTION_RATING);
}

/* The answer whose tile stands furthest to this side. */
static uint32_t outermost(bool right)
{
    const struct scene_target *found = NULL;
    for (int i = 0; i < crowd.scene.target_count; i++) {
        const struct scene_target *target = &crowd.scene.targets[i];
        bool further = found == NULL || (target->at.x > found->at.x) == right;
        if (target->target.kind == TARGET_ANSWER && further)
            found = target;
    }
    assert_non_null(found);
    return found != NULL ? found->target.value : 0;
}

static void an_answer_is_the_same_wherever_it_stands(void **state)
{
    (void)state;
    for (uint8_t language = 0; language < STAGE_LANGUAGES; language++) {
        bool from_the_right = language == URDU;
        begin_in(language);
        go_to_the_faces();
        int question = crowd.kiosk.question;
        assert_int_equal(crowd.scene.right_to_left, from_the_right);
        assert_int_equal(outermost(!from_the_right), 2);
        tap(TARGET_ANSWER, outermost(from_the_right));
        assert_int_equal(crowd.saved.state[question], ANSWER_FIRST);
    }
}

/* Through every question with answers and words, and at each of them through every language. */
static void switch_languages_here(void)
{
    struct answers answers = crowd.kiosk.answers;
    static char writing[SURVEY_COMMENTS_MAX][KIOSK_WORDS_BYTES];
    int question = crowd.kiosk.question;
    memcpy(writing, crowd.kiosk.writing, sizeof writing);
    for (uint8_t i = 0; i < STAGE_LANGUAGES; i++) {
        tap(TARGET_MORE_LANGUAGES, 0);
        tap(TARGET_LANGUAGE, i);
        assert_string_equal(crowd.scene.language, crowd.kiosk.program->wordings[i]->tag);
        assert_int_equal(crowd.kiosk.page, PAGE_QUESTION);
        assert_int_equal(crowd.kiosk.question, question);
        assert_memory_equal(&crowd.kiosk.answers, &answers, sizeof answers);
        assert_memory_equal(crowd.kiosk.writing, writing, sizeof writing);
    }
}

static void answer_here(void)
{
    switch (crowd.kiosk.program->survey->questions[crowd.kiosk.question].type) {
    case QUESTION_COMMENT:
        crowd_give(&crowd, (struct event){ .kind = EV_CHARACTER, .target = { TARGET_KEY, 'a' } });
        switch_languages_here();
        tap(TARGET_CONTINUE, 0);
        break;
    case QUESTION_CHECKBOX:
        tap(TARGET_ANSWER, 1);
        switch_languages_here();
        tap(TARGET_CONTINUE, 0);
        break;
    case QUESTION_INFORMATION:
        tap(TARGET_CONTINUE, 0);
        break;
    default:
        tap(TARGET_ANSWER,
            2 % crowd.kiosk.program->survey->questions[crowd.kiosk.question].choice_count);
    }
}

static void another_language_keeps_what_was_said_at_every_question(void **state)
{
    (void)state;
    begin_in(WELSH);
    int seen = 0;
    for (; crowd.kiosk.page == PAGE_QUESTION && seen < SURVEY_QUESTIONS_MAX; seen++) {
        switch_languages_here();
        answer_here();
    }
    assert_int_equal(crowd.kiosk.page, PAGE_THANKS);
    assert_int_equal(seen, crowd.kiosk.program->survey->question_count);
}

static void whoever_comes_next_meets_the_venues_language(void **state)
{
    (void)state;
    begin_in(URDU);
    go_to_the_faces();
    tap(TARGET_ANSWER, 0);
    for (int i = 0; i < 500 && !crowd_rests(&crowd); i++)
        crowd_wait(&crowd);
    assert_string_equal(crowd.scene.language, "en");
    begin_in(URDU);
    tap(TARGET_LEAVE, 0);
    tap(TARGET_DONE, 0);
    assert_string_equal(crowd.scene.language, "en");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_the_same_wherever_it_stands),
        cmocka_unit_test(another_language_keeps_what_was_said_at_every_question),
        cmocka_unit_test(whoever_comes_next_meets_the_venues_language),
    };
    return cmocka_run_group_tests(tests, open_crowd, close_crowd);
}
