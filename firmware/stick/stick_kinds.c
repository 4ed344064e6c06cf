/*
 * The kinds of file system that a stick may have, and what the kernel is told of each. The table is
 * short on purpose: what reads a strange stick is the kernel, and each kind is more of it.
 */
#include "stick_int.h"
#include <stdio.h>
#include <string.h>

static const struct stick_kind kinds[] = {
    { "vfat", true },
    { "exfat", true },
    { "ext4", false },
};

static const struct stick_kind *find_kind(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strlen(kinds[i].name) == length && strncmp(kinds[i].name, name, length) == 0)
            return &kinds[i];
    return NULL;
}

bool stick_kinds_read(const char *text, struct stick_kinds *ret, struct err *err)
{
    *ret = (struct stick_kinds){ .count = 0 };
    for (const char *at = text;;) {
        size_t length = strcspn(at, ",");
        const struct stick_kind *kind = find_kind(at, length);
        if (kind == NULL || ret->count == sizeof kinds / sizeof kinds[0])
            return err_set(err, ERR_USAGE,
                           "\"%.60s\" is no list of kinds; those there are: vfat,exfat,ext4", text);
        ret->list[ret->count++] = kind;
        if (at[length] == '\0')
            return true;
        at += length + 1;
    }
}

static void put(struct stick_field *field, const char *key, const char *value)
{
    (void)snprintf(field->key, sizeof field->key, "%s", key);
    (void)snprintf(field->value, sizeof field->value, "%s", value);
}

static void put_number(struct stick_field *field, const char *key, unsigned number)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", number);
    put(field, key, text);
}

size_t stick_fields(const struct stick_kind *kind, uid_t uid, gid_t gid,
                    struct stick_field ret[STICK_FIELDS_MAX])
{
    size_t count = 0;
    put(&ret[count++], "errors", "remount-ro");
    if (!kind->has_owner)
        return count;
    put_number(&ret[count++], "uid", uid);
    put_number(&ret[count++], "gid", gid);
    put(&ret[count++], "dmask", "0027");
    put(&ret[count++], "fmask", "0137");
    return count;
}
