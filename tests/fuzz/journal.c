/*
 * The journal as a card may give it back. A sound one with a few visits is damaged as the input
 * says: bytes anywhere, a cut, a foreign log beside it, values in its tables, or another file
 * altogether. Then the screen and the courier open it and go on as far as they can.
 */
#include "file.h"
#include "fuzz.h"
#include "visits.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { VISITS = 6, FILE_MAX = 256 * 1024, READ_MAX = 1000 };

static struct visits *visits;
static struct buf sound; /* the file before it is damaged */

/* ---- the sound one ---- */

static void path_of(const char *name, char ret[400])
{
    (void)snprintf(ret, 400, "%s/screen/%s", visits->folder, name);
}

static void write_words(struct journal *journal)
{
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_RATING] = ANSWER_FIRST + 1;
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.answers.state[Q_AGE] = ANSWER_FIRST + 2;
    draft.words[0] = "It took long.";
    (void)visits_save(journal, &draft, true);
    (void)visits_save(journal, &draft, false); /* a visit that a crash leaves open */
}

/* A value of any type in a row of a table; what the table's types refuse is not done, nor what an
 * earlier one of the same input has left no table for. */
static const char *const updates[] = {
    "UPDATE response SET open = ?1 WHERE seq = ?2",
    "UPDATE response SET revision = ?1 WHERE seq = ?2",
    "UPDATE response SET segment = ?1 WHERE seq = ?2",
    "UPDATE response SET minute = ?1 WHERE seq = ?2",
    "UPDATE response SET total = ?1 WHERE seq = ?2",
    "UPDATE response SET hash = ?1 WHERE seq = ?2",
    "UPDATE response SET body = ?1 WHERE seq = ?2",
    "UPDATE response SET seq = ?1 WHERE seq = ?2",
    "DELETE FROM response WHERE seq = ?2",
    "UPDATE segment SET number = ?1",
    "UPDATE segment SET boot = ?1",
    "UPDATE segment SET base_mono = ?1",
    "UPDATE segment SET base_wall = ?1",
    "UPDATE segment SET clock = ?1",
    "DELETE FROM segment",
    "UPDATE meta SET life = ?1",
    "UPDATE meta SET kiosk = ?1",
    "UPDATE meta SET programme = ?1",
    "UPDATE meta SET purged_seq = ?1",
    "UPDATE meta SET purged_hash = ?1",
    "UPDATE meta SET purged_total = ?1",
    "UPDATE meta SET woken = ?1, slowest_ms = ?1",
    "UPDATE meta SET counters = ?1",
    "UPDATE meta SET words_key = ?1",
    "UPDATE meta SET counts_key = ?1, counts_statement = 1",
    "DELETE FROM meta",
    "INSERT INTO aside VALUES(1, ?2, 1, 1, ?1, ?1, 'why')",
    "DROP TABLE aside",
    "PRAGMA user_version = 1",
    "PRAGMA application_id = 7",
    "CREATE TRIGGER t AFTER UPDATE ON response BEGIN DELETE FROM meta; END",
    "CREATE VIEW v AS SELECT * FROM response",
    "INSERT OR REPLACE INTO standing VALUES(1, ?1, 1, 1, 0, 0, 1)",
    "INSERT OR REPLACE INTO standing VALUES(1, 5, ?1, ?1, ?1, ?1, ?1)",
    "DELETE FROM standing",
    "INSERT OR REPLACE INTO origin VALUES(?2, ?1, 1)",
    "INSERT OR REPLACE INTO origin VALUES(?2, 5, ?1)",
    "INSERT OR REPLACE INTO former VALUES(?2, ?1, ?1, 1, 1, x'00', ?1, ?1, x'00')",
    "REPLACE INTO former SELECT seq, 5, seq, segment, minute, ?1, 5, seq, hash FROM response",
    "REPLACE INTO former SELECT seq, 5, ?1, segment, minute, body, 5, ?1, ?1 FROM response",
    "INSERT OR REPLACE INTO stranded VALUES(?2, ?1, ?1, 1, 1, x'00', x'00')",
    "INSERT OR REPLACE INTO stranded VALUES(?2, 5, 1, 1, 1, ?1, ?1)",
    "INSERT OR REPLACE INTO stranded SELECT seq, 5, seq, ?1, minute, hash, body FROM response",
    "INSERT OR REPLACE INTO moving VALUES(?2, ?1, ?1, x'00')",
    "INSERT OR REPLACE INTO moving VALUES(?2, 5, 1, ?1)",
    "INSERT OR REPLACE INTO moving SELECT seq, 5, ?1, body FROM response",
    "UPDATE aside SET life = ?1, reason = ?1",
    "INSERT OR REPLACE INTO older VALUES(?2, 5, ?1, ?1, ?1, ?1, ?1)",
    "INSERT OR REPLACE INTO older VALUES(?2, ?1, 5, 0, zeroblob(32), ?2, zeroblob(32))",
    "INSERT OR REPLACE INTO older SELECT 1, 5, 0, 0, zeroblob(32), max(seq), ?1 FROM response",
};

