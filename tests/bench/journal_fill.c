/*
 * A journal as it is after years without a network: after the one visit that a kiosk's screen has
 * recorded, COUNT more like it, through the journal's own door. Each has its own answers.
 *
 *   journal_fill DATA SURVEY COUNT
 *
 * DATA is the folder of an enrolled kiosk whose screen does not run.
 */
#include "answers.h"
#include "courier_state.h"
#include "file.h"
#include "journal.h"
#include "seal.h"
#include <stdio.h>
#include <stdlib.h>

static _Noreturn void stop(const char *what, const struct err *err)
{
    (void)fprintf(stderr, "journal_fill: %s: %s\n", what, err->text);
    exit(1);
}

static struct survey *load_survey(const char *path)
{
    struct err err = { 0 };
    struct problems problems = { 0 };
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!file_read(path, &bytes, &err))
        stop(path, &err);
    struct survey *survey = survey_load(buf_span(&bytes), &problems);
    if (survey == NULL) {
        (void)err_set(&err, ERR_REFUSED, "this is no survey");
        stop(path, &err);
    }
    return survey;
}

static struct journal *open_journal(const char *data)
{
    static struct courier_state state;
    struct err err = { 0 };
    struct journal *journal = NULL;
    if (!courier_state_load(data, &state, &err))
        stop(data, &err);
    struct journal_identity identity = { .life = state.life,
                                         .kiosk = state.kiosk_key,
                                         .programme = state.programme };
    if (!journal_open(data, &identity, &journal, &err))
        stop(data, &err);
    return journal;
}

/* What was asked in the visit that is there. */
static void take_visit(void *context, const struct response *response, unix_seconds wall)
{
    (void)wall;
    struct draft *draft = context;
    draft->survey_digest = response->survey;
    draft->bundle = response->bundle;
    draft->access = response->access;
    (void)snprintf(draft->language, sizeof draft->language, "%s", response->language);
}

static struct draft draft_like_the_first(struct journal *journal, const struct survey *survey)
{
    struct err err = { 0 };
    struct draft draft = { .survey = survey };
    if (!journal_each(journal, 1, 1, take_visit, &draft, &err))
        stop("the first visit", &err);
    if (draft.language[0] == '\0') {
        (void)err_set(&err, ERR_MISSING, "nobody has answered at this kiosk yet");
        stop("the first visit", &err);
    }
    return draft;
}

/* Some face of the first question that has them, and yes or no where that is asked. */
static void answer(struct draft *draft, long turn, enum question_type type)
{
    const struct survey *survey = draft->survey;
    for (int i = 0; i < survey->question_count; i++) {
        const struct question *question = &survey->questions[i];
        if (question->type != type || !answers_visible(survey, &draft->answers, i))
            continue;
        uint32_t choice = (uint32_t)(turn % question->choice_count);
        (void)answers_set(survey, &draft->answers, i, ANSWER_FIRST + choice);
        return;
    }
}

static void visit(struct journal *journal, const struct draft *blank, long turn)
{
    struct err err = { 0 };
    struct recorded recorded;
    struct draft draft = *blank;
    answer(&draft, turn, QUESTION_RATING);
    if (!journal_save(journal, &draft, false, ENDING_COMPLETE, &recorded, &err))
        stop("a first answer", &err);
    answer(&draft, turn / 7, QUESTION_BOOLEAN);
    if (!journal_save(journal, &draft, true, ENDING_COMPLETE, &recorded, &err))
        stop("a last answer", &err);
}

int main(int count, char **arguments)
{
    enum { EACH = 2000 };
    struct err err = { 0 };
    if (count != 4) {
        (void)fprintf(stderr, "usage: journal_fill DATA SURVEY COUNT\n");
        return 2;
    }
    seal_start();
    long visits = strtol(arguments[3], NULL, 10);
    struct survey *survey = load_survey(arguments[2]);
    struct journal *journal = open_journal(arguments[1]);
    struct draft blank = draft_like_the_first(journal, survey);
    for (long i = 0; i < visits; i++) {
        visit(journal, &blank, i);
        if (i % EACH == 0 && !journal_idle(journal, &err))
            stop("upkeep", &err);
    }
    journal_close(journal);
    survey_free(survey);
    return 0;
}
