/*
 * Whom the screen believes. The courier's files are written here by hand, true and false: a broken
 * courier may write anything, and must not roll a bundle back, bring a stranger's key in, delete an
 * answer or set the time.
 */
#include "cbor_io.h"
#include "file.h"
#include "kiosk_room.h"
#include "kiosk_shell.h"
#include "visits.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { KIOSK = 77, STATEMENTS_AT_MOST = 8, DAY = 24 * 3600 };

struct world {
    struct visits *visits;
    struct secret_key programme, hub, stranger;
    struct public_key hub_public, stranger_public;
    struct courier_state state;
    struct buf statements[STATEMENTS_AT_MOST];
    size_t statement_count;
    struct shell shell;
};

void staff_news(struct shell *shell)
{
    (void)shell;
}

void heard_forget(struct shell *shell)
{
    (void)shell;
}

/* What kiosk_run.c does with an event, without effects. */
void shell_give(struct shell *shell, struct event event)
{
    (void)kiosk_step(&shell->kiosk, event, clock_mono());
    news_settle(shell);
}

/* A disk of so many MiB, on which each byte of the journal takes up eight; 0: the machine's own. */
static uint32_t disk_mib;
static const char *disk_folder;

static uint32_t journal_mib(void)
{
    char path[700];
    struct stat about = { 0 };
    (void)snprintf(path, sizeof path, "%s/screen/journal.sqlite", disk_folder);
    assert_int_equal(stat(path, &about), 0);
    return (uint32_t)(about.st_size >> 20);
}

bool __real_device_room(const char *path, uint32_t *ret_mib, struct err *err);
bool __wrap_device_room(const char *path, uint32_t *ret_mib, struct err *err);

bool __wrap_device_room(const char *path, uint32_t *ret_mib, struct err *err)
{
    if (disk_mib == 0)
        return __real_device_room(path, ret_mib, err);
    *ret_mib = disk_mib - 8 * journal_mib();
    return true;
}

/* --- the courier's folder --- */

static void write_file(const struct world *world, const char *name, struct span bytes)
{
    char path[700];
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, "%s/courier/%s", world->visits->folder, name);
    if (!file_write_durable(path, bytes, 0640, &err))
        fail_msg("%s", err.text);
}

static void make_folder(const struct world *world, const char *name)
{
    char path[700];
    (void)snprintf(path, sizeof path, "%s/%s", world->visits->folder, name);
    assert_true(file_make_folder(path, 0700, NULL));
}

static void write_statements(const struct world *world)
{
    BUF_AUTO all = buf_new(64 * 1024);
    item_put_array(&all, world->statement_count);
    for (size_t i = 0; i < world->statement_count; i++)
        item_put_bytes(&all, buf_span(&world->statements[i]));
    write_file(world, "statements", buf_span(&all));
}

static void state_anew(struct world *world, const struct secret_key *by, uint64_t number,
                       enum statement_kind kind, const void *key)
{
    struct buf *message = &world->statements[world->statement_count++];
    struct statement statement = { .number = number,
                                   .kind = kind,
                                   .issued = 1,
                                   .from = 1,
                                   .subject = span_of(key, sizeof(struct public_key)) };
    *message = buf_new(STATEMENT_BYTES_MAX);
    assert_true(statement_sign(&statement, by, message, NULL));
    write_statements(world);
}

static void forget_statements(struct world *world)
{
    for (size_t i = 0; i < world->statement_count; i++)
        buf_finish(&world->statements[i]);
    world->statement_count = 0;
}

static void write_state(const struct world *world)
{
    struct err err = { 0 };
    if (!courier_state_save(world->visits->folder, &world->state, &err))
        fail_msg("%s", err.text);
}

