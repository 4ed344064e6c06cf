/* The interface's words that this program carries, one file a language: see embed_languages.cmake.
 */
#include "hub_int.h"

static const struct language_file *find_exactly(const char *tag, size_t length)
{
    for (const struct language_file *f = language_files; f->tag != NULL; f++)
        if (strlen(f->tag) == length && strncmp(f->tag, tag, length) == 0)
            return f;
    return NULL;
}

const struct language_file *language_find(const char *tag)
{
    size_t length = strlen(tag);
    for (;;) {
        const struct language_file *found = find_exactly(tag, length);
        if (found != NULL)
            return found;
        while (length > 0 && tag[length - 1] != '-')
            length--;
        if (length == 0)
            return NULL;
        length--;
    }
}
