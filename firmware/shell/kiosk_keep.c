/*
 * The journal behind the screen: saving what the kiosk asks for, and saying on standard output, to
 * programs that ask for it, what has become durable, one JSON line each, so that a test can kill
 * this program at any point and know what must still be there.
 */
#include "device.h"
#include "kiosk_mend.h"
#include "kiosk_room.h"
#include "log.h"
#include <jansson.h>
#include <stdio.h>

enum { CHORES_AFTER_MS = 3000, NEW_KEYS_AFTER_MS = 15000 };

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
struct journal_identity keep_identity(const struct shell *shell)
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

/* This program was started for practice or for a look at a desk. */
static bool is_practice(const struct shell *shell)
{
    return shell->options.practice || shell->options.desk.survey != NULL;
}

bool keep_is_practice(const struct shell *shell)
{
    return is_practice(shell) || shell->kiosk.standing.practising;
}

bool keep_practise(struct shell *shell, struct err *err)
{
    struct journal_identity identity = nobody();
    journal_close(shell->practised);
    shell->practised = NULL;
    return journal_open_practice(&identity, &shell->practised, err);
}

/* While staff practise the journal is out of reach: without one in memory nothing is taken. */
static struct journal *in_use(const struct shell *shell)
{
    return shell->kiosk.standing.practising ? shell->practised : shell->journal;
}

/* --- lines --- */

/* Of what is sealed only whether there is an answer: none is said for one, and null where it was
 * skipped or taken back, as of every other question. */
static json_t *value_of(const struct shell *shell, int question)
{
    const struct question *asked = &shell->kiosk.program->survey->questions[question];
    uint32_t state = shell->kiosk.answers.state[question];
    BUF_AUTO text = buf_new(4096);
    if (asked->sensitivity != SENSITIVITY_OPEN || asked->type == QUESTION_COMMENT)
        return answer_given(state) ? NULL : json_null();
    answers_put_json(asked, state, &text);
    return json_loads(buf_text(&text), JSON_DECODE_ANY, NULL);
}

/* Only for programs that follow or lead this one: whatever else reads our output, a system's log
 * say, must not learn what was answered, nor at which second. */
static void print_recorded(const struct shell *shell, const struct recorded *recorded, int question)
{
    if (!shell->options.trace && !shell->options.script)
        return;
    const char *name = question < 0 ? NULL : shell->kiosk.program->survey->questions[question].name;
    json_t *value = question < 0 ? NULL : value_of(shell, question);
    json_t *line = json_pack("{s:I, s:I, s:s?, s:o*, s:b}", "recorded", (json_int_t)recorded->seq,
                             "revision", (json_int_t)recorded->revision, "question", name, "value",
                             value, "closed", recorded->closed);
    if (line && keep_is_practice(shell))
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
    struct journal_identity identity = keep_identity(shell);
    if (!mend_open(shell, &identity, err))
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
    bool same_life = own.life == state->life || journal_former_life(shell->journal) == state->life;
    if (!seal_equal(&own.programme, &state->programme, sizeof own.programme))
        return err_set(err, ERR_REFUSED, "this kiosk was enrolled in another programme");
    return (same_life && seal_equal(&own.kiosk, &state->kiosk_key, sizeof own.kiosk)) ||
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
                           .access = kiosk_access(kiosk),
                           .assisted = kiosk->assisted,
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
    return journal_save(in_use(shell), &draft, effect.closing, effect.ending, ret, err);
}

static bool save_or_end(struct shell *shell, struct effect effect, struct recorded *ret,
                        struct err *err)
{
    return effect.kind == FX_SAVE ? save(shell, effect, ret, err)
                                  : journal_end(in_use(shell), effect.ending, ret, err);
}

/* A disk without room is what the reserve is for. */
static bool record(struct shell *shell, struct effect effect, struct recorded *ret, struct err *err)
{
    return save_or_end(shell, effect, ret, err) ||
           (room_make(shell, err) && save_or_end(shell, effect, ret, err));
}

