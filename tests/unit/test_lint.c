/*
 * What the linter finds, and how it tells it: the same thing in many languages, panels and displays
 * is one finding. The screens are those of a small script that speaks as the kiosk's program does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lint.h"
#include "surveys.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *const text =
    "{\"title\": {\"default\": \"Your visit\", \"cy\": \"Eich ymweliad\", \"fr\": \"Votre "
    "visite\"},\n"
    " \"elements\": [\n"
    "{\"type\": \"boolean\", \"name\": \"came\", \"title\": {\"default\": \"Did you come?\", "
    "\"cy\": \"Ddaethoch chi?\", \"fr\": \"\u00cates-vous venu ?\"}, \"labelTrue\": {\"default\": "
    "\"Yes\", \"cy\": \"Do\", \"fr\": \"Oui\"}, \"labelFalse\": {\"default\": \"No\", \"cy\": "
    "\"Naddo\", \"fr\": \"Non\"}},\n"
    "{\"type\": \"comment\", \"name\": \"why\", \"title\": {\"default\": \"Why?\", \"cy\": "
    "\"Pam?\", \"fr\": \"Pourquoi ?\"}, \"visibleIf\": \"{came} empty and {came} = true\"}]}";

enum { EN, CY, FR, ALL = 7 };

static struct problems problems;
static struct survey *survey;
static struct lint_report *report;
static struct err err;

static int begin(void **state)
{
    (void)state;
    survey = surveys_from_text(text, &problems);
    report = calloc(1, sizeof *report);
    return survey != NULL && report != NULL ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    survey_free(survey);
    free(report);
    return 0;
}

static bool speaks(const char *tag)
{
    return strcmp(tag, "fr") != 0;
}

/* A program that looks at no screen and says this. */
static const char *kiosk_saying(const char *script)
{
    static char path[1024];
    (void)snprintf(path, sizeof path, "%s/lint-kiosk.sh", BINARY_DIR);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    (void)fprintf(file, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0755), 0);
    return path;
}

static void look(const char *script)
{
    static const char *const panels[] = { "800x480", "1280x800", NULL };
    struct lint_options options = {
        .kiosk = kiosk_saying(script), .panels = panels, .languages = ALL, .speaks = speaks
    };
    if (!lint_survey(survey, &options, report, &err))
        fail_msg("%s", err.text);
}

static const struct lint_finding *found(enum lint_kind kind, const char *pointer)
{
    for (int i = 0; i < report->count; i++)
        if (report->findings[i].kind == kind && strcmp(report->findings[i].pointer, pointer) == 0)
            return &report->findings[i];
    fail_msg("%s is not found at %s", lint_kind_name(kind), pointer);
    return NULL;
}

static void what_stands_in_the_file_needs_no_screen(void **state)
{
    (void)state;
    struct lint_options options = { .languages = ALL, .speaks = speaks };
    assert_true(lint_survey(survey, &options, report, &err));
    assert_int_equal(found(LINT_UNREACHABLE, "/elements/1")->level, PROBLEM_ERROR);
    assert_int_equal(found(LINT_UNREACHABLE, "/elements/1")->line, 4);
    assert_int_equal(found(LINT_NO_WORDS, "")->languages, 1 << FR);
    assert_int_equal(report->count, 2);
    assert_int_equal(report->errors, 1);
    assert_int_equal(report->screens, 0);
    assert_int_equal(report->seen, 0);
}

#define FAULTS(list) "echo '{\"screens\":6,\"found\":1,\"faults\":[" list "]}'"
#define FAULT(kind, screen, question, size, display, about)                                        \
    "{\"kind\":\"" kind "\",\"screen\":\"" screen "\",\"question\":" question                      \
    ",\"language\":\"x\",\"size\":\"" size "\",\"display\":\"" display "\",\"about\":\"" about     \
    "\",\"count\":1}"

