/* The staff screens of the walk, with values such as a venue has on a usual day. */
#include "kiosk_walk.h"
#include <stdio.h>
#include <string.h>

enum {
    NOW = 1000000,
    TODAY = 20784,
    NOON = 12 * 60 + 5,
    SECONDS_SHOWN = 12000,
    PRACTICE_LEFT = 600000
};

static struct staff_status usual;
static struct staff_said said;

static struct staff_when when(int32_t days_ago, uint16_t minute)
{
    return (struct staff_when){ true, TODAY - days_ago, minute };
}

static void make_attempts(void)
{
    static const enum wording_key words[] = {
        WORD_WHY_SIGN_IN,     WORD_WHY_NO_NETWORK, WORD_WHY_SENT,   WORD_WHY_NO_NAME,
        WORD_WHY_NO_ANSWER,   WORD_WHY_CLOCK,      WORD_WHY_SENT,   WORD_WHY_NOT_HUB,
        WORD_WHY_NOT_TRUSTED, WORD_WHY_BUSY,       WORD_WHY_SENT,   WORD_WHY_UNPROVEN,
        WORD_WHY_SURVEY,      WORD_WHY_REFUSED,    WORD_WHY_BROKEN, WORD_WHY_FORK,
    };
    enum { KINDS = sizeof words / sizeof words[0] };
    usual.attempt_count = 2 * KINDS;
    for (uint16_t i = 0; i < usual.attempt_count; i++)
        usual.attempts[i] =
            (struct staff_attempt){ .when = when(i / 5, (uint16_t)(700 - 31 * (i % 5))),
                                    .words = words[i % KINDS],
                                    .responses = words[i % KINDS] == WORD_WHY_SENT ? 17u + i : 0 };
}

static void make_values(void)
{
    usual = (struct staff_status){ .enrolled = true,
                                   .carried = true,
                                   .failing = true,
                                   .why = WORD_WHY_SIGN_IN,
                                   .knows_today = true,
                                   .today = 61,
                                   .pending = 14,
                                   .last_sent = when(0, 11 * 60 + 42),
                                   .last_try = when(0, 12 * 60 + 1),
                                   .clock = CLOCK_SIGNED,
                                   .room_mib = 900,
                                   .room_months = 11,
                                   .has_light = true,
                                   .bundle = 7,
                                   .version = "1.4.0",
                                   .kiosk = "3f2a90c11b5e7d04" };
    make_attempts();
    said = (struct staff_said){ .known = true,
                                .question = 0,
                                .total = 143,
                                .counts = { 80, 31, 14, 11, 7 },
                                .days = 12,
                                .first = TODAY - 20,
                                .last = TODAY - 1 };
}

/* --- arranging --- */

static void failing_long(struct kiosk *kiosk)
{
    usual.stuck = true;
    usual.last_sent = when(6, 9 * 60 + 5);
    kiosk->standing.status = &usual;
}

/* --- arranging: what the menu says of how the kiosk does; see verdict.c --- */

static void all_sent(struct kiosk *kiosk)
{
    (void)kiosk;
    usual.failing = false;
    usual.why = WORD_WHY_SENT;
    usual.pending = 0;
}

static void soon(struct kiosk *kiosk)
{
    all_sent(kiosk);
    usual.pending = 14;
}

static void never_sent(struct kiosk *kiosk)
{
    (void)kiosk;
    usual.stuck = true;
    usual.last_sent.known = false;
}

static void disk_refuses(struct kiosk *kiosk)
{
    kiosk->standing.disk_refuses = true;
}

static void revoked(struct kiosk *kiosk)
{
    usual.why = WORD_WHY_REFUSED;
    kiosk->standing.revoked = true;
}

static void refused(struct kiosk *kiosk)
{
    (void)kiosk;
    usual.why = WORD_WHY_REFUSED;
    usual.refused = true;
}

static void out_of_order(struct kiosk *kiosk)
{
    kiosk->standing.settings.pause.kind = PAUSE_OUT_OF_ORDER;
}

static void nearly_full(struct kiosk *kiosk)
{
    (void)kiosk;
    usual.room_mib = 6;
    usual.room_months = 0;
}

static void alone(struct kiosk *kiosk)
{
    (void)kiosk;
    usual.carried = false;
}

static void no_time(struct kiosk *kiosk)
{
    usual.clock = CLOCK_UNKNOWN;
    kiosk->standing.clock.known = false;
}

static void set_aside(struct kiosk *kiosk)
{
    (void)kiosk;
    usual.why = WORD_WHY_SURVEY;
    usual.set_aside = 3;
}

static void lost(struct kiosk *kiosk)
{
    (void)kiosk;
    usual.why = WORD_WHY_LACKS;
    usual.lost = 214;
}

/* --- arranging: everything else --- */

