/* The file of what staff have set: it comes back as it was written, what is odd in it is refused
 * whole and set aside, and a kiosk that cannot read it goes on as if nothing had been set. */
#include "file.h"
#include "kiosk_settings.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[256];

static void path_of(const char *name, char ret[512])
{
    (void)snprintf(ret, 512, "%s/screen/%s", folder, name);
}

static int begin(void **state)
{
    const char *at = getenv("TMPDIR");
    char screen[512];
    (void)state;
    (void)snprintf(folder, sizeof folder, "%s/settings-XXXXXX", at == NULL ? "/tmp" : at);
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(screen, sizeof screen, "%s/screen", folder);
    return file_make_folder(screen, 0700, NULL) ? 0 : -1;
}

static int end(void **state)
{
    static const char *const names[] = { "settings", "settings.broken", "" };
    char path[512];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        path_of(names[i], path);
        (void)remove(path);
    }
    return rmdir(folder);
}

static struct local_settings everything(void)
{
    struct local_settings settings = local_settings_usual();
    (void)snprintf(settings.languages[0], sizeof settings.languages[0], "cy");
    (void)snprintf(settings.languages[1], sizeof settings.languages[0], "en-GB-x-easyread");
    settings.language_count = 2;
    settings.light = 7;
    settings.volume = 8;
    settings.silent = true;
    settings.turn = (enum turn)3;
    settings.touch.m[2] += 5;
    settings.pause = (struct pause){ .kind = PAUSE_BACK_AT, .day = 20780, .minute = 870 };
    settings.today = (struct other_hours){ .day = 20780, .from = 540, .to = 1020 };
    return settings;
}

static void expect_same(const struct local_settings *a, const struct local_settings *b)
{
    assert_int_equal(a->language_count, b->language_count);
    for (int i = 0; i < a->language_count; i++)
        assert_string_equal(a->languages[i], b->languages[i]);
    assert_int_equal(a->light, b->light);
    assert_int_equal(a->volume, b->volume);
    assert_int_equal(a->silent, b->silent);
    assert_int_equal(a->turn, b->turn);
    assert_memory_equal(a->touch.m, b->touch.m, sizeof a->touch.m);
    assert_int_equal(a->pause.kind, b->pause.kind);
    assert_int_equal(a->pause.day, b->pause.day);
    assert_int_equal(a->pause.minute, b->pause.minute);
    assert_int_equal(a->today.day, b->today.day);
    assert_int_equal(a->today.from, b->today.from);
    assert_int_equal(a->today.to, b->today.to);
}

static void what_is_set_comes_back(void **state)
{
    (void)state;
    struct local_settings settings = everything();
    struct err err = { 0 };
    assert_true(settings_save(folder, &settings, &err));
    struct local_settings read = settings_load(folder);
    expect_same(&settings, &read);
    settings = local_settings_usual();
    assert_true(settings_save(folder, &settings, &err));
    read = settings_load(folder);
    expect_same(&settings, &read);
}

static void without_a_file_all_is_usual(void **state)
{
    (void)state;
    struct local_settings usual = local_settings_usual(), read = settings_load(folder);
    expect_same(&usual, &read);
    read = settings_load(NULL);
    expect_same(&usual, &read);
}

static void what_is_odd_is_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *text, *fault;
    } odd[] = {
        { "", "no JSON object" },
        { "[]", "no JSON object" },
        { "{\"version\": 1, \"version\": 1}", "no JSON object" },
        { "{}", "version" },
        { "{\"version\": 2}", "version" },
        { "{\"version\": 1, \"colour\": \"red\"}", "not known" },
        { "{\"version\": 1, \"light\": 11}", "light" },
        { "{\"version\": 1, \"light\": -1}", "light" },
        { "{\"version\": 1, \"volume\": 9}", "volume" },
        { "{\"version\": 1, \"volume\": 1.5}", "volume" },
        { "{\"version\": 1, \"silent\": 1}", "silent" },
        { "{\"version\": 1, \"turn\": 45}", "turn" },
        { "{\"version\": 1, \"touch\": [1, 2, 3]}", "touch" },
        { "{\"version\": 1, \"touch\": [0, 0, 0, 0, 0, 0]}", "touch" },
        { "{\"version\": 1, \"languages\": [\"../en\"]}", "languages" },
        { "{\"version\": 1, \"languages\": \"en\"}", "languages" },
        { "{\"version\": 1, \"pause\": {\"kind\": \"lunch\"}}", "pause" },
        { "{\"version\": 1, \"pause\": {\"kind\": \"none\"}}", "pause" },
        { "{\"version\": 1, \"pause\": {\"kind\": \"back_at\", \"minute\": 1440}}", "pause" },
        { "{\"version\": 1, \"pause\": {\"kind\": \"back_at\", \"why\": \"tea\"}}", "pause" },
        { "{\"version\": 1, \"today\": {\"day\": 1, \"from\": 600, \"to\": 500}}", "today" },
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct local_settings usual = local_settings_usual(), read = usual;
        struct err err = { 0 };
        if (settings_read(span_text(odd[i].text), &read, &err))
            fail_msg("taken: %s", odd[i].text);
        if (strstr(err.text, odd[i].fault) == NULL)
            fail_msg("%s: \"%s\" does not name %s", odd[i].text, err.text, odd[i].fault);
        expect_same(&usual, &read);
    }
}

static void a_damaged_file_is_set_aside_and_not_met_again(void **state)
{
    (void)state;
    static const char damaged[] = "{\"version\": 1, \"light\": ";
    char path[512], broken[512];
    struct local_settings usual = local_settings_usual(), settings = everything(), read;
    BUF_AUTO kept = buf_new(SETTINGS_BYTES_MAX);
    path_of("settings", path);
    path_of("settings.broken", broken);
    assert_true(file_write_durable(path, span_text(damaged), 0640, NULL));
    read = settings_load(folder);
    expect_same(&usual, &read);
    assert_int_equal(access(path, F_OK), -1);
    assert_true(file_read(broken, &kept, NULL));
    assert_string_equal(buf_text(&kept), damaged);
    assert_true(settings_save(folder, &settings, NULL));
    read = settings_load(folder);
    expect_same(&settings, &read);
}

static void a_file_that_is_too_long_is_set_aside_unread(void **state)
{
    (void)state;
    static char text[SETTINGS_BYTES_MAX + 64];
    char path[512], broken[512];
    struct local_settings usual = local_settings_usual(), read;
    (void)snprintf(text, sizeof text, "{\"version\": 1}%*s", SETTINGS_BYTES_MAX, "");
    path_of("settings", path);
    path_of("settings.broken", broken);
    assert_true(file_write_durable(path, span_text(text), 0640, NULL));
    read = settings_load(folder);
    expect_same(&usual, &read);
    assert_int_equal(access(broken, F_OK), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_set_comes_back),
        TEST(without_a_file_all_is_usual),
        TEST(what_is_odd_is_refused_by_name),
        TEST(a_damaged_file_is_set_aside_and_not_met_again),
        TEST(a_file_that_is_too_long_is_set_aside_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