static void the_same_everywhere_is_one_finding(void **state)
{
    (void)state;
    look(FAULTS(FAULT("too_full", "question-came", "\"came\"", "800x480", "standard", "") "," FAULT(
        "too_full", "pressed-came", "\"came\"", "1280x800", "large", "")));
    const struct lint_finding *finding = found(LINT_TOO_FULL, "/elements/0");
    assert_int_equal(finding->languages, 1 << EN | 1 << CY);
    assert_int_equal(finding->panels, 3);
    assert_int_equal(finding->displays, 3);
    assert_string_equal(finding->screen, "question-came");
    assert_int_equal(finding->line, 3);
    assert_int_equal(report->seen, 1 << EN | 1 << CY);
    assert_int_equal(report->screens, 12);
    assert_int_equal(report->errors, 2);
}

static void words_of_the_survey_are_found_in_it_by_language(void **state)
{
    (void)state;
    look(FAULTS(FAULT("broken_word", "question-came", "\"came\"", "800x480", "standard",
                      "Ddaethoch chi?")));
    assert_int_equal(found(LINT_BROKEN_WORD, "/elements/0/title")->languages, 1 << CY);
    assert_int_equal(found(LINT_BROKEN_WORD, "/elements/0")->languages, 1 << EN);
    char sentence[200];
    lint_text(found(LINT_BROKEN_WORD, "/elements/0/title"), sentence, sizeof sentence);
    assert_string_equal(
        sentence, "\"Ddaethoch chi?\" has a word that is wider than its room; use a shorter one");
}

/* Nobody who writes a survey can mend them: they only warn. */
static void screens_without_anything_of_the_survey_only_warn(void **state)
{
    (void)state;
    look(FAULTS(FAULT("small_target", "languages", "null", "800x480", "standard",
                      "language:cy") "," FAULT("small_target", "goodbye", "null", "800x480",
                                               "standard", "done")));
    int warnings = 0;
    for (int i = 0; i < report->count; i++)
        if (report->findings[i].kind == LINT_SMALL_TARGET) {
            assert_int_equal(report->findings[i].level, PROBLEM_WARNING);
            warnings++;
        }
    assert_int_equal(warnings, 2);
}

static void the_first_screen_is_mended_where_it_says_who_asks(void **state)
{
    (void)state;
    look(FAULTS(FAULT("too_full", "attract", "null", "800x480", "standard", "")));
    assert_int_equal(found(LINT_TOO_FULL, "/title")->level, PROBLEM_ERROR);
}

static void each_language_is_asked_for_with_every_panel_and_display(void **state)
{
    (void)state;
    look("[ \"$(cat | tail -c 2)\" = ']}' ] || exit 2\n"
         "[ \"$*\" = \"render --check --json --survey - --language en --size 800x480 --size "
         "1280x800 --display standard --display large --display contrast\" ] || echo \"$*\" >&2\n"
         "case \"$*\" in *'--language en'*) " FAULTS("") " ;; esac");
    assert_int_equal(report->seen, 1 << EN);
    const struct lint_finding *finding = found(LINT_NOT_SEEN, "");
    assert_int_equal(finding->languages, 1 << CY);
    assert_non_null(strstr(finding->about, "--language cy"));
}

static void what_cannot_be_seen_is_an_error(void **state)
{
    (void)state;
    look("echo 'there are no fonts' >&2; exit 1");
    assert_string_equal(found(LINT_NOT_SEEN, "")->about, "there are no fonts");
    assert_int_equal(found(LINT_NOT_SEEN, "")->level, PROBLEM_ERROR);
    look("echo 'Hello!'");
    assert_string_equal(found(LINT_NOT_SEEN, "")->about, "what it said was no report");
    look("kill -KILL $$");
    assert_int_equal(found(LINT_NOT_SEEN, "")->languages, 1 << EN | 1 << CY);
}

/* A newer kiosk may find what this hub has no word for. */
static void an_unknown_kind_is_passed_over(void **state)
{
    (void)state;
    look(FAULTS(FAULT("dusty", "goodbye", "null", "800x480", "standard", "")));
    assert_int_equal(report->count, 2);
}

static void more_than_there_is_room_for_is_counted(void **state)
{
    (void)state;
    look("i=0; printf '{\"screens\":1,\"faults\":['\n"
         "while [ $i -lt 1000 ]; do printf "
         "'{\"kind\":\"silent\",\"screen\":\"s%d\",\"size\":\"800x480\"},' $i; i=$((i+1)); done\n"
         "echo '{}]}'");
    assert_int_equal(report->count, LINT_FINDINGS_MAX);
    assert_true(report->warnings > 1000);
}

