/* The words key's file: see words_file.h. */
#include "words_file.h"
#include "json_depth.h"
#include <jansson.h>

enum { WRAPPED_MAX = 1024 };

void words_key_id(const struct box_public *key, char ret[WORDS_ID_SIZE])
{
    char hex[65];
    struct digest digest = digest_of(span_of(key, sizeof *key));
    digest_hex(&digest, hex);
    memcpy(ret, hex, WORDS_ID_SIZE - 1);
    ret[WORDS_ID_SIZE - 1] = '\0';
}

static void put_hex(struct buf *out, struct span bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        buf_printf(out, "%02x", bytes.data[i]);
}

bool words_file_put(const struct box_public *key, const struct box_secret *secret,
                    struct span passphrase, struct buf *ret_text, struct err *err)
{
    char id[WORDS_ID_SIZE];
    BUF_AUTO wrapped = buf_new(WRAPPED_MAX);
    if (!words_key_wrap(secret, passphrase, &wrapped, err))
        return false;
    words_key_id(key, id);
    buf_printf(ret_text, "{\"words_key\": \"%s\",\n \"public\": \"", id);
    put_hex(ret_text, span_of(key, sizeof *key));
    buf_put_span(ret_text, span_text("\",\n \"wrapped\": \""));
    put_hex(ret_text, buf_span(&wrapped));
    buf_put_span(ret_text, span_text("\"}\n"));
    return buf_ok(ret_text, "the words key", err);
}

static int nibble(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = digit == '\0' ? NULL : strchr(digits, digit);
    return at == NULL ? -1 : (int)(at - digits);
}

/* Appends the bytes of a member written in hex. */
static bool get_hex(const json_t *file, const char *name, struct buf *ret)
{
    const char *hex = json_string_value(json_object_get(file, name));
    size_t length = hex == NULL ? 0 : strlen(hex);
    if (length == 0 || length % 2 != 0)
        return false;
    for (size_t i = 0; i < length; i += 2) {
        int high = nibble(hex[i]);
        int low = nibble(hex[i + 1]);
        if (high < 0 || low < 0)
            return false;
        buf_put_byte(ret, (uint8_t)(high << 4 | low));
    }
    return !ret->failed;
}

static void json_drop(json_t **json)
{
    json_decref(*json);
}

/* NULL when it is no JSON, or deeper than such a file is. */
static json_t *load(struct span text)
{
    return json_is_shallow(text, JSON_FILE_DEPTH_MAX, NULL)
               ? json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, NULL)
               : NULL;
}

bool words_file_get(struct span text, struct span passphrase, struct box_public *ret_key,
                    struct box_secret *ret_secret, struct err *err)
{
    BUF_AUTO key = buf_new(sizeof *ret_key);
    BUF_AUTO wrapped = buf_new(WRAPPED_MAX);
    __attribute__((cleanup(json_drop))) json_t *file = load(text);
    if (!get_hex(file, "public", &key) || key.size != sizeof *ret_key ||
        !get_hex(file, "wrapped", &wrapped))
        return err_set(err, ERR_CORRUPT, "this is no words key as yousaid-hub words new writes it");
    memcpy(ret_key, key.data, sizeof *ret_key);
    return words_key_unwrap(buf_span(&wrapped), passphrase, ret_secret, err);
}

bool words_file_is_weak(struct span text)
{
    BUF_AUTO wrapped = buf_new(WRAPPED_MAX);
    __attribute__((cleanup(json_drop))) json_t *file = load(text);
    return get_hex(file, "wrapped", &wrapped) && words_key_is_weak(buf_span(&wrapped));
}
