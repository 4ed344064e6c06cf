#pragma once
/* What the files of this room share: the rules of pages and sheets, and the visit. */
#include "kiosk.h"

enum {
    IDLE_MS = 60000,
    WARN_MS = 24000,
    THANKS_MS = 8000,
    THANKS_MORE_MS = 15000, /* there is more to read than the thanks */
    QUIET_TAP_MS = 500,
    LAST_MOMENT_MS = 3000,  /* a press on the time sheet holds the clock for so long */
    RETRY_MS = 10000,       /* between attempts to close an earlier visit */
    SCAN_ROUNDS = 3,        /* so many may pass before nobody seems to be there */
    SAY_LONGEST_MS = 20000, /* the ring waits no longer for the end of what is said */
    STAFF_IDLE_MS = 90000,  /* the staff menu closes by itself */
    DOOR_IDLE_MS = 30000,   /* and the PIN goes sooner */
    SETUP_IDLE_MS = 300000, /* whoever types from a sheet of paper needs longer */
    PRACTICE_IDLE_MS = 120000,
    PRACTICE_MOST_MS = 1800000,
};

/* How a page behaves when nobody touches it. */
enum page_timing {
    TIMING_STILL,   /* stays */
    TIMING_RESETS,  /* goes back to its first state without a word */
    TIMING_WARNS,   /* asks first: somebody's visit is at stake */
    TIMING_CLEARS,  /* counts down from the moment it is shown */
    TIMING_RETURNS, /* back to the screen that it came over */
};

struct page_rules {
    struct effect (*tap)(struct kiosk *kiosk, struct target target, msec now);
    enum page_timing timing;
    bool tools;   /* language, Display and help stand in its head */
    bool deaf;    /* no touch means anything */
    bool types;   /* real keys mean what those on the screen do */
    msec idle_ms; /* how long it waits for a touch; 0: as the venue says */
};

extern const struct page_rules page_calm, page_attract, page_languages, page_question, page_thanks,
    page_disk_refuses, page_privacy, page_taking_part, page_cleaning, page_setup_code,
    page_setup_hub, page_setup_wait, page_staff_pin, page_staff_recovery, page_staff_menu,
    page_staff_pause, page_staff_back_at, page_staff_stick, page_staff_said, page_staff_more,
    page_staff_languages, page_staff_sound, page_staff_hours, page_staff_test, page_staff_log,
    page_staff_turn, page_staff_adjust;
/* The page's own tap, whatever lies over it. */
struct effect pages_tap(struct kiosk *kiosk, struct target target, msec now);

void sheet_close(struct kiosk *kiosk);
struct effect sheet_tap(struct kiosk *kiosk, struct target target, msec now);

/* state.c */
struct effect effect_none(void);
void kiosk_reset(struct kiosk *kiosk);
void kiosk_show(struct kiosk *kiosk, enum page page);
msec kiosk_idle_ms(const struct kiosk *kiosk);
const struct survey *kiosk_survey(const struct kiosk *kiosk);

bool kiosk_is_still(const struct kiosk *kiosk);
bool kiosk_is_deaf(const struct kiosk *kiosk);
/* kiosk.c: what every action of a person does, and what choosing a target does. */
void kiosk_touched(struct kiosk *kiosk, msec now);
struct effect kiosk_woken(struct kiosk *kiosk);
bool kiosk_is_quiet(const struct kiosk *kiosk, struct target target, msec now);
struct effect kiosk_choose(struct kiosk *kiosk, struct target target, msec now);
/* Is this key the echo of its last press? */
bool kiosk_is_echo(struct kiosk *kiosk, struct target key, msec now);

/* What a person has asked of the screen itself. It outlives a way back to the first screen. */
struct comfort {
    uint8_t language;
    bool large, contrast;
    struct focus focus;
    struct listening voice;
    bool keypad_used, switch_used;
    bool assisted, drawn, offers_equality, keeps_no_words;
    enum help_call help;
    msec help_until;
    uint32_t notice_turn;
};
struct comfort kiosk_comfort(const struct kiosk *kiosk);
void kiosk_comfort_again(struct kiosk *kiosk, const struct comfort *comfort);

/* help.c: what becomes of a call for help. */
struct effect help_call(struct kiosk *kiosk, msec now);
struct effect help_told(struct kiosk *kiosk, struct event event, msec now);
struct effect help_not_told(struct kiosk *kiosk, struct event event, msec now);
msec help_deadline(const struct kiosk *kiosk);
void help_tick(struct kiosk *kiosk, msec now);

/* notice_turn.c: which notice is shown. follow is called behind each event. next: whose turn it is
 * when the screen begins anew with this program. */
uint32_t notice_next(const struct kiosk *kiosk, const struct program *program);
void notice_tick(struct kiosk *kiosk, msec now);
void notice_follow(struct kiosk *kiosk, msec now);
msec notice_deadline(const struct kiosk *kiosk);

/* focus.c: the ring. */
void focus_begin(struct kiosk *kiosk, enum walker walker);
void focus_end(struct kiosk *kiosk);
void focus_home(struct kiosk *kiosk); /* to the words of a new screen */
void focus_move(struct kiosk *kiosk, const struct stops *stops, bool forwards);
struct effect focus_select(struct kiosk *kiosk, const struct stops *stops, msec now);
struct effect focus_keypad(struct kiosk *kiosk, struct event event, msec now);

/* scan.c: the ring of a person with one switch moves by itself. */
struct effect scan_switch(struct kiosk *kiosk, struct event event, msec now);
void scan_tick(struct kiosk *kiosk, const struct stops *stops, msec now);
void scan_said(struct kiosk *kiosk, msec now);
void scan_see(struct kiosk *kiosk, const struct stops *stops);
msec scan_deadline(const struct kiosk *kiosk);
/* The least time that a person with one switch needs to reach anything; 0 for all others. */
msec scan_patience(const struct kiosk *kiosk);