static void a_program_that_is_not_there_is_said_at_once(void **state)
{
    (void)state;
    struct lint_options options = { .kiosk = "/nowhere/yousaid-kiosk", .languages = ALL };
    assert_false(lint_survey(survey, &options, report, &err));
    assert_non_null(strstr(err.text, "no program /nowhere/yousaid-kiosk; name"));
}

static void too_many_panels_are_refused(void **state)
{
    (void)state;
    const char *panels[LINT_PANELS_MAX + 2];
    for (int i = 0; i <= LINT_PANELS_MAX; i++)
        panels[i] = "1x1";
    panels[LINT_PANELS_MAX + 1] = NULL;
    struct lint_options options = { .kiosk = kiosk_saying("exit 1"),
                                    .panels = panels,
                                    .languages = ALL };
    assert_false(lint_survey(survey, &options, report, &err));
    assert_int_equal(err.kind, ERR_USAGE);
}

/* Both surveys of the tree are to be plain. */
static void our_own_surveys_read_at_eleven_or_younger(void **state)
{
    (void)state;
    static const char *const names[] = { "assets/surveys/gp-fft.json",
                                         "assets/surveys/jobcentre.json" };
    for (int i = 0; i < 2; i++) {
        struct survey *own = surveys_from_file(names[i]);
        struct lint_options options = { .languages = UINT32_MAX };
        assert_true(lint_survey(own, &options, report, &err));
        assert_true(report->reading_count > 0 && report->readings[0].age < 11);
        assert_int_equal(report->count, 0);
        survey_free(own);
    }
}

static void hard_english_is_said_with_its_age(void **state)
{
    (void)state;
    struct survey *hard = surveys_from_text(
        "{\"title\": \"Retrospective satisfaction evaluation of administrative "
        "appointment-scheduling methodologies and interdepartmental communication "
        "infrastructure\", \"elements\": [{\"type\": \"boolean\", \"name\": \"a\", \"title\": "
        "\"Notwithstanding organisational considerations, were communications "
        "satisfactory?\"}]}",
        &problems);
    assert_non_null(hard);
    struct lint_options options = { .languages = 1 };
    assert_true(lint_survey(hard, &options, report, &err));
    assert_int_equal(found(LINT_READING_AGE, "")->level, PROBLEM_WARNING);
    assert_int_equal(found(LINT_HARD_TEXT, "/title")->level, PROBLEM_WARNING);
    assert_string_equal(found(LINT_HARD_TEXT, "/title")->about, "over 18");
    survey_free(hard);
}

/* --- clips --- */

static bool says_little(void *context, const struct survey *of, const char *tag,
                        void (*take)(void *to, const char *text), void *to, struct err *ret_err)
{
    (void)of;
    if (context != NULL)
        return err_set(ret_err, ERR_LATER, "%s", (const char *)context);
    if (strcmp(tag, "cy") == 0)
        take(to, "Ddaethoch chi?");
    take(to, "1 / 2");
    return true;
}

static void what_no_clip_says_is_warned_of_at_its_text(void **state)
{
    (void)state;
    struct lint_options options = { .languages = ALL, .speaks = speaks, .unspoken = says_little };
    assert_true(lint_survey(survey, &options, report, &err));
    assert_int_equal(found(LINT_NO_CLIP, "/elements/0/title")->languages, 1 << CY);
    assert_int_equal(found(LINT_NO_CLIP, "")->languages, 1 << EN | 1 << CY);
    assert_int_equal(found(LINT_NO_CLIP, "")->level, PROBLEM_WARNING);
    options.context = (void *)(uintptr_t) "no store";
    assert_false(lint_survey(survey, &options, report, &err));
    assert_string_equal(err.text, "no store");
}

static const char *const two_answers =
    "{\"title\": {\"default\": \"Your visit\", \"cy\": \"Eich ymweliad\"}, \"elements\": ["
    "{\"type\": \"radiogroup\", \"name\": \"how\", \"title\": {\"default\": \"How was it?\", "
    "\"cy\": \"Sut oedd hi?\"}, \"choices\": [{\"value\": \"a\", \"text\": {\"default\": "
    "\"Very good\", \"cy\": \"Da iawn\"}}, {\"value\": \"b\", \"text\": {\"default\": \"Good\", "
    "\"cy\": \"Da\"}}]}]}";

