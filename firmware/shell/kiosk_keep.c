/*
 * The journal behind the screen: saving what the kiosk asks for, and saying on standard output what
 * has become durable, one JSON line each, so that a test can kill this program at any point and
 * know what must still be there.
 */
#include "device.h"
#include "kiosk_shell.h"
#include "log.h"
#include <jansson.h>
#include <stdio.h>

enum { KEEP_MINUTES = 30 * 24 * 60, CHORES_AFTER_MS = 3000, NEW_KEYS_AFTER_MS = 15000 };

/* --- opening --- */

/* Practice has keys of nobody, so that words are sealed there as they are anywhere. */
static struct journal_identity nobody(void)
{
    struct journal_identity identity = { .has_words_key = true, .has_counts_key = true };
    struct secret_key secret;
    struct box_secret box;
    seal_random(&identity.life, sizeof identity.life);
    identity.life |= 1;
    key_pair_new(&identity.kiosk, &secret);
    box_pair_new(&identity.words_key, &box);
    box_pair_new(&identity.counts_key, &box);
    seal_forget(&secret, sizeof secret);
    seal_forget(&box, sizeof box);
    return identity;
}

static struct journal_identity enrolled(const struct courier_state *state)
{
    struct journal_identity identity;
    memset(&identity, 0, sizeof identity); /* compared byte by byte */
    identity.life = state->life;
    identity.kiosk = state->kiosk_key;
    identity.has_words_key = state->has_words_key;
    identity.has_counts_key = state->has_counts_key;
    identity.words_key = state->words_key;
    identity.counts_key = state->counts_key;
    return identity;
}

static bool is_practice(const struct shell *shell)
{
    return shell->options.practice || shell->options.survey != NULL;
}

/* --- lines --- */

static json_t *value_of(const struct shell *shell, int question)
{
    const struct question *asked = &shell->kiosk.program->survey->questions[question];
    BUF_AUTO text = buf_new(4096);
    if (asked->sensitivity != SENSITIVITY_OPEN || asked->type == QUESTION_COMMENT)
        return NULL;
    answers_put_json(asked, shell->kiosk.answers.state[question], &text);
    return json_loads(buf_text(&text), JSON_DECODE_ANY, NULL);
}

static void print_recorded(const struct shell *shell, const struct recorded *recorded, int question)
{
    const char *name = question < 0 ? NULL : shell->kiosk.program->survey->questions[question].name;
    json_t *value = question < 0 ? NULL : value_of(shell, question);
    json_t *line = json_pack("{s:I, s:I, s:s?, s:o*, s:b}", "recorded", (json_int_t)recorded->seq,
                             "revision", (json_int_t)recorded->revision, "question", name, "value",
                             value, "closed", recorded->closed);
    if (line && is_practice(shell))
        (void)json_object_set_new(line, "practice", json_true());
    if (line && json_dumpf(line, stdout, JSON_ENSURE_ASCII) == 0)
        (void)fputc('\n', stdout);
    (void)fflush(stdout);
    json_decref(line);
}

bool keep_open(struct shell *shell, struct err *err)
{
    if (is_practice(shell)) {
        struct journal_identity identity = nobody();
        return journal_open_practice(&identity, &shell->journal, err);
    }
    if (!shell->state->enrolled)
        return true;
    shell->identity = enrolled(shell->state);
    if (!journal_open(shell->options.data, &shell->identity, &shell->journal, err))
        return err_wrap(err, "opening the journal");
    struct recorded recovered = journal_recovered(shell->journal);
    if (recovered.seq != 0)
        print_recorded(shell, &recovered, -1);
    keep_courier_news(shell);
    return true;
}

/* --- saving --- */

static struct draft draft_of(const struct shell *shell)
{
    const struct kiosk *kiosk = &shell->kiosk;
    const struct program *program = kiosk->program;
    struct draft draft = { .survey = program->survey,
                           .survey_digest = shell->held->survey_digest,
                           .bundle = shell->held->bundle,
                           .access = kiosk->large ? ACCESS_LARGE : ACCESS_TOUCH,
                           .answers = kiosk->answers };
    uint8_t language = program->survey_language[kiosk->language];
    (void)snprintf(draft.language, sizeof draft.language, "%s",
                   program->survey->languages[language].tag);
    for (int i = 0; i < program->survey->comment_count; i++)
        draft.words[i] = kiosk->words[i];
    return draft;
}