/* Each of them can be done on the sound file: none names a table or a column that there is not. */
static void know_tables(const char *path)
{
    sqlite3 *db = NULL;
    must(sqlite3_open(path, &db) == SQLITE_OK, "the sound one can be opened");
    for (size_t i = 0; i < sizeof updates / sizeof updates[0]; i++) {
        sqlite3_stmt *statement = NULL;
        must(sqlite3_prepare_v2(db, updates[i], -1, &statement, NULL) == SQLITE_OK, updates[i]);
        (void)sqlite3_finalize(statement);
    }
    (void)sqlite3_close(db);
}

static void make_sound(void)
{
    char path[400];
    must(setenv("TMPDIR", fuzz_folder(), 1) == 0, "its folder is in ours");
    visits = visits_begin();
    struct journal *journal = visits_open(visits);
    for (uint32_t i = 0; i < VISITS; i++)
        (void)visits_pass(journal, visits, i % 5);
    write_words(journal);
    journal_close(journal);
    path_of("journal.sqlite", path);
    sound = buf_new(FILE_MAX);
    must(file_read(path, &sound, NULL), "a journal was made");
    know_tables(path);
}

/* ---- damage ---- */

static void put_file(const char *name, struct span bytes)
{
    char path[400];
    path_of(name, path);
    FILE *file = fopen(path, "wb");
    must(file != NULL && (bytes.size == 0 || fwrite(bytes.data, bytes.size, 1, file) == 1) &&
             fclose(file) == 0,
         "the file can be written");
}

static void remove_file(const char *name)
{
    char path[400];
    path_of(name, path);
    (void)unlink(path);
}

/* Pieces of the input over the sound file, at places of the input. */
static void patch(struct feed *feed, struct buf *file)
{
    while (feed->rest.size > 0) {
        size_t at = (size_t)feed_number(feed, 3) % file->size;
        struct span piece = feed_take(feed, feed_byte(feed) % 64 + 1u);
        if (piece.size > file->size - at)
            piece.size = file->size - at;
        memcpy(file->data + at, piece.data, piece.size);
    }
}

static void set_value(struct feed *feed, sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    const char *sql = updates[feed_byte(feed) % (sizeof updates / sizeof updates[0])];
    (void)sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    uint8_t type = feed_byte(feed);
    struct span bytes = feed_piece(feed);
    int64_t number = (int64_t)feed_number(feed, type & 4 ? 8 : 1);
    if (statement != NULL && sqlite3_bind_parameter_count(statement) > 0)
        (void)(type & 1 ? sqlite3_bind_blob(statement, 1, bytes.data, (int)bytes.size, NULL)
                        : sqlite3_bind_int64(statement, 1, number));
    if (statement != NULL && sqlite3_bind_parameter_count(statement) > 1)
        (void)sqlite3_bind_int64(statement, 2, feed_byte(feed) % (VISITS + 3));
    if (statement != NULL)
        (void)sqlite3_step(statement);
    (void)sqlite3_finalize(statement);
}

