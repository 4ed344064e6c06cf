/* The interface's words: every language says all of them, with the same placeholders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "file.h"
#include "wording.h"
#include <dirent.h>
#include <stdio.h>

static struct problems problems;

static const char *const keys[] = {
#define X(name, key, english) key,
    WORDING_MAP(X)
#undef X
};
static const char *const words[] = {
#define X(name, key, english) english,
    WORDING_MAP(X)
#undef X
};

/* A whole file in English; one word may be changed, or left out (NULL as its text). */
static struct wording *load(const char *head, const char *changed, const char *text)
{
    BUF_AUTO file = buf_new(64 * 1024);
    const char *before = "";
    buf_printf(&file, "{%s, \"words\": {", head);
    for (int i = 0; i < WORD_COUNT; i++) {
        bool change = changed && strcmp(changed, keys[i]) == 0;
        if (change && !text)
            continue;
        buf_printf(&file, "%s\"%s\": \"%s\"", before, keys[i], change ? text : words[i]);
        before = ", ";
    }
    buf_printf(&file, "}}");
    problems.count = problems.errors = 0;
    return wording_load(buf_span(&file), &problems);
}

static const char *const head =
    "\"tag\": \"ur\", \"name\": \"\u0627\u0631\u062f\u0648\", \"direction\": \"rtl\", "
    "\"reviewed\": false";

static void a_whole_file_loads(void **state)
{
    (void)state;
    struct wording *wording = load(head, NULL, NULL);
    assert_non_null(wording);
    assert_string_equal(wording->tag, "ur");
    assert_true(wording->right_to_left);
    assert_false(wording->reviewed);
    assert_string_equal(wording->word[WORD_START], words[WORD_START]);
    wording_free(wording);
}

static void refused(struct wording *wording, const char *pointer, const char *part)
{
    assert_null(wording);
    assert_int_equal(problems.errors, 1);
    assert_int_equal(strncmp(problems.list[0].pointer, pointer, strlen(pointer)), 0);
    assert_non_null(strstr(problems.list[0].text, part));
}

static void a_missing_word_is_named(void **state)
{
    (void)state;
    refused(load(head, "skip", NULL), "/words/skip", "not there");
    refused(load(head, "skip", ""), "/words/skip", "write a text");
}

static void placeholders_must_be_the_same_as_in_english(void **state)
{
    (void)state;
    int i = 0;
    while (!strchr(words[i], '{'))
        i++;
    refused(load(head, keys[i], "Soon."), "/words", "must stand in it");
    refused(load(head, "start", "Start {name}"), "/words/start", "{name}");
}

static void an_unknown_word_or_member_is_refused(void **state)
{
    (void)state;
    char longer[300];
    (void)snprintf(longer, sizeof longer, "%s, \"nmae\": 1", head);
    refused(load(longer, NULL, NULL), "/nmae", "no such member");
    refused(load(head, "skip", "Skip\", \"skop\": \"Skip"), "/words/skop", "no such word");
}

static void of_version(char *ret, size_t size, const char *version)
{
    (void)snprintf(ret, size, "\"version\": %s, %s", version, head);
}

static void a_file_may_say_that_it_is_of_the_version_known_here(void **state)
{
    (void)state;
    char versioned[300];
    of_version(versioned, sizeof versioned, "1");
    struct wording *wording = load(versioned, NULL, NULL);
    assert_non_null(wording);
    wording_free(wording);
}

static void a_later_version_is_the_one_thing_said_of_a_file(void **state)
{
    (void)state;
    char later[300];
    of_version(later, sizeof later, "3, \"numerals\": 3");
    refused(load(later, "skip", NULL), "/version", "version 3, where this program knows 2");
    of_version(later, sizeof later, "9223372036854775807");
    refused(load(later, NULL, NULL), "/version", "where this program knows 2");
}

static void a_version_is_a_whole_number_from_1(void **state)
{
    (void)state;
    const char *const wrong[] = { "0", "-1", "1.0", "\"1\"", "null", "true" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char versioned[300];
        of_version(versioned, sizeof versioned, wrong[i]);
        refused(load(versioned, NULL, NULL), "/version", "whole number");
    }
}

static void a_file_without_its_head_tells_all_that_is_missing(void **state)
{
    (void)state;
    assert_null(load("\"x\": 1", NULL, NULL));
    assert_int_equal(problems.errors, 5);
}

static void broken_syntax_has_a_line_and_a_column(void **state)
{
    (void)state;
    problems.count = problems.errors = 0;
    assert_null(wording_load(span_text("{\n  \"tag\" \"en\"}"), &problems));
    assert_int_equal(problems.list[0].line, 2);
    assert_true(problems.list[0].column > 0);
}

static void placeholders_are_filled_in(void **state)
{
    (void)state;
    char text[40];
    const char *const pairs[] = { "seconds", "15", "count", "3", NULL };
    assert_int_equal(wording_fill(text, sizeof text, "{count} in {seconds} s {x} {", pairs), 15);
    assert_string_equal(text, "3 in 15 s {x} {");
}

static void a_text_that_does_not_fit_is_cut_between_characters(void **state)
{
    (void)state;
    char text[6];
    assert_int_equal(wording_fill(text, sizeof text, "siôôn", NULL), 4);
    assert_string_equal(text, "siô");
    assert_int_equal(wording_fill(text, 1, "x", NULL), 0);
    assert_string_equal(text, "");
}

static void every_language_file_of_the_tree_loads(void **state)
{
    (void)state;
    struct err err = { 0 };
    int count = 0;
    DIR *folder = opendir(SOURCE_DIR "/assets/languages");
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        char path[500];
        BUF_AUTO file = buf_new(64 * 1024);
        if (!strstr(entry->d_name, ".json"))
            continue;
        assert_true(
            file_join(path, sizeof path, SOURCE_DIR "/assets/languages", entry->d_name, &err));
        assert_true(file_read(path, &file, &err));
        problems.count = problems.errors = 0;
        struct wording *wording = wording_load(buf_span(&file), &problems);
        if (!wording)
            fail_msg("%s %s: %s", path, problems.list[0].pointer, problems.list[0].text);
        wording_free(wording);
        count++;
    }
    closedir(folder);
    assert_true(count >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_file_loads),
        cmocka_unit_test(a_missing_word_is_named),
        cmocka_unit_test(placeholders_must_be_the_same_as_in_english),
        cmocka_unit_test(an_unknown_word_or_member_is_refused),
        cmocka_unit_test(a_file_may_say_that_it_is_of_the_version_known_here),
        cmocka_unit_test(a_later_version_is_the_one_thing_said_of_a_file),
        cmocka_unit_test(a_version_is_a_whole_number_from_1),
        cmocka_unit_test(a_file_without_its_head_tells_all_that_is_missing),
        cmocka_unit_test(broken_syntax_has_a_line_and_a_column),
        cmocka_unit_test(placeholders_are_filled_in),
        cmocka_unit_test(a_text_that_does_not_fit_is_cut_between_characters),
        cmocka_unit_test(every_language_file_of_the_tree_loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
