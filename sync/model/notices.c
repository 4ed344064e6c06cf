/* Reading "you said, we did": see notices.h. */
#include "notices.h"
#include "json_members.h"
#include "text_check.h"
#include <stdio.h>
#include <stdlib.h>

enum { MEMORY_MAX = 256 * 1024 };

bool notice_date_read(const char *text, struct notice_date *ret)
{
    char day[] = "yyyy-mm-01";
    size_t size = strlen(text);
    if (size != 7 && size != 10)
        return false;
    memcpy(day, text, size);
    if (!text_is_date(day) || strncmp(day, "20", 2) != 0)
        return false;
    *ret = (struct notice_date){
        .year = (uint16_t)strtoul(day, NULL, 10),
        .month = (uint8_t)strtoul(day + 5, NULL, 10),
        .day = size == 7 ? 0 : (uint8_t)strtoul(day + 8, NULL, 10),
    };
    return true;
}

bool notice_speaks(const struct notice *notice, const char *tag)
{
    return local_text_speaks(&notice->said, tag) && local_text_speaks(&notice->did, tag);
}

static void read_date(const struct members *members, const char *key, struct notice_date *ret)
{
    const json_t *json = json_object_get(members->object, key);
    struct path path = path_key(members->path, key);
    if (!json_is_string(json) || !notice_date_read(json_string_value(json), ret))
        problems_error(members->problems, &path,
                       "write a day such as \"2026-11-01\", or a month such as \"2026-11\"");
}

static void read_side(const struct members *members, const char *key, struct local_texts *ret)
{
    int errors = members->problems->errors;
    struct path path = path_key(members->path, key);
    member_texts(members, key, NOTICE_TEXT_MAX, ret);
    if (ret->count == 0 && members->problems->errors == errors)
        problems_error(members->problems, &path, "not there; write it in at least one language");
}

/* `more`: members that the file itself has beside those of a notice. */
static void read_notice(const struct members *members, const char *more, struct notice *ret)
{
    const char *const known[] = { "said", "said_on", "did", "did_on", more, NULL };
    members_check(members, known);
    read_side(members, "said", &ret->said);
    read_side(members, "did", &ret->did);
    read_date(members, "said_on", &ret->said_on);
    read_date(members, "did_on", &ret->did_on);
}

static void read_one(const struct members *file, struct notices *notices)
{
    if (members_version(file, NOTICES_VERSION))
        read_notice(file, "version", &notices->list[notices->count++]);
}

static void read_list(const struct members *file, struct notices *notices)
{
    static const char *const known[] = { "version", "notices", NULL };
    const json_t *list = json_object_get(file->object, "notices");
    struct path path = path_key(file->path, "notices");
    size_t i;
    json_t *json;
    if (!members_version(file, NOTICES_VERSION))
        return;
    members_check(file, known);
    if (!json_is_array(list) || json_array_size(list) > NOTICES_MAX)
        problems_error(file->problems, &path, "write a list of at most %d notices, [ ... ]",
                       NOTICES_MAX);
    json_array_foreach(list, i, json)
    {
        struct path here = path_index(&path, i);
        struct members members = { json, &here, file->problems, file->arena };
        if (!json_is_object(json))
            problems_error(file->problems, &here, "this is %s; write a notice, { ... }",
                           json_read_kind(json));
        else if (notices->count < NOTICES_MAX)
            read_notice(&members, NULL, &notices->list[notices->count++]);
    }
}

static struct notices *notices_new(void)
{
    struct notices *notices = calloc(1, sizeof *notices);
    struct arena *arena = calloc(1, sizeof *arena);
    if (!notices || !arena) {
        free(notices);
        free(arena);
        return NULL;
    }
    *arena = arena_new(MEMORY_MAX);
    notices->arena = arena;
    return notices;
}

void notices_free(struct notices *notices)
{
    if (!notices)
        return;
    arena_finish(notices->arena);
    free(notices->arena);
    free(notices);
}

static struct notices *load(struct span bytes, struct problems *problems,
                            void (*read)(const struct members *, struct notices *))
{
    int first = problems->count, errors = problems->errors;
    JSON_AUTO *root = json_read_object(bytes, NOTICES_FILE_MAX, problems);
    struct notices *notices = root ? notices_new() : NULL;
    struct arena *arena = notices ? notices->arena : NULL;
    if (notices)
        read(&(struct members){ root, NULL, problems, arena }, notices);
    if (root && (!notices || arena->failed))
        problems_starved(problems);
    problems_place(problems, first, bytes);
    if (problems->errors == errors)
        return notices;
    notices_free(notices);
    return NULL;
}

struct notices *notices_load(struct span bytes, struct problems *problems)
{
    return load(bytes, problems, read_list);
}

struct notices *notice_load(struct span bytes, struct problems *problems)
{
    return load(bytes, problems, read_one);
}
