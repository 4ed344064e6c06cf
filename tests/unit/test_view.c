/* Every screen in every language and size: what can be touched is large enough, apart, and on the
 * screen; right-to-left mirrors; sheets put to sleep what they cover. */
#include "motion.h"
#include "stage.h"
#include "view.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { NOW = 5000 };

static const struct panel_size panels[] = {
    { 1280, 800, 149, 0 }, { 800, 480, 133, 0 },   { 800, 480, 0, 0 },
    { 1024, 600, 149, 0 }, { 1080, 1920, 102, 0 },
};

static struct stage stage;
static struct kiosk kiosk;
static struct scene scene, again;

static void draw(struct panel_size panel)
{
    struct text_measure measure = stage_measure();
    view_draw(&kiosk, panel, &measure, NOW, &scene);
}

static double mm(struct panel_size panel, int pixels)
{
    double ppi = panel.ppi > 0 ? panel.ppi : 133;
    return pixels * 25.4 / ppi;
}

static void check_target(const struct scene_target *target, struct panel_size panel)
{
    char name[80];
    target_name(&kiosk, target->target, name, sizeof name);
    struct rect at = target->at;
    bool key = target->target.kind >= TARGET_KEY && target->target.kind <= TARGET_KEY_ACCENTS;
    double least = key ? 11.9 : 12.8;
    if (at.x < 0 || at.y < 0 || at.x + at.w > scene.width || at.y + at.h > scene.height)
        fail_msg("%s is not wholly on the screen (%s, %d wide)", name, scene.language, panel.width);
    if (mm(panel, at.h) < least || mm(panel, at.w) < least)
        fail_msg("%s is too small: %d x %d (%s, %d wide)", name, at.w, at.h, scene.language,
                 panel.width);
}

static bool overlap(struct rect a, struct rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static void check_apart(void)
{
    for (int i = 0; i < scene.target_count; i++)
        for (int j = 0; j < i; j++) {
            const struct scene_target *a = &scene.targets[i], *b = &scene.targets[j];
            char one[80], other[80];
            if (!a->live || !b->live || !overlap(a->at, b->at))
                continue;
            target_name(&kiosk, a->target, one, sizeof one);
            target_name(&kiosk, b->target, other, sizeof other);
            fail_msg("%s lies over %s (%s, %d wide)", one, other, scene.language, scene.width);
        }
}

static void check_screen(struct panel_size panel)
{
    draw(panel);
    for (int i = 0; i < scene.target_count; i++)
        check_target(&scene.targets[i], panel);
    check_apart();
    assert_true(scene.said_count > 0);
}

static void all_panels(void)
{
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++)
        check_screen(panels[i]);
}

static void show(enum page page, int question, uint8_t language)
{
    kiosk_init(&kiosk, &stage.program);
    kiosk.page = page;
    kiosk.question = question;
    kiosk.language = language;
    kiosk.clears_at = NOW + 8000;
}

static void check_pages(uint8_t language)
{
    static const enum page pages[] = { PAGE_ATTRACT,    PAGE_LANGUAGES,    PAGE_THANKS,
                                       PAGE_GOODBYE,    PAGE_DISK_REFUSES, PAGE_PRIVACY,
                                       PAGE_TAKING_PART };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        show(pages[i], 0, language);
        all_panels();
    }
    for (int question = 0; question < stage.survey->question_count; question++) {
        show(PAGE_QUESTION, question, language);
        all_panels();
        for (int layer = 0; layer < KEYBOARD_LAYERS; layer++) {
            kiosk.layer = (enum keyboard_layer)layer;
            check_screen(panels[0]);
        }
    }
}

static void check_survey(const char *name)
{
    stage_open_asset(&stage, name);
    stage_add_venue(&stage);
    for (uint8_t language = 0; language < STAGE_LANGUAGES; language++)
        check_pages(language);
    stage_close(&stage);
}

static void targets_are_large_enough_and_apart_in_both_surveys(void **state)
{
    (void)state;
    check_survey("gp-fft");
    check_survey("jobcentre");
}

static struct rect place_of(const char *name)
{
    struct target target;
    struct rect at = { 0, 0, 0, 0 };
    if (!scene_find(&scene, &kiosk, name, &target, &at))
        fail_msg("%s is not on the screen", name);
    return at;
}

/* Not in the menu, and not only where there is much room. */
static void privacy_stands_on_the_first_screen_in_every_display(void **state)
{
    (void)state;
    struct target found;
    struct rect at;
    stage_open_asset(&stage, "gp-fft");
    for (uint8_t language = 0; language < STAGE_LANGUAGES; language++)
        for (int large = 0; large < 2; large++)
            for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
                show(PAGE_ATTRACT, 0, language);
                kiosk.large = large == 1;
                draw(panels[i]);
                assert_true(scene_find(&scene, &kiosk, "privacy", &found, &at));
            }
    stage_close(&stage);
}

