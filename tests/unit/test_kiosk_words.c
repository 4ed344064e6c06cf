/*
 * Which words the screen speaks with: a bundle comes from a hub that may be newer than the program,
 * with language files that the program does not know. The bundles are made here, and loaded both by
 * the library and by the program itself.
 */
#include "cbor_io.h"
#include "file.h"
#include "kiosk_holding.h"
#include "seal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { BLOBS_AT_MOST = 8, LOG_MAX = 8000 };

/* One kiosk's folder, with a bundle in the making. */
struct world {
    char folder[200];
    struct secret_key programme, hub;
    struct public_key programme_public, hub_public;
    struct trust trust;
    struct manifest manifest;
    struct blob_name blobs[BLOBS_AT_MOST];
    struct digest bundle;
    struct holding *holding;
    struct err err;
    char log[LOG_MAX]; /* what loading said */
};

static const char gp_fft[] = SOURCE_DIR "/assets/surveys/gp-fft.json";

/* --- the courier's folder --- */

static void write_file(const struct world *world, const char *name, struct span bytes)
{
    char path[400];
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, "%s/courier/%s", world->folder, name);
    if (!file_write_durable(path, bytes, 0640, &err))
        fail_msg("%s", err.text);
}

static struct digest write_blob(const struct world *world, struct span bytes)
{
    char name[80] = "blobs/";
    struct digest digest = digest_of(bytes);
    digest_hex(&digest, name + 6);
    write_file(world, name, bytes);
    return digest;
}

static void list_blob(struct world *world, enum blob_kind kind, const char *name, struct span bytes)
{
    assert_true(world->manifest.blob_count < BLOBS_AT_MOST);
    struct blob_name *blob = &world->blobs[world->manifest.blob_count++];
    *blob = (struct blob_name){ .kind = kind,
                                .digest = write_blob(world, bytes),
                                .size = (uint32_t)bytes.size };
    (void)snprintf(blob->name, sizeof blob->name, "%s", name);
}

static void ask(struct world *world, struct span survey)
{
    list_blob(world, BLOB_SURVEY, "survey", survey);
    world->manifest.survey = world->blobs[0].digest;
}

static void ask_file(struct world *world, const char *path)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    assert_true(file_read(path, &bytes, NULL));
    ask(world, buf_span(&bytes));
}

static void name_language(struct world *world, const char *tag)
{
    struct manifest *manifest = &world->manifest;
    (void)snprintf(manifest->languages[manifest->language_count++], LANGUAGE_TAG_MAX + 1, "%s",
                   tag);
}

/* Offers a language in the words of a file of the tree, with `more` in the place of its version. */
static void offer_as(struct world *world, const char *tag, const char *file, const char *more)
{
    char path[300];
    BUF_AUTO bytes = buf_new(64 * 1024);
    BUF_AUTO words = buf_new(64 * 1024);
    (void)snprintf(path, sizeof path, SOURCE_DIR "/assets/languages/%s.json", file);
    assert_true(file_read(path, &bytes, NULL));
    buf_printf(&words, "{%s%s", more, strstr(buf_text(&bytes), "\"tag\""));
    name_language(world, tag);
    list_blob(world, BLOB_WORDING, tag, buf_span(&words));
}

static void offer(struct world *world, const char *tag)
{
    offer_as(world, tag, tag, "");
}

/* As a newer hub may write it: a member that this program has never heard of. */
static void offer_newer(struct world *world, const char *tag)
{
    offer_as(world, tag, tag, "\"version\": 3, \"numerals\": [\"0\"], ");
}

static void sign(struct world *world)
{
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    world->manifest.blobs = world->blobs;
    if (!manifest_sign(&world->manifest, &world->hub, &message, &world->err))
        fail_msg("%s", world->err.text);
    world->bundle = write_blob(world, buf_span(&message));
}

/* --- loading --- */

static void read_log(struct world *world, FILE *file)
{
    rewind(file);
    size_t size = fread(world->log, 1, sizeof world->log - 1, file);
    world->log[size] = '\0';
    (void)fclose(file);
}

static bool load(struct world *world)
{
    sign(world);
    FILE *said = tmpfile();
    int terminal = dup(STDERR_FILENO);
    assert_non_null(said);
    (void)dup2(fileno(said), STDERR_FILENO);
    bool loaded = holding_from_bundle(world->folder, &world->trust, &world->bundle, &world->holding,
                                      &world->err);
    (void)dup2(terminal, STDERR_FILENO);
    file_close(&terminal);
    read_log(world, said);
    return loaded;
}

/* The languages offered, in their order and with a space behind each; the default in brackets. */
static void offers(struct world *world, const char *wanted)
{
    char list[200] = "";
    if (!load(world))
        fail_msg("%s", world->err.text);
    const struct program *program = &world->holding->program;
    for (int i = 0; i < program->language_count; i++) {
        const char *tag = program->survey->languages[program->survey_language[i]].tag;
        size_t used = strlen(list);
        (void)snprintf(list + used, sizeof list - used,
                       i == program->default_language ? "[%s] " : "%s ", tag);
        assert_non_null(program->wordings[i]);
    }
    assert_string_equal(list, wanted);
}