/* A bundle without a survey; the courier says that it is the newest. */
static void bring_bundle(struct world *world, const struct secret_key *by, uint64_t serial)
{
    struct manifest manifest = { .serial = serial,
                                 .issued = 1,
                                 .venue = "riverside",
                                 .venue_name = "Riverside",
                                 .time_zone = "Europe/London",
                                 .programme = "Northshire" };
    struct err err = { 0 };
    char name[80] = "blobs/";
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    if (!manifest_sign(&manifest, by, &message, &err))
        fail_msg("%s", err.text);
    world->state.bundle = manifest_digest(buf_span(&message));
    world->state.bundle_serial = serial;
    digest_hex(&world->state.bundle, name + 6);
    write_file(world, name, buf_span(&message));
    write_state(world);
}

static void lose_bundle(const struct world *world, const struct digest *bundle)
{
    char path[700], hex[65];
    digest_hex(bundle, hex);
    (void)snprintf(path, sizeof path, "%s/courier/blobs/%s", world->visits->folder, hex);
    assert_int_equal(unlink(path), 0);
}

static void bring_reply(struct world *world, const struct secret_key *by, const struct reply *reply)
{
    struct err err = { 0 };
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    if (!reply_sign(reply, by, &message, &err))
        fail_msg("%s", err.text);
    write_file(world, "receipt", buf_span(&message));
}

/* --- a screen of no size --- */

static bool start(struct world *world, struct err *err)
{
    struct shell *shell = &world->shell;
    *shell = (struct shell){ .options.data = world->visits->folder,
                             .state = calloc(1, sizeof *shell->state) };
    assert_non_null(shell->state);
    if (!news_start(shell, err))
        return false;
    kiosk_init(&shell->kiosk, shell->held ? &shell->held->program : NULL);
    keep_courier_news(shell);
    return true;
}

static void stop(struct world *world)
{
    struct shell *shell = &world->shell;
    journal_close(shell->journal);
    holding_free(shell->held);
    holding_free(shell->coming);
    free(shell->state);
    *shell = (struct shell){ 0 };
}

static void start_well(struct world *world)
{
    struct err err = { 0 };
    if (!start(world, &err))
        fail_msg("%s", err.text);
}

static uint64_t serial_after_start(struct world *world)
{
    start_well(world);
    uint64_t serial = world->shell.held->serial;
    stop(world);
    return serial;
}

static int begin(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    struct public_key programme;
    assert_non_null(world);
    world->visits = visits_begin();
    key_pair_new(&programme, &world->programme);
    key_pair_new(&world->hub_public, &world->hub);
    key_pair_new(&world->stranger_public, &world->stranger);
    make_folder(world, "courier");
    make_folder(world, "courier/blobs");
    world->state = (struct courier_state){ .enrolled = true,
                                           .kiosk = KIOSK,
                                           .life = world->visits->identity.life,
                                           .kiosk_key = world->visits->identity.kiosk,
                                           .programme = programme };
    (void)snprintf(world->state.hub_url, sizeof world->state.hub_url, "https://hub.example");
    state_anew(world, &world->programme, 1, STATEMENT_HUB_KEY, &world->hub_public);
    state_anew(world, &world->programme, 2, STATEMENT_WORDS_KEY,
               &world->visits->identity.words_key);
    state_anew(world, &world->programme, 3, STATEMENT_COUNTS_KEY,
               &world->visits->identity.counts_key);
    write_state(world);
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    char command[700];
    stop(world);
    disk_mib = 0;
    forget_statements(world);
    (void)snprintf(command, sizeof command, "rm -rf '%s/courier'", world->visits->folder);
    assert_int_equal(system(command), 0);
    visits_end(world->visits);
    free(world);
    return 0;
}

/* --- bundles --- */