/* Neither is smaller, and neither stands lower. */
static void welsh_and_english_stand_side_by_side(void **state)
{
    (void)state;
    struct venue_profile venue = venue_profile_usual;
    venue.welsh_equal = true;
    stage_open_asset(&stage, "gp-fft");
    stage.program.venue = &venue;
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        show(PAGE_ATTRACT, 0, 0);
        draw(panels[i]);
        struct rect welsh = place_of("start:cy"), english = place_of("start:en");
        assert_int_equal(welsh.w, english.w);
        assert_int_equal(welsh.h, english.h);
        assert_int_equal(welsh.y, english.y);
        assert_false(scene.overflow);
    }
    stage_close(&stage);
}

/* Whoever has chosen a third language begins in it, and meets its start first. */
static void a_third_language_has_its_own_start_beside_them(void **state)
{
    (void)state;
    enum { URDU = 2 };
    struct venue_profile venue = venue_profile_usual;
    venue.welsh_equal = true;
    stage_open_asset(&stage, "gp-fft");
    stage.program.venue = &venue;
    for (int large = 0; large < 2; large++)
        for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
            show(PAGE_ATTRACT, 0, URDU);
            kiosk.large = large == 1;
            check_screen(panels[i]);
            struct rect own = place_of("start:ur"), welsh = place_of("start:cy");
            struct rect english = place_of("start:en");
            assert_true(own.x > welsh.x && welsh.x > english.x); /* from the right */
            if (i == 0 && large == 0)
                assert_true(own.w == welsh.w && own.w == english.w);
            assert_int_equal(own.y, english.y);
            assert_false(scene.overflow);
        }
    struct target own = { TARGET_START, URDU + 1 };
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_PRESS, .target = own }, NOW);
    (void)kiosk_step(&kiosk, (struct event){ .kind = EV_RELEASE, .target = own }, NOW);
    assert_int_equal(kiosk.page, PAGE_QUESTION);
    assert_int_equal(kiosk.language, URDU);
    stage_close(&stage);
}

static bool offers(enum staff_item item)
{
    for (int i = 0; i < scene.target_count; i++)
        if (target_equal(scene.targets[i].target, (struct target){ TARGET_STAFF, item }))
            return true;
    return false;
}

/* A button that could do nothing is not there. */
static void who_does_not_know_the_time_offers_no_time_to_be_back(void **state)
{
    (void)state;
    stage_open_asset(&stage, "gp-fft");
    for (int known = 0; known < 2; known++)
        for (int paused = 0; paused < 2; paused++) {
            show(PAGE_STAFF_PAUSE, 0, 0);
            kiosk.standing.clock.known = known == 1;
            kiosk.standing.settings.pause.kind = paused == 1 ? PAUSE_OUT_OF_ORDER : PAUSE_NONE;
            draw(panels[0]);
            assert_int_equal(offers(STAFF_BACK_AT), known == 1);
            assert_int_equal(offers(STAFF_RESUME), paused == 1);
            assert_true(offers(STAFF_CLOSED_TODAY));
        }
    stage_close(&stage);
}

static bool shows(const char *text)
{
    for (int i = 0; i < scene.item_count; i++)
        if (scene.items[i].kind == SCENE_LABEL && strcmp(scene.items[i].text, text) == 0)
            return true;
    return false;
}

/* The size of a label that reads so, or that is the beginning of it on one of several parts; 0 when
 * there is none. */
static int size_of(const char *text)
{
    for (int i = 0; i < scene.item_count; i++) {
        const struct scene_item *item = &scene.items[i];
        bool begins = item->kind == SCENE_LABEL && item->text[0] != '\0' &&
                      strncmp(item->text, text, strlen(item->text)) == 0;
        if (begins && (scene.parts > 1 || strcmp(item->text, text) == 0))
            return item->size_px;
    }
    return 0;
}

static bool says(const char *text, const char *language)
{
    for (int i = 0; i < scene.said_count; i++)
        if (strcmp(scene.said[i].text, text) == 0 && strcmp(scene.said[i].language, language) == 0)
            return true;
    return false;
}

static void check_still(uint8_t language, enum wording_key title)
{
    static const char *const tags[STAGE_LANGUAGES] = { "en", "cy", "ur" };
    for (int i = 0; i < STAGE_LANGUAGES; i++) {
        const char *text = stage.wordings[i]->word[title];
        assert_string_equal(stage.wordings[i]->tag, tags[i]);
        bool there = i < 2 || i == language;
        assert_int_equal(shows(text), there);
        assert_int_equal(says(text, tags[i]), there);
    }
    assert_int_equal(size_of(stage.wordings[0]->word[title]),
                     size_of(stage.wordings[1]->word[title]));
    assert_false(scene.overflow);
}

/* Nobody can choose a language there; a third one that each person meets first is there too. */
static void screens_that_stay_are_in_welsh_and_in_english_where_those_are_equal(void **state)
{
    (void)state;
    static const struct {
        enum page page;
        enum wording_key title;
    } stays[] = { { PAGE_CLOSED, WORD_CLOSED_TITLE },
                  { PAGE_PAUSED, WORD_PAUSED_TITLE },
                  { PAGE_REVOKED, WORD_REVOKED_TITLE },
                  { PAGE_NO_SURVEY, WORD_NO_SURVEY },
                  { PAGE_ASLEEP, WORD_ASLEEP_TITLE } };
    struct venue_profile venue = venue_profile_usual;
    venue.welsh_equal = true;
    stage_open_asset(&stage, "gp-fft");
    stage.program.venue = &venue;
    for (size_t i = 0; i < sizeof stays / sizeof *stays; i++)
        for (size_t j = 0; j < sizeof panels / sizeof *panels; j++)
            for (uint8_t language = 0; language < STAGE_LANGUAGES; language++) {
                show(stays[i].page, 0, language);
                draw(panels[j]);
                check_still(language, stays[i].title);
            }
    stage_close(&stage);
}

