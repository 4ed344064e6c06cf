/* Scanning JSON without building values. See json_text.h. Bounded: each byte is looked at a few
 * times. */
#include "json_text.h"
#include "json_depth.h"
#include <stdio.h>

/* Past the string that starts at data[at]; the closing quote may be missing. */
static size_t after_string(struct span json, size_t at)
{
    for (at++; at < json.size && json.data[at] != '"'; at++)
        at += json.data[at] == '\\';
    return at + 1 < json.size ? at + 1 : json.size;
}

bool json_is_shallow(struct span json, int most, size_t *ret_offset)
{
    int depth = 0;
    for (size_t at = 0; at < json.size;) {
        uint8_t c = json.data[at];
        if (c == '"') {
            at = after_string(json, at);
            continue;
        }
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth > most) {
            if (ret_offset != NULL)
                *ret_offset = at;
            return false;
        }
        at++;
    }
    return true;
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static size_t after_space(struct span json, size_t at)
{
    while (at < json.size && is_space(json.data[at]))
        at++;
    return at;
}

static bool ends_scalar(uint8_t c)
{
    return is_space(c) || c == ',' || c == '}' || c == ']' || c == ':';
}

/* Past the value that starts at data[at]. */
static size_t after_value(struct span json, size_t at)
{
    int depth = 0;
    while (at < json.size) {
        uint8_t c = json.data[at];
        if (c == '"') {
            at = after_string(json, at);
        } else if (c == '{' || c == '[') {
            depth++;
            at++;
        } else if (depth > 0) {
            depth -= c == '}' || c == ']';
            at++;
        } else {
            while (at < json.size && !ends_scalar(json.data[at]))
                at++;
            return at;
        }
        if (depth == 0)
            return at;
    }
    return json.size;
}

/* One step of a pointer against a key or an index; RFC 6901 escapes are undone on the way. */
static bool step_is(const char *step, size_t size, struct span key)
{
    size_t k = 0;
    for (size_t i = 0; i < size; i++, k++) {
        char c = step[i];
        if (c == '~' && i + 1 < size)
            c = step[++i] == '1' ? '/' : '~';
        if (k >= key.size || key.data[k] != (uint8_t)c)
            return false;
    }
    return k == key.size;
}

static bool index_is(const char *step, size_t size, size_t index)
{
    char number[24];
    int length = snprintf(number, sizeof number, "%zu", index);
    return (size_t)length == size && memcmp(number, step, size) == 0;
}

/* The key that starts at *at, which then stands on its value. */
static struct span take_key(struct span json, size_t *at)
{
    size_t start = *at + 1;
    size_t end = after_string(json, *at);
    *at = after_space(json, end);
    if (*at < json.size && json.data[*at] == ':')
        *at = after_space(json, *at + 1);
    return span_of(json.data + start, end > start ? end - start - 1 : 0);
}

/* Moves *at from an object or array to the member that the step names. */
static bool enter(struct span json, size_t *at, const char *step, size_t size)
{
    if (*at >= json.size || (json.data[*at] != '{' && json.data[*at] != '['))
        return false;
    bool object = json.data[*at] == '{';
    size_t i = after_space(json, *at + 1);
    for (size_t index = 0; i < json.size && json.data[i] != '}' && json.data[i] != ']'; index++) {
        bool found = object ? step_is(step, size, take_key(json, &i)) : index_is(step, size, index);
        *at = i;
        if (found)
            return i < json.size;
        i = after_space(json, after_value(json, i));
        if (i < json.size && json.data[i] == ',')
            i = after_space(json, i + 1);
        if (i <= *at)
            return false;
    }
    return false;
}

bool json_text_find(struct span json, const char *pointer, struct span *ret_value)
{
    size_t at = after_space(json, 0);
    while (*pointer == '/') {
        size_t size = strcspn(++pointer, "/");
        if (!enter(json, &at, pointer, size))
            return false;
        pointer += size;
    }
    *ret_value = span_of(json.data + at, after_value(json, at) - at);
    return true;
}

size_t json_text_cut(const char *text, size_t size)
{
    size_t at = size;
    while (at > 0 && ((uint8_t)text[at - 1] & 0xc0) == 0x80)
        at--;
    if (at == 0)
        return 0;
    uint8_t lead = (uint8_t)text[at - 1];
    size_t whole = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    return at - 1 + whole <= size ? size : at - 1;
}
