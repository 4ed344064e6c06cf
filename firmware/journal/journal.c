/*
 * The kiosk's durable record: see journal.h, and docs/JOURNAL.md for the bytes.
 *
 * Each save writes the visit as if the kiosk were to die right after it: canonical bytes that end
 * in "crashed", with the chain's value behind them. So what is on the disk is always a whole
 * response, closing after a crash is a flag, and no second of the clock is ever written.
 */
#include "journal_int.h"

enum {
    HOUR = 3600000,
    FOLD_PAGES = 2048,  /* a pause folds so much, */
    FOLD_MS = 4 * HOUR, /* or whatever there is after four hours, */
    NOTE_MS = HOUR / 2, /* and writes down twice an hour what was counted */
    GAP_UNKNOWN = 60,
};

/* When it closed, as far as anybody may know: the minute, and a gap that shows haste but no hour.
 */
static void stamp(const struct journal *journal, msec now, struct response *response)
{
    response->segment = journal->here.known.number;
    response->minute = segment_minute(&journal->here, now);
    response->gap = GAP_UNKNOWN;
    if (journal->knows_previous && now >= journal->previous &&
        (now - journal->previous) / 1000 < GAP_UNKNOWN)
        response->gap = (uint8_t)((now - journal->previous) / 1000);
}

/* The one commit of a tap. A row that was closed before is left alone, which would be our own
 * fault. */
static bool write_row(struct journal *journal, const struct row *row, struct err *err)
{
    SQL_RESET_AUTO *write = journal->write;
    if (!row_bind(write, row, err) || !sql_run(write, "saving the answer", err))
        return false;
    must(sqlite3_changes(journal->db) == 1, "a closed response would be written again");
    return true;
}

static void counted(struct journal *journal)
{
    journal->unfolded = true;
    journal->unnoted = true;
}

static void note_saved(struct journal *journal, const struct row *row, msec now)
{
    journal->revision = row->revision;
    counted(journal);
    journal->open = row->open;
    if (row->open)
        return;
    journal->last = (struct chain_point){ .seq = row->seq, .hash = row->hash };
    journal->total = row->total;
    journal->knows_previous = true;
    journal->previous = now;
    draft_seals_forget(&journal->seals);
}

/* Without any pause the log would grow for ever. The answer is durable whether this works or not.
 */
static void fold_when_long(struct journal *journal)
{
    struct err ignored;
    if (journal->wal_pages < journal->wal_bound)
        return;
    bool folded = journal_fold(journal, SQLITE_CHECKPOINT_PASSIVE, &ignored);
    journal->wal_bound = folded ? JOURNAL_WAL_BOUND : journal->wal_bound + FOLD_PAGES;
}

static bool commit(struct journal *journal, struct response *response, uint64_t total, bool closing,
                   struct recorded *ret, struct err *err)
{
    msec now = clock_mono();
    stamp(journal, now, response);
    buf_clear(&journal->canonical);
    if (!response_put(response, &journal->canonical, err))
        return false;
    struct span body = buf_span(&journal->canonical);
    struct chain_point point = chain_next(&journal->last, body);
    struct row row = { .seq = response->seq,
                       .open = !closing,
                       .revision = journal->revision + 1,
                       .segment = response->segment,
                       .minute = response->minute,
                       .total = total,
                       .hash = point.hash,
                       .body = body };
    if (!write_row(journal, &row, err))
        return false;
    msec took = clock_mono() - now;
    counters_write(&journal->meta.counters, took);
    if (took > journal->slowest_ms)
        journal->slowest_ms = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
    note_saved(journal, &row, now);
    *ret = (struct recorded){ .seq = row.seq, .revision = journal->revision, .closed = closing };
    fold_when_long(journal);
    return true;
}

/* A visit is asked under one survey from its first tap to its last. */
static bool check_draft(const struct journal *journal, const struct draft *draft, struct err *err)
{
    if (draft->survey == NULL || draft->survey->question_count > SURVEY_QUESTIONS_MAX)
        return err_set(err, ERR_USAGE, "there is no survey to save answers to");
    if (journal->open &&
        !seal_equal(&journal->survey, &draft->survey_digest, sizeof journal->survey))
        return err_set(err, ERR_USAGE, "the survey cannot change during a visit");
    return true;
}

