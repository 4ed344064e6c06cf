/* The SQLite engine's own promises: migrations, other people's files, several processes, sudden
 * death. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "answers_pack.h"
#include "store.h"
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXPECT_ERR place->err
#include "expect.h"

enum { KIOSK = 7001, LIFE = 42, PROCESSES = 6 };

struct place {
    char folder[40];
    char path[80];
    struct err err;
};

static int makes(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    (void)snprintf(place->folder, sizeof place->folder, "/tmp/yousaid-sqlite-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    (void)snprintf(place->path, sizeof place->path, "%s/hub.sqlite", place->folder);
    *state = place;
    return 0;
}

static int clears(void **state)
{
    char command[80];
    struct place *place = *state;
    (void)snprintf(command, sizeof command, "rm -rf %s", place->folder);
    int status = system(command);
    free(place);
    return status;
}

static void sql(const struct place *place, const char *text)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    (void)sqlite3_close(db);
}

static int64_t ask(const struct place *place, const char *text)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(st, 0);
    (void)sqlite3_finalize(st);
    (void)sqlite3_close(db);
    return value;
}

/* ---- opening ---- */

static void a_new_file_is_for_its_owner_alone(void **state)
{
    struct place *place = *state;
    struct store *store;
    struct stat info;
    mode_t before = umask(0);
    OK(store_open(place->path, true, &store, &place->err));
    (void)umask(before);
    assert_int_equal(stat(place->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    char wal[100];
    (void)snprintf(wal, sizeof wal, "%s-wal", place->path);
    assert_int_equal(stat(wal, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    store_close(store);
}

static void a_missing_file_is_not_made_unasked(void **state)
{
    struct place *place = *state;
    struct store *store;
    assert_false(store_open(place->path, false, &store, &place->err));
    assert_int_equal(place->err.kind, ERR_MISSING);
    assert_int_equal(access(place->path, F_OK), -1);
}

static void an_existing_file_is_not_migrated_twice(void **state)
{
    struct place *place = *state;
    struct store *store;
    BUF_AUTO value = buf_new(100);
    OK(store_open(place->path, true, &store, &place->err));
    OK(store_setting_put(store, "k", span_text("v"), &place->err));
    store_close(store);
    int64_t steps = ask(place, "SELECT count(*) FROM migration");
    assert_true(steps >= 1);
    OK(store_open(place->path, true, &store, &place->err));
    OK(store_setting_get(store, "k", &value, &place->err));
    assert_string_equal(buf_text(&value), "v");
    store_close(store);
    assert_int_equal(ask(place, "SELECT count(*) FROM migration"), steps);
}

static void a_newer_schema_is_left_alone(void **state)
{
    struct place *place = *state;
    struct store *store;
    OK(store_open(place->path, true, &store, &place->err));
    store_close(store);
    sql(place, "INSERT INTO migration VALUES (99, '0099_later', 0)");
    assert_false(store_open(place->path, true, &store, &place->err));
    assert_int_equal(place->err.kind, ERR_REFUSED);
    assert_non_null(strstr(place->err.text, "newer program"));
    assert_non_null(strstr(place->err.text, "99"));
}

static void another_programs_database_is_left_alone(void **state)
{
    struct place *place = *state;
    struct store *store;
    sql(place, "CREATE TABLE sheep (name TEXT)");
    assert_false(store_open(place->path, true, &store, &place->err));
    assert_int_equal(place->err.kind, ERR_REFUSED);
    assert_int_equal(ask(place, "SELECT count(*) FROM sqlite_schema"), 1);
}

static void a_file_that_is_no_database_is_named_damaged(void **state)
{
    struct place *place = *state;
    struct store *store;
    FILE *file = fopen(place->path, "w");
    for (int i = 0; i < 200; i++)
        (void)fprintf(file, "this is no database at all\n");
    (void)fclose(file);
    assert_false(store_open(place->path, true, &store, &place->err));
    assert_int_equal(place->err.kind, ERR_CORRUPT);
}

static void a_file_without_a_single_step_is_migrated_from_the_first(void **state)
{
    struct place *place = *state;
    struct store *store;
    sql(place, "CREATE TABLE migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
               "applied INTEGER NOT NULL)");
    OK(store_open(place->path, true, &store, &place->err));
    store_close(store);
}

/* ---- several processes ---- */

static void child_opens(const struct place *place, int number)
{
    struct store *store;
    struct err err = { 0 };
    uint64_t value;
    if (!store_open(place->path, true, &store, &err)) {
        (void)fprintf(stderr, "a process among many: %s\n", err.text);
        _exit(1);
    }
    for (int i = 0; i < 20; i++)
        if (!store_next(store, "bundle", 0, &value, &err))
            _exit(2);
    store_close(store);
    _exit(number < 0 ? 1 : 0);
}

static void many_processes_open_an_empty_file_at_once(void **state)
{
    struct place *place = *state;
    struct store *store;
    uint64_t value;
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            child_opens(place, i);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    OK(store_open(place->path, false, &store, &place->err));
    OK(store_next(store, "bundle", 0, &value, &place->err));
    assert_int_equal(value, PROCESSES * 20 + 1); /* no number twice, none lost */
    store_close(store);
}

/* ---- sudden death ---- */

static struct digest digest_like(uint64_t seq)
{
    struct digest digest = { { 0 } };
    memcpy(digest.bytes, &seq, sizeof seq);
    return digest;
}

static bool enrol(struct store *store, struct err *err)
{
    struct store_invitation invitation = { .expires = INT64_MAX, .venue = "gp" };
    struct store_kiosk kiosk = { .id = KIOSK, .venue = "gp", .life = LIFE };
    struct published_survey survey = { .digest = digest_like(77), .id = "s" };
    struct digest start = digest_like(0);
    BUF_AUTO reply = buf_new(10);
    return store_blob_put(store, &survey.digest, span_text("{}"), err) &&
           store_survey_publish(store, &survey, err) &&
           store_invitation_add(store, &invitation, 0, err) &&
           store_enrol(store, invitation.id, &kiosk, &start, span_text("r"), &reply, err);
}

static bool keep_one(struct store *store, uint64_t seq, struct err *err)
{
    struct store_response row = { .seq = seq,
                                  .venue = "gp",
                                  .survey = digest_like(77),
                                  .language = "en",
                                  .count = 1,
                                  .state = { 3 } };
    struct store_tally tally = {
        .survey = row.survey, .question = "q", .value = "v", .venue = "gp", .n = 1
    };
    struct store_keep keep = { .kiosk = KIOSK,
                               .life = LIFE,
                               .before = { LIFE, seq - 1, digest_like(seq - 1), 0, 0 },
                               .after = { LIFE, seq, digest_like(seq), 0, 0 },
                               .batch = span_text("bytes"),
                               .time_zone = "UTC",
                               .responses = &row,
                               .response_count = 1,
                               .tallies = &tally,
                               .tally_count = 1 };
    return store_keep(store, &keep, 1, err) && keep.verdict == KEEP_KEPT;
}

/* Says each number through the pipe once it is kept, until it is killed. */
static void child_keeps(const struct place *place, uint64_t from, int said)
{
    struct store *store;
    struct err err = { 0 };
    if (!store_open(place->path, false, &store, &err))
        _exit(1);
    for (uint64_t seq = from;; seq++)
        if (!keep_one(store, seq, &err) || write(said, &seq, sizeof seq) != sizeof seq)
            _exit(2);
}

/* Lets a child keep until it has said `wanted` numbers, kills it, and returns the last it said. */
static uint64_t killed_in_the_middle(const struct place *place, uint64_t from, uint64_t wanted)
{
    int said[2];
    uint64_t seq = 0;
    uint64_t last = from - 1;
    assert_int_equal(pipe(said), 0);
    pid_t child = fork();
    if (child == 0)
        child_keeps(place, from, said[1]);
    (void)close(said[1]);
    while (last < from - 1 + wanted && read(said[0], &seq, sizeof seq) == sizeof seq)
        last = seq;
    (void)kill(child, SIGKILL);
    while (read(said[0], &seq, sizeof seq) == sizeof seq)
        last = seq;
    (void)close(said[0]);
    (void)waitpid(child, NULL, 0);
    return last;
}

static void what_was_kept_outlives_a_kill(void **state)
{
    struct place *place = *state;
    struct store *store;
    struct store_watermark at = { 0 };
    uint64_t next = 1;
    OK(store_open(place->path, true, &store, &place->err));
    OK(enrol(store, &place->err));
    store_close(store);
    for (uint64_t trial = 0; trial < 25; trial++) {
        uint64_t said = killed_in_the_middle(place, next, trial * 7 % 11);
        OK(store_open(place->path, false, &store, &place->err));
        OK(store_watermark(store, KIOSK, LIFE, &at, &place->err));
        store_close(store);
        assert_in_range(at.seq, said, said + 1); /* one may be kept and not yet said */
        assert_int_equal(ask(place, "SELECT count(*) FROM response"), (int64_t)at.seq);
        assert_int_equal(ask(place, "SELECT coalesce(sum(n), 0) FROM tally_day"), (int64_t)at.seq);
        assert_int_equal(ask(place, "SELECT count(*) FROM batch"), (int64_t)at.seq);
        next = at.seq + 1;
    }
    assert_true(at.seq > 100);
}

/* ---- answers as bytes ---- */

static void answers_are_packed_and_unpacked_the_same(void **state)
{
    (void)state;
    uint8_t packed[PACK_MAX];
    uint32_t back[SURVEY_QUESTIONS_MAX];
    const uint32_t states[] = {
        0, 1, 2, 3, 15, 126, 127, 128, 3 + 4095, UINT32_MAX - 1, ANSWER_SEALED
    };
    size_t count = sizeof states / sizeof states[0];
    size_t size = answers_pack(states, count, packed);
    assert_int_equal(answers_unpack(span_of(packed, size), back), count);
    assert_memory_equal(back, states, sizeof states);
    assert_int_equal(answers_unpack(span_of(packed, 0), back), 0);
    assert_true(answers_unpack(span_of("\x80", 1), back) > SURVEY_QUESTIONS_MAX);
    assert_true(answers_unpack(span_of("\xff\xff\xff\xff\xff\x01", 6), back) >
                SURVEY_QUESTIONS_MAX);
    uint8_t many[SURVEY_QUESTIONS_MAX + 1] = { 0 };
    assert_int_equal(answers_unpack(span_of(many, SURVEY_QUESTIONS_MAX), back),
                     SURVEY_QUESTIONS_MAX);
    assert_true(answers_unpack(span_of(many, sizeof many), back) > SURVEY_QUESTIONS_MAX);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, makes, clears)

static void a_backup_is_the_database_of_one_moment(void **state)
{
    struct place *place = *state;
    struct store *store = NULL;
    char copy[100];
    struct stat at;
    BUF_AUTO value = buf_new(100);
    (void)snprintf(copy, sizeof copy, "%s/copy.sqlite", place->folder);
    OK(store_open(place->path, true, &store, &place->err));
    OK(store_setting_put(store, "when", span_of("before", 6), &place->err));
    OK(store_backup(store, copy, &place->err));
    OK(store_setting_put(store, "when", span_of("after", 5), &place->err));
    assert_false(store_backup(store, copy, &place->err)); /* never over another */
    store_close(store);
    assert_int_equal(stat(copy, &at), 0);
    assert_int_equal(at.st_mode & 0777, 0600);
    OK(store_open(copy, false, &store, &place->err));
    OK(store_setting_get(store, "when", &value, &place->err));
    assert_string_equal(buf_text(&value), "before");
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_new_file_is_for_its_owner_alone),
        CASE(a_missing_file_is_not_made_unasked),
        CASE(an_existing_file_is_not_migrated_twice),
        CASE(a_newer_schema_is_left_alone),
        CASE(another_programs_database_is_left_alone),
        CASE(a_file_that_is_no_database_is_named_damaged),
        CASE(a_file_without_a_single_step_is_migrated_from_the_first),
        CASE(many_processes_open_an_empty_file_at_once),
        CASE(what_was_kept_outlives_a_kill),
        CASE(a_backup_is_the_database_of_one_moment),
        cmocka_unit_test(answers_are_packed_and_unpacked_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
