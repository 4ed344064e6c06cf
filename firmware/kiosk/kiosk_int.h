#pragma once
/* What the files of this room share: the rules of pages and sheets, and the visit. */
#include "kiosk.h"

enum {
    IDLE_MS = 60000,
    WARN_MS = 24000,
    THANKS_MS = 8000,
    QUIET_TAP_MS = 500,
    QUIET_KEY_MS = 80,
    LAST_MOMENT_MS = 3000, /* a press on the time sheet holds the clock for so long */
    RETRY_MS = 10000,      /* between attempts to close an earlier visit */
};

/* How a page behaves when nobody touches it. */
enum page_timing {
    TIMING_STILL,  /* stays */
    TIMING_RESETS, /* goes back to its first state without a word */
    TIMING_WARNS,  /* asks first: somebody's visit is at stake */
    TIMING_CLEARS, /* counts down from the moment it is shown */
};

struct page_rules {
    struct effect (*tap)(struct kiosk *kiosk, struct target target, msec now);
    enum page_timing timing;
    bool tools; /* language, Display and help stand in its head */
};

extern const struct page_rules page_waiting, page_attract, page_languages, page_question,
    page_thanks, page_disk_refuses;

struct effect sheet_tap(struct kiosk *kiosk, struct target target, msec now);

/* kiosk.c */
struct effect effect_none(void);
void kiosk_reset(struct kiosk *kiosk);
void kiosk_show(struct kiosk *kiosk, enum page page);
msec kiosk_idle_ms(const struct kiosk *kiosk);
const struct survey *kiosk_survey(const struct kiosk *kiosk);

/* visit.c: one person's way through the questions. */
struct effect visit_begin(struct kiosk *kiosk);
struct effect visit_retry_end(struct kiosk *kiosk, enum after_save after);
void visit_show(struct kiosk *kiosk, int question);
struct effect visit_save(struct kiosk *kiosk, int next);
struct effect visit_go_on(struct kiosk *kiosk);
struct effect visit_close(struct kiosk *kiosk, enum ending ending);
struct effect visit_saved(struct kiosk *kiosk);
struct effect visit_refused(struct kiosk *kiosk);

/* writing.c: the words of a comment. */
bool writing_open(const struct kiosk *kiosk); /* is a comment on the screen? */
void writing_key(struct kiosk *kiosk, struct target key);
void writing_character(struct kiosk *kiosk, uint32_t character);
bool writing_changed(const struct kiosk *kiosk);
void writing_send(struct kiosk *kiosk);
void writing_drop(struct kiosk *kiosk);
