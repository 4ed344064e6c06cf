/* What is asked over the socket: see stick_socket.h. */
#include "stick_int.h"
#include <string.h>

static const struct {
    const char *word;
    enum stick_verb verb;
    bool has_folder;
} verbs[] = {
    { "write", STICK_VERB_WRITE, true },
    { "done", STICK_VERB_DONE, true },
    { "status", STICK_VERB_STATUS, false },
};

/* Only FOLDER/N, as we say it ourselves: no other way of writing the same path is looked into. */
static unsigned slot_of(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    if (strncmp(path, folder, length) != 0 || path[length] != '/')
        return 0;
    const char *digit = path + length + 1;
    return *digit >= '1' && *digit <= '0' + STICKS_MAX && digit[1] == '\0'
               ? (unsigned)(*digit - '0')
               : 0;
}

bool stick_request_read(const char *folder, const char *text, struct stick_request *ret)
{
    size_t length = strcspn(text, " ");
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strlen(verbs[i].word) != length || strncmp(verbs[i].word, text, length) != 0)
            continue;
        bool has_folder = text[length] == ' ';
        *ret = (struct stick_request){ .verb = verbs[i].verb };
        if (has_folder)
            ret->slot = slot_of(folder, text + length + 1);
        return has_folder == verbs[i].has_folder;
    }
    return false;
}
