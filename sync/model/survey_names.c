/* What a question or a choice value may be called: what no expression can read in two ways. */
#include "survey_int.h"

/* survey-core reads these as no value, as a boolean, as an operator, or as the question itself. */
static const char *const reserved[] = { "true",  "false",    "null", "undefined",
                                        "empty", "notempty", "self" };

static bool is_word(const char *name)
{
    size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return name[0] >= 'a' && name[0] <= 'z' && name[size] == '\0' && size <= SURVEY_NAME_MAX;
}

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        if (strcmp(reserved[i], name) == 0)
            return true;
    return false;
}

bool survey_names_check(struct reading *reading, const char *name, const char *what,
                        const struct path *path)
{
    if (!is_word(name))
        problems_error(
            reading->problems, path,
            "%s must be 1 to %d small letters, digits and _, a letter first; write it so", what,
            SURVEY_NAME_MAX);
    else if (is_reserved(name))
        problems_error(reading->problems, path,
                       "\"%s\" means something else in conditions; choose another word", name);
    return is_word(name) && !is_reserved(name);
}