static void logged_once(const struct world *world, const char *line)
{
    const char *at = strstr(world->log, line);
    if (!at || strstr(at + 1, line))
        fail_msg("not once \"%s\" in: %s", line, world->log);
}

static void refuses(struct world *world, const char *part)
{
    assert_false(load(world));
    assert_null(world->holding);
    if (!strstr(world->err.text, part))
        fail_msg("%s", world->err.text);
    assert_string_equal(world->log, "");
}

static int begin(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    char path[300];
    const char *at = getenv("TMPDIR");
    assert_non_null(world);
    seal_start();
    (void)snprintf(world->folder, sizeof world->folder, "%s/words-test-XXXXXX", at ? at : "/tmp");
    assert_non_null(mkdtemp(world->folder));
    (void)snprintf(path, sizeof path, "%s/courier/blobs", world->folder);
    assert_true(file_make_folder(path, 0700, NULL));
    key_pair_new(&world->programme_public, &world->programme);
    key_pair_new(&world->hub_public, &world->hub);
    world->trust.hub_keys[world->trust.hub_key_count++] = world->hub_public;
    world->manifest = (struct manifest){ .serial = 5,
                                         .issued = 1,
                                         .venue = "riverside",
                                         .venue_name = "Riverside",
                                         .time_zone = "Europe/London",
                                         .programme = "Northshire" };
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    char command[300];
    holding_free(world->holding);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", world->folder);
    assert_int_equal(system(command), 0);
    free(world);
    return 0;
}

/* --- what is offered --- */

static void all_that_load_are_offered(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer(world, "en");
    offer_as(world, "cy", "cy", "\"version\": 2, ");
    offer(world, "ar");
    offers(world, "[en] cy ar ");
    assert_string_equal(world->log, "");
}

static void a_language_of_a_newer_form_is_left_out_and_the_others_stay(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer(world, "cy");
    offer_newer(world, "ar");
    offer(world, "en");
    offers(world, "cy [en] ");
    logged_once(world, "ar is not offered: the words of the interface: /version: version 3, where "
                       "this program knows 2");
}

static void a_language_whose_file_is_at_fault_is_left_out(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer(world, "en");
    offer_as(world, "ar", "ar", "\"numerals\": 1, ");
    offer_as(world, "pl", "pl", "nonsense ");
    name_language(world, "cy"); /* and no file */
    offers(world, "[en] ");
    logged_once(world, "ar is not offered: the words of the interface: /numerals: no such member");
    logged_once(world, "pl is not offered: ");
    logged_once(world, "cy is not offered: the bundle has no such file");
}

static void the_default_language_speaks_with_the_words_built_in(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer_newer(world, "en");
    offer(world, "cy");
    offer_newer(world, "ar");
    offers(world, "[en] cy ");
    assert_string_equal(world->holding->program.wordings[0]->word[WORD_START], "Start");
    logged_once(world, "en speaks with the words built in, not the bundle's: ");
    logged_once(world, "ar is not offered: ");
}

static void when_no_file_loads_every_language_that_is_built_in_speaks(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer_newer(world, "en");
    offer_newer(world, "cy");
    offer_newer(world, "ar");
    offers(world, "[en] cy ar ");
    assert_string_equal(world->holding->program.wordings[1]->tag, "cy");
    logged_once(world, "ar speaks with the words built in");
}

static const char *in_tongues(const char *tag)
{
    static char survey[400];
    (void)snprintf(survey, sizeof survey,
                   "{\"locale\": \"%s\", \"title\": {\"en\": \"T\", \"%s\": \"T\"}, \"elements\": "
                   "[{\"type\": \"comment\", \"name\":\"t\", "
                   "\"title\": {\"en\": \"W\", \"%s\": \"W\"}}]}",
                   tag, tag, tag);
    return survey;
}

static void what_stands_before_the_dash_is_built_in_too(void **state)
{
    struct world *world = *state;
    ask(world, span_text(in_tongues("en-GB")));
    offer_as(world, "en-GB", "en", "\"version\": 3, ");
    offers(world, "[en-GB] ");
}

/* --- what the venue chooses --- */

static void the_venue_s_default_language_comes_first_for_everybody(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer(world, "en");
    offer(world, "cy");
    list_blob(world, BLOB_VENUE, "venue",
              span_text("{\"version\": 1, \"languages\": {\"default\": \"cy\"}}"));
    offers(world, "en [cy] ");
    assert_string_equal(program_venue(&world->holding->program)->default_language, "cy");
}

static void a_venue_s_file_of_a_newer_form_leaves_the_usual_settings(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer(world, "en");
    list_blob(world, BLOB_VENUE, "venue", span_text("{\"version\": 99}"));
    offers(world, "[en] ");
    assert_ptr_equal(program_venue(&world->holding->program), &venue_profile_usual);
    logged_once(world, "goes without what is not understood here: the venue's file: /version");
}

