/* A text that people read, as it came on the command line: see commands.h. */
#include "commands.h"
#include <jansson.h>
#include <string.h>

/* jansson takes UTF-8 alone. */
static bool is_utf8(const char *text)
{
    json_t *json = json_string(text);
    bool is = json != NULL;
    json_decref(json);
    return is;
}

static bool has_controls(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return true;
    return false;
}

bool command_text_is_sound(const char *what, const char *text, size_t most, struct err *err)
{
    if (strlen(text) > most)
        return err_set(err, ERR_USAGE, "%s has %zu bytes at most", what, most);
    if (!is_utf8(text) || has_controls(text))
        return err_set(err, ERR_USAGE, "%s is no plain text: it must be UTF-8, in one line", what);
    return true;
}
