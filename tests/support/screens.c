/* Loading a survey for a test and walking its screens; see screens.h. */
#include "screens.h"
#include "kiosk_holding.h"
#include "seal.h"
#include <stdio.h>

const char *const screens_languages[SCREENS_LANGUAGES] = {
    "en", "cy", "pl", "ro", "pa", "ur", "ar", "bn", "en-GB-x-easyread",
};

static int language_of(const struct holding *holding, const char *language)
{
    for (int i = 0; i < holding->program.language_count; i++)
        if (strcmp(holding->program.wordings[i]->tag, language) == 0)
            return i;
    return -1;
}

void screens_walk(const char *survey, const char *language,
                  bool (*see)(void *context, const struct walk_screen *screen), void *context)
{
    char path[1024];
    struct holding *holding;
    struct err err = { 0 };
    seal_start();
    (void)snprintf(path, sizeof path, "%s/%s", SOURCE_DIR, survey);
    struct desk desk = { .survey = path,
                         .venue = SOURCE_DIR "/tests/golden/content/venue.json",
                         .notices = SOURCE_DIR "/tests/golden/content/notices.json" };
    must(holding_from_file(&desk, &holding, &err), err.text);
    int index = language_of(holding, language);
    must(index >= 0, "the survey speaks the language");
    must(walk_screens(&holding->program, (uint8_t)index, see, context), "every screen was seen");
    holding_free(holding);
}