static void notices_come_with_the_bundle_or_are_left_out(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer(world, "en");
    list_blob(world, BLOB_NOTICES, "notices",
              span_text("{\"version\": 1, \"notices\": [{\"said\": {\"en\": \"Cold.\"}, "
                        "\"said_on\": \"2026-01\", \"did\": {\"en\": \"Heating.\"}, "
                        "\"did_on\": \"2026-02\"}]}"));
    offers(world, "[en] ");
    assert_int_equal(world->holding->program.notices->count, 1);
}

static void notices_of_a_newer_form_are_left_out(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer(world, "en");
    list_blob(world, BLOB_NOTICES, "notices", span_text("{\"version\": 2, \"notices\": []}"));
    offers(world, "[en] ");
    assert_null(world->holding->program.notices);
    logged_once(world, "goes without what is not understood here: the notices: /version");
}

/* --- what is refused whole --- */

static void a_default_language_that_nobody_knows_refuses_the_bundle(void **state)
{
    struct world *world = *state;
    ask(world, span_text(in_tongues("ga")));
    offer_as(world, "ga", "en", "\"version\": 3, ");
    offer(world, "en");
    refuses(world, "loading the words of ga: the words of the interface: /version: version 3");
}

static void a_bundle_that_no_words_fit_is_refused(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    refuses(world, "there is no language that survey and interface share");
}

static void a_bundle_with_a_damaged_blob_is_refused_whole(void **state)
{
    struct world *world = *state;
    char name[80] = "blobs/";
    ask_file(world, gp_fft);
    offer(world, "en");
    offer(world, "ar");
    digest_hex(&world->blobs[2].digest, name + 6);
    write_file(world, name, span_text("{}"));
    refuses(world, "is not what its name says");
}

/* --- the program itself --- */

static void state_hub_key(const struct world *world)
{
    struct statement statement = { .number = 1,
                                   .kind = STATEMENT_HUB_KEY,
                                   .issued = 1,
                                   .from = 1,
                                   .subject =
                                       span_of(&world->hub_public, sizeof world->hub_public) };
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    BUF_AUTO all = buf_new(2 * STATEMENT_BYTES_MAX);
    assert_true(statement_sign(&statement, &world->programme, &message, NULL));
    item_put_array(&all, 1);
    item_put_bytes(&all, buf_span(&message));
    write_file(world, "statements", buf_span(&all));
}

static void enrol(const struct world *world)
{
    struct secret_key secret;
    struct courier_state *state = calloc(1, sizeof *state);
    assert_non_null(state);
    *state = (struct courier_state){ .enrolled = true,
                                     .kiosk = 7,
                                     .life = 9,
                                     .programme = world->programme_public,
                                     .bundle = world->bundle,
                                     .bundle_serial = world->manifest.serial };
    key_pair_new(&state->kiosk_key, &secret);
    (void)snprintf(state->hub_url, sizeof state->hub_url, "https://hub.example");
    state_hub_key(world);
    assert_true(courier_state_save(world->folder, state, NULL));
    free(state);
}

/* Runs the screen until it has shown its first page; what it printed and logged. */
static void run_program(struct world *world)
{
    char command[700];
    (void)snprintf(command, sizeof command,
                   "echo quit | SDL_VIDEODRIVER=dummy timeout 60 " BINARY_DIR
                   "/bin/yousaid-kiosk run --data '%s' --window 1280x800 --script - --trace 2>&1",
                   world->folder);
    FILE *output = popen(command, "re");
    assert_non_null(output);
    size_t size = fread(world->log, 1, sizeof world->log - 1, output);
    world->log[size] = '\0';
    assert_int_equal(pclose(output), 0);
}

static void an_older_program_still_asks_what_a_newer_hub_sends(void **state)
{
    struct world *world = *state;
    ask_file(world, gp_fft);
    offer_newer(world, "en");
    offer(world, "cy");
    offer_newer(world, "ar");
    sign(world);
    enrol(world);
    run_program(world);
    logged_once(world, "en speaks with the words built in, not the bundle's: ");
    logged_once(world, "ar is not offered: the words of the interface: /version: version 3");
    logged_once(world, "\"name\":\"start\"");
    logged_once(world, "\"name\":\"language:cy\"");
    assert_null(strstr(world->log, "\"name\":\"language:ar\""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_that_load_are_offered),
        TEST(a_language_of_a_newer_form_is_left_out_and_the_others_stay),
        TEST(a_language_whose_file_is_at_fault_is_left_out),
        TEST(the_default_language_speaks_with_the_words_built_in),
        TEST(when_no_file_loads_every_language_that_is_built_in_speaks),
        TEST(what_stands_before_the_dash_is_built_in_too),
        TEST(the_venue_s_default_language_comes_first_for_everybody),
        TEST(a_venue_s_file_of_a_newer_form_leaves_the_usual_settings),
        TEST(notices_come_with_the_bundle_or_are_left_out),
        TEST(notices_of_a_newer_form_are_left_out),
        TEST(a_default_language_that_nobody_knows_refuses_the_bundle),
        TEST(a_bundle_that_no_words_fit_is_refused),
        TEST(a_bundle_with_a_damaged_blob_is_refused_whole),
        TEST(an_older_program_still_asks_what_a_newer_hub_sends),
    };
    return cmocka_run_group_tests_name("kiosk words", tests, NULL, NULL);
}
