/* How an attempt ended, in words: see courier_state.h. */
#include "courier_state.h"

static const struct {
    const char *word;
    const char *sentence;
} words[] = {
#define X(name, word, sentence) [ATTEMPT_##name] = { word, sentence },
    ATTEMPT_MAP(X)
#undef X
};

enum { WORDS = sizeof words / sizeof words[0] };

const char *attempt_word(enum attempt_outcome outcome)
{
    return (unsigned)outcome < WORDS ? words[outcome].word : words[ATTEMPT_NONE].word;
}

const char *attempt_sentence(enum attempt_outcome outcome)
{
    return (unsigned)outcome < WORDS ? words[outcome].sentence : words[ATTEMPT_NONE].sentence;
}
