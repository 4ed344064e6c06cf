/* A kiosk, its courier and a hub under the power of one hand: see world.h. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "visits.h"
#include "world.h"
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RATING, MARK, WORDS, LIGHT_TRIES = 20, CARRY_TRIES = 30, MARKS = 12 };

/* The mark tells visits apart, by the choices that are ticked. */
static const char survey_json[] =
    "{\"title\":\"How was it?\",\"elements\":["
    "{\"type\":\"rating\",\"name\":\"rating\",\"title\":\"How?\"},"
    "{\"type\":\"checkbox\",\"name\":\"mark\",\"title\":\"Which?\",\"choices\":"
    "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\"]},"
    "{\"type\":\"comment\",\"name\":\"words\",\"title\":\"Tell us\"}],"
    "\"yousaid\":{\"id\":\"small\"}}";

uint32_t world_roll(struct world *world, uint32_t limit)
{
    world->dice = world->dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(world->dice >> 33) % limit;
}

/* Whatever fails, fails because it was made to. */
static void must_be_dark(const struct world *world, const struct crash_machine *disk,
                         const char *what, const struct err *err)
{
    if (!world->troubled && !crash_machine_is_dark(disk))
        fail_msg("%s: %s", what, err->text);
}

/* Nobody listens here. */
void staff_news(struct shell *shell)
{
    (void)shell;
}

void heard_forget(struct shell *shell)
{
    (void)shell;
}

/* The kiosk's state machine is not asked here: the account taps straight into the journal. */
void shell_give(struct shell *shell, struct event event)
{
    (void)kiosk_step(&shell->kiosk, event, clock_mono());
    news_settle(shell);
}

/* ---- the screen ---- */

bool world_screen_on(struct world *world)
{
    struct shell *shell = &world->shell;
    struct err err = { 0 };
    *shell = (struct shell){ .options.data = world->kiosk_data,
                             .state = calloc(1, sizeof *shell->state),
                             .link = { .notify = -1, .socket = -1, .retry_at = NEVER } };
    assert_non_null(shell->state);
    if (!news_start(shell, &err)) {
        must_be_dark(world, world->kiosk_disk, "the screen does not start", &err);
        world_screen_off(world);
        return false;
    }
    kiosk_init(&shell->kiosk, shell->held ? &shell->held->program : NULL);
    keep_courier_news(shell);
    return true;
}

void world_screen_off(struct world *world)
{
    struct shell *shell = &world->shell;
    journal_close(shell->journal);
    holding_free(shell->held);
    holding_free(shell->coming);
    free(shell->state);
    *shell = (struct shell){ 0 };
    world->visiting = false;
}

/* ---- the courier ---- */

static struct moment now(void *self)
{
    (void)self;
    return visits_clock;
}

bool world_courier_on(struct world *world)
{
    struct courier_world around = { .transport = near_hub_transport(&world->hub), .now = now };
    struct err err = { 0 };
    if (!courier_open_in(world->kiosk_data, &around, &world->courier, &err) ||
        !courier_journal_new(world->kiosk_data, &world->journal, &err)) {
        must_be_dark(world, world->kiosk_disk, "the courier does not start", &err);
        return false;
    }
    struct outbox outbox = courier_journal_outbox(world->journal);
    courier_set_outbox(world->courier, &outbox);
    return true;
}

void world_courier_off(struct world *world)
{
    courier_close(world->courier);
    courier_journal_free(world->journal);
    world->courier = NULL;
    world->journal = NULL;
}

/* ---- the hub ---- */

bool world_hub_on(struct world *world)
{
    struct err err = { 0 };
    if (near_hub_open(&world->hub, world->hub_data, &err))
        return true;
    must_be_dark(world, world->hub_disk, "the hub does not start", &err);
    return false;
}

void world_hub_off(struct world *world)
{
    near_hub_close(&world->hub);
}

/* ---- moments ---- */

static struct draft draft_of(const struct world *world, uint32_t rating)
{
    const struct holding *held = world->shell.held;
    struct draft draft = { .survey = held->survey,
                           .survey_digest = held->survey_digest,
                           .bundle = held->bundle,
                           .language = "en" };
    draft.answers.state[RATING] = ANSWER_FIRST + rating;
    draft.answers.state[MARK] = ANSWER_FIRST + world->visit_count;
    draft.answers.state[WORDS] = ANSWER_SHOWN;
    if (world->visit_count % 3 == 0) {
        draft.answers.state[WORDS] = ANSWER_FIRST;
        draft.words[0] = "somebody wrote this";
    }
    return draft;
}

