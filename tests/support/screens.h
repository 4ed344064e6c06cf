#pragma once
/* Every screen of a survey of the tree, in one language, at a venue with texts and notices of its
 * own (tests/golden/content), for golden files. NEEDS kiosk_screens. */
#include "kiosk_walk.h"

/* Every language that a kiosk offers. */
enum { SCREENS_LANGUAGES = 9 };
extern const char *const screens_languages[SCREENS_LANGUAGES];

/* survey: a path below the source tree. Fails the test when the survey cannot be loaded or does not
 * speak the language. */
void screens_walk(const char *survey, const char *language,
                  bool (*see)(void *context, const struct walk_screen *screen), void *context);
