/* Alerts of the hub's own: raised when there is little of something, closed when there is enough;
 * and of thousands of kiosks at once, which leave batches their turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "alert_watch.h"
#include "spread.h"
#include "webhooks.h"
#include <stdio.h>
#include <stdlib.h>

#define EXPECT_ERR err
#include "expect.h"

enum { MANY = 3 * SPREAD_AT_ONCE + 9 };

static struct err err;
static char url[80];
static char folder[] = "/tmp/yousaid-alerts-XXXXXX";

static int opens(void **state)
{
    static int number;
    struct store *store = NULL;
    (void)snprintf(url, sizeof url, "sqlite:%s/%d.sqlite", folder, number++);
    OK(store_open(url, true, &store, &err));
    *state = store;
    return 0;
}

static int closes(void **state)
{
    store_close(*state);
    return 0;
}

static bool note(void *context, const struct alert *alert)
{
    buf_printf(context, "%s %s %s%s; ", alert_kind_name(alert->matter.kind), alert->matter.key,
               alert->state == ALERT_CLOSED ? "over: " : "", alert->matter.text);
    return true;
}

static void are(struct store *store, const char *expected)
{
    BUF_AUTO seen = buf_new(4000);
    OK(alert_list(store, NULL, note, &seen, &err));
    assert_string_equal(buf_text(&seen), expected);
}

static void little_room_is_an_alert_until_there_is_plainly_more(void **state)
{
    struct store *store = *state;
    OK(alert_room(store, "one", 1500, 10, &err));
    are(store, "");
    OK(alert_room(store, "one", 1023, 20, &err));
    are(store, "hub_room one Only 1023 MiB are left on the disk of the hub on one.; ");
    OK(alert_room(store, "two", 90000, 30, &err)); /* another hub's disk is another matter */
    OK(alert_room(store, "one", 1500, 40, &err));
    are(store, "hub_room one Only 1023 MiB are left on the disk of the hub on one.; ");
    OK(alert_room(store, "one", 2048, 50, &err));
    are(store, "hub_room one over: Only 1023 MiB are left on the disk of the hub on one.; ");
}

static void a_certificate_that_ends_soon_is_an_alert_until_it_is_renewed(void **state)
{
    struct store *store = *state;
    OK(alert_certificate(store, "own", 30, 10, &err));
    are(store, "");
    OK(alert_certificate(store, "own", 29, 20, &err));
    are(store, "certificate_ends own A hub's certificate ends in 29 days; kiosks cannot call it "
               "then.; ");
    OK(alert_certificate(store, "own", 364, 30, &err));
    are(store, "certificate_ends own over: A hub's certificate ends in 29 days; kiosks cannot "
               "call it then.; ");
}

/* ---- thousands at once ---- */

static void setting(struct store *store, size_t at)
{
    char name[20];
    (void)snprintf(name, sizeof name, "n%zu", at);
    OK(store_setting_put(store, name, span_of("x", 1), &err));
}

static size_t settings(struct store *store)
{
    size_t count = 0;
    char name[20];
    for (;; count++) {
        BUF_AUTO value = buf_new(8);
        (void)snprintf(name, sizeof name, "n%zu", count);
        if (!store_setting_get(store, name, &value, &err))
            return count;
    }
}

struct watched {
    struct store *store, *other;
    size_t fails_at;
};

static bool change(void *context, size_t at, struct err *ret)
{
    const struct watched *watched = context;
    if (at == watched->fails_at)
        return err_set(ret, ERR_LATER, "this one cannot be done");
    /* What came before it in the same commit is not there yet, and what came before that is. */
    assert_int_equal(settings(watched->other), at / SPREAD_AT_ONCE * SPREAD_AT_ONCE);
    setting(watched->store, at);
    return true;
}

static void changes_are_kept_some_at_a_time(void **state)
{
    struct watched watched = { .store = *state, .fails_at = MANY };
    OK(store_open(url, false, &watched.other, &err));
    OK(spread(watched.store, 0, NULL, change, &watched, &err));
    assert_int_equal(settings(watched.other), 0);
    OK(spread(watched.store, MANY, NULL, change, &watched, &err));
    assert_int_equal(settings(watched.other), MANY);
    store_close(watched.other);
}

static void what_was_kept_before_a_failure_stays(void **state)
{
    struct watched watched = { .store = *state, .fails_at = SPREAD_AT_ONCE + 3 };
    OK(store_open(url, false, &watched.other, &err));
    assert_false(spread(watched.store, MANY, NULL, change, &watched, &err));
    assert_string_equal(err.text, "this one cannot be done");
    assert_int_equal(settings(watched.store), SPREAD_AT_ONCE);
    store_close(watched.other);
}