static void a_notice_has_both_its_dates(void **state)
{
    (void)state;
    stage_open_asset(&stage, "gp-fft");
    stage_add_venue(&stage);
    static const enum page pages[] = { PAGE_ATTRACT, PAGE_THANKS };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        show(pages[i], 0, 0);
        draw(panels[0]);
        assert_true(shows("You said, September 2026"));
        assert_true(shows("Nobody answers the phone at eight."));
        assert_true(shows("We did, 1 November 2026"));
        assert_true(shows("Two more people on the phones until ten."));
    }
    stage_close(&stage);
}

/* The venue's words are shown, and spoken, as the language that they really are in. */
static void what_falls_back_keeps_its_own_language(void **state)
{
    (void)state;
    static const char name[] = "Riverside Surgery";
    stage_open_asset(&stage, "gp-fft");
    stage_add_venue(&stage);
    show(PAGE_PRIVACY, 0, 2);
    draw(panels[4]);
    bool said = false;
    for (int i = 0; i < scene.said_count; i++)
        said |= strcmp(scene.said[i].text, name) == 0 && strcmp(scene.said[i].language, "en") == 0;
    assert_true(said && shows(name));
    stage_close(&stage);
}

/* What is said of a call for help is what has become of it. */
static void only_a_call_that_arrived_is_said_to_have(void **state)
{
    (void)state;
    static const char told[] = "Staff have been told.";
    stage_open_asset(&stage, "gp-fft");
    stage_add_venue(&stage);
    for (int help = HELP_NOT_CALLED; help <= HELP_NOT_TOLD; help++) {
        show(PAGE_QUESTION, 0, 0);
        kiosk.sheet = SHEET_HELP;
        kiosk.help = (enum help_call)help;
        draw(panels[0]);
        assert_int_equal(shows(told), help == HELP_TOLD);
        assert_true(shows("The desk by the door."));
    }
    stage_close(&stage);
}

static void under_a_sheet_only_the_sheet_can_be_touched(void **state)
{
    (void)state;
    struct target found;
    struct rect at;
    stage_open(&stage, stage_every_type);
    for (int sheet = SHEET_TIME; sheet < SHEETS; sheet++) {
        show(PAGE_QUESTION, 1, 0);
        kiosk.sheet = (enum sheet)sheet;
        all_panels();
        assert_false(scene_find(&scene, &kiosk, "answer:good", &found, &at));
        bool closes = scene_find(&scene, &kiosk, "close", &found, &at) ||
                      scene_find(&scene, &kiosk, "more-time", &found, &at);
        assert_true(closes);
    }
    stage_close(&stage);
}

/* --- what moves --- */

/* Draws as at that moment and lets the motion follow; `again` is the same screen at rest. */
static msec draw_at(struct motion *motion, msec now)
{
    draw(panels[0]);
    again = scene;
    return motion_follow(motion, &kiosk, now, &scene);
}

/* How far down the things that are displaced are; all are equally far, and none is elsewhere. */
static int lowered(void)
{
    int by = 0;
    assert_int_equal(scene.item_count, again.item_count);
    for (int i = 0; i < scene.item_count; i++) {
        int own = scene.items[i].at.y - again.items[i].at.y;
        assert_int_equal(scene.items[i].at.x, again.items[i].at.x);
        assert_true(own == 0 || by == 0 || own == by);
        by = own != 0 ? own : by;
    }
    return by;
}

static void a_sheet_comes_up_and_is_at_rest_soon(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    for (int sheet = SHEET_TIME; sheet < SHEETS; sheet++) {
        struct motion motion = { 0 };
        show(PAGE_QUESTION, 1, 0);
        assert_int_equal(draw_at(&motion, NOW), NEVER);
        kiosk.sheet = (enum sheet)sheet;
        assert_int_equal(draw_at(&motion, NOW + 1000), NOW + 1000 + MOTION_FRAME_MS);
        int first = lowered();
        assert_in_range(first, 1, scene.height / 25);
        assert_memory_equal(scene.targets, again.targets, sizeof scene.targets);
        assert_true(draw_at(&motion, NOW + 1000 + MOTION_MS / 2) != NEVER);
        assert_in_range(lowered(), 1, first - 1);
        assert_int_equal(draw_at(&motion, NOW + 1000 + MOTION_MS), NEVER);
        assert_int_equal(lowered(), 0);
        assert_int_equal(draw_at(&motion, NOW + 1000 + 10 * MOTION_MS), NEVER);
        kiosk.sheet = SHEET_NONE;
        assert_int_equal(draw_at(&motion, NOW + 9000), NEVER);
    }
    stage_close(&stage);
}