bool journal_save(struct journal *journal, const struct draft *draft, bool closing,
                  enum ending ending, struct recorded *ret, struct err *err)
{
    struct response response;
    uint32_t given = 0;
    uint64_t seq = journal->last.seq + 1;
    if (!check_draft(journal, draft, err) ||
        !draft_response(draft, &journal->meta.own, seq, &journal->seals, &response, &given, err))
        return false;
    response.ending = closing ? ending : ENDING_CRASHED;
    if (!journal->open) {
        journal->revision = 0;
        journal->survey = draft->survey_digest;
    }
    return commit(journal, &response, journal->total + given, closing, ret, err);
}

bool journal_is_open(const struct journal *journal)
{
    return journal->open;
}

bool journal_end(struct journal *journal, enum ending ending, struct recorded *ret, struct err *err)
{
    SQL_RESET_AUTO *find = journal->find;
    struct response response;
    struct row row;
    *ret = (struct recorded){ 0 };
    if (!journal->open)
        return true;
    if (!row_find(find, journal->last.seq + 1, &row, err) ||
        !response_get(row.body, &response, err))
        return false;
    response.ending = ending;
    return commit(journal, &response, row.total, true, ret, err);
}

/* The record of ourselves, with what was counted. */
static bool note(struct journal *journal, struct err *err)
{
    journal->meta.slowest_ms = journal->slowest_ms;
    if (!meta_save(journal->db, &journal->meta, err))
        return false;
    journal->unnoted = false;
    journal->noted_at = clock_mono();
    return true;
}

/*
 * The record of ourselves is written after the log was moved, not before: it starts the log anew,
 * so that the sync that a new log's head costs is paid here and not by the next tap.
 */
bool journal_fold(struct journal *journal, int mode, struct err *err)
{
    int pages = 0;
    int moved = 0;
    int code = sqlite3_wal_checkpoint_v2(journal->db, NULL, mode, &pages, &moved);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        return sql_error(journal->db, code, "moving the journal's log into its file", err);
    if (!note(journal, err))
        return false;
    journal->unfolded = code != SQLITE_OK || moved < pages;
    journal->folded_at = clock_mono();
    return true;
}

/* A clock that was set right after the start teaches when the boot was, as far as it is believed.
 */
static bool believe(struct journal *journal, const struct moment *now, struct err *err)
{
    enum clock_class belief = segment_belief(now->wall);
    return journal->here.known.clock == CLOCK_SIGNED ||
           segment_teach(journal->db, &journal->here, belief, now->wall, now->mono, err);
}

bool journal_idle(struct journal *journal, struct err *err)
{
    struct moment now = clock_now();
    if (!believe(journal, &now, err))
        return err_wrap(err, "the journal at rest");
    bool due = journal->wal_pages >= FOLD_PAGES ||
               (journal->unfolded && now.mono - journal->folded_at >= FOLD_MS);
    bool unknown = journal->unnoted && now.mono - journal->noted_at >= NOTE_MS;
    if (journal->practice || (!due && !unknown))
        return true;
    return (due ? journal_fold(journal, SQLITE_CHECKPOINT_TRUNCATE, err) : note(journal, err)) ||
           err_wrap(err, "the journal at rest");
}

bool journal_clock(struct journal *journal, enum clock_class clock, int64_t wall, msec mono,
                   struct err *err)
{
    return segment_teach(journal->db, &journal->here, clock, wall, mono, err) ||
           err_wrap(err, "keeping what is known of the time");
}

void journal_count(struct journal *journal, enum journal_counter counter)
{
    struct counters *all = &journal->meta.counters;
    uint32_t *const counters[COUNTERS] = {
        [COUNT_WOKEN] = &all->woken,
        [COUNT_STARTED] = &all->started,
        [COUNT_COMPLETED] = &all->completed,
        [COUNT_RESTARTS] = &all->restarts,
    };
    must(counter < COUNTERS, "a counter that does not exist");
    *counters[counter] += 1;
    counted(journal);
}

void journal_count_dead(struct journal *journal, int region)
{
    must(region >= 0 && region < HEALTH_REGIONS, "a region that does not exist");
    journal->meta.counters.dead[region]++;
    counted(journal);
}

void journal_count_left(struct journal *journal, const struct digest *survey, int question)
{
    counters_left(&journal->meta.counters, survey, question);
    counted(journal);
}
