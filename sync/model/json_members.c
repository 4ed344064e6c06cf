/* Members of strict JSON files: see json_members.h. */
#include "json_members.h"
#include "text_check.h"
#include <stdio.h>
#include <strings.h>

static bool is_known(const char *const *known, const char *key)
{
    for (; *known; known++)
        if (strcmp(*known, key) == 0)
            return true;
    return false;
}

void members_check(const struct members *members, const char *const *known)
{
    const char *key;
    json_t *json;
    json_object_foreach((json_t *)(uintptr_t)members->object, key, json)
    {
        struct path path = path_key(members->path, key);
        if (!is_known(known, key))
            problems_error(members->problems, &path, "no such member; leave it out");
    }
}

struct members members_enter(const struct members *members, const char *key, struct path *ret_path)
{
    const json_t *json = json_object_get(members->object, key);
    struct members inside = *members;
    *ret_path = path_key(members->path, key);
    if (json && !json_is_object(json))
        problems_error(members->problems, ret_path, "this is %s; write an object, { ... }",
                       json_read_kind(json));
    inside.object = json_is_object(json) ? json : NULL;
    inside.path = ret_path;
    return inside;
}

bool members_version(const struct members *members, int newest)
{
    const json_t *json = json_object_get(members->object, "version");
    struct path path = path_key(members->path, "version");
    json_int_t version = json_integer_value(json);
    if (version < 1)
        problems_error(members->problems, &path, "write a whole number from 1");
    else if (version > newest)
        problems_error(members->problems, &path,
                       "version %" JSON_INTEGER_FORMAT ", where this program knows %d", version,
                       newest);
    return version >= 1 && version <= newest;
}

void member_number(const struct members *members, const char *key, int least, int most,
                   uint16_t *ret)
{
    const json_t *json = json_object_get(members->object, key);
    struct path path = path_key(members->path, key);
    json_int_t number = json_integer_value(json);
    if (!json)
        return;
    if (!json_is_integer(json) || number < least || number > most)
        problems_error(members->problems, &path, "write a whole number from %d to %d", least, most);
    else
        *ret = (uint16_t)number;
}

void member_flag(const struct members *members, const char *key, bool *ret)
{
    const json_t *json = json_object_get(members->object, key);
    struct path path = path_key(members->path, key);
    if (json && !json_is_boolean(json))
        problems_error(members->problems, &path, "write true or false");
    else if (json)
        *ret = json_is_true(json);
}

void member_either(const struct members *members, const char *key, const char *no, const char *yes,
                   bool *ret)
{
    const json_t *json = json_object_get(members->object, key);
    const char *word = json_is_string(json) ? json_string_value(json) : "";
    struct path path = path_key(members->path, key);
    if (json && strcmp(word, no) != 0 && strcmp(word, yes) != 0)
        problems_error(members->problems, &path, "write \"%s\" or \"%s\"", no, yes);
    else if (json)
        *ret = strcmp(word, yes) == 0;
}

void member_tag(const struct members *members, const char *key, char ret[LANGUAGE_TAG_MAX + 1])
{
    const json_t *json = json_object_get(members->object, key);
    const char *tag = json_is_string(json) ? json_string_value(json) : "";
    struct path path = path_key(members->path, key);
    if (json && !text_is_tag(tag))
        problems_error(members->problems, &path, "write a language tag such as \"cy\"");
    else if (json)
        (void)snprintf(ret, LANGUAGE_TAG_MAX + 1, "%s", tag);
}

static bool is_there(const struct local_texts *texts, const char *tag)
{
    for (int i = 0; i < texts->count; i++)
        if (strcasecmp(texts->in[i].tag, tag) == 0)
            return true;
    return false;
}

static void add_text(const struct members *members, const char *tag, const json_t *json,
                     int characters_max, struct local_texts *texts)
{
    struct path path = path_key(members->path, tag);
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    int characters = text_characters(text);
    if (!text_is_tag(tag))
        problems_error(members->problems, &path, "this is no language tag; write \"cy\" and so on");
    else if (texts->count == SURVEY_LANGUAGES_MAX || is_there(texts, tag))
        problems_error(members->problems, &path,
                       "this language is here already, or there are more than %d; leave it out",
                       SURVEY_LANGUAGES_MAX);
    else if (characters < 1 || characters > characters_max)
        problems_error(members->problems, &path,
                       "write a text of 1 to %d characters without control characters",
                       characters_max);
    else
        texts->in[texts->count++] =
            (struct local_text){ arena_text(members->arena, tag, strlen(tag)),
                                 arena_text(members->arena, text, strlen(text)) };
}

void member_texts(const struct members *members, const char *key, int characters_max,
                  struct local_texts *ret)
{
    struct path path;
    struct members inside = members_enter(members, key, &path);
    const char *tag;
    json_t *json;
    json_object_foreach((json_t *)(uintptr_t)inside.object, tag, json)
    {
        add_text(&inside, tag, json, characters_max, ret);
    }
}