/* The page below stays where it is. */
static void what_a_sheet_lies_on_does_not_move(void **state)
{
    (void)state;
    struct motion motion = { 0 };
    stage_open(&stage, stage_every_type);
    show(PAGE_QUESTION, 1, 0);
    draw(panels[0]);
    int below = scene.item_count;
    kiosk.sheet = SHEET_HELP;
    assert_true(draw_at(&motion, NOW) != NEVER);
    assert_true(lowered() > 0);
    for (int i = 0; i < below; i++)
        assert_int_equal(scene.items[i].at.y, again.items[i].at.y);
    stage_close(&stage);
}

static void nothing_moves_for_those_who_want_none(void **state)
{
    (void)state;
    struct motion motion = { 0 };
    struct venue_profile venue;
    stage_open(&stage, stage_every_type);
    venue = *program_venue(&stage.program);
    venue.reduced_motion = true;
    struct program program = stage.program;
    program.venue = &venue;
    show(PAGE_QUESTION, 1, 0);
    kiosk.program = &program;
    kiosk.sheet = SHEET_HELP;
    assert_int_equal(draw_at(&motion, NOW), NEVER);
    assert_int_equal(lowered(), 0);
    venue.reduced_motion = false;
    kiosk.focus.walker = WALKER_KEYPAD;
    motion = (struct motion){ 0 };
    assert_int_equal(draw_at(&motion, NOW), NEVER);
    assert_int_equal(lowered(), 0);
    stage_close(&stage);
}

/* Neither the way of an answer to the disk nor that to the next question takes time on the screen.
 */
static void what_an_answer_does_never_moves(void **state)
{
    (void)state;
    struct motion motion = { 0 };
    stage_open(&stage, stage_every_type);
    for (int question = 1; question < stage.survey->question_count; question++) {
        show(PAGE_QUESTION, question, 0);
        kiosk.pressed = (struct target){ TARGET_ANSWER, 0 };
        assert_int_equal(draw_at(&motion, NOW + (msec)question), NEVER);
        assert_int_equal(lowered(), 0);
    }
    show(PAGE_THANKS, -1, 0);
    assert_int_equal(draw_at(&motion, NOW + 100), NEVER);
    assert_int_equal(lowered(), 0);
    stage_close(&stage);
}

static void right_to_left_mirrors_the_scale_but_not_the_keys(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    show(PAGE_QUESTION, 1, 0);
    draw(panels[0]);
    struct rect good = place_of("answer:good"), back = place_of("back");
    assert_true(good.x < place_of("answer:poor").x);
    show(PAGE_QUESTION, 1, 2);
    draw(panels[0]);
    assert_true(scene.right_to_left);
    assert_true(place_of("answer:good").x > place_of("answer:poor").x);
    assert_int_equal(place_of("answer:good").x, scene.width - good.x - good.w);
    assert_true(place_of("back").x > back.x);
    show(PAGE_QUESTION, 5, 2);
    draw(panels[0]);
    assert_true(place_of("key:ق").x < place_of("key:پ").x);
    kiosk.layer = KEYBOARD_ACCENTS;
    draw(panels[0]);
    assert_true(place_of("key:q").x < place_of("key:p").x);
    stage_close(&stage);
}

static void all_tiles_of_a_question_are_equal(void **state)
{
    (void)state;
    stage_open_asset(&stage, "gp-fft");
    show(PAGE_QUESTION, 0, 0);
    draw(panels[0]);
    struct rect first = place_of("answer:very_good");
    static const char *const others[] = { "answer:good", "answer:neither", "answer:poor",
                                          "answer:very_poor" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct rect other = place_of(others[i]);
        assert_int_equal(other.w, first.w);
        assert_int_equal(other.h, first.h);
        assert_int_equal(other.y, first.y);
    }
    assert_true(mm(panels[0], first.w) >= 20 && mm(panels[0], first.h) >= 20);
    stage_close(&stage);
}

static void a_touch_finds_what_is_drawn_there(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    show(PAGE_QUESTION, 1, 0);
    draw(panels[0]);
    struct rect good = place_of("answer:good");
    struct target hit = scene_hit(&scene, good.x + good.w / 2, good.y + good.h / 2);
    assert_true(target_equal(hit, (struct target){ TARGET_ANSWER, 0 }));
    hit = scene_hit(&scene, good.x + good.w, good.y);
    assert_int_equal(hit.kind, TARGET_NONE);
    stage_close(&stage);
}

static int labels_with(const char *text)
{
    int count = 0;
    for (int i = 0; i < scene.item_count; i++)
        count += scene.items[i].kind == SCENE_LABEL && strstr(scene.items[i].text, text) != NULL;
    return count;
}

static void the_thanks_never_shows_a_face_and_the_refusal_no_thanks(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    show(PAGE_THANKS, 1, 0);
    draw(panels[0]);
    for (int i = 0; i < scene.item_count; i++)
        assert_false(scene.items[i].kind == SCENE_PICTURE &&
                     scene.items[i].picture <= PICTURE_FACE_5);
    assert_int_equal(labels_with("It is recorded."), 1);
    show(PAGE_DISK_REFUSES, 1, 0);
    draw(panels[0]);
    assert_int_equal(labels_with("recorded"), 0);
    assert_int_equal(labels_with("could not record"), 1);
    stage_close(&stage);
}

