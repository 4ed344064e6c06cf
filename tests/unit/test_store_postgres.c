/* The PostgreSQL engine's own promises: URLs, migrations, links that break, several hubs at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "postgres_server.h"
#include "store.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KIOSK = 7001, KIOSKS = 4, LIFE = 42, PROCESSES = 6, GROUPS = 60 };

static struct postgres_server server;
static struct err err;

/* ---- a schema for each case ---- */

static int makes(void **state)
{
    char *url = malloc(POSTGRES_URL_MAX);
    assert_non_null(url);
    postgres_server_schema(&server, url);
    *state = url;
    return 0;
}

static int clears(void **state)
{
    free(*state);
    return 0;
}

static int64_t ask(const char *url, const char *sql)
{
    char text[64];
    postgres_sql(url, sql, text, sizeof text);
    return strtoll(text, NULL, 10);
}

static struct store *open_new(const char *url)
{
    struct store *store = NULL;
    OK(store_open(url, true, &store, &err));
    return store;
}

/* ---- URLs ---- */

static void assert_refused(const char *url, enum err_kind kind, const char *said)
{
    struct store *store;
    assert_false(store_open(url, true, &store, &err));
    assert_int_equal(err.kind, kind);
    if (strstr(err.text, said) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.text, said);
}

static void a_url_with_a_password_is_refused(void **state)
{
    (void)state;
    assert_refused("postgres://hub:hunter2@db.example/yousaid", ERR_USAGE, "PGPASSFILE");
    assert_refused("postgres://hub@db.example/yousaid?password=hunter2", ERR_USAGE, "PGPASSFILE");
    assert_refused("postgresql://hub@db.example/yousaid?sslpassword=hunter2", ERR_USAGE,
                   "PGPASSFILE");
    assert_null(strstr(err.text, "hunter2"));
}

static void a_url_that_cannot_be_read_is_refused(void **state)
{
    (void)state;
    assert_refused("postgres://[::1/x", ERR_USAGE, "URL cannot be read");
    assert_refused("postgres://h/x?colour=red", ERR_USAGE, "colour");
}

static void a_server_that_is_not_there_is_for_later(void **state)
{
    (void)state;
    assert_refused("postgres:///x?host=/tmp/nobody-is-here", ERR_LATER, "reaching the database");
}

/* ---- migrations ---- */

