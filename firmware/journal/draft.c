/* A draft becomes a response: see draft.h. */
#include "draft.h"
#include <string.h>

enum { WORDS_BYTES_MAX = SURVEY_COMMENT_MAX * 4 };

static struct draft_seal seal_new(void)
{
    return (struct draft_seal){ .sealed = buf_new(WORDS_SEALED_MAX) };
}

struct draft_seals draft_seals_new(void)
{
    struct draft_seals seals = { .counts = seal_new() };
    for (int i = 0; i < SURVEY_COMMENTS_MAX; i++)
        seals.words[i] = seal_new();
    return seals;
}

static void seal_drop(struct draft_seal *seal)
{
    seal->held = false;
    seal_forget(&seal->of, sizeof seal->of);
    buf_clear(&seal->sealed);
}

void draft_seals_forget(struct draft_seals *seals)
{
    seal_drop(&seals->counts);
    for (int i = 0; i < SURVEY_COMMENTS_MAX; i++)
        seal_drop(&seals->words[i]);
}

void draft_seals_finish(struct draft_seals *seals)
{
    draft_seals_forget(seals);
    buf_finish(&seals->counts.sealed);
    for (int i = 0; i < SURVEY_COMMENTS_MAX; i++)
        buf_finish(&seals->words[i].sealed);
}

/* True when what is held was made of this very text; otherwise empties it for the new one. */
static bool seal_holds(struct draft_seal *seal, struct span text)
{
    struct digest of = digest_of(text);
    if (seal->held && seal_equal(&of, &seal->of, sizeof of))
        return true;
    seal_drop(seal);
    seal->of = of;
    return false;
}

static bool is_counted(const struct question *question)
{
    return question->sensitivity == SENSITIVITY_COUNTS;
}

static struct seal_binding binding_of(const struct draft *draft,
                                      const struct journal_identity *identity, uint64_t seq,
                                      const char *question)
{
    struct seal_binding binding = { .life = identity->life,
                                    .seq = seq,
                                    .survey = draft->survey_digest };
    memcpy(binding.question, question, strnlen(question, SURVEY_NAME_MAX));
    return binding;
}

static bool words_of(const struct draft *draft, const struct question *question, struct span *ret,
                     struct err *err)
{
    const char *text = draft->words[question->comment];
    size_t size = text == NULL ? 0 : strnlen(text, WORDS_BYTES_MAX + 1);
    if (size == 0)
        return err_set(err, ERR_USAGE, "\"%s\" is said to be answered, but has no words",
                       question->name);
    if (size > WORDS_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, "the words of \"%s\" are too long", question->name);
    *ret = span_of(text, size);
    return true;
}

static bool add_words(const struct draft *draft, const struct journal_identity *identity, int index,
                      struct draft_seals *seals, struct response *response, struct err *err)
{
    const struct question *question = &draft->survey->questions[index];
    must(question->comment < SURVEY_COMMENTS_MAX && response->words_count < SURVEY_COMMENTS_MAX,
         "a survey with more comments than any may have");
    struct draft_seal *seal = &seals->words[question->comment];
    struct span text = { 0 };
    if (!identity->has_words_key)
        return err_set(err, ERR_REFUSED, "words cannot be kept: there is no words key yet");
    if (is_counted(question))
        return err_set(err, ERR_REFUSED, "\"%s\": words cannot stand in the counts block",
                       question->name);
    if (!words_of(draft, question, &text, err))
        return false;
    if (!seal_holds(seal, text)) {
        struct seal_binding binding = binding_of(draft, identity, response->seq, question->name);
        if (!words_seal(&identity->words_key, &binding, text, &seal->sealed, err))
            return false;
        seal->held = true;
    }
    response->words[response->words_count++] =
        (struct sealed_words){ .question = (uint8_t)index, .sealed = buf_span(&seal->sealed) };
    return true;
}

/* The states of the sealed questions alone, to see whether one of them changed. Returns whether the
 * survey has such questions. */
static bool counted_states(const struct draft *draft, struct answers *ret, bool *ret_any)
{
    bool has = false;
    *ret = (struct answers){ 0 };
    *ret_any = false;
    for (int i = 0; i < draft->survey->question_count; i++) {
        if (!is_counted(&draft->survey->questions[i]))
            continue;
        has = true;
        ret->state[i] = draft->answers.state[i];
        *ret_any |= ret->state[i] != ANSWER_UNSEEN;
    }
    return has;
}

static bool add_counts(const struct draft *draft, const struct journal_identity *identity,
                       struct draft_seals *seals, struct response *response, struct err *err)
{
    struct answers counted;
    bool any = false;
    if (!counted_states(draft, &counted, &any))
        return true;
    if (!identity->has_counts_key)
        return !any || err_set(err, ERR_REFUSED,
                               "sensitive answers cannot be kept: there is no counts key yet");
    if (!seal_holds(&seals->counts, span_of(&counted, sizeof counted))) {
        struct seal_binding binding = binding_of(draft, identity, response->seq, "");
        if (!counts_seal(&identity->counts_key, &binding, draft->survey, &counted,
                         &seals->counts.sealed, err))
            return false;
        seals->counts.held = true;
    }
    response->counts = buf_span(&seals->counts.sealed);
    return true;
}

static bool add_question(const struct draft *draft, const struct journal_identity *identity,
                         int index, struct draft_seals *seals, struct response *response,
                         uint32_t *given, struct err *err)
{
    const struct question *question = &draft->survey->questions[index];
    uint32_t state = draft->answers.state[index];
    bool counted = is_counted(question);
    response->state[index] = counted ? ANSWER_SEALED : state;
    if (!answer_given(state))
        return true;
    if (!counted)
        *given += 1;
    return question->type != QUESTION_COMMENT ||
           add_words(draft, identity, index, seals, response, err);
}

bool draft_response(const struct draft *draft, const struct journal_identity *identity,
                    uint64_t seq, struct draft_seals *seals, struct response *ret,
                    uint32_t *ret_given, struct err *err)
{
    *ret = (struct response){ .seq = seq,
                              .bundle = draft->bundle,
                              .survey = draft->survey_digest,
                              .access = draft->access,
                              .assisted = draft->assisted,
                              .count = draft->survey->question_count };
    *ret_given = 0;
    memcpy(ret->language, draft->language, strnlen(draft->language, LANGUAGE_TAG_MAX));
    for (int i = 0; i < draft->survey->question_count; i++)
        if (!add_question(draft, identity, i, seals, ret, ret_given, err))
            return false;
    return add_counts(draft, identity, seals, ret, err);
}