static void not_enrolled(struct kiosk *kiosk)
{
    usual = (struct staff_status){ .room_months = STAFF_MONTHS_UNKNOWN, .version = "1.4.0" };
    kiosk->program = NULL;
    kiosk->language = 0;
}

static void typed(struct kiosk *kiosk, const char *text)
{
    (void)snprintf(kiosk->staff.typed, sizeof kiosk->staff.typed, "%s", text);
}

static void some_digits(struct kiosk *kiosk)
{
    typed(kiosk, "123");
}

static void wrong_pin(struct kiosk *kiosk)
{
    kiosk->staff.fault = TYPED_WRONG;
}

static void waits(struct kiosk *kiosk)
{
    kiosk->standing.tries = 6;
    kiosk->standing.pin_after = NOW + 95000;
    kiosk->staff.fault = TYPED_WRONG;
}

static void wrong_code(struct kiosk *kiosk)
{
    typed(kiosk, "7K2QF3M9TXA04WRD5H8C");
    kiosk->staff.fault = TYPED_MISTAKE;
}

static void some_letters(struct kiosk *kiosk)
{
    typed(kiosk, "7K2QF3M");
}

static void an_address(struct kiosk *kiosk)
{
    typed(kiosk, "hub.northshire.example:8443");
}

static void at_work(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_WORKING, .done = 3, .total = 8 };
}

static void done(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_DONE, .count = 14 };
}

static void failed(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_ENROL_USED };
}

static void typed_alone(struct kiosk *kiosk)
{
    (void)snprintf(kiosk->staff.code, sizeof kiosk->staff.code, "7K2QF3M9TXA04WRD5H8C");
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_WHY_NO_NETWORK };
}

static void carried(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_SETUP_CARRY_MORE };
}

static void wrong_answer(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_ENROL_ANSWER };
}

static void no_questions(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_ENROL_BUNDLE_STICK };
}

static void brought(struct kiosk *kiosk)
{
    done(kiosk);
    kiosk->staff.task.news = NEWS_TAKEN;
}

static void brought_badly(struct kiosk *kiosk)
{
    done(kiosk);
    kiosk->staff.task.news = NEWS_BAD;
}

static void no_stick(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_STICK_NONE };
}

static void strange_stick(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_STICK_UNREAD };
}

static void full_stick(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_STICK_FULL };
}

static void no_more_stick(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_FAILED, .words = WORD_STICK_GONE };
}

static void felt_badly(struct kiosk *kiosk)
{
    kiosk->staff.felt_badly = true;
}

static void back_at_two(struct kiosk *kiosk)
{
    kiosk->staff.minute = 14 * 60;
    kiosk->standing.settings.pause = (struct pause){ PAUSE_BACK_AT, TODAY, 14 * 60 };
}

static void few(struct kiosk *kiosk)
{
    said.total = 9;
    kiosk->standing.said = &said;
}

static void marks(struct kiosk *kiosk)
{
    static const struct touch_place felt[] = { { 9000, 40000 },
                                               { 50000, 30000 },
                                               { 30000, 55000 } };
    memcpy(kiosk->staff.marks, felt, sizeof felt);
    kiosk->staff.mark_count = 3;
}

static void trial(struct kiosk *kiosk)
{
    kiosk->staff.on_trial = true;
    kiosk->staff.felt_count = TOUCH_MARKS;
    kiosk->clears_at = NOW + SECONDS_SHOWN;
}

static void one_mark(struct kiosk *kiosk)
{
    kiosk->staff.felt_count = 1;
}

static void minute_left(struct kiosk *kiosk)
{
    kiosk->clears_at = NOW + SECONDS_SHOWN;
}

static void practises(struct kiosk *kiosk)
{
    kiosk->standing.practising = true;
    kiosk->standing.practice_until = kiosk->standing.practice_ends = NOW + PRACTICE_LEFT;
}

static void held(struct kiosk *kiosk)
{
    kiosk->corner_at = NOW - 2200;
}