static void only_what_is_safe_is_called_safe(void **state)
{
    (void)state;
    stage_open(&stage, stage_every_type);
    show(PAGE_QUESTION, 5, 0);
    kiosk.sheet = SHEET_TIME;
    draw(panels[0]);
    assert_int_equal(labels_with("are safe"), 0);
    kiosk.any_saved = true;
    (void)snprintf(kiosk.writing[0], KIOSK_WORDS_BYTES, "half a");
    draw(panels[0]);
    assert_int_equal(labels_with("are safe"), 1);
    assert_int_equal(labels_with("not kept"), 1);
    stage_close(&stage);
}

/* Letters that rise far above their line. */
static struct text_ink high_ink(void *self, const char *text, struct text_style style,
                                int max_width)
{
    (void)self;
    (void)text;
    (void)max_width;
    return (struct text_ink){ style.size_px * 3 / 2, style.size_px / 2 };
}

static void high_letters_stay_inside_their_buttons(void **state)
{
    (void)state;
    struct text_measure measure = stage_measure();
    int buttons = 0;
    measure.ink = high_ink;
    stage_open_asset(&stage, "gp-fft");
    show(PAGE_ATTRACT, 0, 0);
    view_draw(&kiosk, panels[0], &measure, NOW, &scene);
    for (int i = 1; i < scene.item_count; i++) {
        const struct scene_item *box = &scene.items[i - 1], *label = &scene.items[i];
        if (box->kind != SCENE_BOX || label->kind != SCENE_LABEL || label->align != ALIGN_CENTRE)
            continue;
        int middle = label->at.y + label->line_px / 2;
        assert_true(middle - label->size_px * 3 / 2 >= box->at.y + box->border_px);
        assert_true(middle + label->size_px / 2 <= box->at.y + box->at.h - box->border_px);
        buttons++;
    }
    assert_true(buttons > 3);
    stage_close(&stage);
}

static void a_dense_panel_is_laid_out_like_the_densest_that_holds_everything(void **state)
{
    (void)state;
    stage_open_asset(&stage, "gp-fft");
    show(PAGE_ATTRACT, 0, 0);
    draw((struct panel_size){ 800, 480, 133, 0 });
    again = scene;
    draw((struct panel_size){ 800, 480, 216, 0 });
    assert_int_equal(scene.item_count, again.item_count);
    for (int i = 0; i < scene.item_count; i++)
        assert_memory_equal(&scene.items[i].at, &again.items[i].at, sizeof scene.items[i].at);
    stage_close(&stage);
}

static void long_words_show_their_end(void **state)
{
    (void)state;
    stage_open_asset(&stage, "gp-fft");
    int comment = survey_question(stage.survey, "fft_why");
    show(PAGE_QUESTION, comment, 0);
    char *text = kiosk.writing[stage.survey->questions[comment].comment];
    size_t at = strlen(text);
    for (int i = 0; i < 80; i++)
        at += (size_t)sprintf(text + at, "word ");
    (void)sprintf(text + at, "ending");
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        draw(panels[i]);
        assert_int_equal(labels_with("ending"), 1);
        assert_false(scene.overflow);
    }
    memset(text, 'w', 480);
    draw(panels[0]);
    stage_close(&stage);
}

static void the_same_state_draws_the_same_scene(void **state)
{
    (void)state;
    stage_open_asset(&stage, "jobcentre");
    struct text_measure measure = stage_measure();
    show(PAGE_ATTRACT, -1, 1);
    BUF_AUTO one = buf_new(1 << 18);
    BUF_AUTO two = buf_new(1 << 18);
    draw(panels[0]);
    scene_print(&scene, &kiosk, &one);
    memset(&again, 0xA5, sizeof again);
    view_draw(&kiosk, panels[0], &measure, NOW, &again);
    scene_print(&again, &kiosk, &two);
    assert_string_equal(buf_text(&one), buf_text(&two));
    stage_close(&stage);
}

/* A name that has no room is left out; a question is not. */
static void too_much_text_is_noticed(void **state)
{
    (void)state;
    static char word[200];
    stage_open(&stage, stage_every_type);
    show(PAGE_QUESTION, 3, 0);
    memset(stage.program.venue_name, 'm', sizeof stage.program.venue_name - 1);
    draw(panels[1]);
    assert_false(scene.overflow);
    memset(word, 'm', sizeof word - 1);
    stage.survey->questions[3].title.in[0] = word;
    draw(panels[1]);
    assert_true(scene.overflow);
    stage_close(&stage);
}

/* EN 301 549, 5.1.4, from half a metre: a capital H of 0.7 degrees is 6.1 mm high. */
static void larger_text_is_nowhere_smaller_than_the_standard_says(void **state)
{
    (void)state;
    enum { LEAST = 51 }; /* pixels of an em at 149 ppi */
    stage_open(&stage, stage_every_type);
    for (int question = 0; question < stage.survey->question_count; question++) {
        show(PAGE_QUESTION, question, 0);
        kiosk.large = true;
        draw(panels[0]);
        for (int i = 0; i < scene.item_count; i++)
            assert_true(scene.items[i].kind != SCENE_LABEL || scene.items[i].size_px >= LEAST);
    }
    stage_close(&stage);
}

/* Everything is there, part by part, each answer on one of them and once; behind the last part
 * there is nothing more. */
