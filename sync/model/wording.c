/* Loading one language file of the interface. Every language says every word, with the same
 * placeholders as the English, so that no screen finds a gap. */
#include "wording.h"
#include "arena.h"
#include "json_read.h"
#include <stdio.h>
#include <stdlib.h>

enum { FILE_MAX = 64 * 1024, MEMORY_MAX = 256 * 1024, WORD_MAX = 500 };

struct entry {
    const char *key, *english;
};

static const struct entry entries[WORD_COUNT] = {
#define X(name, key, english) { key, english },
    WORDING_MAP(X)
#undef X
};

struct reading {
    struct wording *wording;
    struct arena *arena;
    struct problems *problems;
};

static const char *keep(struct reading *reading, const json_t *text)
{
    return arena_text(reading->arena, json_string_value(text), json_string_length(text));
}

/* Is every {name} of `text` in `other` too? Names the first that is not. */
static bool has_placeholders(const char *text, const char *other, char ret_name[SURVEY_NAME_MAX])
{
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
        size_t size = strcspn(at, "}") + 1;
        if (at[size - 1] != '}' || size >= SURVEY_NAME_MAX)
            continue;
        (void)snprintf(ret_name, SURVEY_NAME_MAX, "%.*s", (int)size, at);
        if (!strstr(other, ret_name))
            return false;
    }
    return true;
}

static bool is_clean(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at && (*at >= 0x20 || *at == '\n') && *at != 0x7f)
        at++;
    return *at == '\0' && *text != '\0';
}

static void read_word(struct reading *reading, int key, const json_t *json, const struct path *path)
{
    struct path here = path_key(path, entries[key].key);
    char name[SURVEY_NAME_MAX];
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    if (!json)
        problems_error(reading->problems, &here, "not there; translate \"%s\"",
                       entries[key].english);
    else if (!is_clean(text) || strlen(text) > 4 * WORD_MAX)
        problems_error(reading->problems, &here, "write a text of at most %d characters", WORD_MAX);
    else if (!has_placeholders(entries[key].english, text, name))
        problems_error(reading->problems, &here, "%s must stand in it, as in English", name);
    else if (!has_placeholders(text, entries[key].english, name))
        problems_error(reading->problems, &here, "%s does not stand in the English; take it out",
                       name);
    else
        reading->wording->word[key] = keep(reading, json);
}

static bool is_key(const char *word)
{
    for (int i = 0; i < WORD_COUNT; i++)
        if (strcmp(entries[i].key, word) == 0)
            return true;
    return false;
}

static void read_words(struct reading *reading, const json_t *root)
{
    const json_t *words = json_object_get(root, "words");
    struct path path = path_key(NULL, "words");
    const char *key;
    json_t *word;
    for (int i = 0; i < WORD_COUNT; i++)
        read_word(reading, i, json_object_get(words, entries[i].key), &path);
    json_object_foreach((json_t *)(uintptr_t)words, key, word)
    {
        struct path here = path_key(&path, key);
        if (!is_key(key))
            problems_error(reading->problems, &here, "no such word; leave it out or correct it");
    }
}

static void read_short(struct reading *reading, const json_t *root, const char *key, char *ret,
                       size_t size)
{
    const json_t *json = json_object_get(root, key);
    struct path path = path_key(NULL, key);
    if (!json_is_string(json) || !is_clean(json_string_value(json)) ||
        json_string_length(json) >= size)
        problems_error(reading->problems, &path, "write a text of 1 to %zu bytes", size - 1);
    else
        (void)snprintf(ret, size, "%s", json_string_value(json));
}

