#pragma once
/*
 * Reading the members of a strict JSON file: each is optional and bounded, whatever is wrong is one
 * problem with its pointer, and what is not known is refused.
 */
#include "arena.h"
#include "json_read.h"
#include "local_text.h"

/* One object of a file. With `object` NULL (it is not there) every member is left out. */
struct members {
    const json_t *object;
    const struct path *path;
    struct problems *problems;
    struct arena *arena;
};

/* Complains of every member that is not in the list, which ends with NULL. */
void members_check(const struct members *members, const char *const *known);
/* The object that stands under a key. ret_path holds its place for as long as it is read. */
struct members members_enter(const struct members *members, const char *key, struct path *ret_path);
/* Of a later version nothing else is looked at: false with a problem. */
bool members_version(const struct members *members, int newest);

/* Each leaves *ret as it is when the member is not there or not right. */
void member_number(const struct members *members, const char *key, int least, int most,
                   uint16_t *ret);
void member_flag(const struct members *members, const char *key, bool *ret);
/* One of two words: *ret is true for the second one. */
void member_either(const struct members *members, const char *key, const char *no, const char *yes,
                   bool *ret);
void member_tag(const struct members *members, const char *key, char ret[LANGUAGE_TAG_MAX + 1]);
/* An object of texts by language tag. */
void member_texts(const struct members *members, const char *key, int characters_max,
                  struct local_texts *ret);