static void set_values(struct feed *feed)
{
    char path[400];
    sqlite3 *db = NULL;
    int keep = 1; /* the log's files, without which the courier cannot read it */
    path_of("journal.sqlite", path);
    must(sqlite3_open(path, &db) == SQLITE_OK, "the sound one can be opened");
    (void)sqlite3_file_control(db, NULL, SQLITE_FCNTL_PERSIST_WAL, &keep);
    (void)sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL);
    for (int i = 0; i < 8 && feed->rest.size > 0; i++)
        set_value(feed, db);
    (void)sqlite3_close(db);
}

static void damage(struct feed *feed)
{
    uint8_t how = feed_byte(feed);
    BUF_AUTO file = buf_new(FILE_MAX);
    buf_put_span(&file, buf_span(&sound));
    remove_file("journal.sqlite-shm");
    remove_file("journal.sqlite-wal");
    if (how == 't')
        file.size = 1 + (size_t)feed_number(feed, 3) % file.size;
    if (how == 'w')
        put_file("journal.sqlite-wal", feed_piece(feed));
    if (how == 'p' || how == 't')
        patch(feed, &file);
    put_file("journal.sqlite", how == 'f' ? feed->rest : buf_span(&file));
    if (how == 'v')
        set_values(feed);
}

/* ---- going on ---- */

static bool count_response(void *context, const struct response *response,
                           const struct chain_point *after)
{
    uint64_t *next = context;
    BUF_AUTO bytes = buf_new(RESPONSE_BYTES_MAX);
    must(response->seq == *next && after->seq == *next, "responses come one after the other");
    must(response_put(response, &bytes, NULL), "and are whole");
    ++*next;
    return true;
}

static bool see_segment(void *context, const struct segment *segment, const struct boot_id *boot,
                        msec base)
{
    (void)boot, (void)base;
    must(segment->clock <= CLOCK_SIGNED, "a clock's class is one of three");
    return ++*(int *)context < READ_MAX;
}

static void read_as_courier(void)
{
    struct journal_reader *reader = NULL;
    struct chain_point purged;
    struct chain_point last;
    struct journal_counts counts;
    struct counters counters = { 0 };
    int segments = 0;
    if (!journal_reader_open(visits->folder, &reader, NULL))
        return;
    struct outbox outbox = journal_outbox(reader);
    bool ends = outbox.ends(outbox.self, &purged, &last, NULL);
    uint64_t next = ends ? purged.seq + 1 : 1;
    if (ends && outbox.read(outbox.self, next, READ_MAX, count_response, &next, NULL))
        must(next <= last.seq + 1, "no response is behind the last");
    (void)outbox.segments(outbox.self, 0, see_segment, &segments, NULL);
    (void)outbox.counters(outbox.self, &counters, NULL);
    if (journal_reader_counts(reader, UINT64_MAX, &counts, NULL) && ends)
        must(counts.responses == last.seq, "what has closed is counted");
    journal_reader_close(reader);
}

static void go_on(struct journal *journal)
{
    struct journal_status status = { 0 };
    struct recorded recorded = { 0 };
    struct draft draft = visits_draft(visits);
    size_t deleted;
    draft.answers.state[Q_RATING] = ANSWER_FIRST;
    bool kept = journal_save(journal, &draft, false, ENDING_COMPLETE, &recorded, NULL) &&
                journal_save(journal, &draft, true, ENDING_COMPLETE, &recorded, NULL);
    bool told = journal_status(journal, &status, NULL);
    if (kept && told) {
        must(status.last.seq == recorded.seq && !status.open, "what was kept is the last");
        fuzz_accepted("screen");
    }
    if (told)
        (void)!visits_purge(journal, &status.last, 0, &deleted, NULL);
    journal_count(journal, COUNT_WOKEN);
    (void)!journal_clock(journal, CLOCK_SIGNED, visits_clock.wall, visits_clock.mono, NULL);
    (void)!journal_idle(journal, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { span_of(data, size) };
    struct journal *journal = NULL;
    struct err err = { 0 };
    if (visits == NULL)
        make_sound();
    damage(&feed);
    read_as_courier();
    if (journal_open(visits->folder, &visits->identity, &journal, &err))
        go_on(journal);
    else
        must(err.text[0] != '\0', "a journal that is refused is refused with a reason");
    read_as_courier();
    journal_close(journal);
    return 0;
}
