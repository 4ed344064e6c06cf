/* Reading a setup file: see provision.h. */
#include "provision.h"
#include "json_members.h"
#include <stdio.h>

static const char begin_mark[] = "-----BEGIN CERTIFICATE-----\n";
static const char end_mark[] = "-----END CERTIFICATE-----\n";

/* A text of visible ASCII, which addresses and codes are made of. */
static bool is_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~')
            return false;
    return true;
}

static void read_text(const json_t *root, const char *key, char *ret, size_t size,
                      struct problems *problems)
{
    const json_t *json = json_object_get(root, key);
    struct path path = path_key(NULL, key);
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    size_t length = strlen(text);
    if (length == 0 || length >= size || length != json_string_length(json) || !is_plain(text))
        problems_error(problems, &path, "write 1 to %zu letters, digits and signs", size - 1);
    else
        memcpy(ret, text, length + 1);
}

/* Whole blocks of base64 between their marks, and nothing else. */
static bool is_pem(const char *text)
{
    static const char inside[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n";
    do {
        if (strncmp(text, begin_mark, sizeof begin_mark - 1) != 0)
            return false;
        text += sizeof begin_mark - 1;
        size_t length = strspn(text, inside);
        text += length;
        if (length == 0 || strncmp(text, end_mark, sizeof end_mark - 1) != 0)
            return false;
        text += sizeof end_mark - 1;
    } while (*text != '\0');
    return true;
}

static void read_ca(const json_t *root, struct provision *ret, struct problems *problems)
{
    const json_t *json = json_object_get(root, "ca");
    struct path path = path_key(NULL, "ca");
    if (json == NULL)
        return;
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    size_t length = strlen(text);
    if (length > PROVISION_CA_MAX || length != json_string_length(json) || !is_pem(text))
        problems_error(problems, &path,
                       "write certificates as PEM, each line ending with \\n, at most %d bytes",
                       PROVISION_CA_MAX);
    else
        memcpy(ret->ca, text, length + 1);
}

/* What the parser has to say quotes the file, which may be the code. */
static void forget_quotes(struct problems *problems)
{
    for (int i = 0; i < problems->count; i++)
        (void)snprintf(problems->list[i].text, sizeof problems->list[i].text,
                       "this is no whole JSON object");
}

bool provision_read(struct span bytes, struct provision *ret, struct problems *problems)
{
    static const char *const known[] = { "version", "hub", "code", "ca", NULL };
    int errors = problems->errors;
    *ret = (struct provision){ 0 };
    JSON_AUTO *root = json_read_object(bytes, PROVISION_FILE_MAX, problems);
    struct members members = { .object = root, .problems = problems };
    if (root == NULL)
        forget_quotes(problems);
    if (root == NULL || !members_version(&members, PROVISION_VERSION))
        return false;
    members_check(&members, known);
    read_text(root, "hub", ret->hub, sizeof ret->hub, problems);
    read_text(root, "code", ret->code, sizeof ret->code, problems);
    read_ca(root, ret, problems);
    return problems->errors == errors && !problems->starved;
}
