/* The journal as the screen uses it, on a watched disk and with a clock of our own. */
#include "disk_shim.h"
#include "file.h"
#include "visits.h"
#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static int begin(void **state)
{
    disk_shim_install();
    *state = visits_begin();
    return 0;
}

static int end(void **state)
{
    visits_end(*state);
    return 0;
}

static void pass_seconds(uint64_t seconds)
{
    visits_clock.mono += seconds * 1000;
    visits_clock.wall += (unix_seconds)seconds;
}

/* A copy of one response out of the outbox; its spans point into `bytes`. */
struct copy {
    struct response response;
    struct chain_point after;
    struct buf bytes;
    size_t taken;
};

static bool take_copy(void *context, const struct response *response,
                      const struct chain_point *after)
{
    struct copy *copy = context;
    copy->bytes = buf_new(RESPONSE_BYTES_MAX);
    copy->taken++;
    copy->after = *after;
    assert_true(response_put(response, &copy->bytes, NULL));
    assert_true(response_get(buf_span(&copy->bytes), &copy->response, NULL));
    return false;
}

static struct copy closed_response(const struct visits *visits, uint64_t seq)
{
    struct err err = { 0 };
    struct copy copy = { 0 };
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    if (!outbox.read(outbox.self, seq, 1, take_copy, &copy, &err))
        fail_msg("%s", err.text);
    assert_int_equal(copy.taken, 1);
    journal_reader_close(reader);
    return copy;
}

static size_t closed_count(const struct visits *visits)
{
    struct chain_point purged, last;
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    assert_true(outbox.ends(outbox.self, &purged, &last, NULL));
    journal_reader_close(reader);
    return (size_t)(last.seq - purged.seq);
}

static struct journal_status status_of(struct journal *journal)
{
    struct journal_status status = { 0 };
    struct err err = { 0 };
    if (!journal_status(journal, &status, &err))
        fail_msg("%s", err.text);
    return status;
}

static void each_tap_is_one_sync_and_one_page(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    (void)disk_shim_counts();
    for (uint32_t tap = 0; tap < 10; tap++) {
        draft.answers.state[Q_RATING] = ANSWER_FIRST + tap % 5;
        (void)visits_save(journal, &draft, tap == 9);
        struct disk_counts counts = disk_shim_counts();
        assert_int_equal(counts.syncs, 1);
        assert_in_range(counts.bytes, 1024, 1100);
    }
    journal_close(journal);
}

/* 500 visits of three taps with a pause after each, as on a busy day: every tap is one sync, and
 * with page splits, checkpoints and counters a tap costs little more than its page. */
static void a_day_costs_little_more_than_a_page_a_tap(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft;
    struct disk_counts day = { 0 };
    uint64_t taps = 0, pages_over = 0, tap_bytes = 0;
    (void)disk_shim_counts();
    for (int visit = 0; visit < 500; visit++) {
        draft = visits_draft(visits);
        for (uint32_t tap = 0; tap < 3; tap++) {
            pass_seconds(4);
            draft.answers.state[tap == 0 ? Q_RATING : Q_REASON] = ANSWER_FIRST + tap;
            (void)visits_save(journal, &draft, tap == 2);
            struct disk_counts counts = disk_shim_counts();
            assert_int_equal(counts.syncs, 1);
            pages_over += counts.bytes > 1100;
            tap_bytes += counts.bytes;
            day.syncs += counts.syncs;
            taps++;
        }
        journal_count(journal, COUNT_COMPLETED);
        pass_seconds(45);
        assert_true(journal_idle(journal, NULL));
        struct disk_counts counts = disk_shim_counts();
        day.syncs += counts.syncs;
        day.bytes += counts.bytes;
    }
    day.bytes += tap_bytes;
    print_message("a day of %llu taps: %llu bytes and %.3f syncs a tap (the taps alone %llu bytes; "
                  "%llu taps split a page)\n",
                  (unsigned long long)taps, (unsigned long long)(day.bytes / taps),
                  (double)day.syncs / (double)taps, (unsigned long long)(tap_bytes / taps),
                  (unsigned long long)pages_over);
    assert_in_range(tap_bytes / taps, 1024, 1250);
    assert_in_range(pages_over, 0, taps / 10);
    assert_in_range(day.bytes / taps, 1024, 1400);
    assert_in_range(day.syncs, taps, taps + taps / 64);
    journal_close(journal);
}

static void the_log_is_bounded_without_any_pause(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    char path[600];
    struct stat at;
    disk_shim_hurry(true);
    for (uint32_t i = 0; i < 3000; i++)
        (void)visits_pass(journal, visits, i % 5);
    disk_shim_hurry(false);
    (void)snprintf(path, sizeof path, "%s/screen/journal.sqlite-wal", visits->folder);
    assert_int_equal(stat(path, &at), 0);
    assert_in_range(at.st_size, 4096, 9 * 1024 * 1024);
    assert_int_equal(status_of(journal).last.seq, 3000);
    journal_close(journal);
}

static void revisions_count_the_commits_of_one_visit(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    struct recorded recorded = visits_save(journal, &draft, false);
    assert_int_equal(recorded.seq, 1);
    assert_int_equal(recorded.revision, 1);
    assert_false(recorded.closed);
    draft.answers.state[Q_RATING] = ANSWER_FIRST;
    recorded = visits_save(journal, &draft, true);
    assert_int_equal(recorded.seq, 1);
    assert_int_equal(recorded.revision, 2);
    assert_true(recorded.closed);
    recorded = visits_save(journal, &draft, false);
    assert_int_equal(recorded.seq, 2);
    assert_int_equal(recorded.revision, 1);
    journal_close(journal);
}