void world_tap(struct world *world, bool closing)
{
    struct recorded recorded;
    struct err err = { 0 };
    if (world->shell.journal == NULL || world->shell.held->survey == NULL ||
        crash_machine_is_dark(world->kiosk_disk) ||
        (!world->visiting && world->visit_count == WORLD_VISITS_MAX))
        return;
    world->visit_count += world->visiting ? 0 : 1;
    world->visiting = true;
    struct world_visit *visit = &world->visits[world->visit_count];
    uint32_t rating = world_roll(world, 5);
    struct draft draft = draft_of(world, rating);
    visit->tried |= 1u << rating;
    visits_clock.mono += 700 + world_roll(world, 3000);
    if (!journal_save(world->shell.journal, &draft, closing, ENDING_COMPLETE, &recorded, &err)) {
        must_be_dark(world, world->kiosk_disk, "an answer is refused", &err);
        return;
    }
    visit->owed = true;
    visit->recorded = rating;
    visit->tried = 0;
    world->visiting = !closing;
}

void world_visits(struct world *world, int count)
{
    for (int i = 0; i < count; i++) {
        world_tap(world, false);
        world_tap(world, true);
    }
}

long world_wish(const char *name, long fallback)
{
    const char *text = getenv(name);
    return text == NULL ? fallback : strtol(text, NULL, 10);
}

void world_pause(struct world *world, msec ms)
{
    visits_clock.mono += ms;
    visits_clock.wall += (unix_seconds)(ms / 1000);
    if (world->shell.journal != NULL && !world->visiting)
        keep_tidy(&world->shell);
}

void world_carry(struct world *world)
{
    struct courier_result result;
    struct err err = { 0 };
    if (world->courier == NULL)
        return;
    (void)courier_sync(world->courier, &result, &err);
    if (world->shell.options.data != NULL && !world->visiting)
        news_state(&world->shell);
}

void world_live(struct world *world)
{
    uint32_t chance = world_roll(world, 100);
    if (chance < 60)
        world_tap(world, world_roll(world, 3) == 0);
    else if (chance < 75)
        world_pause(world, 1000 + world_roll(world, 4000000));
    else if (chance < 78)
        world_pause(world, (msec)31 * 24 * 3600 * 1000);
    else if (chance < 96)
        world_carry(world);
    else
        world->hub.trouble = world_roll(world, 2) == 0 ? NEAR_SILENT : NEAR_LOST_REPLY;
}

/* ---- power ---- */

/* Another boot: its clock runs from its start, and nobody is in the middle of a visit. */
static void boot(void)
{
    visits_clock.wall += 90;
    visits_clock.mono = 20000;
    seal_random(&visits_clock.boot, sizeof visits_clock.boot);
}

static void light_kiosk(struct world *world)
{
    world_courier_off(world);
    world_screen_off(world);
    crash_machine_light(world->kiosk_disk, world->dice, &world->fates);
    boot();
    if (world_screen_on(world))
        (void)world_courier_on(world);
}

static void light_hub(struct world *world)
{
    world_hub_off(world);
    crash_machine_light(world->hub_disk, world->dice, &world->fates);
    (void)world_hub_on(world);
}

void world_light(struct world *world)
{
    for (int i = 0; i < LIGHT_TRIES; i++) {
        (void)world_roll(world, 2);
        if (crash_machine_is_dark(world->kiosk_disk))
            light_kiosk(world);
        if (crash_machine_is_dark(world->hub_disk))
            light_hub(world);
        if (!crash_machine_is_dark(world->kiosk_disk) && !crash_machine_is_dark(world->hub_disk))
            return;
    }
    fail_msg("the power never stays");
}

/* ---- cards ---- */

bool __wrap_tls_file_der(const char *path, struct buf *ret, struct err *err);

/* Nothing here speaks TLS, and a certificate of its own would make each hub's bundles other ones.
 */
