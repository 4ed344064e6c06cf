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

/* Who this kiosk is comes from the courier, once: the journal pins it. The keys come from the
 * programme's statements. */
static struct journal_identity enrolled(const struct shell *shell)
{
    const struct courier_state *state = shell->state;
    const struct trust *trust = &shell->trust;
    return (struct journal_identity){ .life = state->life,
                                      .kiosk = state->kiosk_key,
                                      .programme = state->programme,
                                      .has_words_key = trust->words.known,
                                      .words_key = trust->words.key,
                                      .words_statement = trust->words.statement,
                                      .has_counts_key = trust->counts.known,
                                      .counts_key = trust->counts.key,
                                      .counts_statement = trust->counts.statement };
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
    struct journal_identity identity = enrolled(shell);
    if (!journal_open(shell->options.data, &identity, &shell->journal, err))
        return err_wrap(err, "opening the journal");
    struct recorded recovered = journal_recovered(shell->journal);
    if (recovered.seq != 0)
        print_recorded(shell, &recovered, -1);
    return true;
}

bool keep_knows(const struct shell *shell, const struct courier_state *state, struct err *err)
{
    if (!shell->journal || is_practice(shell))
        return true;
    struct journal_identity own = journal_identity(shell->journal);
    if (!seal_equal(&own.programme, &state->programme, sizeof own.programme))
        return err_set(err, ERR_REFUSED, "this kiosk was enrolled in another programme");
    return (own.life == state->life &&
            seal_equal(&own.kiosk, &state->kiosk_key, sizeof own.kiosk)) ||
           err_set(err, ERR_REFUSED, "the journal belongs to another life of this kiosk");
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

bool keep_leave(struct shell *shell)
{
    struct effect left = { .kind = FX_END, .ending = ENDING_LEFT, .question = -1 };
    bool open = shell->kiosk.page == PAGE_QUESTION && shell->kiosk.any_saved && shell->journal;
    return open && keep_effect(shell, left);
}

/* --- when nobody touches --- */

/* The programme has introduced another words key: from the next visit on, words are sealed to that.
 */
static void take_new_keys(struct shell *shell)
{
    struct journal_identity identity = enrolled(shell);
    if (!is_practice(shell) && !journal_set_keys(shell->journal, &identity))
        shell->chores_at = clock_mono() + NEW_KEYS_AFTER_MS;
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

/* The hub's reply says the time, and the courier when in this boot it came. */
static void know_the_time(struct shell *shell, const struct reply *reply)
{
    const struct courier_state *state = shell->state;
    struct moment now = clock_now();
    struct err err = { 0 };
    bool signed_now = reply->hub_time != 0 && reply->hub_time == state->hub_time &&
                      state->hub_time_mono <= now.mono &&
                      memcmp(&state->hub_time_boot, &now.boot, sizeof now.boot) == 0;
    enum clock_class known =
        now.wall >= device_clock_floor(reply->hub_time) ? CLOCK_BELIEVED : CLOCK_UNKNOWN;
    bool told = signed_now ? journal_clock(shell->journal, CLOCK_SIGNED, reply->hub_time,
                                           state->hub_time_mono, &err)
                           : journal_clock(shell->journal, known, now.wall, now.mono, &err);
    if (!told)
        log_line(LOG_WARN, "kiosk", "telling the journal the time: %s", err.text);
}

/* When the courier names less than the reply, the hub has asked for something again. */
static void purge(struct shell *shell, const struct reply *reply)
{
    const struct courier_state *state = shell->state;
    struct journal_receipt receipt = { .through = reply->through,
                                       .refused = state->refused,
                                       .refused_count = state->refused_listed };
    struct err err = { 0 };
    size_t deleted;
    if (state->acknowledged.seq < reply->through.seq)
        return;
    if (!journal_purge(shell->journal, &receipt, KEEP_MINUTES, &deleted, &err))
        log_line(LOG_WARN, "kiosk", "deleting what the hub has: %s", err.text);
}

static void reply_drop(struct reply *reply)
{
    reply_finish(reply);
}
#define REPLY_AUTO __attribute__((cleanup(reply_drop))) struct reply

void keep_courier_news(struct shell *shell)
{
    const struct courier_state *state = shell->state;
    REPLY_AUTO reply = { 0 }; /* acknowledges nothing and says no time */
    struct err err = { 0 };
    if (!shell->journal || is_practice(shell))
        return;
    if (!trust_reply(shell->options.data, &shell->trust, state->kiosk, state->life, &reply, &err)) {
        reply = (struct reply){ 0 };
        if (err.kind != ERR_MISSING)
            log_line(LOG_WARN, "kiosk", "what the hub has is not known: %s", err.text);
    }
    know_the_time(shell, &reply);
    purge(shell, &reply);
    shell->chores_at = clock_mono() + CHORES_AFTER_MS;
}