static void what_does_not_fit_at_once_is_shown_in_parts(void **state)
{
    (void)state;
    stage_open_asset(&stage, "gp-fft");
    int many = survey_question(stage.survey, "went_well");
    int seen[SURVEY_CHOICES_MAX] = { 0 };
    show(PAGE_QUESTION, many, 0);
    kiosk.large = true;
    do {
        struct target target;
        struct rect at;
        char next[16];
        draw(panels[1]);
        assert_true(scene.parts > 1 && scene.part == (int)kiosk.part);
        for (int i = 0; i < scene.target_count; i++)
            if (scene.targets[i].target.kind == TARGET_ANSWER)
                seen[scene.targets[i].target.value]++;
        (void)snprintf(next, sizeof next, "part:%u", kiosk.part + 2);
        assert_int_equal(scene_find(&scene, &kiosk, next, &target, &at),
                         scene.part + 1 < scene.parts);
        assert_int_equal(scene_find(&scene, &kiosk, "continue", &target, &at),
                         scene.part + 1 == scene.parts);
    } while (++kiosk.part < (uint32_t)scene.parts);
    for (int i = 0; i < stage.survey->questions[many].choice_count; i++)
        assert_int_equal(seen[i], 1);
    stage_close(&stage);
}

/* How many labels are parts of this text; each of them ends with a sentence. */
static int whole_sentences(const char *text)
{
    int found = 0;
    for (int i = 0; i < scene.item_count; i++) {
        const struct scene_item *item = &scene.items[i];
        if (item->kind != SCENE_LABEL || strlen(item->text) < 20 ||
            strstr(text, item->text) == NULL)
            continue;
        assert_int_equal(item->text[strlen(item->text) - 1], '.');
        found++;
    }
    return found;
}

static void a_part_ends_with_a_sentence_where_that_can_be(void **state)
{
    static char words[] =
        "Your practice would like to know what you think of it. One tap is enough. "
        "You may answer three to five more questions if you like. Nobody will know "
        "that it was you. It takes about two minutes of your time. You may stop at "
        "any moment, and what you have said until then is kept for the practice.";
    int found = 0;
    (void)state;
    stage_open_asset(&stage, "jobcentre");
    int about = survey_question(stage.survey, "about");
    stage.survey->questions[about].description.in[0] = words;
    show(PAGE_QUESTION, about, 0);
    kiosk.large = true;
    do {
        draw(panels[1]);
        found += whole_sentences(words);
    } while (++kiosk.part < (uint32_t)scene.parts);
    assert_in_range(found, 2, 6);
    stage_close(&stage);
}

static void keep_size(const char *text, int *size)
{
    int found = size_of(text);
    *size = found > 0 ? found : *size;
}

/* The sizes of a question's title and of its first answer, on whichever part they stand; 0 where
 * there is none. */
static void sizes_of(const struct question *question, struct panel_size panel, int ret[2])
{
    int language = stage.program.survey_language[kiosk.language];
    ret[0] = ret[1] = 0;
    kiosk.part = 0;
    do {
        draw(panel);
        keep_size(question->title.in[language], &ret[0]);
        if (question->choice_count > 0)
            keep_size(question->choices[0].text.in[language], &ret[1]);
    } while (++kiosk.part < (uint32_t)scene.parts);
    kiosk.part = 0;
}

static void check_larger(const struct question *question, struct panel_size panel)
{
    int usual[2], larger[2];
    kiosk.large = false;
    sizes_of(question, panel, usual);
    kiosk.large = true;
    sizes_of(question, panel, larger);
    if (usual[0] == 0 || larger[0] < usual[0] || larger[1] < usual[1])
        fail_msg("%s (%s, %d wide): %d and %d become %d and %d", question->name, scene.language,
                 panel.width, usual[0], usual[1], larger[0], larger[1]);
}

static void larger_text_makes_no_question_and_no_answer_smaller(void **state)
{
    (void)state;
    static const char *const names[] = { "gp-fft", "jobcentre" };
    for (size_t name = 0; name < 2; name++) {
        stage_open_asset(&stage, names[name]);
        for (uint8_t language = 0; language < STAGE_LANGUAGES; language++)
            for (int i = 0; i < stage.survey->question_count; i++)
                for (size_t panel = 0; panel < sizeof panels / sizeof *panels; panel++) {
                    show(PAGE_QUESTION, i, language);
                    check_larger(&stage.survey->questions[i], panels[panel]);
                }
        stage_close(&stage);
    }
}

static void answers_are_read_row_by_row(void **state)
{
    (void)state;
    stage_open_asset(&stage, "gp-fft");
    show(PAGE_QUESTION, survey_question(stage.survey, "went_well"), 0);
    draw(panels[0]);
    for (int i = 1, last = -1; i < scene.target_count; i++) {
        const struct scene_target *at = &scene.targets[i];
        if (at->target.kind != TARGET_ANSWER)
            continue;
        if (last >= 0) {
            struct rect before = scene.targets[last].at;
            assert_true(at->at.y > before.y || (at->at.y == before.y && at->at.x > before.x));
        }
        last = i;
    }
    stage_close(&stage);
}

