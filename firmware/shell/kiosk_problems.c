/* The first problem of a file as an error; see kiosk_problems.h. */
#include "kiosk_problems.h"
#include <stdlib.h>

struct problems *kiosk_problems_new(struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (!problems)
        (void)err_set(err, ERR_LATER, "no memory for loading a survey");
    return problems;
}

bool kiosk_problems_first(const struct problems *problems, const char *what, struct err *err)
{
    if (problems->starved)
        return err_set(err, ERR_LATER, "no memory for loading %s", what);
    for (int i = 0; i < problems->count; i++)
        if (problems->list[i].level == PROBLEM_ERROR)
            return err_set(err, ERR_REFUSED, "%s: %s: %s", what, problems->list[i].pointer,
                           problems->list[i].text);
    return err_set(err, ERR_REFUSED, "%s cannot be used", what);
}