/* "Da" begins "Da iawn" too; a sentence round a text is that text's; of the kiosk's own words there
 * is one finding, however many they are. */
static bool says_none_of_these(void *context, const struct survey *of, const char *tag,
                               void (*take)(void *to, const char *text), void *to,
                               struct err *ret_err)
{
    static const char *const unsaid[] = { "Da", "Eich ymweliad: pa mor dda?", "Dechrau",
                                          "Angen help" };
    (void)context;
    (void)of;
    (void)ret_err;
    for (size_t i = 0; strcmp(tag, "cy") == 0 && i < sizeof unsaid / sizeof *unsaid; i++)
        take(to, unsaid[i]);
    return true;
}

static void a_sentence_is_placed_at_the_very_text_that_it_says(void **state)
{
    (void)state;
    struct lint_options options = { .languages = ALL, .unspoken = says_none_of_these };
    survey_free(survey);
    survey = surveys_from_text(two_answers, &problems);
    if (survey == NULL)
        fail_msg("%s", problems.list[0].text);
    assert_true(lint_survey(survey, &options, report, &err));
    assert_string_equal(found(LINT_NO_CLIP, "/elements/0/choices/1/text")->about, "Da");
    assert_string_equal(found(LINT_NO_CLIP, "/title")->about, "Eich ymweliad: pa mor dda?");
    assert_string_equal(found(LINT_NO_CLIP, "")->about, "Dechrau");
    assert_int_equal(report->count, 3);
}

/* --- what venues say of their own --- */

#define WHOLE                                                                                      \
    "{\"name\": \"Riverside\", \"survey\": {\"title\": {\"default\": \"Your visit\"}, "            \
    "\"elements\": [{\"title\": {\"default\": \"Did you park?\"}}]}, \"venue\": {\"help\": {"      \
    "\"where\": {\"en\": \"By the door.\"}}}, \"notices\": {\"notices\": [{\"said\": {\"en\": "    \
    "\"It is cold.\"}}, {\"said\": {\"en\": \"It is cold and dark.\"}}]}}"

static const char *looked_for;
static const char *const *own_panels; /* of the first venue; NULL: it has not said */

static bool each_of_them(void *context, const struct survey *of,
                         bool (*take)(void *to, const struct lint_venue *venue, struct err *err),
                         void *to, struct err *ret_err)
{
    static const char *const ids[] = { "riverside", "hillside", "seaside" };
    (void)context;
    assert_ptr_equal(of, survey);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (strstr(looked_for, ids[i]) != NULL &&
            !take(to, &(struct lint_venue){ ids[i], span_text(WHOLE), i == 0 ? own_panels : NULL },
                  ret_err))
            return false;
    return true;
}

/* The survey's own screens are fine; a venue's say this. */
static void look_at_venues(const char *ids, const char *faults)
{
    static const char *const panels[] = { "800x480", "1280x800", NULL };
    char script[4000];
    looked_for = ids;
    (void)snprintf(script, sizeof script,
                   "case \"$*\" in *--own*--whole*-*) cat >/dev/null; %s;; *) %s;; esac", faults,
                   FAULTS(""));
    struct lint_options options = { .kiosk = kiosk_saying(script),
                                    .panels = panels,
                                    .languages = ALL,
                                    .speaks = speaks,
                                    .venues = each_of_them };
    if (!lint_survey(survey, &options, report, &err))
        fail_msg("%s", err.text);
}

static const struct lint_finding *found_at(const char *venue, enum lint_kind kind,
                                           const char *pointer)
{
    for (int i = 0; i < report->count; i++) {
        const struct lint_finding *finding = &report->findings[i];
        if (finding->kind == kind && strcmp(finding->venue, venue) == 0 &&
            strcmp(finding->pointer, pointer) == 0)
            return finding;
    }
    fail_msg("%s is not found at %s of %s", lint_kind_name(kind), pointer, venue);
    return NULL;
}