/* speech.c: what is to be heard. All of it does nothing unless somebody has asked to listen. */
void speech_turn_on(struct kiosk *kiosk);
void speech_turn_off(struct kiosk *kiosk);
void speech_louder(struct kiosk *kiosk);
void speech_say(struct kiosk *kiosk, enum saying saying, struct target about);
void speech_hush(struct kiosk *kiosk);
void speech_chose(struct kiosk *kiosk, struct target target);
void speech_countdown(struct kiosk *kiosk, msec now);
/* A key or a plug on a screen on which there is nothing to choose. */
struct effect speech_still(struct kiosk *kiosk);
struct effect speech_jack(struct kiosk *kiosk, struct event event, msec now);
struct effect speech_unplugged(struct kiosk *kiosk, struct event event, msec now);
struct effect speech_said(struct kiosk *kiosk, struct event event, msec now);

/* visit.c: one person's way through the questions. */
struct effect visit_begin(struct kiosk *kiosk);
struct effect visit_retry_end(struct kiosk *kiosk, enum after_save after);
void visit_show(struct kiosk *kiosk, int question);
/* The question after this one (-1: from the start) and before the one on the screen; -1 for none.
 */
int visit_next(const struct kiosk *kiosk, int question);
int visit_previous(const struct kiosk *kiosk);
struct effect visit_save(struct kiosk *kiosk, int next);
struct effect visit_go_on(struct kiosk *kiosk);
struct effect visit_close(struct kiosk *kiosk, enum ending ending);
struct effect visit_saved(struct kiosk *kiosk, msec now);
struct effect visit_refused(struct kiosk *kiosk, msec now);

/* standing.c: what holds whoever is at the screen. */
enum page standing_page(const struct kiosk *kiosk); /* where nobody is */
bool standing_has_changed(const struct kiosk *kiosk);
msec standing_deadline(const struct kiosk *kiosk);
bool standing_review_is_due(const struct kiosk *kiosk);
struct effect standing_wake(struct kiosk *kiosk, msec now);
struct effect standing_clock(struct kiosk *kiosk, struct event event, msec now);
struct effect standing_settings(struct kiosk *kiosk, struct event event, msec now);
struct effect standing_revoked(struct kiosk *kiosk, struct event event, msec now);
struct effect standing_status(struct kiosk *kiosk, struct event event, msec now);
struct effect standing_said(struct kiosk *kiosk, struct event event, msec now);
struct effect practice_begin(struct kiosk *kiosk, msec now);
void practice_touched(struct kiosk *kiosk, msec now);
msec practice_deadline(const struct kiosk *kiosk);
struct effect practice_end(struct kiosk *kiosk);
/* The practice is over, wherever the screen then goes: what was open before it is open again. */
void practice_over(struct kiosk *kiosk);

/* door.c: the corner and the PIN. */
void corner_press(struct kiosk *kiosk, struct event event, msec now);
void corner_let_go(struct kiosk *kiosk);
msec corner_deadline(const struct kiosk *kiosk);
/* Was this the last of the keys, one after the other, that open the door? */
bool door_keys(struct kiosk *kiosk, enum keypad key, msec now);
struct effect corner_tick(struct kiosk *kiosk, msec now);
struct effect door_open(struct kiosk *kiosk, msec now);
struct effect door_opened(struct kiosk *kiosk, msec now); /* nothing is left to be closed */
void door_leave(struct kiosk *kiosk);
struct effect door_tries(struct kiosk *kiosk, struct event event, msec now);
struct effect door_pin(struct kiosk *kiosk, struct event event, msec now);

/* staff.c, and what single staff pages do for others. */
struct staff_way {
    enum staff_item item;
    enum page page;
};
struct effect effect_of(enum effect_kind kind, int value);
struct effect staff_show(struct kiosk *kiosk, enum page page);
struct effect staff_follow(struct kiosk *kiosk, const struct staff_way *ways, size_t count,
                           struct target target);
void staff_try(struct kiosk *kiosk, const struct local_settings *settings);
struct effect staff_undo(struct kiosk *kiosk);
struct effect staff_end(struct kiosk *kiosk); /* back to where nobody is */
struct effect staff_character(struct kiosk *kiosk, uint32_t character, msec now);
bool typed_add(struct staff *staff, uint32_t character, const char *allowed, size_t most);
void typed_delete(struct staff *staff);
uint32_t typed_code_letter(uint32_t character);
struct effect cleaning_begin(struct kiosk *kiosk, msec now);
struct effect setup_by_file(struct kiosk *kiosk);
struct effect setup_code(struct kiosk *kiosk, struct event event, msec now);
struct effect task_news(struct kiosk *kiosk, struct event event, msec now);
struct effect adjust_begin(struct kiosk *kiosk);
/* Do marks wait to be touched? They are for fingers: whoever has only keys or a switch leaves. */
bool adjust_waits(const struct kiosk *kiosk);
struct effect adjust_leave(struct kiosk *kiosk);
struct effect touch_felt(struct kiosk *kiosk, struct touch_place place, msec now);
struct effect trial_is_over(struct kiosk *kiosk);

/* writing.c: the words of a comment. */
bool writing_open(const struct kiosk *kiosk); /* is a comment on the screen? */
void writing_key(struct kiosk *kiosk, struct target key);
void writing_character(struct kiosk *kiosk, uint32_t character);
bool writing_changed(const struct kiosk *kiosk);
void writing_send(struct kiosk *kiosk);
void writing_drop(struct kiosk *kiosk);
