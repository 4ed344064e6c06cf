/* Alerts of the hub's own: raised when there is little of something, closed when there is enough.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "alert_watch.h"
#include <stdio.h>
#include <stdlib.h>

#define EXPECT_ERR err
#include "expect.h"

static struct err err;
static char folder[] = "/tmp/yousaid-alerts-XXXXXX";

static int opens(void **state)
{
    static int number;
    char url[80];
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(little_room_is_an_alert_until_there_is_plainly_more, opens,
                                        closes),
        cmocka_unit_test_setup_teardown(
            a_certificate_that_ends_soon_is_an_alert_until_it_is_renewed, opens, closes),
    };
    char command[100];
    if (mkdtemp(folder) == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? failed : 1;
}