bool __wrap_tls_file_der(const char *path, struct buf *ret, struct err *err)
{
    static const uint8_t certificate[] = { 0x30, 3, 2, 1, 5 };
    (void)path;
    buf_put(ret, certificate, sizeof certificate);
    return buf_ok(ret, "a certificate", err);
}

static void copy_folder(const char *from, const char *to);
static void remove_folder(const char *folder);

static void kiosk_off(struct world *world)
{
    world_courier_off(world);
    world_screen_off(world);
}

static void kiosk_on(struct world *world)
{
    boot();
    if (world_screen_on(world))
        (void)world_courier_on(world);
}

static void know_card(struct world *world)
{
    world->kiosk_data = world->cards[world->card].data;
    world->kiosk_disk = world->cards[world->card].disk;
}

void world_copy_card(struct world *world)
{
    struct world_card *copy = &world->cards[world->card_count];
    assert_true(world->card_count < WORLD_CARDS);
    kiosk_off(world);
    char data[sizeof copy->data];
    (void)snprintf(data, sizeof data, "%s/card-%d", world->folder, world->card_count);
    memcpy(copy->data, data, sizeof data);
    copy_folder(world->kiosk_data, copy->data);
    copy->disk = crash_machine_new(copy->data);
    world->card_count++;
    kiosk_on(world);
}

void world_drop_copies(struct world *world)
{
    while (world->card_count > 1)
        crash_machine_free(world->cards[--world->card_count].disk);
}

void world_use_card(struct world *world, int card)
{
    kiosk_off(world);
    world->card = card;
    know_card(world);
    kiosk_on(world);
}

static bool note_counted(void *context, const struct store_row *row)
{
    bool *counted = context;
    counted[row->response.state[MARK] - ANSWER_FIRST] = true;
    return true;
}

static bool note_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct world *world = ((void **)context)[0];
    struct err err = { 0 };
    return store_kiosk_rows(hub_store(world->hub.hub), kiosk->id, note_counted,
                            ((void **)context)[1], &err);
}

/* What no hub has is owed no more; should it come all the same, it comes once. */
static void forgive_unsent(struct world *world)
{
    static bool counted[WORLD_VISITS_MAX + 1];
    struct err err = { 0 };
    void *context[] = { world, counted };
    memset(counted, 0, sizeof counted);
    if (!store_kiosks(hub_store(world->hub.hub), note_kiosk, context, &err))
        fail_msg("%s", err.text);
    for (uint32_t mark = 1; mark <= world->visit_count; mark++)
        world->visits[mark].owed &= counted[mark];
}

void world_set_back(struct world *world, int card)
{
    struct world_card *here = &world->cards[world->card];
    kiosk_off(world);
    forgive_unsent(world);
    crash_machine_free(here->disk);
    remove_folder(here->data);
    copy_folder(world->cards[card].data, here->data);
    here->disk = crash_machine_new(here->data);
    know_card(world);
    kiosk_on(world);
}

/* Past the first page, so that the file is still one of SQLite's. */
static void scribble(struct world *world, int pages)
{
    enum { PAGE = 1024 };
    char path[2 * WORLD_PATH];
    uint8_t noise[PAGE];
    (void)snprintf(path, sizeof path, "%s/screen/journal.sqlite", world->kiosk_data);
    FILE *file = fopen(path, "r+be");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    uint32_t count = (uint32_t)(ftell(file) / PAGE);
    for (int i = 0; i < pages && count > 1; i++) {
        for (size_t at = 0; at < PAGE; at++)
            noise[at] = (uint8_t)world_roll(world, 256);
        assert_int_equal(fseek(file, (long)(1 + world_roll(world, count - 1)) * PAGE, SEEK_SET), 0);
        assert_int_equal(fwrite(noise, 1, PAGE, file), PAGE);
    }
    assert_int_equal(fclose(file), 0);
}

void world_damage(struct world *world, int pages)
{
    crash_machine_cut(world->kiosk_disk);
    kiosk_off(world);
    crash_machine_light(world->kiosk_disk, world->dice, &world->fates);
    forgive_unsent(world);
    crash_machine_free(world->kiosk_disk);
    scribble(world, pages);
    world->cards[world->card].disk = crash_machine_new(world->kiosk_data);
    know_card(world);
    kiosk_on(world);
}

enum { BACKUP_PATH = WORLD_PATH + 16 };

