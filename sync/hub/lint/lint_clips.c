/* What kiosks could say of this survey and cannot, for no clip of it was recorded or made. */
#include "lint_int.h"

struct unspoken {
    struct lint *lint;
    int language;
};

static void take_unspoken(void *to, const char *text)
{
    struct unspoken *unspoken = to;
    lint_add(unspoken->lint, &(struct lint_met){ .kind = LINT_NO_CLIP,
                                                 .question = -1,
                                                 .pointer = lint_pointer_in_sentence(
                                                     unspoken->lint, unspoken->language, text),
                                                 .about = text,
                                                 .language = unspoken->language,
                                                 .panel = -1,
                                                 .display = -1 });
}

bool lint_clips(struct lint *lint, struct err *err)
{
    const struct lint_options *options = lint->options;
    for (int i = 0; i < lint->survey->language_count; i++) {
        struct unspoken unspoken = { lint, i };
        if (lint_looks_at(lint, i) &&
            !options->unspoken(options->context, lint->survey, lint->survey->languages[i].tag,
                               take_unspoken, &unspoken, err))
            return false;
    }
    return true;
}
