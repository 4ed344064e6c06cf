/* The spoken form of every screen in every language: whatever can be chosen has a name, whatever is
 * written is said, and all that a kiosk may say is among what clips are made for. */
#include "screens.h"
#include "stage.h"
#include "view.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const languages[] = { "en", "cy", "pl",
                                         "ro", "pa", "ur",
                                         "ar", "bn", "en-GB-x-easyread" };
static const char *const surveys[] = { "assets/surveys/gp-fft.json",
                                       "assets/surveys/jobcentre.json" };

static struct scene scene;
static struct text_measure measure;

static void draw(const struct walk_screen *screen)
{
    view_draw(screen->kiosk, (struct panel_size){ 1280, 800, 149, 0 }, &measure, screen->now,
              &scene);
}

static bool is_named(struct target target)
{
    for (int i = 0; i < scene.said_count; i++)
        if (target_equal(scene.said[i].about, target))
            return true;
    return false;
}

static bool names_are_there(void *context, const struct walk_screen *screen)
{
    (void)context;
    draw(screen);
    for (int i = 0; i < scene.target_count; i++) {
        char name[80];
        target_name(screen->kiosk, scene.targets[i].target, name, sizeof name);
        if (scene.targets[i].live && !is_named(scene.targets[i].target))
            fail_msg("%s of %s has no spoken name in %s", name, screen->name, scene.language);
    }
    assert_true(is_named((struct target){ TARGET_NONE, 0 }));
    assert_false(scene.overflow);
    return true;
}

static void walk_all(bool (*see)(void *context, const struct walk_screen *screen))
{
    measure = stage_measure();
    for (size_t i = 0; i < sizeof surveys / sizeof *surveys; i++)
        for (size_t j = 0; j < sizeof languages / sizeof *languages; j++)
            screens_walk(surveys[i], languages[j], see, NULL);
}

static void whatever_can_be_chosen_has_a_name(void **state)
{
    (void)state;
    walk_all(names_are_there);
}

/* --- what is written is said --- */

/* Is this text the word with something in the place of its one placeholder? */
static bool is_filled(const char *text, const char *word)
{
    const char *open = strchr(word, '{'), *close = strchr(word, '}');
    size_t before = (size_t)(open - word), behind = strlen(close + 1), size = strlen(text);
    return size >= before + behind && memcmp(text, word, before) == 0 &&
           strcmp(text + size - behind, close + 1) == 0;
}

/* As it is said, whatever keeps its last words on one line. */
static void without_ties(const char *text, char *ret, size_t size)
{
    static const char tie[] = "\xC2\xA0";
    size_t used = 0;
    for (; *text != '\0' && used + 1 < size; used++) {
        bool tied = strncmp(text, tie, strlen(tie)) == 0;
        ret[used] = tied ? ' ' : *text;
        text += tied ? strlen(tie) : 1;
    }
    ret[used] = '\0';
}

static bool is_counted_down(const char *text, const char *word)
{
    char plain[1024];
    without_ties(text, plain, sizeof plain);
    return is_filled(plain, word);
}

/* A code or an address stands there in groups and is spelled; of a PIN there are only dots. */
static bool is_typed(const char *text, const char *typed)
{
    static const char *const dots[] = { "●", "○", "·", " ", "https://" };
    for (size_t i = 0; *text != '\0'; i = 0) {
        while (i < sizeof dots / sizeof *dots && strncmp(text, dots[i], strlen(dots[i])) != 0)
            i++;
        if (i < sizeof dots / sizeof *dots)
            text += strlen(dots[i]);
        else if (*text++ != *typed++)
            return false;
    }
    return true;
}

/* What is seen and said in another way: letters that are being written are spelled, numbers that
 * count down are rounded, the signs on keys have names, and the venue's name opens the visit. */
static bool is_said_otherwise(const struct walk_screen *screen, const struct scene_item *item)
{
    const struct kiosk *kiosk = screen->kiosk;
    const struct wording *wording = kiosk->program->wordings[kiosk->language];
    const char *written = kiosk_writing(kiosk);
    const char *signs[] = { wording->word[WORD_KEY_FIGURES], wording->word[WORD_KEY_LETTERS],
                            wording->word[WORD_KEY_ACCENTS] };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcmp(item->text, signs[i]) == 0)
            return true;
    bool venue = strcmp(item->text, kiosk->program->venue_name) == 0;
    return venue || is_typed(item->text, kiosk->staff.typed) ||
           is_filled(item->text, wording->word[WORD_CHARACTERS_LEFT]) ||
           is_counted_down(item->text, wording->word[WORD_SECONDS_LEFT]) ||
           (written[0] != '\0' && strstr(written, item->text) != NULL);
}

/* Where the longest said sentence stands in the text; NULL when none does. Letters of keys are no
 * sentences. */
static char *longest_said(char *text, size_t *ret_size)
{
    enum { LETTER_BYTES = 4 };
    char *found = NULL;
    *ret_size = LETTER_BYTES;
    for (int i = 0; i < scene.said_count; i++) {
        char *at = strstr(text, scene.said[i].text);
        if (at == NULL || strlen(scene.said[i].text) <= *ret_size)
            continue;
        found = at;
        *ret_size = strlen(scene.said[i].text);
    }
    return found;
}

/* On a screen of parts a sentence that goes on in the next one is said as a whole. */
static bool is_piece_of_said(const char *text)
{
    for (int i = 0; i < scene.said_count && scene.parts > 1; i++)
        if (scene.said[i].about.kind == TARGET_NONE && strstr(scene.said[i].text, text) != NULL)
            return true;
    return false;
}

