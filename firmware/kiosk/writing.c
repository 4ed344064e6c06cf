/*
 * The words of a comment: characters added and letters taken away at the cursor, in UTF-8, within
 * the question's length; the layers of the keyboard. What is written becomes the answer only with
 * Continue.
 */
#include "clusters.h"
#include "keyboard.h"
#include "kiosk_int.h"
#include <string.h>

bool writing_open(const struct kiosk *kiosk)
{
    return kiosk->page == PAGE_QUESTION &&
           kiosk_survey(kiosk)->questions[kiosk->question].type == QUESTION_COMMENT;
}

bool kiosk_is_writing(const struct kiosk *kiosk)
{
    return writing_open(kiosk) && kiosk->sheet == SHEET_NONE;
}

static uint8_t comment_of(const struct kiosk *kiosk)
{
    return kiosk_survey(kiosk)->questions[kiosk->question].comment;
}

/* The comment whose question is on the screen or under the languages page; -1 for none. */
static int comment_at_hand(const struct kiosk *kiosk)
{
    if (kiosk->program == NULL || kiosk_survey(kiosk) == NULL || kiosk->question < 0)
        return -1;
    const struct question *question = &kiosk_survey(kiosk)->questions[kiosk->question];
    return question->type == QUESTION_COMMENT ? question->comment : -1;
}