static void an_empty_database_is_not_filled_unasked(void **state)
{
    struct store *store;
    assert_false(store_open(*state, false, &store, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_int_equal(
        ask(*state, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"), 0);
}

static void another_programs_database_is_left_alone(void **state)
{
    postgres_sql(*state, "CREATE TABLE sheep (name text)", NULL, 0);
    assert_refused(*state, ERR_REFUSED, "another program");
    assert_int_equal(
        ask(*state, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"), 1);
}

static void a_newer_schema_is_left_alone(void **state)
{
    store_close(open_new(*state));
    postgres_sql(*state, "INSERT INTO migration VALUES (9999, '9999_later', 0)", NULL, 0);
    assert_refused(*state, ERR_REFUSED, "9999");
}

static void child_opens(const char *url)
{
    struct store *store;
    uint64_t value;
    if (!store_open(url, true, &store, &err))
        _exit(1);
    for (int i = 0; i < 20; i++)
        if (!store_next(store, "bundle", 0, &value, &err))
            _exit(2);
    store_close(store);
    _exit(0);
}

static void await_children(const pid_t *children, int count)
{
    for (int i = 0; i < count; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
}

static void many_hubs_open_an_empty_database_at_once(void **state)
{
    pid_t children[PROCESSES];
    uint64_t value;
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            child_opens(*state);
    }
    await_children(children, PROCESSES);
    assert_int_equal(ask(*state, "SELECT count(*) - max(number) FROM migration"), 0);
    struct store *store = open_new(*state);
    OK(store_next(store, "bundle", 0, &value, &err));
    assert_int_equal(value, PROCESSES * 20 + 1); /* no number twice, none lost */
    store_close(store);
}

/* ---- links that break ---- */

static void break_links(const char *url)
{
    postgres_sql(url,
                 "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                 "WHERE application_name = 'yousaid-hub'",
                 NULL, 0);
}

static void a_broken_link_is_made_again(void **state)
{
    struct store *store = open_new(*state);
    BUF_AUTO value = buf_new(100);
    OK(store_setting_put(store, "k", span_text("v"), &err));
    break_links(*state);
    OK(store_setting_get(store, "k", &value, &err));
    assert_string_equal(buf_text(&value), "v");
    break_links(*state);
    OK(store_setting_put(store, "k", span_text("w"), &err));
    store_close(store);
}

/* ---- keeping ---- */

static struct digest digest_like(uint64_t seq)
{
    struct digest digest = { { 0 } };
    memcpy(digest.bytes, &seq, sizeof seq);
    return digest;
}

static void enrol(struct store *store, uint64_t id)
{
    struct store_invitation invitation = { .expires = INT64_MAX, .venue = "gp" };
    struct store_kiosk kiosk = { .id = id, .venue = "gp", .life = LIFE };
    struct digest start = digest_like(0);
    BUF_AUTO reply = buf_new(10);
    OK(store_invitation_add(store, &invitation, 0, &err));
    OK(store_enrol(store, invitation.id, &kiosk, &start, span_text("r"), &reply, &err));
}

static void prepare(struct store *store)
{
    struct published_survey survey = { .digest = digest_like(77), .id = "s" };
    OK(store_blob_put(store, &survey.digest, span_text("{}"), &err));
    OK(store_survey_publish(store, &survey, &err));
    for (uint64_t i = 0; i < KIOSKS; i++)
        enrol(store, KIOSK + i);
}

/* One response and one tally of a kiosk. */
struct exchange {
    struct store_response row;
    struct store_tally tally;
};

static struct store_keep exchange_of(struct exchange *e, uint64_t kiosk, uint64_t seq)
{
    e->row = (struct store_response){ .seq = seq,
                                      .venue = "gp",
                                      .survey = digest_like(77),
                                      .language = "en",
                                      .count = 1,
                                      .state = { 3 } };
    e->tally = (struct store_tally){
        .survey = digest_like(77), .question = "q", .value = "v", .venue = "gp", .n = 1
    };
    return (struct store_keep){ .kiosk = kiosk,
                                .life = LIFE,
                                .before = { LIFE, seq - 1, digest_like(seq - 1), 0, 0 },
                                .after = { LIFE, seq, digest_like(seq), 0, 0 },
                                .batch = span_text("bytes"),
                                .time_zone = "UTC",
                                .now_segment = 1,
                                .now_ms = seq,
                                .responses = &e->row,
                                .response_count = 1,
                                .tallies = &e->tally,
                                .tally_count = 1 };
}

/* Keeps the same exchanges of all kiosks as the others do, the kiosks in an order of its own. */
static void child_keeps(const char *url, bool backwards)
{
    struct store *store;
    if (!store_open(url, false, &store, &err))
        _exit(1);
    for (uint64_t seq = 1; seq <= GROUPS; seq++) {
        struct exchange e[KIOSKS];
        struct store_keep keeps[KIOSKS];
        for (uint64_t i = 0; i < KIOSKS; i++) {
            uint64_t kiosk = backwards ? KIOSKS - 1 - i : i;
            keeps[i] = exchange_of(&e[i], KIOSK + kiosk, seq);
        }
        if (!store_keep(store, keeps, KIOSKS, &err)) {
            (void)fprintf(stderr, "%s\n", err.text);
            _exit(2);
        }
        for (int i = 0; i < KIOSKS; i++)
            if (keeps[i].verdict != KEEP_KEPT && keeps[i].verdict != KEEP_KNOWN)
                _exit(3);
    }
    store_close(store);
    _exit(0);
}

static void assert_each_once(const char *url, int64_t count)
{
    assert_int_equal(ask(url, "SELECT count(*) FROM response"), count);
    assert_int_equal(ask(url, "SELECT count(*) FROM batch"), count);
    assert_int_equal(ask(url, "SELECT sum(n) FROM tally_day"), count);
    assert_int_equal(ask(url, "SELECT sum(seq) FROM watermark"), count);
}

static void hubs_that_bring_the_same_at_once_count_it_once(void **state)
{
    pid_t children[3];
    struct store *store = open_new(*state);
    prepare(store);
    for (int i = 0; i < 3; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            child_keeps(*state, i == 1);
    }
    await_children(children, 3);
    assert_each_once(*state, KIOSKS * GROUPS);
    store_close(store);
}

static void a_link_that_breaks_under_a_batch_loses_and_doubles_nothing(void **state)
{
    struct store *store = open_new(*state);
    prepare(store);
    for (uint64_t seq = 1; seq <= 30; seq++) {
        struct exchange e;
        struct store_keep keep = exchange_of(&e, KIOSK, seq);
        if (seq % 3 == 0)
            break_links(*state);
        OK(store_keep(store, &keep, 1, &err));
        assert_int_equal(keep.verdict, KEEP_KEPT);
        assert_int_equal(keep.at.seq, seq);
    }
    assert_each_once(*state, 30);
    store_close(store);
}

/* The server dies behind each COMMIT: what it answered is lost, not what it did. */
static void a_commit_whose_answer_is_lost_is_found_to_be_known(void **state)
{
    struct store *store = open_new(*state);
    struct exchange e[2];
    prepare(store);
    struct store_keep keeps[2] = { exchange_of(&e[0], KIOSK, 1), exchange_of(&e[1], KIOSK, 2) };
    OK(store_keep(store, keeps, 2, &err));
    keeps[0] = exchange_of(&e[0], KIOSK, 1);
    keeps[1] = exchange_of(&e[1], KIOSK, 2);
    OK(store_keep(store, keeps, 2, &err)); /* as the second try would be */
    assert_int_equal(keeps[0].verdict, KEEP_KNOWN);
    assert_int_equal(keeps[1].verdict, KEEP_KNOWN);
    assert_int_equal(keeps[1].at.seq, 2);
    assert_each_once(*state, 2);
    store_close(store);
}

/* ---- invitations ---- */

static void fill_invitations(const char *url, const char *expires)
{
    char sql[300];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO invitation (id, mac_key, venue, expires, pin_blob) "
                   "SELECT g, decode(repeat('05', 32), 'hex'), 'gp', %s, "
                   "decode(repeat('09', 32), 'hex') FROM generate_series(0, 32767) g",
                   expires);
    postgres_sql(url, sql, NULL, 0);
}

static void an_expired_invitation_gives_its_place(void **state)
{
    struct store *store = open_new(*state);
    struct store_invitation invitation = { .expires = 200, .venue = "new" };
    struct store_invitation back;
    fill_invitations(*state, "CASE g WHEN 4711 THEN 50 ELSE 150 END");
    assert_int_equal(ask(*state, "UPDATE invitation SET used_by = mac_key, kiosk = 5, "
                                 "reply = mac_key WHERE id = 4711 RETURNING 1"),
                     1);
    OK(store_invitation_add(store, &invitation, 100, &err));
    assert_int_equal(invitation.id, 4711);
    OK(store_invitation_get(store, 4711, &back, &err));
    assert_string_equal(back.venue, "new");
    assert_false(back.used);
    assert_int_equal(back.kiosk, 0);
    assert_false(store_invitation_add(store, &invitation, 100, &err));
    assert_int_equal(err.kind, ERR_FULL);
    store_close(store);
}

/* ---- long lists ---- */

struct counting {
    int64_t count;
    uint64_t last;
    bool rising;
};

static bool count_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct counting *counting = context;
    counting->rising = counting->rising && kiosk->id > counting->last;
    counting->last = kiosk->id;
    counting->count++;
    return true;
}

static bool count_event(void *context, const struct store_event *event)
{
    struct counting *counting = context;
    counting->rising = counting->rising && UINT64_MAX - (uint64_t)event->last >= counting->last;
    counting->last = UINT64_MAX - (uint64_t)event->last;
    counting->count++;
    return true;
}

static void lists_longer_than_a_page_come_whole_and_in_order(void **state)
{
    struct store *store = open_new(*state);
    struct counting kiosks = { .rising = true };
    struct counting events = { .rising = true };
    postgres_sql(*state,
                 "INSERT INTO kiosk (kiosk_id, public_key, venue, life, invitation, pin_blob, "
                 "enrolled) SELECT g * 7, decode(repeat('01', 32), 'hex'), 'gp', 1, 1, "
                 "decode(repeat('01', 32), 'hex'), 0 FROM generate_series(1, 2500) g",
                 NULL, 0);
    postgres_sql(*state,
                 "INSERT INTO kiosk_event (kiosk_id, what, first, last, times) "
                 "SELECT g, 'fork', 1, g % 400, 1 FROM generate_series(1, 2500) g",
                 NULL, 0);
    OK(store_kiosks(store, count_kiosk, &kiosks, &err));
    assert_int_equal(kiosks.count, 2500);
    assert_true(kiosks.rising);
    OK(store_events(store, 0, count_event, &events, &err));
    assert_int_equal(events.count, 2500);
    assert_true(events.rising);
    store_close(store);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, makes, clears)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_url_with_a_password_is_refused),
        cmocka_unit_test(a_url_that_cannot_be_read_is_refused),
        cmocka_unit_test(a_server_that_is_not_there_is_for_later),
        CASE(an_empty_database_is_not_filled_unasked),
        CASE(another_programs_database_is_left_alone),
        CASE(a_newer_schema_is_left_alone),
        CASE(many_hubs_open_an_empty_database_at_once),
        CASE(a_broken_link_is_made_again),
        CASE(hubs_that_bring_the_same_at_once_count_it_once),
        CASE(a_link_that_breaks_under_a_batch_loses_and_doubles_nothing),
        CASE(a_commit_whose_answer_is_lost_is_found_to_be_known),
        CASE(an_expired_invitation_gives_its_place),
        CASE(lists_longer_than_a_page_come_whole_and_in_order),
    };
    postgres_server_start(&server);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    postgres_server_stop(&server);
    return failed;
}