/* Takes each said sentence out of the text; what is left are blanks when all of it is said. */
static bool is_said(const char *text)
{
    char rest[4096], *at;
    size_t size;
    for (int i = 0; i < scene.said_count; i++)
        if (strcmp(scene.said[i].text, text) == 0)
            return true;
    if (is_piece_of_said(text))
        return true;
    without_ties(text, rest, sizeof rest);
    while ((at = longest_said(rest, &size)) != NULL)
        memset(at, ' ', size);
    return rest[strspn(rest, " ")] == '\0';
}

/* Under a sheet the page is asleep, its words too: they stand before the veil. */
static int first_seen(void)
{
    int first = 0;
    for (int i = 0; i < scene.item_count; i++)
        if (scene.items[i].fill == COLOUR_VEIL)
            first = i;
    return first;
}

static bool labels_are_said(void *context, const struct walk_screen *screen)
{
    (void)context;
    draw(screen);
    if (screen->kiosk->program == NULL || screen->kiosk->program->survey == NULL)
        return true;
    for (int i = first_seen(); i < scene.item_count; i++) {
        const struct scene_item *item = &scene.items[i];
        if (item->kind == SCENE_LABEL && !is_said_otherwise(screen, item) && !is_said(item->text))
            fail_msg("\"%s\" on %s is not said in %s", item->text, screen->name, scene.language);
    }
    return true;
}

static void whatever_is_written_is_said(void **state)
{
    (void)state;
    walk_all(labels_are_said);
}

/* --- what clips are made for --- */

enum { TOLD_MAX = 8192 };

static struct {
    char text[600], language[LANGUAGE_TAG_MAX + 1];
} told[TOLD_MAX];
static int told_count;

static void take(void *context, const char *text, const char *language)
{
    (void)context;
    assert_true(told_count < TOLD_MAX);
    (void)snprintf(told[told_count].text, sizeof told[0].text, "%s", text);
    (void)snprintf(told[told_count++].language, sizeof told[0].language, "%s", language);
}

static bool is_told(const char *text, const char *language)
{
    for (int i = 0; i < told_count; i++)
        if (strcmp(told[i].text, text) == 0 && strcmp(told[i].language, language) == 0)
            return true;
    return false;
}

/* A tool's or a key's names are the interface's own, whatever the survey. */
static bool interface_is_told(void *context, const struct walk_screen *screen)
{
    (void)context;
    draw(screen);
    if (screen->kiosk->program == NULL || screen->kiosk->program->survey == NULL)
        return true;
    told_count = 0;
    for (int i = 0; i < screen->kiosk->program->language_count; i++)
        view_interface_spoken(screen->kiosk->program->wordings[i], take, NULL);
    for (int i = 0; i < scene.said_count; i++) {
        const struct scene_said *said = &scene.said[i];
        bool survey = said->about.kind == TARGET_NONE || said->about.kind == TARGET_ANSWER;
        if (!survey && !is_told(said->text, said->language))
            fail_msg("\"%s\" of %s has no clip in %s", said->text, screen->name, said->language);
    }
    return true;
}

static void names_of_the_interface_are_among_what_clips_are_made_for(void **state)
{
    (void)state;
    measure = stage_measure();
    for (size_t j = 0; j < sizeof languages / sizeof *languages; j++)
        screens_walk(surveys[0], languages[j], interface_is_told, NULL);
}

/* --- back at a time --- */

enum { DAY_MINUTES = 24 * 60, TODAY = 20780 };

static size_t seen_paused;

/* The spoken time is none that is earlier than what is written, and at most a quarter later. */
static void check_time(uint32_t minute, const struct wording *wording)
{
    char plain[16], own[64], text[512];
    uint32_t said = (minute + 14) / 15 * 15 % DAY_MINUTES;
    (void)snprintf(plain, sizeof plain, "%02u:%02u", said / 60, said % 60);
    (void)wording_number(own, sizeof own, wording, plain);
    const char *const pairs[] = { "time", own, NULL };
    (void)wording_fill(text, sizeof text, wording->word[WORD_PAUSED_BACK], pairs);
    assert_string_equal(scene.said[scene.said_count - 1].text, text);
}

/* Every minute that may stand in a settings file, on the screen that says that it is paused. */
static bool every_minute_is_told(void *context, const struct walk_screen *screen)
{
    static struct kiosk kiosk;
    struct walk_screen paused = *screen;
    const struct program *program = screen->kiosk->program;
    (void)context;
    if (strcmp(screen->name, "paused-back-at") != 0)
        return true;
    const struct wording *wording = program->wordings[screen->kiosk->language];
    told_count = 0;
    view_interface_spoken(wording, take, NULL);
    kiosk = *screen->kiosk;
    paused.kiosk = &kiosk;
    for (uint16_t minute = 0; minute < DAY_MINUTES; minute++) {
        kiosk.standing.settings.pause = (struct pause){ PAUSE_BACK_AT, TODAY, minute };
        draw(&paused);
        check_time(minute, wording);
        for (int i = 0; i < scene.said_count; i++)
            if (!is_told(scene.said[i].text, scene.said[i].language))
                fail_msg("\"%s\" has no clip in %s", scene.said[i].text, scene.language);
    }
    seen_paused++;
    return true;
}

static void back_at_a_time_is_said_in_every_language(void **state)
{
    (void)state;
    measure = stage_measure();
    seen_paused = 0;
    for (size_t j = 0; j < sizeof languages / sizeof *languages; j++)
        screens_walk(surveys[0], languages[j], every_minute_is_told, NULL);
    assert_int_equal(seen_paused, sizeof languages / sizeof *languages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_can_be_chosen_has_a_name),
        cmocka_unit_test(whatever_is_written_is_said),
        cmocka_unit_test(names_of_the_interface_are_among_what_clips_are_made_for),
        cmocka_unit_test(back_at_a_time_is_said_in_every_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