static void a_bundle_is_never_rolled_back(void **state)
{
    struct world *world = *state;
    bring_bundle(world, &world->hub, 5);
    struct digest older = world->state.bundle;
    bring_bundle(world, &world->hub, 6);
    struct digest newer = world->state.bundle;
    assert_int_equal(serial_after_start(world), 6);
    world->state.bundle = older;
    write_state(world);
    assert_int_equal(serial_after_start(world), 6);
    lose_bundle(world, &newer);
    assert_int_equal(serial_after_start(world), 0); /* none at all rather than an older one */
    bring_bundle(world, &world->hub, 7);
    assert_int_equal(serial_after_start(world), 7);
}

static void a_running_screen_takes_no_older_bundle_either(void **state)
{
    struct world *world = *state;
    bring_bundle(world, &world->hub, 5);
    struct digest older = world->state.bundle;
    bring_bundle(world, &world->hub, 6);
    start_well(world);
    world->state.bundle = older;
    write_state(world);
    news_state(&world->shell);
    assert_int_equal(world->shell.held->serial, 6);
    assert_null(world->shell.coming);
    bring_bundle(world, &world->hub, 8);
    news_state(&world->shell);
    assert_int_equal(world->shell.held->serial, 8);
}

static void a_hub_counts_by_a_statement_of_the_programme_alone(void **state)
{
    struct world *world = *state;
    bring_bundle(world, &world->hub, 5);
    world->state.hub_keys[world->state.hub_key_count++] = world->stranger_public;
    state_anew(world, &world->stranger, 4, STATEMENT_HUB_KEY, &world->stranger_public);
    bring_bundle(world, &world->stranger, 9);
    assert_int_equal(serial_after_start(world), 0);
    state_anew(world, &world->programme, 5, STATEMENT_HUB_KEY, &world->stranger_public);
    assert_int_equal(serial_after_start(world), 9);
}

/* --- whose kiosk it is --- */

static void a_kiosk_stays_in_the_programme_that_it_was_enrolled_in(void **state)
{
    struct world *world = *state;
    struct err err = { 0 };
    start_well(world);
    world->state.programme = world->stranger_public;
    forget_statements(world);
    state_anew(world, &world->stranger, 9, STATEMENT_HUB_KEY, &world->hub_public);
    bring_bundle(world, &world->hub, 5);
    news_state(&world->shell);
    assert_memory_not_equal(&world->shell.state->programme, &world->stranger_public,
                            sizeof world->stranger_public);
    stop(world);
    assert_false(start(world, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "this kiosk was enrolled in another programme"));
}

static void words_are_sealed_to_the_newest_key_of_the_programme(void **state)
{
    struct world *world = *state;
    struct box_public newer, own;
    struct box_secret secret;
    box_pair_new(&newer, &secret);
    world->state.has_words_key = true;
    memcpy(&world->state.words_key, &world->stranger_public, sizeof world->state.words_key);
    world->state.words_statement = 99;
    write_state(world);
    start_well(world);
    own = journal_identity(world->shell.journal).words_key;
    assert_memory_equal(&own, &world->visits->identity.words_key, sizeof own);
    state_anew(world, &world->programme, 4, STATEMENT_WORDS_KEY, &newer);
    news_state(&world->shell);
    keep_tidy(&world->shell);
    own = journal_identity(world->shell.journal).words_key;
    assert_memory_equal(&own, &newer, sizeof own);
    stop(world);
    world->statement_count--; /* the courier hides the newest */
    write_statements(world);
    world->statement_count++;
    start_well(world);
    own = journal_identity(world->shell.journal).words_key;
    assert_memory_equal(&own, &newer, sizeof own);
}

static void newer_keys_leave_the_journal_open(void **state)
{
    struct world *world = *state;
    struct box_public newer;
    struct box_secret secret;
    box_pair_new(&newer, &secret);
    start_well(world);
    struct journal *before = world->shell.journal;
    state_anew(world, &world->programme, 4, STATEMENT_WORDS_KEY, &newer);
    news_state(&world->shell);
    keep_tidy(&world->shell);
    assert_ptr_equal(world->shell.journal, before);
}

/* --- what the hub has, and what time it is --- */

