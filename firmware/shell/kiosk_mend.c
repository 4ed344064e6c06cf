/* A journal that needs mending: see kiosk_mend.h. */
#include "kiosk_mend.h"
#include "kiosk_room.h"
#include "log.h"

/* Some hundred responses take a few milliseconds to look through. */
enum { CHECK_AT_ONCE = 500, CHECK_PAUSE_MS = 20, AGAIN_MS = 60000 };
enum { LOOK_EACH_MS = 24 * 3600 * 1000 };

/* ---- damage ---- */

static bool salvage(struct shell *shell, const struct journal_identity *identity,
                    const struct err *why, struct err *err)
{
    struct journal_salvaged salvaged;
    log_line(LOG_ERROR, "kiosk", "the journal is damaged: %s", why->text);
    if (!journal_salvage(shell->options.data, identity, &salvaged, err))
        return false;
    log_line(
        LOG_WARN, "kiosk",
        "of the damaged journal %llu responses were saved into a new one and %llu could not be "
        "read; it is kept as journal.sqlite.broken",
        (unsigned long long)salvaged.kept, (unsigned long long)salvaged.lost);
    return true;
}

bool mend_open(struct shell *shell, const struct journal_identity *identity, struct err *err)
{
    struct err why = { 0 };
    const char *data = shell->options.data;
    shell->opened_at = shell->looked_at = clock_mono();
    if (journal_open(data, identity, &shell->journal, &why))
        return true;
    if (room_make(shell, &why) && journal_open(data, identity, &shell->journal, &why))
        return true;
    if (why.kind != ERR_CORRUPT)
        return err_set(err, why.kind, "%s", why.text);
    return salvage(shell, identity, &why, err) &&
           journal_open(data, identity, &shell->journal, err);
}

void mend_note(struct shell *shell, const struct err *err)
{
    if (err->kind != ERR_CORRUPT || !shell->journal)
        return;
    shell->damaged = true;
    shell->chores_at = clock_mono();
}

static void mend_later(struct shell *shell, const struct err *why)
{
    log_line(LOG_ERROR, "kiosk", "the journal cannot be mended: %s", why->text);
    shell->damaged = true;
    shell->chores_at = clock_mono() + AGAIN_MS;
}

static void mend(struct shell *shell, const struct err *why)
{
    struct err err = { 0 };
    struct journal_identity identity = keep_identity(shell);
    shell->damaged = false;
    journal_close(shell->journal);
    shell->journal = NULL;
    shell->opened_at = shell->looked_at = clock_mono();
    if (!salvage(shell, &identity, why, &err) ||
        !journal_open(shell->options.data, &identity, &shell->journal, &err))
        mend_later(shell, &err);
    else
        link_say(&shell->link, "poke"); /* what was saved may wait for the hub's word */
}

static void look_daily(struct shell *shell)
{
    msec now = clock_mono();
    if (now - shell->looked_at < LOOK_EACH_MS)
        return;
    shell->looked_at = now;
    journal_look_again(shell->journal);
}

void mend_heard(struct shell *shell)
{
    const struct courier_state *state = shell->state;
    bool any = state->attempt_count > 0 && state->attempts_total != shell->heard_attempt;
    if (!any || shell->journal == NULL ||
        state->attempts[state->attempt_count - 1].outcome != ATTEMPT_BROKEN)
        return;
    shell->heard_attempt = state->attempts_total;
    shell->looked_at = clock_mono();
    journal_look_again(shell->journal);
}

void mend_check(struct shell *shell)
{
    struct err err = { 0 };
    bool done = true;
    if (shell->journal && journal_is_open(shell->journal))
        return;
    if (shell->damaged) {
        (void)err_set(&err, ERR_CORRUPT, "what is stored cannot be read or added to");
        mend(shell, &err);
        return;
    }
    if (!shell->journal)
        return;
    look_daily(shell);
    if (!journal_needs_check(shell->journal))
        return;
    if (!journal_check(shell->journal, CHECK_AT_ONCE, &done, &err)) {
        if (err.kind == ERR_CORRUPT)
            mend(shell, &err);
        else
            log_line(LOG_WARN, "kiosk", "looking through the journal: %s", err.text);
    } else if (!done) {
        shell->chores_at = clock_mono() + CHECK_PAUSE_MS;
    }
}

/* ---- another life ---- */

static bool waits(struct shell *shell, const struct err *err)
{
    shell->life_waits = err->kind == ERR_LATER;
    mend_note(shell, err);
    log_line(LOG_WARN, "kiosk", "beginning a new life: %s", err->text);
    return true;
}

