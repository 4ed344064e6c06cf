/*
 * What is heard: chooses among the sentences of a scene those that the kiosk wants to be said. A
 * number is said only as far as there is a clip of it: rounded down, so that nobody is promised
 * more than there is.
 */
#include "clusters.h"
#include "keyboard.h"
#include "view_int.h"
#include <stdio.h>
#include <string.h>

/* --- numbers --- */

static const uint32_t seconds_said[] = { 5, 10, 15, 20, 30, 40, 50, 60, 90, 120, 180, 240, 300 };
static const uint32_t counts_said[] = {
    0, 1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 300, 400, 500, 1000
};

enum {
    SECONDS_SAID = sizeof seconds_said / sizeof *seconds_said,
    COUNTS_SAID = sizeof counts_said / sizeof *counts_said,
    ROWS_SAID = 2 * KEYBOARD_ROWS + 2, /* of five keys; see board.h */
    MINUTES_SAID = 15,                 /* between two times of day; staff set them so */
    DAY_MINUTES = 24 * 60,
};

static uint32_t rounded_down(const uint32_t *said, int count, uint32_t number)
{
    int i = count - 1;
    while (i > 0 && said[i] > number)
        i--;
    return said[i];
}

uint32_t spoken_seconds(uint32_t seconds)
{
    return rounded_down(seconds_said, SECONDS_SAID, seconds);
}

uint32_t spoken_count(uint32_t count)
{
    return rounded_down(counts_said, COUNTS_SAID, count);
}

/* Nobody is promised an earlier time than there is. */
uint32_t spoken_minute(uint32_t minute)
{
    return (minute + MINUTES_SAID - 1) / MINUTES_SAID * MINUTES_SAID % DAY_MINUTES;
}

/* A word with one number or time in it, in the language's own digits. */
static size_t fill_plain(char *ret, size_t size, const struct wording *wording,
                         enum wording_key key, const char *name, const char *plain)
{
    char own[64];
    (void)wording_number(own, sizeof own, wording, plain);
    const char *const pairs[] = { name, own, NULL };
    return wording_fill(ret, size, wording->word[key], pairs);
}

static size_t fill(char *ret, size_t size, const struct wording *wording, enum wording_key key,
                   const char *name, uint32_t number)
{
    char plain[16];
    (void)snprintf(plain, sizeof plain, "%u", number);
    return fill_plain(ret, size, wording, key, name, plain);
}

/* "3 of 6", in the language's own order and digits. */
static size_t fill_position(char *ret, size_t size, const struct wording *wording, uint32_t number,
                            uint32_t count)
{
    char digits[2][16], own[2][64];
    (void)snprintf(digits[0], sizeof digits[0], "%u", number);
    (void)snprintf(digits[1], sizeof digits[1], "%u", count);
    for (int i = 0; i < 2; i++)
        (void)wording_number(own[i], sizeof own[i], wording, digits[i]);
    const char *const pairs[] = { "number", own[0], "count", own[1], NULL };
    return wording_fill(ret, size, wording->word[WORD_SAY_POSITION], pairs);
}

/* --- letters --- */

char32_t spoken_next(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    char32_t letter = *at < 0x80 ? *at : *at & (*at < 0xE0 ? 0x1F : *at < 0xF0 ? 0x0F : 0x07);
    for (at++; (*at & 0xC0) == 0x80; at++)
        letter = letter << 6 | (*at & 0x3F);
    *text = (const char *)at;
    return letter;
}

const char *spoken_voice(const struct wording *wording, char32_t letter)
{
    bool latin = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
                 (letter >= 0xC0 && letter < 0x250);
    return latin && keyboard_of(wording->tag)->own_letters ? "en" : wording->tag;
}

/* --- choosing sentences --- */

/* One saying in the making. */
struct saying_now {
    const struct kiosk *kiosk;
    const struct scene *scene;
    const struct wording *wording;
    struct stops stops;
    struct spoken *spoken;
};

static void add(struct saying_now *now, const char *text, const char *language)
{
    struct spoken *spoken = now->spoken;
    if (spoken->count == SPOKEN_MAX || text[0] == '\0')
        return;
    spoken->sentences[spoken->count].text = text;
    spoken->sentences[spoken->count++].language = language;
}

static void add_filled(struct saying_now *now, enum wording_key key, const char *name,
                       uint32_t number)
{
    struct spoken *spoken = now->spoken;
    char *at = spoken->pool + spoken->pool_used;
    size_t room = SPOKEN_POOL - spoken->pool_used;
    size_t used = fill(at, room, now->wording, key, name, number) + 1;
    if (used > room)
        return;
    spoken->pool_used += used;
    add(now, at, now->wording->tag);
}

