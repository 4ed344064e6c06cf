#pragma once
/*
 * What people could not read, hit or hear on one screen. Each kind of fault has a name for programs
 * and a sentence for people; which of them must be mended is not decided here.
 */
#include "kiosk.h"
#include "view.h"

/* name, what is said of the screen or of its targets */
#define CHECK_MAP(X)                                                                               \
    X(TOO_FULL, "too_full", "too full for its texts")                                              \
    X(BROKEN_WORD, "broken_word", "wider than its room, so that a word is broken")                 \
    X(HIGH_TEXT, "high_text", "higher than its room")                                              \
    X(NO_LETTER, "no_letter", "with a letter that no font here has")                               \
    X(SMALL_TEXT, "small_text", "with larger text that is under 0.7 degrees")                      \
    X(SMALL_TARGET, "small_target", "smaller than 12 mm")                                          \
    X(BEYOND, "beyond_screen", "partly beyond the screen")                                         \
    X(LOW_CONTRAST, "low_contrast", "hard to tell from what lies behind")                          \
    X(SILENT, "silent", "without a spoken form")

enum check_kind {
#define X(name, key, text) CHECK_##name,
    CHECK_MAP(X)
#undef X
        CHECK_KINDS
};

/* How often a kind was met on the screen, and the name or the words of the first. */
struct check_fault {
    int count;
    char about[96];
};

struct check_faults {
    struct check_fault of[CHECK_KINDS];
};

/* panel: with its pitch. */
void check_scene(const struct scene *scene, const struct kiosk *kiosk, struct panel_size panel,
                 const struct text_measure *measure, struct check_faults *ret);

/* "too_full" */
const char *check_name(enum check_kind kind);
/* "too full for its texts" */
const char *check_text(enum check_kind kind);
