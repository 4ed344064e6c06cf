/*
 * The counts block: answers to sensitive questions, sealed to the hub's counts key (seal.h). Two
 * bytes a question, whether it was shown or not, so that all blocks of a survey have one size.
 */
#include "sealed_text.h"

static bool is_counted(const struct question *question)
{
    return question->sensitivity == SENSITIVITY_COUNTS;
}

bool counts_seal(const struct box_public *key, const struct seal_binding *binding,
                 const struct survey *survey, const struct answers *answers, struct buf *ret_sealed,
                 struct err *err)
{
    uint8_t block[2 * SURVEY_QUESTIONS_MAX];
    size_t size = 0;
    for (int i = 0; i < survey->question_count; i++) {
        if (!is_counted(&survey->questions[i]))
            continue;
        if (!answers_valid(&survey->questions[i], answers->state[i]))
            return err_set(err, ERR_USAGE, "%s has no such answer", survey->questions[i].name);
        block[size++] = (uint8_t)(answers->state[i] >> 8);
        block[size++] = (uint8_t)answers->state[i];
    }
    bool fine = sealed_text_put(SEALED_COUNTS, key, binding, span_of(block, size), ret_sealed, err);
    seal_forget(block, sizeof block);
    return fine;
}

/* Takes the states out of the block, in the order of the questions. */
static bool take_states(const struct survey *survey, struct span block, struct answers *answers,
                        struct err *err)
{
    size_t at = 0;
    for (int i = 0; i < survey->question_count; i++) {
        const struct question *question = &survey->questions[i];
        if (!is_counted(question))
            continue;
        if (block.size - at < 2)
            return err_set(err, ERR_REFUSED, "the counts block is too short for its survey");
        uint32_t state = (uint32_t)block.data[at] << 8 | block.data[at + 1];
        if (!answers_valid(question, state))
            return err_set(err, ERR_REFUSED, "%s has no such answer", question->name);
        answers->state[i] = state;
        at += 2;
    }
    if (at != block.size)
        return err_set(err, ERR_REFUSED, "the counts block is too long for its survey");
    return true;
}

bool counts_open(const struct box_public *key, const struct box_secret *secret,
                 const struct seal_binding *binding, const struct survey *survey,
                 struct span sealed, struct answers *ret_answers, struct err *err)
{
    BUF_AUTO block = buf_new(SEALED_TEXT_PLAIN_MAX);
    struct answers answers = *ret_answers;
    bool fine = sealed_text_open(SEALED_COUNTS, key, secret, binding, sealed, &block, err) &&
                take_states(survey, buf_span(&block), &answers, err);
    if (fine)
        *ret_answers = answers;
    seal_forget(&answers, sizeof answers);
    if (block.data != NULL)
        seal_forget(block.data, block.capacity);
    return fine;
}