/* As the watch does to a hub that is told to stop in the middle of it. */
struct interrupted {
    struct watched watched;
    atomic_bool over;
};

static bool change_until_over(void *context, size_t at, struct err *ret)
{
    struct interrupted *interrupted = context;
    if (at == SPREAD_AT_ONCE + 1)
        atomic_store(&interrupted->over, true);
    return change(&interrupted->watched, at, ret);
}

static void what_was_begun_is_kept_when_it_is_over(void **state)
{
    struct interrupted one = { .watched = { .store = *state, .fails_at = MANY } };
    OK(store_open(url, false, &one.watched.other, &err));
    OK(spread(one.watched.store, MANY, &one.over, change_until_over, &one, &err));
    assert_int_equal(settings(one.watched.other), 2 * SPREAD_AT_ONCE);
    OK(spread(one.watched.store, MANY, &one.over, change_until_over, &one, &err));
    assert_int_equal(settings(one.watched.other), 2 * SPREAD_AT_ONCE);
    store_close(one.watched.other);
}

static char silent_since[] = "enrolled and silent since";
static struct fleet_reason silence = { .code = "never_heard", .text = silent_since };

static void make_silent(struct fleet_kiosk *kiosks, struct fleet *ret)
{
    static char name[] = "kiosk";
    for (size_t i = 0; i < MANY; i++)
        kiosks[i] = (struct fleet_kiosk){ .id = i + 1,
                                          .venue = "riverside",
                                          .name = name,
                                          .state = FLEET_NEVER_HEARD,
                                          .reasons = &silence,
                                          .reason_count = 1 };
    *ret = (struct fleet){ .list = kiosks, .count = MANY };
}

static bool add_one(void *context, const struct alert *alert)
{
    (void)alert;
    ++*(size_t *)context;
    return true;
}

static size_t number_of(struct store *store, enum alert_state which)
{
    size_t count = 0;
    OK(alert_list_in(store, which, NULL, add_one, &count, &err));
    return count;
}

static bool mail_some(void *context, const struct alert *list, size_t count, struct err *ret)
{
    (void)ret;
    assert_in_range(count, 1, SPREAD_AT_ONCE);
    for (size_t i = 0; i < count; i++)
        assert_false(list[i].told);
    *(size_t *)context += count;
    return true;
}

static void a_whole_network_that_falls_silent_is_told_of_and_comes_back(void **state)
{
    static struct fleet_kiosk kiosks[MANY];
    struct store *store = *state;
    struct fleet fleet;
    struct alert_rules rules;
    size_t mailed = 0;
    make_silent(kiosks, &fleet);
    OK(alert_rules_get(store, &rules, &err));
    OK(alerts_from_fleet(store, &fleet, &rules, 1000, NULL, &err));
    assert_int_equal(number_of(store, ALERT_OPEN), MANY);
    OK(alerts_tell(store, &rules, 1000, NULL, mail_some, &mailed, &err));
    assert_int_equal(mailed, MANY);
    OK(alerts_tell(store, &rules, 1001, NULL, mail_some, &mailed, &err));
    assert_int_equal(mailed, MANY);
    for (size_t i = 0; i < MANY; i++)
        kiosks[i].reason_count = 0;
    OK(alerts_from_fleet(store, &fleet, &rules, 1060, NULL, &err));
    assert_int_equal(number_of(store, ALERT_OPEN), 0);
    assert_int_equal(number_of(store, ALERT_CLOSED), MANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(little_room_is_an_alert_until_there_is_plainly_more, opens,
                                        closes),
        cmocka_unit_test_setup_teardown(
            a_certificate_that_ends_soon_is_an_alert_until_it_is_renewed, opens, closes),
        cmocka_unit_test_setup_teardown(changes_are_kept_some_at_a_time, opens, closes),
        cmocka_unit_test_setup_teardown(what_was_kept_before_a_failure_stays, opens, closes),
        cmocka_unit_test_setup_teardown(what_was_begun_is_kept_when_it_is_over, opens, closes),
        cmocka_unit_test_setup_teardown(a_whole_network_that_falls_silent_is_told_of_and_comes_back,
                                        opens, closes),
    };
    char command[100];
    if (mkdtemp(folder) == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? failed : 1;
}