static uint64_t purged(struct world *world)
{
    struct journal_status status;
    news_state(&world->shell);
    assert_true(journal_status(world->shell.journal, &status, NULL));
    return status.purged.seq;
}

static struct reply reply_through(struct world *world)
{
    struct journal_status status;
    assert_true(journal_status(world->shell.journal, &status, NULL));
    world->state.acknowledged = status.last;
    write_state(world);
    return (struct reply){ .kiosk = KIOSK,
                           .life = world->state.life,
                           .through = status.last,
                           .hub_time = visits_clock.wall };
}

static void nothing_is_deleted_without_the_hubs_own_receipt(void **state)
{
    struct world *world = *state;
    start_well(world);
    for (uint32_t i = 0; i < 3; i++)
        (void)visits_pass(world->shell.journal, world->visits, i);
    struct reply reply = reply_through(world);
    visits_clock.mono += UINT64_C(31) * DAY * 1000;
    visits_clock.wall += 31 * DAY;
    assert_int_equal(purged(world), 0);
    bring_reply(world, &world->stranger, &reply);
    assert_int_equal(purged(world), 0);
    reply.life++;
    bring_reply(world, &world->hub, &reply);
    assert_int_equal(purged(world), 0);
    reply.life--;
    reply.kiosk++;
    bring_reply(world, &world->hub, &reply);
    assert_int_equal(purged(world), 0);
    reply.kiosk--;
    reply.through.hash.bytes[0] ^= 1;
    bring_reply(world, &world->hub, &reply);
    assert_int_equal(purged(world), 0);
    reply.through.hash.bytes[0] ^= 1;
    bring_reply(world, &world->hub, &reply);
    assert_int_equal(purged(world), 3);
}

/* What nobody need wait for; returns in how many goes. */
static int tidy_all(struct world *world)
{
    enum { GOES_MOST = 50 };
    int goes = 0;
    for (; world->shell.chores_at != NEVER && goes < GOES_MOST; goes++) {
        visits_clock.mono = world->shell.chores_at;
        keep_tidy(&world->shell);
    }
    assert_in_range(goes, 1, GOES_MOST - 1);
    return goes;
}

/* More than one purge takes, all of it acknowledged. */
enum { LONG_AWAY = 2100 };

static void be_away_for_long(struct world *world)
{
    static char words[SURVEY_COMMENT_MAX + 1];
    struct draft draft = visits_draft(world->visits);
    memset(words, 'w', SURVEY_COMMENT_MAX);
    draft.answers.state[Q_WHY] = draft.answers.state[Q_MORE] = ANSWER_FIRST;
    draft.words[0] = draft.words[1] = words;
    start_well(world);
    for (int i = 0; i < LONG_AWAY; i++)
        (void)visits_save(world->shell.journal, &draft, true);
    struct reply reply = reply_through(world);
    bring_reply(world, &world->hub, &reply);
}

static void a_backlog_goes_some_at_a_time_until_all_is_gone(void **state)
{
    struct world *world = *state;
    be_away_for_long(world);
    visits_clock.mono += UINT64_C(31) * DAY * 1000;
    visits_clock.wall += 31 * DAY;
    assert_in_range(purged(world), 1, LONG_AWAY - 1);
    (void)tidy_all(world);
    struct journal_status status;
    assert_true(journal_status(world->shell.journal, &status, NULL));
    assert_int_equal(status.purged.seq, LONG_AWAY);
    assert_false(world->shell.short_of_room);
}

