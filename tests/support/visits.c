/* What tests of the journal share: see visits.h. */
#include "visits.h"
#include "file.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct moment visits_clock;

static void add_question(struct survey *survey, int index, const char *name,
                         enum question_type type, uint8_t choices)
{
    struct question *question = &survey->questions[index];
    (void)snprintf(question->name, sizeof question->name, "%s", name);
    question->type = type;
    question->choice_count = choices;
    question->max_length = SURVEY_COMMENT_MAX;
}

static void make_survey(struct survey *survey)
{
    survey->question_count = VISIT_QUESTIONS;
    survey->comment_count = 2;
    add_question(survey, Q_RATING, "rating", QUESTION_RATING, 5);
    add_question(survey, Q_REASON, "reason", QUESTION_CHECKBOX, 6);
    add_question(survey, Q_WHY, "why", QUESTION_COMMENT, 0);
    add_question(survey, Q_AGE, "age", QUESTION_RADIOGROUP, 7);
    add_question(survey, Q_MORE, "more", QUESTION_COMMENT, 0);
    survey->questions[Q_WHY].sensitivity = SENSITIVITY_WORDS;
    survey->questions[Q_AGE].sensitivity = SENSITIVITY_COUNTS;
    survey->questions[Q_MORE].sensitivity = SENSITIVITY_WORDS;
    survey->questions[Q_MORE].comment = 1;
}

static void make_identity(struct visits *visits)
{
    struct secret_key kiosk;
    struct journal_identity *identity = &visits->identity;
    key_pair_new(&identity->kiosk, &kiosk);
    identity->life = 0xfedcba9876543210u;
    seal_random(&identity->programme, sizeof identity->programme);
    box_pair_new(&identity->words_key, &visits->words_secret);
    box_pair_new(&identity->counts_key, &visits->counts_secret);
    identity->has_words_key = true;
    identity->has_counts_key = true;
}

struct visits *visits_begin(void)
{
    const char *at = getenv("TMPDIR");
    struct visits *visits = calloc(1, sizeof *visits);
    assert_non_null(visits);
    seal_start();
    (void)snprintf(visits->folder, sizeof visits->folder, "%s/journal-test-XXXXXX",
                   at == NULL ? "/tmp" : at);
    assert_non_null(mkdtemp(visits->folder));
    make_survey(&visits->survey);
    make_identity(visits);
    visits_clock = (struct moment){ .wall = clock_build_floor() + 1000000,
                                    .mono = 5000000,
                                    .boot = { { 1 } } };
    return visits;
}

static void empty_folder(const char *folder)
{
    char path[1024];
    DIR *open = opendir(folder);
    for (struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            file_join(path, sizeof path, folder, entry->d_name, NULL))
            (void)unlink(path);
    if (open != NULL)
        (void)closedir(open);
    (void)rmdir(folder);
}

void visits_end(struct visits *visits)
{
    char screen[1024];
    if (file_join(screen, sizeof screen, visits->folder, "screen", NULL))
        empty_folder(screen);
    empty_folder(visits->folder);
    free(visits);
}

struct draft visits_draft(const struct visits *visits)
{
    struct draft draft = { .survey = &visits->survey,
                           .survey_digest = { { 7 } },
                           .bundle = { { 9 } },
                           .language = "en",
                           .access = ACCESS_TOUCH };
    draft.answers.state[Q_RATING] = ANSWER_SHOWN;
    return draft;
}

struct journal *visits_open(const struct visits *visits)
{
    struct err err = { 0 };
    struct journal *journal = NULL;
    if (!journal_open(visits->folder, &visits->identity, &journal, &err))
        fail_msg("%s", err.text);
    return journal;
}

struct journal_reader *visits_read(const struct visits *visits)
{
    struct err err = { 0 };
    struct journal_reader *reader = NULL;
    if (!journal_reader_open(visits->folder, &reader, &err))
        fail_msg("%s", err.text);
    return reader;
}

struct recorded visits_save(struct journal *journal, const struct draft *draft, bool closing)
{
    struct err err = { 0 };
    struct recorded recorded = { 0 };
    if (!journal_save(journal, draft, closing, ENDING_COMPLETE, &recorded, &err))
        fail_msg("%s", err.text);
    return recorded;
}

bool visits_purge(struct journal *journal, const struct chain_point *through, uint32_t keep_minutes,
                  size_t *ret_deleted, struct err *err)
{
    const struct journal_receipt receipt = { .through = *through };
    return journal_purge(journal, &receipt, keep_minutes, ret_deleted, err);
}

uint64_t visits_pass(struct journal *journal, const struct visits *visits, uint32_t rating)
{
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_RATING] = ANSWER_FIRST + rating;
    (void)visits_save(journal, &draft, false);
    draft.answers.state[Q_REASON] = ANSWER_FIRST + 1;
    (void)visits_save(journal, &draft, false);
    draft.answers.state[Q_REASON] = ANSWER_FIRST + 3;
    return visits_save(journal, &draft, true).seq;
}

struct seal_binding visits_binding(const struct visits *visits, uint64_t seq, const char *question)
{
    struct seal_binding binding = { .life = visits->identity.life,
                                    .seq = seq,
                                    .survey = { { 7 } } };
    (void)snprintf(binding.question, sizeof binding.question, "%s", question);
    return binding;
}

bool visits_on_disk(const struct visits *visits, const void *bytes, size_t size)
{
    static const char *const names[] = { "journal.sqlite", "journal.sqlite-wal",
                                         "journal.sqlite-shm", "journal.sqlite-journal" };
    bool found = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        BUF_AUTO content = buf_new(64 * 1024 * 1024);
        char path[1024];
        (void)snprintf(path, sizeof path, "%s/screen/%s", visits->folder, names[i]);
        if (file_read(path, &content, NULL) && content.size > 0)
            found |= memmem(content.data, content.size, bytes, size) != NULL;
    }
    return found;
}