static void backup_path(const struct world *world, char ret[BACKUP_PATH])
{
    (void)snprintf(ret, BACKUP_PATH, "%s/backup", world->folder);
}

void world_back_up(struct world *world)
{
    char backup[BACKUP_PATH];
    backup_path(world, backup);
    world_hub_off(world);
    remove_folder(backup);
    copy_folder(world->hub_data, backup);
    assert_true(world_hub_on(world));
}

void world_restore_hub(struct world *world)
{
    char backup[BACKUP_PATH];
    backup_path(world, backup);
    world_hub_off(world);
    crash_machine_free(world->hub_disk);
    remove_folder(world->hub_data);
    copy_folder(backup, world->hub_data);
    world->hub_disk = crash_machine_new(world->hub_data);
    assert_true(world_hub_on(world));
}

void world_restart(struct world *world)
{
    world_courier_off(world);
    world_screen_off(world);
    world_hub_off(world);
    if (world_hub_on(world) && world_screen_on(world))
        (void)world_courier_on(world);
}

/* ---- the account ---- */

struct tally {
    struct world *world;
    bool seen[WORLD_VISITS_MAX + 1];
    uint64_t rows;
};

static bool take_row(void *context, const struct store_row *row)
{
    struct tally *tally = context;
    const struct store_response *response = &row->response;
    uint32_t mark = response->state[MARK] - ANSWER_FIRST;
    uint32_t rating = response->state[RATING] - ANSWER_FIRST;
    assert_in_range(mark, 1, tally->world->visit_count);
    const struct world_visit *visit = &tally->world->visits[mark];
    if (tally->seen[mark])
        fail_msg("visit %u is counted twice", mark);
    if (rating != visit->recorded && (visit->tried & 1u << rating) == 0)
        fail_msg("visit %u was recorded as %u and is counted as %u", mark, visit->recorded, rating);
    tally->seen[mark] = true;
    tally->rows++;
    return true;
}

static bool take_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct tally *tally = context;
    struct err err = { 0 };
    if (!store_kiosk_rows(hub_store(tally->world->hub.hub), kiosk->id, take_row, tally, &err))
        fail_msg("%s", err.text);
    return true;
}

static bool no_aside(void *context, uint64_t kiosk, uint64_t life, const struct store_aside *aside)
{
    (void)context, (void)kiosk, (void)life;
    fail_msg("response %llu is set aside: %s", (unsigned long long)aside->seq, aside->reason);
    return true;
}

static void compare(struct world *world)
{
    struct tally *tally = calloc(1, sizeof *tally);
    struct err err = { 0 };
    assert_non_null(tally);
    tally->world = world;
    if (!store_kiosks(hub_store(world->hub.hub), take_kiosk, tally, &err) ||
        !store_asides(hub_store(world->hub.hub), 0, no_aside, NULL, &err))
        fail_msg("%s", err.text);
    for (uint32_t mark = 1; mark <= world->visit_count; mark++)
        if (world->visits[mark].owed && !tally->seen[mark])
            fail_msg("visit %u was recorded and is not counted", mark);
    world->counted = tally->rows;
    free(tally);
}

/* Nothing waits to go on in another life, nor to be looked through. */
static bool is_settled(const struct world *world)
{
    struct err err = { 0 };
    uint64_t stranded = 1;
    const struct journal *journal = world->shell.journal;
    return journal != NULL && !world->shell.life_waits && !journal_needs_check(journal) &&
           journal_identity(journal).life == courier_state(world->courier)->life &&
           journal_stranded(world->shell.journal, &stranded, &err) && stranded == 0;
}

static void carry_all(struct world *world)
{
    struct courier_result result = { .pending = 1 };
    struct err err = { 0 };
    for (int i = 0; i < CARRY_TRIES; i++) {
        world_pause(world, 4000);
        bool fine = courier_sync(world->courier, &result, &err);
        news_state(&world->shell);
        if (fine && result.pending == 0 && is_settled(world))
            return;
    }
    fail_msg("%llu responses stay with the kiosk: %s; %s", (unsigned long long)result.pending,
             attempt_sentence(result.outcome), result.detail);
}