static void a_scale_of_labels_stands_in_one_row(void **state)
{
    (void)state;
    stage_open_asset(&stage, "jobcentre");
    show(PAGE_QUESTION, survey_question(stage.survey, "get_it_right"), 0);
    for (int panel = 0; panel < 2; panel++) {
        draw(panels[panel]);
        assert_int_equal(place_of("answer:agree").y, place_of("answer:strongly_disagree").y);
        assert_true(place_of("answer:agree").x < place_of("answer:strongly_disagree").x);
    }
    stage_close(&stage);
}

static double light(uint32_t part)
{
    double value = part / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double ratio_of(uint32_t a, uint32_t b)
{
    double lights[2];
    uint32_t both[2] = { a, b };
    for (int i = 0; i < 2; i++)
        lights[i] = 0.2126 * light(both[i] >> 16 & 0xFF) + 0.7152 * light(both[i] >> 8 & 0xFF) +
                    0.0722 * light(both[i] & 0xFF);
    double more = lights[0] > lights[1] ? lights[0] : lights[1];
    double less = lights[0] > lights[1] ? lights[1] : lights[0];
    return (more + 0.05) / (less + 0.05);
}

static double contrast(enum colour a, enum colour b, bool strong)
{
    return ratio_of(view_colour(a, strong), view_colour(b, strong));
}

static void both_palettes_have_contrast(void **state)
{
    (void)state;
    for (int strong = 0; strong < 2; strong++) {
        static const enum colour grounds[] = { COLOUR_PAPER, COLOUR_CARD, COLOUR_SOFT,
                                               COLOUR_TINT };
        for (size_t i = 0; i < sizeof grounds / sizeof *grounds; i++) {
            assert_true(contrast(COLOUR_INK, grounds[i], strong) >= 7);
            assert_true(contrast(COLOUR_ACCENT, grounds[i], strong) >= 4.5);
        }
        assert_true(contrast(COLOUR_MUTED, COLOUR_PAPER, strong) >= 7);
        assert_true(contrast(COLOUR_EDGE, COLOUR_PAPER, strong) >= 3);
        assert_true(contrast(COLOUR_ON_ACCENT, COLOUR_ACCENT, strong) >= 7);
    }
}

/* --- a venue's name, colour and logo --- */

static void check_accent(uint32_t colour)
{
    static const enum colour grounds[] = { COLOUR_PAPER, COLOUR_CARD, COLOUR_SOFT };
    struct scene branded = { .accent = view_accent(colour) };
    uint32_t accent = view_colour_in(&branded, COLOUR_ACCENT);
    uint32_t tint = view_colour_in(&branded, COLOUR_TINT);
    for (size_t i = 0; i < sizeof grounds / sizeof *grounds; i++)
        if (ratio_of(accent, view_colour_in(&branded, grounds[i])) < 7)
            fail_msg("#%06x, shown as #%06x, is too light on ground %zu", colour, accent, i);
    if (ratio_of(accent, view_colour_in(&branded, COLOUR_ON_ACCENT)) < 7)
        fail_msg("white words on #%06x, shown as #%06x, are too faint", colour, accent);
    if (ratio_of(view_colour_in(&branded, COLOUR_INK), tint) < 7 || ratio_of(accent, tint) < 4.5)
        fail_msg("words on the tint of #%06x are too faint", colour);
}

static void no_colour_of_a_venue_is_hard_to_read(void **state)
{
    enum { STEPS = 16 };
    (void)state;
    for (uint32_t i = 0; i < STEPS * STEPS * STEPS; i++)
        check_accent((i / (STEPS * STEPS) * 17) << 16 | (i / STEPS % STEPS * 17) << 8 |
                     (i % STEPS * 17));
}

static void a_colour_that_is_dark_enough_stays_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(view_accent(0x003087), 0x003087);
    assert_int_equal(view_accent(0x17456B), 0x17456B);
    assert_int_not_equal(view_accent(0xFFDD00), 0xFFDD00);
}

static const struct scene_item *logo_of(const struct scene *of)
{
    for (int i = 0; i < of->item_count; i++)
        if (of->items[i].kind == SCENE_PICTURE && of->items[i].picture == PICTURE_LOGO)
            return &of->items[i];
    return NULL;
}

static void a_venue_has_its_name_and_logo_on_every_panel(void **state)
{
    static struct venue_profile venue;
    (void)state;
    venue = venue_profile_usual;
    venue.brand = (struct brand){ .name = { .in = { { "en", "Our Surgery" } }, .count = 1 },
                                  .logo = "<svg/>",
                                  .logo_width = 40,
                                  .logo_height = 20 };
    stage_open_asset(&stage, "gp-fft");
    stage.program.venue = &venue;
    kiosk_init(&kiosk, &stage.program);
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        draw(panels[i]);
        const struct scene_item *logo = logo_of(&scene);
        assert_non_null(logo);
        assert_int_equal(logo->fill, COLOUR_ACCENT);
        assert_in_range(logo->at.w, 2 * logo->at.h - 2, 2 * logo->at.h + 2);
        assert_true(logo->at.x < scene.width / 4);
        assert_true(shows("Our Surgery"));
        assert_int_equal(scene.accent, 0);
    }
    stage_close(&stage);
}