bool keep_effect(struct shell *shell, struct effect effect)
{
    struct recorded recorded = { 0 };
    struct err err = { 0 };
    if (!in_use(shell) || !record(shell, effect, &recorded, &err)) {
        log_line(LOG_ERROR, "kiosk", "an answer could not be recorded: %s", err.text);
        mend_note(shell, &err);
        return false;
    }
    shell->chores_at = clock_mono() + CHORES_AFTER_MS;
    if (recorded.seq == 0)
        return true;
    print_recorded(shell, &recorded, effect.kind == FX_SAVE ? effect.question : -1);
    if (recorded.closed && effect.ending == ENDING_COMPLETE)
        journal_count(in_use(shell), COUNT_COMPLETED);
    if (recorded.closed && !keep_is_practice(shell))
        link_say(&shell->link, "poke");
    return true;
}

bool keep_leave(struct shell *shell)
{
    struct effect left = { .kind = FX_END, .ending = ENDING_LEFT, .question = -1 };
    bool open = shell->kiosk.page == PAGE_QUESTION && shell->kiosk.any_saved && in_use(shell);
    return open && keep_effect(shell, left);
}

/* --- when nobody touches --- */

/* The programme has introduced another words key: from the next visit on, words are sealed to that.
 */
static void take_new_keys(struct shell *shell)
{
    struct journal_identity identity = keep_identity(shell);
    if (!is_practice(shell) && !journal_set_keys(shell->journal, &identity))
        shell->chores_at = clock_mono() + NEW_KEYS_AFTER_MS;
}

void keep_tidy(struct shell *shell)
{
    struct err err = { 0 };
    shell->chores_at = NEVER;
    room_look(shell);
    mend_check(shell);
    if (!shell->journal)
        return;
    if (!journal_idle(shell->journal, &err)) {
        log_line(LOG_WARN, "kiosk", "tidying the journal: %s", err.text);
        mend_note(shell, &err);
    }
    take_new_keys(shell);
    life_retry(shell);
    if (shell->purges && !journal_is_open(shell->journal))
        keep_courier_news(shell); /* some at a time, until there is no more */
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
    shell->clock = signed_now ? CLOCK_SIGNED : known;
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
    size_t deleted = 0;
    shell->purges = false;
    if (reply->life != state->life)
        receipt = (struct journal_receipt){ 0 };
    else if (state->acknowledged.seq < reply->through.seq)
        return;
    if (!journal_purge(shell->journal, &receipt, room_keep_minutes(shell), &deleted, &err)) {
        log_line(LOG_WARN, "kiosk", "deleting what the hub has: %s", err.text);
        mend_note(shell, &err);
    }
    shell->purges = deleted > 0;
}

/* The hub's last word, about the life of this journal or the one before it. */
static bool find_reply(const struct shell *shell, struct reply *ret, struct err *err)
{
    const struct courier_state *state = shell->state;
    uint64_t life = journal_identity(shell->journal).life;
    uint64_t former = journal_former_life(shell->journal);
    return trust_reply(shell->options.data, &shell->trust, state->kiosk, life, ret, err) ||
           (former != 0 &&
            trust_reply(shell->options.data, &shell->trust, state->kiosk, former, ret, err));
}

static void reply_drop(struct reply *reply)
{
    reply_finish(reply);
}
#define REPLY_AUTO __attribute__((cleanup(reply_drop))) struct reply

void keep_courier_news(struct shell *shell)
{
    REPLY_AUTO reply = { 0 }; /* acknowledges nothing and says no time */
    struct err err = { 0 };
    if (!shell->journal || is_practice(shell))
        return;
    if (!find_reply(shell, &reply, &err)) {
        reply = (struct reply){ 0 };
        if (err.kind != ERR_MISSING)
            log_line(LOG_WARN, "kiosk", "what the hub has is not known: %s", err.text);
    }
    know_the_time(shell, &reply);
    shell->revoked = reply.instruction == INSTRUCTION_REVOKED;
    if (!life_news(shell, &reply))
        purge(shell, &reply);
    mend_heard(shell);
    if (!shell->damaged)
        shell->chores_at = clock_mono() + CHORES_AFTER_MS;
}