static void what_a_venue_says_is_placed_in_what_it_says(void **state)
{
    (void)state;
    look_at_venues(
        "riverside hillside",
        FAULTS(FAULT(
            "high_text", "attract-notice-1", "null", "800x480", "large",
            "It is cold.") "," FAULT("broken_word", "sheet-help", "null", "1280x800", "standard",
                                     "By the door.") "," FAULT("too_full", "question-local_park",
                                                               "\"local_park\"", "800x480",
                                                               "standard", "Did you park?")));
    assert_int_equal(report->venues, 2);
    const struct lint_finding *notice =
        found_at("riverside", LINT_HIGH_TEXT, "/notices/notices/0/said/en");
    assert_int_equal(notice->level, PROBLEM_WARNING);
    assert_int_equal(notice->panels, 1);
    assert_int_equal(notice->displays, 2);
    assert_int_equal(notice->line, 0);
    assert_string_equal(notice->screen, "attract-notice-1");
    (void)found_at("hillside", LINT_HIGH_TEXT, "/notices/notices/0/said/en");
    (void)found_at("riverside", LINT_BROKEN_WORD, "/venue/help/where/en");
    (void)found_at("hillside", LINT_TOO_FULL, "/survey/elements/0/title/default");
}

static void a_venue_is_looked_at_on_its_own_panels(void **state)
{
    static const char *const small[] = { "800x480", NULL };
    (void)state;
    own_panels = small;
    look_at_venues("riverside hillside",
                   "case \"$*\" in *\"--size 1280x800\"*) " FAULTS(
                       FAULT("broken_word", "sheet-help", "null", "1280x800", "standard",
                             "By the door.")) ";; *\"--size 800x480\"*) " FAULTS("") ";; esac");
    own_panels = NULL;
    assert_int_equal(report->venues, 2);
    assert_int_equal(report->count, 1);
    (void)found_at("hillside", LINT_BROKEN_WORD, "/venue/help/where/en");
}

/* The survey's own texts are told of with the survey, once, and not with each venue. */
static void the_surveys_texts_are_not_told_of_with_a_venue(void **state)
{
    (void)state;
    look_at_venues(
        "riverside",
        FAULTS(FAULT("high_text", "attract", "null", "800x480", "large", "Your visit") "," FAULT(
            "high_text", "thanks", "null", "800x480", "large", "Thank you.")));
    for (int i = 0; i < report->count; i++)
        assert_string_equal(report->findings[i].venue, "");
}

static void a_venue_that_cannot_be_looked_at_is_said_by_name(void **state)
{
    (void)state;
    look_at_venues("riverside seaside", "echo 'no such words' >&2; exit 3");
    assert_int_equal(report->venues, 0);
    assert_int_equal(found_at("riverside", LINT_NOT_SEEN, "")->level, PROBLEM_WARNING);
    (void)found_at("seaside", LINT_NOT_SEEN, "");
}

/* --- what the texts say --- */

static void look_at_file(const char *json)
{
    struct lint_options options = { .languages = ALL };
    survey_free(survey);
    survey = surveys_from_text(json, &problems);
    if (survey == NULL)
        fail_msg("%s", problems.list[0].text);
    assert_true(lint_survey(survey, &options, report, &err));
}

static int count_of(enum lint_kind kind)
{
    int count = 0;
    for (int i = 0; i < report->count; i++)
        count += report->findings[i].kind == kind;
    return count;
}

static void a_text_with_nothing_to_say_is_an_error(void **state)
{
    (void)state;
    static const char *const silent[] = { "", "   ", "...", "\u200b\u00a0", "\u2192 \u2605" };
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        char json[400];
        (void)snprintf(json, sizeof json,
                       "{\"title\": \"Your visit\", \"elements\": [{\"type\": \"boolean\", "
                       "\"name\": \"came\", \"title\": \"Came?\", \"labelTrue\": \"%s\", "
                       "\"labelFalse\": \"No\", \"description\": \"\"}]}",
                       silent[i]);
        look_at_file(json);
        assert_int_equal(found(LINT_SILENT, "/elements/0/labelTrue")->level, PROBLEM_ERROR);
        assert_int_equal(found(LINT_SILENT, "/elements/0/labelTrue")->languages, 1 << EN);
        assert_int_equal(report->count, 1);
    }
}