void world_settle(struct world *world)
{
    crash_machine_cut_at(world->kiosk_disk, UINT64_MAX);
    crash_machine_cut_at(world->hub_disk, UINT64_MAX);
    world_light(world);
    world->hub.trouble = NEAR_FINE;
    if (world->visiting)
        world_tap(world, true);
    carry_all(world);
    for (int i = 1; i < world->card_count; i++) {
        world_use_card(world, (world->card + 1) % world->card_count);
        carry_all(world);
    }
    compare(world);
    near_hub_verify(&world->hub);
}

/* ---- making ---- */

/* Keys, lives and nonces come of the seed too, so that a world can be had again. */
static uint64_t chance;

static void chance_fill(void *const to, const size_t size)
{
    for (size_t i = 0; i < size; i++) {
        chance = chance * 6364136223846793005u + 1442695040888963407u;
        ((uint8_t *)to)[i] = (uint8_t)(chance >> 56);
    }
}

static uint32_t chance_next(void)
{
    uint32_t next;
    chance_fill(&next, sizeof next);
    return next;
}

static const char *chance_name(void)
{
    return "world";
}

static void take_chance(uint64_t seed)
{
    static struct randombytes_implementation implementation = { .implementation_name = chance_name,
                                                                .random = chance_next,
                                                                .buf = chance_fill };
    chance = seed;
    assert_int_equal(randombytes_set_implementation(&implementation), 0);
    /* The salts of its logs, and the number of an invitation, are SQLite's to choose. */
    (void)sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(seed % INT_MAX) + 1, NULL);
}

static void copy_folder(const char *from, const char *to)
{
    char command[3 * WORLD_PATH];
    (void)snprintf(command, sizeof command, "cp -a %s %s", from, to);
    assert_int_equal(system(command), 0);
}

static void remove_folder(const char *folder)
{
    char command[2 * WORLD_PATH];
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

static const char *temporary(void)
{
    struct stat at;
    const char *told = getenv("TMPDIR");
    if (told != NULL)
        return told;
    return stat("/dev/shm", &at) == 0 && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

/* A hub with its keys takes a while to make: one serves all worlds of a program. */
static const char *hub_template(void)
{
    static char template[WORLD_PATH];
    if (template[0] != '\0')
        return template;
    (void)snprintf(template, sizeof template, "%s/world-hub-XXXXXX", temporary());
    assert_non_null(mkdtemp(template));
    (void)strncat(template, "/hub", sizeof template - strlen(template) - 1);
    take_chance(1); /* whatever the seed of the first world: its keys are always the same */
    (void)setenv("YOUSAID_TEST_KDF", "1", 1);
    near_hub_make(template, survey_json);
    return template;
}

static void enrol(struct world *world)
{
    char code[CODE_SIZE];
    struct err err = { 0 };
    near_hub_invite(&world->hub, code);
    assert_true(world_courier_on(world));
    if (!courier_enrol(world->courier, "https://hub.test", code, &err))
        fail_msg("%s", err.text);
}

struct world *world_new(uint64_t seed)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    (void)hub_template();
    take_chance(seed);
    seal_start();
    world->dice = seed;
    visits_clock = (struct moment){ .wall = clock_build_floor() + 1000000,
                                    .mono = 5000000,
                                    .boot = { { 1 } } };
    (void)snprintf(world->folder, sizeof world->folder, "%s/world-XXXXXX", temporary());
    assert_non_null(mkdtemp(world->folder));
    (void)snprintf(world->cards[0].data, sizeof world->cards[0].data, "%s/kiosk", world->folder);
    world->kiosk_data = world->cards[0].data;
    world->card_count = 1;
    (void)snprintf(world->hub_data, sizeof world->hub_data, "%s/hub", world->folder);
    copy_folder(hub_template(), world->hub_data);
    assert_int_equal(mkdir(world->kiosk_data, 0700), 0);
    world->hub_disk = crash_machine_new(world->hub_data);
    world->cards[0].disk = world->kiosk_disk = crash_machine_new(world->kiosk_data);
    assert_true(world_hub_on(world));
    enrol(world);
    assert_true(world_screen_on(world));
    return world;
}

void world_free(struct world *world)
{
    world_courier_off(world);
    world_screen_off(world);
    world_hub_off(world);
    for (int i = 0; i < world->card_count; i++)
        crash_machine_free(world->cards[i].disk);
    crash_machine_free(world->hub_disk);
    remove_folder(world->folder);
    free(world);
}