/* Without that, no words would be asked for ever again, and no new survey would find room. */
static void a_disk_that_the_journal_has_filled_gets_its_room_back(void **state)
{
    struct world *world = *state;
    struct journal_status status;
    be_away_for_long(world);
    stop(world); /* the log goes into the file */
    disk_folder = world->visits->folder;
    assert_in_range(journal_mib(), 4, 64);
    disk_mib = 8 * journal_mib() + 10;
    start_well(world);
    assert_int_equal(purged(world), 0); /* it is young */
    room_look(&world->shell);
    (void)tidy_all(world);
    assert_true(journal_status(world->shell.journal, &status, NULL));
    assert_in_range(status.purged.seq, 1, LONG_AWAY);
    assert_int_equal(journal_mib(), 0);
    assert_false(world->shell.short_of_room);
    assert_int_equal(visits_pass(world->shell.journal, world->visits, 1), LONG_AWAY + 1);
}

static void what_the_hub_asks_for_again_is_kept(void **state)
{
    struct world *world = *state;
    start_well(world);
    (void)visits_pass(world->shell.journal, world->visits, 0);
    struct reply reply = reply_through(world);
    bring_reply(world, &world->hub, &reply);
    world->state.acknowledged = (struct chain_point){ 0 };
    write_state(world);
    visits_clock.mono += UINT64_C(31) * DAY * 1000;
    assert_int_equal(purged(world), 0);
}

/* Once for each such attempt: what the courier stumbled over may be mended, or no damage. */
static void what_the_courier_cannot_read_is_looked_through(void **state)
{
    struct world *world = *state;
    bool done = false;
    struct err err = { 0 };
    start_well(world);
    (void)visits_pass(world->shell.journal, world->visits, 0);
    assert_false(journal_needs_check(world->shell.journal));
    world->state.attempt_count = 1;
    world->state.attempts_total = 7;
    world->state.attempts[0] = (struct attempt){ .outcome = ATTEMPT_BROKEN };
    write_state(world);
    news_state(&world->shell);
    assert_true(journal_needs_check(world->shell.journal));
    assert_true(journal_check(world->shell.journal, 100, &done, &err) && done);
    news_state(&world->shell);
    assert_false(journal_needs_check(world->shell.journal));
    world->state.attempts_total = 8;
    world->state.attempts[0].outcome = ATTEMPT_NO_ANSWER;
    write_state(world);
    news_state(&world->shell);
    assert_false(journal_needs_check(world->shell.journal));
}