/* Ten characters, nought first; where there are none, 0 to 9 stand as they are. */
static void read_digits(struct reading *reading, const json_t *root)
{
    const json_t *json = json_object_get(root, "digits");
    struct path path = path_key(NULL, "digits");
    const char *at = json_is_string(json) ? json_string_value(json) : "";
    int count = 0;
    for (; *at != '\0' && count < 10; count++) {
        size_t size = 1;
        while (((unsigned char)at[size] & 0xC0) == 0x80)
            size++;
        (void)snprintf(reading->wording->digit[count], WORDING_DIGIT_BYTES, "%.*s", (int)size, at);
        at += size;
    }
    if (json && (count < 10 || *at != '\0'))
        problems_error(reading->problems, &path, "write ten digits, nought first");
}

static void read_head(struct reading *reading, const json_t *root)
{
    const json_t *direction = json_object_get(root, "direction");
    const json_t *reviewed = json_object_get(root, "reviewed");
    const char *word = json_is_string(direction) ? json_string_value(direction) : "";
    struct path direction_path = path_key(NULL, "direction");
    struct path reviewed_path = path_key(NULL, "reviewed");
    struct wording *wording = reading->wording;
    read_short(reading, root, "tag", wording->tag, sizeof wording->tag);
    read_short(reading, root, "name", wording->name, sizeof wording->name);
    if (strcmp(word, "ltr") != 0 && strcmp(word, "rtl") != 0)
        problems_error(reading->problems, &direction_path, "write \"ltr\" or \"rtl\"");
    if (!json_is_boolean(reviewed))
        problems_error(reading->problems, &reviewed_path, "write true or false");
    read_digits(reading, root);
    wording->right_to_left = strcmp(word, "rtl") == 0;
    wording->reviewed = json_is_true(reviewed);
}

static void check_members(struct reading *reading, const json_t *root)
{
    static const char *const known[] = { "version",  "tag",    "name", "direction",
                                         "reviewed", "digits", "words" };
    const char *key;
    json_t *json;
    json_object_foreach((json_t *)(uintptr_t)root, key, json)
    {
        struct path path = path_key(NULL, key);
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            found |= strcmp(known[i], key) == 0;
        if (!found)
            problems_error(reading->problems, &path, "no such member; leave it out");
    }
}

/* A file that says no version is of the first. One of a later version is looked at no further: what
 * its members mean is not known here. */
static bool read_version(struct reading *reading, const json_t *root)
{
    const json_t *json = json_object_get(root, "version");
    struct path path = path_key(NULL, "version");
    json_int_t version = json ? json_integer_value(json) : 1;
    if (version < 1)
        problems_error(reading->problems, &path, "write a whole number from 1");
    else if (version > WORDING_VERSION)
        problems_error(reading->problems, &path,
                       "version %" JSON_INTEGER_FORMAT ", where this program knows %d", version,
                       WORDING_VERSION);
    return version >= 1 && version <= WORDING_VERSION;
}

static struct wording *wording_new(void)
{
    struct wording *wording = calloc(1, sizeof *wording);
    struct arena *arena = calloc(1, sizeof *arena);
    if (!wording || !arena) {
        free(wording);
        free(arena);
        return NULL;
    }
    *arena = arena_new(MEMORY_MAX);
    wording->arena = arena;
    for (int i = 0; i < WORD_COUNT; i++)
        wording->word[i] = "";
    return wording;
}

void wording_free(struct wording *wording)
{
    if (!wording)
        return;
    arena_finish(wording->arena);
    free(wording->arena);
    free(wording);
}

struct wording *wording_load(struct span bytes, struct problems *problems)
{
    int first = problems->count, errors = problems->errors;
    JSON_AUTO *root = json_read_object(bytes, FILE_MAX, problems);
    struct wording *wording = root ? wording_new() : NULL;
    struct reading reading = { wording, wording ? wording->arena : NULL, problems };
    if (wording && read_version(&reading, root)) {
        read_head(&reading, root);
        read_words(&reading, root);
        check_members(&reading, root);
    }
    if (root && (!wording || reading.arena->failed))
        problems_starved(problems);
    problems_place(problems, first, bytes);
    if (problems->errors == errors)
        return wording;
    wording_free(wording);
    return NULL;
}
