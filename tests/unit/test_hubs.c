/* Several hubs of one programme on one database, and the way there from a hub with a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "api.h"
#include "bundle.h"
#include "expect.h"
#include "file.h"
#include "postgres_server.h"
#include "report.h"
#include "statement.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_SIZE = 200, HUBS = 3, ROUNDS = 8 };

static const char *const tls_names[] = { "localhost", "127.0.0.1", NULL };
static struct postgres_server server;
static struct err err;

struct rig {
    char folder[64];
    char first[PATH_SIZE], second[PATH_SIZE];
    char url[POSTGRES_URL_MAX];
};

static int makes(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    assert_non_null(rig);
    (void)snprintf(rig->folder, sizeof rig->folder, "/tmp/yousaid-hubs-XXXXXX");
    assert_non_null(mkdtemp(rig->folder));
    (void)snprintf(rig->first, sizeof rig->first, "%s/first", rig->folder);
    (void)snprintf(rig->second, sizeof rig->second, "%s/second", rig->folder);
    postgres_server_schema(&server, rig->url);
    *state = rig;
    return 0;
}

static int clears(void **state)
{
    char command[100];
    struct rig *rig = *state;
    (void)snprintf(command, sizeof command, "rm -rf %s", rig->folder);
    int status = system(command);
    free(rig);
    return status;
}

/* ---- making hubs ---- */

static void init(const char *data, const char *database)
{
    struct hub_making making = { .programme = "Northshire",
                                 .database = database,
                                 .tls_names = tls_names };
    OK(hub_init(data, &making, &err));
}

static struct hub *open_hub(const char *data)
{
    struct hub *hub = NULL;
    OK(hub_open(data, &hub, &err));
    return hub;
}

static void add_venue(struct hub *hub, const char *id, const char *name)
{
    struct venue venue = { .time_zone = "Europe/London", .kind = "gp" };
    (void)snprintf(venue.id, sizeof venue.id, "%s", id);
    (void)snprintf(venue.name, sizeof venue.name, "%s", name);
    OK(hub_venue_put(hub, &venue, &err));
}

/* Two hubs that share the database. */
static void make_both(const struct rig *rig)
{
    init(rig->first, rig->url);
    struct hub *hub = open_hub(rig->first);
    OK(hub_add(hub, rig->second, tls_names, &err));
    hub_close(hub);
}

static void a_database_that_is_of_no_use_leaves_nothing_behind(void **state)
{
    const struct rig *rig = *state;
    struct hub_making making = { .programme = "Northshire",
                                 .database = "postgres://hub:secret@db.example/x",
                                 .tls_names = tls_names };
    assert_false(hub_init(rig->first, &making, &err));
    assert_non_null(strstr(err.text, "PGPASSFILE"));
    assert_false(file_exists(rig->first));
}

static void a_database_holds_one_programme(void **state)
{
    const struct rig *rig = *state;
    init(rig->first, rig->url);
    struct hub_making making = { .programme = "Southshire",
                                 .database = rig->url,
                                 .tls_names = tls_names };
    assert_false(hub_init(rig->second, &making, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "Northshire"));
    assert_non_null(strstr(err.text, "hub add"));
    assert_false(file_exists(rig->second));
}

static void the_line_that_names_the_database_is_for_its_owner_alone(void **state)
{
    const struct rig *rig = *state;
    char path[PATH_SIZE + 16];
    struct stat info;
    init(rig->first, rig->url);
    (void)snprintf(path, sizeof path, "%s/database", rig->first);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    (void)snprintf(path, sizeof path, "%s/hub.sqlite", rig->first);
    assert_false(file_exists(path));
}

static void a_hub_with_a_file_can_have_no_other(void **state)
{
    const struct rig *rig = *state;
    init(rig->first, NULL);
    struct hub *hub = open_hub(rig->first);
    assert_false(hub_add(hub, rig->second, tls_names, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "database move"));
    assert_false(file_exists(rig->second));
    hub_close(hub);
}

/* ---- what hubs share ---- */

struct introduced {
    struct public_key programme;
    struct public_key hubs[4];
    size_t count;
};

static bool take_hub(void *context, uint64_t number, int kind, struct span message)
{
    struct introduced *introduced = context;
    struct statement statement;
    (void)number;
    OK(statement_open(message, &introduced->programme, &statement, &err));
    if (kind == STATEMENT_HUB_KEY)
        memcpy(introduced->hubs[introduced->count++].bytes, statement.subject.data, 32);
    return true;
}

static struct introduced introduced_by(struct hub *hub)
{
    struct introduced introduced = { .count = 0 };
    BUF_AUTO key = buf_new(32);
    OK(store_setting_get(hub_store(hub), "programme.public", &key, &err));
    memcpy(introduced.programme.bytes, key.data, 32);
    OK(store_statements(hub_store(hub), take_hub, &introduced, &err));
    return introduced;
}

/* The venue's bundle and which of the hubs has signed it. */
static struct manifest bundle_of(struct hub *hub, const char *venue, size_t *ret_hub)
{
    struct introduced introduced = introduced_by(hub);
    struct store_bundle bundle;
    struct manifest manifest;
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    OK(store_bundle_get(hub_store(hub), venue, &bundle, &err));
    OK(store_blob_get(hub_store(hub), &bundle.manifest, &bytes, &err));
    for (*ret_hub = 0; *ret_hub < introduced.count; ++*ret_hub)
        if (manifest_open(buf_span(&bytes), &introduced.hubs[*ret_hub], &manifest, &err))
            return manifest;
    fail_msg("the bundle of %s is signed by no hub", venue);
    return (struct manifest){ 0 };
}