static void a_colour_gives_way_to_more_contrast(void **state)
{
    static struct venue_profile venue;
    (void)state;
    venue = venue_profile_usual;
    venue.brand = (struct brand){ .has_colour = true, .colour = 0 };
    stage_open_asset(&stage, "gp-fft");
    stage.program.venue = &venue;
    kiosk_init(&kiosk, &stage.program);
    draw(panels[0]);
    assert_in_range(view_colour_in(&scene, COLOUR_ACCENT), 0, 1);
    kiosk.contrast = true;
    draw(panels[0]);
    for (int colour = COLOUR_PAPER; colour < COLOURS; colour++)
        assert_int_equal(view_colour_in(&scene, (enum colour)colour),
                         view_colour((enum colour)colour, true));
    stage_close(&stage);
}

/* The venue says from how far away its panel is read. */
static void larger_text_is_made_for_the_venues_distance(void **state)
{
    static struct venue_profile venue;
    (void)state;
    venue = venue_profile_usual;
    venue.viewing_mm = 700;
    stage_open_asset(&stage, "gp-fft");
    kiosk_init(&kiosk, &stage.program);
    kiosk.large = true;
    draw((struct panel_size){ 1280, 800, 149, 700 });
    again = scene;
    stage.program.venue = &venue;
    draw(panels[0]);
    assert_int_equal(scene.item_count, again.item_count);
    for (int i = 0; i < scene.item_count; i++)
        assert_int_equal(scene.items[i].size_px, again.items[i].size_px);
    stage_close(&stage);
}

/* The smallest of what is written. */
static int least_size(void)
{
    int least = 1 << 14;
    for (int i = 0; i < scene.item_count; i++)
        if (scene.items[i].kind == SCENE_LABEL && scene.items[i].size_px < least)
            least = scene.items[i].size_px;
    return least;
}

static void privacy_and_taking_part_have_larger_text_and_are_not_the_staffs(void **state)
{
    static const enum page asked_for[] = { PAGE_PRIVACY, PAGE_TAKING_PART };
    (void)state;
    stage_open_asset(&stage, "gp-fft");
    for (size_t i = 0; i < 2; i++) {
        show(asked_for[i], 0, 0);
        draw(panels[0]);
        int usual = least_size();
        kiosk.large = true;
        draw(panels[0]);
        assert_true(least_size() > usual && least_size() >= 51);
        assert_false(kiosk_is_staff_page(kiosk.page));
    }
    stage_close(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_large_enough_and_apart_in_both_surveys),
        cmocka_unit_test(privacy_stands_on_the_first_screen_in_every_display),
        cmocka_unit_test(welsh_and_english_stand_side_by_side),
        cmocka_unit_test(a_third_language_has_its_own_start_beside_them),
        cmocka_unit_test(who_does_not_know_the_time_offers_no_time_to_be_back),
        cmocka_unit_test(screens_that_stay_are_in_welsh_and_in_english_where_those_are_equal),
        cmocka_unit_test(a_notice_has_both_its_dates),
        cmocka_unit_test(what_falls_back_keeps_its_own_language),
        cmocka_unit_test(only_a_call_that_arrived_is_said_to_have),
        cmocka_unit_test(under_a_sheet_only_the_sheet_can_be_touched),
        cmocka_unit_test(a_sheet_comes_up_and_is_at_rest_soon),
        cmocka_unit_test(what_a_sheet_lies_on_does_not_move),
        cmocka_unit_test(nothing_moves_for_those_who_want_none),
        cmocka_unit_test(what_an_answer_does_never_moves),
        cmocka_unit_test(right_to_left_mirrors_the_scale_but_not_the_keys),
        cmocka_unit_test(all_tiles_of_a_question_are_equal),
        cmocka_unit_test(a_touch_finds_what_is_drawn_there),
        cmocka_unit_test(the_thanks_never_shows_a_face_and_the_refusal_no_thanks),
        cmocka_unit_test(only_what_is_safe_is_called_safe),
        cmocka_unit_test(high_letters_stay_inside_their_buttons),
        cmocka_unit_test(a_dense_panel_is_laid_out_like_the_densest_that_holds_everything),
        cmocka_unit_test(long_words_show_their_end),
        cmocka_unit_test(the_same_state_draws_the_same_scene),
        cmocka_unit_test(too_much_text_is_noticed),
        cmocka_unit_test(larger_text_is_nowhere_smaller_than_the_standard_says),
        cmocka_unit_test(what_does_not_fit_at_once_is_shown_in_parts),
        cmocka_unit_test(a_part_ends_with_a_sentence_where_that_can_be),
        cmocka_unit_test(larger_text_makes_no_question_and_no_answer_smaller),
        cmocka_unit_test(answers_are_read_row_by_row),
        cmocka_unit_test(a_scale_of_labels_stands_in_one_row),
        cmocka_unit_test(both_palettes_have_contrast),
        cmocka_unit_test(no_colour_of_a_venue_is_hard_to_read),
        cmocka_unit_test(a_colour_that_is_dark_enough_stays_as_it_is),
        cmocka_unit_test(a_venue_has_its_name_and_logo_on_every_panel),
        cmocka_unit_test(a_colour_gives_way_to_more_contrast),
        cmocka_unit_test(larger_text_is_made_for_the_venues_distance),
        cmocka_unit_test(privacy_and_taking_part_have_larger_text_and_are_not_the_staffs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
