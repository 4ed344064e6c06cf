/* Scanning JSON without building values. See json_text.h. Bounded: each byte is looked at a few times. */
#include "json_text.h"

/* Past the string that starts at data[at]; the closing quote may be missing. */
static size_t after_string(struct span json, size_t at)
{
    for (at++; at < json.size && json.data[at] != '"'; at++)
        at += json.data[at] == '\\';
    return at + 1 < json.size ? at + 1 : json.size;
}

bool json_text_shallow(struct span json, size_t *ret_offset)
{
    int depth = 0;
    for (size_t at = 0; at < json.size;) {
        uint8_t c = json.data[at];
        if (c == '"') {
            at = after_string(json, at);
            continue;
        }
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth > JSON_TEXT_NESTING_MAX) {
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
    size_t wanted = 0;
    for (size_t i = 0; i < size; i++) {
        if (step[i] < '0' || step[i] > '9' || wanted > json_text_cut("", 0) + SIZE_MAX / 20)
            return false;
        wanted = wanted * 10 + (size_t)(step[i] - '0');
    }
    return wanted == index;
}