/* What was saved may wait for the hub's word, and nobody else may come for hours. */
static void a_journal_that_was_mended_is_told_to_the_courier(void **state)
{
    struct world *world = *state;
    char said[16] = "";
    int ends[2];
    start_well(world);
    (void)visits_pass(world->shell.journal, world->visits, 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    world->shell.link.socket = ends[0];
    world->shell.damaged = true;
    keep_tidy(&world->shell);
    assert_false(world->shell.damaged);
    assert_int_equal(recv(ends[1], said, sizeof said, MSG_DONTWAIT), 4);
    assert_string_equal(said, "poke");
    (void)close(ends[0]);
    (void)close(ends[1]);
}

static void what_the_hub_set_aside_is_kept_with_the_reason(void **state)
{
    struct world *world = *state;
    start_well(world);
    for (uint32_t i = 0; i < 3; i++)
        (void)visits_pass(world->shell.journal, world->visits, i);
    world->state.refused[0] = (struct refusal){ .seq = 2, .reason = "a choice nobody offered" };
    world->state.refused_listed = 1;
    world->state.refused_count = 1;
    struct reply reply = reply_through(world);
    bring_reply(world, &world->hub, &reply);
    visits_clock.mono += UINT64_C(31) * DAY * 1000;
    assert_int_equal(purged(world), 3);
    assert_true(visits_on_disk(world->visits, "a choice nobody offered", 23));
}

/* Does `yousaid-kiosk status` say this in one of its lines? */
static bool status_says(const struct world *world, const char *options, const char *line)
{
    char command[900], said[1000];
    bool found = false;
    (void)snprintf(command, sizeof command, BINARY_DIR "/bin/yousaid-kiosk status --data '%s' %s",
                   world->visits->folder, options);
    FILE *output = popen(command, "re");
    assert_non_null(output);
    while (fgets(said, sizeof said, output) != NULL)
        found |= strstr(said, line) != NULL;
    assert_int_equal(pclose(output), 0);
    return found;
}

static void status_says_what_was_set_aside_and_why(void **state)
{
    struct world *world = *state;
    assert_false(status_says(world, "", "Set aside"));
    world->state.refused[0] = (struct refusal){ .seq = 2, .reason = "a choice\x1b[2J nobody had" };
    world->state.refused_listed = 1;
    world->state.refused_count = 4;
    write_state(world);
    assert_true(status_says(world, "", "Set aside by the hub, and kept here too: 4."));
    assert_true(status_says(world, "", "  Response 2: a choice [2J nobody had"));
    assert_true(status_says(world, "", "the others are at the hub"));
    assert_true(status_says(world, "--json", "\"set_aside\":[{\"response\":2,\"reason\":"));
}

static uint64_t status_number(struct world *world, const char *name)
{
    char command[900], said[8192] = "", key[64];
    (void)snprintf(command, sizeof command, "%s/bin/yousaid-kiosk status --data '%s' --json",
                   BINARY_DIR, world->visits->folder);
    FILE *output = popen(command, "re");
    assert_non_null(output);
    assert_non_null(fgets(said, sizeof said, output));
    assert_int_equal(pclose(output), 0);
    (void)snprintf(key, sizeof key, "\"%s\":", name);
    const char *at = strstr(said, key);
    assert_non_null(at);
    return strtoull(at + strlen(key), NULL, 10);
}

/* closed = counted + pending + set aside, in responses and in answers. */
static void sums_agree(struct world *world, uint64_t counted, uint64_t pending, uint64_t aside)
{
    static const char *const what[] = { "responses", "answers" };
    static const char *const parts[] = { "closed", "counted", "pending", "set_aside" };
    uint64_t numbers[2][4];
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 4; j++) {
            char name[40];
            (void)snprintf(name, sizeof name, "%s_%s", parts[j], what[i]);
            numbers[i][j] = status_number(world, name);
        }
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(numbers[i][0], numbers[i][1] + numbers[i][2] + numbers[i][3]);
    assert_int_equal(numbers[0][1], counted);
    assert_int_equal(numbers[0][2], pending);
    assert_int_equal(numbers[0][3], aside);
    assert_true((aside == 0) == (numbers[1][3] == 0));
}

static void set_aside(struct world *world, uint64_t seq)
{
    world->state.refused[world->state.refused_listed++] =
        (struct refusal){ .seq = seq, .reason = "a choice nobody had" };
    world->state.refused_count++;
    write_state(world);
}

/* What a hub has counted is what it acknowledged, less what it set aside, however long ago. */
static void status_accounts_for_all_that_was_recorded(void **state)
{
    struct world *world = *state;
    sums_agree(world, 0, 0, 0);
    start_well(world);
    for (uint32_t i = 0; i < 4; i++)
        (void)visits_pass(world->shell.journal, world->visits, i);
    sums_agree(world, 0, 4, 0);
    struct reply reply = reply_through(world);
    set_aside(world, 2);
    sums_agree(world, 3, 0, 1);
    assert_true(status_says(world, "",
                            "Counted at the hub: 3 with 6 answers; waiting: 0 with 0; set "
                            "aside: 1 with 2."));
    bring_reply(world, &world->hub, &reply);
    (void)visits_pass(world->shell.journal, world->visits, 1);
    visits_clock.mono += UINT64_C(31) * DAY * 1000;
    assert_int_equal(purged(world), 4);
    sums_agree(world, 3, 1, 1);
    world->state.refused_count = 2; /* one that is no longer listed, nor was ever here */
    write_state(world);
    assert_true(status_says(world, "--json", "\"set_aside_answers\":null"));
    assert_true(status_says(world, "", "Counted at the hub: 2; waiting: 1 with 2; set aside: 2."));
}