static void add_about(struct saying_now *now, struct target target)
{
    for (int i = 0; i < now->scene->said_count; i++) {
        const struct scene_said *said = &now->scene->said[i];
        if (target_equal(said->about, target))
            add(now, said->text, said->language);
    }
}

static bool is_row(uint8_t group)
{
    return group >= GROUP_ROWS && group < GROUP_ROWS_END;
}

/* The screen's own words, what can be answered, and the way on. Keys are found by walking to them,
 * and the tools, the same everywhere, are named on the first screen. */
static void add_screen(struct saying_now *now)
{
    bool first = now->kiosk->page == PAGE_ATTRACT;
    add_about(now, (struct target){ TARGET_NONE, 0 });
    for (int i = 0; i < now->stops.count; i++) {
        const struct stop *stop = &now->stops.list[i];
        if (!is_row(stop->group) && (stop->group != GROUP_TOOLS || first))
            add_about(now, stop->target);
    }
}

static void add_group(struct saying_now *now, uint8_t group)
{
    if (is_row(group))
        add_filled(now, WORD_SAY_ROW, "number", (uint32_t)(group - GROUP_ROWS) + 1);
    for (int i = 0; i < now->stops.count; i++)
        if (now->stops.list[i].group == group)
            add_about(now, now->stops.list[i].target);
}

/* A key's name, and its row's number as well, would tell the room what is about to be typed. */
static bool is_overheard(const struct saying_now *now, uint8_t group)
{
    return is_row(group) && kiosk_types_secret(now->kiosk) && !now->kiosk->standing.headphones;
}

static void add_focus(struct saying_now *now)
{
    struct focus focus = kiosk_focus(now->kiosk, &now->stops);
    if (focus.at.kind == TARGET_NONE)
        add_screen(now);
    else if (is_overheard(now, focus.group))
        return;
    else if (focus.whole)
        add_group(now, focus.group);
    else
        add_about(now, focus.at);
}

/* A letter that was written may be on another layer of keys now. */
static void add_letter(struct saying_now *now, char32_t letter)
{
    struct spoken *spoken = now->spoken;
    char bytes[SPOKEN_LETTER];
    spoken_letter(letter, bytes);
    size_t size = strlen(bytes) + 1;
    if (size > SPOKEN_POOL - spoken->pool_used)
        return;
    char *at = memcpy(spoken->pool + spoken->pool_used, bytes, size);
    spoken->pool_used += size;
    add(now, at, spoken_voice(now->wording, letter));
}

/* Of a secret, how much of it is there, whoever listens. */
static void add_typed(struct saying_now *now)
{
    struct spoken *spoken = now->spoken;
    uint32_t typed = (uint32_t)strlen(now->kiosk->staff.typed);
    uint32_t count = now->kiosk->page == PAGE_STAFF_PIN ? PIN_DIGITS : CODE_LETTERS;
    char *at = spoken->pool + spoken->pool_used;
    size_t room = SPOKEN_POOL - spoken->pool_used;
    if (typed == 0)
        return;
    size_t used = fill_position(at, room, now->wording, typed, count) + 1;
    if (used > room)
        return;
    spoken->pool_used += used;
    add(now, at, now->wording->tag);
}

static bool is_cursor_key(enum target_kind kind)
{
    return kind == TARGET_KEY_CURSOR_BACK || kind == TARGET_KEY_CURSOR_ON;
}

/* What the cursor has passed; the key's own name where there was nothing to pass. */
static void add_passed(struct saying_now *now, struct target key)
{
    const char *text = kiosk_writing(now->kiosk), *at, *end;
    size_t cursor = kiosk_cursor(now->kiosk);
    bool back = key.kind == TARGET_KEY_CURSOR_BACK;
    at = text + (back ? cursor : cluster_before(text, cursor));
    end = text + (back ? cluster_after(text, cursor) : cursor);
    if (at == end)
        add_about(now, key);
    while (at < end) {
        char32_t letter = spoken_next(&at);
        if (letter == ' ')
            add(now, now->wording->word[WORD_SPACE], now->wording->tag);
        else if (letter <= SPOKEN_LETTER_LAST)
            add_letter(now, letter);
    }
}

static void add_target(struct saying_now *now)
{
    struct target about = now->kiosk->voice.about;
    bool key = is_row((uint8_t)stop_group_of(about.kind));
    if (key && kiosk_types_secret(now->kiosk)) {
        add_typed(now);
        return;
    }
    if (is_cursor_key(about.kind)) {
        add_passed(now, about);
        return;
    }
    if (about.kind == TARGET_KEY && about.value == 8)
        about = (struct target){ TARGET_KEY_BACKSPACE, 0 };
    if (about.kind == TARGET_KEY && about.value == ' ')
        about = (struct target){ TARGET_KEY_SPACE, 0 };
    if (about.kind != TARGET_KEY)
        add_about(now, about);
    else if (about.value <= SPOKEN_LETTER_LAST)
        add_letter(now, about.value);
}