static const struct {
    const char *name;
    enum page page;
    void (*arrange)(struct kiosk *kiosk);
} shots[] = {
    { "closed", PAGE_CLOSED, NULL },
    { "paused", PAGE_PAUSED, NULL },
    { "paused-back-at", PAGE_PAUSED, back_at_two },
    { "asleep", PAGE_ASLEEP, NULL },
    { "revoked", PAGE_REVOKED, NULL },
    { "cleaning", PAGE_CLEANING, minute_left },
    { "setup_code", PAGE_SETUP_CODE, some_letters },
    { "setup_code-mistake", PAGE_SETUP_CODE, wrong_code },
    { "setup_hub", PAGE_SETUP_HUB, an_address },
    { "setup_wait", PAGE_SETUP_WAIT, at_work },
    { "setup_wait-done", PAGE_SETUP_WAIT, done },
    { "setup_wait-failed", PAGE_SETUP_WAIT, failed },
    { "setup_wait-alone", PAGE_SETUP_WAIT, typed_alone },
    { "setup_wait-carry", PAGE_SETUP_WAIT, carried },
    { "setup_wait-answer", PAGE_SETUP_WAIT, wrong_answer },
    { "setup_wait-bundle", PAGE_SETUP_WAIT, no_questions },
    { "staff_pin", PAGE_STAFF_PIN, some_digits },
    { "staff_pin-wrong", PAGE_STAFF_PIN, wrong_pin },
    { "staff_pin-waits", PAGE_STAFF_PIN, waits },
    { "staff_recovery", PAGE_STAFF_RECOVERY, some_letters },
    { "staff_menu", PAGE_STAFF_MENU, NULL },
    { "staff_menu-stuck", PAGE_STAFF_MENU, failing_long },
    { "staff_menu-sent", PAGE_STAFF_MENU, all_sent },
    { "staff_menu-soon", PAGE_STAFF_MENU, soon },
    { "staff_menu-never", PAGE_STAFF_MENU, never_sent },
    { "staff_menu-disk", PAGE_STAFF_MENU, disk_refuses },
    { "staff_menu-revoked", PAGE_STAFF_MENU, revoked },
    { "staff_menu-refused", PAGE_STAFF_MENU, refused },
    { "staff_menu-paused", PAGE_STAFF_MENU, out_of_order },
    { "staff_menu-full", PAGE_STAFF_MENU, nearly_full },
    { "staff_menu-alone", PAGE_STAFF_MENU, alone },
    { "staff_menu-no_time", PAGE_STAFF_MENU, no_time },
    { "staff_menu-set_aside", PAGE_STAFF_MENU, set_aside },
    { "staff_menu-lost", PAGE_STAFF_MENU, lost },
    { "staff_menu-new", PAGE_STAFF_MENU, not_enrolled },
    { "staff_pause", PAGE_STAFF_PAUSE, back_at_two },
    { "staff_back_at", PAGE_STAFF_BACK_AT, back_at_two },
    { "staff_stick", PAGE_STAFF_STICK, NULL },
    { "staff_stick-works", PAGE_STAFF_STICK, at_work },
    { "staff_stick-done", PAGE_STAFF_STICK, done },
    { "staff_stick-news", PAGE_STAFF_STICK, brought },
    { "staff_stick-bad", PAGE_STAFF_STICK, brought_badly },
    { "staff_stick-none", PAGE_STAFF_STICK, no_stick },
    { "staff_stick-unread", PAGE_STAFF_STICK, strange_stick },
    { "staff_stick-full", PAGE_STAFF_STICK, full_stick },
    { "staff_stick-gone", PAGE_STAFF_STICK, no_more_stick },
    { "staff_said", PAGE_STAFF_SAID, NULL },
    { "staff_said-few", PAGE_STAFF_SAID, few },
    { "staff_more", PAGE_STAFF_MORE, NULL },
    { "staff_languages", PAGE_STAFF_LANGUAGES, NULL },
    { "staff_sound", PAGE_STAFF_SOUND, NULL },
    { "staff_hours", PAGE_STAFF_HOURS, NULL },
    { "staff_test", PAGE_STAFF_TEST, marks },
    { "staff_log", PAGE_STAFF_LOG, NULL },
    { "staff_turn", PAGE_STAFF_TURN, NULL },
    { "staff_turn-trial", PAGE_STAFF_TURN, trial },
    { "staff_adjust", PAGE_STAFF_ADJUST, one_mark },
    { "staff_adjust-again", PAGE_STAFF_ADJUST, felt_badly },
    { "staff_adjust-trial", PAGE_STAFF_ADJUST, trial },
    { "practice", PAGE_ATTRACT, practises },
    { "corner", PAGE_ATTRACT, held },
};

static void arrange(struct kiosk *kiosk, const struct program *program, uint8_t language,
                    size_t shot)
{
    make_values();
    kiosk_init(kiosk, program);
    kiosk->language = language;
    kiosk->page = shots[shot].page;
    kiosk->woken = true;
    kiosk->now = NOW;
    kiosk->standing.clock = (struct local_clock){ true, TODAY, NOON, NOW };
    kiosk->standing.has_pin = true;
    kiosk->standing.status = &usual;
    kiosk->standing.said = &said;
    if (shots[shot].arrange != NULL)
        shots[shot].arrange(kiosk);
}

bool walk_staff(const struct program *program, uint8_t language, struct kiosk *kiosk, int number,
                bool (*see)(void *context, const struct walk_screen *screen), void *context)
{
    for (size_t i = 0; i < sizeof shots / sizeof shots[0]; i++) {
        arrange(kiosk, program, language, i);
        struct walk_screen screen = { ++number, shots[i].name, kiosk, NOW };
        if (!see(context, &screen))
            return false;
    }
    return true;
}