/* Nothing of a new life is acknowledged before the courier has followed into it. */
static void status_of_another_life_says_that_all_of_it_waits(void **state)
{
    struct world *world = *state;
    struct err err = { 0 };
    start_well(world);
    for (uint32_t i = 0; i < 4; i++)
        (void)visits_pass(world->shell.journal, world->visits, i);
    struct reply reply = reply_through(world);
    struct journal_receipt receipt = { .through = reply.through };
    assert_true(journal_begin_life(world->shell.journal, world->state.life + 1, &receipt, &err));
    (void)visits_pass(world->shell.journal, world->visits, 1);
    sums_agree(world, 0, 1, 0);
    assert_true(status_says(world, "", "Waiting to be sent: 1."));
}

static bool take_clock(void *context, const struct segment *segment, const struct boot_id *boot,
                       msec base)
{
    enum clock_class *clock = context;
    (void)boot;
    (void)base;
    *clock = segment->clock;
    return true;
}

static enum clock_class clock_known(struct world *world)
{
    enum clock_class clock = CLOCK_UNKNOWN;
    news_state(&world->shell);
    struct journal_reader *reader = visits_read(world->visits);
    struct outbox outbox = journal_outbox(reader);
    assert_true(outbox.segments(outbox.self, 0, take_clock, &clock, NULL));
    journal_reader_close(reader);
    return clock;
}

static void a_time_is_signed_when_the_hub_signed_it(void **state)
{
    struct world *world = *state;
    struct reply reply = { .kiosk = KIOSK,
                           .life = world->state.life,
                           .hub_time = visits_clock.wall + 500 };
    start_well(world);
    world->state.hub_time = reply.hub_time;
    world->state.hub_time_boot = visits_clock.boot;
    world->state.hub_time_mono = visits_clock.mono;
    write_state(world);
    assert_int_equal(clock_known(world), CLOCK_BELIEVED);
    bring_reply(world, &world->stranger, &reply);
    assert_int_equal(clock_known(world), CLOCK_BELIEVED);
    bring_reply(world, &world->hub, &reply);
    world->state.hub_time_boot.bytes[0] ^= 1; /* it came before the machine last started */
    write_state(world);
    assert_int_equal(clock_known(world), CLOCK_BELIEVED);
    world->state.hub_time_boot.bytes[0] ^= 1;
    world->state.hub_time++; /* not the time that this reply says */
    write_state(world);
    assert_int_equal(clock_known(world), CLOCK_BELIEVED);
    world->state.hub_time--;
    write_state(world);
    assert_int_equal(clock_known(world), CLOCK_SIGNED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_bundle_is_never_rolled_back),
        TEST(a_running_screen_takes_no_older_bundle_either),
        TEST(a_hub_counts_by_a_statement_of_the_programme_alone),
        TEST(a_kiosk_stays_in_the_programme_that_it_was_enrolled_in),
        TEST(words_are_sealed_to_the_newest_key_of_the_programme),
        TEST(newer_keys_leave_the_journal_open),
        TEST(nothing_is_deleted_without_the_hubs_own_receipt),
        TEST(a_backlog_goes_some_at_a_time_until_all_is_gone),
        TEST(a_disk_that_the_journal_has_filled_gets_its_room_back),
        TEST(what_the_hub_asks_for_again_is_kept),
        TEST(what_the_courier_cannot_read_is_looked_through),
        TEST(a_journal_that_was_mended_is_told_to_the_courier),
        TEST(what_the_hub_set_aside_is_kept_with_the_reason),
        TEST(status_says_what_was_set_aside_and_why),
        TEST(status_accounts_for_all_that_was_recorded),
        TEST(status_of_another_life_says_that_all_of_it_waits),
        TEST(a_time_is_signed_when_the_hub_signed_it),
    };
    return cmocka_run_group_tests_name("kiosk news", tests, NULL, NULL);
}