static void a_visit_is_in_the_outbox_only_when_it_is_closed(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    (void)visits_save(journal, &draft, false);
    assert_int_equal(closed_count(visits), 0);
    (void)visits_save(journal, &draft, true);
    assert_int_equal(closed_count(visits), 1);
    journal_close(journal);
}

static void leaving_closes_the_visit_as_it_was_last_saved(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    struct recorded recorded;
    assert_true(journal_end(journal, ENDING_LEFT, &recorded, NULL));
    assert_int_equal(recorded.seq, 0);
    draft.answers.state[Q_RATING] = ANSWER_FIRST + 2;
    (void)visits_save(journal, &draft, false);
    assert_true(journal_end(journal, ENDING_LEFT, &recorded, NULL));
    assert_int_equal(recorded.seq, 1);
    assert_int_equal(recorded.revision, 2);
    assert_true(recorded.closed);
    struct copy copy = closed_response(visits, 1);
    assert_int_equal(copy.response.ending, ENDING_LEFT);
    assert_int_equal(copy.response.state[Q_RATING], ANSWER_FIRST + 2);
    buf_finish(&copy.bytes);
    assert_true(journal_end(journal, ENDING_LEFT, &recorded, NULL));
    assert_int_equal(recorded.seq, 0);
    journal_close(journal);
}

static void a_visit_that_a_crash_left_open_is_closed_at_the_next_start(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_RATING] = ANSWER_FIRST + 4;
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.words[0] = "unfinished business";
    pass_seconds(130);
    (void)visits_save(journal, &draft, false);
    journal_close(journal);
    visits_clock.boot.bytes[0] = 2;
    visits_clock.mono = 100;
    journal = visits_open(visits);
    struct recorded recovered = journal_recovered(journal);
    assert_int_equal(recovered.seq, 1);
    assert_int_equal(recovered.revision, 2);
    assert_true(recovered.closed);
    assert_int_equal(status_of(journal).last.seq, 1);
    assert_int_equal(status_of(journal).closed_answers, 2);
    assert_false(status_of(journal).open);
    struct copy copy = closed_response(visits, 1);
    assert_int_equal(copy.response.ending, ENDING_CRASHED);
    assert_int_equal(copy.response.segment, 1);
    assert_int_equal(copy.response.minute, 2);
    assert_int_equal(copy.response.words_count, 1);
    buf_finish(&copy.bytes);
    assert_int_equal(visits_pass(journal, visits, 1), 2);
    journal_close(journal);
}

static void what_closes_is_stamped_with_a_minute_and_a_short_gap(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    static const uint64_t pauses[] = { 0, 59, 7, 60, 4000 };
    static const uint32_t minutes[] = { 0, 0, 1, 2, 68 };
    static const uint8_t gaps[] = { 60, 59, 7, 60, 60 };
    for (size_t i = 0; i < 5; i++) {
        pass_seconds(pauses[i]);
        uint64_t seq = visits_pass(journal, visits, 0);
        struct copy copy = closed_response(visits, seq);
        assert_int_equal(copy.response.minute, minutes[i]);
        assert_int_equal(copy.response.gap, gaps[i]);
        assert_int_equal(copy.response.segment, 1);
        buf_finish(&copy.bytes);
    }
    journal_close(journal);
}

static void words_are_never_plain_on_the_disk(void **state)
{
    struct visits *visits = *state;
    static const char secret[] = "Dr Smith was unkind to me";
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.words[0] = secret;
    (void)visits_save(journal, &draft, false);
    assert_true(visits_on_disk(visits, draft.bundle.bytes, 32));
    assert_false(visits_on_disk(visits, secret, 8));
    (void)visits_save(journal, &draft, true);
    assert_false(visits_on_disk(visits, secret, 8));
    struct copy copy = closed_response(visits, 1);
    struct seal_binding binding = visits_binding(visits, 1, "why");
    BUF_AUTO text = buf_new(4096);
    assert_int_equal(copy.response.words[0].question, Q_WHY);
    assert_true(words_open(&visits->identity.words_key, &visits->words_secret, &binding,
                           copy.response.words[0].sealed, &text, NULL));
    assert_string_equal(buf_text(&text), secret);
    buf_finish(&copy.bytes);
    journal_close(journal);
    assert_false(visits_on_disk(visits, secret, 8));
}

static void words_that_were_changed_are_sealed_anew(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.answers.state[Q_MORE] = ANSWER_FIRST;
    draft.words[0] = "first";
    draft.words[1] = "the same";
    (void)visits_save(journal, &draft, false);
    draft.words[0] = "second";
    (void)visits_save(journal, &draft, true);
    struct copy copy = closed_response(visits, 1);
    static const char *const names[] = { "why", "more" };
    static const char *const texts[] = { "second", "the same" };
    for (int i = 0; i < 2; i++) {
        struct seal_binding binding = visits_binding(visits, 1, names[i]);
        BUF_AUTO text = buf_new(4096);
        assert_true(words_open(&visits->identity.words_key, &visits->words_secret, &binding,
                               copy.response.words[i].sealed, &text, NULL));
        assert_string_equal(buf_text(&text), texts[i]);
    }
    buf_finish(&copy.bytes);
    journal_close(journal);
}

static void the_same_words_of_two_people_are_sealed_to_each(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.words[0] = "slow";
    (void)visits_save(journal, &draft, true);
    (void)visits_save(journal, &draft, true);
    for (uint64_t seq = 1; seq <= 2; seq++) {
        struct copy copy = closed_response(visits, seq);
        struct seal_binding binding = visits_binding(visits, seq, "why");
        BUF_AUTO text = buf_new(4096);
        assert_true(words_open(&visits->identity.words_key, &visits->words_secret, &binding,
                               copy.response.words[0].sealed, &text, NULL));
        buf_finish(&copy.bytes);
    }
    journal_close(journal);
}