static bool save(struct shell *shell, struct effect effect, struct recorded *ret, struct err *err)
{
    struct draft draft = draft_of(shell);
    return journal_save(shell->journal, &draft, effect.closing, effect.ending, ret, err);
}

static bool save_or_end(struct shell *shell, struct effect effect, struct recorded *ret,
                        struct err *err)
{
    return effect.kind == FX_SAVE ? save(shell, effect, ret, err)
                                  : journal_end(shell->journal, effect.ending, ret, err);
}

bool keep_effect(struct shell *shell, struct effect effect)
{
    struct recorded recorded = { 0 };
    struct err err = { 0 };
    if (!shell->journal || !save_or_end(shell, effect, &recorded, &err)) {
        log_line(LOG_ERROR, "kiosk", "an answer could not be recorded: %s", err.text);
        return false;
    }
    shell->chores_at = clock_mono() + CHORES_AFTER_MS;
    if (recorded.seq == 0)
        return true;
    print_recorded(shell, &recorded, effect.kind == FX_SAVE ? effect.question : -1);
    if (recorded.closed && effect.ending == ENDING_COMPLETE)
        journal_count(shell->journal, COUNT_COMPLETED);
    if (recorded.closed && !is_practice(shell))
        link_say(&shell->link, "poke");
    return true;
}

/* --- when nobody touches --- */

/* The programme has introduced another words key: from the next visit on, words are sealed to that.
 */
static void take_new_keys(struct shell *shell)
{
    struct journal_identity identity = enrolled(shell->state);
    struct err err = { 0 };
    if (is_practice(shell) || memcmp(&identity, &shell->identity, sizeof identity) == 0)
        return;
    if (shell->kiosk.woken) {
        shell->chores_at = clock_mono() + NEW_KEYS_AFTER_MS;
        return;
    }
    journal_close(shell->journal);
    shell->journal = NULL;
    if (!keep_open(shell, &err)) {
        log_line(LOG_ERROR, "kiosk", "%s", err.text);
        shell->ended = true; /* the supervisor starts it again, and the journal is the truth */
    }
}

void keep_tidy(struct shell *shell)
{
    struct err err = { 0 };
    shell->chores_at = NEVER;
    if (!shell->journal)
        return;
    if (!journal_idle(shell->journal, &err))
        log_line(LOG_WARN, "kiosk", "tidying the journal: %s", err.text);
    take_new_keys(shell);
}

static void know_the_time(struct shell *shell)
{
    const struct courier_state *state = shell->state;
    struct moment now = clock_now();
    struct err err = { 0 };
    bool signed_now =
        state->hub_time != 0 && memcmp(&state->hub_time_boot, &now.boot, sizeof now.boot) == 0;
    enum clock_class known =
        now.wall >= device_clock_floor(state->hub_time) ? CLOCK_BELIEVED : CLOCK_UNKNOWN;
    bool told = signed_now ? journal_clock(shell->journal, CLOCK_SIGNED, state->hub_time,
                                           state->hub_time_mono, &err)
                           : journal_clock(shell->journal, known, now.wall, now.mono, &err);
    if (!told)
        log_line(LOG_WARN, "kiosk", "telling the journal the time: %s", err.text);
}

void keep_courier_news(struct shell *shell)
{
    struct err err = { 0 };
    size_t deleted;
    if (!shell->journal || is_practice(shell))
        return;
    know_the_time(shell);
    if (!journal_purge(shell->journal, &shell->state->acknowledged, KEEP_MINUTES, &deleted, &err))
        log_line(LOG_WARN, "kiosk", "deleting what the hub has: %s", err.text);
    shell->chores_at = clock_mono() + CHORES_AFTER_MS;
}