static bool began(struct shell *shell)
{
    shell->life_waits = false;
    log_line(LOG_WARN, "kiosk",
             "this kiosk's memory was copied or set back: it goes on under another life");
    link_say(&shell->link, "poke");
    return true;
}

static uint64_t any_life(void)
{
    uint64_t life;
    do {
        seal_random(&life, sizeof life);
        life &= INT64_MAX;
    } while (life == 0);
    return life;
}

/* The hub says under which life, or, where it has another history from before the first response
 * that is kept here, that there is none in common: then the kiosk chooses. */
static bool begin_life(struct shell *shell, const struct reply *reply)
{
    struct journal_status status;
    struct err err = { 0 };
    uint64_t life = reply->instruction_value;
    struct journal_receipt receipt = { .through = reply->through,
                                       .refused = shell->state->refused,
                                       .refused_count = shell->state->refused_listed };
    if (!journal_status(shell->journal, &status, &err))
        return waits(shell, &err);
    bool parted = reply->through.seq == status.purged.seq &&
                  !seal_equal(&reply->through.hash, &status.purged.hash, sizeof status.purged.hash);
    if (life == 0 && !parted)
        return false;
    if (parted) {
        receipt.through = status.purged;
        life = any_life();
    }
    return journal_begin_life(shell->journal, life, &receipt, &err) ? began(shell)
                                                                    : waits(shell, &err);
}

/* Only what the hub said since this journal was opened can count what it has: before that, it may
 * have taken more than anybody heard. */
static bool is_fresh(const struct shell *shell, const struct reply *reply)
{
    const struct courier_state *state = shell->state;
    struct moment now = clock_now();
    return reply->hub_time == state->hub_time && state->hub_time_mono >= shell->opened_at &&
           memcmp(&state->hub_time_boot, &now.boot, sizeof now.boot) == 0;
}

/* It was set back further than responses are kept here: what it asks for is gone, and this life can
 * never go on there. What is kept goes on under another. Nothing is let go before a receipt for it
 * is on the disk, so a receipt that says less came later. */
static bool asks_for_what_is_gone(const struct reply *reply, const struct journal_status *status)
{
    return reply->instruction == INSTRUCTION_SEND_FROM &&
           reply->instruction_value <= status->purged.seq &&
           reply->through.seq < status->purged.seq;
}

static bool begin_kept(struct shell *shell, const struct reply *reply)
{
    struct journal_status status;
    struct err err = { 0 };
    if (!journal_status(shell->journal, &status, &err))
        return waits(shell, &err);
    if (!asks_for_what_is_gone(reply, &status))
        return false;
    if (!journal_begin_kept(shell->journal, &err))
        return waits(shell, &err);
    shell->life_waits = false;
    log_line(LOG_WARN, "kiosk",
             "the hub was set back to response %llu, and those up to %llu are no longer kept here: "
             "what is goes on under another life",
             (unsigned long long)reply->through.seq, (unsigned long long)status.purged.seq);
    link_say(&shell->link, "poke");
    return true;
}

static void settle_stranded(struct shell *shell, const struct reply *reply)
{
    uint64_t stranded = 0;
    struct err err = { 0 };
    if (!journal_stranded(shell->journal, &stranded, &err)) {
        (void)waits(shell, &err);
        return;
    }
    if (stranded == 0 || !is_fresh(shell, reply))
        return;
    if (!journal_settle_stranded(shell->journal, &reply->through, &err)) {
        (void)waits(shell, &err);
        return;
    }
    shell->life_waits = false;
    log_line(LOG_INFO, "kiosk", "what was saved of the damaged journal goes on to the hub");
    link_say(&shell->link, "poke");
}

bool life_news(struct shell *shell, const struct reply *reply)
{
    uint64_t life = journal_identity(shell->journal).life;
    if (reply->life == life && reply->instruction == INSTRUCTION_NEW_LIFE)
        return begin_life(shell, reply);
    if (reply->life == life)
        return reply->instruction == INSTRUCTION_SEND_FROM && begin_kept(shell, reply);
    if (reply->life != 0)
        settle_stranded(shell, reply);
    return reply->life != 0;
}

void life_retry(struct shell *shell)
{
    if (!shell->life_waits || !shell->journal || journal_is_open(shell->journal))
        return;
    shell->life_waits = false;
    keep_courier_news(shell);
}
