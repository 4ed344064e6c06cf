/* A journal that goes to another hub: what goes along, what stays, and that nobody can take one
 * along that was not let go. And lives that ended: what a hub had of them can be read as it was
 * sent, for as long as it is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "disk_shim.h"
#include "visits.h"
#include <sqlite3.h>
#include <stdio.h>

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

/* The kiosk as another programme's hub enrols it. */
static struct journal_identity elsewhere(uint8_t number)
{
    struct journal_identity identity = { .life = 9000U + number };
    struct secret_key secret;
    key_pair_new(&identity.kiosk, &secret);
    key_pair_new(&identity.programme, &secret);
    return identity;
}

static struct journal *open_as(const struct visits *visits, const struct journal_identity *identity)
{
    struct journal *journal = NULL;
    struct err err = { 0 };
    if (!journal_open(visits->folder, identity, &journal, &err))
        fail_msg("%s", err.text);
    return journal;
}

static void refuses_as(const struct visits *visits, const struct journal_identity *identity)
{
    struct journal *journal = NULL;
    struct err err = { 0 };
    assert_false(journal_open(visits->folder, identity, &journal, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
}

static bool take_point(void *context, const struct response *response,
                       const struct chain_point *after)
{
    (void)response;
    *(struct chain_point *)context = *after;
    return false;
}

static struct chain_point point_of(const struct visits *visits, uint64_t seq)
{
    struct chain_point point = { 0 };
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    assert_true(outbox.read(outbox.self, seq, 1, take_point, &point, NULL));
    assert_int_equal(point.seq, seq);
    journal_reader_close(reader);
    return point;
}

static struct outbox_lives lives_of(const struct visits *visits)
{
    struct outbox_lives lives = { 0 };
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    assert_true(outbox.lives(outbox.self, &lives, NULL));
    journal_reader_close(reader);
    return lives;
}

static struct journal *with_visits(const struct visits *visits, uint32_t count)
{
    struct journal *journal = visits_open(visits);
    for (uint32_t i = 0; i < count; i++)
        (void)visits_pass(journal, visits, i % 5);
    return journal;
}

static void let_move(struct journal *journal, enum journal_take take,
                     const struct journal_receipt *receipt, uint64_t along, uint64_t behind)
{
    struct journal_leaving leaving = { 0 };
    struct err err = { 0 };
    if (!journal_let_move(journal, take, receipt, &err) ||
        !journal_leaving(journal, &leaving, &err))
        fail_msg("%s", err.text);
    assert_int_equal(leaving.along, along);
    assert_int_equal(leaving.behind, behind);
    journal_close(journal);
}

struct walk {
    const struct visits *visits;
    struct chain_point at;
    size_t count;
};

/* One chain without a gap, from the new life's own start. */
static bool follow(void *context, const struct response *response, const struct chain_point *after)
{
    struct walk *walk = context;
    BUF_AUTO bytes = buf_new(RESPONSE_BYTES_MAX);
    assert_int_equal(response->seq, walk->at.seq + 1);
    assert_true(response_put(response, &bytes, NULL));
    walk->at = chain_next(&walk->at, buf_span(&bytes));
    assert_memory_equal(&walk->at.hash, &after->hash, sizeof after->hash);
    walk->count++;
    return true;
}

static bool take_origin(void *context, const struct life_origin *origin)
{
    *(struct life_origin *)context = *origin;
    return true;
}

/* So many are there under the new identity, which were numbers `first` and so on of the old life.
 */
static void brought(const struct visits *visits, const struct journal_identity *identity,
                    size_t count, uint64_t first)
{
    struct walk walk = { visits, chain_start(identity->life, &identity->kiosk), 0 };
    struct life_origin origin = { 0 };
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    assert_true(outbox.read(outbox.self, 1, SIZE_MAX, follow, &walk, NULL));
    assert_int_equal(walk.count, count);
    assert_true(outbox.origins(outbox.self, 1, take_origin, &origin, NULL));
    assert_int_equal(origin.life, visits->identity.life);
    assert_int_equal(origin.first, first);
    assert_int_equal(origin.through, count);
    journal_reader_close(reader);
}

static void all_that_is_kept_goes_along_when_the_old_hub_is_gone(void **state)
{
    struct visits *visits = *state;
    struct journal_identity other = elsewhere(1);
    struct journal *journal = with_visits(visits, 5);
    struct journal_receipt receipt = { .through = point_of(visits, 3) };
    let_move(journal, TAKE_ALL, &receipt, 5, 0);
    assert_int_equal(lives_of(visits).leave, OUTBOX_LEAVES_WITH_ALL);
    journal = open_as(visits, &other);
    brought(visits, &other, 5, 1);
    assert_int_equal(visits_pass(journal, visits, 0), 6);
    assert_int_equal(lives_of(visits).leave, OUTBOX_STAYS);
    journal_close(journal);
}

static void what_the_old_hub_has_stays_its_own_while_it_lives(void **state)
{
    struct visits *visits = *state;
    struct journal_identity other = elsewhere(1);
    struct journal *journal = with_visits(visits, 5);
    struct journal_receipt receipt = { .through = point_of(visits, 3) };
    let_move(journal, TAKE_UNSENT, &receipt, 2, 3);
    assert_int_equal(lives_of(visits).leave, OUTBOX_LEAVES_WITH_UNSENT);
    journal_close(open_as(visits, &other));
    brought(visits, &other, 2, 4);
}

static void until_it_is_enrolled_anew_it_goes_on_as_before(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = with_visits(visits, 2);
    struct journal_receipt receipt = { 0 };
    let_move(journal, TAKE_ALL, &receipt, 2, 0);
    journal = visits_open(visits);
    assert_int_equal(visits_pass(journal, visits, 1), 3);
    journal_close(journal);
    struct journal_identity other = elsewhere(1);
    journal_close(open_as(visits, &other));
    brought(visits, &other, 3, 1);
}

static void a_journal_that_was_not_let_go_is_nobody_elses(void **state)
{
    struct visits *visits = *state;
    struct journal_identity other = elsewhere(1);
    struct journal_identity again = elsewhere(2);
    journal_close(with_visits(visits, 2));
    refuses_as(visits, &other);
    struct journal_receipt receipt = { 0 };
    let_move(visits_open(visits), TAKE_ALL, &receipt, 2, 0);
    journal_close(open_as(visits, &other));
    journal_close(open_as(visits, &other));
    refuses_as(visits, &again);
    refuses_as(visits, &visits->identity);
    brought(visits, &other, 2, 1);
}

static void what_was_set_aside_is_brought_to_no_other_hub(void **state)
{
    struct visits *visits = *state;
    struct journal_identity other = elsewhere(1);
    const struct refusal refused[] = { { .seq = 2, .reason = "no such choice" } };
    size_t deleted = 0;
    struct journal *journal = with_visits(visits, 3);
    struct journal_receipt receipt = { point_of(visits, 2), refused, 1 };
    assert_true(journal_purge(journal, &receipt, 0, &deleted, NULL));
    assert_int_equal(deleted, 1);
    let_move(journal, TAKE_ALL, &receipt, 1, 0);
    journal_close(open_as(visits, &other));
    struct journal_reader *reader = visits_read(visits);
    struct journal_counts counts;
    assert_true(journal_reader_counts(reader, UINT64_MAX, &counts, NULL));
    assert_int_equal(counts.responses, 1);
    journal_reader_close(reader);
    assert_true(visits_on_disk(visits, "no such choice", 14));
}

static void a_receipt_of_another_history_lets_nothing_go(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = with_visits(visits, 3);
    struct journal_receipt receipt = { .through = point_of(visits, 2) };
    receipt.through.hash.bytes[5] ^= 1;
    assert_false(journal_let_move(journal, TAKE_UNSENT, &receipt, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    journal_close(journal);
    assert_int_equal(lives_of(visits).leave, OUTBOX_STAYS);
}

static void nobody_is_moved_in_the_middle_of_a_visit(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal_receipt receipt = { 0 };
    struct draft draft = visits_draft(visits);
    struct journal *journal = visits_open(visits);
    draft.answers.state[Q_RATING] = ANSWER_FIRST;
    (void)visits_save(journal, &draft, false);
    assert_false(journal_let_move(journal, TAKE_ALL, &receipt, &err));
    assert_int_equal(err.kind, ERR_LATER);
    journal_close(journal);
}

/* ---- lives that ended ---- */

/* As the hub ordered it, which has this life through `seq`. */
static void begin_life(struct journal *journal, const struct visits *visits, uint64_t life,
                       uint64_t seq, const struct refusal *refused, size_t refused_count)
{
    struct err err = { 0 };
    struct journal_receipt receipt = { point_of(visits, seq), refused, refused_count };
    if (!journal_begin_life(journal, life, &receipt, &err))
        fail_msg("%s", err.text);
}

/* The courier's door, turned to the n-th of the lives that ended. */
struct older_door {
    struct journal_reader *reader;
    struct outbox outbox;
    size_t count;
    struct outbox_older at;
    struct chain_point purged, last;
};

static struct older_door older_door(const struct visits *visits, size_t n)
{
    struct outbox_older lives[OUTBOX_OLDER_MAX];
    struct older_door door = { .reader = visits_read(visits) };
    door.outbox = journal_outbox(door.reader);
    assert_true(door.outbox.older(door.reader, 0, lives, &door.count, NULL));
    if (n >= door.count)
        return door;
    door.at = lives[n];
    door.outbox.turn(door.reader, lives[n].life);
    assert_true(door.outbox.ends(door.reader, &door.purged, &door.last, NULL));
    assert_int_equal(door.last.seq, lives[n].last.seq);
    assert_memory_equal(&door.last.hash, &lives[n].last.hash, sizeof door.last.hash);
    return door;
}

struct origins {
    struct life_origin list[BATCH_ORIGINS_MAX];
    size_t count;
};

static bool take_origins(void *context, const struct life_origin *origin)
{
    struct origins *origins = context;
    origins->list[origins->count++] = *origin;
    return origins->count < BATCH_ORIGINS_MAX;
}

/* All of it follows, from one point to the last. */
static void follows(struct older_door *door, const struct visits *visits, struct chain_point from)
{
    struct walk walk = { visits, from, 0 };
    struct err err = { 0 };
    if (!door->outbox.read(door->reader, from.seq + 1, SIZE_MAX, follow, &walk, &err))
        fail_msg("%s", err.text);
    assert_int_equal(walk.count, door->last.seq - from.seq);
    assert_memory_equal(&walk.at.hash, &door->last.hash, sizeof walk.at.hash);
}

static void an_older_life_is_read_as_it_was_sent(void **state)
{
    struct visits *visits = *state;
    const struct refusal refused[] = { { .seq = 2, .reason = "no such choice" } };
    struct journal *journal = with_visits(visits, 5);
    struct chain_point second = point_of(visits, 2);
    struct chain_point third = point_of(visits, 3);
    begin_life(journal, visits, 77, 3, refused, 1);
    struct older_door door = older_door(visits, 0);
    assert_int_equal(door.count, 1);
    assert_int_equal(door.at.life, visits->identity.life);
    assert_int_equal(door.purged.seq, 0);
    assert_int_equal(door.last.seq, 3);
    assert_memory_equal(&door.last.hash, &third.hash, sizeof third.hash);
    follows(&door, visits, chain_start(visits->identity.life, &visits->identity.kiosk));
    follows(&door, visits, second); /* what was set aside is in the chain too */
    struct origins origins = { .count = 0 };
    assert_true(door.outbox.origins(door.reader, 1, take_origins, &origins, NULL));
    assert_int_equal(origins.count, 0); /* it was recorded there */
    door.outbox.turn(door.reader, 0);
    assert_true(door.outbox.ends(door.reader, &door.purged, &door.last, NULL));
    assert_int_equal(door.last.seq, 2);
    assert_true(door.outbox.origins(door.reader, 1, take_origins, &origins, NULL));
    assert_int_equal(origins.list[0].through, 0);
    assert_int_equal(origins.list[0].first, 4); /* from where this one goes on in its place */
    journal_reader_close(door.reader);
    journal_close(journal);
}

static void an_older_life_that_took_over_says_where_from(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = with_visits(visits, 5);
    begin_life(journal, visits, 77, 3, NULL, 0);
    (void)visits_pass(journal, visits, 0);
    (void)visits_pass(journal, visits, 1);
    begin_life(journal, visits, 78, 3, NULL, 0);
    struct older_door door = older_door(visits, 1);
    assert_int_equal(door.count, 2);
    assert_int_equal(door.at.life, 77);
    assert_int_equal(door.last.seq, 3);
    follows(&door, visits, chain_start(77, &visits->identity.kiosk));
    struct origins origins = { .count = 0 };
    assert_true(door.outbox.origins(door.reader, 1, take_origins, &origins, NULL));
    assert_int_equal(origins.count, 2);
    assert_int_equal(origins.list[0].through, 0);
    assert_int_equal(origins.list[0].life, visits->identity.life);
    assert_int_equal(origins.list[1].life, visits->identity.life);
    assert_int_equal(origins.list[1].first, 4);
    assert_int_equal(origins.list[1].through, 2); /* the third was recorded in it */
    journal_reader_close(door.reader);
    journal_close(journal);
}

static void a_damaged_record_of_an_older_life_hides_no_other(void **state)
{
    struct visits *visits = *state;
    struct journal *journal = with_visits(visits, 5);
    sqlite3 *db = NULL;
    char path[600];
    begin_life(journal, visits, 77, 3, NULL, 0);
    begin_life(journal, visits, 78, 1, NULL, 0);
    (void)snprintf(path, sizeof path, "%s/screen/journal.sqlite", visits->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE older SET hash = x'00' WHERE number = 1", NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    struct older_door door = older_door(visits, 0);
    assert_int_equal(door.count, 1);
    assert_int_equal(door.at.life, 77);
    journal_reader_close(door.reader);
    journal_close(journal);
}

static void what_is_over_age_of_an_older_life_is_gone(void **state)
{
    struct visits *visits = *state;
    struct err err = { 0 };
    struct journal *journal = with_visits(visits, 3);
    struct journal_receipt nothing = { 0 };
    size_t deleted = 0;
    begin_life(journal, visits, 77, 3, NULL, 0);
    assert_true(journal_purge(journal, &nothing, 0, &deleted, NULL));
    assert_int_equal(deleted, 3);
    struct older_door door = older_door(visits, 0);
    assert_int_equal(door.count, 1);
    assert_int_equal(door.purged.seq, 3);
    assert_memory_equal(&door.purged.hash, &door.last.hash, sizeof door.last.hash);
    struct walk walk = { visits, { 0 }, 0 };
    assert_false(door.outbox.read(door.reader, 3, SIZE_MAX, follow, &walk, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    journal_reader_close(door.reader);
    journal_close(journal);
}

/* The hub asks for what is gone: what is kept goes on, and the name of the life follows from it. */
static void what_is_kept_goes_on_under_another_life(void **state)
{
    struct visits *visits = *state;
    const struct journal_identity *own = &visits->identity;
    struct err err = { 0 };
    struct journal *journal = with_visits(visits, 3);
    struct chain_point third = point_of(visits, 3);
    size_t deleted = 0;
    assert_true(visits_purge(journal, &third, 0, &deleted, NULL));
    (void)visits_pass(journal, visits, 0);
    struct chain_point fourth = point_of(visits, 4);
    (void)visits_pass(journal, visits, 1);
    if (!journal_begin_kept(journal, &err))
        fail_msg("%s", err.text);
    uint64_t life = lives_of(visits).life;
    assert_true(life == chain_next_life(own->life, &own->kiosk, &fourth.hash));
    struct older_door door = older_door(visits, 0);
    assert_int_equal(door.purged.seq, 3);
    assert_int_equal(door.last.seq, 3);
    door.outbox.turn(door.reader, 0);
    assert_true(door.outbox.ends(door.reader, &door.purged, &door.last, NULL));
    follows(&door, visits, chain_start(life, &own->kiosk));
    struct origins origins = { .count = 0 };
    assert_true(door.outbox.origins(door.reader, 1, take_origins, &origins, NULL));
    assert_int_equal(origins.list[0].first, 4);
    assert_int_equal(origins.list[0].through, 0);
    assert_int_equal(origins.list[1].first, 4);
    assert_int_equal(origins.list[1].through, 2);
    journal_reader_close(door.reader);
    journal_close(journal);
}

static void another_hub_hears_nothing_of_older_lives(void **state)
{
    struct visits *visits = *state;
    struct journal_identity other = elsewhere(1);
    struct journal *journal = with_visits(visits, 3);
    begin_life(journal, visits, 77, 2, NULL, 0);
    struct journal_receipt receipt = { .through = point_of(visits, 1) };
    let_move(journal, TAKE_UNSENT, &receipt, 0, 3);
    journal_close(open_as(visits, &other));
    struct older_door door = older_door(visits, 0);
    assert_int_equal(door.count, 0);
    journal_reader_close(door.reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_that_is_kept_goes_along_when_the_old_hub_is_gone),
        TEST(what_the_old_hub_has_stays_its_own_while_it_lives),
        TEST(until_it_is_enrolled_anew_it_goes_on_as_before),
        TEST(a_journal_that_was_not_let_go_is_nobody_elses),
        TEST(what_was_set_aside_is_brought_to_no_other_hub),
        TEST(a_receipt_of_another_history_lets_nothing_go),
        TEST(nobody_is_moved_in_the_middle_of_a_visit),
        TEST(an_older_life_is_read_as_it_was_sent),
        TEST(an_older_life_that_took_over_says_where_from),
        TEST(a_damaged_record_of_an_older_life_hides_no_other),
        TEST(what_is_over_age_of_an_older_life_is_gone),
        TEST(what_is_kept_goes_on_under_another_life),
        TEST(another_hub_hears_nothing_of_older_lives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
