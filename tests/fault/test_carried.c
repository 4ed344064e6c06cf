/*
 * A bundle off a stick while the disk refuses: each call that changes a file fails in turn, once
 * and from then on, broken or full. The kiosk holds the whole of the new bundle or the whole of the
 * one before, on the disk as in what it says; what it said it has taken it has; and with the disk
 * mended the same stick brings the rest.
 */
#include "bundle_file.h"
#include "courier.h"
#include "disk_calls.h"
#include "fake_hub.h"
#include "file.h"
#include "open_files.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { KIOSK = 5, OLD = 3, NEW = 4, PLACES_MAX = 400 };

static struct err err;
static long trials;

struct stage {
    char data[600];
    char stick[700];
    struct fake_hub hub;
    struct courier *courier;
    struct digest held[NEW + 1]; /* the manifest of each serial */
};

static void open_courier(struct stage *stage)
{
    struct courier_world world = fake_hub_world(&stage->hub);
    if (!courier_open_in(stage->data, &world, &stage->courier, &err))
        fail_msg("opening: %s", err.text);
}

static void offer(struct stage *stage, uint64_t serial)
{
    char wording[64];
    static const char pin[] = "{\"pin\":\"$argon2id$short\",\"recovery\":\"$argon2id$long\"}";
    (void)snprintf(wording, sizeof wording, "{\"start\":\"%llu\"}", (unsigned long long)serial);
    struct digest one = fake_hub_blob(&stage->hub, span_text(wording));
    struct digest two = fake_hub_blob(&stage->hub, span_text(pin));
    struct blob_name blobs[] = {
        fake_blob_name(BLOB_WORDING, "en", &one, strlen(wording)),
        fake_blob_name(BLOB_PIN, "77", &two, strlen(pin)),
    };
    fake_hub_offer(&stage->hub, serial, blobs, 2);
    stage->held[serial] = stage->hub.bundle;
}

static void lay_bundle(const struct stage *stage)
{
    char name[STICK_NAME_SIZE];
    char path[900];
    BUF_AUTO file = fake_bundle_file(&stage->hub, KIOSK, 1);
    bundle_file_name(KIOSK, name);
    (void)snprintf(path, sizeof path, "%s/%s", stage->stick, name);
    write_bytes(path, buf_span(&file));
}

/* A kiosk that holds the old bundle, and a stick with the new one. */
static struct stage *begin(void)
{
    struct stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("fault-carried"));
    (void)snprintf(stage->stick, sizeof stage->stick, "%s/stick", stage->data);
    assert_true(file_make_folder(stage->stick, 0755, &err));
    fake_hub_init(&stage->hub);
    open_courier(stage);
    offer(stage, OLD);
    if (!courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err))
        fail_msg("enrolling: %s", err.text);
    offer(stage, NEW);
    lay_bundle(stage);
    return stage;
}

static void end(struct stage *stage)
{
    courier_close(stage->courier);
    fake_hub_finish(&stage->hub);
    free(stage);
}

static bool digest_is(struct span bytes, const struct digest *name)
{
    struct digest is = digest_of(bytes);
    return memcmp(&is, name, sizeof is) == 0;
}

static bool has_blob(const struct stage *stage, const struct digest *name)
{
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    struct err missing = { 0 };
    return courier_blob_load(stage->data, name, &bytes, &missing) &&
           digest_is(buf_span(&bytes), name);
}

/* All that the manifest names is here. */
static void check_whole(const struct stage *stage)
{
    const struct courier_state *state = courier_state(stage->courier);
    assert_in_range(state->bundle_serial, OLD, NEW);
    assert_memory_equal(&state->bundle, &stage->held[state->bundle_serial], sizeof state->bundle);
    assert_true(has_blob(stage, &state->bundle));
    char wording[64];
    (void)snprintf(wording, sizeof wording, "{\"start\":\"%llu\"}",
                   (unsigned long long)state->bundle_serial);
    struct digest words = digest_of(span_text(wording));
    assert_true(has_blob(stage, &words));
}

/* True when it came to the n-th call. */
static bool take_with_trouble(unsigned kinds, long n, int failure, bool for_ever)
{
    struct stage *stage = begin();
    struct courier_stick found = { 0 };
    struct err why = { 0 };
    disk_calls_arm(kinds, n, failure, for_ever);
    bool used = courier_stick(stage->courier, stage->stick, &found, &why);
    disk_calls_disarm();
    bool fired = disk_calls_fired();
    bool told = used && found.bundle == NEW;
    assert_true(used || why.text[0] != '\0');
    check_whole(stage);
    courier_close(stage->courier);
    open_courier(stage);
    check_whole(stage);
    assert_true(!told || courier_state(stage->courier)->bundle_serial == NEW);
    if (!courier_stick(stage->courier, stage->stick, &found, &err))
        fail_msg("with the disk mended: %s", err.text);
    assert_false(found.bundle_bad);
    assert_int_equal(courier_state(stage->courier)->bundle_serial, NEW);
    check_whole(stage);
    end(stage);
    trials++;
    return fired;
}

static void survive(unsigned kinds, int failure, long least)
{
    long before = open_files();
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        long n = 0;
        while (take_with_trouble(kinds, n, failure, for_ever != 0))
            n++;
        assert_in_range(n, least, PLACES_MAX);
    }
    assert_int_equal(open_files(), before);
}

static void a_file_that_does_not_open(void **state)
{
    (void)state;
    survive(CALL_OPEN, EIO, 5);
}

static void a_write_that_fails(void **state)
{
    (void)state;
    survive(CALL_WRITE, EIO, 4);
}

static void a_write_without_room(void **state)
{
    (void)state;
    survive(CALL_WRITE, ENOSPC, 4);
}

static void a_sync_that_fails(void **state)
{
    (void)state;
    survive(CALL_SYNC, EIO, 4);
}

static void a_rename_removal_or_folder_that_fails(void **state)
{
    (void)state;
    survive(CALL_RENAME | CALL_REMOVE | CALL_FOLDER, EIO, 4);
}

static int tell(void **state)
{
    (void)state;
    print_message("bundles taken off a stick while calls failed: %ld\n", trials);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_does_not_open),
        cmocka_unit_test(a_write_that_fails),
        cmocka_unit_test(a_write_without_room),
        cmocka_unit_test(a_sync_that_fails),
        cmocka_unit_test(a_rename_removal_or_folder_that_fails),
    };
    return cmocka_run_group_tests_name("carried", tests, NULL, tell);
}