static void without_a_words_key_words_are_refused_before_anything_is_written(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct recorded recorded = { .seq = 77 };
    visits->identity.has_words_key = false;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.words[0] = "slow";
    (void)disk_shim_counts();
    assert_false(journal_save(journal, &draft, false, ENDING_LEFT, &recorded, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_int_equal(recorded.seq, 77);
    assert_int_equal(disk_shim_counts().writes, 0);
    assert_false(status_of(journal).open);
    draft.answers.state[Q_WHY] = ANSWER_SKIPPED;
    assert_int_equal(visits_save(journal, &draft, false).seq, 1);
    journal_close(journal);
}

static void words_that_are_said_to_be_there_must_be_there(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct recorded recorded;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    assert_false(journal_save(journal, &draft, false, ENDING_LEFT, &recorded, &err));
    assert_int_equal(err.kind, ERR_USAGE);
    draft.words[0] = "";
    assert_false(journal_save(journal, &draft, false, ENDING_LEFT, &recorded, &err));
    assert_int_equal(err.kind, ERR_USAGE);
    journal_close(journal);
}

static void unfinished_words_are_dropped(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_WHY] = ANSWER_SHOWN;
    draft.words[0] = "I was just going to s";
    (void)visits_save(journal, &draft, true);
    struct copy copy = closed_response(visits, 1);
    assert_int_equal(copy.response.words_count, 0);
    buf_finish(&copy.bytes);
    journal_close(journal);
}

static void sensitive_answers_are_sealed_in_one_size(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    (void)visits_save(journal, &draft, true);
    draft.answers.state[Q_AGE] = ANSWER_FIRST + 6;
    (void)visits_save(journal, &draft, false);
    (void)visits_save(journal, &draft, true);
    struct copy unseen = closed_response(visits, 1);
    struct copy given = closed_response(visits, 2);
    assert_int_equal(unseen.response.state[Q_AGE], ANSWER_SEALED);
    assert_int_equal(given.response.state[Q_AGE], ANSWER_SEALED);
    assert_int_equal(unseen.response.counts.size, given.response.counts.size);
    assert_int_not_equal(given.response.counts.size, 0);
    struct seal_binding binding = visits_binding(visits, 2, "");
    struct answers answers = { 0 };
    assert_true(counts_open(&visits->identity.counts_key, &visits->counts_secret, &binding,
                            &visits->survey, given.response.counts, &answers, NULL));
    assert_int_equal(answers.state[Q_AGE], ANSWER_FIRST + 6);
    assert_int_equal(status_of(journal).closed_answers, 0);
    buf_finish(&unseen.bytes);
    buf_finish(&given.bytes);
    journal_close(journal);
}

static void without_a_counts_key_sensitive_answers_are_refused(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct recorded recorded;
    visits->identity.has_counts_key = false;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    (void)visits_save(journal, &draft, false);
    draft.answers.state[Q_AGE] = ANSWER_FIRST;
    assert_false(journal_save(journal, &draft, false, ENDING_LEFT, &recorded, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    journal_close(journal);
}

static void a_survey_never_changes_under_a_finger(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct recorded recorded;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    (void)visits_save(journal, &draft, false);
    draft.survey_digest.bytes[0] = 8;
    assert_false(journal_save(journal, &draft, false, ENDING_LEFT, &recorded, &err));
    assert_int_equal(err.kind, ERR_USAGE);
    draft.survey_digest.bytes[0] = 7;
    (void)visits_save(journal, &draft, true);
    draft.survey_digest.bytes[0] = 8;
    (void)visits_save(journal, &draft, true);
    journal_close(journal);
}

static void a_journal_of_another_life_is_refused(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    struct journal_identity other = visits->identity;
    other.life++;
    assert_false(journal_open(visits->folder, &other, &journal, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    other = visits->identity;
    other.kiosk.bytes[0] ^= 1;
    assert_false(journal_open(visits->folder, &other, &journal, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    journal = visits_open(visits);
    assert_int_equal(status_of(journal).last.seq, 1);
    journal_close(journal);
}

static void the_programme_is_pinned_when_the_journal_is_made(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    struct journal_identity other = visits->identity;
    other.programme.bytes[31] ^= 1;
    assert_false(journal_open(visits->folder, &other, &journal, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "enrolled in another programme"));
    journal = visits_open(visits);
    assert_int_equal(status_of(journal).last.seq, 1);
    struct journal_identity own = journal_identity(journal);
    assert_memory_equal(&own.programme, &visits->identity.programme, sizeof own.programme);
    journal_close(journal);
}

static void path_of(const struct visits *visits, const char *name, char ret[600])
{
    (void)snprintf(ret, 600, "%s/screen/%s", visits->folder, name);
}

/* Bytes 60 and 68 of an SQLite file are user_version and application_id. */
static void poke(const struct visits *visits, long at, uint8_t byte)
{
    char path[600];
    path_of(visits, "journal.sqlite", path);
    FD_AUTO fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
}

static void a_journal_of_a_newer_program_is_refused_and_left_alone(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    poke(visits, 63, 200);
    assert_false(journal_open(visits->folder, &visits->identity, &journal, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "newer program"));
    struct journal_reader *reader;
    assert_false(journal_reader_open(visits->folder, &reader, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    poke(visits, 63, 5);
    journal = visits_open(visits);
    assert_int_equal(status_of(journal).last.seq, 1);
    journal_close(journal);
}

/* Take away what later steps have added: each the form in which a program once left it. */
static const char to_format_4[] =
    "DROP TABLE older; DROP INDEX former_sent; ALTER TABLE former DROP COLUMN sent;"
    "ALTER TABLE former DROP COLUMN seq; ALTER TABLE former DROP COLUMN hash;"
    "PRAGMA user_version=4";
static const char to_format_3[] =
    "DROP TABLE aside; DROP TABLE standing; DROP TABLE origin; DROP TABLE former;"
    "DROP TABLE stranded; DROP TABLE moving;"
    "CREATE TABLE aside(seq INTEGER PRIMARY KEY, segment INTEGER NOT NULL,"
    " minute INTEGER NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL, reason TEXT NOT NULL) "
    "STRICT;"
    "INSERT INTO aside SELECT seq, segment, minute, hash, body, 'of long ago' FROM response"
    " WHERE seq = 1;"
    "PRAGMA user_version=3";
static const char to_format_2[] = "ALTER TABLE meta DROP COLUMN counters; PRAGMA user_version=2";
static const char to_format_1[] =
    "DROP TABLE aside; ALTER TABLE meta DROP COLUMN programme;"
    "ALTER TABLE meta DROP COLUMN words_key; ALTER TABLE meta DROP COLUMN words_statement;"
    "ALTER TABLE meta DROP COLUMN counts_key; ALTER TABLE meta DROP COLUMN counts_statement;"
    "PRAGMA user_version=1";
static const char *const downwards[] = { to_format_4, to_format_3, to_format_2, to_format_1 };

static void to_format(const struct visits *visits, int format)
{
    char path[600];
    path_of(visits, "journal.sqlite", path);
    for (int i = 0; i <= 4 - format; i++)
        assert_true(disk_shim_alter(path, downwards[i]));
}

static void a_journal_of_any_earlier_format_goes_on(void **state)
{
    struct visits *visits = *state;
    struct journal *first = visits_open(visits);
    (void)visits_pass(first, visits, 0);
    journal_close(first);
    for (int format = 4; format >= 1; format--) {
        struct journal *journal = visits_open(visits);
        uint64_t seq = status_of(journal).last.seq;
        journal_close(journal);
        to_format(visits, format);
        journal = visits_open(visits);
        assert_int_equal(visits_pass(journal, visits, 1), seq + 1);
        assert_int_equal(closed_count(visits), seq + 1);
        journal_close(journal);
    }
}

static void a_journal_of_format_1_goes_on_and_is_pinned(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    to_format(visits, 1);
    journal = visits_open(visits);
    assert_int_equal(visits_pass(journal, visits, 1), 2);
    journal_close(journal);
    struct journal_identity other = visits->identity;
    other.programme.bytes[0] ^= 1;
    assert_false(journal_open(visits->folder, &other, &journal, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
}

static void a_file_that_is_no_journal_is_refused(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    poke(visits, 71, 0);
    assert_false(journal_open(visits->folder, &visits->identity, &journal, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    for (long at = 0; at < 100; at++)
        poke(visits, at, 'x');
    assert_false(journal_open(visits->folder, &visits->identity, &journal, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

/* An SQLite file of somebody else's, in rollback mode: not even its mode of writing is changed. */
static void a_strangers_database_is_left_as_it_is(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = NULL;
    char path[600];
    BUF_AUTO before = buf_new(1024 * 1024);
    BUF_AUTO after = buf_new(1024 * 1024);
    journal_close(visits_open(visits));
    for (size_t i = 0; i < 3; i++) {
        static const char *const names[] = { "journal.sqlite", "journal.sqlite-wal",
                                             "journal.sqlite-shm" };
        path_of(visits, names[i], path);
        assert_int_equal(unlink(path), 0);
    }
    path_of(visits, "journal.sqlite", path);
    disk_shim_make_database(path);
    assert_true(file_read(path, &before, &err));
    assert_false(journal_open(visits->folder, &visits->identity, &journal, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_true(file_read(path, &after, &err));
    assert_true(before.size > 0 && span_equal(buf_span(&before), buf_span(&after)));
}

static void there_is_one_writer(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *second = NULL;
    struct journal *journal = visits_open(visits);
    assert_false(journal_open(visits->folder, &visits->identity, &second, &err));
    assert_int_equal(err.kind, ERR_LATER);
    journal_close(journal);
    journal = visits_open(visits);
    journal_close(journal);
}

static void files_are_the_groups_to_read_and_not_to_write(void **state)
{
    struct visits *visits = *state;
    static const struct {
        const char *name;
        mode_t mode;
    } expected[] = { { "journal.sqlite", 0640 },
                     { "journal.sqlite-wal", 0640 },
                     { "journal.sqlite-shm", 0640 },
                     { "lock", 0600 },
                     { "", 02750 } };
    mode_t before = umask(0);
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    (void)umask(before);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        char path[600];
        struct stat at;
        path_of(visits, expected[i].name, path);
        assert_int_equal(stat(path, &at), 0);
        assert_int_equal(at.st_mode & 07777, expected[i].mode);
    }
}

struct segments {
    struct segment list[8];
    msec base[8];
    size_t count;
};

static bool take_segment(void *context, const struct segment *segment, const struct boot_id *boot,
                         msec base)
{
    struct segments *segments = context;
    (void)boot;
    assert_in_range(segments->count, 0, 7);
    segments->base[segments->count] = base;
    segments->list[segments->count++] = *segment;
    return true;
}

static struct segments segments_of(const struct visits *visits, uint32_t from)
{
    struct segments segments = { 0 };
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    assert_true(outbox.segments(outbox.self, from, take_segment, &segments, NULL));
    journal_reader_close(reader);
    return segments;
}

static void a_boot_begins_a_segment(void **state)
{
    struct visits *visits = *state;
    journal_close(visits_open(visits));
    pass_seconds(10);
    journal_close(visits_open(visits));
    assert_int_equal(segments_of(visits, 0).count, 1);
    visits_clock.boot.bytes[0] = 2;
    journal_close(visits_open(visits));
    assert_int_equal(segments_of(visits, 0).count, 2);
    visits_clock.mono -= 1;
    journal_close(visits_open(visits));
    struct segments segments = segments_of(visits, 0);
    assert_int_equal(segments.count, 3);
    assert_int_equal(segments.list[2].number, 3);
    assert_int_equal(segments.base[2], visits_clock.mono);
    assert_int_equal(segments_of(visits, 3).count, 1);
}

static void a_clock_before_the_build_is_not_believed(void **state)
{
    struct visits *visits = *state;
    visits_clock.wall = 1000;
    struct journal *journal = visits_open(visits);
    assert_int_equal(segments_of(visits, 0).list[0].clock, CLOCK_UNKNOWN);
    pass_seconds(600);
    unix_seconds right = clock_build_floor() + 5000;
    visits_clock.wall = right;
    assert_true(journal_idle(journal, NULL));
    struct segment segment = segments_of(visits, 0).list[0];
    assert_int_equal(segment.clock, CLOCK_BELIEVED);
    assert_int_equal(segment.base_wall, right - 600);
    journal_close(journal);
}

static void a_signed_time_reclasses_the_segment_for_good(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    pass_seconds(100);
    unix_seconds signed_time = visits_clock.wall + 86400;
    assert_true(journal_clock(journal, CLOCK_SIGNED, signed_time, visits_clock.mono, NULL));
    struct segment segment = segments_of(visits, 0).list[0];
    assert_int_equal(segment.clock, CLOCK_SIGNED);
    assert_int_equal(segment.base_wall, signed_time - 100);
    visits_clock.wall += 1000000;
    assert_true(journal_clock(journal, CLOCK_BELIEVED, visits_clock.wall, visits_clock.mono, NULL));
    assert_true(journal_idle(journal, NULL));
    assert_int_equal(segments_of(visits, 0).list[0].base_wall, signed_time - 100);
    (void)disk_shim_counts();
    assert_true(journal_clock(journal, CLOCK_SIGNED, signed_time + 3, visits_clock.mono, NULL));
    assert_int_equal(disk_shim_counts().writes, 0);
    journal_close(journal);
}

static void a_time_that_was_signed_before_the_journal_was_made_is_of_use(void **state)
{
    struct visits *visits = *state;
    unix_seconds signed_time = visits_clock.wall + 500;
    msec signed_mono = visits_clock.mono;
    pass_seconds(40);
    struct journal *journal = visits_open(visits);
    assert_true(journal_clock(journal, CLOCK_SIGNED, signed_time, signed_mono, NULL));
    struct segment segment = segments_of(visits, 0).list[0];
    assert_int_equal(segment.clock, CLOCK_SIGNED);
    assert_int_equal(segment.base_wall, signed_time + 40);
    journal_close(journal);
}

static void keys_are_taken_between_two_visits(void **state)
{
    struct visits *visits = *state;
    struct journal_identity without = visits->identity;
    without.has_words_key = false;
    struct journal *journal = NULL;
    struct err err = { 0 };
    struct recorded recorded;
    assert_true(journal_open(visits->folder, &without, &journal, NULL));
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.words[0] = "slow";
    assert_false(journal_save(journal, &draft, true, ENDING_COMPLETE, &recorded, &err));
    assert_true(journal_set_keys(journal, &visits->identity));
    (void)visits_save(journal, &draft, false);
    assert_false(journal_set_keys(journal, &without));
    (void)visits_save(journal, &draft, true);
    struct journal_identity other = visits->identity;
    struct box_secret other_secret;
    box_pair_new(&other.words_key, &other_secret);
    other.words_statement++;
    assert_true(journal_set_keys(journal, &other));
    (void)visits_save(journal, &draft, true);
    struct copy copy = closed_response(visits, 2);
    struct seal_binding binding = visits_binding(visits, 2, "why");
    BUF_AUTO text = buf_new(4096);
    assert_true(words_open(&other.words_key, &other_secret, &binding, copy.response.words[0].sealed,
                           &text, NULL));
    buf_finish(&copy.bytes);
    journal_close(journal);
}

static struct box_public words_key_in_use(const struct journal *journal)
{
    return journal_identity(journal).words_key;
}

static void a_key_of_an_older_statement_is_never_taken_again(void **state)
{
    struct visits *visits = *state;
    struct journal_identity older = visits->identity, newer = visits->identity;
    struct box_secret secret;
    box_pair_new(&newer.words_key, &secret);
    newer.words_statement = older.words_statement + 1;
    struct journal *journal = visits_open(visits);
    assert_true(journal_set_keys(journal, &newer));
    assert_true(journal_set_keys(journal, &older));
    struct box_public used = words_key_in_use(journal);
    assert_memory_equal(&used, &newer.words_key, sizeof used);
    journal_close(journal);
    journal = visits_open(visits);
    used = words_key_in_use(journal);
    assert_memory_equal(&used, &newer.words_key, sizeof used);
    older.has_words_key = false;
    assert_true(journal_set_keys(journal, &older));
    assert_true(journal_identity(journal).has_words_key);
    journal_close(journal);
}

static struct chain_point point_of(const struct visits *visits, uint64_t seq)
{
    struct copy copy = closed_response(visits, seq);
    buf_finish(&copy.bytes);
    return copy.after;
}

static void purging_keeps_what_is_young_or_not_acknowledged(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    size_t deleted = 0;
    for (uint32_t i = 0; i < 10; i++) {
        (void)visits_pass(journal, visits, i % 5);
        pass_seconds(3600);
    }
    struct chain_point seventh = point_of(visits, 7);
    struct chain_point third = point_of(visits, 3);
    assert_true(visits_purge(journal, &third, 60 * 24, &deleted, NULL));
    assert_int_equal(deleted, 0);
    assert_true(visits_purge(journal, &third, 60, &deleted, NULL));
    assert_int_equal(deleted, 3);
    assert_true(visits_purge(journal, &seventh, 60 * 5, &deleted, NULL));
    assert_int_equal(deleted, 3);
    assert_int_equal(closed_count(visits), 4);
    struct journal_status status = status_of(journal);
    assert_int_equal(status.purged.seq, 6);
    assert_int_equal(status.last.seq, 10);
    assert_int_equal(status.closed_answers, 20);
    journal_close(journal);
    journal = visits_open(visits);
    status = status_of(journal);
    assert_int_equal(status.purged.seq, 6);
    assert_int_equal(status.last.seq, 10);
    assert_int_equal(status.closed_answers, 20);
    journal_close(journal);
}

static struct journal_counts counts_of(const struct visits *visits, uint64_t through)
{
    struct journal_counts counts = { 0 };
    struct journal_reader *reader = visits_read(visits);
    assert_true(journal_reader_counts(reader, through, &counts, NULL));
    journal_reader_close(reader);
    return counts;
}

static void counts_stand_for_every_number_that_is_kept(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    struct draft draft = visits_draft(visits);
    struct journal_counts counts;
    size_t deleted = 0;
    assert_int_equal(counts_of(visits, UINT64_MAX).responses, 0);
    for (uint32_t i = 0; i < 4; i++)
        (void)visits_pass(journal, visits, i);
    draft.answers.state[Q_RATING] = ANSWER_FIRST;
    (void)visits_save(journal, &draft, false);
    assert_int_equal(counts_of(visits, UINT64_MAX).responses, 4);
    assert_int_equal(counts_of(visits, UINT64_MAX).answers, 8);
    struct chain_point second = point_of(visits, 2);
    assert_true(visits_purge(journal, &second, 0, &deleted, NULL));
    assert_int_equal(counts_of(visits, 3).answers, 6);
    assert_int_equal(counts_of(visits, 2).answers, 4);
    assert_int_equal(counts_of(visits, 0).answers, 0);
    struct err err = { 0 };
    struct journal_reader *reader = visits_read(visits);
    assert_false(journal_reader_counts(reader, 1, &counts, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    journal_reader_close(reader);
    journal_close(journal);
}

static void a_journal_that_was_purged_whole_goes_on(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    size_t deleted = 0;
    (void)visits_pass(journal, visits, 0);
    (void)visits_pass(journal, visits, 1);
    struct chain_point last = point_of(visits, 2);
    assert_true(visits_purge(journal, &last, 0, &deleted, NULL));
    assert_int_equal(deleted, 2);
    journal_close(journal);
    journal = visits_open(visits);
    assert_int_equal(status_of(journal).last.seq, 2);
    struct journal_status status = status_of(journal);
    assert_memory_equal(&status.last.hash, &last.hash, sizeof last.hash);
    assert_int_equal(status_of(journal).closed_answers, 4);
    assert_int_equal(visits_pass(journal, visits, 2), 3);
    struct copy copy = closed_response(visits, 3);
    struct chain_point after = chain_next(&last, buf_span(&copy.bytes));
    assert_memory_equal(&after.hash, &copy.after.hash, sizeof after.hash);
    buf_finish(&copy.bytes);
    journal_close(journal);
}

static off_t file_size(const struct visits *visits)
{
    char path[600];
    struct stat about;
    (void)snprintf(path, sizeof path, "%s/screen/journal.sqlite", visits->folder);
    assert_int_equal(stat(path, &about), 0);
    return about.st_size;
}

/* A visit of one commit that says as much as anybody can. */
static void pass_with_many_words(struct journal *journal, const struct visits *visits)
{
    static char words[SURVEY_COMMENT_MAX + 1];
    struct draft draft = visits_draft(visits);
    memset(words, 'w', SURVEY_COMMENT_MAX);
    draft.answers.state[Q_WHY] = draft.answers.state[Q_MORE] = ANSWER_FIRST;
    draft.words[0] = draft.words[1] = words;
    (void)visits_save(journal, &draft, true);
}

/* Nothing is written anew for a little, in practice, or while somebody answers. */
static void what_was_deleted_is_given_back_to_the_disk(void **state)
{
    enum { VISITS = 600, MIB = 1 << 20 };
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    size_t deleted = 0;
    bool smaller = true;
    for (int i = 0; i < VISITS; i++)
        pass_with_many_words(journal, visits);
    struct chain_point last = point_of(visits, VISITS);
    assert_int_equal(visits_pass(journal, visits, 3), VISITS + 1);
    assert_true(journal_shrink(journal, &smaller, NULL));
    assert_false(smaller);
    assert_true(visits_purge(journal, &last, 0, &deleted, NULL));
    assert_int_equal(deleted, VISITS);
    journal_close(journal);
    journal = visits_open(visits);
    assert_true(file_size(visits) > MIB);
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_RATING] = ANSWER_FIRST;
    (void)visits_save(journal, &draft, false);
    assert_true(journal_shrink(journal, &smaller, NULL));
    assert_false(smaller);
    (void)visits_save(journal, &draft, true);
    assert_true(journal_shrink(journal, &smaller, NULL));
    assert_true(smaller);
    assert_true(file_size(visits) < MIB / 8);
    assert_true(journal_shrink(journal, &smaller, NULL));
    assert_false(smaller);
    assert_int_equal(visits_pass(journal, visits, 1), VISITS + 3);
    assert_int_equal(closed_count(visits), 3);
    struct copy copy = closed_response(visits, VISITS + 1);
    struct chain_point after = chain_next(&last, buf_span(&copy.bytes));
    assert_memory_equal(&after.hash, &copy.after.hash, sizeof after.hash);
    buf_finish(&copy.bytes);
    journal_close(journal);
}

static void what_the_hub_set_aside_is_never_deleted(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    const struct refusal refused[] = { { .seq = 2, .reason = "no such choice" },
                                       { .seq = 9, .reason = "not closed here yet" } };
    size_t deleted = 0;
    for (uint32_t i = 0; i < 3; i++)
        (void)visits_pass(journal, visits, i);
    struct copy first = closed_response(visits, 1), second = closed_response(visits, 2);
    struct journal_receipt receipt = { point_of(visits, 3), refused, 2 };
    assert_true(journal_purge(journal, &receipt, 0, &deleted, NULL));
    assert_int_equal(deleted, 2);
    assert_int_equal(status_of(journal).purged.seq, 3);
    journal_close(journal); /* folds the log away, and the old pages with it */
    assert_false(visits_on_disk(visits, first.bytes.data, first.bytes.size));
    assert_true(visits_on_disk(visits, second.bytes.data, second.bytes.size));
    assert_true(visits_on_disk(visits, "no such choice", 14));
    assert_false(visits_on_disk(visits, "not closed here yet", 19));
    buf_finish(&first.bytes);
    buf_finish(&second.bytes);
    journal = visits_open(visits);
    assert_int_equal(visits_pass(journal, visits, 0), 4);
    assert_int_equal(segments_of(visits, 0).count, 1);
    journal_close(journal);
}

static void a_fork_is_noticed_and_nothing_is_deleted(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = visits_open(visits);
    size_t deleted = 0;
    (void)visits_pass(journal, visits, 0);
    (void)visits_pass(journal, visits, 1);
    struct chain_point other = point_of(visits, 1);
    other.hash.bytes[31] ^= 1;
    assert_false(visits_purge(journal, &other, 0, &deleted, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    other.seq = 3;
    assert_false(visits_purge(journal, &other, 0, &deleted, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_int_equal(closed_count(visits), 2);
    other = (struct chain_point){ 0 };
    assert_true(visits_purge(journal, &other, 0, &deleted, NULL));
    assert_int_equal(deleted, 0);
    journal_close(journal);
}

/* A board without a clock chip wakes in 1970: what is old is known by the boots between. */
static void age_is_known_across_boots_without_a_clock(void **state)
{
    struct visits *visits = *state;
    size_t deleted = 0;
    visits_clock.wall = 50;
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    visits_clock = (struct moment){ .wall = 60, .mono = 1000, .boot = { { 2 } } };
    journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    struct chain_point second = point_of(visits, 2);
    pass_seconds(600);
    assert_true(visits_purge(journal, &second, 11, &deleted, NULL));
    assert_int_equal(deleted, 0);
    pass_seconds(60);
    assert_int_equal(status_of(journal).responses_today, 2);
    assert_true(visits_purge(journal, &second, 11, &deleted, NULL));
    assert_int_equal(deleted, 2);
    assert_int_equal(segments_of(visits, 0).count, 1);
    journal_close(journal);
}

static void today_is_the_last_day_by_the_believed_clock(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    visits_clock =
        (struct moment){ .wall = visits_clock.wall + 23 * 3600, .mono = 1000, .boot = { { 2 } } };
    journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    assert_int_equal(status_of(journal).responses_today, 2);
    pass_seconds(2 * 3600);
    assert_int_equal(status_of(journal).responses_today, 1);
    pass_seconds(23 * 3600);
    assert_int_equal(status_of(journal).responses_today, 0);
    journal_close(journal);
}

static void counters_reach_the_courier_after_a_pause(void **state)
{
    struct visits *visits = *state;
    struct counters counters = { 0 };
    struct journal *journal = visits_open(visits);
    journal_count(journal, COUNT_WOKEN);
    journal_count(journal, COUNT_WOKEN);
    journal_count(journal, COUNT_STARTED);
    pass_seconds(1801);
    assert_true(journal_idle(journal, NULL));
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    assert_true(outbox.counters(outbox.self, &counters, NULL));
    assert_int_equal(counters.woken, 2);
    assert_int_equal(counters.started, 1);
    journal_count(journal, COUNT_RESTARTS);
    journal_close(journal);
    assert_true(outbox.counters(outbox.self, &counters, NULL));
    assert_int_equal(counters.restarts, 1);
    assert_int_equal(counters.woken, 2);
    journal_reader_close(reader);
}

static void counters_cost_one_sync_between_folds(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    (void)disk_shim_counts();
    for (int i = 0; i < 7; i++) {
        journal_count(journal, COUNT_WOKEN);
        pass_seconds(1801);
        assert_true(journal_idle(journal, NULL));
        assert_int_equal(disk_shim_counts().syncs, 1);
        assert_true(journal_idle(journal, NULL));
        assert_int_equal(disk_shim_counts().writes, 0);
    }
    journal_close(journal);
}

static void a_pause_in_which_nothing_happened_writes_nothing(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    pass_seconds(4 * 3600 + 1);
    assert_true(journal_idle(journal, NULL));
    (void)disk_shim_counts();
    for (int i = 0; i < 100; i++) {
        pass_seconds(1801);
        assert_true(journal_idle(journal, NULL));
    }
    assert_int_equal(disk_shim_counts().writes, 0);
    journal_close(journal);
}

static void practice_leaves_nothing_behind(void **state)
{
    struct visits *visits = *state;
    char path[600];
    struct journal *journal = NULL;
    visits->identity.has_words_key = false;
    assert_true(journal_open_practice(&visits->identity, &journal, NULL));
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.words[0] = "only trying";
    (void)disk_shim_counts();
    assert_int_equal(visits_save(journal, &draft, false).seq, 1);
    assert_true(visits_save(journal, &draft, true).closed);
    assert_true(journal_idle(journal, NULL));
    assert_int_equal(status_of(journal).last.seq, 1);
    journal_close(journal);
    assert_int_equal(disk_shim_counts().writes, 0);
    path_of(visits, "journal.sqlite", path);
    assert_false(file_exists(path));
}

static void a_damaged_last_response_is_not_built_upon(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    pass_seconds(1801);
    assert_true(journal_idle(journal, NULL));
    journal_close(journal);
    char path[600];
    BUF_AUTO bytes = buf_new(1024 * 1024);
    path_of(visits, "journal.sqlite", path);
    assert_true(file_read(path, &bytes, NULL));
    struct digest bundle = { { 9 } };
    const uint8_t *at = memmem(bytes.data, bytes.size, bundle.bytes, sizeof bundle.bytes);
    assert_non_null(at);
    poke(visits, at - bytes.data, 10);
    assert_false(journal_open(visits->folder, &visits->identity, &journal, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

static void look_through(struct journal *journal, bool *ret_fine, struct err *err)
{
    bool done = false;
    *ret_fine = true;
    assert_true(journal_needs_check(journal));
    while (*ret_fine && !done)
        *ret_fine = journal_check(journal, 2, &done, err);
}

static void responses_and_sums_are_proved_again_each_day(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    bool fine = false;
    struct journal *journal = visits_open(visits);
    for (uint32_t i = 0; i < 5; i++)
        (void)visits_pass(journal, visits, i);
    assert_false(journal_needs_check(journal));
    journal_look_again(journal);
    look_through(journal, &fine, &err);
    assert_true(fine);
    assert_false(journal_needs_check(journal));
    char path[600];
    sqlite3 *db = NULL;
    path_of(visits, "journal.sqlite", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE response SET total = total + 1 WHERE seq = 3", NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    journal_look_again(journal);
    look_through(journal, &fine, &err);
    assert_false(fine);
    assert_int_equal(err.kind, ERR_CORRUPT);
    journal_close(journal);
}

/* Whoever believed that number would take it for how far the hub is. */
static void a_purge_above_what_is_there_is_damage(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct chain_point purged, last;
    struct journal *journal = visits_open(visits);
    (void)visits_pass(journal, visits, 0);
    journal_close(journal);
    char path[600];
    sqlite3 *db;
    int keep = 1; /* the log's files, without which no reader can open it */
    path_of(visits, "journal.sqlite", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    (void)sqlite3_file_control(db, NULL, SQLITE_FCNTL_PERSIST_WAL, &keep);
    assert_int_equal(sqlite3_exec(db, "UPDATE meta SET purged_seq = 200", NULL, NULL, NULL), 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    assert_false(outbox.ends(outbox.self, &purged, &last, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    journal_reader_close(reader);
    assert_false(journal_open(visits->folder, &visits->identity, &journal, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

static void a_reader_waits_for_the_screen_to_make_the_journal(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal_reader *reader = NULL;
    assert_false(journal_reader_open(visits->folder, &reader, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    journal_reader_close(NULL);
    journal_close(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

static const struct CMUnitTest tests[] = {
    TEST(each_tap_is_one_sync_and_one_page),
    TEST(a_day_costs_little_more_than_a_page_a_tap),
    TEST(the_log_is_bounded_without_any_pause),
    TEST(revisions_count_the_commits_of_one_visit),
    TEST(a_visit_is_in_the_outbox_only_when_it_is_closed),
    TEST(leaving_closes_the_visit_as_it_was_last_saved),
    TEST(a_visit_that_a_crash_left_open_is_closed_at_the_next_start),
    TEST(what_closes_is_stamped_with_a_minute_and_a_short_gap),
    TEST(words_are_never_plain_on_the_disk),
    TEST(words_that_were_changed_are_sealed_anew),
    TEST(the_same_words_of_two_people_are_sealed_to_each),
    TEST(without_a_words_key_words_are_refused_before_anything_is_written),
    TEST(words_that_are_said_to_be_there_must_be_there),
    TEST(unfinished_words_are_dropped),
    TEST(sensitive_answers_are_sealed_in_one_size),
    TEST(without_a_counts_key_sensitive_answers_are_refused),
    TEST(a_survey_never_changes_under_a_finger),
    TEST(a_journal_of_another_life_is_refused),
    TEST(the_programme_is_pinned_when_the_journal_is_made),
    TEST(a_journal_of_a_newer_program_is_refused_and_left_alone),
    TEST(a_journal_of_any_earlier_format_goes_on),
    TEST(a_journal_of_format_1_goes_on_and_is_pinned),
    TEST(a_file_that_is_no_journal_is_refused),
    TEST(a_strangers_database_is_left_as_it_is),
    TEST(there_is_one_writer),
    TEST(files_are_the_groups_to_read_and_not_to_write),
    TEST(a_boot_begins_a_segment),
    TEST(a_clock_before_the_build_is_not_believed),
    TEST(a_signed_time_reclasses_the_segment_for_good),
    TEST(a_time_that_was_signed_before_the_journal_was_made_is_of_use),
    TEST(keys_are_taken_between_two_visits),
    TEST(a_key_of_an_older_statement_is_never_taken_again),
    TEST(purging_keeps_what_is_young_or_not_acknowledged),
    TEST(what_the_hub_set_aside_is_never_deleted),
    TEST(counts_stand_for_every_number_that_is_kept),
    TEST(a_journal_that_was_purged_whole_goes_on),
    TEST(what_was_deleted_is_given_back_to_the_disk),
    TEST(a_fork_is_noticed_and_nothing_is_deleted),
    TEST(age_is_known_across_boots_without_a_clock),
    TEST(today_is_the_last_day_by_the_believed_clock),
    TEST(counters_reach_the_courier_after_a_pause),
    TEST(counters_cost_one_sync_between_folds),
    TEST(a_pause_in_which_nothing_happened_writes_nothing),
    TEST(practice_leaves_nothing_behind),
    TEST(a_damaged_last_response_is_not_built_upon),
    TEST(responses_and_sums_are_proved_again_each_day),
    TEST(a_purge_above_what_is_there_is_damage),
    TEST(a_reader_waits_for_the_screen_to_make_the_journal),
};

int main(void)
{
    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
