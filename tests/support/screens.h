#pragma once
/* Every screen of a survey of the tree, in one language, for golden files. NEEDS kiosk_screens. */
#include "kiosk_walk.h"

/* survey: a path below the source tree. Fails the test when the survey cannot be loaded or does not
 * speak the language. */
void screens_walk(const char *survey, const char *language,
                  bool (*see)(void *context, const struct walk_screen *screen), void *context);
