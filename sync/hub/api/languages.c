/* The interface's words that this program carries, one file a language: see embed_files.cmake.
 */
#include "hub_int.h"

static const struct embedded_file *find_exactly(const char *tag, size_t length)
{
    for (const struct embedded_file *f = language_files; f->name != NULL; f++)
        if (strlen(f->name) == length && strncmp(f->name, tag, length) == 0)
            return f;
    return NULL;
}

const struct embedded_file *language_find(const char *tag)
{
    size_t length = strlen(tag);
    for (;;) {
        const struct embedded_file *found = find_exactly(tag, length);
        if (found != NULL)
            return found;
        while (length > 0 && tag[length - 1] != '-')
            length--;
        if (length == 0)
            return NULL;
        length--;
    }
}

bool hub_speaks(const char *tag)
{
    return language_find(tag) != NULL;
}

const char *hub_language(size_t nth)
{
    const struct embedded_file *f = language_files;
    while (f->name != NULL && nth > 0) {
        f++;
        nth--;
    }
    return f->name;
}
