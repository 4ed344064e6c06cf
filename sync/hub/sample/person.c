/* Made-up people: see person.h. */
#include "person.h"
#include <stdio.h>

/* How many of a hundred tap in each language, and how well it goes for them: who answers in a
 * language that staff do not speak is less content, as real figures show. */
static const struct tongue {
    const char *tag;
    double weight;
    double mood;
} tongues[] = {
    { "en", 88, 0 },      { "cy", 2, 0.01 },  { "pl", 4, -0.02 },   { "ur", 2.5, -0.09 },
    { "ro", 1.5, -0.04 }, { "bn", 1, -0.06 }, { "ar", 0.6, -0.05 }, { "pa", 0.4, -0.04 },
};
enum { TONGUES = sizeof tongues / sizeof tongues[0] };

const char *tongue_tag(size_t nth, double *ret_weight)
{
    if (nth >= TONGUES)
        return NULL;
    *ret_weight = tongues[nth].weight;
    return tongues[nth].tag;
}

static const double access_weights[ACCESS_MODES] = {
    [ACCESS_TOUCH] = 90,   [ACCESS_KEYPAD] = 1, [ACCESS_SWITCH] = 0.3,
    [ACCESS_SPEECH] = 1.7, [ACCESS_LARGE] = 7,
};

struct person person_make(const struct place *place, double mood, struct dice *dice)
{
    double weights[TONGUES];
    for (int i = 0; i < TONGUES; i++)
        weights[i] = tongues[i].weight * (i == 0 ? 1 : place->foreign);
    const struct tongue *tongue = &tongues[dice_pick(dice, weights, TONGUES)];
    struct person person = { .access = dice_pick(dice, access_weights, ACCESS_MODES),
                             .assisted = dice_chance(dice, 0.03),
                             .content = dice_chance(dice, mood + tongue->mood),
                             .leaves = dice_chance(dice, 0.09) };
    (void)snprintf(person.language, sizeof person.language, "%s", tongue->tag);
    return person;
}

/* A scale's answers from good to bad; a sixth, where there is one, is "don't know". */
static uint32_t scale(bool content, int choices, struct dice *dice)
{
    static const double good[] = { 56, 40, 2, 1, 0.5, 0.5 };
    static const double bad[] = { 1, 3, 42, 30, 20, 4 };
    return ANSWER_FIRST +
           dice_pick(dice, content ? good : bad, (size_t)(choices < 6 ? choices : 6));
}

/* Numbers rise from bad to good. */
static uint32_t numbers(bool content, int choices, struct dice *dice)
{
    uint32_t from_best = scale(content, choices < 5 ? choices : 5, dice) - ANSWER_FIRST;
    return ANSWER_FIRST + (uint32_t)choices - 1 - from_best;
}

static uint32_t set_of(int choices, struct dice *dice)
{
    uint32_t set = UINT32_C(1) << dice_roll(dice, (uint32_t)choices);
    if (dice_chance(dice, 0.4))
        set |= UINT32_C(1) << dice_roll(dice, (uint32_t)choices);
    return ANSWER_FIRST + set;
}

static uint32_t answer_to(const struct person *person, const struct question *question,
                          struct dice *dice)
{
    /* One good answer does not make all others good. */
    bool content = dice_chance(dice, 0.15) ? dice_chance(dice, 0.5) : person->content;
    switch (question->type) {
    case QUESTION_RATING:
        return question->look == RATING_NUMBERS ? numbers(content, question->choice_count, dice)
                                                : scale(content, question->choice_count, dice);
    case QUESTION_RADIOGROUP:
        return scale(content, question->choice_count, dice);
    case QUESTION_BOOLEAN:
        return ANSWER_FIRST + dice_chance(dice, content ? 0.93 : 0.62);
    case QUESTION_CHECKBOX:
        return set_of(question->choice_count, dice);
    case QUESTION_COMMENT:
    case QUESTION_INFORMATION:
        break;
    }
    return ANSWER_SKIPPED;
}

static bool is_overall(const struct question *question)
{
    return question->role == ROLE_FFT_OVERALL || question->role == ROLE_SATISFACTION;
}

/* The state of one question; words are asked for by their bit. */
static uint32_t state_of(const struct person *person, const struct question *question, bool writes,
                         struct dice *dice, uint32_t *words)
{
    if (question->type == QUESTION_INFORMATION)
        return ANSWER_SHOWN;
    if (question->type == QUESTION_COMMENT && writes && *words == 0 &&
        dice_chance(dice, person->content ? 0.03 : 0.12)) {
        *words |= UINT32_C(1) << question->comment;
        return ANSWER_FIRST;
    }
    if (is_overall(question))
        return scale(person->content, question->choice_count, dice);
    return dice_chance(dice, 0.08) ? ANSWER_SKIPPED : answer_to(person, question, dice);
}

int person_answer(const struct person *person, const struct survey *survey, bool writes,
                  struct dice *dice, struct response *response, uint32_t *ret_words)
{
    struct answers answers = { { 0 } };
    uint32_t stays = 1 + dice_roll(dice, survey->question_count);
    int left = -1;
    *ret_words = 0;
    for (int q = answers_next(survey, &answers, -1); q >= 0 && left < 0;
         q = answers_next(survey, &answers, q)) {
        bool leaves = person->leaves && stays-- == 0;
        uint32_t state = ANSWER_SHOWN;
        if (!leaves)
            state = state_of(person, &survey->questions[q], writes, dice, ret_words);
        (void)answers_set(survey, &answers, q, state);
        left = leaves ? q : -1;
    }
    memcpy(response->state, answers.state, sizeof response->state);
    response->count = survey->question_count;
    response->ending = left < 0 ? ENDING_COMPLETE : ENDING_LEFT;
    return left;
}