static uint64_t serial_of(struct hub *hub, const char *venue, size_t wanted_hub)
{
    size_t signer;
    struct manifest manifest = bundle_of(hub, venue, &signer);
    assert_int_equal(signer, wanted_hub);
    manifest_finish(&manifest);
    return manifest.serial;
}

static void another_hub_has_a_key_of_its_own_and_shares_the_rest(void **state)
{
    const struct rig *rig = *state;
    make_both(rig);
    struct hub *first = open_hub(rig->first);
    struct hub *second = open_hub(rig->second);
    struct ingest_config a = hub_ingest_config(first);
    struct ingest_config b = hub_ingest_config(second);
    assert_memory_not_equal(&a.hub_key, &b.hub_key, sizeof a.hub_key);
    assert_memory_equal(&a.counts_secret, &b.counts_secret, sizeof a.counts_secret);
    assert_string_equal(a.store_url, b.store_url);
    struct introduced introduced = introduced_by(second);
    struct public_key key = key_public(&b.hub_key);
    assert_int_equal(introduced.count, 2);
    assert_memory_equal(&introduced.hubs[1], &key, sizeof key);
    char path[PATH_SIZE + 32];
    (void)snprintf(path, sizeof path, "%s/keys/programme.key", rig->second);
    assert_false(file_exists(path)); /* that one is not handed around */
    hub_close(first);
    hub_close(second);
}

static void what_one_hub_has_signed_another_lets_stand(void **state)
{
    const struct rig *rig = *state;
    make_both(rig);
    struct hub *first = open_hub(rig->first);
    struct hub *second = open_hub(rig->second);
    add_venue(first, "riverside", "Riverside");
    uint64_t serial = serial_of(second, "riverside", 0);
    OK(hub_bundle_refresh(second, "riverside", &err));
    assert_int_equal(serial_of(second, "riverside", 0), serial);
    add_venue(second, "riverside", "Riverside Surgery");
    assert_true(serial_of(first, "riverside", 1) > serial);
    OK(hub_bundle_refresh(first, "riverside", &err));
    assert_true(serial_of(first, "riverside", 1) > serial);
    hub_close(first);
    hub_close(second);
}

/* ---- at once ---- */

/* Changes the venue's name and makes its bundle, again and again. */
static void child_changes(const char *data, int number)
{
    struct hub *hub = NULL;
    struct venue venue = { .id = "riverside", .time_zone = "Europe/London" };
    if (!hub_open(data, &hub, &err))
        _exit(1);
    for (int i = 0; i < ROUNDS; i++) {
        (void)snprintf(venue.name, sizeof venue.name, "Hub %d, change %d", number, i);
        if (!hub_venue_put(hub, &venue, &err)) {
            (void)fprintf(stderr, "%s\n", err.text);
            _exit(2);
        }
    }
    hub_close(hub);
    _exit(0);
}

static void hubs_that_change_a_venue_at_once_end_with_what_was_said_last(void **state)
{
    const struct rig *rig = *state;
    pid_t children[HUBS];
    struct venue venue;
    size_t signer;
    make_both(rig);
    for (int i = 0; i < HUBS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            child_changes(i == 0 ? rig->first : rig->second, i);
    }
    for (int i = 0; i < HUBS; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    struct hub *hub = open_hub(rig->first);
    OK(store_venue_get(hub_store(hub), "riverside", &venue, &err));
    struct manifest manifest = bundle_of(hub, "riverside", &signer);
    assert_string_equal(manifest.venue_name, venue.name);
    manifest_finish(&manifest);
    hub_close(hub);
}

/* ---- moving ---- */

static void count_rows(void *context, const struct store_moved *moved)
{
    *(uint64_t *)context += moved->rows;
}

static bool count_bundle(void *context, const struct venue *venue)
{
    (void)venue;
    ++*(int *)context;
    return true;
}

static void a_hub_with_a_file_moves_to_a_database_that_can_be_shared(void **state)
{
    const struct rig *rig = *state;
    uint64_t rows = 0;
    int venues = 0;
    init(rig->first, NULL);
    struct hub *before = open_hub(rig->first);
    add_venue(before, "riverside", "Riverside");
    add_venue(before, "eastgate", "Eastgate");
    uint64_t serial = serial_of(before, "eastgate", 0);
    OK(hub_database_move(rig->first, rig->url, count_rows, &rows, &err));
    assert_true(rows > 10);
    struct hub *after = open_hub(rig->first);
    assert_int_equal(serial_of(after, "eastgate", 0), serial);
    OK(store_venues(hub_store(after), count_bundle, &venues, &err));
    assert_int_equal(venues, 2);
    OK(hub_bundle_refresh(after, "eastgate", &err));
    assert_int_equal(serial_of(after, "eastgate", 0), serial);
    OK(hub_add(after, rig->second, tls_names, &err));
    hub_close(after);
    hub_close(before);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, makes, clears)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_database_that_is_of_no_use_leaves_nothing_behind),
        CASE(a_database_holds_one_programme),
        CASE(the_line_that_names_the_database_is_for_its_owner_alone),
        CASE(a_hub_with_a_file_can_have_no_other),
        CASE(another_hub_has_a_key_of_its_own_and_shares_the_rest),
        CASE(what_one_hub_has_signed_another_lets_stand),
        CASE(hubs_that_change_a_venue_at_once_end_with_what_was_said_last),
        CASE(a_hub_with_a_file_moves_to_a_database_that_can_be_shared),
    };
    (void)setenv("YOUSAID_TEST_KDF", "1", 1);
    postgres_server_start(&server);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    postgres_server_stop(&server);
    return failed;
}