static void what_a_voice_can_say_is_not_silent_in_any_script(void **state)
{
    (void)state;
    static const char *const said[] = { "7", "\u00e9", "\u062c\u06cc", "\u0a39\u0a3e",
                                        "\u09b9\u09cd" };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        char json[300];
        (void)snprintf(json, sizeof json,
                       "{\"title\": \"Your visit\", \"elements\": [{\"type\": \"boolean\", "
                       "\"name\": \"came\", \"title\": \"Came?\", \"labelTrue\": \"%s\", "
                       "\"labelFalse\": \"No\"}]}",
                       said[i]);
        look_at_file(json);
        assert_int_equal(report->count, 0);
    }
}

static void answers_of_the_same_words_are_an_error_in_their_language(void **state)
{
    (void)state;
    look_at_file(
        "{\"title\": {\"default\": \"Visit\", \"cy\": \"Ymweliad\"}, \"elements\": [{\"type\": "
        "\"boolean\", \"name\": \"came\", \"title\": {\"default\": \"Came?\", \"cy\": "
        "\"Pam?\"}, \"labelTrue\": {\"default\": \"Yes\", \"cy\": \"Do\"}, \"labelFalse\": "
        "{\"default\": \"No\", \"cy\": \"do\"}}]}");
    const struct lint_finding *finding = found(LINT_SAME_ANSWER, "/elements/0");
    assert_int_equal(finding->level, PROBLEM_ERROR);
    assert_int_equal(finding->languages, 1 << CY);
    assert_int_equal(report->count, 1);
}

static void a_sentence_left_in_the_own_language_is_warned_of(void **state)
{
    (void)state;
    look_at_file(
        "{\"title\": {\"default\": \"Town Hall\", \"cy\": \"Town Hall\", \"en-GB-x-easyread\": "
        "\"Town Hall\"}, \"elements\": [{\"type\": \"comment\", \"name\": \"why\", \"title\": "
        "{\"default\": \"Why did you come?\", \"cy\": \"Why did you come?\", "
        "\"en-GB-x-easyread\": \"Why did you come?\"}}]}");
    const struct lint_finding *finding = found(LINT_UNTRANSLATED, "/elements/0/title");
    assert_int_equal(finding->level, PROBLEM_WARNING);
    assert_int_equal(finding->languages, 1 << CY);
    assert_int_equal(count_of(LINT_UNTRANSLATED), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_in_the_file_needs_no_screen),
        cmocka_unit_test(the_same_everywhere_is_one_finding),
        cmocka_unit_test(words_of_the_survey_are_found_in_it_by_language),
        cmocka_unit_test(screens_without_anything_of_the_survey_only_warn),
        cmocka_unit_test(the_first_screen_is_mended_where_it_says_who_asks),
        cmocka_unit_test(each_language_is_asked_for_with_every_panel_and_display),
        cmocka_unit_test(what_cannot_be_seen_is_an_error),
        cmocka_unit_test(an_unknown_kind_is_passed_over),
        cmocka_unit_test(more_than_there_is_room_for_is_counted),
        cmocka_unit_test(a_program_that_is_not_there_is_said_at_once),
        cmocka_unit_test(too_many_panels_are_refused),
        cmocka_unit_test(our_own_surveys_read_at_eleven_or_younger),
        cmocka_unit_test(hard_english_is_said_with_its_age),
        cmocka_unit_test(what_no_clip_says_is_warned_of_at_its_text),
        cmocka_unit_test(a_sentence_is_placed_at_the_very_text_that_it_says),
        cmocka_unit_test(what_a_venue_says_is_placed_in_what_it_says),
        cmocka_unit_test(a_venue_is_looked_at_on_its_own_panels),
        cmocka_unit_test(the_surveys_texts_are_not_told_of_with_a_venue),
        cmocka_unit_test(a_venue_that_cannot_be_looked_at_is_said_by_name),
        cmocka_unit_test(a_text_with_nothing_to_say_is_an_error),
        cmocka_unit_test(what_a_voice_can_say_is_not_silent_in_any_script),
        cmocka_unit_test(answers_of_the_same_words_are_an_error_in_their_language),
        cmocka_unit_test(a_sentence_left_in_the_own_language_is_warned_of),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