const char *kiosk_writing(const struct kiosk *kiosk)
{
    int comment = comment_at_hand(kiosk);
    return comment >= 0 ? kiosk->writing[comment] : "";
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static uint32_t count_characters(const char *text)
{
    uint32_t count = 0;
    for (; *text != '\0'; text++)
        count += is_continuation(*text) ? 0 : 1;
    return count;
}

uint32_t kiosk_characters_left(const struct kiosk *kiosk)
{
    if (comment_at_hand(kiosk) < 0)
        return 0;
    uint32_t max = kiosk_survey(kiosk)->questions[kiosk->question].max_length;
    uint32_t used = count_characters(kiosk_writing(kiosk));
    return used < max ? max - used : 0;
}

bool writing_changed(const struct kiosk *kiosk)
{
    int comment = comment_at_hand(kiosk);
    return comment >= 0 && strcmp(kiosk->writing[comment], kiosk->words[comment]) != 0;
}

bool kiosk_has_unsent_words(const struct kiosk *kiosk)
{
    return writing_changed(kiosk) && kiosk_writing(kiosk)[0] != '\0';
}

void writing_send(struct kiosk *kiosk)
{
    uint8_t comment = comment_of(kiosk);
    memcpy(kiosk->words[comment], kiosk->writing[comment], KIOSK_WORDS_BYTES);
}

void writing_drop(struct kiosk *kiosk)
{
    if (!writing_open(kiosk))
        return;
    uint8_t comment = comment_of(kiosk);
    kiosk->behind_cursor = 0;
    memset(kiosk->words[comment], 0, KIOSK_WORDS_BYTES);
    memset(kiosk->writing[comment], 0, KIOSK_WORDS_BYTES);
}

static size_t encode(uint32_t character, char ret[4])
{
    if (character < 0x80) {
        ret[0] = (char)character;
        return 1;
    }
    size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const uint32_t marks[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
    for (size_t i = size - 1; i > 0; i--) {
        ret[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    ret[0] = (char)(marks[size] | character);
    return size;
}

/* Anything that can be read: no control characters, no halves of pairs, nothing that turns text
 * about. */
static bool is_writable(uint32_t character)
{
    bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
    bool surrogate = character >= 0xD800 && character < 0xE000;
    bool turns = (character >= 0x202A && character <= 0x202E) ||
                 (character >= 0x2066 && character <= 0x2069);
    bool none = (character & 0xFFFE) == 0xFFFE || character > 0x10FFFF;
    return !control && !surrogate && !turns && !none;
}

size_t kiosk_cursor(const struct kiosk *kiosk)
{
    size_t size = strlen(kiosk_writing(kiosk));
    return size - (kiosk->behind_cursor < size ? kiosk->behind_cursor : size);
}

static void insert(struct kiosk *kiosk, uint32_t character)
{
    char *text = kiosk->writing[comment_of(kiosk)];
    char bytes[4];
    if (!is_writable(character) || kiosk_characters_left(kiosk) == 0)
        return;
    size_t used = strlen(text), size = encode(character, bytes), at = kiosk_cursor(kiosk);
    if (used + size >= KIOSK_WORDS_BYTES)
        return;
    memmove(text + at + size, text + at, used - at + 1);
    memcpy(text + at, bytes, size);
}

/* The letter before the cursor, with the marks on it. What falls free is wiped. */
static void delete_letter(struct kiosk *kiosk)
{
    char *text = kiosk->writing[comment_of(kiosk)];
    size_t used = strlen(text), end = kiosk_cursor(kiosk), start = cluster_before(text, end);
    memmove(text + start, text + end, used - end);
    memset(text + used - (end - start), 0, end - start);
}

static void move_cursor(struct kiosk *kiosk, bool back)
{
    const char *text = kiosk_writing(kiosk);
    size_t at = kiosk_cursor(kiosk);
    at = back ? cluster_before(text, at) : cluster_after(text, at);
    kiosk->behind_cursor = (uint16_t)(strlen(text) - at);
}

static bool has_own_letters(const struct kiosk *kiosk)
{
    bool offered = kiosk->language < kiosk->program->language_count;
    return offered && keyboard_of(kiosk->program->wordings[kiosk->language]->tag)->own_letters;
}

static bool is_accents(enum keyboard_layer layer)
{
    return layer == KEYBOARD_ACCENTS || layer == KEYBOARD_ACCENT_CAPITALS;
}

/* Capitals and accents hold for one letter, Latin letters beside own ones for a word and more. */
static enum keyboard_layer layer_after(const struct kiosk *kiosk)
{
    return is_accents(kiosk->layer) && has_own_letters(kiosk) ? KEYBOARD_ACCENTS : KEYBOARD_LETTERS;
}

/* Figures stay until a space, or until they are put away. */
static enum keyboard_layer layer_after_letter(const struct kiosk *kiosk)
{
    return kiosk->layer == KEYBOARD_SYMBOLS ? KEYBOARD_SYMBOLS : layer_after(kiosk);
}

static void turn_layer(struct kiosk *kiosk, enum target_kind key)
{
    static const enum keyboard_layer shifted[KEYBOARD_LAYERS] = {
        [KEYBOARD_LETTERS] = KEYBOARD_CAPITALS,
        [KEYBOARD_CAPITALS] = KEYBOARD_LETTERS,
        [KEYBOARD_SYMBOLS] = KEYBOARD_CAPITALS,
        [KEYBOARD_ACCENTS] = KEYBOARD_ACCENT_CAPITALS,
        [KEYBOARD_ACCENT_CAPITALS] = KEYBOARD_ACCENTS,
    };
    bool symbols = kiosk->layer == KEYBOARD_SYMBOLS;
    bool accents = is_accents(kiosk->layer);
    bool capitals = kiosk->layer == KEYBOARD_CAPITALS && !has_own_letters(kiosk);
    if (key == TARGET_KEY_SHIFT)
        kiosk->layer = shifted[kiosk->layer];
    else if (key == TARGET_KEY_SYMBOLS)
        kiosk->layer = symbols ? KEYBOARD_LETTERS : KEYBOARD_SYMBOLS;
    else if (key == TARGET_KEY_ACCENTS)
        kiosk->layer = accents    ? KEYBOARD_LETTERS
                       : capitals ? KEYBOARD_ACCENT_CAPITALS
                                  : KEYBOARD_ACCENTS;
}

void writing_key(struct kiosk *kiosk, struct target key)
{
    if (!writing_open(kiosk))
        return;
    if (key.kind == TARGET_KEY) {
        insert(kiosk, key.value);
        kiosk->layer = layer_after_letter(kiosk);
    } else if (key.kind == TARGET_KEY_SPACE) {
        insert(kiosk, ' ');
        kiosk->layer = layer_after(kiosk);
    } else if (key.kind == TARGET_KEY_BACKSPACE) {
        delete_letter(kiosk);
    } else if (key.kind == TARGET_KEY_CURSOR_BACK || key.kind == TARGET_KEY_CURSOR_ON) {
        move_cursor(kiosk, key.kind == TARGET_KEY_CURSOR_BACK);
    } else {
        turn_layer(kiosk, key.kind);
    }
}

void writing_character(struct kiosk *kiosk, uint32_t character)
{
    if (character == 8 || character == 127)
        delete_letter(kiosk);
    else
        insert(kiosk, character);
}