void view_spoken(const struct kiosk *kiosk, const struct scene *scene, msec now, struct spoken *ret)
{
    struct saying_now saying = {
        .kiosk = kiosk, .scene = scene, .wording = view_wording(kiosk), .spoken = ret
    };
    ret->count = 0;
    ret->pool_used = 0;
    scene_stops(scene, &saying.stops);
    switch (kiosk->voice.saying) {
    case SAYING_NOTHING:
        break;
    case SAYING_SCREEN:
        add_screen(&saying);
        break;
    case SAYING_FOCUS:
        add_focus(&saying);
        break;
    case SAYING_TARGET:
        add_target(&saying);
        break;
    case SAYING_VOLUME:
        add_filled(&saying, WORD_VOLUME, "number", kiosk->voice.volume);
        break;
    case SAYING_TIME:
        add_filled(&saying, WORD_SECONDS_LEFT, "seconds",
                   spoken_seconds(kiosk_seconds_left(kiosk, now)));
        break;
    }
}

/* --- all that an interface can say --- */

struct telling {
    const struct wording *wording;
    void (*take)(void *context, const char *text, const char *language);
    void *context;
};

static void tell(const struct telling *telling, const char *text)
{
    telling->take(telling->context, text, telling->wording->tag);
}

static void tell_filled(const struct telling *telling, enum wording_key key, const char *name,
                        uint32_t number)
{
    char text[2048];
    (void)fill(text, sizeof text, telling->wording, key, name, number);
    tell(telling, text);
}

static void tell_words(const struct telling *telling)
{
    for (int key = 0; key < WORD_COUNT; key++)
        if (strchr(telling->wording->word[key], '{') == NULL)
            tell(telling, telling->wording->word[key]);
}

static void tell_position(const struct telling *telling, uint32_t number, uint32_t count)
{
    char text[512];
    (void)fill_position(text, sizeof text, telling->wording, number, count);
    tell(telling, text);
}

static void tell_numbers(const struct telling *telling)
{
    for (int i = 0; i < SECONDS_SAID; i++)
        tell_filled(telling, WORD_SECONDS_LEFT, "seconds", seconds_said[i]);
    for (int i = 0; i < COUNTS_SAID; i++)
        tell_filled(telling, WORD_CHARACTERS_LEFT, "count", counts_said[i]);
    for (uint32_t i = 1; i <= VOLUME_STEPS; i++)
        tell_filled(telling, WORD_VOLUME, "number", i);
    for (uint32_t i = 1; i <= ROWS_SAID; i++)
        tell_filled(telling, WORD_SAY_ROW, "number", i);
    for (uint32_t count = 2; count <= SURVEY_LANGUAGES_MAX; count++)
        for (uint32_t number = 1; number <= count; number++)
            tell_position(telling, number, count);
    for (uint32_t typed = 1; typed <= CODE_LETTERS; typed++)
        tell_position(telling, typed, CODE_LETTERS);
}

/* In a sentence, for a language may say the hour otherwise in one than by itself. */
static void tell_times(const struct telling *telling)
{
    char text[2048], plain[16];
    for (uint32_t minute = 0; minute < DAY_MINUTES; minute += MINUTES_SAID) {
        (void)snprintf(plain, sizeof plain, "%02u:%02u", minute / 60, minute % 60);
        (void)fill_plain(text, sizeof text, telling->wording, WORD_PAUSED_BACK, "time", plain);
        tell(telling, text);
    }
}

static void tell_letters(const struct telling *telling, const char32_t *letters)
{
    char text[SPOKEN_LETTER];
    for (; *letters != 0; letters++) {
        spoken_letter(*letters, text);
        telling->take(telling->context, text, spoken_voice(telling->wording, *letters));
    }
}

static void tell_keys(const struct telling *telling)
{
    const struct keyboard_layout *layout = keyboard_of(telling->wording->tag);
    for (int layer = 0; layer < KEYBOARD_LAYERS; layer++) {
        for (int row = 0; row < KEYBOARD_ROWS; row++)
            tell_letters(telling, layout->layers[layer]->rows[row]);
        tell_letters(telling, layout->layers[layer]->ends);
    }
}

void view_interface_spoken(const struct wording *wording,
                           void (*take)(void *context, const char *text, const char *language),
                           void *context)
{
    struct telling telling = { wording, take, context };
    tell(&telling, wording->name);
    tell_words(&telling);
    tell_numbers(&telling);
    tell_times(&telling);
    tell_keys(&telling);
}
