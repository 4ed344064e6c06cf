/* Putting values into a text. Lengths are bounded by the caller's room; cuts between characters. */
#include "json_text.h"
#include "wording.h"

/* The value of the placeholder that starts at text ("{name}"), and its length there; NULL if none.
 */
static const char *value_at(const char *text, const char *const *pairs, size_t *ret_size)
{
    for (; pairs && pairs[0]; pairs += 2) {
        size_t size = strlen(pairs[0]);
        if (strncmp(text + 1, pairs[0], size) == 0 && text[1 + size] == '}') {
            *ret_size = size + 2;
            return pairs[1];
        }
    }
    return NULL;
}

size_t wording_fill(char *ret, size_t size, const char *text, const char *const *pairs)
{
    size_t at = 0, skipped = 1;
    if (size == 0)
        return 0;
    for (; *text; text += skipped) {
        const char *value = *text == '{' ? value_at(text, pairs, &skipped) : NULL;
        size_t length = value ? strlen(value) : 1;
        skipped = value ? skipped : 1;
        if (length > size - 1 - at)
            break;
        memcpy(ret + at, value ? value : text, length);
        at += length;
    }
    at = json_text_cut(ret, at);
    ret[at] = '\0';
    return at;
}

size_t wording_number(char *ret, size_t size, const struct wording *wording, const char *number)
{
    size_t at = 0;
    if (size == 0)
        return 0;
    for (; *number != '\0'; number++) {
        bool own = *number >= '0' && *number <= '9' && wording->digit[*number - '0'][0] != '\0';
        const char *digit = own ? wording->digit[*number - '0'] : number;
        size_t length = own ? strlen(digit) : 1;
        if (length > size - 1 - at)
            break;
        memcpy(ret + at, digit, length);
        at += length;
    }
    ret[at] = '\0';
    return at;
}
