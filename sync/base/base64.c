/* Base64: see base64.h. */
#include "base64.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(struct buf *out, struct span bytes)
{
    for (size_t i = 0; i < bytes.size; i += 3) {
        uint32_t group = 0;
        size_t here = bytes.size - i < 3 ? bytes.size - i : 3;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < here ? bytes.data[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            buf_put_byte(out, (uint8_t)(k <= here ? letters[group >> (18 - 6 * k) & 63] : '='));
    }
}

/* The value of a letter, 64 for any other. */
static uint32_t value_of(char letter)
{
    const char *at = letter == '\0' ? NULL : strchr(letters, letter);
    return at == NULL ? 64 : (uint32_t)(at - letters);
}

/* Decodes four letters of which the last `padding` are '='. */
static bool get_group(const char *text, size_t padding, struct buf *ret)
{
    uint32_t group = 0;
    for (size_t k = 0; k < 4; k++) {
        uint32_t value = k < 4 - padding ? value_of(text[k]) : 0;
        if (value == 64)
            return false;
        group = group << 6 | value;
    }
    if ((group & ((1u << (8 * padding)) - 1)) != 0)
        return false;
    for (size_t k = 0; k < 3 - padding; k++)
        buf_put_byte(ret, (uint8_t)(group >> (16 - 8 * k)));
    return true;
}

bool base64_get(const char *text, struct buf *ret, struct err *err)
{
    size_t length = strlen(text);
    bool fine = length % 4 == 0;
    for (size_t i = 0; fine && i < length; i += 4) {
        bool last = i + 4 == length;
        size_t padding = !last || text[i + 3] != '=' ? 0 : text[i + 2] == '=' ? 2 : 1;
        fine = get_group(text + i, padding, ret);
    }
    if (!fine)
        return err_set(err, ERR_REFUSED, "sealed words are not base64");
    return buf_ok(ret, "sealed words", err);
}
